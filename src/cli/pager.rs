//! Long answers on a terminal go through a pager, as git's do.

use std::env;
use std::io::{self, IsTerminal as _, Write as _};
use std::process::{Command, Stdio};

use super::interrupts;

/// Shows a text in the pager if it is longer than the terminal; else, or where no pager runs, returns false.
///
/// The pager is the command of `GOALPOST_PAGER`, else of `PAGER`, else `less`; an empty text or `cat` means none. Nothing
/// that a repository configures is asked.
///
/// `note` is told if the pager could not be run.
pub(super) fn show(text: &str, note: impl FnOnce(&str)) -> bool {
    let rows = terminal_size::terminal_size().map_or(0, |(_, height)| usize::from(height.0));
    let is_long = rows > 0 && text.lines().count() > rows;
    // Without a terminal to type at, the pager could not be left.
    if !is_long || !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return false;
    }
    let command = configured(|name| env::var(name).ok());
    let Some(command) = command else { return false };
    let is_shown = run(&command, text).is_ok_and(|shown| shown);
    if !is_shown {
        note(&format!("cannot run the pager `{command}`; set GOALPOST_PAGER or PAGER, to `cat` for none"));
    }
    is_shown
}

/// The configured pager, if there is to be one.
fn configured(variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    // A dumb terminal cannot move its cursor.
    if variable("TERM").is_none_or(|term| term == "dumb") {
        return None;
    }
    let command = variable("GOALPOST_PAGER").or_else(|| variable("PAGER")).unwrap_or_else(|| "less".to_owned());
    let command = command.trim();
    (!command.is_empty() && command != "cat").then(|| command.to_owned())
}

/// Runs a pager, through the shell as git does, and waits until it is left; false if there is no such program.
fn run(command: &str, text: &str) -> io::Result<bool> {
    // Ctrl-C is the pager's as long as it runs: it would be left alone on the terminal otherwise.
    let _stream = interrupts::redirect_to_stream();
    let mut pager = Command::new("sh");
    pager.arg("-c").arg(command).stdin(Stdio::piped());
    if env::var_os("LESS").is_none() {
        // As git sets it: leave at once if all fits, show colors, keep the screen.
        pager.env("LESS", "FRX");
    }
    let mut child = pager.spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // A pager that is left early closes the pipe.
        let _ = input.write_all(text.as_bytes());
    }
    // 126 and 127: the shell found nothing to run, so nothing was shown.
    Ok(!matches!(child.wait()?.code(), Some(126 | 127)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pager_is_the_most_specific_that_is_set() {
        let of = |set: &[(&str, &str)]| {
            let term = |name: &str| (name == "TERM").then(|| "xterm".to_owned());
            configured(|name| {
                set.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned()).or_else(|| term(name))
            })
        };
        assert_eq!(of(&[]).as_deref(), Some("less"));
        assert_eq!(of(&[("PAGER", "more")]).as_deref(), Some("more"));
        assert_eq!(of(&[("PAGER", "more"), ("GOALPOST_PAGER", "less -S")]).as_deref(), Some("less -S"));
        for off in [("GOALPOST_PAGER", ""), ("GOALPOST_PAGER", " cat "), ("PAGER", "cat"), ("TERM", "dumb")] {
            assert_eq!(of(&[off]), None, "{off:?}");
        }
    }
}
