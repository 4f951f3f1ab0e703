//! Draws a story: lines that branch off, go on and are merged by every way that people use, with clocks that go wrong.

use std::collections::BTreeSet;

use super::days::{DAY, Day, Moment, day};
use super::edits::{Editor, settle};
use super::page::Page;
use super::story::{Commit, File, Story, Tree};
use crate::support::chance::Chance;

const PEOPLE: [&str; 4] = ["Ana", "Ben", "Cleo", "Dan"];

/// The zones in which people write, in minutes east of UTC.
const ZONES: [i64; 7] = [0, 120, -210, -720, 345, 840, 60];

/// The settings' file, and what stands in it where nothing is excluded.
const SETTINGS: &str = "goalpost.yaml";
const PLAIN: &str = "settle: 14d\n";

/// Whether the settings exclude nothing.
pub(super) fn is_plain(files: &Tree) -> bool {
    files.get(SETTINGS) == Some(&File::Text(PLAIN.to_owned()))
}

/// What is drawn so far.
struct Plot {
    chance: Chance,
    editor: Editor,
    commits: Vec<Commit>,
    /// The time, in seconds since 1970.
    clock: i64,
    /// The seconds between two commits, at most.
    pace: usize,
    trunk: usize,
    /// The newest commits of the other lines.
    lines: Vec<usize>,
}

/// How a merge comes to its files.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Strategy {
    Three,
    Evil,
    Ours,
    Theirs,
}

impl Story {
    /// The story of a number: the same each time.
    pub(super) fn draw(seed: u64) -> Self {
        let mut chance = Chance::new(seed.wrapping_add(77));
        // Nearby numbers begin alike.
        for _ in 0..8 {
            chance.below(2);
        }
        let (sha256, steps) = (chance.one_in(12), 5 + chance.below(30));
        let clock = day(2026, 9, 14 + i64::try_from(chance.below(16)).expect("small")) * DAY + 8 * 3600;
        let pace = 2 * 75 * 86_400 / steps;
        let root = chance.pick(&["", "okrs/", "okrs/"]);
        let (editor, commits, lines) = (Editor::default(), Vec::new(), Vec::new());
        let mut plot = Plot { chance, editor, commits, clock, pace, trunk: 0, lines };
        plot.begin(root);
        (0..steps).for_each(|_| plot.go_on());
        plot.read_all_again();
        Self { commits: plot.commits, today: day(2026, 12, 10), sha256 }.without_the_rest(plot.trunk)
    }

    /// The story with a commit as its last one, without all that does not lead to it.
    pub(super) fn without_the_rest(self, last: usize) -> Self {
        let (mut kept, mut open) = (BTreeSet::new(), vec![last]);
        while let Some(place) = open.pop() {
            if kept.insert(place) {
                open.extend(&self.commits[place].parents);
            }
        }
        let kept: Vec<usize> = kept.into_iter().collect();
        let commits = kept.iter().map(|place| {
            let commit = self.commits[*place].clone();
            let parents = commit.parents.iter().map(|parent| kept.binary_search(parent).expect("kept")).collect();
            Commit { parents, ..commit }
        });
        Self { commits: commits.collect(), ..self }
    }
}

impl Plot {
    fn begin(&mut self, root: &'static str) {
        let text = |text: &str| File::Text(text.to_owned());
        let objective =
            |id: &str| File::Text(format!("kind: objective\nid: {id}\ntitle: Win {id}\nowner: ana\nperiod: 2026-Q4\n"));
        let kpi = |id: &str| File::Kpi(Page::kpi(id, 20, day(2026, 9, 10)));
        let mut files = Tree::from([
            (SETTINGS.to_owned(), text(PLAIN)),
            ("o.yaml".to_owned(), objective("o")),
            ("o2.yaml".to_owned(), objective("o2")),
            ("u.yaml".to_owned(), kpi("u")),
            ("u2.yaml".to_owned(), kpi("u2")),
        ]);
        self.commit_in(root, Vec::new(), files.clone(), "Begin");
        for _ in 0..=self.chance.below(3) {
            self.editor.add_goal(&mut self.chance, &mut files, self.clock.div_euclid(DAY));
        }
        self.trunk = self.commit(vec![0], files, "Set the goals");
    }

