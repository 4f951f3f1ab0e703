//! A goal file that is read in many versions: a version in which only check-in numbers differ is patched, not parsed.

use std::sync::Arc;

use super::day::parse_day;
use super::goal::Goal;
use super::reading::read_alone;
use super::settings::Settings;
use crate::source::{InOrder as _, SourceFile, Span};
use crate::syntax::{QuoteStyle, Tree, locate, parse_number};

/// The fields with the numbers that a check-in changes.
const ROUTES: [&str; 3] = ["metric.current", "metric.as_of", "confidence"];

/// The text of a goal file, its goal, and the places of its check-in numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    text: String,
    goal: Option<Arc<Goal>>,
    id: Option<String>,
    /// The check-in numbers, in the order of the text.
    numbers: Vec<NumberPlace>,
}

/// A check-in number in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct NumberPlace {
    /// The index of its field in [`ROUTES`].
    route: usize,
    span: Span,
    /// Its line with the line break, if the line has nothing else, so that the text without it lacks only this number.
    line: Option<Span>,
}

impl Page {
    /// Reads a page alone, without inheritance.
    pub fn read(file: SourceFile, settings: &Settings) -> Self {
        let (tree, goal, id) = read_alone(&file, settings);
        let numbers = if goal.is_some() { numbers(&tree, &file.text) } else { Vec::new() };
        Self { text: file.text, goal: goal.map(Arc::new), id, numbers }
    }

