//! Ctrl-C, and being told to end, where that is not to happen in the midst of something.

use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;
use signal_hook::low_level::pipe;

/// The signals that end a program which does not mind them.
const SIGNALS: [i32; 3] = [SIGINT, SIGTERM, SIGHUP];

/// As long as this is held signals are noted, and end nothing.
#[derive(Debug)]
pub(super) struct Interrupts {
    seen: Arc<AtomicBool>,
    over: Arc<AtomicBool>,
}

impl Interrupts {
    /// Holds signals back from here on.
    pub(super) fn hold() -> Self {
        let held = Self { seen: Arc::default(), over: Arc::default() };
        for signal in SIGNALS {
            // A signal that cannot be held ends the program, as it would without this.
            let _ = flag::register_conditional_default(signal, Arc::clone(&held.over));
            let _ = flag::register(signal, Arc::clone(&held.seen));
        }
        held
    }

    /// Whether one has come.
    pub(super) fn seen(&self) -> bool {
        self.seen.load(Ordering::SeqCst)
    }
}

impl Drop for Interrupts {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
    }
}

/// Where signals are heard from here on, which then end nothing any more; none where that cannot be.
pub(super) fn heard() -> Option<UnixStream> {
    let (hears, told) = UnixStream::pair().ok()?;
    for signal in SIGNALS {
        pipe::register(signal, told.try_clone().ok()?).ok()?;
    }
    Some(hears)
}
