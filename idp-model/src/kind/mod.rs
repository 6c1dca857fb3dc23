//! Kinds of entities: the ones of Backstage, and those that a platform team declares as data.
//!
//! A [`Model`] knows kinds and relations and says how a document is judged ([`Mode`]). It is plain data: the kinds of
//! Backstage are tables ([`Model::backstage`]), others come from files ([`Model::declare`]).

pub(crate) mod builtin;
mod declare;
mod schema;
pub mod shape;

use crate::name::NameRules;
use crate::relation::{AI_RESOURCE, Hurt, RelationType, WELL_KNOWN};
use std::collections::BTreeMap;
use std::sync::Arc;

pub use schema::Schema;

/// Which of Backstage's two ways of judging kinds is followed. They differ in relations, not in the forms of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Mode {
    /// As an installation does by default (`BuiltinKindsEntityProcessor`): a reference may point at any kind, and both directions
    /// of a relation are always there.
    #[default]
    Default,
    /// As with model layers (`ModelProcessor`, alpha): references to kinds that are not allowed count for nothing, and the other
    /// direction is there only between kinds for which it is declared.
    Model,
}

/// How the namespace of a reference without one is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DefaultNamespace {
    /// It is that of the entity.
    #[default]
    Inherit,
    /// It is `default`.
    Default,
}

/// How many references a field may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Cardinality {
    /// At most one.
    One,
    /// Any number.
    #[default]
    Many,
}

/// A field that holds references to other entities.
#[derive(Clone, Debug)]
pub struct RelationField {
    /// Keys from the root of the entity: `spec`, `owner`.
    pub path: Vec<String>,
    /// The relation seen from the entity: `ownedBy`.
    pub relation: Arc<str>,
    /// The relation seen from the other end, where the field itself knows it. `None`: as declared for the relation.
    pub reverse: Option<Arc<str>>,
    /// Kind of a reference that names none; `None` makes such a reference a fault.
    pub default_kind: Option<String>,
    /// Namespace of a reference that names none.
    pub default_namespace: DefaultNamespace,
    /// Kinds to which it may point; `None` for any.
    pub allowed_kinds: Option<Vec<String>>,
    /// How many references it may hold.
    pub cardinality: Cardinality,
}

/// The form of a kind's data.
#[derive(Clone, Debug)]
pub enum SpecForm {
    /// Of `spec`, as a table.
    Shape(&'static shape::Fields),
    /// Of the whole entity, as a JSON Schema.
    Schema(Arc<Schema>),
    /// Free.
    Any,
}

/// A kind in some of its versions, perhaps only for one `spec.type`.
#[derive(Clone, Debug)]
pub struct KindVersion {
    /// Name as entities write it, in its case: `Component`.
    pub kind: String,
    /// Values of `apiVersion` that it covers.
    pub api_versions: Vec<String>,
    /// The `spec.type` that it covers; `None` for those that no other version covers.
    pub spec_type: Option<String>,
    /// Form of the data.
    pub spec: SpecForm,
    /// Fields that refer to other entities.
    pub relations: Vec<RelationField>,
}

/// Kinds, relations, name rules, and the mode in which documents are judged.
#[derive(Clone, Debug)]
pub struct Model {
    mode: Mode,
    rules: NameRules,
    kinds: Vec<KindVersion>,
    relations: BTreeMap<String, RelationType>,
}

/// What a model knows about a kind and version.
#[derive(Clone, Copy, Debug)]
pub enum Lookup<'m> {
    /// It is this one.
    Found(&'m KindVersion),
    /// No kind has this name, in this case.
    UnknownKind,
    /// The kind exists, the version does not.
    UnknownVersion,
    /// Kind and version exist, for other values of `spec.type` only.
    UnknownType,
}

impl Default for Model {
    fn default() -> Self {
        Self::backstage()
    }
}

impl Model {
    /// The kinds of an ordinary Backstage with its scaffolder: Component, API, Resource, System, Domain, Group, User, Location,
    /// Template, judged as an installation does by default.
    #[must_use]
    pub fn backstage() -> Self {
        let mut model = Self {
            mode: Mode::Default,
            rules: NameRules::default(),
            kinds: builtin::backstage(),
            relations: BTreeMap::new(),
        };
        model.relate(WELL_KNOWN);
        model
    }

