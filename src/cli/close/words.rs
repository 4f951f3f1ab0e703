//! Words that are asked for on a terminal: reasons and lessons.

use crate::cli::prompt::Prompt;

/// The answer where words are asked for.
pub(super) enum WordsReply {
    /// Words.
    Said(String),
    /// None now: Enter or `s`.
    Nothing { skips: bool },
    /// `q`, or the end of the input.
    Quit,
}

/// Asks for words. `s` and `q` mean what they mean at every question of a walk, and a sign that is no word is a slip: it
/// would stand in the goal as its lesson.
pub(super) fn ask_words(prompt: &mut Prompt, question: &str) -> WordsReply {
    let read = |line: &str| match line.to_lowercase().as_str() {
        "" => Ok(WordsReply::Nothing { skips: false }),
        "s" => Ok(WordsReply::Nothing { skips: true }),
        "q" => Ok(WordsReply::Quit),
        _ if line.chars().filter(|c| c.is_alphabetic()).count() < 2 => {
            Err("write it in words, or press Enter".to_owned())
        }
        _ => Ok(WordsReply::Said(line.to_owned())),
    };
    prompt.ask_until(question, read).unwrap_or(WordsReply::Quit)
}
