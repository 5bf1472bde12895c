//! Values of one property key to a compact column.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::codes::Codes;
use super::packed::PackedColumn;
use super::rows::RowSet;
use crate::model::Value;

/// The values of one key over a table of nodes or relationships.
#[derive(Clone, Debug)]
pub(super) struct Column {
    rows: RowSet,
    /// Empty as long as they are packed.
    values: OnceLock<Values>,
    packed: Option<Arc<PackedColumn>>,
}

#[derive(Clone, Debug)]
enum Values {
    Booleans(Vec<bool>),
    Integers(Vec<i64>),
    Floats(Vec<f64>),
    Dates(Vec<Date>),
    Strings(Vec<Arc<str>>),
    /// Strings that repeat: a number each, and what the numbers stand for.
    Coded {
        codes: Codes,
        words: Vec<Value>,
    },
    Mixed(Vec<Value>),
}

impl Column {
    /// The value of a row. Borrowed or a plain number or a shared string: no text is copied.
    #[inline]
    pub(super) fn get(&self, row: u32) -> Option<Cow<'_, Value>> {
        let at = self.rows.position(row)?;
        match self.values.get() {
            Some(values) => values.get(at),
            None => self.get_packed(row, at),
        }
    }

    fn new(rows: RowSet, values: Values) -> Self {
        Self { rows, values: OnceLock::from(values), packed: None }
    }

    /// A column whose values stand in packs: as many as there are rows.
    pub(super) fn packed(rows: RowSet, packed: PackedColumn) -> Self {
        Self { rows, values: OnceLock::new(), packed: Some(Arc::new(packed)) }
    }

    #[cold]
    fn get_packed(&self, row: u32, at: usize) -> Option<Cow<'_, Value>> {
        let single = self.packed.as_ref().and_then(|packed| packed.get(row));
        single.map(Cow::Owned).or_else(|| self.values().get(at))
    }

    /// All values; they are unpacked first, if that was not done before.
    fn values(&self) -> &Values {
        self.values.get_or_init(|| {
            let mut values = Values::Mixed(Vec::new());
            let packed = self.packed.iter().flat_map(|packed| packed.all());
            packed.flatten().for_each(|(_, value)| values.push(value));
            values.code()
        })
    }

    /// Sees to it that the values stand in columns.
    pub(super) fn unpack(&self) {
        self.values();
    }

    /// Gives the values of those of some rows, which ascend, that have one. Cost: where values are packed, that of the packs
    /// in which these rows are; they stay packed.
    pub(super) fn visit(&self, rows: &[u32], mut visit: impl FnMut(u32, &Value)) {
        match (self.values.get(), &self.packed) {
            (None, Some(packed)) => packed.of_rows(rows).iter().flatten().for_each(|(row, value)| visit(*row, value)),
            _ => {
                rows.iter().filter_map(|row| Some((row, self.get(*row)?))).for_each(|(row, value)| visit(*row, &value))
            }
        }
    }

    /// Whether the row has exactly this value. Cost: no allocation, no reference count.
    pub(super) fn is(&self, row: u32, value: &Value) -> bool {
        let Some(at) = self.rows.position(row) else { return false };
        let Some(values) = self.values.get() else {
            return self.get_packed(row, at).is_some_and(|found| *found == *value);
        };
        match (values, value) {
            (Values::Strings(v), Value::String(s)) => v.get(at).is_some_and(|x| x == s),
            (Values::Strings(_), _) => false,
            (values, value) => values.get(at).is_some_and(|x| *x == *value),
        }
    }

    /// The rows that have a value, ascending.
    pub(super) fn rows(&self) -> Box<dyn Iterator<Item = u32> + '_> {
        self.rows.iter()
    }

    /// All rows with their values, rows ascending.
    pub(super) fn entries(&self) -> impl Iterator<Item = (u32, Cow<'_, Value>)> {
        let values = self.values();
        self.rows.iter().enumerate().filter_map(|(at, row)| Some((row, values.get(at)?)))
    }

    pub(super) fn len(&self) -> usize {
        match (self.values.get(), &self.packed) {
            (Some(values), _) => values.len(),
            (None, packed) => packed.as_ref().map_or(0, |packed| packed.len()),
        }
    }

    /// Bytes in memory: strings are counted once for each column that holds them. `columns` share packs.
    pub(super) fn bytes(&self, columns: usize) -> usize {
        let packed = self.packed.as_ref().map_or(0, |packed| packed.bytes(columns));
        let Some(values) = self.values.get() else { return self.rows.bytes() + packed };
        self.rows.bytes()
            + packed
            + match values {
                Values::Booleans(v) => v.len(),
                Values::Integers(v) => v.len() * 8,
                Values::Floats(v) => v.len() * 8,
                Values::Dates(v) => size_of_val(v.as_slice()),
                Values::Strings(v) => v.iter().map(|s| size_of::<Arc<str>>() + text_bytes(s)).sum(),
                Values::Coded { codes, words } => codes.bytes() + words.iter().map(value_bytes).sum::<usize>(),
                Values::Mixed(v) => v.iter().map(value_bytes).sum(),
            }
    }
}

