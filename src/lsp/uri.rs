//! File addresses of the protocol (RFC 8089) and paths.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;

/// Returns the path of a `file:` address on this machine; none of any other, such as `untitled:`.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_ref().strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let rest = rest.split(['?', '#']).next().filter(|path| path.starts_with('/'))?;
    Some(PathBuf::from(OsString::from_vec(decoded(rest.as_bytes()))))
}

/// Returns the address of an absolute path.
pub(super) fn uri_of(path: &Path) -> Uri {
    let mut uri = String::from("file://");
    for byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    Uri::from(uri)
}

/// Bytes with `%41` for `A`. A `%` that no two digits follow is itself.
fn decoded(text: &[u8]) -> Vec<u8> {
    let digit = |at: usize| text.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        match (text[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                bytes.extend(u8::try_from(high * 16 + low));
                at += 3;
            }
            (byte, ..) => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_survives_its_address() {
        for path in ["/a/b.yaml", "/a b/ü%20#?.yaml", "/a/日本.yaml", "/100%.yaml"] {
            assert_eq!(path_of(&uri_of(Path::new(path))).as_deref(), Some(Path::new(path)));
        }
        assert_eq!(uri_of(Path::new("/a b/ü")).as_ref(), "file:///a%20b/%C3%BC");
        let of = |text: &str| path_of(&Uri::from(text));
        assert_eq!(of("file://localhost/x"), Some(PathBuf::from("/x")));
        assert_eq!(of("file:///x%3ay%2"), Some(PathBuf::from("/x:y%2")));
        assert_eq!((of("untitled:Untitled-1"), of("file://elsewhere/x"), of("")), (None, None, None));
    }
}
