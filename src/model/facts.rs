//! What one release says: entities with their mentions, dates, events, roles. All spans are bytes of the release's source.

use std::collections::{BTreeMap, BTreeSet};

use super::{Edtf, Span};

/// Everything that one release says. Entities, dates and events are referred to by their index here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Entities in order of first mention.
    pub entities: Vec<Entity>,
    /// Calendar expressions in order.
    pub dates: Vec<DateMention>,
    /// Happenings in order of their triggers.
    pub events: Vec<Event>,
    /// Person – office – organisation, in order.
    pub roles: Vec<Role>,
    /// When it can have been written, as far as its contents say.
    pub period: Option<Period>,
    /// Indexes of events that a person says are wrong. The extractor rejects none.
    pub rejected: BTreeSet<usize>,
    /// Events that a person says are told elsewhere as well: the key of the happening. The extractor knows of none.
    pub shared: BTreeMap<usize, String>,
    /// Persons whom the release calls by their titles alone and does not name, in order.
    pub unnamed: Vec<Unnamed>,
    /// Happenings in which nobody takes part whom the release names, but somebody of [`Facts::unnamed`]. Their numbers go on
    /// behind those of [`Facts::events`]; they are told when it is known who that is.
    pub supposed: Vec<Event>,
    /// Indexes of events of which it is not known who took part. The extractor leaves them in [`Facts::supposed`].
    pub untold: BTreeSet<usize>,
    /// Entities that the release does not name, but that its date tells: how sure that is, and why. The extractor tells none.
    pub inferred: BTreeMap<usize, (f64, String)>,
}

/// A person whom a release calls by a title alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unnamed {
    /// By which.
    pub title: UnnamedTitle,
    /// Where, in order.
    pub spans: Vec<Span>,
    /// In what that person took part.
    pub parts: Vec<UnnamedPart>,
}

/// By what a release calls a person whom it does not name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnnamedTitle {
    /// The home country's first head of state ("Елбасы"), whoever was in office.
    FirstHead,
    /// Its head of state of the day ("Мемлекет басшысы").
    Head,
    /// Who holds another office on that day ("Бас прокурор").
    Office {
        /// The office in the nominative, as [`Role::position`].
        position: String,
        /// What it belongs to, as [`Role::organisation`].
        organisation: Option<String>,
    },
}

/// What somebody whom a release does not name took part in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnnamedPart {
    /// Index in [`Facts::events`], and behind its end in [`Facts::supposed`].
    pub event: usize,
    /// As what.
    pub role: Option<ParticipantRole>,
    /// The sentence with the title, if [`Event::evidence`] has it not.
    pub named_in: Option<Span>,
}

/// The days that the contents of a release allow for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// An interval; its end may be open.
    pub date: Edtf,
    /// What bounds it, for a person to read.
    pub why: Vec<String>,
}

/// What sort of thing an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    /// A human being.
    Person,
    /// An institution.
    Organisation,
    /// A country, region, town, building.
    Place,
    /// A named event («ЭКСПО-2017»).
    Event,
}

/// One thing that the release names.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// What sort of thing.
    pub kind: EntityKind,
    /// Nominative, the fullest form in the release; initials as `Ж. Асанов`.
    pub name: String,
    /// Where it is mentioned, in order.
    pub mentions: Vec<Mention>,
}

/// How a mention stands for its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionForm {
    /// An explicit name.
    Name,
    /// A title or common noun that stands alone for it.
    Title,
}

/// One place where an entity is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where.
    pub span: Span,
    /// How.
    pub form: MentionForm,
}

/// A calendar expression.
#[derive(Clone, Debug, PartialEq)]
pub struct DateMention {
    /// Where.
    pub span: Span,
    /// What it says.
    pub value: DateValue,
    /// The calendar date meant, when the release's own date is known or not needed.
    pub resolved: Option<Edtf>,
}

/// What a calendar expression says by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateValue {
    /// A date, perhaps with unknown parts.
    Edtf(Edtf),
    /// A distance from the release's date.
    Relative(RelativeDate),
}

/// A distance from the release's date: an ISO 8601 duration of one unit (`-P1D`, `P0Y`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelativeDate {
    /// Years from the release's year.
    Years(i32),
    /// Months from the release's month.
    Months(i32),
    /// Days from the release's day.
    Days(i32),
}

