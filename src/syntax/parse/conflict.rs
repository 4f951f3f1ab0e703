//! Finds git's conflict markers.

use crate::source::Span;
use crate::syntax::fault::{Fault, FaultKind};

/// The characters of conflict markers: ours, base, separator, theirs.
const SIGNS: [char; 4] = ['<', '|', '=', '>'];

/// The default length of a marker; `conflict-marker-size` in gitattributes(5) can make them longer.
const SIGN_COUNT: usize = 7;

/// The fault for the first conflict marker of a text; none if there is no marker.
pub(super) fn unresolved_merge(text: &str) -> Option<Fault> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let marker = line.trim_end();
        if is_marker(marker) {
            let fault = Fault::new(
                FaultKind::InvalidYaml,
                Span::new(start, start + marker.len()),
                "unresolved merge: this file contains git conflict markers",
                "the conflict",
            );
            return Some(fault.help(
                "resolve the conflict, remove the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`, then `git add` the file",
            ));
        }
        start += line.len();
    }
    None
}

/// Whether a line is a marker: seven or more of one character, then nothing or a space and a label.
fn is_marker(line: &str) -> bool {
    SIGNS.iter().any(|sign| {
        let rest = line.trim_start_matches(*sign);
        line.len() - rest.len() >= SIGN_COUNT && (rest.is_empty() || rest.starts_with(' '))
    })
}
