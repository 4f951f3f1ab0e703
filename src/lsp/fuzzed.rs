//! A language server that made-up messages are sent to, for the fuzz targets: whatever they are, it answers every
//! request and ends when it is told to.

use std::path::Path;
use std::thread;
use std::time::Duration;

use lsp_server::{Connection, Message, Notification, Request};
use serde_json::{Value, json};

use super::root::Today;
use super::server::{ServerOptions, serve_on};

/// How long the server may think about all messages.
const PATIENCE: Duration = Duration::from_mins(1);

/// Sends messages, one JSON value a line, to a server of some goals, and then tells it to end. `today` is its day.
///
/// # Panics
/// The server panics, or does not end.
pub fn send(root: &Path, lines: &[u8], today: Today) {
    let (server, client) = Connection::memory();
    let options = ServerOptions { root: Some(root.to_path_buf()), allowed: Vec::new(), today };
    let running = thread::spawn(move || serve_on(&server, options).is_ok());
    let ask = |id: i32, method: &str, params: Value| {
        let request = Request { id: id.into(), method: method.to_owned(), params };
        client.sender.send(Message::Request(request)).is_ok()
    };
    let tell = |method: &str, params: Value| {
        let notification = Notification { method: method.to_owned(), params };
        client.sender.send(Message::Notification(notification)).is_ok()
    };
    ask(-1, "initialize", json!({"capabilities": {}}));
    tell("initialized", json!({}));
    for line in lines.split(|byte| *byte == b'\n') {
        let Ok(message) = serde_json::from_slice::<Message>(line) else { continue };
        let ends = matches!(&message, Message::Notification(it) if it.method == "exit");
        if ends || client.sender.send(message).is_err() {
            break;
        }
    }
    ask(-2, "shutdown", Value::Null);
    tell("exit", Value::Null);
    // Until the server is gone.
    while client.receiver.recv_timeout(PATIENCE).is_ok() {}
    drop(client);
    assert!(running.join().expect("the server does not panic"), "the server ends as it is told");
}
