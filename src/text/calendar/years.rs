//! Years and what follows them: "2017 жылғы 3 қаңтарда", "2018-2025 жылдарға", "ХХ ғасыр", "90-шы жылдардың басында".

use super::pieces::Kind;
use super::words::{Form, Role};
use super::{Reach, Read, Reader, YearHint};
use crate::model::{DateValue, RelativeDate};
use crate::text::letters::lower_char;
use crate::text::morphology::Case;

/// A year as an expression names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearRef {
    Stated(u32),
    /// Years from the release's.
    Relative(i32),
}

impl YearRef {
    /// The year in EDTF; `XXXX` when it is told from the release's.
    pub(super) fn edtf(self) -> String {
        match self {
            Self::Stated(year) => format!("{year:04}"),
            Self::Relative(_) => "XXXX".to_owned(),
        }
    }

    pub(super) fn hint(self) -> YearHint {
        match self {
            Self::Stated(_) => YearHint::None,
            Self::Relative(years) => YearHint::FromRelease(years),
        }
    }

    /// The year itself, or a part of it that has no calendar name when the year has none.
    fn read(self, next: usize, part: &str) -> Option<Read> {
        match self {
            Self::Stated(year) => Read::edtf(next, &format!("{year:04}{part}")),
            Self::Relative(years) => {
                let value = Some(DateValue::Relative(RelativeDate::Years(years)));
                Some(Read { next, value, year: YearHint::None })
            }
        }
    }
}

/// A year that was read, and how what follows can hang on it.
pub(super) struct YearRead {
    pub next: usize,
    pub year: YearRef,
    /// How near a day, month or part of the year has to follow; `None` when the year's ending shuts that out.
    pub reach: Option<Reach>,
}

