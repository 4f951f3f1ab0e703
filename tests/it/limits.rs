//! What is too large, too many or of the wrong kind is told before anything is written, and nothing waits or runs for ever.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::program::{folder, goalpost, json, says};
use crate::support::repository::Repo;

const MISSION: &str = "kind: mission\nid: mission\ntitle: M\nstatement: S\n";

/// Puts a pipe in the place of a file, into which nobody writes.
fn pipe(path: &Path) {
    let _ = fs::remove_file(path);
    assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
}

#[test]
fn no_goal_file_is_written_that_would_not_be_read_again() {
    let line = format!("  - {{date: 2026-11-01, kind: note, text: {}}}\n", "x".repeat(60));
    let text = format!("{MISSION}log:\n{}", line.repeat((1024 * 1024 - 100) / line.len()));
    let goals = folder(&[("goalpost.yaml", ""), ("mission.yaml", &text)]);
    for args in [&["note", "mission", &"long ".repeat(40)][..], &["note", "mission", &"long ".repeat(40), "--dry-run"]]
    {
        let run = goalpost(goals.path(), args);
        assert!(run.code == 2 && run.stderr.contains("goal files are read up to 1048576 (1 MiB)"), "{}", run.stderr);
        assert!(run.stderr.contains("nothing is written"), "{}", run.stderr);
    }
    let huge = goalpost(goals.path(), &["new", "objective", "--title", &"long ".repeat(20_000), "--id", "o"]);
    assert_eq!(huge.code, 0, "{}", huge.stderr);
    let goal =
        format!("{{\"kind\":\"mission\",\"id\":\"m2\",\"title\":\"M\",\"statement\":\"{}\"}}\n", "é".repeat(600_000));
    fs::write(goals.path().join("in.jsonl"), goal.clone() + &goal.replace('é', "").replace("m2", "m3"))
        .expect("written");
    let run = goalpost(goals.path(), &["import", "in.jsonl"]);
    assert!(
        run.code == 1 && run.stdout.contains("1 MiB") && run.stdout.contains("written: m3.yaml"),
        "{}{}",
        run.stdout,
        run.stderr
    );
    assert_eq!(fs::read_to_string(goals.path().join("mission.yaml")).expect("read"), text);
    assert!(says(goals.path(), &["show", "mission", "-q"]).contains('M'));
}

#[test]
fn the_people_of_a_large_organization_are_read_from_one_file() {
    let mut org = "teams: [{id: all, name: All}]\npeople:\n".to_owned();
    for number in 0..12_000 {
        org += &format!(
            "  - {{id: p{number}, name: 'Person {number} of the organization', team: all, email: [p{number}@northwind.example]}}\n"
        );
    }
    assert!(org.len() > 1024 * 1024);
    let goal = MISSION.to_owned() + "owner: p11999\n";
    let repo = crate::support::repository::Repo::new();
    for (path, text) in [("goalpost.yaml", "# settings\n"), ("org.yaml", &org), ("mission.yaml", &goal)] {
        repo.write(path, text);
    }
    repo.commit("ana", "2026-11-02T09:00:00Z", "Begin");
    for args in [&["check", "-q", "--format", "concise"][..], &["check", "-q", "--format", "concise", "--at", "HEAD"]] {
        let told = goalpost(repo.path(), args);
        assert!(!told.stdout.contains("too-large") && !told.stdout.contains("unknown-person"), "{}", told.stdout);
    }
    repo.write("mission.yaml", &goal.replace("p11999", "p12999"));
    let told = goalpost(repo.path(), &["check", "-q", "--format", "concise"]);
    assert!(told.stdout.contains("p12999"), "{}{}", told.stdout, told.stderr);
    assert!(says(repo.path(), &["show", "mission", "-q"]).contains('M'));
    // It is edited as well.
    repo.write("mission.yaml", &goal);
    repo.write("org.yaml", &org.replacen("name: 'Person 0 of", "nmae: 'Person 0 of", 1));
    let fixed = goalpost(repo.path(), &["check", "--fix", "-q", "--format", "concise"]);
    let now = fs::read_to_string(repo.path().join("org.yaml")).expect("read");
    assert!(now == org, "{}{}", fixed.stdout, fixed.stderr);
}

