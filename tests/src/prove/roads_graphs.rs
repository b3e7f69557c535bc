//! Kind `roads-graphs`: plain graphs with weights, the shortest paths of the product's hierarchy against those given.

use super::{Case, Effort, Kind, Outcome, Report, Seeded, folder};
use dispatch::roads::hierarchy::{Hierarchy, NO_WAY, order_by_structure};
use flate2::read::GzDecoder;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

/// How many differences are printed for a case.
const SHOWN: usize = 5;

/// The same graph is always changed in the same way.
const SEED: u64 = 20_261_123;

/// What stands in the name of a graph's file after the name of its answers.
const ENDINGS: [&str; 2] = [".gr.gz", ".gr"];

/// Graphs, one arc to a line, each beside a table of what some shortest paths weigh.
pub struct RoadGraphs;

impl Kind for RoadGraphs {
    fn name(&self) -> &'static str {
        "roads-graphs"
    }

    fn about(&self) -> &'static str {
        "every .gr.gz below the folder: its hierarchy against each line of the -expected.csv beside it, and with arcs \
         closed and opened against Dijkstra"
    }

    fn prove(&self, folder: &Path, effort: Effort, report: &mut Report) {
        let case = |name: String, got: String, outcome| Case {
            name,
            expected: "graphs".into(),
            got,
            took: Duration::ZERO,
            peak: None,
            outcome,
        };
        let mut found = Vec::new();
        for ending in ENDINGS {
            match folder::files_ending(folder, ending) {
                Ok(files) => found.extend(files.into_iter().map(|file| (file, ending))),
                Err(error) => {
                    let name = folder.display().to_string();
                    report.add(&case(name, error.to_string(), Outcome::Failed(vec![])));
                    return;
                }
            }
        }
        if found.is_empty() {
            let got = "no file that ends in .gr.gz".to_owned();
            report.add(&case(folder.display().to_string(), got, Outcome::Skipped));
        }
        for (file, ending) in found {
            let name = file.strip_prefix(folder).unwrap_or(&file).display().to_string();
            let whole = file.to_string_lossy().into_owned();
            let answers = format!("{}-expected.csv", whole.strip_suffix(ending).unwrap_or(&whole));
            match try_graph(&file, Path::new(&answers), effort) {
                Ok(mut tried) => {
                    tried.name = name;
                    report.add(&tried);
                }
                Err(why) => report.add(&case(name, "nothing".into(), Outcome::Failed(vec![why]))),
            }
        }
    }
}

/// Arcs with what they weigh.
struct Plain {
    nodes: u32,
    arcs: Vec<(u32, u32)>,
    weights: Vec<u32>,
}

/// A question: from where, to where, and the weight; nothing when there is no path.
type Line = (u32, u32, Option<u64>);

fn try_graph(graph: &Path, answers: &Path, effort: Effort) -> Result<Case, String> {
    let Plain { nodes, arcs, weights } = read_graph(graph)?;
    let lines = read_answers(answers)?;
    if let Some((from, to, _)) = lines.iter().find(|(from, to, _)| *from.max(to) >= nodes) {
        return Err(format!("{}: {from} or {to} is no node", answers.display()));
    }
    let asked = if effort == Effort::Quick { lines.len().min(300) } else { lines.len() };
    let began = Instant::now();
    let order = order_by_structure(nodes, &arcs);
    let hierarchy = Hierarchy::contract(&order, &arcs).map_err(|error| error.to_string())?;
    let customized = hierarchy.customize(&weights);
    let prepared = began.elapsed();
    let began = Instant::now();
    let (mut equal, mut wrong) = (0, Vec::new());
    for &(from, to, expected) in &lines[..asked] {
        let mut to_target = hierarchy.to_target(&customized, &[(to, 0)]);
        let weight = Some(to_target.weight_from(from)).filter(|&weight| weight < NO_WAY).map(u64::from);
        let path = hierarchy.path(&customized, &[(from, 0)], &[(to, 0)]);
        let walked = path.map(|path| walk(from, to, &path.arcs, &arcs, &weights));
        if weight == expected && walked == expected.map(Some) {
            equal += 1;
        } else {
            wrong.push(format!("{from} -> {to}: expected {expected:?}, got {weight:?}, its path {walked:?}"));
        }
    }
    let changes = if effort == Effort::Quick { 40 } else { 1000 };
    let changed = change(&hierarchy, &Plain { nodes, arcs, weights }, changes, &mut wrong);
    let count = wrong.len();
    wrong.truncate(SHOWN);
    if count > SHOWN {
        wrong.push(format!("and {} more", count - SHOWN));
    }
    Ok(Case {
        name: String::new(),
        expected: format!("{asked} weights and paths, {changes} changes"),
        got: format!(
            "{equal} and {changed} equal, {nodes} nodes, {} after contraction, prepared in {:.2} s",
            hierarchy.contracted_arcs(),
            prepared.as_secs_f64()
        ),
        took: prepared + began.elapsed(),
        peak: None,
        outcome: if wrong.is_empty() { Outcome::Passed } else { Outcome::Failed(wrong) },
    })
}

