//! Findings in the editor: those of `check`, while somebody types.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::language_client::LanguageClient;
use crate::support::program::{folder, json as answer, northwind};
use crate::support::repository::Repo;

const ROOT: &[(&str, &str)] = &[
    ("goalpost.yaml", "levels: [company, team]\n"),
    ("mission.yaml", "kind: mission\nid: mission\ntitle: M\nstatement: To be useful.\n"),
    ("a.yaml", "kind: objective\nid: a\ntitle: The queue is short\nsupports: [mission]\n"),
    ("b.yaml", "kind: objective\nid: b\ntitle: The bread is fresh\nsupports: [a]\n"),
];

/// Rule, line and first character of each diagnostic, as people count.
pub(super) fn told(diagnostics: &[Value]) -> Vec<(String, u64, u64)> {
    let number = |value: &Value| value.as_u64().expect("a number") + 1;
    let start = |it: &Value| (number(&it["range"]["start"]["line"]), number(&it["range"]["start"]["character"]));
    let mut told: Vec<_> = diagnostics
        .iter()
        .map(|it| (it["code"].as_str().expect("a rule").to_owned(), start(it).0, start(it).1))
        .collect();
    told.sort();
    told
}

/// What `check` finds in a file, in the same words.
pub(super) fn checked(root: &Path, path: &str) -> Vec<(String, u64, u64)> {
    let answer = goalpost_check(root);
    // What is gone has no line: it is told at the settings.
    let of_file = |it: &&Value| if it["line"].is_null() { path == "goalpost.yaml" } else { it["path"] == path };
    let mut told: Vec<_> = answer
        .as_array()
        .expect("findings")
        .iter()
        .filter(of_file)
        .map(|it| {
            let number = |value: &Value| value.as_u64().unwrap_or(1);
            (it["rule"].as_str().expect("a rule").to_owned(), number(&it["line"]), number(&it["column"]))
        })
        .collect();
    told.sort();
    told
}

fn goalpost_check(root: &Path) -> Value {
    let text = crate::support::program::goalpost(root, &["check", "--format", "json"]).stdout;
    serde_json::from_str::<Value>(&text).expect("JSON")["findings"].clone()
}

