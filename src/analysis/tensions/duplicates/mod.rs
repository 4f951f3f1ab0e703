//! Duplicates: live goals of the same kind, in different lines, with nearly the same text.

mod exemption;

use std::collections::{HashMap, VecDeque};

use crate::analysis::numbers::measure::unit_of;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::text::similarity::{Alike, COMMON_TERMS, Texts};
use crate::analysis::text::terms::Terms;
use crate::model::{Goal, GoalIx, Kind};

/// The most words of a goal's text that are compared; a title has about ten.
const MOST_WORDS: usize = 200;

/// Goals with nearly the same text, each similar to at least one other of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// The goals, by id; at least two.
    pub goals: Vec<GoalIx>,
    /// The lowest cosine of the pairs that connect them, 0 to 1.
    pub similarity: f64,
    /// The words of the first goal's text that all of them have, in its order.
    pub terms: Vec<String>,
}

/// The clusters of duplicates, objectives before key results, by the lowest id.
///
/// A pair is no duplicate if any of these is true:
///
/// - one was handed down from the other, or both from a third with a similar text;
/// - their periods share no day, or one team has one for the year and one for a part of it;
/// - one continues the other, or both continue the same goal;
/// - both belong to one team and have few words in common;
/// - each names something that the other does not;
/// - one title asks for more of something and the other for less;
/// - they are key results of one objective with different titles;
/// - both name a source, and not the same;
/// - they conflict.
#[must_use]
pub fn duplicates(snapshot: &Snapshot<'_>) -> Vec<Cluster> {
    let mut terms = Terms::new();
    [Kind::Objective, Kind::KeyResult].iter().flat_map(|kind| of_kind(snapshot, *kind, &mut terms)).collect()
}

/// The texts by which a goal is compared: an objective's title; a key result's title, metric name and unit.
fn texts_of<'w>(snapshot: &Snapshot<'w>, goal: &'w Goal) -> [&'w str; 3] {
    let Some(metric) = &goal.metric else { return [&goal.title, "", ""] };
    let kpi = snapshot.workspace.kpi_of(metric);
    let of_kpi = kpi.and_then(|kpi| snapshot.goal(kpi).metric.as_ref()).and_then(|metric| metric.name.as_deref());
    let name = metric.name.as_deref().or(of_kpi).unwrap_or_default();
    [&goal.title, name, unit_of(snapshot.workspace, metric).unwrap_or_default()]
}

/// The clusters of one kind of goals.
fn of_kind(snapshot: &Snapshot<'_>, kind: Kind, terms: &mut Terms) -> Vec<Cluster> {
    let mut goals: Vec<GoalIx> =
        snapshot.live_goals().filter(|(_, goal)| goal.kind == kind).map(|(ix, _)| ix).collect();
    goals.sort_by(|a, b| snapshot.goal(*a).id.cmp(&snapshot.goal(*b).id));
    let texts: Vec<Vec<u32>> = goals
        .iter()
        .map(|ix| {
            let mut found = Vec::new();
            terms.of_goal(&texts_of(snapshot, snapshot.goal(*ix)), |_, term| found.push(term));
            found.truncate(MOST_WORDS);
            found
        })
        .collect();
    let mut search = Search::new(snapshot, goals, Texts::weigh(&texts));
    let mut clusters = Vec::new();
    for text in 0..search.goals.len() {
        let (members, similarity) = search.cluster(text);
        if members.len() > 1 {
            let terms = common_words(snapshot, terms, &search.goals, &texts, &members);
            let mut goals: Vec<GoalIx> = members.iter().map(|text| search.goals[*text]).collect();
            goals.sort_by(|a, b| snapshot.goal(*a).id.cmp(&snapshot.goal(*b).id));
            clusters.push(Cluster { goals, similarity, terms });
        }
    }
    clusters
}

/// The words of the first goal's text that all texts of a cluster have.
fn common_words(
    snapshot: &Snapshot<'_>,
    terms: &mut Terms,
    goals: &[GoalIx],
    texts: &[Vec<u32>],
    members: &[usize],
) -> Vec<String> {
    let mut common: Vec<u32> = texts[members[0]].clone();
    for text in &members[1..] {
        common.retain(|term| texts[*text].contains(term));
    }
    let mut words = Vec::new();
    terms.of_goal(&texts_of(snapshot, snapshot.goal(goals[members[0]])), |word, term| {
        if common.contains(&term) {
            common.retain(|it| *it != term);
            words.push(word.to_lowercase());
        }
    });
    words
}

/// The search for clusters among the goals of one kind.
struct Search<'s, 'w> {
    snapshot: &'s Snapshot<'w>,
    /// The goals by id; a text has the index of its goal.
    goals: Vec<GoalIx>,
    texts: Texts,
    place: HashMap<GoalIx, usize>,
    /// The texts of each objective's key results that are similar to any other text.
    by_objective: HashMap<GoalIx, Vec<usize>>,
    /// The classes similar to each class, including itself, in `other`.
    alike: Vec<Vec<Alike>>,
    /// The texts of each class that are in no cluster yet, the last one first.
    left: Vec<Vec<usize>>,
    taken: Vec<bool>,
    /// For each text the similar texts of goals above it; none until computed.
    above: Vec<Option<Vec<usize>>>,
    /// The number of pairs that may still be checked for exemptions. Only very many equal goals in one line use it up.
    budget: usize,
}

