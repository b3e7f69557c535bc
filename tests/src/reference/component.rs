//! The connected part of each profile (§4), by Kosaraju's two searches.

use super::Segment;
use dispatch::Profile;

/// Of each segment, whether it is open and lies in the connected part.
pub fn usable(profile: Profile, nodes: usize, segments: &[Segment]) -> Vec<bool> {
    let mut onwards = vec![Vec::new(); nodes];
    let mut back = vec![Vec::new(); nodes];
    let mut on_open = vec![false; nodes];
    for segment in segments {
        let [along, against] = segment.weight(profile);
        for (weight, from, to) in
            [(along, segment.ends[0], segment.ends[1]), (against, segment.ends[1], segment.ends[0])]
        {
            if weight.is_some() {
                onwards[from].push(to);
                back[to].push(from);
                (on_open[from], on_open[to]) = (true, true);
            }
        }
    }
    let order = finished(&onwards, &on_open);
    let component = components(&back, &order);
    let mut sizes = vec![0_usize; nodes];
    for node in (0..nodes).filter(|&node| on_open[node]) {
        sizes[component[node]] += 1;
    }
    // Nodes are numbered in the order of their ids: the first node met of a largest component decides a tie.
    let greatest = sizes.iter().copied().max().unwrap_or(0);
    let chosen =
        (0..nodes).filter(|&node| on_open[node]).map(|node| component[node]).find(|&c| sizes[c] == greatest);
    let lies_in = |node: usize| on_open[node] && Some(component[node]) == chosen;
    segments.iter().map(|segment| segment.is_open(profile) && segment.ends.into_iter().all(lies_in)).collect()
}

/// The nodes in the order in which a search in depth leaves them.
fn finished(onwards: &[Vec<usize>], wanted: &[bool]) -> Vec<usize> {
    let mut seen = vec![false; onwards.len()];
    let mut order = Vec::new();
    for root in (0..onwards.len()).filter(|&node| wanted[node]) {
        if std::mem::replace(&mut seen[root], true) {
            continue;
        }
        let mut path = vec![(root, 0)];
        while let Some((node, next)) = path.last_mut() {
            if let Some(&to) = onwards[*node].get(*next) {
                *next += 1;
                if !std::mem::replace(&mut seen[to], true) {
                    path.push((to, 0));
                }
            } else {
                order.push(*node);
                path.pop();
            }
        }
    }
    order
}

/// Of each node the component, named by one of its nodes.
fn components(back: &[Vec<usize>], order: &[usize]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let mut component = vec![NONE; back.len()];
    for &root in order.iter().rev() {
        let mut waiting = vec![root];
        while let Some(node) = waiting.pop() {
            if component[node] == NONE {
                component[node] = root;
                waiting.extend(&back[node]);
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

    #[test]
    fn a_dead_end_street_of_one_way_and_the_smaller_circle_are_left_out() {
        let one_way = [true, false];
        // A circle of three, a one-way street that leads away from it to a circle of two.
        let segments = [
            ([0, 1], one_way),
            ([1, 2], one_way),
            ([2, 0], one_way),
            ([2, 3], one_way),
            ([3, 4], [true, true]),
        ]
        .map(|(ends, open)| segment(ends, open));
        assert_eq!(usable(Profile::Car, 5, &segments), [true, true, true, false, false]);
    }

    #[test]
    fn of_equally_large_parts_that_with_the_lowest_node_counts() {
        let segments =
            [([1, 2], [true, true]), ([0, 3], [true, true])].map(|(ends, open)| segment(ends, open));
        assert_eq!(usable(Profile::Foot, 4, &segments), [false, true]);
    }
}
