//! The README and the guide tell the truth: their consoles are run, their lists are what the program says, their links
//! lead somewhere.
//!
//! The consoles of a section of the README (`## …`) and of a page of the guide are one shell, begun in a fresh copy of
//! what a reader has after `git clone`. A
//! command that fails must say so itself (`|| echo "exit code $?"`). `UPDATE_README=1 cargo test --test it readme`
//! writes what the program says now.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;

use goalpost::guide::GUIDE;
use goalpost::lint::Group;
use goalpost::rules::RULES;
use unicode_width::UnicodeWidthStr;

use crate::support::console::{Command, Piece, page, pieces};
use crate::support::files::{copy_folder, files_with};
use crate::support::program::{goalpost, project, without_clock};

/// The pages with consoles: the README, then the guide.
fn documentation() -> Vec<String> {
    let pages = files_with(&project("src/guide"), "md").into_iter();
    let name = |path: PathBuf| path.strip_prefix(project(".")).expect("inside").display().to_string();
    std::iter::once("README.md".to_owned()).chain(pages.map(name)).collect()
}

fn is_guide(name: &str) -> bool {
    name.starts_with("src/guide/")
}

#[test]
fn the_readme_is_what_the_program_says() {
    check_pages(|name| !is_guide(name));
}

#[test]
fn the_guide_is_what_the_program_says() {
    check_pages(is_guide);
}

/// Compares pages with what the program says, or writes them anew.
fn check_pages(is_asked: impl Fn(&str) -> bool) {
    let mut stale = Vec::new();
    for name in documentation().into_iter().filter(|name| is_asked(name)) {
        let path = project(&name);
        let text = fs::read_to_string(&path).expect("the page");
        let mut wanted = text.clone();
        for (list, rows) in [("commands", commands as fn() -> String), ("rules", rules), ("guide", guide)] {
            if text.contains(&format!("<!-- {list}: written by a test -->\n")) {
                wanted = with_list(&wanted, list, &rows());
            }
        }
        wanted = answered(&name, &wanted);
        if text == wanted {
            continue;
        }
        if std::env::var_os("UPDATE_README").is_some() {
            fs::write(path, wanted).expect("the page can be written");
            continue;
        }
        let same = text.lines().zip(wanted.lines()).take_while(|(is, should)| is == should).count();
        let from = |text: &str| text.lines().skip(same).take(12).collect::<Vec<_>>().join("\n");
        stale.push(format!("{name}:{} says\n\n{}\n\nand the program\n\n{}\n", same + 1, from(&text), from(&wanted)));
    }
    assert!(
        stale.is_empty(),
        "{}\nIf the change is meant, write them anew and look at what changed:\n    \
         UPDATE_README=1 cargo test --test it readme",
        stale.join("\n")
    );
}

#[test]
fn the_readme_is_short() {
    let length = fs::metadata(project("README.md")).expect("the README").len();
    assert!(length <= 14_000, "README.md has {length} bytes; what is long belongs into src/guide");
}

#[test]
fn every_page_of_the_guide_is_a_topic_and_can_be_reached_from_the_readme() {
    let readme = fs::read_to_string(project("README.md")).expect("the README");
    let topics: Vec<String> = GUIDE.iter().map(|it| format!("src/guide/{}.md", it.name.replace('-', "_"))).collect();
    for name in documentation().iter().filter(|name| is_guide(name)) {
        assert!(topics.contains(name), "{name} is no topic of `goalpost explain`");
        assert!(readme.contains(&format!("]({name})")), "README.md has no link to {name}");
    }
}

#[test]
fn the_pipelines_of_the_guide_are_those_that_init_writes() {
    let page = fs::read_to_string(project("src/guide/ci.md")).expect("the page");
    for name in ["github.yml", "github-comment.yml", "github-checkin.yml", "github-agenda.yml", "gitlab.yml"] {
        let written = fs::read_to_string(project("src/author/init").join(name)).expect("the pipeline");
        // On GitHub the action is that of the project; on GitLab everybody names a mirror of their own.
        let own = env!("CARGO_PKG_REPOSITORY").trim_start_matches("https://github.com/");
        let comment = "              # replace with the repository of goalpost";
        let written = written.replace("uses: example/goalpost@", &format!("uses: {own}@")).replace(comment, "");
        assert!(page.contains(&format!("```yaml\n{written}```\n")), "src/guide/ci.md does not show {name} as it is");
    }
}

#[test]
fn consoles_fit_into_80_columns() {
    for name in documentation() {
        for piece in pieces(&fs::read_to_string(project(&name)).expect("the page")) {
            let Piece::Command(command) = piece else { continue };
            for line in page(&[Piece::Command(command.clone())]).lines() {
                assert!(line.width() <= 80, "{name}:{}: {line}", command.line);
            }
        }
    }
}

