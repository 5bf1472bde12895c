//! Time zones: offsets and names to offsets at a moment.

use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use super::{invalid, out_of_range, parse};
use crate::model::ZonedDateTime;
use crate::query::QueryError;

type Result<T> = std::result::Result<T, QueryError>;

/// The zones that the calendar library brings along: the same on every machine.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A fixed offset or a named zone.
#[derive(Clone, Debug)]
pub(super) enum Zone {
    /// Seconds east of UTC.
    Offset(i32),
    /// A zone of the IANA database.
    Named(Arc<str>, TimeZone),
}

impl Zone {
    pub(super) const UTC: Self = Self::Offset(0);

    /// `+01:00`, `Z` or `Europe/Stockholm`.
    pub(super) fn read(text: &str) -> Result<Self> {
        match parse::offset(text) {
            Some(offset) => Ok(Self::Offset(offset)),
            None => Self::named(text),
        }
    }

    /// The zone of a name.
    pub(super) fn named(name: &str) -> Result<Self> {
        let zone = ZONES.get(name).map_err(|_| invalid(format!("there is no time zone `{name}`")))?;
        Ok(Self::Named(zone.iana_name().unwrap_or(name).into(), zone))
    }

    /// The zone of a value.
    pub(super) fn of(value: &ZonedDateTime) -> Self {
        match value.zone.as_deref().map(Self::named) {
            Some(Ok(zone)) => zone,
            _ => Self::Offset(value.offset),
        }
    }

    /// The moment when clocks of the zone show `local`. One that they skip is moved by the length of the gap; of one
    /// that they show twice, the first is meant.
    pub(super) fn at_local(&self, local: DateTime) -> Result<ZonedDateTime> {
        match self {
            Self::Offset(offset) => Ok(ZonedDateTime { local, offset: *offset, zone: None }),
            Self::Named(_, zone) => {
                let moment = zone.to_ambiguous_timestamp(local).compatible().map_err(|_| out_of_range())?;
                Ok(self.at(moment))
            }
        }
    }

    /// What clocks of the zone show at a moment.
    pub(super) fn at(&self, moment: Timestamp) -> ZonedDateTime {
        match self {
            Self::Offset(offset) => {
                let local = offset_of(*offset).to_datetime(moment);
                ZonedDateTime { local, offset: *offset, zone: None }
            }
            Self::Named(name, zone) => {
                let offset = zone.to_offset(moment);
                ZonedDateTime {
                    local: offset.to_datetime(moment),
                    offset: offset.seconds(),
                    zone: Some(Arc::clone(name)),
                }
            }
        }
    }
}

/// The moment of a value.
pub(super) fn moment(value: &ZonedDateTime) -> Result<Timestamp> {
    offset_of(value.offset).to_timestamp(value.local).map_err(|_| out_of_range())
}

fn offset_of(seconds: i32) -> Offset {
    Offset::from_seconds(seconds).unwrap_or(Offset::UTC)
}
