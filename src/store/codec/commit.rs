//! Changes of one commit to a record of the log and back.

use serde::{Deserialize, Serialize};

use super::rule::RuleKindV1;
use super::value::{Decoder, Encoder, TokenV1};
use super::{Malformed, Names, decode, decode_start, encode};
use crate::model::{Change, NodeId, RelationshipId, SchemaRule};
use crate::store::StoreError;

/// A commit as it is stored.
#[derive(Debug, Serialize, Deserialize)]
struct CommitV1<'a> {
    /// The chain before this commit: a commit fits only behind the one that it was written behind.
    after: u32,
    #[serde(borrow)]
    symbols: Vec<&'a str>,
    changes: Vec<ChangeV1>,
    values: Vec<TokenV1<'a>>,
}

/// A change; names are numbers of the commit's table, values are the next ones of its stream. Variants are numbered in
/// this order in stored bytes: new ones go to the end.
#[derive(Debug, Serialize, Deserialize)]
enum ChangeV1 {
    CreateNode { id: u64, labels: Vec<u32>, keys: Vec<u32> },
    CreateRelationship { id: u64, start: u64, end: u64, relationship_type: u32, keys: Vec<u32> },
    SetNodeProperty { id: u64, key: u32 },
    SetRelationshipProperty { id: u64, key: u32 },
    AddLabel { id: u64, label: u32 },
    RemoveLabel { id: u64, label: u32 },
    DeleteNode { id: u64 },
    DeleteRelationship { id: u64 },
    Journal { number: u64 },
    AddRule { kind: RuleKindV1, name: u32, label: u32, properties: Vec<u32> },
    DropRule { name: u32 },
}

/// A commit's record; `after` is the chain before it.
pub(in crate::store) fn encode_commit(after: u32, changes: &[Change], limit: u64) -> Result<Vec<u8>, StoreError> {
    let mut encoder = Encoder::default();
    let changes = changes.iter().map(|change| encode_change(&mut encoder, change)).collect::<Result<_, _>>()?;
    encode(&CommitV1 { after, symbols: encoder.symbols, changes, values: encoder.values }, limit)
}

fn encode_change<'a>(encoder: &mut Encoder<'a>, change: &'a Change) -> Result<ChangeV1, StoreError> {
    Ok(match change {
        Change::CreateNode { id, labels, properties } => {
            let (labels, keys) = (encoder.symbol_list(labels), encoder.symbol_list(properties.keys()));
            properties.values().try_for_each(|value| encoder.value(value))?;
            ChangeV1::CreateNode { id: id.0, labels, keys }
        }
        Change::CreateRelationship { id, start, end, relationship_type, properties } => {
            let (relationship_type, keys) = (encoder.symbol(relationship_type), encoder.symbol_list(properties.keys()));
            properties.values().try_for_each(|value| encoder.value(value))?;
            ChangeV1::CreateRelationship { id: id.0, start: start.0, end: end.0, relationship_type, keys }
        }
        Change::SetNodeProperty { id, key, value } => {
            encoder.value(value)?;
            ChangeV1::SetNodeProperty { id: id.0, key: encoder.symbol(key) }
        }
        Change::SetRelationshipProperty { id, key, value } => {
            encoder.value(value)?;
            ChangeV1::SetRelationshipProperty { id: id.0, key: encoder.symbol(key) }
        }
        Change::AddLabel { id, label } => ChangeV1::AddLabel { id: id.0, label: encoder.symbol(label) },
        Change::RemoveLabel { id, label } => ChangeV1::RemoveLabel { id: id.0, label: encoder.symbol(label) },
        Change::DeleteNode { id } => ChangeV1::DeleteNode { id: id.0 },
        Change::DeleteRelationship { id } => ChangeV1::DeleteRelationship { id: id.0 },
        Change::Journal { number, entry } => {
            encoder.value(entry)?;
            ChangeV1::Journal { number: *number }
        }
        Change::AddRule { rule } => ChangeV1::AddRule {
            kind: rule.kind.into(),
            name: encoder.symbol(&rule.name),
            label: encoder.symbol(&rule.label),
            properties: encoder.symbol_list(&rule.properties),
        },
        Change::DropRule { name } => ChangeV1::DropRule { name: encoder.symbol(name) },
    })
}

/// The chain before a commit; the rest of the record is not decoded.
pub(in crate::store) fn commit_after(bytes: &[u8]) -> Result<u32, Malformed> {
    decode_start(bytes)
}

/// The chain before a commit, and its changes.
pub(in crate::store) fn decode_commit(bytes: &[u8], names: &mut Names) -> Result<(u32, Vec<Change>), Malformed> {
    let CommitV1 { after, symbols, changes, values } = decode(bytes)?;
    let table = names.table(&symbols);
    let mut decoder = Decoder::new(&table, values.into_iter());
    let changes = changes.into_iter().map(|change| decode_change(&mut decoder, change)).collect::<Result<_, _>>()?;
    decoder.finish()?;
    Ok((after, changes))
}

fn decode_change<'a, I>(decoder: &mut Decoder<'_, 'a, I>, change: ChangeV1) -> Result<Change, Malformed>
where
    I: Iterator<Item = TokenV1<'a>>,
{
    Ok(match change {
        ChangeV1::CreateNode { id, labels, keys } => {
            let labels = decoder.name_list(&labels)?;
            Change::CreateNode { id: NodeId(id), labels, properties: decoder.properties(&keys)? }
        }
        ChangeV1::CreateRelationship { id, start, end, relationship_type, keys } => Change::CreateRelationship {
            id: RelationshipId(id),
            start: NodeId(start),
            end: NodeId(end),
            relationship_type: decoder.name(relationship_type)?,
            properties: decoder.properties(&keys)?,
        },
        ChangeV1::SetNodeProperty { id, key } => {
            Change::SetNodeProperty { id: NodeId(id), key: decoder.name(key)?, value: decoder.value()? }
        }
        ChangeV1::SetRelationshipProperty { id, key } => {
            Change::SetRelationshipProperty { id: RelationshipId(id), key: decoder.name(key)?, value: decoder.value()? }
        }
        ChangeV1::AddLabel { id, label } => Change::AddLabel { id: NodeId(id), label: decoder.name(label)? },
        ChangeV1::RemoveLabel { id, label } => Change::RemoveLabel { id: NodeId(id), label: decoder.name(label)? },
        ChangeV1::DeleteNode { id } => Change::DeleteNode { id: NodeId(id) },
        ChangeV1::DeleteRelationship { id } => Change::DeleteRelationship { id: RelationshipId(id) },
        ChangeV1::Journal { number } => Change::Journal { number, entry: decoder.value()? },
        ChangeV1::AddRule { kind, name, label, properties } => Change::AddRule {
            rule: SchemaRule {
                name: decoder.name(name)?,
                kind: kind.into(),
                label: decoder.name(label)?,
                properties: decoder.name_list(&properties)?,
            },
        },
        ChangeV1::DropRule { name } => Change::DropRule { name: decoder.name(name)? },
    })
}
