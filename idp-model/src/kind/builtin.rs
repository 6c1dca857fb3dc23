//! The kinds of Backstage, as data: forms from its JSON Schemas (`catalog-model` 1.10.3, `plugin-scaffolder-common` for Template),
//! relations from its `BuiltinKindsEntityProcessor` and its model layers.

use super::shape::{Field, Fields, NON_EMPTY, STRINGS, Shape, open, optional, required};
use super::{Cardinality, DefaultNamespace, KindVersion, RelationField, SpecForm};

const OWNERS: &[&str] = &["Group", "User"];
const BACKSTAGE: &[&str] = &["backstage.io/v1alpha1", "backstage.io/v1beta1"];

/// A relation field as it stands in the tables below.
struct Relation {
    field: &'static str,
    relation: &'static str,
    reverse: &'static str,
    default_kind: Option<&'static str>,
    allowed: Option<&'static [&'static str]>,
}

const fn relation(
    field: &'static str,
    relation: &'static str,
    reverse: &'static str,
    default_kind: Option<&'static str>,
    allowed: Option<&'static [&'static str]>,
) -> Relation {
    Relation { field, relation, reverse, default_kind, allowed }
}

const OWNER: Relation = relation("owner", "ownedBy", "ownerOf", Some("Group"), Some(OWNERS));
const SYSTEM: Relation = relation("system", "partOf", "hasPart", Some("System"), None);
const DEPENDS_ON: Relation = relation("dependsOn", "dependsOn", "dependencyOf", None, None);
const DEPENDENCY_OF: Relation = relation("dependencyOf", "dependencyOf", "dependsOn", None, None);

fn kind(
    name: &str,
    api_versions: &[&str],
    spec_type: Option<&str>,
    fields: &'static Fields,
    relations: &[&Relation],
) -> KindVersion {
    let relations = relations.iter().map(|relation| RelationField {
        path: vec!["spec".to_owned(), relation.field.to_owned()],
        relation: relation.relation.into(),
        reverse: Some(relation.reverse.into()),
        default_kind: relation.default_kind.map(str::to_owned),
        default_namespace: DefaultNamespace::Inherit,
        allowed_kinds: relation.allowed.map(|kinds| kinds.iter().map(|kind| (*kind).to_owned()).collect()),
        cardinality: Cardinality::Many,
    });
    KindVersion {
        kind: name.to_owned(),
        api_versions: api_versions.iter().map(|version| (*version).to_owned()).collect(),
        spec_type: spec_type.map(str::to_owned),
        spec: SpecForm::Shape(fields),
        relations: relations.collect(),
    }
}

static PROFILE: Fields =
    open(&[optional("displayName", NON_EMPTY), optional("email", NON_EMPTY), optional("picture", NON_EMPTY)]);

static COMPONENT: Fields = open(&[
    required("type", NON_EMPTY, "service"),
    required("lifecycle", NON_EMPTY, "production"),
    required("owner", NON_EMPTY, "team-a"),
    optional("system", NON_EMPTY),
    optional("subcomponentOf", NON_EMPTY),
    optional("providesApis", STRINGS),
    optional("consumesApis", STRINGS),
    optional("dependsOn", STRINGS),
    optional("dependencyOf", Shape::Any),
]);

static API: Fields = open(&[
    required("type", NON_EMPTY, "openapi"),
    required("lifecycle", NON_EMPTY, "production"),
    required("owner", NON_EMPTY, "team-a"),
    optional("system", NON_EMPTY),
    required("definition", NON_EMPTY, "{$text: ./openapi.yaml}"),
]);

static REMOTE: Fields = open(&[
    required("type", NON_EMPTY, "streamable-http"),
    required("url", NON_EMPTY, "https://example.com/mcp"),
]);

static MCP_SERVER: Fields = open(&[
    required("type", Shape::OneOf(&["mcp-server"]), "mcp-server"),
    required("lifecycle", NON_EMPTY, "production"),
    required("owner", NON_EMPTY, "team-a"),
    optional("system", NON_EMPTY),
    required("remotes", Shape::List(&Shape::Map(&REMOTE), 1), ""),
]);

static RESOURCE: Fields = open(&[
    required("type", NON_EMPTY, "database"),
    required("owner", NON_EMPTY, "team-a"),
    optional("system", NON_EMPTY),
    optional("dependsOn", STRINGS),
    optional("dependencyOf", Shape::Any),
]);

static SYSTEM_SPEC: Fields = open(&[
    required("owner", NON_EMPTY, "team-a"),
    optional("domain", NON_EMPTY),
    optional("type", NON_EMPTY),
]);

