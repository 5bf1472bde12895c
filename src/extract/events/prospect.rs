//! Candidates to prospects: what was told before each of them, and which of them tell of the same happening.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::modality::modality;
use super::neighbours::{Neighbours, find_neighbours};
use super::scene::{Scene, Seen};
use super::triggers::{Candidate, Ending};
use crate::model::{DateValue, EntityKind, EventType, MentionForm, Modality};
use crate::text::morphology::Case;

/// A candidate with what is known of those before it.
#[derive(Clone, Debug)]
pub(super) struct Prospect {
    /// The candidate.
    pub(super) candidate: Candidate,
    /// Its type.
    pub(super) event_type: EventType,
    /// Who speaks, when it is a statement.
    pub(super) speaker: Option<usize>,
    /// Number of the cluster of candidates that tell of the same happening.
    pub(super) cluster: usize,
    /// Number of earlier candidates of its type (of its speaker, when it is a statement).
    pub(super) earlier: usize,
    /// Number of earlier candidates of its cluster.
    pub(super) earlier_in_cluster: usize,
    /// Number of candidates of its cluster.
    pub(super) cluster_size: usize,
    /// Number of earlier candidates of its cluster and sense.
    pub(super) earlier_of_sense: usize,
    /// What the candidates of its cluster have in common.
    pub(super) senses: Vec<&'static str>,
    /// Number of persons who speak with these words.
    pub(super) speakers: usize,
    /// Another type that the same words could name.
    pub(super) rival: Option<EventType>,
    /// Whether its sentence has a person whom no earlier candidate of its type has.
    pub(super) new_person: bool,
    /// Whether no candidate of its cluster stands in a sentence that names more persons.
    pub(super) best_named: bool,
    /// What stands around it.
    pub(super) company: Neighbours,
}

/// Reads the candidates of a scene in order and parts those of a type into clusters of one happening each.
pub(super) fn prospects(scene: &Scene, candidates: Vec<Candidate>) -> Vec<Prospect> {
    let mut found: Vec<Prospect> = Vec::new();
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut last_of_type: FxHashMap<EventType, usize> = FxHashMap::default();
    let mut count: FxHashMap<(EventType, Option<usize>), usize> = FxHashMap::default();
    let mut seen: FxHashSet<(EventType, usize)> = FxHashSet::default();
    let mut of_speaker: FxHashMap<usize, usize> = FxHashMap::default();
    let mut of_name: FxHashMap<(EventType, usize), usize> = FxHashMap::default();
    for candidate in candidates {
        let Some(event_type) = candidate.event_type else { continue };
        let speakers: Vec<Option<usize>> = match event_type {
            EventType::Statement => speakers(scene, &candidate).into_iter().map(Some).collect(),
            _ => vec![None],
        };
        for speaker in speakers.iter().copied() {
            let known = match speaker {
                Some(speaker) => of_speaker.get(&speaker).copied(),
                None => {
                    let named = name_around(scene, event_type, &candidate);
                    let of_name = named.and_then(|name| of_name.get(&(event_type, name)).copied());
                    of_name.or_else(|| {
                        last_of_type.get(&event_type).copied().filter(|c| {
                            clusters.get(*c).is_some_and(|cluster| cluster.continues(scene, event_type, &candidate))
                        })
                    })
                }
            };
            let cluster = known.unwrap_or_else(|| {
                clusters.push(Cluster::default());
                clusters.len() - 1
            });
            match speaker {
                Some(speaker) => of_speaker.insert(speaker, cluster),
                None => last_of_type.insert(event_type, cluster),
            };
            if let Some(name) = name_around(scene, event_type, &candidate) {
                of_name.insert((event_type, name), cluster);
            }
            let mut new_person = false;
            for m in scene.mentions_of(candidate.sentence).iter().filter(|m| m.kind == EntityKind::Person) {
                new_person |= seen.insert((event_type, m.entity));
            }
            let earlier = count.entry((event_type, speaker)).or_default();
            let earlier_in_cluster = clusters.get(cluster).map_or(0, |c| c.size);
            found.push(Prospect {
                event_type,
                speaker,
                cluster,
                earlier: *earlier,
                earlier_in_cluster,
                cluster_size: 0,
                earlier_of_sense: 0,
                senses: Vec::new(),
                speakers: speakers.len(),
                rival: None,
                new_person,
                best_named: true,
                company: Neighbours::default(),
                candidate: candidate.clone(),
            });
            *earlier += 1;
            if let Some(c) = clusters.get_mut(cluster) {
                c.name = c.name.or(name_around(scene, event_type, &candidate));
                c.add(scene, &candidate);
            }
        }
    }
    find_best_named(scene, &mut found);
    find_neighbours(scene, &mut found);
    for i in 0..found.len() {
        let Some((first, own)) = found.get(i).map(|p| (p.candidate.first, p.event_type)) else { continue };
        let near = found.get(i.saturating_sub(3)..(i + 4).min(found.len())).unwrap_or(&[]);
        let rival = near.iter().find(|p| p.candidate.first == first && p.event_type != own).map(|p| p.event_type);
        if let Some(p) = found.get_mut(i) {
            p.rival = rival;
            if let Some(cluster) = clusters.get_mut(p.cluster) {
                p.cluster_size = cluster.size;
                p.senses = cluster.senses.keys().copied().collect();
                let seen = cluster.senses.entry(p.candidate.sense).or_default();
                p.earlier_of_sense = *seen;
                *seen += 1;
            }
        }
    }
    found
}

