//! Numbers, days and names as people write them: what is read, what is asked, and what the help says to write.

use crate::support::files::read;
use crate::support::program::{folder, goalpost, json, says};

/// The helps of the findings in a root, by field; a goal's fields stand in `a.yaml`.
fn helps(fields: &str) -> Vec<(String, String)> {
    let text = format!("kind: key_result\nid: a\ntitle: Have it\nmeasures: q\n{fields}");
    let root = folder(&[("goalpost.yaml", "ambition: 70%\n"), ("a.yaml", &text)]);
    let findings = findings(root.path(), &["wrong-type", "number-out-of-range", "unknown-field", "invalid-date"]);
    let findings = findings.as_array().expect("a list").iter();
    let told = findings.map(|it| {
        let text = |name: &str| it[name].as_str().unwrap_or_default().to_owned();
        (text("field"), text("help"))
    });
    told.filter(|(field, _)| field != "ambition").collect()
}

/// The findings of some rules. A check with errors ends with 1.
fn findings(root: &std::path::Path, rules: &[&str]) -> serde_json::Value {
    let mut args = vec!["check", "--format", "json"];
    args.extend(rules.iter().flat_map(|rule| ["--rule", rule]));
    let answer = goalpost(root, &args);
    let mut view: serde_json::Value = serde_json::from_str(&answer.stdout).expect(&answer.stderr);
    view["findings"].take()
}

fn help(fields: &str) -> String {
    let told = helps(fields);
    assert_eq!(told.len(), 1, "{fields}: {told:?}");
    told[0].1.clone()
}

/// `1,000` was told to be written as 1.000, a thousandth, and `confidence: 60%` as 60 and a unit.
#[test]
fn each_help_names_the_number_that_is_right_there() {
    for (field, told) in [
        ("confidence: 60%", "write 0.6: 1 means certain"),
        ("confidence: 6/10", "write 0.6: 1 means certain"),
        ("confidence: green", "write 0.9: 1 means certain"),
        ("confidence: 60", "write 0.6: 1 means certain"),
        ("confidence: 7", "write 0.7: 1 means certain"),
        ("confidence: 62,5 %", "write 0.625: 1 means certain"),
        ("weight: 50%", "write 0.5: weights count against each other, and 1 is what a goal without one has"),
        ("weight: \"2\"", "write 2 without quotes"),
        ("weight: 1,5", "write 1.5"),
        ("effort: 20%", "write person-weeks: 20 % of one person's time in a quarter of 13 weeks is 2.6"),
        ("effort: 10 days", "write 2, in person-weeks"),
        ("grade: {score: 70%}", "write 0.7: 1 is the whole"),
    ] {
        assert_eq!(help(&format!("{field}\n")), told, "{field}");
    }
    for (target, told) in [
        ("1,000", "write 1000 or 1"),
        ("1,234.5", "write 1234.5"),
        ("1.234,5", "write 1234.5"),
        ("1'234.5", "write 1234.5"),
        ("1_000", "write 1000"),
        ("12k", "write 12000"),
        ("$1.2M", "write 1200000 here and `unit: $` in the metric"),
        ("1200 €", "write 1200 here and `unit: €` in the metric"),
        ("94,2 %", "write 94.2 here and `unit: \"%\"` in the metric"),
        ("21 s", "write 21 here and `unit: s` in the metric"),
        ("< 2", "write 2; a bound to keep is `at_most: 2`"),
        ("TBD", "leave the field out as long as the value is unknown"),
        ("soon", "write a plain decimal number such as 42 or 99.5"),
    ] {
        assert_eq!(help(&format!("metric:\n  baseline: 9\n  target: {target}\n")), told, "{target}");
    }
    assert_eq!(help("metric: {unit: s, baseline: 9, target: 21 s}\n"), "write 21: the unit is in `unit`");
    assert_eq!(help("metric: {unit: ms, baseline: 9, target: 21 s}\n"), "write 21000, which is 21 s in ms");
}

