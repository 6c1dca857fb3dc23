//! What a reference to nothing was most likely meant to be.

use crate::catalog::Catalog;
use idp_model::entity::Entity;
use idp_model::entity_ref::EntityRef;
use std::collections::{BTreeMap, HashMap};

/// How many different targets are looked up in one run. A catalog with more of them has another trouble than typing errors.
const MOST_TARGETS: usize = 100;
/// How many names are compared letter by letter for one target. Where more are alike, none stands out.
const MOST_COMPARED: usize = 100;
/// How many entities that have exactly the name wanted are looked at.
const MOST_NAMESAKES: usize = 1000;
/// Nobody misspells longer names this way, and the comparison is quadratic.
const LONGEST: usize = 128;

/// Suggestions for the first 100 different targets of a run.
pub(super) struct Suggestions<'c> {
    by_target: HashMap<&'c EntityRef, Suggestion<'c>>,
}

/// An entity that exists, here or in another catalog.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'c> {
    pub(super) reference: &'c EntityRef,
    entity: Option<&'c Entity>,
}

impl<'c> Candidate<'c> {
    /// Its name, in the case in which it is written where that is known.
    pub(super) fn name(self) -> &'c str {
        self.entity.map_or(self.reference.name(), Entity::name)
    }
}

/// What one target may have been meant to be.
#[derive(Default)]
pub(super) struct Suggestion<'c> {
    /// The closest name of the same kind and namespace, one or two letters away; the first of equally close ones.
    pub(super) close: Option<Candidate<'c>>,
    /// Whether that is a typing error beyond doubt.
    pub(super) certain: bool,
    /// An entity of the same name and another kind or namespace.
    pub(super) namesake: Option<&'c EntityRef>,
}

impl<'c> Suggestions<'c> {
    /// Suggestions for these targets, from the entities of the catalog and those that are known of others.
    ///
    /// Cost: a pass over the catalog; and for each of at most 100 targets a look at the length and the letters of every name of its
    /// kind and namespace, and at most 100 comparisons.
    pub(super) fn new(catalog: &'c Catalog, targets: impl Iterator<Item = &'c EntityRef>) -> Self {
        let mut by_target: HashMap<&EntityRef, Suggestion<'_>> = HashMap::new();
        let mut wanted: HashMap<&str, Vec<&EntityRef>> = HashMap::new();
        let mut blocks: BTreeMap<&str, Block<'_>> = BTreeMap::new();
        for target in targets {
            if by_target.len() == MOST_TARGETS {
                break;
            }
            if by_target.contains_key(target) {
                continue;
            }
            let prefix = target.as_str().strip_suffix(target.name()).unwrap_or_default();
            let block = blocks.entry(prefix).or_insert_with(|| Block::new(catalog, prefix));
            by_target.insert(target, block.suggest(target.name()));
            wanted.entry(target.name()).or_default();
        }
        if !wanted.is_empty() {
            let entities = catalog.entities().map(|entity| entity.reference());
            for reference in entities.chain(catalog.known().iter()) {
                if let Some(found) = wanted.get_mut(reference.name())
                    && found.len() < MOST_NAMESAKES
                {
                    found.push(reference);
                }
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each value is changed on its own")]
        for (target, suggestion) in &mut by_target {
            let namesakes = wanted.get(target.name()).into_iter().flatten().copied();
            suggestion.namesake = namesakes.min_by_key(|other| {
                (other.kind() != target.kind(), other.namespace() != target.namespace(), *other)
            });
        }
        Self { by_target }
    }

    pub(super) fn get(&self, target: &EntityRef) -> Option<&Suggestion<'c>> {
        self.by_target.get(target)
    }
}

/// The names of one kind and namespace, with what is cheap to compare.
struct Block<'c> {
    /// Number of letters, set of letters, and where to find the rest.
    rows: Vec<(u32, u64, Candidate<'c>)>,
}

impl<'c> Block<'c> {
    /// Those whose reference starts with `prefix`.
    fn new(catalog: &'c Catalog, prefix: &str) -> Self {
        let from = catalog.entities.partition_point(|entity| entity.reference().as_str() < prefix);
        let entities = catalog.entities.get(from..).unwrap_or_default().iter();
        let entities = entities
            .take_while(|entity| entity.reference().as_str().starts_with(prefix))
            .map(|entity| Candidate { reference: entity.reference(), entity: Some(entity) });
        let known = catalog.known().starting_with(prefix);
        let known = known.map(|reference| Candidate { reference, entity: None });
        let row = |candidate: Candidate<'c>| {
            let name = candidate.reference.name();
            (name.chars().count() as u32, letters(name), candidate)
        };
        Self { rows: entities.chain(known).map(row).collect() }
    }

