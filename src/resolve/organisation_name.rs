//! An organisation's name to what tells it apart: quoted name and head, or the words in their usual form.

use super::acronym::initials;
use super::institutions::{
    GENITIVES, Head, country_and_rest, describes, expanded, head_of, is_head_word, nominative_owner, own_name,
    without_legal_form,
};
use super::plain_key;
use super::tables::{acronym_of, full_name_of, quoted_name_of};
use crate::text::letters::is_capitalised;

/// Heads of media: before them a name stands in quotes, also where the quotes were forgotten.
const MEDIA: [&str; 6] = ["газеті", "журналы", "телеарнасы", "радиосы", "порталы", "сайты"];

/// A name taken apart.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Name {
    /// The whole in its usual form: without case, quotes, country and the genitive of owners.
    key: String,
    /// What stands in quotes, or might.
    pub quoted: Option<String>,
    /// What stands beside the quotes, without a legal form.
    pub head: String,
    /// Whether a legal form stands beside the quotes.
    pub is_company: bool,
    /// What stands before the quotes.
    before: String,
}

impl Name {
    pub fn parse(form: &str) -> Self {
        let key = plain_key(form);
        let form = quoted_name_of(&key).unwrap_or(form);
        if let Some(known) = known(&key) {
            return Self::bare(known);
        }
        let quoted = form
            .split_once(['«', '"', '“'])
            .and_then(|(before, rest)| rest.split_once(['»', '"', '”']).map(|(inside, after)| (before, inside, after)));
        let Some((before, inside, after)) = quoted else { return Self::unquoted(form) };
        let beside = plain_key(after);
        let (head, is_company) = without_legal_form(&beside);
        let head = nominative_owners(&expanded(head));
        if head.is_empty() && inside.contains(' ') && head_of(&plain_key(inside)).is_some() {
            // «КИМЭП университеті» says what it is itself: quotes and legal form tell nothing apart.
            return Self { is_company, ..Self::unquoted(inside) };
        }
        let quoted = plain_key(inside);
        let key = format!("{quoted} {head}").trim_end().to_owned();
        Self { key, quoted: Some(quoted), head, is_company, before: plain_key(before) }
    }

    fn bare(key: String) -> Self {
        Self { key, quoted: None, head: String::new(), is_company: false, before: String::new() }
    }

    fn unquoted(form: &str) -> Self {
        let key = usual(&plain_key(form));
        if own_name(&key).is_some() || acronym_of(&key).is_some() {
            return Self::bare(key);
        }
        let quoted = |own: &str, head: &str, is_company| Self {
            key: key.clone(),
            quoted: Some(own.to_owned()),
            head: head.to_owned(),
            is_company,
            before: String::new(),
        };
        let (own, is_company) = without_legal_form(&key);
        if is_company && !own.is_empty() && names_before_head(form, own) && !is_headed(own) {
            return quoted(own, "", true);
        }
        match head_of(&key) {
            None if !is_headed(&key) => quoted(&key, "", false),
            Some((own, head, kind)) if stands_in_quotes(form, own, head, kind) => quoted(own, head, false),
            _ => Self::bare(key),
        }
    }

    /// What tells organisations apart; all names of one acronym in the table are alike. It also tells the block, marks
    /// included, so that no two blocks ever write the same node.
    pub fn identity(&self) -> String {
        match &self.quoted {
            Some(quoted) if self.head.is_empty() => format!("«{quoted}»"),
            Some(quoted) => format!("«{quoted}» {}", self.head),
            None => acronym_of(&self.key).map_or_else(|| self.key.clone(), plain_key),
        }
    }

    /// The quoted name, else the acronym or initials, else the name itself. A word in quotes is in one block with the
    /// acronym of the same letters.
    pub fn block(&self) -> String {
        match &self.quoted {
            Some(quoted) if quoted.contains(' ') => format!("«{quoted}»"),
            Some(quoted) => quoted.clone(),
            None => {
                let short = initials(&self.key);
                if short.is_empty() { self.key.clone() } else { plain_key(&short) }
            }
        }
    }

    /// Whether only a quoted name or an acronym is said, and not what kind of organisation bears it.
    pub fn is_short(&self) -> bool {
        self.quoted.is_some() && self.head.is_empty()
    }

    /// Names of the organisations that this one says it is part of, the nearest first: "Әділет министрлігінің Тіркеу
    /// комитеті" is of "Әділет министрлігі", whether the genitive is written or not.
    pub fn wholes(&self) -> Vec<String> {
        if self.quoted.is_none() {
            if let Some(whole) = CHAMBERS.iter().find(|(chamber, _)| *chamber == self.key) {
                return vec![whole.1.to_owned()];
            }
            return wholes_of(&self.key, "");
        }
        let quoted = self.quoted.as_deref().unwrap_or_default();
        let mut wholes = wholes_of(&self.head, &format!("«{quoted}» "));
        if !self.before.is_empty() {
            wholes.extend(wholes_of(&usual(&format!("{} {}", self.before, self.head)), ""));
        }
        wholes
    }
}

