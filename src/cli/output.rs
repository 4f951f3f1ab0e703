//! Where answers go: standard output, or a file that is replaced whole.

use std::io::{self, Write};
use std::path::Path;

use super::CommandError;

/// Writes an answer. A reader that has gone away is no error.
pub(super) fn write(text: &str, to: Option<&Path>) -> Result<(), CommandError> {
    match to {
        Some(path) => write_file(text, path).map_err(|error| {
            CommandError::new(format!("cannot write `{}`: {error}", path.display()))
                .hint("name a file in a folder that exists and that you may write to")
        }),
        None => match write_stdout(text) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(CommandError::new(format!("cannot write the answer: {error}"))),
            Ok(()) => Ok(()),
        },
    }
}

fn write_stdout(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

fn write_file(text: &str, path: &Path) -> io::Result<()> {
    // A device such as /dev/stdout or a pipe cannot be replaced; it is written to.
    if path.exists() && !path.is_file() {
        return std::fs::write(path, text);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().permissions(permissions(path)).tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// The mode of the file that is replaced, or of a new one.
fn permissions(path: &Path) -> std::fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().map_or_else(|_| std::fs::Permissions::from_mode(0o644), |metadata| metadata.permissions())
}
