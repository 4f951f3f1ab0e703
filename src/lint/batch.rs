//! Batches: findings that say the same of many goals of one owner or team are reported as one, with all their places.

use std::collections::HashMap;

use super::finding::{Batch, Finding, Level, Related};
use super::fingerprint::Fingerprints;
use crate::model::DocIx;

/// The most findings of one owner that are reported one by one.
pub const MOST_SINGLE: usize = 10;

/// Reports each batch with more findings than its limit as one finding, at the first of them. It counts the findings in
/// [`Finding::count`], and has the places of the others as related ones, all of them.
///
/// The rules, comments that allow findings, comparisons with an earlier state and fixes work on single findings: this is
/// the last step before they are shown.
pub fn fold_batches(findings: Vec<Finding>) -> Vec<Finding> {
    let key = |finding: &Finding| Some((finding.rule, finding.level, finding.batch.clone()?));
    let mut sizes: HashMap<(&'static str, Level, Batch), usize> = HashMap::new();
    for key in findings.iter().filter_map(key) {
        *sizes.entry(key).or_default() += 1;
    }
    sizes.retain(|(_, _, batch), size| *size > batch.most);
    let mut folded: Vec<Finding> = Vec::new();
    let mut fingerprints = Fingerprints::default();
    let mut heads: HashMap<&(&'static str, Level, Batch), usize> = HashMap::new();
    for mut finding in findings {
        let Some((key, size)) = key(&finding).and_then(|key| sizes.get_key_value(&key)) else {
            folded.push(finding);
            continue;
        };
        if let Some(head) = heads.get(key) {
            let head = &mut folded[*head];
            head.related.push(as_related(&finding));
            head.related.append(&mut finding.related);
            head.fix = head.fix.take().or(finding.fix);
            continue;
        }
        let Batch { before, after, help, .. } = &key.2;
        finding.message = format!("{before}{}{size} {after}", if before.is_empty() { "" } else { " " });
        finding.count = *size;
        finding.fingerprint = fingerprints.of_batch(finding.rule, &key.2);
        // Advice on one finding names the first goal of many.
        let own = finding.goal.as_ref().zip(finding.help.take());
        let of_first = own.map(|(goal, help)| format!("for `{goal}`, and the others alike: {help}"));
        finding.help = help.clone().or(of_first);
        heads.insert(key, folded.len());
        folded.push(finding);
    }
    bound(folded)
}

/// The most findings of one rule in one file that are shown, so that a hostile list costs no more.
const MOST_IN_FILE: usize = 100;

/// Leaves out what one rule finds in one file above a number; the last one that is shown tells how many there are.
fn bound(findings: Vec<Finding>) -> Vec<Finding> {
    let key = |finding: &Finding| Some((finding.rule, finding.level, finding.location?.document));
    let mut seen: HashMap<(&'static str, Level, DocIx), (usize, usize)> = HashMap::new();
    let mut shown: Vec<Finding> = Vec::new();
    for finding in findings {
        let Some(key) = key(&finding) else {
            shown.push(finding);
            continue;
        };
        let (count, last) = seen.entry(key).or_default();
        *count += 1;
        if *count <= MOST_IN_FILE {
            *last = shown.len();
            shown.push(finding);
        } else if let Some(last) = shown.get_mut(*last) {
            last.count += finding.count;
        }
    }
    for (count, last) in seen.into_values().filter(|(count, _)| *count > MOST_IN_FILE) {
        let more = count - MOST_IN_FILE;
        shown[last].message.push_str(&format!(" (and {more} more like this in this file)"));
    }
    shown
}

fn as_related(finding: &Finding) -> Related {
    Related {
        location: finding.location,
        gone: finding.gone.clone(),
        goal: finding.goal.clone(),
        message: finding.message.clone(),
    }
}
