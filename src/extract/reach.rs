//! A head of names to how far its name reaches to the left.

use super::candidate::Candidate;
use super::document::{Shape, Token};
use super::reading::{KnownPhrase, Reading};
use super::tables::{HeadSort, OfficeKind, Topic};
use crate::model::EntityKind;
use crate::text::TokenKind;
use crate::text::morphology::{self, Case};

/// How many words may stand between the capital that begins a name and its head.
const LONGEST_ATTRIBUTE: usize = 9;
/// How many tokens a quoted name may have.
const LONGEST_QUOTE: usize = 24;

/// Heads that an office may own ("Президенттің Әкімшілігі").
const OWNED_BY_OFFICE: &[&str] =
    &["әкімшілігі", "қоры", "баспасөз қызметі", "кеңсесі", "басқармасы", "іс басқармасы", "кітапханасы", "орталығы"];

/// What was found to the left of a head.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// First token of the name.
    pub start: usize,
    /// Whether quoted words stand before the head's attributes.
    pub quoted: bool,
    /// Whether words in Latin letters do.
    pub latin: bool,
    /// Whether the capital that begins it says something.
    pub telling: bool,
    /// Words in lower case between that capital and the head.
    pub gap: usize,
}

/// Names around heads: where persons stand, where quotes open.
#[derive(Debug)]
pub struct Surroundings<'r, 'a> {
    /// The text.
    pub reading: &'r Reading<'a>,
    persons: &'r [Candidate],
    /// Index of the person that a token belongs to.
    person_at: Vec<Option<usize>>,
}

/// A walk to the left of a head.
struct Walk<'h> {
    sort: HeadSort,
    text: &'h str,
    found: Option<Reach>,
    gap: usize,
    /// Whether "және" was passed: before it the attributes of an office are parted by commas.
    joined: bool,
    /// Whether a verbal noun was passed: nouns before it are its objects, in any case.
    verbal: bool,
    /// The Roman number that was passed last.
    numeral: Option<usize>,
    /// Whether "жөніндегі" stands before the capital that was found: what it is for may begin with another one.
    purpose: bool,
}

enum Step {
    /// Go on to the left of this token.
    On(usize),
    Stop,
}

impl<'r, 'a> Surroundings<'r, 'a> {
    /// The text with the persons that a name must not reach into.
    #[must_use]
    pub fn new(reading: &'r Reading<'a>, persons: &'r [Candidate]) -> Self {
        let mut person_at = vec![None; reading.tokens.len()];
        for (index, person) in persons.iter().enumerate().filter(|(_, p)| p.score >= 0.5) {
            if let Some(stretch) = person_at.get_mut(person.first..=person.last) {
                stretch.fill(Some(index));
            }
        }
        Self { reading, persons, person_at }
    }

