//! Delays Ctrl-C and other signals that end the program, so that a change is not left half done.

use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::{SIGABRT, SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;
use signal_hook::low_level::pipe;

/// The signals that end the program by default.
const SIGNALS: [i32; 3] = [SIGINT, SIGTERM, SIGHUP];

/// Records signals as long as it is held, instead of ending the program.
#[derive(Debug)]
pub(super) struct Interrupts {
    received: Arc<AtomicBool>,
    released: Arc<AtomicBool>,
}

impl Interrupts {
    /// Starts to hold signals back.
    pub(super) fn hold() -> Self {
        let held = Self { received: Arc::default(), released: Arc::default() };
        for signal in SIGNALS {
            // A signal that cannot be held back ends the program, as by default.
            let _ = flag::register_conditional_default(signal, Arc::clone(&held.released));
            let _ = flag::register(signal, Arc::clone(&held.received));
        }
        held
    }

    /// Tells whether a signal has come.
    pub(super) fn is_interrupted(&self) -> bool {
        self.received.load(Ordering::SeqCst)
    }
}

impl Drop for Interrupts {
    fn drop(&mut self) {
        self.released.store(true, Ordering::SeqCst);
    }
}

/// Makes the program end with an exit code where it would abort, for want of memory too: the caller of a command expects a
/// code, and no dump of the memory is wanted.
pub(super) fn exit_on_abort(code: i32) {
    // Without it the program aborts, as by default.
    let _ = flag::register_conditional_shutdown(SIGABRT, code, Arc::new(AtomicBool::new(true)));
}

/// Redirects signals to a stream for the rest of the run, or returns `None` if that fails.
pub(super) fn redirect_to_stream() -> Option<UnixStream> {
    let (receiver, sender) = UnixStream::pair().ok()?;
    for signal in SIGNALS {
        pipe::register(signal, sender.try_clone().ok()?).ok()?;
    }
    Some(receiver)
}
