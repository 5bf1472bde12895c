//! Tokens to what the tables know about them: known phrases, heads of names, offices.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::document::{Document, Shape, Token};
use super::tables::{Head, OfficeKind, Phrase, Tables, Topic, tables};
use crate::model::{EntityKind, Span};
use crate::text::TokenKind;
use crate::text::morphology::{self, Case};

/// A document with the tables beside it: what the recognisers ask.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The tokens.
    pub tokens: &'a [Token],
    /// The tables.
    pub tables: &'static Tables,
    /// Known phrases, at the index of their first token.
    phrases: Vec<Option<KnownPhrase>>,
    /// Index of the first token of the known phrase that a token belongs to.
    phrase_of: Vec<Option<usize>>,
    /// Words with a capital, as they stand.
    capitals: FxHashSet<&'a str>,
    /// What those words may be cases of.
    stems: FxHashSet<&'a str>,
    /// What the words behind initials may be cases of.
    after_initials: FxHashSet<&'a str>,
}

/// A known phrase in the text.
#[derive(Clone, Copy, Debug)]
pub struct KnownPhrase {
    /// Its first token.
    pub first: usize,
    /// Its last token.
    pub last: usize,
    /// What the table says.
    pub phrase: &'static Phrase,
    /// In which case.
    pub case: Case,
    /// Whether it has a third-person possessive ending that its nominative has not ("Қазақстан Үкіметі").
    pub possessed: bool,
}

/// A head of names in the text.
#[derive(Clone, Debug)]
pub struct KnownHead {
    /// Its first token.
    pub first: usize,
    /// Its last token.
    pub last: usize,
    /// What the table says.
    pub head: Arc<Head>,
    /// In which case.
    pub case: Case,
    /// Whether it stands in the plural ("облыстары").
    pub plural: bool,
    /// Whether it stands without its possessive ending ("кеңес").
    pub bare: bool,
}

/// An office noun in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownOffice {
    /// The noun in the nominative.
    pub noun: String,
    /// What sort of post.
    pub kind: OfficeKind,
    /// In which case.
    pub case: Case,
    /// Whether it has a third-person possessive ending.
    pub possessed: bool,
    /// Whether it stands in the plural.
    pub plural: bool,
}

impl<'a> Reading<'a> {
    /// Reads a document with the tables.
    #[must_use]
    pub fn new(document: &'a Document<'_>) -> Self {
        let tokens = document.tokens.as_slice();
        let mut reading = Self {
            tokens,
            tables: tables(),
            phrases: vec![None; tokens.len()],
            phrase_of: vec![None; tokens.len()],
            capitals: FxHashSet::default(),
            stems: FxHashSet::default(),
            after_initials: FxHashSet::default(),
        };
        for token in tokens.iter().filter(|t| t.shape == Shape::Capitalised) {
            reading.capitals.insert(&token.word);
            reading.stems.extend(morphology::stems(&token.word).into_iter().skip(1).map(|(stem, _)| stem));
        }
        for pair in tokens.windows(2) {
            if let [initial, word] = pair
                && initial.kind == TokenKind::Initial
                && word.shape == Shape::Capitalised
            {
                reading.after_initials.extend(morphology::stems(&word.word).into_iter().map(|(stem, _)| stem));
            }
        }
        let mut at = 0;
        while at < tokens.len() {
            match reading.find_phrase(at) {
                Some(found) => {
                    for slot in reading.phrase_of.iter_mut().take(found.last + 1).skip(at) {
                        *slot = Some(at);
                    }
                    if let Some(slot) = reading.phrases.get_mut(at) {
                        *slot = Some(found);
                    }
                    at = found.last + 1;
                }
                None => at += 1,
            }
        }
        reading
    }

