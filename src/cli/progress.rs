//! A sign of life on a terminal while something takes longer than a second. It is gone before anything else is said.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long nothing is said.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the time is told anew.
const BEAT: Duration = Duration::from_millis(500);

/// Something that is under way as long as this is held.
#[derive(Debug)]
pub(super) struct Progress {
    under_way: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins to wait; nothing is ever said where standard error is no terminal.
    pub(super) fn begin(what: &'static str, quiet: bool) -> Self {
        if quiet || !io::stderr().is_terminal() {
            return Self { under_way: None };
        }
        Self::telling(what, PATIENCE, io::stderr())
    }

    fn telling(what: &'static str, patience: Duration, mut to: impl Write + Send + 'static) -> Self {
        let (done, heard) = channel();
        let begun = Instant::now();
        let told = thread::spawn(move || {
            let mut wait = patience;
            let mut said = false;
            while heard.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let _ = write!(to, "\r\x1b[K{what}: {} s", begun.elapsed().as_secs());
                let _ = to.flush();
                (wait, said) = (BEAT, true);
            }
            if said {
                let _ = write!(to, "\r\x1b[K");
                let _ = to.flush();
            }
        });
        Self { under_way: Some((done, told)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, told)) = self.under_way.take() {
            drop(done);
            let _ = told.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Screen(Arc<Mutex<Vec<u8>>>);

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("nobody panics").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Screen {
        fn seen(&self) -> String {
            String::from_utf8(self.0.lock().expect("nobody panics").clone()).expect("text")
        }
    }

    #[test]
    fn what_is_quick_says_nothing() {
        let screen = Screen::default();
        drop(Progress::telling("reading", Duration::from_mins(1), screen.clone()));
        assert_eq!(screen.seen(), "");
    }

    #[test]
    fn what_takes_long_is_told_and_wiped_away() {
        let screen = Screen::default();
        let waiting = Progress::telling("reading", Duration::ZERO, screen.clone());
        while screen.seen().is_empty() {
            thread::sleep(Duration::from_millis(1));
        }
        drop(waiting);
        let seen = screen.seen();
        assert!(seen.starts_with("\r\x1b[Kreading: 0 s") && seen.ends_with("\r\x1b[K"), "{seen:?}");
    }
}