/// Closes and opens arcs at random; how many times a weight was then that of Dijkstra's algorithm, and all weights
/// those of a hierarchy weighed anew. At the end everything is as it was.
fn change(hierarchy: &Hierarchy, plain: &Plain, changes: usize, wrong: &mut Vec<String>) -> usize {
    let Plain { nodes, arcs, weights } = plain;
    if arcs.is_empty() {
        return 0;
    }
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); *nodes as usize];
    arcs.iter().enumerate().for_each(|(arc, (from, _))| out[*from as usize].push(arc));
    let mut chance = Seeded::new(SEED);
    let first = hierarchy.customize(weights);
    let (mut present, mut now, mut equal) = (first.clone(), weights.clone(), 0);
    let mut closed = Vec::new();
    for number in 0..changes {
        if closed.len() > 60 || (!closed.is_empty() && chance.below(3) == 0) {
            let arc: usize = closed.swap_remove(chance.below(closed.len()));
            now[arc] = weights[arc];
        } else {
            let arc = chance.below(arcs.len());
            now[arc] = *chance.one_of(&[NO_WAY, NO_WAY, weights[arc].saturating_mul(3)]);
            closed.push(arc);
        }
        present = hierarchy.recustomize(&present, &now);
        // To everywhere from the beginning of an arc that was changed.
        let from = closed.last().map_or(0, |&arc| arcs[arc].0);
        let to = chance.below(*nodes as usize) as u32;
        let got = hierarchy.to_target(&present, &[(to, 0)]).weight_from(from);
        let right = dijkstra(&out, arcs, &now, from, to);
        let alike = number % 50 != 0 || present == hierarchy.customize(&now);
        if Some(u64::from(got)).filter(|&got| got < u64::from(NO_WAY)) == right && alike {
            equal += 1;
        } else {
            wrong.push(format!("change {number}, {from} -> {to}: expected {right:?}, got {got}"));
        }
    }
    if hierarchy.recustomize(&present, weights) != first {
        wrong.push("with everything open again the weights are not the first ones".to_owned());
    }
    equal
}

fn dijkstra(out: &[Vec<usize>], arcs: &[(u32, u32)], weights: &[u32], from: u32, to: u32) -> Option<u64> {
    let mut least: Vec<Option<u64>> = vec![None; out.len()];
    let mut waiting = BinaryHeap::from([Reverse((0, from))]);
    while let Some(Reverse((sum, node))) = waiting.pop() {
        if least[node as usize].is_some() {
            continue;
        }
        if node == to {
            return Some(sum);
        }
        least[node as usize] = Some(sum);
        let open = out[node as usize].iter().filter(|&&arc| weights[arc] < NO_WAY);
        waiting.extend(open.map(|&arc| Reverse((sum + u64::from(weights[arc]), arcs[arc].1))));
    }
    None
}

/// What a path weighs; nothing when its arcs do not lead from one node to the other.
fn walk(from: u32, to: u32, path: &[usize], arcs: &[(u32, u32)], weights: &[u32]) -> Option<u64> {
    let mut at = from;
    let mut sum = 0;
    for &arc in path {
        let (tail, head) = arcs[arc];
        if tail != at {
            return None;
        }
        (at, sum) = (head, sum + u64::from(weights[arc]));
    }
    (at == to).then_some(sum)
}

fn read_text(path: &Path) -> Result<String, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    let bytes = std::fs::read(path).map_err(failed)?;
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).map_err(failed)?;
    } else {
        bytes.as_slice().read_to_string(&mut text).map_err(failed)?;
    }
    Ok(text)
}

/// Lines `a from to weight`; others say nothing of arcs.
fn read_graph(path: &Path) -> Result<Plain, String> {
    let text = read_text(path)?;
    let (mut arcs, mut weights, mut nodes) = (Vec::new(), Vec::new(), 0);
    for (number, line) in text.lines().enumerate() {
        let mut words = line.split_whitespace();
        match words.next() {
            Some("a") => {}
            // The DIMACS header says how many nodes there are, even those without an arc.
            Some("p") => {
                nodes = words.find_map(|word| word.parse::<u32>().ok()).unwrap_or(0).max(nodes);
                continue;
            }
            _ => continue,
        }
        let values: Vec<u32> = words.map_while(|word| word.parse().ok()).collect();
        let &[from, to, weight] = values.as_slice() else {
            return Err(format!("{}: line {} is no arc: {line:?}", path.display(), number + 1));
        };
        nodes = nodes.max(from.max(to) + 1);
        arcs.push((from, to));
        weights.push(weight);
    }
    Ok(Plain { nodes, arcs, weights })
}

/// Lines `from,to,weight` after a heading; a weight that is no number means that there is no path.
fn read_answers(path: &Path) -> Result<Vec<Line>, String> {
    let text = read_text(path)?;
    let mut lines = Vec::new();
    for line in text.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_digit())) {
        let mut words = line.split(',').map(str::trim);
        let mut node = || words.next().and_then(|word| word.parse().ok());
        let (Some(from), Some(to)) = (node(), node()) else {
            return Err(format!("{}: no question: {line:?}", path.display()));
        };
        lines.push((from, to, words.next().and_then(|word| word.parse().ok())));
    }
    if lines.is_empty() { Err(format!("{}: no question in it", path.display())) } else { Ok(lines) }
}
