//! The pictures in the README are what the program prints.

use std::fs;

use anstyle_svg::Term;
use serde_json::Value;

use crate::support::program::{goalpost, project, says, without_clock};
use crate::support::repository::Repo;

/// The command whose output the picture of a terminal shows.
const SHOWN: &[&str] = &["check", "--rule", "moved-target"];

#[test]
fn the_picture_shows_what_the_program_prints() {
    let folder = tempfile::tempdir().expect("a folder");
    says(folder.path(), &["demo", "demo"]);
    let printed =
        goalpost(&folder.path().join("demo"), &[SHOWN, &["-q", "--today", "2026-11-21", "--color", "always"]].concat());
    assert!(printed.stdout.contains("moved-target"), "{}", printed.stdout);
    let text = format!("$ goalpost {}\n{}", SHOWN.join(" "), without_clock(&printed.stdout));
    is_drawn("src/guide/moved_target.svg", &Term::new().render_svg(&text));
}

/// A pull request in the demo that lowers a target among the numbers of the week: the comment, the annotation and the
/// finding in code scanning say what it costs.
#[test]
fn a_target_that_is_lowered_quietly_is_told_with_its_price_wherever_a_pull_request_is_read() {
    let repo = Repo::made(|path| {
        says(path, &["demo", "."]);
    });
    repo.branch("numbers");
    let page = repo.read("2026/margin-per-order.yaml");
    repo.write("2026/margin-per-order.yaml", &page.replace("  target: 3.20\n", "  target: 2.90\n"));
    repo.git(&["add", "-A"]);
    // As herself: whoever else commits it would have merged it.
    let who = ["AUTHOR", "COMMITTER"].map(|role| {
        format!(
            "GIT_{role}_NAME='Giulia Parodi' GIT_{role}_EMAIL=giulia@lanterna.example GIT_{role}_DATE=2026-11-21T09:00:00Z"
        )
    });
    repo.shell(&format!("{} git commit -q -m 'Numbers of the week'", who.join(" ")));
    let run = |args: &[&str]| goalpost(repo.path(), &[args, &["-q", "--today", "2026-11-21"]].concat()).stdout;
    let comment = run(&["diff", "main...HEAD", "--format", "markdown"]);
    let annotations = run(&["check", "--since", "main", "--format", "github"]);
    let annotation = annotations.lines().find(|line| line.contains("title=moved-target::")).expect("an annotation");
    let log: Value = serde_json::from_str(&run(&["check", "--since", "main", "--format", "sarif"])).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let found = results.iter().find(|it| it["ruleId"] == "moved-target").expect("a result");
    let message = found["message"]["text"].as_str().expect("a message");
    for (text, price) in [
        (comment.as_str(), "68 % becomes 92 %"),
        (annotation, "progress is 92 %25, or 68 %25 against the original target"),
        (message, "progress is 92 %, or 68 % against the original target"),
    ] {
        assert!(text.contains(price), "{text}");
    }
    let region = &found["locations"][0]["physicalLocation"];
    let place = format!(
        "{}:{} · {} · {}",
        region["artifactLocation"]["uri"].as_str().expect("a file"),
        region["region"]["startLine"],
        found["ruleId"].as_str().expect("a rule"),
        found["level"].as_str().expect("a level")
    );
    let (head, text) = annotation.strip_prefix("::").and_then(|it| it.split_once("::")).expect("a command");
    let text = text.replace("%0A", "\n").replace("%25", "%");
    is_drawn(
        "src/guide/pull_request.svg",
        &panels(&[
            ("Comment on the pull request", beginning(&plain(&comment))),
            ("Annotation of the changed line", format!("{}\n{text}", head.replace(',', ", "))),
            ("Code scanning (SARIF)", format!("{place}\n{message}")),
        ]),
    );
}

/// Asserts that a picture is as it is drawn now, or writes it where that is asked for.
fn is_drawn(name: &str, drawn: &str) {
    let path = project(name);
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

/// What a comment says first, of the change itself.
fn beginning(comment: &str) -> String {
    let parts: Vec<&str> = comment.split("\n\n").take(2).collect();
    format!("{}\n…", parts.join("\n"))
}

/// A comment in Markdown as people see it, as far as the comments of this program have markup.
fn plain(markdown: &str) -> String {
    let is_shown = |line: &&str| !line.starts_with("|---") && !line.starts_with("| | goal");
    let shown = markdown.lines().filter(is_shown).map(|line| {
        let line = line.replace('\u{200d}', "").replace("**", "").replace("- [ ] ", "☐ ");
        let mut text = String::new();
        let mut rest = line.trim_start_matches('#').trim_matches('|').trim();
        // Of a link, its text.
        while let Some((before, after)) = rest.split_once("](") {
            text.push_str(&before.replacen('[', "", 1));
            rest = after.split_once(')').map_or("", |(_, after)| after);
        }
        text.push_str(rest);
        let text = text
            .replace(" | ", " · ")
            .replacen("🥅 · ", "🥅 ", 1)
            .replace(['*', '`'], "")
            .replace("\\(", "(")
            .replace("\\)", ")");
        if line.starts_with("  ") { format!("    {text}") } else { text }
    });
    let text = shown.collect::<Vec<_>>().join("\n");
    text.replace("\n\n\n", "\n\n").trim().to_owned()
}

/// Texts under headings, each in a frame, as a picture.
fn panels(panels: &[(&str, String)]) -> String {
    const WIDTH: usize = 860;
    const LINE: usize = 20;
    let (mut body, mut top) = (String::new(), 12);
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    for (heading, text) in panels {
        let lines: Vec<String> = text.lines().flat_map(|line| wrapped(line, 104)).collect();
        let height = 32 + LINE * lines.len() + 14;
        body.push_str(&format!(
            "<rect x=\"12\" y=\"{top}\" width=\"{}\" height=\"{height}\" rx=\"6\" fill=\"#ffffff\" stroke=\"#d0d7de\"/>\n\
             <path d=\"M12 {}h{}\" stroke=\"#d0d7de\"/>\n<text x=\"26\" y=\"{}\" font-weight=\"600\">{heading}</text>\n",
            WIDTH - 24,
            top + 32,
            WIDTH - 24,
            top + 21
        ));
        for (number, line) in lines.iter().enumerate() {
            let y = top + 32 + LINE * (number + 1);
            let x = 26 + 6 * (line.len() - line.trim_start().len());
            body.push_str(&format!("<text x=\"{x}\" y=\"{y}\">{}</text>\n", escape(line.trim())));
        }
        top += height + 12;
    }
    format!(
        "<svg width=\"{WIDTH}\" height=\"{top}\" viewBox=\"0 0 {WIDTH} {top}\" xmlns=\"http://www.w3.org/2000/svg\" \
         font-family=\"-apple-system, Segoe UI, Noto Sans, Helvetica, Arial, sans-serif\" font-size=\"14\" fill=\"#1f2328\">\n\
         <rect width=\"{WIDTH}\" height=\"{top}\" fill=\"#f6f8fa\"/>\n{body}</svg>\n"
    )
}

/// A line in pieces of at most so many characters, cut at spaces.
fn wrapped(line: &str, most: usize) -> Vec<String> {
    let indent: String = line.chars().take_while(|it| *it == ' ').collect();
    let mut lines = vec![indent.clone()];
    for word in line.split_whitespace() {
        let last = lines.last_mut().expect("a line");
        if last.chars().count() + word.chars().count() >= most {
            lines.push(format!("{indent}{word}"));
        } else {
            if last.trim() != "" {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}
