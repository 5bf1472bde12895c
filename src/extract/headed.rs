//! Heads of names ("министрлігі", "ауданы", "форумы") with what stands before them to names.

use super::candidate::{Candidate, Form};
use super::document::Shape;
use super::endings::{self, Case};
use super::reading::{KnownHead, Reading};
use super::tables::{HeadSort, Topic};
use crate::model::EntityKind;
use crate::text::TokenKind;

/// How many words may stand between the capital that begins a name and its head.
const LONGEST_ATTRIBUTE: usize = 9;

/// Heads that an office may own ("Президенттің Әкімшілігі").
const OWNED_BY_OFFICE: &[&str] =
    &["әкімшілігі", "қоры", "баспасөз қызметі", "кеңсесі", "басқармасы", "аппараты", "кітапханасы", "орталығы"];

/// What was found to the left of a head.
#[derive(Clone, Copy, Debug)]
struct Reach {
    /// First token of the name.
    start: usize,
    /// Whether quoted words stand right before the head's attributes.
    quoted: bool,
    /// Whether words in Latin letters do.
    latin: bool,
    /// Whether the capital that begins it says something.
    telling: bool,
    /// Words in lower case between that capital and the head.
    gap: usize,
}

/// Proposes names that a head ends. `persons` are those that a name must not reach into.
#[must_use]
pub fn headed(reading: &Reading<'_>, persons: &[Candidate]) -> Vec<Candidate> {
    let mut person_at = vec![None; reading.tokens.len()];
    for (index, person) in persons.iter().enumerate().filter(|(_, p)| p.score >= 0.5) {
        for slot in person_at.iter_mut().take(person.last + 1).skip(person.first) {
            *slot = Some(index);
        }
    }
    let scan = Scan { reading, persons, person_at };
    let mut found = Vec::new();
    for at in 0..reading.tokens.len() {
        for kind in [EntityKind::Organisation, EntityKind::Place, EntityKind::Event] {
            let best = reading.heads_at(at, kind).iter().find_map(|head| scan.read(head));
            found.extend(best.into_iter().flatten());
        }
    }
    found
}

struct Scan<'r, 'a> {
    reading: &'r Reading<'a>,
    persons: &'r [Candidate],
    /// The person that a token belongs to.
    person_at: Vec<Option<usize>>,
}

impl Scan<'_, '_> {
    fn read(&self, head: &KnownHead) -> Option<Vec<Candidate>> {
        match head.head.sort {
            HeadSort::TownPlace | HeadSort::Place | HeadSort::QuotedPlace => self.place(head),
            HeadSort::Day => self.day(head),
            _ if head.bare => self.bare(head).map(|c| vec![c]),
            _ => self.institution_or_occasion(head),
        }
    }

