//! Answers that are no numbers: nothing of them is written or shown as it came.

use std::fs;
use std::process::Command;

use super::{bakery, program, publish, pull};
use crate::support::clients::skipped;

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

/// A program may leave its process group; what it started there ends with the pull all the same.
#[cfg(target_os = "linux")]
#[test]
fn a_program_that_leaves_its_group_ends_with_the_pull() {
    if Command::new("setsid").arg("true").output().is_err() {
        return skipped("setsid");
    }
    let repo = bakery(&[("serve", "  from: {source: till, query: \"5\"}\n")]);
    let place = tempfile::tempdir().expect("a folder");
    let pids = place.path().join("pids");
    // A daemon: its parents end, it has a session of its own, and an environment without a sign of ours.
    let note = format!("sh -c 'echo $$ >>{0}; exec sleep 1000'", pids.display());
    let daemon = format!("(setsid env -i PATH=\"$PATH\" {note} </dev/null >/dev/null 2>&1 &)\nsetsid {note} &\n");
    let wait = format!("while [ \"$(wc -l <{0})\" -lt 2 ]; do sleep 0.01; done", pids.display());
    program(&repo, &format!("#!/bin/sh\n: >{}\n{daemon}{wait}\necho \"$1\"\n", pids.display()));
    repo.commit("nia", "2026-10-03T08:00:00Z", "A till with a daemon");
    publish(&repo);
    let answer = pull(repo.path(), &[]);
    assert_eq!(answer.code, 0, "{}{}", answer.stdout, answer.stderr);
    let noted = fs::read_to_string(&pids).expect("they began");
    assert_eq!(noted.lines().count(), 2, "{noted}");
    for pid in noted.lines() {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        let is_running = stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']));
        assert!(!is_running, "{pid} still runs: {stat}");
    }
}