    /// What happens next.
    fn go_on(&mut self) {
        let hours = self.chance.below(self.pace / 3600) + 1;
        self.clock += i64::try_from(hours).expect("few") * 3600 + 17;
        match self.chance.below(100) {
            0..45 => self.edit(),
            45..57 => {
                let from = if self.chance.one_in(4) { self.any_tip() } else { self.trunk };
                self.lines.push(from);
                self.edit_line(self.lines.len() - 1);
            }
            57..77 => self.merge_into_trunk(),
            77..85 => self.pull_into_line(),
            85..89 => self.fast_forward(),
            89..93 => self.squash(),
            93..95 => self.pull_unpushed(),
            95..97 => self.exclude(),
            97..98 => self.move_root(),
            _ => self.change_code(),
        }
    }

    fn any_tip(&mut self) -> usize {
        let at = self.chance.below(self.lines.len() + 1);
        self.lines.get(at).copied().unwrap_or(self.trunk)
    }

    fn any_line(&mut self) -> Option<usize> {
        (!self.lines.is_empty()).then(|| self.chance.below(self.lines.len()))
    }

    /// A commit on the trunk or on a line.
    fn edit(&mut self) {
        match self.any_line().filter(|_| !self.chance.one_in(2)) {
            Some(line) => self.edit_line(line),
            None => self.trunk = self.edited(self.trunk),
        }
    }

    fn edit_line(&mut self, line: usize) {
        self.lines[line] = self.edited(self.lines[line]);
    }

    fn edited(&mut self, parent: usize) -> usize {
        let mut files = self.commits[parent].files.clone();
        let what = self.change(parent, &mut files);
        self.commit(vec![parent], files, &what)
    }

    /// Changes files as somebody may who has a commit before them. Gives what was done.
    fn change(&mut self, parent: usize, files: &mut Tree) -> String {
        let today = self.clock.div_euclid(DAY);
        let past = self.ancestors(parent);
        let past: Vec<&Tree> = past.iter().map(|place| &self.commits[*place].files).collect();
        let what: Vec<&str> =
            (0..=self.chance.below(3)).map(|_| self.editor.edit(&mut self.chance, files, &past, today)).collect();
        what.join(", ")
    }

    fn ancestors(&self, of: usize) -> Vec<usize> {
        let (mut found, mut open) = (BTreeSet::new(), vec![of]);
        while let Some(place) = open.pop() {
            if found.insert(place) {
                open.extend(&self.commits[place].parents);
            }
        }
        found.into_iter().collect()
    }

    /// One or more lines are merged into the trunk.
    fn merge_into_trunk(&mut self) {
        let mut parents = vec![self.trunk];
        let most = if self.chance.one_in(4) { 3 } else { 1 };
        for _ in 0..most {
            if let Some(line) = self.any_line() {
                let tip = if self.chance.one_in(5) { self.lines[line] } else { self.lines.remove(line) };
                if !self.ancestors(self.trunk).contains(&tip) && !parents.contains(&tip) {
                    parents.push(tip);
                }
            }
        }
        if parents.len() > 1 {
            let message =
                self.chance.pick(&["Merge branch 'lower'", "Merge pull request #7 from ben/lower", "Land it"]);
            self.trunk = self.merged(parents, message);
        }
    }

