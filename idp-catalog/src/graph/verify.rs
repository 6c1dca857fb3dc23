//! What a well-formed graph is, said in code.

use super::Graph;
use super::rows::{Rows, at};
use std::collections::BTreeSet;

impl Graph {
    /// Checks every internal promise; the text says which one is broken. For tests.
    ///
    /// # Errors
    /// The graph is not well-formed: a fault in this library.
    #[doc(hidden)]
    pub fn verify(&self) -> Result<(), String> {
        let (nodes, links) = (self.node_count(), self.link_count());
        let holds = |what: &str, promise: bool| if promise { Ok(()) } else { Err(what.to_owned()) };
        holds("node order", self.refs.is_sorted_by(|a, b| a < b))?;
        holds("presence of every node", self.presence.len() == nodes)?;
        let types: Vec<_> = self.types.iter().collect();
        holds("type order", types.is_sorted_by(|a, b| a.name() < b.name()))?;
        let kinds: BTreeSet<_> = self.out.kinds.iter().map(|kind| usize::from(*kind)).collect();
        let present = self.present.iter().enumerate().filter(|(_, present)| **present);
        holds("types present", present.map(|(kind, _)| kind).eq(kinds))?;
        for (name, rows) in [("out", &self.out), ("into", &self.into)] {
            check_rows(rows, nodes, links, types.len()).map_err(|what| format!("{name}: {what}"))?;
        }
        holds("into_links length", self.into_links.len() == links)?;
        let mut turned = vec![false; links];
        for target in 0..nodes as u32 {
            for (position, (source, kind)) in self.into.range(target).zip(self.into.row(target)) {
                let link = at(&self.into_links, position as u32);
                let same = self.out.ends.get(link as usize) == Some(&target)
                    && self.out.kinds.get(link as usize) == Some(&kind)
                    && self.out.owner(link) == source;
                let first = turned.get_mut(link as usize).is_some_and(|seen| !std::mem::replace(seen, true));
                holds("both directions hold the same links", same && first)?;
            }
        }
        let places = &self.places;
        holds("place offsets", places.offsets.len() == links + 1 && places.offsets.is_sorted())?;
        holds("place count", places.offsets.last().map(|&end| end as usize) == Some(places.places.len()))?;
        let known = places.sources.len() as u32;
        holds("place sources", places.places.iter().all(|(source, _)| *source < known))?;
        for link in 0..links as u32 {
            let all: Vec<_> = places.of(link).collect();
            holds("place order", all.is_sorted_by(|a, b| a < b))?;
        }
        let attributed: BTreeSet<_> = self.attributes.keys().collect();
        holds("attributes belong to links", attributed.last().is_none_or(|&&link| (link as usize) < links))?;
        holds("attributes are rare", self.attributes.values().all(|attributes| !attributes.is_empty()))
    }
}

fn check_rows(rows: &Rows, nodes: usize, links: usize, types: usize) -> Result<(), &'static str> {
    let offsets = &rows.offsets;
    if offsets.len() != nodes + 1 || offsets.first() != Some(&0) || !offsets.is_sorted() {
        return Err("offsets");
    }
    if offsets.last().map(|&end| end as usize) != Some(links)
        || rows.ends.len() != links
        || rows.kinds.len() != links
    {
        return Err("lengths");
    }
    if rows.ends.iter().any(|&end| end as usize >= nodes)
        || rows.kinds.iter().any(|&kind| usize::from(kind) >= types)
    {
        return Err("ends or types that do not exist");
    }
    if (0..nodes as u32).any(|node| !rows.row(node).is_sorted_by(|a, b| a < b)) {
        return Err("row order");
    }
    Ok(())
}
