//! Goals with nearly the same text in different lines: duplicates, and the same work of sibling teams.

mod exemption;
mod search;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use self::search::{ClusterRelation, Search};
use crate::analysis::numbers::measure::unit_of;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::text::likeness::{COMPARED_KINDS, GoalTexts, LikeTexts, Likeness};
use crate::analysis::text::term_lists::TermLists;
use crate::model::{Goal, GoalIx, Kind};
use crate::source::InOrder as _;

/// The least number of teams whose common work is worth a goal above.
const MANY_TEAMS: usize = 3;

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

/// The clusters of duplicates, objectives before key results, by the lowest id; those of objectives with key results
/// come last.
///
/// A pair is no duplicate if any of these is true:
///
/// - one was handed down from the other, or both from a third with a similar text;
/// - their periods share no day, or one team has one for the year and one for a part of it;
/// - one continues the other, or both continue the same goal;
/// - both belong to one team and have few words in common, unless they are the very same;
/// - sibling teams have it with numbers of their own, each another target or another source;
/// - each names something that the other does not;
/// - one title asks for more of something and the other for less;
/// - they are key results of one objective with different titles;
/// - both name a source, and not the same: two numbers;
/// - they conflict.
pub fn duplicates(snapshot: &Snapshot<'_>) -> Vec<Cluster> {
    clusters(snapshot, ClusterRelation::Duplicate)
}

/// The clusters of goals that three sibling teams or more have, each with its own number, by the lowest id. Of goals that
/// are [`duplicates`], only the first one counts. Goals that are all linked to one goal are not listed.
pub fn common_work(snapshot: &Snapshot<'_>) -> Vec<Cluster> {
    let repeated: HashSet<GoalIx> =
        duplicates(snapshot).iter().flat_map(|cluster| &cluster.goals[1..]).copied().collect();
    let mut found = clusters(snapshot, ClusterRelation::CommonWork);
    for cluster in &mut found {
        cluster.goals.retain(|goal| !repeated.contains(goal));
    }
    found.retain(|cluster| is_common_work(snapshot, cluster));
    found
}

/// The clusters of one relation: of objectives, of key results, and of both together.
fn clusters(snapshot: &Snapshot<'_>, relation: ClusterRelation) -> Vec<Cluster> {
    let mut goals: Vec<(GoalIx, &Goal)> = snapshot.live_goals().collect();
    goals.order_by(|(_, a), (_, b)| a.id.cmp(&b.id));
    let likeness = likeness_of(snapshot, &goals);
    let found = COMPARED_KINDS.iter().zip(&likeness.groups).flat_map(|(kinds, texts)| {
        let of_kinds = goals.iter().filter(|(_, goal)| kinds.contains(&goal.kind)).map(|(ix, _)| *ix).collect();
        of_group(snapshot, of_kinds, kinds, relation, texts, &likeness)
    });
    merged(snapshot, found.collect())
}

/// Whether the goals of a cluster belong to many teams and have no goal above in common.
fn is_common_work(snapshot: &Snapshot<'_>, cluster: &Cluster) -> bool {
    let team = |ix: &GoalIx| snapshot.workspace.team_of(snapshot.goal(*ix));
    let teams: HashSet<&str> = cluster.goals.iter().filter_map(team).collect();
    let parents = |ix: &GoalIx| snapshot.graph.parents(*ix).map(|parent| parent.goal).collect::<Vec<_>>();
    let mut shared = cluster.goals.first().map(parents).unwrap_or_default();
    for goal in &cluster.goals {
        let own = parents(goal);
        shared.retain(|parent| own.contains(parent));
    }
    teams.len() >= MANY_TEAMS && shared.is_empty()
}

/// The likeness of the texts of goals, by id.
fn likeness_of(snapshot: &Snapshot<'_>, goals: &[(GoalIx, &Goal)]) -> Arc<Likeness> {
    let texts = goals.iter().map(|(_, goal)| texts_of(snapshot, goal));
    let texts: Vec<GoalTexts<'_>> = texts.collect();
    snapshot.likeness.of(&texts)
}

/// The clusters with clusters that share a goal made one.
fn merged(snapshot: &Snapshot<'_>, clusters: Vec<Cluster>) -> Vec<Cluster> {
    let mut of_goal: HashMap<GoalIx, usize> = HashMap::new();
    let mut found: Vec<Option<Cluster>> = Vec::new();
    for mut cluster in clusters {
        let mut others: Vec<usize> = cluster.goals.iter().filter_map(|goal| of_goal.get(goal).copied()).collect();
        others.sort_unstable();
        others.dedup();
        for other in others.iter().filter_map(|at| found[*at].take()) {
            cluster.similarity = cluster.similarity.min(other.similarity);
            cluster.terms.retain(|word| other.terms.contains(word));
            cluster.goals.extend(other.goals);
        }
        cluster.goals.order_by(|a, b| snapshot.goal(*a).id.cmp(&snapshot.goal(*b).id));
        cluster.goals.dedup();
        let at = others.first().copied().unwrap_or(found.len());
        of_goal.extend(cluster.goals.iter().map(|goal| (*goal, at)));
        if at == found.len() {
            found.push(None);
        }
        found[at] = Some(cluster);
    }
    found.into_iter().flatten().collect()
}

