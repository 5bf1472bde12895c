//! Office nouns with what stands before them to offices: "Ресейдің" + "Қорғаныс" + "министрі".

use super::named::{NameOf, Named};
use super::reading::{KnownOffice, Reading};
use super::tables::{Modifier, OfficeKind};
use crate::model::EntityKind;
use crate::text::TokenKind;
use crate::text::morphology::{self, Case, inflect};

/// The longest field of an office, in words.
const LONGEST_FIELD: usize = 10;
/// The most owners of owners ("төрағасының бірінші орынбасарының көмекшісі").
const DEEPEST: usize = 4;

/// An office as the text names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Office {
    /// First token of the office with its organisation before it.
    pub first: usize,
    /// First token of the office itself.
    pub position_first: usize,
    /// Last token.
    pub last: usize,
    /// The office in the nominative, without its organisation.
    pub position: String,
    /// The last noun in the nominative.
    pub noun: String,
    /// What sort of post.
    pub kind: OfficeKind,
    /// In which case.
    pub case: Case,
    /// Whether it is said of several.
    pub plural: bool,
    /// The entity that it belongs to.
    pub organisation: Option<usize>,
    /// Whether its organisation is said by "its" ("оның төрағасы").
    pub pronoun: bool,
    /// Whether words of a name that was not understood stand before it ("… палатасының төрағасы").
    pub open: bool,
    /// Whether an epithet stands before it ("көрнекті ғалым").
    pub epithet: bool,
    /// Whether a noun of its own stands before the last one ("Әділет министрі", "облыс әкімі").
    pub field: bool,
}

/// All offices of a text, in order; those within names are none.
#[must_use]
pub fn offices(reading: &Reading<'_>, named: &Named<'_>) -> Vec<Office> {
    let mut found: Vec<Office> = Vec::new();
    for at in 0..reading.tokens.len() {
        if named.at(at).is_some() {
            continue;
        }
        let Some(office) = office_ending_at(reading, named, at, DEEPEST) else { continue };
        // "төрағасының орынбасары" is one office: the inner noun is no office of its own.
        while found.last().is_some_and(|inner| inner.last >= office.position_first && inner.last < office.last) {
            found.pop();
        }
        found.push(office);
    }
    found
}

/// The office whose last noun is the token `last`.
fn office_ending_at(reading: &Reading<'_>, named: &Named<'_>, last: usize, depth: usize) -> Option<Office> {
    let known = reading.office_at(last)?;
    if let Some(title) = title_of_state(reading, last, &known) {
        return Some(title);
    }
    let mut first = last;
    let mut part = last;
    while let Some(before) = reading.before(first).filter(|b| named.at(*b).is_none()) {
        let Some(modifier) = reading.tables.office_modifier(reading.word(before)) else { break };
        let and = reading.lower(before) == "және";
        if and && reading.before(before).is_none_or(|b| reading.tables.office_modifier(reading.word(b)).is_none()) {
            break;
        }
        if modifier == Modifier::Part && part == first {
            part = before;
        }
        first = before;
    }
    let modifiers = words(reading, part, last);
    let mut office = Office {
        first: part,
        position_first: part,
        last,
        position: join(&modifiers, &known.noun),
        noun: known.noun.clone(),
        kind: known.kind,
        case: known.case,
        plural: known.plural,
        organisation: None,
        pronoun: false,
        open: false,
        epithet: first < part,
        field: false,
    };
    let Some(before) = reading.before(first) else { return Some(office) };
    if !known.possessed {
        if known.kind != OfficeKind::State {
            purpose(reading, named, &mut office, before, &modifiers, &known.noun);
        }
        return Some(office);
    }
    if let Some(owner) = named.at(before).filter(|n| n.name.last == before) {
        let owns = matches!(owner.name.case, Case::Nominative | Case::Genitive | Case::Attributive);
        if owns && owner.name.kind != EntityKind::Person {
            let owner = sender(reading, named, &owner).unwrap_or(owner);
            office.organisation = Some(owner.entity);
            office.first = owner.name.first;
        }
        return Some(office);
    }
    if reading.lower(before) == "оның" {
        office.pronoun = true;
        return Some(office);
    }
    let noun = possessed_form(reading, last, &known);
    if depth > 0
        && let Some(inner) = office_ending_at(reading, named, before, depth - 1)
        && matches!(inner.case, Case::Genitive | Case::Nominative)
    {
        let owner =
            if inner.case == Case::Genitive { genitive(reading, &inner, before) } else { inner.position.clone() };
        office.position = join(&join(&owner, &modifiers), &noun);
        office.first = inner.first;
        office.position_first = inner.position_first;
        office.organisation = inner.organisation;
        office.pronoun = inner.pronoun;
        office.field = true;
        return Some(office);
    }
    field(reading, named, &mut office, &modifiers, &noun);
    Some(office)
}

