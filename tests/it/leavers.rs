//! People and teams who are gone: by `until`, or because their line was deleted from `org.yaml`.

use serde_json::{Value, json as value};

use crate::support::program::{folder, goalpost, says};
use crate::support::repository::Repo;

const ORG: &str = "teams:\n  - {id: shop, name: Shop, level: company, lead: nia}\n  \
                   - {id: oven, name: Oven, level: team, parent: shop, lead: ole}\npeople:\n  \
                   - {id: nia, name: Nia Berg, team: shop, email: [nia@northwind.example], github: nia-b}\n  \
                   - {id: ole, name: Ole, team: oven, email: [ole@northwind.example]}\n";

/// `org.yaml` without the lines that hold a text.
fn without(text: &str) -> String {
    ORG.split_inclusive('\n').filter(|line| !line.contains(text)).collect()
}

/// A bakery in git, where ole leads the oven, owns a goal, has agreed to another and was thanked for it.
fn bakery() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("org.yaml", ORG);
    repo.write("m.yaml", "kind: mission\nid: m\ntitle: Good bread\nstatement: Bring warm bread to the harbour.\n");
    let objective = "kind: objective\nid: now\ntitle: Make bread a pleasure\nowner: nia\nteam: oven\nperiod: 2026-Q4\n";
    repo.write("now.yaml", &format!("{objective}supports: [m]\nwhy: bread\ncommitment: committed\n"));
    repo.write(
        "k.yaml",
        "kind: key_result\nid: k\ntitle: Raise loaves from 0 to 10\nmeasures: now\nowner: ole\nmetric:\n  name: loaves\n  \
         unit: loaves\n  baseline: 0\n  target: 10\n  current: 5\n  as_of: 2026-11-19\nlog:\n  - {date: 2026-10-10, by: \
         nia, kind: recognition, to: [ole], text: well done}\nagreed:\n  - {by: ole, date: 2026-10-02}\n",
    );
    repo.commit("nia", "2026-11-18T08:00:00Z", "begin");
    repo
}

/// What `check` finds at level error, and the rules of its warnings, of those that speak of people.
fn found(folder: &std::path::Path, more: &[&str]) -> (Vec<String>, Vec<String>) {
    let answer = goalpost(folder, &[&["check", "--format", "json"], more].concat());
    let view: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    let of = |level: &str| -> Vec<String> {
        let all = view["findings"].as_array().expect("findings").iter().filter(|it| it["level"] == level);
        let mut rules: Vec<String> = all.filter_map(|it| it["rule"].as_str().map(str::to_owned)).collect();
        rules.retain(|rule| ["person", "team", "owner", "lead"].iter().any(|word| rule.contains(word)));
        rules.sort();
        rules
    };
    (of("error"), of("warning"))
}

#[test]
fn whoever_stood_in_an_earlier_org_is_known_when_their_line_is_deleted() {
    let repo = bakery();
    assert_eq!(found(repo.path(), &[]), (vec![], vec![]));
    let erased = without("ole");
    repo.write("org.yaml", &erased);
    let left = ["departed-owner", "dissolved-team"].map(str::to_owned).to_vec();
    assert_eq!(found(repo.path(), &[]), (vec![], left.clone()), "not committed yet: HEAD knows them");
    repo.git(&["add", "-A"]);
    assert_eq!(found(repo.path(), &["--staged"]).0, Vec::<String>::new(), "the hook knows HEAD");
    repo.commit("nia", "2026-11-19T08:00:00Z", "Ole has left");
    repo.commit("nia", "2026-11-19T09:00:00Z", "on");
    assert_eq!(found(repo.path(), &[]), (vec![], left));
    let answer = says(repo.path(), &["check", "--rule", "departed-owner"]);
    assert!(answer.contains("restore their entry with `until: 2026-11-21`"), "{answer}");
    // Who never stood there is unknown all the same.
    repo.write("k.yaml", &repo.read("k.yaml").replace("owner: ole", "owner: olle"));
    assert_eq!(found(repo.path(), &[]).0, ["unknown-person"]);
}