/// Marks the prospects whose sentences name most persons of those that tell of the same happening.
fn find_best_named(scene: &Scene, found: &mut [Prospect]) {
    let mut named: FxHashMap<usize, usize> = FxHashMap::default();
    let mut most: FxHashMap<usize, usize> = FxHashMap::default();
    for p in found.iter() {
        let sentence = p.candidate.sentence;
        let persons = *named.entry(sentence).or_insert_with(|| {
            let persons = scene.mentions_of(sentence).iter().filter(|m| m.kind == EntityKind::Person);
            persons.map(|m| m.entity).collect::<FxHashSet<_>>().len()
        });
        let most = most.entry(p.cluster).or_default();
        *most = persons.max(*most);
    }
    for p in found.iter_mut() {
        p.best_named = named.get(&p.candidate.sentence) >= most.get(&p.cluster);
    }
}

/// What the candidates of a cluster have said so far.
#[derive(Debug, Default)]
struct Cluster {
    size: usize,
    senses: BTreeMap<&'static str, usize>,
    /// The named event or body whose name has the trigger in it.
    name: Option<usize>,
    last_sentence: usize,
    companions: FxHashSet<usize>,
    others: FxHashSet<usize>,
    places: FxHashSet<usize>,
    dates: Vec<DateValue>,
    /// Whether one of them is yet to come.
    planned: bool,
}

impl Cluster {
    /// Whether `candidate` may tell of the same happening: it brings no new companion, guest or place.
    fn continues(&self, scene: &Scene, event_type: EventType, candidate: &Candidate) -> bool {
        let mut new_companion = false;
        let mut new_place = false;
        let mut known_companion = self.companions.is_empty() && self.size == 0;
        let (mut senders, mut known_sender) = (0, false);
        let mut new_owner = false;
        for m in scene.mentions_of(candidate.sentence) {
            if m.kind == EntityKind::Person && matches!(m.case, Case::Nominative | Case::Genitive) {
                senders += 1;
                known_sender |= self.others.contains(&m.entity);
            }
            match (m.kind, m.case) {
                // "А. мен Б.-ның кездесуі"
                (EntityKind::Person, Case::Genitive) if m.last + 1 == candidate.first => {
                    new_owner |= !self.companions.contains(&m.entity) && !self.others.contains(&m.entity);
                }
                (EntityKind::Person, Case::Instrumental | Case::Accusative) if m.last < candidate.first => {
                    let known = self.companions.contains(&m.entity) || self.others.contains(&m.entity);
                    new_companion |= !known;
                    known_companion |= known;
                }
                (EntityKind::Place | EntityKind::Organisation, Case::Locative | Case::Dative)
                    if m.last < candidate.first && candidate.first - m.last < 4 =>
                {
                    new_place |= !self.places.contains(&m.entity);
                }
                _ => {}
            }
        }
        if is_another(scene, candidate) {
            return false;
        }
        let name = name_around(scene, event_type, candidate);
        if name.is_some() && self.name.is_some() {
            return name == self.name;
        }
        // What was and what will be on another day are two.
        let planned = modality(scene, candidate) == Modality::Planned;
        if planned && !self.planned && event_type != EventType::Message && self.brings_date(scene, candidate) {
            return false;
        }
        let finite = matches!(candidate.ending, Ending::Verb(_));
        match event_type {
            EventType::Meeting | EventType::Call => {
                !(new_companion && (finite || !known_companion) || new_owner && self.size > 0)
            }
            EventType::Visit => !(new_place || finite && candidate.sense != "trip" && self.size > 0),
            EventType::Message => !(new_companion && finite) && (senders == 0 || known_sender),
            EventType::Award
            | EventType::Appointment
            | EventType::Dismissal
            | EventType::Signing
            | EventType::Founding => candidate.sentence == self.last_sentence && !finite,
            _ => !new_place,
        }
    }

    /// Whether the sentence of `candidate` has a date that was not told yet.
    fn brings_date(&self, scene: &Scene, candidate: &Candidate) -> bool {
        scene
            .dates_of(candidate.sentence)
            .filter_map(|d| scene.document.dates.get(d))
            .any(|d| !self.dates.contains(&d.value))
    }

