//! Mermaid flowcharts (<https://mermaid.js.org/syntax/flowchart.html>), as shown by Git hosts in Markdown.

use crate::graph::{Drawing, Node, Presence};
use std::fmt::Write as _;

impl Drawing<'_> {
    /// The drawing as a Mermaid flowchart. Entities that are not in the catalog have dashed borders, implied links are
    /// dotted. Ids are positions in [`Drawing::nodes`].
    #[must_use]
    pub fn to_mermaid(&self) -> String {
        let mut out = String::from("flowchart LR\n");
        for (at, node) in self.nodes().iter().enumerate() {
            let class = match node.presence() {
                Presence::Known => "",
                Presence::External => ":::external",
                Presence::Missing => ":::missing",
            };
            let _ = writeln!(out, "  n{at}[\"{}\"]{class}", escaped(node.entity().as_str()));
        }
        // Nodes of a drawing are in order and hold both ends of every link.
        let id = |end: Node<'_>| self.nodes().partition_point(|node| node.entity() < end.entity());
        for link in self.links() {
            let label = escaped(link.relation().name());
            let _ = writeln!(out, "  n{} -->|\"{label}\"| n{}", id(link.source()), id(link.target()));
        }
        for link in self.implied() {
            let _ =
                writeln!(out, "  n{} -.->|\"{} links\"| n{}", id(link.source), link.links, id(link.target));
        }
        out.push_str("  classDef external stroke-dasharray:2\n  classDef missing stroke-dasharray:6\n");
        if !self.is_complete() {
            out.push_str("  %% There are more implied links than were looked for.\n");
        }
        out
    }
}

/// The text inside a quoted label. Everything that could mean something to Mermaid, Markdown or HTML is written
/// as an entity code (`#34;`), which Mermaid turns back.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_alphanumeric() || matches!(char, ' ' | '-' | '.' | '/' | ':') {
            out.push(char);
        } else {
            let _ = write!(out, "#{};", u32::from(char));
        }
    }
    out
}
