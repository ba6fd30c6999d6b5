//! BG/NBD (Fader, Hardie and Lee 2005), the usual model of whether somebody is still there, as a rival.

use statrs::function::gamma::ln_gamma;

/// Rounds of the simplex.
const ROUNDS: usize = 400;

/// Frequency, recency and age of one person, in days.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Summary {
    /// Days of contact after the first.
    pub(crate) repeats: f64,
    /// From the first to the last.
    pub(crate) span: f64,
    /// From the first until now.
    pub(crate) age: f64,
}

/// The fitted model.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BgNbd {
    shape: f64,
    scale: f64,
    a: f64,
    b: f64,
}

impl BgNbd {
    /// The model most likely for these people.
    pub(crate) fn fit(people: &[Summary]) -> Self {
        let of = |logs: &[f64; 4]| {
            let [shape, scale, a, b] = logs.map(f64::exp);
            Self { shape, scale, a, b }
        };
        let cost = |logs: &[f64; 4]| {
            if logs.iter().any(|log| log.abs() > 12.0) {
                return f64::INFINITY;
            }
            let model = of(logs);
            -people.iter().map(|person| model.ln_likelihood(person)).sum::<f64>()
        };
        of(&minimise(&cost, [-0.7, 3.5, -0.3, 0.7]))
    }

    fn ln_likelihood(&self, person: &Summary) -> f64 {
        let (r, x) = (self.shape, person.repeats);
        let alive = -(r + x) * (self.scale + person.age).ln();
        let both = if x > 0.0 {
            let ended =
                (self.a / (self.b + x - 1.0)).max(1e-300).ln() - (r + x) * (self.scale + person.span).ln();
            alive.max(ended) + (-(alive - ended).abs()).exp().ln_1p()
        } else {
            alive
        };
        ln_gamma(r + x) - ln_gamma(r) + r * self.scale.ln() + ln_gamma(self.a + self.b) + ln_gamma(self.b + x)
            - ln_gamma(self.b)
            - ln_gamma(self.a + self.b + x)
            + both
    }

    /// Chance that the relation is alive.
    pub(crate) fn p_alive(&self, person: &Summary) -> f64 {
        if person.repeats < 1.0 {
            return 1.0;
        }
        let x = person.repeats;
        let odds = (self.a / (self.b + x - 1.0)).ln()
            + (self.shape + x) * ((self.scale + person.age) / (self.scale + person.span)).ln();
        1.0 / (1.0 + odds.exp())
    }
}

/// Nelder and Mead's downhill simplex.
fn minimise(cost: &dyn Fn(&[f64; 4]) -> f64, start: [f64; 4]) -> [f64; 4] {
    let mut simplex: Vec<([f64; 4], f64)> = (0..5)
        .map(|corner| {
            let mut point = start;
            if corner < 4 {
                point[corner] += 0.5;
            }
            (point, cost(&point))
        })
        .collect();
    for _ in 0..ROUNDS {
        simplex.sort_by(|a, b| a.1.total_cmp(&b.1));
        let worst = simplex[4];
        let centre: [f64; 4] =
            std::array::from_fn(|axis| simplex[..4].iter().map(|(point, _)| point[axis]).sum::<f64>() / 4.0);
        let along = |step: f64| {
            let point: [f64; 4] =
                std::array::from_fn(|axis| centre[axis] + step * (worst.0[axis] - centre[axis]));
            (point, cost(&point))
        };
        let reflected = along(-1.0);
        if reflected.1 < simplex[0].1 {
            let expanded = along(-2.0);
            simplex[4] = if expanded.1 < reflected.1 { expanded } else { reflected };
        } else if reflected.1 < simplex[3].1 {
            simplex[4] = reflected;
        } else {
            let contracted = along(if reflected.1 < worst.1 { -0.5 } else { 0.5 });
            if contracted.1 < worst.1 {
                simplex[4] = contracted;
            } else {
                let best = simplex[0].0;
                for (point, value) in &mut simplex[1..] {
                    *point = std::array::from_fn(|axis| f64::midpoint(point[axis], best[axis]));
                    *value = cost(point);
                }
            }
        }
    }
    simplex.sort_by(|a, b| a.1.total_cmp(&b.1));
    simplex[0].0
}
