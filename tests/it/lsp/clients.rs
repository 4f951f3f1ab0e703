//! The language server in clients of others: Neovim, Emacs, and pytest-lsp as two editors. Skipped, and said so, where
//! absent.

use std::path::Path;
use std::process::Command;

use crate::support::clients::{python_with, skipped};
use crate::support::program::{folder, project};

fn root() -> tempfile::TempDir {
    folder(&[
        ("goalpost.yaml", ""),
        ("mission.yaml", "kind: mission\nid: mission\ntitle: Bread\nstatement: Good bread for all.\n"),
        ("bread.yaml", "kind: objective\nid: bread\ntitle: Bread is fresh\nsupports: [misson]\n"),
        ("queue.yaml", "kind: objective\nid: queue\ntitle: Nobody waits\nperiod: 2026-Q4\nsupports: [mission]\n"),
        (
            "wait.yaml",
            "kind: key_result\nid: wait\ntitle: Cut the wait from 10 to 5 minutes\nmeasures: queue\nmetric:\n  name: wait\n  \
             unit: min\n  baseline: 10\n  target: 5\n  current: 8\n  as_of: 2026-11-20\n",
        ),
    ])
}

/// Runs a client with the program and the goals, and returns what it said.
fn run(client: &mut Command, root: &Path) -> (bool, String) {
    let output = client
        .env("GOALPOST", env!("CARGO_BIN_EXE_goalpost"))
        .env("GOALPOST_TODAY", "2026-11-21")
        .env("ROOT", root)
        .current_dir(root)
        .output()
        .expect("the client runs");
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (output.status.success(), text)
}

fn is_there(program: &str, args: &[&str]) -> bool {
    Command::new(program).args(args).output().is_ok_and(|output| output.status.success())
}

#[test]
fn neovim_is_served() {
    if !is_there("nvim", &["--version"]) {
        return skipped("Neovim");
    }
    let (root, home) = (root(), tempfile::tempdir().expect("a folder"));
    let script = format!("luafile {}", project("tests/clients/neovim.lua").display());
    let mut nvim = Command::new("nvim");
    nvim.args(["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", &script]).env("HOME", home.path());
    nvim.env("XDG_STATE_HOME", home.path()).env("XDG_CACHE_HOME", home.path());
    let (is_well, told) = run(&mut nvim, root.path());
    assert!(is_well && told.contains("all of it holds"), "{told}");
}

#[test]
fn emacs_is_served() {
    // Debian's start file finds the packages; those of a user are not asked for.
    let batch = ["-q", "--batch", "--eval", "(progn (package-initialize) (require 'eglot) (require 'yaml-mode))"];
    if !is_there("emacs", &batch) {
        return skipped("Emacs with eglot and yaml-mode");
    }
    let (root, home) = (root(), tempfile::tempdir().expect("a folder"));
    let mut emacs = Command::new("emacs");
    emacs.args(["-q", "--batch", "-l"]).arg(project("tests/clients/emacs.el")).env("HOME", home.path());
    let (is_well, told) = run(&mut emacs, root.path());
    assert!(is_well && told.contains("all of it holds"), "{told}");
}

#[test]
fn pytest_lsp_is_served_as_two_editors() {
    let Some(python) = python_with("pytest_lsp", "pytest-lsp") else { return };
    let root = root();
    let mut pytest = Command::new(python);
    pytest.args(["-m", "pytest", "-q", "-p", "no:cacheprovider"]).arg(project("tests/clients/test_lsp.py"));
    pytest.env("PYTHONDONTWRITEBYTECODE", "1");
    let (is_well, told) = run(&mut pytest, root.path());
    assert!(is_well, "{told}");
}
