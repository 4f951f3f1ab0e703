//! A command of git's that may take as long as a hook or a person with a passphrase does, and that can be stopped.

use std::io::{self, Read, Write as _};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

/// How often it is looked whether the command has ended.
const GLANCE: Duration = Duration::from_millis(10);

/// How long what a command said is waited for after its end: a hook that it started may live on and hold the pipe.
const AFTERMATH: Duration = Duration::from_millis(200);

/// Runs a command with an input until it ends, or is ended because `stop` says so.
pub(super) fn run_until(command: &mut Command, input: &str, stop: &dyn Fn() -> bool) -> io::Result<Output> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (stdout, stderr) = (Heard::from(child.stdout.take()), Heard::from(child.stderr.take()));
    if let Some(mut stdin) = child.stdin.take() {
        // Git may end before it has read all; what it says then tells why.
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
        thread::sleep(GLANCE);
    };
    Ok(Output { status, stdout: stdout.so_far(), stderr: stderr.so_far() })
}

/// Asks a command to end: git then removes its locks, which it could not if it were killed.
fn terminate(child: &Child) {
    if let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, Signal::TERM);
    }
}

/// What comes out of a pipe.
struct Heard {
    bytes: Arc<Mutex<Vec<u8>>>,
    ended: Receiver<()>,
}

impl Heard {
    fn from(pipe: Option<impl Read + Send + 'static>) -> Self {
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let (end, ended) = channel();
        let heard = Arc::clone(&bytes);
        thread::spawn(move || {
            let mut chunk = [0; 4096];
            let mut pipe = pipe;
            while let Some(count) = pipe.as_mut().and_then(|pipe| pipe.read(&mut chunk).ok()).filter(|it| *it > 0) {
                heard.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&chunk[..count]);
            }
            let _ = end.send(());
        });
        Self { bytes, ended }
    }

    fn so_far(&self) -> Vec<u8> {
        let _ = self.ended.recv_timeout(AFTERMATH);
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
