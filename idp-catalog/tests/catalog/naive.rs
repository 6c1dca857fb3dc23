//! The same catalog without any care for cost: maps of texts, made from what was written, not from what was read.

use crate::generate::{Item, Written};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// What a reference leads to.
#[derive(Debug, PartialEq)]
pub(crate) enum Found {
    Entity(String),
    Alias(String),
    External,
    Rejected(String),
    Ambiguous,
    Missing,
}

const INVERSES: [(&str, &str); 4] = [
    ("ownedBy", "ownerOf"),
    ("dependsOn", "dependencyOf"),
    ("parentOf", "childOf"),
    ("memberOf", "hasMember"),
];

pub(crate) struct Naive<'w> {
    accepted: BTreeMap<String, (&'w Item, String)>,
    duplicates: Vec<String>,
    rejected: BTreeMap<String, String>,
    aliases: BTreeMap<String, BTreeSet<String>>,
    known: BTreeSet<String>,
}

impl<'w> Naive<'w> {
    pub(crate) fn of(written: &'w Written) -> Self {
        let mut naive = Self {
            accepted: BTreeMap::new(),
            duplicates: Vec::new(),
            rejected: BTreeMap::new(),
            aliases: BTreeMap::new(),
            known: written.known.iter().map(ToString::to_string).collect(),
        };
        // Where the name of each entity stands: all documents have it in the same line of theirs.
        let files: BTreeMap<String, String> = written.files().into_iter().collect();
        let mut duplicates = BTreeMap::new();
        for (at, item) in written.entities.iter().enumerate() {
            let file = format!("f{}.yaml", item.file);
            let before = written.entities[..at].iter().filter(|one| one.file == item.file).count();
            let names = files[&file].lines().enumerate().filter(|(_, line)| line.starts_with("  name: "));
            let line = names.map(|(line, _)| line + 1).nth(before).unwrap();
            let shown = format!("{} {file}:{line}:9", item.reference());
            if !item.accepted {
                naive.rejected.entry(item.reference()).or_insert(shown);
                continue;
            }
            match naive.accepted.entry(item.reference()) {
                Entry::Vacant(free) => _ = free.insert((item, shown)),
                Entry::Occupied(_) => duplicates.entry(item.reference()).or_insert_with(Vec::new).push(shown),
            }
        }
        naive.duplicates = duplicates.into_values().flatten().collect();
        for (reference, (item, _)) in &naive.accepted {
            for alias in &item.aliases {
                naive.aliases.entry(alias.to_string()).or_default().insert(reference.clone());
            }
        }
        naive
    }

    fn shown(&self, keep: impl Fn(&Item) -> bool) -> Vec<String> {
        self.accepted.values().filter(|(item, _)| keep(item)).map(|(_, shown)| shown.clone()).collect()
    }

    pub(crate) fn accepted(&self) -> Vec<String> {
        self.shown(|_| true)
    }

    pub(crate) fn duplicates(&self) -> Vec<String> {
        self.duplicates.clone()
    }

    pub(crate) fn rejected(&self) -> Vec<String> {
        self.rejected.values().cloned().collect()
    }

    pub(crate) fn aliases(&self) -> Vec<(String, Vec<String>)> {
        let claims =
            |(alias, claims): (&String, &BTreeSet<String>)| (alias.clone(), claims.iter().cloned().collect());
        self.aliases.iter().map(claims).collect()
    }

    pub(crate) fn get(&self, reference: &str) -> Option<String> {
        self.accepted.get(reference).map(|(_, shown)| shown.clone())
    }

    pub(crate) fn by_kind(&self, kind: &str) -> Vec<String> {
        self.shown(|item| item.kind == kind)
    }

    pub(crate) fn by_tag(&self, tag: &str) -> Vec<String> {
        self.shown(|item| item.tags.contains(&tag))
    }

    pub(crate) fn resolve(&self, reference: &str) -> Found {
        if self.accepted.contains_key(reference) {
            return Found::Entity(reference.to_owned());
        }
        match self.aliases.get(reference) {
            Some(claims) if claims.len() > 1 => return Found::Ambiguous,
            Some(claims) => return Found::Alias(claims.first().unwrap().clone()),
            None => {}
        }
        if self.known.contains(reference) {
            Found::External
        } else if self.rejected.contains_key(reference) {
            Found::Rejected(reference.to_owned())
        } else {
            Found::Missing
        }
    }

    /// Source, type and target of everything that is written, the target being what a reference leads to.
    fn links(&self) -> BTreeSet<(String, &'static str, String)> {
        let mut links = BTreeSet::new();
        for (source, (item, _)) in &self.accepted {
            for (_, kind, target) in &item.references {
                let target = target.to_string();
                let target = match self.resolve(&target) {
                    Found::Alias(entity) => entity,
                    _ => target,
                };
                links.insert((source.clone(), *kind, target));
            }
        }
        links
    }

    pub(crate) fn relations(&self, of: &str) -> Vec<(String, String)> {
        let mut found = BTreeSet::new();
        for (source, kind, target) in self.links() {
            let inverse = INVERSES.iter().find(|(forward, _)| *forward == kind).unwrap().1;
            if source == of {
                found.insert((kind.to_owned(), target.clone()));
            }
            if target == of {
                found.insert((inverse.to_owned(), source));
            }
        }
        found.into_iter().collect()
    }

    pub(crate) fn by_owner(&self, owner: &str) -> BTreeSet<String> {
        let links =
            self.links().into_iter().filter(|(_, kind, target)| *kind == "ownedBy" && target == owner);
        links.map(|(source, ..)| source).collect()
    }
}
