//! Random changes of random files, open and on disk, in a repository with a history: after them the server says what one
//! says that is started then.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::chance::Chance;
use crate::support::language_client::LanguageClient;
use crate::support::repository::Repo;
use crate::support::world::world;

/// How many changes are made; `LSP_CHANGES=5000` is the long run.
fn count() -> usize {
    std::env::var("LSP_CHANGES").ok().and_then(|text| text.parse().ok()).unwrap_or(120)
}

/// After how many changes at most the server is compared with a fresh one.
const STRIDE: usize = 8;

/// Lines that no file of the world has: links, people and settings that make findings elsewhere, and text that breaks.
const LINES: &[&str] = &[
    "id: self-serve-signup",
    "formerly: [signup-time, calm-on-call]",
    "supports: [nowhere]",
    "supports: [win-europe, reliable-checkout]",
    "measures: reliable-checkout",
    "kpi: checkout-availability",
    "owner: nobody",
    "owner: tom",
    "team: growth",
    "state: dropped",
    "state: achieved",
    "period: 2026-Q1",
    "confidence: 0.1",
    "title: Launch a thing",
    "title: Raise sales from 40 to 90 %",
    "title: Maintain and improve onboarding quality for shops in Lagos",
    "title: Maintain and improve on-boarding quality of shops at Lagos (again)",
    "priority: must",
    "effort: 40",
    "metric: {name: lines, unit: pages, baseline: 2, target: 9, current: 900}",
    "metric: {name: Lines, unit: pages, baseline: 9, target: 2, at_least: 5}",
    "continues: signup-time",
    "needs: [{what: help, from: growth, state: declined}]",
    "fiscal_year_starts: 4",
    "folders: {nowhere/: {rules: {silo: off}}}",
    "include: [../people]",
    "# goalpost: allow vague-title, dangling-link",
    "# goalpost: allow stale-checkin",
    "rules: {vague-title: off, dangling-link: warn}",
    "levels: [company, team]",
    "exclude: [new-1.yaml]",
    "people: []",
    "teams: [",
    "\tx",
    "- a: {",
    "<<<<<<< HEAD",
];

/// The repository, the texts that the editor has open, and the server that is told of each change.
struct Session {
    repo: Repo,
    open: BTreeMap<String, String>,
    client: LanguageClient,
    chance: Chance,
    first: BTreeMap<String, String>,
    /// The lines and the ids of the world.
    lines: Vec<String>,
    ids: Vec<String>,
    days: usize,
}

impl Session {
    fn start() -> Self {
        let (repo, first) = (Repo::new(), world());
        for (path, text) in &first {
            repo.write(path, text);
        }
        repo.commit("ines", "2026-10-01T08:00:00Z", "Set the goals of the quarter");
        // A target that was lowered after the quarter had begun.
        let moved = first["setup-tickets.yaml"].lines().map(|line| match line.split_once("target: ") {
            Some((before, _)) => format!("{before}target: 95\n"),
            None => format!("{line}\n"),
        });
        repo.write("setup-tickets.yaml", &moved.collect::<String>());
        repo.commit("sam", "2026-11-10T08:00:00Z", "Move the target");
        let own = first.values().flat_map(|text| text.lines()).chain(LINES.iter().copied());
        let lines: Vec<String> = own.map(str::to_owned).collect();
        let ids = lines.iter().filter_map(|line| Some(line.strip_prefix("id: ")?.to_owned())).collect();
        let client = LanguageClient::start(repo.path());
        let chance = Chance::new(2);
        Self { repo, open: BTreeMap::new(), client, chance, first, lines, ids, days: 0 }
    }

