//! Orphans, conflicts, duplicates, silos and overloaded teams for people, with owners and common ancestors.

use crate::render::clean::clean;
use crate::render::layout::{cut, paragraph};
use crate::render::number::tight_percent;
use crate::render::style::Style;
use crate::view::align::{AlignView, ClaimView, ClusterGoal};

use super::figures::{one_digit, with_teams_below};
use crate::model::count_of;

/// The maximum number of entries of a kind; the others are counted.
const MOST: usize = 8;

/// The maximum number of goals of an entry.
const MOST_PARTIES: usize = 5;

/// Orphans, conflicts, duplicates, silos and overloaded teams; sections without entries are omitted.
pub(super) fn tensions(view: &AlignView, style: Style, text: &mut String) {
    let mut page = TensionsPage { view, style, text };
    page.lost_lines();
    page.unsupported();
    page.conflicts();
    page.duplicates();
    page.silos();
    page.contended();
}

struct TensionsPage<'p> {
    view: &'p AlignView,
    style: Style,
    text: &'p mut String,
}

impl TensionsPage<'_> {
    fn heading(&mut self, text: &str) {
        self.text.push_str(&format!("\n{}", paragraph(0, text, self.style.width, |line| self.style.bold(line))));
    }

    fn lines(&mut self, indent: usize, line: &str, dim: bool) {
        let paint = |line: &str| if dim { self.style.dim(line) } else { line.to_owned() };
        self.text.push_str(&paragraph(indent, line, self.style.width, paint));
    }

    fn more(&mut self, all: usize, noun: &str) {
        if all > MOST {
            let line = format!("and {} more: --format json has them all", count_of(all - MOST, noun));
            self.lines(2, &line, true);
        }
    }

    fn lost_lines(&mut self) {
        let lines = &self.view.lost_lines;
        if lines.is_empty() {
            return;
        }
        self.heading("goals that do not reach the mission");
        let mut sorted: Vec<_> = lines.iter().collect();
        sorted.sort_by(|a, b| b.goals.len().cmp(&a.goals.len()).then(a.top.cmp(&b.top)));
        for line in sorted.iter().take(MOST) {
            let because = match (line.because.as_str(), &line.named) {
                ("circle", _) => "its links form a cycle".to_owned(),
                ("unreadable", Some(named)) => {
                    format!("the file of its parent cannot be read: {}", cut(&clean(named), 40))
                }
                (_, Some(named)) => format!("links to a missing goal: {}", cut(&clean(named), 40)),
                _ => "no parent".to_owned(),
            };
            let others = line.goals.iter().filter(|id| **id != line.top).count();
            let with = match others {
                0 => String::new(),
                others => format!(" (also affects {} below)", count_of(others, "goal")),
            };
            let title = self.titled(&line.top);
            self.lines(2, &title, false);
            self.lines(4, &format!("{because}{with}"), true);
        }
        self.more(lines.len(), "line");
    }

    fn unsupported(&mut self) {
        let goals = &self.view.unsupported;
        if goals.is_empty() {
            return;
        }
        self.heading("goals without supporting goals");
        for id in goals.iter().take(MOST) {
            let title = self.titled(id);
            self.lines(2, &title, false);
        }
        self.more(goals.len(), "goal");
    }

    fn conflicts(&mut self) {
        let conflicts = &self.view.conflicts;
        if conflicts.is_empty() {
            return;
        }
        self.heading("conflicting goals");
        for conflict in conflicts.iter().take(MOST) {
            self.lines(2, &format!("{}: {}", cut(&clean(&conflict.metric), 60), clean(&conflict.reason)), false);
            self.parties(&conflict.parties, conflict.goals.len(), true);
            self.ancestor(conflict.common_ancestor.as_deref());
        }
        self.more(conflicts.len(), "conflict");
    }

    fn duplicates(&mut self) {
        let clusters = &self.view.duplicates;
        if clusters.is_empty() {
            return;
        }
        self.heading("duplicates: very similar wording (a hint)");
        for cluster in clusters.iter().take(MOST) {
            let words: Vec<_> = cluster.terms.iter().take(8).map(|term| clean(term).into_owned()).collect();
            let count = cluster.goals.len();
            let common = if words.is_empty() { String::new() } else { format!(": {}", words.join(", ")) };
            self.lines(2, &format!("{count} goals, similarity {}{common}", tight_percent(cluster.similarity)), false);
            self.parties(&cluster.parties, count, false);
        }
        self.more(clusters.len(), "cluster");
    }

    fn silos(&mut self) {
        let silos = &self.view.silos;
        if silos.is_empty() {
            return;
        }
        self.heading("silos: no contributors, needs or links to another department");
        for silo in silos.iter().take(MOST) {
            self.lines(2, &format!("{}, {}", clean(&silo.team), count_of(silo.goals.len(), "goal")), false);
        }
        self.more(silos.len(), "department");
    }

    fn contended(&mut self) {
        let teams = &self.view.contended;
        if teams.is_empty() {
            return;
        }
        self.heading("overloaded teams (person-weeks)");
        for team in teams.iter().take(MOST) {
            let (planned, capacity) = (one_digit(team.planned), one_digit(team.capacity));
            let with = with_teams_below(team.planned, team.own);
            self.lines(2, &format!("{}{with}: {planned} planned of {capacity}", clean(&team.name)), false);
            for claim in team.claims.iter().take(MOST_PARTIES) {
                let line = claim_words(claim);
                self.lines(4, &line, true);
            }
            if team.claims.len() > MOST_PARTIES {
                self.lines(4, &format!("and {} more", team.claims.len() - MOST_PARTIES), true);
            }
            self.ancestor(team.common_ancestor.as_deref());
        }
        self.more(teams.len(), "team");
    }

    /// The goals of a cluster with their owners.
    fn parties(&mut self, parties: &[ClusterGoal], all: usize, sight: bool) {
        for party in parties.iter().take(MOST_PARTIES) {
            let mut facts = vec![clean(&party.goal).into_owned()];
            facts.extend(party.owner.as_deref().map(|it| clean(it).into_owned()));
            facts.extend(party.team.as_deref().map(|it| clean(it).into_owned()));
            facts.extend(party.wants.as_deref().filter(|_| sight).map(|it| clean(it).into_owned()));
            self.lines(4, &facts.join(" · "), true);
            if sight && !party.line_of_sight.is_empty() {
                let line: Vec<_> = party.line_of_sight.iter().take(6).map(|id| clean(id).into_owned()).collect();
                let more = if party.line_of_sight.len() > line.len() { " → …" } else { "" };
                self.lines(6, &format!("→ {}{more}", line.join(" → ")), true);
            } else if !sight {
                let title = cut(&clean(&party.title), self.style.width.saturating_sub(6));
                self.lines(6, &title, true);
            }
        }
        if all > MOST_PARTIES {
            self.lines(4, &format!("and {} more", all - MOST_PARTIES), true);
        }
    }

    fn ancestor(&mut self, id: Option<&str>) {
        if let Some(id) = id {
            let line = format!("common ancestor: {} ({})", self.short_title(id), clean(id));
            self.lines(4, &line, false);
        }
    }

    fn titled(&self, id: &str) -> String {
        let title = self.short_title(id);
        if title == id { title } else { format!("{title} ({})", clean(id)) }
    }

    fn short_title(&self, id: &str) -> String {
        cut(&clean(self.view.title(id)), 100)
    }
}

fn claim_words(claim: &ClaimView) -> String {
    let mut facts = vec![one_digit(claim.effort), clean(&claim.goal).into_owned()];
    facts.push(claim.priority.as_deref().unwrap_or("no priority").to_owned());
    facts.extend(claim.owner.as_deref().map(|it| clean(it).into_owned()));
    facts.extend(claim.need.as_deref().map(|need| format!("needs {}", cut(&clean(need), 40))));
    facts.join(" · ")
}