    /// The same kinds, judged as Backstage's model layers do.
    #[must_use]
    pub fn backstage_model_layers() -> Self {
        Self { mode: Mode::Model, ..Self::backstage() }
    }

    /// The same with `AiResource` and the API type `mcp-server`.
    #[must_use]
    pub fn with_ai(mut self) -> Self {
        self.kinds.extend(builtin::ai());
        self.relate(AI_RESOURCE);
        self
    }

    /// The same with other name rules.
    #[must_use]
    pub fn with_rules(mut self, rules: NameRules) -> Self {
        self.rules = rules;
        self
    }

    fn relate(&mut self, table: &[(&str, &str, &[&str], &[&str])]) {
        for (forward, reverse, from, to) in table {
            for (from, to) in from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to))) {
                self.add_relation_pair(forward, reverse, from, to);
            }
        }
    }

    /// Adds a relation between two kinds, with both its names; a relation that is known already gains the pair of kinds.
    pub fn add_relation_pair(&mut self, forward: &str, reverse: &str, from: &str, to: &str) {
        for (name, other, from, to) in [(forward, reverse, from, to), (reverse, forward, to, from)] {
            let relation = self.relations.entry(name.to_owned()).or_insert_with(|| RelationType {
                forward: name.to_owned(),
                reverse: other.to_owned(),
                primary: name == forward,
                hurt: Hurt::Nobody,
                pairs: Vec::new(),
            });
            let pair = (from.to_owned(), to.to_owned());
            if !relation.pairs.contains(&pair) {
                relation.pairs.push(pair);
            }
        }
    }

    /// Says who is hurt when an end of a relation fails, by its name from either end. Backstage's own relations have theirs in the
    /// graph; an unknown name changes nothing.
    pub fn set_hurt(&mut self, name: &str, hurt: Hurt) {
        let mirrored = match hurt {
            Hurt::Source => Hurt::Target,
            Hurt::Target => Hurt::Source,
            Hurt::Nobody => Hurt::Nobody,
        };
        let Some(relation) = self.relations.get_mut(name) else { return };
        relation.hurt = hurt;
        let other = relation.reverse.clone();
        if let Some(other) = self.relations.get_mut(&other).filter(|other| other.forward != name) {
            other.hurt = mirrored;
        }
    }

    /// Adds a kind. Of two that cover the same kind, version and type, the first counts.
    pub fn add_kind(&mut self, kind: KindVersion) {
        self.kinds.push(kind);
    }

    /// The mode.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The name rules.
    #[must_use]
    pub fn rules(&self) -> &NameRules {
        &self.rules
    }

    /// All kinds, in the order in which they were added.
    #[must_use]
    pub fn kinds(&self) -> &[KindVersion] {
        &self.kinds
    }

    /// A relation by its name, from either end.
    #[must_use]
    pub fn relation(&self, name: &str) -> Option<&RelationType> {
        self.relations.get(name)
    }

    /// All relations under both of their names, by name.
    pub fn relations(&self) -> impl Iterator<Item = &RelationType> {
        self.relations.values()
    }

    /// What it knows about a kind, compared exactly, as Backstage does. Cost: a pass over the kinds.
    #[must_use]
    pub fn lookup(&self, kind: &str, api_version: &str, spec_type: Option<&str>) -> Lookup<'_> {
        let (mut known, mut version_known, mut general) = (false, false, None);
        for candidate in &self.kinds {
            if candidate.kind != kind {
                continue;
            }
            known = true;
            if !candidate.api_versions.iter().any(|version| version == api_version) {
                continue;
            }
            version_known = true;
            match &candidate.spec_type {
                None if general.is_none() => general = Some(candidate),
                Some(special) if Some(special.as_str()) == spec_type => return Lookup::Found(candidate),
                _ => {}
            }
        }
        match general {
            Some(found) => Lookup::Found(found),
            None if version_known => Lookup::UnknownType,
            None if known => Lookup::UnknownVersion,
            None => Lookup::UnknownKind,
        }
    }
}
