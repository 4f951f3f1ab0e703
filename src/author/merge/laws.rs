//! Laws of merging, over goals, hands and changes made up at random.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// A goal, to be written in several layouts.
#[derive(Debug, Clone, PartialEq)]
struct DraftText {
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

impl DraftText {
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

    fn apply(&mut self, changes: &[SideChange], side: &str) {
        for change in changes {
            match change {
                SideChange::Title(n) => self.title = format!("title {side} {n}"),
                SideChange::Owner => self.owner = if side == "ours" { "tom" } else { "lea" },
                SideChange::Why(n) => self.why = (*n > 2).then(|| format!("because {side} {n}")),
                SideChange::Target(n) => self.target = *n,
                SideChange::LatestCheckIn(value, day, sure) => {
                    self.checked = Some((*value, *day, *sure));
                    self.log.push((*day, format!("check {side} {value} {day}")));
                }
                SideChange::Label(n) => {
                    self.labels.retain(|label| *label != format!("{side}-{n}"));
                    self.labels.push(format!("{side}-{n}"));
                }
                SideChange::Need(n) => self.needs.push((format!("need {side} {n}"), "asked")),
                SideChange::Answer => {
                    self.needs.iter_mut().filter(|need| need.0 == "need 0").for_each(|need| need.1 = "agreed");
                }
                SideChange::Agree(n) => self.supports.push((format!("{side}-{n}"), *n + 1)),
                SideChange::Note(day, n) => self.log.push((*day, format!("note {side} {n}"))),
                SideChange::Forget => {
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
enum SideChange {
    Title(u32),
    Owner,
    Why(u32),
    Target(u32),
    LatestCheckIn(u32, u32, u32),
    Label(u32),
    Need(u32),
    Answer,
    Agree(u32),
    Note(u32, u32),
    Forget,
}

fn draft() -> impl Strategy<Value = DraftText> {
    let log = vec((1..28_u32, 0..99_u32), 0..5);
    let fresh = any::<bool>();
    (0..9_u32, proptest::option::of(0..9_u32), fresh, 0..3_usize, 0..3_usize, 0..3_usize, log).prop_map(
        |(title, why, fresh, labels, needs, agreed, log)| DraftText {
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
    (any::<bool>(), 0..3_usize, any::<bool>(), any::<bool>()).prop_map(|(braces, indent, newest_first, guided)| Hand {
        braces,
        indent,
        newest_first,
        guided,
    })
}

fn change() -> impl Strategy<Value = SideChange> {
    prop_oneof![
        (0..9_u32).prop_map(SideChange::Title),
        Just(SideChange::Owner),
        (0..6_u32).prop_map(SideChange::Why),
        (51..59_u32).prop_map(SideChange::Target),
        (11..19_u32, 6..28_u32, 1..9_u32).prop_map(|(value, day, sure)| SideChange::LatestCheckIn(value, day, sure)),
        (0..9_u32).prop_map(SideChange::Label),
        (0..9_u32).prop_map(SideChange::Need),
        Just(SideChange::Answer),
        (0..9_u32).prop_map(SideChange::Agree),
        (1..28_u32, 0..99_u32).prop_map(|(day, n)| SideChange::Note(day, n)),
        Just(SideChange::Forget),
    ]
}

/// What can be added on both sides.
fn addition() -> impl Strategy<Value = SideChange> {
    prop_oneof![
        (0..9_u32).prop_map(SideChange::Label),
        (0..9_u32).prop_map(SideChange::Need),
        (0..9_u32).prop_map(SideChange::Agree),
        (1..28_u32, 0..99_u32).prop_map(|(day, n)| SideChange::Note(day, n)),
    ]
}

fn entries_of(text: &str) -> Meaning {
    Meaning::of(Version::read(text).expect("a goal file").root())
}

fn through(base: &str, ours: &str, theirs: &str) -> Option<FieldMerge> {
    by_field([base, ours, theirs].map(str::to_owned), &TextMerge::default())
}

fn cases() -> u32 {
    std::env::var("MERGE_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(96)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 4000, ..ProptestConfig::default() })]

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
        let expected = entries_of(&all.write(hand));
        for (ours, theirs) in [(&texts[1], &texts[2]), (&texts[2], &texts[1])] {
            let Some(merged) = through(&texts[0], ours, theirs) else { panic!("not merged:\n{ours}\n---\n{theirs}") };
            prop_assert!(merged.clean, "{}", merged.text);
            prop_assert_eq!(entries_of(&merged.text), expected.clone(), "{}", merged.text);
        }
    }

    #[test]
    fn a_week_on_both_sides_is_no_conflict(
        base in draft(), ours in (11..19_u32, 6..19_u32), days in 1..9_u32, notes in vec(addition(), 0..3), hand in hand(),
    ) {
        let check_in = |value, day| SideChange::LatestCheckIn(value, day, 7);
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
