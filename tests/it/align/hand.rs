//! A small company with a history, of which every indicator can be worked out by hand.

use serde_json::{Value, json as value};

use crate::support::program::{json, says};
use crate::support::repository::Repo;

const ORG: &str = "\
teams:
  - {id: co, level: company, lead: ines}
  - {id: eng, level: department, parent: co}
  - {id: pay, level: team, parent: eng, capacity: 10}
  - {id: ops, level: department, parent: co}
  - {id: sup, level: team, parent: ops, capacity: 4}
people:
  - {id: ines, team: co, email: [ines@northwind.example]}
  - {id: tom, team: pay, email: [tom@northwind.example], github: tom-b}
  - {id: lea, team: pay, email: [lea@northwind.example]}
  - {id: rosa, team: sup, email: [rosa@northwind.example]}
bots: [okr-bot@northwind.example]
";

fn objective(id: &str, team: &str, owner: &str, more: &str) -> String {
    format!("kind: objective\nid: {id}\ntitle: Title of {id}\nteam: {team}\nowner: {owner}\nperiod: 2026-Q4\n{more}\n")
}

const NUMBER: &str = "kind: key_result\nid: t1-k\ntitle: Number of t1\nmeasures: t1\neffort: 4\n\
                      metric: {name: n, unit: x, baseline: 0, target: 10";

/// The company, commit by commit. The comments say what each is there for.
pub(super) fn company() -> Repo {
    let repo = Repo::new();
    let write = |id: &str, text: &str| repo.write(&format!("{id}.yaml"), text);
    repo.write("goalpost.yaml", "areas: [growth, trust]\n");
    repo.write("org.yaml", ORG);
    write("m", "kind: mission\nid: m\ntitle: Boring money\nstatement: s\n");
    write("s1", &objective("s1", "co", "ines", "supports: [m]\nperspective: customer\narea: trust"));
    write("s2", &objective("s2", "co", "ines", "supports: [m]\nperspective: financial\neffort: 2"));
    write("s3", &objective("s3", "co", "ines", "supports: [m]"));
    repo.commit("ines", "2026-09-20T08:00:00Z", "Set the strategy");
    // Before the goal that it supports: bottom-up. A squash, in which tom signed the second of two commits.
    write("t1", &objective("t1", "pay", "tom", "supports: [d1]\neffort: 6"));
    write("t1-k", &format!("{NUMBER}}}\n"));
    let squash =
        "Set t1 (#3)\n\n* Draft it\n\n* Mend it\n\nSigned-off-by: Tom <9+Tom-B@users.noreply.github.com>\n\n* Done";
    repo.commit("ines", "2026-09-21T08:00:00Z", squash);
    // By a bot, for lea.
    write(
        "d1",
        &objective(
            "d1",
            "eng",
            "lea",
            "supports: [{goal: s1, share: 0.75}, {goal: s2, share: 0.25}]\neffort: 8\ncontributors: [sup]",
        ),
    );
    write("t2", &objective("t2", "pay", "tom", "supports: [d1]"));
    repo.commit("okr-bot", "2026-09-22T08:00:00Z", "Set d1 and t2\n\nCo-authored-by: Lea <lea@northwind.example>");
    // By another than the owners, of whom rosa agreed.
    write("i1", &objective("i1", "pay", "lea", "level: individual\nsupports: [t1]\neffort: 1"));
    let asks = "level: individual\nsupports: [s1]\neffort: 2\nagreed: [{by: rosa, date: 2026-10-20}]\n\
                needs: [{from: pay, what: help, effort: 4, state: agreed}]";
    write("i2", &objective("i2", "sup", "rosa", asks));
    repo.commit("tom", "2026-10-20T08:00:00Z", "Set i1 and i2");
    write("lost", &objective("lost", "sup", "rosa", "effort: 1"));
    write(
        "lost-k",
        "kind: key_result\nid: lost-k\ntitle: Steps of lost\nmeasures: lost\nmilestones: [{title: a, due: 2026-12-01}]\n",
    );
    repo.commit("tom", "2026-10-21T08:00:00Z", "Set lost");
    // After goalposts have settled: no part in setting it.
    write("lost", &objective("lost", "sup", "rosa", "effort: 1").replace("Title of", "The title of"));
    repo.commit("rosa", "2026-11-10T08:00:00Z", "Reword");
    // Two check-ins in the first week, one in the third, one in the week that is not over.
    for (day, current) in [("2026-10-05", 1), ("2026-10-07", 2), ("2026-10-20", 3), ("2026-11-20", 4)] {
        write("t1-k", &format!("{NUMBER}, current: {current}, as_of: {day}}}\n"));
        repo.commit("tom", &format!("{day}T09:00:00Z"), "Check in");
    }
    // One in the fifth week, of another department.
    let log = "supports: [d1]\neffort: 6\nlog: [{date: 2026-11-02, by: rosa, kind: check-in, text: fine}]";
    write("t1", &objective("t1", "pay", "tom", log));
    repo.commit("tom", "2026-11-20T10:00:00Z", "Note what rosa said");
    let survey = |id: &str, team: &str, respondents: u32, scores: &str| {
        write(
            id,
            &format!(
                "kind: survey\nid: {id}\nteam: {team}\ndate: 2026-11-06\nrespondents: {respondents}\nscores: {{{scores}}}\n"
            ),
        );
    };
    survey("pulse-eng", "eng", 6, "knows-goals: 4, knows-why: 3, sees-contribution: 5, likes-lunch: 1");
    survey("pulse-ops", "ops", 12, "knows-goals: 2.5");
    survey("pulse-sup", "sup", 4, "knows-goals: 1.57");
    repo.commit("ines", "2026-11-20T11:00:00Z", "Surveys");
    repo
}

