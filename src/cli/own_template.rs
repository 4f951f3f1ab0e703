//! Renders a report with a template of the user's, within limits of size, memory and time.

use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::error::CommandError;
use super::interrupts::exit_on_abort;
use super::memory::limit_memory;
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
    let (answers, answer) = channel();
    let context = context.clone();
    let run = move || {
        limit_memory();
        // A template that wants more has no error to return: the allocation says how much it wanted, and the program ends.
        exit_on_abort(2);
        // Nobody waits for it after the time is over.
        let _ = answers.send(html::report(view, &context, &options));
    };
    thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(run)
        .map_err(|error| CommandError::failed(format!("cannot start a thread for the template: {error}")))?;
    match answer.recv_timeout(MOST_TIME) {
        Ok(rendered) => rendered.map_err(|error| invalid(&error)),
        Err(RecvTimeoutError::Timeout) => {
            let seconds = MOST_TIME.as_secs();
            Err(CommandError::usage(format!("invalid template {file}: it takes more than {seconds} seconds")))
        }
        Err(RecvTimeoutError::Disconnected) => {
            Err(CommandError::failed(format!("the template {file} could not be run")))
        }
    }
}
