//! Where answers go: standard output, a device, or a file that is replaced whole. What holds goals is never written over.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::CommandError;
use crate::author::overwrite;
use crate::render::clean;
use crate::source::{find_root, is_yaml};

/// As many links as the kernel follows.
const MOST_LINKS: usize = 40;

/// What a path leads to.
#[derive(Debug)]
enum Target {
    Stdout,
    Stderr,
    /// A pipe, a device or an open file of a number: it is written to where it stands, and never replaced.
    Stream(PathBuf),
    /// A file, or a place for one, with every link on the way followed.
    File(PathBuf),
}

/// Writes an answer. A reader that has gone away is no error.
pub(super) fn write(text: &str, to: Option<&Path>) -> Result<(), CommandError> {
    let Some(path) = to else {
        return tolerate(write_to(io::stdout().lock(), text))
            .map_err(|error| CommandError::failed(format!("cannot write the answer: {error}")));
    };
    let written = follow(path).and_then(|(target, _)| match target {
        Target::Stdout => tolerate(write_to(io::stdout().lock(), text)),
        Target::Stderr => tolerate(write_to(io::stderr().lock(), text)),
        Target::Stream(stream) => {
            // Opening it anew would begin at its start and cut it off, were it a file that a shell appends to.
            tolerate(OpenOptions::new().append(true).open(stream).and_then(|file| write_to(file, text)))
        }
        Target::File(file) => overwrite(&file, text.as_bytes()),
    });
    written.map_err(|error| {
        CommandError::failed(format!("cannot write `{}`: {error}", clean(&path.to_string_lossy())))
            .hint("name a file in a folder that exists and that you may write to")
    })
}

/// Sees that a file that an answer is to go to is none of YAML in a goals' root, by whatever links or spelling of it.
pub(super) fn spare_goals(to: &Path, roots: &[PathBuf]) -> Result<(), CommandError> {
    // What cannot be followed is told when it is written.
    let Ok((Target::File(file), places)) = follow(to) else { return Ok(()) };
    let is_in_root = |place: &Path| {
        roots.iter().any(|root| place.starts_with(root)) || place.parent().is_some_and(|it| find_root(it).is_some())
    };
    let holds_goals = |place: &PathBuf| is_yaml(place) && is_in_root(place);
    if file.exists() && places.iter().any(holds_goals) { Err(refused(to)) } else { Ok(()) }
}

/// Sees that a file that an answer is to go to is none of some that were read: a link may give one another name.
pub(super) fn spare_files(to: &Path, mut read: impl Iterator<Item = PathBuf>) -> Result<(), CommandError> {
    let Ok((Target::File(file), _)) = follow(to) else { return Ok(()) };
    if !file.exists() {
        return Ok(());
    }
    if read.any(|it| it.canonicalize().is_ok_and(|it| it == file)) { Err(refused(to)) } else { Ok(()) }
}

fn refused(to: &Path) -> CommandError {
    CommandError::failed(format!(
        "`{}` is a file of the goals, which --output never overwrites",
        clean(&to.to_string_lossy())
    ))
    .hint("nothing is written: name another file, or leave --output out")
}

fn write_to(mut to: impl Write, text: &str) -> io::Result<()> {
    to.write_all(text.as_bytes())?;
    to.flush()
}

fn tolerate(written: io::Result<()>) -> io::Result<()> {
    written.or_else(|error| if error.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(error) })
}

/// Follows a path link by link: what it leads to, and every place on the way, in real folders.
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
        if let Some(target) = open_file(&folder, &place) {
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

/// What a name such as `/dev/stdout` comes to: an open file of this or another program, by its number.
fn open_file(folder: &Path, place: &Path) -> Option<Target> {
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
