//! The wording of titles: activities, upkeep, placeholders and two goals in one. The lists are English.

use crate::model::{Goal, Workspace};

/// Beginnings that name an activity and not its result (Google's OKR playbook).
const ACTIVITIES: &[&str] = &[
    "consult",
    "help",
    "analyse",
    "analyze",
    "participate",
    "attend",
    "assist",
    "take part",
    "contribute to",
    "look into",
    "explore",
    "investigate",
    "discuss",
    "consider",
    "work on",
];

/// Words that make an activity of "support …": people rather than a goal are supported.
const COLLEAGUES: &[&str] = &["team", "teams", "colleagues", "department", "departments"];

/// Beginnings that promise no change.
const UPKEEP: &[&str] = &["maintain", "maintaining", "continue to", "continuing to", "keep on", "carry on"];

/// Beginnings that mean "better" and nothing else.
const BETTERMENT: &[&str] =
    &["improve", "enhance", "increase", "strengthen", "boost", "streamline", "upgrade", "optimise", "optimize"];

/// Words that stand for a missing title.
const PLACEHOLDERS: &[&str] = &[
    "goal",
    "goals",
    "objective",
    "objectives",
    "key",
    "result",
    "results",
    "kr",
    "krs",
    "okr",
    "okrs",
    "title",
    "untitled",
    "new",
    "todo",
    "tbd",
    "tba",
    "q",
    "h",
];

/// Verbs that begin a goal: a title with two of them may contain two goals.
const DEEDS: &[&str] = &[
    "achieve",
    "add",
    "automate",
    "bring",
    "build",
    "close",
    "create",
    "cut",
    "decide",
    "define",
    "deliver",
    "deploy",
    "develop",
    "double",
    "drive",
    "enable",
    "expand",
    "find",
    "fix",
    "get",
    "grow",
    "halve",
    "hire",
    "implement",
    "improve",
    "increase",
    "introduce",
    "land",
    "launch",
    "lower",
    "make",
    "migrate",
    "move",
    "open",
    "publish",
    "raise",
    "reach",
    "reduce",
    "release",
    "remove",
    "replace",
    "sell",
    "shorten",
    "start",
    "train",
    "win",
    "write",
];

/// The words of a title, in lower case and without the punctuation around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    lower: String,
}

impl Wording {
    /// The wording of a title.
    pub fn of(title: &str) -> Self {
        Self { lower: title.to_lowercase() }
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.lower.split_whitespace().map(bare).filter(|word| !word.is_empty())
    }

    /// Whether it contains a number.
    pub fn has_digit(&self) -> bool {
        self.lower.chars().any(char::is_numeric)
    }

