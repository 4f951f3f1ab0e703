//! Filters that name nobody once gave an all-clear: a name must be known to the settings, to org.yaml, now or once, or to
//! a goal. What is known and has no goals is an empty answer.

use crate::support::program::{folder, goalpost, json, says};
use crate::support::repository::Repo;

const SETTINGS: &str = "levels: [company, department, team]\nareas: [growth, trust]\n";
const ORG: &str = "teams:\n  - {id: top, name: Harbour, level: company}\n  - {id: ovens, name: The Ovens, level: team, \
                   parent: top, formerly: [furnace]}\n  - {id: shop, level: team, parent: top}\npeople:\n  - {id: dana, name: Dana \
                   Lopez, team: ovens, email: [dana@harbour.example], github: dlo, formerly: [dsmith]}\n  - {id: tom, name: Tom \
                   Baker, team: shop}\n";

fn files() -> Vec<(&'static str, &'static str)> {
    vec![
        ("goalpost.yaml", SETTINGS),
        ("org.yaml", ORG),
        ("m.yaml", "kind: mission\nid: m\ntitle: Good bread\nstatement: Bring warm bread to the harbour.\n"),
        (
            "a.yaml",
            "kind: objective\nid: a\ntitle: Bake at night\nowner: dana\nteam: ovens\nlevel: team\nperiod: 2026-Q4\nsupports: \
             [m]\nlabels: [night]\narea: growth\ncontributors: [guild]\n",
        ),
        (
            "old.yaml",
            "kind: objective\nid: old\ntitle: Bake by day\nowner: lee\nteam: mill\nperiod: 2025-Q1\nstate: dropped\nreason: \
             flour\nclosed: 2025-02-01\nlabels: [day]\n",
        ),
    ]
}

const COMMANDS: [&str; 7] = ["rollup", "align", "agenda", "scorecard", "report", "graph", "plan"];

#[test]
fn a_filter_that_names_nobody_is_an_error_on_every_command() {
    let goals = folder(&files());
    let digest = ["digest"];
    for command in COMMANDS.iter().chain(&digest) {
        for (option, wrong, help) in [
            ("--owner", "danna", "did you mean `dana`?"),
            ("--owner", "Dana Lopes", "did you mean `dana`?"),
            ("--owner", "dan@harbour.example", "the people are dana, lee, tom"),
            ("--owner", "@dlp", "did you mean `dana`?"),
            ("--owner", "nobody-at-all", "the people are dana, lee, tom"),
            ("--team", "oven", "did you mean `ovens`?"),
            ("--team", "the ovens", "did you mean `ovens`?"),
            ("--team", "navy", "the teams are guild, mill, ovens, shop, top"),
            ("--level", "teem", "did you mean `team`?"),
            ("--level", "galaxy", "the levels are company, department, team"),
            ("--label", "nigth", "did you mean `night`?"),
            ("--label", "ZZZ", "the labels are day, night"),
            ("--area", "grwoth", "did you mean `growth`?"),
            ("--area", "moon", "the areas are growth, trust"),
        ] {
            let answer = goalpost(goals.path(), &[command, option, wrong]);
            let said = &answer.stderr;
            assert_eq!(answer.code, 2, "{command} {option} {wrong}: {said}{}", answer.stdout);
            assert_eq!(answer.stdout, "", "{command} {option} {wrong}");
            assert!(said.contains(&format!("`{wrong}`")) && said.contains(help), "{command} {option} {wrong}: {said}");
        }
    }
    for (wrong, help) in [("danna", "did you mean `dana`?"), ("nobody-at-all", "the people are dana, lee, tom")] {
        let answer = goalpost(goals.path(), &["review", "--person", wrong]);
        assert_eq!(answer.code, 2, "{}", answer.stdout);
        assert!(answer.stderr.contains(help), "{}", answer.stderr);
    }
}

