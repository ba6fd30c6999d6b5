//! Logistic regression, small: few features, some thousand rows.

/// Steps of the descent.
const STEPS: usize = 600;
/// Length of a step.
const RATE: f64 = 0.5;
/// Pull of each weight but the constant toward 0.
const RIDGE: f64 = 1e-3;

/// A fitted regression on features brought to mean 0 and deviation 1.
pub(crate) struct Logistic {
    means: Vec<f64>,
    scales: Vec<f64>,
    weights: Vec<f64>,
    constant: f64,
}

impl Logistic {
    /// Fits rows of features to what came.
    pub(crate) fn fit(rows: &[(Vec<f64>, bool)]) -> Self {
        let width = rows.first().map_or(0, |(features, _)| features.len());
        let count = rows.len().max(1) as f64;
        let mean = |at: usize| rows.iter().map(|(features, _)| features[at]).sum::<f64>() / count;
        let means: Vec<f64> = (0..width).map(mean).collect();
        let deviation = |at: usize| {
            let squares = rows.iter().map(|(features, _)| (features[at] - means[at]).powi(2)).sum::<f64>();
            (squares / count).sqrt().max(1e-9)
        };
        let scales: Vec<f64> = (0..width).map(deviation).collect();
        let mut fitted = Self { means, scales, weights: vec![0.0; width], constant: 0.0 };
        for _ in 0..STEPS {
            let (mut slope, mut constant) = (vec![0.0; width], 0.0);
            for (features, came) in rows {
                let miss = fitted.chance(features) - f64::from(u8::from(*came));
                constant += miss;
                for (at, sum) in slope.iter_mut().enumerate() {
                    *sum += miss * fitted.scaled(features, at);
                }
            }
            fitted.constant -= RATE * constant / count;
            for (weight, sum) in fitted.weights.iter_mut().zip(slope) {
                *weight -= RATE * (sum / count + RIDGE * *weight);
            }
        }
        fitted
    }

    fn scaled(&self, features: &[f64], at: usize) -> f64 {
        (features[at] - self.means[at]) / self.scales[at]
    }

    /// The chance that it says.
    pub(crate) fn chance(&self, features: &[f64]) -> f64 {
        let sum: f64 =
            self.weights.iter().enumerate().map(|(at, weight)| weight * self.scaled(features, at)).sum();
        1.0 / (1.0 + (-sum - self.constant).exp())
    }

    /// The weight of each feature, per standard deviation.
    pub(crate) fn weights(&self) -> &[f64] {
        &self.weights
    }
}
