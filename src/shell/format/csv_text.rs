//! Rows to comma- or tab-separated values.

use std::borrow::Cow;
use std::io::{self, Write};

use super::View;
use super::json::to_json;
use super::plain::plain;
use super::visible::visible;
use crate::database::Rows;
use crate::model::Value;

/// A header and a line a row; null is an empty field, what is more than a word or number is JSON.
pub fn write(out: &mut dyn Write, rows: &Rows, delimiter: u8, view: View) -> io::Result<()> {
    if rows.columns.is_empty() {
        return Ok(());
    }
    let shown = |text: Cow<'_, str>| if view.terminal { visible(&text).into_owned() } else { text.into_owned() };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
    writer.write_record(rows.columns.iter().map(|column| shown(Cow::Borrowed(column))))?;
    for row in &rows.rows {
        writer.write_record(row.iter().map(|value| shown(field(value))))?;
    }
    writer.flush()
}

fn field(value: &Value) -> Cow<'_, str> {
    match value {
        Value::List(_) | Value::Map(_) | Value::Node(_) | Value::Relationship(_) | Value::Path(_) => {
            Cow::Owned(to_json(value).to_string())
        }
        value => plain(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::Stats;

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        let rows = Rows {
            columns: vec!["a".to_owned(), "b".to_owned(), "c".to_owned()],
            rows: vec![vec![Value::from("бір, \"екі\""), Value::Null, Value::list([Value::Integer(1)])]],
            stats: Stats::default(),
        };
        let mut out = Vec::new();
        write(&mut out, &rows, b',', View::default()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a,b,c\n\"бір, \"\"екі\"\"\",,[1]\n");
    }
}