/// In a mapping in braces `1,500` is 1 and a field `500`: the advice was 1.500, and meanwhile the goal was reached.
#[test]
fn a_number_divided_by_a_comma_is_no_number_and_both_readings_are_offered() {
    for (metric, field, told) in [
        ("target: 1,500, current: 1, baseline: 0", "target", "write `target: 1500` or `target: 1.5` without a comma"),
        ("baseline: 10,000, target: 25,000", "baseline", "write `baseline: 10000` or `baseline: 10` without a comma"),
        ("baseline: 0, target: 1,000,000", "target", "write `target: 1000000` without a comma"),
        ("baseline: 0, target: 0,9", "target", "write `target: 0.9` without a comma"),
    ] {
        let told_all = helps(&format!("metric: {{unit: EUR, {metric}}}\n"));
        let found = told_all.iter().any(|(_, help)| help == told);
        assert!(found, "{metric} {field}: {told_all:?}");
    }
    // A required number too: a score of 0,9 was 0.
    for grade in ["grade: {score: 0,9}", "grade: {score: 0,9, computed: 0.9}"] {
        assert_eq!(help(&format!("{grade}\n")), "write `score: 0.9` without a comma", "{grade}");
    }
    let root = folder(&[
        ("goalpost.yaml", ""),
        ("q.yaml", "kind: objective\nid: q\ntitle: Have all\nowner: tom\nperiod: 2026-Q4\n"),
        (
            "a.yaml",
            "kind: key_result\nid: a\ntitle: Have it\nmeasures: q\nmetric: {unit: x, baseline: 0, target: 1,500, current: 1,000, as_of: 2026-11-20}\n",
        ),
    ]);
    let tree = goalpost(root.path(), &["rollup", "-q"]).stdout;
    assert!(!tree.contains("100%") && !tree.contains("all on track") && tree.contains("cannot be read"), "{tree}");
    let check = goalpost(root.path(), &["check", "-q", "--format", "concise"]).stdout;
    assert!(!check.contains("no field") && !check.contains("twice"), "{check}");
}

/// Where the unit is in thousands or millions, what was advised was wrong by as much.
#[test]
fn advice_is_never_wrong_by_the_prefix_of_the_unit() {
    for (unit, text, told) in [
        ("M EUR", "1.5M", "write 1.5, or 1500000 if that is the value in M EUR"),
        ("M EUR", "1500k", "write 1.5, or 1500000 if that is the value in M EUR"),
        ("k EUR", "€25k", "write 25, or 25000 if that is the value in k EUR"),
        ("thousand users", "25k users", "write 25, or 25000 if that is the value in thousand users"),
        ("kB", "70000 B", "give the value in kB"),
        ("kB", "0.07MB", "give the value in kB"),
        ("days", "10h", "give the value in days"),
        ("pp", "3%", "write 3, if that is the value in pp"),
        ("M€", "€1.6m", "write 1.6, or 1600000 if that is the value in M€"),
        ("kEUR", "€1.6m", "write 1600, or 1600000 if that is the value in kEUR"),
        ("TEUR", "1.6M", "write 1600, or 1600000 if that is the value in TEUR"),
        ("EUR (thousands)", "1600k", "write 1600, or 1600000 if that is the value in EUR (thousands)"),
        ("EUR", "1600 TEUR", "write 1600000, which is 1600 TEUR in EUR"),
        ("MEUR", "1600 TEUR", "write 1.6, or 1600000 if that is the value in MEUR"),
        ("days", "1w", "write 7, which is 1w in days"),
    ] {
        let metric = format!("metric:\n  unit: {unit}\n  baseline: 1\n  target: 30\n  current: ");
        assert_eq!(help(&format!("{metric}{text}\n")), told, "{unit} {text}");
        let key_result =
            format!("kind: key_result\nid: a\ntitle: Have it\nmeasures: q\n{metric}2\n  as_of: 2026-11-01\n");
        let root = folder(&[
            ("goalpost.yaml", ""),
            ("q.yaml", "kind: objective\nid: q\ntitle: Have all\nowner: tom\nperiod: 2026-Q4\n"),
            ("a.yaml", &key_result),
        ]);
        for args in [&["checkin", "a", text][..], &["set", "a", "metric.target", text]] {
            let said = goalpost(root.path(), args).stderr;
            assert!(said.contains(&format!("help: {told}\n")), "{args:?}: {said}");
        }
    }
}

