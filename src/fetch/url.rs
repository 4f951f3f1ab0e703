//! Addresses as far as sources need them: the parts of one, texts in one, and where a redirect leads.

/// The parts of an address on the web.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Address<'u> {
    /// `http` or `https`, in lower case.
    pub(super) scheme: &'static str,
    /// The host without brackets and port.
    pub(super) host: &'u str,
    /// The port, or the scheme's own.
    pub(super) port: u16,
    /// Host and port as written.
    authority: &'u str,
    /// Path and query, from the first slash or question mark on; may be empty.
    rest: &'u str,
}

impl<'u> Address<'u> {
    /// Takes an address apart. None for other schemes, a user in the address (which would be a secret in a file), an
    /// invalid port, or characters that no address has.
    pub(super) fn parse(url: &'u str) -> Option<Self> {
        let (scheme, behind) = url.split_once("://")?;
        let (scheme, usual) = match scheme {
            _ if scheme.eq_ignore_ascii_case("https") => ("https", 443),
            _ if scheme.eq_ignore_ascii_case("http") => ("http", 80),
            _ => return None,
        };
        if behind.bytes().any(|byte| !byte.is_ascii_graphic()) {
            return None;
        }
        let end = behind.find(['/', '?', '#']).unwrap_or(behind.len());
        let (authority, rest) = behind.split_at(end);
        let rest = rest.split('#').next().unwrap_or_default();
        let (host, port) = match authority.strip_prefix('[') {
            Some(inner) => {
                let (host, port) = inner.split_once(']')?;
                (host, port.strip_prefix(':').or(Some("").filter(|_| port.is_empty()))?)
            }
            None => authority.split_once(':').unwrap_or((authority, "")),
        };
        let is_named = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte);
        if host.is_empty() || !host.bytes().all(is_named) {
            return None;
        }
        let port = if port.is_empty() { usual } else { port.parse().ok()? };
        Some(Self { scheme, host, port, authority, rest })
    }

    /// Whether what is sent there is encrypted.
    pub(super) fn is_encrypted(&self) -> bool {
        self.scheme == "https"
    }

    /// Whether both are the same server under the same name, equally protected.
    pub(super) fn is_same_server(&self, other: &Self) -> bool {
        self.scheme == other.scheme && self.host.eq_ignore_ascii_case(other.host) && self.port == other.port
    }

    /// The address to which a redirect from here leads (RFC 9110, section 10.2.2; RFC 3986, section 5.2).
    pub(super) fn redirected(&self, location: &str) -> String {
        let path = self.rest.split('?').next().unwrap_or_default();
        let Self { scheme, authority, .. } = self;
        if location.contains("://") {
            location.to_owned()
        } else if location.starts_with("//") {
            format!("{scheme}:{location}")
        } else if location.starts_with('/') {
            format!("{scheme}://{authority}{location}")
        } else if location.starts_with('?') {
            format!("{scheme}://{authority}{path}{location}")
        } else {
            let folder = path.rfind('/').map_or("/", |end| &path[..=end]);
            format!("{scheme}://{authority}{folder}{location}")
        }
    }
}

/// Encodes a text as part of a path or as a value of a query: all but the unreserved characters of RFC 3986.
pub(super) fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Appends a path to the address of a server, which may itself have a path and end in a slash.
pub(super) fn below(server: &str, path: &str) -> String {
    format!("{}/{path}", server.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_host_and_a_port() {
        let parts = |url| Address::parse(url).map(|it| (it.scheme, it.host, it.port));
        assert_eq!(parts("https://a.example/x?y#z"), Some(("https", "a.example", 443)));
        assert_eq!(parts("HTTP://[::1]:80?x"), Some(("http", "::1", 80)));
        assert_eq!(parts("http://[fe80::1]"), Some(("http", "fe80::1", 80)));
        for wrong in [
            "ftp://a",
            "https://",
            "https://u:p@a/",
            "https://a:x/",
            "https://a b/",
            "a",
            "https://[::1]x/",
            "https:///x",
        ] {
            assert_eq!(parts(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn redirects_are_relative_to_where_they_come_from() {
        let from = Address::parse("https://a.example:8443/b/c?d=e#f").expect("an address");
        for (location, to) in [
            ("http://x/y", "http://x/y"),
            ("//x/y", "https://x/y"),
            ("/y", "https://a.example:8443/y"),
            ("y?z", "https://a.example:8443/b/y?z"),
            ("?z", "https://a.example:8443/b/c?z"),
        ] {
            assert_eq!(from.redirected(location), to);
        }
        assert_eq!(Address::parse("https://a").expect("an address").redirected("y"), "https://a/y");
    }

    #[test]
    fn a_text_in_an_address_stays_one_text() {
        assert_eq!(percent_encode("a b/ü&x=%"), "a%20b%2F%C3%BC%26x%3D%25");
        assert_eq!(below("https://a/prom/", "api"), "https://a/prom/api");
    }
}
