//! Many nodes, relationships or entries of the journal to one write-once record, and back.
//!
//! Nodes and relationships stand in columns.
//! A shape is what rows have in common: labels (or type) and property keys. Values stand by shape, then key, then row:
//! like beside like, which is what the compression of a pack lives on.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::value::{Decoder, Encoder, TokenV1};
use super::{Malformed, Names, decode, encode};
use crate::model::{Change, NodeContent, NodeId, Properties, RelationshipContent, RelationshipId, Value};
use crate::store::StoreError;

/// A pack of nodes as it is stored.
#[derive(Debug, Serialize, Deserialize)]
struct NodePackV1<'a> {
    #[serde(borrow)]
    symbols: Vec<&'a str>,
    shapes: Vec<ShapeV1>,
    /// The first identity, then differences.
    ids: Vec<u64>,
    /// The shape of each node.
    shape_of: Vec<u32>,
    values: Vec<TokenV1<'a>>,
}

/// A pack of relationships as it is stored.
#[derive(Debug, Serialize, Deserialize)]
struct RelationshipPackV1<'a> {
    #[serde(borrow)]
    symbols: Vec<&'a str>,
    shapes: Vec<ShapeV1>,
    /// The first identity, then differences.
    ids: Vec<u64>,
    /// The shape of each relationship.
    shape_of: Vec<u32>,
    /// The first start, then differences.
    starts: Vec<i64>,
    /// The first end, then differences.
    ends: Vec<i64>,
    values: Vec<TokenV1<'a>>,
}

/// Entries of the journal as they are stored.
#[derive(Debug, Serialize, Deserialize)]
struct JournalPackV1<'a> {
    #[serde(borrow)]
    symbols: Vec<&'a str>,
    /// Place of the first entry in the journal.
    first: u64,
    count: u32,
    values: Vec<TokenV1<'a>>,
}

/// What rows have in common; numbers of the pack's table of names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct ShapeV1 {
    /// A node's labels; a relationship's type alone.
    pub names: Vec<u32>,
    /// Property keys.
    pub keys: Vec<u32>,
}

/// Rows with their shapes, while they are encoded.
#[derive(Default)]
struct Rows<'a> {
    encoder: Encoder<'a>,
    numbers: FxHashMap<ShapeV1, u32>,
    shapes: Vec<ShapeV1>,
    shape_of: Vec<u32>,
    /// For each shape, the properties of its rows.
    members: Vec<Vec<&'a Properties>>,
}