impl<'s, 'w> Search<'s, 'w> {
    fn new(snapshot: &'s Snapshot<'w>, goals: Vec<GoalIx>, texts: Texts) -> Self {
        let mut left = vec![Vec::new(); texts.classes()];
        for text in (0..goals.len()).rev() {
            left[texts.class(text) as usize].push(text);
        }
        let mut alike = vec![Vec::new(); texts.classes()];
        for (class, same) in (0..).zip(&left) {
            if same.len() > 1 && texts.terms(class) >= COMMON_TERMS {
                let common = texts.terms(class);
                alike[class as usize].push(Alike { one: class, other: class, cosine: 1.0, common });
            }
        }
        for pair in texts.alike() {
            alike[pair.one as usize].push(pair);
            alike[pair.other as usize].push(Alike { one: pair.other, other: pair.one, ..pair });
        }
        let place = goals.iter().enumerate().map(|(at, goal)| (*goal, at)).collect();
        let mut by_objective: HashMap<GoalIx, Vec<usize>> = HashMap::new();
        for (text, goal) in goals.iter().enumerate().filter(|(text, _)| !alike[texts.class(*text) as usize].is_empty())
        {
            if let Some(objective) = snapshot.objective_of(snapshot.goal(*goal)) {
                by_objective.entry(objective).or_default().push(text);
            }
        }
        let count = goals.len();
        Self {
            snapshot,
            goals,
            texts,
            place,
            by_objective,
            alike,
            left,
            taken: vec![false; count],
            above: vec![None; count],
            budget: 100_000 + 20 * count,
        }
    }

