//! What people do to goal files, and by which ways a target can be lowered so that it is not seen.

use super::days::{self, Day};
use super::page::{Entry, Measured, Page, Step};
use super::story::{File, Tree};
use crate::support::chance::Chance;

/// Makes changes, each with numbers that were not there before.
#[derive(Debug, Default)]
pub(super) struct Editor {
    /// How many were made.
    count: u32,
}

impl Editor {
    fn number(&mut self) -> u32 {
        self.count += 1;
        self.count
    }

    /// Adds a goal of a new id.
    pub(super) fn add_goal(&mut self, chance: &mut Chance, files: &mut Tree, today: Day) {
        let id = format!("g{}", self.number());
        let mut page = Page::new(&id);
        let kinds =
            [Measured::Reach, Measured::Reach, Measured::Reach, Measured::Keep, Measured::OfKpi, Measured::Steps];
        page.measured = chance.pick(&kinds);
        page.draft = chance.one_in(6);
        // What a goal has of these it keeps, but for its value.
        page.current = Some(10);
        page.as_of = (!chance.one_in(3)).then_some(today);
        page.confidence = chance.one_in(2).then_some(5);
        page.period = chance.one_in(3).then_some("2026-Q4");
        page.commitment = chance.one_in(3).then_some("committed");
        page.weight = chance.one_in(3).then_some(2);
        if matches!(page.measured, Measured::OfKpi | Measured::Steps) {
            (page.current, page.as_of) = (None, None);
        }
        if page.measured == Measured::Steps {
            let due = [0, 14, 28].map(|days_on| days::day(2026, 11, 1) + days_on);
            let step = |(number, due)| Step { number, due, weight: 1, done: None };
            page.steps = due.into_iter().enumerate().map(step).collect();
        }
        let folder = chance.pick(&["", "", "q4/", "team/a/"]);
        files.insert(format!("{folder}{id}.yaml"), File::Goal(page));
    }

