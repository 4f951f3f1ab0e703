//! Secrets: what is sent to a source and must appear nowhere else.

use std::collections::BTreeMap;
use std::fmt;

use super::base64::base64;
use super::url::percent_encode;
use crate::source::InOrder as _;

/// What stands in place of a secret.
const REDACTED: &str = "***";

/// The fewest bytes of a line of a secret that is removed by itself. Shorter ones, such as a brace, would be found anywhere.
const SHORTEST_LINE: usize = 8;

/// A secret text. Its `Debug` does not show it, and it has no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Secret(String);

impl Secret {
    /// A secret as an environment variable holds it. White space around it is not part of it: services that keep secrets
    /// for pipelines often end them with a line break, which no header could carry.
    pub(super) fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The secret itself, for what goes out to its source.
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// All secrets that a fetch was given, in every form in which a server or a program may send them back.
#[derive(Clone, Default)]
pub(super) struct Secrets {
    /// The values by the names of their variables.
    named: BTreeMap<String, Secret>,
    /// The forms to remove, longest first, so that none is left half removed by a shorter one.
    forms: Vec<String>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.named.keys()).finish()
    }
}

impl Secrets {
    /// Takes secrets by the names of their variables. Further texts (such as the password of a proxy) are only removed.
    pub(super) fn new(named: &BTreeMap<String, String>, further: impl IntoIterator<Item = String>) -> Self {
        let mut secrets = Self::default();
        for (name, value) in named {
            let secret = Secret::new(value);
            secrets.add(secret.expose());
            secrets.named.insert(name.clone(), secret);
        }
        for text in further {
            secrets.add(&text);
        }
        secrets
    }

    /// The value of a variable; none if it is not set or empty.
    pub(super) fn named(&self, name: &str) -> Option<&Secret> {
        self.named.get(name).filter(|secret| !secret.0.is_empty())
    }

    /// Adds a text that is to be removed, such as one that was made from several secrets. Of a text of several lines, such as
    /// a private key, each line is removed too: a program may complain about one of them.
    pub(super) fn add(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let lines = text.lines().map(str::trim).filter(|line| line.len() >= SHORTEST_LINE);
        for part in std::iter::once(text).chain(lines) {
            let quoted = serde_json::Value::from(part).to_string();
            let escaped = quoted[1..quoted.len() - 1].to_owned();
            for form in [part.to_owned(), percent_encode(part), base64(part.as_bytes()), escaped] {
                if !self.forms.contains(&form) {
                    self.forms.push(form);
                }
            }
        }
        self.forms.order_by_key(|form| std::cmp::Reverse(form.len()));
    }

    /// Replaces every secret in a text.
    pub(super) fn redact(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for form in &self.forms {
            if text.contains(form.as_str()) {
                text = text.replace(form.as_str(), REDACTED);
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_form_of_a_secret_is_left() {
        let named = [("A".to_owned(), "s3cr\"t/x\n".to_owned()), ("B".to_owned(), "s3cr\"t/xyz".to_owned())];
        let secrets = Secrets::new(&named.into(), ["pass word".to_owned()]);
        assert_eq!(secrets.redact("a s3cr\"t/xyz b s3cr\"t/x c"), "a *** b *** c");
        assert_eq!(secrets.redact("s3cr%22t%2Fx pass%20word czNjciJ0L3g= {\"s3cr\\\"t/x\"}"), "*** *** *** {\"***\"}");
        assert!(!format!("{secrets:?} {:?}", secrets.named("A")).contains("s3cr"));
        assert_eq!(secrets.named("A").map(Secret::expose), Some("s3cr\"t/x"));
        assert_eq!(secrets.named("C"), None);
    }

    #[test]
    fn each_line_of_a_secret_of_several_lines_is_removed() {
        let key = "-----BEGIN KEY-----\r\nMIIEvQIBADANBg\r\n  kqhkiG9w0BAQEF/+\n}\n-----END KEY-----\n";
        let secrets = Secrets::new(&[("KEY".to_owned(), key.to_owned())].into(), []);
        assert_eq!(secrets.redact("bad line 2: MIIEvQIBADANBg}"), "bad line 2: ***}");
        assert_eq!(secrets.redact("kqhkiG9w0BAQEF%2F%2B kqhkiG9w0BAQEF/+"), "*** ***");
        assert_eq!(secrets.redact(key.trim()), "***");
    }
}
