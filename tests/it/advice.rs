//! Advice that can be typed: every command that a message, a help or a page names is one of this release.

use std::fs;
use std::path::Path;

use crate::support::files::files_with;
use crate::support::program;

/// Words after the program's name in messages that speak of it.
const PROSE: &[&str] = &["merge", "reads", "moved", "moves", "settles"];

/// What stands between a mark and the next.
fn between(text: &str, mark: char) -> Vec<String> {
    text.split(mark).skip(1).step_by(2).map(str::to_owned).collect()
}

/// The string literals of a source file without its tests, and what its comments show as code.
fn advice_of(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]").next().unwrap_or(source);
    let is_comment = |line: &&str| line.trim_start().starts_with("//");
    let code: String = source.lines().filter(|line| !is_comment(line)).collect::<Vec<_>>().join("\n");
    let code = code.replace("\\\\", "").replace("\\\"", "").replace("'\"'", "").replace("\\n", "\n");
    let comments: Vec<_> = source.lines().filter(is_comment).map(|line| line.trim_start_matches([' ', '/'])).collect();
    let mut told = between(&code, '"');
    told.extend(between(&comments.join("\n"), '`'));
    told
}

/// What a page shows as code: blocks without a language, and spans in its paragraphs.
fn shown(page: &str) -> Vec<String> {
    let mut shown = Vec::new();
    for (at, piece) in page.split("\n```").enumerate() {
        if at % 2 == 1 {
            shown.extend(piece.strip_prefix('\n').map(str::to_owned));
        } else {
            shown.extend(piece.split("\n\n").flat_map(|paragraph| between(paragraph, '`')));
        }
    }
    shown
}

/// The words that follow the program's name.
fn commands(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    // What is filled in follows a command without a space where it may be empty.
    let name = |word: &str| word.split('{').next().unwrap_or_default().to_owned();
    let bare = |word: &str| name(word).trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned();
    let is_name = |word: &str| word.trim_start_matches(['(', '`']) == "goalpost";
    let is_command = |word: &String| word.starts_with(|c: char| c.is_ascii_lowercase());
    let pairs = words.windows(2).filter(|pair| is_name(pair[0]) && !pair[1].starts_with(['{', '-', '>']));
    pairs.map(|pair| bare(pair[1])).filter(is_command).collect()
}

#[test]
fn every_command_that_is_advised_is_there() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let known = program::commands();
    let (mut advised, mut wrong) = (0, Vec::new());
    let pages =
        files_with(&folder.join("src/rules"), "md").into_iter().map(|path| (path, shown as fn(&str) -> Vec<String>));
    let sources =
        files_with(&folder.join("src"), "rs").into_iter().map(|path| (path, advice_of as fn(&str) -> Vec<String>));
    for (path, texts) in pages.chain(sources) {
        let text = fs::read_to_string(&path).expect("text");
        for command in &texts(&text).iter().flat_map(|text| commands(text)).collect::<Vec<_>>() {
            advised += 1;
            if !known.contains(command) && !PROSE.contains(&command.as_str()) {
                wrong.push(format!("{}: goalpost {command}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "no such command, or a word for PROSE:\n{}", wrong.join("\n"));
    assert!(advised > 40, "only {advised} are found: do they still stand where this looks?");
}

#[test]
fn advice_is_found_where_it_stands() {
    let source = "/// Try `goalpost\n/// why`.\nlet a = \"x \\\" (goalpost check --fix)\\ngoalpost new\";\n\
                  for goalpost in b {}";
    let found: Vec<String> = advice_of(source).iter().flat_map(|text| commands(text)).collect();
    assert_eq!(found, ["check", "new", "why"]);
    let page = "A goalpost is `a`, `goalpost\nlink`.\n\n```\ngoalpost ack X  # y\n```\n\n\
                ```yaml\na: goalpost is\n```\n";
    let found: Vec<String> = shown(page).iter().flat_map(|text| commands(text)).collect();
    assert_eq!(found, ["link", "ack"]);
}
