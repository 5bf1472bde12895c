//! Text to statements: cut at each `;` that stands outside strings, names and comments.

use std::ops::Range;

use super::lex::{TokenKind, next_token};

/// A text cut into statements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pieces {
    /// Where each statement that `;` ends stands, without it. A piece of space and comments alone is left out.
    pub statements: Vec<Range<usize>>,
    /// Where the text after the last `;` begins that is more than space and comments; `None` when there is none.
    pub rest: Option<usize>,
    /// Whether `rest` ends within a string, name or comment.
    pub open: bool,
}

/// Cuts a text into statements. Cost: linear.
///
/// ```
/// use shezhire::query::split;
///
/// let text = "RETURN ';'; // one;\n RETURN 2";
/// let pieces = split(text);
/// assert_eq!(&text[pieces.statements[0].clone()], "RETURN ';'");
/// assert_eq!(&text[pieces.rest.unwrap()..], "RETURN 2");
/// ```
#[must_use]
pub fn split(text: &str) -> Pieces {
    let mut pieces = Pieces::default();
    let mut at = 0;
    let mut end = 0;
    while let Some(token) = text.get(at..).and_then(|rest| next_token(rest, at)) {
        let start = token.start as usize;
        at = token.end as usize;
        if token.kind == TokenKind::Symbol && text.get(start..at) == Some(";") {
            if let Some(from) = pieces.rest.take() {
                pieces.statements.push(from..end);
            }
            continue;
        }
        pieces.rest.get_or_insert(start);
        pieces.open = token.kind == TokenKind::Unterminated;
        end = at;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> (Vec<&str>, Option<&str>, bool) {
        let pieces = split(text);
        let statements = pieces.statements.iter().map(|r| &text[r.clone()]).collect();
        (statements, pieces.rest.map(|at| &text[at..]), pieces.open)
    }

    #[test]
    fn semicolons_in_strings_names_and_comments_end_nothing() {
        assert_eq!(cut("a ';' `;` /* ; */ b ; c"), (vec!["a ';' `;` /* ; */ b"], Some("c"), false));
        assert_eq!(cut(";; // none;\n"), (vec![], None, false));
    }

    #[test]
    fn an_open_string_or_comment_waits_for_its_end() {
        assert_eq!(cut("a; b 'c;"), (vec!["a"], Some("b 'c;"), true));
        assert_eq!(cut("a; /* b;"), (vec!["a"], Some("/* b;"), true));
    }
}
