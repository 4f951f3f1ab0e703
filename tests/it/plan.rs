//! `goalpost plan`: whether the goals of a period to come are ready.

use serde_json::json as value;

use crate::support::program::{folder, goalpost, json, northwind, says};

const ORG: &str = "teams:\n- {id: co, level: company, lead: ines}\n- {id: web, level: team, parent: co, capacity: 6}\n\
                   - {id: desk, level: team, parent: co}\n- {id: old, level: team, parent: co, until: 2026-11-30}\n\
                   people: [{id: ines, team: co}, {id: tom, team: web}, {id: rosa, team: desk}]\n";

const SETTINGS: &str = "levels: [company, division, team, individual]\n";

fn world(proposal: &str) -> tempfile::TempDir {
    folder(&[
        ("goalpost.yaml", SETTINGS),
        ("org.yaml", ORG),
        ("m.yaml", "kind: mission\nid: m\ntitle: Money\nstatement: s\n"),
        ("s.yaml", "kind: objective\nid: s\ntitle: Strategy\nteam: co\nowner: ines\nperiod: 2027\nsupports: [m]\n"),
        ("a.yaml", proposal),
        (
            "k.yaml",
            "kind: key_result\nid: k\ntitle: Number\nstate: draft\nmeasures: a\nmetric: {name: n, unit: x, baseline: 0, target: 1}\n",
        ),
    ])
}

const READY: &str = "kind: objective\nid: a\ntitle: Answer quickly\nstate: draft\nteam: web\nowner: tom\nperiod: 2027-Q1\n\
                     effort: 5\nsupports: [{goal: s, agreed: [{by: ines, date: 2026-11-20}]}]\ncontributors: [desk]\n";

#[test]
fn what_is_lacking_is_named_level_by_level() {
    let lacking = READY
        .replace("owner: tom\n", "")
        .replace("{goal: s, agreed: [{by: ines, date: 2026-11-20}]}", "s")
        .replace("effort: 5", "effort: 7\nneeds: [{from: desk, what: texts, by: 2027-02-01}]");
    let world = world(&lacking);
    let view = json(world.path(), &["plan"]);
    assert_eq!(
        (&view["period"], &view["ready"], &view["goals"], &view["drafts"]),
        (&value!("2027-Q1"), &value!(false), &value!(3), &value!(2))
    );
    let levels = view["levels"].as_array().expect("levels");
    assert_eq!(
        levels.iter().map(|it| it["level"].as_str().expect("a name")).collect::<Vec<_>>(),
        ["individual", "team", "division", "company"]
    );
    assert_eq!(levels.iter().map(|it| it["ready"] == true).collect::<Vec<_>>(), [true, false, true, true]);
    let team = &levels[1];
    assert_eq!(
        team["gaps"],
        value!([
            {"kind": "no-owner", "goal": "a", "team": "web"},
            // `old` is gone by then.
            {"kind": "no-goals", "goal": null, "team": "desk"},
        ])
    );
    assert_eq!(
        (&team["open_needs"], &team["missing_agreements"], &team["contended"]),
        (&value!(1), &value!(1), &value!(["web"]))
    );
    assert_eq!(view["agreements"], value!([{"child": "a", "parent": "s", "owner": "ines"}]));
    assert_eq!(view["needs"][0]["by"], "2027-02-01");
    insta::assert_snapshot!(says(world.path(), &["plan"]));
}

