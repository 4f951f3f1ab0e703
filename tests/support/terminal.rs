//! The program at a terminal: someone types, and sees what it asks.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use rustix::fs::{Mode, OFlags, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

/// Runs `goalpost` on a terminal in a folder on 2026-11-21, types lines, and gives all that was seen there.
pub(crate) fn typed(folder: &Path, args: &[&str], lines: &[&str]) -> String {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&master).expect("granted");
    unlockpt(&master).expect("unlocked");
    let name = ptsname(&master, Vec::new()).expect("a name");
    let other =
        || File::from(open(name.as_c_str(), OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).expect("its other end"));
    let mut master = File::from(master);
    // All is typed ahead, so that what is seen does not hang on who is faster; at the end the input ends.
    let held = other();
    for line in lines {
        master.write_all(format!("{line}\n").as_bytes()).expect("typed");
    }
    master.write_all(b"\x04").expect("typed");
    let mut child = Command::new(env!("CARGO_BIN_EXE_goalpost"))
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("GOALPOST_TODAY", "2026-11-21")
        .stdin(Stdio::from(other()))
        .stdout(Stdio::from(other()))
        .stderr(Stdio::from(other()))
        .spawn()
        .expect("the program runs");
    drop(held);
    let status = child.wait().expect("it ends");
    assert!(status.success(), "{args:?}: {status}");
    let mut seen = Vec::new();
    let mut piece = [0; 4096];
    // Once nobody holds the other end, the terminal reports an error when it has been read to its end.
    while let Ok(count @ 1..) = master.read(&mut piece) {
        seen.extend_from_slice(&piece[..count]);
    }
    String::from_utf8_lossy(&seen).replace("\r\n", "\n")
}