    /// A change of some files; `past` are the trees before, the oldest first. Gives what it is called.
    pub(super) fn edit(&mut self, chance: &mut Chance, files: &mut Tree, past: &[&Tree], today: Day) -> &'static str {
        let goals = goals(files);
        let Some(path) = (!goals.is_empty()).then(|| goals[chance.below(goals.len())].clone()) else {
            return self.bring_back(chance, files, past);
        };
        match chance.below(100) {
            0..4 => self.check_in_kpi(chance, files, today),
            4..30 => self.change_page(files, &path, |page, number| check_in(page, chance, number, today), "check in"),
            30..48 => self.change_page(files, &path, |page, number| move_goalpost(page, chance, number), "move"),
            48..52 => self.change_page(files, &path, |page, number| page.title = number, "title"),
            52 => self.change_page(files, &path, |page, number| page.layout = number, "layout"),
            53..55 => self.change_page(files, &path, |page, _| take_back(page), "take back"),
            55..58 => self.change_page(files, &path, |page, _| page.draft = !page.draft, "state"),
            58..62 => self.change_page(files, &path, |page, number| explain(page, chance, number, today), "explain"),
            62..67 => revert(chance, files, &path, past),
            67..72 => self.move_file(chance, files, &path),
            72..75 => self.swap(chance, files, &path),
            75..79 => {
                files.remove(&path);
                "remove"
            }
            79..83 => self.bring_back(chance, files, past),
            83..86 => self.copy(chance, files, &path),
            86..88 => remove_a_copy(files),
            88..91 => self.break_file(files, &path),
            91..93 => self.rename(files, &path),
            93..96 => self.change_note(files),
            _ => {
                self.add_goal(chance, files, today);
                "add"
            }
        }
    }

    /// Gives a KPI another value, or takes it out.
    fn check_in_kpi(&mut self, chance: &mut Chance, files: &mut Tree, today: Day) -> &'static str {
        let number = self.number();
        if let Some(File::Kpi(page)) = files.get_mut(chance.pick(&["u.yaml", "u2.yaml"])) {
            if chance.one_in(8) {
                take_back(page);
            } else {
                page.as_of = page.as_of.or(page.current.is_none().then_some(today));
                check_in(page, chance, number, today);
            }
        }
        "check in on a KPI"
    }

    fn change_page(
        &mut self,
        files: &mut Tree,
        path: &str,
        mut change: impl FnMut(&mut Page, u32),
        what: &'static str,
    ) -> &'static str {
        let number = self.number();
        if let Some(File::Goal(page)) = files.get_mut(path) {
            change(page, number);
        }
        what
    }

    /// To another folder, to a hidden one, to another ending, or back.
    fn move_file(&mut self, chance: &mut Chance, files: &mut Tree, path: &str) -> &'static str {
        let Some(file) = files.remove(path) else { return "nothing" };
        let number = self.number();
        let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".off");
        let to = match chance.below(5) {
            0 => format!(".x/{name}"),
            1 => format!("{name}.off"),
            2 => format!("n{number}.yaml"),
            3 => name.to_owned(),
            _ => format!("f{}/{name}", chance.below(3)),
        };
        let file = if chance.one_in(3) { self.lowered(file) } else { file };
        // Where a file lies already it stays.
        let to = if files.contains_key(&to) { path.to_owned() } else { to };
        files.insert(to, file);
        "move file"
    }

    fn swap(&mut self, chance: &mut Chance, files: &mut Tree, path: &str) -> &'static str {
        let others: Vec<String> = goals(files).into_iter().filter(|it| it != path).collect();
        if others.is_empty() {
            return "nothing";
        }
        let other = &others[chance.below(others.len())];
        let (Some(mine), Some(theirs)) = (files.remove(path), files.remove(other)) else { return "nothing" };
        let mine = if chance.one_in(3) { self.lowered(mine) } else { mine };
        files.insert(other.clone(), mine);
        files.insert(path.to_owned(), theirs);
        "swap"
    }

    /// A goal that was removed is there again, at times with another target.
    fn bring_back(&mut self, chance: &mut Chance, files: &mut Tree, past: &[&Tree]) -> &'static str {
        let held: Vec<&String> = files.values().filter_map(page_of).map(|page| &page.origin).collect();
        let gone = versions(past, |it| !held.contains(&&it.origin));
        let Some(page) = (!gone.is_empty()).then(|| gone[chance.below(gone.len())]) else { return "nothing" };
        let newest = gone.iter().rfind(|it| it.origin == page.origin).expect("itself");
        let file = File::Goal((*newest).clone());
        let file = if chance.one_in(2) { self.lowered(file) } else { file };
        let path = format!("{}{}.yaml", chance.pick(&["", "back/"]), page.id);
        files.entry(path).or_insert(file);
        "bring back"
    }

    fn copy(&mut self, chance: &mut Chance, files: &mut Tree, path: &str) -> &'static str {
        let Some(file) = files.get(path).cloned() else { return "nothing" };
        let file = if chance.one_in(3) { self.lowered(file) } else { file };
        files.insert(format!("copy{}/{}", self.number(), path.rsplit('/').next().unwrap_or(path)), file);
        "copy"
    }

    /// Breaks a file, or mends it.
    fn break_file(&mut self, files: &mut Tree, path: &str) -> &'static str {
        let number = self.number();
        if let Some(file) = files.get_mut(path) {
            *file = match file.clone() {
                File::Goal(page) => File::Broken(page),
                File::Broken(page) => File::Goal(Page { layout: number, ..page }),
                other @ (File::Kpi(_) | File::Text(_)) => other,
            };
        }
        "break or mend"
    }

    fn rename(&mut self, files: &mut Tree, path: &str) -> &'static str {
        let number = self.number();
        if let Some(File::Goal(page)) = files.get_mut(path) {
            let former = std::mem::replace(&mut page.id, format!("r{number}"));
            page.formerly.push(former);
        }
        "rename"
    }

    /// A file that is no goal.
    fn change_note(&mut self, files: &mut Tree) -> &'static str {
        let number = self.number();
        files.insert("README.md".to_owned(), File::Text(format!("Note {number}\n")));
        "note"
    }

    /// Gives one goal another target.
    pub(super) fn lower_one(&mut self, chance: &mut Chance, files: &mut Tree) {
        let goals = goals(files);
        if let Some(file) =
            (!goals.is_empty()).then(|| &goals[chance.below(goals.len())]).and_then(|path| files.get_mut(path))
        {
            *file = self.lowered(file.clone());
        }
    }

    fn lowered(&mut self, file: File) -> File {
        let number = i64::from(self.number());
        match file {
            File::Goal(mut page) => {
                match page.steps.first_mut() {
                    Some(step) => step.due = days::day(2026, 11, 1) + number % 50,
                    None => page.target = 100 + number,
                }
                File::Goal(page)
            }
            other => other,
        }
    }
}

/// A goal as it was at some time before.
fn revert(chance: &mut Chance, files: &mut Tree, path: &str, past: &[&Tree]) -> &'static str {
    let Some(File::Goal(page)) = files.get(path) else { return "nothing" };
    let (id, formerly) = (page.id.clone(), page.formerly.clone());
    let earlier = versions(past, |it| it.origin == page.origin);
    if !earlier.is_empty() {
        let back = if chance.one_in(2) { earlier.len() - 1 } else { chance.below(earlier.len()) };
        files.insert(path.to_owned(), File::Goal(Page { id, formerly, ..earlier[back].clone() }));
    }
    "revert"
}

/// Where there are two files of one goal, the older goes.
fn remove_a_copy(files: &mut Tree) -> &'static str {
    let is_copied = |path: &String| {
        let id = files.get(path).and_then(page_of).map(|page| &page.id);
        !path.starts_with("copy") && files.values().filter(|it| page_of(it).map(|page| &page.id) == id).count() > 1
    };
    if let Some(path) = goals(files).into_iter().find(is_copied) {
        files.remove(&path);
    }
    "remove a copy"
}

