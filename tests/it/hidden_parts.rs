//! Parts of a readable file that cannot be read: a misspelt or emptied field takes nothing out of the numbers unseen.

use serde_json::{Value, json};

use crate::support::program::{folder, goalpost, json as answer, says};
use crate::support::repository::Repo;

const MISSION: &str = "kind: mission\nid: m\ntitle: Bread\nstatement: Bread for all.\n";
const OBJECTIVE: &str = "kind: objective\nid: o\ntitle: Bake fast\nowner: nia\nperiod: 2026-Q4\nsupports: [m]\n";

fn key_result(id: &str, current: u32, rest: &str) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: o\n{rest}\
         metric: {{name: {id}, unit: x, baseline: 0, target: 100, current: {current}, as_of: 2026-11-20}}\n"
    )
}

fn repo(files: &[(&str, &str)]) -> Repo {
    let repo = Repo::new();
    for (path, text) in [("goalpost.yaml", ""), ("m.yaml", MISSION), ("o.yaml", OBJECTIVE)].iter().chain(files) {
        repo.write(path, text);
    }
    repo.commit("nia", "2026-11-18T08:00:00Z", "Set");
    repo
}

fn goal(repo: &Repo, id: &str) -> Value {
    let all = answer(repo.path(), &["rollup", "-q"]);
    all["goals"].as_array().expect("a list").iter().find(|it| it["id"] == id).expect("it is there").clone()
}

/// A milestone without a readable title vanished, and the others were "100 % reached early".
#[test]
fn a_milestone_that_cannot_be_read_is_still_to_be_done() {
    let text = "kind: key_result\nid: k\ntitle: Build cranes\nmeasures: o\nmilestones:\n\
                - {title: one, due: 2026-11-01, done: 2026-11-02}\n- {title: two, due: 2026-11-10, done: 2026-11-12}\n\
                - {title: three, due: 2026-12-31}\n";
    let repo = repo(&[("k.yaml", text)]);
    for written in
        ["{titel: three,", "{Title: three,", "{name: three,", "{title: ,", "{title: [three],", "three # {", "# {"]
    {
        repo.write("k.yaml", &text.replace("{title: three,", written));
        let done = goal(&repo, "k")["progress"].as_f64().expect("a number");
        assert!((done - 2.0 / 3.0).abs() < 1e-9, "{written}: {done}");
        let tree = says(repo.path(), &["rollup", "-q"]);
        assert!(tree.contains("milestones[2]") && tree.contains("of k cannot be read"), "{written}: {tree}");
        assert!(!tree.contains("all on track"), "{written}: {tree}");
        assert_ne!(goal(&repo, "o")["unreadable"], json!([]), "{written}");
    }
    repo.commit("nia", "2026-11-19T08:00:00Z", "Misspell it");
    let found = goalpost(repo.path(), &["check", "-q", "--format", "concise"]).stdout;
    assert!(!found.contains("moved-target") && !found.contains("rescoped"), "{found}");
}

/// `{gaol: p}` took a supporter out of its parent, 52 % → 95 %, and `mesures: o` a key result out of its objective.
#[test]
fn a_link_that_cannot_be_read_counts_as_unknown() {
    let second = OBJECTIVE.replace("id: o", "id: o2").replace("supports: [m]", "supports: [{goal: p}]");
    let parent = OBJECTIVE.replace("id: o", "id: p");
    let own = OBJECTIVE.replace("supports: [m]", "supports: [p]");
    let low = key_result("k2", 10, "").replace("measures: o", "measures: o2");
    let repo = repo(&[
        ("o.yaml", &own),
        ("o2.yaml", &second),
        ("p.yaml", &parent),
        ("k.yaml", &key_result("k", 95, "")),
        ("k2.yaml", &low),
    ]);
    assert_eq!(goal(&repo, "p")["progress"], json!(0.525));
    for written in ["{gaol: p}", "{goal: }", "{weight: 1}", "{goal: [p]}"] {
        repo.write("o2.yaml", &second.replace("{goal: p}", written));
        let parent = goal(&repo, "p");
        assert_eq!(parent["progress"], json!(0.475), "{written}");
        assert_eq!(parent["unreadable"][0]["goal"], json!("o2"), "{written}");
        let tree = says(repo.path(), &["rollup", "-q", "p"]);
        assert!(tree.contains("of o2 cannot be read and counts as 0"), "{written}: {tree}");
        assert!(goalpost(repo.path(), &["rollup"]).stderr.contains("1 value cannot be read: supports[0]"), "{written}");
    }
}

