//! Graphviz's DOT language (<https://graphviz.org/doc/info/lang.html>).

use crate::graph::{Drawing, Presence};
use std::fmt::Write as _;

impl Drawing<'_> {
    /// The drawing as a DOT digraph. References are the ids of nodes; entities that are not in the catalog and
    /// implied links are dashed.
    #[must_use]
    pub fn to_dot(&self) -> String {
        let mut out = String::from("digraph catalog {\n  rankdir=LR;\n  node [shape=box];\n");
        for node in self.nodes() {
            let id = quoted(node.entity().as_str());
            let style = match node.presence() {
                Presence::Known => "",
                Presence::External => " [style=dotted]",
                Presence::Missing => " [style=dashed]",
            };
            let _ = writeln!(out, "  {id}{style};");
        }
        for link in self.links() {
            let [source, target] = [link.source(), link.target()].map(|node| quoted(node.entity().as_str()));
            let label = quoted(link.relation().name());
            let _ = writeln!(out, "  {source} -> {target} [label={label}];");
        }
        for link in self.implied() {
            let [source, target] = [link.source, link.target].map(|node| quoted(node.entity().as_str()));
            let links = link.links;
            let _ = writeln!(out, "  {source} -> {target} [label=\"{links} links\", style=dashed];");
        }
        if !self.is_complete() {
            out.push_str("  // There are more implied links than were looked for.\n");
        }
        out.push_str("}\n");
        out
    }
}

/// A quoted string that, used as a label, shows the text: labels know escapes (`\N`) and HTML entities (`&lt;`).
/// Other control characters cannot be shown; they become U+FFFD with their number, so that ids stay distinct.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '&' => out.push_str("&amp;"),
            char if char.is_control() || char == '\u{fffd}' => {
                let _ = write!(out, "\u{fffd}{:x};", u32::from(char));
            }
            char => out.push(char),
        }
    }
    out.push('"');
    out
}
