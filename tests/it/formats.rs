//! A command's formats and fixed words are its own: help lists them, completions know them, a slip is told.

use crate::support::program::{folder, goalpost, says};

#[test]
fn a_format_is_the_commands_before_and_behind_the_verb() {
    let goals = folder(&[("goalpost.yaml", "")]);
    for args in [
        &["rollup", "-q", "--format", "csv"][..],
        &["--format", "csv", "rollup", "-q"],
        &["--format=csv", "-q", "rollup"],
        &["-q", "--root", ".", "--format", "csv", "rollup"],
    ] {
        assert!(says(goals.path(), args).starts_with("id,"), "{args:?}");
    }
    for args in [&["agenda", "--format", "csv"][..], &["--format", "csv", "agenda"]] {
        let answer = goalpost(goals.path(), args);
        assert_eq!(answer.code, 2, "{args:?}");
        assert!(
            answer.stderr.contains("[possible values: human, json, markdown, slack, teams, ics]"),
            "{args:?}: {}",
            answer.stderr
        );
    }
    let answer = goalpost(goals.path(), &["rollup", "--format", "jsn"]);
    assert!(answer.code == 2 && answer.stderr.contains("a similar value exists: 'json'"), "{}", answer.stderr);
}

#[test]
fn every_command_keeps_its_usual_format() {
    let goals = folder(&[("goalpost.yaml", ""), ("org.yaml", "people: [{id: ana}]\n")]);
    let first = |args: &[&str]| says(goals.path(), args).lines().next().unwrap_or_default().to_owned();
    assert!(first(&["graph", "-q"]).starts_with("digraph"));
    assert!(first(&["report", "-q"]).starts_with("<!DOCTYPE html>"));
    assert!(first(&["review", "-q", "--person", "ana"]).starts_with("# Review of"));
    assert!(first(&["export", "-q"]).starts_with("{\"goalpost\"") || first(&["export", "-q"]).starts_with('{'));
}

#[test]
fn fixed_words_are_listed_and_completed() {
    let goals = folder(&[("goalpost.yaml", "")]);
    for (command, words) in [
        (&["note", "-h"][..], "[possible values: check-in, "),
        (&["close", "-h"], "[possible values: achieved, missed, dropped]"),
        (&["diff", "-h"], "progress"),
        (&["export", "-h"], "[possible values: goals, "),
        (&["init", "-h"], "[possible values: github, gitlab]"),
        (&["graph", "-h"], "[possible values: dot, mermaid, svg, json]"),
    ] {
        let help = says(goals.path(), command).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(help.contains(words), "{command:?}: {help}");
    }
}
