//! Lines to statements to printed rows.
