//! Rows to a table with lines, as wide as the terminal at most.

use std::io::{self, Write};

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};

use super::{View, plain, visible};
use crate::database::Rows;
use crate::model::Value;

/// A table; under it how many rows are not shown. Nothing for a statement without columns.
pub fn write(out: &mut dyn Write, rows: &Rows, view: View) -> io::Result<()> {
    if rows.columns.is_empty() {
        return Ok(());
    }
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    if let Some(width) = view.width {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    table.set_header(rows.columns.iter().map(|column| visible(column).into_owned()));
    let shown = view.rows.unwrap_or(usize::MAX).min(rows.len());
    for row in rows.rows.iter().take(shown) {
        table.add_row(row.iter().map(cell));
    }
    writeln!(out, "{table}")?;
    match rows.len() - shown {
        0 => Ok(()),
        hidden => writeln!(out, "… {hidden} more of {} rows; :limit N shows more, :limit 0 all", rows.len()),
    }
}

fn cell(value: &Value) -> Cell {
    let cell = Cell::new(visible(&plain(value)));
    let number = matches!(value, Value::Integer(_) | Value::Float(_));
    cell.set_alignment(if number { CellAlignment::Right } else { CellAlignment::Left })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::Stats;

    fn shown(view: View) -> String {
        let row = |name: &str, n| vec![Value::from(name), Value::Integer(n)];
        let rows = Rows {
            columns: vec!["аты".to_owned(), "n".to_owned()],
            rows: vec![row("Қасым-Жомарт", 1), row("Абай\u{1b}", 20), row("北京", 3)],
            stats: Stats::default(),
        };
        let mut out = Vec::new();
        write(&mut out, &rows, view).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn columns_are_as_wide_as_their_characters_show() {
        let expected = "\
┌──────────────┬────┐
│ аты          ┆ n  │
╞══════════════╪════╡
│ Қасым-Жомарт ┆  1 │
│ Абай\\u{1b}   ┆ 20 │
│ 北京         ┆  3 │
└──────────────┴────┘
";
        assert_eq!(shown(View::default()), expected);
    }

    #[test]
    fn hidden_rows_are_counted() {
        let text = shown(View { rows: Some(1), ..View::default() });
        assert!(text.contains("… 2 more of 3 rows") && !text.contains("北京"), "{text}");
    }
}