/// The texts by which a goal is compared: an objective's title; a key result's title, metric name and unit.
fn texts_of<'w>(snapshot: &Snapshot<'w>, goal: &'w Goal) -> GoalTexts<'w> {
    let texts = goal.metric.as_ref().map_or(["", ""], |metric| {
        let kpi = snapshot.workspace.kpi_of(metric);
        let of_kpi = kpi.and_then(|kpi| snapshot.goal(kpi).metric.as_ref()).and_then(|metric| metric.name.as_deref());
        let name = metric.name.as_deref().or(of_kpi).unwrap_or_default();
        [name, unit_of(snapshot.workspace, metric).unwrap_or_default()]
    });
    GoalTexts { kind: goal.kind, texts: [&goal.title, texts[0], texts[1]] }
}

/// The clusters of goals of one kind; of two kinds, those of objectives with key results, compared by their titles.
fn of_group(
    snapshot: &Snapshot<'_>,
    goals: Vec<GoalIx>,
    kinds: &[Kind],
    relation: ClusterRelation,
    texts: &LikeTexts,
    likeness: &Likeness,
) -> Vec<Cluster> {
    let is_mixed = kinds.len() > 1;
    let mut search = Search::new(snapshot, goals, texts, relation, kinds);
    let mut clusters = Vec::new();
    for text in 0..search.goals.len() {
        let (members, similarity) = search.cluster(text);
        if members.len() > 1 {
            let goal = snapshot.goal(search.goals[members[0]]);
            let first = texts_of(snapshot, goal).compared(is_mixed);
            let terms = common_words(likeness, &first, &texts.terms, &members);
            let mut goals: Vec<GoalIx> = members.iter().map(|text| search.goals[*text]).collect();
            goals.order_by(|a, b| snapshot.goal(*a).id.cmp(&snapshot.goal(*b).id));
            clusters.push(Cluster { goals, similarity, terms });
        }
    }
    clusters
}

