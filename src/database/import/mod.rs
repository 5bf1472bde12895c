//! Files of CSV with the headers of neo4j-admin to nodes and relationships.

mod error;
mod field;
mod header;
mod lines;

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{BulkLoader, Database};
use crate::model::{NodeId, Value};

pub use error::{BadLine, ImportError};
pub use header::FileKind;

use header::{Column, Header, Role};
use lines::Lines;

/// How files of CSV are written.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ImportOptions {
    /// What stands between fields; a comma when not said otherwise.
    pub delimiter: u8,
    /// What stands around fields that have a delimiter, quote or line feed in them; `"` when not said otherwise.
    pub quote: u8,
    /// What stands between the items of a list; `;` when not said otherwise.
    pub array_delimiter: char,
    /// Whether ids that a header names, as in `no:ID`, are kept as integers; as strings when not said otherwise.
    pub integer_ids: bool,
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self { delimiter: b',', quote: b'"', array_delimiter: ';', integer_ids: false }
    }
}

/// What an import has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Nodes.
    pub nodes: u64,
    /// Relationships.
    pub relationships: u64,
    /// Properties of both.
    pub properties: u64,
    /// Lines that were left out.
    pub bad_lines: u64,
}

/// What hears of an import while it runs.
pub trait ImportObserver {
    /// So many more bytes are read. `Break` ends the import, which changes nothing then.
    fn read(&mut self, bytes: u64) -> ControlFlow<()>;
    /// A line cannot be taken, with its fields as far as they are text. `Break` ends the import, which changes nothing
    /// then; `Continue` leaves the line out.
    fn bad_line(&mut self, line: &BadLine, fields: &[&str]) -> ControlFlow<()>;
}

/// Watches nothing, and ends an import at the first bad line.
impl ImportObserver for () {
    fn read(&mut self, _: u64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn bad_line(&mut self, _: &BadLine, _: &[&str]) -> ControlFlow<()> {
        ControlFlow::Break(())
    }
}

/// Takes files of CSV into a database, all or nothing: [`finish`](Self::finish) makes it durable and visible.
///
/// Headers are those of neo4j-admin: `:ID(Person)`, `name`, `born:int`, `tags:string[]`, `:LABEL`, `:START_ID(Person)`,
/// `:END_ID(Event)`, `:TYPE`, `:IGNORE`; the README has them all. An empty field is no property.
///
/// Cost: about 1 µs a line, and memory for the graph and the ids of its nodes.
///
/// ```
/// use shezhire::{Database, ImportOptions};
///
/// let folder = std::env::temp_dir().join(format!("shezhire-import-{}", std::process::id()));
/// std::fs::create_dir_all(&folder)?;
/// let (people, knows) = (folder.join("people.csv"), folder.join("knows.csv"));
/// std::fs::write(&people, ":ID,name,born:int\na,Абай,1845\nm,Мағжан,1893\n")?;
/// std::fs::write(&knows, ":START_ID,:END_ID,:TYPE\nm,a,READS\n")?;
///
/// let db = Database::in_memory();
/// let mut import = db.import(ImportOptions::default())?;
/// import.nodes(&["Person".into()], &[people], &mut ())?;
/// import.relationships(None, &[knows], &mut ())?;
/// let report = import.finish()?;
/// assert_eq!((report.nodes, report.relationships), (2, 1));
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Import<'db> {
    loader: BulkLoader<'db>,
    options: ImportOptions,
    /// Nodes of this import by id space and id.
    ids: FxHashMap<Arc<str>, FxHashMap<Box<str>, NodeId>>,
    report: ImportReport,
}

impl Database {
    /// Begins to take files of CSV in.
    ///
    /// # Errors
    /// As [`bulk_load`](Self::bulk_load).
    pub fn import(&self, options: ImportOptions) -> Result<Import<'_>, ImportError> {
        let loader = self.bulk_load()?;
        Ok(Import { loader, options, ids: FxHashMap::default(), report: ImportReport::default() })
    }
}

