//! The weighted mean, the formula of every rollup.

/// The sums of a weighted mean: Σ weight × value and Σ weight.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Mean {
    /// Σ weight × value.
    pub sum: f64,
    /// Σ weight.
    pub weights: f64,
}

impl Mean {
    /// The mean of values, each with its weight.
    pub fn of(pairs: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let mut mean = Self::default();
        for (value, weight) in pairs {
            mean.add(value, weight);
        }
        mean
    }

    /// Adds a value.
    pub fn add(&mut self, value: f64, weight: f64) {
        self.sum += value * weight;
        self.weights += weight;
    }

    /// The mean; none if the weights sum to 0, because no value counts then.
    pub fn value(self) -> Option<f64> {
        (self.weights > 0.0).then(|| self.sum / self.weights)
    }
}
