//! What holds for every command that writes: one at a time, all or nothing, never half a file, never outside the root.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::support::program::{folder, goalpost, says};
use crate::support::repository::Repo;

const OBJECTIVE: &str = "kind: objective\nid: queue\ntitle: Make the queue a pleasure\nowner: nia\nperiod: 2026-Q4\n";
const WAIT: &str = "kind: key_result\nid: wait\ntitle: Cut the wait from 9 minutes to 4\nmeasures: queue\nmetric: {name: wait, unit: minutes, baseline: 9, target: 4}\n";

fn goals() -> tempfile::TempDir {
    folder(&[("goalpost.yaml", ""), ("queue.yaml", OBJECTIVE), ("wait.yaml", WAIT)])
}

fn program(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_goalpost"));
    command.args(args).current_dir(folder).env_clear().env("GOALPOST_TODAY", "2026-11-21");
    command.stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
    command
}

#[test]
fn of_two_at_once_none_is_lost() {
    let goals = goals();
    let texts: Vec<String> = (0..12).map(|number| format!("note {number}")).collect();
    let running: Vec<_> =
        texts.iter().map(|text| program(goals.path(), &["note", "wait", text]).spawn().expect("it runs")).collect();
    for mut child in running {
        assert!(child.wait().expect("it ends").success());
    }
    let text = fs::read_to_string(goals.path().join("wait.yaml")).expect("read");
    for note in &texts {
        assert!(text.contains(&format!("text: {note}}}")), "{note} is lost:\n{text}");
    }
}

#[test]
fn killed_at_any_moment_it_leaves_the_old_file_or_the_new_one() {
    let goals = goals();
    let path = goals.path().join("wait.yaml");
    let long = "x".repeat(200_000);
    let mut seen = (0, 0);
    for round in 0..24_u64 {
        fs::write(&path, WAIT).expect("written");
        let mut child = program(goals.path(), &["note", "wait", &long[..100_000]]).spawn().expect("it runs");
        sleep(Duration::from_micros(400 * round));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let text = fs::read_to_string(&path).expect("read");
        let is_old = text == WAIT;
        let is_new = text.starts_with(WAIT) && text.ends_with("x}\n") && text.len() > 100_000 + WAIT.len();
        assert!(is_old || is_new, "after {round}: {} bytes", text.len());
        seen = (seen.0 + usize::from(is_old), seen.1 + usize::from(is_new));
    }
    // Whatever it left behind is no goal, and the next one writes as if nothing had been.
    says(goals.path(), &["note", "wait", "after all"]);
    assert_eq!(goalpost(goals.path(), &["check", "-q"]).code, 0);
    assert!(seen.0 > 0, "none was killed in time: {seen:?}");
}

