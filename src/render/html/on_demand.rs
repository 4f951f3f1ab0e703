//! A list for templates whose items become values when a template asks for them: all goals of a large report as values at
//! once would take gigabytes.

use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};

/// A list whose items are made into values on demand.
pub(super) struct OnDemand<T> {
    items: Vec<T>,
    value_of: fn(&T) -> Value,
}

impl<T: Send + Sync + 'static> OnDemand<T> {
    /// The list as a value of a template.
    pub(super) fn list(items: Vec<T>, value_of: fn(&T) -> Value) -> Value {
        Value::from_object(Self { items, value_of })
    }
}

impl<T: Send + Sync + 'static> Object for OnDemand<T> {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.items.get(key.as_usize()?).map(self.value_of)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.items.len())
    }
}

/// Shows the values, as those of any other list.
impl<T> fmt::Debug for OnDemand<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.items.iter().map(self.value_of)).finish()
    }
}

#[cfg(test)]
mod tests {
    use minijinja::value::Serde;
    use minijinja::{Environment, context};

    use super::*;

    #[test]
    fn templates_see_no_difference_to_a_list_that_is_there() {
        let template = "{{ it }} {{ it | length }} {{ it[1] }} {{ it[-1] }} {{ it[7] is defined }} {{ it[1:] }} \
                        {% for item in it %}{{ loop.last }}{{ item }},{% endfor %} {{ it | sort | last }} {{ it is sequence }} \
                        {{ it | first }} {{ it | reverse | list }} {{ 'b' in it }} {{ it == other }} {{ {'a': it} }} \
                        {{ it | map('upper') | join('+') }} {{ not it }} {{ it + other }} {{ it is iterable }}";
        let render = |it: Value| {
            let other = Value::from(Serde(vec!["c", "a", "b"]));
            Environment::new().render_str(template, context! { it, other }).expect("it renders")
        };
        let words = ["c", "a", "b"];
        let on_demand = OnDemand::list(words.to_vec(), |word| Value::from(*word));
        assert_eq!(format!("{on_demand:?}"), format!("{:?}", Value::from(Serde(words.to_vec()))));
        assert_eq!(render(on_demand), render(Value::from(Serde(words.to_vec()))));
    }
}
