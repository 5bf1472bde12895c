//! Promise: a reason is what decided, and every fact has one.

use super::*;
use crate::extract::{Extractor, NameModel, tagger};
use crate::model::Facts;
use crate::text::Release;

fn explain(text: &str) -> (Facts, Explanation) {
    let release = Release::from_text("хабар.txt", text).unwrap().remove(0);
    let (facts, why) = Extractor::new().explain(&release);
    assert_eq!(facts, Extractor::new().extract(&release));
    assert_eq!(facts.entities.len(), why.entities.len());
    assert!(facts.entities.iter().zip(&why.entities).all(|(e, mentions)| e.mentions.len() == mentions.len()));
    let lengths = (facts.dates.len(), facts.events.len(), facts.roles.len());
    assert_eq!(lengths, (why.dates.len(), why.events.len(), why.roles.len()));
    (facts, why)
}

const RELEASE: &str = "2023 жылғы 4 мамыр\nҚазақстанның Көлік министрі Айдос Бектемісов Шымкентте Ж. Қалмырзаевты \
    қабылдады. Кездесуде олар «Жетісу жолы» компаниясының жұмысын талқылады. Министр 12 маусымда Таразға барады. \
    Жиынға Еуразия қайта өңдеу ұйымы (ЕҚӨҰ) қатысты. ЕҚӨҰ есебін таныстырды. Кеше Бектемісов ауылдарды аралады.";

fn names_of<'w>(facts: &Facts, why: &'w Explanation, name: &str) -> Vec<&'w NameReason> {
    let at = facts.entities.iter().position(|e| e.name == name).unwrap_or_else(|| panic!("no {name}: {facts:?}"));
    let names = why.entities[at].iter();
    names.filter_map(|m| if let MentionReason::Name(name) = m { Some(name) } else { None }).collect()
}

#[test]
fn names_say_which_rule_proposed_them_and_what_joins_them() {
    let (facts, why) = explain(RELEASE);
    let person = names_of(&facts, &why, "Айдос Бектемісов");
    let marks: Vec<(Rule, Joined)> = person.iter().map(|n| (n.rule, n.joined)).collect();
    assert_eq!(marks, [(Rule::FullName, Joined::First), (Rule::ShortName, Joined::Person)]);
    assert_eq!(names_of(&facts, &why, "Ж. Қалмырзаев")[0].rule, Rule::Initials);
    let town = names_of(&facts, &why, "Шымкент")[0];
    assert_eq!((town.rule, town.score), (Rule::Listed, 0.93));
    let company = names_of(&facts, &why, "«Жетісу жолы» компаниясы")[0];
    assert_eq!((company.rule, company.by.as_deref()), (Rule::Headed, Some("компаниясы")));
    assert!(matches!(company.decided, Decided::Both(p) if p > 0.5));
    assert!(company.weights.windows(2).all(|w| w[0].weight.abs() >= w[1].weight.abs()) && !company.weights.is_empty());
}

#[test]
fn an_acronym_says_what_introduced_it() {
    let (facts, why) = explain(RELEASE);
    let names = names_of(&facts, &why, "Еуразия қайта өңдеу ұйымы");
    let acronym = names.last().unwrap();
    let marks: Vec<(Rule, Joined)> = names.iter().map(|n| (n.rule, n.joined)).collect();
    let introduced = (Rule::Introduced, Joined::Introduced);
    assert_eq!(marks, [(Rule::Headed, Joined::First), introduced, (Rule::Introduced, Joined::Words)]);
    assert_eq!(acronym.by.as_deref(), Some("Еуразия қайта өңдеу ұйымы"));
}

#[test]
fn a_name_of_the_model_alone_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let sentence = |n: usize| format!("Кеше {n}-топта Бозжігіттер жеңді, мұны төреші растады.");
    for n in 0..60 {
        let path = folder.path().join(format!("{n}.txt"));
        std::fs::write(&path, sentence(n)).unwrap();
        let annotation = r#"{"entities": [{"kind": "organisation", "mentions": ["Бозжігіттер"]}]}"#;
        std::fs::write(path.with_extension("json"), annotation).unwrap();
    }
    let mut numbers = tagger::Numbers::default();
    let lessons = tagger::releases(folder.path(), &mut numbers).unwrap();
    let bytes = tagger::learn(tagger::Scheme::Kinds, &lessons.iter().collect::<Vec<_>>(), &mut numbers);
    let model = tagger::Model::read(&bytes).unwrap().into_owned();
    let extractor = Extractor::with_names(NameModel::Own(std::sync::Arc::new(model)));
    let release = Release::from_text("хабар.txt", &sentence(70)).unwrap().remove(0);
    let (facts, why) = extractor.explain(&release);
    assert_eq!(facts.entities[0].name, "Бозжігіттер");
    let MentionReason::Name(name) = &why.entities[0][0] else { panic!("{why:?}") };
    assert_eq!(name.rule, Rule::Model);
    assert!(matches!(name.decided, Decided::ModelAlone(p) if p >= 0.97), "{name:?}");
    assert!(name.weights.iter().any(|w| w.feature == "stem «Бозжігіттер»" && w.weight > 0.0), "{:?}", name.weights);
    assert!(Extractor::with_names(NameModel::None).extract(&release).entities.is_empty());
}

