//! Which goals touch other departments, as planned and as worked.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::analysis::alignment::{self, Population};
use crate::analysis::facts::Facts;
use crate::view::align::shares::ShareView;

/// Collaboration between departments.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CollaborationView {
    /// The share with contributors, needs or links across departments; null where no goal belongs to one.
    pub value: Option<f64>,
    /// How many goals belong to a department.
    pub of: usize,
    /// Goals that involve no other department, by id.
    pub missing: Vec<String>,
    /// Goals that involve another department, by id.
    pub across: Vec<CrossDepartmentGoal>,
    /// For each department, the number of its goals that involve each other department.
    pub matrix: BTreeMap<String, BTreeMap<String, usize>>,
    /// The goals whose commits, log and needs in the period come from two departments or more.
    pub worked: ShareView,
}

/// A goal that involves other departments.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CrossDepartmentGoal {
    /// The goal.
    pub goal: String,
    /// Its department.
    pub department: String,
    /// The other departments involved by contributors, needs and links upward.
    pub with: Vec<String>,
}

impl CollaborationView {
    /// The departments of the matrix, by id.
    pub fn departments(&self) -> Vec<&str> {
        let all = self.matrix.iter().flat_map(|(from, row)| std::iter::once(from).chain(row.keys()));
        all.map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect()
    }

    pub(super) fn new(snapshot: &Facts<'_>, population: &Population) -> Self {
        let found = alignment::collaboration(snapshot, population).unwrap_or_default();
        let across = found.crossing.iter().map(|crossing| CrossDepartmentGoal {
            goal: snapshot.goal(crossing.goal).id.clone(),
            department: crossing.department.to_owned(),
            with: crossing.with.iter().map(|it| (*it).to_owned()).collect(),
        });
        let row = |row: &BTreeMap<&str, usize>| row.iter().map(|(to, count)| ((*to).to_owned(), *count)).collect();
        let matrix = found.matrix.iter().map(|(from, to)| ((*from).to_owned(), row(to))).collect();
        let worked = ShareView::new(snapshot, &found.worked);
        let across = across.collect();
        let ShareView { value, of, missing } = ShareView::new(snapshot, &found.planned);
        Self { value, of, missing, across, matrix, worked }
    }
}
