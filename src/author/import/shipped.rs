//! The maps that the program contains, one for each service.

/// The included maps by name, with the other names that find them.
const MAPS: &[(&str, &[&str], &str)] = &[("viva-goals", &["viva", "ally"], include_str!("maps/viva-goals.yaml"))];

/// The names of the included maps.
pub fn map_names() -> impl Iterator<Item = &'static str> {
    MAPS.iter().map(|(name, ..)| *name)
}

/// The text of an included map.
pub(super) fn text(name: &str) -> Option<&'static str> {
    MAPS.iter().find(|(map, others, _)| *map == name || others.contains(&name)).map(|(.., text)| *text)
}
