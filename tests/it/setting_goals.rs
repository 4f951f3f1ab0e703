//! From an empty folder to the next quarter: init, new, cascade, suggest, link, ack, note, close, carry-over, rename,
//! reassign.

use std::fs;
use std::path::Path;

use crate::support::files::{copy_folder, read};
use crate::support::program::{folder, goalpost, json, northwind, project, says};
use crate::support::repository::Repo;

/// A copy of the example company that may be written.
fn company() -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a folder");
    copy_folder(&project("examples/northwind"), copy.path());
    copy
}

/// Errors and warnings of the goals, by rule and goal.
fn findings(folder: &Path) -> Vec<String> {
    let answer = goalpost(folder, &["check", "--format", "json", "-q"]);
    let view: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
    let words =
        |it: &serde_json::Value| format!("{} {}", it["rule"].as_str().unwrap_or(""), it["goal"].as_str().unwrap_or(""));
    view["findings"].as_array().expect("findings").iter().map(words).collect()
}

#[test]
fn a_beginning_has_nothing_wrong_with_it_and_is_not_written_over() {
    let repo = Repo::new();
    repo.git(&["config", "user.email", "ana@northwind.example"]);
    repo.git(&["config", "user.name", "Ana: \"B\""]);
    let answer = says(
        repo.path(),
        &["init", "-q", "--organization", "Bakery # 1", "--hook", "--merge-driver", "--ci", "github", "--editor"],
    );
    // How long a schema is has nothing to do with it.
    let plain = |line: &str| line.split(".schema.json (").next().unwrap_or(line).to_owned();
    insta::assert_snapshot!(answer.lines().map(plain).collect::<Vec<_>>().join("\n"));
    assert_eq!(findings(repo.path()), Vec::<String>::new());
    assert_eq!(repo.git(&["config", "merge.goalpost.driver"]), "goalpost merge %O %A %B %L %P");
    assert_eq!(repo.read(".git/hooks/pre-commit"), "#!/bin/sh\nexec goalpost check --staged\n");
    repo.write("goalpost.yaml", "organization: Mine\n");
    repo.write(".gitattributes", "*.png binary");
    let again = says(repo.path(), &["init", "-q", "--hook", "--merge-driver"]);
    assert!(again.contains("there is a pre-commit hook already"), "{again}");
    assert_eq!(repo.read("goalpost.yaml"), "organization: Mine\n");
    assert_eq!(repo.read(".gitattributes"), "*.png binary\n*.yaml merge=goalpost\n*.yml merge=goalpost\n");
}

#[test]
fn goals_in_a_folder_of_the_repository_begin_there() {
    let repo = Repo::new();
    says(repo.path(), &["init", "-q", "okrs", "--hook", "--ci", "gitlab"]);
    assert_eq!(repo.read(".git/hooks/pre-commit"), "#!/bin/sh\nexec goalpost check --staged --root okrs\n");
    assert!(repo.read(".gitlab-ci.yml").contains("    - goalpost --root okrs check\n"));
    assert!(repo.read("okrs/mission.yaml").starts_with("kind: mission\n"));
    let bare = tempfile::tempdir().expect("a folder");
    let refused = goalpost(bare.path(), &["init", "--hook"]);
    assert_eq!((refused.code, fs::read_dir(bare.path()).expect("the folder").count()), (2, 0), "{}", refused.stderr);
}