fn indicators(repo: &Repo, args: &[&str]) -> Value {
    json(repo.path(), &[&["align"], args].concat())["indicators"].clone()
}

fn near(value: &Value, wanted: f64) {
    let value = value.as_f64().unwrap_or_else(|| panic!("a number, not {value}"));
    assert!((value - wanted).abs() < 1e-9, "{value} is not {wanted}");
}

#[test]
fn every_indicator_is_as_worked_out_by_hand() {
    let repo = company();
    let it = indicators(&repo, &[]);

    // s1, s2, s3, d1, t1, t1-k, t2, i1, i2 reach the mission; lost and lost-k do not.
    let reach = &it["reach"];
    near(&reach["value"], 9.0 / 11.0);
    assert_eq!((&reach["of"], &reach["missing"]), (&value!(11), &value!(["lost", "lost-k"])));
    near(&reach["levels"]["team"]["value"], 3.0 / 5.0);
    near(&reach["levels"]["company"]["value"], 1.0);
    assert_eq!(reach["levels"]["individual"], value!({"value": 1.0, "of": 2, "missing": []}));

    // i1 supports t1, one level up; i2 supports s1, three levels up.
    assert_eq!(it["linked_individuals"], value!({"value": 0.5, "of": 2, "missing": ["i2"]}));

    // s1, s2 and d1 are supported from below, s3 is not.
    assert_eq!(it["support"], value!({"value": 0.75, "of": 4, "missing": ["s3"]}));

    // Of d1, t1, t1-k, t2, i1, i2, lost, lost-k: d1 by its contributor, i2 by its need. Links to s1 are everybody's.
    let collaboration = &it["collaboration"];
    near(&collaboration["value"], 2.0 / 8.0);
    assert_eq!(collaboration["matrix"], value!({"eng": {"ops": 1}, "ops": {"eng": 1}}));
    assert_eq!(
        collaboration["across"],
        value!([{"goal": "d1", "department": "eng", "with": ["ops"]}, {"goal": "i2", "department": "ops", "with": ["eng"]}])
    );
    // In the quarter t1 had a commit of tom and an entry of rosa, i2 a need, lost commits of tom and of rosa; the others
    // one department's work or none.
    near(&collaboration["worked"]["value"], 3.0 / 8.0);
    assert_eq!(collaboration["worked"]["missing"], value!(["d1", "i1", "lost-k", "t1-k", "t2"]));

    // ines wrote her three, lea co-wrote the bot's, tom signed inside the squash, rosa agreed to i2.
    let participation = &it["participation"];
    near(&participation["value"], 7.0 / 11.0);
    assert_eq!(participation["missing"], value!(["i1", "lost", "lost-k", "t2"]));
    assert_eq!((&participation["unknown"], &participation["people"]), (&value!([]), &Value::Null));
    assert_eq!(participation["teams"][2], value!({"team": "pay", "value": 0.5, "of": 4}));

    // d1 → s1, d1 → s2, i1 → t1, i2 → s1; t1 → d1; t2 → d1.
    let direction = &it["direction"];
    assert_eq!(
        (&direction["top_down"], &direction["bottom_up"], &direction["together"], &direction["unknown"]),
        (&value!(4), &value!(1), &value!(1), &value!(0))
    );
    assert_eq!(direction["links"][4], value!({"child": "t1", "parent": "d1", "direction": "bottom-up"}));

    let balance = &it["balance"];
    assert_eq!(balance["perspectives"]["customer"], value!({"goals": 1, "effort": 0.0, "members": ["s1"]}));
    assert_eq!(balance["perspectives"]["financial"], value!({"goals": 1, "effort": 2.0, "members": ["s2"]}));
    assert_eq!(balance["perspectives"]["internal-process"], value!({"goals": 0, "effort": 0.0, "members": []}));
    // s3, d1 8, t1 6, t2, i1 1, i2 2, lost 1: t1-k's four are in t1's six.
    assert_eq!(
        (&balance["no_perspective"]["goals"], &balance["no_perspective"]["effort"]),
        (&value!(7), &value!(18.0))
    );
    assert_eq!((&balance["areas"]["trust"]["goals"], &balance["areas"]["growth"]["goals"]), (&value!(1), &value!(0)));

    // i1's 1 and t1's 6 come to d1, with its 8 that is 15: three quarters to s1, one to s2. i2's 2 come to s1.
    let allocation = it["allocation"].as_array().expect("strategic goals");
    let sums: Vec<_> =
        allocation.iter().map(|row| (row["goal"].clone(), row["effort"].clone(), row["own"].clone())).collect();
    assert_eq!(
        sums,
        [
            (value!("s1"), value!(13.25), value!(0.0)),
            (value!("s2"), value!(5.75), value!(2.0)),
            (value!("s3"), value!(0.0), value!(0.0))
        ]
    );
    near(&allocation[0]["share"], 13.25 / 20.0);
    assert_eq!(allocation[0]["from"], value!([{"goal": "d1", "effort": 11.25}, {"goal": "i2", "effort": 2.0}]));
    assert_eq!(
        it["unallocated"],
        value!({"effort": 1.0, "share": 0.05, "points": 5.0, "goals": [{"goal": "lost", "effort": 1.0}]})
    );

    // pay: t1's 6, i1's 1 and the 4 that i2 needs, of 10. sup: 2 and 1 of 4.
    let capacity: Vec<_> = it["capacity"].as_array().expect("teams").iter().collect();
    let of = |team: &str| capacity.iter().find(|row| row["team"] == team).copied().expect("a team");
    assert_eq!(
        (&of("pay")["planned"], &of("pay")["capacity"], &of("pay")["contended"]),
        (&value!(11.0), &value!(10.0), &value!(true))
    );
    near(&of("pay")["load"], 1.1);
    assert_eq!((&of("sup")["planned"], &of("sup")["contended"]), (&value!(3.0), &value!(false)));

    // Seven weeks are over. t1-k: the first, the third, and by t1's entry the fifth; t1 the same. lost and lost-k were set
    // on 2026-10-21, four weeks ago: none.
    let discipline = &it["discipline"];
    assert_eq!((&discipline["made"], &discipline["due"]), (&value!(6), &value!(22)));
    near(&discipline["value"], 6.0 / 22.0);
    assert_eq!(discipline["goals"][3], value!({"goal": "t1-k", "made": 3, "due": 7}));

    // knows-goals (4·6 + 2.5·12) / 18, knows-why 3, sees-contribution 5, in all 102 / 30. Four answers are too few.
    let understanding = &it["understanding"];
    near(&understanding["value"], 3.4);
    near(&understanding["questions"]["knows-goals"], 3.0);
    assert_eq!((&understanding["respondents"], &understanding["withheld"]), (&value!(18), &value!(["pulse-sup"])));
    let text = json(repo.path(), &["align"]).to_string();
    assert!(!text.contains("1.57") && !text.contains("lunch"), "what few said, and what is no concern here");

    assert_eq!(it["work"], Value::Null);
}

