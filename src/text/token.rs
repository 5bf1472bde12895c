//! A stretch of mended text to tokens: words, numbers, initials, endings that stand alone, quotes, marks.

use super::abbreviation;
use crate::model::Span;

/// A token of a mended text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where, in the text that was given.
    pub span: Span,
    /// What.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, perhaps with hyphens inside: `Астанада`, `Қасым-Жомарт`, `БҰҰ-ның`, `COVID-19`.
    Word,
    /// Digits with what belongs to them: `2017`, `3,8`, `26.02.2021`, `17-18`, `2023–2027`, `3-ші`, `40-тан`.
    Number,
    /// The first letter or two of a name with the full stop: `Ж.`, `Дж.`.
    Initial,
    /// A shortened word with its full stop or stops: `т.б.`, `а.ж.`, `млрд.`.
    Abbreviation,
    /// An ending after a quote, a bracket or a sign, with its hyphen: `-ның` in `«Самұрық-Қазына»-ның`.
    Suffix,
    /// An address on the net or a hashtag: `akorda.kz`, `#Qazaqstan30`.
    Address,
    /// An opening quote: `«`, `“`, `„`, or `"` that stands for one.
    OpenQuote,
    /// A closing quote: `»`, `”`, or `"` that stands for one.
    CloseQuote,
    /// A dash between words, also a hyphen with blanks around.
    Dash,
    /// Any other mark, a character each.
    Punctuation,
}

impl Token {
    /// The text of this token, which was cut out of `text`.
    #[must_use]
    pub fn text(self, text: &str) -> &str {
        self.span.cut(text)
    }

    /// The parts of this token between hyphens and dashes; the token itself when there are none.
    ///
    /// ```
    /// use shezhire::{model::Span, text::tokens};
    ///
    /// let text = "БҰҰ-ның";
    /// let token = tokens(text, Span::new(0, text.len()))[0];
    /// let parts: Vec<&str> = token.parts(text).map(|part| part.cut(text)).collect();
    /// assert_eq!(parts, ["БҰҰ", "ның"]);
    /// ```
    pub fn parts(self, text: &str) -> impl Iterator<Item = Span> {
        let mut at = self.span.start;
        self.text(text).split_inclusive(is_hyphen).filter_map(move |part| {
            let start = at;
            at += part.len();
            let content = part.trim_end_matches(is_hyphen);
            (!content.is_empty()).then(|| Span::new(start, start + content.len()))
        })
    }
}

/// The tokens of `text` within `span`, in order; blanks are none. Costs time linear in the length of `span`.
#[must_use]
pub fn tokens(text: &str, span: Span) -> Vec<Token> {
    let mut reader = Reader { text: span.cut(text), at: 0, found: Vec::new(), quote_open: false };
    while let Some(c) = reader.peek() {
        reader.read(c);
    }
    for token in &mut reader.found {
        token.span = Span::new(token.span.start + span.start, token.span.end + span.start);
    }
    reader.found
}

/// Characters that join the parts of one word.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '–' | '—')
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    found: Vec<Token>,
    /// Whether a straight quote is open.
    quote_open: bool,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn push(&mut self, len: usize, kind: TokenKind) {
        self.found.push(Token { span: Span::new(self.at, self.at + len), kind });
        self.at += len;
    }

    /// Reads the token that begins with `c`, or passes over a blank.
    fn read(&mut self, c: char) {
        let rest = self.rest();
        if c.is_whitespace() {
            self.at += c.len_utf8();
        } else if let Some(len) = address(rest) {
            self.push(len, TokenKind::Address);
        } else if c.is_alphabetic() {
            if let Some(len) = abbreviation::shortened(rest) {
                self.push(len, TokenKind::Abbreviation);
            } else if let Some(len) = abbreviation::initial(rest) {
                self.push(len, TokenKind::Initial);
            } else {
                match word(rest) {
                    // An apostrophe that joins nothing is a letter to Unicode: "ʼ'".
                    0 => self.read_mark(c),
                    len => self.push(len, TokenKind::Word),
                }
            }
        } else if c.is_numeric() {
            self.push(number(rest), TokenKind::Number);
        } else {
            self.read_mark(c);
        }
    }

    fn read_mark(&mut self, c: char) {
        let adjacent = self.found.last().is_some_and(|token| token.span.end == self.at);
        let kind = match c {
            '«' | '“' | '„' | '‹' => TokenKind::OpenQuote,
            '»' | '”' | '›' => TokenKind::CloseQuote,
            '"' => {
                let next = self.rest().chars().nth(1);
                let opens = !self.quote_open && next.is_some_and(|n| !n.is_whitespace());
                self.quote_open = opens;
                if opens { TokenKind::OpenQuote } else { TokenKind::CloseQuote }
            }
            c if is_hyphen(c) || c == '−' => {
                let ending = self.rest().get(c.len_utf8()..).map_or(0, letters);
                let after = self.found.last().is_some_and(|token| {
                    matches!(token.kind, TokenKind::CloseQuote | TokenKind::Punctuation | TokenKind::Abbreviation)
                });
                if adjacent && after && ending > 0 {
                    self.push(c.len_utf8() + ending, TokenKind::Suffix);
                    return;
                }
                TokenKind::Dash
            }
            _ => TokenKind::Punctuation,
        };
        self.push(c.len_utf8(), kind);
    }
}

