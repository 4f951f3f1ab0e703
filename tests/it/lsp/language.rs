//! What the editor knows about a place: hover, definition, references, completion, fixes, renames, symbols, numbers.

use serde_json::{Value, json};

use crate::support::language_client::LanguageClient;
use crate::support::program::{folder, goalpost, northwind};
use crate::support::repository::Repo;

const ROOT: &[(&str, &str)] = &[
    ("goalpost.yaml", "levels: [company, team]\nareas: [Delivery]\nrules:\n  cycle: warn\n"),
    (
        "org.yaml",
        "teams:\n  - {id: bakery, name: The bakery, level: team, lead: tom}\n  - {id: old, until: 2025-01-01}\n\
         people:\n  - {id: tom, name: Tom Baker, team: bakery}\n  - {id: lea, until: 2025-01-01}\n",
    ),
    ("mission.yaml", "kind: mission\nid: mission\ntitle: Bread\nstatement: Good bread for all.\n"),
    (
        "queue.yaml",
        "kind: objective\nid: queue\ntitle: Nobody waits for bread\nlevel: company\nperiod: 2026-Q4\nsupports: [mission]\n",
    ),
    (
        "wait.yaml",
        "kind: key_result\nid: wait\ntitle: Cut the wait from 10 to 5 minutes\nmeasures: queue\nowner: tom\nmetric:\n  \
         name: wait\n  unit: min\n  baseline: 10\n  target: 5\n  current: 8\n  as_of: 2026-11-20\n",
    ),
    (
        "team.yaml",
        "kind: objective\nid: team\ntitle: Two ovens\nteam: bakery\nsupports: [{goal: queue, how: faster}]\n",
    ),
];

fn client() -> (tempfile::TempDir, LanguageClient) {
    let root = folder(ROOT);
    let client = LanguageClient::start(root.path());
    (root, client)
}

