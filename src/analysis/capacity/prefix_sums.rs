//! Prefix sums of a changing list, as a Fenwick tree (Fenwick, "A new data structure for cumulative frequency tables",
//! 1994).

/// A list of amounts. Adding to one and summing the first ones both take logarithmic time.
#[derive(Debug, Clone)]
pub(in crate::analysis) struct PrefixSums {
    tree: Vec<f64>,
}

impl PrefixSums {
    /// A list of zeros.
    pub(in crate::analysis) fn new(places: usize) -> Self {
        Self { tree: vec![0.0; places] }
    }

    /// Adds to the amount at an index.
    pub(in crate::analysis) fn add(&mut self, place: usize, amount: f64) {
        let mut at = place;
        while at < self.tree.len() {
            self.tree[at] += amount;
            at |= at + 1;
        }
    }

    /// The sum of the first `places` amounts.
    pub(in crate::analysis) fn first(&self, places: usize) -> f64 {
        let mut at = places.min(self.tree.len());
        let mut sum = 0.0;
        while at > 0 {
            sum += self.tree[at - 1];
            at &= at - 1;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_the_plain_row() {
        let mut row = [0.0; 13];
        let mut sums = PrefixSums::new(row.len());
        for step in 0..40_usize {
            let (place, amount) = (step * 7 % row.len(), [1.0, 0.5, 4.0][step % 3]);
            row[place] += amount;
            sums.add(place, amount);
            for places in 0..=row.len() + 1 {
                let plain: f64 = row.iter().take(places).sum();
                assert!((sums.first(places) - plain).abs() < 1e-9);
            }
        }
    }
}
