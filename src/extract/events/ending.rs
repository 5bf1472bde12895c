//! Endings of a trigger or a name to what they say: case of a noun; tense, person and negation of a verb.

/// What the ending of a noun says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Case {
    Nominative,
    Genitive,
    Dative,
    Accusative,
    Locative,
    Ablative,
    Instrumental,
}

impl Case {
    /// Its name in the table of weights.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Nominative => "nom",
            Self::Genitive => "gen",
            Self::Dative => "dat",
            Self::Accusative => "acc",
            Self::Locative => "loc",
            Self::Ablative => "abl",
            Self::Instrumental => "ins",
        }
    }
}

/// What the ending of a verb says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Verb {
    /// Its form.
    pub(super) form: VerbForm,
    /// Whether it says that the thing is not done ("кездеспеді").
    pub(super) negated: bool,
    /// Whether it speaks in the first person ("қол қойдым").
    pub(super) first_person: bool,
}

/// Forms of the verb, as far as they tell when and whether.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum VerbForm {
    /// кездесті
    Past,
    /// кездескен
    Perfect,
    /// кездесіп, кездесе
    Converb,
    /// кездеседі
    Future,
    /// кездесетін
    Habitual,
    /// кездесу (and its cases)
    Infinitive,
    /// кездессе
    Conditional,
    /// кездеспек
    Intention,
    /// кездессін
    Wish,
}

impl VerbForm {
    /// Its name in the table of weights.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::Perfect => "perf",
            Self::Converb => "conv",
            Self::Future => "fut",
            Self::Habitual => "habit",
            Self::Infinitive => "inf",
            Self::Conditional => "cond",
            Self::Intention => "int",
            Self::Wish => "wish",
        }
    }
}

const PLURALS: [&str; 6] = ["лар", "лер", "дар", "дер", "тар", "тер"];
const POSSESSIVES: [&str; 22] = [
    "ымыз", "іміз", "ыңыз", "іңіз", "мыз", "міз", "ңыз", "ңіз", "ым", "ім", "ың", "ің", "сы", "сі", "ы", "і", "м", "ң",
    "ымда", "імде", "у", "уы",
];
const CASES: [(&str, Case); 42] = [
    ("ның", Case::Genitive),
    ("нің", Case::Genitive),
    ("дың", Case::Genitive),
    ("дің", Case::Genitive),
    ("тың", Case::Genitive),
    ("тің", Case::Genitive),
    ("менен", Case::Instrumental),
    ("мен", Case::Instrumental),
    ("бен", Case::Instrumental),
    ("пен", Case::Instrumental),
    ("ға", Case::Dative),
    ("ге", Case::Dative),
    ("қа", Case::Dative),
    ("ке", Case::Dative),
    ("на", Case::Dative),
    ("не", Case::Dative),
    ("а", Case::Dative),
    ("е", Case::Dative),
    ("дан", Case::Ablative),
    ("ден", Case::Ablative),
    ("тан", Case::Ablative),
    ("тен", Case::Ablative),
    ("нан", Case::Ablative),
    ("нен", Case::Ablative),
    ("нда", Case::Locative),
    ("нде", Case::Locative),
    ("да", Case::Locative),
    ("де", Case::Locative),
    ("та", Case::Locative),
    ("те", Case::Locative),
    ("ндағы", Case::Locative),
    ("ндегі", Case::Locative),
    ("дағы", Case::Locative),
    ("дегі", Case::Locative),
    ("тағы", Case::Locative),
    ("тегі", Case::Locative),
    ("ды", Case::Accusative),
    ("ді", Case::Accusative),
    ("ты", Case::Accusative),
    ("ті", Case::Accusative),
    ("ны", Case::Accusative),
    ("ні", Case::Accusative),
];

/// The case that `rest`, all that follows a noun's stem, puts it in; `None` when these are no endings of a noun.
pub(super) fn noun_case(rest: &str) -> Option<Case> {
    let rest = rest.trim_start_matches('-');
    let bare = [rest].into_iter().chain(PLURALS.iter().filter_map(|p| rest.strip_prefix(p)));
    for rest in bare {
        if let Some(case) = case_only(rest) {
            return Some(case);
        }
        for possessive in POSSESSIVES {
            match rest.strip_prefix(possessive) {
                // After the possessive of the third person the accusative is a bare н.
                Some("н") => return Some(Case::Accusative),
                Some(rest) => {
                    if let Some(case) = case_only(rest) {
                        return Some(case);
                    }
                }
                None => {}
            }
        }
    }
    None
}

fn case_only(rest: &str) -> Option<Case> {
    if rest.is_empty() {
        return Some(Case::Nominative);
    }
    CASES.iter().find(|(ending, _)| *ending == rest).map(|(_, case)| *case)
}

