//! The program at a terminal: someone types, and sees what it asks.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{Mode, OFlags, Timespec, open};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use super::program::without_clock;

/// Runs `goalpost` on a terminal in a folder on 2026-11-21, types lines, and gives all that was seen there.
pub(crate) fn typed(folder: &Path, args: &[&str], lines: &[&str]) -> String {
    // All is typed ahead, so that what is seen does not hang on who is faster; at the end the input ends.
    let ahead = lines.iter().flat_map(|line| [*line, "\n"]).chain(["\x04"]).collect::<String>();
    let (status, seen) = Sitting::begin(folder, args, &ahead).ends();
    assert_eq!(status, Some(0), "{args:?}: {seen}");
    seen
}

/// The program at a terminal, in the midst of its work.
pub(crate) struct Sitting {
    master: File,
    child: Child,
    seen: Vec<u8>,
    /// How much of it was looked at.
    looked: usize,
}

impl Sitting {
    /// Begins, with something typed ahead.
    pub(crate) fn begin(folder: &Path, args: &[&str], ahead: &str) -> Self {
        Self::begin_at((0, 0), folder, args, ahead, &[])
    }

    /// Begins on a terminal with some rows and columns (0 is an unknown size), in an environment.
    pub(crate) fn begin_at(
        (rows, columns): (u16, u16),
        folder: &Path,
        args: &[&str],
        ahead: &str,
        env: &[(&str, &str)],
    ) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&master).expect("granted");
        unlockpt(&master).expect("unlocked");
        let name = ptsname(&master, Vec::new()).expect("a name");
        let other =
            || File::from(open(name.as_c_str(), OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).expect("its other end"));
        let mut master = File::from(master);
        let held = other();
        let size = Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&held, size).expect("a size");
        master.write_all(ahead.as_bytes()).expect("typed");
        let child = Command::new(env!("CARGO_BIN_EXE_goalpost"))
            .args(args)
            .current_dir(folder)
            .env_clear()
            .env("GOALPOST_TODAY", "2026-11-21")
            .envs(env.iter().copied())
            .stdin(Stdio::from(other()))
            .stdout(Stdio::from(other()))
            .stderr(Stdio::from(other()))
            .spawn()
            .expect("the program runs");
        drop(held);
        Self { master, child, seen: Vec::new(), looked: 0 }
    }

    /// Types a line.
    pub(crate) fn types(&mut self, line: &str) {
        self.master.write_all(format!("{line}\n").as_bytes()).expect("typed");
    }

    /// Waits until something is seen, behind what was looked for before.
    pub(crate) fn sees(&mut self, text: &str) {
        let begun = std::time::Instant::now();
        loop {
            let found = self.seen[self.looked..].windows(text.len()).position(|it| it == text.as_bytes());
            if let Some(at) = found {
                self.looked += at + text.len();
                return;
            }
            let mut waited = [PollFd::new(&self.master, PollFlags::IN)];
            let _ = poll(&mut waited, Some(&Timespec { tv_sec: 1, tv_nsec: 0 }));
            let ready = !waited[0].revents().is_empty();
            let mut piece = [0; 4096];
            let count = if ready { self.master.read(&mut piece).unwrap_or(0) } else { 0 };
            self.seen.extend_from_slice(&piece[..count]);
            let patient = begun.elapsed().as_secs() < 60 && (!ready || count > 0);
            assert!(patient, "`{text}` is not seen: {}", String::from_utf8_lossy(&self.seen));
        }
    }

    /// Presses Ctrl-C.
    pub(crate) fn interrupts(&mut self) {
        self.signals(Signal::INT);
    }

    /// Tells it to end, which nobody has it ignore as shells do with Ctrl-C in the background.
    pub(crate) fn tells_to_end(&mut self) {
        self.signals(Signal::TERM);
    }

    fn signals(&mut self, signal: Signal) {
        let id = i32::try_from(self.child.id()).expect("a process's number");
        kill_process(Pid::from_raw(id).expect("not none"), signal).expect("told");
    }

    /// Waits for its end; gives the exit status, if it was not killed, and all that was seen.
    pub(crate) fn ends(mut self) -> (Option<i32>, String) {
        let mut piece = [0; 4096];
        // Once nobody holds the other end, the terminal reports an error when it has been read to its end. It is read
        // before the program is waited for, which waits itself where nobody reads what it says.
        while let Ok(count @ 1..) = self.master.read(&mut piece) {
            self.seen.extend_from_slice(&piece[..count]);
        }
        let status = self.child.wait().expect("it ends");
        (status.code(), without_clock(&String::from_utf8_lossy(&self.seen).replace("\r\n", "\n")))
    }
}
