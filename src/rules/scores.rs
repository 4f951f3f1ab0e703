//! Scores of goals by the letters of SMART and FAST, computed from a lint run.

use std::collections::{HashMap, HashSet};

use super::by_goal::{FindingsByGoal, broken_lines, is_about};
use super::smart_fast::{Applicability, CriterionRule, FindingScope, LETTERS, Letter};
use crate::analysis::agenda::check_ins_of;
use crate::analysis::facts::Facts;
use crate::lint::{Finding, Group, Lint, Outcome, Rule, run};
use crate::model::{Goal, GoalIx, Kind, State};

/// The most findings that are given as reasons for one letter.
const MOST_REASONS: usize = 20;

/// The result of one letter for a goal.
#[derive(Debug, Clone, PartialEq)]
pub struct CriterionResult<'o> {
    /// Whether it holds; none if no rule decides it, or if a comment silences the findings.
    pub holds: Option<bool>,
    /// The findings against it, or those that a comment silences, the most important first.
    pub because: Vec<&'o Finding>,
    /// Findings that do not decide it, and are good to know.
    pub hints: Vec<&'o Finding>,
}

/// The scores of all goals.
#[derive(Debug)]
pub struct GoalScores<'s, 'w, 'o> {
    snapshot: &'s Facts<'w>,
    found: FindingsByGoal<'o>,
    allowed: FindingsByGoal<'o>,
    ran: HashSet<&'static str>,
    /// For goals without a path to the mission, the finding that explains it, at the goal or above it.
    broken: HashMap<GoalIx, &'o Finding>,
    broken_allowed: HashMap<GoalIx, &'o Finding>,
}

