//! A goal file that is read again and again through history: where only its numbers changed, it need not be parsed.

use std::sync::Arc;

use super::workspace::read_alone;
use super::{Goal, Settings, parse_day};
use crate::source::{SourceFile, Span};
use crate::syntax::{Style, Tree, locate, parse_number};

/// The numbers that a check-in changes, in the order in which they are looked for.
const ROUTES: [&str; 3] = ["metric.current", "metric.as_of", "confidence"];

/// A goal file's text, the goal in it, and where its check-in numbers stand.
#[derive(Debug, Clone)]
pub struct Page {
    text: String,
    goal: Option<Arc<Goal>>,
    id: Option<String>,
    /// The spans of the numbers with their places in [`ROUTES`], in the order of the text.
    numbers: Vec<(usize, Span)>,
}

impl Page {
    /// Reads a page by itself: nothing is inherited.
    #[must_use]
    pub fn read(file: SourceFile, settings: &Settings) -> Self {
        let (tree, goal, id) = read_alone(&file, settings);
        let numbers = if goal.is_some() { numbers(&tree) } else { Vec::new() };
        Self { text: file.text, goal: goal.map(Arc::new), id, numbers }
    }

    /// The goal, if one can be read.
    #[must_use]
    pub fn goal(&self) -> Option<&Arc<Goal>> {
        self.goal.as_ref()
    }

    /// The id that stands in the file, if one does.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The page with another text, if the two differ in check-in numbers alone.
    ///
    /// Those are plain scalars of digits and signs, and what stands around them is the same: the text has the same
    /// structure, and everything else means what it meant.
    #[must_use]
    pub fn amended(&self, text: &str) -> Option<Self> {
        let old = self.goal.as_ref().filter(|_| !self.numbers.is_empty())?;
        let mut values = [None; ROUTES.len()];
        let mut numbers = Vec::with_capacity(self.numbers.len());
        let (mut old_at, mut new_at) = (0, 0);
        for (route, span) in &self.numbers {
            let before = self.text.get(old_at..span.start as usize)?;
            text.get(new_at..)?.strip_prefix(before)?;
            new_at += before.len();
            let length = text.as_bytes()[new_at..].iter().take_while(|byte| is_numeric(**byte)).count();
            let value = text.get(new_at..new_at + length)?;
            values[*route] = Some(value);
            numbers.push((*route, Span::new(new_at, new_at + length)));
            new_at += length;
            old_at = span.end as usize;
        }
        if text.get(new_at..) != self.text.get(old_at..) {
            return None;
        }
        let mut goal = Goal::clone(old);
        for (route, value) in ROUTES.iter().zip(values) {
            if let Some(value) = value {
                set(&mut goal, route, value)?;
            }
        }
        Some(Self { text: text.to_owned(), goal: Some(Arc::new(goal)), id: self.id.clone(), numbers })
    }
}

fn is_numeric(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E')
}

/// The plain numeric scalars at the check-in's routes.
fn numbers(tree: &Tree) -> Vec<(usize, Span)> {
    let Some(root) = &tree.root else { return Vec::new() };
    let mut found = Vec::new();
    for (place, route) in ROUTES.iter().enumerate() {
        let at = locate(root, route);
        let Some(scalar) = at.node.as_scalar().filter(|_| at.whole) else { continue };
        let plain = scalar.style == Style::Plain && !scalar.text.is_empty();
        if plain && scalar.text.bytes().all(is_numeric) && scalar.text.len() == at.node.span.len() {
            found.push((place, at.node.span));
        }
    }
    found.sort_by_key(|(_, span)| *span);
    found
}

/// Puts a number into its field, if it is one that the field takes.
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

    proptest! {
        #[test]
        fn amending_is_reading(
            a in "[0-9]{1,4}(\\.[0-9]{1,3})?", b in "[-+0-9.eE# ]{1,6}", day in "20[0-9]{2}-[01][0-9]-[0-3][0-9]",
            confidence in "(0\\.[0-9]|1|1\\.5|x)", title in "[ab]",
        ) {
            let before = page(&text(&a, "2026-10-01", "0.5", "a"));
            let after = text(&b, &day, &confidence, &title);
            if let Some(amended) = before.amended(&after) {
                let read = page(&after);
                prop_assert_eq!(amended.goal(), read.goal());
                prop_assert_eq!(amended.numbers, read.numbers);
            }
        }
    }

    #[test]
    fn numbers_alone_are_amended() {
        let before = page(&text("1", "2026-10-01", "0.5", "a"));
        let amended = before.amended(&text("2.25", "2026-10-08", "0.6", "a")).expect("numbers alone changed");
        assert_eq!(amended.goal().and_then(|goal| goal.metric.as_ref()).and_then(|it| it.current), Some(2.25));
        assert!(before.amended(&text("2", "2026-10-08", "0.6", "b")).is_none(), "the title changed too");
        assert!(before.amended(&text("2 3", "2026-10-08", "0.6", "a")).is_none(), "that is no number");
        assert!(before.amended(&text("2", "2026-10-08", "1.5", "a")).is_none(), "that is no confidence");
    }
}
