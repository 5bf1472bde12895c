//! Forms of one block to organisations: by quoted name and head, by full name and acronym.

use std::collections::{BTreeMap, BTreeSet};

use super::acronym::{initials, is_acronym};
use super::tables::acronym_of;
use super::{Cluster, Doubt, Forms, Resolution, plain_key, shown};
use crate::text::morphology::unpossessed;

/// Beginnings that say whose an institution is, left out as often as not.
const OF_THE_COUNTRY: [&str; 3] = ["қазақстан республикасының ", "қазақстанның ", "қр "];

/// Legal forms, written out or short: they tell apart only what nothing else tells apart.
const LEGAL_FORMS: [&str; 7] = [
    "акционерлік қоғамы",
    "акционерлік қоғам",
    "жауапкершілігі шектеулі серіктестігі",
    "жауапкершілігі шектеулі серіктестік",
    "компаниясы",
    "ақ",
    "жшс",
];

/// Heads of media, which a company of the same name may publish without being the same.
const MEDIA: [&str; 6] = ["газеті", "журналы", "телеарнасы", "радиосы", "порталы", "сайты"];

/// Heads before which a single word is a quoted name, also where the quotes were forgotten.
const QUOTED_BEFORE: [&str; 6] = ["газеті", "журналы", "телеарнасы", "радиосы", "порталы", "партиясы"];

/// How likely a quoted name alone, or an acronym, stands for one of several that it fits.
const FITS_SEVERAL: f64 = 0.5;
/// How likely two organisations of one quoted name are one when only what stands before the head differs.
const LONGER_HEAD: f64 = 0.7;

/// The quoted name, else the acronym or initials, else the name itself.
pub(super) fn block_of(form: &str) -> String {
    let name = Name::parse(form);
    if let Some(quoted) = name.quoted {
        return format!("«{quoted}»");
    }
    let short = acronym_of(&name.key).map(str::to_owned).unwrap_or_else(|| initials(&name.key));
    if short.is_empty() { name.key } else { plain_key(&short) }
}

/// The identity that the name alone tells.
pub(super) fn name_key(form: &str) -> String {
    Name::parse(form).identity()
}

/// Names of one quoted name are one organisation unless their heads differ; names of one acronym are one organisation
/// each by their words, and the acronym joins the only one that it fits.
pub(super) fn resolve(forms: &Forms) -> Resolution {
    let mut groups: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut short: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for form in forms.keys() {
        let name = Name::parse(form);
        let alone = if name.quoted.is_some() {
            name.head.is_empty()
        } else {
            is_acronym(form) && acronym_of(&name.key).is_none()
        };
        let into = if alone { &mut short } else { &mut groups };
        into.entry(name.identity()).or_default().insert(form);
    }
    let mut doubts = Vec::new();
    let known: Vec<String> = groups.keys().cloned().collect();
    for (key, own) in short {
        let published = own.iter().any(|f| Name::parse(f).is_company) && known.iter().any(|k| is_medium(k));
        match known.as_slice() {
            [only] if !published => groups.entry(only.clone()).or_default().extend(own),
            several => {
                let why = "the short name fits several organisations";
                doubts.extend(several.iter().map(|other| doubt(&key, other, FITS_SEVERAL, why)));
                groups.entry(key).or_default().extend(own);
            }
        }
    }
    let quoted: Vec<&String> = known
        .iter()
        .filter(|k| groups.get(*k).is_some_and(|g| g.iter().any(|f| Name::parse(f).quoted.is_some())))
        .collect();
    for (i, a) in quoted.iter().enumerate() {
        let alike = quoted.iter().skip(i + 1).filter(|b| head_noun(a) == head_noun(b));
        doubts.extend(alike.map(|b| doubt(a, b, LONGER_HEAD, "one quoted name, one head, more said of it")));
    }
    doubts.sort_by(|a, b| (&a.first, &a.second).cmp(&(&b.first, &b.second)));
    let clusters = groups.into_iter().map(|(key, own)| cluster(forms, key, &own)).collect();
    Resolution { clusters, doubts }
}

fn is_medium(key: &str) -> bool {
    MEDIA.iter().any(|head| key.ends_with(head))
}

fn head_noun(key: &str) -> &str {
    key.rsplit(' ').next().unwrap_or(key)
}

fn doubt(a: &str, b: &str, score: f64, why: &str) -> Doubt {
    let (first, second) = if a <= b { (a, b) } else { (b, a) };
    Doubt { first: first.to_owned(), second: second.to_owned(), score, why: why.to_owned() }
}

fn cluster(forms: &Forms, key: String, own: &BTreeSet<&str>) -> Cluster {
    let counted = |full: bool| forms.iter().filter(move |(f, _)| own.contains(f.as_str()) && !(full && is_acronym(f)));
    let full = shown(counted(true));
    let name = if full.is_empty() { shown(counted(false)) } else { full };
    Cluster { key, name, forms: own.iter().map(|f| (*f).to_owned()).collect() }
}

