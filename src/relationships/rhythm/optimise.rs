//! Small deterministic optimisers: Nelder and Mead's simplex, and Newton's step by Cholesky.
//!
//! It must not know what it optimises. The same input gives the same result to the last digit.

/// A function of `N` variables to make small.
pub(super) trait Objective<const N: usize> {
    /// Its value at a point; infinite where the point is out of bounds.
    fn at(&self, point: &[f64; N]) -> f64;
}

impl<const N: usize, F: Fn(&[f64; N]) -> f64> Objective<N> for F {
    fn at(&self, point: &[f64; N]) -> f64 {
        self(point)
    }
}

/// Edge of the first simplex.
const FIRST_STEP: f64 = 0.5;
/// The search ends where the values of the simplex differ by less.
const TOLERANCE: f64 = 1e-4;

/// The least point that the simplex of Nelder and Mead (1965) finds from `start` in at most `rounds`.
pub(super) fn minimise<const N: usize>(
    objective: &impl Objective<N>,
    start: [f64; N],
    rounds: usize,
) -> [f64; N] {
    let mut simplex: Vec<(f64, [f64; N])> = Vec::with_capacity(N + 1);
    simplex.push((finite(objective.at(&start)), start));
    for axis in 0..N {
        let mut corner = start;
        corner[axis] += FIRST_STEP;
        simplex.push((finite(objective.at(&corner)), corner));
    }
    for _ in 0..rounds {
        simplex.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (best, worst) = (simplex[0].0, simplex[N].0);
        if worst - best < TOLERANCE {
            break;
        }
        let centre = centre(&simplex[..N]);
        let try_at = |factor: f64| {
            let mut point = centre;
            for axis in 0..N {
                point[axis] += factor * (centre[axis] - simplex[N].1[axis]);
            }
            (finite(objective.at(&point)), point)
        };
        let reflected = try_at(1.0);
        let second_worst = simplex[N - 1].0;
        let next = if reflected.0 < best {
            let expanded = try_at(2.0);
            if expanded.0 < reflected.0 { expanded } else { reflected }
        } else if reflected.0 < second_worst {
            reflected
        } else {
            try_at(if reflected.0 < worst { 0.5 } else { -0.5 })
        };
        if next.0 < worst {
            simplex[N] = next;
        } else {
            let anchor = simplex[0].1;
            for corner in &mut simplex[1..] {
                for (value, anchor) in corner.1.iter_mut().zip(anchor) {
                    *value = f64::midpoint(*value, anchor);
                }
                corner.0 = finite(objective.at(&corner.1));
            }
        }
    }
    simplex.sort_by(|a, b| a.0.total_cmp(&b.0));
    simplex[0].1
}

/// What is no number is worse than any number.
fn finite(value: f64) -> f64 {
    if value.is_nan() { f64::INFINITY } else { value }
}

fn centre<const N: usize>(corners: &[(f64, [f64; N])]) -> [f64; N] {
    let mut sum = [0.0; N];
    for (_, corner) in corners {
        for axis in 0..N {
            sum[axis] += corner[axis];
        }
    }
    sum.map(|value| value / corners.len() as f64)
}

/// Solves `matrix · x = right` for a symmetric positive definite matrix; `None` where it is not.
pub(super) fn solve<const N: usize>(matrix: &[[f64; N]; N], right: &[f64; N]) -> Option<[f64; N]> {
    let mut lower = [[0.0; N]; N];
    for row in 0..N {
        for column in 0..=row {
            let dot: f64 = (0..column).map(|k| lower[row][k] * lower[column][k]).sum();
            let rest = matrix[row][column] - dot;
            lower[row][column] = if row == column {
                if rest.is_nan() || rest <= 0.0 {
                    return None;
                }
                rest.sqrt()
            } else {
                rest / lower[column][column]
            };
        }
    }
    let mut x = *right;
    for row in 0..N {
        let dot: f64 = (0..row).map(|k| lower[row][k] * x[k]).sum();
        x[row] = (x[row] - dot) / lower[row][row];
    }
    for row in (0..N).rev() {
        let dot: f64 = (row + 1..N).map(|k| lower[k][row] * x[k]).sum();
        x[row] = (x[row] - dot) / lower[row][row];
    }
    Some(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_simplex_finds_the_valley_of_rosenbrock() {
        let valley = |p: &[f64; 2]| (1.0 - p[0]).powi(2) + 100.0 * (p[1] - p[0] * p[0]).powi(2);
        let found = minimise(&valley, [-1.2, 1.0], 1000);
        assert!((found[0] - 1.0).abs() < 0.05 && (found[1] - 1.0).abs() < 0.1, "{found:?}");
    }

    #[test]
    fn what_is_no_number_is_avoided() {
        let half = |p: &[f64; 1]| if p[0] < 0.0 { f64::NAN } else { (p[0] - 0.3).powi(2) };
        let found = minimise(&half, [2.0], 200);
        assert!((found[0] - 0.3).abs() < 0.05, "{found:?}");
    }

    #[test]
    fn a_positive_definite_system_is_solved_and_another_refused() {
        let x = solve(&[[4.0, 2.0], [2.0, 3.0]], &[8.0, 7.0]).unwrap();
        assert!((x[0] - 1.25).abs() < 1e-12 && (x[1] - 1.5).abs() < 1e-12, "{x:?}");
        assert_eq!(solve(&[[1.0, 2.0], [2.0, 1.0]], &[1.0, 1.0]), None);
    }
}