/// The case of a whole word whose stem is not known, by its ending alone.
///
/// The first sound of an ending agrees with the last of the stem: the т of "президенті" is no accusative after н.
pub(super) fn word_case(word: &str) -> Case {
    let agrees = |ending: &str| {
        let Some(before) = word.strip_suffix(ending).and_then(|stem| stem.chars().next_back()) else { return false };
        let vowel = "аәеиоөуұүыіэюя".contains(before);
        let voiceless = "пткқсшщфхцчбвгд".contains(before);
        match ending.chars().next() {
            Some('т' | 'қ' | 'к' | 'п') => voiceless,
            Some('д') => !voiceless && (!vowel || !matches!(ending, "ды" | "ді" | "дың" | "дің")),
            Some('н') => vowel || ("мнң".contains(before) && matches!(ending, "ның" | "нің" | "нан" | "нен")),
            Some('ғ' | 'г') => !voiceless,
            _ => true,
        }
    };
    let long = |ending: &str| ending.chars().count() > 1;
    if let Some((_, case)) = CASES.iter().find(|(ending, _)| long(ending) && agrees(ending)) {
        return *case;
    }
    let possessed = |ending: &str| word.strip_suffix(ending).is_some_and(|stem| stem.chars().count() > 3);
    if possessed("сын") || possessed("сін") || possessed("ын") || possessed("ін") {
        Case::Accusative
    } else {
        Case::Nominative
    }
}

/// The case of a name whose last word is `word` here and `base` in the nominative.
pub(super) fn name_case(word: &str, base: &str) -> Case {
    if let Some(rest) = word.strip_prefix(base) {
        return noun_case(rest).unwrap_or_else(|| word_case(word));
    }
    // The last letter of the stem changes before a vowel ("банк, банкі" does not, "одақ, одағы" does).
    let stem = base.char_indices().next_back().map_or("", |(at, _)| base.get(..at).unwrap_or(""));
    match word.strip_prefix(stem).filter(|_| !stem.is_empty()) {
        Some(rest) => {
            let mut rest = rest.chars();
            rest.next();
            noun_case(rest.as_str()).unwrap_or_else(|| word_case(word))
        }
        None => word_case(word),
    }
}

const VOICES: [&str; 18] =
    ["", "ыл", "іл", "л", "ын", "ін", "н", "ыс", "іс", "тыр", "тір", "дыр", "дір", "ғыз", "гіз", "қыз", "кіз", "т"];
const NEGATIONS: [&str; 7] = ["", "ма", "ме", "ба", "бе", "па", "пе"];
const PASTS: [&str; 4] = ["ды", "ді", "ты", "ті"];
const PERSONS: [(&str, bool); 7] =
    [("", false), ("м", true), ("қ", true), ("к", true), ("ң", false), ("ңыз", false), ("ңіз", false)];

/// What `rest`, all that follows a verb's stem, says; `None` when these are no endings of a verb.
pub(super) fn verb_form(rest: &str) -> Option<Verb> {
    for voice in VOICES {
        let Some(rest) = rest.strip_prefix(voice) else { continue };
        for negation in NEGATIONS {
            let Some(rest) = rest.strip_prefix(negation) else { continue };
            if let Some((form, first_person)) = ending_of_verb(rest) {
                return Some(Verb { form, negated: !negation.is_empty(), first_person });
            }
        }
    }
    None
}

