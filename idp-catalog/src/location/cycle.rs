//! Locations that lead back to where they are.

use super::Link;
use crate::codes;
use idp_model::diagnostic::{self, Diagnostic};

/// Where a file's Locations lead: the link, and the file.
pub(crate) type Step<'l> = (&'l Link, usize);

/// A finding for each target that closes a circle; `steps` has the steps of each file, in order. Each target is looked at once.
pub(crate) fn cycles(steps: &[Vec<Step<'_>>]) -> Vec<Diagnostic> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        Unseen,
        /// On the way that is being walked, at this position.
        Open(usize),
        Done,
    }
    let mut states = vec![State::Unseen; steps.len()];
    let mut found = Vec::new();
    for start in 0..steps.len() {
        // The way so far: a file, which of its steps is next, and the link that led to it.
        let mut way: Vec<(usize, usize, Option<&Link>)> = Vec::new();
        let mut next = Some((start, None));
        loop {
            if let Some((file, link)) = next.take()
                && let Some(state @ State::Unseen) = states.get_mut(file)
            {
                *state = State::Open(way.len());
                way.push((file, 0, link));
            }
            let depth = way.len();
            let Some((file, at, _)) = way.last_mut() else { break };
            let Some((link, to)) = steps.get(*file).and_then(|steps| steps.get(*at)).copied() else {
                if let Some(state) = states.get_mut(*file) {
                    *state = State::Done;
                }
                way.pop();
                continue;
            };
            *at += 1;
            match states.get(to) {
                Some(State::Open(position)) => {
                    let message = if position + 1 == depth {
                        format!("`{}` is the file that this Location is in", link.text)
                    } else {
                        format!("`{}` leads back here", link.text)
                    };
                    let cycle = link.fault(&codes::LOCATION_CYCLE, message);
                    let between = way.iter().skip(position + 1).filter_map(|(_, _, link)| *link);
                    found.push(between.fold(cycle, |cycle, link| {
                        cycle.with_related(link.origin.place.clone(), format!("by way of `{}`", link.text))
                    }));
                }
                _ => next = Some((to, Some(link))),
            }
        }
    }
    // A pattern may close several.
    diagnostic::sort(&mut found);
    found.dedup_by(|second, first| second.place == first.place);
    found
}