/// Runs the rules that decide letters, whatever their level.
pub fn run_criteria(rules: &[&'static Rule], snapshot: &Facts<'_>) -> Outcome {
    let names: HashSet<&str> =
        LETTERS.iter().flat_map(|letter| letter.rules.iter().chain(letter.hints)).map(|it| it.rule).collect();
    let deciding: Vec<&'static Rule> = rules.iter().copied().filter(|rule| names.contains(rule.name)).collect();
    run(&Lint { rules: &deciding, all_levels: true, ..Lint::default() }, snapshot)
}

impl<'s, 'w, 'o> GoalScores<'s, 'w, 'o> {
    /// Computes the scores from the outcome of [`run_criteria`].
    pub fn read(rules: &[&'static Rule], snapshot: &'s Facts<'w>, outcome: &'o Outcome) -> Self {
        let found = FindingsByGoal::index(snapshot, &outcome.findings);
        let allowed = FindingsByGoal::index(snapshot, &outcome.silenced);
        let broken = broken_lines(snapshot, &found);
        let broken_allowed = broken_lines(snapshot, &allowed);
        // Without history, it is unknown which goalposts moved.
        let has_run = |rule: &&&Rule| rule.group != Group::History || snapshot.history().is_some();
        let ran = rules.iter().filter(has_run).map(|rule| rule.name).collect();
        Self { snapshot, found, allowed, ran, broken, broken_allowed }
    }

    /// The results of a goal, one for each letter, in the order of [`LETTERS`].
    pub fn of(&self, ix: GoalIx) -> Vec<CriterionResult<'o>> {
        let mut verdicts: Vec<CriterionResult<'o>> = Vec::with_capacity(LETTERS.len());
        for letter in &LETTERS {
            let mut verdict = self.verdict(letter, ix);
            for base in letter.rests_on.iter().filter_map(|at| verdicts.get(*at)) {
                verdict = combine(base.clone(), verdict);
            }
            verdicts.push(verdict);
        }
        verdicts
    }

    fn verdict(&self, letter: &Letter, ix: GoalIx) -> CriterionResult<'o> {
        let goal = self.snapshot.goal(ix);
        if letter.by_key_results && goal.kind == Kind::Objective {
            return self.by_key_results(letter, ix);
        }
        let against = |rules: &[CriterionRule], found: &FindingsByGoal<'o>, broken: &HashMap<GoalIx, &'o Finding>| {
            let mut because: Vec<&'o Finding> = Vec::new();
            for rule in rules.iter().filter(|it| it.kinds.contains(&goal.kind)) {
                for finding in self.findings(rule, found, broken, ix, goal) {
                    if because.len() < MOST_REASONS && !because.iter().any(|known| std::ptr::eq(*known, finding)) {
                        because.push(finding);
                    }
                }
            }
            because
        };
        let hints = against(letter.hints, &self.found, &self.broken);
        let because = against(letter.rules, &self.found, &self.broken);
        if !because.is_empty() {
            return CriterionResult { holds: Some(false), because, hints };
        }
        let because = against(letter.rules, &self.allowed, &self.broken_allowed);
        let holds = because.is_empty() && self.is_judged(letter, ix, goal);
        CriterionResult { holds: holds.then_some(true), because, hints }
    }

    /// The result of an objective: the letter holds if it holds for one of its key results.
    fn by_key_results(&self, letter: &Letter, ix: GoalIx) -> CriterionResult<'o> {
        let mut worst = CriterionResult { holds: None, because: Vec::new(), hints: Vec::new() };
        for key_result in self.snapshot.graph.key_results(ix) {
            let verdict = self.verdict(letter, key_result.goal);
            match verdict.holds {
                Some(true) => return verdict,
                Some(false) if worst.holds.is_none() => worst = verdict,
                _ => {}
            }
        }
        worst
    }

    /// Whether the absence of findings means that a letter holds, because at least one rule checked the goal.
    fn is_judged(&self, letter: &Letter, ix: GoalIx, goal: &Goal) -> bool {
        let lined = letter.rules.iter().any(|rule| rule.also.contains(&FindingScope::Line));
        let objective = self.objective(ix).map(|objective| self.snapshot.goal(objective));
        let here_or_above = |has: &dyn Fn(&Goal) -> bool| has(goal) || objective.is_some_and(has);
        let judges = |rule: &CriterionRule| {
            self.ran.contains(rule.rule)
                && rule.kinds.contains(&goal.kind)
                && match rule.when {
                    Applicability::Always => true,
                    Applicability::Measured => goal.metric.is_some(),
                    Applicability::Targeted => goal.metric.as_ref().is_some_and(|metric| {
                        metric.target.or(metric.at_least).or(metric.at_most).is_some() || !metric.scale.is_empty()
                    }),
                    Applicability::Planned => here_or_above(&|goal| goal.effort.is_some()),
                    Applicability::CheckedIn => check_ins_of(self.snapshot, ix).is_some_and(|it| it.last.is_some()),
                    Applicability::Committed => here_or_above(&|goal| goal.commitment.is_some()),
                    Applicability::Linked => goal.kind != Kind::Development || !goal.supports.is_empty(),
                }
        };
        goal.state == State::Active
            && self.snapshot.is_live(goal)
            && (!lined || self.snapshot.graph.is_reached(ix))
            && letter.rules.iter().any(judges)
    }

    /// The findings of a rule that count for a goal.
    fn findings<'f>(
        &'f self,
        rule: &'f CriterionRule,
        found: &'f FindingsByGoal<'o>,
        broken: &'f HashMap<GoalIx, &'o Finding>,
        ix: GoalIx,
        goal: &'f Goal,
    ) -> impl Iterator<Item = &'o Finding> + use<'f, 's, 'w, 'o> {
        let also = |also| rule.also.contains(&also);
        let reached = also(FindingScope::Line) && self.snapshot.graph.is_reached(ix);
        let line = broken.get(&ix).copied().filter(|_| also(FindingScope::Line));
        let objective = self.objective(ix).filter(|_| inherits(rule, goal));
        let kpi = self.snapshot.workspace.kpi_of_goal(goal).filter(|_| also(FindingScope::Kpi));
        let places = [Some(ix).filter(|_| !reached), objective, kpi];
        let here = places.into_iter().flatten().flat_map(|place| found.at(place, rule.rule));
        let related = found.related_to(ix, rule.rule).iter().filter(move |_| also(FindingScope::Related) && !reached);
        let held = found.of_holder(goal, rule.rule).filter(move |_| also(FindingScope::Holder));
        here.chain(related)
            .copied()
            .chain(line.into_iter().filter(|it| it.rule == rule.rule))
            .filter(|it| is_about(it, rule.fields))
            .chain(held)
            .take(MOST_REASONS)
    }

    fn objective(&self, ix: GoalIx) -> Option<GoalIx> {
        let measured = |it: &crate::graph::Parent| matches!(it.edge, crate::graph::Edge::Measures { .. });
        self.snapshot.graph.parents(ix).find(measured).map(|it| it.goal)
    }
}

