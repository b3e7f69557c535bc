//! The parts of a line inside a tile.

use crate::clip_polygon::Local;

/// The runs of `line` inside the square from `low` to `high` on both axes, edges included.
pub(crate) fn clip(line: &[Local], low: i64, high: i64) -> Vec<Vec<Local>> {
    let mut runs: Vec<Vec<Local>> = Vec::new();
    let mut open = false;
    for pair in line.windows(2) {
        let Some((from, to)) = clip_segment(pair[0], pair[1], low, high) else {
            open = false;
            continue;
        };
        match runs.last_mut() {
            Some(run) if open => run.push(to),
            _ => runs.push(vec![from, to]),
        }
        open = to == pair[1];
    }
    for run in &mut runs {
        run.dedup();
    }
    runs.retain(|run| run.len() > 1);
    runs
}

/// The part of one segment inside the square (Liang and Barsky 1984).
fn clip_segment(from: Local, to: Local, low: i64, high: i64) -> Option<(Local, Local)> {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for axis in 0..2 {
        let step = (to[axis] - from[axis]) as f64;
        for (distance, step) in [((from[axis] - low) as f64, -step), ((high - from[axis]) as f64, step)] {
            if step == 0.0 {
                if distance < 0.0 {
                    return None;
                }
            } else if step < 0.0 {
                enter = enter.max(distance / step);
            } else {
                leave = leave.min(distance / step);
            }
        }
    }
    if enter > leave {
        return None;
    }
    let at = |share: f64| {
        [0, 1].map(|axis| {
            ((from[axis] as f64 + share * (to[axis] - from[axis]) as f64).round() as i64).clamp(low, high)
        })
    };
    Some((if enter > 0.0 { at(enter) } else { from }, if leave < 1.0 { at(leave) } else { to }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_leaves_and_returns_is_two_runs() {
        let line = [[-5, 5], [5, 5], [15, 5], [15, 8], [5, 8], [5, 20]];
        assert_eq!(clip(&line, 0, 10), [vec![[0, 5], [5, 5], [10, 5]], vec![[10, 8], [5, 8], [5, 10]]]);
    }

    #[test]
    fn lines_outside_or_of_no_length_vanish() {
        assert!(clip(&[[-5, -5], [-1, 20]], 0, 10).is_empty());
        assert!(clip(&[[3, 3], [3, 3]], 0, 10).is_empty());
        assert_eq!(clip(&[[-5, -5], [15, 15]], 0, 10), [vec![[0, 0], [10, 10]]]);
    }
}
