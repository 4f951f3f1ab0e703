//! The protocol's frames on standard input and output. What arrives in a whole frame and is no message is answered as
//! JSON-RPC asks, and the next one is read; a broken frame ends the reading, as nobody knows where the next one begins.

use std::io::{self, BufRead, Read as _, Write};
use std::thread::{self, JoinHandle};

use lsp_server::{Connection, ErrorCode, Message};
use serde_json::{Value, json};

/// The most bytes of a message. An editor sends whole files, which are read up to 64 MiB.
const MOST_BYTES: usize = 256 << 20;

/// The threads that read and write frames.
pub(super) struct FrameThreads {
    reader: JoinHandle<io::Result<()>>,
    writer: JoinHandle<io::Result<()>>,
}

impl FrameThreads {
    /// Waits until everything is read and written.
    pub(super) fn join(self) -> io::Result<()> {
        let ended = |thread: JoinHandle<io::Result<()>>| {
            thread.join().unwrap_or_else(|_| Err(io::Error::other("a thread of the pipes panicked")))
        };
        ended(self.reader)?;
        ended(self.writer)
    }
}

/// Connects standard input and output.
pub(super) fn connect() -> io::Result<(Connection, FrameThreads)> {
    let (server, client) = Connection::memory();
    let (messages, answers) = (client.sender, client.receiver);
    let writer = thread::Builder::new()
        .name("frames-out".to_owned())
        .spawn(move || answers.iter().try_for_each(|message| message.write(&mut io::stdout().lock())))?;
    let reader = thread::Builder::new().name("frames-in".to_owned()).spawn(move || {
        let mut input = io::stdin().lock();
        while let Some(body) = read_body(&mut input)? {
            match read_message(&body) {
                Ok(message) => {
                    let is_exit = matches!(&message, Message::Notification(it) if it.method == "exit");
                    // The server is gone, or asks for no more.
                    if messages.send(message).is_err() || is_exit {
                        break;
                    }
                }
                Err(refusal) => write_body(&mut io::stdout().lock(), &refusal)?,
            }
        }
        Ok(())
    })?;
    Ok((server, FrameThreads { reader, writer }))
}

/// Reads the body of a frame; none at the end of the input.
fn read_body(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let wrong = |what: String| io::Error::new(io::ErrorKind::InvalidData, what);
    let mut length = None;
    loop {
        let mut line = Vec::new();
        // A header has a few words: a line without an end is none.
        if input.by_ref().take(1024).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line).into_owned();
        let Some(header) = line.strip_suffix("\r\n") else { return Err(wrong(format!("malformed header {line:?}"))) };
        if header.is_empty() {
            break;
        }
        let Some((name, value)) = header.split_once(':') else {
            return Err(wrong(format!("malformed header {header:?}")));
        };
        if name.eq_ignore_ascii_case("Content-Length") {
            let bytes = value.trim().parse().ok().filter(|bytes| *bytes <= MOST_BYTES);
            length = Some(bytes.ok_or_else(|| wrong(format!("malformed header {header:?}")))?);
        }
    }
    let length = length.ok_or_else(|| wrong("a frame without Content-Length".to_owned()))?;
    let mut body = vec![0; length];
    input.read_exact(&mut body)?;
    Ok(Some(body))
}

/// Reads a message, or returns the answer to what is none.
fn read_message(body: &[u8]) -> Result<Message, Value> {
    let refuse = |id: Value, code: ErrorCode, message: String| json!({"jsonrpc": "2.0", "id": id, "error": {"code": code as i32, "message": message}});
    let value: Value = serde_json::from_slice(body)
        .map_err(|error| refuse(Value::Null, ErrorCode::ParseError, format!("not JSON: {error}")))?;
    let id = value.get("id").cloned().filter(|id| id.is_string() || id.is_i64()).unwrap_or(Value::Null);
    serde_json::from_value(value).map_err(|_| refuse(id, ErrorCode::InvalidRequest, "not a message".to_owned()))
}

fn write_body(output: &mut impl Write, value: &Value) -> io::Result<()> {
    let text = value.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_message_is_answered_and_the_next_one_is_read() {
        let mut input = io::Cursor::new(b"Content-Length: 9\r\n\r\nnot json!content-length: 36\r\nX: y\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}   Content-Length: x\r\n".to_vec());
        let first = read_body(&mut input).expect("a frame").expect("one");
        let refusal = read_message(&first).expect_err("no message");
        assert_eq!((&refusal["id"], &refusal["error"]["code"]), (&Value::Null, &json!(-32700)));
        let next = read_body(&mut input).expect("a frame").expect("another");
        assert!(matches!(read_message(&next), Ok(Message::Notification(it)) if it.method == "exit"));
        assert!(read_body(&mut input).is_err(), "a broken frame");
        assert!(read_body(&mut io::Cursor::new(Vec::new())).expect("the end").is_none());
        let odd = read_message(b"{\"jsonrpc\":\"2.0\",\"id\":7}").expect_err("no message");
        assert_eq!((&odd["id"], &odd["error"]["code"]), (&json!(7), &json!(-32600)));
    }
}