#[test]
fn new_goals_stand_beside_their_like_and_say_what_is_missing() {
    let company = company();
    let answer = says(
        company.path(),
        &[
            "new",
            "objective",
            "--title",
            "Win: the #checkout",
            "--supports",
            "dependable-payments",
            "--team",
            "payments",
            "--owner",
            "tom",
            "--key-results",
            "2",
        ],
    );
    insta::assert_snapshot!(answer);
    insta::assert_snapshot!(read(company.path(), "2026-Q4/payments/win-the-checkout.yaml"));
    insta::assert_snapshot!(read(company.path(), "2026-Q4/payments/win-the-checkout-1.yaml"));
    let args = [
        "new",
        "key-result",
        "--title",
        "Cut churn from 3 to 2 %",
        "--measures",
        "win-the-checkout",
        "--metric",
        "churn, monthly",
    ];
    says(
        company.path(),
        &[&args[..], &["--unit", "%", "--baseline", "-3", "--target", "2", "--commitment", "committed"]].concat(),
    );
    insta::assert_snapshot!(read(company.path(), "2026-Q4/payments/cut-churn-from-3-to-2.yaml"));
    let before = findings(&northwind());
    let news: Vec<_> = findings(company.path()).into_iter().filter(|it| !before.contains(it)).collect();
    assert_eq!(
        news,
        [
            "never-checked-in cut-churn-from-3-to-2",
            "missing-source cut-churn-from-3-to-2",
            "missing-commitment win-the-checkout"
        ]
    );
    for (args, said) in [
        (&["objectiv", "--title", "x"][..], "did you mean `objective`?"),
        (&["objective"], "give it: --title TEXT"),
        (&["key_result", "--title", "x"], "--measures GOAL"),
        (&["key_result", "--title", "x", "--measures", "availability"], "measures an objective"),
        (&["objective", "--title", "x", "--id", "failed-payments"], "is taken"),
        (&["objective", "--title", "x", "--id", "../x"], "for example `x`"),
        (&["objective", "--title", "x", "--owner", "tmo"], "did you mean `tom`?"),
        (&["objective", "--title", "x", "--file", "../x"], "no place for a goal file"),
        (&["objective", "--title", "x", "--file", "mission.yaml"], "there already"),
        (&["objective", "--title", "x", "--period", "2026-Q9"], "2026-Q9"),
        (&["survey", "--team", "payments"], "--respondents N"),
        (&["development", "--title", "x"], "--owner PERSON"),
    ] {
        let refused = goalpost(company.path(), &[&["new"], args].concat());
        assert_eq!(refused.code, 2, "{args:?}: {}", refused.stdout);
        assert!(refused.stderr.contains(said), "{args:?}: {}", refused.stderr);
    }
}

#[test]
fn a_goal_is_handed_down_as_drafts() {
    let company = company();
    let answer = says(company.path(), &["cascade", "dependable-payments", "--to", "payments", "platform"]);
    insta::assert_snapshot!(answer);
    insta::assert_snapshot!(read(company.path(), "2026-Q4/platform/dependable-payments-platform.yaml"));
    let twice = goalpost(company.path(), &["cascade", "dependable-payments", "--to", "payments"]);
    assert!(twice.code == 2 && twice.stderr.contains("has a draft of it"), "{}", twice.stderr);
    let unknown = goalpost(company.path(), &["cascade", "dependable-payments", "--to", "paymets"]);
    assert!(unknown.stderr.contains("did you mean `payments`?"), "{}", unknown.stderr);
}

#[test]
fn parents_are_ranked_with_their_reasons_and_linked() {
    let company = company();
    let args =
        ["new", "objective", "--title", "Let no card payment fail twice", "--team", "payments", "--owner", "tom"];
    says(company.path(), &args);
    insta::assert_snapshot!(says(company.path(), &["suggest"]));
    let view = json(company.path(), &["suggest", "let-no-card-payment-fail-twice"]);
    let first = view["goals"][0]["parents"][0]["goal"]["id"].as_str().expect("a parent").to_owned();
    says(
        company.path(),
        &["link", "let-no-card-payment-fail-twice", &first, "--how", "a card that fails twice: is lost"],
    );
    let text = read(company.path(), "2026-Q4/payments/let-no-card-payment-fail-twice.yaml");
    assert!(text.contains(&format!("{{goal: {first}, how: \"a card that fails twice: is lost\"}}")), "{text}");
    assert_eq!(says(company.path(), &["suggest"]), "every goal leads to the mission\n");
    for (child, parent, said) in [
        (first.as_str(), "let-no-card-payment-fail-twice", "run in a circle"),
        ("payments-first-time", "faster-payouts-2026-q4", "of a lower level"),
        ("failed-payments", "shops-that-stay", "measures `good-payments-pass`"),
        ("good-payments-pass", "good-payments-pass", "cannot lead to itself"),
        ("good-payments-pass", "availability", "is a KPI"),
        ("good-payments-pass", "faster-payouts", "is achieved"),
    ] {
        let refused = goalpost(company.path(), &["link", child, parent]);
        assert!(refused.code == 2 && refused.stderr.contains(said), "{child} {parent}: {}", refused.stderr);
    }
}

