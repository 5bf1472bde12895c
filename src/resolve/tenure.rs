//! When persons were seen in an office to who held it on other days.

use std::fmt;

use jiff::civil::Date;

/// First and last day.
pub type Days = (Date, Date);

/// When somebody was seen in an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tenure<P> {
    /// Who.
    pub person: P,
    /// The days that the first and the last sighting can be of; none when no release says when.
    pub seen: Option<(Days, Days)>,
    /// How many releases say so.
    pub releases: u64,
}

/// How sure it is that the only one who was seen in an office before a day and after it held it on that day.
const BETWEEN: f64 = 0.7;
/// At the greatest distance from when somebody was seen.
const AT_LENGTH: f64 = 0.5;
/// Days after which somebody who was seen in an office may well have left it.
const LENGTH: i32 = 180;
/// Days near which somebody else who was seen in an office makes it doubtful who held it.
const NEAR: i32 = 30;
/// When no day is known any better than by who is head of state.
const SOMETIME: f64 = 0.5;
/// Days beyond which offices have several holders.
const LONG: i32 = 10 * 366;
/// Days beyond which a date says too little.
const VAGUE: i32 = 366;

impl<P: Copy + PartialEq> Tenure<P> {
    /// When somebody was seen in either of two offices that are one. Dates say more than what vague ones allow.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        let releases = self.releases + other.releases;
        let seen = match (self.dated(), other.dated()) {
            (Some(_), None) => self.seen,
            (None, Some(_)) => other.seen,
            _ => match (self.seen, other.seen) {
                (Some(one), Some(other)) => Some((one.0.min(other.0), one.1.max(other.1))),
                (one, other) => one.or(other),
            },
        };
        Self { seen, releases, ..self }
    }

    /// The days from the first sighting to the last.
    fn span(&self) -> Option<Days> {
        self.seen.map(|(first, last)| (first.0, last.1))
    }

    /// The same when both are known well enough.
    fn dated(&self) -> Option<(P, Days)> {
        let (first, last) = self.seen?;
        (!is_vague(first) && !is_vague(last)).then_some((self.person, (first.0, last.1)))
    }

    /// Whether it may have been then, as far as a vague date or none tells.
    fn may_touch(&self, days: Days) -> bool {
        self.span().is_none_or(|span| touch(span, days))
    }
}

/// Who is meant by an office on some days, how sure that is, and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meant<P> {
    /// Who.
    pub person: P,
    /// 0 to 1.
    pub sure: f64,
    /// Why.
    pub why: Why,
}

/// Why somebody is taken to have held an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Seen in it before and after.
    Between,
    /// Seen last so many days before.
    Before(i32),
    /// Seen first so many days after.
    After(i32),
    /// Nobody else at a time of which little is known.
    Alone,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("held the office: ")?;
        match self {
            Self::Between => f.write_str("seen before and after"),
            Self::Before(days) => write!(f, "seen {days} days before"),
            Self::After(days) => write!(f, "seen {days} days after"),
            Self::Alone => f.write_str("nobody else is seen at that time"),
        }
    }
}

/// Those who were ever seen in an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holders<P> {
    tenures: Vec<Tenure<P>>,
    dated: Vec<(P, Days)>,
}

impl<P> Default for Holders<P> {
    fn default() -> Self {
        Self { tenures: Vec::new(), dated: Vec::new() }
    }
}

impl<P: Copy + PartialEq> Holders<P> {
    /// Takes the tenures of an office, one a person.
    #[must_use]
    pub fn new(tenures: Vec<Tenure<P>>) -> Self {
        Self { dated: tenures.iter().filter_map(Tenure::dated).collect(), tenures }
    }

    /// Who held the office on the days that a release can be from.
    ///
    /// Somebody seen before and after, and nobody else in between; or who was seen last before, or first after, not long from
    /// then. When two were seen in one time, or either may be meant, it is nobody. The answer changes little while sightings are
    /// added: it has no number of them, nor a day within the time that somebody is known to have held the office.
    #[must_use]
    pub fn on(&self, days: Days) -> Option<Meant<P>> {
        if is_vague(days) {
            return self.alone(days);
        }
        let mut then = self.dated.iter().filter(|(_, span)| touch(*span, days));
        if let Some((person, span)) = then.next() {
            if then.next().is_some() {
                return None;
            }
            if span.0 <= days.0 && days.1 <= span.1 {
                // Somebody was seen in the office while this person held it: near those days either may be meant.
                let mut others = self.dated.iter().filter(|(other, _)| other != person);
                let doubtful = others.any(|(_, other)| touch(*other, *span) && touch(around(*other), days));
                return (!doubtful).then_some(Meant { person: *person, sure: BETWEEN, why: Why::Between });
            }
        }
        self.nearest(days)
    }

    /// Who was seen last before, or first after, when nobody else may be meant.
    fn nearest(&self, days: Days) -> Option<Meant<P>> {
        let before = self.dated.iter().filter(|(_, span)| span.0 < days.0).max_by_key(|(_, span)| span.1);
        let after = self.dated.iter().filter(|(_, span)| span.1 > days.1).min_by_key(|(_, span)| span.0);
        let (person, span) = match (before, after) {
            (Some(one), None) | (None, Some(one)) => *one,
            _ => return None,
        };
        let mut others = self.tenures.iter().filter(|other| other.person != person);
        let alone = others.all(|other| match other.dated() {
            Some((_, other)) => !touch(other, span),
            None => !other.may_touch(days),
        });
        let before = span.1 < days.1;
        let distance = if before { span.1.until(days.1) } else { days.0.until(span.0) };
        let distance = distance.map_or(i32::MAX, |d| d.get_days());
        if !alone || distance > LENGTH {
            return None;
        }
        let sure = BETWEEN - (BETWEEN - AT_LENGTH) * f64::from(distance) / f64::from(LENGTH);
        let why = if before { Why::Before(distance) } else { Why::After(distance) };
        Some(Meant { person, sure: (sure * 100.0).round() / 100.0, why })
    }