#[test]
fn a_key_result_whose_objective_cannot_be_read_counts_as_unknown() {
    let low = key_result("k2", 10, "weight: 3\n");
    let repo = repo(&[("k.yaml", &key_result("k", 95, "weight: 1\n")), ("k2.yaml", &low)]);
    assert_eq!(goal(&repo, "o")["progress"], json!(0.3125));
    for written in ["mesures: o\n", "measures:\n", "measures: [o]\n", "Measures: o\n", ""] {
        repo.write("k2.yaml", &low.replace("measures: o\n", written));
        let objective = goal(&repo, "o");
        assert_eq!((&objective["progress"], &objective["health"]), (&json!(0.2375), &json!("off-track")), "{written}");
        let tree = says(repo.path(), &["rollup", "-q"]);
        assert!(tree.contains("measures of k2 cannot be read and counts as 0"), "{written}: {tree}");
        let noted = goalpost(repo.path(), &["rollup"]).stderr;
        assert!(noted.contains("1 value cannot be read: measures in k2.yaml"), "{written}: {noted}");
    }
    // Without a history the name that is meant tells it.
    let here = folder(&[
        ("goalpost.yaml", ""),
        ("o.yaml", OBJECTIVE),
        ("k.yaml", &key_result("k", 95, "")),
        ("k2.yaml", &low.replace("measures:", "mesures:")),
    ]);
    assert!(says(here.path(), &["rollup", "-q"]).contains("measures of k2 cannot be read and counts as 0"));
}

/// `wieght: 3` was a goalpost that had moved from 3 to 1 without a reason.
#[test]
fn what_cannot_be_read_moved_no_goalpost() {
    let low = key_result("k2", 10, "weight: 3\n");
    let repo = repo(&[("k.yaml", &key_result("k", 95, "")), ("k2.yaml", &low)]);
    for (is, written, told) in [
        ("weight", "wieght", "weight 3 → “wieght: 3”"),
        ("weight: 3", "weight: three", "weight 3 → three"),
        ("measures", "mesures", "no longer measures"),
        ("target", "tagret", "target removed (was 100)"),
    ] {
        repo.write("k2.yaml", &low.replace(is, written));
        let diff = says(repo.path(), &["diff", "-q"]);
        assert!(diff.contains(told), "{written}: {diff}");
        assert!(!diff.contains("no reason given") && !diff.contains("goalpost moves"), "{written}: {diff}");
        assert!(!diff.contains("wieght set to"), "{diff}");
    }
}

#[test]
fn a_misspelt_number_is_named_as_one_that_cannot_be_read() {
    let low = key_result("k2", 10, "weight: 3\n");
    let repo = repo(&[("k.yaml", &key_result("k", 95, "")), ("k2.yaml", &low)]);
    repo.write("k2.yaml", &low.replace("weight", "wieght"));
    let tree = says(repo.path(), &["rollup", "-q"]);
    assert!(tree.contains("weight of k2 cannot be read and counts as 1"), "{tree}");
    // Without the end of the way nothing is measured, and the objective is marked.
    for written in ["tagret: 100", "target: "] {
        repo.write("k2.yaml", &low.replace("target: 100", written));
        let tree = says(repo.path(), &["rollup", "-q"]);
        assert!(tree.contains("k2 has a metric that cannot be read"), "{written}: {tree}");
        assert!(!tree.contains("all on track"), "{written}: {tree}");
    }
    // What no number rests on hides none.
    for line in ["colour: red\n", "titel: again\n", "wyh: because\n", "lables: [a]\n"] {
        repo.write("k2.yaml", &(low.clone() + line));
        let noted = goalpost(repo.path(), &["rollup"]);
        assert!(
            !noted.stderr.contains("cannot be read") && !noted.stdout.contains("cannot be read"),
            "{line}: {noted:?}"
        );
    }
}