/// Length of the letters that `rest` begins with.
fn letters(rest: &str) -> usize {
    rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len())
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}')
}

/// Length of the word that `rest` begins with: letters and digits, a hyphen or apostrophe between two of them.
fn word(rest: &str) -> usize {
    let mut characters = rest.char_indices().peekable();
    let mut end = 0;
    let mut last_capital = false;
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        let inside = match c {
            '-' | '\'' | '’' | 'ʼ' => next.is_some_and(char::is_alphanumeric),
            // A dash in the place of a hyphen: `БАҚ–да`.
            '–' | '—' => last_capital && next.is_some_and(char::is_lowercase),
            c => is_letter(c) || c.is_numeric(),
        };
        if !inside {
            break;
        }
        last_capital = c.is_uppercase();
        end = at + c.len_utf8();
    }
    end
}

/// Length of the number that `rest` begins with: digits with a mark between them, then perhaps an ending.
fn number(rest: &str) -> usize {
    let mut characters = rest.char_indices().peekable();
    let mut end = 0;
    let mut digits = true;
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        let inside = match c {
            '.' | ',' | ':' | '/' => digits && next.is_some_and(char::is_numeric),
            '-' | '–' | '—' => {
                next.is_some_and(|next| next.is_numeric() || (is_letter(next) && (digits || c == '-')))
            }
            c if c.is_numeric() => true,
            c => is_letter(c),
        };
        if !inside {
            break;
        }
        digits = c.is_numeric();
        end = at + c.len_utf8();
    }
    end
}

/// The longest address, in bytes.
const LONGEST_ADDRESS: usize = 400;

fn is_address_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"@.:/_-?=&%~+#".contains(&b)
}

