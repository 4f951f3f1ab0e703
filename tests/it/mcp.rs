//! `goalpost mcp`, spoken to as clients speak: versions, every tool, and what is refused.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::support::clients::python_with;
use crate::support::files::contents;
use crate::support::program::{folder, northwind, project, says};
use crate::support::repository::Repo;

/// Sends lines to a server in a folder, and gives its answers.
fn talk(folder: &Path, args: &[&str], lines: &[String]) -> Vec<Value> {
    let mut server = Command::new(env!("CARGO_BIN_EXE_goalpost"))
        .args(["mcp"])
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("GOALPOST_TODAY", "2026-11-21")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut input = server.stdin.take().expect("its input");
    input.write_all((lines.join("\n") + "\n").as_bytes()).expect("sent");
    drop(input);
    let output = server.wait_with_output().expect("it ends with its input");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("each line is a message")).collect()
}

fn request(id: u32, method: &str, params: &Value) -> String {
    json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string()
}

fn call(name: &str, arguments: &Value) -> String {
    request(1, "tools/call", &json!({"name": name, "arguments": arguments}))
}

/// What a tool answers in a folder.
fn answer(folder: &Path, args: &[&str], name: &str, arguments: &Value) -> Value {
    talk(folder, args, &[call(name, arguments)]).remove(0)["result"].take()
}

fn goals() -> tempfile::TempDir {
    let key_result = "kind: key_result\nid: k\ntitle: Cut the wait\nmeasures: o\nowner: ana\nmetric: {unit: min, baseline: 9, target: 3, \
                      current: 6, as_of: 2026-11-02}\n";
    folder(&[
        ("goalpost.yaml", ""),
        ("org.yaml", "people: [{id: ana}]\n"),
        ("m.yaml", "kind: mission\nid: m\ntitle: Good bread\nstatement: Bring warm bread.\n"),
        ("o.yaml", "kind: objective\nid: o\ntitle: Make guests smile\nowner: ana\nperiod: 2026-Q4\nsupports: [m]\n"),
        ("k.yaml", key_result),
    ])
}

#[test]
fn clients_of_each_version_are_answered() {
    let root = goals();
    let meta = |version: &str| json!({"_meta": {"io.modelcontextprotocol/protocolVersion": version, "io.modelcontextprotocol/clientCapabilities": {}}});
    let told = talk(
        root.path(),
        &[],
        &[
            request(
                1,
                "initialize",
                &json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x"}}),
            ),
            json!({"jsonrpc": "2.0", "method": "notifications/initialized"}).to_string(),
            request(2, "initialize", &json!({"protocolVersion": "2024-01-01"})),
            request(3, "server/discover", &meta("2026-07-28")),
            request(4, "tools/list", &meta("1999-01-01")),
            request(5, "ping", &json!({})),
        ],
    );
    assert_eq!(told.len(), 5, "a notification has no answer: {told:?}");
    assert_eq!(told[0]["result"]["protocolVersion"], "2025-06-18");
    assert_eq!(told[0]["result"]["serverInfo"]["name"], "goalpost");
    assert!(told[0]["result"]["instructions"].as_str().is_some_and(|text| text.contains("never move a goalpost")));
    assert_eq!(told[1]["result"]["protocolVersion"], "2025-11-25", "the latest that begins so");
    assert_eq!(told[2]["result"]["supportedVersions"], json!(["2026-07-28", "2025-11-25", "2025-06-18"]));
    assert_eq!(told[2]["result"]["resultType"], "complete");
    assert_eq!(
        (&told[3]["error"]["code"], &told[3]["error"]["data"]["requested"]),
        (&json!(-32022), &json!("1999-01-01"))
    );
    assert_eq!(told[4]["result"], json!({}));
}