#[test]
fn no_title_and_no_id_leaves_the_root_or_breaks_a_file() {
    let above = tempfile::tempdir().expect("a folder");
    let root = above.path().join("root");
    fs::create_dir(&root).expect("a folder");
    fs::write(root.join("goalpost.yaml"), "").expect("written");
    let hostile = [
        "../../etc/passwd",
        "/etc/passwd",
        "a/../../b",
        "..",
        ".",
        "-rf",
        "--help",
        "a: b",
        "#x",
        "a # b",
        "'",
        "\"",
        "\\",
        "{a}",
        "[b",
        "*x",
        "&x",
        "!x",
        "%x",
        "@x",
        "`x`",
        "| x",
        "> x",
        "- x",
        "? x",
        "a\tb",
        "a\u{1b}[31m",
        "a\nb: c",
        "a\r\nb",
        "\u{202e}evil",
        "👩‍🚀🚀",
        "日本語",
        "null",
        "~",
        "true",
        "1e9",
        "2026-11-21",
        "a\u{85}b",
        "a\u{2028}b",
        "\u{feff}a",
        "x".repeat(300).as_str(),
        ".git/config",
        "goalpost.yaml",
        "CON",
    ]
    .map(str::to_owned);
    // A title is one line of text; anything else may have more.
    let is_one_line = |text: &str| !text.trim().contains(|c: char| c.is_control() || "\u{2028}\u{2029}".contains(c));
    for (number, text) in hostile.iter().enumerate() {
        let id = format!("--id=g{number}");
        let new = |title: &str| {
            let (title, why, team) = (format!("--title={title}"), format!("--why={text}"), format!("--team={text}"));
            goalpost(&root, &["new", "objective", &title, &id, &why, &team, "--owner=nia"])
        };
        let mut made = new(text);
        if !is_one_line(text) {
            assert_eq!((made.code, made.stdout.as_str()), (2, ""), "{text:?}");
            made = new("Win");
        }
        assert_eq!(made.code, 0, "{text:?}: {}", made.stderr);
        let noted = goalpost(&root, &["note", &format!("g{number}"), "--", text]);
        assert_eq!(noted.code, 0, "{text:?}: {}", noted.stderr);
        // As an id or a path it is refused, or made harmless.
        let _ = goalpost(&root, &["new", "objective", "--title", "x", &format!("--id={text}")]);
        let _ = goalpost(&root, &["new", "objective", "--title", "x", &format!("--file={text}")]);
        let _ = goalpost(&root, &["new", "objective", &format!("--title={text}")]);
        let _ = goalpost(&root, &["rename", &format!("g{number}"), text]);
    }
    assert_eq!(fs::read_dir(above.path()).expect("the folder").count(), 1, "something is beside the root");
    let shown = goalpost(&root, &["check", "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown.stdout).expect("JSON");
    let is_error = |it: &&serde_json::Value| it["group"] == "document" && it["rule"] != "hidden-character";
    let errors: Vec<_> = shown["findings"].as_array().expect("findings").iter().filter(is_error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    for (number, text) in hostile.iter().enumerate() {
        let card = crate::support::program::json(&root, &["show", &format!("g{number}")]);
        let title = if is_one_line(text) { text.trim() } else { "Win" };
        assert_eq!(card["goal"]["title"].as_str().or(card["title"].as_str()), Some(title), "{card:#}");
    }
}

#[test]
fn a_link_among_the_folders_leads_nowhere() {
    let (goals, outside) = (goals(), tempfile::tempdir().expect("a folder"));
    std::os::unix::fs::symlink(outside.path(), goals.path().join("out")).expect("a link");
    let refused = goalpost(goals.path(), &["new", "objective", "--title", "x", "--file", "out/x.yaml"]);
    assert_eq!((refused.code, fs::read_dir(outside.path()).expect("the folder").count()), (2, 0), "{}", refused.stderr);
}

#[test]
fn mode_and_links_of_a_file_stay() {
    use std::os::unix::fs::PermissionsExt as _;
    let goals = goals();
    let (real, link) = (goals.path().join("real.yaml"), goals.path().join("wait.yaml"));
    fs::rename(&link, &real).expect("moved");
    std::os::unix::fs::symlink("real.yaml", &link).expect("a link");
    fs::remove_file(&link).expect("removed");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("a mode");
    says(goals.path(), &["checkin", "wait", "6"]);
    assert_eq!(real.metadata().expect("metadata").permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_new_file_has_the_mode_that_the_umask_leaves() {
    use std::os::unix::fs::PermissionsExt as _;
    for (umask, mode) in [("077", 0o600), ("002", 0o664), ("022", 0o644)] {
        let goals = goals();
        let line = format!("umask {umask}; exec \"$0\" new objective --title \"Bake bread\" --id bread -q");
        let run =
            Command::new("sh").args(["-c", &line, env!("CARGO_BIN_EXE_goalpost")]).current_dir(goals.path()).output();
        assert!(run.expect("it runs").status.success());
        let metadata = goals.path().join("bread.yaml").metadata().expect("written");
        assert_eq!(metadata.permissions().mode() & 0o777, mode, "umask {umask}");
    }
}

#[test]
fn group_and_extended_attributes_of_a_file_stay() {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let goals = goals();
    let path = goals.path().join("wait.yaml");
    // Only the superuser may give a file to any group, and not every file system has attributes.
    let grouped = chown(&path, None, Some(4321)).is_ok();
    let marked = rustix::fs::setxattr(&path, "user.note", b"kept", rustix::fs::XattrFlags::empty()).is_ok();
    says(goals.path(), &["checkin", "wait", "6"]);
    assert!(!grouped || path.metadata().expect("metadata").gid() == 4321);
    let mut value = [0; 8];
    let length = rustix::fs::getxattr(&path, "user.note", value.as_mut_slice()).unwrap_or_default();
    assert!(!marked || value[..length] == *b"kept");
}

#[test]
fn a_file_that_nobody_is_to_write_or_that_has_two_names_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let goals = goals();
    let path = goals.path().join("wait.yaml");
    fs::hard_link(&path, goals.path().join("backup")).expect("a second name");
    let refused = goalpost(goals.path(), &["checkin", "wait", "6"]);
    assert!(refused.code == 2 && refused.stderr.contains("has other names (hard links)"), "{}", refused.stderr);
    fs::remove_file(goals.path().join("backup")).expect("removed");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("a mode");
    let refused = goalpost(goals.path(), &["checkin", "wait", "6"]);
    assert!(refused.code == 2 && refused.stderr.contains("`wait.yaml` is read-only"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(&path).expect("read"), WAIT);
}

#[test]
fn what_is_mended_is_what_stands_there_once_others_have_written() {
    let goals = folder(&[("goalpost.yaml", ""), ("queue.yaml", &OBJECTIVE.replace("objective", "Objective"))]);
    let path = goals.path().join("queue.yaml");
    let lock = fs::File::open(goals.path()).expect("the root");
    lock.lock().expect("locked");
    let mut mending = program(goals.path(), &["check", "--fix"]).spawn().expect("it runs");
    sleep(Duration::from_millis(400));
    let text = fs::read_to_string(&path).expect("read") + "why: it is a pleasure\n";
    fs::write(&path, text).expect("written");
    lock.unlock().expect("unlocked");
    mending.wait().expect("it ends");
    let text = fs::read_to_string(&path).expect("read");
    assert!(text.contains("kind: objective\n") && text.ends_with("why: it is a pleasure\n"), "{text}");
}

#[test]
fn killed_in_the_midst_of_many_files_it_leaves_no_half_once_the_next_has_written() {
    let goals = goals();
    let state = tempfile::tempdir().expect("a folder");
    let child = |number: u32| {
        WAIT.replace("id: wait", &format!("id: wait-{number}")).replace("measures: queue", "measures: NAME")
    };
    let home = ("XDG_STATE_HOME", state.path());
    let mut cut = 0;
    for round in 0..16_u64 {
        let _ = fs::remove_file(goals.path().join("queue.yaml"));
        fs::write(goals.path().join("queue.yaml"), OBJECTIVE).expect("written");
        for number in 0..40 {
            fs::write(goals.path().join(format!("w{number}.yaml")), child(number).replace("NAME", "queue"))
                .expect("written");
        }
        let mut renaming =
            program(goals.path(), &["rename", "queue", "line"]).env(home.0, home.1).spawn().expect("it runs");
        let journals = || {
            let files = fs::read_dir(state.path().join("goalpost")).into_iter().flatten().flatten();
            files.filter(|it| it.path().extension().is_some_and(|it| it == "json")).count()
        };
        while journals() == 0 && renaming.try_wait().expect("it can be asked").is_none() {}
        sleep(Duration::from_micros(200 * round));
        renaming.kill().expect("it can be killed");
        renaming.wait().expect("it ends");
        let before = journals();
        cut += before;
        let noted = Command::new(env!("CARGO_BIN_EXE_goalpost"))
            .args(["check"])
            .current_dir(goals.path())
            .env(home.0, home.1)
            .output()
            .expect("it runs");
        assert_eq!(String::from_utf8_lossy(&noted.stderr).contains("was interrupted"), before > 0);
        assert!(
            program(goals.path(), &["note", "wait-0", "after all"])
                .env(home.0, home.1)
                .status()
                .expect("it runs")
                .success()
        );
        let named = |name: &str| {
            let is = |number: &u32| {
                let text = fs::read_to_string(goals.path().join(format!("w{number}.yaml"))).expect("read");
                text.contains(&format!("measures: {name}\n"))
            };
            (0..40).filter(is).count()
        };
        let renamed = fs::read_to_string(goals.path().join("queue.yaml")).expect("read").contains("id: line");
        assert_eq!((named("queue"), named("line")), if renamed { (0, 40) } else { (40, 0) }, "round {round}");
        assert_eq!(journals(), 0);
    }
    assert!(cut > 0, "no round cut it short");
}

#[test]
fn no_save_of_an_editor_is_lost() {
    let goals = goals();
    let path = goals.path().join("wait.yaml");
    let save = |text: &str| {
        let new = goals.path().join("editor~");
        fs::write(&new, text).expect("written");
        fs::rename(&new, &path).expect("saved");
    };
    for round in 0..40_u64 {
        save(WAIT);
        let mut noting = program(goals.path(), &["note", "wait", "noted"]).spawn().expect("it runs");
        sleep(Duration::from_micros(250 * round));
        let saved = format!("{WAIT}# saved in round {round}\n");
        save(&saved);
        noting.wait().expect("it ends");
        let text = fs::read_to_string(&path).expect("read");
        assert!(text.contains(&format!("# saved in round {round}\n")), "{text}");
    }
}

#[test]
fn what_was_cannot_be_written() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("wait.yaml", WAIT);
    repo.commit("nia", "2026-10-01T08:00:00Z", "Set the goals");
    let refused = goalpost(repo.path(), &["checkin", "wait", "6", "--at", "HEAD"]);
    assert_eq!((refused.code, repo.git(&["status", "--short"]).is_empty()), (2, true), "{}", refused.stderr);
}

#[test]
fn a_hook_that_refuses_leaves_everything_as_it_was() {
    use std::os::unix::fs::PermissionsExt as _;
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("queue.yaml", OBJECTIVE);
    repo.write("wait.yaml", WAIT);
    repo.commit("nia", "2026-10-01T08:00:00Z", "Set the goals");
    repo.git(&["config", "user.email", "tom@northwind.example"]);
    repo.git(&["config", "user.name", "Tom"]);
    repo.write(".git/hooks/pre-commit", "#!/bin/sh\necho 'no: not on a Friday' >&2\nexit 1\n");
    fs::set_permissions(repo.path().join(".git/hooks/pre-commit"), fs::Permissions::from_mode(0o755)).expect("a mode");
    for args in [&["checkin", "wait", "6", "--commit"][..], &["new", "objective", "--title", "More", "--commit"]] {
        let refused = goalpost(repo.path(), args);
        assert_eq!(refused.code, 2, "{}", refused.stdout);
        assert!(refused.stderr.contains("not on a Friday"), "{}", refused.stderr);
        assert_eq!(repo.git(&["status", "--short"]), "", "{args:?}");
    }
    assert_eq!(repo.git(&["rev-list", "--count", "HEAD"]), "1");
}

#[test]
fn a_new_file_is_committed_alone() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.commit("nia", "2026-10-01T08:00:00Z", "Begin");
    repo.git(&["config", "user.email", "tom@northwind.example"]);
    repo.git(&["config", "user.name", "Tom"]);
    repo.write("other.txt", "untracked\n");
    says(repo.path(), &["new", "objective", "--title", "Win: all", "--key-results", "2", "--commit"]);
    let shown = repo.git(&["show", "--format=%B", "--name-only", "HEAD"]);
    assert_eq!(
        shown,
        "Add win-all: Win: all\n\nGoal: win-all\nGoal: win-all-1\nGoal: win-all-2\n\n\n2026-Q4/win-all-1.yaml\n2026-Q4/win-all-2.yaml\n2026-Q4/win-all.yaml"
    );
    assert_eq!(repo.git(&["status", "--short"]), "?? other.txt");
    let nowhere = goals();
    let refused = goalpost(nowhere.path(), &["checkin", "wait", "6", "--commit"]);
    assert_eq!(refused.code, 2, "there is no git: {}", refused.stdout);
    assert_eq!(fs::read_to_string(nowhere.path().join("wait.yaml")).expect("read"), WAIT);
}

#[test]
fn what_a_killed_program_left_is_swept_away() {
    let goals = goals();
    let left = goals.path().join(".goalpost-aB3dE9");
    let file = fs::File::create(&left).expect("made");
    file.set_modified(std::time::SystemTime::now() - Duration::from_mins(10)).expect("a time");
    says(goals.path(), &["checkin", "wait", "6"]);
    assert!(!left.exists());
}

#[test]
fn an_answer_that_cannot_be_given_says_that_the_rest_is_done() {
    let goals = goals();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
    let mut command = program(goals.path(), &["note", "wait", "fine"]);
    let output = command.stdout(full).stderr(Stdio::piped()).output().expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("the change itself is written"), "{said}");
    assert!(fs::read_to_string(goals.path().join("wait.yaml")).expect("read").contains("text: fine"));
    assert!(said.lines().all(|line| line.chars().count() <= 80), "{said}");
}

#[test]
fn a_link_into_a_hidden_folder_is_committed_as_what_it_leads_to() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("queue.yaml", OBJECTIVE);
    repo.write(".hidden/wait.yaml", WAIT);
    std::os::unix::fs::symlink(".hidden/wait.yaml", repo.path().join("wait.yaml")).expect("a link");
    repo.commit("nia", "2026-10-01T08:00:00Z", "Set the goals");
    for (key, value) in [("user.email", "nia@northwind.example"), ("user.name", "Nia")] {
        repo.git(&["config", key, value]);
    }
    says(repo.path(), &["note", "wait", "fine", "--commit", "-q"]);
    assert_eq!(repo.git(&["show", "--format=", "--name-only", "HEAD"]), ".hidden/wait.yaml");
    assert_eq!(repo.git(&["status", "--short"]), "");
}

#[test]
fn what_a_sparse_checkout_hides_is_not_written_over() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("queue.yaml", OBJECTIVE);
    repo.write("2026-Q4/q.yaml", &OBJECTIVE.replace("id: queue", "id: q"));
    repo.commit("nia", "2026-10-01T08:00:00Z", "Set the goals");
    repo.git(&["sparse-checkout", "set", "--no-cone", "/*", "!/2026-Q4/"]);
    assert!(!repo.path().join("2026-Q4").exists());
    let new = ["new", "objective", "--title", "x", "--owner", "nia", "--file", "2026-Q4/q.yaml"];
    let refused = goalpost(repo.path(), &new);
    assert!(refused.code == 2 && refused.stderr.contains("sparse checkout"), "{}{}", refused.stdout, refused.stderr);
    assert!(!repo.path().join("2026-Q4").exists());
    says(repo.path(), &["new", "objective", "--title", "x", "--owner", "nia", "--file", "2026-Q4/other.yaml", "-q"]);
}

#[test]
fn no_commit_is_made_in_the_middle_of_a_rebase() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("queue.yaml", OBJECTIVE);
    repo.write("wait.yaml", WAIT);
    repo.commit("nia", "2026-10-01T08:00:00Z", "Set the goals");
    for (key, value) in [("user.email", "nia@northwind.example"), ("user.name", "Nia")] {
        repo.git(&["config", key, value]);
    }
    repo.branch("side");
    repo.write("queue.yaml", &OBJECTIVE.replace("a pleasure", "a joy"));
    repo.commit("nia", "2026-10-02T08:00:00Z", "One");
    repo.checkout("main");
    repo.write("queue.yaml", &OBJECTIVE.replace("a pleasure", "a feast"));
    repo.commit("nia", "2026-10-03T08:00:00Z", "Other");
    repo.shell("git rebase -q side >/dev/null 2>&1 || true");
    let refused = goalpost(repo.path(), &["note", "wait", "fine", "--commit"]);
    assert!(refused.code == 2 && refused.stderr.contains("a rebase is in progress"), "{}", refused.stderr);
    assert_eq!(repo.read("wait.yaml"), WAIT);
}
