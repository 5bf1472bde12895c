//! Rows to a Markdown table.

use std::io::{self, Write};

use super::{plain, visible};
use crate::database::Rows;

/// A header, a rule and a line a row; what Markdown or HTML would act on is escaped.
pub fn write(out: &mut dyn Write, rows: &Rows) -> io::Result<()> {
    if rows.columns.is_empty() {
        return Ok(());
    }
    let columns: Vec<String> = rows.columns.iter().map(|column| escaped(column)).collect();
    writeln!(out, "| {} |", columns.join(" | "))?;
    writeln!(out, "|{}", "---|".repeat(columns.len()))?;
    for row in &rows.rows {
        let cells: Vec<String> = row.iter().map(|value| escaped(&plain(value))).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '<' => safe.push_str("&lt;"),
            '&' => safe.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' => safe.extend(['\\', c]),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::Stats;
    use crate::model::Value;

    #[test]
    fn a_cell_cannot_break_out_of_the_table() {
        let rows = Rows {
            columns: vec!["a".to_owned()],
            rows: vec![vec![Value::from("x | <b>\ny")]],
            stats: Stats::default(),
        };
        let mut out = Vec::new();
        write(&mut out, &rows).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "| a |\n|---|\n| x \\| &lt;b>\\\\ny |\n");
    }
}
