//! The parts of a field's route.

/// A route's key, the place in its list, and what is behind.
pub(super) fn split_route(route: &str) -> (&str, usize, &str) {
    match route.split_once(['.', '[']) {
        None => (route, 0, ""),
        Some((key, rest)) if route[key.len()..].starts_with('[') => {
            let (place, rest) = rest.split_once(']').unwrap_or((rest, ""));
            (key, place.parse().unwrap_or(0), rest.trim_start_matches('.'))
        }
        Some((key, rest)) => (key, 0, rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_fall_into_parts() {
        assert_eq!(split_route("metric.target"), ("metric", 0, "target"));
        assert_eq!(split_route("needs[12].state"), ("needs", 12, "state"));
        assert_eq!(split_route("log[2]"), ("log", 2, ""));
        assert_eq!(split_route("title"), ("title", 0, ""));
    }
}