impl Reader<'_> {
    /// A year, with the month, day or part of it that follows.
    pub(super) fn with_year(&self, at: usize) -> Option<Read> {
        let read = self.year(at)?;
        let within = read.reach.and_then(|reach| self.within_year(read.next, read.year, reach));
        within.or_else(|| read.year.read(read.next, ""))
    }

    /// "2017 жылғы", "2021 ж.", "биылғы", "былтырғы жылдың", "келесі жылы", "а.ж.", "жыл (басынан)".
    pub(super) fn year(&self, at: usize) -> Option<YearRead> {
        self.stated_year(at).or_else(|| self.deictic_year(at)).or_else(|| self.running_year(at))
    }

    /// A year in figures.
    pub(super) fn stated_year(&self, at: usize) -> Option<YearRead> {
        let Some((value, digits)) = self.number(at) else { return self.year_in_words(at) };
        let mut next = self.skip_ordinal_ending(at + 1);
        if let Some(end) = self.year_abbreviation(next) {
            let fits = digits == 4 && (1000..2200).contains(&value);
            return fits.then_some(YearRead { next: end, year: YearRef::Stated(value), reach: Some(Reach::Line) });
        }
        if self.is_dash(next) && self.pieces.get(next).is_some_and(|p| p.glued) {
            next += 1;
        }
        let form = self.form(next, Role::Year).filter(|f| !f.plural)?;
        let plausible = match digits {
            4 => (1000..2200).contains(&value),
            // "977 жылы" is a year, "100 жыл" and "500 жылда" are not.
            3 => {
                value >= 100
                    && value % 100 != 0
                    && (form.possessed && form.case == Case::Nominative || form.attributive)
            }
            _ => false,
        };
        // "1500 жыл" is as long, unless it stands in the possessive.
        let long = value % 100 == 0 && value < 1900 && form.is_bare();
        (plausible && !long).then_some(YearRead { next: next + 1, year: YearRef::Stated(value), reach: reach_of(form) })
    }

    /// "екі мың он жетінші жылы".
    fn year_in_words(&self, at: usize) -> Option<YearRead> {
        let (next, value, _) = self.in_words(at).filter(|&(_, n, ordinal)| ordinal && (1000..2200).contains(&n))?;
        let form = self.form(next, Role::Year).filter(|f| !f.plural)?;
        Some(YearRead { next: next + 1, year: YearRef::Stated(value), reach: reach_of(form) })
    }

    /// "ж." or "ж": the piece after it.
    fn year_abbreviation(&self, at: usize) -> Option<usize> {
        let piece = self.piece(at, Reach::Line)?;
        (piece.span.cut(self.text) == "ж").then_some(())?;
        let stop = self.pieces.get(at + 1).is_some_and(|p| p.glued && p.is_sign('.'));
        Some(at + 1 + usize::from(stop))
    }

    /// A year told from the release's.
    fn deictic_year(&self, at: usize) -> Option<YearRead> {
        let piece = self.pieces.get(at)?;
        let year_form = |at: usize| self.form(at, Role::Year).filter(|f| !f.plural);
        let one_word = [(Role::ThisYear, 0), (Role::LastYear, -1)];
        if let Some((form, years)) = one_word.iter().find_map(|&(role, n)| Some((piece.form(role)?, n))) {
            let year = YearRef::Relative(years);
            // "биыл жыл соңына" are two expressions, "биылғы жыл соңына" is one.
            let adjective = form.case == Case::Nominative && self.text_at(at).ends_with("ғы");
            if let Some(form) = year_form(at + 1).filter(|_| adjective) {
                return Some(YearRead { next: at + 2, year, reach: reach_of(form) });
            }
            let open = matches!(form.case, Case::Nominative | Case::Genitive);
            return Some(YearRead { next: at + 1, year, reach: open.then_some(Reach::Line) });
        }
        let two_words = [(Role::This, 0), (Role::Last, -1), (Role::Next, 1)];
        if let Some((form, years)) = two_words.iter().find_map(|&(role, n)| Some((piece.form(role)?, n))) {
            let year = YearRef::Relative(years);
            return year_form(at + 1).filter(|_| form.case == Case::Nominative).map(|form| YearRead {
                next: at + 2,
                year,
                reach: reach_of(form),
            });
        }
        // "а.ж.": ағымдағы жылғы.
        let letters: Vec<&str> = (at..at + 4).map(|i| self.text_at(i)).collect();
        let glued = (at + 1..at + 3).all(|i| self.pieces.get(i).is_some_and(|p| p.breaks == 0));
        (letters == ["а", ".", "ж", "."] && glued).then_some(YearRead {
            next: at + 4,
            year: YearRef::Relative(0),
            reach: Some(Reach::Line),
        })
    }

    /// "жыл басынан", "жылдың соңына": the release's year, up to and without the edge.
    fn running_year(&self, at: usize) -> Option<YearRead> {
        let form = self.pieces.get(at)?.form(Role::Year)?;
        let alone = !form.plural && !form.possessed && !form.attributive;
        let fits = alone && matches!(form.case, Case::Nominative | Case::Genitive);
        // "үш жылдың соңында" is a duration.
        let counted = self.before(at).is_some_and(|before| {
            matches!(before.kind, Kind::Number(..))
                || before
                    .form_where(|r| matches!(r, Role::Cardinal(_) | Role::Ordinal(_) | Role::Fraction(_)))
                    .is_some()
        });
        let next = self.piece(at + 1, Reach::Page)?;
        // "жыл ішінде" is a duration.
        let within = next.span.cut(self.text).chars().map(lower_char).eq("ішінде".chars());
        let edge = !within && next.form(Role::Edge).is_some_and(is_edge);
        let first_day = form.case == Case::Genitive && self.day_of_year(at + 1).is_some();
        let fits = fits && !counted && (edge || first_day);
        fits.then_some(YearRead { next: at + 1, year: YearRef::Relative(0), reach: Some(Reach::Page) })
    }

    /// What follows a year and belongs to it.
    fn within_year(&self, at: usize, year: YearRef, reach: Reach) -> Option<Read> {
        self.piece(at, reach)?;
        let hinted = |read: Read| Read { year: year.hint(), ..read };
        if let Some(read) = self.days(at, year, reach) {
            return Some(hinted(read));
        }
        if let Some(read) = self.months(at, year, reach) {
            return Some(hinted(read));
        }
        if let Some((next, part)) = self.part_of_year(at, reach) {
            return year.read(next, part);
        }
        if let Some((next, text)) = self.day_of_year(at) {
            return Read::edtf(next, &format!("{}-{text}", year.edtf())).map(hinted);
        }
        if let Some(next) = self.months_counted(at).or_else(|| self.season(at)).or_else(|| self.edge(at, reach)) {
            return year.read(next, "");
        }
        None
    }

    /// "бірінші жартыжылдықта", "IV тоқсанында", "екінші жартысында": the piece after it, and its code in EDTF.
    pub(super) fn part_of_year(&self, at: usize, reach: Reach) -> Option<(usize, &'static str)> {
        self.piece(at, reach)?;
        let (next, n) = self.ordinal(at)?;
        let piece = self.piece(next, Reach::Line)?;
        if piece.form(Role::HalfYear).is_some() || piece.form(Role::Fraction(50)).is_some_and(|f| f.possessed) {
            return match n {
                1 => Some((next + 1, "-40")),
                2 | -1 => Some((next + 1, "-41")),
                _ => None,
            };
        }
        let quarter =
            piece.form(Role::Quarter).is_some() || piece.form(Role::Fraction(25)).is_some_and(|f| f.possessed);
        match (quarter, n) {
            (true, 1) => Some((next + 1, "-33")),
            (true, 2) => Some((next + 1, "-34")),
            (true, 3) => Some((next + 1, "-35")),
            (true, 4 | -1) => Some((next + 1, "-36")),
            _ => None,
        }
    }

    /// "алғашқы күні", "соңғы күні" of a year: the piece after it, and the day.
    fn day_of_year(&self, at: usize) -> Option<(usize, &'static str)> {
        let (next, n) = self.ordinal(at)?;
        let day = self.form(next, Role::Day).filter(|f| !f.plural && f.possessed)?;
        match (n, day.plural) {
            (1, _) => Some((next + 1, "01-01")),
            (-1, _) => Some((next + 1, "12-31")),
            _ => None,
        }
    }

    /// "10 айда", "алғашқы төрт айында".
    fn months_counted(&self, at: usize) -> Option<usize> {
        let at = self.ordinal(at).filter(|&(_, n)| n == 1).map_or(at, |(next, _)| next);
        let (next, _) = self.cardinal(at).filter(|&(_, n)| (1..=12).contains(&n))?;
        self.form(next, Role::Month).filter(|f| !f.plural).map(|_| next + 1)
    }

    /// "күзде", "жаз айларында"; not "қысқы", "қысқа" (short) and "жазды" (wrote).
    pub(super) fn season(&self, at: usize) -> Option<usize> {
        let timed = |f: &Form| f.possessed || !matches!(f.case, Case::Dative | Case::Accusative);
        self.form(at, Role::Season).filter(|f| !f.attributive && timed(f))?;
        Some(if self.form(at + 1, Role::Month).is_some() { at + 2 } else { at + 1 })
    }

    /// "басында", "соңына", "ішінде".
    pub(super) fn edge(&self, at: usize, reach: Reach) -> Option<usize> {
        self.piece(at, reach)?.form(Role::Edge).filter(|&form| is_edge(form)).map(|_| at + 1)
    }

    /// "2018-2025 жылдарға", "2020–2021 жж.", "2017 және 2018 жылдары", "2019-20 оқу жылы".
    pub(super) fn year_range(&self, at: usize) -> Option<Read> {
        let (first, 4) = self.number(at).filter(|(n, _)| (1000..2200).contains(n))? else { return None };
        let mut next = self.skip_ordinal_ending(at + 1);
        let joined = self.is_dash(next) || self.is_sign(next, '/') || self.form(next, Role::And).is_some();
        let and = self.form(next, Role::And).is_some();
        next = if joined { next + 1 } else { return None };
        let (second, digits) = self.number(next)?;
        let last = match digits {
            4 => second,
            2 => first - first % 100 + second,
            _ => return None,
        };
        next = self.skip_ordinal_ending(next + 1);
        if self.is_dash(next) {
            next += 1;
        }
        if matches!(self.text_at(next), "оқу" | "қаржы") {
            next += 1;
        }
        let abbreviated = matches!(self.text_at(next), "жж" | "ж");
        let form = self.form(next, Role::Year);
        if !abbreviated && form.is_none_or(|f| and && !f.plural) {
            return None;
        }
        next += 1;
        if abbreviated && self.pieces.get(next).is_some_and(|p| p.glued && p.is_sign('.')) {
            next += 1;
        }
        if first >= last {
            return None;
        }
        Read::edtf(self.edge(next, Reach::Line).unwrap_or(next), &format!("{first:04}/{last:04}"))
    }

    /// "90-шы жылдардың басында", "1930 жылдары", "60-70-жылдары".
    pub(super) fn decade(&self, at: usize) -> Option<Read> {
        let (first, next) = self.tens(at)?;
        let (last, mut next) = match self.is_dash(next).then(|| self.tens(next + 1)).flatten() {
            Some((last, next)) => (Some(last), next),
            None => (None, next),
        };
        if self.is_dash(next) {
            next += 1;
        }
        self.form(next, Role::Year).filter(|f| f.plural)?;
        next = self.edge(next + 1, Reach::Line).unwrap_or(next + 1);
        match last {
            Some(last) if last > first => Read::edtf(next, &format!("{first}X/{last}X")),
            Some(_) => None,
            None => Read::edtf(next, &format!("{first}X")),
        }
    }

    /// A year or two digits that end in 0: the decade's first three digits, and the piece after it. Two digits are of
    /// the 20th century.
    fn tens(&self, at: usize) -> Option<(u32, usize)> {
        let Some((value, digits)) = self.number(at) else {
            // "тоқсаныншы жылдары"
            let (next, n, _) = self.in_words(at).filter(|&(_, n, ordinal)| ordinal && (20..100).contains(&n))?;
            return (n % 10 == 0).then_some((190 + n / 10, next));
        };
        let decade = match digits {
            4 if (1000..2200).contains(&value) => value / 10,
            2 => 190 + value / 10,
            _ => return None,
        };
        (value % 10 == 0).then(|| (decade, self.skip_ordinal_ending(at + 1)))
    }

    /// "ХХ ғасыр", "XV-XVI ғасырларда", "өткен ғасырдың 90-шы жылдары", "ХХ ғасырдың бірінші жартысында".
    pub(super) fn century(&self, at: usize) -> Option<Read> {
        let piece = self.pieces.get(at)?;
        let deictic = [(Role::This, 21), (Role::Last, 20)];
        let known = deictic.iter().find_map(|&(role, n)| piece.form(role).filter(|f| f.is_bare()).map(|_| n));
        let (mut next, first) = match known {
            Some(n) => (at + 1, n),
            None => self.ordinal(at).filter(|(_, n)| (1..=21).contains(n))?,
        };
        let mut last = None;
        if known.is_none() && (self.is_dash(next) || self.form(next, Role::And).is_some()) {
            let (after, n) = self.ordinal(next + 1).filter(|&(_, n)| n > first && n <= 21)?;
            (next, last) = (after, Some(n));
        }
        let form = match self.form(next, Role::Century) {
            Some(form) => form,
            None => {
                // "ХХ ғ.", "XV-XVI ғғ."
                let short = matches!(self.text_at(next), "ғ" | "ғғ") && self.is_sign(next + 1, '.') && known.is_none();
                return short.then(|| centuries(next + 2, first, last)).flatten();
            }
        };
        // "бірінші ғасырлық" and "бір ғасырлар бойы" are none.
        if form.plural && last.is_none() {
            return None;
        }
        next += 1;
        if last.is_none() && (form.case == Case::Genitive || form.attributive) {
            if let Some((mut decade, after)) =
                self.tens(next).filter(|_| self.number(next).is_some_and(|(_, d)| d == 2))
            {
                decade = decade % 10 + u32::try_from(first - 1).ok()? * 10;
                let year = after + usize::from(self.is_dash(after));
                if self.form(year, Role::Year).is_some_and(|f| f.plural) {
                    let end = self.edge(year + 1, Reach::Line).unwrap_or(year + 1);
                    return Read::edtf(end, &format!("{decade:03}X"));
                }
            }
            if let Some((after, _)) = self.part_of_year(next, Reach::Line) {
                next = after;
            } else if let Some(after) = self.edge(next, Reach::Line) {
                next = after;
            }
        }
        centuries(next, first, last)
    }
}

/// Only in the possessive and a case: "басты" and "ішкі" are other words.
fn is_edge(form: Form) -> bool {
    form.possessed && (form.case != Case::Nominative || form.attributive)
}

fn centuries(next: usize, first: i32, last: Option<i32>) -> Option<Read> {
    match last {
        None => Read::edtf(next, &format!("{:02}XX", first - 1)),
        Some(last) => Read::edtf(next, &format!("{:02}XX/{:02}XX", first - 1, last - 1)),
    }
}

/// Whether days and months may follow a form of "жыл": behind "жылғы", "жылдың", "жылы" and the bare word.
fn reach_of(form: Form) -> Option<Reach> {
    if form.attributive || form.case == Case::Genitive {
        return Some(Reach::Page);
    }
    (form.case == Case::Nominative).then_some(Reach::Line)
}
