//! Laws of edits over the files of the examples, written again as other people and programs would write them.

mod expected;
mod layout;
mod reader;

use expected::{Expected, edit};
use layout::{Dice, page, pages};
use reader::read;

use super::apply;
use super::definition::{Edit, EditError};
use super::laws::cases;
use super::parsed_text::tree_of;
use crate::source::Span;
use crate::syntax::route::locate;
use crate::syntax::tree::Tree;

/// Whether the value at an edit's route goes over several lines, which a new value does not.
fn on_lines(tree: &Tree, text: &str, edit: &Edit) -> bool {
    let Edit::Set { route, .. } = edit else { return false };
    let span = locate(tree.root.as_ref().expect("a tree"), route).node.span;
    text[span.range()].contains('\n')
}

/// What is wrong with an edit of a page, if anything: its kind, and all that is needed to see it.
fn wrong(dice: &mut Dice, pages: &[String]) -> Option<(String, String)> {
    let text = page(dice, pages);
    let (tree, _) = tree_of(&text).expect("it was looked at");
    let Expected { edit, own, meaning, back } = edit(&text, &tree, dice);
    let kind = format!("{edit:?}");
    let kind = kind.split([' ', '{']).next().unwrap_or_default();
    let fault = |what: &str, new: &str| {
        let new: String = shown(&text, new);
        Some((format!("{kind}: {what}"), format!("{edit:?}\n{new}")))
    };
    let new = match apply("a.yaml", &text, std::slice::from_ref(&edit)) {
        Ok(new) => new,
        Err(EditError::Comments(_)) if matches!(edit, Edit::Set { .. }) => return None,
        // A file cannot be left without its last field.
        Err(_) if matches!(edit, Edit::Remove { .. }) && tree.mapping().is_some_and(|it| it.entries.len() == 1) => {
            return None;
        }
        Err(error) => return fault(&format!("{error}").replace(|c: char| c.is_ascii_digit(), ""), &text),
    };
    let own = own.unwrap_or_else(|| {
        let alike = text.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count();
        let at = (0..=alike).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        Span::new(at, at)
    });
    let (before, after) = (&text[..own.start as usize], &text[own.end as usize..]);
    if new.len() < before.len() + after.len() || !new.starts_with(before) || !new.ends_with(after) {
        return fault("changed more than its own", &new);
    }
    if read(&new) != meaning {
        return fault("another reader reads something else", &new);
    }
    let bare = |text: &str| text.matches('\n').count() - text.matches("\r\n").count();
    if text.contains("\r\n") && bare(&new) > bare(&text) {
        return fault("another line end", &new);
    }
    let (back, to_the_byte) = back?;
    match apply("a.yaml", &new, std::slice::from_ref(&back)) {
        Err(error) => fault(&format!("no way back: {error}"), &new),
        Ok(again) if to_the_byte && again != text && !on_lines(&tree, &text, &back) => {
            fault("back, but written otherwise", &again)
        }
        Ok(again) if read(&again) != read(&text) => fault("back, but with another meaning", &again),
        Ok(_) => None,
    }
}

/// Two texts one after the other.
fn shown(old: &str, new: &str) -> String {
    format!("{}\n---- becomes\n{}", old.replace('\r', "␍"), new.replace('\r', "␍"))
}

#[test]
fn an_edit_of_a_page_that_people_wrote_changes_its_own_place_alone() {
    let pages = pages();
    let mut found = std::collections::BTreeMap::<String, (usize, String)>::new();
    for seed in 0..u64::from(cases()) {
        let Some((kind, page)) = wrong(&mut Dice(seed), &pages) else { continue };
        let (count, smallest) = found.entry(kind).or_insert((0, page.clone()));
        *count += 1;
        if page.len() < smallest.len() {
            *smallest = page;
        }
    }
    let lines: Vec<_> = found.iter().map(|(kind, (count, page))| format!("{count} × {kind}\n{page}\n")).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n=======\n"));
}