impl Import<'_> {
    /// What a file has, by its header.
    ///
    /// # Errors
    /// When it cannot be read or its header is none.
    pub fn kind_of(&self, path: &PathBuf) -> Result<FileKind, ImportError> {
        let mut lines = Lines::open(std::slice::from_ref(path), &self.options)?;
        Ok(Header::read(&mut lines, None)?.kind)
    }

    /// Takes nodes; they get these labels beside those of their lines. Of several files the first begins with the header
    /// of all.
    ///
    /// # Errors
    /// When a file cannot be read, its header is none for nodes, or a line is bad and the observer does not go on.
    pub fn nodes(
        &mut self,
        labels: &[Arc<str>],
        paths: &[PathBuf],
        observer: &mut dyn ImportObserver,
    ) -> Result<(), ImportError> {
        let mut lines = Lines::open(paths, &self.options)?;
        let header = Header::read(&mut lines, Some(FileKind::Nodes))?;
        while lines.next(observer)? {
            if let Err(reason) = self.node(&lines, &header, labels) {
                self.refuse(&lines, reason, observer)?;
            }
        }
        Ok(())
    }

    /// Takes relationships between nodes of this import; those whose lines name no type get this one. Of several files
    /// the first begins with the header of all.
    ///
    /// # Errors
    /// When a file cannot be read, its header is none for relationships, or a line is bad and the observer does not go on.
    pub fn relationships(
        &mut self,
        relationship_type: Option<Arc<str>>,
        paths: &[PathBuf],
        observer: &mut dyn ImportObserver,
    ) -> Result<(), ImportError> {
        let mut lines = Lines::open(paths, &self.options)?;
        let header = Header::read(&mut lines, Some(FileKind::Relationships))?;
        if relationship_type.is_none() && !header.columns.iter().any(|column| column.role == Role::Type) {
            let reason = "no column is :TYPE; add one, or give the type before the file as in HELD_IN=FILE".to_owned();
            return Err(ImportError::Header { path: lines.path().to_owned(), reason });
        }
        while lines.next(observer)? {
            if let Err(reason) = self.relationship(&lines, &header, relationship_type.as_ref()) {
                self.refuse(&lines, reason, observer)?;
            }
        }
        Ok(())
    }

    /// Makes all that was taken durable and visible.
    ///
    /// # Errors
    /// As [`BulkLoader::finish`].
    pub fn finish(self) -> Result<ImportReport, ImportError> {
        self.loader.finish()?;
        Ok(self.report)
    }

    fn refuse(&mut self, lines: &Lines, reason: String, observer: &mut dyn ImportObserver) -> Result<(), ImportError> {
        let line = BadLine { path: lines.path().to_owned(), line: lines.line(), reason };
        let fields: Vec<&str> = lines.fields().map(|field| std::str::from_utf8(field).unwrap_or_default()).collect();
        match observer.bad_line(&line, &fields) {
            ControlFlow::Continue(()) => {
                self.report.bad_lines += 1;
                Ok(())
            }
            ControlFlow::Break(()) => Err(ImportError::Line(line)),
        }
    }

    /// Nothing of a line that is bad is kept.
    fn node(&mut self, lines: &Lines, header: &Header, labels: &[Arc<str>]) -> Result<(), String> {
        header.check_width(lines)?;
        let mut labels = labels.to_vec();
        let mut identity: Option<(&Arc<str>, &str)> = None;
        let mut properties = Vec::with_capacity(header.columns.len());
        for (column, bytes) in header.columns.iter().zip(lines.fields()) {
            let text = column.text(bytes)?;
            match &column.role {
                Role::Id(space) if text.is_empty() => {
                    return Err(format!("{} is empty; each node{} needs an id", column.title(), within(space)));
                }
                Role::Id(space) => {
                    if let Some(name) = &column.name {
                        properties.push((Arc::clone(name), self.id_value(column, text)?));
                    }
                    identity = Some((space, text));
                }
                Role::Label => labels.extend(self.items(text).map(Arc::from)),
                Role::Property(_) => properties.extend(self.property(column, text)?),
                Role::Ignored | Role::Start(_) | Role::End(_) | Role::Type => {}
            }
        }
        let Some((space, id)) = identity else { return Err("it has no id".to_owned()) };
        if self.ids.get(space).is_some_and(|known| known.contains_key(id)) {
            return Err(format!(
                "a node with the id {id}{} was there before; ids are unique in their space",
                within(space)
            ));
        }
        self.report.nodes += 1;
        self.report.properties += properties.len() as u64;
        let node = self.loader.add_node(&labels, properties);
        if !self.ids.contains_key(space) {
            self.ids.insert(Arc::clone(space), FxHashMap::default());
        }
        if let Some(known) = self.ids.get_mut(space) {
            known.insert(id.into(), node);
        }
        Ok(())
    }

    fn relationship(&mut self, lines: &Lines, header: &Header, given: Option<&Arc<str>>) -> Result<(), String> {
        header.check_width(lines)?;
        let mut relationship_type = given.cloned();
        let (mut start, mut end) = (None, None);
        let mut properties = Vec::with_capacity(header.columns.len());
        for (column, bytes) in header.columns.iter().zip(lines.fields()) {
            let text = column.text(bytes)?;
            match &column.role {
                Role::Start(space) => start = Some(self.end(column, space, text)?),
                Role::End(space) => end = Some(self.end(column, space, text)?),
                Role::Type if !text.is_empty() => {
                    if relationship_type.as_deref() != Some(text) {
                        relationship_type = Some(Arc::from(text));
                    }
                }
                Role::Property(_) => properties.extend(self.property(column, text)?),
                Role::Type | Role::Ignored | Role::Id(_) | Role::Label => {}
            }
        }
        let Some(relationship_type) = relationship_type else {
            return Err(":TYPE is empty; name a type there, or before the file as in HELD_IN=FILE".to_owned());
        };
        let (Some(start), Some(end)) = (start, end) else { return Err("an end is missing".to_owned()) };
        let count = properties.len() as u64;
        if self.loader.add_relationship(start, end, &relationship_type, properties).is_none() {
            return Err("an end is missing".to_owned());
        }
        self.report.relationships += 1;
        self.report.properties += count;
        Ok(())
    }

    fn end(&self, column: &Column, space: &Arc<str>, id: &str) -> Result<NodeId, String> {
        self.ids.get(space).and_then(|known| known.get(id)).copied().ok_or_else(|| {
            let hint = if self.ids.contains_key(space) { "" } else { "; no file of nodes has such ids" };
            format!("{}: there is no node with the id {id}{}{hint}", column.title(), within(space))
        })
    }

    fn property(&self, column: &Column, text: &str) -> Result<Option<(Arc<str>, Value)>, String> {
        let (Role::Property(kind), Some(name)) = (&column.role, &column.name) else { return Ok(None) };
        if text.is_empty() {
            return Ok(None);
        }
        let value = if column.list {
            let items = self.items(text).map(|item| field::read(*kind, item)).collect::<Result<Vec<_>, _>>();
            items.map(Value::list)
        } else {
            field::read(*kind, text)
        };
        Ok(Some((Arc::clone(name), value.map_err(|reason| format!("{}: {reason}", column.title()))?)))
    }

    fn id_value(&self, column: &Column, text: &str) -> Result<Value, String> {
        if !self.options.integer_ids {
            return Ok(text.into());
        }
        let read = field::read(field::Kind::Long, text);
        read.map_err(|reason| format!("{}: {reason}", column.title()))
    }

    fn items<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        text.split(self.options.array_delimiter).filter(|item| !item.is_empty())
    }
}

/// An id space in words.
fn within(space: &str) -> String {
    if space.is_empty() { String::new() } else { format!(" in {space}") }
}
