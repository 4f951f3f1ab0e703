//! Paths of files from the top of the repository, where services look for them, and their percent-encoding.

/// The path of a file from the top of git's work tree; none if the file lies outside. `root` is the goals' folder from
/// there, and a file of an included root may go up from it. Without git, `root` is a folder of the machine, and the path
/// from the root is all that is known.
pub(super) fn path_in_repository(root: &str, path: &str) -> Option<String> {
    let root = if root.starts_with('/') { "" } else { root };
    let mut parts: Vec<&str> = Vec::new();
    for part in root.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Percent-encodes a text for a URL (RFC 3986), except `/` and unreserved characters.
pub(super) fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_from_the_top_of_the_repository() {
        assert_eq!(path_in_repository(".", "q4/a.yaml").as_deref(), Some("q4/a.yaml"));
        assert_eq!(path_in_repository("okrs", "q4/a.yaml").as_deref(), Some("okrs/q4/a.yaml"));
        assert_eq!(path_in_repository("okrs", "../people/a.yaml").as_deref(), Some("people/a.yaml"));
        assert_eq!(path_in_repository("okrs", "../../other/a.yaml"), None);
        assert_eq!(path_in_repository("/home/ana/okrs", "q4/a.yaml").as_deref(), Some("q4/a.yaml"));
    }

    #[test]
    fn what_is_encoded_is_a_path_and_nothing_else() {
        assert_eq!(percent_encode("a b/\"c\".yaml?#&'<é"), "a%20b/%22c%22.yaml%3F%23%26%27%3C%C3%A9");
        assert_eq!(percent_encode("2026-Q4/a b).yaml"), "2026-Q4/a%20b%29.yaml");
        assert_eq!(percent_encode("javascript:x|.yaml"), "javascript%3Ax%7C.yaml");
    }
}
