//! The connected part of each profile (§6), by Kosaraju's two searches over steps.

use super::Segment;
use super::walks::Walks;
use dispatch::Profile;

/// Of each segment, whether it is open and lies in the connected part.
pub fn usable(profile: Profile, segments: &[Segment], walks: &Walks) -> Vec<bool> {
    let onwards = &walks.plainly_after;
    let steps = onwards.len();
    let mut back = vec![Vec::new(); steps];
    for (step, after) in onwards.iter().enumerate() {
        after.iter().for_each(|&next| back[next as usize].push(step as u32));
    }
    let component = components(&back, &finished(onwards));
    let mut sizes = vec![0_usize; steps];
    component.iter().for_each(|&component| sizes[component] += 1);
    // A step that never comes round to itself is no component.
    let goes_round = |step: usize| sizes[component[step]] > 1 || onwards[step].contains(&(step as u32));
    let size = |step: &usize| sizes[component[*step]];
    let greatest = (0..steps).filter(|&step| goes_round(step)).map(|step| size(&step)).max();
    let chosen = (0..steps).find(|&step| goes_round(step) && Some(size(&step)) == greatest);
    let core = |step: &usize| chosen.is_some_and(|chosen| component[*step] == component[chosen]);
    let [reached, reaches] = [onwards, &back].map(|arcs| spread(arcs, (0..steps).filter(core).collect()));
    let either = |marks: &[bool], segment: usize| marks[2 * segment] || marks[2 * segment + 1];
    let is_usable = |(number, segment): (usize, &Segment)| {
        segment.is_open(profile) && either(&reached, number) && either(&reaches, number)
    };
    segments.iter().enumerate().map(is_usable).collect()
}

fn spread(arcs: &[Vec<u32>], mut waiting: Vec<usize>) -> Vec<bool> {
    let mut marks = vec![false; arcs.len()];
    while let Some(step) = waiting.pop() {
        if !std::mem::replace(&mut marks[step], true) {
            waiting.extend(arcs[step].iter().map(|&next| next as usize));
        }
    }
    marks
}

/// The steps in the order in which a search in depth leaves them.
fn finished(onwards: &[Vec<u32>]) -> Vec<usize> {
    let mut seen = vec![false; onwards.len()];
    let mut order = Vec::new();
    for root in 0..onwards.len() {
        if std::mem::replace(&mut seen[root], true) {
            continue;
        }
        let mut path = vec![(root, 0)];
        while let Some((step, next)) = path.last_mut() {
            if let Some(&to) = onwards[*step].get(*next) {
                *next += 1;
                if !std::mem::replace(&mut seen[to as usize], true) {
                    path.push((to as usize, 0));
                }
            } else {
                order.push(*step);
                path.pop();
            }
        }
    }
    order
}

/// Of each step the component, named by one of its steps.
fn components(back: &[Vec<u32>], order: &[usize]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let mut component = vec![NONE; back.len()];
    for &root in order.iter().rev() {
        let mut waiting = vec![root];
        while let Some(step) = waiting.pop() {
            if component[step] == NONE {
                component[step] = root;
                waiting.extend(back[step].iter().map(|&before| before as usize));
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(ends: [usize; 2], open: [bool; 2]) -> Segment {
        let weights = open.map(|open| open.then_some(1));
        Segment { way: 0, index: 0, ends, length: 1.0, weights: [weights; 3] }
    }

    fn usable_of(profile: Profile, nodes: usize, segments: &[Segment]) -> Vec<bool> {
        usable(profile, segments, &Walks::of(profile, nodes, segments, &vec![false; nodes], &[]))
    }

    #[test]
    fn a_dead_end_street_of_one_way_and_the_smaller_circle_are_left_out() {
        let one_way = [true, false];
        // A circle of three, a one-way street that leads away from it to a road with two ends.
        let segments = [
            ([0, 1], one_way),
            ([1, 2], one_way),
            ([2, 0], one_way),
            ([2, 3], one_way),
            ([3, 4], [true, true]),
        ]
        .map(|(ends, open)| segment(ends, open));
        assert_eq!(usable_of(Profile::Car, 5, &segments), [true, true, true, false, false]);
    }

    #[test]
    fn of_equally_large_parts_that_with_the_first_step_counts() {
        let segments =
            [([1, 2], [true, true]), ([0, 3], [true, true])].map(|(ends, open)| segment(ends, open));
        assert_eq!(usable_of(Profile::Foot, 4, &segments), [true, false]);
    }
}