#[test]
fn every_tool_is_described_and_answers() {
    let repo = Repo::new();
    let root = goals();
    for file in ["goalpost.yaml", "org.yaml", "m.yaml", "o.yaml", "k.yaml"] {
        repo.write(file, &std::fs::read_to_string(root.path().join(file)).expect("read"));
    }
    repo.commit("ana", "2026-10-01T08:00:00Z", "Set");
    let calls = [
        ("find", json!({"query": "SMILE guests"})),
        ("show", json!({"goal": "o"})),
        ("why", json!({"goal": "k", "down": false})),
        ("check", json!({})),
        ("diff", json!({"range": "HEAD"})),
        ("propose", json!({"kind": "objective", "title": "Bake rye", "owner": "ana", "supports": ["m"]})),
        ("checkin", json!({"goal": "k", "value": 5, "confidence": 0.6, "as_of": "2026-11-20"})),
    ];
    let list = talk(repo.path(), &[], &[request(1, "tools/list", &json!({}))]).remove(0);
    let tools = list["result"]["tools"].as_array().expect("tools");
    assert_eq!(
        tools.iter().map(|tool| tool["name"].as_str().expect("a name")).collect::<Vec<_>>(),
        calls.each_ref().map(|it| it.0)
    );
    let before = contents(repo.path());
    for ((name, arguments), tool) in calls.iter().zip(tools) {
        let schema = jsonschema::validator_for(&tool["inputSchema"]).expect("a schema");
        assert!(schema.is_valid(arguments), "{name}");
        let result = answer(repo.path(), &[], name, arguments);
        assert_eq!(result["isError"], false, "{name}: {result}");
        let text = result["content"][0]["text"].as_str().expect("a text");
        let value: Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(result["structuredContent"], value, "{name}");
        match *name {
            "find" => {
                assert_eq!((&value["found"], &value["goals"][0]["id"]), (&json!(1), &json!("o")));
                let goal = value["goals"][0].as_object().expect("a goal");
                assert!(
                    ["progress", "coverage", "counted", "standing"].iter().all(|it| goal.contains_key(*it)),
                    "{goal:?}"
                );
            }
            "show" => assert_eq!(value["goal"]["id"], "o"),
            "propose" => {
                assert!(value["diff"].as_str().is_some_and(|diff| diff.contains("+title: Bake rye")), "{value}");
            }
            "checkin" => assert_eq!(value["dry_run"], true),
            _ => {}
        }
    }
    assert_eq!(contents(repo.path()), before, "nothing is written");
}

/// The protocol's own client, once as clients of the older versions begin, and once as those of the newest.
#[test]
fn a_client_of_the_protocols_makers_lists_and_calls_every_tool() {
    let Some(python) = python_with("mcp", "client of the Model Context Protocol") else { return };
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("m.yaml", "kind: mission\nid: mission\ntitle: Bread\nstatement: Good bread for all.\n");
    repo.write(
        "q.yaml",
        "kind: objective\nid: queue\ntitle: Nobody waits in a queue\nperiod: 2026-Q4\nsupports: [mission]\n",
    );
    repo.write(
        "w.yaml",
        "kind: key_result\nid: wait\ntitle: Cut the wait\nmeasures: queue\nmetric: {unit: min, baseline: 10, target: 5, \
         current: 8, as_of: 2026-11-20}\n",
    );
    repo.commit("ana", "2026-10-01T08:00:00Z", "Set");
    let before = contents(repo.path());
    let output = Command::new(python)
        .arg(project("tests/clients/call_mcp.py"))
        .env("GOALPOST", env!("CARGO_BIN_EXE_goalpost"))
        .env("ROOT", repo.path())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .expect("the client runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    for (told, version) in told.as_array().expect("both").iter().zip(["2025-11-25", "2026-07-28"]) {
        assert_eq!((&told["server"], &told["version"]), (&json!("goalpost"), &json!(version)));
        let answers = told["answers"].as_array().expect("answers");
        for tool in told["tools"].as_array().expect("tools") {
            let answer = answers.iter().find(|answer| answer["tool"] == *tool).expect("every tool is called");
            assert_eq!(answer["error"], false, "{version} {tool}: {}", answer["text"]);
            assert!(answer["value"].is_object(), "{version} {tool}: {answer}");
        }
        let last = answers.last().expect("an answer");
        assert!(last["error"] == true && last["text"].as_str().is_some_and(|it| it.contains("did you mean `queue`?")));
    }
    assert_eq!(contents(repo.path()), before, "nothing is written");
}

