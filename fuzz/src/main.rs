//! Runs one target of `goalpost::fuzz` under libFuzzer: the one that `FUZZ_TARGET` names. `run.sh` does that.

#![no_main]

use std::sync::OnceLock;

use goalpost::fuzz::{FuzzTarget, TARGETS};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    static CHOSEN: OnceLock<&FuzzTarget> = OnceLock::new();
    let chosen = CHOSEN.get_or_init(|| {
        let name = std::env::var("FUZZ_TARGET").unwrap_or_default();
        TARGETS.iter().find(|target| target.name == name).expect("FUZZ_TARGET names a target")
    });
    (chosen.run)(bytes);
});
