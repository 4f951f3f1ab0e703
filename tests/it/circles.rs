//! No file takes part in a circle of imports, in any layer.
//!
//! An edge is a `use` or a path outside tests; a `mod` line is none. A path leads to the file of its longest module: what
//! a `mod.rs` re-exports leads to that `mod.rs`, so files of one folder name each other and not their folder.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::support::files::texts_with;
use crate::support::program::project;

/// A file's place in the tree of modules: `analysis/text/mod.rs` is `analysis::text`.
fn module_of(path: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = path.trim_end_matches(".rs").split('/').collect();
    if parts.last() == Some(&"mod") {
        parts.pop();
    }
    parts
}

/// Code alone: neither comments nor what only tests see.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let mut lines = Vec::new();
    let mut of_tests = false;
    for line in body.lines().filter(|line| !line.trim_start().starts_with("//")) {
        if line.trim() == "#[cfg(test)]" {
            of_tests = true;
        } else if !std::mem::take(&mut of_tests) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// The paths of a `use`, its braces resolved.
fn expanded(prefix: &str, tree: &str, paths: &mut Vec<String>) {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else {
        let path = tree.split(" as ").next().unwrap_or(tree).trim();
        if !path.is_empty() {
            paths.push(format!("{prefix}{path}"));
        }
        return;
    };
    let prefix = format!("{prefix}{}", tree[..open].trim());
    let inner = &tree[open + 1..tree.rfind('}').expect("braces are closed")];
    let (mut depth, mut from) = (0, 0);
    for (at, sign) in inner.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                expanded(&prefix, &inner[from..at], paths);
                from = at + 1;
            }
            _ => {}
        }
    }
    expanded(&prefix, &inner[from..], paths);
}

/// Code whose `pub(in …)` are plain `pub`: a scope is no import.
fn without_scopes(code: &str) -> String {
    let mut plain = String::new();
    for (at, piece) in code.split("pub(in ").enumerate() {
        let scope = if at == 0 { 0 } else { piece.find(") ").map_or(0, |end| end + 2) };
        plain.push_str(if at == 0 { "" } else { "pub " });
        plain.push_str(&piece[scope..]);
    }
    plain
}

/// Every path that a file names, from `crate`, `self`, `super` or a module of its own on.
fn named(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let mut rest = String::new();
    let mut import: Option<String> = None;
    for line in code.lines() {
        let begins = line.trim_start().trim_start_matches("pub").trim_start_matches("(super)");
        let begins = begins.trim_start_matches("(crate)").trim_start().strip_prefix("use ");
        let import_line = match (&mut import, begins) {
            (Some(begun), _) => {
                begun.push_str(line);
                true
            }
            (None, Some(tree)) => {
                import = Some(tree.to_owned());
                true
            }
            (None, None) => false,
        };
        if !import_line {
            rest.push_str(line);
            rest.push('\n');
        } else if line.trim_end().ends_with(';')
            && let Some(tree) = import.take()
        {
            expanded("", tree.trim_end().trim_end_matches(';'), &mut paths);
        }
    }
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    for word in rest.split(|c: char| !is_part(c)).filter(|word| word.contains("::")) {
        paths.push(word.trim_matches(':').to_owned());
    }
    for path in &mut paths {
        path.retain(|c| !c.is_whitespace());
    }
    paths
}

/// A path from the crate on; none for those of other crates and of types.
fn absolute<'p>(module: &[&'p str], path: &'p str, modules: &BTreeMap<Vec<&str>, &str>) -> Option<Vec<&'p str>> {
    let mut segments: Vec<&str> = path.split("::").collect();
    let from = match segments.first().copied()? {
        "crate" => {
            segments.remove(0);
            Vec::new()
        }
        "self" => {
            segments.remove(0);
            module.to_vec()
        }
        "super" => {
            let up = segments.iter().take_while(|segment| **segment == "super").count();
            segments.drain(..up);
            module[..module.len().checked_sub(up)?].to_vec()
        }
        first => {
            let mut own = module.to_vec();
            own.push(first);
            modules.contains_key(&own).then(|| module.to_vec())?
        }
    };
    Some([from, segments].concat())
}

#[test]
fn no_file_takes_part_in_a_circle() {
    let sources: BTreeMap<String, String> =
        texts_with(&project("src"), "rs").into_iter().map(|(path, text)| (path, code(&text))).collect();
    let modules: BTreeMap<Vec<&str>, &str> = sources.keys().map(|path| (module_of(path), path.as_str())).collect();
    let mut graph: DiGraph<&str, ()> = DiGraph::new();
    let places: BTreeMap<&str, NodeIndex> = sources.keys().map(|path| (path.as_str(), graph.add_node(path))).collect();
    for (path, code) in &sources {
        let module = module_of(path);
        for named in named(&without_scopes(code)) {
            let Some(segments) = absolute(&module, &named, &modules) else { continue };
            let target = (1..=segments.len()).rev().find_map(|end| modules.get(&segments[..end]));
            if let Some(target) = target.filter(|target| **target != path.as_str()) {
                graph.update_edge(places[path.as_str()], places[target], ());
            }
        }
    }
    assert!(graph.edge_count() > 1000, "only {} imports were found", graph.edge_count());
    let circles: BTreeSet<Vec<&str>> = tarjan_scc(&graph)
        .into_iter()
        .filter(|circle| circle.len() > 1)
        .map(|circle| {
            let mut paths: Vec<&str> = circle.into_iter().map(|place| graph[place]).collect();
            paths.sort_unstable();
            paths
        })
        .collect();
    assert!(circles.is_empty(), "files that import each other in a circle: {circles:#?}");
}
