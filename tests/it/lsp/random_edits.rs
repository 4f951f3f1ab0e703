//! Random edits: the server goes on, its memory stays, and at the end it says what `check` says of the same files.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use super::diagnostics::{checked, told};
use crate::support::chance::Chance;
use crate::support::files::copy_folder;
use crate::support::language_client::LanguageClient;
use crate::support::program::project;

/// How many edits are made; `LSP_EDITS=100000` is the long run.
fn count() -> usize {
    std::env::var("LSP_EDITS").ok().and_then(|text| text.parse().ok()).unwrap_or(400)
}

/// What is typed and pasted.
const PIECES: &[&str] = &[
    "\n",
    "  ",
    "- ",
    ": ",
    "a",
    "é",
    "🎯",
    "\t",
    "\r\n",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "#",
    "&x ",
    "*x",
    "|\n",
    ",",
    "0",
    "-1",
    "id: waiting-time\n",
    "supports: [mission]\n",
    "metric:\n  target: 7\n",
    "kind: key_result\n",
    "owner: ana\n",
    "state: dropped\n",
    "levels: [a, b]\n",
    "rules: {cycle: off}\n",
    "exclude: [x.yaml]\n",
    "formerly: [a, b]\n",
    "<<<<<<< HEAD\n",
    "\u{0}",
    "\u{feff}",
];

#[test]
fn any_typing_leaves_a_server_that_says_what_check_says() {
    let root = tempfile::tempdir().expect("a folder");
    copy_folder(&project("examples/minimal"), root.path());
    let paths = ["goalpost.yaml", "mission.yaml", "morning-queue.yaml", "waiting-time.yaml", "new.yaml"];
    let first: BTreeMap<&str, String> =
        paths.iter().map(|path| (*path, fs::read_to_string(root.path().join(path)).unwrap_or_default())).collect();
    let mut texts = first.clone();
    let mut client = LanguageClient::start(root.path());
    for path in paths {
        client.open(path, Some(&texts[path]));
    }
    let mut chance = Chance::new(1);
    let edits = count();
    let mut early = 0;
    for number in 0..edits {
        let path = *chance.of(&paths);
        let text = texts.get_mut(path).expect("a text");
        if text.len() > 4_000 || chance.below(40) == 0 {
            text.clone_from(&first[path]);
            client.change(path, text);
            continue;
        }
        let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let (start, length) = (chance.below(boundaries.len()), chance.below(6));
        let end = (start + if chance.below(2) == 0 { length } else { 0 }).min(boundaries.len() - 1);
        let range = boundaries[start]..boundaries[end];
        let piece = if chance.below(3) == 0 { "" } else { *chance.of(PIECES) };
        // Between the two signs of a line end the protocol has no position.
        let is_split = |at: usize| text[..at].ends_with('\r') && text[at..].starts_with('\n');
        if is_split(range.start) || is_split(range.end) {
            continue;
        }
        let edit =
            json!([{"range": {"start": place(text, range.start), "end": place(text, range.end)}, "text": piece}]);
        text.replace_range(range.clone(), piece);
        client.change_by(path, &edit);
        if number % 7 == 0 {
            let method = *chance.of(&[
                "hover",
                "completion",
                "definition",
                "documentSymbol",
                "inlayHint",
                "codeLens",
                "codeAction",
            ]);
            let at = place(text, range.start);
            let range = json!({"start": at, "end": at});
            let mut params = json!({"textDocument": {"uri": client.uri(path)}, "position": at, "range": range});
            if method == "codeAction" {
                params["context"] = json!({"diagnostics": []});
            }
            let _ = client.ask(&format!("textDocument/{method}"), &params);
        }
        if number == edits / 10 {
            client.settle();
            early = resident(client.process());
        }
    }
    client.settle();
    let late = resident(client.process());
    assert!(late < early * 3 / 2 + 8_000, "memory grew from {early} to {late} kB");
    let beside = tempfile::tempdir().expect("a folder");
    for (path, text) in &texts {
        fs::write(beside.path().join(path), text).expect("written");
    }
    for path in paths {
        let shown = client.published.get(&client.uri(path)).and_then(Value::as_array).cloned().unwrap_or_default();
        let rules =
            |all: Vec<(String, u64, u64)>| all.into_iter().map(|(rule, line, _)| (rule, line)).collect::<Vec<_>>();
        assert_eq!(rules(told(&shown)), rules(checked(beside.path(), path)), "{path}: {:?}", texts[path]);
    }
    assert_eq!(client.end(), Some(0));
}

/// A position in lines and bytes, with every kind of line end that the protocol knows.
fn place(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let mut ends = 0;
    let mut start = 0;
    for (at, sign) in before.bytes().enumerate() {
        if sign == b'\n' || (sign == b'\r' && text.as_bytes().get(at + 1) != Some(&b'\n')) {
            ends += 1;
            start = at + 1;
        }
    }
    json!({"line": ends, "character": offset - start})
}

/// The resident memory of a process in kB; 0 where the system does not tell.
fn resident(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