/// A shared string: two counters, its bytes, and what an allocator adds.
pub(super) fn text_bytes(text: &str) -> usize {
    (16 + text.len()).next_multiple_of(16) + 8
}

/// A value with all that hangs on it; below the second level of nesting only the size of the parts is counted.
pub(super) fn value_bytes(value: &Value) -> usize {
    let part = |value: &Value| size_of::<Value>() + if let Value::String(s) = value { text_bytes(s) } else { 0 };
    match value {
        Value::List(items) => size_of::<Value>() + 24 + items.iter().map(part).sum::<usize>(),
        Value::Map(entries) => part(value) + entries.iter().map(|(k, v)| text_bytes(k) + part(v)).sum::<usize>(),
        _ => part(value),
    }
}

impl Values {
    #[inline]
    fn get(&self, at: usize) -> Option<Cow<'_, Value>> {
        Some(match self {
            Self::Booleans(v) => Cow::Owned(Value::Boolean(*v.get(at)?)),
            Self::Integers(v) => Cow::Owned(Value::Integer(*v.get(at)?)),
            Self::Floats(v) => Cow::Owned(Value::Float(*v.get(at)?)),
            Self::Dates(v) => Cow::Owned(Value::Date(*v.get(at)?)),
            Self::Strings(v) => Cow::Owned(Value::String(Arc::clone(v.get(at)?))),
            Self::Coded { codes, words } => Cow::Borrowed(words.get(codes.get(at)? as usize)?),
            Self::Mixed(v) => Cow::Borrowed(v.get(at)?),
        })
    }

    fn len(&self) -> usize {
        match self {
            Self::Booleans(v) => v.len(),
            Self::Integers(v) => v.len(),
            Self::Floats(v) => v.len(),
            Self::Dates(v) => v.len(),
            Self::Strings(v) => v.len(),
            Self::Coded { codes, .. } => codes.len(),
            Self::Mixed(v) => v.len(),
        }
    }

    /// Adds a value; the first value chooses the kind, one of another kind turns all to mixed.
    fn push(&mut self, value: Value) {
        if self.len() == 0 {
            *self = match &value {
                Value::Boolean(_) => Self::Booleans(Vec::new()),
                Value::Integer(_) => Self::Integers(Vec::new()),
                Value::Float(_) => Self::Floats(Vec::new()),
                Value::Date(_) => Self::Dates(Vec::new()),
                Value::String(_) => Self::Strings(Vec::new()),
                _ => Self::Mixed(Vec::new()),
            };
        }
        let other = match (&mut *self, value) {
            (Self::Booleans(v), Value::Boolean(x)) => return v.push(x),
            (Self::Integers(v), Value::Integer(x)) => return v.push(x),
            (Self::Floats(v), Value::Float(x)) => return v.push(x),
            (Self::Dates(v), Value::Date(x)) => return v.push(x),
            (Self::Strings(v), Value::String(x)) => return v.push(x),
            (Self::Mixed(v), x) => return v.push(x),
            (_, x) => x,
        };
        let mut mixed: Vec<Value> = (0..self.len()).filter_map(|at| self.get(at)).map(Cow::into_owned).collect();
        mixed.push(other);
        *self = Self::Mixed(mixed);
    }

    /// The values at these places, in this order.
    fn pick(&self, places: &[usize]) -> Self {
        let mut picked = Self::Mixed(Vec::new());
        for value in places.iter().filter_map(|at| self.get(*at)) {
            picked.push(value.into_owned());
        }
        picked
    }

    /// Strings of which most repeat become coded.
    fn code(self) -> Self {
        let Self::Strings(strings) = self else { return self };
        let mut numbers: FxHashMap<&Arc<str>, u32> = FxHashMap::default();
        let mut codes = Vec::with_capacity(strings.len());
        for (at, string) in strings.iter().enumerate() {
            let next = super::dense(numbers.len());
            codes.push(*numbers.entry(string).or_insert(next));
            // Names and texts are nearly all distinct, which shows after some thousands. Days of ten years look distinct
            // for longer, and repeat in the end.
            if at % 16_384 == 16_383 && numbers.len() > at / 100 * 98 {
                return Self::Strings(strings);
            }
        }
        // A word costs more than it saves unless used thrice.
        if numbers.len() > strings.len() / 3 {
            return Self::Strings(strings);
        }
        let mut words = vec![Value::Null; numbers.len()];
        for (string, number) in numbers {
            if let Some(word) = words.get_mut(number as usize) {
                *word = Value::String(Arc::clone(string));
            }
        }
        Self::Coded { codes: Codes::new(&codes), words }
    }
}

