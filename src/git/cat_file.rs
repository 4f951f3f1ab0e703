//! Reads objects through one `git cat-file --batch` process that stays open; its protocol is in git-cat-file(1).

use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::process::{Child, ChildStdin, ChildStdout};
use std::thread::JoinHandle;

use git2::ObjectType;

use super::oids::Oid;

/// A running `git cat-file --batch`.
pub(super) struct CatFile {
    child: Child,
    /// None once the process is being ended.
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    stderr: Option<JoinHandle<String>>,
}

/// The answer to a request for an object.
pub(super) enum ObjectAnswer {
    Object(ObjectType, Vec<u8>),
    /// The object is larger than requested; contains its size in bytes.
    TooLarge(u64),
    Missing,
}

impl CatFile {
    /// Takes over a `git cat-file --batch` process whose three streams are piped.
    pub(super) fn new(mut child: Child) -> io::Result<Self> {
        let (Some(stdin), Some(stdout), Some(mut errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(io::Error::other("its streams are not piped"));
        };
        // A thread drains standard error, because the process blocks once that pipe is full. The text is limited, as
        // only its first lines are shown.
        let stderr = std::thread::spawn(move || {
            let mut text = Vec::new();
            let _ = errors.by_ref().take(65_536).read_to_end(&mut text);
            let _ = io::copy(&mut errors, &mut io::sink());
            String::from_utf8_lossy(&text).into_owned()
        });
        Ok(Self { child, stdin: Some(stdin), stdout: BufReader::new(stdout), stderr: Some(stderr) })
    }

    /// Reads an object of at most `max_bytes`.
    pub(super) fn read(&mut self, oid: Oid, max_bytes: u64) -> io::Result<ObjectAnswer> {
        let stdin = self.stdin.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        stdin.write_all(format!("{oid}\n").as_bytes())?;
        stdin.flush()?;
        let mut line = String::new();
        self.stdout.by_ref().take(1024).read_line(&mut line)?;
        let mut words = line.split_whitespace();
        let (Some(_), Some(kind)) = (words.next(), words.next()) else {
            return Err(io::ErrorKind::UnexpectedEof.into());
        };
        if kind == "missing" {
            return Ok(ObjectAnswer::Missing);
        }
        let kind = ObjectType::from_str(kind).ok_or_else(|| io::Error::other(line.trim().to_owned()))?;
        let size: u64 =
            words.next().and_then(|size| size.parse().ok()).ok_or_else(|| io::Error::other("it has no size"))?;
        if size > max_bytes {
            // The content is read past, so that the next answer starts where it is expected.
            io::copy(&mut self.stdout.by_ref().take(size + 1), &mut io::sink())?;
            return Ok(ObjectAnswer::TooLarge(size));
        }
        let mut data = Vec::new();
        self.stdout.by_ref().take(size + 1).read_to_end(&mut data)?;
        if data.pop().is_none() || data.len() as u64 != size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(ObjectAnswer::Object(kind, data))
    }

    /// Ends the process and returns its standard error.
    pub(super) fn end(mut self) -> String {
        self.stdin = None;
        let stderr = self.stderr.take().and_then(|stderr| stderr.join().ok());
        stderr.unwrap_or_default()
    }
}

impl Drop for CatFile {
    fn drop(&mut self) {
        self.stdin = None;
        // The process may be blocked writing an answer that is no longer read, so it is killed instead of awaited.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
