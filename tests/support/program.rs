//! Runs the program as people do: in a folder, with an environment of its own, on a day that stands still.

use std::path::Path;
use std::process::Command;

/// What a run left behind.
#[derive(Debug)]
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: Option<i32>,
}

/// Runs `goalpost` with arguments in a folder. It is 2026-11-21.
pub fn goalpost(folder: &Path, args: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_goalpost"))
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("GOALPOST_TODAY", "2026-11-21")
        .output()
        .expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    Run { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code() }
}

/// A folder of the repository.
pub fn folder(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