/// A name taken apart.
struct Name {
    /// The whole without case, quotes and country.
    key: String,
    /// What stands in quotes.
    quoted: Option<String>,
    /// What stands beside the quotes, without a legal form.
    head: String,
    /// Whether a legal form stands beside the quotes.
    is_company: bool,
}

impl Name {
    fn parse(form: &str) -> Self {
        let mut key = plain_key(form);
        if let Some(rest) = OF_THE_COUNTRY.iter().find_map(|c| key.strip_prefix(c)) {
            // "Қазақстан Республикасының Үкіметі" is "Үкімет": the ending only said whose.
            key = if rest.contains(' ') { rest.to_owned() } else { unpossessed(rest) };
        }
        let quoted = form.split_once(['«', '"', '“']).and_then(|(_, rest)| rest.split_once(['»', '"', '”']));
        let Some((inside, after)) = quoted else {
            return match key.split_once(' ') {
                Some((own, head)) if QUOTED_BEFORE.contains(&head) && acronym_of(&key).is_none() => {
                    Self { quoted: Some(own.to_owned()), head: head.to_owned(), is_company: false, key }
                }
                _ => Self { key, quoted: None, head: String::new(), is_company: false },
            };
        };
        let mut head = plain_key(after);
        let whole = head.clone();
        for form in LEGAL_FORMS {
            if let Some(rest) = head.strip_suffix(form)
                && (rest.is_empty() || rest.ends_with(' '))
            {
                head = rest.trim_end().to_owned();
            }
        }
        Self { key, is_company: head != whole, quoted: Some(plain_key(inside)), head }
    }

    /// What tells organisations apart; all names of one acronym in the table are alike. It also tells the block, marks
    /// included, so that no two blocks ever write the same node.
    fn identity(&self) -> String {
        match &self.quoted {
            Some(quoted) if self.head.is_empty() => format!("«{quoted}»"),
            Some(quoted) => format!("«{quoted}» {}", self.head),
            None => acronym_of(&self.key).map_or_else(|| self.key.clone(), plain_key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clusters(forms: &[&str]) -> Vec<Vec<String>> {
        let forms: Forms = forms.iter().map(|f| ((*f).to_owned(), 1)).collect();
        resolve(&forms).clusters.into_iter().map(|c| c.forms).collect()
    }

    #[test]
    fn acronym_and_full_name_meet() {
        assert_eq!(block_of("БҰҰ"), block_of("Біріккен Ұлттар Ұйымы"));
        assert_eq!(clusters(&["БҰҰ", "Біріккен Ұлттар Ұйымы"]).len(), 1);
        // Not in the table: only the letters tell.
        assert_eq!(block_of("АҚҰ"), block_of("Ауыл қоғамдастықтары ұйымы"));
        assert_eq!(clusters(&["АҚҰ", "Ауыл қоғамдастықтары ұйымы"]).len(), 1);
        assert_eq!(clusters(&["АҚҰ", "Ауыл қоғамдастықтары ұйымы", "Ақын-жыраулар қауымының ұйымы"]).len(), 3);
    }

    #[test]
    fn quoted_names_meet_unless_their_heads_differ() {
        assert_eq!(clusters(&["«Дала энерго»", "«Дала энерго» АҚ", "«Дала энерго» акционерлік қоғамы"]).len(), 1);
        assert_eq!(clusters(&["«Дала таңы» газеті", "«Дала таңы» ЖШС"]).len(), 2);
        assert_ne!(block_of("«Дала энерго»"), block_of("«Дала таңы»"));
        assert_eq!(block_of("«Жарық» партиясы"), block_of("Жарық партиясы"));
        assert_eq!(clusters(&["«Жарық» партиясы", "Жарық партиясы", "«Жарық» газеті"]).len(), 2);
    }

    #[test]
    fn names_of_two_blocks_have_two_keys() {
        let forms = ["«Дала таңы»", "Дала таңы", "«Дала» қоры", "Дала қоры", "ДТ", "«ДТ»", "Жарық партиясы", "«Жарық»"];
        for a in forms {
            for b in forms {
                assert!(block_of(a) == block_of(b) || name_key(a) != name_key(b), "{a} and {b}");
            }
        }
    }

    #[test]
    fn the_country_of_an_institution_may_be_left_out() {
        let forms = [
            "Сыртқы істер министрлігі",
            "Қазақстан Республикасының Сыртқы істер министрлігі",
            "ҚР Сыртқы істер министрлігі",
        ];
        assert_eq!(clusters(&forms).len(), 1);
        assert!(forms.iter().all(|f| block_of(f) == block_of(forms[0])));
        assert_eq!(clusters(&["Үкімет", "Қазақстан Республикасының Үкіметі", "ҚР Үкіметі"]).len(), 1);
    }
}
