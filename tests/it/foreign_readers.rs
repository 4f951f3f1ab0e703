//! What is written is read by others as it was meant, over hostile texts: by `yaml_serde`, and by `PyYAML` with libyaml
//! behind it, js-yaml, Ruby's reader and go-yaml where they are installed.
//!
//! `YAML_CASES=50000 cargo test --test it foreign` is the long run.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use goalpost::syntax::{Content, Edit, End, FieldOrder, apply};
use serde_json::{Value, json};

use crate::support::chance::Chance;
use crate::support::clients::skipped;
use crate::support::program::project;

const PAGE: &str = "plain: old\nsingle: 'old'\ndouble: \"old\"\nblock: |\n  old\nflow: {a: old, b: 1}\nbrackets: [old, 1]\nlines:\n  - old\nlog: []\n";

/// What some reader or other takes for more than a text.
const PIECES: &[&str] = &[
    "",
    "yes",
    "No",
    "ON",
    "off",
    "y",
    "N",
    "true",
    "False",
    "null",
    "~",
    "NULL",
    "=",
    "<<",
    "<",
    "12:30:45",
    "190:20:30.15",
    "0o17",
    "017",
    "0x1F",
    "0b101",
    "1_000",
    "1,000",
    "_1",
    "+_1",
    "1e3",
    "1.5e+3",
    ".5",
    "5.",
    "-5",
    "+7",
    "-.inf",
    ".NaN",
    ".Inf",
    "+.INF",
    "2026-11-21",
    "2026-1-1",
    "2026-11-21 10:00:00",
    "2026-11-21T10:00:00Z",
    "2026-11-21t10:00:00.5 +01:00",
    "2026-Q4",
    "2026",
    "?",
    "? a",
    "?a",
    "-",
    "- a",
    "-a",
    "--",
    "---",
    "--- a",
    "...",
    "...a",
    ":",
    ": a",
    ":a",
    ":sym",
    "a:",
    "a: b",
    "a:b",
    "a :b",
    "a #b",
    "a#b",
    "#a",
    "%a",
    "%YAML 1.1",
    "@a",
    "`a`",
    "&a",
    "*a",
    "!a",
    "!!str a",
    "|",
    ">",
    "| a",
    "'",
    "''",
    "\"",
    "\\",
    "\\n",
    "'a'",
    "\"a\"",
    "a'b",
    "it's",
    "[",
    "]",
    "{",
    "}",
    "[a]",
    "{a: b}",
    ",",
    "a, b",
    "a,b",
    "Is it done?",
    "What? Now",
    "a?",
    "a?b",
    "why?: x",
    "\t",
    "a\tb",
    "\ta",
    "a\t",
    " a",
    "a ",
    "  ",
    "\u{a0}a",
    "a\u{a0}",
    "\u{85}",
    "a\u{85}b",
    "\u{2028}",
    "a\u{2029}b",
    "\u{feff}",
    "\u{feff}a",
    "a\u{feff}b",
    "\u{fffe}",
    "a\u{ffff}b",
    "\u{0}",
    "\u{7}",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{9b}",
    "\u{200b}",
    "\u{200d}",
    "\u{202e}",
    "\u{2066}",
    "\u{e0041}",
    "\u{d7ff}",
    "\u{e000}",
    "\u{10ffff}",
    "\u{1f469}\u{200d}\u{1f680}",
    "日本",
    "é",
    "a\nb",
    "a\n\nb\n",
    "\n",
    "a\n",
    "\na",
    " a\n b",
    "a \nb",
    "a\r\nb",
    "\r",
    "a\n# b",
    "a\n- b: c",
    "https://x.example/a?b=1#c",
    "C:\\dir",
    "100 %",
    "5 %",
    "~/a",
    "key: [1, 2]",
    "a]",
    "a}",
    "{{ x }}",
    "${{ a }}",
    "<<: *a",
    "- - a",
    "? - a",
    "0",
    "-0",
    "00",
    "1.2.3",
    "1.2.3.4",
    "0.1e",
    "e5",
    "0x",
    "12e03",
    "0o8",
    "08",
];

/// A text of pieces and signs that readers of YAML take for something else.
fn hostile_text(chance: &mut Chance) -> String {
    const SIGNS: &str = "aby01239nNoOfFtTzZeExX_.,:;?!-+=<>|&*#%@`'\"\\/[]{}()~ \t\u{85}\u{a0}\u{2028}é日";
    let mut text = String::new();
    for _ in 0..=chance.below(3) {
        if chance.below(2) == 0 {
            text.push_str(chance.pick(PIECES));
        } else {
            for _ in 0..chance.below(5) {
                text.extend(SIGNS.chars().nth(chance.below(SIGNS.chars().count())));
            }
        }
        if chance.below(4) == 0 {
            text.push(' ');
        }
    }
    text
}