#[test]
fn a_plan_that_lacks_nothing_is_ready() {
    let desk = "kind: objective\nid: b\ntitle: Listen well\nteam: desk\nowner: rosa\nperiod: 2027-Q1\n\
                supports: [{goal: s, agreed: [{by: ines, date: 2026-11-20}]}]\n";
    let world = world(READY);
    std::fs::write(world.path().join("b.yaml"), desk).expect("a file");
    std::fs::write(
        world.path().join("l.yaml"),
        "kind: key_result\nid: l\ntitle: Other\nmeasures: b\nmetric: {name: o, unit: x, baseline: 0, target: 1}\n",
    )
    .expect("a file");
    let view = json(world.path(), &["plan"]);
    assert_eq!(view["ready"], true, "{view:#}");
    assert!(says(world.path(), &["plan"]).starts_with("2027-Q1 is ready: 5 goals, 2 of them drafts\n"));
    // A strategic goal that nothing supports, and an objective that nothing measures.
    std::fs::write(world.path().join("a.yaml"), "").expect("a file");
    std::fs::write(
        world.path().join("b.yaml"),
        desk.replace("supports: [{goal: s, agreed: [{by: ines, date: 2026-11-20}]}]\n", ""),
    )
    .expect("a file");
    std::fs::remove_file(world.path().join("l.yaml")).expect("a file");
    std::fs::write(world.path().join("k.yaml"), "kind: key_result\nid: k\ntitle: Number\nmeasures: s\n")
        .expect("a file");
    let kinds: Vec<String> = json(world.path(), &["plan"])["levels"]
        .as_array()
        .expect("levels")
        .iter()
        .flat_map(|level| level["gaps"].as_array().expect("gaps").clone())
        .map(|gap| format!("{} {}", gap["kind"].as_str().expect("a kind"), gap["goal"].as_str().unwrap_or("-")))
        .collect();
    assert_eq!(kinds, ["no-path b", "no-measure b", "no-goals -", "no-support s", "no-measure k"]);
}

#[test]
fn the_example_company_plans_its_next_quarter() {
    let text = says(&northwind(), &["plan"]);
    assert!(text.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80), "{text}");
    insta::assert_snapshot!(text);
    insta::assert_snapshot!(says(&northwind(), &["plan", "--format", "markdown"]));
    let nothing = goalpost(&northwind(), &["plan", "--period", "2031"]);
    assert!(nothing.stdout.starts_with("no goals of 2031 here yet\n"), "{}", nothing.stdout);
}

/// Goals without a level made a plan "not ready" instead of being looked at; before, they made it ready.
#[test]
fn goals_without_a_level_are_looked_at_like_all_others() {
    let objective = |rest: &str| format!("kind: objective\nid: a\ntitle: Answer quickly\nperiod: 2027-Q1\n{rest}");
    let key_result =
        "kind: key_result\nid: k\ntitle: Number\nmeasures: a\nmetric: {name: n, unit: x, baseline: 0, target: 1}\n";
    let plan = |objective: &str, key_result: &str| {
        let mission = ("m.yaml", "kind: mission\nid: m\ntitle: Money\nstatement: s\n");
        folder(&[("goalpost.yaml", ""), mission, ("a.yaml", objective), ("k.yaml", key_result)])
    };
    let sound = plan(&objective("owner: tom\nsupports: [m]\n"), key_result);
    assert!(says(sound.path(), &["plan", "-q"]).starts_with("2027-Q1 is ready: 2 goals, 0 of them drafts\n"));
    let view = json(sound.path(), &["plan", "-q"]);
    assert_eq!(
        (&view["ready"], &view["without_level"], &view["other"]["goals"]),
        (&value!(true), &value!(2), &value!(2))
    );
    for (objective, key_result, gap) in [
        (objective("supports: [m]\n"), key_result, "no-owner a"),
        (objective("owner: tom\n"), key_result, "no-path a"),
        (
            objective("owner: tom\nsupports: [m]\n"),
            "kind: key_result\nid: k\ntitle: Number\nmeasures: a\n",
            "no-measure k",
        ),
        (objective("owner: tom\nsupports: [m]\n").replace("period: 2027-Q1\n", ""), key_result, "no-period a"),
    ] {
        let root = plan(&objective, key_result);
        let view = json(root.path(), &["plan", "-q"]);
        let gaps = view["other"]["gaps"].as_array().expect("gaps").iter();
        let gaps: Vec<_> = gaps
            .map(|it| format!("{} {}", it["kind"].as_str().expect("a kind"), it["goal"].as_str().expect("one")))
            .collect();
        assert_eq!((gaps, &view["ready"]), (vec![gap.to_owned()], &value!(false)), "{view:#}");
    }
}

#[test]
fn an_owner_whom_nobody_knows_is_a_gap() {
    let world = world(&READY.replace("owner: tom", "owner: toni"));
    let team = json(world.path(), &["plan", "-q"])["levels"][1].clone();
    assert_eq!(team["gaps"][0], value!({"kind": "unknown-owner", "goal": "a", "team": "web"}));
    assert!(says(world.path(), &["plan", "-q"]).contains("Answer quickly (a): owner not in org.yaml"));
}