#[test]
fn what_is_lost_unsupported_and_too_much_is_named() {
    let repo = company();
    let view = json(repo.path(), &["align"]);
    assert_eq!((&view["orphans"], &view["unsupported"]), (&value!(["lost"]), &value!(["s3"])));
    assert_eq!(view["lost_lines"][0]["goals"], value!(["lost", "lost-k"]));
    // eng has nobody but pay, whose 10 are all taken: its own 8 are too much.
    let contended = view["contended"].as_array().expect("teams");
    assert_eq!(contended.iter().map(|it| &it["team"]).collect::<Vec<_>>(), ["eng", "pay"]);
    let contended = &contended[1];
    assert_eq!(contended["common_ancestor"], "s1");
    assert_eq!(contended["parties"][1]["line_of_sight"], value!(["s1", "m"]), "{contended}");
    assert_eq!(view["silos"], value!([]));
    insta::assert_snapshot!(says(repo.path(), &["align"]));
}

#[test]
fn a_team_alone_and_another_quarter() {
    let repo = company();
    let view = json(repo.path(), &["align", "--team", "sup"]);
    // Those of sup, and d1, to which it contributes.
    assert_eq!(view["goals"], 4);
    assert_eq!(view["indicators"]["understanding"]["withheld"], value!(["pulse-sup"]));
    let view = json(repo.path(), &["align", "--compare", "2027-Q1"]);
    assert_eq!(view["comparison"]["goals"], 0);
    assert_eq!(view["comparison"]["changes"][0]["before"], Value::Null);
}

