//! What looks like a secret in a file, where it must not stand.

/// How tokens of common services begin, with the fewest characters that follow.
const PREFIXES: [(&str, usize); 14] = [
    ("ghp_", 20),
    ("gho_", 20),
    ("ghs_", 20),
    ("github_pat_", 20),
    ("glpat-", 16),
    ("glsa_", 16),
    ("xoxb-", 10),
    ("xoxp-", 10),
    ("sk-", 20),
    ("AKIA", 12),
    ("ATATT", 16),
    ("eyJhbGci", 16),
    ("Bearer ", 8),
    ("Basic ", 8),
];

/// Parameters of addresses and options of programs that carry secrets.
const CARRIERS: [&str; 10] = [
    "token",
    "access_token",
    "private_token",
    "api_key",
    "apikey",
    "api-key",
    "password",
    "passwd",
    "secret",
    "pgpassword",
];

/// Whether a text is the name of an environment variable.
pub(in crate::model) fn is_secret_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// What makes a text look as if it held a secret; none if nothing does.
pub(in crate::model) fn secret_in(text: &str) -> Option<&'static str> {
    if has_password(text) {
        return Some("a user and password in an address");
    }
    let words = text.split(|c: char| c.is_whitespace() && c != ' ' || "\"'`,;=&?/<>()".contains(c));
    for word in words.flat_map(|word| [Some(word), word.rsplit(' ').next()]).flatten() {
        let begins = |(prefix, least): &(&str, usize)| {
            word.find(prefix).is_some_and(|at| {
                let is_start = !word[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
                let rest = word[at + prefix.len()..].bytes();
                is_start && rest.take_while(u8::is_ascii_graphic).count() >= *least
            })
        };
        if PREFIXES.iter().any(begins) {
            return Some("a token");
        }
    }
    let lower = text.to_lowercase();
    let carries = |name: &&str| {
        lower.match_indices(*name).any(|(at, _)| {
            let (before, rest) = (&lower[..at], &lower[at + name.len()..]);
            let is_whole = before.is_empty() || before.ends_with(['?', '&', '-', ' ', '"', '\'']);
            let value = rest.strip_prefix('=').unwrap_or_default();
            is_whole && !value.is_empty() && !value.starts_with(['$', '&', '{', ' '])
        })
    };
    CARRIERS.iter().any(carries).then_some("a token or password")
}

/// Whether an address has a password before its host.
fn has_password(text: &str) -> bool {
    text.split("://").skip(1).any(|rest| {
        let authority = rest.split(['/', '?', '#', ' ']).next().unwrap_or_default();
        authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':') && !user.contains(":$"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_their_looks() {
        for text in [
            "https://me:hunter2@prometheus.internal",
            "https://status.example/api?api_key=4f2c91e",
            "ghp_0123456789abcdefghij0123456789abcdef",
            "Bearer abcdefgh12345",
            "--password=hunter2",
            "glpat-0123456789abcdefghij",
            "postgres://okr:pw@db/warehouse",
            "PGPASSWORD=x",
        ] {
            assert!(secret_in(text).is_some(), "{text}");
        }
        for text in [
            "https://prometheus.internal",
            "avg_over_time(checkout:availability[7d])",
            "sum(rate(token_requests{token=\"x\"}[5m]))",
            "select count(*) from tokens where password = 'x'",
            "https://status.example/api?page=2&token=$NAME",
            "is:issue label:task-force ask-me sk-123",
            "./sources/sql",
        ] {
            assert_eq!(secret_in(text), None, "{text}");
        }
        assert!(is_secret_name("PROM_TOKEN") && !is_secret_name("") && !is_secret_name("4A") && !is_secret_name("A-B"));
    }
}