/// The words of the first goal's text that all texts of a cluster have.
fn common_words(likeness: &Likeness, first: &[&str], texts: &TermLists, members: &[usize]) -> Vec<String> {
    let mut common: Vec<u32> = texts.of(members[0]).to_vec();
    for text in &members[1..] {
        common.retain(|term| texts.of(*text).contains(term));
    }
    let mut words = Vec::new();
    likeness.words(first, |word, term| {
        if common.contains(&term) {
            common.retain(|it| *it != term);
            words.push(word.to_lowercase());
        }
    });
    words
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
        assert_eq!(pair("Improve onboarding quality in Lagos", "t"), [["a", "b"]], "the very same");
        assert_eq!(pair("Complete the guide", "t"), [["a", "b"]], "however short");
        assert_eq!(pair("Complete the guide", "u"), NONE);
        let two = |one: &str, other: &str| found(&[say("a", one, "t"), say("b", other, "t")]);
        assert_eq!(two("Improve onboarding quality in Lagos", "Onboarding of better quality at Lagos"), [["a", "b"]]);
        assert_eq!(two("Do 8 user research activities", "Do 3 user research activities"), NONE, "two steps");
        assert_eq!(two("Improve onboarding", "Launch onboarding"), NONE, "two steps with one object");
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

    /// One word was enough to miss them.
    #[test]
    fn one_other_word_is_no_other_thing_unless_it_is_a_name() {
        let say = |id: &str, title: &str| format!("kind: objective; id: {id}; title: {title}");
        let pair = |a: &str, b: &str| found(&[say("a", a), say("b", b)]);
        let with = |word: &str| format!("Halve the {word} until small shops get a card terminal");
        assert_eq!(pair(&with("time"), &with("period")), [["a", "b"]]);
        assert_eq!(
            pair(
                "Earn community trust, credibility and good ratings",
                "Earn community trust, authority and good ratings"
            ),
            [["a", "b"]]
        );
        let lists = |word: &str| format!("Publish the price list and delivery times for {word}");
        assert_eq!(pair(&lists("bakeries"), &lists("florists")), NONE, "another customer");
        let both = |word: &str| format!("Publish the price list and delivery times for bakeries and {word}");
        assert_eq!(pair(&both("tutors"), &both("florists")), NONE, "another customer");
        // `art` stands in "party", too, and `tin` in "routing".
        let inside = |word: &str| format!("Publish the party routing list and delivery times for {word}");
        assert_eq!(pair(&inside("art"), &inside("tin")), NONE, "another subject");
        let product = |word: &str| format!("Make the {word} editor pleasant on slow and old phones");
        assert_eq!(pair(&product("Zebra"), &product("Gnu")), NONE, "another product");
        assert_eq!(pair(&product("internal"), &product("external")), NONE);
        let three = ["time", "period", "paperwork"].map(with);
        let three: Vec<String> = three.iter().enumerate().map(|(at, title)| say(&at.to_string(), title)).collect();
        assert_eq!(found(&three), NONE, "what differs in many goals is the thing itself");
        let title = "Solve search problems of the largest companies";
        assert_eq!(pair(title, &format!("{title} (5000 people or more, several units)")), [["a", "b"]], "a remark");
        assert_eq!(pair(&format!("{title} (retail)"), &format!("{title} (banks)")), NONE);
    }

    #[test]
    fn words_written_apart_are_the_same_words() {
        let say = |id: &str, title: &str| format!("kind: objective; id: {id}; title: {title}");
        let (one, other) =
            (say("a", "Shorten onboarding of new drivers"), say("b", "Shorten on-boarding of new drivers"));
        assert_eq!(found(&[one, other]), [["a", "b"]]);
    }

    #[test]
    fn an_objective_is_compared_with_key_results_of_others() {
        let other =
            |id: &str, more: &str| format!("kind: objective; id: {id}; title: Other {id}; period: 2026-Q4{more}");
        let key_result = key_result("k", "o", "");
        assert_eq!(found(&[objective("a", ""), other("o", ""), key_result.clone()]), [["a", "k"]]);
        let handed_down = [objective("a", "; supports: [o]"), other("o", ""), key_result.clone()];
        assert_eq!(found(&handed_down), NONE, "the key result of one is the objective of the next");
        let [o, below] = [other("o", "; supports: [a]"), objective("a", "")];
        assert_eq!(found(&[o, below, key_result.clone()]), NONE);
        let twice = [objective("a", ""), objective("b", ""), other("o", ""), key_result];
        assert_eq!(found(&twice), [["a", "b", "k"]], "one cluster");
    }

    #[test]
    fn sibling_teams_with_their_own_numbers_have_common_work() {
        let org = "teams:; - {id: c, level: company}; - {id: t, level: team, parent: c}; - {id: u, level: team, parent: c}; - {id: v, level: team, parent: c}; - {id: x, level: team, parent: c}; - {id: w, level: team, parent: t}";
        let say = |id: &str, count: u32, more: &str| {
            format!(
                "kind: objective; id: {id}; title: Answer {count} letters of small shops every day; team: {id}{more}"
            )
        };
        let clusters = |goals: &[String]| {
            let files =
                goals.iter().enumerate().map(|(at, goal)| (format!("{at}.yaml"), goal.replace("; ", "\n") + "\n"));
            let org = ("org.yaml".to_owned(), org.replace("; ", "\n"));
            let workspace = Workspace::read(SourceSet::from_texts(files.chain([org])));
            let snapshot = Snapshot::take(&workspace, parse_day("2026-11-21").expect("a day"));
            let ids = |it: &Cluster| it.goals.iter().map(|ix| snapshot.goal(*ix).id.clone()).collect::<Vec<_>>();
            let [one, other] = [duplicates(&snapshot), common_work(&snapshot)];
            (one.iter().map(ids).collect::<Vec<_>>(), other.iter().map(ids).collect::<Vec<_>>())
        };
        let [t, u, v] = [say("t", 20, ""), say("u", 30, ""), say("v", 40, "")];
        assert_eq!(clusters(&[t.clone(), u.clone()]), (NONE, NONE), "two may be chance");
        assert_eq!(
            clusters(&[t.clone(), u.clone(), v.clone()]),
            (NONE, vec![vec!["t".into(), "u".into(), "v".into()]])
        );
        let top = "kind: objective; id: top; title: Serve; level: company".to_owned();
        let below = [t.clone(), u.clone(), v].map(|goal| goal + "; supports: [top]");
        assert_eq!(clusters(&[&below[..], &[top]].concat()), (NONE, NONE), "they have a goal above");
        assert_eq!(clusters(&[t.clone(), say("u", 20, "")]).0, [["t", "u"]], "the same number is the same goal");
        assert_eq!(clusters(&[t.clone(), say("w", 30, "")]).0, [["t", "w"]], "no siblings");
        // Two of them are the same goal, and not three with their own numbers.
        let same = say("u", 20, "");
        let three = clusters(&[t.clone(), same.clone(), say("v", 40, "")]);
        assert_eq!(three, (vec![vec!["t".into(), "u".into()]], NONE));
        let four = clusters(&[t, same, say("v", 40, ""), say("x", 50, "")]);
        assert_eq!(four, (vec![vec!["t".into(), "u".into()]], vec![vec!["t".into(), "v".into(), "x".into()]]));
        let from = |id: &str| {
            say(id, 20, &format!("; metric: {{name: n, unit: x, target: 20, source: {id}}}"))
                .replace("kind: objective", "kind: key_result")
        };
        let by_source = clusters(&["t", "u", "v"].map(from));
        assert_eq!(by_source, (NONE, vec![vec!["t".into(), "u".into(), "v".into()]]), "each with its own source");
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
