//! Open gaps to decisions: whether the letters on both sides are more likely one word or two.

use super::words::{Gap, Kind, Outcome};
use crate::model::Span;
use crate::text::letters::lower;
use crate::text::lexicon::LEXICON;
use crate::text::{Language, language};

/// Words that follow others often and look like their endings: `қалалар мен`, `мектеп те`.
const PARTICLES: [&str; 19] = [
    "мен", "пен", "бен", "да", "де", "та", "те", "ма", "ме", "ба", "бе", "па", "пе", "ше", "не", "ол", "ал", "ай", "би",
];

/// Russian words of one letter, in Russian names and quotations.
const PREPOSITIONS: [&str; 6] = ["в", "к", "о", "с", "у", "и"];

/// How much more the letters must speak for one word when a part may be such a word: after a blank, after a line.
const SMALL_WORD: (f64, f64) = (6.0, 2.0);

/// How often a word of two words is written with a blank all the same, as a logarithm: `қонақ үй`, `заң бұзушылық`.
const WRITTEN_APART: f64 = -2.0;

/// The most parts that a word is torn into.
const PARTS: usize = 10;

/// The longest word, in bytes.
const LONGEST: usize = 80;

/// Parts of words in a row, with open gaps between them.
#[derive(Debug, Default)]
struct Chain {
    /// The parts in small letters.
    parts: Vec<String>,
    /// Which gaps, and of what kind, stand between them; one less than parts.
    gaps: Vec<(usize, Kind)>,
}

/// Decides the open gaps of `text`, which ends at `end`.
///
/// How often gaps tear words is estimated from all of them first: in a text that was never set in columns hardly any
/// does, in a newspaper every third line break.
pub(super) fn decide(text: &str, end: usize, gaps: &mut [Gap]) {
    let chains = chains(text, end, gaps);
    // The words of the model are Kazakh: of Russian it would make what it takes for Kazakh.
    if chains.is_empty() || language::detect(text) == Language::Russian {
        return;
    }
    let odds = Odds::estimate(&chains, gaps);
    for chain in &chains {
        decide_chain(chain, odds, gaps);
    }
}

/// Collects the gaps that the letters around them decide; others that need no more than a look are decided at once.
fn chains(text: &str, end: usize, gaps: &mut [Gap]) -> Vec<Chain> {
    let mut chains: Vec<Chain> = Vec::new();
    let mut continued = false;
    let spans: Vec<Span> = gaps.iter().map(|gap| gap.span).collect();
    for (i, gap) in gaps.iter_mut().enumerate() {
        let from = i.checked_sub(1).and_then(|last| spans.get(last)).map_or(0, |last| last.end);
        let to = spans.get(i + 1).map_or(end, |next| next.start);
        let (before, after) = (Span::new(from, gap.span.start).cut(text), Span::new(gap.span.end, to).cut(text));
        let Some(kind) = gap.open else {
            continued = false;
            continue;
        };
        let (first, second) = (letters_at_end(before), letters_at_start(after));
        if !is_candidate(kind, first, second) {
            gap.outcome = without_letters(kind, before, after, first, second).unwrap_or(gap.outcome);
            continued = false;
            continue;
        }
        let (first_small, second_small) = (lower(first), lower(second));
        if kind == Kind::Blank && surely_apart(&first_small, &second_small) {
            continued = false;
            continue;
        }
        match chains.last_mut() {
            Some(chain) if continued => {
                chain.gaps.push((i, kind));
                chain.parts.push(second_small);
            }
            _ => chains.push(Chain { parts: vec![first_small, second_small], gaps: vec![(i, kind)] }),
        }
        // The next gap goes on with this chain when nothing but letters stands between.
        continued = second.len() == after.len();
    }
    chains
}

/// The Cyrillic letters that a stretch ends in; nothing if they are part of a number or an address.
fn letters_at_end(stretch: &str) -> &str {
    let rest = stretch.trim_end_matches(is_letter);
    let letters = stretch.get(rest.len()..).unwrap_or("");
    if rest.ends_with(is_glue) || rest.ends_with('.') { "" } else { letters }
}