/// Length of the address or hashtag that `rest` begins with.
fn address(rest: &str) -> Option<usize> {
    if let Some(tag) = rest.strip_prefix('#') {
        let len = tag.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(tag.len());
        return (len > 0).then_some(len + 1);
    }
    if !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '@') {
        return None;
    }
    let end = rest.bytes().take(LONGEST_ADDRESS).position(|b| !is_address_byte(b)).unwrap_or(rest.len());
    if end > LONGEST_ADDRESS {
        return None;
    }
    let candidate = rest.get(..end)?.trim_end_matches(['.', ',', ':', '?', '-', '/']);
    let host = candidate.split_once("://").map_or(candidate, |(_, host)| host);
    let host = host.split(['/', '?']).next()?;
    let (_, domain) = host.rsplit_once('.')?;
    let known = candidate.contains("://") || candidate.starts_with("www.") || candidate.contains('@');
    let looks = domain.len() >= 2 && domain.bytes().all(|b| b.is_ascii_lowercase());
    (known || looks).then_some(candidate.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use TokenKind::*;

    fn read(text: &str) -> Vec<(&str, TokenKind)> {
        tokens(text, Span::new(0, text.len())).into_iter().map(|token| (token.text(text), token.kind)).collect()
    }

    #[test]
    fn hyphenated_words_stay_whole() {
        assert_eq!(read("Қасым-Жомарт БҰҰ-ның БАҚ–да"), [("Қасым-Жомарт", Word), ("БҰҰ-ның", Word), ("БАҚ–да", Word)]);
    }

    #[test]
    fn ending_after_a_quote_is_a_token() {
        let expected =
            [("«", OpenQuote), ("Самұрық-Қазына", Word), ("»", CloseQuote), ("-ның", Suffix), ("қоры", Word)];
        assert_eq!(read("«Самұрық-Қазына»-ның қоры"), expected);
    }

    #[test]
    fn initials_and_abbreviations_keep_their_full_stops() {
        let expected = [
            ("Н.", Initial),
            ("Ә.", Initial),
            ("Назарбаев", Word),
            (",", Punctuation),
            ("Дж.", Initial),
            ("Байден", Word),
        ];
        assert_eq!(read("Н.Ә. Назарбаев, Дж. Байден"), expected);
        assert_eq!(
            read("және т.б. а.ж. т. б."),
            [("және", Word), ("т.б.", Abbreviation), ("а.ж.", Abbreviation), ("т. б.", Abbreviation)]
        );
        assert_eq!(read("ел. Сол"), [("ел", Word), (".", Punctuation), ("Сол", Word)]);
    }

    #[test]
    fn numbers_keep_what_belongs_to_them() {
        for text in ["26.02.2021", "17-18", "2023–2027", "3,8", "3-ші", "40тан", "30-ға", "90-шы", "10:30"] {
            assert_eq!(read(text), [(text, Number)]);
        }
        assert_eq!(
            read("15%-ға, 5."),
            [
                ("15", Number),
                ("%", Punctuation),
                ("-ға", Suffix),
                (",", Punctuation),
                ("5", Number),
                (".", Punctuation)
            ]
        );
    }

    #[test]
    fn dashes_and_straight_quotes() {
        assert_eq!(
            read("– Ел \"Нұр\" - үй"),
            [
                ("–", Dash),
                ("Ел", Word),
                ("\"", OpenQuote),
                ("Нұр", Word),
                ("\"", CloseQuote),
                ("-", Dash),
                ("үй", Word)
            ]
        );
    }

    #[test]
    fn addresses_stay_whole() {
        assert_eq!(
            read("akorda.kz, https://a.kz/b?c=1. #Qazaqstan30 a@b.kz"),
            [
                ("akorda.kz", Address),
                (",", Punctuation),
                ("https://a.kz/b?c=1", Address),
                (".", Punctuation),
                ("#Qazaqstan30", Address),
                ("a@b.kz", Address)
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn tokens_cover_all_but_blanks_once(text in "[а-яА-Я0-9a-z .,:«»\"–\\-/@#%()]{0,60}|\\PC{0,40}") {
            let found = tokens(&text, Span::new(0, text.len()));
            let mut at = 0;
            for token in &found {
                let between = Span::new(at, token.span.start).cut(&text);
                proptest::prop_assert!(token.span.start >= at && !token.span.is_empty() && between.trim().is_empty());
                proptest::prop_assert!(text.get(token.span.start..token.span.end).is_some());
                at = token.span.end;
            }
            proptest::prop_assert!(text.get(at..).is_some_and(|rest| rest.trim().is_empty()));
        }
    }

    #[test]
    fn every_token_has_letters_whatever_begins_it() {
        for text in ["ʼ'@н", "ʼ", "ʼʼ", "ʼ ", "Аʼ'б", "\u{300}", "’ʼ-", "1ʼ'"] {
            let found = tokens(text, Span::new(0, text.len()));
            assert!(found.iter().all(|token| token.span.end > token.span.start), "{text:?}: {found:?}");
            assert!(found.len() <= text.chars().count(), "{text:?}: {found:?}");
        }
    }

    #[test]
    fn long_text_is_read_in_linear_time() {
        for piece in ["а.", "т.б. ", "1-", "#", "a.", "@", "\"", "ә", "- "] {
            let text = piece.repeat(200_000 / piece.len());
            let started = std::time::Instant::now();
            let found = tokens(&text, Span::new(0, text.len())).len() + super::super::sentences(&text).len();
            assert!(found > 0 && started.elapsed().as_secs() < 10, "{piece:?} took {:?}", started.elapsed());
        }
    }
}
