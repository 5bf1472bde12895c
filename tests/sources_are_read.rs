//! Promise: whatever a source is encoded in and however a page broke it, its releases are read as a reader reads them,
//! and every span leads back to the source.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::path::{Path, PathBuf};

use shezhire::model::Span;
use shezhire::text::{Deduplicator, Language, ReadError, ReadOptions, Source, mend, read_source};

const RELEASES: &str = "Үкімет отырысында өңірлердің әлеуметтік жағдайы қаралды.\n– Ғимарат жыл соңында ашылады, – деді әкім.\n\n\
    ///Қостанай облысында жаңа һәм заманауи ғылым орталығы салынып жатыр. Оның құны 12 млрд теңге.\n";

fn read(bytes: Vec<u8>) -> Source {
    read_source("a.txt", bytes, &ReadOptions::default()).unwrap()
}

fn mended(source: &Source) -> Vec<&str> {
    source.releases.iter().map(|release| release.text.as_str()).collect()
}

/// The letters of Windows-1251 and, in the second half, those that KZ-1048 has at other bytes.
fn kz_1048(text: &str) -> Vec<u8> {
    let own = "ҚҺқһҰұӘӨҒҮөғәҢңү"
        .chars()
        .zip([0x8d, 0x8e, 0x9d, 0x9e, 0xa1, 0xa2, 0xa3, 0xa5, 0xaa, 0xaf, 0xb4, 0xba, 0xbc, 0xbd, 0xbe, 0xbf]);
    let byte = |c: char| match c {
        'А'..='я' => u8::try_from(u32::from(c) - 0x410 + 0xc0).unwrap(),
        'і' => 0xb3,
        '–' => 0x96,
        c if c.is_ascii() => u8::try_from(c).unwrap(),
        c => own.clone().find(|&(letter, _)| letter == c).unwrap().1,
    };
    text.chars().map(byte).collect()
}

#[test]
fn encodings_give_the_same_releases() {
    let utf_16 =
        |bytes: fn(u16) -> [u8; 2]| [0xfeff].into_iter().chain(RELEASES.encode_utf16()).flat_map(bytes).collect();
    let encodings: [(Vec<u8>, &str); 5] = [
        (RELEASES.as_bytes().to_vec(), "utf-8"),
        (format!("\u{feff}{RELEASES}").into_bytes(), "utf-8"),
        (utf_16(u16::to_le_bytes), "utf-16le"),
        (utf_16(u16::to_be_bytes), "utf-16be"),
        (kz_1048(RELEASES), "kz-1048"),
    ];
    let expected = read(RELEASES.as_bytes().to_vec());
    assert_eq!(expected.releases.len(), 2);
    for (bytes, encoding) in encodings {
        let source = read(bytes);
        assert_eq!(source.encoding, encoding);
        assert_eq!(&*source.text, RELEASES, "{encoding}");
        assert_eq!(mended(&source), mended(&expected), "{encoding}");
        assert!(source.releases.iter().all(|release| release.language == Language::Kazakh));
    }
}

#[test]
fn line_ends_of_every_system_give_the_same_releases() {
    let expected = read(RELEASES.as_bytes().to_vec());
    for line_end in ["\r\n", "\r\r\n", " \n", "\u{a0}\n"] {
        let source = read(RELEASES.replace('\n', line_end).into_bytes());
        assert_eq!(mended(&source), mended(&expected), "{line_end:?}");
    }
}

#[test]
fn spans_count_bytes_of_the_source() {
    let source = read(RELEASES.as_bytes().to_vec());
    let release = &source.releases[1];
    let at = release.text.as_str().find("ғылым орталығы").unwrap();
    let span = release.to_source(Span::new(at, at + "ғылым орталығы".len()));
    assert_eq!(span.cut(RELEASES), "ғылым орталығы");
    assert_eq!(release.cut(span), "ғылым орталығы");
}

#[test]
fn what_is_no_text_is_an_error_that_says_what_to_do() {
    let refuse = |bytes: &[u8]| read_source("b.txt", bytes.to_vec(), &ReadOptions::default()).unwrap_err();
    assert!(matches!(refuse(b""), ReadError::Empty { .. }));
    assert!(matches!(refuse(b"\xef\xbb\xbf \n"), ReadError::Empty { .. }));
    assert!(matches!(refuse(&[0, 159, 146, 150, 0, 1]), ReadError::Binary { .. }));
    assert!(matches!(refuse(b"%PDF-1.4\n1 0 obj"), ReadError::Format { format: "PDF", .. }));
    let message = refuse(b"PK\x03\x04").to_string();
    assert!(message.starts_with("b.txt: ") && message.contains("convert it"), "{message}");
}

