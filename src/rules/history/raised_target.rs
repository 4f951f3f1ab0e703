//! A target, bound or milestone that was made harder after goalposts had settled.

use super::moved_target;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::Ease;
use crate::lint::{Group, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::off("raised-target", Group::History, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    moved_target::report(snapshot, sink, |ease| ease == Ease::Harder);
}
