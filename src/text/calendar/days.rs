//! Days and months: "3 қаңтар", "17-18 қазанда", "28 ақпан – 1 наурыз", "03.01.2017", "сәуір-мамыр айларында".

use super::pieces::Kind;
use super::words::{Form, Role};
use super::years::YearRef;
use super::{Reach, Read, Reader, YearHint};
use crate::text::letters::is_capitalised;
use crate::text::morphology::Case;

/// Days of a month that were read.
struct Days {
    next: usize,
    first: u32,
    last: Option<u32>,
    month: u8,
}

impl Reader<'_> {
    /// A day and month, with the year when it follows.
    pub(super) fn day_month(&self, at: usize) -> Option<Read> {
        self.days(at, YearRef::Relative(0), Reach::Line).map(|read| Read { year: YearHint::None, ..read })
    }

    /// Days of a month, or of two ("28 ақпан – 1 наурыз"), in a year. A year that follows takes the place of an unknown.
    pub(super) fn days(&self, at: usize, year: YearRef, reach: Reach) -> Option<Read> {
        self.piece(at, reach)?;
        let start = self.days_of_month(at)?;
        if let (None, Some(read)) = (start.last, self.until(&start, year)) {
            return Some(read);
        }
        let mut next = start.next;
        let mut year = year;
        if let (YearRef::Relative(_), Some((after, stated))) = (year, self.trailing_year(next)) {
            (next, year) = (after, stated);
        }
        if self.form(next, Role::Day).is_some_and(|f| f.possessed || f.attributive) {
            next += 1;
        }
        let (y, month) = (year.edtf(), start.month);
        Some(match start.last {
            None => Read::days(next, &format!("{y}-{month:02}-{:02}", start.first)),
            Some(last) => Read::days(next, &format!("{y}-{month:02}-{:02}/{y}-{month:02}-{last:02}", start.first)),
        })
    }

    /// The second day of a range over months or years.
    fn until(&self, start: &Days, year: YearRef) -> Option<Read> {
        let joined = self.is_dash(start.next) || self.form(start.next, Role::And).is_some();
        let mut next = if joined { start.next + 1 } else { return None };
        let mut end_year = year;
        if let Some(read) = self.stated_year(next) {
            (next, end_year) = (read.next, read.year);
        }
        let reach = if end_year == year { Reach::Line } else { Reach::Page };
        self.piece(next, reach)?;
        let end = self.days_of_month(next).filter(|d| d.last.is_none())?;
        next = end.next;
        let mut start_year = year;
        if let (YearRef::Relative(_), Some((after, stated))) = (year, self.trailing_year(next)) {
            (next, start_year, end_year) = (after, stated, stated);
        }
        // "айы" or "күндері" ends the range.
        if self.form(next, Role::Month).or_else(|| self.form(next, Role::Day)).is_some_and(|f| f.possessed) {
            next += 1;
        }
        let from = format!("{}-{:02}-{:02}", start_year.edtf(), start.month, start.first);
        Read::edtf(next, &format!("{from}/{}-{:02}-{:02}", end_year.edtf(), end.month, end.first))
    }

    /// "3 қаңтарда", "17-18 қазанда", "16 және 17 қыркүйекте", "бірінші мамырдан", "1-ші мамыр".
    fn days_of_month(&self, at: usize) -> Option<Days> {
        if let Some(days) = self.month_of_day(at) {
            return Some(days);
        }
        let (mut next, first) = self.day_number(at)?;
        // "45 қаңтар" is meant as a date; a number that ends a line before a month is not.
        let meant = |month_at: usize, day: u32| {
            (1..=31).contains(&day) || self.pieces.get(month_at).is_some_and(|month| month.breaks == 0)
        };
        let mut last = None;
        if !meant(next, first) {
            return None;
        }
        if let Some(month) = self.month_here(next) {
            return Some(Days { next: month.0, first, last, month: month.1 });
        }
        if self.is_dash(next) || self.form(next, Role::And).is_some() || self.is_sign(next, ',') {
            let consecutive = !self.is_dash(next);
            let (after, day) = self.day_number(next + 1)?;
            if day <= first || (consecutive && day != first + 1) {
                return None;
            }
            (next, last) = (after, Some(day));
        }
        if !meant(next, last.unwrap_or(first)) {
            return None;
        }
        let (next, month) = self.month_here(next)?;
        Some(Days { next, first, last, month })
    }

    /// "наурыздың 22-сінде", "тамыздың он тоғызы", "қыркүйектің 25-і – 26-сына".
    fn month_of_day(&self, at: usize) -> Option<Days> {
        let form = self.pieces.get(at)?.form_where(|r| matches!(r, Role::MonthName(_)))?;
        let (Role::MonthName(month), Case::Genitive) = (form.role, form.case) else { return None };
        let (next, first) = self.day_possessed(at + 1)?;
        let last = self.is_dash(next).then(|| self.day_possessed(next + 1)).flatten().filter(|&(_, day)| day > first);
        let next = last.map_or(next, |(next, _)| next);
        Some(Days { next, first, last: last.map(|(_, day)| day), month })
    }

    /// A day's number in the possessive: "22-сінде", "он тоғызы".
    fn day_possessed(&self, at: usize) -> Option<(usize, u32)> {
        let valid = |(next, day): (usize, u32)| (1..=31).contains(&day).then_some((next, day));
        if let Some((value, 1..=2)) = self.number(at) {
            let ending = at + 1 + usize::from(self.is_dash(at + 1));
            let text = self.text_at(ending);
            let fits = text.starts_with(['ы', 'і', 'с', 'н']) && text.chars().count() <= 6;
            let glued = self.pieces.get(ending).is_some_and(|p| p.glued && matches!(p.kind, Kind::Word(_)));
            return (fits && glued).then_some((ending + 1, value));
        }
        let (next, tens) = self.in_words(at).map_or((at, 0), |(next, n, _)| (next, n));
        let ones =
            self.piece(next, Reach::Line)?.form_where(|r| matches!(r, Role::Cardinal(_))).filter(|f| f.possessed)?;
        match ones.role {
            Role::Cardinal(n) if tens == 0 || (tens >= 10 && n < 10) => valid((next + 1, tens + n)),
            _ => None,
        }
    }

    fn day_number(&self, at: usize) -> Option<(usize, u32)> {
        // A day stands behind a page break only where the rule that called has looked.
        if let Kind::Number(value, 1..=2) = self.pieces.get(at)?.kind {
            return Some((self.skip_ordinal_ending(at + 1), value));
        }
        let (next, n, _) = self.in_words(at).filter(|&(_, n, ordinal)| ordinal && (1..=31).contains(&n))?;
        Some((next, n))
    }

    /// A month's name behind a day, perhaps with a hyphen ("1-мамыр").
    fn month_here(&self, at: usize) -> Option<(usize, u8)> {
        let at = at + usize::from(self.is_dash(at) && self.pieces.get(at).is_some_and(|p| p.glued));
        self.month_name(at).map(|(month, _)| (at + 1, month))
    }

    fn month_name(&self, at: usize) -> Option<(u8, Form)> {
        let form =
            self.piece(at, Reach::Line)?.form_where(|r| matches!(r, Role::MonthName(_))).filter(|f| !f.plural)?;
        match form.role {
            Role::MonthName(month) => Some((month, form)),
            _ => None,
        }
    }

    /// A year behind a day or month: "3 қаңтар 2017 жыл", "3 қаңтар, 2017 жыл".
    fn trailing_year(&self, at: usize) -> Option<(usize, YearRef)> {
        let at = at + usize::from(self.is_sign(at, ','));
        let read = self.stated_year(at)?;
        Some((read.next, read.year))
    }

    /// A month of a year, or several: "қыркүйек айында", "сәуірде", "маусым-тамыз айларында".
    pub(super) fn months(&self, at: usize, year: YearRef, reach: Reach) -> Option<Read> {
        self.piece(at, reach)?;
        let piece = self.pieces.get(at)?;
        let (first, form) = piece.form_where(|r| matches!(r, Role::MonthName(_))).and_then(|f| match f.role {
            Role::MonthName(month) => Some((month, f)),
            _ => None,
        })?;
        let (mut next, last) = self.months_joined(at + 1, first);
        let mut closed = false;
        if self.piece(next, Reach::Page).and_then(|p| p.form(Role::Month)).is_some() {
            next += 1;
            closed = true;
        }
        if !closed && form.is_bare() && self.is_proper(at) {
            // "биыл Қаңтар оқиғасына", "2018 жылғы Наурыз мейрамы"
            return None;
        }
        let last = last.filter(|_| closed || self.joins_tightly(at + 1));
        if last.is_none() && !closed {
            next = at + 1;
        }
        next = self.edge(next, Reach::Line).unwrap_or(next);
        let mut year = year;
        if let (YearRef::Relative(_), Some((after, stated))) = (year, self.trailing_year(next)) {
            (next, year) = (after, stated);
        }
        let y = year.edtf();
        match last {
            None => Read::edtf(next, &format!("{y}-{first:02}")),
            Some(last) => Read::edtf(next, &format!("{y}-{first:02}/{y}-{last:02}")),
        }
    }

    /// The months that a dash, comma or "және" adds to one: the piece after them, and the last.
    fn months_joined(&self, at: usize, first: u8) -> (usize, Option<u8>) {
        let (mut next, mut last) = (at, None);
        // "қаңтар, ақпан, наурыз айларында": no more than the year has.
        for _ in 0..11 {
            let joined = self.is_dash(next) || self.is_sign(next, ',') || self.form(next, Role::And).is_some();
            let Some((month, _)) = self.month_name(next + 1).filter(|&(m, _)| joined && m > last.unwrap_or(first))
            else {
                break;
            };
            (next, last) = (next + 2, Some(month));
        }
        (next, last)
    }

    /// A dash without blanks, as in "сәуір-мамырда".
    fn joins_tightly(&self, at: usize) -> bool {
        self.is_dash(at) && self.pieces.get(at).is_some_and(|p| p.glued)
    }

    /// A month without a year: with "айы", in a case that only a time has, or alone on its line.
    pub(super) fn month_alone(&self, at: usize) -> Option<Read> {
        let piece = self.pieces.get(at)?;
        let form = piece.form_where(|r| matches!(r, Role::MonthName(_)))?;
        let read = self.months(at, YearRef::Relative(0), Reach::Page)?;
        let read = Read { year: YearHint::None, ..read };
        let spelt_out = read.next > at + 1;
        let when = matches!(form.case, Case::Locative | Case::Ablative) || form.attributive;
        let alone = form.is_bare() && self.is_heading(at);
        // "бір маусымда": in one season.
        let counted = self.before(at).is_some_and(|p| p.form_where(|r| matches!(r, Role::Cardinal(_))).is_some());
        (!counted && !form.plural && !form.possessed && (spelt_out || (when && !self.is_proper(at)) || alone))
            .then_some(read)
    }

    /// "Қазанда" and "Мамырға" inside a sentence are names; months are small, or all in capitals.
    fn is_proper(&self, at: usize) -> bool {
        let word = self.text_at(at);
        is_capitalised(word) && !word.chars().all(char::is_uppercase) && !self.begins_sentence(at)
    }

    fn begins_sentence(&self, at: usize) -> bool {
        let Some(before) = self.before(at) else { return true };
        let here = self.pieces.get(at).is_some_and(|p| p.breaks > 0);
        here || matches!(before.kind, Kind::Sign(c) if !matches!(c, ',' | ';' | '(' | '»' | '«'))
    }

    /// Alone on its line, or in capitals before a dash.
    fn is_heading(&self, at: usize) -> bool {
        let starts = at == 0 || self.pieces.get(at).is_some_and(|p| p.breaks > 0);
        let ends = self.pieces.get(at + 1).is_none_or(|p| p.breaks > 0);
        let capitals = self.text_at(at).chars().all(char::is_uppercase);
        (starts && ends) || (capitals && (ends || self.is_dash(at + 1)))
    }

    /// "03.01.2017", "26.02.2021 жылғы", "2017-01-03", "01.02.2020-15.02.2020 ж.".
    pub(super) fn numeric(&self, at: usize) -> Option<Read> {
        let (mut next, first) = self.figures(at)?;
        let mut text = first;
        if let (true, Some((after, last))) = (self.is_dash(next), self.figures(next + 1)) {
            (next, text) = (after, format!("{text}/{last}"));
        }
        if self.form(next, Role::Year).is_some_and(|f| !f.plural) {
            next += 1;
        } else if self.text_at(next) == "ж" {
            next += 1 + usize::from(self.pieces.get(next + 1).is_some_and(|p| p.glued && p.is_sign('.')));
        }
        Read::edtf(next, &text)
    }

    fn figures(&self, at: usize) -> Option<(usize, String)> {
        let number = |i: usize| match self.pieces.get(i)?.kind {
            Kind::Number(value, digits) if i == at || self.pieces.get(i)?.glued => Some((value, digits)),
            _ => None,
        };
        let sign = |i: usize, sign: char| self.pieces.get(i).is_some_and(|p| p.glued && p.is_sign(sign));
        let (a, b, c) = (number(at)?, number(at + 2)?, number(at + 4)?);
        let text = match (a, b, c) {
            ((day, 1..=2), (month, 1..=2), (year, 4)) if sign(at + 1, '.') && sign(at + 3, '.') => {
                format!("{year:04}-{month:02}-{day:02}")
            }
            ((day, 1..=2), (month, 1..=2), (year, 4)) if sign(at + 1, '/') && sign(at + 3, '/') => {
                format!("{year:04}-{month:02}-{day:02}")
            }
            ((year, 4), (month, 2), (day, 2)) if sign(at + 1, '-') && sign(at + 3, '-') => {
                format!("{year:04}-{month:02}-{day:02}")
            }
            _ => return None,
        };
        // "1.2.2017.3" is a number of another kind.
        let goes_on =
            sign(at + 5, '.') && self.pieces.get(at + 6).is_some_and(|p| p.glued && matches!(p.kind, Kind::Number(..)));
        Read::edtf(at + 5, &text).filter(|_| !goes_on).map(|read| (read.next, text))
    }
}