/// The Cyrillic letters that a stretch begins with; nothing if they are part of a number or an address.
fn letters_at_start(stretch: &str) -> &str {
    let rest = stretch.trim_start_matches(is_letter);
    let letters = stretch.get(..stretch.len() - rest.len()).unwrap_or("");
    if rest.starts_with(is_glue) { "" } else { letters }
}

fn is_letter(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

fn is_glue(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '/' | '@' | '_' | '#' | '\'' | '’')
}

/// Whether two parts can be one word as far as capitals and length go.
fn is_candidate(kind: Kind, first: &str, second: &str) -> bool {
    if first.is_empty() || second.is_empty() || first.len() + second.len() > LONGEST {
        return false;
    }
    let small = |text: &str| text.chars().all(char::is_lowercase);
    let capital = |text: &str| text.chars().all(char::is_uppercase);
    if capital(first) && first.chars().count() > 1 {
        kind != Kind::Hyphen && capital(second) && second.chars().count() > 1
    } else {
        small(second) && first.chars().skip(1).all(char::is_lowercase)
    }
}

/// What is made of a gap whose sides cannot be one Cyrillic word.
fn without_letters(kind: Kind, before: &str, after: &str, first: &str, second: &str) -> Option<Outcome> {
    match kind {
        // An ending of an acronym, a number or a quoted name: БҰҰ-ның.
        Kind::Hyphen => before.ends_with(|c: char| !c.is_lowercase()).then_some(Outcome::Hyphen),
        // The hyphen got lost with the break: Премьер-Министр.
        Kind::Line if second.chars().next().is_some_and(char::is_uppercase) => {
            LEXICON.is_compound(&lower(first), &lower(second)).then_some(Outcome::Hyphen)
        }
        Kind::Blank if stray_blank(before, after, first) => Some(Outcome::Nothing),
        Kind::Line | Kind::Blank => None,
    }
}

/// Whether a blank stands beside a hyphen by mistake: `Қасым -Жомарт`, `БҰҰ -ның`.
fn stray_blank(before: &str, after: &str, first: &str) -> bool {
    if let Some(rest) = after.strip_prefix('-') {
        let second = letters_at_start(rest);
        let acronym = first.chars().count() > 1 && first.chars().all(char::is_uppercase);
        let ending = (2..=5).contains(&second.chars().count()) && second.chars().all(char::is_lowercase);
        return (acronym && ending) || LEXICON.is_compound(&lower(first), &lower(second));
    }
    let first = before.strip_suffix('-').map_or("", letters_at_end);
    LEXICON.is_compound(&lower(first), &lower(letters_at_start(after)))
}

/// Whether two parts are words, and together none: the common case, told without looking at letters.
fn surely_apart(first: &str, second: &str) -> bool {
    LEXICON.count(first) > 1 && LEXICON.count(second) > 1 && LEXICON.count(&format!("{first}{second}")) == 0
}

/// How likely a gap of each kind tears a word, as logarithms of odds.
#[derive(Clone, Copy, Debug)]
struct Odds {
    blank: f64,
    line: f64,
    hyphen: f64,
}

impl Odds {
    /// Expects what earlier texts taught, and learns from this one in a few rounds of expectation and maximisation.
    fn estimate(chains: &[Chain], gaps: &[Gap]) -> Self {
        let mut odds = Self { blank: -6.2, line: -3.5, hyphen: 1.7 };
        let mut evidence = Vec::new();
        for chain in chains {
            for ((_, kind), (first, second)) in
                chain.gaps.iter().zip(chain.parts.iter().zip(chain.parts.iter().skip(1)))
            {
                evidence.push((*kind, one_word(first, second, *kind).clamp(-12.0, 12.0)));
            }
        }
        for _ in 0..4 {
            // Gaps imagined besides the ones at hand: of each kind, how many tear a word, and how many there are.
            odds = Self {
                blank: learn(Kind::Blank, odds, &evidence, gaps, (0.03, 50.0)),
                line: learn(Kind::Line, odds, &evidence, gaps, (0.6, 20.0)),
                hyphen: learn(Kind::Hyphen, odds, &evidence, gaps, (3.4, 4.0)),
            };
        }
        odds
    }

