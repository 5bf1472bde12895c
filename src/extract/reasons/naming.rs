//! What the stages of naming marked to the reasons of names, titles, nouns and roles.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::candidate::{Candidate, Form};
use super::super::nominals::Nominal;
use super::super::offices::Office;
use super::super::reading::Reading;
use super::super::roles::Basis;
use super::super::tagger::{Combined, Trace};
use super::super::titles::{self, Title};
use super::{Held, Joined, MentionReason, NameReason, OrganisationReason, RoleReason, Rule, TitleReason, UntoldName};
use crate::model::{Role, Span};

/// What the stages of naming marked.
pub struct Marks<'m> {
    /// The text.
    pub reading: &'m Reading<'m>,
    /// All names that the rules propose.
    pub proposed: &'m [Candidate],
    /// What the model went by.
    pub trace: Trace,
    /// The names that are told,
    pub names: &'m [Candidate],
    /// the entity of each,
    pub entity_of: &'m [usize],
    /// and what joined it to that entity.
    pub joined: &'m [Joined],
    /// Nouns that stand for entities.
    pub nominals: &'m [Nominal],
    /// Offices.
    pub offices: &'m [Office],
    /// Titles that stand for persons.
    pub titles: &'m [Title],
    /// Roles with what each is taken from.
    pub roles: &'m [(Role, Basis)],
}

/// The reasons of naming.
#[derive(Debug, Default)]
pub struct Naming {
    /// For each entity the reasons of its mentions, in order of these.
    pub entities: Vec<Vec<MentionReason>>,
    /// For each role.
    pub roles: Vec<RoleReason>,
    /// What is not told, in spans of the mended text.
    pub untold: Vec<UntoldName>,
}

impl Naming {
    /// Puts marks together; `entities` is the number of entities.
    pub fn new(mut marks: Marks<'_>, entities: usize) -> Self {
        let mut mentions: Vec<Vec<(Span, MentionReason)>> = vec![Vec::new(); entities];
        let mut add = |entity: usize, span, reason| {
            if let Some(mentions) = mentions.get_mut(entity) {
                mentions.push((span, reason));
            }
        };
        let reading = marks.reading;
        let mut surest: FxHashMap<Combined, f64> = FxHashMap::default();
        for p in marks.proposed {
            let score = surest.entry((p.first, p.last, p.kind)).or_default();
            *score = score.max(p.score);
        }
        for ((name, entity), joined) in marks.names.iter().zip(marks.entity_of).zip(marks.joined) {
            let key = (name.first, name.last, name.kind);
            let weights = marks.trace.weights.remove(&key).unwrap_or_default();
            let (rule, by, decided, joined) = (name.rule, gone_by(name), name.decided, *joined);
            let score = surest.get(&key).copied().unwrap_or(0.0);
            let reason = NameReason { rule, by, score, decided, joined, weights };
            add(*entity, reading.span(name.first, name.last), MentionReason::Name(reason));
        }
        for (entity, mention, reason) in marks.nominals {
            add(*entity, mention.span, MentionReason::Noun(*reason));
        }
        for title in marks.titles {
            if let Some(office) = marks.offices.get(title.office) {
                let span = titles::mention(reading, office).span;
                add(title.entity, span, MentionReason::Title(title_reason(office, title.why)));
            }
        }
        let in_order = |mut mentions: Vec<(Span, MentionReason)>| {
            mentions.sort_by_key(|(span, _)| *span);
            mentions.into_iter().map(|(_, reason)| reason).collect()
        };
        let entities = mentions.into_iter().map(in_order).collect();
        let role = |(role, basis): &(Role, Basis)| {
            let office = marks.offices.get(basis.office)?;
            let organisation = role.organisation.as_ref().map(|_| match office.organisation {
                Some(_) => OrganisationReason::Before,
                None => OrganisationReason::Pronoun,
            });
            Some(RoleReason { title: title_reason(office, basis.held), organisation })
        };
        let roles = marks.roles.iter().filter_map(role).collect();
        Self { entities, roles, untold: untold(&marks) }
    }
}

/// What a rule went by.
fn gone_by(name: &Candidate) -> Option<String> {
    match &name.form {
        Form::Headed { head, .. } if name.rule != Rule::Listed => Some((*head).to_owned()),
        Form::Introduced { full } => Some(full.clone()),
        _ => None,
    }
}

fn title_reason(office: &Office, held: Held) -> TitleReason {
    TitleReason { noun: office.noun.clone(), kind: office.kind, held }
}

/// What was taken for a name by rules or model, and is neither told nor part of a name of its kind that is.
fn untold(marks: &Marks<'_>) -> Vec<UntoldName> {
    let told = |first: usize, last: usize, kind| {
        let end = marks.names.partition_point(|n| n.first <= first);
        end.checked_sub(1).and_then(|i| marks.names.get(i)).is_some_and(|n| n.last >= last && n.kind == kind)
    };
    let mut found: Vec<UntoldName> = Vec::new();
    let mut seen = FxHashSet::default();
    let mut proposed: Vec<&Candidate> = marks.proposed.iter().collect();
    proposed.sort_by(|a, b| b.score.total_cmp(&a.score));
    let asked: FxHashMap<_, _> = marks.trace.untold.iter().copied().collect();
    for candidate in proposed {
        let key = (candidate.first, candidate.last, candidate.kind);
        if seen.insert(key) && !told(key.0, key.1, key.2) {
            let span = marks.reading.span(candidate.first, candidate.last);
            let (proposed, probability) = ((candidate.rule, candidate.score), asked.get(&key).copied());
            found.push(UntoldName { span, kind: candidate.kind, proposed, probability });
        }
    }
    for ((first, last, kind), probability) in &marks.trace.untold {
        if seen.insert((*first, *last, *kind)) && !told(*first, *last, *kind) {
            let (span, proposed) = (marks.reading.span(*first, *last), (Rule::Model, 0.0));
            found.push(UntoldName { span, kind: *kind, proposed, probability: Some(*probability) });
        }
    }
    found.sort_by_key(|untold| untold.span);
    found
}
