//! The letters of SMART and FAST: which rules decide each of them. A rule that is not there yet decides nothing.

use crate::model::Kind;

/// What a letter asks of a goal.
#[derive(Debug)]
pub struct Letter {
    /// The letter.
    pub letter: char,
    /// What it stands for.
    pub aspect: &'static str,
    /// The word that it is a letter of.
    pub word: &'static str,
    /// The rules that decide it: the first that finds something is the reason.
    pub rules: &'static [CriterionRule],
    /// The letters, by their place in [`LETTERS`], that must hold as well.
    pub rests_on: &'static [usize],
    /// Whether an objective has it by its key results: it is enough that one does.
    pub by_key_results: bool,
}

/// A rule that decides a letter.
#[derive(Debug, Clone, Copy)]
pub struct CriterionRule {
    /// The rule's name.
    pub rule: &'static str,
    /// Only what it finds in these fields; empty for all.
    pub fields: &'static [&'static str],
    /// The kinds of goals that it judges.
    pub kinds: &'static [Kind],
    /// When it judges them.
    pub when: When,
    /// Where else than at the goal itself it may find what counts for the goal.
    pub also: &'static [Also],
}

/// When a rule judges a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Always.
    Always,
    /// If it has a metric.
    Measured,
    /// While its time runs.
    Running,
    /// If it has links, or is of a kind that must have some.
    Linked,
}

/// Where else a rule may find what counts for a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Also {
    /// At its objective, if the owner is the objective's.
    Owner,
    /// At its objective, if the team is the objective's.
    Team,
    /// At its objective, if the period is the objective's.
    Period,
    /// At its objective, if it does not say itself why.
    Why,
    /// At the KPI that its metric refers to.
    Kpi,
    /// At another goal that names it as one of several with one cause.
    Related,
    /// At a goal above, and only where no path reaches the mission.
    Line,
    /// At the goals of the same owner, or of the same team.
    Holder,
}

const KEY_RESULT: &[Kind] = &[Kind::KeyResult];
const OBJECTIVE: &[Kind] = &[Kind::Objective];
const OKR: &[Kind] = &[Kind::Objective, Kind::KeyResult];
const WORK: &[Kind] = &[Kind::Objective, Kind::KeyResult, Kind::Development];

const fn by(rule: &'static str, kinds: &'static [Kind]) -> CriterionRule {
    CriterionRule { rule, fields: &[], kinds, when: When::Always, also: &[] }
}

impl CriterionRule {
    const fn at(self, fields: &'static [&'static str]) -> Self {
        Self { fields, ..self }
    }

    const fn when(self, when: When) -> Self {
        Self { when, ..self }
    }

    const fn also(self, also: &'static [Also]) -> Self {
        Self { also, ..self }
    }
}

const fn smart(letter: char, aspect: &'static str, rules: &'static [CriterionRule]) -> Letter {
    Letter { letter, aspect, word: "SMART", rules, rests_on: &[], by_key_results: false }
}

const fn fast(letter: char, aspect: &'static str, rules: &'static [CriterionRule]) -> Letter {
    Letter { letter, aspect, word: "FAST", rules, rests_on: &[], by_key_results: false }
}

/// The nine letters, in the order in which they are read.
pub static LETTERS: [Letter; 9] = [
    smart('S', "specific", SPECIFIC),
    smart('M', "measurable", MEASURABLE),
    smart('A', "achievable", ACHIEVABLE),
    smart('R', "relevant", RELEVANT),
    smart('T', "time-bound", TIME_BOUND),
    Letter { by_key_results: true, ..fast('F', "frequently discussed", DISCUSSED) },
    fast('A', "ambitious", AMBITIOUS),
    Letter { rests_on: &[0, 1], ..fast('S', "specific (FAST)", PLANNED) },
    fast('T', "transparent", TRANSPARENT),
];

/// One clear statement, an owner, a team.
const SPECIFIC: &[CriterionRule] = &[
    by("missing-field", WORK).at(&["title", "owner"]).also(&[Also::Owner]),
    by("wrong-type", WORK).at(&["title", "owner", "team"]),
    by("vague-title", OKR),
    by("compound-title", OKR),
    by("missing-owner", OKR).also(&[Also::Owner]),
    by("several-owners", WORK).also(&[Also::Owner]),
    by("unknown-person", WORK).at(&["owner"]).also(&[Also::Owner]),
    by("departed-owner", WORK).also(&[Also::Owner]),
    by("unknown-team", WORK).at(&["team"]).also(&[Also::Team]),
    by("dissolved-team", WORK).also(&[Also::Team]),
];

