//! A document to what event extraction asks of it: mentions in order with their cases, who leads, what is quoted.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::company::leaders;
use crate::extract::{Document, Shape, Token};
use crate::model::{EntityKind, MentionForm, Span};
use crate::text::morphology::{Case, case_after, likely_case};

/// A mention in its sentence.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// Index of the entity.
    pub(super) entity: usize,
    /// Its kind.
    pub(super) kind: EntityKind,
    /// Name or title.
    pub(super) form: MentionForm,
    /// Its first token.
    pub(super) first: usize,
    /// Its last token.
    pub(super) last: usize,
    /// Case of its last word; in a list that of the list's last member ("А. мен Б.-ны").
    pub(super) case: Case,
    /// Whether it is a member of a list, but the last.
    pub(super) listed: bool,
}

/// A document with its mentions in order.
#[derive(Debug)]
pub(super) struct Scene<'d> {
    /// The document.
    pub(super) document: &'d Document<'d>,
    /// Mentions in order of their first token.
    pub(super) mentions: Vec<Seen>,
    /// For each sentence, its mentions.
    in_sentence: Vec<Range<usize>>,
    /// For each sentence, its tokens.
    sentence_tokens: Vec<Range<usize>>,
    /// For each sentence, its dates.
    sentence_dates: Vec<Range<usize>>,
    /// For each token, whether it is within somebody's direct speech.
    pub(super) quoted: Vec<bool>,
    /// For each token, the kind of the entity that it names or helps to name.
    names: Vec<Option<EntityKind>>,
    /// For each entity, its rank among those of its kind by number of mentions: 0 leads.
    pub(super) rank: Vec<usize>,
    /// Number of persons.
    pub(super) persons: usize,
    /// For each sentence, the number of its paragraph.
    pub(super) paragraph: Vec<usize>,
    /// The entities that the release is about, places aside.
    pub(super) leaders: Vec<usize>,
    /// For each paragraph that is direct speech, who speaks.
    speakers: FxHashMap<usize, usize>,
    /// Those who are said to attend something, by index.
    pub(super) attending: Vec<usize>,
    /// For each word before a person's name, that person; `None` when several are named with it.
    pub(super) titled: FxHashMap<&'d str, Option<usize>>,
    /// The same for two words before.
    pub(super) titled_by_two: FxHashMap<(&'d str, &'d str), Option<usize>>,
    /// Whether the release speaks of a telephone.
    pub(super) speaks_by_phone: bool,
    /// Whether the release quotes a letter or telegram.
    pub(super) quotes_a_message: bool,
}

impl<'d> Scene<'d> {
    /// Reads a document. Cost: linear but for one sort of the mentions.
    pub(super) fn new(document: &'d Document<'d>) -> Self {
        let sentences = document.sentences.len();
        let mut mentions = Vec::new();
        for (entity, e) in document.entities.iter().enumerate() {
            let base = e.name.rsplit([' ', '.']).next().unwrap_or("").trim_matches(['«', '»']).to_lowercase();
            for mention in &e.mentions {
                let first = document.tokens.partition_point(|t| t.span.end <= mention.span.start);
                let last = document.tokens.partition_point(|t| t.span.start < mention.span.end).saturating_sub(1);
                let word =
                    document.tokens.get(first..=last).unwrap_or(&[]).iter().rev().find(|t| t.shape != Shape::Mark);
                let Some(word) = word else { continue };
                let case = match mention.form {
                    MentionForm::Name => case_after(&base, &word.lower).unwrap_or_else(|| likely_case(&word.lower)),
                    MentionForm::Title => likely_case(&word.lower),
                };
                let case = case.base();
                let (kind, form) = (e.kind, mention.form);
                mentions.push(Seen { entity, kind, form, first, last, case, listed: false });
            }
        }
        mentions.sort_by_key(|m| (m.first, std::cmp::Reverse(m.last), m.entity));
        let sentence_of = |m: &Seen| document.tokens.get(m.first).map_or(usize::MAX, |t| t.sentence);
        let in_sentence = ranges(sentences, mentions.iter().map(sentence_of));
        let sentence_tokens = ranges(sentences, document.tokens.iter().map(|t| t.sentence));
        let sentence_dates = document.sentences.iter().map(|s| document.dates_in(*s)).map(|mut d| match d.next() {
            Some(first) => first..d.last().unwrap_or(first) + 1,
            None => 0..0,
        });
        let sentence_dates = sentence_dates.collect();
        let mut scene = Self {
            document,
            mentions,
            in_sentence,
            sentence_tokens,
            sentence_dates,
            quoted: Vec::new(),
            names: vec![None; document.tokens.len()],
            rank: ranks(document),
            persons: document.entities.iter().filter(|e| e.kind == EntityKind::Person).count(),
            paragraph: paragraphs(document),
            leaders: leaders(document),
            speakers: FxHashMap::default(),
            attending: Vec::new(),
            titled: FxHashMap::default(),
            titled_by_two: FxHashMap::default(),
            speaks_by_phone: document.tokens.iter().any(|t| t.lower.starts_with("телефон")),
            quotes_a_message: document.tokens.iter().any(|t| t.lower.starts_with("жеделхат") || t.lower == "делінген"),
        };
        scene.quoted = scene.quotations();
        for m in scene.mentions.iter().rev().filter(|m| m.form == MentionForm::Name) {
            scene.names.iter_mut().take(m.last + 1).skip(m.first).for_each(|n| *n = Some(m.kind));
        }
        for range in scene.in_sentence.clone() {
            scene.read_lists(range);
        }
        scene.speakers = scene.find_speakers();
        scene.find_titled();
        scene.attending = scene.find_attending();
        scene
    }

