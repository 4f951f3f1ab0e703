//! What is fuzzed: functions from any bytes to nothing, which panic where a promise does not hold. `fuzz/` runs them
//! without end, and a test runs them over their seeds and random changes of these.

use std::sync::OnceLock;

use crate::analysis::facts::Facts;
use crate::author::import::{ColumnMap, import};
use crate::author::{decode, read_rows};
use crate::git::{TextMerge, fuzzed};
use crate::lint::{self, Lint};
use crate::model::{Day, Workspace};
use crate::rules::RULES;
use crate::source::{SourceFile, SourceSet, Span};
use crate::syntax::{Content, Edit, Entry, FieldOrder, Node, Tree, Value, apply, parse, parse_for_meaning};

/// A fuzz target.
#[derive(Debug, Clone, Copy)]
pub struct FuzzTarget {
    /// Its name, and that of its folder of seeds.
    pub name: &'static str,
    /// What is done with the bytes.
    pub run: fn(&[u8]),
}

/// Every target.
pub static TARGETS: &[FuzzTarget] = &[
    FuzzTarget { name: "parse", run: read_page },
    FuzzTarget { name: "lower", run: judge_goals },
    FuzzTarget { name: "edit", run: edit_and_undo },
    FuzzTarget { name: "merge", run: merge_versions },
    FuzzTarget { name: "tables", run: read_tables },
    FuzzTarget { name: "maps", run: read_map },
    FuzzTarget { name: "commit_graph", run: fuzzed::read_commit_graph },
    FuzzTarget { name: "filters", run: fuzzed::read_filter },
    FuzzTarget { name: "objects", run: fuzzed::read_objects },
    FuzzTarget { name: "comments", run: read_comments },
    FuzzTarget { name: "messages", run: answer_messages },
    FuzzTarget { name: "answers", run: read_answer },
];

/// The day of every target.
const TODAY: Day = Day::constant(2026, 11, 21);

fn file(bytes: &[u8]) -> SourceFile {
    SourceFile::from_bytes("a.yaml", bytes.to_vec())
}

/// Reads a page: every span lies in the text, and it is read the same without its comments.
fn read_page(bytes: &[u8]) {
    let file = file(bytes);
    let (tree, faults) = parse(&file);
    let is_inside = |span: Span| assert!(file.text.get(span.range()).is_some(), "{span:?} of {:?}", file.text);
    tree.root.iter().for_each(|root| visit(root, &is_inside));
    tree.comments.iter().for_each(|comment| is_inside(comment.span));
    for fault in &faults {
        is_inside(fault.span);
        fault.related.iter().for_each(|(span, _)| is_inside(*span));
    }
    let (again, _) = parse_for_meaning(&file);
    assert_eq!(tree.partial, again.partial, "comments change nothing in {:?}", file.text);
    // What is read of a broken page may end a little earlier or later.
    if !tree.partial {
        assert_eq!(tree.root, again.root, "comments change nothing in {:?}", file.text);
    }
}

fn visit(node: &Node, is_inside: &impl Fn(Span)) {
    is_inside(node.span);
    match &node.value {
        Value::Scalar(_) => {}
        Value::Sequence(list) => list.items.iter().for_each(|item| visit(item, is_inside)),
        Value::Mapping(mapping) => {
            for entry in &mapping.entries {
                is_inside(entry.key.span);
                visit(&entry.value, is_inside);
            }
        }
    }
}

/// The files of a page with several, which a line `# file: NAME` begins, as in the pages of rules.
fn files(bytes: &[u8]) -> SourceSet {
    const BEGIN: &[u8] = b"# file: ";
    let mut files: Vec<(String, Vec<u8>)> = vec![("a.yaml".to_owned(), Vec::new())];
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_prefix(BEGIN) {
            Some(name) => files.push((String::from_utf8_lossy(name).trim().to_owned(), Vec::new())),
            None => files.last_mut().expect("one at least").1.extend_from_slice(line),
        }
    }
    let mut seen = std::collections::HashSet::new();
    let files = files.into_iter().filter(|(name, _)| seen.insert(name.clone()));
    SourceSet::new(
        std::path::PathBuf::from("."),
        files.map(|(name, text)| SourceFile::from_bytes(name, text)).collect(),
    )
}

/// Reads files as goals, settings and people, and runs every rule.
fn judge_goals(bytes: &[u8]) {
    let workspace = Workspace::read(files(bytes));
    let outcome = lint::run(&Lint { rules: RULES, ..Lint::default() }, &Facts::take(&workspace, TODAY));
    for finding in outcome.findings {
        if let Some(location) = finding.location {
            let text = &workspace.file(location.document).text;
            assert!(text.get(location.span.range()).is_some(), "{} at {:?} of {text:?}", finding.rule, location.span);
        }
    }
}

/// Every route to a value of a mapping.
fn routes(node: &Node, route: &str, to: &mut Vec<String>) {
    let Value::Mapping(mapping) = &node.value else { return };
    for entry in &mapping.entries {
        let plain = entry.key.text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !entry.key.text.is_empty();
        if plain && to.len() < 20 {
            let route =
                if route.is_empty() { entry.key.text.to_string() } else { format!("{route}.{}", entry.key.text) };
            to.push(route.clone());
            routes(&entry.value, &route, to);
        }
    }
}