fn ending_of_verb(rest: &str) -> Option<(VerbForm, bool)> {
    for past in PASTS {
        if let Some(person) = rest.strip_prefix(past)
            && let Some((_, first)) = PERSONS.iter().find(|(ending, _)| *ending == person)
        {
            return Some((VerbForm::Past, *first));
        }
    }
    for perfect in ["ған", "ген", "қан", "кен"] {
        if let Some(tail) = rest.strip_prefix(perfect) {
            let first =
                ["мын", "мін", "быз", "біз"].contains(&tail) || tail.starts_with("ым") || tail.starts_with("ім");
            let noun = ["дық", "дік", "дығы", "дігі"].iter().find_map(|d| tail.strip_prefix(d)).unwrap_or(tail);
            if first || noun_case(noun).is_some() {
                return Some((VerbForm::Perfect, first));
            }
        }
    }
    for converb in ["ып", "іп", "п"] {
        if let Some(tail) = rest.strip_prefix(converb)
            && ["", "ті", "ты", "пін", "пын"].contains(&tail)
        {
            return Some((VerbForm::Converb, ["пін", "пын"].contains(&tail)));
        }
    }
    for habitual in ["атын", "етін", "йтын", "йтін"] {
        if rest
            .strip_prefix(habitual)
            .is_some_and(|tail| noun_case(tail).is_some() || tail.starts_with("дық") || tail.starts_with("дік"))
            || rest.strip_prefix(habitual).is_some_and(|tail| tail.starts_with("дығ") || tail.starts_with("діг"))
        {
            return Some((VerbForm::Habitual, false));
        }
    }
    for future in ["а", "е", "й"] {
        if let Some(tail) = rest.strip_prefix(future) {
            match tail {
                "" => return Some((VerbForm::Converb, false)),
                "ды" | "ді" | "сыз" | "сіз" => return Some((VerbForm::Future, false)),
                "мын" | "мін" | "мыз" | "міз" => return Some((VerbForm::Future, true)),
                _ => {}
            }
        }
    }
    for conditional in ["са", "се"] {
        if let Some(tail) = rest.strip_prefix(conditional)
            && PERSONS.iter().any(|(ending, _)| *ending == tail)
        {
            return Some((VerbForm::Conditional, tail == "м" || tail == "қ" || tail == "к"));
        }
    }
    for wish in ["сын", "сін", "йын", "йін", "айық", "ейік", "йық", "йік"] {
        if rest == wish {
            return Some((VerbForm::Wish, wish.starts_with('а') || wish.starts_with('е') || wish.starts_with('й')));
        }
    }
    for intention in ["мақ", "мек", "бақ", "бек", "пақ", "пек", "мақшы", "мекші", "бақшы", "бекші", "пақшы", "пекші"]
    {
        if rest == intention {
            return Some((VerbForm::Intention, false));
        }
    }
    let tail = rest.strip_prefix('у').filter(|tail| noun_case(tail).is_some())?;
    Some((VerbForm::Infinitive, ["ім", "ым", "іміз", "ымыз"].iter().any(|e| tail.starts_with(e))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_of_nouns_give_the_case() {
        for (rest, case) in [
            ("", Case::Nominative),
            ("сі", Case::Nominative),
            ("лері", Case::Nominative),
            ("нің", Case::Genitive),
            ("сінің", Case::Genitive),
            ("лерін", Case::Accusative),
            ("ке", Case::Dative),
            ("іне", Case::Dative),
            ("інде", Case::Locative),
            ("імізде", Case::Locative),
            ("нен", Case::Ablative),
            ("лермен", Case::Instrumental),
            ("-ға", Case::Dative),
        ] {
            assert_eq!(noun_case(rest), Some(case), "{rest}");
        }
        assert_eq!(noun_case("керлік"), None);
    }

    #[test]
    fn names_are_compared_with_their_nominative() {
        assert_eq!(name_case("серікұлымен", "серікұлы"), Case::Instrumental);
        assert_eq!(name_case("дина", "дина"), Case::Nominative);
        assert_eq!(name_case("динаны", "дина"), Case::Accusative);
        assert_eq!(name_case("одағының", "одақ"), Case::Genitive);
        assert_eq!(name_case("басшысына", "асан"), Case::Dative);
    }

    #[test]
    fn endings_agree_with_the_sound_before_them() {
        for (word, case) in [
            ("президенті", Case::Nominative),
            ("президентті", Case::Accusative),
            ("депутаты", Case::Nominative),
            ("министрді", Case::Accusative),
            ("министрінің", Case::Genitive),
            ("төрағасымен", Case::Instrumental),
            ("қаласында", Case::Locative),
            ("басшысын", Case::Accusative),
            ("қазақстанда", Case::Locative),
            ("елбасына", Case::Dative),
        ] {
            assert_eq!(word_case(word), case, "{word}");
        }
    }

    #[test]
    fn endings_of_verbs_give_tense_person_and_negation() {
        let form = |rest| verb_form(rest).map(|v| (v.form, v.negated, v.first_person));
        assert_eq!(form("ті"), Some((VerbForm::Past, false, false)));
        assert_eq!(form("тік"), Some((VerbForm::Past, false, true)));
        assert_eq!(form("педі"), Some((VerbForm::Past, true, false)));
        assert_eq!(form("кен"), Some((VerbForm::Perfect, false, false)));
        assert_eq!(form("іп"), Some((VerbForm::Converb, false, false)));
        assert_eq!(form("е"), Some((VerbForm::Converb, false, false)));
        assert_eq!(form("еді"), Some((VerbForm::Future, false, false)));
        assert_eq!(form("етінін"), Some((VerbForm::Habitual, false, false)));
        assert_eq!(form("пек"), Some((VerbForm::Intention, false, false)));
        assert_eq!(form("уін"), Some((VerbForm::Infinitive, false, false)));
        assert_eq!(form("се"), Some((VerbForm::Conditional, false, false)));
        assert_eq!(form("тылық"), None);
    }
}
