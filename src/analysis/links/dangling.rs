//! Dangling links, the goals that they probably mean, and goals that links which cannot be read may name.

use std::collections::{HashMap, HashSet};

use crate::analysis::links::written_link::{LinkRole, links_of};
use crate::model::{Goal, GoalIx, Kind, Workspace};
use crate::syntax::Lexicon;

/// A link to a goal that does not exist, or that readers of its file may not see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DanglingLink<'w> {
    /// The goal with the link.
    pub goal: GoalIx,
    /// The role of the link.
    pub role: LinkRole,
    /// The id that it names.
    pub id: &'w str,
    /// The route of the id.
    pub route: String,
    /// Whether the goal exists in an included private root, which readers of this file may not see.
    pub hidden: bool,
    /// The goal that was meant, if the id is a typing error.
    pub meant: Option<GoalIx>,
    /// Similar ids.
    pub near: Vec<&'w str>,
}

/// The dangling links of a workspace.
#[derive(Debug, Default)]
pub struct Dangling<'w> {
    /// The links, in the order of goals and fields.
    pub links: Vec<DanglingLink<'w>>,
    wanted: HashSet<GoalIx>,
}

impl<'w> Dangling<'w> {
    /// Finds the dangling links of a workspace.
    pub fn find(workspace: &'w Workspace) -> Self {
        let mut dangling = Self::default();
        let mut speller = Speller { workspace, lexicons: HashMap::new(), known: HashMap::new() };
        for (ix, goal) in workspace.iter().filter(|(_, goal)| !workspace.is_outer(goal.document)) {
            let private = workspace.is_private(goal.document);
            for link in links_of(goal) {
                let hidden = match workspace.document_with(link.id) {
                    Some(document) if private || !workspace.is_private(document) => continue,
                    // The open root may have the goal, but is not checked out here.
                    None if workspace.lacks_outer() && !private => continue,
                    found => found.is_some(),
                };
                let near = if hidden { Vec::new() } else { speller.near(goal, private, link.role, link.id) };
                let meant = match near[..] {
                    [only] if has_same_digits(only, link.id) => workspace.find(only),
                    _ => None,
                };
                if matches!(link.role, LinkRole::Supports | LinkRole::Measures) {
                    dangling.wanted.extend(meant);
                }
                let near = if near.is_empty() && !hidden {
                    speller.continued(goal, private, link.role, link.id)
                } else {
                    near
                };
                let route = link.route(goal);
                dangling.links.push(DanglingLink {
                    goal: ix,
                    role: link.role,
                    id: link.id,
                    route,
                    hidden,
                    meant,
                    near,
                });
            }
        }
        dangling.want_from_unread(workspace);
        dangling
    }

    /// Whether a link that is reported elsewhere was probably meant to support or measure a goal: one with a typing
    /// error, or one in a file that cannot be read. Then the goal is not reported as unsupported as well.
    pub fn is_wanted(&self, goal: GoalIx) -> bool {
        self.wanted.contains(&goal)
    }

    fn want_from_unread(&mut self, workspace: &Workspace) {
        let mut want =
            |texts: Vec<(String, &str)>| self.wanted.extend(texts.iter().filter_map(|(_, id)| workspace.find(id)));
        for document in workspace.without_goal() {
            for pattern in ["measures", "supports[]", "supports[].goal"] {
                want(document.texts(pattern));
            }
        }
        for goal in &workspace.goals {
            for fault in &workspace.document_of(goal).faults {
                if fault.is_misspelling_of("measures") || fault.is_misspelling_of("supports") {
                    let document = workspace.document_of(goal);
                    for items in ["", "[]", "[].goal"] {
                        want(document.texts(&format!("{}{items}", fault.route)));
                    }
                }
            }
        }
        for (_, goal) in workspace.iter() {
            // A link that measures a key result probably meant its objective.
            let measured = goal.measures.as_deref().and_then(|id| workspace.find(id)).map(|ix| workspace.goal(ix));
            let objective = measured.filter(|it| it.kind == Kind::KeyResult).and_then(|it| it.measures.as_deref());
            self.wanted.extend(objective.and_then(|id| workspace.find(id)));
        }
    }
}

/// Whether two ids have the same digits: with other digits (`q3`, `q4`) they name two things, and none is a typing
/// error.
fn has_same_digits(a: &str, b: &str) -> bool {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
    digits(a) == digits(b)
}

