//! `goalpost why`: lines of sight, where they end, and what serves a goal.

use proptest::prelude::*;

use crate::support::program::{folder, goalpost, json, northwind, says};
use goalpost::graph::{Graph, LineEnd};
use goalpost::model::{GoalIx, Workspace};
use goalpost::source::SourceSet;

#[test]
fn lines_of_northwind() {
    for id in ["route-by-issuer", "checkout-uptime", "availability", "mission"] {
        insta::assert_snapshot!(format!("why_{id}"), says(&northwind(), &["why", id]));
    }
    insta::assert_snapshot!("why_down", says(&northwind(), &["why", "payments-first-time", "--down"]));
    insta::assert_snapshot!("why_down_two", says(&northwind(), &["why", "mission", "--down", "--depth", "2"]));
    insta::assert_snapshot!("why_markdown", says(&northwind(), &["why", "checkout-uptime", "--format", "markdown"]));
}

/// Goals of which none but `fine` reaches the mission.
const LOST: &[(&str, &str)] = &[
    ("goalpost.yaml", ""),
    ("m.yaml", "kind: mission\nid: m\ntitle: M\nstatement: To be useful.\n"),
    ("fine.yaml", "kind: objective\nid: fine\ntitle: Fine\nsupports: [m, lone]\n"),
    ("lone.yaml", "kind: objective\nid: lone\ntitle: Lone\nlevel: team\n"),
    ("child.yaml", "kind: objective\nid: child\ntitle: Child\nwhy: it has to be\nsupports: [lone]\n"),
    ("top.yaml", "kind: objective\nid: top\ntitle: Top\nlevel: company\n"),
    ("gone.yaml", "kind: objective\nid: gone\ntitle: Gone\nsupports: [nowhere]\n"),
    ("self.yaml", "kind: objective\nid: self\ntitle: Self\nsupports: [self]\n"),
    ("wrong.yaml", "kind: objective\nid: wrong\ntitle: Wrong\nsupports: [kpi]\n"),
    ("kpi.yaml", "kind: kpi\nid: kpi\ntitle: KPI\nmetric: {at_least: 3}\n"),
    ("unread.yaml", "kind: objective\nid: unread\ntitle: [\n"),
    ("onto.yaml", "kind: objective\nid: onto\ntitle: Onto\nsupports: [unread]\n"),
    ("a.yaml", "kind: objective\nid: a\ntitle: A\nsupports: [b]\n"),
    ("b.yaml", "kind: objective\nid: b\ntitle: B\nsupports: [c]\n"),
    ("c.yaml", "kind: objective\nid: c\ntitle: C\nsupports: [a]\n"),
    ("to-circle.yaml", "kind: objective\nid: to-circle\ntitle: To a circle\nsupports: [b]\n"),
    ("dev.yaml", "kind: development\nid: dev\ntitle: Dev\nowner: sam\n"),
    ("pulse.yaml", "kind: survey\nid: pulse\nteam: t\ndate: 2026-11-01\nrespondents: 9\nscores: {knows-why: 4}\n"),
];

#[test]
fn a_line_that_ends_early_says_where_and_what_to_do() {
    let goals = folder(LOST);
    let end = |id: &str| {
        let why = json(goals.path(), &["why", id]);
        assert_eq!(why["reaches_mission"], false, "{id}");
        let end = &why["lines"][0]["end"];
        (end["goal"].as_str().unwrap_or("").to_owned(), end["rule"].as_str().unwrap_or("").to_owned())
    };
    let cases = [
        ("lone", "lone", "orphan-goal"),
        ("child", "lone", "orphan-goal"),
        ("top", "top", "orphan-goal"),
        ("gone", "gone", "dangling-link"),
        ("self", "self", "self-link"),
        ("wrong", "wrong", "wrong-kind"),
        ("onto", "onto", ""),
        ("to-circle", "b", "cycle"),
        ("c", "c", "cycle"),
        ("kpi", "kpi", ""),
        ("dev", "dev", ""),
        ("pulse", "pulse", ""),
    ];
    for (id, at, rule) in cases {
        assert_eq!(end(id), (at.to_owned(), rule.to_owned()), "{id}");
    }
    let told: Vec<String> =
        ["child", "top", "gone", "to-circle", "fine"].map(|id| says(goals.path(), &["why", id, "-q"])).to_vec();
    insta::assert_snapshot!("why_lost", told.join("\n────\n\n"));
}

#[test]
fn without_a_mission_the_highest_level_is_the_end() {
    let goals = folder(&[LOST[0], LOST[5], ("x.yaml", "kind: objective\nid: x\ntitle: X\nsupports: [top]\n")]);
    let why = json(goals.path(), &["why", "x"]);
    assert_eq!((&why["reaches_mission"], &why["has_mission"]), (&true.into(), &false.into()));
    assert_eq!(why["lines"][0]["end"]["rule"], "no-mission");
    insta::assert_snapshot!("why_without_mission", says(goals.path(), &["why", "x", "-q"]));
}

#[test]
fn five_lines_are_reported_and_the_rest_is_counted() {
    let mut files = vec![("goalpost.yaml".to_owned(), String::new())];
    files.push(("m.yaml".to_owned(), "kind: mission\nid: m\ntitle: M\nstatement: S\n".to_owned()));
    for at in 0..8 {
        files.push((format!("p{at}.yaml"), format!("kind: objective\nid: p{at}\ntitle: P\nsupports: [m]\n")));
    }
    let ups = (0..8).map(|at| format!("p{at}")).collect::<Vec<_>>().join(", ");
    files.push(("a.yaml".to_owned(), format!("kind: objective\nid: a\ntitle: A\nsupports: [{ups}]\n")));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let goals = folder(&files);
    let why = json(goals.path(), &["why", "a"]);
    assert_eq!((why["lines"].as_array().map(Vec::len), why["more"].as_u64()), (Some(5), Some(3)));
    assert!(says(goals.path(), &["why", "a", "-q"]).contains("\nand 3 more lines lead up by other paths\n"));
    assert_eq!(goalpost(goals.path(), &["why", "a", "--depth", "1"]).code, 2, "depth is for --down");
}

