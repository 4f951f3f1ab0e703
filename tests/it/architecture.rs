//! The house: layers look only down, each foreign crate has one door, every file says what lives in it.

use std::collections::BTreeMap;

use crate::support::files::texts_with;
use crate::support::program::project;

/// The layers, lowest first; those of one rank do not know each other.
const LAYERS: &[&[&str]] = &[
    &["texts"],
    &["guide", "source"],
    &["syntax"],
    &["model"],
    &["fetch", "git", "graph"],
    &["project"],
    &["analysis"],
    &["lint"],
    &["rules"],
    &["view"],
    &["render"],
    &["author"],
    &["lsp"],
    &["cli"],
    &["fuzz"],
];

/// Foreign crates and the places that alone may name them.
const DOORS: &[(&str, &[&str])] = &[
    ("granit_parser", &["syntax/"]),
    ("git2", &["git/"]),
    ("ureq", &["fetch/client.rs", "fetch/refused.rs"]),
    ("rustls", &["fetch/client.rs"]),
    ("encoding_rs", &["git/encoding.rs"]),
    ("petgraph", &["graph/"]),
    ("miette", &["render/pretty.rs"]),
    ("comfy_table", &["render/table.rs"]),
    ("csv", &["render/csv.rs", "syntax/table.rs"]),
    ("pulldown_cmark", &["render/page.rs"]),
    ("minijinja", &["render/html/"]),
    ("anstyle", &["render/style.rs"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/completions/"]),
    ("clap_mangen", &["cli/man.rs"]),
    ("walkdir", &["source/"]),
    ("ignore", &["source/"]),
    ("strsim", &["syntax/"]),
    ("libm", &["analysis/numbers/forecast/", "analysis/text/similarity.rs"]),
    ("foldhash", &["analysis/history/", "analysis/tensions/demand.rs", "analysis/text/", "model/"]),
    ("indexmap", &["analysis/history/by_id.rs"]),
    ("flate2", &["texts.rs"]),
    ("rust_stemmers", &["analysis/text/terms.rs"]),
    ("tempfile", &["author/", "cli/broken_disk.rs"]),
    ("similar", &["author/"]),
    (
        "rustix",
        &[
            "author/attributes.rs",
            "author/disk.rs",
            "author/disk/faults.rs",
            "cli/memory.rs",
            "cli/prompt.rs",
            "fetch/orphans.rs",
            "fetch/program.rs",
            "git/watched.rs",
        ],
    ),
    ("signal_hook", &["cli/interrupts.rs"]),
    ("lsp_server", &["lsp/"]),
    ("gen_lsp_types", &["lsp/"]),
    ("jiff", &["model/day.rs", "cli/clock.rs"]),
];

fn sources() -> BTreeMap<String, String> {
    texts_with(&project("src"), "rs")
}

fn layer(name: &str) -> Option<usize> {
    LAYERS.iter().position(|rank| rank.contains(&name))
}

/// Code without comments and without the tests at a file's end.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    body.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn own_layer(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap_or(path)
}

#[test]
fn layers_look_only_down() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let own = own_layer(&path);
        if matches!(own, "lib" | "main") {
            continue;
        }
        let rank = layer(own).unwrap_or_else(|| panic!("src/{path} belongs to no layer"));
        let text = code(&text);
        for piece in text.split("crate::").skip(1) {
            let named: String = piece.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let Some(other) = layer(&named) else { continue };
            if other > rank || (other == rank && named != own) {
                wrong.push(format!("src/{path} uses {named}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_foreign_crate_has_one_door() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let text = code(&text);
        for (name, doors) in DOORS {
            let named = text.contains(&format!("{name}::")) || text.contains(&format!("use {name};"));
            let own_module = text.contains(&format!("::{name}::")) && !text.contains(&format!(" {name}::"));
            if named && !own_module && !doors.iter().any(|door| path.starts_with(door)) {
                wrong.push(format!("src/{path} names {name}, whose door is {doors:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn numbers_are_the_same_on_every_machine() {
    // The standard library's functions are those of the platform, whose last digits differ. Square roots and whole powers of
    // ten are exact.
    let of_the_platform = ["powf", "exp", "exp2", "exp_m1", "ln", "ln_1p", "log2", "log10", "cbrt", "hypot"];
    let circular = ["sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh"];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let text = code(&text);
        for name in of_the_platform.iter().chain(&circular) {
            if text.contains(&format!(".{name}(")) || text.contains(&format!("f64::{name}")) {
                wrong.push(format!("src/{path} calls {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn programs_are_started_in_one_place() {
    let starts = |text: &str| code(text).contains("Command::new(") || code(text).contains("process::Command;");
    // The pager is what the user's environment names, and a report is opened by the desktop's program, on a yes; no file of a
    // repository is asked. A source's program is one that the
    // trunk names, with an environment, a time and an output that are limited.
    let is_place =
        |path: &str| matches!(path, "git/command.rs" | "cli/pager.rs" | "cli/report_file.rs" | "fetch/program.rs");
    let wrong: Vec<_> = sources().into_iter().filter(|(path, text)| starts(text) && !is_place(path)).collect();
    let wrong: Vec<_> = wrong.iter().map(|(path, _)| path).collect();
    assert!(wrong.is_empty(), "what a configuration can run is switched off in src/git/command.rs alone: {wrong:?}");
}

#[test]
fn every_file_says_what_lives_in_it() {
    for (path, text) in sources() {
        assert!(text.starts_with("//!"), "src/{path} does not open with //!");
        let role = ["util", "utils", "common", "helper", "helpers", "misc", "manager"];
        let name = path.rsplit('/').next().unwrap_or(&path).trim_end_matches(".rs");
        assert!(!role.contains(&name), "src/{path} is named after a role, not a thing");
    }
}

/// The types a file defines: structs, enums, traits, unions and aliases, but no associated types.
fn types_of(code: &str) -> impl Iterator<Item = &str> {
    code.lines().filter_map(|line| {
        let words: Vec<&str> =
            line.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|it| !it.is_empty()).collect();
        let at = words.iter().position(|it| matches!(*it, "struct" | "enum" | "trait" | "union" | "type"))?;
        // `pub`, `pub(crate)`, `pub(super)`, `pub(in path)` alone may stand before it, and nothing indents an alias.
        let is_definition = words[..at].iter().all(|it| matches!(*it, "pub" | "crate" | "super" | "in" | "self"));
        let is_associated = words[at] == "type" && line.starts_with(' ');
        (is_definition && !is_associated).then(|| words.get(at + 1).copied()).flatten()
    })
}

#[test]
fn no_two_types_share_a_name() {
    // What every command or module of its kind has.
    let common = ["Args", "Kind", "Error", "Format"];
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in &sources() {
        for name in types_of(&code(text)).filter(|it| !common.contains(it)) {
            places.entry(name.to_owned()).or_default().push(path.clone());
        }
    }
    assert!(places.len() > 500, "types are found at all: {}", places.len());
    let twice: Vec<String> = places
        .iter()
        .filter(|(_, paths)| paths.len() > 1)
        .map(|(name, paths)| format!("{name}: {}", paths.join(", ")))
        .collect();
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

/// The files below a folder of `src` that declare each module.
fn modules(sources: &BTreeMap<String, String>, folder: &str) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in sources.iter().filter(|(path, _)| path.starts_with(folder)) {
        let names = text.lines().filter_map(|line| line.strip_suffix(';')?.rsplit_once("mod ")).map(|(_, name)| name);
        names.for_each(|name| found.entry(name.to_owned()).or_default().push(path.clone()));
    }
    found
}

/// CONTRIBUTING.md says so: its own file, the group's and the list, besides its page.
#[test]
fn a_rule_is_registered_in_three_files() {
    let sources = sources();
    let modules = modules(&sources, "rules/");
    let list = code(&sources["rules/mod.rs"]);
    let rules: Vec<&str> =
        list.lines().filter_map(|line| line.trim().strip_prefix('&')?.strip_suffix("::RULE,")).collect();
    assert!(rules.len() > 80, "rules are found at all: {}", rules.len());
    for rule in &rules {
        let (group, name) = rule.split_once("::").unwrap_or_else(|| panic!("{rule} is in no group"));
        let own = format!("rules/{group}/{name}.rs");
        assert!(sources.contains_key(&own), "{own}");
        assert!(project(&format!("src/rules/{group}/{name}.md")).is_file(), "the page of {rule}");
        assert_eq!(modules[name], [format!("rules/{group}/mod.rs")], "{rule}");
    }
    let elsewhere = sources.iter().filter(|(path, text)| *path != "rules/mod.rs" && code(text).contains("::RULE,"));
    assert_eq!(elsewhere.map(|(path, _)| path.as_str()).collect::<Vec<_>>(), NOTHING, "the list alone names rules");
}

/// Its file, its view, and a line for each in the list of commands.
#[test]
fn a_command_is_registered_in_the_list_alone() {
    let sources = sources();
    let modules = modules(&sources, "cli/");
    let list = code(&sources["cli/mod.rs"]);
    let lines = list.lines().map(str::trim).filter(|line| line.starts_with('"') && line.ends_with(';'));
    let commands: Vec<(&str, &str)> = lines
        .filter_map(|line| {
            let (name, rest) = line.trim_start_matches('"').split_once("\" ")?;
            Some((name, rest.split_once('(')?.1.split([',', ')']).next()?))
        })
        .collect();
    assert!(commands.len() > 35, "commands are found at all: {}", commands.len());
    for (name, module) in commands {
        let own = |path: &str| path == format!("cli/{module}.rs") || path.starts_with(&format!("cli/{module}/"));
        assert!(sources.keys().any(|path| own(path)), "{name} has a file of its own");
        // A folder of another command may have a part of the same name.
        let is_direct = |path: &&String| !own(path) && path.matches('/').count() == 1;
        let declared: Vec<&String> = modules[module].iter().filter(is_direct).collect();
        assert_eq!(declared, ["cli/mod.rs"], "{name}");
    }
}

const NOTHING: [&str; 0] = [];
