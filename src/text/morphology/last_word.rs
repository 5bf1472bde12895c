//! The last word of a name to the stems that its endings leave, each with what speaks for it.

use super::ending::Ending;
use super::nominative::Nominative;
use super::sounds::{Class, Fit, class, is_vowel, suits};
use super::table::TABLE;
use super::whole::{ends_as_head, is_land, is_whole};
use super::{Case, Person, Suffix};
use crate::model::EntityKind;
use crate::text::letters::{is_capitalised, lower_char};

/// Whether this ending is no part of a name.
pub(super) const fn takes_off(ending: &Ending) -> bool {
    matches!(ending.suffix, Suffix::Case(_) | Suffix::Belonging | Suffix::Copula(_))
}

/// How much more often a name's last word ends like this because it is inflected than because it is made so.
fn prior(ending: &Ending) -> f32 {
    match (ending.suffix, ending.letters.len()) {
        (Suffix::Case(Case::Genitive | Case::Attributive), _) => 5.0,
        (Suffix::Belonging, _) => 4.0,
        (Suffix::Case(Case::Instrumental), _) => 3.5,
        (Suffix::Case(Case::Dative | Case::Accusative), 2) => 3.0,
        (Suffix::Case(Case::Ablative), _) => 2.5,
        (Suffix::Case(Case::Locative), 2) => 1.5,
        (Suffix::Case(Case::Locative), _) => 2.5,
        // The possessive's н.
        (Suffix::Case(Case::Accusative), _) => 0.5,
        (Suffix::Copula(Person::FirstSingular | Person::FirstPlural), _) => -2.0,
        _ => -4.0,
    }
}

/// Ends of surnames, patronymics and given names: a stem that ends so is a person's name.
const PERSON_ENDS: &str = "ов ев ёв ин ова ева ина ский ская ич вна ұлы улы қызы кызы бай бек хан жан гүл нұр бет мет тай әлі али ғали енко швили ян зода";

/// The last word of a name, ready to be compared.
pub(super) struct Word<'a> {
    prefix: &'a str,
    text: &'a str,
    /// Closing quotes behind the word.
    closing: &'a str,
    letters: Vec<char>,
    /// The letters as a text.
    whole: String,
    kind: Option<EntityKind>,
}

impl<'a> Word<'a> {
    pub(super) fn new(prefix: &'a str, word: &'a str, kind: Option<EntityKind>) -> Self {
        let text = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let closing = word.strip_prefix(text).unwrap_or("");
        let letters: Vec<char> = text.chars().map(lower_char).collect();
        Self { prefix, text, closing, whole: letters.iter().collect(), letters, kind }
    }

    /// The nominatives that endings leave, besides the word as it stands; in no order.
    pub(super) fn candidates(&self) -> Vec<Nominative> {
        let whole = self.whole.as_str();
        let country = !matches!(self.kind, Some(EntityKind::Person)) && is_land(whole);
        let mut as_it_stands = if country || is_whole(whole) { 6.0 } else { 0.0 };
        if !self.closing.is_empty() {
            // The case of a quoted name stands behind the quotes, as a rule.
            as_it_stands += 1.5;
        }
        let mut found: Vec<Nominative> = Vec::new();
        for ending in TABLE.endings.iter().filter(|e| takes_off(e)) {
            let Some(rest) = self.letters.strip_suffix(ending.letters.as_slice()).filter(|rest| !rest.is_empty())
            else {
                continue;
            };
            let Some(score) = self.score(rest, ending) else { continue };
            // "Арыстан" is a man's name, and the ablative of the town Арыс.
            let town = self.kind == Some(EntityKind::Place) && is_whole(&rest.iter().collect::<String>());
            let score = if town { score } else { score - as_it_stands };
            self.push(&mut found, rest.len(), vec![ending.suffix], score);
            if let Some((stem, person)) = self.possessor(rest) {
                self.push(&mut found, stem, vec![Suffix::Possessive(person), ending.suffix], score + 2.0);
            }
        }
        if let Some((stem, person)) = self.possessor(&self.letters) {
            self.push(&mut found, stem, vec![Suffix::Possessive(person)], 2.0 - as_it_stands);
        }
        found
    }

    /// The length of the stem before a possessive that is no part of the name, and whose it is: "Қазақстанымыз",
    /// "(Қазақстан) Парламенті".
    fn possessor(&self, word: &[char]) -> Option<(usize, Person)> {
        if let Some(ours) = our(word) {
            return Some(ours);
        }
        let stem = match (self.kind, word) {
            (Some(EntityKind::Place), [stem @ .., 'с', 'ы']) => stem.ends_with(&['и', 'я']).then_some(stem),
            (Some(EntityKind::Organisation), [stem @ .., 'ы' | 'і']) => {
                let stem = stem.strip_suffix(&['с']).filter(|s| class(s) == Some(Class::Vowel)).unwrap_or(stem);
                // A softened consonant would have to be guessed back.
                (!matches!(stem.last(), None | Some('ғ' | 'г' | 'б'))).then_some(stem)
            }
            _ => None,
        }?;
        let name = word.iter().collect::<String>();
        (self.alone() && stem.len() > 2 && !is_whole(&name) && !name.ends_with("ұлы"))
            .then_some((stem.len(), Person::Third))
    }

    /// Whether the name is one word.
    fn alone(&self) -> bool {
        self.prefix.trim().is_empty() && !self.letters.contains(&'-')
    }

