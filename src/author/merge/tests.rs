//! Goal files merged: cases of a week, and properties over generated goals and edits.

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

fn merged(base: &str, ours: &str, theirs: &str) -> Merged {
    merge([base, ours, theirs].map(str::as_bytes), &TextMerge::default()).expect("goal files")
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

/// A goal, to be written in several layouts.
#[derive(Debug, Clone, PartialEq)]
struct Draft {
    title: String,
    owner: &'static str,
    why: Option<String>,
    target: u32,
    checked: Option<(u32, u32, u32)>,
    labels: Vec<String>,
    needs: Vec<(String, &'static str)>,
    supports: Vec<(String, u32)>,
    log: Vec<(u32, String)>,
}

/// How a file is written: log entries in braces, lists indented, comments, the newest entry first.
#[derive(Debug, Clone, Copy)]
struct Hand {
    braces: bool,
    indent: usize,
    newest_first: bool,
    /// Fields that are not there yet stand as comments, those of the metric at its end.
    guided: bool,
}

impl Draft {
    fn write(&self, hand: Hand) -> String {
        let pad = " ".repeat(hand.indent);
        let mut text = format!(
            "# header\nkind: key_result\nid: a\ntitle: {}  # what\nmeasures: o\nowner: {}\n",
            self.title, self.owner
        );
        if let Some(why) = &self.why {
            text.push_str(&format!("why: >-\n  {why}\n  and more\n"));
        }
        text.push_str(&format!(
            "# numbers\nmetric:\n  unit: \"%\"\n  baseline: 0\n  target: {}  # agreed\n",
            self.target
        ));
        if let Some((value, day, _)) = self.checked {
            text.push_str(&format!("  current: {value}\n  as_of: 2026-10-{day:02}\n"));
        }
        if hand.guided {
            text.push_str("  # source:   # where the number comes from\n");
        }
        if let Some((_, _, sure)) = self.checked {
            text.push_str(&format!("confidence: 0.{sure}\n"));
        }
        if hand.guided {
            text.push_str("# needs: []   # what you wait for\n");
        }
        if !self.labels.is_empty() {
            text.push_str(&format!("labels: [{}]\n", self.labels.join(", ")));
        }
        if !self.needs.is_empty() {
            text.push_str("needs:\n");
            for (what, state) in &self.needs {
                text.push_str(&format!("{pad}- {{from: platform, what: {what}, state: {state}}}\n"));
            }
        }
        if !self.supports.is_empty() {
            text.push_str("agreed:   # by\n");
            for (who, day) in &self.supports {
                text.push_str(&format!("{pad}- by: {who}\n{pad}  date: 2026-09-{day:02}\n"));
            }
        }
        let mut log = self.log.clone();
        log.sort_by_key(|entry| entry.0);
        if hand.newest_first {
            log.reverse();
        }
        if !log.is_empty() {
            text.push_str("log:\n");
            for (day, said) in &log {
                if hand.braces {
                    text.push_str(&format!("{pad}- {{date: 2026-10-{day:02}, kind: note, text: {said}}}\n"));
                } else {
                    text.push_str(&format!("{pad}# {said} on {day}\n{pad}- date: 2026-10-{day:02}\n{pad}  kind: note\n{pad}  text: >-\n{pad}    {said}\n{pad}    more\n"));
                }
            }
        }
        text
    }

    fn apply(&mut self, changes: &[Change], side: &str) {
        for change in changes {
            match change {
                Change::Title(n) => self.title = format!("title {side} {n}"),
                Change::Owner => self.owner = if side == "ours" { "tom" } else { "lea" },
                Change::Why(n) => self.why = (*n > 2).then(|| format!("because {side} {n}")),
                Change::Target(n) => self.target = *n,
                Change::CheckIn(value, day, sure) => {
                    self.checked = Some((*value, *day, *sure));
                    self.log.push((*day, format!("check {side} {value} {day}")));
                }
                Change::Label(n) => {
                    self.labels.retain(|label| *label != format!("{side}-{n}"));
                    self.labels.push(format!("{side}-{n}"));
                }
                Change::Need(n) => self.needs.push((format!("need {side} {n}"), "asked")),
                Change::Answer => {
                    self.needs.iter_mut().filter(|need| need.0 == "need 0").for_each(|need| need.1 = "agreed");
                }
                Change::Agree(n) => self.supports.push((format!("{side}-{n}"), *n + 1)),
                Change::Note(day, n) => self.log.push((*day, format!("note {side} {n}"))),
                Change::Forget => {
                    let first = self.log.iter().position(|entry| entry.1.starts_with("base"));
                    if let Some(at) = first {
                        self.log.remove(at);
                    }
                }
            }
        }
    }
}

#[derive(Debug, Clone)]
enum Change {
    Title(u32),
    Owner,
    Why(u32),
    Target(u32),
    CheckIn(u32, u32, u32),
    Label(u32),
    Need(u32),
    Answer,
    Agree(u32),
    Note(u32, u32),
    Forget,
}

mod properties {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn draft() -> impl Strategy<Value = Draft> {
        let log = vec((1..28_u32, 0..99_u32), 0..5);
        let fresh = any::<bool>();
        (0..9_u32, proptest::option::of(0..9_u32), fresh, 0..3_usize, 0..3_usize, 0..3_usize, log).prop_map(
            |(title, why, fresh, labels, needs, agreed, log)| Draft {
                title: format!("title {title}"),
                owner: "ana",
                why: why.map(|why| format!("because {why}")),
                target: 50,
                checked: (!fresh).then_some((10, 5, 5)),
                labels: (0..labels).map(|at| format!("l{at}")).collect(),
                needs: (0..needs).map(|at| (format!("need {at}"), "asked")).collect(),
                supports: (0..agreed).map(|at| (format!("p{at}"), 1)).collect(),
                log: log.into_iter().enumerate().map(|(at, (day, n))| (day, format!("base {at} {n}"))).collect(),
            },
        )
    }

    fn hand() -> impl Strategy<Value = Hand> {
        (any::<bool>(), 0..3_usize, any::<bool>(), any::<bool>())
            .prop_map(|(braces, indent, newest_first, guided)| Hand { braces, indent, newest_first, guided })
    }

    fn change() -> impl Strategy<Value = Change> {
        prop_oneof![
            (0..9_u32).prop_map(Change::Title),
            Just(Change::Owner),
            (0..6_u32).prop_map(Change::Why),
            (51..59_u32).prop_map(Change::Target),
            (11..19_u32, 6..28_u32, 1..9_u32).prop_map(|(value, day, sure)| Change::CheckIn(value, day, sure)),
            (0..9_u32).prop_map(Change::Label),
            (0..9_u32).prop_map(Change::Need),
            Just(Change::Answer),
            (0..9_u32).prop_map(Change::Agree),
            (1..28_u32, 0..99_u32).prop_map(|(day, n)| Change::Note(day, n)),
            Just(Change::Forget),
        ]
    }

    /// What can be added on both sides.
    fn addition() -> impl Strategy<Value = Change> {
        prop_oneof![
            (0..9_u32).prop_map(Change::Label),
            (0..9_u32).prop_map(Change::Need),
            (0..9_u32).prop_map(Change::Agree),
            (1..28_u32, 0..99_u32).prop_map(|(day, n)| Change::Note(day, n)),
        ]
    }

    fn said(text: &str) -> Meaning {
        Meaning::of(Version::read(text).expect("a goal file").root())
    }

    fn through(base: &str, ours: &str, theirs: &str) -> Option<Merged> {
        by_field([base, ours, theirs].map(str::to_owned), &TextMerge::default())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn what_one_side_did_is_the_outcome(base in draft(), changes in vec(change(), 0..6), hand in hand(), other in hand()) {
            let text = base.write(hand);
            let mut changed = base.clone();
            changed.apply(&changes, "ours");
            // Rewritten in another hand, or not.
            for hand in [hand, Hand { newest_first: hand.newest_first, guided: hand.guided, ..other }] {
                let changed = changed.write(hand);
                for (ours, theirs) in [(&changed, &text), (&text, &changed), (&changed, &changed)] {
                    let merged = through(&text, ours, theirs);
                    let merged = merged.map(|merged| (merged.clean, merged.text));
                    prop_assert_eq!(merged, Some((true, changed.clone())));
                }
            }
        }

        #[test]
        fn edits_apart_all_land(
            base in draft(), apart in vec((change(), any::<bool>()), 0..8), both in vec((addition(), any::<bool>()), 0..6),
            hand in hand(),
        ) {
            // Each kind of change on one side alone; additions on both.
            let mut seen = std::collections::HashSet::new();
            let apart: Vec<_> = apart.into_iter().filter(|(change, _)| seen.insert(std::mem::discriminant(change))).collect();
            let (mut ours, mut theirs, mut all) = (base.clone(), base.clone(), base.clone());
            for (change, is_ours) in apart.iter().chain(&both) {
                let change = std::slice::from_ref(change);
                if *is_ours { ours.apply(change, "ours") } else { theirs.apply(change, "theirs") }
            }
            for (change, is_ours) in apart.iter().chain(&both) {
                all.apply(std::slice::from_ref(change), if *is_ours { "ours" } else { "theirs" });
            }
            let texts = [&base, &ours, &theirs].map(|draft| draft.write(hand));
            let expected = said(&all.write(hand));
            for (ours, theirs) in [(&texts[1], &texts[2]), (&texts[2], &texts[1])] {
                let Some(merged) = through(&texts[0], ours, theirs) else { panic!("not merged:\n{ours}\n---\n{theirs}") };
                prop_assert!(merged.clean, "{}", merged.text);
                prop_assert_eq!(said(&merged.text), expected.clone(), "{}", merged.text);
            }
        }

        #[test]
        fn a_week_on_both_sides_is_no_conflict(
            base in draft(), ours in (11..19_u32, 6..19_u32), days in 1..9_u32, notes in vec(addition(), 0..3), hand in hand(),
        ) {
            let check_in = |value, day| Change::CheckIn(value, day, 7);
            let (mut early, mut late) = (base.clone(), base.clone());
            early.apply(&[check_in(ours.0, ours.1)], "ours");
            early.apply(&notes, "ours");
            late.apply(&[check_in(ours.0 + 1, ours.1 + days)], "theirs");
            let texts = [&base, &early, &late].map(|draft| draft.write(hand));
            for (ours, theirs) in [(&texts[1], &texts[2]), (&texts[2], &texts[1])] {
                let Some(merged) = through(&texts[0], ours, theirs) else { panic!("not merged:\n{ours}\n---\n{theirs}") };
                prop_assert!(merged.clean, "{}", merged.text);
                let current = format!("  current: {}\n", late.checked.expect("a check-in").0);
                prop_assert!(merged.text.contains(&current), "{}", merged.text);
            }
        }

        #[test]
        fn no_entry_of_the_log_is_lost_and_no_comment(
            base in draft(), ours in vec(change(), 0..6), theirs in vec(change(), 0..6), hand in hand(),
        ) {
            let text = base.write(hand);
            let sides = [(&ours, "ours"), (&theirs, "theirs")].map(|(changes, side)| {
                let mut draft = base.clone();
                draft.apply(changes, side);
                draft
            });
            let [ours, theirs] = sides.each_ref().map(|draft| draft.write(hand));
            let merged = merged_or_text(&text, &ours, &theirs);
            for entry in sides.iter().flat_map(|draft| &draft.log) {
                let kept = sides.iter().all(|draft| draft.log.contains(entry)) || !base.log.contains(entry);
                prop_assert!(!kept || merged.contains(&entry.1), "{:?} is lost in\n{}", entry, merged);
            }
            prop_assert!(merged.contains("# header") && merged.contains("# numbers"));
        }
    }

    fn merged_or_text(base: &str, ours: &str, theirs: &str) -> String {
        if let Some(merged) = through(base, ours, theirs) {
            return merged.text;
        }
        let merged = TextMerge::default().merge([base, ours, theirs].map(str::as_bytes)).expect("merged");
        String::from_utf8(merged.bytes).expect("text")
    }
}