    /// The activity with which it begins, if it begins with one.
    pub fn activity(&self) -> Option<&'static str> {
        self.beginning(ACTIVITIES)
            .or_else(|| self.beginning(&["support"]).filter(|_| self.words().any(|word| COLLEAGUES.contains(&word))))
    }

    /// The words with which it promises no change, if it begins with such.
    pub fn upkeep(&self) -> Option<&'static str> {
        self.beginning(UPKEEP)
    }

    /// Whether it is only a word for "better" with at most two words for the object and no number.
    pub fn is_bare_betterment(&self) -> bool {
        let articles = ["a", "an", "the", "our", "its", "their"];
        let more = || self.words().skip(1).filter(|word| !articles.contains(word)).count();
        self.beginning(BETTERMENT).is_some() && more() <= 2 && !self.has_digit()
    }

    /// Whether it is a placeholder: `Objective 1`, `TBD`, `OKR 2026-Q4`.
    pub fn is_placeholder(&self) -> bool {
        let is_number = |part: &str| !part.chars().any(char::is_alphabetic);
        let part_is = |part: &str| PLACEHOLDERS.contains(&part.trim_end_matches(char::is_numeric));
        let stands_for = |word: &str| {
            word == "n/a" || word.split(['-', '/', '_', '.', ':']).all(|part| is_number(part) || part_is(part))
        };
        self.words().all(stands_for) && self.words().any(|word| !is_number(word))
    }

    /// Whether it is a single word of Latin letters without a number. One word in another script may be a whole
    /// sentence.
    pub fn is_one_word(&self) -> bool {
        let mut words = self.words();
        let one = words.next().is_some() && words.next().is_none();
        one && self.lower.chars().filter(|c| c.is_alphabetic()).all(|c| c < '\u{250}') && !self.has_digit()
    }

    /// The two verbs of a title with two goals: its first word, and one after an "and".
    ///
    /// "Build and launch the app" has one object and is one goal: the "and" must not be the second word.
    pub fn two_deeds(&self) -> Option<(&str, &str)> {
        let first = self.words().next().filter(|word| DEEDS.contains(word))?;
        let pairs = self.words().zip(self.words().skip(1)).skip(2);
        let mut seconds = pairs.filter(|(and, _)| matches!(*and, "and" | "plus")).map(|(_, word)| word);
        Some((first, seconds.find(|word| DEEDS.contains(word))?))
    }

    /// The first of the phrases with which it begins.
    fn beginning(&self, phrases: &[&'static str]) -> Option<&'static str> {
        let first = self.words().next()?;
        let begins = |phrase: &&&str| {
            let (begin, rest) = phrase.split_once(' ').unwrap_or((phrase, ""));
            let mut words = self.words().skip(1);
            begin == first && rest.split(' ').all(|part| part.is_empty() || words.next() == Some(part))
        };
        phrases.iter().find(begins).copied()
    }
}

/// The wording of a goal's title, if its file has a title that can be read.
pub fn wording_of(workspace: &Workspace, goal: &Goal) -> Option<Wording> {
    let written = workspace.writes(goal, "title") && !workspace.document_of(goal).has_fault("title");
    written.then(|| Wording::of(&goal.title))
}

/// A word without the punctuation around it; a lone `&` or `+` is the word "and".
fn bare(word: &str) -> &str {
    match word {
        "&" | "+" => "and",
        _ => word.trim_matches(|c: char| !c.is_alphanumeric()),
    }
}

/// The first of several names in an owner's text; none if it is one name, address or handle.
pub fn first_of_several(owner: &str) -> Option<&str> {
    let joins = |sign: char| matches!(sign, ',' | ';' | '&') || (matches!(sign, '/' | '+') && !owner.contains('@'));
    let parts = owner.split(joins).flat_map(|part| part.split(" and "));
    let mut names = parts.map(str::trim).filter(|name| !name.is_empty());
    let first = names.next()?;
    names.next().map(|_| first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_titles_are_told_from_titles() {
        for title in ["Objective 1", "TBD", "n/a", "KR1.2", "OKR 2026-Q4", "Key result:", "New goal", "[todo]"] {
            assert!(Wording::of(title).is_placeholder(), "{title}");
        }
        for title in ["2026", "12", "New markets", "Quarter", "Results for shops", "Key hires", "", "--"] {
            assert!(!Wording::of(title).is_placeholder(), "{title}");
        }
    }

    #[test]
    fn one_word_says_little_in_latin_letters_alone() {
        assert!(Wording::of("\"Onboarding\"!").is_one_word());
        assert!(Wording::of("Größe").is_one_word());
        for title in ["顧客満足度を高める", "SOC2", "Win Europe", ""] {
            assert!(!Wording::of(title).is_one_word(), "{title}");
        }
    }

    #[test]
    fn two_deeds_have_two_objects() {
        let deeds = |title| Wording::of(title).two_deeds().map(|(a, b)| format!("{a} {b}"));
        assert_eq!(deeds("Shorten refunds to 2 days and launch partial refunds").as_deref(), Some("shorten launch"));
        assert_eq!(deeds("Cut costs & raise prices").as_deref(), Some("cut raise"));
        assert_eq!(deeds("Build and launch the app"), None);
        assert_eq!(deeds("Cut pages between 22:00 and 07:00"), None);
        assert_eq!(deeds("Win shops and banks"), None);
    }

    #[test]
    fn addresses_and_handles_are_one_owner() {
        for one in ["tom", "tom+okr@northwind.example", "@northwind/payments", "Anderson", "tom,", "Sandy Landry"] {
            assert_eq!(first_of_several(one), None, "{one}");
        }
        for several in ["tom, lea", "tom/lea", "tom and lea", "tom & lea", "tom@a.example; lea@a.example", "tom+lea"] {
            assert!(first_of_several(several).is_some_and(|first| first.starts_with("tom")), "{several}");
        }
    }
}
