//! The values of openCypher, as properties hold them and queries return them.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::{Date, DateTime, Time};

use super::{Duration, NodeId, OffsetTime, RelationshipId, ZonedDateTime};

/// Properties of a node or relationship, in order of their keys. A property that is not known is absent, never `Null`.
pub type Properties = BTreeMap<Arc<str>, Value>;

/// An openCypher value.
///
/// `PartialEq` is structural (`Null == Null`, `NaN != NaN`); the three-valued `=` of the language and its total order
/// for `ORDER BY` live in the query layer.
///
/// ```
/// use shezhire::{Database, Parameters, Value};
///
/// let parameters = Parameters::from([("names".to_owned(), Value::list(["Абай".into(), "Мағжан".into()]))]);
/// let rows = Database::in_memory().run("UNWIND $names AS name RETURN name, size(name) AS letters", &parameters)?;
/// assert_eq!(rows.rows[0], [Value::from("Абай"), Value::Integer(4)]);
/// assert_eq!(rows.rows[1][0].as_str(), Some("Мағжан"));
/// # Ok::<(), shezhire::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// The absent value.
    #[default]
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A 64-bit integer.
    Integer(i64),
    /// A 64-bit IEEE 754 number.
    Float(f64),
    /// Text.
    String(Arc<str>),
    /// A list of any values.
    List(Arc<[Value]>),
    /// A map from names to values.
    Map(Arc<BTreeMap<Arc<str>, Value>>),
    /// A calendar day.
    Date(Date),
    /// A time of day without a zone.
    LocalTime(Time),
    /// A time of day with an offset from UTC.
    Time(OffsetTime),
    /// A day and time without a zone.
    LocalDateTime(DateTime),
    /// A day and time with an offset and perhaps a named zone.
    DateTime(ZonedDateTime),
    /// A span of months, days, seconds and nanoseconds.
    Duration(Duration),
    /// A node.
    Node(Node),
    /// A relationship.
    Relationship(Relationship),
    /// An alternating walk over nodes and relationships.
    Path(Arc<Path>),
}

/// A node as a value: an identity, and its content once it has left the engine.
///
/// Inside the query engine `content` is `None` and the graph is asked; every value in `Rows` has it.
#[derive(Clone, Debug)]
pub struct Node {
    /// Identity.
    pub id: NodeId,
    /// Labels and properties; `None` while the value is inside the engine.
    pub content: Option<Arc<NodeContent>>,
}

/// Labels and properties of a node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeContent {
    /// Labels, sorted.
    pub labels: Vec<Arc<str>>,
    /// Properties.
    pub properties: Properties,
}

/// A relationship as a value; see [`Node`] on `content`.
#[derive(Clone, Debug)]
pub struct Relationship {
    /// Identity.
    pub id: RelationshipId,
    /// Ends, type and properties; `None` while the value is inside the engine.
    pub content: Option<Arc<RelationshipContent>>,
}

/// Ends, type and properties of a relationship.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationshipContent {
    /// Where it starts.
    pub start: NodeId,
    /// Where it ends.
    pub end: NodeId,
    /// Its type.
    pub relationship_type: Arc<str>,
    /// Properties.
    pub properties: Properties,
}

/// A walk: `nodes.len() == relationships.len() + 1`; relationship `i` joins nodes `i` and `i + 1`, in either direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The nodes, at least one.
    pub nodes: Vec<Node>,
    /// The relationships between them.
    pub relationships: Vec<Relationship>,
}

/// Which relationships of a node are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Those that start at the node.
    Outgoing,
    /// Those that end at the node.
    Incoming,
    /// Both; a loop is met once.
    Both,
}

impl Node {
    /// The node `id`, content not looked up.
    #[must_use]
    pub const fn bare(id: NodeId) -> Self {
        Self { id, content: None }
    }

    /// Labels, sorted; empty when the content was not looked up.
    #[must_use]
    pub fn labels(&self) -> &[Arc<str>] {
        self.content.as_deref().map_or(&[], |c| &c.labels)
    }

    /// A property; `Null` when absent or when the content was not looked up.
    #[must_use]
    pub fn property(&self, key: &str) -> Value {
        self.content.as_deref().and_then(|c| c.properties.get(key)).cloned().unwrap_or_default()
    }
}

impl Relationship {
    /// The relationship `id`, content not looked up.
    #[must_use]
    pub const fn bare(id: RelationshipId) -> Self {
        Self { id, content: None }
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl PartialEq for Relationship {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Value {
    /// A list of `items`.
    pub fn list(items: impl IntoIterator<Item = Value>) -> Self {
        Self::List(items.into_iter().collect())
    }

    /// The text, when this is a `String`.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(s) => Some(s),
            _ => None,
        }
    }

    /// The number, when this is an `Integer`.
    #[must_use]
    pub const fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(i) => Some(*i),
            _ => None,
        }
    }

    /// The name of its type: `Integer`, `String`, …
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "Null",
            Self::Boolean(_) => "Boolean",
            Self::Integer(_) => "Integer",
            Self::Float(_) => "Float",
            Self::String(_) => "String",
            Self::List(_) => "List",
            Self::Map(_) => "Map",
            Self::Date(_) => "Date",
            Self::LocalTime(_) => "LocalTime",
            Self::Time(_) => "Time",
            Self::LocalDateTime(_) => "LocalDateTime",
            Self::DateTime(_) => "DateTime",
            Self::Duration(_) => "Duration",
            Self::Node(_) => "Node",
            Self::Relationship(_) => "Relationship",
            Self::Path(_) => "Path",
        }
    }

    /// Whether this is `Null`.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl From<&str> for Value {
    fn from(s: &str) -> Self {
        Self::String(s.into())
    }
}

impl From<String> for Value {
    fn from(s: String) -> Self {
        Self::String(s.into())
    }
}

impl From<i64> for Value {
    fn from(i: i64) -> Self {
        Self::Integer(i)
    }
}

impl From<f64> for Value {
    fn from(x: f64) -> Self {
        Self::Float(x)
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Self {
        Self::Boolean(b)
    }
}