    /// The token at `index`.
    #[must_use]
    pub fn token(&self, index: usize) -> Option<&'a Token> {
        self.tokens.get(index)
    }

    /// The text of the token at `index` in lower case; empty when there is none.
    #[must_use]
    pub fn lower(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |t| t.lower.as_str())
    }

    /// The text of the token at `index`, mended; empty when there is none.
    #[must_use]
    pub fn word(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |t| t.word.as_str())
    }

    /// Whether the token at `index` is a word with a capital.
    #[must_use]
    pub fn is_capital(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|t| matches!(t.shape, Shape::Capitalised | Shape::Capitals))
    }

    /// Whether the token at `index` is a word in lower case.
    #[must_use]
    pub fn is_lower(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|t| t.shape == Shape::Lower)
    }

    /// Whether the token at `index` is of a kind.
    #[must_use]
    pub fn is(&self, index: usize, kind: TokenKind) -> bool {
        self.tokens.get(index).is_some_and(|t| t.kind == kind)
    }

    /// Whether the release has `stem` as a word of its own, with a capital.
    #[must_use]
    pub fn stands_alone(&self, stem: &str) -> bool {
        self.capitals.contains(stem)
    }

    /// Whether another word of the release may be a case of `word`.
    #[must_use]
    pub fn is_inflected(&self, word: &str) -> bool {
        self.stems.contains(word)
    }

    /// Whether the release has `stem`, perhaps inflected, behind an initial: it is a surname there.
    #[must_use]
    pub fn follows_initial(&self, stem: &str) -> bool {
        self.after_initials.contains(stem)
    }

    /// Whether both tokens stand in one sentence.
    #[must_use]
    pub fn same_sentence(&self, a: usize, b: usize) -> bool {
        match (self.tokens.get(a), self.tokens.get(b)) {
            (Some(a), Some(b)) => a.sentence == b.sentence,
            _ => false,
        }
    }

    /// Whether no blank stands before and behind the token.
    #[must_use]
    pub fn is_tight(&self, index: usize) -> bool {
        let ends =
            |a: Option<&Token>, b: Option<&Token>| matches!((a, b), (Some(a), Some(b)) if a.span.end == b.span.start);
        let token = self.token(index);
        index.checked_sub(1).is_some_and(|before| ends(self.token(before), token)) && ends(token, self.token(index + 1))
    }

    /// The token before `index` in the same sentence.
    #[must_use]
    pub fn before(&self, index: usize) -> Option<usize> {
        index.checked_sub(1).filter(|before| self.same_sentence(*before, index))
    }

    /// The token after `index` in the same sentence.
    #[must_use]
    pub fn after(&self, index: usize) -> Option<usize> {
        Some(index + 1).filter(|after| self.same_sentence(*after, index))
    }

    /// Whether a capital at `index` says nothing: first word of a sentence, of quoted speech or of a list item.
    #[must_use]
    pub fn opens_sentence(&self, index: usize) -> bool {
        match self.before(index).and_then(|before| self.tokens.get(before)) {
            None => true,
            Some(before) => match before.kind {
                TokenKind::Dash => self.before(index - 1).is_none_or(|b| self.is(b, TokenKind::Punctuation)),
                TokenKind::Punctuation => matches!(before.lower.as_str(), ":" | "." | "!" | "?" | "*" | "•" | ")"),
                TokenKind::OpenQuote => true,
                TokenKind::Number => self.before(index - 1).is_none(),
                _ => false,
            },
        }
    }

    /// Span of the tokens from `first` to `last`.
    #[must_use]
    pub fn span(&self, first: usize, last: usize) -> Span {
        match (self.tokens.get(first), self.tokens.get(last)) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => Span::default(),
        }
    }

    /// Whether a group of names is that of the country whose releases are read.
    #[must_use]
    pub fn is_home(&self, group: u32) -> bool {
        let home = self.tables.phrases("Қазақстан").iter().find(|p| p.words.len() == 1);
        home.is_some_and(|p| p.group == Some(group))
    }

    /// The known phrase that begins at `index`.
    #[must_use]
    pub fn phrase_at(&self, index: usize) -> Option<KnownPhrase> {
        self.phrases.get(index).copied().flatten()
    }

    /// The known phrase that the token at `index` belongs to.
    #[must_use]
    pub fn phrase_around(&self, index: usize) -> Option<KnownPhrase> {
        self.phrase_of.get(index).copied().flatten().and_then(|first| self.phrase_at(first))
    }

    /// All known phrases, in order.
    pub fn phrases(&self) -> impl Iterator<Item = KnownPhrase> + '_ {
        self.phrases.iter().copied().flatten()
    }

    /// The longest known phrase that begins at `index`.
    fn find_phrase(&self, index: usize) -> Option<KnownPhrase> {
        let token = self.tokens.get(index)?;
        if !matches!(token.shape, Shape::Capitalised | Shape::Capitals | Shape::Number) {
            return None;
        }
        let several = self.tables.phrases(&token.word).iter().filter(|p| p.words.len() > 1);
        for phrase in several {
            let last = index + phrase.words.len() - 1;
            let inner = phrase.words.iter().enumerate().skip(1).take(phrase.words.len() - 2);
            let fits =
                self.same_sentence(index, last) && inner.into_iter().all(|(n, word)| self.word(index + n) == *word);
            if !fits {
                continue;
            }
            let Some(wanted) = phrase.words.last() else { continue };
            if let Some((case, possessed)) = ending_of(self.word(last), wanted, phrase.topic) {
                return Some(KnownPhrase { first: index, last, phrase, case, possessed });
            }
        }
        for (stem, case) in morphology::stems(&token.word) {
            let found = self.tables.phrases(stem).iter().find(|p| p.words.len() == 1);
            if let Some(phrase) = found {
                return Some(KnownPhrase { first: index, last: index, phrase, case, possessed: false });
            }
        }
        for (possessed, case) in morphology::possessed_stems(&token.word) {
            for stem in morphology::unpossessed_stems(possessed) {
                let found = self.tables.phrases(&stem).iter().find(|p| p.words.len() == 1);
                if let Some(phrase) = found.filter(|p| p.topic == Topic::Institution && p.group.is_none()) {
                    return Some(KnownPhrase { first: index, last: index, phrase, case, possessed: true });
                }
            }
        }
        None
    }

    /// The heads of names of `kind` that end at `index`: those with their possessive ending first, then the longest.
    #[must_use]
    pub fn heads_at(&self, index: usize, kind: EntityKind) -> Vec<KnownHead> {
        let mut found: Vec<KnownHead> = Vec::new();
        let Some(token) = self.tokens.get(index).filter(|t| t.kind == TokenKind::Word) else { return found };
        let mut offer = |head: &Arc<Head>, case: Case, plural: bool, bare: bool| {
            let length = head.words.len();
            let Some(first) = (index + 1).checked_sub(length) else { return };
            let mut inner = head.words.iter().take(length - 1).enumerate();
            if head.sort.kind() == kind
                && self.same_sentence(first, index)
                && inner.all(|(n, word)| self.lower(first + n) == *word)
            {
                found.push(KnownHead { first, last: index, head: Arc::clone(head), case, plural, bare });
            }
        };
        let lower = token.lower.as_str();
        for (stem, case) in morphology::possessed_stems(lower) {
            self.tables.heads(stem).iter().for_each(|head| offer(head, case, false, false));
            if let Some(singular) = morphology::singular(stem) {
                self.tables.heads(&singular).iter().for_each(|head| offer(head, case, true, false));
            }
        }
        if token.word != token.lower {
            // Legal forms and acronyms stand in the table as they are written.
            for (stem, case) in
                morphology::stems(&token.word).into_iter().chain(morphology::possessed_stems(&token.word))
            {
                self.tables.heads(stem).iter().for_each(|head| offer(head, case, false, false));
            }
        }
        for (stem, case) in morphology::stems(lower) {
            self.tables.bare_heads(stem).iter().for_each(|head| offer(head, case, false, true));
        }
        found.sort_by_key(|h| (h.bare, std::cmp::Reverse(h.head.words.len())));
        found
    }

    /// The office noun at `index`.
    #[must_use]
    pub fn office_at(&self, index: usize) -> Option<KnownOffice> {
        let token = self.tokens.get(index).filter(|t| t.kind == TokenKind::Word)?;
        self.office_of(&token.word).or_else(|| {
            let mut office = self.office_of(&token.lower)?;
            if token.word != token.lower {
                office.noun = capitalise(&office.noun);
            }
            Some(office)
        })
    }

    fn office_of(&self, word: &str) -> Option<KnownOffice> {
        let found = |noun: &str, case, possessed, plural| {
            let kind = self.tables.office(noun)?;
            Some(KnownOffice { noun: noun.to_owned(), kind, case, possessed, plural })
        };
        for (stem, case) in morphology::stems(word) {
            if let Some(office) = found(stem, case, false, false) {
                return Some(office);
            }
            if let Some(one) = morphology::plural_stem(stem)
                && let Some(office) = found(one, case, false, true)
            {
                return Some(office);
            }
        }
        for (possessed, case) in morphology::possessed_stems(word) {
            for noun in morphology::unpossessed_stems(possessed) {
                if let Some(office) = found(&noun, case, true, false) {
                    return Some(office);
                }
            }
            if let Some(one) = morphology::singular(possessed) {
                for noun in morphology::unpossessed_stems(&one) {
                    if let Some(office) = found(&noun, case, true, true) {
                        return Some(office);
                    }
                }
            }
        }
        None
    }
}

/// The word with a capital.
#[must_use]
pub fn capitalise(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// How `word` ends, when it is `wanted` in some case; institutions may also be possessed ("Жоғарғы Соты").
fn ending_of(word: &str, wanted: &str, topic: Topic) -> Option<(Case, bool)> {
    if let Some((_, case)) = morphology::stems(word).into_iter().find(|(stem, _)| *stem == wanted) {
        return Some((case, false));
    }
    let found = morphology::possessed_stems(word).into_iter().find(|(stem, _)| *stem == wanted);
    if let Some((_, case)) = found.filter(|_| morphology::is_possessed(wanted)) {
        return Some((case, false));
    }
    if matches!(topic, Topic::Institution) {
        for (possessed, case) in morphology::possessed_stems(word) {
            if morphology::unpossessed_stems(possessed).iter().any(|stem| stem == wanted) {
                return Some((case, true));
            }
        }
        // "Қарулы Күштерінің": a plural name, possessed.
        for (possessed, case) in morphology::possessed_stems(word) {
            if possessed.strip_suffix(['і', 'ы']).is_some_and(|stem| stem == wanted) {
                return Some((case, true));
            }
        }
    }
    None
}
