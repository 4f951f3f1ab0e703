//! Objects from the `git` program: one `git cat-file --batch` that is kept open and asked for one after the other.

use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::process::{Child, ChildStdin, ChildStdout};
use std::thread::JoinHandle;

use git2::ObjectType;

use super::oids::Oid;

/// A running `git cat-file --batch`.
pub(super) struct CatFile {
    child: Child,
    /// None once there is nothing more to ask.
    asks: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    complaints: Option<JoinHandle<String>>,
}

/// What it says of an object.
pub(super) enum ObjectAnswer {
    Object(ObjectType, Vec<u8>),
    /// There are more bytes than were asked for: so many.
    TooLarge(u64),
    Missing,
}

impl CatFile {
    /// Takes over a process whose three streams are piped.
    pub(super) fn new(mut child: Child) -> io::Result<Self> {
        let (Some(asks), Some(answers), Some(mut errors)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(io::Error::other("its streams are not piped"));
        };
        // Read as it comes: a program whose complaints nobody takes would stand still.
        let complaints = std::thread::spawn(move || {
            let mut text = Vec::new();
            let _ = errors.by_ref().take(65_536).read_to_end(&mut text);
            let _ = io::copy(&mut errors, &mut io::sink());
            String::from_utf8_lossy(&text).into_owned()
        });
        Ok(Self { child, asks: Some(asks), answers: BufReader::new(answers), complaints: Some(complaints) })
    }

    /// Asks for an object of at most so many bytes.
    pub(super) fn read(&mut self, oid: Oid, most: u64) -> io::Result<ObjectAnswer> {
        let asks = self.asks.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        asks.write_all(format!("{oid}\n").as_bytes())?;
        asks.flush()?;
        let mut line = String::new();
        self.answers.by_ref().take(1024).read_line(&mut line)?;
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
        if size > most {
            io::copy(&mut self.answers.by_ref().take(size + 1), &mut io::sink())?;
            return Ok(ObjectAnswer::TooLarge(size));
        }
        let mut data = Vec::new();
        self.answers.by_ref().take(size + 1).read_to_end(&mut data)?;
        if data.pop().is_none() || data.len() as u64 != size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(ObjectAnswer::Object(kind, data))
    }

    /// Ends the program; gives what it complained of.
    pub(super) fn end(mut self) -> String {
        self.asks = None;
        let said = self.complaints.take().and_then(|complaints| complaints.join().ok());
        said.unwrap_or_default()
    }
}

impl Drop for CatFile {
    fn drop(&mut self) {
        self.asks = None;
        // It may stand in the middle of an answer that nobody reads.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
