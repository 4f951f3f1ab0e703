//! Faults for files that cannot be read as text.

use crate::source::{MAX_BYTES, ReadFault, SourceFile, Span};
use crate::syntax::fault::{Fault, FaultKind};

/// The fault for a file that could not be read.
pub(super) fn unread(file: &SourceFile, fault: &ReadFault) -> Fault {
    let start = Span::default();
    match fault {
        ReadFault::TooLarge { bytes } => Fault::new(
            FaultKind::TooLarge,
            start,
            match file.most_bytes() {
                MAX_BYTES => format!("this file has {bytes} bytes; goal files are read up to {MAX_BYTES} (1 MiB)"),
                most => format!("this file has {bytes} bytes; it is read up to {most} ({} MiB)", most >> 20),
            },
            "not read",
        )
        .help(match file.most_bytes() {
            MAX_BYTES => "a goal file is about 500 bytes: move the data elsewhere and link to it with `source`, or `exclude` the file in goalpost.yaml",
            _ => "a person takes about 120 bytes: move what is no setting, team or person elsewhere",
        }),
        ReadFault::NotUtf8 { at, utf16 } => {
            let help = if *utf16 {
                "this looks like UTF-16: save the file as UTF-8"
            } else {
                "save the file as UTF-8; it may have been written as Latin-1 or Windows-1252"
            };
            Fault::new(FaultKind::InvalidYaml, *at, "the file is not UTF-8 text", "not UTF-8 from here").help(help)
        }
        ReadFault::LinkLoop => Fault::new(
            FaultKind::InvalidYaml,
            start,
            "this symbolic link leads back to a folder above it",
            "a loop",
        )
        .help("remove the link; goal files are read from all folders below the root"),
        ReadFault::LinkOut => Fault::new(
            FaultKind::InvalidYaml,
            start,
            "this symbolic link leads out of the goals' root, where nothing is read",
            "not read",
        )
        .help("put the file itself here, or `exclude` the link in goalpost.yaml"),
        ReadFault::Garbled => {
            Fault::new(FaultKind::InvalidYaml, start, "the name of this file is not UTF-8 text", "not read")
                .help("rename the file in UTF-8")
        }
        ReadFault::Unreadable(reason) => {
            Fault::new(FaultKind::InvalidYaml, start, format!("the file cannot be read: {reason}"), "not read")
                .help("make it readable, or `exclude` it in goalpost.yaml")
        }
    }
}

/// The fault for a control character; YAML allows only tab and line breaks (YAML 1.2.2, section 5.1).
pub(super) fn control_character(text: &str) -> Option<Fault> {
    // A quick test on bytes first: the C0 controls are single bytes, and the C1 controls start with 0xC2 in UTF-8.
    text.bytes()
        .position(|byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7F || byte == 0xC2)?;
    let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    let (at, control) = text.char_indices().find(|(_, character)| is_control(*character))?;
    let code = u32::from(control);
    let name = if code == 0 { "a NUL byte".to_owned() } else { format!("a control character (U+{code:04X})") };
    Some(
        Fault::new(
            FaultKind::InvalidYaml,
            Span::new(at, at + control.len_utf8()),
            format!("the file contains {name}"),
            "here",
        )
        .help("remove it; goal files are plain text"),
    )
}