    fn institution_or_occasion(&self, head: &KnownHead) -> Option<Vec<Candidate>> {
        let sort = head.head.sort;
        let reach = self.reach(head.first, sort, head.head.text)?;
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
            HeadSort::QuotedEvent if reach.quoted => 0.75,
            _ => return None,
        };
        if head.plural && !reach.quoted && sort != HeadSort::Office {
            return None;
        }
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
        let reach = self.reach(head.first, HeadSort::Council, head.head.text)?;
        let purpose = (reach.start..head.first).any(|i| matches!(reading.lower(i), "жөніндегі" | "туралы"));
        let adjective = |i: usize| {
            let lower = reading.lower(i);
            ["лық", "лік", "дық", "дік", "тық", "тік"].iter().any(|e| lower.ends_with(e))
        };
        let fits = purpose
            || (reach.telling
                && adjective(reach.start)
                && (reach.start..=before).all(|i| adjective(i) || reading.is_lower(i))
                && reach.gap <= 3);
        if !fits || head.head.sort == HeadSort::Gathering && !reach.telling {
            return None;
        }
        Some(self.candidate(reach.start, head, if purpose { 0.8 } else { 0.6 }))
    }

    fn place(&self, head: &KnownHead) -> Option<Vec<Candidate>> {
        let reading = self.reading;
        if head.bare {
            return None;
        }
        let before = reading.before(head.first)?;
        if reading.is(before, TokenKind::CloseQuote) {
            let open = self.opening_quote(before)?;
            let mut found = vec![self.candidate(open, head, 0.85)];
            if head.plural {
                found.extend(self.quoted_list(open, head));
            }
            return Some(found);
        }
        let start = match head.head.sort {
            HeadSort::QuotedPlace => {
                let reach = self.reach(head.first, HeadSort::Council, head.head.text)?;
                let latin = reach.latin;
                let near = reach.gap == 0 && reach.telling;
                (latin || near).then_some(reach.start)?
            }
            _ => self.place_start(head, before)?,
        };
        let known = (start..head.first).any(|i| {
            reading.phrase_around(i).is_some_and(|p| matches!(p.phrase.topic, Topic::Place | Topic::DoubtfulPlace))
        });
        let region = reading.tables.is_region(&self.words(start, before));
        let score = if known || region { 0.95 } else { 0.8 };
        let mut found = vec![self.candidate(start, head, score)];
        if head.plural {
            found.extend(self.place_list(start, head));
        }
        Some(found)
    }

    /// First token of the plain name before a head of places: the longest known one, else the capitals right before it.
    fn place_start(&self, head: &KnownHead, before: usize) -> Option<usize> {
        let reading = self.reading;
        if reading.lower(before) == "атындағы" || reading.lower(before) == "ата" || reading.lower(before) == "би"
        {
            let name = reading.before(before)?;
            let person = self.person_at.get(name).copied().flatten().and_then(|p| self.persons.get(p));
            return person.map(|p| p.first).or_else(|| reading.is_capital(name).then_some(name));
        }
        if !(reading.is_capital(before)
            || reading.token(before)?.shape == Shape::Number && head.head.text.ends_with("ЖЭО-сы"))
        {
            return None;
        }
        let lower = reading.lower(before);
        if reading.tables.is_function_word(lower) {
            return None;
        }
        let two = reading.before(before).filter(|i| reading.is_capital(*i));
        let three = two.and_then(|i| reading.before(i)).filter(|i| reading.is_capital(*i));
        for start in [three, two].into_iter().flatten() {
            let words = self.words(start, before);
            if reading.tables.is_region(&words)
                || reading.tables.phrases(reading.word(start)).iter().any(|p| p.name == words)
            {
                return Some(start);
            }
        }
        if reading.tables.is_region(reading.word(before)) || reading.phrase_around(before).is_some() {
            return Some(reading.phrase_around(before).map_or(before, |p| p.first));
        }
        if reading.office_at(before).is_some() || (reading.opens_sentence(before) && reading.tables.is_common(lower)) {
            return None;
        }
        let adjective = ["лық", "лік", "дық", "дік", "тық", "тік"].iter().any(|e| lower.ends_with(e));
        // "Студенттер сарайы", "Тәуелсіздік алаңы": any capital makes a building or a square, not a region.
        let built = !matches!(head.head.text, "облысы" | "ауданы" | "өңірі" | "аймағы" | "шекарасы" | "даласы");
        if adjective && !built {
            return None;
        }
        if matches!(head.head.text, "өңірі" | "аймағы" | "шекарасы" | "даласы" | "алабы")
            && reading.phrase_around(before).is_none()
        {
            return None;
        }
        if let Some(two) = two.filter(|i| {
            built
                && self.person_at.get(*i).copied().flatten().is_none()
                && reading.phrase_around(*i).is_none()
                && !reading.opens_sentence(*i)
        }) {
            return Some(two);
        }
        Some(before)
    }

    /// "Тәуелсіздік күні", "Жастар жылы".
    fn day(&self, head: &KnownHead) -> Option<Vec<Candidate>> {
        let reading = self.reading;
        if head.bare || head.plural {
            return None;
        }
        let before = reading.before(head.first)?;
        if reading.is(before, TokenKind::CloseQuote) {
            let open = self.opening_quote(before)?;
            return Some(vec![self.candidate(open, head, 0.6)]);
        }
        let reach = self.reach(head.first, HeadSort::Council, head.head.text)?;
        let own = reading.is_capital(before) || reach.gap <= 4;
        let nominative = endings::stems(reading.lower(before)).len() == 1
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

    /// How far the name reaches to the left of the token `head`.
    fn reach(&self, head: usize, sort: HeadSort, text: &str) -> Option<Reach> {
        let reading = self.reading;
        let mut at = head;
        let mut found: Option<Reach> = None;
        let mut gap = 0;
        let mut joined = false;
        let mut verbal = false;
        while let Some(i) = reading.before(at) {
            let token = reading.token(i)?;
            let lower = token.lower.as_str();
            match token.kind {
                TokenKind::CloseQuote => {
                    let start = self.opening_quote(i)?;
                    if found.is_none() {
                        found = Some(Reach { start, quoted: true, latin: false, telling: true, gap });
                    }
                    break;
                }
                TokenKind::Suffix => {}
                TokenKind::Word if token.shape == Shape::Lower => {
                    if found.is_some() && !(lower == "және" && joins(sort) && self.continues(i)) {
                        break;
                    }
                    if lower == "атындағы" {
                        let name = reading.before(i)?;
                        let start = self
                            .person_at
                            .get(name)
                            .copied()
                            .flatten()
                            .and_then(|p| self.persons.get(p))
                            .map(|p| p.first);
                        let start = start
                            .or_else(|| reading.phrase_around(name).map(|p| p.first))
                            .or_else(|| reading.is_capital(name).then_some(name))?;
                        found = Some(Reach { start, quoted: false, latin: false, telling: true, gap });
                        at = start;
                        continue;
                    }
                    if lower == "жанындағы" {
                        let owner = self.owner(reading.before(i)?)?;
                        found = Some(Reach { start: owner, quoted: false, latin: false, telling: true, gap });
                        break;
                    }
                    let and = matches!(lower, "және" | "мен" | "пен" | "бен");
                    if reading.tables.is_function_word(lower)
                        && !and
                        && !matches!(
                            lower,
                            "жөнінде" | "туралы" | "басқа" | "арнайы" | "жаңа" | "негізгі" | "бұқаралық"
                        )
                    {
                        break;
                    }
                    joined |= and;
                    verbal |= lower.ends_with('у')
                        || lower.ends_with('ю')
                        || matches!(lower, "қарсы" | "жөніндегі" | "туралы" | "арналған" | "істері" | "ісі");
                    if is_inflected_noun(reading, lower) && !verbal {
                        break;
                    }
                    gap += 1;
                    if gap > LONGEST_ATTRIBUTE {
                        break;
                    }
                }
                TokenKind::Word => {
                    if self.person_at.get(i).copied().flatten().is_some() {
                        break;
                    }
                    if let Some(phrase) = reading.phrase_around(i) {
                        let within = phrase.last == i;
                        let owner = matches!(phrase.case, Case::Nominative | Case::Genitive | Case::Attributive);
                        let related = gap == 0
                            || found.is_some()
                            || phrase.case == Case::Nominative
                            || phrase.phrase.topic != Topic::Country;
                        if !within || !owner {
                            break;
                        }
                        if phrase.case == Case::Genitive && found.is_some() {
                            break; // an owner: joined later
                        }
                        if phrase.phrase.topic == Topic::Acronym && found.is_some() {
                            break;
                        }
                        if found.is_some() && phrase.phrase.topic == Topic::Country {
                            break;
                        }
                        let _ = related;
                        found = Some(Reach { start: phrase.first, quoted: false, latin: false, telling: true, gap });
                        at = phrase.first;
                        if phrase.phrase.topic != Topic::Place && phrase.phrase.topic != Topic::Country {
                            break;
                        }
                        continue;
                    }
                    if reading.office_at(i).is_some() && !OWNED_BY_OFFICE.contains(&text) {
                        break;
                    }
                    let opens = reading.opens_sentence(i);
                    if opens
                        && (reading.tables.is_function_word(lower)
                            || (found.is_some() && reading.tables.is_common(lower)))
                    {
                        break;
                    }
                    let inflected = is_inflected_noun(reading, lower);
                    if inflected && (opens || found.is_some() || !verbal) {
                        break;
                    }
                    let genitive = ["ның", "нің", "дың", "дің", "тың", "тің"].iter().any(|e| lower.ends_with(e));
                    if genitive && (found.is_some() || opens) {
                        break;
                    }
                    let latin = token.word.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
                    let before = found;
                    found = Some(Reach {
                        start: i,
                        quoted: false,
                        latin: latin || before.is_some_and(|f| f.latin),
                        telling: !opens || before.is_some_and(|f| f.telling),
                        gap: before.map_or(gap, |f| f.gap),
                    });
                }
                TokenKind::Punctuation if lower == "," && sort == HeadSort::Office && joined && found.is_none() => {}
                TokenKind::Punctuation if lower == "№" => {}
                TokenKind::Punctuation if matches!(lower, "&") && found.is_some_and(|f| f.latin) => {}
                TokenKind::Number
                    if reading.before(i).is_some_and(|b| reading.lower(b) == "№")
                        || matches!(sort, HeadSort::Gathering) =>
                {
                    if sort == HeadSort::Gathering && !token.lower.starts_with(|c: char| c.is_ascii_digit()) {
                        break;
                    }
                }
                TokenKind::Dash if found.is_some() && reading.word(i + 1).starts_with("Елбасы") => {}
                _ => break,
            }
            at = i;
        }
        found.filter(|f| f.start < head)
    }

    /// First token of the institution or office that "жанындағы" follows.
    fn owner(&self, last: usize) -> Option<usize> {
        let reading = self.reading;
        if let Some(phrase) = reading.phrase_around(last) {
            let country = reading.before(phrase.first).and_then(|b| reading.phrase_around(b));
            return Some(country.filter(|c| c.phrase.topic == Topic::Country).map_or(phrase.first, |c| c.first));
        }
        if reading.office_at(last).is_some() && reading.is_capital(last) {
            let country = reading.before(last).and_then(|b| reading.phrase_around(b));
            return Some(country.filter(|c| c.phrase.topic == Topic::Country).map_or(last, |c| c.first));
        }
        let head = reading.heads_at(last, EntityKind::Organisation).into_iter().find(|h| !h.bare)?;
        self.reach(head.first, head.head.sort, head.head.text).map(|r| r.start)
    }

    /// Whether "және" at `at` joins the attributes of one name: a plain capital stands before it.
    fn continues(&self, at: usize) -> bool {
        let reading = self.reading;
        reading.before(at).is_some_and(|b| {
            reading.is_capital(b)
                && reading.phrase_around(b).is_none()
                && self.person_at.get(b).copied().flatten().is_none()
                && reading.heads_at(b, EntityKind::Organisation).is_empty()
                && endings::stems(reading.word(b)).len() == 1
        })
    }

    /// The opening quote that belongs to the closing one at `close`.
    fn opening_quote(&self, close: usize) -> Option<usize> {
        let reading = self.reading;
        let mut depth = 0_usize;
        let mut outermost = None;
        for at in (close.saturating_sub(24)..=close).rev() {
            if !reading.same_sentence(at, close) {
                break;
            }
            if reading.is(at, TokenKind::CloseQuote) {
                depth += 1;
            } else if reading.is(at, TokenKind::OpenQuote) {
                depth = depth.saturating_sub(1);
                outermost = Some(at);
                if depth == 0 {
                    break;
                }
            }
        }
        outermost
    }

    /// Other quoted names that share a plural head: "«А», «Б» және «В» телеарналары".
    fn quoted_list(&self, first: usize, head: &KnownHead) -> Vec<Candidate> {
        let reading = self.reading;
        let mut found = Vec::new();
        let mut at = first;
        while let Some(link) =
            reading.before(at).filter(|i| matches!(reading.lower(*i), "," | "және" | "мен" | "пен" | "бен"))
        {
            let Some(close) = reading.before(link).filter(|i| reading.is(*i, TokenKind::CloseQuote)) else { break };
            let Some(open) = self.opening_quote(close) else { break };
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
            });
            at = open;
        }
        found
    }

    /// Other plain names that share a plural head: "Алматы, Жамбыл және Павлодар облыстары".
    fn place_list(&self, first: usize, head: &KnownHead) -> Vec<Candidate> {
        let reading = self.reading;
        let mut found = Vec::new();
        let mut at = first;
        while let Some(link) =
            reading.before(at).filter(|i| matches!(reading.lower(*i), "," | "және" | "мен" | "пен" | "бен"))
        {
            let Some(last) = reading.before(link).filter(|i| reading.is_capital(*i)) else { break };
            let two = reading.before(last).filter(|i| reading.is_capital(*i));
            let first = two.filter(|i| reading.tables.is_region(&self.words(*i, last))).unwrap_or(last);
            let words = self.words(first, last);
            let name =
                if head.head.sort == HeadSort::TownPlace { words } else { format!("{words} {}", head.head.text) };
            let (kind, case) = (EntityKind::Place, Case::Nominative);
            found.push(Candidate { first, last, kind, score: 0.9, case, name, group: None, form: Form::Listed });
            at = first;
        }
        found
    }

    fn words(&self, first: usize, last: usize) -> String {
        text_of(self.reading, first, last)
    }

    fn candidate(&self, first: usize, head: &KnownHead, score: f64) -> Candidate {
        let reading = self.reading;
        let before = head.first.checked_sub(1).filter(|b| *b >= first);
        let attributes = before.map(|b| self.words(first, b)).unwrap_or_default();
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
            form: Form::Headed { head: head.head.text, possessed: !head.bare },
        }
    }

    /// The head in the nominative singular, with the capitals of the text.
    fn written_head(&self, head: &KnownHead) -> String {
        let reading = self.reading;
        let mut words: Vec<String> = (head.first..head.last).map(|i| reading.word(i).to_owned()).collect();
        let last = reading.word(head.last);
        let nominative = if head.bare {
            endings::stems(last)
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

/// Heads of which attributes are joined by "және" with a capital on both sides.
const fn joins(sort: HeadSort) -> bool {
    matches!(sort, HeadSort::Office | HeadSort::Named)
}

fn capitalise(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Whether a common noun stands in a case that an attribute of a name does not have.
fn is_inflected_noun(reading: &Reading<'_>, lower: &str) -> bool {
    if ["сауда", "қала", "дене", "дала", "орда", "мәселе", "ауада", "бұқара"].contains(&lower)
        || lower.ends_with("аралық")
    {
        return false;
    }
    let cased = |case: Case| {
        matches!(case, Case::Dative | Case::Accusative | Case::Locative | Case::Ablative | Case::Instrumental)
    };
    let bare = endings::stems(lower)
        .into_iter()
        .skip(1)
        .any(|(stem, case)| cased(case) && (reading.tables.is_common(stem) || stem.chars().count() > 4));
    bare || endings::possessed_stems(lower)
        .into_iter()
        .skip(1)
        .any(|(stem, case)| cased(case) && case != Case::Accusative && stem.chars().count() > 3)
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
