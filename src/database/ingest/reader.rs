//! Releases to the facts that are told of them: what the extractor finds, as persons have corrected it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::extract::{Extractor, head_by_table, head_of_state};
use crate::model::{Entity, EntityKind, Facts, Mention, MentionForm, Unnamed, UnnamedTitle};
use crate::resolve::{
    Correction, FactPlace, HappeningJudgement, parted_happenings, share, shared_happenings, usual_name,
};
use crate::text::Release;

/// An extractor, and what was said of single facts.
#[derive(Debug, Default)]
pub struct Reader {
    extractor: Extractor,
    /// By release.
    corrections: HashMap<String, Vec<Correction>>,
    /// Tellings of happenings that are told elsewhere as well.
    shared: BTreeMap<FactPlace, String>,
    /// Pairs of tellings that are of two happenings.
    parted: BTreeSet<[FactPlace; 2]>,
}

impl Reader {
    /// Reads under corrections, of which the later win, and what is said of happenings.
    pub fn new(corrections: impl IntoIterator<Item = Correction>, happenings: &[HappeningJudgement]) -> Self {
        let (shared, parted) = (shared_happenings(happenings), parted_happenings(happenings));
        let mut reader = Self { shared, parted, ..Self::default() };
        for correction in corrections {
            reader.corrections.entry(correction.place.release.clone()).or_default().push(correction);
        }
        reader
    }

    /// The facts of the release of this key.
    pub fn read(&self, key: &str, release: &Release) -> Facts {
        let mut facts = self.extractor.extract(release);
        let told = facts.events.len();
        facts.events.append(&mut facts.supposed);
        facts.untold = (told..facts.events.len()).collect();
        for correction in self.corrections.get(key).into_iter().flatten() {
            correction.apply(&mut facts, release);
        }
        name_heads(&mut facts, release);
        if !self.shared.is_empty() {
            share(&mut facts, release, key, &self.shared);
        }
        facts
    }

    /// The keys of the releases that `other` reads otherwise.
    pub fn differing<'a>(&'a self, other: &'a Self) -> BTreeSet<&'a str> {
        let corrected = self.corrections.keys().chain(other.corrections.keys());
        let corrected = corrected.filter(|key| self.corrections.get(*key) != other.corrections.get(*key));
        let shared = self.shared.keys().chain(other.shared.keys());
        let shared = shared.filter(|place| self.shared.get(place) != other.shared.get(place));
        let parted = self.parted.symmetric_difference(&other.parted).flatten();
        corrected.map(String::as_str).chain(shared.chain(parted).map(|place| place.release.as_str())).collect()
    }

    /// Whether some telling of the release of this key is told apart from another.
    pub fn parts(&self, release: &str) -> bool {
        self.parted.iter().flatten().any(|place| place.release == release)
    }

    /// Whether some of these tellings is judged to be of another happening than some of those.
    pub fn are_parted(&self, these: &[FactPlace], those: &[FactPlace]) -> bool {
        self.parted.iter().any(|[first, second]| {
            (these.contains(first) && those.contains(second)) || (these.contains(second) && those.contains(first))
        })
    }
}

/// How sure it is who a title stands for on a day that the release gives.
const ON_A_DATE: f64 = 0.95;
/// On days that were inferred from its contents.
const ON_INFERRED_DAYS: f64 = 0.8;

/// Whose offices those are that a release says of no country.
const HOME: &str = "Қазақстан";

/// Whether two names are of one country or body.
fn is_same(one: &str, other: &str) -> bool {
    one == other || usual_name(one).is_some_and(|usual| usual_name(other) == Some(usual))
}

/// Lets the titles of heads of state and government stand for whoever was in office, where a release names nobody and its
/// date tells. Those that the table does not tell stay.
fn name_heads(facts: &mut Facts, release: &Release) {
    let inferred = facts.period.as_ref().map(|period| (period.date.clone(), ON_INFERRED_DAYS));
    let date = release.date.clone().map(|date| (date, ON_A_DATE)).or(inferred);
    let mut others = Vec::new();
    for unnamed in std::mem::take(&mut facts.unnamed) {
        let (holder, confidence) = match (&unnamed.title, &date) {
            (UnnamedTitle::FirstHead, _) => (head_of_state(None), ON_A_DATE),
            (UnnamedTitle::Head, Some((date, confidence))) => (head_of_state(Some(date)), *confidence),
            (UnnamedTitle::Office { position, organisation }, Some((date, confidence))) => {
                let whose = organisation.as_deref().unwrap_or(HOME);
                (head_by_table(position, |known| is_same(known, whose), date), *confidence)
            }
            (_, None) => (None, 0.0),
        };
        let Some((name, term)) = holder else {
            others.push(unnamed);
            continue;
        };
        let first = unnamed.title == UnnamedTitle::FirstHead;
        let why = if first { "the first head of state".to_owned() } else { format!("in office {term}") };
        stand_for(facts, unnamed, name, confidence, why);
    }
    facts.unnamed = others;
}

/// Lets a title stand for the person of this name, in what is told of it as well.
fn stand_for(facts: &mut Facts, title: Unnamed, name: &str, confidence: f64, why: String) {
    // Whom the release names as well, but not with this office, is told apart: of that there is no doubt.
    let inferred = |at: &usize| facts.inferred.contains_key(at);
    let mut known = facts.entities.iter().enumerate().filter(|(_, e)| e.kind == EntityKind::Person && e.name == name);
    let known = known.find_map(|(at, _)| inferred(&at).then_some(at));
    let who = known.unwrap_or(facts.entities.len());
    if known.is_none() {
        facts.entities.push(Entity { kind: EntityKind::Person, name: name.to_owned(), mentions: Vec::new() });
    }
    if let Some(entity) = facts.entities.get_mut(who) {
        entity.mentions.extend(title.spans.iter().map(|span| Mention { span: *span, form: MentionForm::Title }));
    }
    for part in title.parts {
        let Some(event) = facts.events.get_mut(part.event) else { continue };
        facts.untold.remove(&part.event);
        if !event.participants.contains(&who) {
            event.participants.push(who);
        }
        event.participant_roles.extend(part.role.map(|role| (who, role)));
        event.named_in.extend(part.named_in.map(|sentence| (who, sentence)));
    }
    facts.inferred.insert(who, (confidence, why));
}