/// What comes of a file that both sides of a merge changed.
pub(super) fn settle(
    chance: &mut Chance,
    was: Option<&File>,
    ours: Option<&File>,
    theirs: Option<&File>,
) -> Option<File> {
    if let (Some(File::Goal(was)), Some(File::Goal(ours)), Some(File::Goal(theirs))) = (was, ours, theirs)
        && ours.id == theirs.id
        && !chance.one_in(3)
    {
        // By field, as a careful person merges.
        let mut page = ours.clone();
        if theirs.target != was.target {
            page.target = theirs.target;
        }
        if theirs.checked_in() != was.checked_in() && (ours.checked_in() == was.checked_in() || chance.one_in(2)) {
            (page.current, page.as_of, page.confidence) = theirs.checked_in();
        }
        if theirs.steps != was.steps {
            page.steps.clone_from(&theirs.steps);
        }
        if theirs.title != was.title {
            page.title = theirs.title;
        }
        return Some(File::Goal(page));
    }
    if chance.one_in(2) { ours } else { theirs }.cloned()
}

/// The paths of goal files that are not those of the objectives.
fn goals(files: &Tree) -> Vec<String> {
    files.iter().filter(|(_, file)| page_of(file).is_some()).map(|(path, _)| path.clone()).collect()
}

fn page_of(file: &File) -> Option<&Page> {
    match file {
        File::Goal(page) | File::Broken(page) => Some(page),
        File::Kpi(_) | File::Text(_) => None,
    }
}

/// The versions that goals had, the oldest first.
fn versions<'t>(past: &[&'t Tree], is_wanted: impl Fn(&Page) -> bool) -> Vec<&'t Page> {
    let files = past.iter().flat_map(|tree| tree.values());
    files
        .filter_map(|file| if let File::Goal(page) = file { Some(page) } else { None })
        .filter(|it| is_wanted(it))
        .collect()
}

fn check_in(page: &mut Page, chance: &mut Chance, number: u32, today: Day) {
    let few = |chance: &mut Chance, end: usize| i64::try_from(chance.below(end)).expect("few");
    match chance.below(12) {
        1..12 if page.measured == Measured::Steps => {
            if let Some(step) = page.steps.iter_mut().find(|step| step.done.is_none()) {
                step.done = Some(today - few(chance, 4));
            }
        }
        1..12 if page.measured == Measured::OfKpi => page.confidence = page.confidence.map(|_| 1 + number % 9),
        0 => page.confidence = page.confidence.map(|_| 1 + number % 9),
        // The value is written anew, its day stays.
        1 => page.current = Some(i64::from(number)),
        2 => page.as_of = page.as_of.map(|day| day - few(chance, 9)),
        what => {
            let day = match what {
                3 => today + few(chance, 500),
                4 => today - few(chance, 30),
                _ => today,
            };
            (page.current, page.as_of) = (Some(i64::from(number)), page.as_of.map(|_| day));
            if chance.one_in(3) {
                page.confidence = page.confidence.map(|_| 1 + number % 9);
            }
        }
    }
}

/// Removes the value, or says that the last milestone is not done after all.
fn take_back(page: &mut Page) {
    (page.current, page.as_of) = (None, None);
    if let Some(step) = page.steps.iter_mut().rev().find(|step| step.done.is_some()) {
        step.done = None;
    }
}

fn move_goalpost(page: &mut Page, chance: &mut Chance, number: u32) {
    let days_on = Day::from(number % 50);
    match chance.below(12) {
        0 | 5..12 if page.measured == Measured::Steps => {
            let at = chance.below(page.steps.len());
            if page.steps.len() > 1 && chance.one_in(6) {
                page.steps.remove(at);
            } else if chance.one_in(3) {
                page.steps[at].weight = 1 + number % 5;
            } else {
                page.steps[at].due = days::day(2026, 11, 1) + days_on;
            }
        }
        5 if page.measured == Measured::OfKpi => page.kpi = chance.pick(&["u", "u2"]),
        0 if matches!(page.measured, Measured::Reach | Measured::OfKpi) => page.baseline = i64::from(number % 7),
        1 if page.commitment.is_some() => page.commitment = Some(chance.pick(&["committed", "aspirational"])),
        2 if page.weight.is_some() => page.weight = Some(1 + number % 5),
        3 if page.period.is_some() => page.period = Some(chance.pick(&["2026-Q4", "2026-H2"])),
        4 => page.measures = chance.pick(&["o", "o2"]),
        5 => page.unit = chance.pick(&["calls", "minutes"]),
        // Back to where it was.
        6 | 7 => page.target = 100,
        _ => page.target = 100 + i64::from(number),
    }
}

fn explain(page: &mut Page, chance: &mut Chance, number: u32, today: Day) {
    if chance.one_in(2) {
        page.reason = Some(format!("reason {number}"));
        return;
    }
    let kind = chance.pick(&["decision", "note"]);
    let about = chance.pick(&[None, Some("target"), Some("weight")]);
    page.log.push(Entry { day: today, kind, about, text: format!("entry {number}") });
}