/// A plan was called ready whose owner or team is gone by then, or of which nothing will be measured.
#[test]
fn a_plan_is_not_ready_where_nobody_or_nothing_is_left_to_do_it() {
    let key_result = |rest: &str| format!("kind: key_result\nid: k\ntitle: Number\nmeasures: a\n{rest}");
    let metric = "metric: {name: n, unit: x, baseline: 0, target: 1}\n";
    let plan = |org: &str, key_result: &str, team: &str| {
        let objective = format!(
            "kind: objective\nid: a\ntitle: Answer quickly\nowner: tom\nteam: {team}\nperiod: 2027-Q1\nsupports: [m]\n"
        );
        let root = folder(&[
            ("goalpost.yaml", "levels: [company]\n"),
            ("org.yaml", org),
            ("m.yaml", "kind: mission\nid: m\ntitle: Money\nstatement: s\n"),
            ("a.yaml", &objective),
            ("k.yaml", key_result),
        ]);
        let view = json(root.path(), &["plan", "--period", "2027-Q1", "-q"]);
        let levels = view["levels"].as_array().expect("levels").iter().chain([&view["other"]]);
        let gaps = levels.flat_map(|level| level["gaps"].as_array().cloned().unwrap_or_default());
        let gaps: Vec<String> =
            gaps.map(|gap| format!("{} {}", gap["kind"].as_str().expect("a kind"), gap["goal"])).collect();
        (view["ready"] == true, gaps.join(", "))
    };
    let org = |team: &str, person: &str| {
        format!(
            "teams:\n  - {{id: web, name: Web, level: company{team}}}\npeople:\n  - {{id: tom, name: Tom, team: web{person}}}\n"
        )
    };
    let sound = key_result(metric);
    assert_eq!(plan(&org("", ""), &sound, "web"), (true, String::new()));
    assert_eq!(plan(&org("", ", until: 2027-02-01"), &sound, "web"), (true, String::new()));
    for (org, key_result, team, gap) in [
        (org("", ", until: 2026-11-01"), sound.clone(), "web", "departed-owner \"a\""),
        (org("", ", until: 2026-12-31"), sound.clone(), "web", "departed-owner \"a\""),
        (org(", until: 2026-12-31", ""), sound.clone(), "web", "dissolved-team \"a\""),
        (org("", ""), sound.clone(), "wbe", "no-goals null, unknown-team \"a\""),
        (org("", ""), key_result("metric: {kpi: nope, baseline: 0, target: 1}\n"), "web", "unknown-kpi \"k\""),
        (org("", ""), key_result(&format!("weight: 0\n{metric}")), "web", "no-weight \"a\""),
        (org("", ""), key_result(&format!("period: 2026-Q4\n{metric}")), "web", "other-period \"a\""),
    ] {
        let (ready, gaps) = plan(&org, &key_result, team);
        assert_eq!((ready, gaps.as_str()), (false, gap));
    }
}

/// A plan of the present quarter wanted goals of a team that had ended in it.
#[test]
fn a_team_that_has_ended_need_not_plan() {
    let org = "teams:\n  - {id: web, name: Web, level: company}\n  - {id: old, name: Old, level: company, until: 2026-10-31, \
               successor: web}\npeople:\n  - {id: tom, name: Tom, team: web}\n";
    let root = folder(&[
        ("goalpost.yaml", "levels: [company]\n"),
        ("org.yaml", org),
        ("m.yaml", "kind: mission\nid: m\ntitle: Money\nstatement: s\n"),
        ("a.yaml", "kind: objective\nid: a\ntitle: Answer\nowner: tom\nteam: web\nperiod: 2026-Q4\nsupports: [m]\n"),
        (
            "k.yaml",
            "kind: key_result\nid: k\ntitle: Number\nmeasures: a\nmetric: {name: n, unit: x, baseline: 0, target: 1}\n",
        ),
    ]);
    let plan = says(root.path(), &["plan", "--period", "2026-Q4", "-q"]);
    assert!(plan.starts_with("2026-Q4 is ready: ") && !plan.contains("old"), "{plan}");
}

/// One draft was "1 drafts".
#[test]
fn one_draft_is_a_draft() {
    let sound = READY.replace("state: draft\n", "");
    let plan = says(world(&sound).path(), &["plan", "-q"]);
    assert!(plan.contains(", 1 draft, ") && !plan.contains("1 drafts"), "{plan}");
}