#[test]
fn a_comparison_shows_each_indicators_change() {
    let repo = company();
    // As of the day of the second commit there were s1, s2, s3, t1 and t1-k; d1 was not there yet, t1 lost.
    let view = json(repo.path(), &["align", "--compare", "2026-09-21"]);
    let comparison = &view["comparison"];
    assert_eq!((&comparison["goals"], &comparison["with"]), (&value!(5), &value!("2026-09-21")));
    assert!(comparison["revision"].is_string());
    let changes = comparison["changes"].as_array().expect("changes");
    let of =
        |name: &str| changes.iter().find(|it| it["indicator"] == name && it["of"].is_null()).expect("an indicator");
    near(&of("reach")["before"], 3.0 / 5.0);
    near(&of("reach")["after"], 9.0 / 11.0);
    near(&of("reach")["change"], 9.0 / 11.0 - 3.0 / 5.0);
    assert_eq!(of("reach")["now_missing"], value!(["lost", "lost-k"]));
    assert_eq!(of("reach")["no_longer_missing"], value!(["t1", "t1-k"]));
    near(&of("support")["before"], 0.0);
    assert_eq!(of("support")["no_longer_missing"], value!(["s1", "s2"]));
    assert_eq!(of("understanding")["change"], Value::Null);
    insta::assert_snapshot!(says(repo.path(), &["align", "--compare", "2026-09-21"]));
    let markdown = says(repo.path(), &["align", "--compare", "2026-09-21", "--format", "markdown"]);
    assert!(markdown.contains("| reach | 81% | \\+21 |"), "{markdown}");
}