    fn add(&mut self, scene: &Scene, candidate: &Candidate) {
        self.planned |= modality(scene, candidate) == Modality::Planned;
        let dates = scene.dates_of(candidate.sentence).filter_map(|d| scene.document.dates.get(d));
        for date in dates {
            if !self.dates.contains(&date.value) {
                self.dates.push(date.value.clone());
            }
        }
        self.size += 1;
        self.senses.insert(candidate.sense, 0);
        self.last_sentence = candidate.sentence;
        for m in scene.mentions_of(candidate.sentence) {
            match (m.kind, m.case) {
                (EntityKind::Person, Case::Instrumental | Case::Accusative) => {
                    self.companions.insert(m.entity);
                }
                (EntityKind::Person, _) => {
                    self.others.insert(m.entity);
                }
                (EntityKind::Place | EntityKind::Organisation, Case::Locative | Case::Dative) => {
                    self.places.insert(m.entity);
                }
                _ => {}
            }
        }
    }
}

/// Whether the words before a candidate set it apart from one told before: "келесі кездесу", "кейінгі сапар".
pub(super) fn is_another(scene: &Scene, candidate: &Candidate) -> bool {
    let start = scene.tokens_of(candidate.sentence).start;
    (start..candidate.first).rev().take(2).any(|at| OTHERS.contains(&scene.word(at)))
}

/// The named event or body that a candidate is a word of: another summit is another happening.
fn name_around(scene: &Scene, event_type: EventType, candidate: &Candidate) -> Option<usize> {
    let gathering = matches!(event_type, EventType::Forum | EventType::Session | EventType::Celebration);
    let mut mentions = scene.mentions_of(candidate.sentence).iter();
    let around = mentions.find(|m| {
        m.form == MentionForm::Name
            && matches!(m.kind, EntityKind::Event | EntityKind::Organisation)
            && m.first <= candidate.first
            && candidate.last <= m.last
    });
    around.filter(|_| gathering).map(|m| m.entity)
}

/// Words that part a happening from one told before.
const OTHERS: [&str; 2] = ["келесі", "кейінгі"];

/// Who says it: the person after `деді`, or else the subject before the words of saying, or all of a list of them.
fn speakers(scene: &Scene, candidate: &Candidate) -> Vec<usize> {
    let mentions = scene.mentions_of(candidate.sentence);
    let person = |m: &&Seen| m.kind == EntityKind::Person;
    if candidate.sense == "said" && scene.word(candidate.last) != "деген" {
        let after = mentions.iter().filter(person).filter(|m| m.first > candidate.last);
        // A title may stand between ("– деді Франция Президенті Эмманюэль Макрон").
        let after = after.filter(|m| m.first < candidate.last + LONGEST_TITLE);
        if let Some(m) = after.clone().find(|m| m.case == Case::Nominative).or_else(|| after.clone().next()) {
            return vec![m.entity];
        }
        if let Some(titled) = titled(scene, candidate) {
            return vec![titled];
        }
    }
    let before = mentions.iter().rev().filter(person).filter(|m| m.last < candidate.first);
    let subject = before.clone().find(|m| m.case == Case::Nominative && !m.listed);
    let subject = subject.or_else(|| before.clone().find(|m| m.case == Case::Genitive));
    // "Брифингте Президент … атап өтті": the subject may come after.
    let after = || mentions.iter().filter(person).find(|m| m.first > candidate.last && m.case == Case::Nominative);
    let Some(subject) = subject.or_else(|| after().filter(|_| candidate.sense != "said")) else {
        return Vec::new();
    };
    let mut found = vec![subject.entity];
    if candidate.sense == "speech" {
        let list = before.skip_while(|m| m.first >= subject.first).take_while(|m| m.listed);
        found.extend(list.map(|m| m.entity));
        found.dedup();
    }
    found
}

/// Who speaks when `деді` is followed by a title alone ("деді облыс әкімі"): the only person named with it.
fn titled(scene: &Scene, candidate: &Candidate) -> Option<usize> {
    let end = scene.tokens_of(candidate.sentence).end;
    let word = |at: &usize| scene.word(*at).chars().any(char::is_alphabetic);
    let said = (candidate.last + 1..end).take(LONGEST_TITLE).take_while(|at| !matches!(scene.word(*at), "." | ";"));
    let last = said.filter(word).last()?;
    let head = scene.word(last);
    if head.chars().count() < SHORTEST_TITLE {
        return None;
    }
    // "деді Моңғолия Президенті", where other presidents are named as well.
    let pair = last.checked_sub(1).and_then(|before| scene.titled_by_two.get(&(scene.word(before), head)));
    pair.or_else(|| scene.titled.get(head)).copied().flatten()
}

/// Letters of the shortest title.
const SHORTEST_TITLE: usize = 5;

/// Words that a title before a name may have.
const LONGEST_TITLE: usize = 16;