/// Whether a key result inherits from its objective what a rule checks.
fn inherits(rule: &CriterionRule, goal: &Goal) -> bool {
    goal.kind == Kind::KeyResult
        && rule.also.iter().any(|also| match also {
            FindingScope::Owner => goal.inherited.owner || goal.owner.is_none(),
            FindingScope::Team => goal.inherited.team || goal.team.is_none(),
            FindingScope::Period => (goal.inherited.period || goal.period.is_none()) && goal.deadline.is_none(),
            FindingScope::Why => goal.why.is_none(),
            FindingScope::Kpi | FindingScope::Related | FindingScope::Line | FindingScope::Holder => false,
        })
}

/// Combines the results of two letters of which the second holds only if the first does.
fn combine<'o>(base: CriterionResult<'o>, own: CriterionResult<'o>) -> CriterionResult<'o> {
    let fails = |verdict: &CriterionResult<'_>| verdict.holds == Some(false);
    let any_fails = fails(&base) || fails(&own);
    let holds = base.holds.or(own.holds);
    let mut hints = base.hints.clone();
    hints.extend(&own.hints);
    let because: Vec<_> =
        [base, own].into_iter().filter(|it| !any_fails || fails(it)).flat_map(|it| it.because).collect();
    let holds = if any_fails { Some(false) } else { holds.filter(|_| because.is_empty()) };
    CriterionResult { holds, because, hints }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Report, Sink};
    use crate::model::{Workspace, parse_day};
    use crate::source::SourceSet;

    /// Reports goals by their labels: `vague-title` at a field, `overloaded-owner=other` with a related goal.
    fn labelled(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>, rule: &str, field: &str) {
        for (ix, goal) in snapshot.goals() {
            for label in goal.labels.iter().filter_map(|label| label.strip_prefix(rule)) {
                let mut report = Report::at(ix, field, "found").label("here").help("mend it");
                for other in label.trim_start_matches('=').split('=').filter_map(|id| snapshot.workspace.find(id)) {
                    report = report.related(other, "", "and this");
                }
                sink.report(report);
            }
        }
    }

    const fn rule(name: &'static str, check: crate::lint::Check) -> Rule {
        Rule { name, group: Group::Smart, level: None, options: &[], check }
    }

    static VAGUE: Rule = rule("vague-title", |snapshot, sink| labelled(snapshot, sink, "vague-title", "title"));
    static OWNER: Rule = rule("missing-owner", |snapshot, sink| labelled(snapshot, sink, "missing-owner", ""));
    static UNIT: Rule = rule("missing-unit", |snapshot, sink| labelled(snapshot, sink, "missing-unit", "metric"));
    static LOAD: Rule =
        rule("overloaded-owner", |snapshot, sink| labelled(snapshot, sink, "overloaded-owner", "effort"));
    static ORPHAN: Rule = rule("orphan-goal", |snapshot, sink| labelled(snapshot, sink, "orphan-goal", ""));
    static STALE: Rule =
        rule("stale-check-in", |snapshot, sink| labelled(snapshot, sink, "stale-check-in", "metric.as_of"));
    static SAFE: Rule = rule("always-met", |snapshot, sink| labelled(snapshot, sink, "always-met", "grade.score"));
    static FAKES: [&Rule; 7] = [&VAGUE, &OWNER, &UNIT, &LOAD, &ORPHAN, &STALE, &SAFE];

    const MISSION: &str = "kind: mission\nid: m\ntitle: t\nstatement: s\n";

    /// The letters of a goal as a line of marks, and the rules that decided against it.
    fn marks(texts: &[&str], id: &str) -> (String, Vec<&'static str>) {
        let files = texts.iter().enumerate().map(|(at, text)| (format!("{at}.yaml"), (*text).to_owned()));
        let workspace = Workspace::read(SourceSet::from_texts(files));
        let snapshot = Facts::take(&workspace, parse_day("2026-11-21").expect("a day"));
        let outcome = run_criteria(&FAKES, &snapshot);
        let scores = GoalScores::read(&FAKES, &snapshot, &outcome);
        let verdicts = scores.of(workspace.find(id).expect("the goal"));
        let mark = |verdict: &CriterionResult<'_>| match verdict.holds {
            Some(true) => '+',
            Some(false) => 'x',
            None => '.',
        };
        let rules = verdicts.iter().flat_map(|verdict| verdict.because.iter().map(|it| it.rule)).collect();
        (verdicts.iter().map(mark).collect(), rules)
    }

    fn objective(id: &str, more: &str) -> String {
        format!(
            "kind: objective\nid: {id}\ntitle: t\nowner: tom\nteam: red\nperiod: 2026-Q4\nsupports: [m]\n{JUDGED}{more}"
        )
    }

    /// What an objective needs so that there is something to judge for every letter, and a key result besides.
    const JUDGED: &str = "commitment: committed\neffort: 2\n";
    const CHECKED: &str = "log: [{date: 2026-11-20, kind: check-in, text: t}]\n";

    fn key_result(id: &str, of: &str, more: &str) -> String {
        let measure = if more.contains("metric:") { "" } else { "milestones: [{title: s, due: 2026-12-01}]\n" };
        format!("kind: key_result\nid: {id}\ntitle: t\nmeasures: {of}\n{CHECKED}{measure}{more}")
    }

    #[test]
    fn a_letter_holds_where_a_rule_looked_and_found_nothing() {
        let (o, k) = (objective("o", ""), key_result("k", "o", ""));
        // None of these rules judges whether an objective is measured, or in time; the missing-source rule is not there.
        assert_eq!(marks(&[MISSION, &o, &k], "k").0, "++++.+++.");
        assert_eq!(marks(&[MISSION, &o, &k], "o").0, "+.++.+++.");
    }

    /// Letters held although nobody had checked in, promised or planned anything.
    #[test]
    fn letters_are_open_where_there_is_nothing_to_judge() {
        let bare = "kind: objective\nid: o\ntitle: t\nowner: tom\nteam: red\nperiod: 2026-Q4\nsupports: [m]\n";
        assert_eq!(marks(&[MISSION, bare], "o").0, "+..+...+.");
        let k = "kind: key_result\nid: k\ntitle: t\nmeasures: o\nmilestones: [{title: s, due: 2026-12-01}]\n";
        assert_eq!(marks(&[MISSION, bare, k], "k").0, "++.+...+.");
        let stale = format!("{k}labels: [stale-check-in]\n");
        assert_eq!(marks(&[MISSION, bare, &stale], "k").0, "++.+.x.+.", "a finding decides");
    }

    #[test]
    fn what_is_found_at_a_goal_decides_with_its_rule() {
        let o = objective("o", "labels: [vague-title]\n");
        assert_eq!(marks(&[MISSION, &o], "o"), ("x.++..+x.".to_owned(), vec!["vague-title", "vague-title"]));
    }

    #[test]
    fn a_key_result_answers_for_what_it_inherits_and_for_nothing_else() {
        let o = format!(
            "kind: objective\nid: o\ntitle: t\nperiod: 2026-Q4\nsupports: [m]\n{JUDGED}labels: [missing-owner, vague-title]\n"
        );
        let inherits = marks(&[MISSION, &o, &key_result("k", "o", "")], "k");
        assert_eq!(inherits, ("x+++.++x.".to_owned(), vec!["missing-owner", "missing-owner"]));
        let own = marks(&[MISSION, &o, &key_result("k", "o", "owner: lea\n")], "k");
        assert_eq!(own, ("++++.+++.".to_owned(), vec![]));
    }

    #[test]
    fn what_a_comment_allows_is_left_open() {
        let o = objective("o", "# goalpost: allow missing-unit\nlabels: []\n");
        let k = key_result(
            "k",
            "o",
            "labels: [missing-unit]\n# goalpost: allow missing-unit\nmetric: {name: n, baseline: 1, target: 2}\n",
        );
        let (letters, rules) = marks(&[MISSION, &o, &k], "k");
        assert_eq!((letters.as_str(), rules), ("+.++.++..", vec!["missing-unit", "missing-unit"]));
    }

    #[test]
    fn a_cause_that_is_reported_once_counts_for_all_it_names() {
        let o = objective("o", "labels: [overloaded-owner=p]\n");
        let p = objective("p", "");
        assert_eq!(marks(&[MISSION, &o, &p], "p").0, "+.x+..++.");
    }

    #[test]
    fn goals_below_an_orphan_are_lost_too_unless_another_path_leads_up() {
        let o = objective("o", "labels: [orphan-goal]\n").replace("supports: [m]\n", "");
        let p = objective("p", "").replace("[m]", "[o]");
        let q = objective("q", "").replace("[m]", "[o, m]");
        let (lost, rules) = marks(&[MISSION, &o, &p, &q], "p");
        assert_eq!((lost.as_str(), rules), ("+.+x..++.", vec!["orphan-goal"]));
        assert_eq!(marks(&[MISSION, &o, &p, &q], "q").0, "+.++..++.");
        assert_eq!(marks(&[MISSION, &o, &p, &q, &key_result("k", "p", "")], "k").0, "+++x.+++.");
    }

    #[test]
    fn a_kpi_answers_for_the_key_results_that_are_it() {
        let kpi = "kind: kpi\nid: v\ntitle: t\nlabels: [missing-unit]\nmetric: {name: n, current: 2}\n";
        let k = key_result("k", "o", "metric: {kpi: v, baseline: 1, target: 2}\n");
        assert_eq!(marks(&[MISSION, kpi, &objective("o", ""), &k], "k").0, "+x++.++x.");
    }

    #[test]
    fn an_objective_is_discussed_if_one_of_its_key_results_is() {
        let (o, k) = (objective("o", ""), key_result("k", "o", "labels: [stale-check-in]\n"));
        assert_eq!(marks(&[MISSION, &o, &k], "o").0, "+.++.x++.");
        assert_eq!(marks(&[MISSION, &o, &k, &key_result("l", "o", "")], "o").0, "+.++.+++.");
    }

    #[test]
    fn a_run_of_full_grades_speaks_against_all_goals_of_its_owner() {
        let old = |id: &str, owner: &str, more: &str| {
            format!("kind: key_result\nid: {id}\ntitle: t\nmeasures: o\nowner: {owner}\nstate: achieved\n{more}")
        };
        let (a, b) = (old("a", "tom", "labels: [always-met=b]\n"), old("b", "tom", ""));
        let (o, p) = (objective("o", ""), objective("p", "").replace("tom", "lea"));
        assert_eq!(marks(&[MISSION, &o, &p, &a, &b], "o").0, "+.++..x+.");
        assert_eq!(marks(&[MISSION, &o, &p, &a, &b], "p").0, "+.++..++.");
        // With another owner among them it is the team's run.
        let b = old("b", "lea", "");
        assert_eq!(marks(&[MISSION, &o, &p, &a, &b], "p").0, "+.++..x+.");
    }

    #[test]
    fn drafts_and_closed_goals_rest() {
        let draft = objective("o", "state: draft\n");
        assert_eq!(marks(&[MISSION, &draft], "o").0, ".........");
        let found = objective("o", "state: draft\nlabels: [vague-title]\n");
        assert_eq!(marks(&[MISSION, &found], "o").0, "x......x.");
        assert_eq!(marks(&[MISSION, &objective("o", "state: missed\n")], "o").0, ".........");
    }
}