static DOMAIN: Fields = open(&[
    required("owner", NON_EMPTY, "team-a"),
    optional("subdomainOf", NON_EMPTY),
    optional("type", NON_EMPTY),
]);

static GROUP: Fields = open(&[
    required("type", NON_EMPTY, "team"),
    optional("profile", Shape::Map(&PROFILE)),
    optional("parent", NON_EMPTY),
    required("children", STRINGS, "[]"),
    optional("members", STRINGS),
]);

static USER: Fields =
    open(&[optional("profile", Shape::Map(&PROFILE)), required("memberOf", STRINGS, "[team-a]")]);

static LOCATION: Fields = open(&[
    optional("type", NON_EMPTY),
    optional("target", NON_EMPTY),
    optional("targets", STRINGS),
    optional("presence", Shape::OneOf(&["required", "optional"])),
]);

static ANY_MAP: Fields = open(&[]);
static PERMISSIONS: Fields = open(&[optional("tags", Shape::List(&Shape::String, 0))]);
const PERMISSIONS_FIELD: Field = optional("backstage:permissions", Shape::Map(&PERMISSIONS));
static PARAMETERS: Fields = open(&[PERMISSIONS_FIELD]);
static PARAMETERS_PAGE: Fields = open(&[optional("when", Shape::StringOrBool), PERMISSIONS_FIELD]);
static SECRETS: Fields = open(&[optional("schema", Shape::Map(&ANY_MAP))]);
static BUTTON_LABELS: Fields = open(&[
    optional("backButtonText", Shape::String),
    optional("createButtonText", Shape::String),
    optional("reviewButtonText", Shape::String),
]);
static PRESENTATION: Fields = open(&[optional("buttonLabels", Shape::Map(&BUTTON_LABELS))]);
static RECOVERY: Fields = open(&[optional("EXPERIMENTAL_strategy", Shape::String)]);
static FORM_DECORATOR: Fields =
    open(&[optional("id", Shape::String), optional("input", Shape::Map(&ANY_MAP))]);
const FORM_DECORATORS: Shape = Shape::List(&Shape::Map(&FORM_DECORATOR), 0);
static STEP: Fields = open(&[
    optional("id", Shape::String),
    optional("name", Shape::String),
    required("action", Shape::String, "fetch:template"),
    optional("input", Shape::Map(&ANY_MAP)),
    optional("if", Shape::StringOrBool),
    PERMISSIONS_FIELD,
]);
static OUTPUT_LINK: Fields = open(&[
    optional("if", Shape::StringOrBool),
    optional("url", NON_EMPTY),
    optional("entityRef", NON_EMPTY),
    optional("title", NON_EMPTY),
    optional("icon", NON_EMPTY),
]);
static OUTPUT_TEXT: Fields = open(&[
    optional("if", Shape::StringOrBool),
    optional("title", NON_EMPTY),
    optional("icon", NON_EMPTY),
    optional("content", Shape::String),
]);
static OUTPUT: Fields = Fields {
    fields: &[
        optional("links", Shape::List(&Shape::Map(&OUTPUT_LINK), 0)),
        optional("text", Shape::List(&Shape::Map(&OUTPUT_TEXT), 0)),
    ],
    rest: Shape::String,
};
static TEMPLATE: Fields = open(&[
    required("type", NON_EMPTY, "service"),
    optional("owner", NON_EMPTY),
    optional("lifecycle", NON_EMPTY),
    optional("parameters", Shape::MapOrList(&PARAMETERS, &Shape::Map(&PARAMETERS_PAGE))),
    optional("secrets", Shape::Map(&SECRETS)),
    optional("presentation", Shape::Map(&PRESENTATION)),
    optional("EXPERIMENTAL_recovery", Shape::Map(&RECOVERY)),
    optional("formDecorators", FORM_DECORATORS),
    optional("EXPERIMENTAL_formDecorators", FORM_DECORATORS),
    required("steps", Shape::List(&Shape::Map(&STEP), 0), ""),
    optional("output", Shape::Map(&OUTPUT)),
]);

macro_rules! ai_fields {
    ($kind:expr; $($field:expr),*) => {
        open(&[
            required("type", $kind, "skill"),
            required("lifecycle", NON_EMPTY, "production"),
            required("owner", NON_EMPTY, "team-a"),
            optional("system", NON_EMPTY),
            $($field),*
        ])
    };
}

