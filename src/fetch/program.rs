//! Starts the program of a source, with a bare environment, a time limit and an output limit, and ends it with everything
//! it started. The only place that starts one; no shell is involved.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::model::is_path;

use super::excerpt::{excerpt, excerpt_of_bytes};
use super::failure::{Failure, fail};
use super::secret::Secrets;

/// The most bytes that a program may write.
const MOST_OUTPUT: usize = 1024 * 1024;

/// How often a running program is looked at.
const STEP: Duration = Duration::from_millis(10);

/// How long its output is waited for once nothing of it runs any more.
const LAST_OUTPUT: Duration = Duration::from_secs(1);

/// A run of a program.
pub(super) struct ProgramRun<'r> {
    /// The program and its arguments.
    pub(super) argv: &'r [String],
    /// The folder it runs in.
    pub(super) folder: &'r Path,
    /// All of its environment.
    pub(super) environment: &'r BTreeMap<String, String>,
    /// The most time it may take.
    pub(super) timeout: Duration,
    /// What to remove from messages.
    pub(super) secrets: &'r Secrets,
    /// Whether nobody waits any longer.
    pub(super) is_cancelled: &'r dyn Fn() -> bool,
}

/// How often a program that is being written is waited for.
const MOST_WAITS: u32 = 20;

/// Starts a program. One that was just written out of the repository is busy for a moment, if another source's program was
/// started meanwhile: until that one runs, it holds what its parent had open.
fn spawn(command: &mut Command) -> io::Result<Child> {
    for _ in 0..MOST_WAITS {
        match command.spawn() {
            Err(error) if error.kind() == io::ErrorKind::ExecutableFileBusy => thread::sleep(Duration::from_millis(10)),
            started => return started,
        }
    }
    command.spawn()
}

impl ProgramRun<'_> {
    /// Runs the program, and returns what it wrote on standard output.
    ///
    /// # Errors
    /// It cannot be started, fails, takes too long, writes too much, or is cancelled. It is ended then, with its process group.
    pub(super) fn output(&self) -> Result<Vec<u8>, Failure> {
        let Some((program, arguments)) = self.argv.split_first() else { return fail("names no program") };
        let shown = || excerpt(program, self.secrets);
        let mut command = Command::new(self.program(program));
        command.args(arguments).current_dir(self.folder).env_clear().envs(self.environment);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        in_own_group(&mut command);
        let mut child = spawn(&mut command).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Failure::new(format!("cannot start {}: there is no such program", shown())),
            _ => Failure::new(format!("cannot start {}: {error}", shown())),
        })?;
        let output = collect(child.stdout.take());
        let complaint = collect(child.stderr.take());
        let ended = self.wait(&mut child, &output);
        // Children may still run and hold the pipes: nothing of a source outlives its answer.
        end_group(&mut child);
        let status = child.wait();
        ended.map_err(|failure| self.with_complaint(failure, &complaint))?;
        let bytes = output.end().map_err(Failure::new)?;
        match status {
            Ok(status) if status.success() => Ok(bytes),
            Ok(status) => {
                let failure = Failure::new(format!("{} failed with {status}", shown()));
                Err(self.with_complaint(failure, &complaint))
            }
            Err(error) => fail(format!("cannot tell how {} ended: {error}", shown())),
        }
    }

    /// The path of the program: one with a folder in it is relative to the folder it runs in, any other is looked for in
    /// `PATH`.
    fn program(&self, program: &str) -> PathBuf {
        if is_path(program) { self.folder.join(program) } else { PathBuf::from(program) }
    }

    fn wait(&self, child: &mut Child, output: &ProgramOutput) -> Result<(), Failure> {
        let begun = Instant::now();
        loop {
            if has_ended(child).map_err(|error| Failure::new(format!("cannot wait for it: {error}")))? {
                return Ok(());
            }
            if (self.is_cancelled)() {
                return fail("was cancelled");
            }
            if output.is_too_much() {
                return fail(too_much());
            }
            if begun.elapsed() >= self.timeout {
                return fail(format!("did not end within {} s", self.timeout.as_secs()));
            }
            thread::sleep(STEP);
        }
    }

    /// Adds what the program wrote on standard error.
    fn with_complaint(&self, failure: Failure, complaint: &ProgramOutput) -> Failure {
        match complaint.end() {
            Ok(bytes) if !bytes.is_empty() => {
                Failure::new(format!("{failure}: {}", excerpt_of_bytes(&bytes, self.secrets)))
            }
            _ => failure,
        }
    }
}

