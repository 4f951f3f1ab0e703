//! How long an editor waits, at 1,000 and 10,000 goals: from an edit to its diagnostics, and for completions.

mod company;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use criterion::{BenchmarkId, Criterion};
use serde_json::{Value, json};

/// A real server with its pipes.
struct Server {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    version: i64,
}

impl Server {
    fn start(folder: &std::path::Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_goalpost"))
            .args(["--today", "2026-11-21", "lsp"])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server runs");
        let input = child.stdin.take().expect("a pipe");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut server = Self { child, input, output, version: 1 };
        let root = format!("file://{}", folder.canonicalize().expect("a folder").display());
        server.send(&json!({"id": 1, "method": "initialize", "params": {"rootUri": root, "capabilities": {}}}));
        server.wait(|message| message["id"] == 1);
        server.send(&json!({"method": "initialized", "params": {}}));
        server.send(&json!({"id": 2, "method": "workspace/executeCommand", "params": {"command": "goalpost.check"}}));
        server.wait(|message| message["id"] == 2);
        server
    }

    fn send(&mut self, message: &Value) {
        let mut message = message.clone();
        message["jsonrpc"] = "2.0".into();
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server reads");
    }

    fn wait(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let mut length = 0;
            loop {
                let mut line = String::new();
                self.output.read_line(&mut line).expect("the server writes");
                match line.trim_end().strip_prefix("Content-Length: ") {
                    Some(number) => length = number.parse().expect("a number"),
                    None if line.trim_end().is_empty() => break,
                    None => {}
                }
            }
            let mut body = vec![0; length];
            self.output.read_exact(&mut body).expect("the server writes");
            let message: Value = serde_json::from_slice(&body).expect("JSON");
            if is_it(&message) {
                return message;
            }
        }
    }

    fn change(&mut self, uri: &str, text: &str) {
        self.version += 1;
        let document = json!({"uri": uri, "version": self.version});
        let params = json!({"textDocument": document, "contentChanges": [{"text": text}]});
        self.send(&json!({"method": "textDocument/didChange", "params": params}));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn editor(criterion: &mut Criterion) {
    for size in [1_000, 10_000] {
        let folder = tempfile::tempdir().expect("a folder");
        let files = company::company(size);
        for (path, text) in &files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let (path, text) = files.iter().find(|(_, text)| text.contains("measures: ")).expect("a key result");
        let measured = text.lines().find(|line| line.starts_with("measures: ")).expect("a line");
        let broken = text.replace(measured, "measures: nothing-of-this-name");
        let path = folder.path().canonicalize().expect("a folder").join(path);
        let uri = format!("file://{}", path.display());
        let mut server = Server::start(folder.path());
        let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
        server.send(&json!({"method": "textDocument/didOpen", "params": {"textDocument": document}}));

        let mut group = criterion.benchmark_group("editor");
        group.sample_size(20);
        let mut is_broken = false;
        group.bench_function(BenchmarkId::new("edit to diagnostics", size), |bencher| {
            bencher.iter(|| {
                is_broken = !is_broken;
                server.change(&uri, if is_broken { &broken } else { text });
                server.wait(|message| {
                    let params = &message["params"];
                    params["uri"] == uri && (params["diagnostics"].to_string().contains("dangling-link")) == is_broken
                })
            });
        });
        // A title is compared with those of all other goals.
        let title = text.lines().find(|line| line.starts_with("title: ")).expect("a line");
        let mut version = 0;
        group.bench_function(BenchmarkId::new("edit of a title to diagnostics", size), |bencher| {
            bencher.iter(|| {
                is_broken = !is_broken;
                version += 1;
                let text = if is_broken { &broken } else { text };
                server.change(&uri, &text.replace(title, &format!("{title} {version}")));
                server.wait(|message| {
                    let params = &message["params"];
                    params["uri"] == uri && (params["diagnostics"].to_string().contains("dangling-link")) == is_broken
                })
            });
        });
        server.change(&uri, &text.replace(measured, "measures: o"));
        let line = text.lines().position(|line| line == measured).expect("a line");
        let params =
            json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": "measures: o".len()}});
        let mut id = 10;
        group.bench_function(BenchmarkId::new("completion", size), |bencher| {
            bencher.iter(|| {
                id += 1;
                server.send(&json!({"id": id, "method": "textDocument/completion", "params": params}));
                server.wait(|message| message["id"] == id)
            });
        });
        group.finish();
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    editor(&mut criterion);
    criterion.final_summary();
}