/// Whose post it is that is held at `seat`: "Түркияның" in "Түркияның Қазақстандағы елшісі".
fn sender<'n>(reading: &Reading<'_>, named: &'n Named<'_>, seat: &NameOf<'_>) -> Option<NameOf<'n>> {
    if seat.name.case != Case::Attributive {
        return None;
    }
    let before = reading.before(seat.name.first)?;
    named
        .at(before)
        .filter(|n| n.name.last == before && n.name.case == Case::Genitive && n.name.kind != EntityKind::Person)
}

/// "Мемлекет басшысы", "Ұлт көшбасшысы": titles that hold a noun of their own.
fn title_of_state(reading: &Reading<'_>, last: usize, known: &KnownOffice) -> Option<Office> {
    let first = reading.before(last).filter(|_| known.possessed && !known.plural)?;
    let position = format!("{} {}", reading.word(first), possessed_form(reading, last, known));
    reading.tables.state_title(&position)?;
    Some(Office {
        first,
        position_first: first,
        last,
        position,
        noun: known.noun.clone(),
        kind: OfficeKind::State,
        case: known.case,
        plural: false,
        organisation: None,
        pronoun: false,
        open: false,
        epithet: false,
        field: true,
    })
}

/// The words between an organisation and its office that name the field: "Әділет министрі", "делегациясының жетекшісі".
fn field(reading: &Reading<'_>, named: &Named<'_>, office: &mut Office, modifiers: &str, noun: &str) {
    let start = office.position_first;
    let minister = office.noun.to_lowercase().ends_with("министр");
    let mut at = start;
    let mut and = false;
    let mut capital = None;
    let mut lowers = 0;
    while let Some(i) = reading.before(at) {
        let lower = reading.lower(i);
        if let Some(owner) = named.at(i) {
            let owns =
                matches!(owner.name.case, Case::Nominative | Case::Genitive) && owner.name.kind != EntityKind::Person;
            if owns {
                office.organisation = Some(owner.entity);
                office.first = owner.name.first;
                break;
            }
            break;
        }
        let joins = matches!(lower, "және" | "мен" | "пен" | "бен");
        let plain = reading.is_lower(i)
            && (joins
                || !reading.tables.is_function_word(lower)
                || matches!(lower, "жөніндегі" | "бойынша" | "туралы"));
        let comma = minister && lower == "," && and && capital.is_none();
        let hyphen = reading.is(i, TokenKind::Dash);
        if capital.is_some() || hyphen {
            break;
        }
        if reading.is_capital(i) && !reading.opens_sentence(i)
            || (reading.is_capital(i) && (minister || reading.opens_sentence(i) && lowers == 0))
        {
            if reading.office_at(i).is_some() {
                break;
            }
            capital = Some(i);
        } else if plain || comma {
            lowers += 1;
            and |= joins;
            // Without a capital only the words right before the noun are its field.
            if lowers > LONGEST_FIELD {
                break;
            }
        } else {
            break;
        }
        at = i;
    }
    let purpose = (at..start).any(|i| matches!(reading.lower(i), "жөніндегі" | "бойынша"));
    let begin = if office.organisation.is_some() {
        // All between the organisation and the noun is the office's.
        named.at(office.first).map_or(at, |owner| owner.name.last + 1)
    } else if let Some(capital) = capital.filter(|_| minister || lowers == 0 || purpose) {
        capital
    } else {
        // One noun, perhaps with its attribute: "облыс әкімі", "директорлар кеңесінің төрағасы".
        let Some(before) = reading
            .before(start)
            .filter(|b| reading.is_lower(*b) && !reading.tables.is_function_word(reading.lower(*b)))
        else {
            return; // the possessed noun alone has no possessor left: it loses its ending
        };
        let attribute = reading.before(before).filter(|b| {
            reading.is_lower(*b)
                && morphology::is_possessed(stem_of_genitive(reading.lower(before)))
                && !reading.tables.is_function_word(reading.lower(*b))
                && named.at(*b).is_none()
                && reading.lower(before).ends_with("ің")
        });
        attribute.unwrap_or(before)
    };
    if begin >= start {
        return;
    }
    office.open = office.organisation.is_none()
        && morphology::is_possessed(stem_of_genitive(reading.lower(begin)))
        && reading.before(begin).is_some_and(|b| {
            !reading.opens_sentence(begin)
                && (reading.is_lower(b) || reading.is_capital(b))
                && !reading.tables.is_function_word(reading.lower(b))
        });
    let words = field_words(reading, begin, start, office.organisation.is_some());
    office.field = true;
    // "… жөніндегі елші": a purpose possesses nothing.
    let noun = if purpose { office.noun.as_str() } else { noun };
    office.position = join(&join(&words, modifiers), noun);
    office.position_first = begin;
    office.first = office.first.min(begin);
}

