//! One piece of a text in place of another: what every edit comes down to.

use super::definition::EditError;
use crate::source::Span;

/// A piece of a text and what stands there instead after an edit.
///
/// It knows both, so it can be taken back: [`Splice::inverse`] restores every byte, whatever the edit was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// Where the piece begins, in bytes.
    pub at: usize,
    /// What stands there now.
    pub old: String,
    /// What is to stand there.
    pub new: String,
}

impl Splice {
    /// Another text in place of a text's span.
    ///
    /// # Panics
    /// The span does not lie in the text, or cuts a character.
    #[must_use]
    pub fn over(text: &str, span: Span, new: &str) -> Self {
        Self { at: span.start as usize, old: text[span.range()].to_owned(), new: new.to_owned() }
    }

    /// The text with the new piece.
    ///
    /// # Errors
    /// Another piece than the old one stands there: the text has changed since.
    pub fn made(&self, text: &str) -> Result<String, EditError> {
        let piece = text.get(self.at..).and_then(|rest| rest.strip_prefix(self.old.as_str()));
        let (Some(rest), Some(before)) = (piece, text.get(..self.at)) else { return Err(EditError::Changed) };
        Ok([before, &self.new, rest].concat())
    }

    /// The splice that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { at: self.at, old: self.new.clone(), new: self.old.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_splice_is_made_where_its_old_piece_stands_alone() {
        let splice = Splice::over("a: é # c\n", Span::new(3, 5), "b");
        assert_eq!(splice.made("a: é # c\n").as_deref(), Ok("a: b # c\n"));
        assert_eq!(splice.inverse().made("a: b # c\n").as_deref(), Ok("a: é # c\n"));
        for other in ["a: b # c\n", "", "é: b", "a:"] {
            assert_eq!(splice.made(other), Err(EditError::Changed), "{other}");
        }
    }
}