#[test]
fn the_settings_and_people_of_a_folder_below_the_root_are_not_read_far() {
    let large = format!("people: []\n# {}\n", "x".repeat(1 << 20));
    let repo = Repo::new();
    for (path, text) in [("goalpost.yaml", ""), ("mission.yaml", MISSION), ("below/org.yaml", &*large)] {
        repo.write(path, text);
    }
    repo.write("silent/org.yaml", "# goalpost: allow nested-root\npeople: []\n");
    repo.commit("ana", "2026-11-02T09:00:00Z", "Begin");
    for args in [&["check", "-q", "--format", "concise"][..], &["check", "-q", "--format", "concise", "--at", "HEAD"]] {
        let told = goalpost(repo.path(), args).stdout;
        assert!(told.contains("nested-root") && told.contains("`below/org.yaml` is not read"), "{told}");
        assert!(!told.contains("silent"), "{told}");
    }
}

#[test]
fn rows_beyond_all_measure_are_refused() {
    let goals = folder(&[("goalpost.yaml", ""), ("mission.yaml", MISSION)]);
    fs::write(goals.path().join("rows.csv"), format!("goal,value\n{}", "mission,1\n".repeat(250_001)))
        .expect("written");
    for args in [["checkin", "--from", "rows.csv"], ["import", "rows.csv", "--dry-run"]] {
        let run = goalpost(goals.path(), &args);
        let told = run.stderr.contains("more than 250000 rows") || run.stderr.contains("no column is a goal's `title`");
        assert!(run.code == 2 && told, "{}", run.stderr);
    }
    let long = format!("{{\"goal\": \"mission\", \"note\": \"{}\"}}\n", "x".repeat(1 << 20));
    fs::write(goals.path().join("rows.jsonl"), long).expect("written");
    let run = goalpost(goals.path(), &["checkin", "--from", "rows.jsonl"]);
    assert!(run.code != 0 && (run.stdout + &run.stderr).contains("a goal file has at most"), "a row of 1 MiB");
}

#[test]
fn a_pipe_in_the_place_of_a_file_is_not_waited_for() {
    let repo = Repo::new();
    for (path, text) in [("goalpost.yaml", ""), ("mission.yaml", MISSION), ("org.yaml", "people: []\n")] {
        repo.write(path, text);
    }
    repo.commit("ana", "2026-10-02T08:00:00Z", "the mission");
    fs::create_dir_all(repo.path().join(".git/info")).expect("a folder");
    fs::create_dir_all(repo.path().join("deep")).expect("a folder");
    for path in [".git/info/exclude", ".git/info/grafts", ".mailmap", ".gitignore", "deep/.gitignore", "deep/a.yaml"] {
        pipe(&repo.path().join(path));
        for args in
            [&["check", "-q"][..], &["check", "-q", "--at", "HEAD"], &["history", "--all"], &["check", "--staged"]]
        {
            let mut run = Command::new(env!("CARGO_BIN_EXE_goalpost"));
            run.args(args)
                .current_dir(repo.path())
                .env_clear()
                .env("PATH", std::env::var_os("PATH").unwrap_or_default());
            let mut run = run.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it runs");
            let ended = (0..600).any(|_| {
                std::thread::sleep(std::time::Duration::from_millis(50));
                run.try_wait().expect("it can be asked").is_some()
            });
            if !ended {
                run.kill().expect("it can be ended");
            }
            assert!(ended, "{path}: {args:?} waits");
        }
        fs::remove_file(repo.path().join(path)).expect("removed");
    }
    // The settings and the organisation as pipes: told, and not waited for.
    pipe(&repo.path().join("org.yaml"));
    let run = goalpost(repo.path(), &["check", "-q"]);
    assert!(run.code == 1 && run.stdout.contains("not a regular file"), "{}", run.stdout);
}