#[test]
fn the_tree_tells_each_goal_once_and_counts_what_it_leaves_out() {
    let goals = folder(&[
        LOST[0],
        LOST[1],
        ("a.yaml", "kind: objective\nid: a\ntitle: A\nsupports: [m]\n"),
        ("b.yaml", "kind: objective\nid: b\ntitle: B\nsupports: [{goal: m, how: by itself}]\n"),
        ("c.yaml", "kind: objective\nid: c\ntitle: C\nsupports: [{goal: a, weight: 3}, b]\n"),
        ("d.yaml", "kind: objective\nid: d\ntitle: D\nsupports: [c]\n"),
    ]);
    let rows = |args: &[&str]| -> Vec<String> {
        let why = json(goals.path(), &[&["why", "m", "--down"], args].concat());
        let row = |row: &serde_json::Value| {
            let again = if row["again"] == true { " again" } else { "" };
            format!("{} {} under {}{again}, {} left out", row["depth"], row["id"], row["under"], row["left_out"])
        };
        why["below"].as_array().expect("a list").iter().map(row).collect()
    };
    assert_eq!(
        rows(&[]),
        [
            r#"1 "a" under "m", 0 left out"#,
            r#"2 "c" under "a", 0 left out"#,
            r#"3 "d" under "c", 0 left out"#,
            r#"1 "b" under "m", 0 left out"#,
            r#"2 "c" under "b" again, 0 left out"#,
        ]
    );
    // Left out under one goal for its depth, it is not taken for told under the other.
    assert_eq!(
        rows(&["--depth", "2"]),
        [
            r#"1 "a" under "m", 0 left out"#,
            r#"2 "c" under "a", 1 left out"#,
            r#"1 "b" under "m", 0 left out"#,
            r#"2 "c" under "b", 1 left out"#,
        ]
    );
    insta::assert_snapshot!("why_down_twice", says(goals.path(), &["why", "m", "--down", "-q"]));
}

#[test]
fn a_tree_deeper_than_a_page_is_wide_goes_on_elsewhere() {
    let mut files = vec![("goalpost.yaml".to_owned(), String::new())];
    for at in 0..30 {
        let up = if at == 0 { String::new() } else { format!("supports: [g{}]\n", at - 1) };
        files.push((format!("{at}.yaml"), format!("kind: objective\nid: g{at}\ntitle: Goal {at}\n{up}")));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let goals = folder(&files);
    let said = says(goals.path(), &["why", "g0", "--down", "-q"]);
    assert!(said.contains("17 more below: goalpost why g12 --down"), "{said}");
    assert!(said.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80), "{said}");
    assert_eq!(json(goals.path(), &["why", "g0", "--down"])["below"].as_array().map(Vec::len), Some(29));
}

/// Every way up from a goal, walked one by one.
fn walked(graph: &Graph, goal: GoalIx, so_far: &[GoalIx], ways: &mut Vec<(bool, Vec<GoalIx>)>) {
    let parents: Vec<GoalIx> = graph.parents(goal).map(|parent| parent.goal).collect();
    if parents.is_empty() {
        ways.push((!graph.is_reached(goal), so_far.to_vec()));
    }
    for parent in parents {
        walked(graph, parent, &[so_far, &[parent]].concat(), ways);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// The lines are those that walking every way finds, the best of them in order, and all are counted.
    #[test]
    fn lines_are_the_shortest_of_all_ways(links in proptest::collection::vec(proptest::collection::btree_set(0_usize..11, 0..4), 11)) {
        let mut texts = vec![("m.yaml".to_owned(), "kind: mission\nid: m\ntitle: t\nstatement: s\n".to_owned())];
        for (at, ups) in links.iter().enumerate() {
            // Upward only, so that there is no circle; 10 is the mission.
            let name = |up: &usize| if *up == 10 { "m".to_owned() } else { format!("g{up}") };
            let ups: Vec<String> = ups.iter().filter(|up| **up > at).map(name).collect();
            texts.push((format!("{at}.yaml"), format!("kind: objective\nid: g{at}\ntitle: t\nsupports: [{}]\n", ups.join(", "))));
        }
        let workspace = Workspace::read(SourceSet::from_texts(texts));
        let graph = Graph::build(&workspace);
        let goal = workspace.find("g0").expect("g0");
        let mut ways = Vec::new();
        walked(&graph, goal, &[], &mut ways);
        let found = graph.lines(goal, 5);
        prop_assert_eq!(found.lines.len() as u64 + found.more, ways.len() as u64);
        let rank = |stray: bool, length: usize| (stray, length);
        let mut best: Vec<_> = ways.iter().map(|(stray, way)| rank(*stray, way.len())).collect();
        best.sort_unstable();
        best.truncate(5);
        let ranks: Vec<_> = found.lines.iter().map(|line| rank(line.end != LineEnd::Top, line.steps.len())).collect();
        prop_assert_eq!(ranks, best);
        for line in &found.lines {
            let way: Vec<GoalIx> = line.steps.iter().map(|step| step.goal).collect();
            prop_assert!(ways.iter().any(|(_, other)| *other == way));
        }
    }
}
