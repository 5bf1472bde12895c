//! Words that tell a date from the release's: "бүгін", "кеше", "өткен айда", "бес жыл бұрын", "екінші жартыжылдықта".

use super::pieces::{Kind, Piece};
use super::words::Role;
use super::{Reach, Read, Reader, YearHint};
use crate::model::{DateValue, RelativeDate};
use crate::text::morphology::Case;

impl Reader<'_> {
    /// "бүгін", "бүгінгі күні", "кеше", "ертең", "осы айда".
    pub(super) fn deictic(&self, at: usize) -> Option<Read> {
        let piece = self.pieces.get(at)?;
        let days = [(Role::Today, 0), (Role::Yesterday, -1), (Role::Tomorrow, 1), (Role::AfterTomorrow, 2)];
        if let Some((form, days)) = days.iter().find_map(|&(role, n)| Some((piece.form(role)?, n))) {
            // "кешені" is a form of "кешен", "ертеңгі күн" is the future.
            let adjective = self.text_at(at).ends_with("гі");
            let other = form.case == Case::Accusative || (days > 0 && adjective);
            if form.plural || form.possessed || other {
                return None;
            }
            // "бүгінгі күні", "бүгінгі таңда".
            let noun = self.form(at + 1, Role::Day).or_else(|| self.form(at + 1, Role::Time));
            let next = at + 1 + usize::from(form.case == Case::Nominative && noun.is_some_and(|f| !f.plural));
            return relative(next, RelativeDate::Days(days));
        }
        let near = [(Role::This, 0), (Role::Last, -1), (Role::Next, 1), (Role::Recent, 0)];
        let months = near.iter().find_map(|&(role, n)| piece.form(role).filter(|f| f.is_bare()).map(|_| n))?;
        let named = self.piece(at + 1, Reach::Line)?;
        if let Some(month) = named.form(Role::Month).filter(|f| !f.plural && !f.possessed) {
            let timed = month.case != Case::Nominative || month.attributive || months == 0;
            return timed.then(|| relative(at + 2, RelativeDate::Months(months))).flatten();
        }
        let part = named.form_where(|r| matches!(r, Role::HalfYear | Role::Quarter)).filter(|f| !f.plural);
        if let (true, Some(next)) =
            (piece.form(Role::This).is_some(), part.map_or_else(|| self.season(at + 1), |_| Some(at + 2)))
        {
            return relative(next, RelativeDate::Years(0));
        }
        // "өткен желтоқсанда", "осы қаңтар айында"
        if piece.form(Role::Recent).is_some() { None } else { self.month_alone(at + 1) }
    }

    /// "бес жыл бұрын", "екі айдан кейін", "ширек ғасыр бұрын".
    pub(super) fn distance(&self, at: usize) -> Option<Read> {
        let fraction = self.pieces.get(at)?.form_where(|r| matches!(r, Role::Fraction(_))).map(|f| f.role);
        let (next, count, hundredths) = match fraction {
            Some(Role::Fraction(hundredths)) => (at + 1, 0, hundredths),
            _ => self.cardinal(at).map(|(next, n)| (next, n, 0))?,
        };
        // "екі-үш жылдан кейін" tells no year.
        let about = self.before(at).is_some_and(Piece::is_dash)
            && self.before(at - 1).is_some_and(|p| {
                matches!(p.kind, Kind::Number(..)) || p.form_where(|r| matches!(r, Role::Cardinal(_))).is_some()
            });
        if about {
            return None;
        }
        let roles = |r| matches!(r, Role::Year | Role::Month | Role::Week | Role::Day | Role::Century);
        let unit = self.piece(next, Reach::Line)?.form_where(roles).filter(|f| !f.plural && !f.possessed)?;
        let ago = unit.is_bare() && self.form(next + 1, Role::Ago).is_some_and(|f| f.is_bare() || f.attributive);
        let later = unit.case == Case::Ablative && !unit.attributive && self.is_later(next + 1);
        let sign = match (ago, later) {
            (true, _) => -1,
            (_, true) => 1,
            _ => return None,
        };
        let count = i32::try_from(count).ok().filter(|&n| n <= 3000)? * sign;
        let hundredths = i32::try_from(hundredths).ok()? * sign;
        let value = match unit.role {
            Role::Century => RelativeDate::Years(count * 100 + hundredths),
            _ if hundredths != 0 => return None,
            Role::Year => RelativeDate::Years(count),
            Role::Month => RelativeDate::Months(count),
            Role::Week => RelativeDate::Days(count * 7),
            _ => RelativeDate::Days(count),
        };
        relative(next + 2, value)
    }

    fn is_later(&self, at: usize) -> bool {
        let after = self.form(at, Role::Later).is_some_and(|f| f.is_bare());
        after || self.form(at, Role::Edge).is_some_and(|f| f.is_bare()) && self.text_at(at) == "соң"
    }

    /// "екінші жартыжылдыққа", "бірінші тоқсанда" without a year: of the release's.
    pub(super) fn period_alone(&self, at: usize) -> Option<Read> {
        let (next, _) = self.part_of_year(at, Reach::Page)?;
        let named = self.pieces.get(next - 1)?;
        let whole = named.form(Role::HalfYear).or_else(|| named.form(Role::Quarter))?;
        (!whole.plural).then(|| relative(next, RelativeDate::Years(0))).flatten()
    }
}

#[allow(clippy::unnecessary_wraps)] // rules return options
fn relative(next: usize, value: RelativeDate) -> Option<Read> {
    Some(Read { next, value: Some(DateValue::Relative(value)), year: YearHint::None })
}