/// Whether two nodes have the same keys and texts, in quotes or not.
fn has_same_texts(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Scalar(one), Value::Scalar(other)) => one.text == other.text,
        (Value::Sequence(one), Value::Sequence(other)) => {
            let mut pairs = one.items.iter().zip(&other.items);
            one.items.len() == other.items.len() && pairs.all(|(one, other)| has_same_texts(one, other))
        }
        (Value::Mapping(one), Value::Mapping(other)) => {
            let mut pairs = one.entries.iter().zip(&other.entries);
            let is_same = |(one, other): (&Entry, &Entry)| {
                one.key.text == other.key.text && has_same_texts(&one.value, &other.value)
            };
            one.entries.len() == other.entries.len() && pairs.all(is_same)
        }
        _ => false,
    }
}

fn tree(text: &str) -> Tree {
    parse_for_meaning(&SourceFile::from_text("a.yaml", text)).0
}

/// Sets each value of a page to a text and back: the page has the same meaning and the same comments as before. What comes
/// before a first line `=====` is the text.
fn edit_and_undo(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (with, page) = text.split_once("\n=====\n").unwrap_or(("it's: #new\n", &text));
    let before = tree(page);
    let Some(root) = before.root.as_ref().filter(|_| !before.partial) else { return };
    let mut found = Vec::new();
    routes(root, "", &mut found);
    let order = FieldOrder(|_| Vec::new());
    for route in found {
        let place = crate::syntax::locate(root, &route);
        let Some(scalar) = place.node.as_scalar().filter(|_| place.whole) else { continue };
        let old = if scalar.is_plain() { Content::word(&*scalar.text) } else { Content::text(&*scalar.text) };
        let set = |text: &str, to: Content| apply("a.yaml", text, &[Edit::Set { route: route.clone(), to, order }]);
        let Ok(edited) = set(page, Content::text(with)) else { continue };
        let after = tree(&edited);
        let there = after.root.as_ref().map(|root| crate::syntax::locate(root, &route));
        let is_set =
            there.is_some_and(|it| it.node.as_scalar().is_some_and(|it| it.text.trim_end() == with.trim_end()));
        assert!(is_set, "{route} of {page:?} set to {with:?} is {edited:?}");
        if let Ok(back) = set(&edited, old) {
            let again = tree(&back);
            let is_same = again.root.as_ref().is_some_and(|again| has_same_texts(again, root));
            assert!(is_same, "{route} of {page:?}, there and back: {back:?}");
        }
        let _ = apply("a.yaml", page, &[Edit::Remove { route: route.clone() }]);
    }
}

/// Merges three versions, which lines `=====` divide: a merge without conflict of three whole pages is a whole page.
fn merge_versions(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.splitn(3, "\n=====\n").map(str::as_bytes);
    let mut next = || parts.next().unwrap_or_default();
    let versions = [next(), next(), next()];
    let is_whole = |text: &[u8]| {
        let file = file(text);
        file.fault.is_none() && !parse_for_meaning(&file).0.partial
    };
    let how = TextMerge::default();
    let Some(merged) = crate::author::merge::merge(versions, "a.yaml", &how, || how.merge(versions)) else { return };
    if merged.clean && versions.iter().all(|text| is_whole(text)) {
        assert!(is_whole(&merged.bytes), "{text:?} merges to {:?}", String::from_utf8_lossy(&merged.bytes));
    }
    if versions[0] == versions[1] && versions.iter().all(|text| is_whole(text)) && merged.clean {
        assert!(file(&merged.bytes).text == file(versions[2]).text, "what one side alone changed is taken: {text:?}");
    }
}

/// Reads a table of check-ins and of goals, in any encoding.
fn read_tables(bytes: &[u8]) {
    static EMPTY: OnceLock<Workspace> = OnceLock::new();
    let Ok(text) = decode(bytes.to_vec()) else { return };
    let _ = read_rows(&text);
    let empty = EMPTY.get_or_init(|| Workspace::read(SourceSet::from_texts([("goalpost.yaml", "")])));
    for map in [Some(ColumnMap::default()), ColumnMap::shipped("viva")].into_iter().flatten() {
        let Ok(import) = import(empty, &text, &map, TODAY) else { continue };
        for file in import.files {
            let whole = tree(&file.text);
            assert!(!whole.partial, "{text:?} becomes {:?}", file.text);
        }
    }
}

/// Reads a map of columns.
fn read_map(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(map) = ColumnMap::parse(&text) {
        let workspace = Workspace::read(SourceSet::from_texts([("goalpost.yaml", "")]));
        let _ = import(&workspace, "kind,id,title,owner\nkpi,a,b,c\nx,y\n", &map, TODAY);
    }
}

/// Reads comments that silence rules, above each field of a goal and behind it.
fn read_comments(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut page = String::new();
    let mut comments = text.lines();
    for field in ["kind: objective", "id: a", "title: Do x", "period: 2026-Q4", "supports: [b]"] {
        for comment in comments.by_ref().take(2) {
            page.push_str(&format!("# goalpost: {comment}\n"));
        }
        page.push_str(&format!("{field}  # goalpost: allow {}\n", comments.next().unwrap_or_default()));
    }
    judge_goals(page.as_bytes());
}

/// Reads what a source answers.
fn read_answer(bytes: &[u8]) {
    crate::fetch::fuzzed::read_answer(bytes, TODAY);
}

/// Sends messages to a language server.
fn answer_messages(bytes: &[u8]) {
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/minimal"));
    crate::lsp::fuzzed::send(root, bytes, std::sync::Arc::new(|| TODAY));
}

#[cfg(test)]
mod tests;
