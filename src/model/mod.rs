//! The nouns of every layer: ids, spans, EDTF dates, values, releases' facts, changes of a graph. Imports nothing of the crate.

mod change;
mod edtf;
mod facts;
mod id;
mod schema;
mod span;
mod temporal;
mod value;

pub use change::Change;
pub use edtf::{Edtf, ParseEdtfError, Precision};
pub use facts::{
    DateMention, DateValue, Entity, EntityKind, Event, EventType, Facts, Mention, MentionForm, Modality,
    ParticipantRole, Period, RelativeDate, Role, Unnamed, UnnamedPart, UnnamedTitle,
};
pub use id::{NodeId, RelationshipId};
pub use schema::{RuleKind, SchemaRule};
pub use span::Span;
pub use temporal::{Duration, OffsetTime, ZonedDateTime, format_date, format_date_time, format_offset, format_time};
pub use value::{Direction, Node, NodeContent, Path, Properties, Relationship, RelationshipContent, Value};