#[test]
fn copies_are_known_whatever_their_line_breaks() {
    let text =
        "Әкім ауыл тұрғындарымен кездесті.\n///Ол  Көкшетауға барды.\n\n///Әкім ауыл\u{a0}тұрғындарымен кездесті.  \n";
    let mut copies = Deduplicator::new();
    let mut source = read(text.as_bytes().to_vec());
    for release in &mut source.releases {
        copies.mark(release);
    }
    let copy_of: Vec<_> = source.releases.iter().map(|r| r.duplicate_of.as_ref().map(|(_, index)| *index)).collect();
    assert_eq!(copy_of, [None, None, Some(0)]);

    let mut again = read("Ол Көкшетауға барды.".as_bytes().to_vec());
    copies.mark(&mut again.releases[0]);
    assert_eq!(again.releases[0].duplicate_of, Some(("a.txt".into(), 1)));
}

#[test]
fn endless_line_is_read_in_parts() {
    let source = read("Ауыл дамып келеді. ".repeat(100_000).into_bytes());
    assert_eq!(source.releases.len(), 4);
    assert_eq!(source.warnings.len(), 3);
    assert!(source.releases.iter().all(|release| release.text.as_str().ends_with("Ауыл дамып келеді.")));
}

/// Users' documents, where they are at hand.
fn seeds() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let found = shared.join("seeds").is_dir().then_some(shared);
    if found.is_none() {
        println!("skipped: ../shared is not there");
    }
    found
}

fn read_seed(shared: &Path, number: &str) -> Source {
    let mut files = std::fs::read_dir(shared.join("seeds")).unwrap().map(|entry| entry.unwrap().path());
    let path = files.find(|path| path.file_name().unwrap().to_string_lossy().starts_with(number)).unwrap();
    read(std::fs::read(path).unwrap())
}

#[test]
fn each_kind_of_document_gives_its_releases() {
    let Some(shared) = seeds() else { return };
    let mut copies = Deduplicator::new();
    let mut source = read_seed(&shared, "002");
    for release in &mut source.releases {
        copies.mark(release);
    }
    let distinct = source.releases.iter().filter(|release| release.duplicate_of.is_none()).count();
    assert!((494..=497).contains(&distinct), "{distinct} distinct releases");
    assert!(source.releases.len() - distinct > 480);
    for (number, fewest, most) in [("000", 1, 1), ("001", 1, 1), ("003", 15, 30), ("004", 1, 1)] {
        let count = read_seed(&shared, number).releases.len();
        assert!((fewest..=most).contains(&count), "{number}: {count} releases");
    }
}

#[test]
fn torn_names_are_healed_and_others_stay() {
    let Some(shared) = seeds() else { return };
    let (mut all, mut torn, mut healed) = (0, 0, 0);
    for folder in ["gold/items", "gold/train"] {
        for entry in std::fs::read_dir(shared.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|ending| ending != "txt") {
                continue;
            }
            let raw = std::fs::read_to_string(&path).unwrap();
            let facts: serde_json::Value =
                serde_json::from_str(&std::fs::read_to_string(path.with_extension("json")).unwrap()).unwrap();
            let text = mend(&raw);
            for entity in facts["entities"].as_array().unwrap() {
                let name = words(entity["name"].as_str().unwrap());
                for mention in entity["mentions"].as_array().unwrap().iter().map(|mention| mention.as_str().unwrap()) {
                    let Some(at) = raw.find(mention) else { continue };
                    let read = text.to_mended(Span::new(at, at + mention.len())).cut(text.as_str());
                    all += 1;
                    // Torn in the source, or wrongly joined by us.
                    if mention.contains('\n') || words(mention).len() != words(read).len() {
                        torn += 1;
                        healed +=
                            usize::from(!read.contains('\n') && words(read).iter().all(|word| begins_as(word, &name)));
                    }
                }
            }
        }
    }
    println!("of {all} names {torn} are torn, of these {healed} healed");
    assert!(torn > 30 && healed * 100 >= torn * 85, "of {all} names {torn} are torn, of these {healed} healed");
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Whether a word is one of those, but for its ending.
fn begins_as(word: &str, of: &[String]) -> bool {
    of.iter().any(|known| {
        let same = word.chars().zip(known.chars()).take_while(|(a, b)| a == b).count();
        same + 2 >= known.chars().count()
    })
}
