//! A small client of the language server: real messages over the pipes of a real process.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// How long a test waits for a message that must come; no test judges how fast it came.
const PATIENCE: Duration = Duration::from_mins(2);

/// A running language server with the texts that it was sent.
pub(crate) struct LanguageClient {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    folder: PathBuf,
    last_id: i64,
    versions: BTreeMap<String, i64>,
    /// What the server said it can do.
    pub(crate) capabilities: Value,
    /// The diagnostics of each address, as they were last published.
    pub(crate) published: BTreeMap<String, Value>,
    /// Requests and other notifications of the server.
    pub(crate) others: Vec<Value>,
    /// Answers that nobody has waited for yet.
    answers: BTreeMap<i64, Value>,
}

impl LanguageClient {
    /// Starts the server for a folder, with a client that can do everything.
    pub(crate) fn start(folder: &Path) -> Self {
        Self::start_as(
            folder,
            &["lsp"],
            &json!({
                "general": {"positionEncodings": ["utf-8", "utf-16"]},
                "workspace": {
                    "didChangeWatchedFiles": {"dynamicRegistration": true},
                    "workspaceEdit": {"documentChanges": true},
                    "textDocumentContent": {"dynamicRegistration": false},
                },
                "textDocument": {"completion": {"completionItem": {"snippetSupport": true}}},
            }),
        )
    }

    /// Starts the server with arguments, for a client that can do this and no more.
    pub(crate) fn start_as(folder: &Path, args: &[&str], capabilities: &Value) -> Self {
        let folder = folder.canonicalize().expect("a folder");
        let mut child = Command::new(env!("CARGO_BIN_EXE_goalpost"))
            .args(args)
            .current_dir(&folder)
            .env_clear()
            .env("GOALPOST_TODAY", "2026-11-21")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        let (send, messages) = channel();
        thread::spawn(move || read_all(output, |message| send.send(message).is_ok()));
        let input = child.stdin.take();
        let mut client = Self {
            child,
            input,
            messages,
            folder: folder.clone(),
            last_id: 0,
            versions: BTreeMap::new(),
            capabilities: Value::Null,
            published: BTreeMap::new(),
            others: Vec::new(),
            answers: BTreeMap::new(),
        };
        let uri = client.uri("");
        let folders = json!([{"uri": uri, "name": "goals"}]);
        let params =
            json!({"processId": null, "rootUri": uri, "workspaceFolders": folders, "capabilities": capabilities});
        let answer = client.ask("initialize", &params);
        client.capabilities = answer["capabilities"].clone();
        client.tell("initialized", &json!({}));
        client
    }

    /// The address of a file.
    pub(crate) fn uri(&self, path: &str) -> String {
        let path = if path.is_empty() { self.folder.clone() } else { self.folder.join(path) };
        format!("file://{}", path.display())
    }

