//! A name as a text inflects it to the stems that it may be a case of.
//!
//! Names are open: "Цзиньпинмен" or "Пуяннеге" stand in no dictionary, and foreign ones break vowel harmony. So only the
//! consonant rules of the case endings decide here; which of several stems is meant, the release itself tells.

/// A grammatical case, as far as extraction tells cases apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Case {
    /// No ending.
    Nominative,
    /// "-ның".
    Genitive,
    /// "-ға".
    Dative,
    /// "-ны".
    Accusative,
    /// "-да".
    Locative,
    /// "-дан".
    Ablative,
    /// "-мен".
    Instrumental,
    /// "-дағы": what is there.
    Attributive,
}

/// How a stem ends, as far as the consonants of its endings depend on it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Final {
    Vowel,
    /// "и", "у", "ю": a glide in Kazakh words, a vowel in others.
    Glide,
    Nasal,
    Liquid,
    Voiced,
    Voiceless,
    /// "б", "в", "г", "д": voiced in print, voiceless in speech; both sets of endings are met.
    Either,
    Other,
}

fn final_of(stem: &str) -> Final {
    let mut letters = stem.chars().rev().filter_map(|c| c.to_lowercase().next());
    match letters.next() {
        // A sign says how the letter before it sounds: "Меркельмен", "Казаньға".
        Some('ь' | 'ъ') => letters.next().map_or(Final::Other, final_of_letter),
        Some(letter) => final_of_letter(letter),
        None => Final::Other,
    }
}

const fn final_of_letter(letter: char) -> Final {
    match letter {
        'а' | 'ә' | 'е' | 'ё' | 'о' | 'ө' | 'ұ' | 'ү' | 'ы' | 'і' | 'э' | 'я' => Final::Vowel,
        'и' | 'у' | 'ю' => Final::Glide,
        'м' | 'н' | 'ң' => Final::Nasal,
        'р' | 'й' | 'л' => Final::Liquid,
        'з' | 'ж' => Final::Voiced,
        'б' | 'в' | 'г' | 'д' => Final::Either,
        'п' | 'ф' | 'к' | 'қ' | 'т' | 'с' | 'ш' | 'щ' | 'ч' | 'ц' | 'х' | 'һ' | 'ғ' => Final::Voiceless,
        _ => Final::Other,
    }
}

/// Case endings of a bare noun: ending, case, and after which finals it stands.
const BARE: &[(&str, Case, &[Final])] = {
    use Case::*;
    use Final::*;
    &[
        ("ның", Genitive, &[Vowel, Glide, Nasal]),
        ("нің", Genitive, &[Vowel, Glide, Nasal]),
        ("дың", Genitive, &[Glide, Liquid, Voiced, Either]),
        ("дің", Genitive, &[Glide, Liquid, Voiced, Either]),
        ("тың", Genitive, &[Voiceless, Either]),
        ("тің", Genitive, &[Voiceless, Either]),
        ("ға", Dative, &[Vowel, Glide, Nasal, Liquid, Voiced, Either]),
        ("ге", Dative, &[Vowel, Glide, Nasal, Liquid, Voiced, Either]),
        ("қа", Dative, &[Voiceless, Either]),
        ("ке", Dative, &[Voiceless, Either]),
        ("ны", Accusative, &[Vowel, Glide]),
        ("ні", Accusative, &[Vowel, Glide]),
        ("ды", Accusative, &[Glide, Nasal, Liquid, Voiced, Either]),
        ("ді", Accusative, &[Glide, Nasal, Liquid, Voiced, Either]),
        ("ты", Accusative, &[Voiceless, Either]),
        ("ті", Accusative, &[Voiceless, Either]),
        ("да", Locative, &[Vowel, Glide, Nasal, Liquid, Voiced, Either]),
        ("де", Locative, &[Vowel, Glide, Nasal, Liquid, Voiced, Either]),
        ("та", Locative, &[Voiceless, Either]),
        ("те", Locative, &[Voiceless, Either]),
        ("дан", Ablative, &[Vowel, Glide, Liquid, Voiced, Either]),
        ("ден", Ablative, &[Vowel, Glide, Liquid, Voiced, Either]),
        ("тан", Ablative, &[Voiceless, Either]),
        ("тен", Ablative, &[Voiceless, Either]),
        ("нан", Ablative, &[Nasal]),
        ("нен", Ablative, &[Nasal]),
        ("мен", Instrumental, &[Vowel, Glide, Nasal, Liquid]),
        ("бен", Instrumental, &[Voiced]),
        ("пен", Instrumental, &[Voiceless, Either]),
        ("дағы", Attributive, &[Vowel, Glide, Nasal, Liquid, Voiced, Either]),
        ("дегі", Attributive, &[Vowel, Glide, Nasal, Liquid, Voiced, Either]),
        ("тағы", Attributive, &[Voiceless, Either]),
        ("тегі", Attributive, &[Voiceless, Either]),
    ]
};

/// Case endings after a third-person possessive ending.
const POSSESSED: &[(&str, Case)] = &[
    ("ның", Case::Genitive),
    ("нің", Case::Genitive),
    ("ндағы", Case::Attributive),
    ("ндегі", Case::Attributive),
    ("нда", Case::Locative),
    ("нде", Case::Locative),
    ("нан", Case::Ablative),
    ("нен", Case::Ablative),
    ("на", Case::Dative),
    ("не", Case::Dative),
    ("мен", Case::Instrumental),
    ("н", Case::Accusative),
];

