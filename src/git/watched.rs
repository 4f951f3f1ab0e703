//! Runs a git command that can be interrupted. It may wait for a hook or a passphrase, so it has no time limit.

use std::io::{self, Read, Write as _};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

/// The interval at which the command's end and `stop` are polled.
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// How long the rest of the output is awaited after the command's end. A background process that a hook started can keep
/// the pipe open.
const OUTPUT_TIMEOUT: Duration = Duration::from_millis(200);

/// Runs a command with a text as standard input until it ends. It is terminated once `stop` returns true.
pub(super) fn run_until(command: &mut Command, input: &str, stop: &dyn Fn() -> bool) -> io::Result<Output> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (stdout, stderr) = (PipeReader::new(child.stdout.take()), PipeReader::new(child.stderr.take()));
    if let Some(mut stdin) = child.stdin.take() {
        // Git may end before it has read everything; its output and exit code then say why.
        let _ = stdin.write_all(input.as_bytes());
    }
    let mut stopped = false;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if !stopped && stop() {
            stopped = true;
            terminate(&child);
        }
        thread::sleep(POLL_INTERVAL);
    };
    Ok(Output { status, stdout: stdout.bytes(), stderr: stderr.bytes() })
}

/// Sends SIGTERM. On SIGKILL git could not remove its lock files.
fn terminate(child: &Child) {
    if let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, Signal::TERM);
    }
}

/// Reads a pipe in a thread.
struct PipeReader {
    bytes: Arc<Mutex<Vec<u8>>>,
    ended: Receiver<()>,
}

impl PipeReader {
    fn new(pipe: Option<impl Read + Send + 'static>) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let (end, ended) = channel();
        let buffer = Arc::clone(&bytes);
        thread::spawn(move || {
            let mut chunk = [0; 4096];
            let mut pipe = pipe;
            while let Some(count) = pipe.as_mut().and_then(|pipe| pipe.read(&mut chunk).ok()).filter(|it| *it > 0) {
                buffer.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&chunk[..count]);
            }
            let _ = end.send(());
        });
        Self { bytes, ended }
    }

    /// The bytes read until the pipe's end or [`OUTPUT_TIMEOUT`].
    fn bytes(&self) -> Vec<u8> {
        let _ = self.ended.recv_timeout(OUTPUT_TIMEOUT);
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
