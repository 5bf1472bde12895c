//! Bytes to text: which encoding they are in, and what they say.

use std::borrow::Cow;
use std::sync::LazyLock;

/// Decoded bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// `utf-8`, `kz-1048`, `windows-1251`, `utf-16le` or `utf-16be`.
    pub encoding: &'static str,
    /// How many characters U+FFFD stand for bytes that say nothing.
    pub replaced: usize,
}

/// Why bytes are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotText {
    /// There are none, or blanks only.
    Empty,
    /// They are a file of this kind.
    Format(&'static str),
    /// Too many of them are NULs or control characters.
    Binary,
}

/// Bytes that begin files which are taken for text now and then.
const FORMATS: [(&[u8], &str); 8] = [
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP, DOCX or ODT"),
    (b"\xd0\xcf\x11\xe0", "DOC or XLS"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"SQLite format 3", "SQLite"),
];

/// Reads `bytes`: by their byte order mark, else as UTF-8 when they are (nearly) that, else as KZ-1048 or Windows-1251,
/// told apart by the letters that the bytes in which these two differ would be.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, NotText> {
    if let Some((_, format)) = FORMATS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(NotText::Format(format));
    }
    let decoded = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => decode_unicode(bytes.get(mark..).unwrap_or(&[]), encoding),
        None if is_binary(bytes) => return Err(NotText::Binary),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Decoded { text: text.to_owned(), encoding: "utf-8", replaced: 0 },
            Err(_) if is_nearly_utf8(bytes) => decode_unicode(bytes, encoding_rs::UTF_8),
            Err(_) => decode_cyrillic(bytes),
        },
    };
    if decoded.text.trim().is_empty() {
        return Err(NotText::Empty);
    }
    Ok(decoded)
}

/// Reads `bytes` that go on with text in UTF-8.
pub(super) fn decode_utf8(bytes: &[u8]) -> Result<Decoded, NotText> {
    if is_binary(bytes) {
        return Err(NotText::Binary);
    }
    let decoded = match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: text.to_owned(), encoding: "utf-8", replaced: 0 },
        Err(_) => decode_unicode(bytes, encoding_rs::UTF_8),
    };
    if decoded.text.trim().is_empty() { Err(NotText::Empty) } else { Ok(decoded) }
}

fn decode_unicode(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let replaced = text.matches('\u{fffd}').count();
    let encoding = match encoding.name() {
        "UTF-16LE" => "utf-16le",
        "UTF-16BE" => "utf-16be",
        _ => "utf-8",
    };
    Decoded { text: text.into_owned(), encoding, replaced }
}

/// Whether there is a NUL, or one control character in ten.
fn is_binary(bytes: &[u8]) -> bool {
    let control = |b: u8| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1a);
    bytes.contains(&0) || bytes.iter().filter(|&&b| control(b)).count() * 10 > bytes.len()
}

/// Whether wrong bytes are rare among right sequences of several bytes.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let mut wrong = 0_usize;
    let mut right = 0_usize;
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    right > wrong * 10
}

/// A byte in which KZ-1048 is not Windows-1251.
struct Difference {
    byte: u8,
    letter: char,
    /// Whether only Kazakh has the letter, and the letter that Windows-1251 has there is rare.
    telling: bool,
}

static KZ_1048: LazyLock<Vec<Difference>> = LazyLock::new(|| {
    let rows = include_str!("../../grammar/kk/kz-1048.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut fields = row.split('\t');
        let byte = u8::from_str_radix(fields.next()?, 16).ok()?;
        let letter = fields.next()?.chars().next()?;
        let telling = fields.nth(1)? == "telling";
        Some(Difference { byte, letter, telling })
    })
    .collect()
});

