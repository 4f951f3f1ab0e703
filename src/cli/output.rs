//! Writes answers to standard output, a device, or a file that is replaced atomically. Goal files are never
//! overwritten.

use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::error::CommandError;
use crate::author;
use crate::render::clean;
use crate::source::{ORG_FILE, SETTINGS_FILE, find_root, is_linked_from, is_yaml};

/// How many symbolic links are followed; the limit of Linux (`path_resolution(7)`).
const MOST_LINKS: usize = 40;

/// How many bytes of an answer are written at once.
const BUFFER: usize = 64 << 10;

/// What a path leads to.
#[derive(Debug)]
enum Target {
    Stdout,
    Stderr,
    /// A pipe, a device or an open file descriptor: written in place, never replaced.
    Stream(PathBuf),
    /// A file or a free path, with all links resolved.
    File(PathBuf),
}

/// Writes an answer. A closed pipe is not an error: `goalpost rollup | head` exits with 0.
pub(super) fn write(text: &str, to: Option<&Path>) -> Result<(), CommandError> {
    write_as_it_comes(to, |out| out.write_all(text.as_bytes()).map_err(|error| unwritten(&error)))
}

/// Writes an answer as it comes. If that fails, a file stays as it was.
pub(super) fn write_as_it_comes(
    to: Option<&Path>,
    answer: impl FnOnce(&mut dyn Write) -> Result<(), CommandError>,
) -> Result<(), CommandError> {
    let mut refused = None;
    let fill = |out: &mut dyn Write| {
        let mut out = Watched { out: BufWriter::with_capacity(BUFFER, out), fault: None };
        let answered = answer(&mut out);
        let flushed = out.flush();
        // Why it cannot be written is known here alone: the answer may have made another error of it.
        if let Some(fault) = out.fault {
            return Err(fault);
        }
        if let Err(error) = answered {
            refused = Some(error);
            return Err(io::ErrorKind::Other.into());
        }
        flushed
    };
    let written = match to {
        None => ignore_broken_pipe(fill(&mut io::stdout().lock())),
        Some(path) => follow(path).and_then(|(target, _)| match target {
            Target::Stdout => ignore_broken_pipe(fill(&mut io::stdout().lock())),
            Target::Stderr => ignore_broken_pipe(fill(&mut io::stderr().lock())),
            // Opened for appending: a shell may have redirected the descriptor with `>>`, and truncating would lose
            // data.
            Target::Stream(stream) => {
                ignore_broken_pipe(OpenOptions::new().append(true).open(stream).and_then(|mut file| fill(&mut file)))
            }
            Target::File(path) => author::fill(&path, fill),
        }),
    };
    if let Some(error) = refused {
        return Err(error);
    }
    let Some(path) = to else { return written.map_err(|error| unwritten(&error)) };
    written.map_err(|error| {
        CommandError::failed(format!("cannot write `{}`: {error}", clean(&path.to_string_lossy())))
            .hint("name a file in a folder that exists and that you may write to")
    })
}

/// Refuses an output path that leads to an existing YAML file in a goals root, through any links, hard ones too, or
/// spelling.
pub(super) fn refuse_goal_files(to: &Path, roots: &[PathBuf]) -> Result<(), CommandError> {
    // A path that cannot be resolved is reported when the answer is written.
    let Ok((Target::File(file), places)) = follow(to) else { return Ok(()) };
    let is_in_root = |place: &Path| {
        roots.iter().any(|root| place.starts_with(root)) || place.parent().is_some_and(|it| find_root(it).is_some())
    };
    let holds_goals = |place: &PathBuf| is_yaml(place) && is_in_root(place);
    let is_linked = || roots.iter().any(|root| is_linked_from(root, &file));
    let is_place = places.iter().any(holds_goals);
    if file.exists() && (is_place || is_linked()) {
        return Err(overwrite_error(to));
    }
    if is_place && !is_hidden(&file) {
        return Err(new_goal_file_error(to));
    }
    Ok(())
}

/// Refuses an output path that leads to one of the files that were read. A link may give a goal file another name.
pub(super) fn refuse_read_files(to: &Path, mut read: impl Iterator<Item = PathBuf>) -> Result<(), CommandError> {
    let Ok((Target::File(file), _)) = follow(to) else { return Ok(()) };
    if !file.exists() {
        return Ok(());
    }
    if read.any(|it| it.canonicalize().is_ok_and(|it| it == file)) { Err(overwrite_error(to)) } else { Ok(()) }
}

