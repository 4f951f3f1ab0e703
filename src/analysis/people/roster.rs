//! Who is known: the people and teams of `org.yaml`, as far as it could be read.

use crate::analysis::snapshot::Snapshot;
use crate::model::{Document, Org, Role};
use crate::syntax::{Fault, FaultKind, Segment, parse_route};

/// The people and teams that are known. Where a list could not be read to its end everyone may be on it.
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
    /// Who is known; none without an `org.yaml` that can be read.
    #[must_use]
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
    /// With those whom a private root's own `org.yaml` adds.
    #[must_use]
    pub fn with(self, private: Option<&'w Org>) -> Self {
        Self { private, ..self }
    }

    /// Whether an id is surely no team's, now or once.
    #[must_use]
    pub fn lacks_team(&self, id: &str) -> bool {
        self.has_all_teams && !self.orgs().any(|org| org.knows_team(id))
    }

    /// Whether an id is surely no person's, now or once.
    #[must_use]
    pub fn lacks_person(&self, id: &str) -> bool {
        self.has_all_people && !self.orgs().any(|org| org.knows_person(id))
    }

    /// Whether `org.yaml` may have had people and teams that nothing here tells of: a shallow clone hides its past.
    #[must_use]
    pub fn may_have_known(&self) -> bool {
        self.org.is_past_hidden
    }

    fn orgs(&self) -> impl Iterator<Item = &'w Org> {
        std::iter::once(self.org).chain(self.private)
    }
}

/// Whether every entry of a list in `org.yaml` has come to be known by its id.
fn is_whole(document: &Document, list: &str) -> bool {
    let loses_an_entry = |fault: &Fault| match parse_route(&fault.route).as_slice() {
        [Segment::Key(key)] | [Segment::Key(key), Segment::Index(_)] => key == list || fault.is_misspelling_of(list),
        [Segment::Key(key), Segment::Index(at), Segment::Key(field)] => {
            key == list && (field == "id" || fault.is_misspelling_of(&format!("{list}[{at}].id")))
        }
        _ => false,
    };
    !document.faults.iter().any(|fault| fault.kind != FaultKind::InvalidId && loses_an_entry(fault))
}