/// A key result's metric with unit, baseline and target, or bounds, rubric, milestones; an objective's key results.
const MEASURABLE: &[CriterionRule] = &[
    by("missing-metric", KEY_RESULT),
    by("missing-field", KEY_RESULT).at(&["metric", "milestones"]),
    by("wrong-type", KEY_RESULT).at(&["metric", "milestones"]),
    by("unknown-field", KEY_RESULT).at(&["metric", "milestones"]),
    by("number-out-of-range", KEY_RESULT).at(&["metric", "milestones"]),
    by("mixed-milestones", KEY_RESULT),
    by("objective-without-key-results", OBJECTIVE),
    by("missing-baseline", KEY_RESULT),
    by("target-equals-baseline", KEY_RESULT),
    by("missing-unit", KEY_RESULT).also(&[Also::Kpi]),
    by("dangling-link", KEY_RESULT).at(&["metric.kpi"]),
    by("wrong-kind", KEY_RESULT).at(&["metric.kpi"]),
    by("activity-not-outcome", KEY_RESULT),
];

/// A target in its domain, a pace that has been shown before, an owner and a team with time for it.
const ACHIEVABLE: &[CriterionRule] = &[
    by("target-outside-domain", KEY_RESULT),
    by("implausible-pace", KEY_RESULT),
    by("overloaded-owner", WORK).also(&[Also::Related, Also::Owner]),
    by("contended-team", WORK).also(&[Also::Related, Also::Team]),
];

/// A path of links to the mission, and a sentence on it.
const RELEVANT: &[CriterionRule] = &[
    by("missing-field", KEY_RESULT).at(&["measures"]).also(&[Also::Line]),
    by("wrong-type", WORK).at(&["measures", "supports"]).also(&[Also::Line]),
    by("dangling-link", WORK).at(&["measures", "supports"]).when(When::Linked).also(&[Also::Line]),
    by("self-link", WORK).at(&["measures", "supports"]).when(When::Linked).also(&[Also::Line]),
    by("wrong-kind", WORK).at(&["measures", "supports"]).when(When::Linked).also(&[Also::Line]),
    by("cycle", WORK).when(When::Linked).also(&[Also::Line, Also::Related]),
    by("link-to-closed-goal", WORK).when(When::Linked).also(&[Also::Line]),
    by("orphan-goal", WORK).when(When::Linked).also(&[Also::Line]),
    by("missing-reason-why", OKR).also(&[Also::Why]),
];

/// A period or deadline, inside that of every goal above.
const TIME_BOUND: &[CriterionRule] = &[
    by("missing-period", WORK).also(&[Also::Period]),
    by("invalid-period", WORK).at(&["period"]).also(&[Also::Period]),
    by("wrong-type", WORK).at(&["period", "deadline"]).also(&[Also::Period]),
    by("invalid-date", WORK).at(&["period", "deadline"]).also(&[Also::Period]),
    by("deadline-outside-period", WORK),
    by("period-outside-parent", WORK),
];

/// The last check-in within the cadence.
const DISCUSSED: &[CriterionRule] = &[
    by("never-checked-in", KEY_RESULT).when(When::Running).also(&[Also::Related]),
    by("stale-check-in", KEY_RESULT).when(When::Running).also(&[Also::Related]),
];

/// How much is promised is said, and not everything that was promised before was safe.
const AMBITIOUS: &[CriterionRule] = &[
    by("wrong-type", OKR).at(&["commitment"]),
    by("missing-commitment", OBJECTIVE),
    by("always-met", OKR).also(&[Also::Holder]),
];

/// Points on the way where the way is long.
const PLANNED: &[CriterionRule] = &[by("missing-milestones", KEY_RESULT)];

/// Where the number comes from, and what became of the goalposts.
const TRANSPARENT: &[CriterionRule] = &[
    by("missing-source", KEY_RESULT).when(When::Measured).also(&[Also::Kpi]),
    by("moved-target", KEY_RESULT),
    by("moved-baseline", KEY_RESULT),
    by("moved-deadline", WORK),
    by("changed-metric", KEY_RESULT),
    by("softened-commitment", OKR),
    by("reweighted", OKR),
    by("rescoped-objective", OBJECTIVE),
];