/// Who stands in org.yaml was "not in org.yaml" by the address and the login that stand there.
#[test]
fn a_person_is_meant_by_id_address_login_and_name_on_every_command() {
    let goals = folder(&files());
    let names = ["dana@harbour.example", "DANA@harbour.example", "@dlo", "dlo", "Dana Lopez", "dana lopez", "dsmith"];
    for name in names {
        for command in COMMANDS.iter().chain(&["digest"]) {
            let run = |name: &str| goalpost(goals.path(), &[command, "--owner", name]);
            let (answer, by_id) = (run(name), run("dana"));
            assert_eq!((answer.code, answer.stderr), (0, by_id.stderr), "{command} {name}");
            if name != "dsmith" {
                assert_eq!(answer.stdout, by_id.stdout, "{command} {name}");
            }
        }
        goals_of(goals.path(), "--owner", name, &["a"]);
        let review = |name: &str| goalpost(goals.path(), &["review", "--person", name, "--format", "json"]).stdout;
        assert_eq!(review(name), review("dana"), "{name}");
        let transfer = goalpost(goals.path(), &["reassign", "--owner", name, "--to", "tom", "--dry-run"]).stderr;
        assert!(transfer.contains("1 open goal would be transferred from dana"), "{name}: {transfer}");
    }
}