/// Chambers that are called by their own name alone, and what they are chambers of.
const CHAMBERS: [(&str, &str); 2] = [("мәжіліс", "парламент"), ("сенат", "парламент")];

/// Heads of bodies that are never part of a body of the same kind: two beside each other are two.
const PEERS: [&str; 4] = ["министрлігі", "үкіметі", "агенттігі", "әкімдігі"];

/// Words that begin no name of a part.
const BETWEEN: [&str; 5] = ["және", "мен", "пен", "бен", "атындағы"];

/// Identities of the beginnings of a name that are names of organisations themselves, the longest first.
fn wholes_of(key: &str, before: &str) -> Vec<String> {
    let last = key.rsplit(' ').next().unwrap_or(key);
    if !is_head_word(last) {
        return Vec::new();
    }
    let mut wholes = Vec::new();
    for (at, _) in key.match_indices(' ').collect::<Vec<_>>().into_iter().rev() {
        let (Some(whole), Some(part)) = (key.get(..at), key.get(at + 1..)) else { continue };
        let head = whole.rsplit(' ').next().unwrap_or(whole);
        let next = part.split(' ').next().unwrap_or(part);
        if BETWEEN.contains(&next) || part.contains(" туралы ") || (PEERS.contains(&last) && head == last) {
            continue;
        }
        let name = Name::parse(&format!("{before}{whole}"));
        // A name that says not what it is of is too often the beginning of another: "Қоғамдық келісім кеңесі".
        if name.is_short() && (whole.contains(' ') || !whole.is_ascii()) {
            continue;
        }
        let identity = name.identity();
        if !wholes.contains(&identity) {
            wholes.push(identity);
        }
    }
    wholes
}

/// The key of a name that stands in a table of acronyms, unless it is one in quotes.
fn known(key: &str) -> Option<String> {
    if quoted_name_of(key).is_some() {
        return None;
    }
    acronym_of(key).map(plain_key).or_else(|| full_name_of(key).map(str::to_owned))
}

/// A key as it is without what is left out as often as not: the home country, the genitive of owners, the full names of
/// what has an acronym; other countries by their usual name.
fn usual(key: &str) -> String {
    let owners = nominative_owners(key);
    let (country, rest) = country_and_rest(&owners);
    let rest = nominative_owner(&rest);
    let whole = if country.is_empty() { rest } else { format!("{country} {rest}") };
    let short = begins_with_known(&whole);
    CHAMBERS
        .iter()
        .find_map(|(chamber, of)| {
            let rest = short.strip_prefix(of)?.strip_prefix(' ')?;
            let (first, more) = rest.split_once(' ').map_or((rest, ""), |(first, more)| (first, more));
            let is_it = first == *chamber || first.strip_prefix(chamber).is_some_and(|e| ["ы", "і"].contains(&e));
            is_it.then(|| format!("{chamber} {more}").trim_end().to_owned())
        })
        .unwrap_or(short)
}

/// A key whose beginning is the full name of what has an acronym, with that acronym; an acronym of the state's bodies
/// written out.
fn begins_with_known(key: &str) -> String {
    let ends = key.match_indices(' ').map(|(at, _)| at).chain([key.len()]).collect::<Vec<_>>();
    for at in ends.into_iter().rev() {
        if let (Some(begin), Some(rest)) = (key.get(..at), key.get(at..))
            && let Some(known) = known(begin)
        {
            return format!("{known}{rest}");
        }
    }
    key.to_owned()
}

/// A key whose organisations in the genitive, other than the last word, are in the nominative: "министрлігінің тіркеу
/// комитеті" and "министрлігі тіркеу комитеті" are one.
fn nominative_owners(key: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    let mut rest = key.split(' ').peekable();
    while let Some(word) = rest.next() {
        if rest.peek().is_none() {
            words.push(word);
            break;
        }
        // An acronym's ending stands behind a hyphen: "БҰҰ-ның".
        if GENITIVES.contains(&word) && !words.is_empty() {
            continue;
        }
        let base = GENITIVES.iter().find_map(|e| word.strip_suffix(e)).filter(|base| is_head_word(base));
        words.push(base.unwrap_or(word));
    }
    words.join(" ")
}

/// Whether the name tells what kind of organisation it is.
fn is_headed(key: &str) -> bool {
    is_head_word(key.rsplit(' ').next().unwrap_or(key))
}

/// Whether the word before the head is written as a name.
fn names_before_head(form: &str, own: &str) -> bool {
    let words = own.split(' ').count();
    let last = form.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).nth(words - 1);
    last.is_some_and(|word| is_capitalised(word) || word.is_ascii())
}

