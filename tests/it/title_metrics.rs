//! `missing-metric` writes the metric that a title states, with `--unsafe-fixes`.

use crate::support::program::{folder, goalpost, json, says};

const GOALS: &[(&str, &str)] = &[
    ("goalpost.yaml", ""),
    ("m.yaml", "kind: mission\nid: m\ntitle: M\nstatement: s\n"),
    ("o.yaml", "kind: objective\nid: o\ntitle: Win the shops\nowner: ann\nperiod: 2026-Q4\nsupports: [m]\n"),
    (
        "rate.yaml",
        "# agreed in October\nkind: key_result\nid: rate\ntitle: Raise activation from 12 to 25 %  # a promise\nmeasures: o\nlog:\n- {date: 2026-11-01, kind: note, text: t}\n",
    ),
    ("wait.yaml", "kind: key_result\nid: wait\ntitle: Cut the wait from 5 min to 30 s\nmeasures: o\n"),
    ("list.yaml", "kind: key_result\nid: list\ntitle: Reach 7000 subscribers\nmeasures: o\n"),
    ("more.yaml", "kind: key_result\nid: more\ntitle: Increase sales by 20 %\nmeasures: o\n"),
    ("steps.yaml", "kind: key_result\nid: steps\ntitle: Reach 70 % of shops\nmeasures: o\nmilestones: []\n"),
];

#[test]
fn what_a_title_says_is_offered_and_written_with_all_comments() {
    let root = folder(GOALS);
    let answer = json(root.path(), &["check", "--rule", "missing-metric"]);
    let findings = answer["findings"].as_array().expect("a list");
    let fixes: Vec<_> = findings.iter().map(|it| (it["goal"].as_str(), it["fix"].as_str())).collect();
    let unsafe_fix = Some("unsafe");
    assert_eq!(
        fixes,
        [
            (Some("list"), unsafe_fix),
            (Some("more"), None),
            (Some("rate"), unsafe_fix),
            (Some("steps"), None),
            (Some("wait"), unsafe_fix)
        ]
    );
    let help = findings[2]["help"].as_str().expect("a help");
    assert!(help.starts_with("add `metric: {unit: \"%\", baseline: 12, target: 25}`, as the title says"), "{help}");
    says(root.path(), &["check", "--rule", "missing-metric", "--fix"]);
    let read = |path: &str| std::fs::read_to_string(root.path().join(path)).expect("a file");
    assert_eq!(read("rate.yaml"), GOALS[3].1, "--fix alone does not guess");
    says(root.path(), &["check", "--rule", "missing-metric", "--unsafe-fixes"]);
    assert_eq!(
        read("rate.yaml"),
        "# agreed in October\nkind: key_result\nid: rate\ntitle: Raise activation from 12 to 25 %  # a promise\nmeasures: o\nmetric: {unit: \"%\", baseline: 12, target: 25}\nlog:\n- {date: 2026-11-01, kind: note, text: t}\n"
    );
    assert!(read("wait.yaml").ends_with("metric: {unit: s, baseline: 300, target: 30}\n"));
    assert!(read("list.yaml").ends_with("metric: {unit: subscribers, target: 7000}\n"));
    assert_eq!(read("more.yaml"), GOALS[6].1);
}

#[test]
fn each_metric_of_a_batch_is_written() {
    let mut files: Vec<(String, String)> =
        GOALS[..3].iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    for at in 10..25 {
        let page = format!("kind: key_result\nid: k{at}\ntitle: Serve {at} shops of street {at}\nmeasures: o\n");
        files.push((format!("k{at}.yaml"), page.replace(&format!(" of street {at}"), "")));
    }
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let root = folder(&files);
    let diff = says(root.path(), &["check", "--rule", "missing-metric", "--unsafe-fixes", "--diff"]);
    assert_eq!(diff.matches("+metric: {unit: shops, target: ").count(), 15, "{diff}");
    let answer = goalpost(root.path(), &["check", "--rule", "missing-metric", "--unsafe-fixes"]);
    assert!(answer.stdout.contains("no issues found"), "{}", answer.stdout);
}
