//! Reads files and standard input.

use std::io::Read as _;
use std::path::Path;

use super::error::CommandError;
use crate::author::decode;

/// The size limit of an input, in bytes.
const MOST: u64 = 64 * 1024 * 1024;

/// Reads the text of a file, or of standard input for `-`.
pub(super) fn read_text(from: &Path) -> Result<String, CommandError> {
    decode(read_bytes(from)?)
        .map_err(|unfit| CommandError::failed(format!("cannot read `{}`: {unfit}", from.display())).hint(&unfit.help))
}

/// Reads the bytes of a file, or of standard input for `-`.
pub(super) fn read_bytes(from: &Path) -> Result<Vec<u8>, CommandError> {
    let name = from.display();
    let mut bytes = Vec::new();
    let done = if from.as_os_str() == "-" {
        std::io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(from).and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes))
    };
    let wrong = |message: String, help: &str| CommandError::failed(message).hint(help);
    done.map_err(|error| {
        wrong(format!("cannot read `{name}`: {error}"), "name a readable file, or - for standard input")
    })?;
    if bytes.len() as u64 > MOST {
        return Err(wrong(format!("`{name}` is larger than 64 MiB"), "split it into smaller files"));
    }
    Ok(bytes)
}