    /// A page whose goal was read from a tree already, without inheritance.
    pub(super) fn of(text: String, goal: Goal, tree: &Tree) -> Self {
        let numbers = numbers(tree, &text);
        Self { text, id: Some(goal.id.clone()), goal: Some(Arc::new(goal)), numbers }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The goal, if one can be read.
    pub fn goal(&self) -> Option<&Arc<Goal>> {
        self.goal.as_ref()
    }

    /// The id in the file, if one can be read.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Reads another version of the page; it is parsed only if it differs in more than check-in numbers.
    #[must_use]
    pub fn version(&self, file: SourceFile, settings: &Settings) -> Self {
        match self.amended(&file.text).filter(|_| file.fault.is_none()) {
            Some((goal, numbers)) => Self { text: file.text, goal: Some(Arc::new(goal)), id: self.id.clone(), numbers },
            None => Self::read(file, settings),
        }
    }

    /// The goal of another text and the places of its numbers, if the two texts differ only in check-in numbers: in
    /// their values, or in missing lines of such numbers.
    ///
    /// The numbers are plain scalars of digits and signs, and the text around them is the same, so that its structure
    /// and the meaning of everything else are the same.
    fn amended(&self, text: &str) -> Option<(Goal, Vec<NumberPlace>)> {
        // Where something cannot be read, a line less may be the end of that.
        let old = self.goal.as_ref().filter(|goal| !self.numbers.is_empty() && goal.unread.is_empty())?;
        let mut values: [Option<Option<&str>>; ROUTES.len()] = [None; ROUTES.len()];
        let mut numbers = Vec::with_capacity(self.numbers.len());
        let (mut old_at, mut new_at) = (0, 0);
        for number in &self.numbers {
            let before = self.text.get(old_at..number.span.start as usize)?;
            if text.get(new_at..)?.starts_with(before) {
                new_at += before.len();
                let length = text.as_bytes()[new_at..].iter().take_while(|byte| is_numeric(**byte)).count();
                values[number.route] = Some(Some(text.get(new_at..new_at + length)?));
                let moved = |at: u32| (at as usize + new_at).checked_sub(number.span.start as usize);
                let line = match number.line {
                    Some(line) => {
                        let end = (line.end as usize + new_at + length).checked_sub(number.span.end as usize)?;
                        Some(Span::new(moved(line.start)?, end))
                    }
                    None => None,
                };
                numbers.push(NumberPlace { route: number.route, span: Span::new(new_at, new_at + length), line });
                new_at += length;
                old_at = number.span.end as usize;
            } else {
                let line = number.line?;
                let before = self.text.get(old_at..line.start as usize)?;
                text.get(new_at..)?.strip_prefix(before)?;
                values[number.route] = Some(None);
                new_at += before.len();
                old_at = line.end as usize;
            }
        }
        if text.get(new_at..) != self.text.get(old_at..) {
            return None;
        }
        let mut goal = Goal::clone(old);
        for (route, value) in ROUTES.iter().zip(values) {
            match value {
                Some(Some(value)) => set(&mut goal, route, value)?,
                Some(None) => unset(&mut goal, route),
                None => {}
            }
        }
        Some((goal, numbers))
    }
}

fn is_numeric(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E')
}

/// The plain numeric scalars at the routes of check-in numbers.
fn numbers(tree: &Tree, text: &str) -> Vec<NumberPlace> {
    let Some(root) = &tree.root else { return Vec::new() };
    let mut found = Vec::new();
    for (route, name) in ROUTES.iter().enumerate() {
        let at = locate(root, name);
        let Some(scalar) = at.node.as_scalar().filter(|_| at.whole) else { continue };
        let span = at.node.span;
        let plain = scalar.style == QuoteStyle::Plain && !scalar.text.is_empty();
        if plain && scalar.text.bytes().all(is_numeric) && scalar.text.len() == span.len() {
            found.push(NumberPlace { route, span, line: line_of(name, span, text, tree) });
        }
    }
    found.order_by_key(|number| number.span);
    found
}

/// The line of a number with its line break, if it contains only `key: number` and possibly a comment, follows another
/// line of its mapping, and leaves that mapping a field that is no check-in number: an empty mapping would be null.
fn line_of(route: &str, span: Span, text: &str, tree: &Tree) -> Option<Span> {
    let (parent, key) = route.rsplit_once('.').unwrap_or(("", route));
    let mapping = match parent {
        "" => tree.mapping()?,
        parent => locate(tree.root.as_ref()?, parent).node.as_mapping()?,
    };
    let is_number = |name: &str| {
        ROUTES.iter().any(|it| {
            it.rsplit_once('.')
                .map_or(*it == name && parent.is_empty(), |(above, last)| above == parent && last == name)
        })
    };
    let kept = mapping.entries.first().filter(|entry| !is_number(&entry.key.text))?;
    let start = text.get(..span.start as usize)?.rfind('\n')? + 1;
    let rest = text.get(span.end as usize..)?;
    let end = span.end as usize + rest.find('\n')? + 1;
    let indent = text.get(start..span.start as usize)?.strip_suffix(' ')?.trim_end_matches(' ').strip_suffix(':')?;
    let indent = indent.strip_suffix(key)?;
    let first = text.get(..kept.key.span.start as usize)?;
    let beside = first.rsplit('\n').next()?;
    let after = rest.lines().next()?;
    let comment = after.trim_start_matches(' ');
    let alone = comment.is_empty() || (comment.starts_with('#') && after.starts_with(' ') && !after.contains('\r'));
    (indent.bytes().all(|byte| byte == b' ') && indent == beside && alone).then(|| Span::new(start, end))
}

/// Sets a field to a number, if the field accepts it.
fn set(goal: &mut Goal, route: &str, text: &str) -> Option<()> {
    if route == "metric.as_of" {
        goal.metric.as_mut()?.as_of = Some(parse_day(text)?);
        return Some(());
    }
    let number = parse_number(text).filter(|number| number.is_finite())?;
    if route == "confidence" {
        goal.confidence = Some(number).filter(|it| (0.0..=1.0).contains(it));
        goal.confidence?;
    } else {
        let metric = goal.metric.as_mut().filter(|metric| metric.scale.is_empty())?;
        metric.current = Some(number);
    }
    Some(())
}

/// Clears a field.
fn unset(goal: &mut Goal, route: &str) {
    match (route, &mut goal.metric) {
        ("metric.as_of", Some(metric)) => metric.as_of = None,
        ("metric.current", Some(metric)) => metric.current = None,
        ("confidence", _) => goal.confidence = None,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(current: &str, day: &str, confidence: &str, title: &str) -> String {
        format!(
            "kind: key_result\nid: a\ntitle: {title}\nmeasures: o\nmetric:\n  baseline: 0\n  target: 10\n  current: {current}  # now\n  as_of: {day}\nconfidence: {confidence}\n"
        )
    }

    fn page(text: &str) -> Page {
        Page::read(SourceFile::from_text("", text), &Settings::default())
    }

    /// The goal of another text, if it need not be parsed.
    fn amended(before: &Page, after: &str) -> Option<Page> {
        before.amended(after).map(|_| before.version(SourceFile::from_text("", after), &Settings::default()))
    }

    #[test]
    fn a_line_less_may_be_the_end_of_what_cannot_be_read() {
        let with_day = |day: &str| text("4", day, "0.5", "t");
        let after = with_day("2026-10-08").replace("  as_of: 2026-10-08\n", "");
        assert!(amended(&page(&with_day("2026-10-08")), &after).is_some());
        assert!(amended(&page(&with_day("2026")), &after).is_none());
    }

    /// A page in one of many layouts, with or without each number's line.
    fn layout() -> impl Strategy<Value = Vec<String>> {
        let end = prop_oneof![Just("\n"), Just("\r\n")];
        let last =
            prop_oneof![Just(""), Just("confidence: 0.5\n"), Just("confidence: 0.5"), Just("confidence: 0.4 # ok\n")];
        let shape = prop_oneof![
            Just("metric:\n  target: 10\n@c@d  baseline: 0\n"),
            Just("metric:\n  target: 10\n  baseline: 0\n@c@d"),
            Just("metric:\n@c@d  target: 10\n"),
            Just("metric:\n@c@d"),
            Just("metric: # with\n  name: |\n    current: 3\n@d@c  baseline: 0\n"),
            Just("metric:\n  name: a\n    b\n@c@d"),
            Just("metric:\n  ? target\n  : 10\n@c@d"),
        ];
        let line = |text: &'static [&'static str]| prop::collection::vec(prop::sample::select(text), 4);
        let current = line(&[
            "",
            "  current: 1\n",
            "  current: 2.5  # now\n",
            "  current: -3\n",
            "  current: 1#\n",
            "  current :  7 \n",
        ]);
        let day = line(&["", "  as_of: 2026-10-01\n", "  as_of: 2026-10-08 # seen\n", "  as_of: 2026\n"]);
        (shape, current, day, prop::collection::vec(last, 4), end).prop_map(|(shape, current, day, last, end)| {
            (0..4)
                .map(|at| {
                    let metric = shape.replace("@c", current[at]).replace("@d", day[at]);
                    let text = format!("kind: key_result\nid: a\ntitle: t\nmeasures: o\n{metric}{}", last[at]);
                    text.replace('\n', end)
                })
                .collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]

        #[test]
        fn a_version_is_what_reading_it_gives(texts in layout()) {
            let pages: Vec<Page> = texts.iter().map(|text| page(text)).collect();
            for before in &pages {
                for after in &pages {
                    let version = before.version(SourceFile::from_text("", after.text()), &Settings::default());
                    prop_assert_eq!(&version, after, "from {:?}", before.text());
                }
            }
        }

        #[test]
        fn amending_is_reading(
            a in "[0-9]{1,4}(\\.[0-9]{1,3})?", b in "[-+0-9.eE# ]{1,6}", day in "20[0-9]{2}-[01][0-9]-[0-3][0-9]",
            confidence in "(0\\.[0-9]|1|1\\.5|x)", title in "[ab]",
        ) {
            let before = page(&text(&a, "2026-10-01", "0.5", "a"));
            let after = text(&b, &day, &confidence, &title);
            let version = before.version(SourceFile::from_text("", after.as_str()), &Settings::default());
            prop_assert_eq!(version, page(&after));
        }
    }

    #[test]
    fn numbers_alone_are_amended() {
        let before = page(&text("1", "2026-10-01", "0.5", "a"));
        let amended = amended(&before, &text("2.25", "2026-10-08", "0.6", "a")).expect("numbers alone changed");
        assert_eq!(amended.goal().and_then(|goal| goal.metric.as_ref()).and_then(|it| it.current), Some(2.25));
        assert!(before.amended(&text("2", "2026-10-08", "0.6", "b")).is_none(), "the title changed too");
        assert!(before.amended(&text("2 3", "2026-10-08", "0.6", "a")).is_none(), "that is no number");
        assert!(before.amended(&text("2", "2026-10-08", "1.5", "a")).is_none(), "that is no confidence");
        let first = "kind: key_result\nid: a\ntitle: a\nmeasures: o\nmetric:\n  baseline: 0\n  target: 10\n";
        let (goal, numbers) = before.amended(first).expect("the first version lacks the numbers alone");
        assert!(numbers.is_empty() && goal.confidence.is_none());
        assert_eq!(goal.metric.map(|metric| (metric.current, metric.as_of)), Some((None, None)));
    }
}