#[test]
fn agreements_and_notes_go_where_they_belong() {
    let company = company();
    says(company.path(), &["ack", "good-payments-pass", "--by", "maria"]);
    says(company.path(), &["ack", "--link", "payments-first-time", "good-payments-pass", "--by", "maria"]);
    let text = read(company.path(), "2026-Q4/payments/good-payments-pass.yaml");
    assert_eq!(text.matches("{by: maria, date: 2026-11-21}").count(), 2, "{text}");
    let nobody = goalpost(company.path(), &["ack", "good-payments-pass"]);
    assert!(nobody.code == 2 && nobody.stderr.contains("--by PERSON"), "{}", nobody.stderr);
    let args = [
        "note",
        "failed-payments",
        "no answer\nfrom the bank: yet",
        "--kind",
        "obstacle",
        "--scope",
        "external",
        "--to",
        "tom",
    ];
    says(company.path(), &[&args[..], &["--by", "lea"]].concat());
    let text = read(company.path(), "2026-Q4/payments/failed-payments.yaml");
    let entry = "log:\n  - {date: 2026-11-21, by: lea, kind: obstacle, text: \"no answer\\nfrom the bank: yet\", to: [tom], scope: external}\n  - {date: 2026-11-19";
    assert!(text.contains(entry), "the log has its newest first: {text}");
    let open = goalpost(company.path(), &["note", "failed-payments", "x", "--scope", "internal"]);
    assert!(open.code == 2 && open.stderr.contains("only an obstacle"), "{}", open.stderr);
}

