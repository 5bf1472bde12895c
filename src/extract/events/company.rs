//! A happening to who took part.

use super::around::{Reach, is_clause_end, surroundings};
use super::clause::own_clause;
use super::happening::Happening;
use super::prospect::is_another;
use super::scene::{Scene, Seen};
use super::score::{Model, Sink, Weights, few};
use super::setting::ending_of;
use super::triggers::{Candidate, Ending};
use crate::extract::reasons::Taken;
use crate::extract::{Document, Shape};
use crate::model::{EntityKind, EventType, MentionForm};
use crate::text::morphology::{Case, VerbForm};

/// The persons, organisations and named events that took part, and why; when none is likely, the likeliest.
pub(super) fn participants(scene: &Scene, h: &Happening, weights: &Weights) -> Vec<(usize, Taken)> {
    let score = |entity: usize| {
        let mut score = weights.ask(Model::Participant);
        participant_features(scene, h, entity, &mut score);
        (score.probability(), entity)
    };
    let scored = who(scene, h).into_iter().map(score).collect::<Vec<_>>();
    let c = &h.candidate;
    // "Келесі кездесу Астанада өтеді": who comes to the next one is said in its own clause or not at all.
    let scored = match own_clause(scene, c).filter(|_| is_another(scene, c)) {
        Some(clause) => {
            let named =
                |e: usize| scene.mentions_of(c.sentence).iter().any(|m| m.entity == e && clause.contains(&m.first));
            scored.into_iter().filter(|(_, e)| named(*e)).collect()
        }
        None => scored,
    };
    // Those who meet are all named: nobody of another sentence joins them.
    let closed = matches!(c.event_type, Some(EventType::Meeting | EventType::Call))
        && matches!(c.ending, Ending::Verb(_))
        && own_company(scene, c) == "both";
    let here = |entity: usize| scene.mentions_of(c.sentence).iter().any(|m| m.entity == entity);
    let person = |entity: usize| scene.document.entities.get(entity).is_some_and(|e| e.kind == EntityKind::Person);
    let joins = |(p, e): &&(f64, usize)| *p >= PARTICIPANT && (!closed || !person(*e) || here(*e));
    let likely = scored.iter().filter(joins).map(|(p, e)| (*e, Taken::Likely(*p))).collect::<Vec<_>>();
    if !likely.is_empty() {
        return likely;
    }
    // "Жарлыққа қол қойдым", in somebody's speech: the speaker.
    let speaks = matches!(c.ending, Ending::Verb(verb) if verb.is_first_person());
    if let Some(speaker) = scene.speaker_of(c.sentence).filter(|_| speaks) {
        return vec![(speaker, Taken::Speaker)];
    }
    // "Екі ел басшысы қол қойды": the two persons that were named before.
    let end = scene.tokens_of(c.sentence).end;
    let mut before = scene.mentions.iter().take_while(|m| m.first < end).map(|m| m.entity).collect::<Vec<_>>();
    before.sort_unstable();
    before.dedup();
    if scene.has_plural_title(c.sentence) {
        let persons = before.iter().copied().filter(|e| person(*e)).collect::<Vec<_>>();
        if persons.len() == 2 {
            return persons.into_iter().map(|e| (e, Taken::BothBefore)).collect();
        }
    }
    // Whom the text names only later takes part in what is told there.
    let known = |e: usize| before.binary_search(&e).is_ok();
    let best = scored
        .into_iter()
        .filter(|(p, e)| *p >= SOMEBODY && known(*e))
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    best.map(|(p, entity)| (entity, Taken::Likeliest(p))).into_iter().collect()
}

// The least probability of having taken part, and that of the likeliest when there is nobody else: the best F1 on
// annotated releases in cross-validation.
const PARTICIPANT: f64 = 0.36;
const SOMEBODY: f64 = 0.15;

/// Persons, organisations and named events that are weighed when they stand nowhere near.
const MOST_LEADERS: usize = 8;

/// Words from the name of a body to that of the person who holds an office there.
const TITLE: usize = 8;

/// Whether a happening is of those that a release lists the company of in a sentence of its own.
fn is_attended(h: &Happening) -> bool {
    use EventType::{Celebration, Ceremony, Forum, Meeting, Session};
    matches!(h.candidate.event_type, Some(Session | Forum | Ceremony | Meeting | Celebration))
}

