//! Renders a report with a template of the user's, within limits of size, memory and time.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use super::error::CommandError;
use super::interrupts::exit_on_abort;
use super::memory::{limit_memory, used_memory};
use super::output::unwritten;
use crate::render::html::{self, ReportError, ReportOptions};
use crate::view::Context;
use crate::view::report::ReportView;

/// The size in bytes of the largest template.
const MOST_BYTES: usize = 256 << 10;

/// The stack in bytes on which it is read and run. Expressions are read by recursion: one of the largest size takes half of
/// this, and a thread's usual stack ends at some thousands of operators.
const STACK_BYTES: usize = 512 << 20;

/// The time after which a template is given up. Its steps are limited too, but a single step can take any time.
const MOST_TIME: Duration = Duration::from_mins(1);

/// The memory in bytes that it may use in addition, and for each row of the report, which becomes a value where it is asked for.
const MOST_MEMORY: u64 = 256 << 20;
const MEMORY_PER_ROW: u64 = 8 << 10;

/// How often its memory is measured. A text that grows by doubling takes longer to fill what it has.
const MEASURE_INTERVAL: Duration = Duration::from_millis(5);

/// How many pieces of the page may wait to be written, and the size of one in bytes.
const WAITING: usize = 4;
const PIECE: usize = 64 << 10;

/// What the thread of a template has to say.
enum Said {
    /// A piece of the page.
    Piece(Vec<u8>),
    /// That it is done.
    Done(Result<(), ReportError>),
}

/// Writes the report as it is rendered, with the user's template from `path` if there is one.
pub(super) fn render(
    view: ReportView,
    context: &Context,
    options: ReportOptions,
    path: Option<&Path>,
    to: &mut dyn Write,
) -> Result<(), CommandError> {
    let file = path.map_or_else(String::new, |path| path.display().to_string());
    let failed = |error: ReportError| match error {
        ReportError::Write(error) => unwritten(&error),
        ReportError::Template(error) => {
            let line = error.line.map(|line| format!(":{line}")).unwrap_or_default();
            CommandError::usage(format!("invalid template {file}{line}: {error}"))
                .hint("for the Jinja syntax see https://docs.rs/minijinja/latest/minijinja/syntax")
        }
    };
    let Some(template) = &options.template else {
        return html::report(view, context, &options, to).map_err(failed);
    };
    if template.len() > MOST_BYTES {
        return Err(CommandError::usage(format!("the template {file} is larger than {} KiB", MOST_BYTES >> 10))
            .hint("shorten it; what it includes of the built-in page does not count"));
    }
    let most_memory = MOST_MEMORY + MEMORY_PER_ROW * view.tree.len() as u64;
    let before = used_memory();
    let (say, said) = sync_channel(WAITING);
    let context = context.clone();
    let run = move || {
        limit_memory();
        // One that wants very much at once has no error to return: the allocation says how much it wanted, and the program
        // ends.
        exit_on_abort(2);
        let mut page = BufWriter::with_capacity(PIECE, Pieces(say.clone()));
        let rendered = html::report(view, &context, &options, &mut page);
        let rendered = rendered.and_then(|()| Ok(page.flush()?));
        // Nobody waits for it after the time is over.
        let _ = say.send(Said::Done(rendered));
    };
    thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(run)
        .map_err(|error| CommandError::failed(format!("cannot start a thread for the template: {error}")))?;
    let over = |what: &str| Err(CommandError::usage(format!("invalid template {file}: {what}")));
    let begun = Instant::now();
    let mut is_begun = false;
    loop {
        match said.recv_timeout(MEASURE_INTERVAL) {
            Ok(Said::Piece(piece)) => {
                is_begun = true;
                to.write_all(&piece).map_err(|error| unwritten(&error))?;
            }
            Ok(Said::Done(rendered)) => return rendered.map_err(failed),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(CommandError::failed(format!("the template {file} could not be run")));
            }
            // What is written comes from a run like the one before it, which was in time; whoever reads it may take longer.
            Err(RecvTimeoutError::Timeout) if begun.elapsed() > MOST_TIME && !is_begun => {
                return over(&format!("it takes more than {} seconds", MOST_TIME.as_secs()));
            }
            Err(RecvTimeoutError::Timeout)
                if used_memory().zip(before).is_some_and(|(now, then)| now > then + most_memory) =>
            {
                return over(&format!("it needs more than {} MiB of memory", most_memory >> 20));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// Sends what is written in pieces.
struct Pieces(SyncSender<Said>);

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.0.send(Said::Piece(bytes.to_vec()));
        sent.map(|()| bytes.len()).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
