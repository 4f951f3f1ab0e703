//! Questions on a terminal. The end of the input ends the questions, and so does Ctrl-C once interrupts are caught.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Stderr, Write};
use std::os::fd::AsFd as _;
use std::os::unix::net::UnixStream;

use rustix::event::{PollFd, PollFlags, poll};

use super::interrupts;
use super::session::Session;
use crate::render::{aside, clean};

/// A terminal on which questions are asked.
#[derive(Debug)]
pub(super) struct Prompt {
    input: BufReader<File>,
    output: Stderr,
    /// The stream of signals, if they are caught.
    stop: Option<UnixStream>,
    interrupted: bool,
}

/// Whether a person types and reads: standard input and standard error are a terminal.
pub(super) fn is_at_terminal() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

impl Prompt {
    /// Opens the terminal. Returns `None` if standard input or standard error is not one: in a script, a missing
    /// argument is an error and never a question.
    pub(super) fn terminal() -> Option<Self> {
        let input = is_at_terminal().then(|| io::stdin().as_fd().try_clone_to_owned().ok()).flatten()?;
        Some(Self { input: BufReader::new(File::from(input)), output: io::stderr(), stop: None, interrupted: false })
    }

    /// Makes Ctrl-C and similar signals end the questions instead of the program, so that no answer is lost.
    pub(super) fn catch_interrupts(&mut self) {
        self.stop = interrupts::redirect_to_stream();
    }

    /// Tells whether a signal ended the questions.
    pub(super) fn is_interrupted(&self) -> bool {
        self.interrupted
    }

    /// Prints a line.
    pub(super) fn say(&mut self, text: &str) {
        let indent = " ".repeat(text.len() - text.trim_start().len());
        let _ = write!(self.output, "{}", aside(&indent, text.trim_start(), Session::error_width()));
    }

    /// Asks for a line. Returns `None` at the end of the input.
    pub(super) fn ask_line(&mut self, question: &str) -> Option<String> {
        let _ = write!(self.output, "{} ", clean(question));
        let _ = self.output.flush();
        if !self.has_line() {
            self.interrupted = true;
            let _ = writeln!(self.output);
            return None;
        }
        let mut line = String::new();
        match self.input.read_line(&mut line) {
            Ok(0) | Err(_) => {
                let _ = writeln!(self.output);
                None
            }
            Ok(_) => Some(line.trim().to_owned()),
        }
    }

    /// Waits for a line or a signal. Returns false for a signal.
    fn has_line(&self) -> bool {
        let Some(stop) = &self.stop else { return true };
        if self.interrupted || !self.input.buffer().is_empty() {
            return !self.interrupted;
        }
        let mut waited = [PollFd::new(stop, PollFlags::IN), PollFd::new(self.input.get_ref(), PollFlags::IN)];
        loop {
            match poll(&mut waited, None) {
                Ok(_) => return waited[0].revents().is_empty(),
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return true,
            }
        }
    }

    /// Repeats a question until the answer is valid.
    pub(super) fn ask_until<T>(
        &mut self,
        question: &str,
        mut read: impl FnMut(&str) -> Result<T, String>,
    ) -> Option<T> {
        loop {
            let line = self.ask_line(question)?;
            match read(&line) {
                Ok(answer) => return Some(answer),
                Err(why) => self.say(&format!("  {why}")),
            }
        }
    }

    /// Asks for yes or no. An empty answer means `default`.
    pub(super) fn confirm(&mut self, question: &str, default: bool) -> Option<bool> {
        let choice = if default { "[Y/n]" } else { "[y/N]" };
        self.ask_until(&format!("{question} {choice}"), |line| match line.to_ascii_lowercase().as_str() {
            "" => Ok(default),
            "y" | "yes" => Ok(true),
            "n" | "no" => Ok(false),
            _ => Err("enter y or n".to_owned()),
        })
    }
}
