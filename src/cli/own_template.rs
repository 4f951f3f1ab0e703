//! Renders a report with a template of the user's, within limits of size, memory and time.

use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::error::CommandError;
use super::interrupts::exit_on_abort;
use super::memory::{limit_memory, used_memory};
use crate::render::html::{self, ReportOptions, TemplateError};
use crate::view::Context;
use crate::view::report::ReportView;

/// The size in bytes of the largest template.
const MOST_BYTES: usize = 256 << 10;

/// The stack in bytes on which it is read and run. Expressions are read by recursion: one of the largest size takes half of
/// this, and a thread's usual stack ends at some thousands of operators.
const STACK_BYTES: usize = 512 << 20;

/// The time after which a template is given up. Its steps are limited too, but a single step can take any time.
const MOST_TIME: Duration = Duration::from_mins(1);

/// The memory in bytes that it may use in addition.
const MOST_MEMORY: u64 = 1 << 30;

/// How often its memory is measured. A text that grows by doubling takes longer to fill what it has.
const MEASURE_INTERVAL: Duration = Duration::from_millis(5);

/// Renders the report, with the user's template from `path` if there is one.
pub(super) fn render(
    view: ReportView,
    context: &Context,
    options: ReportOptions,
    path: Option<&Path>,
) -> Result<String, CommandError> {
    let file = path.map_or_else(String::new, |path| path.display().to_string());
    let invalid = |error: &TemplateError| {
        let line = error.line.map(|line| format!(":{line}")).unwrap_or_default();
        CommandError::usage(format!("invalid template {file}{line}: {error}"))
            .hint("for the Jinja syntax see https://docs.rs/minijinja/latest/minijinja/syntax")
    };
    let Some(template) = &options.template else {
        return html::report(view, context, &options).map_err(|error| invalid(&error));
    };
    if template.len() > MOST_BYTES {
        return Err(CommandError::usage(format!("the template {file} is larger than {} KiB", MOST_BYTES >> 10))
            .hint("shorten it; what it includes of the built-in page does not count"));
    }
    let before = used_memory();
    let (answers, answer) = channel();
    let context = context.clone();
    let run = move || {
        limit_memory();
        // One that wants very much at once has no error to return: the allocation says how much it wanted, and the program
        // ends.
        exit_on_abort(2);
        // Nobody waits for it after the time is over.
        let _ = answers.send(html::report(view, &context, &options));
    };
    thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(run)
        .map_err(|error| CommandError::failed(format!("cannot start a thread for the template: {error}")))?;
    let over = |what: &str| Err(CommandError::usage(format!("invalid template {file}: {what}")));
    let begun = Instant::now();
    loop {
        match answer.recv_timeout(MEASURE_INTERVAL) {
            Ok(rendered) => return rendered.map_err(|error| invalid(&error)),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(CommandError::failed(format!("the template {file} could not be run")));
            }
            Err(RecvTimeoutError::Timeout) if begun.elapsed() > MOST_TIME => {
                return over(&format!("it takes more than {} seconds", MOST_TIME.as_secs()));
            }
            Err(RecvTimeoutError::Timeout)
                if used_memory().zip(before).is_some_and(|(now, then)| now > then + MOST_MEMORY) =>
            {
                return over(&format!("it needs more than {} MiB of memory", MOST_MEMORY >> 20));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}
