//! Goal files merged: cases of a week, and properties over generated goals and edits.

mod closed;
mod conflict;
mod pulled;

use std::slice::from_ref;

use super::*;

const BASE: &str = "\
# yaml-language-server: $schema=goal.schema.json
kind: key_result
id: uptime
title: Raise uptime from 99.5 to 99.95
measures: reliable-checkout
owner: tom   # since May
period: 2026-Q4
metric:
  name: uptime
  unit: \"%\"
  baseline: 99.5
  target: 99.95
  # by hand until the probe works
  current: 99.6
  as_of: 2026-11-07
confidence: 0.6
labels: [checkout]
needs:
  - {from: platform, what: second region, by: 2026-11-15, state: asked}
log:
  - {date: 2026-11-07, by: tom, kind: check-in, text: slow}
";

fn edit(text: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(text.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old} in {text}");
        text.replacen(old, new, 1)
    })
}

fn merged(base: &str, ours: &str, theirs: &str) -> FieldMerge {
    by_field([base, ours, theirs].map(str::to_owned), &TextMerge::default()).expect("goal files")
}

/// Merges as the driver does, without the git program.
fn driver(base: &str, ours: &str, theirs: &str) -> (bool, String) {
    let versions = [base, ours, theirs].map(str::as_bytes);
    let merged = merge(versions, "a.yaml", &TextMerge::default(), || None).expect("merged");
    (merged.clean, String::from_utf8(merged.bytes).expect("text"))
}

