//! A small reader of histories, written from what the documentation promises and without the program's own code: the
//! observations of each goal, its moved goalposts, and who made them.

mod aside;
mod files;
mod followed;
mod judged;
mod known;
mod moves;
mod of_kpi;
mod removed;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::days::Day;
use super::page::{Measured, Page};
use super::story::{File, Story};
use files::{goal_files, id_of, in_sight, is_in_sight, names, pages_in, readable};
use known::{Known, standing};
pub(super) use moves::Moved;
use removed::{says_less, says_more};

/// A value of a goal on a day.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Point {
    pub(super) day: Day,
    pub(super) value: Option<i64>,
    pub(super) confidence: Option<u32>,
    /// How much of its milestones was done, without a value: in bits of the share.
    way: Option<u64>,
    /// The commit that made it.
    pub(super) commit: usize,
    /// The commits that may be named as having withdrawn it: those of several lines that did.
    pub(super) withdrawn: Vec<usize>,
    /// Whether that removed the value.
    pub(super) is_removed: bool,
    /// Whether it only says that there is no value any more, which is no point to be shown.
    pub(super) is_gone: bool,
}

/// The goals that are known at a commit, by their present ids.
type Line<'s> = BTreeMap<String, Known<'s>>;

/// A commit that made a goal another than all parents have.
struct Revision<'s> {
    commit: usize,
    /// The last known version on each line that led to it.
    before: Vec<&'s Page>,
    after: Option<&'s Page>,
}

/// What is known along some commits.
struct Account<'s> {
    lines: HashMap<usize, Line<'s>>,
    revisions: HashMap<String, Vec<Revision<'s>>>,
    /// The files that stood beside others with the same id, and took their place when these were gone.
    successors: BTreeSet<&'s str>,
}

/// The reader of one story, from one of its commits.
pub(super) struct Reader<'s> {
    story: &'s Story,
    tip: usize,
    /// The present id of each former one.
    became: HashMap<&'s str, &'s str>,
    /// The paths out of sight at which goals of today lay.
    aside: BTreeSet<&'s str>,
    /// The files that took the place of others with the same id in the end.
    successors: BTreeSet<&'s str>,
    /// For each commit of the history that git shows of the goals' folder the parents by which it goes on.
    followed: BTreeMap<usize, Vec<usize>>,
    days: Vec<Day>,
}

impl<'s> Reader<'s> {
    pub(super) fn new(story: &'s Story, tip: usize) -> Self {
        let (became, aside, days) = (HashMap::new(), BTreeSet::new(), Vec::new());
        let (followed, successors) = (followed::follow(story, tip, &aside), BTreeSet::new());
        let mut reader = Self { story, tip, became, aside, successors, followed, days };
        reader.find_former_ids();
        reader.aside = reader.find_aside();
        reader.followed = followed::follow(story, tip, &reader.aside);
        reader.find_former_ids();
        reader.count_days();
        let shown: Vec<usize> = reader.followed.keys().copied().collect();
        reader.successors = reader.account(&shown, |place| reader.followed_from(place)).successors;
        reader
    }