    /// Every file that is there or open.
    fn paths(&self) -> Vec<String> {
        let on_disk = fs::read_dir(self.repo.path()).expect("a folder").map(|it| it.expect("a file").file_name());
        let on_disk = on_disk
            .map(|name| name.to_string_lossy().into_owned())
            .filter(|name| Path::new(name).extension().is_some_and(|it| it == "yaml"));
        on_disk.chain(self.open.keys().cloned()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn on_disk(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.repo.path().join(path)).ok()
    }

    /// Makes one change, and says which.
    fn change(&mut self) -> String {
        let path = self.chance.of(&self.paths()).clone();
        let is_open = self.open.contains_key(&path);
        match self.chance.below(20) {
            0..=9 => {
                let before = self.open.get(&path).cloned().or_else(|| self.on_disk(&path)).unwrap_or_default();
                if !is_open {
                    self.client.open(&path, Some(&before));
                }
                let text = self.edited(&path, &before);
                self.client.change(&path, &text);
                self.open.insert(path.clone(), text);
                format!("edit {path}")
            }
            10 | 11 if is_open => {
                self.client.close(&path);
                self.open.remove(&path);
                format!("close {path}")
            }
            12 | 13 if is_open => {
                let is_there = self.on_disk(&path).is_some();
                self.repo.write(&path, &self.open[&path]);
                self.client.tell("textDocument/didSave", &json!({"textDocument": {"uri": self.client.uri(&path)}}));
                self.client.touch(&[(&path, if is_there { 2 } else { 1 })]);
                format!("save {path}")
            }
            // A server that is started where no settings are finds no root.
            14 if self.on_disk(&path).is_some() && path != "goalpost.yaml" => {
                self.repo.remove(&path);
                self.client.touch(&[(&path, 3)]);
                format!("delete {path}")
            }
            15 => {
                let path = format!("new-{}.yaml", self.chance.below(3));
                let is_there = self.on_disk(&path).is_some();
                let like = self.chance.of(&self.first.keys().cloned().collect::<Vec<_>>()).clone();
                let text = self.edited(&like, &self.first[&like].clone());
                self.repo.write(&path, &text);
                self.client.touch(&[(&path, if is_there { 2 } else { 1 })]);
                format!("create {path}")
            }
            16 => {
                self.days += 1;
                let day = format!("2026-11-{:02}T08:{:02}:00Z", 11 + self.days / 6 % 10, self.days % 60);
                let author = *self.chance.of(&["tom", "ana", "stranger"]);
                self.repo.commit(author, &day, "Change goals");
                "commit".to_owned()
            }
            _ => {
                let text = self.edited(&path, &self.on_disk(&path).unwrap_or_default());
                let is_there = self.on_disk(&path).is_some();
                self.repo.write(&path, &text);
                self.client.touch(&[(&path, if is_there { 2 } else { 1 })]);
                format!("rewrite {path}")
            }
        }
    }

    /// Another text of a file: mostly one line of it is another, seldom it is that of the world again.
    fn edited(&mut self, path: &str, text: &str) -> String {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let at = self.chance.below(lines.len() + 1);
        match self.chance.below(10) {
            0..=2 => return self.first.get(path).cloned().unwrap_or_default(),
            3 | 4 if at < lines.len() => _ = lines.remove(at),
            5 => {
                let (old, new) = (self.chance.of(&self.ids).clone(), self.chance.of(&self.ids).clone());
                for line in &mut lines {
                    *line = line.replace(&old, &new);
                }
            }
            6 => lines.truncate(at),
            7 if at < lines.len() => lines[at].clone_from(self.chance.of(&self.lines)),
            _ => lines.insert(at, self.chance.of(&self.lines).clone()),
        }
        lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// What a server says that is started now, with the same texts open.
    fn said_afresh(&self) -> BTreeMap<String, Value> {
        let mut fresh = LanguageClient::start(self.repo.path());
        for (path, text) in &self.open {
            fresh.open(path, Some(text));
        }
        fresh.settle();
        let said = said(&fresh);
        assert_eq!(fresh.end(), Some(0));
        said
    }
}

/// The files that have findings, with these.
fn said(client: &LanguageClient) -> BTreeMap<String, Value> {
    client.published.iter().filter(|(_, found)| **found != json!([])).map(|it| (it.0.clone(), it.1.clone())).collect()
}

#[test]
fn after_any_changes_a_server_says_what_a_fresh_one_says() {
    let mut session = Session::start();
    let (mut made, mut compared, mut with_findings) = (Vec::new(), 0, 0);
    while made.len() < count() {
        for _ in 0..=session.chance.below(STRIDE) {
            let change = session.change();
            made.push(change);
            // Some changes come while the server still works on the last one, others after it.
            if session.chance.below(2) == 0 {
                session.client.settle();
            }
        }
        session.client.settle();
        let (said, afresh) = (said(&session.client), session.said_afresh());
        let lately = &made[made.len().saturating_sub(STRIDE)..];
        for uri in said.keys().chain(afresh.keys()) {
            assert_eq!(said.get(uri), afresh.get(uri), "{uri} after {} changes, at last {lately:?}", made.len());
        }
        compared += 1;
        with_findings += usize::from(said.len() > 2);
    }
    assert!(compared * 2 > count() / STRIDE && with_findings > compared / 2, "{with_findings} of {compared}");
    assert_eq!(session.client.end(), Some(0));
}
