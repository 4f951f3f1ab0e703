//! Circles among things of which each names at most one other above it.

/// The circles, each from its first member on, upward. In time linear in the members.
pub(super) fn circles(above: &[Option<usize>]) -> Vec<Vec<usize>> {
    // In which round each was seen first; 0 is never.
    let mut seen = vec![0; above.len()];
    let mut found = Vec::new();
    for start in 0..above.len() {
        let round = start + 1;
        let mut at = Some(start);
        while let Some(place) = at.filter(|place| seen[*place] == 0) {
            seen[place] = round;
            at = above[place];
        }
        // It came back to where this round had been: the circle is from there on.
        if let Some(first) = at.filter(|place| seen[*place] == round) {
            let mut circle = vec![first];
            let mut next = above[first];
            while let Some(place) = next.filter(|place| *place != first) {
                circle.push(place);
                next = above[place];
            }
            let lowest = circle.iter().enumerate().min_by_key(|(_, place)| **place).map_or(0, |(at, _)| at);
            circle.rotate_left(lowest);
            found.push(circle);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn each_circle_is_found_once_and_what_leads_into_it_is_no_part() {
        assert_eq!(circles(&[Some(1), Some(2), None]), Vec::<Vec<usize>>::new());
        assert_eq!(circles(&[Some(0)]), [vec![0]]);
        assert_eq!(circles(&[Some(2), Some(2), Some(3), Some(1), Some(5), Some(4)]), [vec![1, 2, 3], vec![4, 5]]);
    }
}
