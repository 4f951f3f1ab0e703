//! The protocol itself: start and end, cancelled and unknown requests, hostile messages.

use serde_json::{Value, json};

use crate::support::language_client::LanguageClient;
use crate::support::program::{folder, goalpost};

const GOAL: (&str, &str) = ("a.yaml", "kind: objective\nid: a\ntitle: T\n");

#[test]
fn the_server_ends_as_it_should() {
    let root = folder(&[("goalpost.yaml", ""), GOAL]);
    assert_eq!(LanguageClient::start(root.path()).end(), Some(0));
    assert_eq!(LanguageClient::start(root.path()).hang_up(), Some(0), "an editor that crashed leaves no server behind");
    let mut rude = LanguageClient::start(root.path());
    rude.tell("exit", &Value::Null);
    assert_eq!(rude.hang_up(), Some(2), "`exit` without `shutdown` is an error by the protocol");
    let refused = goalpost(root.path(), &["--at", "HEAD", "lsp"]);
    assert_eq!((refused.code, refused.stderr.contains("--at")), (2, true), "{}", refused.stderr);
}

#[test]
fn every_request_is_answered_once() {
    let root = folder(&[("goalpost.yaml", ""), GOAL]);
    let mut client = LanguageClient::start(root.path());
    let params = json!({"textDocument": {"uri": client.uri("a.yaml")}, "position": {"line": 1, "character": 5}});
    let ids: Vec<i64> = (0..40).map(|_| client.send_request("textDocument/hover", &params)).collect();
    for id in &ids {
        client.tell("$/cancelRequest", &json!({"id": id}));
    }
    for id in &ids {
        let answer = client.answer_of(*id);
        assert!(answer.get("result").is_some() || answer["error"]["code"] == -32800, "{answer}");
    }
    // A request that was answered, or was never made, is cancelled in vain.
    client.tell("$/cancelRequest", &json!({"id": ids[0]}));
    client.tell("$/cancelRequest", &json!({"id": "none"}));
    let unknown = client.try_ask("textDocument/nothing", &params);
    assert_eq!(unknown["error"]["code"], -32601, "{unknown}");
    let wrong = client.try_ask("textDocument/hover", &json!({"textDocument": {"uri": client.uri("a.yaml")}}));
    assert_eq!(wrong["error"]["code"], -32602, "{wrong}");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn what_is_no_message_of_the_protocol_changes_nothing() {
    let root = folder(&[("goalpost.yaml", ""), GOAL]);
    let mut client = LanguageClient::start(root.path());
    for (method, params) in [
        (
            "textDocument/didChange",
            json!({"textDocument": {"uri": "file:///nowhere", "version": 1}, "contentChanges": []}),
        ),
        ("textDocument/didChange", json!([])),
        (
            "textDocument/didOpen",
            json!({"textDocument": {"uri": "untitled:a", "languageId": "", "version": 1, "text": ""}}),
        ),
        ("textDocument/didOpen", json!({"textDocument": {"uri": "%", "languageId": "", "version": 1, "text": ""}})),
        ("workspace/didChangeWatchedFiles", json!({"changes": [{"uri": "x:y", "type": 9}]})),
        ("$/somethingNew", json!(null)),
    ] {
        client.tell(method, &params);
    }
    client.open("a.yaml", None);
    let far = json!({"line": 4_000_000_000_u32, "character": 4_000_000_000_u32});
    let start = json!({"line": 0, "character": 0});
    client.change_by("a.yaml", &json!([{"range": {"start": far, "end": start}, "text": ""}]));
    client.settle();
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_root_that_cannot_be_read_is_read_when_it_can() {
    let root = folder(&[("goalpost.yaml", ""), GOAL]);
    let named = root.path().join("later");
    let at = named.to_string_lossy().into_owned();
    let mut client = LanguageClient::start_as(root.path(), &["lsp", "--root", &at], &json!({}));
    let params = json!({"textDocument": {"uri": client.uri("later/b.yaml")}, "position": {"line": 1, "character": 5}});
    assert_eq!(client.ask("textDocument/hover", &params), Value::Null);
    std::fs::create_dir_all(&named).expect("a folder");
    std::fs::write(named.join("goalpost.yaml"), "").expect("written");
    std::fs::write(named.join("b.yaml"), "kind: objective\nid: b\ntitle: T\nsupports: [nowhere]\n").expect("written");
    client.touch(&[("later/b.yaml", 1)]);
    client.wait_for_rule("later/b.yaml", "dangling-link");
}
