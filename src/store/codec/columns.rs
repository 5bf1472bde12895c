//! A pack of nodes or relationships by columns: first what its rows are, and of their properties one key at a time.

use bincode::Options;
use serde::Deserialize;

use super::numbers::{Numbers, growing, wandering};
use super::pack::ShapeV1;
use super::value::{Decoder, TokenV1};
use super::{Malformed, Names, body, decode};
use crate::model::Value;

/// What rows of a pack have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackShape {
    /// A node's labels; a relationship's type alone.
    pub names: Vec<Box<str>>,
    /// Property keys.
    pub keys: Vec<Box<str>>,
}

/// The rows of a pack without their properties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct Rows {
    pub shapes: Vec<PackShape>,
    pub ids: Numbers,
    /// Empty when all are of the first shape.
    pub shape_of: Vec<u32>,
    pub starts: Numbers,
    pub ends: Numbers,
}

/// The fields of a pack of nodes before its values.
#[derive(Deserialize)]
struct NodeRowsV1<'a> {
    #[serde(borrow)]
    symbols: Vec<&'a str>,
    shapes: Vec<ShapeV1>,
    #[serde(deserialize_with = "growing")]
    ids: Numbers,
    shape_of: Vec<u32>,
}

/// The fields of a pack of relationships before its values.
#[derive(Deserialize)]
struct RelationshipRowsV1<'a> {
    #[serde(borrow)]
    nodes: NodeRowsV1<'a>,
    #[serde(deserialize_with = "wandering")]
    starts: Numbers,
    #[serde(deserialize_with = "wandering")]
    ends: Numbers,
}

/// All fields of a pack of nodes.
#[derive(Deserialize)]
struct NodeColumnsV1<'a> {
    #[serde(borrow)]
    rows: NodeRowsV1<'a>,
    #[serde(borrow)]
    values: Vec<TokenV1<'a>>,
}

/// All fields of a pack of relationships.
#[derive(Deserialize)]
struct RelationshipColumnsV1<'a> {
    #[serde(borrow)]
    rows: RelationshipRowsV1<'a>,
    #[serde(borrow)]
    values: Vec<TokenV1<'a>>,
}

/// The rows of a pack of nodes.
pub(in crate::store) fn decode_node_rows(bytes: &[u8]) -> Result<Rows, Malformed> {
    rows(decode_begin(bytes)?, Numbers::default(), Numbers::default())
}

/// The rows of a pack of relationships.
pub(in crate::store) fn decode_relationship_rows(bytes: &[u8]) -> Result<Rows, Malformed> {
    let RelationshipRowsV1 { nodes, starts, ends } = decode_begin(bytes)?;
    let count = nodes.ids.len();
    let rows = rows(nodes, starts, ends)?;
    if [rows.starts.len(), rows.ends.len()] != [count; 2] {
        return Err(Malformed("its columns differ in length"));
    }
    if rows.shapes.iter().any(|shape| shape.names.len() != 1) {
        return Err(Malformed("a relationship has not exactly one type"));
    }
    Ok(rows)
}

/// The values of one property of the nodes of a pack, each with the number of its row, ascending.
pub(in crate::store) fn decode_node_column(bytes: &[u8], key: &str) -> Result<Vec<(u32, Value)>, Malformed> {
    let NodeColumnsV1 { rows, values } = decode(bytes)?;
    column(&rows, values, key)
}

/// The values of one property of the relationships of a pack, each with the number of its row, ascending.
pub(in crate::store) fn decode_relationship_column(bytes: &[u8], key: &str) -> Result<Vec<(u32, Value)>, Malformed> {
    let RelationshipColumnsV1 { rows, values } = decode(bytes)?;
    column(&rows.nodes, values, key)
}

fn decode_begin<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, Malformed> {
    let body = body(bytes)?;
    let options = bincode::DefaultOptions::new().with_limit(body.len() as u64).allow_trailing_bytes();
    options.deserialize(body).map_err(|_| Malformed("its fields do not decode"))
}

fn rows(pack: NodeRowsV1<'_>, starts: Numbers, ends: Numbers) -> Result<Rows, Malformed> {
    let NodeRowsV1 { symbols, shapes, ids, shape_of } = pack;
    let name = |number: &u32| {
        let symbol = symbols.get(*number as usize).ok_or(Malformed("a name is not in its table"))?;
        Ok(Box::from(*symbol))
    };
    let names = |numbers: &[u32]| numbers.iter().map(name).collect::<Result<Vec<_>, _>>();
    let shapes: Vec<PackShape> = shapes
        .iter()
        .map(|shape| Ok(PackShape { names: names(&shape.names)?, keys: names(&shape.keys)? }))
        .collect::<Result<_, _>>()?;
    if ids.len() != shape_of.len() {
        return Err(Malformed("its columns differ in length"));
    }
    if shape_of.iter().any(|shape| *shape as usize >= shapes.len()) {
        return Err(Malformed("a row has no shape"));
    }
    let shape_of = if shapes.len() == 1 { Vec::new() } else { shape_of };
    Ok(Rows { shapes, ids, shape_of, starts, ends })
}

fn column(pack: &NodeRowsV1<'_>, values: Vec<TokenV1<'_>>, key: &str) -> Result<Vec<(u32, Value)>, Malformed> {
    let mut members = vec![Vec::new(); pack.shapes.len()];
    for (row, shape) in (0..).zip(&pack.shape_of) {
        members.get_mut(*shape as usize).ok_or(Malformed("a row has no shape"))?.push(row);
    }
    let table = Names::default().table(&pack.symbols);
    let mut decoder = Decoder::new(&table, values.into_iter());
    let mut found = Vec::new();
    let mut parts = 0;
    for (shape, members) in pack.shapes.iter().zip(&members) {
        for number in &shape.keys {
            if pack.symbols.get(*number as usize) == Some(&key) {
                parts += 1;
                for row in members {
                    found.push((*row, decoder.value()?));
                }
            } else {
                members.iter().try_for_each(|_| decoder.skip())?;
            }
        }
    }
    decoder.finish()?;
    if parts > 1 {
        found.sort_by_key(|(row, _)| *row);
    }
    Ok(found)
}