#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    for name in documentation().into_iter().chain(["CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"].map(str::to_owned))
    {
        let text = fs::read_to_string(project(&name)).expect("the page");
        let folder = project(&name).parent().expect("a folder").to_path_buf();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let outside = path.contains("://");
            let there =
                if path.is_empty() { has_heading(&text, anchor) } else { outside || folder.join(path).exists() };
            if !there {
                wrong.push(format!("{name}: {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whether a page has the heading that hosts of Markdown give this anchor.
fn has_heading(page: &str, anchor: &str) -> bool {
    let kept = |it: &char| it.is_alphanumeric() || matches!(it, '-' | '_');
    page.lines().filter(|line| line.starts_with('#')).any(|line| {
        let name = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        name.chars().filter(kept).eq(anchor.chars())
    })
}

/// The page with a list put between the comments that hold its place.
fn with_list(page: &str, name: &str, list: &str) -> String {
    let (begin, end) = (format!("<!-- {name}: written by a test -->\n"), format!("<!-- end of {name} -->\n"));
    let (before, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("the page has no line {begin}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("README.md has no line {end}"));
    format!("{before}{begin}\n{list}\n{end}{after}")
}

/// A row for each command, in the words of its help, below the name of its group.
fn commands() -> String {
    let help = goalpost(&project("."), &["--help"]).stdout;
    let mut rows = String::new();
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    for line in listed {
        match line.strip_prefix("    ").and_then(|row| row.split_once(' ')) {
            Some((name, does)) => rows.push_str(&format!("| `{name}` | {} |\n", does.trim())),
            None => rows.push_str(&format!("\n## {}\n\n| command | does |\n|---|---|\n", line.trim())),
        }
    }
    rows.trim_start().to_owned()
}

/// A row for each group of rules, each rule a link to its page.
fn rules() -> String {
    let mut rows = String::from("| group | rules |\n|---|---|\n");
    for (word, group) in Group::WORDS {
        let mut names: Vec<_> = RULES.iter().filter(|rule| rule.group == group).map(|rule| rule.name).collect();
        names.sort_unstable();
        let link = |name: &&str| format!("[{name}](../rules/{word}/{}.md)", name.replace('-', "_"));
        rows.push_str(&format!("| {word} | {} |\n", names.iter().map(link).collect::<Vec<_>>().join(" · ")));
    }
    rows
}

/// A row for each page of the guide.
fn guide() -> String {
    let mut rows = String::from("| page | about |\n|---|---|\n");
    for topic in GUIDE {
        let path = format!("src/guide/{}.md", topic.name.replace('-', "_"));
        rows.push_str(&format!("| [{}]({path}) | {} |\n", topic.title(), topic.summary()));
    }
    rows
}

/// The page with every command answered by the program as it is.
fn answered(name: &str, text: &str) -> String {
    let mut pieces = pieces(text);
    let mut commands: Vec<&mut Command> = Vec::new();
    for piece in &mut pieces {
        if let Piece::Command(command) = piece {
            commands.push(command);
        }
    }
    for section in commands.chunk_by_mut(|a, b| is_guide(name) || a.section == b.section) {
        run(name, section, Reader::KnownToGit);
    }
    page(&pieces)
}

/// Who types the commands, and where.
#[derive(Clone, Copy, PartialEq)]
enum Reader {
    /// Somebody whose name and address git has, as most have who read this. The pages show what they see.
    KnownToGit,
    /// Somebody of whom git knows nothing.
    UnknownToGit,
    /// Somebody whose folders are in a git repository.
    InRepository,
}

/// The second command of "Your own goals" failed for everybody whose name git had: `--owner me`.
#[test]
fn own_goals_are_begun_with_and_without_a_name_in_git_and_in_a_repository() {
    for name in documentation() {
        let mut pieces = pieces(&fs::read_to_string(project(&name)).expect("the page"));
        let commands = pieces.iter_mut().filter_map(|piece| match piece {
            Piece::Command(command) => Some(command),
            Piece::Text(_) => None,
        });
        let mut commands: Vec<&mut Command> = commands.collect();
        for section in commands.chunk_by_mut(|a, b| is_guide(&name) || a.section == b.section) {
            if section.iter().any(|command| command.typed.starts_with("goalpost init")) {
                for reader in [Reader::UnknownToGit, Reader::InRepository] {
                    run(&name, section, reader);
                }
            }
        }
    }
}

/// Gives the commands of a section to a shell, one after the other, and takes its answers.
fn run(name: &str, section: &mut [&mut Command], reader: Reader) {
    let home = tempfile::tempdir().expect("a folder");
    let clone = home.path().join("goalpost");
    copy_folder(&project("examples"), &clone.join("examples"));
    if reader != Reader::UnknownToGit {
        fs::write(home.path().join(".gitconfig"), "[user]\n\tname = Ana\n\temail = ana@bakery.example\n")
            .expect("written");
    }
    if reader == Reader::InRepository {
        let made =
            process::Command::new("git").args(["init", "-q"]).current_dir(home.path()).status().expect("git runs");
        assert!(made.success());
    }
    let mut script = String::from("exec 2>&1\n");
    for command in section.iter() {
        // The exit code stands between record separators, which no answer holds.
        script.push_str(&format!("{}\nprintf '\\036%s\\036' \"$?\"\n", command.typed));
    }
    let programs = Path::new(env!("CARGO_BIN_EXE_goalpost")).parent().expect("a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    let output = process::Command::new("sh")
        .args(["-c", &script])
        .current_dir(&clone)
        .env_clear()
        .env("PATH", format!("{}:{path}", programs.display()))
        .env("HOME", home.path())
        .env("GOALPOST_TODAY", "2026-11-21")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("a shell");
    let said = String::from_utf8(output.stdout).expect("answers are UTF-8");
    let mut parts = said.split('\u{1e}');
    for command in section {
        command.answer = without_clock(parts.next().unwrap_or_default());
        let code = parts.next().unwrap_or("no code");
        let (line, typed, answer) = (command.line, &command.typed, &command.answer);
        assert_eq!(code, "0", "{name}:{line}: `{typed}` ends with {code}:\n{answer}");
        let ended = answer.is_empty() || answer.ends_with('\n');
        assert!(ended, "{name}:{line}: `{typed}` leaves the line open:\n{answer}");
    }
}