/// Whether a file is not read as a goal, because its name or one of its folders starts with a dot.
fn is_hidden(file: &Path) -> bool {
    let root = file.parent().and_then(find_root).unwrap_or_default();
    let below = file.strip_prefix(&root).unwrap_or(file);
    below.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."))
}

/// The error for a new file that every later command would read as a goal.
fn new_goal_file_error(to: &Path) -> CommandError {
    CommandError::failed(format!("`{}` would be read as a goal file", clean(&to.to_string_lossy())))
        .hint("nothing was written; give it another ending, such as .txt, or name a file outside of the goals' root")
}

fn overwrite_error(to: &Path) -> CommandError {
    let name = to.to_string_lossy();
    let what = match to.file_name().and_then(|name| name.to_str()) {
        Some(SETTINGS_FILE | ORG_FILE) => "a file of the goals repository",
        _ => "a goal file",
    };
    CommandError::failed(format!("`{}` is {what}, which --output never overwrites", clean(&name)))
        .hint("nothing was written; name another file, or remove --output")
}

/// The error for an answer that cannot be written.
pub(super) fn unwritten(error: &io::Error) -> CommandError {
    CommandError::failed(format!("cannot write the answer: {error}"))
}

/// What is written to, with the first error of it.
struct Watched<W> {
    out: W,
    fault: Option<io::Error>,
}

impl<W: Write> Watched<W> {
    fn watch<T>(&mut self, done: io::Result<T>) -> io::Result<T> {
        done.map_err(|error| {
            let kind = error.kind();
            if kind != io::ErrorKind::Interrupted {
                self.fault.get_or_insert(error);
            }
            kind.into()
        })
    }
}

impl<W: Write> Write for Watched<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.out.write(bytes);
        self.watch(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.out.flush();
        self.watch(done)
    }
}

fn ignore_broken_pipe(written: io::Result<()>) -> io::Result<()> {
    written.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}

/// Follows a path link by link. Returns the target and every path on the way, with its folder resolved.
fn follow(path: &Path) -> io::Result<(Target, Vec<PathBuf>)> {
    let mut at = std::path::absolute(path)?;
    let mut places = Vec::new();
    for _ in 0..MOST_LINKS {
        let (Some(folder), Some(name)) = (at.parent(), at.file_name()) else {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        };
        let folder = folder.canonicalize()?;
        let place = folder.join(name);
        places.push(place.clone());
        if let Some(target) = open_descriptor(&folder, &place) {
            return Ok((target, places));
        }
        match place.symlink_metadata() {
            Ok(metadata) if metadata.is_symlink() => at = folder.join(fs::read_link(&place)?),
            Ok(metadata) if metadata.is_dir() => return Err(io::Error::from(io::ErrorKind::IsADirectory)),
            Ok(metadata) if !metadata.is_file() => return Ok((Target::Stream(place), places)),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(_) | Err(_) => return Ok((Target::File(place), places)),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

/// Recognizes names such as `/dev/stdout`: an open file descriptor of this or another process (proc(5)).
fn open_descriptor(folder: &Path, place: &Path) -> Option<Target> {
    let own = format!("/proc/{}/fd", std::process::id());
    let is_own = folder == Path::new("/dev/fd") || folder == Path::new(&own);
    let of_process = folder.starts_with("/proc") && folder.ends_with("fd");
    match place.file_name()?.to_str()? {
        "1" if is_own => Some(Target::Stdout),
        "2" if is_own => Some(Target::Stderr),
        _ if is_own || of_process => Some(Target::Stream(place.to_path_buf())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_to_files_and_open_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for (to, name) in
            [("/proc/self/fd/1", "out"), ("b", "a"), ("new", "b"), ("loop", "loop"), ("/dev/null", "null")]
        {
            std::os::unix::fs::symlink(to, at(name)).expect("a link");
        }
        assert!(matches!(follow(&at("out")), Ok((Target::Stdout, _))));
        assert!(matches!(follow(&at("null")), Ok((Target::Stream(_), _))));
        assert!(follow(&at("loop")).is_err() && follow(folder.path()).is_err());
        let Ok((Target::File(file), places)) = follow(&at("a")) else { panic!("a place for a file") };
        assert!(file.ends_with("new") && places.len() == 3, "{places:?}");
    }
}