    /// Removes a text and all texts connected to it by similar pairs, and returns them with the lowest cosine of the
    /// pairs.
    ///
    /// Each candidate is either taken, and not visited again, or exempt for the text at hand. So equal texts do not
    /// cost a comparison of all pairs.
    fn cluster(&mut self, first: usize) -> (Vec<usize>, f64) {
        let mut lowest = 1.0_f64;
        if self.taken[first] || self.alike[self.texts.class(first) as usize].is_empty() {
            return (Vec::new(), lowest);
        }
        self.taken[first] = true;
        let mut members = vec![first];
        let mut queue = VecDeque::from([first]);
        while let Some(text) = queue.pop_front() {
            let class = self.texts.class(text) as usize;
            for at in 0..self.alike[class].len() {
                let pair = self.alike[class][at];
                let mut waiting = std::mem::take(&mut self.left[pair.other as usize]);
                waiting.retain(|candidate| {
                    if self.taken[*candidate] {
                        return false;
                    }
                    // With the budget used up no pair is a duplicate: a missing finding is better than a check without
                    // end.
                    if self.budget == 0 || self.is_exempt(text, *candidate, pair) {
                        self.budget = self.budget.saturating_sub(1);
                        return true;
                    }
                    self.taken[*candidate] = true;
                    lowest = lowest.min(pair.cosine);
                    members.push(*candidate);
                    queue.push_back(*candidate);
                    false
                });
                self.left[pair.other as usize] = waiting;
            }
        }
        (members, lowest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Workspace, parse_day};
    use crate::source::SourceSet;

    const TITLE: &str = "Cut the waiting time of small shops for their first card terminal";

    fn found(goals: &[String]) -> Vec<Vec<String>> {
        let texts = goals.iter().enumerate().map(|(at, goal)| (format!("{at}.yaml"), goal.replace("; ", "\n") + "\n"));
        let workspace = Workspace::read(SourceSet::from_texts(texts));
        let snapshot = Snapshot::take(&workspace, parse_day("2026-11-21").expect("a day"));
        let ids = |it: Cluster| it.goals.iter().map(|ix| snapshot.goal(*ix).id.clone()).collect();
        duplicates(&snapshot).into_iter().map(ids).collect()
    }

    /// An objective that says the same as all others, and more of it.
    fn objective(id: &str, more: &str) -> String {
        let period = if more.contains("period:") { "" } else { "; period: 2026-Q4" };
        format!("kind: objective; id: {id}; title: {TITLE}{period}{more}")
    }

    fn key_result(id: &str, measures: &str, more: &str) -> String {
        format!("kind: key_result; id: {id}; title: {TITLE}; measures: {measures}; period: 2026-Q4{more}")
    }

    const NONE: Vec<Vec<String>> = Vec::new();

    #[test]
    fn what_is_handed_down_is_no_duplicate() {
        let (top, a, b) =
            (objective("top", ""), objective("a", "; supports: [top]"), objective("b", "; supports: [top]"));
        assert_eq!(found(&[top.clone(), a.clone(), b.clone()]), NONE, "both have it from the top");
        assert_eq!(found(&[top, a, b, objective("c", "")]), [["a", "b", "c", "top"]], "it joins them all");
        let [up, down, beside] =
            ["up", "down; supports: [up]", "beside"].map(|id| format!("kind: objective; id: {id}; title: Other"));
        let (high, low) = (key_result("high", "up", ""), key_result("low", "down", ""));
        assert_eq!(found(&[up.clone(), down.clone(), beside.clone(), high.clone(), low.clone()]), NONE);
        let apart = key_result("apart", "beside", "");
        assert_eq!(found(&[up, down, beside, high, low, apart]), [["apart", "high", "low"]]);
    }

    #[test]
    fn other_times_and_parts_of_them_are_no_duplicates() {
        assert_eq!(found(&[objective("a", ""), objective("b", "; period: 2027-Q1")]), NONE);
        assert_eq!(found(&[objective("a", ""), objective("b", "; period: 2026")]), [["a", "b"]]);
        let (quarter, year) = (objective("a", "; team: t"), objective("b", "; team: t; period: 2026"));
        assert_eq!(found(&[quarter, year]), NONE, "one team's quarter of its year");
        assert_eq!(found(&[objective("a", ""), objective("b", "; continues: a")]), NONE);
        let three =
            [objective("a", "; state: achieved"), objective("b", "; continues: a"), objective("c", "; continues: a")];
        assert_eq!(found(&three), NONE);
    }

    #[test]
    fn numbers_of_other_sources_and_of_one_objective_are_no_duplicates() {
        let metric = |source: &str| {
            format!("; metric: {{name: waiting time, unit: days, baseline: 9, target: 2, source: {source}}}")
        };
        let (a, b) = (key_result("a", "o", &metric("x")), key_result("b", "p", &metric("y")));
        let objectives = ["o", "p"].map(|id| format!("kind: objective; id: {id}; title: Other"));
        let with =
            |a: &String, b: &String| found(&[objectives[0].clone(), objectives[1].clone(), a.clone(), b.clone()]);
        assert_eq!(with(&a, &b), NONE);
        assert_eq!(with(&a, &key_result("b", "p", &metric("x"))), [["a", "b"]]);
        let other = key_result("b", "o", "").replace("Cut", "Halve");
        assert_eq!(with(&a, &other), NONE, "two results of one objective");
        assert_eq!(with(&a, &key_result("b", "o", "")), [["a", "b"]], "but not the very same");
    }

    #[test]
    fn few_words_are_not_enough_and_fewer_in_one_team() {
        let say =
            |id: &str, title: &str, team: &str| format!("kind: objective; id: {id}; title: {title}; team: {team}");
        let pair = |title: &str, team: &str| found(&[say("a", title, "t"), say("b", title, team)]);
        assert_eq!(pair("Improve onboarding quality", "u"), NONE);
        assert_eq!(pair("Improve onboarding quality in Lagos", "u"), [["a", "b"]]);
        assert_eq!(pair("Improve onboarding quality in Lagos", "t"), NONE);
        assert_eq!(pair("Improve onboarding quality for shops and drivers in Lagos", "t"), [["a", "b"]]);
    }

    #[test]
    fn the_same_words_for_another_thing_are_no_duplicate() {
        let say = |id: &str, title: &str| format!("kind: objective; id: {id}; title: {title}");
        let pair = |a: &str, b: &str| found(&[say("a", a), say("b", b)]);
        let with = |city: &str| format!("Cut the waiting time of small shops for card terminals in the city of {city}");
        assert_eq!(pair(&with("Lagos"), &with("Accra")), NONE, "another city");
        assert_eq!(pair(&with("Lagos"), &with("Lagos and its airport region")), NONE, "too much more");
        assert_eq!(pair(&with("Lagos"), &with("Lagos again")), [["a", "b"]]);
        assert_eq!(pair(&with("Lagos"), &with("greater Lagos")), [["a", "b"]], "one only says more");
        assert_eq!(pair(&with("Lagos"), &with("Lagos").replace("Cut", "Grow")), NONE, "the opposite");
        assert_eq!(pair(&with("Lagos"), &with("Lagos").replace("Cut", "Halve")), [["a", "b"]]);
        let german = "Die Wartezeit kleiner Läden auf Kartenleser in der Stadt Lagos halbieren";
        assert_eq!(pair(german, &german.replace("Die", "die")), [["a", "b"]]);
        assert_eq!(pair(german, &german.replace("Wartezeit", "Wartezeiten")), NONE, "exact words");
    }

    #[test]
    fn thousands_of_equal_goals_are_one_cluster_at_once() {
        let many: Vec<String> = (0..1000).map(|at| objective(&format!("g{at:04}"), "")).collect();
        assert_eq!(found(&many)[0].len(), 1000);
        let line: Vec<String> =
            (0..1000).map(|at| objective(&format!("g{at:04}"), &format!("; supports: [g{:04}]", at + 1))).collect();
        assert!(found(&line[..60]).is_empty());
        assert!(found(&line).len() <= 1);
    }
}