    /// The trunk is merged into a line, as `git pull` does it; at times git's own words for it are lost.
    fn pull_into_line(&mut self) {
        let Some(line) = self.any_line() else { return };
        if self.ancestors(self.lines[line]).contains(&self.trunk) {
            return;
        }
        let own = ["Merge branch 'main' into lower", "Merge branch 'main' of host:goals into lower", "Sync"];
        let message = self.chance.pick(&own);
        self.lines[line] = self.merged(vec![self.lines[line], self.trunk], message);
    }

    /// The trunk goes on with a line that has all of it.
    fn fast_forward(&mut self) {
        let Some(line) = self.any_line() else { return };
        if self.ancestors(self.lines[line]).contains(&self.trunk) {
            self.trunk = self.lines.remove(line);
        }
    }

    /// A line lands as one commit.
    fn squash(&mut self) {
        let Some(line) = self.any_line() else { return };
        let tip = self.lines.remove(line);
        let files = self.three_way(self.trunk, tip);
        self.trunk = self.commit(vec![self.trunk], files, "Lower it (#7)");
    }

    /// Somebody pulls the trunk onto commits that were not pushed, and pushes all of it.
    fn pull_unpushed(&mut self) {
        let Some(line) = self.any_line() else { return };
        let tip = self.lines.remove(line);
        if !self.ancestors(tip).contains(&self.trunk) && !self.ancestors(self.trunk).contains(&tip) {
            self.trunk = self.merged(vec![tip, self.trunk], "Merge branch 'main' of host:goals");
        }
    }

    /// A commit that changes nothing in the goals' folder.
    fn change_code(&mut self) {
        let files = self.commits[self.trunk].files.clone();
        self.trunk = self.commit(vec![self.trunk], files, "Work");
    }

    /// Some files are not read for a while, or all are again.
    fn exclude(&mut self) {
        let mut files = self.commits[self.trunk].files.clone();
        let pattern = self.chance.pick(&["q4/**", "*/**", "g*.yaml", "**/g2.yaml"]);
        let is_plain = is_plain(&files);
        let text = if is_plain { format!("{PLAIN}exclude: [\"{pattern}\"]\n") } else { PLAIN.to_owned() };
        files.insert(SETTINGS.to_owned(), File::Text(text));
        let what = if self.chance.one_in(3) { self.change(self.trunk, &mut files) } else { String::new() };
        self.trunk = self.commit(vec![self.trunk], files, &format!("Settings {what}"));
    }

    /// At the end nothing is excluded: what was is read again, at times with another target.
    fn read_all_again(&mut self) {
        if !is_plain(&self.commits[self.trunk].files) {
            self.clock += DAY;
            self.exclude();
        }
    }

    /// The goals' folder is moved.
    fn move_root(&mut self) {
        let root = self.commits[self.trunk].root;
        let others: Vec<&'static str> =
            ["okrs/", "goals/", "docs/okrs/"].into_iter().filter(|it| *it != root).collect();
        let to = self.chance.pick(&others);
        let mut files = self.commits[self.trunk].files.clone();
        // A folder that holds most of the goals is the same: with the move none is added or removed.
        if self.chance.one_in(3) {
            self.editor.lower_one(&mut self.chance, &mut files);
        }
        self.trunk = self.commit_in(to, vec![self.trunk], files, "Move the goals");
    }

    fn merged(&mut self, parents: Vec<usize>, message: &str) -> usize {
        let strategy = match self.chance.below(12) {
            0 | 1 => Strategy::Evil,
            2 => Strategy::Ours,
            3 => Strategy::Theirs,
            _ => Strategy::Three,
        };
        let last = *parents.last().expect("parents");
        let mut files = match strategy {
            Strategy::Ours => self.commits[parents[0]].files.clone(),
            Strategy::Theirs => self.commits[last].files.clone(),
            Strategy::Three | Strategy::Evil => self.three_way(parents[0], parents[1]),
        };
        if matches!(strategy, Strategy::Three | Strategy::Evil) {
            for other in &parents[2..] {
                files = self.with(files, parents[0], *other);
            }
        }
        let mut message = message.to_owned();
        if strategy == Strategy::Evil {
            let what = self.change(parents[0], &mut files);
            message = format!("{message}\n\n{what}");
        }
        // A folder that one side moved is moved, as git finds it.
        let root = match strategy {
            Strategy::Ours => self.commits[parents[0]].root,
            Strategy::Theirs => self.commits[last].root,
            Strategy::Three | Strategy::Evil => self.commits[self.trunk].root,
        };
        self.commit_in(root, parents, files, &message)
    }