    /// The mentions of a sentence.
    pub(super) fn mentions_of(&self, sentence: usize) -> &[Seen] {
        self.in_sentence.get(sentence).and_then(|r| self.mentions.get(r.clone())).unwrap_or(&[])
    }

    /// The tokens of a sentence.
    pub(super) fn tokens_of(&self, sentence: usize) -> Range<usize> {
        self.sentence_tokens.get(sentence).cloned().unwrap_or_default()
    }

    /// The dates of a sentence.
    pub(super) fn dates_of(&self, sentence: usize) -> Range<usize> {
        self.sentence_dates.get(sentence).cloned().unwrap_or_default()
    }

    /// From the first byte of one token to the last of another.
    pub(super) fn span_of(&self, first: usize, last: usize) -> Option<Span> {
        let tokens = &self.document.tokens;
        Some(Span::new(tokens.get(first)?.span.start, tokens.get(last)?.span.end))
    }

    /// The lower-case text of a token; empty outside the document.
    pub(super) fn word(&self, token: usize) -> &str {
        self.document.tokens.get(token).map_or("", |t| t.lower.as_str())
    }

    /// Who speaks in the paragraph of a sentence, when it is direct speech.
    pub(super) fn speaker_of(&self, sentence: usize) -> Option<usize> {
        self.paragraph.get(sentence).and_then(|p| self.speakers.get(p)).copied()
    }

    /// The person named after `деді`, for each paragraph.
    fn find_speakers(&self) -> FxHashMap<usize, usize> {
        let said =
            self.document.tokens.iter().enumerate().filter(|(_, t)| matches!(t.lower.as_str(), "деді" | "дейді"));
        let speakers = said.filter_map(|(at, t)| {
            let after = self.mentions_of(t.sentence).iter().find(|m| m.kind == EntityKind::Person && m.first > at)?;
            Some((*self.paragraph.get(t.sentence)?, after.entity))
        });
        speakers.collect()
    }

