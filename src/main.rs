//! The `shezhire` command: arguments to exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    shezhire::cli::run(std::env::args_os())
}