/// Whether what stands before a head is a name of its own, which might stand in quotes.
fn stands_in_quotes(form: &str, own: &str, head: &str, kind: Head) -> bool {
    if MEDIA.contains(&head) {
        // "республикалық газеті", "облыстың порталы": not a name, but what is said of a medium.
        let says = |word: &str| describes(word) || GENITIVES.iter().any(|e| word.ends_with(e));
        return !own.split(' ').any(says);
    }
    kind == Head::Named && !own.contains(' ') && !is_head_word(own) && names_before_head(form, own)
}

/// Whether an identity is that of a medium, which a company of the same name may publish without being the same.
pub(super) fn is_medium(identity: &str) -> bool {
    MEDIA.iter().any(|head| identity.ends_with(head))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(form: &str) -> String {
        Name::parse(form).identity()
    }

    #[test]
    fn owners_are_alike_with_and_without_genitive() {
        for alike in [
            &["Әділет министрлігінің Тіркеу комитеті", "Әділет министрлігі Тіркеу комитеті"][..],
            &["Парламент Мәжілісі", "ҚР Парламенті Мәжілісі", "Қазақстан Парламентінің Мәжілісі", "Мәжіліс"],
            &["Президент Әкімшілігі", "Қазақстан Республикасы Президенті Әкімшілігі", "Президенттің Әкімшілігі"],
            &["БҰҰ Бас Ассамблеясы", "БҰҰ-ның Бас Ассамблеясы", "Біріккен Ұлттар Ұйымының Бас Ассамблеясы"],
            &[
                "Қарулы Күштер",
                "ҚР Қарулы Күштері",
                "Қазақстан Қарулы Күштері",
                "Қазақстан Республикасы Қарулы Күштері",
            ],
            &["Ресей Үкіметі", "Ресей Федерациясының Үкіметі", "Ресей Федерациясы Үкіметі"],
            &["ІІМ", "Ішкі істер министрлігі", "ҚР Ішкі істер министрлігі"],
            &["Ұлттық музей", "Қазақстан Республикасының Ұлттық музейі"],
        ] {
            let all: Vec<String> = alike.iter().map(|form| identity(form)).collect();
            assert!(all.iter().all(|one| *one == all[0]), "{all:?}");
        }
        assert_ne!(identity("Қазақстан халқы Ассамблеясы"), identity("Халық ассамблеясы"));
        assert_ne!(identity("Ресей Үкіметі"), identity("Үкімет"));
        assert_ne!(identity("Қазақстан Демократиялық партиясы"), identity("Демократиялық партия"));
    }

    #[test]
    fn quotes_and_legal_forms_do_not_matter() {
        for alike in [
            &["Дала таңы", "«Дала таңы»", "«Дала таңы» ЖШС", "Дала Таңы компаниясы"][..],
            &["«Дала таңы» газеті", "Дала таңы газеті"],
            &["Дала университеті", "«Дала университеті» АҚ", "«Дала университеті»", "«Дала» университеті"],
            &["«Дала» ҚБ", "«Дала» қоғамдық бірлестігі"],
            &["«Дала жолы» ҰК» АҚ", "«Дала жолы» ұлттық компаниясы"],
            &["АХҚО", "«Астана» халықаралық қаржы орталығы", "Астана халықаралық қаржы орталығы"],
        ] {
            let all: Vec<String> = alike.iter().map(|form| identity(form)).collect();
            assert!(all.iter().all(|one| *one == all[0]), "{all:?}");
        }
    }

    #[test]
    fn a_name_says_what_it_is_part_of() {
        let wholes = |form: &str| Name::parse(form).wholes();
        let committee = "Қазақстан Республикасы Әділет министрлігінің Тіркеу комитеті";
        assert!(wholes(committee).contains(&identity("Әділет министрлігі")));
        assert!(wholes("БҰҰ-ның Бас Ассамблеясы").contains(&identity("БҰҰ")));
        assert!(wholes("Мәжіліс").contains(&identity("Қазақстан Республикасының Парламенті")));
        let court = "«Астана» халықаралық қаржы орталығының Тәуелсіз соты";
        assert!(wholes(court).contains(&identity("АХҚО")));
        let band = "Қазақстан халқы Ассамблеясының «Жас қанат» республикалық жастар қозғалысының Шу аудандық штабы";
        assert!(wholes(band).contains(&identity("ҚХА")));
        assert!(wholes(band).contains(&identity("«Жас қанат» республикалық жастар қозғалысы")));
        assert!(!wholes("«Жас қанат» газеті").contains(&identity("«Жас қанат»")));
        assert!(
            !wholes("Ұлттық экономика министрлігі Әділет министрлігі")
                .contains(&identity("Ұлттық экономика министрлігі"))
        );
    }
}
