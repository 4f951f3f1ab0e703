//! The formats in which `check` tells services and editors its findings: each is read by its own readers, and hostile
//! text does nothing in any.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;

use serde_json::{Value, json};

use crate::support::clients::{junit_cases, sarif_problems};
use crate::support::program::{folder, goalpost, goalpost_with};
use crate::support::repository::Repo;

/// What services take for a command, a link, a mention, a row, a property or the end of something.
const HOSTILE: &str =
    "\\u001b[31m::error::x%0A::add-mask::y ##[add-path]z | <b>&\\\" ]]> @all [a](http://x) {0} =1 日本語 🚀";

/// A repository whose goals lie in `okrs/`, with an error and a warning that name hostile text and one that is allowed.
fn goals() -> Repo {
    let repo = Repo::new();
    repo.write("okrs/goalpost.yaml", "rules: {orphan-goal: warn}\n");
    repo.write("okrs/org.yaml", "people: [{id: ana}]\n");
    repo.write("okrs/m.yaml", "kind: mission\nid: m\ntitle: Good bread\nstatement: Bake it.\n");
    let goal = |id: &str, rest: &str| {
        format!("kind: objective\nid: {id}\ntitle: \"{HOSTILE}\"\nowner: ana\nperiod: 2026-Q4\n{rest}")
    };
    repo.write("okrs/q4/a.yaml", &goal("a", &format!("supports: [m, \"{HOSTILE}\"]\n")));
    repo.write("okrs/q4/b.yaml", &goal("b", ""));
    repo.write("okrs/q4/c.yaml", &format!("# goalpost: allow orphan-goal -- on purpose\n{}", goal("c", "")));
    repo.commit("ana", "2026-10-01T08:00:00Z", "Set the goals");
    repo
}

const RULES: [&str; 4] = ["--rule", "dangling-link", "--rule", "orphan-goal"];

fn check(repo: &Repo, format: &str) -> String {
    let root = repo.path().join("okrs");
    let answer = goalpost(&root, &[&["check", "--format", format][..], &RULES].concat());
    assert_eq!(answer.code, 1, "{format}: {}", answer.stderr);
    assert!(!answer.stdout.contains('\u{1b}'), "{format} passes on control characters: {}", answer.stdout);
    answer.stdout
}

fn sarif(repo: &Repo) -> Value {
    serde_json::from_str(&check(repo, "sarif")).expect("JSON")
}

#[test]
fn concise_is_a_line_for_each_finding() {
    let repo = goals();
    let text = check(&repo, "concise");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].starts_with("q4/a.yaml:6:15: error[dangling-link] no goal has the id `\u{fffd}[31m"), "{text}");
    assert!(lines[1].starts_with("q4/b.yaml:2:5: warning[orphan-goal] "), "{text}");
    let answer = goalpost(&repo.path().join("okrs"), &["check", "--format", "concise", "--rule", "orphan-goal"]);
    assert_eq!(answer.stderr, "note: 4 goals · 1 warning\n");
}

#[test]
fn github_gets_one_command_for_each_finding_and_nothing_else() {
    let text = check(&goals(), "github");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(
        lines[0].starts_with("::error file=okrs/q4/a.yaml,line=6,endLine=6,col=15,endColumn="),
        "paths are those of the repository: {text}"
    );
    assert!(lines[0].contains(",title=dangling-link::no goal has the id"), "{text}");
    assert!(lines[0].contains("%250A::add-mask"), "text is escaped as data: {text}");
    assert!(lines[1].starts_with("::warning file=okrs/q4/b.yaml,line=2,"), "{text}");
}

#[test]
fn beyond_githubs_limit_the_log_has_the_rest_as_plain_lines() {
    let repo = goals();
    for at in 0..14 {
        let link = "::warning::x ##[add-mask]y";
        let page =
            format!("kind: objective\nid: g{at:02}\ntitle: T\nowner: ana\nperiod: 2026-Q4\nsupports: [\"{link}\"]\n");
        repo.write(&format!("okrs/q4/g{at:02}.yaml"), &page);
        let alone = format!("kind: objective\nid: h{at:02}\ntitle: T\nowner: ana\nperiod: 2026-Q4\n");
        repo.write(&format!("okrs/q4/h{at:02}.yaml"), &alone);
    }
    let text = check(&repo, "github");
    let of = |kind: &str| text.lines().filter(|line| line.starts_with(kind)).count();
    assert_eq!((of("::error "), of("::warning "), of("::notice ")), (10, 10, 1), "{text}");
    let errors = text.lines().take_while(|line| line.starts_with("::error")).count();
    assert_eq!(errors, 10, "errors come first: {text}");
    assert!(text.contains("::notice title=goalpost::5 errors and 5 warnings more in the log of this step"), "{text}");
    let plain: Vec<&str> = text.lines().filter(|line| line.starts_with("  ")).collect();
    assert_eq!(plain.len(), 10, "{text}");
    assert!(plain.iter().all(|line| !line.trim_start().starts_with("::") && !line.contains("##[")), "{text}");
}