    /// The person that the token belongs to.
    #[must_use]
    pub fn person(&self, token: usize) -> Option<&'r Candidate> {
        self.person_at.get(token).copied().flatten().and_then(|p| self.persons.get(p))
    }

    /// How far the name that ends with the head at the token `head` reaches; `None` when nothing before it makes a name.
    #[must_use]
    pub fn reach(&self, head: usize, sort: HeadSort, text: &str) -> Option<Reach> {
        let mut walk =
            Walk { sort, text, found: None, gap: 0, joined: false, verbal: false, numeral: None, purpose: false };
        let mut at = head;
        while let Some(i) = self.reading.before(at) {
            match self.step(&mut walk, i, at) {
                Step::On(next) => at = next,
                Step::Stop => break,
            }
        }
        let numbered = walk.numeral.filter(|n| walk.found.is_none_or(|f| *n < f.start && n + 1 == f.start));
        let numbered = numbered.map(|start| match walk.found {
            Some(found) => Reach { start, ..found },
            None => Reach { start, quoted: false, latin: false, telling: false, gap: walk.gap },
        });
        numbered.or(walk.found).filter(|f| f.start < head)
    }

    fn step(&self, walk: &mut Walk<'_>, i: usize, at: usize) -> Step {
        let Some(token) = self.reading.token(i) else { return Step::Stop };
        match token.kind {
            TokenKind::CloseQuote => self.quote(walk, i, at),
            TokenKind::Suffix => Step::On(i),
            TokenKind::Word if is_roman(&token.word) && walk.sort.kind() == EntityKind::Event => {
                walk.numeral = Some(i);
                Step::On(i)
            }
            TokenKind::Word => match self.reading.phrase_around(i).filter(|p| p.last == i) {
                Some(phrase) => self.phrase(walk, phrase),
                None if token.shape == Shape::Lower => self.attribute(walk, i, token),
                None => self.capital(walk, i, token),
            },
            TokenKind::Number => self.number(walk, i, token),
            TokenKind::Dash => {
                // "Тұңғыш Президенті – Елбасының Баспасөз қызметі"
                let title = walk.found.is_some() && self.reading.word(i + 1).starts_with("Елбасы");
                // "Қазақстан-Франция іскерлік кеңесі"
                let countries = walk.found.is_some_and(|f| f.start == i + 1) && self.reading.is_tight(i);
                match self.reading.before(i) {
                    Some(first) if countries => {
                        walk.found = walk.found.map(|f| Reach { start: first, ..f });
                        Step::On(first)
                    }
                    _ if title => Step::On(i),
                    _ => Step::Stop,
                }
            }
            TokenKind::Punctuation => {
                let comma = token.lower == "," && walk.sort == HeadSort::Office && walk.joined && walk.found.is_none();
                let sign = token.lower == "№" || (token.lower == "&" && walk.found.is_some_and(|f| f.latin));
                if comma || sign { Step::On(i) } else { Step::Stop }
            }
            _ => Step::Stop,
        }
    }

    fn quote(&self, walk: &mut Walk<'_>, i: usize, at: usize) -> Step {
        let Some(start) = self.opening_quote(i) else { return Step::Stop };
        let far = walk.gap > 6 || (walk.gap > 0 && is_inflected_noun(self.reading, self.reading.lower(i - 1)));
        match walk.found {
            None if !far => {
                walk.found = Some(Reach { start, quoted: true, latin: false, telling: true, gap: walk.gap });
            }
            // "«Самұрық» Ұлттық әл-ауқат қоры": the capital right behind the quote is an attribute.
            Some(found) if found.start == at && !found.latin => {
                walk.found = Some(Reach { start, quoted: true, ..found });
            }
            _ => {}
        }
        Step::Stop
    }

    /// A word in lower case.
    fn attribute(&self, walk: &mut Walk<'_>, i: usize, token: &Token) -> Step {
        let reading = self.reading;
        let lower = token.lower.as_str();
        let Some(before) = reading.before(i) else { return Step::Stop };
        match lower {
            "атындағы" => {
                let named = self.person(before).map(|p| p.first);
                let named = named.or_else(|| reading.phrase_around(before).map(|p| p.first));
                let Some(start) = named.or_else(|| reading.is_capital(before).then_some(before)) else {
                    return Step::Stop;
                };
                walk.found = Some(Reach { start, quoted: false, latin: false, telling: true, gap: walk.gap });
                return Step::On(start);
            }
            "жанындағы" => {
                if let Some(start) = self.owner(before) {
                    walk.found = Some(Reach { start, quoted: false, latin: false, telling: true, gap: walk.gap });
                }
                return Step::Stop;
            }
            "атты" if walk.found.is_none() => return Step::On(i),
            _ => {}
        }
        if walk.found.is_some() && !walk.purpose {
            if lower == "жөніндегі" {
                (walk.purpose, walk.verbal) = (true, true);
                return Step::On(i);
            }
            let goes_on = lower == "және" && joins(walk.sort) && self.continues(i);
            return if goes_on { Step::On(i) } else { Step::Stop };
        }
        let and = matches!(lower, "және" | "мен" | "пен" | "бен");
        let allowed = and || matches!(lower, "туралы" | "басқа" | "арнайы" | "жаңа" | "негізгі" | "бұқаралық");
        if (reading.tables.is_function_word(lower) && !allowed)
            || is_verb(lower)
            || ["дағы", "дегі", "тағы", "тегі"].iter().any(|e| lower.ends_with(e) && lower != "жөніндегі")
        {
            return Step::Stop;
        }
        // A whole name, or an office, before the head: "… акционерлік қоғамы басқармасы", "… басшысы баспасөз мәслихаты".
        let whole = reading.heads_at(i, EntityKind::Organisation).iter().any(|h| !h.bare);
        let office = reading.office_at(i).is_some_and(|o| o.possessed && o.kind != OfficeKind::Occupation);
        if whole || office {
            return Step::Stop;
        }
        walk.joined |= and;
        walk.verbal |= is_verbal_noun(lower);
        if is_inflected_noun(reading, lower) && !walk.verbal {
            return Step::Stop;
        }
        walk.gap += 1;
        if walk.gap > LONGEST_ATTRIBUTE { Step::Stop } else { Step::On(i) }
    }

    /// A known phrase that ends right there: an owner, or the name's own beginning.
    fn phrase(&self, walk: &mut Walk<'_>, phrase: KnownPhrase) -> Step {
        let owns = matches!(phrase.case, Case::Nominative | Case::Genitive | Case::Attributive);
        let person = self.person(phrase.first).is_some();
        if !owns || person {
            return Step::Stop;
        }
        let topic = phrase.phrase.topic;
        // "Ұлттық банктің алтын-валюта қоры", "Ақмола облысының порталы": what an owner has is no name of its own.
        let institution = matches!(topic, Topic::Institution | Topic::World | Topic::Acronym);
        let gathering = walk.sort.kind() == EntityKind::Event;
        if walk.found.is_none()
            && walk.gap > 0
            && !walk.verbal
            && !gathering
            && (institution || phrase.case != Case::Nominative)
        {
            return Step::Stop;
        }
        let place = matches!(topic, Topic::Place | Topic::Country | Topic::DoubtfulPlace);
        // Owners are joined to a name that is complete without them, in a later stage.
        if walk.found.is_some()
            && (phrase.case == Case::Genitive
                || matches!(topic, Topic::Acronym | Topic::Country | Topic::World | Topic::Institution))
        {
            return Step::Stop;
        }
        if walk.sort.kind() == EntityKind::Event && topic == Topic::Acronym && phrase.case == Case::Genitive {
            return Step::Stop;
        }
        walk.found = Some(Reach { start: phrase.first, quoted: false, latin: false, telling: true, gap: walk.gap });
        if place { Step::On(phrase.first) } else { Step::Stop }
    }

    fn capital(&self, walk: &mut Walk<'_>, i: usize, token: &Token) -> Step {
        let reading = self.reading;
        let lower = token.lower.as_str();
        if self.person(i).is_some() || reading.phrase_around(i).is_some() {
            return Step::Stop;
        }
        let office = reading.office_at(i).is_some();
        if office && !(OWNED_BY_OFFICE.contains(&walk.text) && (walk.gap == 0 || walk.found.is_some())) {
            return Step::Stop;
        }
        let opens = reading.opens_sentence(i);
        let plain = reading.tables.is_function_word(lower) || (walk.found.is_some() && reading.tables.is_common(lower));
        if reading.heads_at(i, EntityKind::Organisation).iter().any(|h| h.head.sort == HeadSort::Legal) {
            return Step::Stop;
        }
        let plural =
            walk.found.is_some() && ["лар", "лер", "дар", "дер", "тар", "тер"].iter().any(|e| lower.ends_with(e));
        let plain = plain || plural;
        let bare_head = walk.found.is_some()
            && reading.heads_at(i, EntityKind::Organisation).iter().any(|h| h.bare && h.first == i);
        if (opens && (plain || bare_head)) || is_verb(lower) {
            return Step::Stop;
        }
        let inflected = is_inflected_noun(reading, lower);
        if inflected && (opens || walk.found.is_some() || !walk.verbal) {
            return Step::Stop;
        }
        let genitive = ["ның", "нің", "дың", "дің", "тың", "тің"].iter().any(|e| lower.ends_with(e));
        if genitive && !office && (walk.found.is_some() || opens) {
            return Step::Stop;
        }
        let latin = token.word.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
        let before = walk.found;
        walk.found = Some(Reach {
            start: i,
            quoted: false,
            latin: latin || before.is_some_and(|f| f.latin),
            telling: !opens || is_double(&token.word) || before.is_some_and(|f| f.telling),
            gap: before.map_or(walk.gap, |f| f.gap),
        });
        Step::On(i)
    }

    /// A number: "№25 мектеп", "4-ші форум".
    fn number(&self, walk: &Walk<'_>, i: usize, token: &Token) -> Step {
        let signed = self.reading.before(i).is_some_and(|b| self.reading.lower(b) == "№");
        let ordinal = walk.sort.kind() == EntityKind::Event && token.lower.contains('-');
        if signed || ordinal { Step::On(i) } else { Step::Stop }
    }

    /// First token of the institution or office that "жанындағы" follows.
    fn owner(&self, last: usize) -> Option<usize> {
        let reading = self.reading;
        let with_country = |first: usize| {
            let country = reading.before(first).and_then(|b| reading.phrase_around(b));
            country.filter(|c| c.phrase.topic == Topic::Country).map_or(first, |c| c.first)
        };
        if let Some(phrase) = reading.phrase_around(last) {
            return Some(with_country(phrase.first));
        }
        if reading.office_at(last).is_some() && reading.is_capital(last) {
            return Some(with_country(last));
        }
        let head = reading.heads_at(last, EntityKind::Organisation).into_iter().find(|h| !h.bare)?;
        self.reach(head.first, head.head.sort, head.head.text).map(|r| with_country(r.start))
    }

    /// Whether "және" at `at` joins the attributes of one name: a plain capital stands before it.
    fn continues(&self, at: usize) -> bool {
        let reading = self.reading;
        reading.before(at).is_some_and(|b| {
            reading.is_capital(b)
                && reading.phrase_around(b).is_none()
                && self.person(b).is_none()
                && reading.heads_at(b, EntityKind::Organisation).is_empty()
                && morphology::stems(reading.word(b)).len() == 1
        })
    }

    /// The opening quote that belongs to the closing one at `close`.
    #[must_use]
    pub fn opening_quote(&self, close: usize) -> Option<usize> {
        let reading = self.reading;
        let mut depth = 0_usize;
        let mut outermost = None;
        for at in (close.saturating_sub(LONGEST_QUOTE)..=close).rev() {
            if !reading.same_sentence(at, close) {
                break;
            }
            if reading.is(at, TokenKind::CloseQuote) {
                if outermost.is_some() {
                    break; // another quoted name: the quotes here do not pair
                }
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
}

/// "Қазақстан-Франция": a capital on both sides of a hyphen is telling even at the start of a sentence.
fn is_double(word: &str) -> bool {
    word.split_once('-').is_some_and(|(_, second)| second.starts_with(char::is_uppercase))
}

/// Heads of which attributes are joined by "және" with a capital on both sides.
const fn joins(sort: HeadSort) -> bool {
    matches!(sort, HeadSort::Office | HeadSort::Named)
}

/// A Roman number in capitals, Latin or Cyrillic.
#[must_use]
pub fn is_roman(word: &str) -> bool {
    word.chars().count() < 7 && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'І' | 'Х' | 'L'))
}