/// Endings of "our" between a name and its case ("Астанамыздың", "Елбасымыз").
const OURS: &[&str] = &["мыз", "міз", "ымыз", "іміз"];

/// The stems that `word` may be a case of, the whole word first: each is a prefix of `word`.
#[must_use]
pub fn stems(word: &str) -> Vec<(&str, Case)> {
    let mut found = vec![(word, Case::Nominative)];
    for (ending, case, finals) in BARE {
        let Some(stem) = word.strip_suffix(ending) else { continue };
        if let Some(name) = stem.strip_suffix(['-', '–', '’', '\'']) {
            found.push((name, *case));
        } else if finals.contains(&final_of(stem)) {
            found.push((stem, *case));
        } else if stem.chars().all(|c| c.is_uppercase() || c.is_ascii()) {
            // Acronyms take endings as they are read aloud, letter by letter.
            found.push((stem, *case));
        }
    }
    for at in 0..found.len() {
        let Some(&(stem, case)) = found.get(at) else { break };
        found.extend(OURS.iter().filter_map(|ours| stem.strip_suffix(ours)).map(|name| (name, case)));
    }
    found
}

/// The stems with a third-person possessive ending that `word` may be a case of, the whole word first.
#[must_use]
pub fn possessed_stems(word: &str) -> Vec<(&str, Case)> {
    let mut found = vec![(word, Case::Nominative)];
    for (ending, case) in POSSESSED {
        if let Some(stem) = word.strip_suffix(ending)
            && is_possessed(stem)
        {
            found.push((stem, *case));
        }
    }
    found
}

/// Whether a word may end in a third-person possessive ending.
#[must_use]
pub fn is_possessed(word: &str) -> bool {
    word.ends_with(['ы', 'і'])
}

/// A noun without its third-person possessive ending: the readings that spelling allows ("мектебі": "мектеб", "мектеп").
#[must_use]
pub fn unpossessed(word: &str) -> Vec<String> {
    let mut found = Vec::new();
    for ending in ["сы", "сі"] {
        if let Some(stem) = word.strip_suffix(ending)
            && matches!(final_of(stem), Final::Vowel | Final::Glide)
        {
            found.push(stem.to_owned());
        }
    }
    if let Some(stem) = word.strip_suffix(['ы', 'і']).map(|s| s.trim_end_matches('-')) {
        // Native stems voice their last consonant before the ending; foreign ones keep theirs.
        let hardened = match stem.chars().next_back() {
            Some('ғ') => Some('қ'),
            Some('г') => Some('к'),
            Some('б') => Some('п'),
            _ => None,
        };
        if let Some(hard) = hardened {
            let mut native = stem.to_owned();
            native.pop();
            native.push(hard);
            found.push(native);
        }
        found.push(stem.to_owned());
        if stem.ends_with('л') {
            // Russian words drop their soft sign: "королі".
            found.push(format!("{stem}ь"));
        }
    }
    found
}

/// A plural noun with a third-person possessive ending as its singular with that ending: "облыстары" is "облысы".
#[must_use]
pub fn singular(word: &str) -> Option<String> {
    let stem = ["лары", "дары", "тары", "лері", "дері", "тері"].iter().find_map(|ending| word.strip_suffix(ending))?;
    if stem.ends_with("орын") {
        // "кен орындары": the one drops its vowel.
        return stem.strip_suffix("ын").map(|root| format!("{root}ны"));
    }
    let front = word.ends_with('і');
    let mut noun = stem.to_owned();
    match (final_of(stem), noun.pop()) {
        (Final::Vowel, Some(last)) => noun.extend([last, 'с']),
        (_, Some('қ')) => noun.push('ғ'),
        (_, Some('к')) => noun.push('г'),
        (_, Some('п')) => noun.push('б'),
        (_, Some(last)) => noun.push(last),
        (_, None) => return None,
    }
    noun.push(if front { 'і' } else { 'ы' });
    Some(noun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(word: &str, stem: &str, case: Case) -> bool {
        stems(word).contains(&(stem, case))
    }

    #[test]
    fn names_lose_their_case_endings() {
        assert!(has("Серікбаевтың", "Серікбаев", Case::Genitive));
        assert!(has("Цзиньпинмен", "Цзиньпин", Case::Instrumental));
        assert!(has("Алматыдағы", "Алматы", Case::Attributive));
        assert!(has("БҰҰ-ның", "БҰҰ", Case::Genitive));
        assert!(has("Астанамыздың", "Астана", Case::Genitive));
    }

    #[test]
    fn consonant_rules_keep_endings_that_are_none() {
        assert!(!has("Петровка", "Петров", Case::Dative), "-ка is no ending");
        assert!(!has("Сұлтан", "Сұл", Case::Ablative));
        assert!(!has("Макканы", "Мак", Case::Accusative));
    }

    #[test]
    fn heads_lose_their_possessive() {
        assert!(unpossessed("мектебі").contains(&"мектеп".to_owned()));
        assert!(unpossessed("министрлігі").contains(&"министрлік".to_owned()));
        assert!(unpossessed("компаниясы").contains(&"компания".to_owned()));
        assert_eq!(singular("облыстары").as_deref(), Some("облысы"));
        assert_eq!(singular("министрліктері").as_deref(), Some("министрлігі"));
        assert_eq!(singular("телеарналары").as_deref(), Some("телеарнасы"));
        assert!(possessed_stems("министрлігінің").contains(&("министрлігі", Case::Genitive)));
    }
}
