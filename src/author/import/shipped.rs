//! The maps that the program contains, one for each service.

/// The included maps by name, with the other names that find them.
const MAPS: &[(&str, &[&str], &str)] = &[
    ("viva-goals", &["viva", "ally"], include_str!("maps/viva-goals.yaml")),
    ("quantive", &["gtmhub"], include_str!("maps/quantive.yaml")),
    ("perdoo", &[], include_str!("maps/perdoo.yaml")),
    ("asana", &[], include_str!("maps/asana.yaml")),
    ("lattice", &[], include_str!("maps/lattice.yaml")),
    ("jira", &[], include_str!("maps/jira.yaml")),
    ("atlassian-goals", &[], include_str!("maps/atlassian-goals.yaml")),
    ("gitlab", &[], include_str!("maps/gitlab.yaml")),
    ("github", &[], include_str!("maps/github.yaml")),
    ("linear", &[], include_str!("maps/linear.yaml")),
    ("notion", &[], include_str!("maps/notion.yaml")),
    ("google-sheets", &["sheets", "excel"], include_str!("maps/google-sheets.yaml")),
    ("weekdone", &[], include_str!("maps/weekdone.yaml")),
    ("culture-amp", &[], include_str!("maps/culture-amp.yaml")),
];

/// The names of the included maps.
pub fn map_names() -> impl Iterator<Item = &'static str> {
    MAPS.iter().map(|(name, ..)| *name)
}

/// The text of an included map.
pub(super) fn text(name: &str) -> Option<&'static str> {
    MAPS.iter().find(|(map, others, _)| *map == name || others.contains(&name)).map(|(.., text)| *text)
}
