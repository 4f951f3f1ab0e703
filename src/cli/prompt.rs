//! Questions on a terminal: a line is asked for, a line is read. The end of the input ends the questions, and so does
//! Ctrl-C where that is waited for.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Stderr, Write};
use std::os::fd::AsFd as _;
use std::os::unix::net::UnixStream;

use rustix::event::{PollFd, PollFlags, poll};

use super::interrupts;
use crate::render::clean;

/// Someone who is asked.
#[derive(Debug)]
pub(super) struct Prompt {
    input: BufReader<File>,
    output: Stderr,
    /// Where a signal to stop is heard, if it is not to end the program at once.
    stop: Option<UnixStream>,
    interrupted: bool,
}

impl Prompt {
    /// Whoever sits at the terminal; nobody, where input or questions would come from or go to a pipe or a file.
    pub(super) fn terminal() -> Option<Self> {
        let there = io::stdin().is_terminal() && io::stderr().is_terminal();
        let input = there.then(|| io::stdin().as_fd().try_clone_to_owned().ok()).flatten()?;
        Some(Self { input: BufReader::new(File::from(input)), output: io::stderr(), stop: None, interrupted: false })
    }

    /// From here on Ctrl-C, or being told to end, ends the asking and not the program: what was answered is not lost.
    pub(super) fn outlive_interrupts(&mut self) {
        self.stop = interrupts::heard();
    }

    /// Whether the asking was ended by Ctrl-C or its like.
    pub(super) fn is_interrupted(&self) -> bool {
        self.interrupted
    }

    /// Says something.
    pub(super) fn say(&mut self, text: &str) {
        let _ = writeln!(self.output, "{}", clean(text));
    }

    /// Asks for a line; none where the input is at its end.
    pub(super) fn line(&mut self, question: &str) -> Option<String> {
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

    /// Waits for a line, or for being stopped: then false.
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

    /// Asks until an answer can be used; an empty one gives what is usual.
    pub(super) fn until<T>(&mut self, question: &str, mut read: impl FnMut(&str) -> Result<T, String>) -> Option<T> {
        loop {
            let line = self.line(question)?;
            match read(&line) {
                Ok(answer) => return Some(answer),
                Err(why) => self.say(&format!("  {why}")),
            }
        }
    }

    /// Asks for yes or no; an empty answer is `usual`.
    pub(super) fn yes(&mut self, question: &str, usual: bool) -> Option<bool> {
        let choice = if usual { "[Y/n]" } else { "[y/N]" };
        self.until(&format!("{question} {choice}"), |line| match line.to_ascii_lowercase().as_str() {
            "" => Ok(usual),
            "y" | "yes" => Ok(true),
            "n" | "no" => Ok(false),
            _ => Err("y or n".to_owned()),
        })
    }
}