fn too_much() -> String {
    format!("wrote more than {} MiB", MOST_OUTPUT / 1024 / 1024)
}

/// What a program writes on one of its streams, collected by a thread.
struct ProgramOutput {
    chunks: Receiver<Vec<u8>>,
    collected: std::cell::RefCell<Vec<u8>>,
}

impl ProgramOutput {
    /// Takes what has been written up to now, and whether it is more than the limit.
    fn is_too_much(&self) -> bool {
        let mut collected = self.collected.borrow_mut();
        while let Ok(chunk) = self.chunks.try_recv() {
            collected.extend(chunk);
        }
        collected.len() > MOST_OUTPUT
    }

    /// Everything that was written, once nothing writes any more.
    fn end(&self) -> Result<Vec<u8>, String> {
        let until = Instant::now() + LAST_OUTPUT;
        // A program that left its process group may hold the pipe open: what it wrote until now is what counts.
        while let Ok(chunk) = self.chunks.recv_timeout(until.saturating_duration_since(Instant::now())) {
            self.collected.borrow_mut().extend(chunk);
        }
        let collected = std::mem::take(&mut *self.collected.borrow_mut());
        if collected.len() > MOST_OUTPUT { Err(too_much()) } else { Ok(collected) }
    }
}

/// Collects a stream in a thread, up to a little above the limit.
fn collect(stream: Option<impl Read + Send + 'static>) -> ProgramOutput {
    let (sender, chunks) = mpsc::channel();
    if let Some(mut stream) = stream {
        thread::spawn(move || {
            let mut buffer = vec![0; 16 * 1024];
            let mut total = 0;
            loop {
                match stream.read(&mut buffer) {
                    Ok(0) => break,
                    Ok(read) => {
                        // What is above the limit is read and dropped, so that a program with much to complain about
                        // does not wait for a reader.
                        if total <= MOST_OUTPUT && sender.send(buffer[..read].to_vec()).is_err() {
                            break;
                        }
                        total += read;
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(_) => break,
                }
            }
        });
    }
    ProgramOutput { chunks, collected: std::cell::RefCell::default() }
}

/// Makes the program the leader of a process group, which its children belong to.
#[cfg(unix)]
fn in_own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;

    command.process_group(0);
}

#[cfg(not(unix))]
fn in_own_group(_: &mut Command) {}

/// Whether the program has ended. It is not reaped, so that its number stays that of its group.
#[cfg(unix)]
fn has_ended(child: &mut Child) -> io::Result<bool> {
    use rustix::process::{WaitId, WaitIdOptions, waitid};

    let Some(pid) = pid_of(child) else { return Ok(true) };
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    Ok(waitid(WaitId::Pid(pid), options)?.is_some())
}

#[cfg(not(unix))]
fn has_ended(child: &mut Child) -> io::Result<bool> {
    Ok(child.try_wait()?.is_some())
}

/// Ends the program and everything in its group. To be called before it is reaped.
#[cfg(unix)]
fn end_group(child: &mut Child) {
    use rustix::process::{Signal, kill_process_group};

    if let Some(pid) = pid_of(child) {
        // It fails only if nothing of the group is left.
        let _ = kill_process_group(pid, Signal::KILL);
    }
}

/// Ends the program. Groups of processes are not known here.
#[cfg(not(unix))]
fn end_group(child: &mut Child) {
    let _ = child.kill();
}

#[cfg(unix)]
fn pid_of(child: &Child) -> Option<rustix::process::Pid> {
    i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw)
}
