//! Questions on a terminal: a line is asked for, a line is read. The end of the input ends the asking.

use std::io::{self, BufRead, IsTerminal, Write};

use crate::render::clean;

/// Someone who is asked.
pub(super) struct Asking<'a> {
    input: Box<dyn BufRead + 'a>,
    output: Box<dyn Write + 'a>,
}

impl std::fmt::Debug for Asking<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asking").finish_non_exhaustive()
    }
}

impl Asking<'static> {
    /// Whoever sits at the terminal; nobody, where input or questions would come from or go to a pipe or a file.
    pub(super) fn terminal() -> Option<Self> {
        let there = io::stdin().is_terminal() && io::stderr().is_terminal();
        there.then(|| Self { input: Box::new(io::stdin().lock()), output: Box::new(io::stderr()) })
    }
}

impl Asking<'_> {
    /// Says something.
    pub(super) fn say(&mut self, text: &str) {
        let _ = writeln!(self.output, "{}", clean(text));
    }

    /// Asks for a line; none where the input is at its end.
    pub(super) fn line(&mut self, question: &str) -> Option<String> {
        let _ = write!(self.output, "{} ", clean(question));
        let _ = self.output.flush();
        let mut line = String::new();
        match self.input.read_line(&mut line) {
            Ok(0) | Err(_) => {
                let _ = writeln!(self.output);
                None
            }
            Ok(_) => Some(line.trim().to_owned()),
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