/// What an answer advises for the same goals forgot by what they were chosen.
#[test]
fn the_next_command_of_a_filtered_view_is_filtered_alike() {
    let goals = folder(&files());
    let next = |args: &[&str]| {
        let answer = goalpost(goals.path(), &[args, &["-q"]].concat());
        let text = answer.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        (answer.code, text)
    };
    let all = ["--team", "ovens", "--owner", "dlo", "--label", "night", "--area", "growth", "--level", "team"];
    let said = "--team ovens --owner dana --level team --label night --area growth";
    let with = |command: &[&'static str]| next(&[command, &all].concat());
    for (command, advice) in [
        (&["rollup", "--by", "area", "--period", "2026-Q4"][..], format!("goalpost rollup --period 2026-Q4 {said}")),
        (&["plan", "--period", "2026-Q4"], format!("goalpost align --drafts --period 2026-Q4 {said}")),
        (&["digest", "--since", "3d"], format!("goalpost agenda {said}")),
    ] {
        let (code, text) = with(command);
        assert!(code == 0 && text.contains(&advice), "{command:?}: {text}");
    }
    for command in ["rollup", "scorecard"] {
        let (_, text) = next(&[command, "--owner", "tom", "--period", "2025-Q1"]);
        let advice = format!("goalpost {command} --period all --owner tom shows every one");
        assert!(text.contains(&advice), "{command}: {text}");
        // Where every period was asked about, the filter is what leaves nothing.
        let (_, text) = next(&[command, "--owner", "tom", "--period", "all"]);
        assert!(text.contains(&format!("goalpost {command} --period all shows every one")), "{command}: {text}");
    }
}

#[test]
fn what_is_known_and_has_no_goals_is_an_empty_answer() {
    let goals = folder(&files());
    for command in COMMANDS {
        // In org.yaml or the settings; in a goal of another period; in a goal alone.
        for (option, name) in [
            ("--owner", "tom"),
            ("--owner", "lee"),
            ("--team", "shop"),
            ("--team", "mill"),
            ("--level", "department"),
            ("--label", "day"),
            ("--area", "trust"),
        ] {
            let answer = goalpost(goals.path(), &[command, option, name]);
            assert_eq!(answer.code, 0, "{command} {option} {name}: {}", answer.stderr);
            assert!(!answer.stdout.contains("all on track"), "{command} {option} {name}: {}", answer.stdout);
        }
    }
    let first = |args: &[&str]| says(goals.path(), args).lines().next().unwrap_or_default().to_owned();
    assert_eq!(first(&["agenda", "--owner", "tom"]), "no goals here, and no requests from others");
    for command in ["rollup", "scorecard", "report"] {
        let page = says(goals.path(), &[command, "--owner", "tom", "--format", "markdown"]);
        assert!(page.contains("No goals here."), "{command}: {page}");
    }
    goals_of(goals.path(), "--team", "guild", &["a"]);
    assert_eq!(json(goals.path(), &["rollup", "--owner", "tom"])["goals"], serde_json::json!([]));
    assert_eq!(goalpost(goals.path(), &["review", "--person", "lee"]).code, 0);
}

#[test]
fn without_org_yaml_the_goals_know_the_names() {
    let goals = folder(&files().into_iter().filter(|(path, _)| *path != "org.yaml").collect::<Vec<_>>());
    assert!(says(goals.path(), &["rollup", "-q", "--owner", "dana"]).contains("Bake at night"));
    let answer = goalpost(goals.path(), &["rollup", "--owner", "dan"]);
    assert_eq!(answer.code, 2, "{}", answer.stdout);
    assert!(answer.stderr.contains("did you mean `dana`?"), "{}", answer.stderr);
    assert_eq!(goalpost(goals.path(), &["review", "--person", "dan"]).code, 2);
}

#[test]
fn earlier_ids_are_known_and_find_the_same_goals() {
    let goals = folder(&files());
    goals_of(goals.path(), "--owner", "dsmith", &["a"]);
    goals_of(goals.path(), "--team", "furnace", &["a"]);
    // And the other way round: the goal still calls them so.
    let files: Vec<(&str, String)> = files()
        .into_iter()
        .map(|(path, text)| (path, text.replace("owner: dana\nteam: ovens", "owner: dsmith\nteam: furnace")))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let goals = folder(&files);
    goals_of(goals.path(), "--owner", "dana", &["a"]);
    goals_of(goals.path(), "--team", "ovens", &["a"]);
}

fn goals_of(root: &std::path::Path, option: &str, name: &str, ids: &[&str]) {
    let answer = json(root, &["rollup", option, name]);
    let goals = answer["goals"].as_array().expect("goals");
    let found: Vec<&str> = goals.iter().filter_map(|goal| goal["id"].as_str()).collect();
    assert_eq!(found, ids, "{option} {name}");
}

#[test]
fn whoever_once_stood_in_org_yaml_is_known() {
    let repo = Repo::new();
    for (path, text) in files() {
        repo.write(path, text);
    }
    repo.write("org.yaml", &ORG.replace("people:\n", "people:\n  - {id: mei, team: shop, formerly: [mei-ling]}\n"));
    repo.commit("dana", "2026-10-01T08:00:00Z", "Begin");
    repo.write("org.yaml", ORG);
    repo.commit("dana", "2026-10-20T08:00:00Z", "Mei left");
    for name in ["mei", "mei-ling"] {
        let answer = goalpost(repo.path(), &["rollup", "--owner", name]);
        assert_eq!(answer.code, 0, "{name}: {}", answer.stderr);
    }
    assert_eq!(goalpost(repo.path(), &["review", "--person", "mei"]).code, 0);
    assert_eq!(goalpost(repo.path(), &["rollup", "--owner", "mai"]).code, 2);
    // Seen as of a day, who joined later is known all the same.
    repo.write("org.yaml", &ORG.replace("people:\n", "people:\n  - {id: zoe, team: shop}\n"));
    repo.commit("dana", "2026-11-10T08:00:00Z", "Zoe joins");
    assert_eq!(goalpost(repo.path(), &["rollup", "--at", "2026-11-01", "--owner", "zoe"]).code, 0);
}

#[test]
fn goals_are_selected_by_health_and_by_the_age_of_their_last_check_in() {
    let key_result = |id: &str, current: u32, day: &str| {
        format!(
            "kind: key_result\nid: {id}\ntitle: Bake {id}\nmeasures: a\nmetric: {{name: loaves, baseline: 0, target: 10, \
             current: {current}, as_of: {day}}}\n"
        )
    };
    let (slow, fresh) = (key_result("slow", 1, "2026-10-05"), key_result("fresh", 9, "2026-11-20"));
    let mut written = files();
    written.extend([("slow.yaml", slow.as_str()), ("fresh.yaml", fresh.as_str())]);
    let goals = folder(&written);
    let ids = |options: &[&str]| -> Vec<String> {
        let answer = json(goals.path(), &[&["rollup"], options].concat());
        let goals = answer["goals"].as_array().expect("goals");
        goals.iter().filter_map(|it| it["id"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(ids(&["--health", "off-track"]), ["slow"]);
    assert_eq!(ids(&["--health", "off-track,on-track"]), ["fresh", "slow"]);
    assert_eq!(ids(&["--stale"]), ["slow"]);
    assert_eq!(ids(&["--stale", "--health", "on-track"]), [""; 0]);
    // What is shown as "partly achieved" is selected by that, too, as by "missed", its word in JSON.
    let closed = |id: &str, score: f64| {
        format!(
            "kind: key_result\nid: {id}\ntitle: Bake {id}\nmeasures: a\ncommitment: aspirational\nstate: missed\nclosed: \
             2026-11-01\ngrade: {{score: {score}, computed: {score}}}\nmetric: {{name: loaves, baseline: 0, target: 10}}\n"
        )
    };
    std::fs::write(goals.path().join("partly.yaml"), closed("partly", 0.6)).expect("written");
    std::fs::write(goals.path().join("hardly.yaml"), closed("hardly", 0.2)).expect("written");
    assert_eq!(ids(&["--health", "partly-achieved"]), ["partly"]);
    assert_eq!(ids(&["--health", "missed"]), ["hardly", "partly"]);
    let wrong = goalpost(goals.path(), &["rollup", "--health", "red"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("off-track"), "{}", wrong.stderr);
}

#[test]
fn levels_and_areas_of_earlier_settings_are_known() {
    let repo = Repo::new();
    for (path, text) in files() {
        repo.write(path, text);
    }
    repo.commit("dana", "2026-10-01T08:00:00Z", "Begin");
    repo.write("goalpost.yaml", "levels: [company, department, squad]\n");
    repo.write("org.yaml", &ORG.replace("level: team", "level: squad"));
    repo.write("a.yaml", &files()[3].1.replace("level: team", "level: squad").replace("area: growth\n", ""));
    repo.commit("dana", "2026-11-01T08:00:00Z", "Teams are squads");
    for filter in [["--level", "team"], ["--area", "trust"], ["--area", "growth"]] {
        let answer = goalpost(repo.path(), &["rollup", filter[0], filter[1], "--today", "2026-11-20", "-q"]);
        assert_eq!((answer.code, answer.stderr.as_str()), (0, ""), "{filter:?}");
        assert!(answer.stdout.contains("no goals here"), "{}", answer.stdout);
    }
    let unknown = goalpost(repo.path(), &["rollup", "--level", "galaxy", "-q"]);
    assert!(unknown.stderr.contains("not in goalpost.yaml, org.yaml, their history or any goal"), "{}", unknown.stderr);
}

/// `--mine` knew whose address git has, and `--owner me` did not.
#[test]
fn me_is_the_person_of_gits_address_wherever_a_person_is_named() {
    let repo = Repo::new();
    for (path, text) in files() {
        repo.write(path, text);
    }
    repo.git(&["config", "user.email", "dana@harbour.example"]);
    assert_eq!(says(repo.path(), &["rollup", "-q", "--owner", "me"]), says(repo.path(), &["rollup", "-q", "--mine"]));
    assert_eq!(json(repo.path(), &["review", "-q", "--person", "me"])["person"], "dana");
    says(repo.path(), &["note", "a", "no flour", "--kind", "obstacle", "--to", "me", "--by", "me", "-q"]);
    says(repo.path(), &["set", "a", "owner", "tom", "-q"]);
    says(repo.path(), &["reassign", "--owner", "tom", "--to", "me", "-q"]);
    let goal = repo.read("a.yaml");
    assert!(goal.contains("to: [dana]") && goal.contains("by: dana") && goal.contains("owner: dana"), "{goal}");
    // Whose id it is comes first, and an address that nobody has is told.
    repo.git(&["config", "user.email", "nobody@harbour.example"]);
    for command in [&["rollup", "--owner", "me"][..], &["set", "a", "owner", "me"]] {
        let unknown = goalpost(repo.path(), command);
        assert!(unknown.code == 2 && unknown.stderr.contains("nobody@harbour.example"), "{}", unknown.stderr);
    }
    repo.write("org.yaml", &format!("{ORG}  - {{id: me, name: Mei Tan, team: shop}}\n"));
    says(repo.path(), &["set", "a", "owner", "me", "-q"]);
    assert!(repo.read("a.yaml").contains("owner: me\n"), "{}", repo.read("a.yaml"));
}