/// What `check` calls impossible was written without a word.
#[test]
fn a_value_that_its_unit_does_not_allow_is_said_when_it_is_written() {
    let key_result = "kind: key_result\nid: a\ntitle: Have it\nmeasures: q\nmetric: {unit: \"%\", baseline: 10, target: 90, current: 20, as_of: 2026-11-01}\n";
    let root = folder(&[
        ("goalpost.yaml", ""),
        ("q.yaml", "kind: objective\nid: q\ntitle: Have all\nowner: tom\nperiod: 2026-Q4\n"),
        ("a.yaml", key_result),
        ("v.csv", "goal,value\na,-45\n"),
    ]);
    for args in [&["checkin", "a", "--", "-45"][..], &["checkin", "--from", "v.csv"]] {
        let it = goalpost(root.path(), &[&args[..1], &["--dry-run"], &args[1..]].concat());
        assert!(format!("{}{}", it.stdout, it.stderr).contains("-45 is outside 0 to 100 %"), "{args:?}: {it:?}");
    }
}

#[test]
fn settings_in_percent_are_reported_as_shares() {
    let root = folder(&[("goalpost.yaml", "thresholds: {on_track: 90%, at_risk: 70%}\nambition: 70%\n")]);
    let findings = findings(root.path(), &["wrong-type"]);
    let helps: Vec<_> = findings.as_array().expect("a list").iter().map(|it| it["help"].clone()).collect();
    assert_eq!(helps, ["write 0.9: 1 is the whole", "write 0.7: 1 is the whole", "write 0.7: 1 is the whole"]);
}

#[test]
fn a_day_that_is_none_is_reported_with_its_reason() {
    for (day, told) in [
        ("14.11.2026", "write 2026-11-14"),
        ("11/12/2026", "write 2026-11-12 or 2026-12-11"),
        ("2026-11-31", "write YYYY-MM-DD"),
        ("14 Nov 2026", "write 2026-11-14"),
    ] {
        assert_eq!(help(&format!("deadline: {day}\n")), told, "{day}");
    }
    let text = "kind: objective\nid: a\ntitle: Have it\ndeadline: 2026-11-31\n";
    let root = folder(&[("goalpost.yaml", ""), ("a.yaml", text)]);
    let answer = goalpost(root.path(), &["check", "--rule", "invalid-date"]);
    assert!(answer.stdout.contains("November has 30 days"), "{}", answer.stdout);
}

/// Fields and words of other tools were told as unknown, with a pointer to the list of all fields.
#[test]
fn names_and_words_of_other_tools_are_reported_by_what_they_mean() {
    for (line, told) in [
        ("key_results: [{title: x}]", "each key result is a file of its own"),
        ("description: x", "`why`"),
        ("due: 2026-12-01", "`deadline`"),
        ("parent: q", "`measures`"),
        ("status: on track", "`state` is draft, active, achieved, missed or dropped"),
        ("state: on track", "computed from its values"),
        ("state: done", "write `achieved` or `missed`"),
        ("state: in progress", "write `active`"),
        ("owner: [dana, mei]", "write `owner: dana`: one person is accountable"),
        ("priority: high", "write `must`"),
        ("milestones: [{title: m, done: yes}]", "write true, or the day it was done"),
        ("done: yes", "goalpost close"),
        ("current_value: 5", "it belongs into `metric:`"),
        ("milestones: [{title: m, deadline: 2026-12-01, done: false}]", "`due`"),
        ("metric: {min: 5, at_most: 9}", "`at_least`"),
    ] {
        let help = help(&format!("{line}\n"));
        assert!(help.contains(told), "{line}: {help}");
    }
    let root = folder(&[("goalpost.yaml", ""), ("o.yaml", "kind: objective\nid: o\ntitle: Have it\nparent: m\n")]);
    assert_eq!(findings(root.path(), &["unknown-field"])[0]["help"], "the goals that it serves are `supports: [id]`");
}

