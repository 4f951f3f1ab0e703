//! Merges of values that came from a source.

use super::{BASE, edit, merged};

#[test]
fn what_was_pulled_moves_with_its_value() {
    let from = "  as_of: 2026-11-07\n  from: {source: metrics, query: up}\n  pulled: {value: 99.6, day: 2026-11-07}\n";
    let base = edit(BASE, &[("  as_of: 2026-11-07\n", from)]);
    let pulled = |day: &str, value: &str| {
        let (now, on) = (format!("current: {value}"), format!("as_of: {day}"));
        let both = format!("pulled: {{value: {value}, day: {day}}}");
        let old = "pulled: {value: 99.6, day: 2026-11-07}";
        edit(&base, &[("current: 99.6", &now), ("as_of: 2026-11-07", &on), (old, &both)])
    };
    let typed = edit(&base, &[("current: 99.6", "current: 99.8"), ("as_of: 2026-11-07", "as_of: 2026-11-13")]);
    let (early, late) = (pulled("2026-11-12", "99.65"), pulled("2026-11-14", "99.7"));
    for (ours, theirs) in [(&early, &late), (&late, &early), (&typed, &late), (&late, &typed)] {
        let merged = merged(&base, ours, theirs);
        assert!(merged.clean, "{}", merged.text);
        assert_eq!(merged.text, late);
    }
    // What was typed later stays, over what was pulled.
    let merged = merged(&base, &typed, &early);
    assert!(merged.clean, "{}", merged.text);
    assert_eq!(
        merged.text,
        edit(&early, &[("current: 99.65", "current: 99.8"), ("as_of: 2026-11-12", "as_of: 2026-11-13")])
    );
}