/// Finds similar ids among those that a link may name; the indexes are built on first use.
struct Speller<'w> {
    workspace: &'w Workspace,
    lexicons: HashMap<AllowedTargets, Lexicon<'w>>,
    known: HashMap<(AllowedTargets, &'w str), Vec<&'w str>>,
}

/// The ids that a link may name: a bit for each kind, and whether private goals are included.
type AllowedTargets = (u8, bool);

impl<'w> Speller<'w> {
    fn near(&mut self, goal: &Goal, private: bool, role: LinkRole, id: &'w str) -> Vec<&'w str> {
        let words = words(goal.kind, private, role);
        if let Some(near) = self.known.get(&(words, id)) {
            return near.clone();
        }
        let near = self.lexicon(words).nearest(id);
        self.known.insert((words, id), near.clone());
        near
    }

    fn continued(&mut self, goal: &Goal, private: bool, role: LinkRole, id: &'w str) -> Vec<&'w str> {
        let mut near = self.lexicon(words(goal.kind, private, role)).continued(id);
        near.retain(|near| *near != goal.id);
        near
    }

    fn lexicon(&mut self, words: AllowedTargets) -> &Lexicon<'w> {
        let workspace = self.workspace;
        self.lexicons.entry(words).or_insert_with(|| {
            let fits =
                |goal: &&Goal| words.0 & bit(goal.kind) != 0 && (words.1 || !workspace.is_private(goal.document));
            Lexicon::new(workspace.goals.iter().map(Box::as_ref).filter(fits).map(|goal| goal.id.as_str()))
        })
    }
}

fn words(from: Kind, private: bool, role: LinkRole) -> AllowedTargets {
    let kinds = Kind::WORDS.iter().map(|(_, kind)| *kind).filter(|to| role.fits(from, *to));
    (kinds.fold(0, |bits, kind| bits | bit(kind)), private)
}

fn bit(kind: Kind) -> u8 {
    1 << Kind::WORDS.iter().position(|(_, it)| *it == kind).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Root, SourceSet};

    fn objective(id: &str, rest: &str) -> (String, String) {
        (format!("{id}.yaml"), format!("kind: objective\nid: {id}\ntitle: t\n{rest}\n"))
    }

    #[test]
    fn a_slip_of_a_letter_has_a_meaning_and_one_of_a_digit_has_not() {
        let workspace = Workspace::read(SourceSet::from_texts([
            objective("payout-time-2026-q4", ""),
            objective("reliable-checkout", ""),
            objective("a", "supports: [payout-time-2026-q3, reliable-chekout, reliable]"),
        ]));
        let dangling = Dangling::find(&workspace);
        let found: Vec<_> = dangling.links.iter().map(|link| (link.meant.is_some(), link.near.as_slice())).collect();
        let (payout, checkout) = (["payout-time-2026-q4"], ["reliable-checkout"]);
        assert_eq!(found, [(false, &payout[..]), (true, &checkout[..]), (false, &checkout[..])]);
        assert!(dangling.is_wanted(workspace.find("reliable-checkout").expect("it")));
        assert!(!dangling.is_wanted(workspace.find("payout-time-2026-q4").expect("it")));
    }

    #[test]
    fn what_cannot_be_read_still_wants_its_goal() {
        let broken = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let workspace = Workspace::read(SourceSet::from_texts([
            objective("a", ""),
            objective("b", ""),
            objective("c", "suports: [b]"),
            broken("x.yaml", "kind: key_rezult_or_so\nid: x\nmeasures: a\n"),
        ]));
        let dangling = Dangling::find(&workspace);
        let wanted: Vec<_> = ["a", "b", "c"].map(|id| dangling.is_wanted(workspace.find(id).expect(id))).into();
        assert_eq!(wanted, [true, true, false]);
    }

    #[test]
    fn an_open_goal_may_not_name_a_private_one() {
        let mut sources = SourceSet::from_texts([
            objective("open", "supports: [secret]"),
            objective("secret", "supports: [open, secre]"),
            objective("slip", "supports: [secre]"),
        ]);
        sources.files[1].root = Root::Included(0);
        let workspace = Workspace::read(sources);
        let found: Vec<_> =
            Dangling::find(&workspace).links.into_iter().map(|it| (it.id, it.hidden, it.near)).collect();
        assert_eq!(found, [("secret", true, vec![]), ("secre", false, vec![]), ("secre", false, vec!["secret"])]);
    }
}