/// Whether the runner of GitHub Actions takes a line for a command: it passes over spaces before `::`.
fn is_command(line: &str) -> bool {
    line.trim_start().starts_with("::") || line.contains("##[")
}

/// Only lines that begin with `::` right away were told from commands.
#[test]
fn the_name_of_a_folder_is_no_command_in_the_log() {
    let mut files = vec![("goalpost.yaml".to_owned(), String::new())];
    for at in 0..14 {
        let page = format!("kind: objective\nid: g{at}\ntitle: T\nowner: ana\nperiod: 2026-Q4\nsupports: [x]\n");
        files.push((format!(" ::add-mask::e/g{at:02}.yaml"), page));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let root = folder(&files);
    let text = goalpost(root.path(), &["check", "--rule", "dangling-link", "--format", "github"]).stdout;
    let commands: Vec<&str> = text.lines().filter(|line| is_command(line)).collect();
    assert_eq!(commands.len(), 11, "{text}");
    assert!(commands.iter().all(|line| line.starts_with("::error ") || line.starts_with("::notice ")), "{text}");
}

/// What is printed in a step of another pipeline, for people and in formats of data, has no command of its runner.
fn root_with_commands(name: &str, value: &str) {
    let root = folder(&[
        ("goalpost.yaml", ""),
        (
            "o.yaml",
            "kind: objective\nid: o\ntitle: \"Bake ##vso[task.prependpath]/x ##teamcity[y] ##[add-mask]e\"\nowner: ana\nperiod: \
             2026-Q4\nsupports: [\"##vso[x]\"]\n",
        ),
    ]);
    let none = |args: &[&str], text: &str| {
        let has = |command: &&str| text.contains(*command);
        assert_eq!(["##vso[", "##teamcity[", "##["].iter().find(|it| has(it)), None, "{name}, {args:?}: {text}");
    };
    for args in [&["check"][..], &["rollup"], &["show", "o"], &["agenda"]] {
        let answer = goalpost_with(root.path(), args, &[(name, value.as_ref())]);
        none(args, &(answer.stdout + &answer.stderr));
    }
    // These say the same in other words, in a pipeline or not.
    for args in [
        &["rollup", "--format", "json"][..],
        &["export"],
        &["check", "--format", "sarif"],
        &["check", "--format", "junit"],
        &["check", "--format", "gitlab"],
        &["graph", "--format", "svg"],
        &["digest", "--format", "slack"],
    ] {
        none(args, &goalpost(root.path(), args).stdout);
    }
}

/// What was printed for people passed on commands that a title holds.
#[test]
fn what_people_read_in_a_step_of_github_has_no_command() {
    let link =
        "kind: objective\nid: ID\ntitle: \"TITLE\"\nowner: ana\nperiod: 2026-Q4\nsupports: [\"##[add-mask]e\"]\n";
    let goal = |id: &str, title: &str| link.replace("ID", id).replace("TITLE", title);
    let root = folder(&[
        ("goalpost.yaml", ""),
        ("o.yaml", &goal("o", "::add-mask::e")),
        (" ::stop-commands::x/p.yaml", &goal("p", "See ##[add-mask]e")),
        ("k.yaml", "kind: key_result\nid: k\ntitle: \"::warning::k\"\nmeasures: o\nstate: draft\n"),
    ]);
    let step: [(&str, &OsStr); 1] = [("GITHUB_ACTIONS", "true".as_ref())];
    let in_step = |args: &[&str]| goalpost_with(root.path(), args, &step);
    for args in [
        &["check"][..],
        &["check", "--format", "concise"],
        &["check", "--rule", "##[add-mask]e"],
        &["agenda"],
        &["rollup"],
        &["show", "o"],
        &[],
    ] {
        let plain = goalpost(root.path(), args);
        let answer = in_step(args);
        for text in [&answer.stdout, &answer.stderr] {
            assert!(!text.lines().any(is_command), "{args:?}: {text}");
        }
        assert_eq!((answer.code, answer.stdout.lines().count()), (plain.code, plain.stdout.lines().count()));
    }
    // The runners of others find commands anywhere in a line.
    for (name, value) in [("TF_BUILD", "True"), ("TEAMCITY_VERSION", "2026.1")] {
        root_with_commands(name, value);
    }
    // What programs read is as it is elsewhere.
    let args = ["rollup", "--format", "json"];
    assert_eq!(in_step(&args).stdout, goalpost(root.path(), &args).stdout);
    assert!(in_step(&["check", "--output", "out"]).stdout.is_empty());
    assert!(fs::read_to_string(root.path().join("out")).expect("written").contains("##[add-mask]e"));
}

/// The format as docs.gitlab.com describes it.
fn gitlab_schema() -> Value {
    json!({
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "minLength": 1},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": "^[^./][^\\\\]*$"},
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {"begin": {"type": "integer", "minimum": 1}}
                        }
                    }
                }
            }
        }
    })
}