    fn push(&self, found: &mut Vec<Nominative>, letters: usize, suffixes: Vec<Suffix>, score: f32) {
        let stem: String = self.text.chars().take(letters).collect();
        let name = format!("{}{stem}{}", self.prefix, self.closing);
        match found.iter_mut().find(|n| n.name == name) {
            Some(known) if known.score >= score => {}
            Some(known) => (known.suffixes, known.score) = (suffixes, score),
            None => found.push(Nominative { name, suffixes, score }),
        }
    }

    /// How likely the ending is one, after this stem; `None` when the stem can't take it.
    fn score(&self, rest: &[char], ending: &Ending) -> Option<f32> {
        let mut score = prior(ending);
        if self.kind == Some(EntityKind::Person) && ending.suffix == Suffix::Case(Case::Locative) {
            // Persons are seldom places, and many names end in -ида.
            score = if matches!(self.letters.as_slice(), [.., 'и', 'д', 'а']) { -0.5 } else { 0.8 };
        }
        if ending.harmony.map_or(Some(Fit::Regular), |harmony| suits(rest, harmony))? == Fit::Loose {
            score -= 1.0;
        }
        let possessed = self.possessed(rest);
        let class = class(rest)?;
        if ending.follows(class) {
            // "министрлігіні" would be no Kazakh: after a possessive stands "н" alone.
            if possessed > 0.0 && !ending.possessed && !matches!(ending.suffix, Suffix::Copula(_)) {
                score -= 1.0;
            }
            // "министрлігінде" is no "министрлігін" with "де".
            if matches!(rest, [stem @ .., 'н'] if self.possessed(stem) > 0.0) {
                score -= 3.0;
            }
        } else if ending.possessed && matches!(rest, [.., 'ы' | 'і']) {
            score += possessed;
        } else if ending.mine {
            return None;
        } else if matches!(rest, [.., 'и' | 'у']) && ending.follows(Class::Vowel) {
            score -= 2.0;
        } else {
            return None;
        }
        if matches!(self.letters.as_slice(), [.., 'н', 'ы' | 'і']) && self.possessed(&self.letters) > 0.0 {
            // "күні" at the end of a compound name is "күн" in the possessive, not "кү" in the accusative.
            let proper = self.kind == Some(EntityKind::Place) && is_capitalised(self.text);
            score -= if proper { 1.0 } else { 4.0 };
        }
        Some(score + self.stem(rest))
    }

    /// What speaks for the stem as the last word of a name.
    fn stem(&self, rest: &[char]) -> f32 {
        // A person's last name can be short: "Ван И".
        let short_name = !self.alone() && matches!(self.kind, None | Some(EntityKind::Person));
        let mut score = match (rest.len(), short_name) {
            (1, true) => -2.0,
            (1, false) => -6.0,
            (2, true) => -0.5,
            (2, false) if !self.alone() => -1.0,
            (2, false) => -2.0,
            (3, _) => -0.3,
            _ => 0.0,
        };
        let acronym = self.text.chars().take(rest.len()).all(char::is_uppercase);
        if !acronym && !rest.iter().any(|&c| is_vowel(c)) {
            score -= 5.0;
        }
        if rest.last() == Some(&'ғ') {
            score -= 4.0;
        }
        let stem: String = rest.iter().collect();
        if is_whole(&stem) {
            score += 2.0;
        }
        if matches!(self.kind, None | Some(EntityKind::Person)) && PERSON_ENDS.split(' ').any(|end| stem.ends_with(end))
        {
            score += 2.0;
        }
        score
    }

    /// Whether the last word is a name itself, or a whole word that looks possessed, and no head.
    fn ends_in_name(&self) -> bool {
        is_whole(&self.whole) || (is_capitalised(self.text) && !self.letters.contains(&'-'))
    }

    /// Whether the word is the head of a compound, in the possessive of the third person.
    pub(super) fn is_possessed_head(&self) -> bool {
        self.possessed(&self.letters) > 0.0
    }

    /// What speaks for the letters ending in a possessive of the third person: below 0 when all is against it.
    fn possessed(&self, rest: &[char]) -> f32 {
        if !matches!(rest, [.., 'ы' | 'і']) {
            return -4.0;
        }
        let text: String = rest.iter().collect();
        if self.kind == Some(EntityKind::Person) {
            // Persons have no heads but patronymics: "Тұрсын" is no form of "Тұрсы".
            return if ["ұлы", "улы", "қызы", "кызы"].iter().any(|end| text.ends_with(end)) {
                2.0
            } else {
                -4.0
            };
        }
        let compound = !self.alone() && self.closing.is_empty();
        match self.kind {
            _ if ends_as_head(&text) => 2.0,
            // The last word of "Үлкен Нарын" is a name, not a head.
            Some(EntityKind::Place) if compound && self.ends_in_name() => -1.0,
            _ if compound => 1.0,
            Some(EntityKind::Organisation) if self.closing.is_empty() => 0.5,
            _ => -3.5,
        }
    }
}

/// The length of the stem before "our" or "your": "Қазақстанымыз".
fn our(word: &[char]) -> Option<(usize, Person)> {
    let endings = TABLE.endings.iter().filter_map(|e| match e.suffix {
        Suffix::Possessive(person @ (Person::FirstPlural | Person::SecondFormal)) => Some((e, person)),
        _ => None,
    });
    endings
        .filter_map(|(e, person)| {
            let rest = word.strip_suffix(e.letters.as_slice())?;
            let fits = e.harmony.is_none_or(|h| suits(rest, h) == Some(Fit::Regular)) && e.follows(class(rest)?);
            (fits && rest.len() > 3).then_some((rest.len(), person))
        })
        .min()
}
