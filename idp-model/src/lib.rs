//! The words of an internal developer platform: entities as files have them, checked as Backstage checks them, with every
//! fault at its line.
//!
//! One file goes in, judged documents and findings come out:
//!
//! ```
//! use idp_model::{document, kind::Model, report, source::Source, yaml::Limits};
//!
//! let source = Source::new("catalog-info.yaml", "\
//! apiVersion: backstage.io/v1alpha1
//! kind: Component
//! metadata:
//!   name: shop
//! spec:
//!   type: service
//!   lifecyle: production
//!   owner: group:default/retail
//! ");
//! let read = document::read(&source, &Model::backstage(), &Limits::default());
//!
//! let finding = &read.diagnostics[0];
//! assert_eq!(finding.place.to_string(), "catalog-info.yaml:7:3");
//! assert_eq!(finding.message, "`spec.lifecycle` is missing; `lifecyle` looks like it");
//! assert_eq!(finding.fix.as_ref().unwrap().title, "rename to `lifecycle`");
//!
//! let entity = read.documents[0].entity.as_ref().unwrap();
//! assert_eq!(entity.reference().to_string(), "component:default/shop");
//! assert!(!entity.is_accepted());
//! let mut out = Vec::new();
//! report::write(report::Format::Human, &read.diagnostics, &report::Options::default(), &mut out)?;
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! Two words are kept apart. A [`Diagnostic`](diagnostic::Diagnostic) is a fault in what somebody wrote: data, many at once, never an
//! `Err`. An error means that a call could not do its job. Reading never fails: it gives what it understood, and a diagnostic for
//! the rest.
//!
//! # Words
//! [`source`]: texts, spans, lines and columns. [`diagnostic`]: findings, their rules and repairs. [`entity_ref`]: the identity of
//! entities, and references as written. [`name`]: formats of names. [`relation`]: how kinds relate. [`spec`] and
//! [`metadata`]: the data of built-in kinds as Rust types. [`extension`]: what this catalog reads and Backstage ignores.
//!
//! # Make
//! [`yaml`]: text to span trees, typed reading, and writing. [`kind`]: the kinds of Backstage, and how a platform team declares others.
//! [`check`]: one document against its kind. [`document`] and [`entity`]: all of that together.
//!
//! # Tell
//! [`report`]: findings for people, JSON, SARIF, JUnit and GitHub; baselines; fixes. [`codes`]: every rule, explained.
//!
//! # Features
//! `json-schema` (default): declared kinds may carry a JSON Schema. `human-report` (default): source excerpts as rustc draws them.
//! Without both, everything else works; the crate does no input or output of its own, knows no async and no graph.

pub mod source;

pub mod diagnostic;
pub mod entity_ref;
pub mod extension;
pub mod metadata;
pub mod name;
pub mod relation;
pub mod spec;

pub mod check;
pub mod document;
pub mod entity;
pub mod kind;
pub mod yaml;

pub mod codes;
pub mod report;