/// A tree of a few objects that contain each other: what is in it took half a minute to find. Below the goals' folder or beside
/// it, in the newest commit or an earlier one, every command ends soon, and says what it could not read.
#[test]
fn a_few_objects_that_make_a_tree_without_end_are_reported() {
    let leaf = "$(printf '100644 blob %s\\ta.yaml\\n' $(git hash-object -w okrs/mission.yaml) | git mktree)";
    let nest =
        "for i in $(seq 24); do t=$(for n in a b; do printf '040000 tree %s\\t%s\\n' $t $n; done | git mktree); done";
    for (tree, is_below) in [(leaf, true), ("$(git mktree </dev/null)", true), (leaf, false)] {
        let repo = Repo::new();
        repo.write("okrs/goalpost.yaml", "");
        repo.write("okrs/mission.yaml", MISSION);
        repo.commit("ana", "2026-10-02T08:00:00Z", "the mission");
        let top = if is_below {
            "o=$( (git ls-tree HEAD:okrs; printf '040000 tree %s\\tz\\n' $t) | git mktree)\ntop=$(printf '040000 tree %s\\tokrs\\n' $o | git mktree)"
        } else {
            "top=$( (git ls-tree HEAD; printf '040000 tree %s\\tbeside\\n' $t) | git mktree)"
        };
        repo.shell(&format!(
            "t={tree}\n{nest}\n{top}\ngood=$(git rev-parse HEAD^{{tree}})\n\
             c=$(git commit-tree -m bomb -p HEAD $top)\ngit branch bomb $c\n\
             git update-ref refs/heads/main $(git commit-tree -m gone -p $c $good)"
        ));
        let said = "has the same folders again and again, with more than 250000 files and folders in copies of others";
        for args in [&["check", "--at", "bomb"][..], &["rollup", "--at", "bomb"], &["diff", "bomb~1..bomb"]] {
            let run = goalpost(&repo.path().join("okrs"), args);
            assert!(run.code == 2 && run.stderr.contains(said), "{args:?}: {}", run.stderr);
        }
        for args in [
            &["check"][..],
            &["rollup"],
            &["report", "--format", "markdown"],
            &["history", "--all"],
            &["digest", "--since", "2026-10-10"],
            &["diff", "HEAD"],
            &["check", "--staged"],
            &["review", "--person", "ana"],
        ] {
            let run = goalpost(&repo.path().join("okrs"), args);
            assert!(run.code < 3, "{args:?}: {}", run.stderr);
            let reads_history = is_below && !args.contains(&"--staged") && !["diff", "review"].contains(&args[0]);
            assert!(!reads_history || run.stderr.contains(said), "{args:?}: {}", run.stderr);
        }
    }
}

/// Folders that lie deeper than any path may be long were left out in silence.
#[test]
fn a_tree_too_deep_for_any_path_is_reported() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("mission.yaml", MISSION);
    repo.commit("ana", "2026-10-02T08:00:00Z", "the mission");
    let name = "x".repeat(200);
    repo.shell(&format!(
        "t=$(printf '100644 blob %s\\ta.yaml\\n' $(git hash-object -w mission.yaml) | git mktree)\n\
         for i in $(seq 30); do t=$(printf '040000 tree %s\\t{name}\\n' $t | git mktree); done\n\
         top=$( (git ls-tree HEAD; printf '040000 tree %s\\tz\\n' $t) | git mktree)\n\
         git update-ref refs/heads/bomb $(git commit-tree -m bomb -p HEAD $top)"
    ));
    let run = goalpost(repo.path(), &["check", "--at", "bomb", "-q"]);
    assert!(run.code == 1 && run.stdout.contains("its path is longer than 4000"), "{}", run.stdout);
    let run = goalpost(repo.path(), &["rollup", "--at", "bomb"]);
    assert!(run.stderr.contains("1 file"), "{}", run.stderr);
}

#[test]
fn a_file_whose_name_is_no_text_is_reported_and_keeps_no_other_from_being_mended() {
    let goals = folder(&[("goalpost.yaml", ""), ("org.yaml", "people: []\n"), ("mission.yaml", MISSION)]);
    let broken = "kind: Objective\nid: o\ntitle: Grow\nowner: ana\nperiod: 2026-Q4\n";
    for name in [&b"bad\xFF.yaml"[..], b"bad\xFE.yaml"] {
        fs::write(goals.path().join(OsStr::from_bytes(name)), broken.replace("id: o", "id: p")).expect("written");
    }
    fs::write(goals.path().join("o.yaml"), broken).expect("written");
    let run = goalpost(goals.path(), &["check", "-q"]);
    for name in ["bad\u{FFFD}FF.yaml", "bad\u{FFFD}FE.yaml"] {
        assert!(run.stdout.contains(name), "{}", run.stdout);
    }
    assert_eq!(run.stdout.matches("the name of this file is not UTF-8 text").count(), 2, "{}", run.stdout);
    goalpost(goals.path(), &["check", "-q", "--fix"]);
    assert!(fs::read_to_string(goals.path().join("o.yaml")).expect("read").starts_with("kind: objective\n"));
}

#[test]
fn a_file_is_read_whatever_the_case_of_its_ending() {
    let goals =
        folder(&[("goalpost.yaml", ""), ("UP.YAML", MISSION), ("b.Yml", &MISSION.replace("mission\n", "second\n"))]);
    let view = json(goals.path(), &["rollup", "-q", "--period", "all"]);
    assert!(view.to_string().contains("mission"), "{view}");
    assert!(goalpost(goals.path(), &["check"]).stdout.contains("b.Yml"));
}

