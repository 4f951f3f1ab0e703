//! A progress line on a terminal while something takes longer than a second. It is cleared before any other output.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The delay before the line is shown.
const DELAY: Duration = Duration::from_secs(1);

/// The interval between updates.
const INTERVAL: Duration = Duration::from_millis(500);

/// A task that is running as long as this is held.
#[derive(Debug)]
pub(super) struct Progress {
    worker: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Starts the line. Nothing is shown if standard error is not a terminal.
    pub(super) fn begin(what: &'static str, quiet: bool) -> Self {
        if quiet || !io::stderr().is_terminal() {
            return Self { worker: None };
        }
        Self::start(what, DELAY, io::stderr())
    }

    fn start(what: &'static str, delay: Duration, mut to: impl Write + Send + 'static) -> Self {
        let (done, receiver) = channel();
        let started = Instant::now();
        let thread = thread::spawn(move || {
            let mut wait = delay;
            let mut is_shown = false;
            while receiver.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let _ = write!(to, "\r\x1b[K{what}: {} s", started.elapsed().as_secs());
                let _ = to.flush();
                (wait, is_shown) = (INTERVAL, true);
            }
            if is_shown {
                let _ = write!(to, "\r\x1b[K");
                let _ = to.flush();
            }
        });
        Self { worker: Some((done, thread)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, thread)) = self.worker.take() {
            drop(done);
            let _ = thread.join();
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
        drop(Progress::start("reading", Duration::from_mins(1), screen.clone()));
        assert_eq!(screen.seen(), "");
    }

    #[test]
    fn what_takes_long_is_reported_and_wiped_away() {
        let screen = Screen::default();
        let waiting = Progress::start("reading", Duration::ZERO, screen.clone());
        while screen.seen().is_empty() {
            thread::sleep(Duration::from_millis(1));
        }
        drop(waiting);
        let seen = screen.seen();
        assert!(seen.starts_with("\r\x1b[Kreading: 0 s") && seen.ends_with("\r\x1b[K"), "{seen:?}");
    }
}