/// Collects values for rows in any order; what comes later for the same row replaces what came before.
#[derive(Clone, Debug)]
pub(super) struct ColumnBuilder {
    rows: Vec<u32>,
    values: Values,
    ascending: bool,
    /// Row to how many entries had been made when its value was removed: those before that are void.
    removed: FxHashMap<u32, usize>,
}

impl Default for ColumnBuilder {
    fn default() -> Self {
        Self { rows: Vec::new(), values: Values::Mixed(Vec::new()), ascending: true, removed: FxHashMap::default() }
    }
}

impl ColumnBuilder {
    pub(super) fn push(&mut self, row: u32, value: Value) {
        if value.is_null() {
            self.removed.insert(row, self.rows.len());
            return;
        }
        self.ascending &= self.rows.last().is_none_or(|last| *last < row);
        self.rows.push(row);
        self.values.push(value);
    }

    /// The column over a table of `bound` rows, `None` when it is empty. With `places`, row `r` becomes `places[r]`, or
    /// is dropped where that is `u32::MAX`.
    pub(super) fn finish(self, places: Option<&[u32]>, bound: usize) -> Option<Column> {
        if self.ascending && self.removed.is_empty() && places.is_none() {
            let full = !self.rows.is_empty();
            return full.then(|| Column::new(RowSet::new(self.rows, bound), self.values.code()));
        }
        let place = |row: u32| places.map_or(row, |p| p.get(row as usize).copied().unwrap_or(u32::MAX));
        let mut order: Vec<(u32, usize)> = self
            .rows
            .iter()
            .enumerate()
            .filter(|(at, row)| self.removed.get(row).is_none_or(|voided| at >= voided))
            .map(|(at, row)| (place(*row), at))
            .filter(|(row, _)| *row != u32::MAX)
            .collect();
        order.sort_unstable();
        // Of the entries of one row the last one stays.
        order.reverse();
        order.dedup_by_key(|(row, _)| *row);
        order.reverse();
        let (rows, at): (Vec<u32>, Vec<usize>) = order.into_iter().unzip();
        (!rows.is_empty()).then(|| Column::new(RowSet::new(rows, bound), self.values.pick(&at).code()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn any_value() -> impl Strategy<Value = Value> {
        prop_oneof![
            4 => (0_i64..5).prop_map(Value::Integer),
            4 => "[a-c]{1,2}".prop_map(Value::from),
            1 => any::<bool>().prop_map(Value::Boolean),
            1 => (0_i16..3).prop_map(|d| Value::Date(Date::ZERO.with().year(2000 + d).build().unwrap())),
            1 => (0_u8..4).prop_map(|x| Value::Float(f64::from(x) / 2.0)),
            2 => Just(Value::Null),
        ]
    }

    proptest! {
        #[test]
        fn a_column_reads_as_a_map_does(
            pushes in proptest::collection::vec((0_u32..40, any_value()), 0..80),
            uniform in any::<bool>(),
            drop_from in 0_u32..60,
        ) {
            let mut builder = ColumnBuilder::default();
            let mut map = BTreeMap::new();
            for (row, value) in pushes {
                let value = if uniform && !value.is_null() { Value::from(format!("{value:?}")) } else { value };
                if value.is_null() { map.remove(&row); } else { map.insert(row, value.clone()); }
                builder.push(row, value);
            }
            // Rows are renumbered backwards, and dropped from a point on.
            let places: Vec<u32> = (0..40).map(|r| if r >= drop_from { u32::MAX } else { 39 - r }).collect();
            for (column, place) in [
                (builder.clone().finish(None, 40), None),
                (builder.finish(Some(&places), 40), Some(&places)),
            ] {
                let expected: BTreeMap<u32, Value> = map
                    .iter()
                    .map(|(row, value)| (place.map_or(*row, |p| p[*row as usize]), value.clone()))
                    .filter(|(row, _)| *row != u32::MAX)
                    .collect();
                prop_assert_eq!(column.is_none(), expected.is_empty());
                let Some(column) = column else { continue };
                for row in 0..45 {
                    prop_assert_eq!(column.get(row).map(Cow::into_owned), expected.get(&row).cloned());
                    prop_assert!(expected.get(&row).is_none_or(|v| column.is(row, v)));
                    prop_assert!(!column.is(row, &Value::from("absent")));
                }
                prop_assert_eq!(column.len(), expected.len());
                let entries: BTreeMap<u32, Value> = column.entries().map(|(r, v)| (r, v.into_owned())).collect();
                prop_assert_eq!(entries, expected);
            }
        }
    }

    #[test]
    fn words_that_repeat_cost_a_byte_each() {
        let mut builder = ColumnBuilder::default();
        for row in 0..4000 {
            builder.push(row, Value::from(if row % 3 == 0 { "meeting" } else { "call" }));
        }
        let column = builder.finish(None, 4000).unwrap();
        assert!(column.bytes(1) < 4300, "{} bytes", column.bytes(1));
    }
}
