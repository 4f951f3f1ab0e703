//! The program itself, run in a folder with nothing of the world around it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::files::copy_folder;

/// What a run of the program said.
#[derive(Debug)]
pub struct Answer {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

/// Runs `goalpost` in a folder, on 2026-11-21, with an empty environment.
pub fn goalpost(folder: &Path, args: &[&str]) -> Answer {
    goalpost_with(folder, args, &[])
}

/// Runs `goalpost` in a folder, on 2026-11-21, with nothing but some variables in its environment.
pub fn goalpost_with(folder: &Path, args: &[&str], environment: &[(&str, &OsStr)]) -> Answer {
    let output = command(folder, args).envs(environment.iter().copied()).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("answers are UTF-8");
    let stderr = unbroken(&without_clock(&text(output.stderr)));
    Answer { stdout: text(output.stdout), stderr, code: output.status.code().unwrap_or(-1) }
}

/// The command `goalpost` in a folder, on 2026-11-21, with an empty environment.
pub fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_goalpost"));
    command.args(args).current_dir(folder).env_clear().env("GOALPOST_TODAY", "2026-11-21");
    command
}

/// What was said without the note that `GOALPOST_TODAY` is not the clock's day, which differs from day to day.
pub fn without_clock(text: &str) -> String {
    let noted = |line: &&str| line.starts_with("note: using ") && line.contains(" as today (GOALPOST_TODAY); ");
    text.split_inclusive('\n').filter(|line| !noted(line)).collect()
}

/// What was said on standard error, without the breaks at the page's width: sentences can be looked for.
fn unbroken(text: &str) -> String {
    let mut lines = String::new();
    for line in text.split_inclusive('\n') {
        let goes_on = line.starts_with("      ") && lines.ends_with('\n');
        if goes_on {
            lines.pop();
            lines.push(' ');
        }
        lines.push_str(if goes_on { line.trim_start() } else { line });
    }
    lines
}

/// The standard output of a run that went well.
pub fn says(folder: &Path, args: &[&str]) -> String {
    let answer = goalpost(folder, args);
    assert_eq!(answer.code, 0, "{args:?}: {}", answer.stderr);
    answer.stdout
}

/// The answer of a run as JSON.
pub fn json(folder: &Path, args: &[&str]) -> serde_json::Value {
    let text = says(folder, &[args, &["--format", "json"]].concat());
    serde_json::from_str(&text).expect("JSON")
}

/// A copy of the example company outside any repository, so that no history but its own is read.
pub fn northwind() -> PathBuf {
    static COPY: OnceLock<tempfile::TempDir> = OnceLock::new();
    let copy = COPY.get_or_init(|| {
        let copy = tempfile::tempdir().expect("a folder");
        copy_folder(&project("examples/northwind"), copy.path());
        copy
    });
    copy.path().to_path_buf()
}

/// A folder of goals that lasts as long as it is held.
pub fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        std::fs::write(path, text).expect("a file is written");
    }
    folder
}

/// Every command, as the help of the program lists them.
pub fn commands() -> Vec<String> {
    let help = goalpost(Path::new("."), &["--help"]).stdout;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let named = listed.filter(|line| line.starts_with("    "));
    let commands: Vec<String> = named.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect();
    assert!(commands.len() > 30, "{help}");
    commands
}

/// A place in the project itself.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
