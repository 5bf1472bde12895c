//! Heads of names ("министрлігі", "ауданы", "форумы") with what stands before them to names.

use super::candidate::{Candidate, Form};
use super::places;
use super::reach::Surroundings;
use super::reading::{KnownHead, Reading, capitalise};
use super::reasons::{Decided, Rule};
use super::tables::HeadSort;
use crate::model::EntityKind;
use crate::text::TokenKind;
use crate::text::morphology::{self, Case};

/// The score of names that are none without their owner: below what makes a name.
const UNOWNED: f64 = 0.45;

/// Proposes names that a head ends. `persons` are those that a name must not reach into.
#[must_use]
pub fn headed(reading: &Reading<'_>, persons: &[Candidate]) -> Vec<Candidate> {
    let scan = Scan { around: Surroundings::new(reading, persons), reading };
    let mut found = Vec::new();
    for at in 0..reading.tokens.len() {
        for kind in [EntityKind::Organisation, EntityKind::Place, EntityKind::Event] {
            let best = reading.heads_at(at, kind).iter().find_map(|head| scan.read(head));
            found.extend(best.into_iter().flatten());
        }
    }
    found
}

/// A text with what stands around its heads.
pub struct Scan<'r, 'a> {
    /// The text.
    pub reading: &'r Reading<'a>,
    /// What stands around.
    pub around: Surroundings<'r, 'a>,
}

impl Scan<'_, '_> {
    fn read(&self, head: &KnownHead) -> Option<Vec<Candidate>> {
        match head.head.sort {
            HeadSort::TownPlace | HeadSort::Place | HeadSort::QuotedPlace => places::place(self, head),
            HeadSort::Day => self.day(head),
            _ if head.bare => self.bare(head).map(|c| vec![c]),
            _ => self.institution_or_occasion(head),
        }
    }

    fn institution_or_occasion(&self, head: &KnownHead) -> Option<Vec<Candidate>> {
        let sort = head.head.sort;
        let reach = self.around.reach(head.first, sort, head.head.text)?;
        let score = match sort {
            HeadSort::Office if reach.telling => 0.9,
            HeadSort::Office => 0.8,
            HeadSort::Named if reach.quoted => 0.93,
            HeadSort::Named if reach.latin || reach.telling => 0.8,
            HeadSort::Named => 0.5,
            HeadSort::Council if reach.quoted => 0.85,
            HeadSort::Council if reach.telling && reach.gap <= 3 => 0.7,
            HeadSort::Brand | HeadSort::Legal if reach.quoted || reach.latin => 0.95,
            HeadSort::Gathering if reach.quoted => 0.85,
            HeadSort::Gathering if reach.telling => 0.75,
            HeadSort::Gathering => UNOWNED,
            HeadSort::QuotedEvent if reach.quoted => 0.75,
            _ => return None,
        };
        if head.plural && !reach.quoted && sort != HeadSort::Office {
            return None;
        }
        // "Женевадағы бөлімі": what is somewhere is a name only with its owner.
        let somewhere = self.reading.phrase_at(reach.start).is_some_and(|p| p.case == Case::Attributive);
        let score = if somewhere { UNOWNED } else { score };
        let mut found = vec![self.candidate(reach.start, head, score)];
        if head.plural && reach.quoted {
            found.extend(self.quoted_list(reach.start, head));
        }
        Some(found)
    }

    /// "… жөніндегі кеңес", "Мемлекеттік комиссия": a head without its possessive ending.
    fn bare(&self, head: &KnownHead) -> Option<Candidate> {
        let reading = self.reading;
        if !matches!(head.head.sort, HeadSort::Office | HeadSort::Named | HeadSort::Council | HeadSort::Gathering)
            || head.head.words.len() > 1
        {
            return None;
        }
        let before = reading.before(head.first)?;
        let sort = head.head.sort;
        let reach = self.around.reach(
            head.first,
            if sort.kind() == EntityKind::Event { sort } else { HeadSort::Council },
            head.head.text,
        )?;
        if sort == HeadSort::Gathering {
            // "«…» атты форум"
            let called = reach.quoted && (reach.start..head.first).any(|i| reading.lower(i) == "атты");
            return called.then(|| self.candidate(reach.start, head, 0.7));
        }
        let beside = reading.phrase_at(reach.start).is_some_and(|p| p.last + 1 == head.first);
        if (reading.is_capital(head.first) && beside) || reading.word(head.first).starts_with("Орталық") {
            // "Ұлттық банктің Үкіметпен" are two names; "Орталық Азия" has the adjective.
            return None;
        }
        let purpose =
            (reach.start..head.first).any(|i| matches!(reading.lower(i), "жөніндегі" | "туралы" | "атындағы"));
        let adjective = |i: usize| {
            let lower = reading.lower(i);
            ["лық", "лік", "дық", "дік", "тық", "тік"].iter().any(|e| lower.ends_with(e))
        };
        let attributes = (reach.start..=before).all(|i| adjective(i) || reading.is_lower(i));
        let plain = reach.telling && adjective(reach.start) && attributes && reach.gap <= 3;
        (purpose || plain).then(|| self.candidate(reach.start, head, if purpose { 0.8 } else { 0.6 }))
    }