    const fn of(self, kind: Kind) -> f64 {
        match kind {
            Kind::Blank => self.blank,
            Kind::Line => self.line,
            Kind::Hyphen => self.hyphen,
        }
    }
}

fn learn(kind: Kind, odds: Odds, evidence: &[(Kind, f64)], gaps: &[Gap], imagined: (f64, f64)) -> f64 {
    let tears = |(_, odds_of_one): &(Kind, f64)| 1.0 / (1.0 + (-(odds_of_one + odds.of(kind))).exp());
    let torn: f64 = evidence.iter().filter(|(of, _)| *of == kind).map(tears).sum();
    let all = gaps.iter().filter(|gap| gap.open == Some(kind)).fold(0.0, |sum, _| sum + 1.0);
    let part = ((torn + imagined.0) / (all + imagined.1)).clamp(1e-4, 1.0 - 1e-2);
    (part / (1.0 - part)).ln()
}

/// How much more likely two parts are one word than two, as a logarithm, whatever the kind of gap is worth.
fn one_word(first: &str, second: &str, kind: Kind) -> f64 {
    let whole = LEXICON.log_probability(&format!("{first}{second}"));
    whole - penalty(first, second, kind) - two_words(first, second, kind)
}

fn two_words(first: &str, second: &str, kind: Kind) -> f64 {
    if kind == Kind::Hyphen {
        return LEXICON.log_compound(first, second);
    }
    let apart = LEXICON.log_probability(first) + LEXICON.log_probability(second);
    let counted = LEXICON.log_pair(first, second).unwrap_or(f64::NEG_INFINITY);
    let compound = kind == Kind::Blank && [first, second].iter().all(|part| is_plain_word(part));
    let either_way = match compound {
        true => LEXICON.log_probability(&format!("{first}{second}")) + WRITTEN_APART,
        false => f64::NEG_INFINITY,
    };
    apart.max(counted).max(either_way)
}

/// Whether letters are a word by themselves; the shorter they are, the more often they must be met as one.
fn is_plain_word(letters: &str) -> bool {
    let enough = if letters.chars().count() < 3 { 30 } else { 3 };
    LEXICON.count(letters) >= enough && !PARTICLES.contains(&letters)
}

fn penalty(first: &str, last: &str, kind: Kind) -> f64 {
    let small = PARTICLES.contains(&last) || PREPOSITIONS.contains(&first);
    match kind {
        Kind::Blank if small => SMALL_WORD.0,
        Kind::Line if small => SMALL_WORD.1,
        Kind::Blank | Kind::Line | Kind::Hyphen => 0.0,
    }
}

/// Finds the words that a chain most likely is, and decides its gaps by them (Viterbi).
fn decide_chain(chain: &Chain, odds: Odds, gaps: &mut [Gap]) {
    let parts = &chain.parts;
    // For each number of parts from the front: the best score of words made of them, and where the last word begins.
    let mut best: Vec<(f64, usize)> = vec![(0.0, 0)];
    for end in 1..=parts.len() {
        let mut found = (f64::NEG_INFINITY, end - 1);
        let mut word = String::new();
        let mut joining = 0.0;
        for start in (end.saturating_sub(PARTS)..end).rev() {
            let (Some(part), Some(&(before, _))) = (parts.get(start), best.get(start)) else { continue };
            word.insert_str(0, part);
            if start + 1 < end {
                joining += chain.gaps.get(start).map_or(0.0, |&(_, kind)| odds.of(kind));
            }
            if word.len() > LONGEST {
                break;
            }
            let apart = start.checked_sub(1).map_or(0.0, |gap| apart(chain, gap));
            let last = match (start + 1 < end, chain.gaps.get(end.saturating_sub(2)), parts.get(end - 1)) {
                (true, Some(&(_, kind)), Some(last)) => penalty(part, last, kind),
                _ => 0.0,
            };
            let score = before + apart + joining - last + LEXICON.log_probability(&word);
            if score > found.0 {
                found = (score, start);
            }
        }
        best.push(found);
    }
    for &(i, _) in &chain.gaps {
        if let Some(gap) = gaps.get_mut(i) {
            gap.outcome = Outcome::Nothing;
        }
    }
    let mut end = parts.len();
    while let Some(&(_, start)) = best.get(end).filter(|_| end > 0) {
        let gap = start.checked_sub(1).and_then(|at| chain.gaps.get(at));
        if let Some((gap, kind)) = gap.and_then(|&(i, kind)| Some((gaps.get_mut(i)?, kind))) {
            gap.outcome = if kind == Kind::Hyphen { Outcome::Hyphen } else { Outcome::Space };
        }
        end = start;
    }
}