#[test]
fn gitlab_gets_a_code_quality_report() {
    let report: Value = serde_json::from_str(&check(&goals(), "gitlab")).expect("JSON");
    let schema = jsonschema::validator_for(&gitlab_schema()).expect("a schema");
    let wrong: Vec<String> = schema.iter_errors(&report).map(|it| it.to_string()).collect();
    assert!(wrong.is_empty(), "{}: {report}", wrong.join("\n"));
    assert_eq!(report[0]["location"], json!({"path": "okrs/q4/a.yaml", "lines": {"begin": 6}}));
    assert_eq!((report[0]["severity"].as_str(), report[1]["severity"].as_str()), (Some("major"), Some("minor")));
    assert_eq!(report.as_array().expect("a list").len(), 2, "what a comment allows is no issue");
}

#[test]
fn junit_fails_what_fails_the_check() {
    let repo = goals();
    let text = check(&repo, "junit");
    assert!(
        text.contains("<testsuites name=\"goalpost check\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"1\">"),
        "{text}"
    );
    assert!(text.contains("&lt;b&gt;&amp;") && !text.contains("<b>") && !text.contains("]]>"), "{text}");
    let strict =
        goalpost(&repo.path().join("okrs"), &[&["check", "--strict", "--format", "junit"][..], &RULES].concat());
    assert!(strict.stdout.contains("failures=\"2\" errors=\"0\" skipped=\"0\""), "{}", strict.stdout);
    let clean = goalpost(&repo.path().join("okrs"), &["check", "--rule", "cycle", "--format", "junit"]);
    assert!(clean.stdout.contains("tests=\"1\" failures=\"0\"") && clean.code == 0, "{}", clean.stdout);
    if let Some(cases) = junit_cases(&text) {
        assert_eq!(cases.len(), 2, "{cases:?}");
        assert_eq!(cases[0]["name"], "dangling-link at supports[1]");
        assert_eq!((&cases[0]["result"], &cases[1]["result"]), (&json!("Failure"), &json!("Skipped")));
        assert!(cases[0]["message"].as_str().is_some_and(|text| text.contains("日本語 🚀")), "{cases:?}");
    }
}

#[test]
fn sarif_has_one_run_with_rules_places_and_what_is_suppressed() {
    let repo = goals();
    let log = sarif(&repo);
    let runs = log["runs"].as_array().expect("runs");
    assert_eq!(runs.len(), 1, "GitHub takes one run of a tool and category");
    assert_eq!(runs[0]["automationDetails"]["id"], "goalpost/okrs/");
    let results = runs[0]["results"].as_array().expect("results");
    assert_eq!(results.len(), 3, "{log}");
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"], json!({"uri": "okrs/q4/a.yaml", "uriBaseId": "%SRCROOT%"}));
    assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"]), (&json!(6), &json!(15)));
    assert_eq!(results[0]["suppressions"], json!([]));
    assert_eq!(results[2]["suppressions"], json!([{"kind": "inSource", "status": "accepted"}]), "the third is allowed");
    let message = results[0]["message"]["text"].as_str().expect("a text");
    assert!(
        message.contains("\\[a\\](http://x)") && message.contains("{{0}}") && !message.contains("@all"),
        "{message}"
    );
    for (at, rule) in runs[0]["tool"]["driver"]["rules"].as_array().expect("rules").iter().enumerate() {
        for text in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[text]["text"].as_str().is_some_and(|it| !it.is_empty()), "{text} of {rule}");
        }
        assert!(results.iter().any(|it| it["ruleIndex"] == at && it["ruleId"] == rule["id"]), "{rule}");
    }
    if let Some(problems) = sarif_problems(&check(&repo, "sarif")) {
        assert_eq!(problems, Vec::<String>::new());
    }
}