    /// The subjects of attending: "отырысқа А. мен Б. қатысты"; at most [`MOST_ATTENDING`].
    fn find_attending(&self) -> Vec<usize> {
        let mut found = Vec::new();
        let attends =
            |t: &&Token| ["қатысты", "қатысқан", "қатысып", "қатысуда", "қатысады"].contains(&t.lower.as_str());
        for t in self.document.tokens.iter().filter(attends) {
            let subjects = self.mentions_of(t.sentence).iter().filter(|m| m.kind != EntityKind::Place);
            let before = subjects.filter(|m| m.case == Case::Nominative || m.listed);
            found.extend(before.map(|m| m.entity).take(MOST_ATTENDING));
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(MOST_ATTENDING);
        found
    }

    /// Finds the person named right after each word and each two.
    fn find_titled(&mut self) {
        let tokens: &'d [Token] = &self.document.tokens;
        for m in self.mentions.iter().filter(|m| m.kind == EntityKind::Person && m.form == MentionForm::Name) {
            let word = |back: usize| {
                let token = m.first.checked_sub(back).and_then(|at| tokens.get(at));
                token.filter(|t| t.shape != Shape::Mark).map(|t| t.lower.as_str())
            };
            let Some(last) = word(1) else { continue };
            let only = |known: &mut Option<usize>| *known = known.filter(|entity| *entity == m.entity);
            only(self.titled.entry(last).or_insert(Some(m.entity)));
            if let Some(before) = word(2) {
                only(self.titled_by_two.entry((before, last)).or_insert(Some(m.entity)));
            }
        }
    }

    /// What a word is to a model: what it names, or else its first letters, more or less its stem.
    pub(super) fn gist(&self, token: usize) -> &str {
        match (self.names.get(token), self.document.tokens.get(token)) {
            (Some(Some(kind)), _) => match kind {
                EntityKind::Person => "<person>",
                EntityKind::Organisation => "<organisation>",
                EntityKind::Place => "<place>",
                EntityKind::Event => "<event>",
            },
            (_, Some(t)) if t.shape == Shape::Number => "<number>",
            _ => {
                let word = self.word(token);
                word.char_indices().nth(STEM).map_or(word, |(at, _)| word.get(..at).unwrap_or(word))
            }
        }
    }

    /// Whether a sentence has a title that stands for several persons: "екі ел басшысы", "Президенттер", "тараптар".
    pub(super) fn has_plural_title(&self, sentence: usize) -> bool {
        let tokens = self.tokens_of(sentence);
        tokens.clone().any(|at| {
            let word = self.word(at);
            PLURAL_TITLES.iter().any(|stem| word.starts_with(stem))
                || word == "екі"
                    && (at + 1..tokens.end).take(3).any(|at| OFFICES.iter().any(|stem| self.word(at).starts_with(stem)))
        })
    }

    /// Gives the members of a list of persons or organisations the case of its last member.
    fn read_lists(&mut self, range: Range<usize>) {
        let mut next: [Option<(usize, Case)>; 2] = [None, None];
        for at in range.rev() {
            let Some(m) = self.mentions.get(at) else { continue };
            let slot = match m.kind {
                EntityKind::Person => 0,
                EntityKind::Organisation => 1,
                _ => continue,
            };
            let joined = m.case == Case::Nominative
                && matches!(self.word(m.last + 1), "," | "мен" | "пен" | "бен" | "және" | "әрі");
            let inherited = next.get(slot).copied().flatten().filter(|(first, _)| joined && *first < m.last + 24);
            let case = inherited.map_or(m.case, |(_, case)| case);
            let first = m.first;
            if let Some(n) = next.get_mut(slot) {
                *n = Some((first, case));
            }
            if let Some(m) = self.mentions.get_mut(at) {
                m.listed = inherited.is_some();
                m.case = case;
            }
        }
    }

    /// Direct speech: a paragraph from its dash to `деді`, or long words in «…».
    fn quotations(&self) -> Vec<bool> {
        let tokens = &self.document.tokens;
        let mut quoted = vec![false; tokens.len()];
        let mut start = 0;
        while start < tokens.len() {
            let paragraph = |at: usize| tokens.get(at).and_then(|t| self.paragraph.get(t.sentence)).copied();
            let here = paragraph(start);
            let mut end = start + 1;
            while end < tokens.len() && paragraph(end) == here {
                end += 1;
            }
            let dash = matches!(self.word(start), "–" | "—" | "-");
            let said = (start..end).rev().find(|at| is_saying(self.word(*at)));
            if let (true, Some(said)) = (dash, said) {
                quoted.iter_mut().take(said).skip(start).for_each(|q| *q = true);
            }
            let mut open = None;
            for at in start..end {
                match self.word(at) {
                    "«" if open.is_none() => open = Some(at),
                    "»" => {
                        if let Some(from) = open.take().filter(|from| at - from > LONG_QUOTE) {
                            quoted.iter_mut().take(at).skip(from).for_each(|q| *q = true);
                        }
                    }
                    _ => {}
                }
            }
            start = end;
        }
        quoted
    }
}

/// Those who attend that are looked at.
const MOST_ATTENDING: usize = 32;

/// A quotation has more words than a name between quotation marks.
const LONG_QUOTE: usize = 9;

/// Titles of several persons.
const PLURAL_TITLES: [&str; 6] = ["президенттер", "тараптар", "басшылары", "министрлер", "әріптестер", "көшбасшылар"];

/// What two persons of one title are called.
const OFFICES: [&str; 6] = ["басшы", "президент", "министр", "тарап", "көшбасшы", "елші"];

/// Letters of a word that a model sees.
const STEM: usize = 6;

/// Whether a word says that words before it were said.
pub(super) fn is_saying(word: &str) -> bool {
    matches!(word, "деді" | "дейді" | "делінген" | "деген")
}

fn ranges(count: usize, sentences: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut found = vec![0..0; count];
    for (at, sentence) in sentences.enumerate() {
        if let Some(range) = found.get_mut(sentence) {
            *range = if range.end <= range.start { at..at + 1 } else { range.start..at + 1 };
        }
    }
    found
}

fn ranks(document: &Document) -> Vec<usize> {
    let entities = &document.entities;
    let mut order = (0..entities.len()).collect::<Vec<_>>();
    order.sort_by_key(|i| entities.get(*i).map(|e| (e.kind, std::cmp::Reverse(e.mentions.len()), *i)));
    let mut ranks = vec![0; entities.len()];
    let mut previous = None;
    let mut next = 0;
    for i in order {
        let kind = entities.get(i).map(|e| e.kind);
        next = if previous == kind { next + 1 } else { 0 };
        previous = kind;
        if let Some(rank) = ranks.get_mut(i) {
            *rank = next;
        }
    }
    ranks
}

fn paragraphs(document: &Document) -> Vec<usize> {
    let mut number = 0;
    let mut end = 0;
    document
        .sentences
        .iter()
        .map(|s| {
            number += usize::from(document.text.get(end..s.start).is_some_and(|gap| gap.contains('\n')));
            end = s.end;
            number
        })
        .collect()
}
