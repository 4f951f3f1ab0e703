//! Trailers of commit messages: `Key: value` lines at the end, by git's rules, and in paragraphs of their own, where squash
//! merges leave them.

use std::collections::HashSet;
use std::ops::Range;

/// A `Key: value` of a commit message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trailer {
    /// The key, in lower case.
    pub key: String,
    /// The value, unfolded: what stands on several lines is joined by spaces.
    pub value: String,
    /// Whether it is where git looks for trailers: at the end.
    pub is_last: bool,
    /// The lines of the message on which it stands, from 0.
    pub lines: Range<usize>,
}

/// The trailers with a key (in lower case): those that git finds (git-interpret-trailers(1)) in the last paragraph, unless
/// it is mostly prose, and then those of other paragraphs.
///
/// In messages of squash merges the trailers of each commit count too: paragraphs that consist only of trailers.
pub fn trailers_with(message: &str, key: &str) -> Vec<Trailer> {
    let lines: Vec<&str> = message.lines().collect();
    // Git reads nothing below a line that divides the message from a patch.
    let end = lines.iter().position(|line| is_divider(line)).unwrap_or(lines.len());
    // The first paragraph is the subject, which is never a trailer.
    let last = paragraphs(&lines[..end]).into_iter().skip(1).last();
    let paragraphs = paragraphs(&lines).into_iter().skip(1);
    let has_block = git2::message_trailers_bytes(message.as_bytes()).is_ok_and(|found| found.iter().next().is_some());
    let mut found = last.filter(|_| has_block).map(|paragraph| block(&lines, paragraph)).unwrap_or_default();
    let known: HashSet<usize> = found.iter().map(|trailer| trailer.lines.start).collect();
    let others = paragraphs.filter_map(|paragraph| of_paragraph(&lines, paragraph)).flatten();
    found.extend(others.filter(|trailer| !known.contains(&trailer.lines.start)));
    found.retain(|trailer| trailer.key == key);
    found
}

/// The values of a trailer's key (in lower case), and whether each is where git looks for trailers: at the end.
pub fn values_of(message: &str, key: &str) -> Vec<(String, bool)> {
    let mut known: HashSet<String> = HashSet::new();
    let mut trailers = trailers_with(message, key);
    trailers.retain(|trailer| known.insert(trailer.value.clone()) || trailer.is_last);
    trailers.into_iter().map(|trailer| (trailer.value, trailer.is_last)).collect()
}

/// The paragraphs of a text, by their lines.
fn paragraphs(lines: &[&str]) -> Vec<Range<usize>> {
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    for at in (0..lines.len()).filter(|at| !lines[*at].trim_end().is_empty()) {
        match paragraphs.last_mut().filter(|last| last.end == at) {
            Some(last) => last.end = at + 1,
            None => paragraphs.push(at..at + 1),
        }
    }
    paragraphs
}

/// Whether a line divides a message from a patch.
fn is_divider(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

/// The trailers of the paragraph that git reads: among other lines, where a line that is indented continues the one before it.
fn block(lines: &[&str], paragraph: Range<usize>) -> Vec<Trailer> {
    let mut trailers: Vec<Trailer> = Vec::new();
    for at in paragraph {
        let is_indented = lines[at].starts_with(char::is_whitespace);
        if let Some(before) = trailers.last_mut().filter(|it| is_indented && it.lines.end == at) {
            before.go_on(lines[at]);
        } else if !is_indented {
            trailers.extend(Trailer::parse(lines[at], at, true));
        }
    }
    trailers
}

/// The trailers of a paragraph of nothing else; a line that is indented further continues the one before it.
fn of_paragraph(lines: &[&str], paragraph: Range<usize>) -> Option<Vec<Trailer>> {
    let indent = |at: usize| lines[at].len() - lines[at].trim_start().len();
    let first = indent(paragraph.start);
    let mut trailers: Vec<Trailer> = Vec::new();
    for at in paragraph {
        match trailers.last_mut().filter(|_| indent(at) > first) {
            Some(before) => before.go_on(lines[at]),
            None => trailers.push(Trailer::parse(lines[at].trim(), at, false)?),
        }
    }
    Some(trailers)
}

impl Trailer {
    fn parse(line: &str, at: usize, is_last: bool) -> Option<Self> {
        let (key, value) = line.split_once(':')?;
        let key = key.trim_end();
        let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let (key, value) = (is_key.then(|| key.to_lowercase())?, value.trim().to_owned());
        Some(Self { key, value, is_last, lines: at..at + 1 })
    }

    /// Unfolds a further line.
    fn go_on(&mut self, line: &str) {
        let value = format!("{} {}", self.value, line.trim());
        value.trim_start().clone_into(&mut self.value);
        self.lines.end += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(message: &str, key: &str) -> Vec<String> {
        values_of(message, key).into_iter().map(|it| it.0).collect()
    }

    #[test]
    fn trailers_of_squashed_commits_count_over_several_lines_too() {
        for message in [
            "Lower (#7)\n\n* Lower\n\nGoal-Reason: the vendor\n  left us\n\n* Mend a typo\n",
            "Squashed commit of the following:\n\ncommit 8a1b2c3d\nDate:   x\n\n    Lower\n\n    Goal: a\n    Goal-Reason: the \
             vendor\n     left us\n\ncommit 9b1b2c3d\n\n    Mend\n",
        ] {
            assert_eq!(values(message, "goal-reason"), ["the vendor left us"], "{message}");
        }
        let prose = "Lower\n\nWe give a\nGoal-Reason: with every move\nthat we make.\n\nMore.\n";
        assert_eq!(values(prose, "goal-reason"), [""; 0]);
    }

    #[test]
    fn values_stand_at_the_end_or_in_paragraphs_of_their_own() {
        let of = |message: &str| values_of(message, "goal");
        assert_eq!(of("Fix\n\nGoal: a, b\n"), [("a, b".to_owned(), true)]);
        let squashed = "Two (#3)\n\n* One\n\nGoal: a\nRefs: #1\n\n* Two\n\nGoal: b\n\n* Three\n";
        assert_eq!(of(squashed), [("a".to_owned(), false), ("b".to_owned(), false)]);
        assert_eq!(of("Fix\n\nThe Goal: is this\nand more of it\n\nThanks.\n"), []);
        assert_eq!(of("Goal: a\n"), [], "a subject is no trailer");
        assert_eq!(of("Fix\n\nGoal: a\n---\nGoal: b\n"), [("a".to_owned(), true)], "a patch is no message");
    }

    /// A value on the next line was another one, and an empty one took the trailer below it for its own.
    #[test]
    fn values_are_unfolded_as_git_does() {
        let one = |value: &str| vec![(value.to_owned(), true)];
        for message in ["Fix\n\nGoal: a,\n  b\n", "Fix\n\nGoal: a,\n\tb\nRefs: x\n", "Fix\n\nGoal:\n a,\n b\n"] {
            assert_eq!(values_of(message, "goal"), one("a, b"), "{message}");
        }
        assert_eq!(values_of("Fix\n\nGoal:\nSigned-off-by: Ana <a@b>\n", "goal"), one(""));
        let among = "Fix\n\nSome words\nGoal: a\nSigned-off-by: Ana <a@b>\n";
        assert_eq!(values_of(among, "goal"), one("a"));
        let places: Vec<_> = trailers_with("Fix\n\nGoal: a,\n  b\nRefs: x\ngoal : c\n", "goal");
        assert_eq!(places.into_iter().map(|it| it.lines).collect::<Vec<_>>(), [2..4, 5..6]);
    }
}
