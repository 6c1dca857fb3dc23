//! The built-in kinds: their `spec` as Rust types, one file per kind.
//!
//! Plain data, read with [`crate::yaml::NodeRef::deserialize_as`] or any other deserializer, written with any serializer. References stay as
//! they were written. Only the shape is checked: what is required is there, texts are texts. Every struct keeps
//! the keys that it does not know in `extra`, so that reading and writing loses nothing but the difference between
//! an optional field that is empty or null and one that is absent. Construct them with `..Default::default()`: further
//! optional fields may come.

mod ai_resource;
mod api;
mod component;
mod domain;
mod group;
mod location;
mod one_or_many;
mod profile;
mod resource;
mod system;
mod template;
mod user;

pub use ai_resource::AiResourceSpec;
pub use api::{ApiRemote, ApiSpec, Definition};
pub use component::ComponentSpec;
pub use domain::DomainSpec;
pub use group::GroupSpec;
pub use location::{LocationSpec, Presence};
pub use profile::Profile;
pub use resource::ResourceSpec;
pub use system::SystemSpec;
pub use template::{TemplateSpec, TemplateStep};
pub use user::UserSpec;