/// Entities that may have taken part: all in the sentences around, and those that the release is about.
pub(super) fn who(scene: &Scene, h: &Happening) -> Vec<usize> {
    let mut found = Vec::new();
    for (_, sentence) in surroundings(scene, h) {
        found.extend(scene.mentions_of(sentence).iter().filter(|m| m.kind != EntityKind::Place).map(|m| m.entity));
    }
    found.extend(scene.leaders.iter().copied());
    if is_attended(h) {
        found.extend(scene.attending.iter().copied());
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What speaks for and against `entity` having taken part.
pub(super) fn participant_features(scene: &Scene, h: &Happening, entity: usize, sink: &mut impl Sink) {
    let c = &h.candidate;
    let Some(e) = scene.document.entities.get(entity) else { return };
    let t = c.event_type.map_or("", EventType::as_str);
    let kind = e.kind.as_str();
    let ending = c.ending.name();
    sink.add(&[kind]);
    sink.add(&[t, kind]);
    sink.add(&[t, c.sense, kind]);
    if let Some(speaker) = h.speaker {
        sink.add(&["speaker", if speaker == entity { "yes" } else { "no" }, kind]);
    }
    let rank = few(scene.rank.get(entity).copied().unwrap_or(0));
    sink.add(&[t, kind, "rank", rank]);
    sink.add(&[t, kind, "mentions", few(e.mentions.len())]);
    let crowd = few(scene.persons);
    sink.add(&[t, kind, "persons in all", crowd]);
    sink.add(&[t, kind, "rank", rank, crowd]);
    let here = scene.mentions_of(c.sentence);
    let persons_here = here.iter().filter(|m| m.kind == EntityKind::Person).count();
    let mut reached = None;
    for (reach, sentence) in surroundings(scene, h) {
        let mut position = 0;
        for m in scene.mentions_of(sentence) {
            position += usize::from(m.kind == e.kind);
            if m.entity != entity {
                continue;
            }
            if reached.is_none() {
                reached = Some(reach);
            }
            add_mention(scene, h, m, reach, position, sink);
        }
    }
    let reach = reached.unwrap_or(Reach::Far).name();
    sink.add(&[kind, reach]);
    sink.add(&[t, kind, reach]);
    sink.add(&[t, c.sense, kind, reach]);
    sink.add(&[t, kind, reach, ending]);
    sink.add(&[t, kind, reach, "rank", rank]);
    sink.add(&[t, kind, reach, "persons here", few(persons_here)]);
    sink.add(&[t, c.sense, kind, reach, "persons here", few(persons_here)]);
    sink.add(&[t, kind, reach, "persons in all", crowd]);
    if scene.attending.binary_search(&entity).is_ok() {
        sink.add(&[kind, reach, "attends"]);
        sink.add(&[t, kind, reach, "attends"]);
        sink.add(&[t, c.sense, kind, "attends"]);
    }
    let own = own_company(scene, c);
    sink.add(&[kind, reach, "company", own]);
    sink.add(&[t, kind, reach, "company", own]);
    sink.add(&[t, c.sense, kind, reach, "company", own]);
    sink.add(&[t, kind, reach, "company", own, ending]);
    sink.add(&[t, kind, reach, "company", own, "rank", rank]);
    if scene.has_plural_title(c.sentence) {
        sink.add(&[kind, reach, "plural title"]);
        sink.add(&[t, kind, reach, "plural title"]);
        sink.add(&[t, kind, reach, "plural title", "persons in all", crowd]);
        sink.add(&[kind, reach, "plural title", "company", own]);
        sink.add(&[kind, reach, "plural title", "rank", rank]);
    }
    if scene.quoted.get(c.first).copied().unwrap_or(false) {
        let speaks = scene.speaker_of(c.sentence) == Some(entity);
        sink.add(&[t, kind, reach, "quoted", if speaks { "speaks" } else { "listens" }]);
        sink.add(&[kind, reach, "quoted", if speaks { "speaks" } else { "listens" }]);
    }
}

/// Whom the clause of a trigger names itself: its subject, a companion, both or none.
fn own_company(scene: &Scene, c: &Candidate) -> &'static str {
    let before = || scene.mentions_of(c.sentence).iter().filter(|m| m.kind == EntityKind::Person && m.last < c.first);
    let subject = before().any(|m| matches!(m.case, Case::Nominative) && !m.listed);
    let companion = before().any(|m| matches!(m.case, Case::Instrumental | Case::Accusative | Case::Dative));
    match (subject, companion) {
        (true, true) => "both",
        (true, false) => "subject",
        (false, true) => "companion",
        (false, false) => "none",
    }
}

/// What a mention near a trigger tells.
fn add_mention(scene: &Scene, h: &Happening, m: &Seen, reach: Reach, position: usize, sink: &mut impl Sink) {
    let c = &h.candidate;
    let t = c.event_type.map_or("", EventType::as_str);
    let kind = m.kind.as_str();
    let case = m.case.name();
    let title = if m.form == MentionForm::Title { "title" } else { "name" };
    let r = reach.name();
    sink.add(&[kind, r, case]);
    sink.add(&[t, kind, r, case]);
    sink.add(&[t, c.sense, kind, r, case]);
    sink.add(&[t, kind, r, title]);
    if m.listed {
        sink.add(&[t, kind, r, "listed"]);
    }
    if reach != Reach::Here {
        return;
    }
    let (side, distance) = if m.first <= c.last && c.first <= m.last {
        ("inside", 0)
    } else if m.last < c.first {
        ("before", c.first - m.last)
    } else {
        ("after", m.first - c.last)
    };
    let ending = c.ending.name();
    sink.add(&[kind, side, case]);
    sink.add(&[t, kind, side, case]);
    sink.add(&[t, c.sense, kind, side, case]);
    sink.add(&[t, kind, side, case, ending]);
    sink.add(&[t, kind, side, few(distance)]);
    sink.add(&[kind, side, case, few(distance)]);
    sink.add(&[t, kind, side, "position", few(position)]);
    sink.add(&[t, kind, side, case, title]);
    let here = scene.mentions_of(c.sentence);
    let beyond = here
        .iter()
        .any(|o| o.kind == m.kind && o.entity != m.entity && o.case == m.case && m.last < o.first && o.last < c.first);
    if side == "before" {
        sink.add(&[kind, case, if beyond { "another nearer" } else { "nearest" }]);
        sink.add(&[t, kind, case, if beyond { "another nearer" } else { "nearest" }]);
        sink.add(&[t, c.sense, kind, case, if beyond { "another nearer" } else { "nearest" }]);
    }
    if m.kind == EntityKind::Organisation {
        // "Қаржы министрлігінің басшысы Дәулет Сейітов": the body that a person is from.
        let from = here.iter().find(|o| o.kind == EntityKind::Person && m.last < o.first && o.first < m.last + TITLE);
        let from = from.map_or("nobody", |o| o.case.name());
        sink.add(&[kind, case, "of a person in", from]);
        sink.add(&[t, kind, case, "of a person in", from]);
    }
    let (tail, follower) = (ending_of(scene.word(c.last)), scene.gist(c.last + 1));
    sink.add(&[kind, side, case, "tail", tail]);
    sink.add(&[t, kind, side, case, "tail", tail]);
    sink.add(&[kind, side, case, "follower", follower]);
    sink.add(&[t, kind, side, case, "follower", follower]);
    if describes(scene, c) {
        let first = here.iter().find(|o| o.kind == EntityKind::Person && o.first > c.last);
        let described = if first.is_some_and(|o| o.entity == m.entity) { "described" } else { "not described" };
        sink.add(&[kind, described]);
        sink.add(&[t, kind, described]);
        sink.add(&[t, kind, side, case, described]);
    }
    let after = scene.gist(m.last + 1);
    sink.add(&[kind, "next", after]);
    sink.add(&[t, kind, "next", after]);
    let between = if side == "before" { m.last + 1..c.first } else { c.last + 1..m.first };
    let verbs = between.clone().filter(|at| is_clause_end(scene.word(*at))).count();
    let commas = between.filter(|at| scene.word(*at) == ",").count();
    sink.add(&[kind, side, case, "clauses", few(verbs)]);
    sink.add(&[t, kind, side, "clauses", few(verbs)]);
    sink.add(&[kind, side, case, "commas", few(commas)]);
    let quoted = |at: usize| scene.quoted.get(at).copied().unwrap_or(false);
    if quoted(m.first) != quoted(c.first) {
        sink.add(&[kind, "across a quotation"]);
    }
}

/// Whether a trigger is a participle before the noun that it describes: "ресми сапармен келген Премьер-министр".
fn describes(scene: &Scene, c: &Candidate) -> bool {
    let Ending::Verb(verb) = c.ending else { return false };
    matches!(verb.form, VerbForm::Perfect | VerbForm::Habitual)
        && scene.document.tokens.get(c.last + 1).is_some_and(|t| t.shape != Shape::Mark && t.sentence == c.sentence)
}

/// The entities that a release is about: the most mentioned persons, organisations and named events.
pub(super) fn leaders(document: &Document) -> Vec<usize> {
    let mut found = (0..document.entities.len())
        .filter(|i| document.entities.get(*i).is_some_and(|e| e.kind != EntityKind::Place))
        .collect::<Vec<_>>();
    found.sort_by_key(|i| (std::cmp::Reverse(document.entities.get(*i).map_or(0, |e| e.mentions.len())), *i));
    found.truncate(MOST_LEADERS);
    found
}
