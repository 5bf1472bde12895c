//! Text to statements: cut at each `;` that stands outside strings, names and comments.

/// Cuts text into statements as it comes in, in pieces of any size. Cost: linear in what was pushed.
///
/// ```
/// use shezhire::query::Splitter;
///
/// let mut splitter = Splitter::new();
/// splitter.push("RETURN ';'; // one;\n RETURN");
/// assert_eq!(splitter.next_statement().as_deref(), Some("RETURN ';'"));
/// assert_eq!(splitter.next_statement(), None);
/// splitter.push(" 2");
/// assert_eq!(splitter.finish().as_deref(), Some("// one;\n RETURN 2"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Splitter {
    text: String,
    /// Where the statement begins that is being read.
    start: usize,
    /// Up to where the text was looked at.
    seen: usize,
    within: Within,
    /// Whether the statement has more than space and comments so far.
    begun: bool,
}

/// What the present character stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Nothing,
    /// Up to that quote.
    Quotes(u8),
    LineComment,
    BlockComment,
}

impl Splitter {
    /// Nothing read yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in more text.
    pub fn push(&mut self, text: &str) {
        if self.start > 0 {
            self.text.drain(..self.start);
            self.seen -= self.start;
            self.start = 0;
        }
        self.text.push_str(text);
    }

    /// The next statement that is whole, without its `;`. Space and comments alone are no statement.
    pub fn next_statement(&mut self) -> Option<String> {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.seen) {
            let pair = bytes.get(self.seen + 1).map(|next| [byte, *next]);
            let mut length = 1;
            match self.within {
                Within::Nothing => match byte {
                    b';' => {
                        let statement = self.text.get(self.start..self.seen).unwrap_or_default().trim().to_owned();
                        self.seen += 1;
                        self.start = self.seen;
                        if std::mem::take(&mut self.begun) {
                            return Some(statement);
                        }
                        continue;
                    }
                    b'\'' | b'"' | b'`' => self.within = Within::Quotes(byte),
                    // What follows a slash decides, and may not have come in yet.
                    b'/' if pair.is_none() => return None,
                    b'/' if pair == Some(*b"//") => self.within = Within::LineComment,
                    b'/' if pair == Some(*b"/*") => (self.within, length) = (Within::BlockComment, 2),
                    _ => {}
                },
                Within::Quotes(_) if byte == b'\\' && self.within != Within::Quotes(b'`') => {
                    pair?;
                    length = 2;
                }
                Within::Quotes(quote) if byte == quote => self.within = Within::Nothing,
                Within::Quotes(_) => {}
                Within::LineComment if byte == b'\n' => self.within = Within::Nothing,
                Within::LineComment => {}
                Within::BlockComment if byte == b'*' && pair.is_none() => return None,
                Within::BlockComment if pair == Some(*b"*/") => (self.within, length) = (Within::Nothing, 2),
                Within::BlockComment => {}
            }
            let comment = matches!(self.within, Within::LineComment | Within::BlockComment) || pair == Some(*b"*/");
            self.begun |= !comment && !byte.is_ascii_whitespace();
            self.seen += length;
        }
        None
    }

    /// Whether nothing but space and comments has come in since the last statement.
    #[must_use]
    pub const fn is_blank(&self) -> bool {
        !self.begun && matches!(self.within, Within::Nothing | Within::LineComment)
    }

    /// What is left at the end of the input, when it is more than space and comments.
    #[must_use]
    pub fn finish(mut self) -> Option<String> {
        // With a line feed, a slash or backslash at the end is decided.
        self.push("\n");
        let whole = self.next_statement();
        whole.or_else(|| {
            let open = self.begun || self.within == Within::BlockComment;
            open.then(|| self.text.get(self.start..).unwrap_or_default().trim().to_owned())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, piece: usize) -> (Vec<String>, Option<String>) {
        let mut splitter = Splitter::new();
        let mut statements = Vec::new();
        let characters: Vec<char> = text.chars().collect();
        for piece in characters.chunks(piece) {
            splitter.push(&piece.iter().collect::<String>());
            statements.extend(std::iter::from_fn(|| splitter.next_statement()));
        }
        (statements, splitter.finish())
    }

    #[test]
    fn semicolons_in_strings_names_and_comments_end_nothing() {
        for piece in [1, 2, 3, 100] {
            let text = "a ';' `;` \"\\\";\" /* ; */ b // ;\n - c / d ; e";
            let first = "a ';' `;` \"\\\";\" /* ; */ b // ;\n - c / d";
            assert_eq!(cut(text, piece), (vec![first.to_owned()], Some("e".to_owned())), "{piece}");
            assert_eq!(cut(";; /**/ // none;\n ;", piece), (vec![], None), "{piece}");
        }
    }

    #[test]
    fn an_open_string_or_comment_is_left_over() {
        assert_eq!(cut("a; b 'c;", 1), (vec!["a".to_owned()], Some("b 'c;".to_owned())));
        assert_eq!(cut("a; /* b;", 1), (vec!["a".to_owned()], Some("/* b;".to_owned())));
        assert_eq!(cut("a; b '\\", 1), (vec!["a".to_owned()], Some("b '\\".to_owned())));
    }

    #[test]
    fn many_lines_of_one_statement_cost_no_more_than_their_length() {
        let mut splitter = Splitter::new();
        let begin = std::time::Instant::now();
        for _ in 0..200_000 {
            splitter.push("'line'\n");
            assert_eq!(splitter.next_statement(), None);
        }
        assert!(begin.elapsed() < std::time::Duration::from_secs(20));
    }
}