fn clean(ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> String {
    let merged = merged(BASE, &edit(BASE, ours), &edit(BASE, theirs));
    assert!(merged.clean, "{}", merged.text);
    merged.text
}

fn week(day: &str, value: &str, confidence: &str, text: &str) -> Vec<(String, String)> {
    [
        ("current: 99.6", format!("current: {value}")),
        ("as_of: 2026-11-07", format!("as_of: {day}")),
        ("confidence: 0.6", format!("confidence: {confidence}")),
        ("text: slow}\n", format!("text: slow}}\n  - {{date: {day}, by: lea, kind: check-in, text: {text}}}\n")),
    ]
    .map(|(old, new)| (old.to_owned(), new))
    .to_vec()
}

fn as_edits(edits: &[(String, String)]) -> Vec<(&str, &str)> {
    edits.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect()
}

#[test]
fn the_later_check_in_stands_and_both_are_in_the_log() {
    let (early, late) = (week("2026-11-14", "99.7", "0.7", "one"), week("2026-11-21", "99.65", "0.4", "two"));
    let expected = edit(
        BASE,
        &[
            ("current: 99.6", "current: 99.65"),
            ("as_of: 2026-11-07", "as_of: 2026-11-21"),
            ("confidence: 0.6", "confidence: 0.4"),
            (
                "text: slow}\n",
                "text: slow}\n  - {date: 2026-11-14, by: lea, kind: check-in, text: one}\n  - {date: 2026-11-21, by: lea, kind: check-in, text: two}\n",
            ),
        ],
    );
    assert_eq!(clean(&as_edits(&early), &as_edits(&late)), expected);
    assert_eq!(clean(&as_edits(&late), &as_edits(&early)), expected);
}

#[test]
fn a_check_in_and_a_rewording_with_comments_on_both_sides() {
    let week = week("2026-11-14", "99.7", "0.7", "one");
    let mut ours = as_edits(&week);
    ours.push(("owner: tom   # since May", "owner: tom   # since May, with Lea"));
    let theirs = [
        ("title: Raise uptime from 99.5 to 99.95", "title: Raise the checkout's uptime  # clearer"),
        ("measures: reliable-checkout\n", "# the parent\nmeasures: reliable-checkout\npriority: must\n"),
    ];
    let expected = edit(&edit(BASE, &ours), &theirs);
    assert_eq!(clean(&ours, &theirs), expected);
    assert_eq!(clean(&theirs, &ours), expected);
}

#[test]
fn two_targets_are_a_conflict_in_their_line_alone() {
    let (ours, theirs) = (week("2026-11-14", "99.7", "0.7", "one"), week("2026-11-21", "99.8", "0.8", "two"));
    let (mut ours, mut theirs) = (as_edits(&ours), as_edits(&theirs));
    ours.push(("target: 99.95", "target: 99.9"));
    theirs.push(("target: 99.95", "target: 99.99  # as the board asked"));
    let merged = merged(BASE, &edit(BASE, &ours), &edit(BASE, &theirs));
    assert!(!merged.clean);
    assert_eq!(merged.open, ["metric.target"]);
    let conflict = "  baseline: 99.5\n<<<<<<< ours\n  target: 99.9\n=======\n  target: 99.99  # as the board asked\n>>>>>>> theirs\n  # by hand until the probe works\n  current: 99.8\n  as_of: 2026-11-21\nconfidence: 0.8\n";
    assert!(merged.text.contains(conflict), "{}", merged.text);
    assert_eq!(merged.text.matches("<<<<<<<").count(), 1);
    assert_eq!(merged.text.matches("kind: check-in").count(), 3);
}

#[test]
fn one_day_and_two_values_are_a_conflict() {
    let (ours, theirs) = (week("2026-11-14", "99.7", "0.7", "one"), week("2026-11-14", "99.8", "0.7", "two"));
    let merged = merged(BASE, &edit(BASE, &as_edits(&ours)), &edit(BASE, &as_edits(&theirs)));
    assert_eq!(merged.open, ["metric.current", "metric.as_of"].map(str::to_owned)[..1]);
    let conflict = "<<<<<<< ours\n  current: 99.7\n=======\n  current: 99.8\n>>>>>>> theirs\n  as_of: 2026-11-14\n";
    assert!(merged.text.contains(conflict), "{}", merged.text);
}

#[test]
fn the_first_log_on_both_sides() {
    let base = BASE.split("needs:").next().expect("a beginning");
    let ours = format!("{base}log:\n  - {{date: 2026-11-14, by: tom, kind: note, text: one}}\n");
    let theirs = format!("{base}log:\n- date: 2026-11-12\n  by: lea\n  kind: note\n  text: >-\n    two\n    lines\n");
    let merged = merged(base, &ours, &theirs);
    assert!(merged.clean, "{}", merged.text);
    assert_eq!(
        merged.text,
        format!(
            "{base}log:\n  - date: 2026-11-12\n    by: lea\n    kind: note\n    text: >-\n      two\n      lines\n  - {{date: 2026-11-14, by: tom, kind: note, text: one}}\n"
        )
    );
}

/// Two first check-ins with a line each, on a key result as `goalpost new` writes it.
#[test]
fn the_first_week_of_a_new_goal_on_both_sides() {
    let base = "kind: key_result\nid: w\ntitle: W\nmeasures: q\n# owner:   # the one accountable person, by id\nmetric:\n  \
                name: m\n  baseline: 9\n  target: 4\n  # source:   # where the number comes from\n# confidence:   # how \
                sure you are\n";
    let week = |value: u32, day: u32| {
        let text = edit(base, &[("target: 4\n", &format!("target: 4\n  current: {value}\n  as_of: 2026-11-{day}\n"))]);
        format!("{text}log:\n  - {{date: 2026-11-{day}, by: nia, kind: check-in, text: it is {value}}}\n")
    };
    let (early, late) = (week(6, 20), week(7, 21));
    let expected = late.replace("log:\n", "log:\n  - {date: 2026-11-20, by: nia, kind: check-in, text: it is 6}\n");
    for (ours, theirs) in [(&early, &late), (&late, &early)] {
        let merged = merged(base, ours, theirs);
        assert!(merged.clean, "{}", merged.text);
        assert_eq!(merged.text, expected);
    }
}

#[test]
fn a_log_with_the_newest_first_stays_so() {
    let base = edit(BASE, &[("log:\n", "log:   # newest first\n  - {date: 2026-11-10, kind: note, text: b}\n")]);
    let ours = edit(&base, &[("# newest first\n", "# newest first\n  - {date: 2026-11-14, kind: note, text: d}\n")]);
    let theirs = edit(&base, &[("# newest first\n", "# newest first\n  - {date: 2026-11-12, kind: note, text: c}\n")]);
    let merged = merged(&base, &ours, &theirs);
    assert!(merged.clean, "{}", merged.text);
    let at = |text: &str| merged.text.find(text).expect(text);
    assert!(at("text: d") < at("text: c") && at("text: c") < at("text: b"), "{}", merged.text);
}

#[test]
fn lists_in_brackets_and_needs_field_by_field() {
    let ours = [("labels: [checkout]", "labels: [checkout, ours]"), ("state: asked", "state: agreed")];
    let theirs =
        [("labels: [checkout]", "labels: [theirs, checkout]"), ("by: 2026-11-15", "by: 2026-12-01, effort: 3")];
    let text = clean(&ours, &theirs);
    assert!(text.contains("labels: [theirs, checkout, ours]\n"), "{text}");
    assert!(
        text.contains("  - {from: platform, what: second region, by: 2026-12-01, effort: 3, state: agreed}\n"),
        "{text}"
    );
}

#[test]
fn line_ends_and_the_last_line() {
    let crlf = BASE.replace('\n', "\r\n");
    let ours = edit(&crlf, &[("99.95\r\n  #", "99.9\r\n  #")]);
    let theirs = edit(&crlf, &[("owner: tom", "owner: lea")]);
    let result = merged(&crlf, &ours, &theirs);
    assert_eq!(result.text, edit(&ours, &[("owner: tom", "owner: lea")]));
    let ours = edit(BASE, &[("text: slow}\n", "text: slow}")]);
    let theirs = edit(BASE, &[("text: slow}\n", "text: slow}\n  - {date: 2026-11-21, kind: note, text: last}\n")]);
    let result = merged(BASE, &ours, &theirs);
    assert!(
        result.clean && result.text.ends_with("text: slow}\n  - {date: 2026-11-21, kind: note, text: last}"),
        "{}",
        result.text
    );
}

/// Entries added on both sides above the first one of a log that has its newest first: the comment above that entry was
/// taken for one of the whole log, and the merge by line gave up.
#[test]
fn entries_above_the_first_with_its_comment_are_merged() {
    let entry = |text: &str, day: u32| {
        format!("# {text} on {day}\n- date: 2026-10-{day:02}\n  kind: note\n  text: >-\n    {text}\n    more\n")
    };
    let file = |value: u32, day: u32, log: &[(&str, u32)]| {
        let log: String = log.iter().map(|(text, day)| entry(text, *day)).collect();
        format!(
            "kind: key_result\nid: a\ntitle: t\nmeasures: o\nmetric:\n  unit: x\n  baseline: 0\n  target: 50\n  current: {value}\n  as_of: 2026-10-{day:02}\nlog:\n{log}"
        )
    };
    let base = file(10, 5, &[("base", 5)]);
    let early = file(11, 6, &[("check ours", 6), ("note ours 1", 5), ("note ours 0", 5), ("base", 5)]);
    let late = file(12, 7, &[("check theirs", 7), ("base", 5)]);
    for (ours, theirs) in [(&early, &late), (&late, &early)] {
        let merged = by_field([base.clone(), ours.clone(), theirs.clone()], &TextMerge::default()).expect("merged");
        assert!(merged.clean, "{}", merged.text);
        let own = |text: &str, day: u32| merged.text.contains(&entry(text, day));
        assert!(own("check ours", 6) && own("check theirs", 7) && own("base", 5), "{}", merged.text);
    }
}

/// An entry that went and another that came on the same day were taken for one whose text was changed, in two orders.
#[test]
fn an_entry_that_went_and_one_that_came_on_its_day_are_two() {
    let entry = |text: &str, day: u32| {
        format!("# {text} on {day}\n- date: 2026-10-{day:02}\n  kind: note\n  text: >-\n    {text}\n    more\n")
    };
    let file = |log: &[(&str, u32)]| {
        let log: String = log.iter().map(|(text, day)| entry(text, *day)).collect();
        format!("kind: key_result\nid: a\ntitle: t\nlog:\n{log}")
    };
    let base = file(&[("base 0", 8), ("base 1", 8)]);
    let ours = file(&[("base 0", 8), ("base 1", 8), ("note ours", 8)]);
    let theirs = file(&[("base 1", 8), ("note theirs", 8)]);
    for (ours, theirs) in [(&ours, &theirs), (&theirs, &ours)] {
        let merged = by_field([base.clone(), ours.clone(), theirs.clone()], &TextMerge::default()).expect("merged");
        assert!(merged.clean && !merged.text.contains("base 0"), "{}", merged.text);
        assert!(
            merged.text.contains("    note ours\n") && merged.text.contains("    note theirs\n"),
            "{}",
            merged.text
        );
    }
}
/// A goal file of a few lines.
fn goal(fields: &str) -> String {
    format!("kind: key_result\nid: g\nmeasures: o\n{fields}")
}

#[test]
fn a_reason_that_both_sides_set_is_a_conflict_wherever_they_put_it() {
    let base = goal("why: calls wait\n");
    let ours = goal("reason: the market shrank\nwhy: calls wait\n");
    let theirs =
        goal("why: calls wait\nreason: we grew\nneeds:\n  - {from: ops, what: a line, by: 2026-11-13, state: asked}\n");
    for (ours, theirs) in [(&ours, &theirs), (&theirs, &ours)] {
        let (clean, text) = driver(&base, ours, theirs);
        assert!(!clean, "{text}");
        assert_eq!(text.matches("<<<<<<<").count(), 1, "{text}");
        assert_eq!(text.matches("needs:").count(), 1, "{text}");
    }
}

#[test]
fn first_log_entries_of_both_sides_are_one_log_wherever_they_put_it() {
    let base = goal("metric:\n  current: 10\n  as_of: 2026-10-05\n");
    let ours = goal(
        "metric:\n  current: 20\n  as_of: 2026-11-06\nlog:\n  - {date: 2026-11-06, by: ana, kind: check-in, text: \
         twenty}\nconfidence: 0.8\n",
    );
    let theirs = goal(
        "log:\n  - {date: 2026-10-20, by: ben, kind: decision, text: we go on}\nmetric:\n  current: 10\n  as_of: \
         2026-10-05\n",
    );
    for (ours, theirs) in [(&ours, &theirs), (&theirs, &ours)] {
        let (clean, text) = driver(&base, ours, theirs);
        assert!(clean, "{text}");
        assert_eq!(text.matches("log:").count(), 1, "{text}");
        assert!(text.contains("we go on") && text.contains("twenty") && text.contains("confidence: 0.8"), "{text}");
    }
}

#[test]
fn confidence_of_the_later_day_wins_with_or_without_a_value() {
    let base = goal("metric: {current: 20, as_of: 2026-10-05}\nconfidence: 0.5\n");
    let noted = |day: u32| {
        goal(&format!(
            "metric: {{current: 20, as_of: 2026-10-05}}\nconfidence: 0.2\nlog:\n  - {{date: 2026-11-{day:02}, by: ana, \
             kind: check-in, text: we are in trouble}}\n"
        ))
    };
    let valued = goal("metric: {current: 40, as_of: 2026-11-10}\nconfidence: 0.8\n");
    let merged = |a: &str, b: &str| [driver(&base, a, b), driver(&base, b, a)];
    for (clean, text) in merged(&noted(20), &valued) {
        assert!(clean && text.contains("confidence: 0.2"), "{text}");
        assert!(text.contains("current: 40, as_of: 2026-11-10") && text.contains("in trouble"), "{text}");
    }
    for (clean, text) in merged(&noted(9), &valued) {
        assert!(clean && text.contains("confidence: 0.8"), "{text}");
    }
    // The same day, and a side without a day: nobody knows which is later.
    let undated = goal("metric: {current: 20, as_of: 2026-10-05}\nconfidence: 0.2\n");
    let reworded = |text: &str| text.replace("confidence", "# how sure\nconfidence");
    for (a, b) in [(noted(10), valued.clone()), (undated.clone(), valued), (undated, reworded(&noted(20)))] {
        let undecided = merged(&a, &b).map(|(clean, text)| (clean, text.contains("<<<<<<<")));
        let same = a.contains("confidence: 0.2") && b.contains("confidence: 0.2");
        assert_eq!(undecided, [(same, !same); 2], "{a}\n{b}");
    }
}

#[test]
fn a_value_without_its_day_is_not_taken_for_an_older_one() {
    let base = goal("metric:\n  current: 20\n  as_of: 2026-10-05\n");
    let undated = base.replace("20\n", "90\n");
    let dated = goal("metric:\n  current: 40\n  as_of: 2026-11-10\n");
    assert!(!driver(&base, &undated, &dated).0);
    assert!(!driver(&base, &dated, &undated).0);
}

#[test]
fn two_needs_of_one_team_are_two_needs() {
    let rest = "- {from: ops, what: keys, state: asked}\n";
    let need = |what: &str, state: &str| format!("- {{from: eng, what: {what}, by: 2026-11-14, state: {state}}}\n");
    let with = |needs: &[String]| goal(&format!("needs:\n{}{rest}", needs.concat()));
    let (region, page) = (need("a second region", "asked"), need("a status page", "asked"));
    let met = need("a second region", "met");
    for [base, ours, theirs] in [
        [with(&[]), with(from_ref(&region)), with(from_ref(&page))],
        [with(from_ref(&region)), with(&[region.clone(), page.clone()]), with(from_ref(&met))],
    ] {
        for (ours, theirs) in [(&ours, &theirs), (&theirs, &ours)] {
            let (clean, text) = driver(&base, ours, theirs);
            assert!(clean && text.contains("a status page") && text.contains("a second region"), "{text}");
        }
    }
    // One that is there no more on one side and met on the other is for a person to decide.
    let (clean, text) = driver(&with(&[region]), &with(from_ref(&page)), &with(from_ref(&met)));
    assert!(!clean && text.contains(&page) && text.contains(&met), "{text}");
}

#[test]
fn one_person_agrees_once() {
    let base = goal("why: calls wait\n");
    let agreed = |day: &str| format!("{base}agreed:\n  - {{by: maria, date: {day}}}\n");
    for (a, b) in [("2026-10-02", "2026-10-05"), ("2026-10-05", "2026-10-02")] {
        let (clean, text) = driver(&base, &agreed(a), &agreed(b));
        assert_eq!((clean, text), (true, agreed("2026-10-05")));
    }
}

#[test]
fn valid_files_do_not_merge_to_a_larger_one_than_is_read() {
    let entry = |side: &str, number: usize| {
        format!("  - {{date: 2026-10-{:02}, kind: note, text: {side} {number} {}}}\n", number % 27 + 1, "x".repeat(900))
    };
    let base = goal("log:\n  - {date: 2026-10-01, kind: note, text: first}\n");
    let long = |side: &str| base.clone() + &(0..700).map(|number| entry(side, number)).collect::<String>();
    let (clean, text) = driver(&base, &long("ours"), &long("theirs"));
    assert!(!clean && text.len() > 1024 * 1024);
}

#[test]
fn settings_that_merge_to_a_field_twice_are_a_conflict() {
    let base = "organization: N\nlevels: [company, team]\nadopted: 2026-10-01\ntrunk: main\n";
    let ours = base.replace("levels", "settle: 14d\nlevels");
    let theirs = format!("{base}settle: 7d\n");
    let (clean, text) = driver(base, &ours, &theirs);
    assert!(!clean && text.contains("<<<<<<< ours\nsettle: 14d\n"), "{text}");
}

#[test]
fn a_goal_that_two_branches_add_is_merged_field_by_field() {
    let theirs = edit(BASE, &[("target: 99.95", "target: 99.9"), ("by: tom, kind: check-in", "by: eva, kind: note")]);
    let (is_clean, text) = driver("", BASE, &theirs);
    assert!(!is_clean, "{text}");
    let conflict = "<<<<<<<";
    assert_eq!(text.matches(conflict).count(), 1, "{text}");
    let between = &text[text.find(conflict).expect("one")..text.find(">>>>>>>").expect("its end")];
    let differing: Vec<&str> = between.lines().skip(1).filter(|line| !line.starts_with("=======")).collect();
    assert_eq!(differing, ["  target: 99.95", "  target: 99.9"], "only the field that differs: {text}");
    assert!(text.contains("by: tom, kind: check-in") && text.contains("by: eva, kind: note"), "{text}");
    // Without a field that differs there is no conflict, in whatever order and layout the fields stand.
    let theirs = edit(
        BASE,
        &[("labels: [checkout]\n", ""), ("owner: tom   # since May\n", "labels:\n- checkout\nowner: tom\n")],
    );
    let (is_clean, text) = driver("", BASE, &theirs);
    assert!(is_clean && text.matches("labels").count() == 1 && text.contains("# since May"), "{text}");
    // Two goals that only share a file are no versions of one.
    let (is_clean, text) = driver("", BASE, &edit(BASE, &[("id: uptime", "id: other")]));
    assert!(!is_clean && text.contains("<<<<<<<"), "{text}");
}
