//! The first line of a file to its columns.

use std::sync::Arc;

use super::ImportError;
use super::field::{Kind, kind};
use super::lines::Lines;

/// What a file of CSV has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A node a line: a column is `:ID`.
    Nodes,
    /// A relationship a line: columns are `:START_ID` and `:END_ID`.
    Relationships,
}

/// The columns of a file.
#[derive(Debug)]
pub(super) struct Header {
    pub kind: FileKind,
    pub columns: Vec<Column>,
}

/// A column.
#[derive(Debug)]
pub(super) struct Column {
    /// Its place, from 1.
    number: usize,
    /// The property that its fields are.
    pub name: Option<Arc<str>>,
    pub role: Role,
    /// Whether its fields are lists.
    pub list: bool,
}

/// What a column is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The id of a node, in a space of ids.
    Id(Arc<str>),
    /// The id of the node where a relationship starts.
    Start(Arc<str>),
    /// The id of the node where it ends.
    End(Arc<str>),
    Label,
    Type,
    Property(Kind),
    Ignored,
}

impl Header {
    /// Reads the first line, which must be the header of a file of `wanted`, or of any kind.
    pub fn read(lines: &mut Lines, wanted: Option<FileKind>) -> Result<Self, ImportError> {
        let path = lines.path().to_owned();
        let failed = |reason: String| ImportError::Header { path: path.clone(), reason };
        if !lines.next(&mut ())? {
            return Err(failed(
                "the file is empty; it has to begin with a header such as :ID,name,born:int".to_owned(),
            ));
        }
        let mut columns = Vec::new();
        for (number, bytes) in (1..).zip(lines.fields()) {
            let text = std::str::from_utf8(bytes);
            let text = text.map_err(|_| failed(format!("column {number} is not UTF-8; write the file as UTF-8")))?;
            columns.push(
                Column::read(number, text.trim()).map_err(|reason| failed(format!("column {number}: {reason}")))?,
            );
        }
        lines.begin_data();
        let count = |wanted: fn(&Role) -> bool| columns.iter().filter(|column| wanted(&column.role)).count();
        let ids = count(|role| matches!(role, Role::Id(_)));
        let (starts, ends) = (count(|role| matches!(role, Role::Start(_))), count(|role| matches!(role, Role::End(_))));
        let kind = match (ids, starts, ends) {
            (1, 0, 0) => FileKind::Nodes,
            (0, 1, 1) => FileKind::Relationships,
            _ => {
                let found = format!("{ids} columns are :ID, {starts} :START_ID and {ends} :END_ID");
                let reason = "a file of nodes has one :ID, a file of relationships one :START_ID and one :END_ID";
                return Err(failed(format!("{found}; {reason}")));
            }
        };
        match (wanted, kind) {
            (Some(FileKind::Nodes), FileKind::Relationships) => {
                Err(failed("this is a file of relationships; give it with --relationships".to_owned()))
            }
            (Some(FileKind::Relationships), FileKind::Nodes) => {
                Err(failed("this is a file of nodes; give it with --nodes".to_owned()))
            }
            _ => match twice(&columns) {
                Some(name) => Err(failed(format!("two columns are `{name}`; call one :IGNORE to leave it out"))),
                None => Ok(Self { kind, columns }),
            },
        }
    }

    /// Whether a line has as many fields as there are columns.
    pub fn check_width(&self, lines: &Lines) -> Result<(), String> {
        let (found, wanted) = (lines.width(), self.columns.len());
        if found == wanted {
            return Ok(());
        }
        Err(format!(
            "it has {found} fields, not {wanted} as the header; is a delimiter missing, too many, or not quoted?"
        ))
    }
}

fn twice(columns: &[Column]) -> Option<&Arc<str>> {
    let names = || columns.iter().filter_map(|column| column.name.as_ref());
    names().enumerate().find(|(at, name)| names().take(*at).any(|before| before == *name)).map(|(_, name)| name)
}

impl Column {
    fn read(number: usize, text: &str) -> Result<Self, String> {
        let (name, told) = text.rsplit_once(':').unwrap_or((text, ""));
        if told.contains('{') {
            return Err(format!("`{text}` has settings in braces, which are not read; take them away"));
        }
        let (told, list) = told.strip_suffix("[]").map_or((told, false), |told| (told, true));
        let (word, space) = match told.split_once('(') {
            Some((word, rest)) => match rest.strip_suffix(')') {
                Some(space) => (word, Arc::from(space)),
                None => return Err(format!("in `{text}` a ) is missing")),
            },
            None => (told, Arc::from("")),
        };
        let role = match word.to_uppercase().as_str() {
            "ID" => Role::Id(space),
            "START_ID" => Role::Start(space),
            "END_ID" => Role::End(space),
            "LABEL" => Role::Label,
            "TYPE" => Role::Type,
            "IGNORE" => Role::Ignored,
            "" => Role::Property(Kind::String),
            _ => Role::Property(kind(word)?),
        };
        let named = matches!(role, Role::Property(_) | Role::Id(_)) && !name.is_empty();
        if matches!(role, Role::Property(_)) && !named {
            return Err("it has no name; name it, or call it :IGNORE to leave it out".to_owned());
        }
        Ok(Self { number, name: named.then(|| Arc::from(name)), role, list })
    }

    /// A field of this column as text.
    pub fn text<'b>(&self, bytes: &'b [u8]) -> Result<&'b str, String> {
        if self.role == Role::Ignored {
            return Ok("");
        }
        std::str::from_utf8(bytes).map_err(|e| {
            let at = e.valid_up_to();
            format!("{} is not UTF-8 from its byte {at} on; write the file as UTF-8", self.title())
        })
    }

    /// The column in words.
    pub fn title(&self) -> String {
        let role = match &self.role {
            Role::Id(_) => ":ID",
            Role::Start(_) => ":START_ID",
            Role::End(_) => ":END_ID",
            Role::Label => ":LABEL",
            Role::Type => ":TYPE",
            Role::Ignored => ":IGNORE",
            Role::Property(_) => "",
        };
        format!("column {} ({}{role})", self.number, self.name.as_deref().unwrap_or_default())
    }
}
