//! What holds of every change: applying nothing changes nothing, and the way back is the way there the other way round.

use std::collections::BTreeMap;

use goalpost::analysis::diff::{ChangeKind, Diff};
use goalpost::analysis::facts::Facts;
use goalpost::model::Workspace;
use goalpost::source::SourceSet;
use proptest::prelude::*;

use crate::support::files::texts_with;
use crate::support::program::project;
use crate::support::world::today;

type Files = BTreeMap<String, String>;

fn northwind() -> Files {
    texts_with(&project("examples/northwind"), "yaml")
}

/// What a test does to the files.
#[derive(Debug, Clone)]
enum Stroke {
    Cut(usize, usize),
    Swap(usize, usize),
    Rename(usize),
    Remove(usize),
    Double(usize, usize),
}

fn stroke() -> impl Strategy<Value = Stroke> {
    let (file, line) = (0..200_usize, 0..40_usize);
    prop_oneof![
        6 => (file.clone(), line.clone()).prop_map(|(file, line)| Stroke::Cut(file, line)),
        2 => (file.clone(), line.clone()).prop_map(|(file, line)| Stroke::Swap(file, line)),
        2 => (file.clone(), line).prop_map(|(file, line)| Stroke::Double(file, line)),
        1 => file.clone().prop_map(Stroke::Rename),
        1 => file.prop_map(Stroke::Remove),
    ]
}

fn apply(files: &mut Files, stroke: &Stroke) {
    let (Stroke::Cut(file, _)
    | Stroke::Swap(file, _)
    | Stroke::Double(file, _)
    | Stroke::Rename(file)
    | Stroke::Remove(file)) = stroke;
    let Some(path) = files.keys().nth(file % files.len()).cloned() else { return };
    let text = files.remove(&path).unwrap_or_default();
    let mut lines: Vec<&str> = text.lines().collect();
    let path = match stroke {
        Stroke::Remove(_) => return,
        Stroke::Rename(_) => format!("elsewhere/{}", path.replace('/', "-")),
        Stroke::Cut(_, line) if !lines.is_empty() => {
            lines.remove(line % lines.len());
            path
        }
        Stroke::Swap(_, line) if lines.len() > 1 => {
            let at = line % (lines.len() - 1);
            lines.swap(at, at + 1);
            path
        }
        Stroke::Double(_, line) if !lines.is_empty() => {
            let at = line % lines.len();
            lines.insert(at, lines[at]);
            path
        }
        _ => path,
    };
    files.insert(path, format!("{}\n", lines.join("\n")));
}

/// A change as it reads from either end: what was added is removed on the way back.
fn changes_of(diff: &Diff, back: bool) -> Vec<String> {
    let mut told = Vec::new();
    for change in &diff.changes {
        let kind = match change.kind {
            ChangeKind::Added if back => ChangeKind::Removed,
            ChangeKind::Removed if back => ChangeKind::Added,
            kind => kind,
        };
        told.push(format!("{} {}", change.id, kind.word()));
        for field in &change.fields {
            // One that is taken away leaves the period's last day; to set one is to promise more, and is told as that.
            if field.field == "deadline" {
                told.push(format!("{} deadline", change.id));
                continue;
            }
            let (before, after) = if back { (&field.after, &field.before) } else { (&field.before, &field.after) };
            told.push(format!("{} {}: {before} → {after}", change.id, field.significance.word()));
        }
    }
    told.extend(diff.impact.iter().map(|_| "felt".to_owned()));
    told.extend(diff.pages.iter().map(|page| page.path.clone()));
    told.sort();
    told
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
    #[test]
    fn the_way_back_is_the_way_there(strokes in prop::collection::vec(stroke(), 0..6)) {
        let mut files = northwind();
        let before = Workspace::read(SourceSet::from_texts(files.clone()));
        for stroke in &strokes {
            apply(&mut files, stroke);
        }
        let after = Workspace::read(SourceSet::from_texts(files));
        let (before, after) = (Facts::take(&before, today()), Facts::take(&after, today()));
        let (there, back) = (Diff::between(&before, &after), Diff::between(&after, &before));
        prop_assert_eq!(changes_of(&there, false), changes_of(&back, true));
        let same = Diff::between(&after, &after);
        prop_assert!(same.is_empty() && same.impact.is_empty());
        prop_assert!(!strokes.is_empty() || there.is_empty());
    }
}
