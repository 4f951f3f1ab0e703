//! A goal, a person or a team in short, as an editor shows it over a name.

use super::text::{code, escape};
use super::why::why;
use crate::analysis::text::percent;
use crate::model::{Kind, Person, Team};
use crate::render::standing::title_of;
use crate::view::rollup::GoalView;
use crate::view::why::WhyView;

/// A goal: its title, how it stands, and its line of sight.
pub fn goal_summary(goal: &GoalView, sight: &WhyView) -> String {
    let brief = &goal.brief;
    let mut text = format!("**{}** {}\n\n", escape(title_of(brief)), code(&brief.id));
    let numbered = !matches!(brief.kind, Kind::Mission | Kind::Survey);
    let mut facts: Vec<String> = Vec::new();
    facts.extend(brief.progress.filter(|_| numbered).map(percent));
    facts.extend(numbered.then(|| escape(&brief.standing)));
    facts.extend(goal.expected.filter(|_| numbered).map(|share| format!("{} expected", percent(share))));
    facts.extend(goal.words.measure.as_ref().map(|measure| escape(measure)));
    facts.extend(brief.level.iter().chain(&brief.owner).map(|name| escape(name)));
    if !facts.is_empty() {
        text.push_str(&format!("{}\n\n", facts.join(" · ")));
    }
    text + &why(sight, false)
}

/// A person of org.yaml.
pub fn person_summary(person: &Person) -> String {
    let manager = person.manager.as_ref().map(|id| format!("manager {}", code(id)));
    let until = person.until.map(|day| format!("until {day}"));
    summary(&person.name, &person.id, [person.team.as_ref().map(|id| code(id)), manager, until])
}

/// A team of org.yaml.
pub fn team_summary(team: &Team) -> String {
    let lead = team.lead.as_ref().map(|id| format!("lead {}", code(id)));
    let parent = team.parent.as_ref().map(|id| format!("part of {}", code(id)));
    let until = team.until.map(|day| format!("until {day}"));
    let level = team.level.as_ref().map(|level| escape(level));
    summary(&team.name, &team.id, [level, parent, lead.or(until)])
}

fn summary(name: &str, id: &str, facts: [Option<String>; 3]) -> String {
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let facts = if facts.is_empty() { String::new() } else { format!("\n\n{}", facts.join(" · ")) };
    format!("**{}** {}{facts}", escape(name), code(id))
}