#[test]
fn what_has_no_width_or_turns_the_line_is_shown_wherever_it_is_said_again() {
    let goals = folder(&[
        ("goalpost.yaml", ""),
        ("mission.yaml", &MISSION.replace("title: M", "title: \"a\u{200B}b\u{2066}c\u{2060}\"")),
    ]);
    let hidden = |text: &str| text.chars().any(|c| c != '\n' && goalpost::source::is_hidden(c));
    for args in [
        &["show", "mission"][..],
        &["rollup", "--period", "all"],
        &["report", "--format", "markdown", "--period", "all"],
        &["report", "--period", "all"],
        &["show", "mis\u{200B}sion"],
        &["note", "m\u{202E}x", "y"],
        &["check", "--rule", "or\u{2060}phan"],
        &["rollup", "--team", "a\u{200B}"],
        &["rollup", "--period", "2026\u{200B}"],
        &["show", "mission", "--at", "x\u{2066}"],
        &["check", "a\u{200E}.yaml"],
        &["new", "objective", "--title", "t", "--id", "a\u{200B}b"],
        &["\u{202E}check"],
        &["check", "--\u{200B}x"],
        &["explain", "\u{200B}x"],
    ] {
        let run = goalpost(goals.path(), args);
        assert!(!hidden(&run.stdout) && !hidden(&run.stderr), "{args:?}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn a_chain_of_goals_is_set_in_so_far_and_no_further() {
    let files: Vec<(String, String)> = (0..150)
        .map(|at| {
            let above = if at == 0 { String::new() } else { format!("supports: [g{}]\n", at - 1) };
            (
                format!("g{at}.yaml"),
                format!("kind: objective\nid: g{at}\ntitle: T{at}\nowner: a\nperiod: 2026-Q4\n{above}"),
            )
        })
        .collect();
    let goals = folder(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>());
    fs::write(goals.path().join("goalpost.yaml"), "").expect("written");
    let text = says(goals.path(), &["rollup", "-q"]);
    assert!(text.lines().all(|line| line.chars().count() < 64 * 3 + 80) && text.contains("T149"), "{text}");
}

/// Fields that nobody knows, some so like known ones that a name is suggested.
fn unknown_fields(most_bytes: usize) -> String {
    let mut text = String::new();
    for at in 0_u32.. {
        let near = char::from_u32(0x4e00 + at / 2).filter(|_| at % 2 == 0 && at < 40_000);
        let line = near.map_or_else(|| format!("k{at}: 1\n"), |near| format!("kind{near}: 1\n"));
        if text.len() + line.len() > most_bytes {
            return text;
        }
        text.push_str(&line);
    }
    text
}

/// `check` with a line for each finding, ended when it has computed for too long.
fn checked(goals: &tempfile::TempDir) -> String {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -t 60; exec \"$G\" check --format concise"]).current_dir(goals.path()).env_clear();
    command.env("G", env!("CARGO_BIN_EXE_goalpost")).env("GOALPOST_TODAY", "2026-11-21");
    let output = command.output().expect("a shell");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn any_number_of_unknown_fields_is_told_in_time() {
    let (many, few) = (unknown_fields(1_500_000), unknown_fields(900_000));
    let goals = folder(&[
        ("goalpost.yaml", &many),
        ("org.yaml", &many),
        ("kindless.yaml", &format!("id: kindless\n{}", unknown_fields(50_000))),
        ("mission.yaml", &format!("{MISSION}{few}")),
    ]);
    let text = checked(&goals);
    for (file, count) in [("goalpost.yaml", &many), ("org.yaml", &many), ("mission.yaml", &few)] {
        let own: Vec<&str> = text.lines().filter(|line| line.starts_with(file)).collect();
        assert!(own.len() <= 102, "{file}: {}", own.len());
        let rest = format!("(and {} more like this in this file)", count.lines().count() - 100);
        assert!(own.iter().any(|line| line.contains(&rest)), "{file}: {own:#?}");
    }
}

#[test]
fn levels_without_end_are_refused_and_people_whom_nobody_knows_are_told_in_time() {
    let list = |line: &dyn Fn(usize) -> String| (0..20_000).map(line).collect::<String>();
    let levels = list(&|at| format!("  - level{at}\n"));
    let cadence = list(&|at| format!("  levil{at}: weekly\n"));
    let people = list(&|at| format!("  - {{id: p{at}, manager: m{at}, formerly: [f{at}]}}\n"));
    let goals = folder(&[
        ("goalpost.yaml", &format!("levels:\n{levels}cadence:\n{cadence}")),
        ("org.yaml", &format!("people:\n{people}")),
        ("mission.yaml", MISSION),
    ]);
    let text = checked(&goals);
    assert!(text.contains("a list of at most 100 levels"), "{}", text.lines().take(5).collect::<String>());
    assert!(text.contains("nobody in org.yaml has the id `m99`"));
    assert!(text.contains("and 19900 more like this in this file"));
}
