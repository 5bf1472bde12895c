//! A graph to what its shape says: paths and components.
//!
//! What petgraph has runs through petgraph on the graph itself (see [`crate::graph::View`]). Shortest paths without
//! weights are ours: petgraph 0.8 searches from one end only, or from both without giving the path.

mod components;
mod paths;
#[cfg(test)]
mod tests;

pub use components::{Components, connected_components, strongly_connected_components};
pub use paths::{PathSearch, Walk};

use super::NodeIndex;

fn row(node: NodeIndex) -> u32 {
    super::dense(node.index())
}
