//! The letters of SMART and FAST, with the rules that decide each of them.

use crate::model::Kind;

/// A letter of SMART or FAST.
#[derive(Debug)]
pub struct Letter {
    /// The letter itself.
    pub initial: char,
    /// The quality that it stands for.
    pub aspect: &'static str,
    /// `SMART` or `FAST`.
    pub word: &'static str,
    /// The rules that decide it; the first finding is given as the reason.
    pub rules: &'static [CriterionRule],
    /// The rules whose findings are shown with it and do not decide it.
    pub hints: &'static [CriterionRule],
    /// The letters, by index in [`LETTERS`], that must hold too.
    pub rests_on: &'static [usize],
    /// Whether the letter holds for an objective if it holds for one of its key results.
    pub by_key_results: bool,
}

/// A rule that decides a letter.
#[derive(Debug, Clone, Copy)]
pub struct CriterionRule {
    /// The rule's name.
    pub rule: &'static str,
    /// The fields whose findings count; empty for all.
    pub fields: &'static [&'static str],
    /// The kinds of goals that it applies to.
    pub kinds: &'static [Kind],
    /// The condition under which it applies.
    pub when: Applicability,
    /// Other places whose findings count for the goal too.
    pub also: &'static [FindingScope],
}

/// The condition under which a rule applies to a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicability {
    /// Always.
    Always,
    /// If it has a metric.
    Measured,
    /// If it has links, or is of a kind that must have links.
    Linked,
    /// If its metric has a target or bounds.
    Targeted,
    /// If the effort of its owner or team is planned: it has an effort, or its objective has one.
    Planned,
    /// If it had a check-in in its period. Without one, only a finding decides.
    CheckedIn,
    /// If it or its objective states a commitment.
    Committed,
}

/// A place other than the goal itself whose findings count for the goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingScope {
    /// At its objective, if the owner is the objective's.
    Owner,
    /// At its objective, if the team is the objective's.
    Team,
    /// At its objective, if the period is the objective's.
    Period,
    /// At its objective, if it has no `why` itself.
    Why,
    /// At the KPI that its metric refers to.
    Kpi,
    /// At another goal whose finding relates to it, because both have the same cause.
    Related,
    /// At a goal above, only if no path reaches the mission.
    Line,
    /// At the goals of the same owner, or of the same team.
    Holder,
}

const KEY_RESULT: &[Kind] = &[Kind::KeyResult];
const OBJECTIVE: &[Kind] = &[Kind::Objective];
const OKR: &[Kind] = &[Kind::Objective, Kind::KeyResult];
const WORK: &[Kind] = &[Kind::Objective, Kind::KeyResult, Kind::Development];

const fn by(rule: &'static str, kinds: &'static [Kind]) -> CriterionRule {
    CriterionRule { rule, fields: &[], kinds, when: Applicability::Always, also: &[] }
}

impl CriterionRule {
    const fn at(self, fields: &'static [&'static str]) -> Self {
        Self { fields, ..self }
    }

    const fn when(self, when: Applicability) -> Self {
        Self { when, ..self }
    }

    const fn also(self, also: &'static [FindingScope]) -> Self {
        Self { also, ..self }
    }
}

const fn smart(initial: char, aspect: &'static str, rules: &'static [CriterionRule]) -> Letter {
    Letter { initial, aspect, word: "SMART", rules, hints: &[], rests_on: &[], by_key_results: false }
}

const fn fast(initial: char, aspect: &'static str, rules: &'static [CriterionRule]) -> Letter {
    Letter { initial, aspect, word: "FAST", rules, hints: &[], rests_on: &[], by_key_results: false }
}

/// The nine letters, in the order in which they are read.
pub static LETTERS: [Letter; 9] = [
    smart('S', "specific", SPECIFIC),
    smart('M', "measurable", MEASURABLE),
    smart('A', "achievable", ACHIEVABLE),
    Letter { hints: REASONED, ..smart('R', "relevant", RELEVANT) },
    smart('T', "time-bound", TIME_BOUND),
    Letter { by_key_results: true, ..fast('F', "frequently discussed", DISCUSSED) },
    fast('A', "ambitious", AMBITIOUS),
    Letter { rests_on: &[0, 1], ..fast('S', "specific (FAST)", PLANNED) },
    fast('T', "transparent", TRANSPARENT),
];

