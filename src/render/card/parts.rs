//! A goal's card in words, part by part, before it becomes lines or Markdown. Nothing here is cleaned or escaped yet.

use crate::analysis::percent_fine;
use crate::model::{Day, Done, Kind, LogEntry, LogKind, Milestone, NeedState, Scope, days_between};
use crate::render::number::tight_percent;
use crate::render::pretty::plural;
use crate::render::tree::{ago, health_words};
use crate::view::brief::{Brief, Relation};
use crate::view::show::{LinkView, MemberView, MetricView, NeedView, PostValue, ShowView};

/// One labelled part of a card.
#[derive(Debug)]
pub(in crate::render) enum Part {
    /// How far it is, with what the plan asks for.
    Progress(String),
    /// A text.
    Text(&'static str, String),
    /// A text that asks for something to be done.
    Open(&'static str, String),
    /// Goals, each with what there is to say of it beside its numbers.
    Goals(&'static str, Vec<Item>),
    /// What stands to a day: milestones, the log.
    Dated(&'static str, Vec<Dated>),
}

/// A goal in a list.
#[derive(Debug)]
pub(in crate::render) struct Item {
    /// The goal; none where a link leads nowhere.
    pub(in crate::render) goal: Option<Brief>,
    /// What the file calls it.
    pub(in crate::render) id: String,
    /// More facts, in a few words each.
    pub(in crate::render) facts: Vec<String>,
    /// A sentence with what it is.
    pub(in crate::render) sentence: Option<(&'static str, String)>,
}

/// Something on a day.
#[derive(Debug)]
pub(in crate::render) struct Dated {
    /// The day.
    pub(in crate::render) day: Option<Day>,
    /// What it is, in a word or two.
    pub(in crate::render) word: String,
    /// Whether that word calls for attention.
    pub(in crate::render) open: bool,
    /// Who, to whom, about what.
    pub(in crate::render) who: String,
    /// The text.
    pub(in crate::render) text: String,
}

/// The most log entries on a card that nobody asked more of.
const MOST_ENTRIES: usize = 8;

/// What kind of goal it is, and of what.
pub(in crate::render) fn headline(view: &ShowView) -> Vec<String> {
    let goal = &view.goal;
    let mut facts: Vec<String> = (goal.id != goal.title).then(|| goal.id.clone()).into_iter().collect();
    let kind = match (goal.kind, view.links.first().filter(|link| link.via == Relation::Measures)) {
        (Kind::KeyResult, Some(link)) => format!("key result of {}", link.id),
        (kind, _) => kind_word(kind).to_owned(),
    };
    facts.extend((kind != goal.id).then_some(kind));
    facts.extend(goal.level.as_ref().filter(|_| goal.kind != Kind::KeyResult).map(|level| format!("{level} level")));
    facts.extend(view.period.clone().or_else(|| view.deadline.map(|day| format!("until {day}"))));
    facts
}

/// A kind in words, without an article.
pub(in crate::render) fn kind_word(kind: Kind) -> &'static str {
    kind.in_words().split_once(' ').map_or("", |(_, word)| word)
}

/// How it stands and how far it is: `on track`, `60%`.
pub(in crate::render) fn standing(view: &ShowView) -> (String, Option<String>) {
    let goal = &view.goal;
    match goal.kind {
        Kind::Mission | Kind::Survey => (String::new(), None),
        Kind::Kpi => (health_words(&goal.health).to_owned(), None),
        _ => (health_words(&goal.health).to_owned(), goal.progress.map(tight_percent)),
    }
}

/// The groups of a card in reading order, none of them empty. `all` leaves nothing of the log out.
pub(in crate::render) fn groups(view: &ShowView, today: Day, all: bool) -> Vec<Vec<Part>> {
    let groups = [
        meaning(view),
        measure(view, today),
        people(view),
        goals(view),
        needs(view),
        log(view, all),
        close(view),
        traits(view),
        goalposts(view),
    ];
    groups.into_iter().filter(|group| !group.is_empty()).collect()
}

fn text(parts: &mut Vec<Part>, label: &'static str, text: Option<impl Into<String>>) {
    parts.extend(text.map(|text| Part::Text(label, text.into())));
}

fn list(parts: &mut Vec<Part>, label: &'static str, items: &[String]) {
    text(parts, label, (!items.is_empty()).then(|| items.join(", ")));
}

fn meaning(view: &ShowView) -> Vec<Part> {
    let mut parts = Vec::new();
    text(&mut parts, "statement", view.statement.clone());
    text(&mut parts, "vision", view.vision.clone());
    text(&mut parts, "why", view.why.clone());
    text(&mut parts, "competency", view.competency.clone());
    text(&mut parts, "aspiration", view.aspiration.clone());
    list(&mut parts, "training", &view.training);
    parts
}

fn measure(view: &ShowView, today: Day) -> Vec<Part> {
    let goal = &view.goal;
    let mut parts = Vec::new();
    parts.extend(plan(view).map(Part::Progress));
    let mut pace = Vec::new();
    let behind = matches!(goal.health.as_str(), "at-risk" | "off-track" | "on-track");
    if let (Some(so_far), Some(needed)) = (goal.pace, goal.pace_needed.filter(|_| behind)) {
        pace.push(format!("{} of the way a week so far, {} needed", percent_fine(so_far), percent_fine(needed)));
    }
    pace.extend(
        goal.theory_gap.filter(|gap| *gap > 0.1).map(|gap| {
            format!("what supports it is {} of the way ahead of it: is the theory right?", percent_fine(gap))
        }),
    );
    text(&mut parts, "pace", (!pace.is_empty()).then(|| pace.join(" · ")));
    if let Some(metric) = &view.metric {
        text(&mut parts, "metric", Some(metric_words(metric, today)));
        if let Some(kpi) = &metric.kpi {
            let words = match (&kpi.title, &kpi.health) {
                (Some(title), Some(health)) => format!("{}: {title}, {}", kpi.id, health_words(health)),
                _ => format!("{}, which does not exist", kpi.id),
            };
            text(&mut parts, "KPI", Some(words));
        }
        text(&mut parts, "source", metric.source.clone());
    }
    let confidence = goal.confidence.map(|share| format!("{} of 10", (share * 100.0).round() / 10.0));
    text(&mut parts, "confidence", confidence);
    // The day of a value says when it was checked in.
    let told = view.metric.as_ref().and_then(|metric| metric.as_of);
    let check_in = goal.last_check_in.filter(|day| goal.kind != Kind::Kpi && Some(*day) != told);
    text(&mut parts, "checked in", check_in.map(|day| ago(day, today)));
    if !view.milestones.is_empty() {
        let stones = view.milestones.iter().map(|it| milestone(it, view.metric.as_ref(), today)).collect();
        parts.push(Part::Dated("milestones", stones));
    }
    if let Some(survey) = &view.survey {
        let of = survey.invited.map(|invited| format!(" of {invited}")).unwrap_or_default();
        text(&mut parts, "answered", Some(format!("{}{of}, {}", survey.respondents, survey.date)));
        let scores: Vec<String> =
            survey.scores.iter().map(|it| format!("{} {}", it.question, (it.mean * 10.0).round() / 10.0)).collect();
        let scores = (!scores.is_empty()).then(|| format!("{} (1 to 5)", scores.join(", ")));
        let withheld =
            survey.withheld.then(|| "withheld: of fewer than 5 answers they would tell who gave them".to_owned());
        text(&mut parts, "scores", withheld.or(scores));
    }
    parts
}

/// What the plan asks for, and how long there is left.
fn plan(view: &ShowView) -> Option<String> {
    let goal = &view.goal;
    let mut facts = Vec::new();
    if matches!(goal.state.as_str(), "active") {
        facts.extend(goal.expected.map(|share| format!("plan {}", tight_percent(share))));
        facts.extend(view.days_left.map(|days| match days {
            0 => "ends today".to_owned(),
            days if days < 0 => format!("ended {} ago", plural(usize::try_from(-days).unwrap_or(0), "day")),
            days => format!("{} left", plural(usize::try_from(days).unwrap_or(0), "day")),
        }));
    }
    facts.extend(view.deadline.map(|day| format!("deadline {day}")));
    facts.extend(view.closed.map(|day| format!("closed {day}")));
    let shown = view.goal.progress.is_some() || !facts.is_empty();
    (shown && goal.kind != Kind::Mission && goal.kind != Kind::Kpi).then(|| facts.join(" · "))
}

/// From where to where, and where it is now.
pub(in crate::render) fn metric_words(metric: &MetricView, today: Day) -> String {
    let say = |value: f64| metric.say(value);
    let rubric = !metric.scale.is_empty();
    let bounds = match (metric.at_least, metric.at_most) {
        (Some(least), Some(most)) => Some(format!("between {least} and {}", say(most))),
        (Some(least), None) => Some(format!("at least {}", say(least))),
        (None, Some(most)) => Some(format!("at most {}", say(most))),
        (None, None) => None,
    };
    let way = match (metric.baseline, metric.target) {
        (Some(from), Some(to)) if rubric => Some(format!("{} → {}", say(from), say(to))),
        (Some(from), Some(to)) => Some(format!("{from} → {}", say(to))),
        (None, Some(to)) => Some(format!("to {}, from an unknown baseline", say(to))),
        (Some(from), None) => Some(format!("from {}, without a target", say(from))),
        (None, None) => None,
    };
    let mut words: Vec<String> = way.into_iter().chain(bounds).collect();
    words.extend(metric.stretch.map(|stretch| format!("stretch {}", say(stretch))));
    words.push(match (metric.current, metric.as_of) {
        (Some(now), Some(day)) => format!("now {} ({})", say(now), ago(day, today)),
        (Some(now), None) => format!("now {}", say(now)),
        (None, _) => "no value yet".to_owned(),
    });
    if rubric {
        words.push(format!("steps: {}", metric.scale.join(" → ")));
    }
    let name = metric.name.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
    format!("{name}{}", words.join(", "))
}

fn milestone(milestone: &Milestone, metric: Option<&MetricView>, today: Day) -> Dated {
    let done_on = match milestone.done {
        Some(Done::On(day)) => Some(day),
        _ => None,
    };
    let ahead = milestone.due.map(|due| days_between(today, due));
    let (word, open) = match (milestone.is_done(), ahead) {
        (true, _) if done_on > milestone.due && milestone.due.is_some() => ("done late".to_owned(), false),
        (true, _) => ("done".to_owned(), false),
        // Beside a metric a milestone is a planned point: nobody marks it done.
        (false, Some(days)) if days < 0 && metric.is_some() => ("past".to_owned(), false),
        (false, Some(days)) if days < 0 => ("overdue".to_owned(), true),
        (false, Some(0)) => ("today".to_owned(), true),
        (false, Some(days)) if days < 14 => {
            (format!("in {}", plural(usize::try_from(days).unwrap_or(0), "day")), false)
        }
        (false, Some(days)) => (format!("in {} weeks", days / 7), false),
        (false, None) => ("open".to_owned(), false),
    };
    let mut facts = vec![milestone.title.clone()];
    facts.extend(milestone.value.map(|value| metric.map_or_else(|| value.to_string(), |metric| metric.say(value))));
    #[expect(clippy::float_cmp, reason = "1 as written or by default")]
    facts.extend(milestone.weight.filter(|weight| *weight != 1.0).map(|weight| format!("weight {weight}")));
    facts.extend(done_on.filter(|day| Some(*day) != milestone.due).map(|day| format!("on {day}")));
    Dated { day: milestone.due, word, open, who: String::new(), text: facts.join(" · ") }
}

fn people(view: &ShowView) -> Vec<Part> {
    let goal = &view.goal;
    let mut parts = Vec::new();
    let from = |field: &str| {
        if view.inherited.iter().any(|it| it == field) { ", from its objective" } else { "" }
    };
    let named = |name: &Option<String>, id: &String| match name {
        Some(name) if name.eq_ignore_ascii_case(id) => name.clone(),
        Some(name) => format!("{name} ({id})"),
        _ => id.clone(),
    };
    text(
        &mut parts,
        "owner",
        goal.owner.as_ref().map(|id| format!("{}{}", named(&view.owner_name, id), from("owner"))),
    );
    text(&mut parts, "team", goal.team.as_ref().map(|id| format!("{}{}", named(&view.team_name, id), from("team"))));
    list(&mut parts, "contributors", &view.contributors);
    list(&mut parts, "stakeholders", &view.stakeholders);
    list(&mut parts, "agreed", &agreed(&view.agreements.agreed));
    for missing in &view.agreements.missing {
        let words = if missing.link {
            format!(
                "{0}, owner of {1}; a yes stands at the link to {1}: agreed: [{{by: {0}}}]",
                missing.person, missing.owner_of
            )
        } else {
            format!("{0}, its owner; a yes is written agreed: [{{by: {0}}}]", missing.person)
        };
        parts.push(Part::Open("not agreed", words));
    }
    parts
}

fn agreed(agreements: &[crate::model::Agreement]) -> Vec<String> {
    let said = |it: &crate::model::Agreement| match it.date {
        Some(day) => format!("{} {day}", it.by),
        None => it.by.clone(),
    };
    agreements.iter().map(said).collect()
}

fn goals(view: &ShowView) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut goals = |label: &'static str, items: Vec<Item>| {
        if !items.is_empty() {
            parts.push(Part::Goals(label, items));
        }
    };
    goals("key results", view.key_results.iter().map(member).collect());
    goals("serves", view.links.iter().map(link).collect());
    goals("served by", view.supported_by.iter().map(member).collect());
    let plain = |goal: &Brief| Item { id: goal.id.clone(), facts: who(goal), goal: Some(goal.clone()), sentence: None };
    goals("metric of", view.metric_of.iter().map(plain).collect());
    parts
}

fn who(goal: &Brief) -> Vec<String> {
    goal.owner.iter().chain(&goal.team).take(1).cloned().collect()
}

fn member(member: &MemberView) -> Item {
    Item {
        id: member.goal.id.clone(),
        facts: who(&member.goal).into_iter().chain(counts(member.weight, member.share)).collect(),
        goal: Some(member.goal.clone()),
        sentence: member.how.clone().map(|how| ("how", how)),
    }
}

fn link(link: &LinkView) -> Item {
    let mut facts = link.goal.as_ref().map(who).unwrap_or_default();
    facts.extend(counts(link.weight, link.share));
    if link.goal.is_some() && !link.counts {
        facts.push("this link does not count: goalpost check says why".to_owned());
    }
    if !link.agreed.is_empty() {
        facts.push(format!("agreed by {}", agreed(&link.agreed).join(", ")));
    }
    let sentence = link.how.clone().map(|how| ("how", how));
    Item { goal: link.goal.clone(), id: link.id.clone(), facts, sentence }
}

fn counts(weight: f64, share: Option<f64>) -> Vec<String> {
    #[expect(clippy::float_cmp, reason = "1 as written or by default")]
    let weight = (weight != 1.0).then(|| format!("weight {weight}"));
    weight.into_iter().chain(share.map(|share| format!("{} of its effort", tight_percent(share)))).collect()
}

fn needs(view: &ShowView) -> Vec<Part> {
    let mut parts = Vec::new();
    for need in &view.needs {
        let open = need.late || need.state == NeedState::Declined;
        let words = format!("from {}: {}", need.from, need_words(need));
        parts.push(if open { Part::Open("needs", words) } else { Part::Text("needs", words) });
    }
    if !view.asked.is_empty() {
        let item = |asked: &crate::view::show::AskedView| Item {
            id: asked.goal.id.clone(),
            facts: who(&asked.goal),
            goal: Some(asked.goal.clone()),
            sentence: Some(("needs", need_words(&asked.need))),
        };
        parts.push(Part::Goals("needed by", view.asked.iter().map(item).collect()));
    }
    parts
}

fn need_words(need: &NeedView) -> String {
    let state = match need.state {
        NeedState::Asked if need.late => "asked, no answer yet, late",
        NeedState::Agreed if need.late => "agreed, late",
        NeedState::Asked => "asked, no answer yet",
        state => state.word(),
    };
    let mut facts = vec![need.what.clone(), state.to_owned()];
    facts.extend(need.by.map(|day| format!("by {day}")));
    facts.extend(need.effort.map(person_weeks));
    facts.extend(need.goal.as_ref().map(|goal| format!("in {goal}")));
    facts.join(" · ")
}

fn person_weeks(effort: f64) -> String {
    #[expect(clippy::float_cmp, reason = "1 as written")]
    let plural = if effort == 1.0 { "" } else { "s" };
    format!("{effort} person-week{plural}")
}

fn log(view: &ShowView, all: bool) -> Vec<Part> {
    if view.log.is_empty() {
        return Vec::new();
    }
    let most = if all { usize::MAX } else { MOST_ENTRIES };
    let mut parts = vec![Part::Dated("log", view.log.iter().take(most).map(entry).collect())];
    if view.log.len() > most {
        let older = format!("{} older: goalpost show {} -v", view.log.len() - most, view.goal.id);
        parts.push(Part::Text("", older));
    }
    parts
}

fn entry(entry: &LogEntry) -> Dated {
    let obstacle = entry.kind == LogKind::Obstacle;
    let open = obstacle && entry.resolved.is_none();
    let mut facts: Vec<String> = Vec::new();
    let to = if entry.to.is_empty() { String::new() } else { format!("to {}", entry.to.join(", ")) };
    facts.push([entry.by.clone().unwrap_or_default(), to].join(" ").trim().to_owned());
    facts.extend(entry.scope.map(|scope| if scope == Scope::Internal { "inside" } else { "outside" }.to_owned()));
    if obstacle {
        facts.push(entry.resolved.map_or_else(|| "still open".to_owned(), |day| format!("resolved {day}")));
    }
    if !entry.about.is_empty() {
        facts.push(format!("about {}", entry.about.join(", ")));
    }
    facts.extend(entry.link.clone());
    facts.retain(|fact| !fact.is_empty());
    let word = entry.kind.word().to_owned();
    Dated { day: Some(entry.date), word, open, who: facts.join(" · "), text: entry.text.clone() }
}

fn close(view: &ShowView) -> Vec<Part> {
    let mut parts = Vec::new();
    if let Some(grade) = &view.grade {
        let mut facts = vec![grade.score.to_string()];
        #[expect(clippy::float_cmp, reason = "the same number written twice is the same bits")]
        facts.extend(grade.computed.filter(|it| *it != grade.score).map(|it| format!("computed {it}")));
        facts.extend(grade.by.as_ref().map(|by| format!("by {by}")));
        facts.extend(grade.why.clone());
        text(&mut parts, "grade", Some(facts.join(" · ")));
    }
    text(&mut parts, "reason", view.reason.clone());
    text(&mut parts, "learned", view.retrospective.clone());
    text(&mut parts, "continues", view.continues.clone());
    list(&mut parts, "continued by", &view.continued_by);
    text(&mut parts, "replaced by", view.replaced_by.clone());
    list(&mut parts, "replaces", &view.replaces);
    list(&mut parts, "formerly", &view.formerly);
    parts
}

fn traits(view: &ShowView) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut facts: Vec<String> = Vec::new();
    let commitment =
        view.commitment.and_then(|it| crate::model::Commitment::WORDS.iter().find(|(_, word)| *word == it));
    facts.extend(commitment.map(|(word, _)| (*word).to_owned()));
    facts.extend(view.priority.map(|priority| format!("priority {}", priority.word())));
    facts.extend(view.effort.map(person_weeks));
    facts.extend(view.perspective.map(|it| format!("perspective {}", it.word())));
    facts.extend(view.area.as_ref().map(|area| format!("area {area}")));
    text(&mut parts, "planned as", (!facts.is_empty()).then(|| facts.join(" · ")));
    list(&mut parts, "skills", &view.skills);
    list(&mut parts, "labels", &view.labels);
    parts
}

/// What cannot move unseen. Milestones stand in full above: here only how many have such fields.
fn goalposts(view: &ShowView) -> Vec<Part> {
    let mut facts: Vec<String> = Vec::new();
    let mut milestones = 0;
    for post in &view.goalposts {
        if post.field.starts_with("milestones") {
            milestones += 1;
            if milestones > 1 {
                continue;
            }
            facts.push("milestones as above".to_owned());
            continue;
        }
        let value = match &post.value {
            PostValue::Number(value) => value.to_string(),
            PostValue::Day(day) => day.to_string(),
            PostValue::Text(text) => text.clone(),
            PostValue::List(steps) => steps.join(" → "),
        };
        facts.push(format!("{} {value}", post.field));
    }
    if facts.is_empty() { Vec::new() } else { vec![Part::Text("goalposts", facts.join(" · "))] }
}
