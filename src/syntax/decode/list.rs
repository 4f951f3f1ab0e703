//! Reads lists item by item.

use super::decoder::Decoder;
use crate::syntax::edit::definition::Edit;
use crate::syntax::fault::{Fault, FaultKind};
use crate::syntax::route::Segment;
use crate::syntax::tree::{Node, Value};

impl Decoder {
    /// Reads a list whose items may be scalars. For a single scalar the fault has a fix that puts it in brackets.
    pub fn list<'t, T>(&mut self, node: &'t Node, item: impl FnMut(&mut Self, &'t Node) -> Option<T>) -> Vec<T> {
        if let Some(scalar) = node.as_scalar().filter(|scalar| !scalar.is_blank()) {
            let route = self.route();
            let fault =
                Fault::new(FaultKind::WrongType, node.span, format!("`{route}` must be a list"), "a single value")
                    .help("put it in brackets: `[…]`");
            // A value with a comma may be meant as several items, so there is no certain fix.
            let fix = (!scalar.text.contains(',')).then_some(Edit::Bracket { route });
            self.fault(fault.fix(fix));
            return Vec::new();
        }
        self.list_of_mappings(node, item)
    }

    /// Reads a list. Items that cannot be read are left out.
    pub fn list_of_mappings<'t, T>(
        &mut self,
        node: &'t Node,
        item: impl FnMut(&mut Self, &'t Node) -> Option<T>,
    ) -> Vec<T> {
        self.list_with_gaps(node, item, |_| None)
    }

    /// Reads a list in which an empty item, which is reported as in every list, may stand for something: what `gap` makes of
    /// it.
    pub fn list_with_gaps<'t, T>(
        &mut self,
        node: &'t Node,
        mut item: impl FnMut(&mut Self, &'t Node) -> Option<T>,
        gap: impl Fn(&Self) -> Option<T>,
    ) -> Vec<T> {
        match &node.value {
            Value::Sequence(list) => {
                let mut items = Vec::with_capacity(list.items.len());
                for (index, node) in list.items.iter().enumerate() {
                    let read = self.within(Segment::Index(index), |decoder| {
                        if node.is_null() {
                            decoder.empty_item(node);
                            return gap(decoder);
                        }
                        item(decoder, node)
                    });
                    items.extend(read);
                }
                items
            }
            Value::Scalar(_) | Value::Mapping(_) => {
                self.wrong_type(node, "a list");
                Vec::new()
            }
        }
    }

    fn empty_item(&mut self, node: &Node) {
        let route = self.route();
        let fault = Fault::new(FaultKind::WrongType, node.span, format!("`{route}` is empty"), "nothing here")
            .help("write a value, or remove the entry")
            .fix(Some(Edit::Remove { route: route.clone() }));
        self.fault(fault);
    }
}
