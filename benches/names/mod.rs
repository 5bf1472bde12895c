//! Made-up persons as releases name them: as unevenly spread over surnames and given names as real ones.

use std::collections::HashSet;

/// A generator that gives the same numbers everywhere.
pub struct Dice(fastrand::Rng);

impl Dice {
    /// The same each time.
    pub fn new() -> Self {
        Self(fastrand::Rng::with_seed(1))
    }

    /// A place among so many, the first ones oftener: the most frequent of 2,000 is about 2 of 100.
    pub fn uneven(&mut self, count: usize) -> usize {
        ((self.0.f64().powf(2.5) * count as f64) as usize).min(count - 1)
    }

    /// Whether something of this likelihood happens.
    pub fn happens(&mut self, likelihood: f64) -> bool {
        self.0.f64() < likelihood
    }
}

/// Given names, father's name and surname of so many persons, no two of whom have all in common.
pub fn persons(count: usize, dice: &mut Dice) -> Vec<[String; 3]> {
    let table = include_str!("../../grammar/kk/given_names.txt").lines().filter(|l| !l.starts_with(['#', '?']));
    let given: Vec<&str> = table.flat_map(str::split_whitespace).filter(|name| !name.contains('-')).collect();
    let mut persons = HashSet::new();
    let mut ordered = Vec::new();
    while ordered.len() < count {
        let name = |dice: &mut Dice| given[dice.uneven(given.len())].to_owned();
        let (own, father, stem) = (name(dice), name(dice), given[(dice.uneven(given.len()) * 7 + 3) % given.len()]);
        let ending =
            if stem.ends_with(['а', 'ә', 'е', 'и', 'і', 'й', 'ж', 'ш', 'я', 'ь']) { "ев" } else { "ов" };
        let stem = stem.trim_end_matches(['а', 'ә', 'е', 'и', 'і', 'й', 'я', 'ь']);
        let person = [own, father, format!("{stem}{ending}")];
        if persons.insert(person.clone()) {
            ordered.push(person);
        }
    }
    ordered
}

/// One of the forms that releases give a person.
pub fn form([given, father, surname]: &[String; 3], dice: &mut Dice) -> String {
    let initial = |name: &str| name.chars().next().unwrap_or('А');
    if dice.happens(0.2) {
        format!("{}. {surname}", initial(given))
    } else if dice.happens(0.05) {
        format!("{}.{}. {surname}", initial(given), initial(father))
    } else if dice.happens(0.3) {
        format!("{given} {father}ұлы {surname}")
    } else {
        format!("{given} {surname}")
    }
}
