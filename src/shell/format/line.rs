//! Rows to one column a line: for long texts.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::{plain, visible};
use crate::database::Rows;

/// `name = value` lines, names aligned, an empty line between rows.
pub fn write(out: &mut dyn Write, rows: &Rows) -> io::Result<()> {
    let names: Vec<_> = rows.columns.iter().map(|column| visible(column)).collect();
    let widest = names.iter().map(|name| name.width()).max().unwrap_or(0);
    for (index, row) in rows.rows.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        for (name, value) in names.iter().zip(row) {
            let indent = " ".repeat(widest - name.width());
            writeln!(out, "{indent}{name} = {}", visible(&plain(value)))?;
        }
    }
    Ok(())
}
