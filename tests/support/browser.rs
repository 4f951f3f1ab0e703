//! Pages looked at with a real browser, where one is installed with what `tests/browser` asks for.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// What the browser found in some pages, a value a page; none where it is not installed, which is said.
///
/// A page is `{"file": …, "filters": [[id, value]], "click": selector, "quick": bool}`; see `tests/browser/look.mjs`.
pub(crate) fn look(pages: &Value) -> Option<Vec<Value>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let chromium = std::env::var_os("CHROMIUM").map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from);
    let node = Command::new("node").arg("--version").output().is_ok_and(|output| output.status.success());
    if !chromium.is_file() || !node || !folder.join("node_modules/playwright-core").is_dir() {
        // Written past the harness, which keeps what tests print that go well.
        let missing = "skipped: no Chromium here, or no `npm ci` in tests/browser (.ci/run installs both)\n";
        std::io::Write::write_all(&mut std::io::stderr(), missing.as_bytes()).expect("standard error");
        return None;
    }
    let work = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(work.path(), serde_json::json!({ "pages": pages }).to_string()).expect("written");
    let output = Command::new("node")
        .arg(folder.join("look.mjs"))
        .arg(work.path())
        .env("CHROMIUM", chromium)
        .output()
        .expect("node runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).expect("what the browser found"))
}