/// `import` read `"0,125"` as 125 and `"1.234,5"` as 1.2345 without a word.
#[test]
fn a_table_of_goals_is_read_by_its_own_signs() {
    let taken = |table: &str| {
        let root = folder(&[("goalpost.yaml", ""), ("in.csv", table)]);
        let answer = goalpost(root.path(), &["import", "in.csv", "-q"]);
        let file = root.path().join("a.yaml").exists().then(|| read(root.path(), "a.yaml"));
        (answer.stdout, file.unwrap_or_default())
    };
    let head = |sign: &str| ["id", "kind", "title", "baseline", "target", "as_of", "current"].join(sign);
    let (_, file) = taken(&format!("{}\na,key_result,A,\"0,125\",\"1.234,5\",20.11.2026,3\n", head(",")));
    assert!(file.contains("baseline: 0.125\n  target: 1234.5\n"), "{file}");
    let (_, file) = taken(&format!("\u{feff}sep=;\r\n{}\r\na;key_result;A;0,1;10,5;19.11.2026;5\r\n", head(";")));
    assert!(file.contains("baseline: 0.1\n  target: 10.5\n  current: 5\n  as_of: 2026-11-19\n"), "{file}");
    let (_, file) = taken(&format!("{}\na,key_result,A,\"1,500\",\"12,500\",,\n", head(",")));
    assert!(file.contains("baseline: 1500\n  target: 12500\n"), "{file}");
    // A cell that cannot be read costs the cell, not the row.
    for (row, column, told) in [
        (
            "a;key_result;A;1.500;3000;;",
            "baseline",
            "line 2: `baseline`: `1.500` could mean 1500 or 1.5\n  help: write 1500 or 1,5",
        ),
        (
            "a;key_result;A;12k;3000;;",
            "baseline",
            "line 2: `baseline`: `12k` is not a plain number\n  help: write 12000",
        ),
        ("a;key_result;A;1;3;11/12/2026;2", "as_of", "line 2: `as_of`: `11/12/2026` may be one of two days"),
    ] {
        let (told_of, file) = taken(&format!("{}\r\n{row}\r\n", head(";")));
        assert!(told_of.contains(told) && file.contains("target: 3") && !file.contains(column), "{told_of}{file}");
    }
}

/// A stakeholder with a semicolon in the name came back as two.
#[test]
fn a_table_of_goals_comes_back_without_loss() {
    let goal = "kind: objective\nid: a\ntitle: Have it\nlabels: [a, b]\nstakeholders: [Bakers; and millers, =HYPERLINK(1), \"say \\\"no\\\"\"]\n";
    let root = folder(&[("goalpost.yaml", ""), ("a.yaml", goal)]);
    let table = goalpost(root.path(), &["export", "--format", "csv"]).stdout;
    let there = folder(&[("goalpost.yaml", ""), ("in.csv", &table)]);
    goalpost(there.path(), &["import", "in.csv"]);
    let lines = |path: &std::path::Path| json(path, &["export"])["goals"].clone();
    assert_eq!(lines(there.path()), lines(root.path()));
}

