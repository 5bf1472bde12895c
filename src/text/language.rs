//! A text to the language that it is in.

use super::Language;

/// How many characters of a text are looked at: as many from its beginning, and as many from its middle.
const LOOKED_AT: usize = 8_000;

/// Letters that Kazakh has and Russian has not.
const KAZAKH: &str = "әғқңөұүһі";

/// Those of them that neighbours of Kazakh have too: Kyrgyz, Tatar, Mongolian, Ukrainian.
const SHARED: &str = "әңөүһі";

/// Cyrillic letters of neither.
const FOREIGN: &str = "ўїєґҗҡҙҫҕљњјћђџѓќѕӣӯҳҷӑӗӳҥ";

/// Frequent short words, told apart by what no other language here has.
const KAZAKH_WORDS: [&str; 26] = [
    "мен",
    "пен",
    "бен",
    "да",
    "де",
    "бар",
    "деп",
    "деді",
    "бойынша",
    "туралы",
    "біз",
    "ал",
    "оны",
    "оның",
    "сондай",
    "болды",
    "болып",
    "атап",
    "осы",
    "бола",
    "арасында",
    "арналды",
    "сол",
    "содан",
    "дейін",
    "бірге",
];
const RUSSIAN_WORDS: [&str; 24] = [
    "и",
    "в",
    "на",
    "с",
    "по",
    "не",
    "что",
    "для",
    "из",
    "от",
    "к",
    "о",
    "за",
    "как",
    "это",
    "при",
    "был",
    "его",
    "были",
    "также",
    "года",
    "году",
    "со",
    "до",
];
const ENGLISH_WORDS: [&str; 20] = [
    "the", "of", "and", "to", "in", "for", "is", "on", "with", "that", "was", "by", "at", "as", "has", "from", "will",
    "have", "its", "this",
];

#[derive(Debug, Default)]
struct Counts {
    kazakh: usize,
    own: usize,
    foreign: usize,
    cyrillic: usize,
    latin: usize,
    accented: usize,
    words: usize,
    kazakh_words: usize,
    russian_words: usize,
    english_words: usize,
}

/// Detects the language by letters and frequent words. Costs time bounded by a constant.
pub(super) fn detect(text: &str) -> Language {
    let mut counts = Counts::default();
    let mut middle = text.len() / 2;
    while !text.is_char_boundary(middle) {
        middle += 1;
    }
    count(text.get(..middle).unwrap_or(""), &mut counts);
    count(text.get(middle..).unwrap_or(""), &mut counts);
    judge(&counts)
}

fn count(text: &str, counts: &mut Counts) {
    let mut word = String::new();
    for c in text.chars().take(LOOKED_AT).chain([' ']) {
        if !c.is_alphabetic() {
            let is = |words: &[&str]| usize::from(words.contains(&word.as_str()));
            counts.words += usize::from(!word.is_empty());
            counts.kazakh_words += is(&KAZAKH_WORDS);
            counts.russian_words += is(&RUSSIAN_WORDS);
            counts.english_words += is(&ENGLISH_WORDS);
            word.clear();
            continue;
        }
        let small = c.to_lowercase().next().unwrap_or(c);
        if word.len() < 40 {
            word.push(small);
        }
        match small {
            'a'..='z' => counts.latin += 1,
            '\u{df}'..='\u{24f}' => counts.accented += 1,
            '\u{400}'..='\u{52f}' => {
                counts.cyrillic += 1;
                let kazakh = KAZAKH.contains(small);
                counts.kazakh += usize::from(kazakh);
                counts.own += usize::from(kazakh && !SHARED.contains(small));
                counts.foreign += usize::from(FOREIGN.contains(small));
            }
            _ => {}
        }
    }
}

fn judge(counts: &Counts) -> Language {
    if counts.cyrillic > counts.latin + counts.accented {
        // Of the letters of Kazakh text every fifth is one of its own; қ, ғ, ұ are every twelfth.
        let percent = |n: usize| n * 100 / counts.cyrillic.max(1);
        return match () {
            () if percent(counts.foreign) >= 1 && counts.foreign * 4 > counts.own => Language::Unknown,
            () if counts.cyrillic >= 150 && percent(counts.kazakh) >= 4 && counts.own * 10 < counts.kazakh => {
                Language::Unknown
            }
            () if percent(counts.kazakh) >= 6 => Language::Kazakh,
            () if counts.kazakh_words > counts.russian_words => Language::Kazakh,
            // A sentence or two may have few of its letters; Russian ones have a preposition or a conjunction.
            () if counts.kazakh > 0 && counts.russian_words == 0 && counts.words < 20 => Language::Kazakh,
            () if counts.russian_words > 0 || counts.words > 4 => Language::Russian,
            () if counts.kazakh > 0 => Language::Kazakh,
            () => Language::Unknown,
        };
    }
    let english = counts.english_words * 100 / counts.words.max(1);
    let few_accents = counts.accented * 50 < counts.latin;
    if counts.latin > 0 && few_accents && (english >= 8 || (counts.english_words > 0 && counts.words < 8)) {
        Language::English
    } else {
        Language::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart() {
        let cases = [
            ("Премьер-министр ауыл шаруашылығын дамыту мәселелерін талқылады.", Language::Kazakh),
            ("Бала мен ата базарда болды.", Language::Kazakh),
            ("Бас прокурор Ж. Асанов Алматыда Марат Бекетаевты қабылдады.", Language::Kazakh),
            ("Президент", Language::Unknown),
            ("Қостанай", Language::Kazakh),
            ("Премьер-министр обсудил вопросы развития сельского хозяйства в Қазақстане.", Language::Russian),
            ("Заседание прошло в Алматы", Language::Russian),
            ("The President met with the governor of the region.", Language::English),
            ("Ministrul a discutat despre dezvoltarea agriculturii și a satelor.", Language::Unknown),
            (
                "Прем'єр-міністр обговорив питання розвитку сільського господарства України, її майбутнє.",
                Language::Unknown,
            ),
            ("12.03.2020", Language::Unknown),
            ("", Language::Unknown),
        ];
        for (text, language) in cases {
            assert_eq!(detect(text), language, "{text}");
        }
    }
}