#[test]
fn the_editor_shows_what_check_finds() {
    let root = folder(ROOT);
    std::fs::write(root.path().join("c.yaml"), "kind: objective\nid: c\ntitle: T\nonwer: tom\nsupports: [bb]\n")
        .expect("written");
    let mut client = LanguageClient::start(root.path());
    let found = client.wait_for_rule("c.yaml", "dangling-link");
    client.settle();
    for path in ["goalpost.yaml", "mission.yaml", "a.yaml", "b.yaml", "c.yaml"] {
        let shown = client.published.get(&client.uri(path)).and_then(Value::as_array).cloned().unwrap_or_default();
        assert_eq!(told(&shown), checked(root.path(), path), "{path}");
    }
    let dangling = found.iter().find(|it| it["code"] == "dangling-link").expect("the finding");
    assert_eq!((&dangling["severity"], &dangling["source"]), (&json!(1), &json!("goalpost")));
    assert_eq!(dangling["codeDescription"]["href"], "goalpost:/rules/dangling-link.md");
    let page = client.ask("workspace/textDocumentContent", &json!({"uri": "goalpost:/rules/dangling-link.md"}));
    assert!(page["text"].as_str().is_some_and(|text| text.starts_with("# dangling-link\n")), "{page}");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_clean_company_has_no_diagnostics() {
    let mut client = LanguageClient::start(&northwind());
    client.open("2026/monthly-revenue.yaml", None);
    client.settle();
    let found: Vec<_> = client.published.iter().filter(|(_, it)| **it != json!([])).collect();
    assert_eq!(answer(&northwind(), &["check"])["summary"]["warnings"], found.len(), "{found:?}");
}

#[test]
fn findings_come_and_go_while_typing() {
    let root = folder(ROOT);
    let mut client = LanguageClient::start(root.path());
    client.open("b.yaml", None);
    let text = client.on_disk("b.yaml");
    client.change("b.yaml", &text.replace("[a]", "[aa]"));
    client.wait_for_rule("b.yaml", "dangling-link");
    // A key that is typed, sign by sign.
    let end = json!({"line": 4, "character": 0});
    client.change_by("b.yaml", &json!([{"range": {"start": end, "end": end}, "text": "onwer: tom\n"}]));
    client.wait_for_rule("b.yaml", "unknown-field");
    client.change("b.yaml", &text.replace("[a]", "[a"));
    let broken = client.wait_for_rule("b.yaml", "invalid-yaml");
    assert_eq!(broken.len(), 1, "nobody judges what does not parse: {broken:?}");
    client.change("b.yaml", &text);
    let is_clean = |now: &[Value]| !now.iter().any(|it| it["code"] == "dangling-link" || it["code"] == "invalid-yaml");
    client.wait_for("b.yaml", is_clean);
    // What was not saved is gone with the text.
    client.change("b.yaml", &text.replace("id: b", "id: other"));
    client.open("c.yaml", Some("kind: objective\nid: c\ntitle: New and not saved\nsupports: [b]\n"));
    client.wait_for_rule("c.yaml", "dangling-link");
    client.close("b.yaml");
    client.wait_for("c.yaml", is_clean);
    client.close("c.yaml");
    client.settle();
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_change_in_one_file_is_found_in_another() {
    let root = folder(ROOT);
    let mut client = LanguageClient::start(root.path());
    client.open("a.yaml", None);
    let text = client.on_disk("a.yaml");
    client.change("a.yaml", &text.replace("id: a", "id: b"));
    let found = client.wait_for_rule("b.yaml", "duplicate-id");
    let related = &found.iter().find(|it| it["code"] == "duplicate-id").expect("it")["relatedInformation"];
    let uri = client.uri("a.yaml");
    assert!(related.as_array().is_some_and(|all| all.iter().any(|it| it["location"]["uri"] == uri)), "{related}");
}

#[test]
fn positions_count_what_the_client_counts() {
    let root = folder(ROOT);
    let text = "kind: objective\nid: c\ntitle: {🎯é: x}\nsupports: [\"🎯é\", nowhere]\n";
    std::fs::write(root.path().join("c.yaml"), text).expect("written");
    for (encodings, name, character) in [(json!(["utf-16", "utf-8"]), "utf-8", 21), (json!(["utf-16"]), "utf-16", 18)] {
        let capabilities = json!({"general": {"positionEncodings": encodings}});
        let mut client = LanguageClient::start_as(root.path(), &["lsp", "--stdio"], &capabilities);
        assert_eq!(client.capabilities["positionEncoding"], name);
        let found = client.wait_for_rule("c.yaml", "dangling-link");
        let starts: Vec<_> = found.iter().map(|it| it["range"]["start"].clone()).collect();
        assert!(starts.contains(&json!({"line": 3, "character": character})), "{starts:?}");
        assert!(found.iter().all(|it| it.get("codeDescription").is_none()), "this client opens no pages");
        // A change is at the place that the client means.
        client.open("c.yaml", None);
        let at = |character: u32| json!({"line": 3, "character": character});
        let range = json!({"start": at(character), "end": at(character + 7)});
        client.change_by("c.yaml", &json!([{"range": range, "text": "a"}]));
        client.wait_for("c.yaml", |now| now.iter().filter(|it| it["code"] == "dangling-link").count() == 1);
    }
}

#[test]
fn what_others_do_to_files_is_seen() {
    let root = folder(ROOT);
    let mut client = LanguageClient::start(root.path());
    client.settle();
    let registered = client.others.iter().any(|it| it["method"] == "client/registerCapability");
    assert!(registered, "{:?}", client.others);
    let write = |path: &str, text: &str| std::fs::write(root.path().join(path), text).expect("written");
    write("b.yaml", "kind: objective\nid: b\ntitle: The bread is fresh\nsupports: [x]\n");
    client.touch(&[("b.yaml", 2)]);
    client.wait_for_rule("b.yaml", "dangling-link");
    write("x.yaml", "kind: objective\nid: x\ntitle: X\nsupports: [mission]\n");
    client.touch(&[("x.yaml", 1)]);
    client.wait_for("b.yaml", |now| !now.iter().any(|it| it["code"] == "dangling-link"));
    std::fs::remove_file(root.path().join("x.yaml")).expect("removed");
    client.touch(&[("x.yaml", 3)]);
    client.wait_for_rule("b.yaml", "dangling-link");
    // The text in the editor counts, whatever is on disk.
    client.open("b.yaml", Some("kind: objective\nid: b\ntitle: The bread is fresh\nsupports: [a]\n"));
    client.wait_for("b.yaml", |now| !now.iter().any(|it| it["code"] == "dangling-link"));
    client.touch(&[("b.yaml", 2)]);
    client.settle();
    let uri = client.uri("b.yaml");
    assert!(!client.published[&uri].to_string().contains("dangling-link"), "{}", client.published[&uri]);
}

#[test]
fn history_is_judged_as_check_judges_it() {
    let repo = Repo::made(|path| {
        let made = crate::support::program::goalpost(Path::new("."), &["demo", &path.to_string_lossy()]);
        assert_eq!(made.code, 0, "{}", made.stderr);
    });
    let root = repo.path();
    let mut client = LanguageClient::start(root);
    client.settle();
    let findings = goalpost_check(root);
    let paths: std::collections::BTreeSet<&str> =
        findings.as_array().expect("findings").iter().filter_map(|it| it["path"].as_str()).collect();
    assert!(findings.to_string().contains("moved-target"), "the demo has a quiet change of a target");
    for path in paths {
        let shown = client.published.get(&client.uri(path)).and_then(Value::as_array).cloned().unwrap_or_default();
        assert_eq!(told(&shown).len(), checked(root, path).len(), "{path}: {shown:?}");
    }
}

#[test]
fn several_roots_are_served_side_by_side() {
    let home = folder(&[
        ("one/goalpost.yaml", ""),
        ("one/a.yaml", "kind: objective\nid: a\ntitle: T\nsupports: [nowhere]\n"),
        ("two/okrs/goalpost.yaml", "rules: {dangling-link: warn}\n"),
        ("two/okrs/a.yaml", "kind: objective\nid: a\ntitle: T\nsupports: [nowhere]\n"),
        ("outside.yaml", "kind: objective\nid: a\ntitle: T\nsupports: [nowhere]\n"),
    ]);
    let mut client = LanguageClient::start(home.path());
    let severity =
        |found: Vec<Value>| found.iter().find(|it| it["code"] == "dangling-link").expect("it")["severity"].clone();
    assert_eq!(severity(client.wait_for_rule("one/a.yaml", "dangling-link")), 1);
    assert_eq!(severity(client.wait_for_rule("two/okrs/a.yaml", "dangling-link")), 2);
    let found = client.ask("workspace/symbol", &json!({"query": ""}));
    let places = |it: &Value| {
        it["location"]["uri"].as_str().is_some_and(|uri| uri.ends_with("one/a.yaml") || uri.contains("two"))
    };
    assert_eq!(found.as_array().map(|all| all.iter().filter(|it| places(it)).count()), Some(2), "{found}");
    client.open("outside.yaml", None);
    let uri = client.uri("one/goalpost.yaml");
    let _ = client.ask("workspace/executeCommand", &json!({"command": "goalpost.check", "arguments": [uri]}));
    assert!(!client.published.contains_key(&client.uri("outside.yaml")));
}
