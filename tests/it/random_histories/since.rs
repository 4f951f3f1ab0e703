//! What `digest` and `diff` say of the time since an earlier commit: the moves of `history` that landed after it, no others.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Question;
use super::days::{Day, text};
use super::plot::is_plain;
use super::reader::Reader;

impl Question<'_> {
    /// What `digest` and `diff` say otherwise than `history`, since a commit of the first parents' line.
    pub(super) fn wrong_since(&self, reader: &Reader<'_>, goals: &[Value], reported: &[Value]) -> Vec<String> {
        let line = self.first_parents();
        // Of a goal in several files it is not said which counts.
        let sound = reader.goals();
        let mut wrong = Vec::new();
        // What lands after a commit of another line may have been in that commit.
        let trunk = reader.trunk();
        let bases = [line[line.len() / 2], line[line.len() - 1 - line.len() / 6]];
        for base in bases.into_iter().filter(|base| trunk.contains(base)) {
            let is_new = |it: &Value| !self.behind(base).contains(&self.place(&it["merged"]["commit"]).unwrap_or(base));
            // A goal that the base never had is new: there is nothing from which it would have moved.
            // What was added while it was excluded is new too.
            let is_read = |place: &&usize| **place <= base && is_plain(&self.story.commits[**place].files);
            let read = line.iter().rev().find(is_read).copied();
            let mut known = read.map(|place| reader.known_at(place)).unwrap_or_default();
            // What was changed while it was excluded, or as it was, is compared with what was last read. As of the base that is
            // all that is known of it; as of now each of its versions is.
            known.retain(|id| read.is_some_and(|place| reader.has_same_files(id, place, base)));
            // And where two files had one id, which of them is read is not what history says counted.
            known.retain(|id| reader.count_files(id, base) <= 1);
            let goals: Vec<&Value> = goals
                .iter()
                .filter(|it| it["id"].as_str().is_some_and(|id| known.contains(id) && sound.contains(&id)))
                .collect();
            // Nor has a milestone moved that the base does not have.
            let is_there = |id: &Value, it: &Value| {
                let words = it["words"].as_str().unwrap_or_default();
                let titles = reader.steps_at(id.as_str().unwrap_or_default(), base);
                !words.starts_with("milestone ") || titles.iter().any(|title| words.contains(title))
            };
            wrong.extend(
                self.wrong_diff(base, &goals, is_new, is_there).iter().map(|it| format!("diff since {base}: {it}")),
            );
        }
        let today = self.story.today;
        for since in [today - 7, today - 30, today - 55] {
            let base = self.on_day(&trunk, since);
            let known = base.map(|base| self.behind(base)).unwrap_or_default();
            let is_new = |it: &&Value| self.place(&it["merged"]["commit"]).is_some_and(|place| !known.contains(&place));
            let in_report = |it: &Value| format!("{} {} {}", it["goal"]["id"], it["day"], it["words"]);
            let is_sound = |id: &Value| id.as_str().is_some_and(|id| sound.contains(&id));
            let new = reported.iter().filter(is_new).filter(|it| is_sound(&it["goal"]["id"]));
            let mut expected: Vec<String> = new.map(in_report).collect();
            let digest = self.ask(&["digest", "--since", &text(since)]);
            let in_digest = |it: &Value| format!("{} {} {}", it["goal"], it["day"], it["change"]);
            let told = digest["moved"].as_array().expect("a list").iter().filter(|it| is_sound(&it["goal"]));
            let mut told: Vec<String> = told.map(in_digest).collect();
            expected.sort();
            told.sort();
            if base.is_some() && expected != told {
                wrong.push(format!("digest since {}, {base:?}: {told:?} and not {expected:?}", text(since)));
            }
        }
        wrong
    }

    /// Of each goalpost that stands elsewhere than at the base every move is told, and of one that was put back that it was.
    fn wrong_diff(
        &self,
        base: usize,
        goals: &[&Value],
        is_new: impl Fn(&Value) -> bool,
        is_there: impl Fn(&Value, &Value) -> bool,
    ) -> Vec<String> {
        let (from, to) = (&self.told.names[base], &self.told.names[self.tip]);
        let diff = self.ask_of(&["diff", &format!("{from}..{to}")], &[]);
        let key = |id: &Value, it: &Value| {
            let fields = ["field", "before", "after", "day", "commit"].map(|name| it[name].to_string()).join(" ");
            format!("{id} {fields}")
        };
        let moves = |of: &Value, list: &str| of[list].as_array().cloned().unwrap_or_default();
        let mut told = BTreeSet::new();
        for change in moves(&diff, "changes") {
            told.extend(moves(&change["moved"], "moves").iter().map(|it| key(&change["goal"], it)));
        }
        for back in moves(&diff, "put_back") {
            told.extend(moves(&back, "moves").iter().map(|it| key(&back["goal"], it)));
        }
        let mut wrong = Vec::new();
        let mut known = BTreeSet::new();
        for goal in goals {
            let all = moves(goal, "goalposts");
            let new: Vec<&Value> = all.iter().filter(|it| is_new(it)).collect();
            for it in &new {
                let name = key(&goal["id"], it);
                let mut of_field = new.iter().filter(|other| other["field"] == it["field"]);
                let (first, last) = (of_field.clone().next(), of_field.next_back());
                let stands = first.zip(last).is_some_and(|(first, last)| first["before"] != last["after"]);
                if !told.contains(&name) && is_there(&goal["id"], it) && (stands || !it["put_back"].is_null()) {
                    wrong.push(format!("not told: {name}"));
                }
                known.insert(name);
            }
        }
        let of_known = |it: &&String| goals.iter().any(|goal| it.starts_with(&format!("{} ", goal["id"])));
        let untrue = told.iter().filter(|it| !known.contains(*it)).filter(of_known);
        wrong.extend(untrue.map(|it| format!("told: {it}")));
        wrong
    }

    /// The commits along first parents, the oldest first.
    fn first_parents(&self) -> Vec<usize> {
        let first = |place: &usize| self.story.commits[*place].parents.first().copied();
        let mut line: Vec<usize> = std::iter::successors(Some(self.tip), first).collect();
        line.reverse();
        line
    }

    /// The commit of the trunk that was its newest on a day: none takes effect before those before it, and one that is dated
    /// later than both today and the newest is disregarded.
    pub(super) fn on_day(&self, trunk: &[usize], day: Day) -> Option<usize> {
        let own = |place: usize| self.story.commits[place].committed.day();
        let horizon = own(self.tip).max(self.story.today);
        let mut latest = Day::MIN;
        let mut found = None;
        for place in trunk.iter().copied() {
            if latest.max(own(place)) <= day {
                found = Some(place);
            }
            if own(place) <= horizon {
                latest = latest.max(own(place));
            }
        }
        found
    }

    /// A commit and all that are before it.
    fn behind(&self, base: usize) -> BTreeSet<usize> {
        let (mut found, mut open) = (BTreeSet::new(), vec![base]);
        while let Some(place) = open.pop() {
            if found.insert(place) {
                open.extend(&self.story.commits[place].parents);
            }
        }
        found
    }
}