#[test]
fn a_check_in_is_written_only_where_it_is_allowed() {
    let root = goals();
    let arguments = json!({"goal": "k", "value": 5, "as_of": "2026-11-20"});
    let page = || std::fs::read_to_string(root.path().join("k.yaml")).expect("read");
    let told = answer(root.path(), &[], "checkin", &arguments);
    assert!(page().contains("current: 6"), "{}", page());
    let note = told["content"].as_array().expect("content").last().expect("a note")["text"].clone();
    assert_eq!(note, "nothing was written: the server was started without --allow-writes");
    let told = answer(root.path(), &["--allow-writes"], "checkin", &arguments);
    assert_eq!(told["isError"], false, "{told}");
    assert!(page().contains("current: 5"), "{}", page());
}

#[test]
fn what_is_wrong_is_told_and_nothing_is_an_option() {
    let root = goals();
    let told = answer(root.path(), &[], "show", &json!({"goal": "nobody"}));
    assert_eq!(told["isError"], true);
    assert!(
        told["content"][0]["text"].as_str().is_some_and(|text| text.contains("there is no goal `nobody`")),
        "{told}"
    );
    // What a program names may not depend on which goals there are.
    for (tool, goal) in [("show", "K"), ("show", "k.yaml"), ("why", "Cut the wait"), ("why", "k.yaml")] {
        let told = answer(root.path(), &[], tool, &json!({"goal": goal}));
        assert_eq!(told["isError"], true, "{tool} {goal}: {told}");
        assert!(told["content"][0]["text"].as_str().is_some_and(|text| text.contains("did you mean `k`?")), "{told}");
    }
    for goal in ["--output=pwned", "--root=/", "-h"] {
        let told = answer(root.path(), &[], "show", &json!({"goal": goal}));
        assert_eq!(told["isError"], true, "{goal}: {told}");
    }
    assert!(!root.path().join("pwned").exists());
    let codes: Vec<Value> = talk(
        root.path(),
        &[],
        &[
            "{".to_owned(),
            "[]".to_owned(),
            request(1, "tools/run", &json!({})),
            call("remove", &json!({})),
            call("show", &json!({})),
            call("show", &json!({"goal": 7})),
            call("show", &json!({"goal": "o", "output": "x"})),
            call("propose", &json!({"title": "No kind"})),
        ],
    )
    .into_iter()
    .map(|answer| answer["error"]["code"].clone())
    .collect();
    assert_eq!(codes, [-32700, -32600, -32601, -32602, -32602, -32602, -32602, -32602].map(Value::from));
}

/// An agent runs what it is told in the folder in which the server was started.
#[test]
fn commands_name_the_root_that_the_server_was_given() {
    let root = goals();
    let (above, name) = (root.path().parent().expect("a folder"), root.path().file_name().expect("a name"));
    let name = name.to_str().expect("UTF-8");
    let told = |tool: &str, arguments: &Value| {
        answer(above, &["--root", name], tool, arguments)["content"][0]["text"].as_str().expect("a text").to_owned()
    };
    let unknown = told("show", &json!({"goal": "nobody"}));
    assert!(unknown.contains(&format!("goalpost --root {name} rollup")), "{unknown}");
    let found = told("check", &json!({}));
    assert!(found.contains(&format!("goalpost --root {name} ")) && !found.contains("goalpost checkin"), "{found}");
}

#[test]
fn the_instructions_are_a_page_and_a_skill() {
    let page = says(&northwind(), &["instructions"]);
    let words = page.split_whitespace().count();
    assert!((300..=1_500).contains(&words), "{words} words");
    assert!(page.starts_with("# For agents\n"), "{page}");
    let skill = says(&northwind(), &["instructions", "--skill"]);
    assert!(skill.starts_with("---\nname: goalpost\ndescription: ") && skill.ends_with(&page), "{skill}");
    let front: serde_yaml::Value =
        serde_yaml::from_str(skill.split("---\n").nth(1).expect("front matter")).expect("YAML");
    assert!(front["description"].as_str().is_some_and(|text| text.len() <= 1_024));
}