#[test]
fn options_take_shares_as_people_write_them() {
    let goal = "kind: objective\nid: a\ntitle: Have it\nperiod: 2026-Q4\n";
    let parent = "kind: objective\nid: b\ntitle: Have more\nperiod: 2026-Q4\n";
    let root = folder(&[("goalpost.yaml", ""), ("a.yaml", goal), ("b.yaml", parent)]);
    let answer = goalpost(root.path(), &["link", "a", "b", "--share", "50%", "--weight", "1,5"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert!(read(root.path(), "a.yaml").contains("weight: 1.5, share: 0.5"), "{}", read(root.path(), "a.yaml"));
    let answer = goalpost(root.path(), &["link", "a", "b", "--weight", "2k"]);
    assert!(answer.code == 2 && answer.stderr.contains("write 2000"), "{}", answer.stderr);
}

/// `1.1` was told to be 0.11 or 1.1/10, `50 percent` to be in another unit than `%`, a weight of `3x` to be "in x".
#[test]
fn what_is_said_of_a_number_on_the_command_line_can_be_followed() {
    let key_result = |id: &str, unit: &str, ends: &str| {
        format!("kind: key_result\nid: {id}\ntitle: Have it\nmeasures: q\nmetric: {{unit: \"{unit}\", {ends}}}\n")
    };
    let root = folder(&[
        ("goalpost.yaml", ""),
        ("q.yaml", "kind: objective\nid: q\ntitle: Have all\nowner: tom\nperiod: 2026-Q4\n"),
        ("m.yaml", "kind: objective\nid: m\ntitle: Have more\nowner: tom\nperiod: 2026-Q4\n"),
        ("p.yaml", &key_result("p", "%", "baseline: 10, target: 90, current: 40, as_of: 2026-11-18")),
        ("s.yaml", &key_result("s", "share", "baseline: 0, target: 1, current: 0.5, as_of: 2026-11-18")),
        ("k.yaml", &key_result("k", "loaves", "baseline: 0, target: 10, current: 5, as_of: 2026-11-18")),
    ]);
    let told = |args: &[&str]| {
        let answer = goalpost(root.path(), &[args, &["--dry-run"]].concat());
        let errors = answer.stderr.lines().filter(|line| line.starts_with("error:") || line.starts_with("  help:"));
        errors.map(|line| line.trim_start().trim_start_matches("error: ")).collect::<Vec<_>>().join(" | ")
    };
    for (args, says) in [
        (
            &["checkin", "s", "50"][..],
            "`50` looks like a percentage, but the last value is 0.5 share | help: write 0.5, or \"50 share\" if that is the value",
        ),
        (&["checkin", "p", "50 percent"], ""),
        (&["checkin", "p", "50pct"], ""),
        (&["checkin", "p", "1/2"], "`1/2` is a fraction | help: write 50"),
        (&["checkin", "k", "5/10"], "`5/10` is a fraction | help: write 0.5 or 5"),
        (&["checkin", "p", "~50"], "`~50` is not a plain number | help: write 50"),
        (&["checkin", "p", "50%%"], "`50%%` is not a plain number | help: write 50"),
        // Accounting programs write the sign behind the number, and a price has a dash for its cents.
        (&["checkin", "k", "50-"], "`50-` is not a number | help: give a number such as 42, 99.5 or -3"),
        (&["checkin", "k", "50,-"], "`50,-` is not a plain number | help: write 50"),
        (
            &["checkin", "k", "110%"],
            "`110%` is a percentage, but this goal is measured in loaves | help: give the value itself, such as 1.1 where it is a share",
        ),
        (
            &["checkin", "k", ""],
            "the value is empty | help: give a number such as 42, 99.5 or -3, or a change such as +=3",
        ),
        (
            &["checkin", "k", "6", "--confidence", "1.1"],
            "a confidence must be between 0 and 1, not 1.1 | help: write 0 to 1, 6/10, 60%, green, yellow or red",
        ),
        (
            &["checkin", "k", "6", "--confidence", "110%"],
            "a confidence must be between 0 and 1, not 110% | help: write 0 to 1, 6/10, 60%, green, yellow or red",
        ),
        (
            &["checkin", "k", "6", "--confidence", "-0.1"],
            "a confidence must be between 0 and 1, not -0.1 | help: write 0 to 1, 6/10, 60%, green, yellow or red",
        ),
        (&["checkin", "k", "6", "--confidence", "60 percent"], ""),
        (
            &["checkin", "k", "6", "--confidence", "7"],
            "a confidence must be between 0 and 1, not 7 | help: write 0.7 or 7/10",
        ),
        (&["close", "k", "--score", "70"], "a grade must be between 0 and 1, not 70 | help: write 0.7 or 70%"),
        (
            &["close", "k", "--score", "8/7"],
            "a grade must be between 0 and 1, not 8/7 | help: write 0 to 1, 6/10 or 60%",
        ),
        (&["close", "k", "--score", "high"], "`high` is not a grade | help: write 0 to 1, 6/10 or 60%"),
        (
            &["link", "m", "q", "--share", "1.1"],
            "a share must be between 0 and 1, not 1.1 | help: write 0 to 1, 6/10 or 60%",
        ),
        (&["link", "m", "q", "--weight", "3x"], "`3x` is not a plain number | help: write 3"),
        (&["link", "m", "q", "--weight", "50%"], "`50%` is not a plain number | help: write 0.5"),
        (
            &["link", "m", "q", "--weight", "-1"],
            "a weight must be 0 or more, not -1 | help: 0 counts nothing, 1 is the default",
        ),
    ] {
        assert_eq!(told(args), says, "{args:?}");
    }
    let far = goalpost(root.path(), &["checkin", "k", "5000"]);
    assert!((far.stderr + &far.stdout).contains("that is 1000 times the last value, 5: check the number and its unit"));
}

#[test]
fn a_number_out_of_range_is_not_reported_to_be_written_as_it_is() {
    for (field, told) in [
        ("confidence: 1.1", "write a number from 0 to 1"),
        ("confidence: 110%", "write a number from 0 to 1"),
        ("confidence: high", "write a number from 0 to 1"),
        ("weight: 1e10", "write a number from 0 to a billion"),
        ("weight: many", "write a number from 0 to a billion"),
        ("effort: 1e10", "write a number from 0 to a billion"),
        ("metric: {unit: \"%\", baseline: 9, target: 50 percent}", "write 50: the unit is in `unit`"),
        ("metric: {unit: shops, baseline: 9, target: 5/10}", "write 0.5 or 5"),
    ] {
        assert_eq!(help(&format!("{field}\n")), told, "{field}");
    }
}

/// A grade of `7` was taken for 0.07.
#[test]
fn a_small_grade_in_a_table_is_asked_about() {
    let taken = |score: &str| {
        let table = format!("id,kind,title,state,score\na,objective,A,achieved,{score}\n");
        let root = folder(&[("goalpost.yaml", ""), ("in.csv", &table)]);
        let answer = goalpost(root.path(), &["import", "in.csv", "-q"]);
        let file = root.path().join("a.yaml").exists().then(|| read(root.path(), "a.yaml"));
        format!("{}{}", answer.stdout, file.unwrap_or_default())
    };
    assert!(taken("70").contains("score: 0.7"), "{}", taken("70"));
    assert!(taken("0.7").contains("score: 0.7") && taken("70%").contains("score: 0.7"));
    let asked = taken("7");
    assert!(asked.contains("a grade must be between 0 and 1, not 7") && !asked.contains("grade:"), "{asked}");
}

/// "`1500 EUR` is in EUR, but this goal is measured in €".
#[test]
fn the_sign_of_a_currency_is_its_code() {
    let goal = |unit: &str| {
        format!(
            "kind: key_result\nid: k\ntitle: Earn more\nmeasures: o\nmetric:\n  name: money\n  unit: {unit}\n  baseline: 1000\n  target: 2000\n  current: 1200\n  as_of: 2026-11-10\n"
        )
    };
    let objective = "kind: objective\nid: o\ntitle: Earn\nowner: nia\nperiod: 2026-Q4\n";
    for (unit, value) in [("€", "1500 EUR"), ("EUR", "1500 €"), ("$", "1500 USD")] {
        let here = folder(&[("goalpost.yaml", ""), ("o.yaml", objective), ("k.yaml", &goal(unit))]);
        says(here.path(), &["checkin", "k", value, "-q"]);
        assert!(read(here.path(), "k.yaml").contains("  current: 1500\n"), "{value} in {unit}");
    }
}