/// The field of an office as it is said alone: a noun that only its organisation possesses loses that ending and its case.
fn field_words(reading: &Reading<'_>, first: usize, end: usize, owned: bool) -> String {
    let mut text = super::headed::text_of(reading, first, end - 1);
    if owned && end - first == 1 {
        let word = reading.word(first);
        let found = morphology::possessed_stems(word).into_iter().find(|(_, case)| *case == Case::Genitive);
        if let Some((possessed, _)) = found
            && let Some(bare) = morphology::unpossessed_stems(possessed).into_iter().next()
        {
            text = bare;
        }
    }
    text
}

/// "Әйелдердің проблемалары жөніндегі елші": what an office without an owner is for.
fn purpose(reading: &Reading<'_>, named: &Named<'_>, office: &mut Office, before: usize, modifiers: &str, noun: &str) {
    if !matches!(reading.lower(before), "жөніндегі" | "бойынша") {
        return;
    }
    let mut at = before;
    let mut capital = false;
    for _ in 0..LONGEST_FIELD {
        let Some(i) = reading.before(at) else { break };
        if let Some(owner) = named.at(i) {
            if matches!(owner.name.case, Case::Nominative | Case::Genitive) && owner.name.kind != EntityKind::Person {
                office.organisation = Some(owner.entity);
                office.first = owner.name.first;
            }
            break;
        }
        if capital || !(reading.is_lower(i) || reading.is_capital(i)) {
            break;
        }
        capital = reading.is_capital(i);
        if capital && reading.opens_sentence(i) {
            break;
        }
        at = i;
    }
    let words = super::headed::text_of(reading, at, before);
    office.position = join(&join(&words, modifiers), noun);
    office.position_first = at;
    office.first = office.first.min(at);
    office.field = true;
}

/// The office noun with its possessive ending, without its case.
fn possessed_form(reading: &Reading<'_>, at: usize, known: &KnownOffice) -> String {
    let word = reading.word(at);
    let found = morphology::possessed_stems(word)
        .into_iter()
        .find(|(stem, case)| *case == known.case && morphology::is_possessed(stem));
    found.map_or(word, |(stem, _)| stem).to_owned()
}

/// An office that owns another one, in the genitive: its noun without what its organisation possesses.
fn genitive(reading: &Reading<'_>, inner: &Office, last: usize) -> String {
    if inner.field {
        return super::headed::text_of(reading, inner.position_first, last);
    }
    inflect(&inner.position, Case::Genitive, None)
}

fn stem_of_genitive(lower: &str) -> &str {
    morphology::possessed_stems(lower)
        .into_iter()
        .find(|(_, case)| *case == Case::Genitive)
        .map_or("", |(stem, _)| stem)
}

fn words(reading: &Reading<'_>, first: usize, end: usize) -> String {
    if first >= end { String::new() } else { super::headed::text_of(reading, first, end - 1) }
}

/// Two stretches of words as one; either may be empty.
fn join(a: &str, b: &str) -> String {
    match (a.is_empty(), b.is_empty()) {
        (true, _) => b.to_owned(),
        (_, true) => a.to_owned(),
        _ => format!("{a} {b}"),
    }
}