    fn suggest(&self, name: &str) -> Suggestion<'c> {
        let length = name.chars().count();
        if length > LONGEST {
            return Suggestion::default();
        }
        let allowed = (length / 3).clamp(1, 2);
        let set = letters(name);
        // An edit takes at most one letter away and adds at most one.
        let alike = self.rows.iter().filter(|(other, letters, _)| {
            length.abs_diff(*other as usize) <= allowed
                && (set ^ letters).count_ones() as usize <= 2 * allowed
        });
        let alike: Vec<Candidate<'c>> =
            alike.take(MOST_COMPARED + 1).map(|(_, _, candidate)| *candidate).collect();
        if alike.len() > MOST_COMPARED {
            return Suggestion::default();
        }
        let rated = alike
            .into_iter()
            .map(|candidate| (strsim::osa_distance(name, candidate.reference.name()), candidate));
        let close = rated.filter(|(distance, candidate)| {
            *distance <= allowed && *distance < candidate.reference.name().chars().count()
        });
        let mut close: Vec<(usize, Candidate<'c>)> = close.collect();
        close.sort_by_key(|(distance, candidate)| (*distance, candidate.reference));
        close.dedup_by_key(|(_, candidate)| candidate.reference);
        let certain = matches!(close.as_slice(), [(_, only)] if is_slip(name, only.reference.name()));
        Suggestion { close: close.first().map(|(_, candidate)| *candidate), certain, namesake: None }
    }
}

/// The set of letters, digits and other characters of a name, some of the others taken together.
fn letters(name: &str) -> u64 {
    let bit = |c: char| match c {
        'a'..='z' => u32::from(c) - u32::from('a'),
        '0'..='9' => u32::from(c) - u32::from('0') + 26,
        other => u32::from(other) % 28 + 36,
    };
    name.chars().fold(0, |set, c| set | 1 << bit(c))
}

/// Whether one of two close names is hardly a name of its own: `team-a` and `team-b`, `orders-v1` and `orders-v2`, `shop-eu` and
/// `shop-us`, `reader` and `leader` are. Slips keep the first letter and all digits, and happen in words of four letters or more.
fn is_slip(written: &str, meant: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    if written.chars().next() != meant.chars().next() || digits(written) != digits(meant) {
        return false;
    }
    let words = |text: &str| text.split(['-', '_', '.']).map(str::to_owned).collect::<Vec<_>>();
    let (written, meant) = (words(written), words(meant));
    let long = |word: &str| word.chars().count() >= 4;
    written.len() != meant.len() || written.iter().zip(&meant).all(|(a, b)| a == b || (long(a) && long(b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slips_are_told_from_other_names() {
        for (written, meant, slip) in [
            ("retial", "retail", true),
            ("guest-relation", "guest-relations", true),
            ("cloak-room", "cloakroom", true),
            ("team-a", "team-b", false),
            ("orders-v1", "orders-v2", false),
            ("shop-eu", "shop-us", false),
            ("reader", "leader", false),
        ] {
            assert_eq!(is_slip(written, meant), slip, "{written}");
        }
    }

    proptest! {
        /// The cheap comparison never hides a close name.
        #[test]
        fn letters_differ_by_two_for_each_edit(a in "[a-f0-3.äπ-]{0,8}", b in "[a-f0-3.äπ-]{0,8}") {
            let distance = strsim::osa_distance(&a, &b);
            prop_assert!((letters(&a) ^ letters(&b)).count_ones() as usize <= 2 * distance);
        }
    }
}