#[test]
fn a_close_grades_by_the_values_and_says_what_is_owed() {
    let company = company();
    let early = goalpost(company.path(), &["close", "failed-payments"]);
    assert!(early.code == 2 && early.stderr.contains("has 40 days left"), "{}", early.stderr);
    let today = ["--today", "2027-01-05", "-q"];
    let close = |args: &[&str]| goalpost(company.path(), &[&["close"], args, &today].concat());
    let answer = close(&["good-payments-pass", "--by", "tom"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    insta::assert_snapshot!(answer.stdout);
    let text = read(company.path(), "2026-Q4/payments/failed-payments.yaml");
    assert!(
        text.contains("owner: lea\nstate: missed\nclosed: 2027-01-05\ngrade: {score: 0.6, computed: 0.6, by: tom}\n"),
        "{text}"
    );
    let again = close(&["failed-payments"]);
    assert!(again.code == 2 && again.stderr.contains("is closed: missed"), "{}", again.stderr);
    let judged = close(&["first-response", "--score", "0.9"]);
    assert!(judged.code == 2 && judged.stderr.contains("--why TEXT"), "{}", judged.stderr);
    let why = ["first-response", "--score", "0.9", "--why", "Fridays: still slow", "--retrospective", "ask\nearlier"];
    assert_eq!(close(&why).code, 0);
    let text = read(company.path(), "2026-Q4/support/first-response.yaml");
    assert!(text.contains("retrospective: |-\n  ask\n  earlier\n"), "{text}");
    let dropped = close(&["quiet-back-office", "--as", "dropped"]);
    assert!(dropped.code == 2 && dropped.stderr.contains("--reason TEXT"), "{}", dropped.stderr);
    let reason = ["quiet-back-office", "--as", "dropped", "--reason", "not now", "--replaced-by", "written-down"];
    let answer = close(&reason);
    assert!(
        answer.stdout.contains("still serving quiet-back-office: honest-shops-first, answers-at-once"),
        "{}",
        answer.stdout
    );
    let fixed = goalpost(company.path(), &["check", "--fix", "-q"]);
    assert!(fixed.code < 2, "{}", fixed.stderr);
    assert!(read(company.path(), "2026-Q4/support/answers-at-once.yaml").contains("goal: written-down"));
    let found = findings(company.path());
    assert!(
        !found.iter().any(|it| it.starts_with("grade-mismatch") || it.starts_with("dropped-without-reason")),
        "{found:?}"
    );
}

#[test]
fn what_goes_on_is_carried_over_with_its_values_links_and_comments() {
    let company = company();
    let answer =
        says(company.path(), &["carry-over", "--from", "2026-Q4", "--to", "2027-Q1", "good-payments-pass", "-q"]);
    insta::assert_snapshot!(answer);
    insta::assert_snapshot!(read(company.path(), "2027-Q1/payments/good-payments-pass-2027-q1.yaml"));
    insta::assert_snapshot!(read(company.path(), "2027-Q1/payments/failed-payments-2027-q1.yaml"));
    let old = project("examples/northwind/2026-Q4/payments/good-payments-pass.yaml");
    assert_eq!(
        read(company.path(), "2026-Q4/payments/good-payments-pass.yaml"),
        fs::read_to_string(old).expect("read")
    );
    let again = goalpost(company.path(), &["carry-over", "--from", "2026-Q4", "--to", "2027-Q1", "good-payments-pass"]);
    assert!(again.code == 2 && again.stderr.contains("continued already"), "{}", again.stderr);
    says(company.path(), &["carry-over", "--from", "current", "--to", "next", "-q"]);
    let broken =
        ["dangling-link", "duplicate-id", "cycle", "invalid", "missing-field", "wrong-type", "deadline-outside"];
    let found = findings(company.path());
    assert!(!found.iter().any(|it| broken.iter().any(|rule| it.starts_with(rule))), "{found:?}");
    let back = goalpost(company.path(), &["carry-over", "--from", "2026-Q4", "--to", "2026-Q3"]);
    assert!(back.code == 2 && back.stderr.contains("does not come after"), "{}", back.stderr);
}

#[test]
fn a_renamed_goal_is_found_by_both_its_ids() {
    let company = company();
    let before = findings(company.path()).len();
    says(company.path(), &["rename", "good-payments-pass", "payments-pass"]);
    assert_eq!(findings(company.path()).len(), before);
    let text = read(company.path(), "2026-Q4/payments/good-payments-pass.yaml");
    assert!(text.contains("id: payments-pass\n") && text.contains("formerly: [good-payments-pass]\n"), "{text}");
    assert!(read(company.path(), "2026-Q4/payments/failed-payments.yaml").contains("measures: payments-pass\n"));
    says(company.path(), &["show", "good-payments-pass"]);
    for (new, said) in [
        ("failed-payments", "is taken"),
        ("../x", "begins with"),
        ("Payments Pass", "for example `payments-pass`"),
        ("payments-pass", "already"),
    ] {
        let refused = goalpost(company.path(), &["rename", "payments-pass", new]);
        assert!(refused.code == 2 && refused.stderr.contains(said), "{new}: {}", refused.stderr);
    }
    says(company.path(), &["rename", "payments-pass", "good-payments-pass"]);
    assert!(read(company.path(), "2026-Q4/payments/good-payments-pass.yaml").contains("formerly: [payments-pass]\n"));
}

#[test]
fn a_leavers_and_a_teams_goals_go_over_in_one_go() {
    let company = company();
    let answer = says(company.path(), &["reassign", "--owner", "lea"]);
    insta::assert_snapshot!(answer);
    assert!(read(company.path(), "2026-Q4/payments/failed-payments.yaml").contains("owner: tom\n"));
    let answer = says(company.path(), &["reassign", "--team", "support", "--to", "risk", "-q"]);
    assert!(answer.contains("from support to risk"), "{answer}");
    let view = json(company.path(), &["rollup", "--team", "support"]);
    assert_eq!(
        view["goals"].as_array().map(|goals| goals.iter().filter(|it| it["team"] == "support").count()),
        Some(0)
    );
    let unknown = goalpost(company.path(), &["reassign", "--owner", "leo"]);
    assert!(unknown.code == 2 && unknown.stderr.contains("did you mean"), "{}", unknown.stderr);
}

#[test]
fn a_fix_that_cannot_be_made_is_not_promised() {
    // `labels: x]y` as a list would be `[x]y]`, which is no YAML: once it was listed as safe all the same.
    let goals = folder(&[
        ("goalpost.yaml", ""),
        ("a.yaml", "kind: objective\nid: a\ntitle: Win it\nlabels: x]y\n"),
        ("b.yaml", "kind: objective\nid: b\ntitle: Win it\nlabels: x\n"),
    ]);
    let answer = goalpost(goals.path(), &["check", "--format", "json", "--rule", "wrong-type"]);
    let view: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
    let fixes: Vec<_> = view["findings"].as_array().expect("findings").iter().map(|it| it["fix"].clone()).collect();
    assert_eq!(fixes, [serde_json::Value::Null, "safe".into()]);
}
