//! The markers that git writes around the two sides of a merge conflict.

use crate::source::Span;
use crate::syntax::fault::{Fault, FaultKind};

/// What git begins a marker with, each seven times or more: ours, the common ancestor, the middle, theirs.
const SIGNS: [char; 4] = ['<', '|', '=', '>'];

/// How often git repeats a sign, unless it is told to write more.
const SIGN_COUNT: usize = 7;

/// The first conflict marker of a text that is no YAML.
pub(super) fn unresolved_merge(text: &str) -> Option<Fault> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let marker = line.trim_end();
        if is_marker(marker) {
            let fault = Fault::new(
                FaultKind::InvalidYaml,
                Span::new(start, start + marker.len()),
                "unresolved merge: a conflict marker of git stands in this file",
                "the conflict",
            );
            return Some(fault.help(
                "keep what is right of both sides, remove the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`, then `git add` the file",
            ));
        }
        start += line.len();
    }
    None
}

/// Whether a line is a marker: a sign seven times or more, then nothing or a space and the name of a side.
fn is_marker(line: &str) -> bool {
    SIGNS.iter().any(|sign| {
        let rest = line.trim_start_matches(*sign);
        line.len() - rest.len() >= SIGN_COUNT && (rest.is_empty() || rest.starts_with(' '))
    })
}
