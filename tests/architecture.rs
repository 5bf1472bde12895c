//! Promise: imports point one way, from the command line down to the model.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, each of which may import those before it.
const ROOMS: [&str; 11] =
    ["model", "text", "extract", "resolve", "store", "graph", "query", "database", "export", "shell", "cli"];

#[test]
fn imports_point_one_way() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = 0;
    let mut wrong = Vec::new();
    for (rank, room) in ROOMS.iter().enumerate() {
        for file in rust_files(&src.join(room)) {
            seen += 1;
            let code = fs::read_to_string(&file).unwrap();
            for (line, text) in code.lines().enumerate() {
                for target in imported_rooms(text) {
                    if ROOMS.iter().position(|r| *r == target).is_some_and(|at| at > rank) {
                        wrong.push(format!("{}:{}: `{room}` may not import `{target}`", file.display(), line + 1));
                    }
                }
            }
        }
    }
    assert!(seen > ROOMS.len(), "only {seen} files found below {}", src.display());
    assert!(wrong.is_empty(), "imports that point the wrong way:\n{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_turns_into_what() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in rust_files(&src) {
        let code = fs::read_to_string(&file).unwrap();
        assert!(code.starts_with("//! "), "{} does not begin with what it is for", file.display());
    }
}

/// The rooms that a line names as `crate::room`; comments may name any.
fn imported_rooms(line: &str) -> Vec<String> {
    let code = line.split("//").next().unwrap_or("");
    let names = code.split("crate::").skip(1);
    names.map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files
}
