//! What goals say and reads like a command: it stays as it is written, whatever root was given.

/// The most places that are remembered, and the words of each that are compared.
const MOST: usize = 500;
const WORDS: usize = 4;

/// How much of what stands before a place is looked at, in bytes.
const BEFORE: usize = 200;

/// The program's name.
pub(super) const NAME: &str = "goalpost";

/// A place at which a text of a goal names the program.
#[derive(Debug, Clone, PartialEq, Eq)]
struct QuotedPlace {
    /// The word before it; none at the beginning of the text.
    before: Option<String>,
    /// The words behind it on its line.
    behind: Vec<String>,
}

/// The places at which texts of goals name the program.
#[derive(Debug, Default)]
pub(super) struct QuotedCommands {
    places: Vec<QuotedPlace>,
}

impl QuotedCommands {
    /// Remembers where a file of goals names the program.
    pub(super) fn remember(&mut self, file: &str) {
        for (at, _) in file.match_indices(NAME) {
            let rest = &file[at + NAME.len()..];
            if self.places.len() == MOST || !rest.starts_with(' ') {
                continue;
            }
            let line = file[..at].rsplit('\n').next().unwrap_or_default();
            // What YAML writes before a text is no word of it.
            let word =
                line.split_whitespace().next_back().filter(|word| !word.ends_with([':', '-', '|', '>', '{', '[']));
            let before = word.map(plain).filter(|word| !word.is_empty() && !line.trim_end().ends_with(['"', '\'']));
            let behind = words(own_text(rest.lines().next().unwrap_or_default()));
            let place = QuotedPlace { before: before.map(str::to_owned), behind };
            if !self.places.contains(&place) {
                self.places.push(place);
            }
        }
    }

    /// Whether a text that is printed quotes a goal where it names the program. `before` and `behind` are what stands on both
    /// sides of the name.
    pub(super) fn has(&self, before: &str, behind: &str) -> bool {
        if self.places.is_empty() {
            return false;
        }
        let from = (0..=before.len().min(BEFORE)).rev().map(|back| before.len() - back);
        let near = from.into_iter().find(|at| before.is_char_boundary(*at)).map_or("", |at| &before[at..]);
        let word_before = near.split_whitespace().map(plain).rfind(|word| !word.is_empty());
        // A command is led to: `next: goalpost rollup`.
        let is_led_to = near.trim_end().ends_with([':', '`', '·']);
        let printed = words(behind);
        self.places.iter().any(|place| {
            let is_same = begins_alike(&printed, &place.behind);
            match &place.before {
                Some(word) => is_same && word_before == Some(word),
                None => is_same && (!is_led_to || place.behind.len() > 2),
            }
        })
    }
}

/// Whether what is printed goes on as a text does. A cut text ends with `…`.
fn begins_alike(printed: &[String], text: &[String]) -> bool {
    for (at, word) in text.iter().enumerate() {
        match printed.get(at) {
            Some(same) if same == word => {}
            Some(cut) if cut.ends_with('…') => return word.starts_with(cut.trim_end_matches('…')),
            Some(_) | None => return false,
        }
    }
    !text.is_empty()
}

/// What of a line of YAML surely belongs to the text that it begins with: up to a sign that may end it.
fn own_text(line: &str) -> &str {
    let ends = |(at, c): &(usize, char)| {
        matches!(c, '"' | '\'' | ',' | '}' | ']' | '#') && line[at + c.len_utf8()..].starts_with([' ', ',', '}', ']'])
    };
    line.char_indices().find(ends).map_or(line, |(at, _)| &line[..at])
}

/// The first words of a text, without the signs around them.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(plain).filter(|word| !word.is_empty()).take(WORDS).map(str::to_owned).collect()
}

/// A word without the signs of YAML, of sentences and of pages around it.
fn plain(word: &str) -> &str {
    word.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '-')
        .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '-' && c != '…')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_goal_says_is_known_again_where_it_is_printed() {
        let mut quoted = QuotedCommands::default();
        quoted.remember(
            "title: Run goalpost rollup every Monday\nwhy: \"goalpost check finds it\"\nlog:\n  - {text: goalpost rollup}\n  - {text: \"nobody reads goalpost digest\", by: ana}\n",
        );
        let has = |text: &str| {
            let at = text.find(NAME).expect("the name");
            quoted.has(&text[..at], &text[at + NAME.len()..])
        };
        for goal in [
            "├─ Run goalpost rollup every Monday   k   ana  20 %\n",
            "Run\n│  goalpost rollup every\n│  Monday",
            "“Run goalpost rollup eve…” moved",
            "why: goalpost check finds it",
            "2026-11-03  goalpost rollup\n",
            "nobody reads goalpost digest\n\ngoalposts  period",
        ] {
            assert!(has(goal), "{goal}");
        }
        for own in [
            "every goal: goalpost rollup\n",
            "run goalpost checkin k",
            "all goals: goalpost rollup   x",
            "see `goalpost check`",
        ] {
            assert!(!has(own), "{own}");
        }
    }
}