#[test]
fn roles_and_titles_say_what_binds_them() {
    let (facts, why) = explain(RELEASE);
    assert_eq!(facts.roles[0].position, "Көлік министрі");
    let role = &why.roles[0];
    assert_eq!((role.title.noun.as_str(), role.title.held), ("министр", Held::BeforeName));
    assert_eq!(role.organisation, Some(OrganisationReason::Before));
    let titles = why.entities.iter().flatten().filter_map(|m| match m {
        MentionReason::Title(title) => Some(title.held),
        _ => None,
    });
    assert_eq!(titles.collect::<Vec<_>>(), [Held::Stated]);
}

#[test]
fn dates_say_which_rule_read_them() {
    let (facts, why) = explain(RELEASE);
    let shown: Vec<_> = facts.dates.iter().zip(&why.dates).map(|(d, r)| (d.value.to_string(), *r)).collect();
    let wanted = [
        ("2023-05-04", DateRule::WithYear, false),
        ("XXXX-06-12", DateRule::DayMonth, true),
        ("-P1D", DateRule::Deictic, true),
    ];
    let wanted = wanted.map(|(value, rule, from_release)| (value.to_owned(), DateReason { rule, from_release }));
    assert_eq!(shown, wanted);
}

/// The probability that weights add up to.
fn probability(weights: &[Weighed]) -> f64 {
    1.0 / (1.0 + f64::from(-weights.iter().map(|w| w.weight).sum::<f32>()).exp())
}

#[test]
fn the_weights_of_an_event_are_those_that_it_was_decided_by() {
    let (facts, why) = explain(RELEASE);
    let meeting = facts.events.iter().position(|e| e.trigger == "қабылдады").unwrap();
    assert!(why.events[meeting].row.contains("қабылда"), "{}", why.events[meeting].row);
    assert_eq!(why.events[meeting].modality, ModalityReason::Done);
    let visit = facts.events.iter().position(|e| e.trigger == "барады").unwrap();
    assert_eq!(why.events[visit].modality, ModalityReason::Coming);
    let mut decided = 0;
    for (event, reason) in facts.events.iter().zip(&why.events) {
        assert!((probability(&reason.weights) - reason.probability).abs() < 1e-4);
        let who: std::collections::BTreeSet<usize> = reason.parts.iter().map(|(who, _)| *who).collect();
        assert_eq!(who, event.participants.iter().chain(&event.organisations).copied().collect());
        let parts = reason.parts.iter().map(|(_, p)| (p.taken.probability(), &p.weights));
        let settings = reason.place.iter().chain(&reason.date).map(|s| (s.chosen.probability(), &s.weights));
        for (said, weights) in parts.chain(settings).filter_map(|(said, weights)| Some((said?, weights))) {
            assert!((probability(weights) - said).abs() < 1e-4, "{said} {weights:?}");
            decided += 1;
        }
    }
    assert!(decided > 2);
}

#[test]
fn what_is_not_told_says_how_near_it_was() {
    let (facts, why) = explain(RELEASE);
    for event in &why.untold_events {
        assert!((probability(&event.weights) - event.probability).abs() < 1e-4);
        assert!((0.0..=1.0).contains(&event.confidence));
        let told = |e: &crate::model::Event| e.span == event.span && e.event_type == event.event_type;
        assert!(!facts.events.iter().any(told));
    }
    assert!(why.untold_events.iter().any(|e| e.event_type == EventType::Meeting), "{:?}", why.untold_events);
}

#[test]
fn a_release_in_another_language_has_nothing_to_explain() {
    let release =
        Release::from_text("x.txt", "The minister met the ambassador in Astana on Monday.").unwrap().remove(0);
    assert_eq!(Extractor::new().explain(&release), Default::default());
}