/// A finite verb, participle or converb, as its ending shows.
fn is_verb(lower: &str) -> bool {
    let endings = [
        "ады",
        "еді",
        "йды",
        "йді",
        "атын",
        "етін",
        "йтын",
        "йтін",
        "ылған",
        "ілген",
        "лған",
        "лген",
        "ған",
        "ген",
        "қан",
        "кен",
        "ып",
        "іп",
        "уда",
        "уде",
        "дым",
        "дім",
        "мыз",
        "міз",
        "сын",
        "сін",
        "ылды",
        "ілді",
        "алды",
        "елді",
        "еріңіз",
        "ңыз",
        "ңіз",
    ];
    let nouns = [
        "принцип",
        "кәсіп",
        "тип",
        "негізгі",
        "бұйымтай",
        "теңіз",
        "парламенттік",
        "қорған",
        "балқан",
        "вулкан",
        "орган",
        "азаматтық",
    ];
    !nouns.contains(&lower) && lower.chars().count() > 4 && endings.iter().any(|e| lower.ends_with(e))
}

/// "сақтау", "дамыту"; or a word that takes objects as one does.
fn is_verbal_noun(lower: &str) -> bool {
    let takes_objects = matches!(lower, "қарсы" | "жөніндегі" | "туралы" | "істері" | "ісі");
    takes_objects || (lower.chars().count() > 4 && lower.ends_with(['у', 'ю']))
}

/// Whether a common noun stands in a case that an attribute of a name does not have.
fn is_inflected_noun(reading: &Reading<'_>, lower: &str) -> bool {
    if ["сауда", "қала", "дене", "дала", "орда", "мәселе", "атты", "салтанатты", "белсенді", "бұқара"].contains(&lower)
        || lower.ends_with("аралық")
    {
        return false;
    }
    let cased = |case: Case| {
        matches!(case, Case::Dative | Case::Accusative | Case::Locative | Case::Ablative | Case::Instrumental)
    };
    let bare = morphology::stems(lower)
        .into_iter()
        .skip(1)
        .any(|(stem, case)| cased(case) && (reading.tables.is_common(stem) || stem.chars().count() > 4));
    let possessed = morphology::possessed_stems(lower)
        .into_iter()
        .skip(1)
        .any(|(stem, case)| cased(case) && case != Case::Accusative && stem.chars().count() > 3);
    bare || possessed
}
