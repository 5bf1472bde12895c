//! A reading to the features that Universal Dependencies has for it.

use super::analyse::Analysis;
use super::{Case, Person};

impl Analysis {
    /// The reading in the terms of Universal Dependencies, sorted: `Case=Gen|Number=Plur|Person[psor]=3`.
    ///
    /// A word without a case ending is in the nominative. -дағы has the locative's name, as in the treebank Kazakh-KTB.
    ///
    /// ```
    /// use shezhire::text::morphology::analyse;
    /// assert_eq!(analyse("елдеріне")[0].features(), "Case=Dat|Number=Plur|Person[psor]=3");
    /// ```
    #[must_use]
    pub fn features(&self) -> String {
        let mut features = vec![format!("Case={}", case_name(self.case()))];
        if self.is_plural() {
            features.push("Number=Plur".to_owned());
        }
        if let Some(person) = self.possessive() {
            features.extend(of_person(person, "[psor]"));
        }
        if let Some(person) = self.copula() {
            features.extend(of_person(person, ""));
        }
        features.sort_unstable();
        features.join("|")
    }
}

const fn case_name(case: Case) -> &'static str {
    match case {
        Case::Nominative => "Nom",
        Case::Genitive => "Gen",
        Case::Dative => "Dat",
        Case::Accusative => "Acc",
        Case::Locative | Case::Attributive => "Loc",
        Case::Ablative => "Abl",
        Case::Instrumental => "Ins",
    }
}

/// Person and, where the ending tells it, number and politeness; `layer` says whose.
fn of_person(person: Person, layer: &str) -> Vec<String> {
    let (number, polite) = match person {
        Person::FirstSingular | Person::SecondSingular => (Some("Sing"), false),
        Person::SecondFormal => (Some("Sing"), true),
        Person::FirstPlural => (Some("Plur"), false),
        Person::Third => (None, false),
    };
    let digit = match person {
        Person::FirstSingular | Person::FirstPlural => 1,
        Person::SecondSingular | Person::SecondFormal => 2,
        Person::Third => 3,
    };
    let mut features = vec![format!("Person{layer}={digit}")];
    features.extend(number.map(|number| format!("Number{layer}={number}")));
    features.extend(polite.then(|| format!("Polite{layer}=Form")));
    features
}