/// The seventeen types of happenings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventType {
    /// Small talks, a reception, a report to the president.
    Meeting,
    /// A telephone or video talk.
    Call,
    /// A telegram, letter, congratulation or condolence sent.
    Message,
    /// A trip or a tour of a site.
    Visit,
    /// A sitting of a council, board, government, assembly.
    Session,
    /// A summit, congress, conference, exhibition.
    Forum,
    /// A rite: credentials, opening, oath.
    Ceremony,
    /// An award given.
    Award,
    /// An appointment or election to a post.
    Appointment,
    /// A dismissal.
    Dismissal,
    /// A law, decree or agreement signed or adopted.
    Signing,
    /// A public speech, interview or quotation.
    Statement,
    /// An organisation or facility created or opened.
    Founding,
    /// An election or referendum.
    Election,
    /// A flood, fire, accident.
    Disaster,
    /// A holiday or jubilee.
    Celebration,
    /// Any other happening.
    Other,
}

/// What a participant did in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // the names say it all
pub enum ParticipantRole {
    Speaker,
    Host,
    Guest,
    Appointee,
    Awardee,
    Sender,
    Recipient,
    Signatory,
}

/// Whether the happening is said to be real.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Modality {
    /// It happened.
    #[default]
    Actual,
    /// It is to happen.
    Planned,
    /// It might happen.
    Hypothetical,
    /// It did not happen.
    Negated,
}

/// A happening, as the release tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its type.
    pub event_type: EventType,
    /// Exactly the trigger.
    pub span: Span,
    /// The trigger, broken lines mended.
    pub trigger: String,
    /// The sentence that tells it.
    pub evidence: Span,
    /// Indexes of persons in [`Facts::entities`].
    pub participants: Vec<usize>,
    /// What some of the participants did.
    pub participant_roles: BTreeMap<usize, ParticipantRole>,
    /// Indexes of organisations and named events in [`Facts::entities`].
    pub organisations: Vec<usize>,
    /// For those of participants and organisations that [`Event::evidence`] does not mention, the sentence that does: the
    /// one by which they were taken to have taken part.
    pub named_in: BTreeMap<usize, Span>,
    /// Index of the place in [`Facts::entities`].
    pub place: Option<usize>,
    /// Index in [`Facts::dates`].
    pub date: Option<usize>,
    /// Whether it is said to be real.
    pub modality: Modality,
    /// 0 to 1.
    pub confidence: f64,
}

/// A person holds an office.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Where the office is named.
    pub span: Span,
    /// The sentence that tells it.
    pub evidence: Span,
    /// Index of the person in [`Facts::entities`].
    pub person: usize,
    /// The office in the nominative.
    pub position: String,
    /// The organisation, country or place that the office belongs to: its name in the nominative, as that entity's.
    pub organisation: Option<String>,
    /// 0 to 1.
    pub confidence: f64,
}

macro_rules! names {
    ($($type:ident { $($variant:ident => $name:literal),+ $(,)? })+) => {$(
        impl $type {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in the formats that others read.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )+};
}

names! {
    EntityKind { Person => "person", Organisation => "organisation", Place => "place", Event => "event" }
    MentionForm { Name => "name", Title => "title" }
    EventType {
        Meeting => "meeting", Call => "call", Message => "message", Visit => "visit", Session => "session",
        Forum => "forum", Ceremony => "ceremony", Award => "award", Appointment => "appointment",
        Dismissal => "dismissal", Signing => "signing", Statement => "statement", Founding => "founding",
        Election => "election", Disaster => "disaster", Celebration => "celebration", Other => "other",
    }
    ParticipantRole {
        Speaker => "speaker", Host => "host", Guest => "guest", Appointee => "appointee", Awardee => "awardee",
        Sender => "sender", Recipient => "recipient", Signatory => "signatory",
    }
    Modality { Actual => "actual", Planned => "planned", Hypothetical => "hypothetical", Negated => "negated" }
}

impl std::fmt::Display for DateValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Edtf(date) => date.fmt(f),
            Self::Relative(distance) => distance.fmt(f),
        }
    }
}

impl std::fmt::Display for RelativeDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (n, unit) = match *self {
            Self::Years(n) => (n, 'Y'),
            Self::Months(n) => (n, 'M'),
            Self::Days(n) => (n, 'D'),
        };
        write!(f, "{}P{}{unit}", if n < 0 { "-" } else { "" }, n.unsigned_abs())
    }
}