impl<'a> Rows<'a> {
    fn push(&mut self, names: Vec<u32>, properties: &'a Properties) {
        let shape = ShapeV1 { names, keys: self.encoder.symbol_list(properties.keys()) };
        let next = u32::try_from(self.shapes.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(shape).or_insert_with_key(|shape| {
            self.shapes.push(shape.clone());
            self.members.push(Vec::new());
            next
        });
        self.shape_of.push(number);
        if let Some(members) = self.members.get_mut(number as usize) {
            members.push(properties);
        }
    }

    /// Writes the columns.
    fn columns(&mut self) -> Result<(), StoreError> {
        for members in std::mem::take(&mut self.members) {
            let mut columns: Vec<_> = members.iter().map(|properties| properties.values()).collect();
            for _ in 0..members.first().map_or(0, |properties| properties.len()) {
                for value in columns.iter_mut().filter_map(Iterator::next) {
                    self.encoder.value(value)?;
                }
            }
        }
        Ok(())
    }
}

/// A record of nodes, which come in order of identity.
pub(in crate::store) fn encode_nodes(nodes: &[(NodeId, NodeContent)], limit: u64) -> Result<Vec<u8>, StoreError> {
    let mut rows = Rows::default();
    for (_, content) in nodes {
        let labels = rows.encoder.symbol_list(&content.labels);
        rows.push(labels, &content.properties);
    }
    rows.columns()?;
    let Rows { encoder: Encoder { symbols, values, .. }, shapes, shape_of, .. } = rows;
    let ids = differences(nodes.iter().map(|(id, _)| id.0));
    encode(&NodePackV1 { symbols, shapes, ids, shape_of, values }, limit)
}

/// A record of relationships, which come in order of identity.
pub(in crate::store) fn encode_relationships(
    relationships: &[(RelationshipId, RelationshipContent)],
    limit: u64,
) -> Result<Vec<u8>, StoreError> {
    let mut rows = Rows::default();
    for (_, content) in relationships {
        let relationship_type = rows.encoder.symbol(&content.relationship_type);
        rows.push(vec![relationship_type], &content.properties);
    }
    rows.columns()?;
    let Rows { encoder: Encoder { symbols, values, .. }, shapes, shape_of, .. } = rows;
    let ids = differences(relationships.iter().map(|(id, _)| id.0));
    let starts = signed_differences(relationships.iter().map(|(_, r)| r.start.0));
    let ends = signed_differences(relationships.iter().map(|(_, r)| r.end.0));
    encode(&RelationshipPackV1 { symbols, shapes, ids, shape_of, starts, ends, values }, limit)
}

/// A record of entries of the journal with their places, which come in order without a gap.
pub(in crate::store) fn encode_journal(entries: &[(u64, Value)], limit: u64) -> Result<Vec<u8>, StoreError> {
    let mut encoder = Encoder::default();
    entries.iter().try_for_each(|(_, entry)| encoder.value(entry))?;
    let Encoder { symbols, values, .. } = encoder;
    let first = entries.first().map_or(0, |(number, _)| *number);
    let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    encode(&JournalPackV1 { symbols, first, count, values }, limit)
}

/// The entries of a record, as changes that add them.
pub(in crate::store) fn decode_journal(bytes: &[u8], names: &mut Names) -> Result<Vec<Change>, Malformed> {
    let JournalPackV1 { symbols, first, count, values } = decode(bytes)?;
    let table = names.table(&symbols);
    let mut decoder = Decoder::new(&table, values.into_iter());
    let numbers = (first..).take(count as usize);
    let entries = numbers.map(|number| Ok(Change::Journal { number, entry: decoder.value()? }));
    let entries = entries.collect::<Result<_, _>>()?;
    decoder.finish()?;
    Ok(entries)
}

/// The nodes of a record, as changes that create them.
pub(in crate::store) fn decode_nodes(bytes: &[u8], names: &mut Names) -> Result<Vec<Change>, Malformed> {
    let NodePackV1 { symbols, shapes, ids, shape_of, values } = decode(bytes)?;
    let table = names.table(&symbols);
    let mut decoder = Decoder::new(&table, values.into_iter());
    let properties = rows(&mut decoder, &shapes, &shape_of)?;
    let ids = sums(&ids)?;
    if ids.len() != properties.len() {
        return Err(Malformed("its columns differ in length"));
    }
    let labels = shapes.iter().map(|shape| decoder.name_list(&shape.names)).collect::<Result<Vec<_>, _>>()?;
    let labels_of = |shape: u32| labels.get(shape as usize).cloned().unwrap_or_default();
    decoder.finish()?;
    let rows = ids.into_iter().zip(shape_of).zip(properties);
    Ok(rows
        .map(|((id, s), properties)| Change::CreateNode { id: NodeId(id), labels: labels_of(s), properties })
        .collect())
}

/// The relationships of a record, as changes that create them.
pub(in crate::store) fn decode_relationships(bytes: &[u8], names: &mut Names) -> Result<Vec<Change>, Malformed> {
    let RelationshipPackV1 { symbols, shapes, ids, shape_of, starts, ends, values } = decode(bytes)?;
    let table = names.table(&symbols);
    let mut decoder = Decoder::new(&table, values.into_iter());
    let properties = rows(&mut decoder, &shapes, &shape_of)?;
    let (ids, starts, ends) = (sums(&ids)?, signed_sums(&starts), signed_sums(&ends));
    if [ids.len(), starts.len(), ends.len()] != [properties.len(); 3] {
        return Err(Malformed("its columns differ in length"));
    }
    let types = shapes
        .iter()
        .map(|shape| match shape.names.as_slice() {
            [relationship_type] => decoder.name(*relationship_type),
            _ => Err(Malformed("a relationship has not exactly one type")),
        })
        .collect::<Result<Vec<_>, _>>()?;
    decoder.finish()?;
    let rows = ids.into_iter().zip(starts).zip(ends).zip(shape_of).zip(properties);
    rows.map(|((((id, start), end), shape), properties)| {
        let relationship_type = types.get(shape as usize).cloned().ok_or(Malformed("a row has no shape"))?;
        let (id, start, end) = (RelationshipId(id), NodeId(start), NodeId(end));
        Ok(Change::CreateRelationship { id, start, end, relationship_type, properties })
    })
    .collect()
}

/// The properties of every row, taken from the columns.
fn rows<'a, I>(
    decoder: &mut Decoder<'_, 'a, I>,
    shapes: &[ShapeV1],
    shape_of: &[u32],
) -> Result<Vec<Properties>, Malformed>
where
    I: Iterator<Item = TokenV1<'a>>,
{
    let mut members = vec![Vec::new(); shapes.len()];
    for (row, shape) in shape_of.iter().enumerate() {
        members.get_mut(*shape as usize).ok_or(Malformed("a row has no shape"))?.push(row);
    }
    let mut rows: Vec<Vec<(std::sync::Arc<str>, Value)>> = vec![Vec::new(); shape_of.len()];
    for (shape, members) in shapes.iter().zip(&members) {
        for key in &shape.keys {
            let key = decoder.name(*key)?;
            for row in members {
                let value = decoder.value()?;
                if let Some(row) = rows.get_mut(*row) {
                    row.push((std::sync::Arc::clone(&key), value));
                }
            }
        }
    }
    Ok(rows.into_iter().map(|row| row.into_iter().collect()).collect())
}

fn differences(ids: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut before = 0;
    ids.map(|id| id.wrapping_sub(std::mem::replace(&mut before, id))).collect()
}

fn signed_differences(ids: impl Iterator<Item = u64>) -> Vec<i64> {
    differences(ids).into_iter().map(u64::cast_signed).collect()
}

/// Identities that grow.
fn sums(differences: &[u64]) -> Result<Vec<u64>, Malformed> {
    let mut id = 0_u64;
    let grow = |(row, difference): (usize, &u64)| {
        if row > 0 && *difference == 0 {
            return Err(Malformed("an identity comes twice"));
        }
        id = id.checked_add(*difference).ok_or(Malformed("an identity is too large"))?;
        Ok(id)
    };
    differences.iter().enumerate().map(grow).collect()
}

fn signed_sums(differences: &[i64]) -> Vec<u64> {
    let mut id = 0_u64;
    differences
        .iter()
        .map(|difference| {
            id = id.wrapping_add(difference.cast_unsigned());
            id
        })
        .collect()
}

/// About how many bytes properties take in a pack.
pub(in crate::store) fn weight(properties: &Properties) -> usize {
    properties.values().map(weight_of).sum()
}

/// About how many bytes a value takes in a pack.
pub(in crate::store) fn weight_of(value: &Value) -> usize {
    match value {
        Value::String(s) => s.len() + 2,
        Value::List(items) => items.iter().map(weight_of).sum::<usize>() + 2,
        Value::Map(map) => map.iter().map(|(key, value)| key.len() + weight_of(value)).sum::<usize>() + 2,
        _ => 4,
    }
}