/// A page into which a text was written at every place, by every way of writing.
fn written(text: &str) -> Result<String, String> {
    let order = FieldOrder(|_| Vec::new());
    let set = |route: &str| Edit::Set { route: route.to_owned(), to: Content::text(text), order };
    let mut edits =
        ["plain", "single", "double", "block", "flow.a", "brackets[0]", "lines[0]", "new", "deep.er"].map(set).to_vec();
    let fields =
        Content::Fields(vec![("text".to_owned(), Content::text(text)), (format!("{text}k"), Content::word("1"))]);
    edits.push(Edit::Add { route: "log".to_owned(), item: fields, end: End::Last, order });
    edits.push(Edit::Add { route: "lines".to_owned(), item: Content::text(text), end: End::Last, order });
    edits.push(Edit::Set {
        route: "named".to_owned(),
        to: Content::Fields(vec![(text.to_owned(), Content::word("2026-11-21"))]),
        order,
    });
    let page = apply("a.yaml", PAGE, &edits).map_err(|error| error.to_string())?;
    let line = format!("line: {}\n{}: 1\n", Content::text(text).line(), Content::text(format!("{text} ")).line());
    Ok(page + &line)
}

/// What the page says.
fn meant(text: &str) -> Value {
    let mut log = json!({"text": text});
    log[format!("{text}k")] = json!(1);
    let mut page = json!({
        "plain": text, "single": text, "double": text, "flow": {"a": text, "b": 1}, "brackets": [text, 1],
        "lines": [text, text], "log": [log], "new": text, "deep": {"er": text}, "named": {text: "2026-11-21"}, "line": text,
    });
    page[format!("{text} ")] = json!(1);
    page
}

/// What `yaml_serde` has against a page.
fn second_opinion(text: &str, page: &str) -> Result<(), String> {
    let mut read: Value = serde_yaml::from_str(page).map_err(|error| format!("{error}\n{page}"))?;
    // A block of lines ends in a line break of its own.
    let block = read.as_object_mut().and_then(|it| it.remove("block")).unwrap_or_default();
    let same = block.as_str().map(|it| it.trim_end_matches('\n')) == Some(text.trim_end_matches('\n'));
    if same && read == meant(text) { Ok(()) } else { Err(format!("read otherwise\n{page}{read}")) }
}

#[test]
fn what_is_written_is_read_by_foreign_readers_as_it_was_meant() {
    let cases: usize = std::env::var("YAML_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(1_000);
    let mut chance = Chance::new(1);
    let random = std::iter::repeat_with(|| hostile_text(&mut chance));
    let texts: Vec<String> = PIECES.iter().map(|it| (*it).to_owned()).chain(random).take(cases).collect();
    let (mut lines, mut faults) = (String::new(), Vec::new());
    for text in &texts {
        match written(text).and_then(|page| second_opinion(text, &page).map(|()| page)) {
            Ok(page) => writeln!(lines, "{}", json!([text, page, meant(text)])).expect("written"),
            Err(fault) => faults.push(format!("{text:?}: {fault}")),
        }
    }
    assert!(faults.is_empty(), "{} of {cases}: {}", faults.len(), faults[..faults.len().min(8)].join("\n"));
    let folder = tempfile::tempdir().expect("a folder");
    let (script, input) = (folder.path().join("read.py"), folder.path().join("pages"));
    fs::write(&script, SCRIPT).expect("written");
    fs::write(&input, lines).expect("written");
    let mut python = Command::new("python3");
    reads_as_meant("PyYAML", python.arg(&script).arg(&input));
    let client = |name: &str| project("tests/clients/yaml").join(name);
    reads_as_meant("js-yaml", Command::new("node").arg(client("read.mjs")).arg(&input));
    reads_as_meant("Ruby", Command::new("ruby").arg(client("read.rb")).arg(&input));
    // Debian's package of go-yaml is found without the network.
    let go = folder.path().join("read");
    let built = Command::new("go")
        .args(["build", "-o"])
        .arg(&go)
        .arg(client("read.go"))
        .envs([("GO111MODULE", "off"), ("GOPATH", "/usr/share/gocode"), ("GOFLAGS", "")])
        .env("GOCACHE", folder.path().join("cache"))
        .output();
    if built.is_ok_and(|it| it.status.success()) {
        reads_as_meant("go-yaml", Command::new(go).arg(&input));
    } else {
        skipped("go-yaml");
    }
}

/// A reader ends with 0 where it reads every page as it was meant, and with 9 where it is not installed.
fn reads_as_meant(reader: &str, command: &mut Command) {
    match command.output().ok().filter(|answer| answer.status.code() != Some(9)) {
        Some(answer) => {
            let told = [answer.stdout, answer.stderr].concat();
            assert!(answer.status.success(), "{reader}: {}", String::from_utf8_lossy(&told));
        }
        None => skipped(reader),
    }
}

const SCRIPT: &str = r"
import json, sys
try:
    import yaml
except ImportError:
    sys.exit(9)
loaders = [yaml.SafeLoader] + ([yaml.CSafeLoader] if hasattr(yaml, 'CSafeLoader') else [])
wrong = 0
for line in open(sys.argv[1], encoding='utf-8', newline='\n'):
    text, page, meant = json.loads(line)
    for loader in loaders:
        try:
            read = yaml.load(page, loader)
            block = read.pop('block')
            # A day is a day: what is not quoted on purpose.
            for key, value in read['named'].items():
                read['named'][key] = str(value)
            ok = read == meant and isinstance(block, str) and block.rstrip('\n') == text.rstrip('\n')
            why = 'read otherwise'
        except Exception as error:
            ok, why = False, str(error)
        if not ok:
            wrong += 1
            if wrong < 6:
                print(loader.__name__, repr(text), why, page, sep='\n')
sys.exit(1 if wrong else 0)
";
