//! The single-byte Western encodings that commits can name in their `encoding` header (git-commit(1), "DISCUSSION").

/// The encoding of a commit's names and message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// UTF-8, also used for unknown encodings.
    Utf8,
    Latin1,
    Latin9,
    Windows1252,
}

/// The characters of Windows-1252 from 0x80 to 0x9F; five of them are unassigned.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// The characters in which ISO 8859-15 differs from ISO 8859-1.
const LATIN9: [(u8, char); 8] =
    [(0xa4, '€'), (0xa6, 'Š'), (0xa8, 'š'), (0xb4, 'Ž'), (0xb8, 'ž'), (0xbc, 'Œ'), (0xbd, 'œ'), (0xbe, 'Ÿ')];

impl Encoding {
    /// Finds an encoding by name, ignoring case and punctuation.
    pub(super) fn named(name: &[u8]) -> Self {
        let letters = name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase);
        match letters.collect::<Vec<u8>>().as_slice() {
            b"iso88591" | b"latin1" | b"l1" => Self::Latin1,
            b"iso885915" | b"latin9" | b"l9" => Self::Latin9,
            b"windows1252" | b"cp1252" => Self::Windows1252,
            _ => Self::Utf8,
        }
    }

    /// Decodes a text. Valid UTF-8 is decoded as such whatever the header says, because headers are often wrong.
    pub(super) fn decode(self, bytes: &[u8]) -> String {
        match (self, std::str::from_utf8(bytes)) {
            (_, Ok(text)) => text.to_owned(),
            (Self::Utf8, Err(_)) => String::from_utf8_lossy(bytes).into_owned(),
            _ => bytes.iter().map(|byte| self.letter(*byte)).collect(),
        }
    }

    fn letter(self, byte: u8) -> char {
        let other = match (self, byte) {
            (Self::Windows1252, 0x80..=0x9f) => WINDOWS.chars().nth(usize::from(byte - 0x80)),
            (Self::Latin9, _) => LATIN9.iter().find(|(at, _)| *at == byte).map(|(_, letter)| *letter),
            _ => None,
        };
        other.unwrap_or(char::from(byte))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn western_encodings_are_read_and_utf_8_whatever_the_header_says() {
        let decode = |name: &str, bytes: &[u8]| Encoding::named(name.as_bytes()).decode(bytes);
        assert_eq!(decode("ISO-8859-1", b"Jos\xe9"), "José");
        assert_eq!(decode("iso8859-15", b"10 \xa4"), "10 €");
        assert_eq!(decode("CP1252", b"\x84a\x93 \x9f"), "„a“ Ÿ");
        assert_eq!(decode("ISO-8859-1", "José".as_bytes()), "José");
        assert_eq!(decode("UTF-8", b"Jos\xe9"), "Jos\u{fffd}");
    }
}