/// Specific: one clear statement, an owner, a team.
const SPECIFIC: &[CriterionRule] = &[
    by("missing-field", WORK).at(&["title", "owner"]).also(&[FindingScope::Owner]),
    by("wrong-type", WORK).at(&["title", "owner", "team"]),
    by("vague-title", OKR),
    by("compound-title", OKR),
    by("missing-owner", OKR).also(&[FindingScope::Owner]),
    by("several-owners", WORK).also(&[FindingScope::Owner]),
    by("unknown-person", WORK).at(&["owner"]).also(&[FindingScope::Owner]),
    by("departed-owner", WORK).also(&[FindingScope::Owner]),
    by("unknown-team", WORK).at(&["team"]).also(&[FindingScope::Team]),
    by("dissolved-team", WORK).also(&[FindingScope::Team]),
];

/// Measurable: a metric with unit, baseline and target, or bounds, a scale or milestones; for an objective, key
/// results.
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
    by("missing-unit", KEY_RESULT).also(&[FindingScope::Kpi]),
    by("dangling-link", KEY_RESULT).at(&["metric.kpi"]),
    by("wrong-kind", KEY_RESULT).at(&["metric.kpi"]),
    by("activity-not-outcome", KEY_RESULT),
];

/// Achievable: a target in its domain, a pace that was shown before, an owner and a team with enough time.
const ACHIEVABLE: &[CriterionRule] = &[
    by("target-outside-domain", KEY_RESULT).when(Applicability::Targeted),
    by("implausible-pace", KEY_RESULT).when(Applicability::Targeted),
    by("overloaded-owner", WORK).when(Applicability::Planned).also(&[FindingScope::Related, FindingScope::Owner]),
    by("contended-team", WORK).when(Applicability::Planned).also(&[FindingScope::Related, FindingScope::Team]),
];

/// Relevant: a path of links to the mission.
const RELEVANT: &[CriterionRule] = &[
    by("missing-field", KEY_RESULT).at(&["measures"]).also(&[FindingScope::Line]),
    by("wrong-type", WORK).at(&["measures", "supports"]).also(&[FindingScope::Line]),
    by("dangling-link", WORK).at(&["measures", "supports"]).when(Applicability::Linked).also(&[FindingScope::Line]),
    by("self-link", WORK).at(&["measures", "supports"]).when(Applicability::Linked).also(&[FindingScope::Line]),
    by("wrong-kind", WORK).at(&["measures", "supports"]).when(Applicability::Linked).also(&[FindingScope::Line]),
    by("cycle", WORK).when(Applicability::Linked).also(&[FindingScope::Line, FindingScope::Related]),
    by("link-to-closed-goal", WORK).when(Applicability::Linked).also(&[FindingScope::Line]),
    by("orphan-goal", WORK).when(Applicability::Linked).also(&[FindingScope::Line]),
];

/// A sentence on why a goal matters is good to have: a path to the mission is what makes it relevant.
const REASONED: &[CriterionRule] = &[by("missing-reason-why", OKR).also(&[FindingScope::Why])];

/// Time-bound: a period or deadline inside that of every goal above.
const TIME_BOUND: &[CriterionRule] = &[
    by("missing-period", WORK).also(&[FindingScope::Period]),
    by("invalid-period", WORK).at(&["period"]).also(&[FindingScope::Period]),
    by("wrong-type", WORK).at(&["period", "deadline"]).also(&[FindingScope::Period]),
    by("invalid-date", WORK).at(&["period", "deadline"]).also(&[FindingScope::Period]),
    by("deadline-outside-period", WORK),
    by("period-outside-parent", WORK),
];

/// Frequently discussed: the last check-in is within the cadence.
const DISCUSSED: &[CriterionRule] = &[
    by("never-checked-in", KEY_RESULT).when(Applicability::CheckedIn).also(&[FindingScope::Related]),
    by("stale-check-in", KEY_RESULT).when(Applicability::CheckedIn).also(&[FindingScope::Related]),
];

/// Ambitious: the commitment is stated, and not everything promised before was met.
const AMBITIOUS: &[CriterionRule] = &[
    by("wrong-type", OKR).at(&["commitment"]).when(Applicability::Committed),
    by("missing-commitment", OBJECTIVE),
    by("always-met", OKR).when(Applicability::Committed).also(&[FindingScope::Holder]),
];

/// Specific in FAST: milestones if the goal runs for long.
const PLANNED: &[CriterionRule] = &[by("missing-milestones", KEY_RESULT)];

/// Transparent: the source of the number is stated, and moved goalposts are explained.
const TRANSPARENT: &[CriterionRule] = &[
    by("missing-source", KEY_RESULT).when(Applicability::Measured).also(&[FindingScope::Kpi]),
    by("moved-target", KEY_RESULT),
    by("moved-baseline", KEY_RESULT),
    by("moved-deadline", WORK),
    by("changed-metric", KEY_RESULT),
    by("softened-commitment", OKR),
    by("reweighted", OKR),
    by("rescoped-objective", OBJECTIVE),
];
