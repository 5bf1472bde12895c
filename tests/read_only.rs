//! Promise: a store that one may only read can be questioned, and nothing there is changed; whoever tries to write is
//! told why not.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A user without rights, by the number that Linux gives to "nobody".
const NOBODY: &str = "65534";

/// A store in a folder that may not be written, and a way to run the program as one whom that stops.
struct Shelf {
    folder: TempDir,
    program: PathBuf,
    /// Whether we may write everywhere, so that another must run the program.
    by_nobody: bool,
}

impl Shelf {
    /// `None` where nobody can be stopped from writing.
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("shezhire");
        fs::copy(env!("CARGO_BIN_EXE_shezhire"), &program).unwrap();
        fs::write(folder.path().join("a.txt"), "Айгүл Тілеубаева Астанада елші Анна Вебермен кездесті.").unwrap();
        let mut ingest = Command::new(&program);
        ingest.current_dir(folder.path()).args(["ingest", "a.kg", "a.txt"]);
        // A program that another test starts just now may hold the copy open for writing until it runs.
        let ingested = (0..100).find_map(|_| match ingest.status() {
            Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => {
                std::thread::sleep(std::time::Duration::from_millis(20));
                None
            }
            other => Some(other.unwrap()),
        });
        assert!(ingested.is_some_and(|status| status.success()));
        for entry in walkdir::WalkDir::new(folder.path()).contents_first(true) {
            let entry = entry.unwrap();
            let executable = entry.file_type().is_dir() || entry.path() == program;
            let mode = if executable { 0o555 } else { 0o444 };
            fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode)).unwrap();
        }
        let by_nobody = fs::write(folder.path().join("probe"), "").is_ok();
        let shelf = Self { folder, program, by_nobody };
        if by_nobody {
            fs::remove_file(shelf.folder.path().join("probe")).unwrap();
            let can_be_nobody = shelf.command(&["--version"]).output().is_ok_and(|output| output.status.success());
            if !can_be_nobody {
                println!("skipped: this user may write everything, and cannot run the program as one who may not");
                return None;
            }
        }
        Some(shelf)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = if self.by_nobody {
            let mut command = Command::new("setpriv");
            command.args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]).arg(&self.program);
            command
        } else {
            Command::new(&self.program)
        };
        command.current_dir(self.folder.path()).args(arguments);
        command
    }

    fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let Output { status, stdout, stderr } = self.command(arguments).output().unwrap();
        (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("a.kg")
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        for entry in walkdir::WalkDir::new(self.folder.path()).into_iter().filter_map(Result::ok) {
            if entry.file_type().is_dir() {
                let _ = fs::set_permissions(entry.path(), fs::Permissions::from_mode(0o755));
            }
        }
    }
}

/// Names and contents of all files.
fn files(path: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = walkdir::WalkDir::new(path).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap())).collect()
}

const PERSONS: &str = "MATCH (p:Person) RETURN p.name AS name ORDER BY name";

#[test]
fn store_that_may_not_be_written_is_read() {
    let Some(shelf) = Shelf::new() else { return };
    let before = files(&shelf.store());
    let asked = shelf.run(&["shell", "a.kg", "--read-only", "--format", "csv", "-c", PERSONS]);
    assert_eq!((asked.0, asked.1.as_str()), (Some(0), "name\nАйгүл Тілеубаева\nАнна Вебер\n"), "{}", asked.2);
    for arguments in [&["stats", "a.kg"][..], &["check", "a.kg"]] {
        let (status, _, complaint) = shelf.run(arguments);
        assert_eq!(status, Some(0), "{arguments:?}: {complaint}");
    }
    assert_eq!(files(&shelf.store()), before);
}

#[test]
fn who_may_not_write_is_told_where() {
    let Some(shelf) = Shelf::new() else { return };
    for (arguments, named) in [
        (&["ingest", "a.kg", "a.txt"][..], "a.kg"),
        (&["ingest", "new.kg", "a.txt"], "new.kg"),
        (&["shell", "a.kg", "-c", PERSONS], "a.kg"),
    ] {
        let (status, _, complaint) = shelf.run(arguments);
        assert_eq!(status, Some(1), "{arguments:?}: {complaint}");
        assert_eq!(complaint.lines().count(), 1, "{complaint}");
        assert!(complaint.contains(named) && complaint.contains("may not be written"), "{complaint}");
    }
    let refused = shelf.run(&["shell", "a.kg", "--read-only", "-c", "CREATE (:Person)"]);
    assert_eq!(refused.0, Some(1));
    assert!(refused.2.contains("may not be written"), "{}", refused.2);
}

#[test]
fn readers_wait_for_no_other_reader_but_keep_off_a_writer() {
    let Some(shelf) = Shelf::new() else { return };
    // Whoever owns the store may let himself write.
    let lock = shelf.store().join("lock");
    fs::set_permissions(&lock, fs::Permissions::from_mode(0o644)).unwrap();
    let held = fs::OpenOptions::new().write(true).open(&lock).unwrap();
    fs::set_permissions(&lock, fs::Permissions::from_mode(0o444)).unwrap();
    held.try_lock().unwrap();
    let ask = || shelf.run(&["shell", "a.kg", "--read-only", "-c", PERSONS]);
    let (status, _, complaint) = ask();
    assert_eq!(status, Some(1));
    assert!(complaint.contains("a.kg") && complaint.contains("in use"), "{complaint}");
    held.unlock().unwrap();
    held.try_lock_shared().unwrap();
    let (status, _, complaint) = ask();
    assert_eq!(status, Some(0), "{complaint}");
}

#[test]
fn read_only_makes_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.kg");
    assert!(shezhire::Database::open_with(&path, shezhire::Options::default().read_only()).is_err());
    let mut shell = assert_cmd::Command::cargo_bin("shezhire").unwrap();
    let complaint = predicates::str::contains("there is no database at");
    shell.args(["shell", "--read-only", "-c", "RETURN 1"]).arg(&path).assert().code(1).stderr(complaint);
    assert!(!path.exists());
}