static AI_RESOURCE: Fields = ai_fields!(NON_EMPTY;);
static AI_SKILL: Fields = ai_fields!(Shape::OneOf(&["skill"]);
    optional("disciplines", STRINGS),
    optional("categories", STRINGS),
    optional("agents", STRINGS),
    optional("dependsOn", STRINGS),
    optional("allowedTools", NON_EMPTY),
    optional("license", NON_EMPTY),
    optional("compatibility", Shape::NonEmpty(Some(500)))
);
static AI_RULE: Fields = ai_fields!(Shape::OneOf(&["rule"]);
    optional("disciplines", STRINGS),
    required("category", NON_EMPTY, "security"),
    required("rationale", NON_EMPTY, "")
);
static AI_PLUGIN: Fields = ai_fields!(Shape::OneOf(&["plugin"]);
    required("skills", STRINGS, "[]"),
    optional("version", NON_EMPTY)
);
static AI_MARKETPLACE: Fields = ai_fields!(Shape::OneOf(&["marketplace"]);
    required("plugins", STRINGS, "[]"),
    optional("version", NON_EMPTY)
);

/// The kinds that a Backstage knows by default, with the Template of its scaffolder.
pub(crate) fn backstage() -> Vec<KindVersion> {
    let provides = relation("providesApis", "providesApi", "apiProvidedBy", Some("API"), None);
    let consumes = relation("consumesApis", "consumesApi", "apiConsumedBy", Some("API"), None);
    let part = relation("subcomponentOf", "partOf", "hasPart", Some("Component"), None);
    let domain = relation("domain", "partOf", "hasPart", Some("Domain"), None);
    let subdomain = relation("subdomainOf", "partOf", "hasPart", Some("Domain"), None);
    let parent = relation("parent", "childOf", "parentOf", Some("Group"), Some(&["Group"]));
    let children = relation("children", "parentOf", "childOf", Some("Group"), Some(&["Group"]));
    let members = relation("members", "hasMember", "memberOf", Some("User"), Some(&["User"]));
    let member_of = relation("memberOf", "memberOf", "hasMember", Some("Group"), Some(&["Group"]));
    vec![
        kind("API", BACKSTAGE, None, &API, &[&OWNER, &SYSTEM]),
        kind(
            "Component",
            BACKSTAGE,
            None,
            &COMPONENT,
            &[&OWNER, &part, &provides, &consumes, &DEPENDS_ON, &DEPENDENCY_OF, &SYSTEM],
        ),
        kind("Resource", BACKSTAGE, None, &RESOURCE, &[&OWNER, &DEPENDS_ON, &DEPENDENCY_OF, &SYSTEM]),
        kind("System", BACKSTAGE, None, &SYSTEM_SPEC, &[&OWNER, &domain]),
        kind("Domain", BACKSTAGE, None, &DOMAIN, &[&OWNER, &subdomain]),
        kind("Group", BACKSTAGE, None, &GROUP, &[&parent, &children, &members]),
        kind("User", BACKSTAGE, None, &USER, &[&member_of]),
        kind("Location", BACKSTAGE, None, &LOCATION, &[]),
        kind("Template", &["scaffolder.backstage.io/v1beta3"], None, &TEMPLATE, &[&OWNER]),
    ]
}

/// What Backstage's AI model layers add: `AiResource` with its types, and `mcp-server` as a type of API.
pub(crate) fn ai() -> Vec<KindVersion> {
    const V1: &[&str] = &["backstage.io/v1alpha1"];
    let ai = Some("AiResource");
    let only: Option<&'static [&'static str]> = Some(&["AiResource"]);
    let system = relation("system", "partOf", "hasPart", Some("System"), Some(&["System"]));
    let depends = relation("dependsOn", "dependsOn", "dependencyOf", ai, only);
    let skills = relation("skills", "hasPart", "partOf", ai, only);
    let plugins = relation("plugins", "hasPart", "partOf", ai, only);
    vec![
        kind("API", BACKSTAGE, Some("mcp-server"), &MCP_SERVER, &[&OWNER, &SYSTEM]),
        kind("AiResource", V1, None, &AI_RESOURCE, &[&OWNER, &system]),
        kind("AiResource", V1, Some("skill"), &AI_SKILL, &[&OWNER, &system, &depends]),
        kind("AiResource", V1, Some("rule"), &AI_RULE, &[&OWNER, &system]),
        kind("AiResource", V1, Some("plugin"), &AI_PLUGIN, &[&OWNER, &system, &skills]),
        kind("AiResource", V1, Some("marketplace"), &AI_MARKETPLACE, &[&OWNER, &system, &plugins]),
    ]
}