    /// The text of a file on disk.
    pub(crate) fn on_disk(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.join(path)).expect("a file")
    }

    /// Opens a file, with its text on disk if none is given.
    pub(crate) fn open(&mut self, path: &str, text: Option<&str>) {
        let text = text.map_or_else(|| self.on_disk(path), str::to_owned);
        let uri = self.uri(path);
        self.versions.insert(uri.clone(), 1);
        let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
        self.tell("textDocument/didOpen", &json!({"textDocument": document}));
    }

    /// Replaces the whole text of an open file.
    pub(crate) fn change(&mut self, path: &str, text: &str) {
        self.change_by(path, &json!([{"text": text}]));
    }

    /// Changes parts of an open file.
    pub(crate) fn change_by(&mut self, path: &str, changes: &Value) {
        let uri = self.uri(path);
        let version = self.versions.get_mut(&uri).expect("an open file");
        *version += 1;
        let document = json!({"uri": uri, "version": *version});
        self.tell("textDocument/didChange", &json!({"textDocument": document, "contentChanges": changes}));
    }

    /// Closes a file.
    pub(crate) fn close(&mut self, path: &str) {
        let uri = self.uri(path);
        self.tell("textDocument/didClose", &json!({"textDocument": {"uri": uri}}));
    }

    /// Tells of files that somebody else created (1), changed (2) or deleted (3).
    pub(crate) fn touch(&mut self, files: &[(&str, u8)]) {
        let changes: Vec<Value> =
            files.iter().map(|(path, kind)| json!({"uri": self.uri(path), "type": kind})).collect();
        self.tell("workspace/didChangeWatchedFiles", &json!({"changes": changes}));
    }

    /// Sends a notification.
    pub(crate) fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request and returns its id.
    pub(crate) fn send_request(&mut self, method: &str, params: &Value) -> i64 {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        id
    }

    /// Sends a request, waits for its answer and returns the result.
    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> Value {
        let answer = self.try_ask(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Sends a request, waits for its answer and returns all of it.
    pub(crate) fn try_ask(&mut self, method: &str, params: &Value) -> Value {
        let id = self.send_request(method, params);
        self.answer_of(id)
    }

    /// Asks about a place in a file: the line and character of the first `needle`, `into` characters into it.
    pub(crate) fn ask_at(&mut self, method: &str, path: &str, text: &str, needle: &str, into: usize) -> Value {
        let params = self.place(path, text, needle, into);
        self.ask(method, &params)
    }

    /// The parameters of a request about the place of the first `needle` in a text, `into` bytes into it.
    pub(crate) fn place(&self, path: &str, text: &str, needle: &str, into: usize) -> Value {
        let offset = text.find(needle).unwrap_or_else(|| panic!("`{needle}` in {text}")) + into;
        let line = text[..offset].matches('\n').count();
        let character = offset - text[..offset].rfind('\n').map_or(0, |at| at + 1);
        json!({"textDocument": {"uri": self.uri(path)}, "position": {"line": line, "character": character}})
    }

    /// Waits for the answer to a request.
    pub(crate) fn answer_of(&mut self, id: i64) -> Value {
        loop {
            if let Some(answer) = self.answers.remove(&id) {
                return answer;
            }
            let message = self.receive();
            self.take(message);
        }
    }

    /// Waits until the diagnostics of a file are as wanted, and returns them.
    pub(crate) fn wait_for(&mut self, path: &str, is_wanted: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let uri = self.uri(path);
        loop {
            let now = self.published.get(&uri).and_then(Value::as_array).cloned();
            if let Some(now) = now.filter(|now| is_wanted(now)) {
                return now;
            }
            let message = self.receive();
            self.take(message);
        }
    }

    /// Waits until a file has a diagnostic of a rule, and returns all of the file.
    pub(crate) fn wait_for_rule(&mut self, path: &str, rule: &str) -> Vec<Value> {
        self.wait_for(path, |now| now.iter().any(|it| it["code"] == rule))
    }

    /// Waits until the server has taken everything that it was sent, and has published what came of it.
    pub(crate) fn settle(&mut self) {
        let uri = self.uri("goalpost.yaml");
        let _ = self.ask("workspace/executeCommand", &json!({"command": "goalpost.check", "arguments": [uri]}));
    }

    /// Ends the server as the protocol wants it, and returns its exit code.
    pub(crate) fn end(mut self) -> Option<i32> {
        let _ = self.ask("shutdown", &Value::Null);
        self.tell("exit", &Value::Null);
        self.wait()
    }

    /// Closes the server's input, and returns its exit code.
    pub(crate) fn hang_up(mut self) -> Option<i32> {
        self.wait()
    }

    /// Sends bytes as they are.
    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("a pipe");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    /// The id of the server's process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    fn wait(&mut self) -> Option<i32> {
        drop(self.input.take());
        while self.messages.recv_timeout(PATIENCE).is_ok() {}
        self.child.wait().expect("the server ends").code()
    }

    fn take(&mut self, message: Value) {
        if message["method"] == "textDocument/publishDiagnostics" {
            let uri = message["params"]["uri"].as_str().expect("an address").to_owned();
            self.published.insert(uri, message["params"]["diagnostics"].clone());
            return;
        }
        if message.get("method").is_none() {
            let id = message["id"].as_i64().expect("the id of a request");
            assert!(self.answers.insert(id, message).is_none(), "an answer came twice");
            return;
        }
        if message.get("id").is_some() {
            self.send(&json!({"jsonrpc": "2.0", "id": message["id"], "result": null}));
        }
        self.others.push(message);
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.send_raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    fn receive(&mut self) -> Value {
        self.messages
            .recv_timeout(PATIENCE)
            .unwrap_or_else(|_| panic!("the server said nothing more: {:?}", self.others))
    }
}

impl Drop for LanguageClient {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads messages until the server closes its output.
fn read_all(mut output: impl BufRead, mut take: impl FnMut(Value) -> bool) {
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if output.read_line(&mut line).unwrap_or(0) == 0 {
                return;
            }
            match line.trim_end().split_once(": ") {
                Some(("Content-Length", number)) => length = number.parse().expect("a number"),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        if output.read_exact(&mut body).is_err() || !take(serde_json::from_slice(&body).expect("JSON")) {
            return;
        }
    }
}
