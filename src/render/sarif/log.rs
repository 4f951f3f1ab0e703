//! The objects of a SARIF 2.1.0 log that are written, with their names in the specification
//! (docs.oasis-open.org/sarif/sarif/v2.1.0), as far as a check of goals has something to put into them.

use std::collections::BTreeMap;

use serde::Serialize;

/// `sarifLog` (3.13).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifLog<'f> {
    #[serde(rename = "$schema")]
    pub(super) schema: &'static str,
    pub(super) version: &'static str,
    pub(super) runs: [SarifRun<'f>; 1],
}

/// `run` (3.14).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifRun<'f> {
    pub(super) tool: SarifTool<'f>,
    pub(super) automation_details: SarifAutomation,
    pub(super) invocations: [SarifInvocation; 1],
    pub(super) original_uri_base_ids: BTreeMap<&'static str, SarifBase>,
    pub(super) column_kind: &'static str,
    pub(super) results: Vec<SarifResult<'f>>,
}

/// `tool` (3.18).
#[derive(Debug, Serialize)]
pub(super) struct SarifTool<'f> {
    pub(super) driver: SarifDriver<'f>,
}

/// `toolComponent` (3.19).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifDriver<'f> {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    pub(super) semantic_version: &'static str,
    pub(super) rules: Vec<SarifRule<'f>>,
}

/// `reportingDescriptor` (3.49).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifRule<'f> {
    pub(super) id: &'f str,
    pub(super) name: String,
    pub(super) short_description: SarifText,
    pub(super) full_description: SarifText,
    pub(super) help: SarifPage<'f>,
    pub(super) default_configuration: SarifConfiguration,
    pub(super) properties: SarifRuleProperties<'f>,
}

/// `multiformatMessageString` (3.12) with both forms.
#[derive(Debug, Serialize)]
pub(super) struct SarifPage<'f> {
    pub(super) text: &'f str,
    pub(super) markdown: &'f str,
}

/// `reportingConfiguration` (3.50).
#[derive(Debug, Serialize)]
pub(super) struct SarifConfiguration {
    pub(super) level: &'static str,
}

/// The property bag of a rule (3.8), with the properties that GitHub reads.
#[derive(Debug, Serialize)]
pub(super) struct SarifRuleProperties<'f> {
    pub(super) tags: [&'f str; 1],
    #[serde(rename = "problem.severity")]
    pub(super) severity: &'static str,
}

/// `message` (3.11), or `multiformatMessageString`, as plain text.
#[derive(Debug, Serialize)]
pub(super) struct SarifText {
    pub(super) text: String,
}

/// `runAutomationDetails` (3.17).
#[derive(Debug, Serialize)]
pub(super) struct SarifAutomation {
    pub(super) id: String,
}

/// `invocation` (3.20).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifInvocation {
    pub(super) execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tool_execution_notifications: Vec<SarifNotification>,
}

/// `notification` (3.58).
#[derive(Debug, Serialize)]
pub(super) struct SarifNotification {
    pub(super) level: &'static str,
    pub(super) message: SarifText,
}

/// An `artifactLocation` (3.4) of `originalUriBaseIds`, which says what paths are relative to.
#[derive(Debug, Serialize)]
pub(super) struct SarifBase {
    pub(super) description: SarifText,
}

/// `result` (3.27).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifResult<'f> {
    pub(super) rule_id: &'f str,
    pub(super) rule_index: usize,
    pub(super) level: &'f str,
    pub(super) message: SarifText,
    pub(super) locations: [SarifLocation; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related_locations: Vec<SarifLocation>,
    pub(super) partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) baseline_state: Option<&'static str>,
    /// Present in every result, empty where nothing is suppressed (3.27.23: all or none).
    pub(super) suppressions: Vec<SarifSuppression>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) fixes: Vec<SarifFix>,
}

/// `suppression` (3.35).
#[derive(Debug, Serialize)]
pub(super) struct SarifSuppression {
    pub(super) kind: &'static str,
    pub(super) status: &'static str,
}

/// `location` (3.28).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifLocation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<usize>,
    pub(super) physical_location: SarifPlace,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<SarifText>,
}

/// `physicalLocation` (3.29).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifPlace {
    pub(super) artifact_location: SarifArtifact,
    pub(super) region: SarifRegion,
}

/// `artifactLocation` (3.4) of a file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifArtifact {
    pub(super) uri: String,
    pub(super) uri_base_id: &'static str,
}

/// `region` (3.30).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifRegion {
    pub(super) start_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) start_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) end_column: Option<usize>,
}

/// `fix` (3.55).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifFix {
    pub(super) description: SarifText,
    pub(super) artifact_changes: [SarifChange; 1],
}

/// `artifactChange` (3.56).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifChange {
    pub(super) artifact_location: SarifArtifact,
    pub(super) replacements: [SarifReplacement; 1],
}

/// `replacement` (3.57).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifReplacement {
    pub(super) deleted_region: SarifRegion,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) inserted_content: Option<SarifText>,
}