    /// "Тәуелсіздік күні", "Жастар жылы".
    fn day(&self, head: &KnownHead) -> Option<Vec<Candidate>> {
        let reading = self.reading;
        if head.bare || head.plural {
            return None;
        }
        let before = reading.before(head.first)?;
        if reading.is(before, TokenKind::CloseQuote) {
            let open = self.around.opening_quote(before)?;
            return Some(vec![self.candidate(open, head, 0.6)]);
        }
        if reading.lower(before).ends_with("күні") {
            return None; // "Тәуелсіздік күні мерекесі": the day is the name
        }
        let reach = self.around.reach(head.first, HeadSort::Council, head.head.text)?;
        let own = reading.is_capital(before) || reach.gap <= 4;
        let nominative = morphology::stems(reading.lower(before)).len() == 1
            || reading.phrase_around(before).is_some_and(|p| p.case != Case::Locative);
        let year = head.head.text == "жылы";
        if !own || !reach.telling || (year && !(reach.gap == 0 && nominative)) {
            return None;
        }
        let weekday = ["дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"];
        if weekday.contains(&reading.lower(before)) {
            return None;
        }
        Some(vec![self.candidate(reach.start, head, 0.65)])
    }

    /// Other quoted names that share a plural head: "«А», «Б» және «В» телеарналары".
    pub fn quoted_list(&self, first: usize, head: &KnownHead) -> Vec<Candidate> {
        let reading = self.reading;
        let mut found = Vec::new();
        let mut at = first;
        while let Some(link) =
            reading.before(at).filter(|i| matches!(reading.lower(*i), "," | "және" | "мен" | "пен" | "бен"))
        {
            let Some(close) = reading.before(link).filter(|i| reading.is(*i, TokenKind::CloseQuote)) else { break };
            let Some(open) = self.around.opening_quote(close) else { break };
            let name = format!("{} {}", self.words(open, close), head.head.text);
            let (kind, case) = (head.head.sort.kind(), Case::Nominative);
            found.push(Candidate {
                first: open,
                last: close,
                kind,
                score: 0.8,
                case,
                name,
                group: None,
                form: Form::Listed,
                rule: Rule::SharedHead,
                decided: Decided::Rules,
            });
            at = open;
        }
        found
    }

    /// The mended text of tokens.
    pub fn words(&self, first: usize, last: usize) -> String {
        text_of(self.reading, first, last)
    }

    /// A name from `first` to its head.
    pub fn candidate(&self, first: usize, head: &KnownHead, score: f64) -> Candidate {
        let reading = self.reading;
        let before = head.first.checked_sub(1).filter(|b| *b >= first);
        let attributes = before.map(|b| self.words(first, b)).unwrap_or_default();
        // "«…» атты форум": "called" is no part of what it is called.
        let attributes = attributes.replace(" атты", "");
        let sort = head.head.sort;
        let name = if sort == HeadSort::TownPlace {
            attributes
        } else {
            let written = self.written_head(head);
            format!("{attributes} {written}")
        };
        // An ending after a quote belongs to the name, as does one more closing quote of a nested name.
        let last = reading.after(head.last).filter(|next| reading.is(*next, TokenKind::Suffix)).unwrap_or(head.last);
        Candidate {
            first,
            last,
            kind: sort.kind(),
            score,
            case: head.case,
            name: name.trim().to_owned(),
            group: None,
            form: Form::Headed { head: head.head.text, possessed: !head.bare, owned: None },
            rule: Rule::Headed,
            decided: Decided::Rules,
        }
    }

    /// The head in the nominative singular, with the capitals of the text.
    fn written_head(&self, head: &KnownHead) -> String {
        let reading = self.reading;
        let mut words: Vec<String> = (head.first..head.last).map(|i| reading.word(i).to_owned()).collect();
        let last = reading.word(head.last);
        let nominative = if head.bare {
            morphology::stems(last)
                .into_iter()
                .find(|(_, case)| *case == head.case)
                .map_or(last, |(stem, _)| stem)
                .to_owned()
        } else {
            let wanted = head.head.words.last().copied().unwrap_or("");
            if last.chars().next().is_some_and(char::is_uppercase) { capitalise(wanted) } else { wanted.to_owned() }
        };
        words.push(nominative);
        words.join(" ")
    }
}

/// The mended text of tokens, as written, with the blanks that the text has between them made single.
#[must_use]
pub fn text_of(reading: &Reading<'_>, first: usize, last: usize) -> String {
    let mut text = String::new();
    let mut end = None;
    for at in first..=last {
        let Some(token) = reading.token(at) else { break };
        if end.is_some_and(|end| end < token.span.start) {
            text.push(' ');
        }
        text.push_str(&token.word);
        end = Some(token.span.end);
    }
    text
}