/// `--explain` said "g/k2.yaml cannot be read" of a file that can, all but one word, and "1 by default" of a weight of 3.
#[test]
fn an_explanation_names_the_field_that_cannot_be_read() {
    let low = key_result("k2", 10, "weight: 3\n");
    let repo = repo(&[("k.yaml", &key_result("k", 95, "")), ("k2.yaml", &low)]);
    let explained = |id: &str| says(repo.path(), &["rollup", "-q", "--explain", id]);
    for (written, line) in [("mesures: o\n", 4), ("measures: [o]\n", 4), ("measures:\n", 4)] {
        repo.write("k2.yaml", &low.replace("measures: o\n", written));
        let said = explained("o");
        assert!(said.contains(&format!("measures of k2 cannot be read (k2.yaml:{line}): see goalpost")), "{said}");
        assert!(!said.contains("k2.yaml cannot be read"), "{said}");
    }
    let view = answer(repo.path(), &["rollup", "-q", "--explain", "o"]);
    let parts = view["explanations"][0]["progress"]["how"]["parts"].as_array().expect("parts").clone();
    assert_eq!((&parts[1]["unreadable_field"], &parts[1]["unreadable"]), (&json!("measures"), &json!("k2.yaml")));
    for written in ["wieght: 3\n", "Weight: 3\n", "weight: three\n", "weight:\n"] {
        repo.write("k2.yaml", &low.replace("weight: 3\n", written));
        let said = explained("o");
        assert!(said.contains("the weight of k2 cannot be read (k2.yaml:5) and counts as 1"), "{written}: {said}");
    }
    // Of several links the one that cannot be read.
    let second =
        OBJECTIVE.replace("id: o", "id: o2").replace("supports: [m]", "supports:\n- {goal: q, weight: x}\n- {gaol: p}");
    repo.write("k2.yaml", &low.replace("measures: o", "measures: o2"));
    for (path, id) in [("p.yaml", "p"), ("q.yaml", "q")] {
        repo.write(path, &OBJECTIVE.replace("id: o", &format!("id: {id}")));
    }
    repo.write("o2.yaml", &second);
    let said = explained("p");
    assert!(said.contains("supports[1] of o2 cannot be read (o2.yaml:8): see goalpost check"), "{said}");
    assert!(explained("q").contains("the weight of o2 cannot be read (o2.yaml:7) and counts as 1"));
}

/// An empty step of a scale made "adopted" the second of three, 100 %.
#[test]
fn a_scale_with_an_empty_step_measures_nothing() {
    let text = "kind: key_result\nid: k\ntitle: Make the drill a habit\nmeasures: o\nmetric:\n  name: drill\n  \
                scale:\n  - none\n  - piloted\n  - adopted\n  - habitual\n  baseline: none\n  target: habitual\n  \
                current: adopted\n  as_of: 2026-11-18\n";
    let repo = repo(&[("k.yaml", text)]);
    for written in ["- ", "- ~", "- [piloted]", "- \"\""] {
        repo.write("k.yaml", &text.replace("- piloted", written));
        assert_eq!(goal(&repo, "k")["progress"], json!(null), "{written}");
        let tree = says(repo.path(), &["rollup", "-q"]);
        assert!(tree.contains("k has a metric that cannot be read"), "{written}: {tree}");
    }
}

/// What is asked of a team was no part of its load, and nobody said so.
#[test]
fn a_need_that_cannot_be_read_is_said() {
    let text = key_result("k", 95, "needs:\n- {from: it, what: second region, effort: 3, state: agreed}\n");
    let repo = repo(&[("k.yaml", &text)]);
    for (is, written, field) in [
        ("{from: it, what: second region, effort: 3, state: agreed}", "", "needs[0]"),
        ("effort", "efort", "needs[0].effort"),
        ("what", "waht", "needs[0].what"),
        ("agreed", "agred", "needs[0].state"),
    ] {
        repo.write("k.yaml", &text.replace(is, written));
        let noted = goalpost(repo.path(), &["rollup"]);
        assert!(noted.stderr.contains(&format!("1 value cannot be read: {field} in k.yaml")), "{written}: {noted:?}");
    }
}
