//! The picture in the README is what the program prints.

use std::fs;

use anstyle_svg::Term;

use crate::support::program::{goalpost, project, says, without_clock};

/// The command whose output the picture shows.
const SHOWN: &[&str] = &["check", "--rule", "moved-target"];

#[test]
fn the_picture_shows_what_the_program_prints() {
    let path = project("src/guide/moved_target.svg");
    let folder = tempfile::tempdir().expect("a folder");
    says(folder.path(), &["demo", "demo"]);
    let printed =
        goalpost(&folder.path().join("demo"), &[SHOWN, &["-q", "--today", "2026-11-21", "--color", "always"]].concat());
    assert!(printed.stdout.contains("moved-target"), "{}", printed.stdout);
    let text = format!("$ goalpost {}\n{}", SHOWN.join(" "), without_clock(&printed.stdout));
    let drawn = Term::new().render_svg(&text);
    if fs::read_to_string(&path).is_ok_and(|picture| picture == drawn) {
        return;
    }
    assert!(
        std::env::var_os("UPDATE_README").is_some(),
        "{} is not what the program prints; if the change is meant, write it anew and look at it:\n    \
         UPDATE_README=1 cargo test --test it picture",
        path.display()
    );
    fs::write(path, drawn).expect("the picture can be written");
}
