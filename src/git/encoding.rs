//! The encodings that commits can name in their `encoding` header (git-commit(1), "DISCUSSION").

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8};

/// The escape character with which ISO 2022 changes the set of characters.
const ESCAPE: u8 = 0x1b;

/// Names that iconv, and so git, knows and the Encoding Standard (encoding.spec.whatwg.org) does not, in lower case and
/// without punctuation, with the standard's name.
const OTHER_NAMES: [(&str, &str); 12] = [
    ("latin9", "iso-8859-15"),
    ("koi8r", "koi8-r"),
    ("koi8u", "koi8-u"),
    ("shiftjis", "shift_jis"),
    ("cp932", "shift_jis"),
    ("eucjp", "euc-jp"),
    ("iso2022jp", "iso-2022-jp"),
    ("euckr", "euc-kr"),
    ("cp949", "euc-kr"),
    ("euccn", "gbk"),
    ("cp936", "gbk"),
    ("cp950", "big5"),
];

/// The encoding of a commit's names and message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextEncoding(&'static Encoding);

impl Default for TextEncoding {
    fn default() -> Self {
        Self(UTF_8)
    }
}

impl TextEncoding {
    /// Finds an encoding by name, ignoring case and punctuation; UTF-8 for an unknown one.
    pub(super) fn named(name: &[u8]) -> Self {
        let letters = name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase);
        let plain: String = letters.map(char::from).collect();
        let other = || OTHER_NAMES.iter().find(|(name, _)| *name == plain).map(|(_, name)| *name);
        let windows =
            || plain.strip_prefix("windows").or(plain.strip_prefix("cp")).map(|page| format!("windows-{page}"));
        let found = Encoding::for_label(name)
            .or_else(|| Encoding::for_label(plain.as_bytes()))
            .or_else(|| Encoding::for_label(other()?.as_bytes()))
            .or_else(|| Encoding::for_label(windows()?.as_bytes()));
        Self(found.unwrap_or(UTF_8))
    }

    /// Decodes a text. Valid UTF-8 is decoded as such whatever the header says, because headers are often wrong; only texts
    /// of ISO 2022 look like it.
    pub(super) fn decode(self, bytes: &[u8]) -> String {
        let is_shifted = self.0 == ISO_2022_JP && bytes.contains(&ESCAPE);
        match std::str::from_utf8(bytes) {
            Ok(text) if !is_shifted => text.to_owned(),
            _ => self.0.decode_without_bom_handling(bytes).0.into_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(name: &str, bytes: &[u8]) -> String {
        TextEncoding::named(name.as_bytes()).decode(bytes)
    }

    #[test]
    fn western_encodings_are_read_and_utf_8_whatever_the_header_says() {
        assert_eq!(decode("ISO-8859-1", b"Jos\xe9"), "José");
        assert_eq!(decode("iso8859-15", b"10 \xa4"), "10 €");
        assert_eq!(decode("latin9", b"10 \xa4"), "10 €");
        assert_eq!(decode("CP1252", b"\x84a\x93 \x9f"), "„a“ Ÿ");
        assert_eq!(decode("ISO-8859-1", "José".as_bytes()), "José");
        assert_eq!(decode("UTF-8", b"Jos\xe9"), "Jos\u{fffd}");
        assert_eq!(decode("no such thing", b"Jos\xe9"), "Jos\u{fffd}");
    }

    #[test]
    fn other_scripts_are_read_by_any_of_their_names() {
        for name in ["KOI8-R", "koi8r"] {
            assert_eq!(decode(name, b"\xe1\xce\xce\xc1"), "Анна");
        }
        for name in ["Shift_JIS", "SHIFT-JIS", "SJIS", "CP932"] {
            assert_eq!(decode(name, b"\x93\xfa\x96{"), "日本");
        }
        for name in ["GBK", "GB2312", "CP936", "GB18030"] {
            assert_eq!(decode(name, b"\xd6\xd0\xce\xc4"), "中文");
        }
        assert_eq!(decode("windows-1251", b"\xc0\xed\xed\xe0"), "Анна");
        assert_eq!(decode("cp1251", b"\xc0\xed\xed\xe0"), "Анна");
        assert_eq!(decode("eucJP", b"\xc6\xfc\xcb\xdc"), "日本");
        assert_eq!(decode("ISO-2022-JP", b"\x1b$BF|K\\\x1b(B"), "日本");
        assert_eq!(decode("Big5", b"\xa4\xa4\xa4\xe5"), "中文");
        assert_eq!(decode("EUC-KR", b"\xc7\xd1"), "한");
    }
}