fn hovered(client: &mut LanguageClient, path: &str, needle: &str, into: usize) -> String {
    let text = client.on_disk(path);
    let answer = client.ask_at("textDocument/hover", path, &text, needle, into);
    answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_goal_is_told_where_it_is_named() {
    let (_root, mut client) = client();
    let told = hovered(&mut client, "wait.yaml", "queue", 1);
    insta::assert_snapshot!(told, @r"
    **Nobody waits for bread** `queue`

    40 % · at risk · 56 % expected · company

    **queue serves the mission in 1 step**

    - **Nobody waits for bread** (`queue` · company)
    - ↑ supports
    - **Good bread for all.** (`mission`)
    ");
    assert!(hovered(&mut client, "wait.yaml", "wait\n", 0).contains("40 %"), "its own id too");
    assert!(hovered(&mut client, "wait.yaml", "tom", 3).contains("Tom Baker"), "at the end of the word");
    assert!(hovered(&mut client, "team.yaml", "bakery", 0).contains("The bakery"));
    assert!(hovered(&mut client, "wait.yaml", "measures", 2).contains("The id of the objective"));
    assert!(hovered(&mut client, "wait.yaml", "baseline", 2).starts_with("**baseline**\n\n"));
    assert!(hovered(&mut client, "wait.yaml", "key_result", 2).contains("One measured outcome"), "a word by itself");
    assert!(hovered(&mut client, "goalpost.yaml", "cycle", 2).starts_with("# cycle\n"), "the page of a rule");
    assert!(hovered(&mut client, "org.yaml", "lead", 1).contains("lead of the team"));
    client.open("team.yaml", Some("# goalpost: allow orphan-goal\nkind: objective\nid: team\ntitle: T\n"));
    let text = "# goalpost: allow orphan-goal\n";
    let page = client.ask_at("textDocument/hover", "team.yaml", text, "orphan-goal", 4);
    assert!(page["contents"]["value"].as_str().is_some_and(|page| page.starts_with("# orphan-goal\n")), "{page}");
}

#[test]
fn names_lead_to_their_places_and_back() {
    let (_root, mut client) = client();
    let text = client.on_disk("team.yaml");
    let at = client.ask_at("textDocument/definition", "team.yaml", &text, "queue", 0);
    assert_eq!(
        (&at["uri"], &at["range"]["start"]),
        (&json!(client.uri("queue.yaml")), &json!({"line": 1, "character": 4}))
    );
    let at = client.ask_at("textDocument/definition", "team.yaml", &text, "bakery", 0);
    assert_eq!((&at["uri"], &at["range"]["start"]["line"]), (&json!(client.uri("org.yaml")), &json!(1)));
    let mut params = client.place("team.yaml", &text, "queue", 0);
    let mut used = |own: bool| {
        params["context"] = json!({"includeDeclaration": own});
        let found = client.ask("textDocument/references", &params);
        found
            .as_array()
            .expect("places")
            .iter()
            .map(|it| it["uri"].as_str().expect("it").to_owned())
            .collect::<Vec<_>>()
    };
    let (with, without) = (used(true), used(false));
    assert_eq!(with.len(), 3, "{with:?}");
    assert!(with[0].ends_with("/queue.yaml"), "the id itself first: {with:?}");
    assert_eq!(without.len(), 2, "{without:?}");
    let nothing = client.ask_at("textDocument/definition", "team.yaml", &text, "Two", 0);
    assert_eq!(nothing, Value::Null);
}

/// The completions at the `|` of a text, as `label` or `label: detail`.
fn completed(client: &mut LanguageClient, path: &str, text: &str) -> Vec<String> {
    let offset = text.find('|').expect("a cursor");
    let whole = text.replacen('|', "", 1);
    client.change(path, &whole);
    let line = whole[..offset].matches('\n').count();
    let character = offset - whole[..offset].rfind('\n').map_or(0, |at| at + 1);
    let params = json!({"textDocument": {"uri": client.uri(path)}, "position": {"line": line, "character": character}});
    let list = client.ask("textDocument/completion", &params);
    let items = list["items"].as_array().cloned().unwrap_or_default();
    let told = |it: &Value| match it["detail"].as_str() {
        Some(detail) => format!("{}: {detail}", it["label"].as_str().expect("a label")),
        None => it["label"].as_str().expect("a label").to_owned(),
    };
    items.iter().map(told).collect()
}

#[test]
fn what_may_be_written_is_offered() {
    let (_root, mut client) = client();
    client.open("team.yaml", None);
    let goal = "kind: objective\nid: team\ntitle: Two ovens\nlevel: team\nperiod: 2026-Q4\n";
    let mut offered = |rest: &str| completed(&mut client, "team.yaml", &format!("{goal}{rest}"));
    let parents = ["queue: Nobody waits for bread", "mission: Bread", "wait: Cut the wait from 10 to 5 minutes"];
    assert_eq!(
        offered("supports: [|")[..3].iter().map(String::as_str).collect::<std::collections::BTreeSet<_>>(),
        parents.into()
    );
    assert_eq!(
        offered("supports:\n  - bre|"),
        ["mission: Bread", "queue: Nobody waits for bread"],
        "words of titles too"
    );
    assert_eq!(offered("supports:\n  - goal: que|"), ["queue: Nobody waits for bread"]);
    assert!(offered("supports:\n  - goal: queue\n    |").contains(&"weight".to_owned()));
    assert_eq!(offered("owner: |"), ["tom: Tom Baker"], "who left is not offered");
    assert_eq!(offered("team: b|"), ["bakery: The bakery"]);
    assert_eq!(offered("log:\n  - {to: [|")[..2], ["tom: Tom Baker", "bakery: The bakery"]);
    assert_eq!(offered("state: |"), ["draft", "active", "achieved", "missed", "dropped"]);
    assert_eq!(offered("deadline: |"), ["2026-11-21"]);
    let fields = offered("|");
    assert!(fields.contains(&"priority".to_owned()) && !fields.contains(&"title".to_owned()), "{fields:?}");
    assert!(!fields.contains(&"measures".to_owned()), "an objective has none");
    client.change("team.yaml", "kind: objective\nid: team\n");
    let mut offered = |rest: &str| completed(&mut client, "team.yaml", &format!("kind: objective\nid: team\n{rest}"));
    assert_eq!(offered("period: |")[..3], ["2026-Q4", "2027-Q1", "2026"]);
    assert_eq!(offered("level: |"), ["company", "team"]);
    assert_eq!(offered("area: |"), ["Delivery"]);
    assert_eq!(offered("title: |"), Vec::<String>::new());
    assert_eq!(offered("# supports: [|"), Vec::<String>::new());
    client.open("goalpost.yaml", None);
    assert_eq!(completed(&mut client, "goalpost.yaml", "rules:\n  orphan-|"), ["orphan-goal"]);
    client.change(
        "goalpost.yaml",
        "sources:\n  till: {command: [till, \"{query}\"]}\n  metrics: {prometheus: \"https://p.example\"}\n",
    );
    let mut asked = |rest: &str| completed(&mut client, "team.yaml", &format!("kind: key_result\nid: team\n{rest}"));
    let sources = ["metrics: https://p.example", "till: till {query}"];
    assert_eq!(asked("metric:\n  from: {source: |"), sources);
    assert_eq!(asked("metric:\n  from:\n    source: ti|"), sources[1..]);
    assert_eq!(asked("milestones:\n  - {title: x, done: {source: |"), sources);
    assert_eq!(completed(&mut client, "goalpost.yaml", "rules:\n  orphan-goal: |"), ["off", "warn", "error"]);
    client.open("org.yaml", None);
    assert_eq!(
        completed(&mut client, "org.yaml", "people:\n  - {id: tom}\nteams:\n  - id: x\n    lead: |"),
        ["tom: tom"]
    );
}

#[test]
fn a_completion_replaces_the_word_and_is_valid_yaml() {
    let (_root, mut client) = client();
    let text = "kind: objective\nid: team\nsupports: [que]\nper\n";
    client.open("team.yaml", Some(text));
    let first = |client: &mut LanguageClient, needle: &str, into: usize| {
        let params = client.place("team.yaml", text, needle, into);
        client.ask("textDocument/completion", &params)["items"][0].clone()
    };
    let id = first(&mut client, "que]", 1);
    let range = json!({"start": {"line": 2, "character": 11}, "end": {"line": 2, "character": 14}});
    assert_eq!(id["textEdit"], json!({"range": range, "newText": "queue"}));
    let field = first(&mut client, "per\n", 3);
    assert_eq!(field["textEdit"]["newText"], "period: ");
    assert!(field["documentation"]["value"].as_str().is_some_and(|about| about.contains("quarter")), "{field}");
}

#[test]
fn fixes_are_those_of_check() {
    let (root, mut client) = client();
    let text = "kind: objective\nid: team\ntitle: Two ovens  # big\nonwer: tom\nsupports: [queue]\n";
    std::fs::write(root.path().join("team.yaml"), text).expect("written");
    client.touch(&[("team.yaml", 2)]);
    client.open("team.yaml", None);
    let found = client.wait_for_rule("team.yaml", "unknown-field");
    let misspelt = found.iter().find(|it| it["code"] == "unknown-field").expect("it").clone();
    let params = |range: &Value, only: Option<&str>| {
        let context = only.map_or(json!({"diagnostics": []}), |only| json!({"diagnostics": [], "only": [only]}));
        json!({"textDocument": {"uri": client.uri("team.yaml")}, "range": range, "context": context})
    };
    let (here, all) = (params(&misspelt["range"], Some("quickfix")), params(&misspelt["range"], Some("source.fixAll")));
    let actions = client.ask("textDocument/codeAction", &here);
    let action = &actions[0];
    assert_eq!(actions.as_array().map(Vec::len), Some(1), "{actions}");
    assert_eq!(action["diagnostics"][0], misspelt);
    let all = client.ask("textDocument/codeAction", &all);
    let changed = |action: &Value| {
        let change = &action["edit"]["documentChanges"][0];
        assert_eq!(change["textDocument"], json!({"uri": client.uri("team.yaml"), "version": 1}));
        applied(text, &change["edits"])
    };
    assert_eq!(changed(action), text.replace("onwer", "owner"));
    let _ = goalpost(root.path(), &["check", "--fix"]);
    assert_eq!(changed(&all[0]), client.on_disk("team.yaml"), "all of a file, as `check --fix` does it");
    assert_eq!(all[0]["kind"], "source.fixAll.goalpost");
}

/// A text after edits of the protocol; texts here are ASCII.
fn applied(text: &str, edits: &Value) -> String {
    let offset = |at: &Value| {
        let line = usize::try_from(at["line"].as_u64().expect("a line")).expect("small");
        let character = usize::try_from(at["character"].as_u64().expect("a character")).expect("small");
        text.split_inclusive('\n').take(line).map(str::len).sum::<usize>() + character
    };
    let mut edits: Vec<&Value> = edits.as_array().expect("edits").iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(offset(&edit["range"]["start"])));
    let mut text = text.to_owned();
    for edit in edits {
        let range = offset(&edit["range"]["start"])..offset(&edit["range"]["end"]);
        text.replace_range(range, edit["newText"].as_str().expect("a text"));
    }
    text
}

#[test]
fn a_rename_reaches_every_file() {
    let (root, mut client) = client();
    let text = client.on_disk("wait.yaml");
    let prepared = client.ask_at("textDocument/prepareRename", "wait.yaml", &text, "queue", 2);
    assert_eq!(prepared["placeholder"], "queue");
    let nothing = client.ask_at("textDocument/prepareRename", "wait.yaml", &text, "tom", 2);
    assert_eq!(nothing, Value::Null);
    let mut params = client.place("wait.yaml", &text, "queue", 2);
    for (bad, why) in [("Not An Id", "for example `not-an-id`"), ("team", "already used by team.yaml")] {
        params["newName"] = json!(bad);
        let answer = client.try_ask("textDocument/rename", &params);
        let message = answer["error"]["message"].as_str().unwrap_or_default();
        assert!(message.contains(why), "{answer}");
    }
    params["newName"] = json!("no-queue");
    let edit = client.ask("textDocument/rename", &params);
    let mut renamed = Vec::new();
    for change in edit["documentChanges"].as_array().expect("changes") {
        let uri = change["textDocument"]["uri"].as_str().expect("an address");
        let path = uri.rsplit('/').next().expect("a name").to_owned();
        renamed.push((path.clone(), applied(&client.on_disk(&path), &change["edits"])));
    }
    assert_eq!(goalpost(root.path(), &["rename", "queue", "no-queue"]).code, 0);
    assert_eq!(renamed.len(), 3);
    for (path, text) in renamed {
        assert_eq!(text, client.on_disk(&path), "{path}");
    }
}

#[test]
fn goals_are_found_by_name_and_files_have_an_outline() {
    let (_root, mut client) = client();
    let mut names = |query: &str| {
        let found = client.ask("workspace/symbol", &json!({"query": query}));
        found
            .as_array()
            .expect("symbols")
            .iter()
            .map(|it| it["name"].as_str().expect("it").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names("bread"), ["mission", "queue"]);
    assert_eq!(names("WAIT minutes"), ["wait"]);
    assert_eq!(
        names("baker"),
        ["team", "bakery", "tom"].map(str::to_owned).iter().filter(|it| *it != "team").cloned().collect::<Vec<_>>()
    );
    let outline = client.ask("textDocument/documentSymbol", &json!({"textDocument": {"uri": client.uri("wait.yaml")}}));
    let outline = outline.as_array().expect("symbols");
    assert_eq!((&outline[1]["name"], &outline[1]["detail"]), (&json!("id"), &json!("wait")));
    let metric = outline.iter().find(|it| it["name"] == "metric").expect("the metric");
    assert_eq!(metric["children"][2]["name"], "baseline");
}

fn hints(client: &mut LanguageClient, path: &str) -> Vec<String> {
    let end = json!({"line": 99, "character": 0});
    let range = json!({"start": {"line": 0, "character": 0}, "end": end});
    let found =
        client.ask("textDocument/inlayHint", &json!({"textDocument": {"uri": client.uri(path)}, "range": range}));
    let told = |it: &Value| format!("{}: {}", it["position"]["line"], it["label"].as_str().expect("a label"));
    found.as_array().cloned().unwrap_or_default().iter().map(told).collect()
}

#[test]
fn numbers_stand_beside_the_text() {
    let (_root, mut client) = client();
    assert_eq!(hints(&mut client, "wait.yaml"), ["10: 40 % · at risk"]);
    client.open("wait.yaml", None);
    let text = client.on_disk("wait.yaml");
    client.change("wait.yaml", &text.replace("current: 8", "current: 5"));
    assert_eq!(hints(&mut client, "wait.yaml"), ["10: 100 % · reached early"]);
    let lens = client.ask("textDocument/codeLens", &json!({"textDocument": {"uri": client.uri("queue.yaml")}}));
    assert_eq!(lens[0]["command"]["title"], "served by 2 goals · 100 % · reached early");
    assert_eq!(lens[0]["command"]["arguments"], json!(["queue"]));
    let none = client.ask("textDocument/codeLens", &json!({"textDocument": {"uri": client.uri("wait.yaml")}}));
    assert_eq!(none, Value::Null);
}

#[test]
fn a_target_says_what_it_costs_while_it_is_moved() {
    let repo = Repo::new();
    for (path, text) in ROOT {
        let text = text.replace("current: 8", "current: 10").replace("2026-11-20", "2026-09-20");
        repo.write(path, &text);
    }
    repo.commit("tom", "2026-09-21T08:00:00Z", "Set the goals");
    let text = ROOT[4].1;
    repo.write("wait.yaml", text);
    repo.commit("tom", "2026-11-20T08:00:00Z", "Check in");
    let mut client = LanguageClient::start(repo.path());
    assert_eq!(hints(&mut client, "wait.yaml"), ["10: 40 % · at risk"]);
    client.open("wait.yaml", None);
    client.change("wait.yaml", &text.replace("target: 5", "target: 7"));
    assert_eq!(hints(&mut client, "wait.yaml"), ["10: 66 % · on track", "9: 40 % against the original"]);
    client.wait_for_rule("wait.yaml", "moved-target");
    client.change("wait.yaml", text);
    assert_eq!(hints(&mut client, "wait.yaml"), ["10: 40 % · at risk"]);
    // A commit beside the editor is seen with the next change.
    repo.write("wait.yaml", &text.replace("target: 5", "target: 7"));
    repo.commit("tom", "2026-11-21T08:00:00Z", "Move the target");
    client.change("wait.yaml", &text.replace("target: 5", "target: 7"));
    client.settle();
    assert_eq!(hints(&mut client, "wait.yaml"), ["10: 66 % · on track"], "it is moved, not being moved");
}

#[test]
fn the_line_of_sight_is_a_call_hierarchy() {
    let (_root, mut client) = client();
    let text = client.on_disk("team.yaml");
    let item = client.ask_at("textDocument/prepareCallHierarchy", "team.yaml", &text, "queue", 0)[0].clone();
    assert_eq!(item["name"], "Nobody waits for bread");
    let names = |calls: &Value, side: &str| {
        let of = |it: &Value| it[side]["name"].as_str().expect("a name").to_owned();
        calls.as_array().expect("calls").iter().map(of).collect::<std::collections::BTreeSet<_>>()
    };
    let up = client.ask("callHierarchy/outgoingCalls", &json!({"item": item}));
    assert_eq!(names(&up, "to"), ["Bread".to_owned()].into());
    let down = client.ask("callHierarchy/incomingCalls", &json!({"item": item}));
    let below = ["Cut the wait from 10 to 5 minutes", "Two ovens"].map(str::to_owned);
    assert_eq!(names(&down, "from"), below.into());
    assert!(
        down.as_array().expect("calls").iter().all(|it| it["fromRanges"].as_array().is_some_and(|all| all.len() == 1))
    );
    // Anywhere else in a file it is the goal of the file.
    let own = client.ask_at("textDocument/prepareCallHierarchy", "team.yaml", &text, "Two", 0);
    assert_eq!(own[0]["name"], "Two ovens");
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "kind: objective\nid: h\ntitle: \"<script>alert(1)</script> [x](command:y) \\e[31m @all\"\nsupports: [mission]\n";
    let root = folder(&[
        ROOT[2],
        ("goalpost.yaml", ""),
        ("h.yaml", hostile),
        ("c.yaml", "kind: objective\nid: c\ntitle: C\nsupports: [h]\n"),
    ]);
    let mut client = LanguageClient::start(root.path());
    let told = hovered(&mut client, "c.yaml", "[h]", 1);
    assert!(!told.contains("<script>") && !told.contains("](command:") && !told.contains('\u{1b}'), "{told}");
    let found = client.ask("workspace/symbol", &json!({"query": ""}));
    assert!(!found.to_string().contains("\\u001b"), "{found}");
}

#[test]
fn every_place_of_the_example_is_answered() {
    let root = northwind();
    let mut client = LanguageClient::start(&root);
    for path in ["goalpost.yaml", "org.yaml", "2026-Q3/payments/payout-time.yaml"] {
        let text = client.on_disk(path);
        for (line, words) in text.lines().enumerate() {
            for character in [0, words.chars().count() / 2, words.chars().count()] {
                for method in ["hover", "definition", "completion", "prepareRename", "prepareCallHierarchy"] {
                    let at = json!({"line": line, "character": character});
                    let params = json!({"textDocument": {"uri": client.uri(path)}, "position": at});
                    let _ = client.ask(&format!("textDocument/{method}"), &params);
                }
            }
        }
    }
    assert_eq!(client.end(), Some(0));
}

/// What a completion offers is written into a file that everybody reads.
#[test]
fn an_open_file_is_offered_and_told_nothing_of_private_goals() {
    let open = "kind: objective\nid: team\ntitle: Two ovens\nperiod: 2026-Q4\nsupports: [mission]\n";
    let private = "kind: objective\nid: grow\ntitle: Grow into the lead\nperiod: 2026-H2\nlabels: [talk]\n\
                   skills: [leading]\nsupports: [team, mission]\n";
    let root = folder(&[
        ("okrs/goalpost.yaml", "include: [../people]\n"),
        ("okrs/mission.yaml", "kind: mission\nid: mission\ntitle: Bread\nstatement: Good bread for all.\n"),
        ("okrs/team.yaml", open),
        ("people/goalpost.yaml", "within: ../okrs\n"),
        ("people/grow.yaml", private),
    ]);
    let mut client = LanguageClient::start(&root.path().join("okrs"));
    client.open("team.yaml", None);
    let start = "kind: objective\nid: team\ntitle: Two ovens\n";
    for rest in ["supports: [|", "supports:\n  - gro|", "labels: [|", "skills: [|", "period: |"] {
        let offered = completed(&mut client, "team.yaml", &format!("{start}{rest}")).join("\n");
        let leaks = ["grow", "talk", "leading", "2026-H2"].iter().any(|it| offered.to_lowercase().contains(it));
        assert!(!leaks, "{rest}: {offered}");
    }
    client.change("team.yaml", open);
    let of_file = json!({"textDocument": {"uri": client.uri("team.yaml")}});
    let lens = client.ask("textDocument/codeLens", &of_file)[0]["command"]["title"].to_string();
    assert!(lens.contains("nothing serves it yet"), "{lens}");
    let told = hovered(&mut client, "team.yaml", "mission", 1);
    assert!(told.contains("Two ovens") && !told.contains("Grow"), "{told}");
    // A private file may name the goals of both.
    client.open("../people/grow.yaml", None);
    let text = "kind: objective\nid: other\ntitle: Learn\nsupports: [|";
    let offered = completed(&mut client, "../people/grow.yaml", text).join(" ");
    assert!(offered.contains("team"), "{offered}");
}
