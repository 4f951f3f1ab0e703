//! Answers that are no numbers: nothing of them is written or shown as it came.

use super::{bakery, program, publish, pull};

#[test]
fn what_is_no_number_is_written_nowhere() {
    let answers = [
        "",
        " ",
        "x",
        "NaN",
        "nan",
        "inf",
        "-Infinity",
        "1e999",
        "-1e999",
        "0x10",
        "1_000",
        "5 6",
        "5\\n6",
        "5;6",
        "--5",
        "5e",
        "٣",
        "<html>5</html>",
        "{\\\"value\\\": null}",
        "[5]",
        "{",
        "\\033[31m5\\033[0m",
        "5\\r6",
        "\\0005",
        "\\377\\376",
        "5\\\"}",
        "::set-output name=x::5",
        "5 # five",
        "true",
        "null",
        "$(id)",
        "5%",
    ];
    let metric = |answer: &str| {
        let query = answer.replace('\\', "\\\\").replace("\\\\\\\\\"", "\\\"");
        format!(
            "  current: 6\n  as_of: 2026-11-10\n  from: {{source: till, query: \"{}\"}}\n",
            query.replace("\\\\\"", "\\\"")
        )
    };
    let goals: Vec<(String, String)> =
        answers.iter().enumerate().map(|(at, answer)| (format!("kr-{at}"), metric(answer))).collect();
    let goals: Vec<(&str, &str)> = goals.iter().map(|(id, metric)| (id.as_str(), metric.as_str())).collect();
    let repo = bakery(&goals);
    program(&repo, "#!/bin/sh\nprintf '%b' \"$1\"\n");
    repo.commit("nia", "2026-10-03T08:00:00Z", "Answer with every byte");
    publish(&repo);
    let answer = pull(repo.path(), &[]);
    assert_eq!(answer.code, 1, "{}", answer.stderr);
    assert!(!answer.stdout.contains('\u{1b}') && !answer.stdout.contains('\0'), "{:?}", answer.stdout);
    for (at, text) in answers.iter().enumerate() {
        let file = repo.read(&format!("kr-{at}.yaml"));
        assert!(file.contains("  current: 6\n  as_of: 2026-11-10\n"), "{text:?}: {file}\n{}", answer.stdout);
        assert!(!file.contains("pulled"), "{text:?}: {file}");
    }
    assert!(answer.stdout.ends_with(&format!("{} failed\n", answers.len())), "{}", answer.stdout);
}
