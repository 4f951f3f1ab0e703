//! `need`: a need is asked of a team and answered, without an editor.

use crate::support::files::read;
use crate::support::program::{folder, goalpost, json, says};

const ORG: &str = "teams: [{id: ovens, name: Ovens, formerly: [furnace]}, {id: mill, name: Mill}]\n\
                   people: [{id: ana, name: Ana}]\n";
const BREAD: &str =
    "kind: objective\nid: bread\ntitle: Bread that people queue for\nowner: ana\nteam: ovens\nperiod: 2026-Q4\n";
const NEEDS: &str =
    "needs:\n  - {from: mill, what: rye flour}   # by the sack\n  - {from: mill, what: spelt, state: agreed}\n";

fn bakery(needs: &str) -> tempfile::TempDir {
    let flour = BREAD.replace("bread", "flour").replace("team: ovens", "team: mill");
    folder(&[
        ("goalpost.yaml", ""),
        ("org.yaml", ORG),
        ("bread.yaml", &format!("{BREAD}{needs}")),
        ("flour.yaml", &flour),
        ("queue.yaml", "kind: kpi\nid: queue\ntitle: Queue\nmetric: {name: queue, unit: people}\n"),
    ])
}

fn need(folder: &std::path::Path, args: &[&str]) -> String {
    says(folder, &[&["-q", "need"], args].concat())
}

#[test]
fn a_need_is_asked_and_answered_and_every_other_line_stays() {
    let here = bakery("");
    let answer = need(here.path(), &["bread", "rye flour", "--from", "mill", "--due", "2026-12-01", "--effort", "2"]);
    assert!(answer.starts_with("bread: needs “rye flour” from mill by 2026-12-01\n"), "{answer}");
    let asked = "needs: [{from: mill, what: rye flour, by: 2026-12-01, effort: 2}]\n";
    assert!(
        read(here.path(), "bread.yaml").contains(asked) || json(here.path(), &["show", "bread"])["needs"].is_array()
    );
    // The same words ask for the same thing.
    need(here.path(), &["bread", "Rye flour", "--from", "mill", "--due", "2026-12-08"]);
    let text = read(here.path(), "bread.yaml");
    assert!(text.contains("by: 2026-12-08") && text.matches("from: mill").count() == 1, "{text}");
    let answer = need(here.path(), &["bread", "--from", "mill", "--agree", "--goal", "flour"]);
    assert!(answer.contains("need “rye flour” asked → agreed") || answer.contains("agreed"), "{answer}");
    let text = read(here.path(), "bread.yaml");
    assert!(text.contains("state: agreed") && text.contains("goal: flour"), "{text}");
    let answer = need(here.path(), &["bread", "--from", "mill", "--met", "--note", "ten sacks", "--by", "ana"]);
    assert!(answer.contains("note: ten sacks"), "{answer}");
    let text = read(here.path(), "bread.yaml");
    assert!(text.contains("state: met") && text.contains("about: [needs]"), "{text}");
    assert!(need(here.path(), &["bread", "--from", "mill", "--met"]).contains("its needs are like that already"));
}

#[test]
fn of_several_needs_the_open_one_or_the_named_one_is_answered() {
    let here = bakery(NEEDS);
    need(here.path(), &["bread", "--from", "mill", "--decline"]);
    let declined = NEEDS.replace("{from: mill, what: rye flour}", "{from: mill, what: rye flour, state: declined}");
    assert_eq!(read(here.path(), "bread.yaml"), format!("{BREAD}{declined}"));
    let several = goalpost(here.path(), &["need", "bread", "--from", "mill", "--met"]);
    assert!(several.code == 2 && several.stderr.contains("name one: \"rye flour\", \"spelt\""), "{}", several.stderr);
    need(here.path(), &["bread", "spel", "--from", "mill", "--met"]);
    assert!(read(here.path(), "bread.yaml").contains("what: spelt, state: met"));
    for (args, said) in [
        (&["bread", "yeast", "--from", "mill", "--met"][..], "does not need `yeast`"),
        (&["bread", "--from", "ovens", "--met"], "it needs something from mill"),
        (&["bread", "--from", "mil", "--met"], "did you mean `mill`?"),
        (&["bread", "--from", "mill"], "goalpost need bread WHAT --from mill"),
        (&["queue", "flour", "--from", "mill"], "is a KPI, which needs nothing"),
        (&["bread", "salt", "--from", "mill", "--due", "someday"], "`someday` is no day"),
        (&["bread", "salt", "--from", "mill", "--effort", "-2"], "nothing was written"),
        (&["bread", "salt", "--from", "mill", "--goal", "flower"], "did you mean `flour`?"),
    ] {
        let refused = goalpost(here.path(), &[&["need"], args].concat());
        assert!(refused.code == 2 && refused.stderr.contains(said), "{args:?}: {}", refused.stderr);
    }
}

#[test]
fn a_need_that_is_over_is_not_reopened_in_passing() {
    let over = "needs:\n  - {from: mill, what: rye, state: met}\n  - {from: mill, what: spelt, state: declined}\n  - {from: mill, what: oats, state: agreed, by: 2026-11-30}\n";
    let here = bakery(over);
    let before = read(here.path(), "bread.yaml");
    for (args, said) in [
        (&["bread", "Rye", "--from", "mill", "--due", "2026-12-01"][..], "which delivered it"),
        (&["bread", "spelt", "--from", "mill"], "which declined"),
        (&["bread", "rye", "--from", "mill", "--agree"], "`rye` was delivered by `mill` before"),
        (&["bread", "rye", "--from", "mill", "--decline"], "`rye` was delivered by `mill` before"),
    ] {
        let refused = goalpost(here.path(), &[&["need"], args].concat());
        assert!(refused.code == 2 && refused.stderr.contains(said), "{args:?}: {}", refused.stderr);
    }
    assert_eq!(read(here.path(), "bread.yaml"), before);
    let told = need(here.path(), &["bread", "oats", "--from", "mill", "--due", "2026-12-07"]);
    assert!(told.contains("mill agreed before this change; ask them whether they still do"), "{told}");
    // A team may think again.
    need(here.path(), &["bread", "spelt", "--from", "mill", "--agree"]);
    assert!(read(here.path(), "bread.yaml").contains("{from: mill, what: spelt, state: agreed}"));
}

#[test]
fn a_team_that_ended_is_not_asked() {
    let org = "teams: [{id: ovens}, {id: mill, until: 2026-10-31, successor: stones}, {id: stones, until: 2026-11-10, successor: ovens}, {id: cart, until: 2026-11-01}]\n";
    let bread = BREAD.replace("owner: ana\n", "");
    let here = folder(&[("goalpost.yaml", ""), ("org.yaml", org), ("bread.yaml", &bread)]);
    for (team, said) in [("mill", "the team that took over: --from ovens"), ("cart", "ask a team that exists")] {
        let refused = goalpost(here.path(), &["need", "bread", "flour", "--from", team]);
        let all = refused.code == 2 && refused.stderr.contains(said) && refused.stderr.contains("ended on");
        assert!(all, "{team}: {}", refused.stderr);
    }
}