    fn three_way(&mut self, ours: usize, theirs: usize) -> Tree {
        self.with(self.commits[ours].files.clone(), ours, theirs)
    }

    /// Some files, with what a line changed since it left another.
    fn with(&mut self, mut files: Tree, ours: usize, theirs: usize) -> Tree {
        let mine = self.ancestors(ours);
        let base = self.ancestors(theirs).into_iter().rev().find(|place| mine.contains(place));
        let nothing = Tree::new();
        let base = base.map_or(&nothing, |base| &self.commits[base].files);
        let theirs = &self.commits[theirs].files;
        let paths: BTreeSet<&String> = base.keys().chain(theirs.keys()).collect();
        for path in paths {
            let (was, here, there) = (base.get(path), files.get(path), theirs.get(path));
            if was == there || here == there {
                continue;
            }
            let merged = if here == was { there.cloned() } else { settle(&mut self.chance, was, here, there) };
            match merged {
                Some(file) => drop(files.insert(path.clone(), file)),
                None => drop(files.remove(path)),
            }
        }
        files
    }

    fn commit(&mut self, parents: Vec<usize>, files: Tree, message: &str) -> usize {
        self.commit_in(self.commits[parents[0]].root, parents, files, message)
    }

    fn commit_in(&mut self, root: &'static str, parents: Vec<usize>, files: Tree, message: &str) -> usize {
        let chance = &mut self.chance;
        let author = chance.pick(&PEOPLE);
        let committer = if chance.one_in(4) { chance.pick(&PEOPLE) } else { author };
        // Where nothing of the goals changes, the zone is not known without reading the commit.
        let is_code = parents.iter().any(|parent| self.commits[*parent].files == files);
        let zone = |chance: &mut Chance| if is_code { 0 } else { chance.pick(&ZONES) };
        let stamp = Moment { seconds: committer_time(chance, self.clock), zone: zone(chance) };
        let authored = if chance.one_in(5) {
            Moment { seconds: author_time(chance, self.clock), zone: chance.pick(&ZONES) }
        } else {
            stamp
        };
        let code = u32::try_from(self.commits.len()).expect("few");
        let message = format!("{message}\n");
        self.commits.push(Commit {
            parents,
            author,
            authored,
            committer,
            committed: stamp,
            message,
            root,
            files,
            code,
        });
        self.commits.len() - 1
    }
}

/// The time that a committer's clock shows: right, some days off, or forged.
fn committer_time(chance: &mut Chance, clock: i64) -> i64 {
    let days = |many: i64| many * DAY;
    match chance.below(24) {
        0 => clock - days(1 + few(chance, 6)),
        1 => clock + days(1 + few(chance, 3)),
        2 => date(2026, 10, 5),
        3 if chance.one_in(3) => date(2000, 1, 1),
        4 if chance.one_in(3) => date(2027, 3, 1),
        _ => clock,
    }
}

/// When an author says to have written a commit.
fn author_time(chance: &mut Chance, clock: i64) -> i64 {
    match chance.below(6) {
        0 => date(2026, 10, 5),
        1 => clock + 3600,
        _ => clock - DAY * few(chance, 12),
    }
}

fn date(year: i64, month: i64, of_month: Day) -> i64 {
    day(year, month, of_month) * DAY + 12 * 3600
}

fn few(chance: &mut Chance, end: usize) -> i64 {
    i64::try_from(chance.below(end)).expect("few")
}
