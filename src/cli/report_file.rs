//! A report for whoever sits at a terminal: a page is no text to read there, so it goes to a file, which can be opened.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::error::CommandError;
use super::prompt::Prompt;
use super::session::Session;

/// Writes a page to a temporary file, says where it is, and offers to open it.
///
/// # Errors
/// The temporary folder cannot be written to.
pub(super) fn offer(
    session: &Session,
    page: impl FnOnce(&mut dyn Write) -> Result<(), CommandError>,
) -> Result<(), CommandError> {
    let refused = |error| {
        CommandError::usage(format!("cannot write to the folder for temporary files: {error}"))
            .hint("write the report elsewhere: goalpost report --output FILE")
    };
    let (file, path) = create(&env::temp_dir()).map_err(refused)?;
    let mut file = BufWriter::new(file);
    let written = page(&mut file).and_then(|()| file.flush().map_err(refused));
    if written.is_err() {
        // A part of a page is of no use; the folder is emptied by the system if this fails.
        let _ = fs::remove_file(&path);
        return written;
    }
    session.answer(&format!("written: {}\nto keep it: goalpost report --output FILE\n", path.display()))?;
    let Some(program) = opener(|name| env::var_os(name).is_some_and(|value| !value.is_empty())) else { return Ok(()) };
    let wanted = Prompt::terminal().and_then(|mut prompt| prompt.confirm("open it?", true)).unwrap_or_default();
    if wanted && !open(program, &path) {
        session.note(&format!("cannot open it with `{program}`"));
    }
    Ok(())
}

/// Creates a new file that only this user can read: goals may be private, and the folder is everybody's.
fn create(folder: &Path) -> io::Result<(File, PathBuf)> {
    let mut number = 0_u32;
    loop {
        let path = folder.join(format!("goalpost-report-{}-{number}.html", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(file) => return Ok((file, path)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 100 => number += 1,
            Err(error) => return Err(error),
        }
    }
}

/// The program that opens a file as the desktop does; none where there is no desktop to show it.
fn opener(is_set: impl Fn(&str) -> bool) -> Option<&'static str> {
    if cfg!(target_os = "macos") {
        return (!is_set("SSH_CONNECTION")).then_some("open");
    }
    (is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")).then_some("xdg-open")
}

/// Opens a file; false if that failed.
fn open(program: &str, path: &Path) -> bool {
    let mut command = Command::new(program);
    command.arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_opened_where_there_is_no_desktop() {
        assert_eq!(opener(|_| false).filter(|_| !cfg!(target_os = "macos")), None);
        assert!(opener(|name| name == "DISPLAY").is_some());
    }
}
