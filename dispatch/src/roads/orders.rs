//! The orders in which the graphs of a network are contracted: what takes long to find, and so is kept.

use super::dissection::{Spot, order_roads, spot};
use super::graph::Graph;
use super::network::RoadNetwork;
use super::{RoadsError, hierarchy};
use geo_core::Position;

/// One order for each graph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Orders {
    /// Of the chains that wheels may use: their states are contracted chain by chain.
    pub chains: Vec<u32>,
    /// Of the states on foot.
    pub junctions: Vec<u32>,
}

impl Orders {
    /// Finds both, side by side: this is most of the time of an import.
    pub fn find(network: &RoadNetwork) -> Self {
        let [wheels, feet] = &network.graphs;
        let place = |node: u32| network.positions[node as usize];
        std::thread::scope(|scope| {
            let chains = scope.spawn(|| {
                let spots: Vec<Spot> =
                    wheels.chains.junctions.iter().map(|&node| spot(place(node))).collect();
                order_roads(&spots, &wheels.chains.ends)
            });
            let mut places: Vec<Position> = vec![place(0); feet.states];
            for course in 0..feet.chains.courses() as u32 {
                for &state in feet.arrivals(course) {
                    places[state as usize] = place(feet.chains.junctions[feet.chains.head(course) as usize]);
                }
            }
            let junctions = hierarchy::order_by_place(&places, &feet.arcs());
            let chains = chains.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            Self { chains, junctions }
        })
    }

    /// The order of a graph's states.
    pub fn of_states(&self, graph: &Graph) -> Vec<u32> {
        if graph.is_of_turns() {
            let courses = self.chains.iter().flat_map(|&chain| [2 * chain, 2 * chain + 1]);
            courses.flat_map(|course| graph.arrivals(course)).copied().collect()
        } else {
            self.junctions.clone()
        }
    }

    /// Whether these can be orders of these graphs.
    ///
    /// # Errors
    /// [`RoadsError::NotANetwork`] when one is not a permutation, [`RoadsError::TooLarge`] when contraction
    /// would explode.
    pub fn check(&self, graphs: &[Graph; 2]) -> Result<(), RoadsError> {
        let broken = super::bytes::broken("the order is not that of the junctions");
        let chains = graphs[0].chains.ends.len();
        if self.chains.len() != chains || self.chains.iter().any(|&chain| chain as usize >= chains) {
            return Err(broken);
        }
        for graph in graphs {
            let order = self.of_states(graph);
            if order.len() != graph.states {
                return Err(broken);
            }
            hierarchy::check_fill(&order, &graph.arcs())?;
        }
        Ok(())
    }
}
