//! A software catalog as a value: read from files, checked, frozen, and asked through its dependency graph.
//!
//! ```
//! use idp_catalog::{known::KnownRefs, lint, load, source::Memory};
//! use idp_model::kind::Model;
//! use std::sync::Arc;
//!
//! let entity = |kind: &str, name: &str, spec: &str| {
//!     format!("apiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata:\n  name: {name}\nspec:\n{spec}")
//! };
//! let files = Memory::new([
//!     ("shop.yaml", entity("Component", "shop", "  type: service\n  lifecycle: production\n  owner: retial\n  dependsOn: [resource:db]\n")),
//!     ("db.yaml", entity("Resource", "db", "  type: database\n  owner: retail\n")),
//!     ("retail.yaml", entity("Group", "retail", "  type: team\n  children: []\n")),
//! ]);
//! let model = Arc::new(Model::backstage());
//! let loaded = load::load(&[&files], &model, &load::Options::default())?;
//! assert!(loaded.diagnostics.is_empty(), "each file on its own is fine");
//! let catalog = loaded.catalog(model, KnownRefs::default());
//!
//! // What no file shows on its own.
//! let findings = lint::run(&catalog, &lint::Levels::default());
//! assert_eq!(findings[0].place.to_string(), "shop.yaml:8:10");
//! assert_eq!(findings[0].code.id, "dangling-reference");
//!
//! // Who is hurt if the database fails, and why.
//! let db = "resource:default/db".parse()?;
//! let hurt = catalog.graph().impact([&db])?.beyond(0);
//! let hurt: Vec<String> = hurt.iter().map(|node| node.entity().to_string()).collect();
//! assert_eq!(hurt, ["component:default/shop"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A [`Catalog`](catalog::Catalog) never changes after it is built; threads share it, and a new state is a new value. What is wrong with
//! files is data, never an error: one broken file among thousands costs one finding.
//!
//! # Make
//! [`source`]: where files come from, and the contract for more such places. [`load`]: files to documents, on all cores, with
//! [`placeholder`]s replaced and [`location`]s followed. [`builder`] and [`catalog`]: documents to a frozen catalog. [`known`]:
//! references that other catalogs answer.
//!
//! # Ask
//! [`graph`]: impact, dependencies, paths, cycles, order, ownership, drawings. [`diff`]: what a change does.
//!
//! # Tell
//! [`lint`]: findings about the catalog as a whole, one file for each rule. [`codes`]: rules about reading. All findings leave through
//! [`idp_model::report`].
//!
//! # Features
//! `directory` (default): walks directory trees, respecting `.gitignore`. Without it, files are named one by one or held in
//! memory.

pub mod source;

pub mod builder;
pub mod catalog;
pub mod known;
pub mod load;
pub mod location;
pub mod placeholder;

pub mod diff;
pub mod graph;

pub mod codes;
pub mod lint;