    /// The only one who is known to have held the office at any time that a vague date allows: one of a few years, or one that
    /// goes on until now.
    fn alone(&self, days: Days) -> Option<Meant<P>> {
        let mut then = self.tenures.iter().filter(|tenure| tenure.may_touch(days));
        let only = then.next().filter(|_| then.next().is_none())?;
        let span = only.span().filter(|span| span.0 <= days.0 && days.1 <= span.1)?;
        // Of a generation one sighting tells nothing.
        let long = span.0.until(span.1).map_or(i32::MAX, |span| span.get_days()) > LONG;
        if long && (only.releases < 2 || span.1 < Date::MAX) {
            return None;
        }
        Some(Meant { person: only.person, sure: SOMETIME, why: Why::Alone })
    }
}

fn is_vague(days: Days) -> bool {
    days.0.until(days.1).map_or(i32::MAX, |span| span.get_days()) > VAGUE
}

/// The days around those on which somebody was seen.
fn around(days: Days) -> Days {
    let near = jiff::Span::new().days(NEAR);
    (days.0.saturating_sub(near), days.1.saturating_add(near))
}

fn touch(one: Days, other: Days) -> bool {
    one.0 <= other.1 && other.0 <= one.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Edtf;

    fn days(date: &str) -> Days {
        date.parse::<Edtf>().unwrap().bounds().unwrap()
    }

    fn tenure(person: char, first: &str, last: &str) -> Tenure<char> {
        Tenure { person, seen: Some((days(first), days(last))), releases: 2 }
    }

    fn meant(tenures: &[Tenure<char>], date: &str) -> Option<(char, f64)> {
        Holders::new(tenures.to_vec()).on(days(date)).map(|meant| (meant.person, meant.sure))
    }

    #[test]
    fn who_was_seen_before_and_after_held_it_in_between() {
        let one = tenure('а', "2017-03-01", "2018-05-02");
        assert_eq!(meant(&[one], "2017-08-09"), Some(('а', 0.7)));
        assert_eq!(meant(&[one], "2018-05-02"), Some(('а', 0.7)));
        let next = tenure('б', "2018-09-01", "2019-02-01");
        assert_eq!(meant(&[one, next], "2017-08-09"), Some(('а', 0.7)));
        assert_eq!(meant(&[one, next], "2018-12"), Some(('б', 0.7)));
        // Between the last day of one and the first of the next it may have been either.
        assert_eq!(meant(&[one, next], "2018-07-01"), None);
        assert_eq!(meant(&[one, next], "2018"), None);
    }

    #[test]
    fn two_at_a_time_are_nobody() {
        let (one, other) = (tenure('а', "2017-03-01", "2018-05-02"), tenure('б', "2018-01-01", "2019-02-01"));
        assert_eq!(meant(&[one, other], "2018-03-01"), None);
        assert_eq!(meant(&[one, other], "2017-05-01"), Some(('а', 0.7)));
        assert_eq!(meant(&[one, other], "2017-12-20"), None);
        assert_eq!(meant(&[one, other], "2019-02-03"), None);
    }

    #[test]
    fn the_longer_somebody_was_not_seen_the_less_sure() {
        let one = tenure('а', "2017-03-01", "2018-05-02");
        assert_eq!(meant(&[one], "2018-05-03"), Some(('а', 0.7)));
        assert_eq!(meant(&[one], "2018-08-01"), Some(('а', 0.6)));
        assert_eq!(meant(&[one], "2016-12-01"), Some(('а', 0.6)));
        assert_eq!(meant(&[one], "2018-12-30"), None);
        // Somebody of whom it is not known when.
        let other = Tenure { person: 'б', seen: None, releases: 1 };
        assert_eq!(meant(&[one, other], "2018-05-03"), None);
        assert_eq!(meant(&[one, other], "2017-05-03"), Some(('а', 0.7)));
        assert_eq!(meant(&[other], "2017-05-03"), None);
    }

    #[test]
    fn of_a_vague_time_only_somebody_alone_in_it_is_meant() {
        let (one, other) = (tenure('а', "2019-03-20/..", "2019-03-20/.."), tenure('б', "2016", "2017"));
        assert_eq!(meant(&[one, other], "2019-03-20/.."), Some(('а', 0.5)));
        assert_eq!(meant(&[one, Tenure { person: 'в', seen: None, releases: 1 }], "2019-03-20/.."), None);
        assert_eq!(meant(&[other], "2010/2019"), None);
        assert_eq!(meant(&[Tenure { releases: 1, ..one }], "2019-03-20/.."), None);
        assert_eq!(meant(&[tenure('а', "1990/2019", "1990/2019")], "1990/2019"), None);
        assert_eq!(
            meant(&[Tenure { releases: 1, ..tenure('а', "2017/2021", "2017/2021") }], "2018/2020"),
            Some(('а', 0.5))
        );
    }
}
