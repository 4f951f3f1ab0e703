//! What `explain` says: a page, or which pages there are.

use serde::Serialize;

use super::rules::RuleView;
use crate::guide::{GUIDE, Topic};
use crate::lint::Rule;
use crate::model::Settings;
use crate::rules::CONCEPTS;

/// The answer of `goalpost explain`: a page, or which there are.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum ExplainView {
    /// The page on a topic.
    Page(PageView),
    /// What there are pages on.
    Topics(TopicsView),
}

/// The answer of `goalpost explain TOPIC`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PageView {
    /// The topic: the name of a rule, a concept or a page of the guide.
    pub topic: String,
    /// The page's heading.
    pub title: String,
    /// The rule with its configured level; null for other pages.
    pub rule: Option<RuleView>,
    /// The page, in Markdown.
    pub page: String,
}

/// The answer of `goalpost explain` without a topic.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TopicsView {
    /// The pages on how to use goalpost, in the order in which they are best read.
    pub guide: Vec<TopicView>,
    /// The concepts, in the order in which they are best read.
    pub concepts: Vec<TopicView>,
    /// The names of the rules, by group and name; each has a page of its own.
    pub rules: Vec<String>,
}

/// A page with its opening sentence.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TopicView {
    /// What to type.
    pub topic: String,
    /// The page's heading.
    pub title: String,
    /// The page's opening sentence.
    pub summary: String,
}

impl PageView {
    /// The page of a rule, under the settings that hold here.
    pub fn of_rule(rule: &Rule, settings: &Settings) -> Self {
        Self {
            topic: rule.name.to_owned(),
            title: rule.name.to_owned(),
            rule: Some(RuleView::new(rule, settings)),
            page: rule.page().to_owned(),
        }
    }

    /// The page of a concept or of the guide.
    pub fn of_topic(topic: &Topic) -> Self {
        Self {
            topic: topic.name.to_owned(),
            title: topic.title().to_owned(),
            rule: None,
            page: topic.page().to_owned(),
        }
    }
}

impl TopicsView {
    /// All that can be explained.
    pub fn new(rules: &[&Rule]) -> Self {
        let listed = |topics: &[Topic]| {
            let row = |topic: &Topic| TopicView {
                topic: topic.name.to_owned(),
                title: topic.title().to_owned(),
                summary: topic.summary(),
            };
            topics.iter().map(row).collect()
        };
        let mut sorted = rules.to_vec();
        sorted.sort_by_key(|rule| (rule.group, rule.name));
        Self {
            guide: listed(GUIDE),
            concepts: listed(CONCEPTS),
            rules: sorted.iter().map(|rule| rule.name.to_owned()).collect(),
        }
    }
}
