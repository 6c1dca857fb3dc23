//! Kinds of relations between entities, and the names of their two ends.

/// Who is hurt when the entity at one end of a relation fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Hurt {
    /// The source, when the target fails: `dependsOn`.
    Source,
    /// The target, when the source fails: `providesApi`.
    Target,
    /// Nobody: a failure does not travel along it.
    #[default]
    Nobody,
}

/// How entities of one kind may relate to those of another: `Component ownedBy Group`, seen from the other end
/// `Group ownerOf Component`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationType {
    /// Name seen from the entity that declares it, as a rule: `ownedBy`.
    pub forward: String,
    /// Name seen from the other end: `ownerOf`.
    pub reverse: String,
    /// Whether this is the name under which it was declared, and not that of the other end.
    pub primary: bool,
    /// Who is hurt by a failure.
    pub hurt: Hurt,
    /// Pairs of kinds between which it exists, from and to, in the case of the kinds. Empty: between all.
    pub pairs: Vec<(String, String)>,
}

impl RelationType {
    /// Whether the pair of kinds is one of its own; case does not count.
    #[must_use]
    pub fn joins(&self, from: &str, to: &str) -> bool {
        self.pairs.is_empty()
            || self.pairs.iter().any(|(a, b)| a.eq_ignore_ascii_case(from) && b.eq_ignore_ascii_case(to))
    }
}

/// The relations of Backstage: name, name seen from the other end, kinds from, kinds to.
/// (`catalog-model`, `kinds/relations.ts`.)
pub(crate) const WELL_KNOWN: &[(&str, &str, &[&str], &[&str])] = &[
    (
        "ownedBy",
        "ownerOf",
        &["API", "Component", "Domain", "Group", "Location", "Resource", "System", "User"],
        &["Group", "User"],
    ),
    ("providesApi", "apiProvidedBy", &["Component"], &["API"]),
    ("consumesApi", "apiConsumedBy", &["Component"], &["API"]),
    ("dependsOn", "dependencyOf", &["Component", "Resource"], &["Component", "Resource"]),
    ("parentOf", "childOf", &["Group"], &["Group"]),
    ("memberOf", "hasMember", &["User"], &["Group"]),
    ("partOf", "hasPart", &["Component", "API", "Resource"], &["Component", "System"]),
    ("partOf", "hasPart", &["System"], &["Domain"]),
    ("partOf", "hasPart", &["Domain"], &["Domain"]),
];

/// What `AiResource` adds to them. (`catalog-model`, `kinds/AiResourceEntityV1alpha1.ts`.)
pub(crate) const AI_RESOURCE: &[(&str, &str, &[&str], &[&str])] = &[
    ("ownedBy", "ownerOf", &["AiResource"], &["Group", "User"]),
    ("partOf", "hasPart", &["AiResource"], &["System"]),
    ("dependsOn", "dependencyOf", &["AiResource"], &["AiResource"]),
    ("hasPart", "partOf", &["AiResource"], &["AiResource"]),
];