#[test]
fn what_a_person_without_a_line_leaves_can_be_handed_over_and_has_code_owners() {
    let repo = bakery();
    repo.write("org.yaml", &without("id: ole").replace("lead: ole", "lead: nia"));
    repo.write("k.yaml", &repo.read("k.yaml").replace("owner: ole", "owner: ole\nteam: oven"));
    repo.commit("nia", "2026-11-19T08:00:00Z", "Ole has left");
    let owners = goalpost(repo.path(), &["export", "--format", "codeowners"]);
    assert!(
        owners.stdout.lines().any(|line| line.split_whitespace().eq(["/k.yaml", "@nia-b"])),
        "{}{}",
        owners.stdout,
        owners.stderr
    );
    let answer = goalpost(repo.path(), &["reassign", "--owner", "ole", "--to", "nia"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert!(repo.read("k.yaml").contains("owner: nia"));
    // A slip is still refused.
    assert_eq!(goalpost(repo.path(), &["reassign", "--owner", "olle", "--to", "nia"]).code, 2);
}

/// The agenda asked people who had left, who do not read it.
#[test]
fn nobody_who_left_is_asked_for_anything() {
    let repo = bakery();
    repo.write("k.yaml", &repo.read("k.yaml").replace("current: 5", "current: 1"));
    let who = |repo: &Repo| -> (Value, bool) {
        let view: Value = serde_json::from_str(&says(repo.path(), &["agenda", "--format", "json"])).expect("JSON");
        let item =
            view["items"].as_array().expect("items").iter().find(|it| it["goal"] == "k").cloned().expect("an item");
        // In whose place is for people to read, as a day of absence could be told from it.
        (item["who"].clone(), says(repo.path(), &["agenda"]).contains("nia · for ole"))
    };
    assert_eq!(who(&repo), (value!(["ole"]), false));
    // His manager is the lead of the team above, whether his line says that he left or is gone.
    let left = ORG.replace("name: Ole, team: oven", "name: Ole, team: oven, until: 2026-10-31");
    repo.write("org.yaml", &left);
    assert_eq!(who(&repo), (value!(["nia"]), true));
    repo.write("org.yaml", &without("id: ole").replace("lead: ole", "lead: nia"));
    assert_eq!(who(&repo), (value!(["nia"]), true));
    // Asked for what is left of him, the agenda lists it under his name.
    assert!(says(repo.path(), &["agenda", "--owner", "ole", "-q"]).contains("Raise loaves from 0 to 10"));
}

#[test]
fn a_shallow_clone_does_not_fail_for_what_it_cannot_know() {
    let repo = bakery();
    let erased = without("ole");
    repo.write("org.yaml", &erased);
    repo.commit("nia", "2026-11-19T08:00:00Z", "Ole has left");
    let clone = repo.shallow(1);
    let (errors, warnings) = found(clone.path(), &[]);
    assert_eq!(errors, Vec::<String>::new());
    assert!(warnings.contains(&"unknown-person".to_owned()) && warnings.contains(&"unknown-team".to_owned()));
    let answer = says(clone.path(), &["check", "--rule", "unknown-person"]);
    let flat = answer.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
    assert!(flat.contains("git fetch --unshallow, or restore the entry with `until`"), "{answer}");
}

#[test]
fn a_lead_whose_line_is_deleted_or_who_has_left_is_named_once() {
    let repo = bakery();
    repo.write("org.yaml", &ORG.replace("team: oven, email", "team: oven, until: 2026-11-10, email"));
    assert!(found(repo.path(), &[]).1.contains(&"departed-lead".to_owned()));
    let person = without("id: ole");
    repo.write("org.yaml", &person);
    let (errors, warnings) = found(repo.path(), &[]);
    assert_eq!((errors, warnings), (vec![], vec!["departed-lead".to_owned(), "departed-owner".to_owned()]));
}

#[test]
fn a_person_is_found_by_what_else_they_are_called() {
    let repo = bakery();
    for owner in ["nia@northwind.example", "nia-b", "\"@nia-b\"", "Nia Berg", "nia berg", "NIA@northwind.example"] {
        let text = repo.read("now.yaml");
        let line = text.lines().find(|line| line.starts_with("owner")).expect("an owner").to_owned();
        repo.write("now.yaml", &text.replace(&line, &format!("owner: {owner}")));
        let answer = goalpost(repo.path(), &["check", "--rule", "unknown-person"]);
        assert!(answer.stdout.contains("did you mean `nia`?"), "{owner}: {}", answer.stdout);
    }
}

#[test]
fn code_owners_name_nobody_who_left_and_say_whom_they_cannot_name() {
    let objective = |id: &str, owner: &str, more: &str| {
        format!("kind: objective\nid: {id}\ntitle: T {id}\nowner: {owner}\nperiod: 2026-Q4\n{more}")
    };
    let here = folder(&[
        ("goalpost.yaml", ""),
        (
            "org.yaml",
            "teams:\n  - {id: shop, level: company, lead: nia}\npeople:\n  - {id: nia, team: shop, github: nia-l}\n  \
             - {id: ole, team: shop, email: [ole@h.example]}\n  - {id: pia, team: shop, github: pia, until: \
             2026-10-31}\n  - {id: tom, team: shop}\n  - {id: ada, github: ada, until: 2026-10-31}\n",
        ),
        ("a.yaml", &objective("a", "pia", "")),
        ("b.yaml", &objective("b", "tom", "")),
        ("c.yaml", &objective("c", "ole", "")),
        ("d.yaml", &objective("d", "nia", "state: achieved\nclosed: 2026-11-01\n")),
        ("e.yaml", &objective("e", "ada", "")),
    ]);
    let answer = goalpost(here.path(), &["export", "--format", "codeowners"]);
    let lines: Vec<Vec<&str>> = answer.stdout.lines().skip(1).map(|line| line.split_whitespace().collect()).collect();
    let expected =
        [["/goalpost.yaml", "@nia-l"], ["/org.yaml", "@nia-l"], ["/a.yaml", "@nia-l"], ["/c.yaml", "ole@h.example"]];
    assert_eq!(value!(lines), value!(expected), "{}", answer.stdout);
    for note in [
        "no login or address in org.yaml: tom",
        "left without a manager or successor in org.yaml: ada",
        "no login in org.yaml: ole",
    ] {
        assert!(answer.stderr.contains(note), "{note}: {}", answer.stderr);
    }
}

/// After a team had ended, what was needed of it waited for nobody, without a finding.
#[test]
fn a_need_of_a_team_that_has_ended_is_asked_of_its_successor() {
    let org = "teams:\n  - {id: harbour, name: Harbour, level: company, lead: nia}\n  - {id: ops, name: Operations, level: team, \
               parent: harbour, lead: bo}\n  - {id: yard, name: Yard, level: team, parent: harbour, until: 2026-10-31, \
               successor: ops}\npeople:\n  - {id: nia, name: Nia, team: harbour}\n  - {id: bo, name: Bo, team: ops}\n";
    let goal = |team: &str, state: &str| {
        format!(
            "kind: objective\nid: o\ntitle: Unload ships\nowner: nia\nteam: {team}\nperiod: 2026-Q4\nneeds:\n  - {{from: yard, \
             what: second crane, by: 2026-11-25, state: {state}}}\n"
        )
    };
    let check = |root: &std::path::Path| {
        goalpost(root, &["check", "--rule", "dissolved-team", "--format", "json", "-q"]).stdout
    };
    for state in ["asked", "agreed"] {
        let root = folder(&[("goalpost.yaml", ""), ("org.yaml", org), ("o.yaml", &goal("harbour", state))]);
        let found = check(root.path());
        assert!(found.contains("`yard`, which is asked for `second crane`, ended on 2026-10-31"), "{found}");
        let agenda = says(root.path(), &["agenda", "--owner", "bo", "-q"]);
        assert!(agenda.contains("second crane"), "{agenda}");
        says(root.path(), &["check", "--rule", "dissolved-team", "--fix", "-q"]);
        let fixed = std::fs::read_to_string(root.path().join("o.yaml")).expect("a file");
        assert!(fixed.contains("from: ops"), "{fixed}");
    }
    for team in ["ops", "yard"] {
        let own = folder(&[("goalpost.yaml", ""), ("org.yaml", org), ("o.yaml", &goal(team, "asked"))]);
        assert!(check(own.path()).contains("`ops`, the goal's own team"), "{team}");
        goalpost(own.path(), &["check", "--rule", "dissolved-team", "--fix", "-q"]);
        let fixed = std::fs::read_to_string(own.path().join("o.yaml")).expect("a file");
        assert!(fixed.contains("team: ops") && fixed.contains("from: yard"), "{fixed}");
    }
    let met = folder(&[("goalpost.yaml", ""), ("org.yaml", org), ("o.yaml", &goal("harbour", "met"))]);
    assert!(!check(met.path()).contains("second crane"));
}
