//! What is kept from one edit of a project to the next.

/// What is kept from one edit of a project to the next.
#[derive(Debug, Default)]
pub(super) struct Edited {
    /// Whether earlier versions of `org.yaml` were read for people whom a goal names and the present one does not have.
    pub(super) is_org_remembered: bool,
    /// Earlier ids that only history shows: pairs of an earlier id and a present one.
    pub(super) unlisted: Vec<(String, String)>,
}
