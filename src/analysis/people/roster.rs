//! The roster: the people and teams of `org.yaml`, as far as it can be read.

use crate::analysis::snapshot::Snapshot;
use crate::model::{Document, Org, Role};
use crate::syntax::{Fault, FaultKind, Segment, parse_route};

/// The known people and teams. A list that cannot be read completely may contain any id.
#[derive(Debug, Clone, Copy)]
pub struct Roster<'w> {
    /// The organisation.
    pub org: &'w Org,
    /// The organisation of a private root, for the goals there.
    private: Option<&'w Org>,
    has_all_teams: bool,
    has_all_people: bool,
}

impl<'w> Roster<'w> {
    /// The roster of a workspace; none without an `org.yaml` that can be read.
    pub fn of(snapshot: &Snapshot<'w>) -> Option<Self> {
        let org = snapshot.org()?;
        let document = snapshot.workspace.document(snapshot.workspace.by_role(Role::Org)?);
        if document.tree.partial {
            return None;
        }
        let has_all = |list| is_whole(document, list);
        Some(Roster { org, private: None, has_all_teams: has_all("teams"), has_all_people: has_all("people") })
    }
}

impl<'w> Roster<'w> {
    /// Adds the people and teams of a private root's own `org.yaml`.
    #[must_use]
    pub fn with(self, private: Option<&'w Org>) -> Self {
        Self { private, ..self }
    }

    /// Whether an id certainly belongs to no present or former team.
    pub fn lacks_team(&self, id: &str) -> bool {
        self.has_all_teams && !self.orgs().any(|org| org.knows_team(id))
    }

    /// Whether an id certainly belongs to no present or former person.
    pub fn lacks_person(&self, id: &str) -> bool {
        self.has_all_people && !self.orgs().any(|org| org.knows_person(id))
    }

    /// Whether an earlier `org.yaml` may have had other people and teams, because a shallow clone hides its history.
    pub fn may_have_known(&self) -> bool {
        self.org.is_past_hidden
    }

    fn orgs(&self) -> impl Iterator<Item = &'w Org> {
        std::iter::once(self.org).chain(self.private)
    }
}

/// Whether the ids of all entries of a list in `org.yaml` can be read. Otherwise an unknown id may be one of those that
/// cannot.
fn is_whole(document: &Document, list: &str) -> bool {
    let loses_an_entry = |fault: &Fault| match parse_route(&fault.route).as_slice() {
        _ if fault.hides_others() => true,
        [Segment::Key(key)] | [Segment::Key(key), Segment::Index(_)] => key == list || fault.is_misspelling_of(list),
        [Segment::Key(key), Segment::Index(at), Segment::Key(field)] => {
            key == list && (field == "id" || fault.is_misspelling_of(&format!("{list}[{at}].id")))
        }
        _ => false,
    };
    !document.faults.iter().any(|fault| fault.kind != FaultKind::InvalidId && loses_an_entry(fault))
}