fn decode_cyrillic(bytes: &[u8]) -> Decoded {
    let (mut telling, mut others) = (0_usize, 0_usize);
    let mut letters: [Option<&Difference>; 256] = [None; 256];
    for difference in KZ_1048.iter() {
        if let Some(slot) = letters.get_mut(usize::from(difference.byte)) {
            *slot = Some(difference);
        }
    }
    let letter = |b: u8| letters.get(usize::from(b)).copied().flatten();
    for &b in bytes {
        match letter(b) {
            Some(difference) if difference.telling => telling += 1,
            Some(_) => others += 1,
            None => {}
        }
    }
    // A quarter of Kazakh's own letters are ү, ұ, ө, ғ, і, һ, where Ukrainian and Belarusian have theirs; the others are telling.
    let kazakh = telling > 0 && telling * 4 >= others;
    let mut text = String::with_capacity(bytes.len() * 2);
    let mut at = 0;
    if kazakh {
        for (i, &b) in bytes.iter().enumerate() {
            if let Some(difference) = letter(b) {
                text.push_str(&windows_1251(bytes.get(at..i).unwrap_or(&[])));
                text.push(difference.letter);
                at = i + 1;
            }
        }
    }
    text.push_str(&windows_1251(bytes.get(at..).unwrap_or(&[])));
    // The one byte that neither has a character for; the decoder gives U+0098.
    let replaced = text.matches('\u{98}').count();
    if replaced > 0 {
        text = text.replace('\u{98}', "\u{fffd}");
    }
    Decoded { text, encoding: if kazakh { "kz-1048" } else { "windows-1251" }, replaced }
}

fn windows_1251(bytes: &[u8]) -> Cow<'_, str> {
    encoding_rs::WINDOWS_1251.decode_without_bom_handling(bytes).0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kz_1048(text: &str) -> Vec<u8> {
        let byte = |c: char| match KZ_1048.iter().find(|difference| difference.letter == c) {
            Some(difference) => difference.byte,
            None => encoding_rs::WINDOWS_1251.encode(&c.to_string()).0[0],
        };
        text.chars().map(byte).collect()
    }

    #[test]
    fn kz_1048_and_windows_1251_are_told_apart() {
        let kazakh = "Үкімет отырысында ауыл шаруашылығының өңірлік жобалары қаралды, һәм Әлия Ғабитқызы сөйледі.";
        let decoded = decode(&kz_1048(kazakh)).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding, decoded.replaced), (kazakh, "kz-1048", 0));

        for text in
            ["Состоялось заседание правительства.", "Її мета — об'єднати зусилля, які є.", "Ён быў у Мінску ўчора."]
        {
            let bytes = encoding_rs::WINDOWS_1251.encode(text).0;
            let decoded = decode(&bytes).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding), (text, "windows-1251"));
        }
    }

    #[test]
    fn utf_16_is_read_by_its_mark() {
        let text = "Өңір әкімі";
        let mut little = vec![0xff, 0xfe];
        let mut big = vec![0xfe, 0xff];
        for unit in text.encode_utf16() {
            little.extend(unit.to_le_bytes());
            big.extend(unit.to_be_bytes());
        }
        assert_eq!(decode(&little).unwrap().encoding, "utf-16le");
        assert_eq!(decode(&little).unwrap().text, text);
        assert_eq!(decode(&big).unwrap().encoding, "utf-16be");
        assert_eq!(decode(&big).unwrap().text, text);
    }

    #[test]
    fn wrong_bytes_in_utf_8_are_counted() {
        let mut bytes = "Астана қаласында кездесу өтті".as_bytes().to_vec();
        bytes.insert(12, 0xff);
        let decoded = decode(&bytes).unwrap();
        assert_eq!((decoded.encoding, decoded.replaced), ("utf-8", 1));
        assert_eq!(decoded.text, "Астана\u{fffd} қаласында кездесу өтті");
        assert_eq!(decode("\u{feff}Астана".as_bytes()).unwrap().text, "Астана");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(decode(b""), Err(NotText::Empty));
        assert_eq!(decode(b" \r\n\t "), Err(NotText::Empty));
        assert_eq!(decode(b"\x7fELF\x02\x01\x01\x00"), Err(NotText::Binary));
        assert_eq!(decode(b"%PDF-1.7 ..."), Err(NotText::Format("PDF")));
    }
}