    /// The ids of the goals that can be compared: each in one file, and no two claim an id.
    pub(super) fn goals(&self) -> Vec<&'s str> {
        let pages: Vec<&Page> = readable(&self.story.commits[self.tip].files).collect();
        let claims = |id: &String| pages.iter().flat_map(|page| names(page)).filter(|it| *it == id).count();
        let held = in_sight(&self.story.commits[self.tip].files).map(|(_, file)| id_of(file));
        let held: Vec<&str> = held.flatten().collect();
        // A goal whose id was changed on a line that was given up is another one by its id.
        let ever: Vec<&Page> =
            self.followed.keys().flat_map(|at| pages_in(self.story.commits[*at].files.values())).collect();
        let is_sound = |page: &&&Page| {
            names(page).all(|id| claims(id) == 1)
                && held.iter().filter(|id| self.resolve(id) == page.id).count() == 1
                && ever.iter().filter(|it| it.origin == page.origin).all(|it| self.resolve(&it.id) == page.id)
        };
        pages.iter().filter(is_sound).map(|page| page.id.as_str()).collect()
    }

    fn find_former_ids(&mut self) {
        let files = self.followed.keys().flat_map(|place| goal_files(&self.story.commits[*place].files, &self.aside));
        let pages = pages_in(files.map(|(_, file)| file));
        let former = pages.flat_map(|page| page.formerly.iter().map(|former| (former.as_str(), page.id.as_str())));
        self.became = former.collect();
    }

    /// The id that a goal has today, by one that it had.
    fn resolve<'i>(&'i self, mut id: &'i str) -> &'i str {
        while let Some(next) = self.became.get(id).filter(|_| !self.is_present(id)) {
            id = next;
        }
        id
    }

    /// Whether a goal is there at the commit from which history is read.
    fn is_present(&self, id: &str) -> bool {
        readable(&self.story.commits[self.tip].files).any(|page| page.id == id)
    }

    /// A commit's day is its committer's, but never before its parents'. A parent dated later than both today and the
    /// revision read is disregarded. What changes no goals counts by its time: its zone is not read.
    fn count_days(&mut self) {
        let own = |place: usize| self.story.commits[place].committed;
        let horizon = own(self.tip).day().max(self.story.today);
        let trunk = self.trunk();
        let landed: Vec<usize> = trunk.windows(2).filter(|it| self.differ(it[0], it[1])).map(|it| it[1]).collect();
        // The day before which none after a commit is, and the latest moment so far.
        let mut passed: Vec<(Day, i64, Day)> = Vec::new();
        for place in 0..self.story.commits.len() {
            let moment = own(place);
            let before = self.parents_for_days(place, &trunk).into_iter().map(|parent| passed[parent]);
            let (mut until, mut latest) = (Day::MIN, (i64::MIN, Day::MIN));
            for (day, time, of) in before {
                (until, latest) = (until.max(day), latest.max((time, of)));
            }
            let later = if latest.0 > moment.seconds { latest.1 } else { Day::MIN };
            let day = moment.day().max(until).max(later);
            if moment.day() <= horizon {
                until = if self.changes_goals(place) || landed.contains(&place) { day } else { until };
                latest = latest.max((moment.seconds, moment.day()));
            }
            self.days.push(day);
            passed.push((until, latest.0, latest.1));
        }
    }

    /// The parents that tell of a commit's day: those of whom it has something. A side that it threw away tells nothing.
    fn parents_for_days(&self, place: usize, trunk: &[usize]) -> Vec<usize> {
        let before = trunk.windows(2).find(|it| it[1] == place).map(|it| it[0]);
        match (before, self.followed.get(&place)) {
            (Some(before), _) if !self.differ(before, place) => vec![before],
            (None, Some(followed)) => followed.clone(),
            _ => self.all_parents(place),
        }
    }

    /// Whether the goals' folder of a commit is that of none of its parents.
    fn changes_goals(&self, place: usize) -> bool {
        self.story.commits[place].parents.iter().all(|parent| self.differ(*parent, place))
    }

    /// Whether the goal files of two commits differ.
    fn differ(&self, one: usize, other: usize) -> bool {
        followed::differ(self.story, one, other, &self.aside)
    }

    /// What is known of all goals along some commits, which stand after their parents; of some parents alone.
    fn account(&self, commits: &[usize], parents: impl Fn(usize) -> Vec<usize>) -> Account<'s> {
        let mut account = Account { lines: HashMap::new(), revisions: HashMap::new(), successors: BTreeSet::new() };
        for place in commits {
            let parents = parents(*place);
            let before: Vec<Line> = parents.iter().map(|parent| account.lines[parent].clone()).collect();
            let line = self.take(&mut account, *place, &parents, &before);
            account.lines.insert(*place, line);
        }
        account
    }

    fn take(&self, account: &mut Account<'s>, place: usize, parents: &[usize], before: &[Line<'s>]) -> Line<'s> {
        let here = self.files(place);
        let sides: Vec<_> = parents.iter().map(|parent| self.files(*parent)).collect();
        let ids: BTreeSet<&String> = before.iter().flat_map(BTreeMap::keys).chain(here.keys()).collect();
        let mut line = Line::new();
        for id in ids {
            let files = here.get(id).cloned().unwrap_or_default();
            let same = |side: &BTreeMap<String, _>| side.get(id).cloned().unwrap_or_default() == files;
            let known = |at: usize| before[at].get(id).cloned();
            // What is the same in a parent came from there.
            if let Some(side) = sides.iter().position(same) {
                let standing = known(side).or_else(|| (0..before.len()).find_map(known));
                line.insert(id.clone(), standing.unwrap_or_default());
                continue;
            }
            let known: Vec<Known> = (0..before.len()).map(|at| known(at).unwrap_or_default()).collect();
            let before = sides.first().and_then(|side| side.get(id)).cloned().unwrap_or_default();
            let after = standing(files, &known, &before, &self.successors);
            account.successors.extend(known.first().and_then(|own| own.successor(&after)));
            let same = known.iter().find(|it| it.counted() == after.counted() && after.counts.is_some());
            let is_unreadable = after.counts.is_some() && after.readable().is_none();
            if same.is_none() && !is_unreadable {
                let before = known.iter().filter_map(|it| it.version).collect();
                let revision = Revision { commit: place, before, after: after.readable() };
                account.revisions.entry(id.clone()).or_default().push(revision);
            }
            line.insert(id.clone(), after);
        }
        line
    }

    /// The files of each goal at a commit.
    fn files(&self, place: usize) -> BTreeMap<String, BTreeMap<&'s str, &'s File>> {
        let mut files: BTreeMap<String, BTreeMap<&str, &File>> = BTreeMap::new();
        for (path, file) in goal_files(&self.story.commits[place].files, &self.aside) {
            // What is not there today is gone, wherever its file lies.
            let id = id_of(file).map(|id| self.resolve(id)).filter(|id| is_in_sight(path) || self.is_present(id));
            if let Some(id) = id {
                files.entry(id.to_owned()).or_default().insert(path, file);
            }
        }
        files
    }

    fn followed_from(&self, place: usize) -> Vec<usize> {
        self.followed.get(&place).cloned().unwrap_or_default()
    }

    fn all_parents(&self, place: usize) -> Vec<usize> {
        self.story.commits[place].parents.clone()
    }

    /// When a commit was made by all that the clocks of those before it said.
    fn time(&self, place: usize) -> (i64, i64, usize) {
        let own = |place: usize| self.story.commits[place].committed.seconds;
        let before =
            ancestors(place, |place| self.followed_from(place)).into_iter().filter(|it| self.changes_goals(*it));
        (before.map(own).chain([own(place)]).max().unwrap_or(0), own(place), place)
    }

    /// Of some commits the one that comes last: none comes after it, and of unrelated ones the latest in time.
    fn last(&self, of: &[usize]) -> Option<usize> {
        let is_before = |a: usize, b: usize| ancestors(b, |place| self.followed_from(place)).contains(&a);
        let heads = of.iter().copied().filter(|one| !of.iter().any(|other| is_before(*one, *other)));
        heads.max_by_key(|place| self.time(*place))
    }

    /// The observations of every goal.
    pub(super) fn observations(&self) -> BTreeMap<String, Vec<Point>> {
        let shown: Vec<usize> = self.followed.keys().copied().collect();
        let account = self.account(&shown, |place| self.followed_from(place));
        let mut points: BTreeMap<String, Vec<Point>> = BTreeMap::new();
        for (id, revisions) in &account.revisions {
            points.insert(id.clone(), self.points(revisions, &self.line_of(id, &account)));
        }
        for page in readable(&self.story.commits[self.tip].files).filter(|page| page.measured == Measured::OfKpi) {
            let revisions = account.revisions.get(&page.id).map_or(&[][..], Vec::as_slice);
            let of_kpis = self.points_of_kpis(page, revisions, &points);
            points.insert(page.id.clone(), of_kpis);
        }
        for points in points.values_mut() {
            points.retain(|it| !it.is_gone);
        }
        points
    }

    /// Whether a goal is a draft now.
    pub(super) fn is_draft(&self, id: &str) -> bool {
        readable(&self.story.commits[self.tip].files).any(|page| page.id == id && page.draft)
    }

    /// The goals of which a version can be read at a commit or before it, by their present ids.
    pub(super) fn known_at(&self, base: usize) -> BTreeSet<String> {
        // What a branch added and removed again the trunk never had: git does not show it of the goals' folder.
        let followed = followed::follow(self.story, base, &self.aside);
        let shown: Vec<usize> = followed.keys().copied().collect();
        let mut account = self.account(&shown, |place| followed[&place].clone());
        let line = account.lines.remove(&base).unwrap_or_default();
        // What a merge threw away of a branch is new when it is there again: along the trunk it never was.
        let has = |place: usize, id: &String| self.files(place).contains_key(id);
        let drops = |place: &usize, id: &String| {
            let parents = &self.story.commits[*place].parents;
            parents.len() > 1 && !has(*place, id) && parents.iter().any(|parent| has(*parent, id))
        };
        let is_dropped = |id: &String| !has(base, id) && (0..=base).any(|place| drops(&place, id));
        let has_version = |(id, known): (String, Known<'s>)| known.version.map(|_| id);
        let known: BTreeSet<String> = line.into_iter().filter_map(has_version).filter(|id| !is_dropped(id)).collect();
        // What a merge dropped of the trunk itself was there.
        let trunk = self.trunk();
        let Some(at) = trunk.iter().position(|place| *place == base) else { return known };
        let before = |place: usize| trunk[..=at].windows(2).filter(|it| it[1] == place).map(|it| it[0]).collect();
        let along = self.account(&trunk[..=at], before).lines.remove(&base).unwrap_or_default();
        known.into_iter().chain(along.into_iter().filter_map(has_version)).collect()
    }

    /// The observations of the revisions of a goal. `line` are those that led to what it is now.
    fn points(&self, revisions: &[Revision], line: &BTreeSet<usize>) -> Vec<Point> {
        let mut points: Vec<Point> = Vec::new();
        let mut given_up = BTreeSet::new();
        for revision in revisions {
            let Some(after) = revision.after else { continue };
            given_up.extend(self.rivals(&points, revision));
            let is_same = |before: &&Page| (before.checked_in(), before.done()) == (after.checked_in(), after.done());
            let is_empty = after.current.is_none() && after.done().is_empty();
            if revision.before.iter().any(is_same) || (revision.before.is_empty() && is_empty) {
                continue;
            }
            self.mend_slip(&mut points, revision);
            if self.restores(&mut points, revision) {
                continue;
            }
            self.remove_value(&mut points, revision);
            let is_before = |before: &&Page| before.as_of.is_some_and(|day| after.as_of.is_some_and(|to| to < day));
            let sets_back = !revision.before.is_empty() && revision.before.iter().all(is_before);
            if let Some(to) = after.as_of.filter(|_| sets_back) {
                let ancestors = ancestors(revision.commit, |place| self.followed_from(place));
                let known: Vec<usize> =
                    (0..points.len()).filter(|at| ancestors.contains(&points[*at].commit)).collect();
                for at in &known {
                    // One that was withdrawn before stays so.
                    let point = &mut points[*at];
                    if point.day > to && !point.withdrawn.iter().any(|by| ancestors.contains(by)) {
                        point.withdrawn.push(revision.commit);
                    }
                }
                let same = known.iter().filter(|at| points[**at].day == to && points[**at].withdrawn.is_empty());
                let last = self.last(&same.clone().map(|at| points[*at].commit).collect::<Vec<_>>());
                let returns = |point: &Point| (point.value, point.confidence) == (after.current, after.confidence);
                if same.map(|at| &points[*at]).any(|point| Some(point.commit) == last && returns(point)) {
                    continue;
                }
            }
            let is_said = revision.before.iter().all(|before| says_more(before, after));
            if !is_said && !revision.before.iter().all(|before| says_less(before, after)) {
                continue;
            }
            let brings_day = is_said && revision.before.iter().all(|before| before.as_of != after.as_of);
            let said = after.as_of.filter(|_| brings_day && after.current.is_some());
            let day = said.unwrap_or_else(|| self.day_of_writing(&points, revision));
            let (value, confidence, commit) = (after.current, after.confidence, revision.commit);
            if value.is_some() {
                self.fill_gaps(&mut points, commit, day);
            }
            let is_gone = !is_said && after.steps.is_empty();
            let way = after.way();
            points.push(Point {
                day,
                value,
                confidence,
                way,
                commit,
                withdrawn: Vec::new(),
                is_removed: false,
                is_gone,
            });
        }
        self.restore_what_stands(&mut points, revisions);
        self.keep_one_a_day(&mut points, &|commit| line.contains(&commit) && !given_up.contains(&commit));
        points
    }
}

/// All ancestors of a commit, by some parents.
fn ancestors(of: usize, parents: impl Fn(usize) -> Vec<usize>) -> BTreeSet<usize> {
    let (mut found, mut open) = (BTreeSet::new(), parents(of));
    while let Some(place) = open.pop() {
        if found.insert(place) {
            open.extend(parents(place));
        }
    }
    found
}