/// How much more likely than by chance the parts around a gap stand side by side as two words.
fn apart(chain: &Chain, gap: usize) -> f64 {
    let (Some(first), Some(second), Some(&(_, kind))) =
        (chain.parts.get(gap), chain.parts.get(gap + 1), chain.gaps.get(gap))
    else {
        return 0.0;
    };
    two_words(first, second, kind) - LEXICON.log_probability(first) - LEXICON.log_probability(second)
}

#[cfg(test)]
mod tests {
    use crate::text::mend;

    fn mended(raw: &str) -> String {
        mend(raw).as_str().to_owned()
    }

    #[test]
    fn newspaper_columns_are_put_together() {
        let raw = "Биыл ауыл шаруашылығын дамы\nту бағдарламасы қабылдан\nды. Соның арқасында фер\nмерлердің жұмысы жең\nілдеп, ұлттық экономика\nның өсімі артты. Мемле кет\nтік органдар шешім қабыл\nдайды. ";
        assert_eq!(
            mended(raw),
            "Биыл ауыл шаруашылығын дамыту бағдарламасы қабылданды. Соның арқасында фермерлердің жұмысы жеңілдеп, ұлттық экономиканың өсімі артты. Мемлекеттік органдар шешім қабылдайды."
        );
    }

    #[test]
    fn own_hyphens_stay_and_those_of_breaks_go() {
        assert_eq!(
            mended("Бұл – экономи-\nкалық және әлеуметтік-\nэкономикалық мәселе, сондай-\nақ БҰҰ-\nның ісі."),
            "Бұл – экономикалық және әлеуметтік-экономикалық мәселе, сондай-ақ БҰҰ-ның ісі."
        );
    }

    #[test]
    fn words_of_plain_text_are_never_joined() {
        for text in [
            "Төле би көшесінде жаңа темір жол вокзалы ашылды.",
            "Қоғам мен билік арасында сенім де бар.",
            "Ел басына күн туғанда ер жігіт атқа қонады.",
            "Алматы мен Астана қалаларында ауыз су тапшы емес.",
            "Совещание в городе прошло с участием на встрече до сих пор не решённых вопросов.",
        ] {
            assert_eq!(mended(text), text);
        }
    }

    #[test]
    fn stray_blanks_beside_hyphens_go() {
        assert_eq!(
            mended("Қасым -Жомарт БҰҰ -ның мінбесінде сондай- ақ сөйледі - қысқа."),
            "Қасым-Жомарт БҰҰ-ның мінбесінде сондай-ақ сөйледі - қысқа."
        );
    }

    #[test]
    fn lost_hyphens_come_back() {
        assert_eq!(mended("Кеңесте ПремьерМинистр сөйледі."), "Кеңесте Премьер-Министр сөйледі.");
        assert_eq!(
            mended("Кеше қалада өткен кеңесте премьер\nминистр орынбасары сөз сөй\nледі."),
            "Кеше қалада өткен кеңесте премьер министр орынбасары сөз сөйледі."
        );
    }
}