#[test]
fn sarif_fixes_are_the_bytes_that_change() {
    let repo = goals();
    repo.write("okrs/q4/d.yaml", "kind: objective\nid: d\ntitle: é\nowner: ana\nperiod: 2026-Q4\nsuports: [m]\n");
    let root = repo.path().join("okrs");
    let answer = goalpost(&root, &["check", "--format", "sarif", "q4/d.yaml"]);
    let log: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let fixed = results.iter().find(|it| it["fixes"].is_array()).expect("a result with a fix");
    let change = &fixed["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "okrs/q4/d.yaml");
    let replaced = &change["replacements"][0];
    let text = repo.read("okrs/q4/d.yaml");
    let line = number(&replaced["deletedRegion"]["startLine"]);
    let column = |name: &str| number(&replaced["deletedRegion"][name]) - 1;
    let old = text.lines().nth(line - 1).expect("the line");
    let inserted = replaced["insertedContent"]["text"].as_str().unwrap_or_default();
    assert_eq!(replaced["deletedRegion"]["endLine"].as_u64(), Some(line as u64));
    let new = format!("{}{inserted}{}", &old[..column("startColumn")], &old[column("endColumn")..]);
    assert_eq!(new, "supports: [m]", "{fixed}");
}

#[test]
fn a_fingerprint_survives_moved_lines_and_is_that_of_one_finding() {
    let repo = goals();
    let prints = |repo: &Repo| -> Vec<(String, u64)> {
        let log = sarif(repo);
        let results = log["runs"][0]["results"].as_array().expect("results").clone();
        let of = |it: &Value| {
            let line = it["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64().expect("a line");
            (it["partialFingerprints"]["primaryLocationLineHash"].as_str().expect("a hash").to_owned(), line)
        };
        results.iter().map(of).collect()
    };
    let before = prints(&repo);
    let text = repo.read("okrs/q4/a.yaml");
    repo.write("okrs/q4/a.yaml", &text.replace("owner:", "# A comment\nwhy: It matters\nowner:"));
    repo.write("okrs/q4/b.yaml", &format!("# Moved\n\n{}", repo.read("okrs/q4/b.yaml")));
    let after = prints(&repo);
    let only = |of: &[(String, u64)]| of.iter().map(|(print, _)| print.clone()).collect::<Vec<_>>();
    assert_eq!(only(&before), only(&after));
    assert!(before.iter().zip(&after).take(2).all(|(before, after)| before.1 + 2 == after.1), "{before:?} {after:?}");
    assert_eq!(only(&before).into_iter().collect::<BTreeSet<_>>().len(), before.len(), "each has its own");
}

/// The findings of a check with their messages, and their fingerprints.
fn prints(repo: &Repo, args: &[&str]) -> Vec<(String, String)> {
    let answer = goalpost(repo.path(), &[&["check", "--format", "json"], args].concat());
    let view: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    let text = |it: &Value, name: &str| it[name].as_str().expect("a text").to_owned();
    let findings = view["findings"].as_array().expect("findings").iter();
    findings.map(|it| (text(it, "message"), text(it, "fingerprint"))).collect()
}

/// The findings of an earlier state were left out before the others got their numbers.
#[test]
fn a_new_finding_has_no_fingerprint_of_an_old_one() {
    let repo = Repo::new();
    let goal =
        |links: &str| format!("kind: objective\nid: o\ntitle: T\nowner: ana\nperiod: 2026-Q4\nsupports: [{links}]\n");
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", &goal("first"));
    repo.write("p.yaml", &goal("other").replace("id: o", "id: p"));
    repo.commit("ana", "2026-10-01T08:00:00Z", "Set the goals");
    let before = prints(&repo, &["--rule", "dangling-link"]);
    repo.write("o.yaml", &goal("first, second"));
    let whole = prints(&repo, &["--rule", "dangling-link"]);
    let new = prints(&repo, &["--rule", "dangling-link", "--since", "HEAD"]);
    assert_eq!((before.len(), whole.len(), new.len()), (2, 3, 1), "{new:?}");
    assert!(whole.contains(&new[0]) && before.iter().all(|old| old.1 != new[0].1), "{before:?} {new:?}");
    assert!(before.iter().all(|old| whole.contains(old)), "{before:?} {whole:?}");
    repo.git(&["add", "."]);
    assert_eq!(prints(&repo, &["--rule", "dangling-link", "--staged"]).len(), 3);
    assert!(prints(&repo, &["--rule", "dangling-link", "--staged"]).iter().all(|it| whole.contains(it)));
}

#[test]
fn a_batch_keeps_its_fingerprint_when_its_first_goal_is_mended() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", "kind: objective\nid: o\ntitle: T\nowner: ana\nperiod: 2026-Q4\n");
    let page = |at: usize| format!("kind: key_result\nid: k{at:02}\ntitle: Serve shop {at:02} well\nmeasures: o\n");
    for at in 0..13 {
        repo.write(&format!("k{at:02}.yaml"), &page(at));
    }
    let before = prints(&repo, &["--rule", "missing-metric"]);
    repo.write("k00.yaml", &format!("{}metric: {{unit: x, baseline: 0, target: 3}}\n", page(0)));
    let after = prints(&repo, &["--rule", "missing-metric"]);
    assert_eq!((before.len(), after.len()), (1, 1), "{after:?}");
    assert!(before[0].0 != after[0].0 && before[0].1 == after[0].1, "{before:?} {after:?}");
}

#[test]
fn a_service_reads_the_file_while_people_read_the_screen() {
    let repo = goals();
    let root = repo.path().join("okrs");
    for format in ["sarif", "gitlab", "junit"] {
        let plain = check(&repo, format);
        let answer = goalpost(&root, &[&["check", "--format", format, "--output", "out"][..], &RULES].concat());
        assert_eq!(fs::read_to_string(root.join("out")).expect("written"), plain, "{format}");
        assert!(
            answer.stdout.contains("error[dangling-link]") && answer.stdout.ends_with("· 1 warning\n"),
            "{}",
            answer.stdout
        );
    }
    let answer = goalpost(&root, &["check", "--format", "json", "--output", "out"]);
    assert_eq!(answer.stdout, "", "programs read the others");
}

#[test]
fn a_comment_counts_one_as_one() {
    let goal = "kind: objective\nid: o\ntitle: Win\nowner: tom\nperiod: 2026-Q4\nsupports: [nowhere]\n";
    let root = folder(&[("goalpost.yaml", ""), ("o.yaml", goal)]);
    let page = goalpost(root.path(), &["check", "-q", "--rule", "dangling-link", "--format", "markdown"]).stdout;
    assert!(page.starts_with("**1 goal · 1 error · 0 warnings**\n"), "{page}");
}

#[test]
fn ten_thousand_findings_stay_within_the_limits() {
    let mut files = vec![("goalpost.yaml".to_owned(), "rules: {missing-period: warn}\n".to_owned())];
    for at in 0..10_000 {
        let links = if at < 30 { "supports: [nowhere]" } else { "" };
        files.push((
            format!("g{at}.yaml"),
            format!("kind: objective\nid: g{at}\ntitle: Goal {at}\nowner: p{at}\n{links}\n"),
        ));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let root = folder(&files);
    let run = |format: &str| {
        let args = ["check", "-q", "--rule", "dangling-link", "--rule", "missing-period", "--format", format];
        goalpost(root.path(), &args).stdout
    };
    let page = run("markdown");
    assert!(page.chars().count() <= 64_000, "{}", page.chars().count());
    assert_eq!(page.matches("| error |").count(), 30, "errors are kept");
    assert!(page.contains("more, for which a comment has no room"), "{}", &page[page.len() - 200..]);
    let log = run("sarif");
    assert!(log.len() < 40_000_000, "{}", log.len());
    let log: Value = serde_json::from_str(&log).expect("JSON");
    assert_eq!(log["runs"][0]["results"].as_array().expect("results").len(), 10_030);
    assert_eq!(log["runs"][0]["results"][29]["level"], "error");
    assert_eq!(log["runs"][0]["results"][30]["level"], "warning");
    assert_eq!(run("github").lines().filter(|line| line.starts_with("::")).count(), 21);
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|it| usize::try_from(it).ok()).expect("a number")
}
