//! Goals are named on the command line by id, file, the start of the id or words of the title.

use crate::support::program::{folder, goalpost, json, says};

const FILES: &[(&str, &str)] = &[
    ("goalpost.yaml", ""),
    ("mission.yaml", "kind: mission\nid: mission\ntitle: Good bread\nstatement: Bread for everyone.\n"),
    (
        "2026/queue.yaml",
        "kind: objective\nid: morning-queue\ntitle: Make the morning queue a pleasure\nsupports: [mission]\n",
    ),
    (
        "2026/wait.yaml",
        "kind: key_result\nid: waiting-time\ntitle: Cut the wait from 9 minutes to 4\nmeasures: morning-queue\n\
         metric: {name: wait, baseline: 9, target: 4, current: 6, as_of: 2026-11-19}\n",
    ),
    ("2026/evening.yaml", "kind: objective\nid: morning-bread\ntitle: Bread for the evening\nformerly: [evening]\n"),
];

#[test]
fn a_goal_is_named_by_id_file_start_or_words_of_its_title() {
    let goals = folder(FILES);
    for (name, id) in [
        ("waiting-time", "waiting-time"),
        ("evening", "morning-bread"),
        ("Waiting-Time", "waiting-time"),
        ("2026/wait.yaml", "waiting-time"),
        ("./2026/wait.yaml", "waiting-time"),
        ("wait.yaml", "waiting-time"),
        ("wai", "waiting-time"),
        ("CUT wait", "waiting-time"),
        ("pleasure", "morning-queue"),
        // The start of an id comes before words of a title.
        ("morning-b", "morning-bread"),
    ] {
        assert_eq!(json(goals.path(), &["show", name])["goal"]["id"], id, "{name}");
    }
    assert!(says(goals.path(), &["why", "the wait"]).contains("waiting-time"));
}

#[test]
fn a_name_that_fits_several_goals_lists_them_and_one_that_fits_none_is_unknown() {
    let goals = folder(FILES);
    let several = goalpost(goals.path(), &["show", "morning"]);
    assert_eq!((several.code, several.stdout.as_str()), (2, ""));
    assert!(several.stderr.contains("`morning` fits 2 goals"), "{}", several.stderr);
    assert!(several.stderr.contains("morning-queue  Make the morning queue a pleasure"), "{}", several.stderr);
    for name in ["nothing-like-it", "", " ", "zzz.yaml"] {
        let none = goalpost(goals.path(), &["show", name]);
        assert_eq!(none.code, 2, "{name}: {}", none.stdout);
        assert!(none.stderr.contains("there is no goal"), "{}", none.stderr);
    }
}

#[test]
fn off_a_terminal_nothing_is_written_to_a_goal_that_is_not_named_by_its_id() {
    let goals = folder(FILES);
    for args in [&["checkin", "wait.yaml", "5"][..], &["checkin", "wai", "5"], &["note", "the wait", "a line"]] {
        let refused = goalpost(goals.path(), args);
        assert_eq!(refused.code, 2, "{args:?}: {}", refused.stdout);
        assert!(refused.stderr.contains("did you mean `waiting-time`?"), "{}", refused.stderr);
    }
    let linked = goalpost(goals.path(), &["link", "waiting-time", "pleasure"]);
    assert_eq!(linked.code, 2, "{}", linked.stdout);
}

/// What is no goal was only said to be none.
#[test]
fn the_name_of_a_person_a_team_a_period_or_a_folder_leads_to_its_goals() {
    let org = "teams: [{id: oven, name: Oven, level: team}]\npeople: [{id: ana, name: Ana, team: oven}]\n";
    let goals = folder(&[FILES, &[("org.yaml", org)]].concat());
    for (name, hint) in [
        ("ana", "`ana` is a person; for their goals: goalpost rollup --owner ana"),
        ("oven", "`oven` is a team; for its goals: goalpost rollup --team oven"),
        ("2026-Q4", "`2026-Q4` is a period; for its goals: goalpost rollup --period 2026-Q4"),
        ("2026/", "`2026/` is a folder with the goals"),
    ] {
        let answer = goalpost(goals.path(), &["-q", "show", name]);
        let text = answer.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(answer.code == 2 && text.contains(hint), "{name}: {text}");
    }
}

/// An option before the command was only unknown.
#[test]
fn an_option_before_its_command_is_told_its_place() {
    let goals = folder(FILES);
    for (args, place) in [
        (&["--health", "off-track", "agenda"][..], "goalpost agenda --health"),
        (&["--health=off-track"], "goalpost rollup --health"),
        (&["--depth", "2"], "goalpost rollup --depth"),
    ] {
        let answer = goalpost(goals.path(), args);
        assert!(answer.code == 2 && answer.stderr.contains(place), "{args:?}: {}", answer.stderr);
    }
    let answer = goalpost(goals.path(), &["check", "--health", "off-track"]);
    assert!(answer.code == 2 && !answer.stderr.contains("stand behind it"), "{}", answer.stderr);
}
