//! `goalpost explain`: pages of rules and concepts on a terminal, with nothing left out and no markup.

use unicode_width::UnicodeWidthStr;

use goalpost::guide::GUIDE;
use goalpost::render::Style;
use goalpost::render::page::page;
use goalpost::rules::CONCEPTS;

use crate::support::files::read;
use crate::support::page::{MARK, written_pages};
use crate::support::program::{folder, goalpost, json, project, says};

/// Every page there is, by name, whether a rule of that name is there yet or not.
fn pages() -> Vec<(String, String)> {
    let mut pages: Vec<_> = written_pages().into_iter().map(|it| (it.name, it.text)).collect();
    pages.sort();
    assert!(pages.len() > 80, "{}", pages.len());
    pages
}

/// The words of a page, in any order: tables set them side by side.
fn words(text: &str) -> Vec<String> {
    let text = text.replace(MARK, " ");
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.map(str::to_owned).collect();
    words.sort_unstable();
    words
}

#[test]
fn a_page_as_it_is_read() {
    let nowhere = folder(&[]);
    insta::assert_snapshot!("explain_smart", says(nowhere.path(), &["explain", "smart"]));
    insta::assert_snapshot!("explain_check-in", says(nowhere.path(), &["explain", "check-in"]));
}

#[test]
fn no_page_loses_a_word_or_keeps_its_markup_or_is_too_wide() {
    let labels = ["  bad:", "  good:", "  after goalpost check --fix:"];
    for (name, text) in pages() {
        let shown = page(&text, Style { color: false, width: 80 });
        for line in shown.lines() {
            assert!(line.width() <= 80, "{name}: {line}");
            assert!(!line.starts_with('#') && !line.contains("**") && !line.contains("```"), "{name}: {line}");
        }
        let shown: Vec<&str> = shown.lines().filter(|line| !labels.contains(line)).collect();
        let text = with_topics(&text);
        let written: Vec<&str> = text.lines().skip(1).filter(|line| !line.starts_with("```")).collect();
        let (shown, written) = (words(&shown.join("\n")), words(&written.join("\n")));
        // Numbers of lists are written anew.
        assert_eq!(shown, written, "{name}");
    }
}

/// A page with the topics of other pages instead of their paths: `[a check-in](check_in.md)` is shown as
/// `a check-in (goalpost explain check-in)`.
fn with_topics(text: &str) -> String {
    let mut pieces = text.split("](");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let name = out.rsplit('[').next().unwrap_or_default().to_owned();
        let (address, rest) = piece.split_once(')').expect("an address ends");
        let topic = address.strip_suffix(".md").filter(|it| !it.contains("://"));
        let topic = topic.map(|it| it.rsplit('/').next().unwrap_or_default().replace('_', "-"));
        let shown = match topic {
            Some(topic) if topic == name => String::new(),
            Some(topic) => format!("goalpost explain {topic}"),
            None => address.to_owned(),
        };
        out.push_str(&format!("] ({shown}){rest}"));
    }
    out
}

#[test]
fn marks_stand_in_bad_examples_and_nowhere_else() {
    for (name, text) in pages() {
        let shown = page(&text, Style::default());
        let mut role = "";
        let mut marks = 0;
        for line in shown.lines() {
            role = if line.starts_with("    ") || line.is_empty() { role } else { line };
            if line.ends_with(MARK) {
                marks += 1;
                assert_eq!(role, "  bad:", "{name}: {line}");
            }
        }
        let bad = text.split("\n```yaml bad\n").skip(1).filter_map(|rest| rest.split("\n```").next());
        let written = bad.flat_map(str::lines).filter(|line| line.ends_with(MARK)).count();
        assert_eq!(marks, written, "{name}");
    }
}

#[test]
fn a_topic_is_found_however_it_is_typed() {
    let nowhere = folder(&[]);
    let wanted = says(nowhere.path(), &["explain", "linking-up"]);
    for typed in [&["explain", "Linking", "up"][..], &["explain", "linking_up"], &["explain", "linking up"]] {
        assert_eq!(says(nowhere.path(), typed), wanted);
    }
    assert_eq!(says(nowhere.path(), &["explain", "OKRs"]), says(nowhere.path(), &["explain", "okr"]));
}

#[test]
fn what_is_no_topic_says_what_is() {
    let nowhere = folder(&[]);
    let answer = goalpost(nowhere.path(), &["explain", "unknwon-field"]);
    assert_eq!((answer.code, answer.stdout.as_str()), (2, ""));
    assert_eq!(
        answer.stderr,
        "error: there is no page on `unknwon-field`\n  help: did you mean `unknown-field`? goalpost explain unknown-field\n"
    );
    let answer = goalpost(nowhere.path(), &["explain", "\u{1b}[31mlove"]);
    assert!(!answer.stderr.contains('\u{1b}') && answer.stderr.contains("`okr`, `smart`"), "{}", answer.stderr);
}

#[test]
fn a_page_for_programs_and_as_it_is() {
    let here = folder(&[("goalpost.yaml", "rules: {unknown-field: warn}\n")]);
    let answer = json(here.path(), &["explain", "unknown-field"]);
    assert_eq!((answer["topic"].as_str(), answer["title"].as_str()), (Some("unknown-field"), Some("unknown-field")));
    assert_eq!(answer["rule"]["level"], "warn");
    let text = read(&project("src/rules/document"), "unknown_field.md");
    assert_eq!(answer["page"].as_str(), Some(text.as_str()));
    assert_eq!(says(here.path(), &["explain", "unknown-field", "--format", "markdown"]), text);
    let first = says(here.path(), &["explain", "unknown-field"]);
    assert!(first.starts_with("unknown-field  document · warn (default: error)\n"), "{first}");
    let answer = json(here.path(), &["explain", "smart"]);
    assert_eq!((answer["title"].as_str(), answer["rule"].is_null()), (Some("SMART"), true));
}

#[test]
fn every_concept_has_its_page_and_every_page_is_listed() {
    let nowhere = folder(&[]);
    let pages = written_pages().into_iter().filter(|it| it.group == "concepts").map(|it| it.name);
    let mut files: Vec<String> = pages.collect();
    files.sort_unstable();
    let mut listed: Vec<&str> = CONCEPTS.iter().map(|concept| concept.name).collect();
    listed.sort_unstable();
    assert_eq!(files, listed);
    let text = says(nowhere.path(), &["explain"]);
    for concept in CONCEPTS.iter().chain(GUIDE) {
        assert!(text.contains(&format!("\n  {}", concept.name)), "{text}");
        assert!(concept.summary().ends_with(['.', '?']), "{}", concept.summary());
    }
    assert_eq!(json(nowhere.path(), &["explain"])["concepts"].as_array().map(Vec::len), Some(CONCEPTS.len()));
}

#[test]
fn colour_is_asked_for_and_not_guessed() {
    let nowhere = folder(&[]);
    assert!(!says(nowhere.path(), &["explain", "smart"]).contains('\u{1b}'));
    let painted = says(nowhere.path(), &["explain", "smart", "--color", "always"]);
    assert!(painted.contains("\u{1b}[1mSMART\u{1b}[0m"));
}
