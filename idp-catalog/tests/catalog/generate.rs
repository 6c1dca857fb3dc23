//! What the catalogs are made of: few names, so that they meet.

use idp_model::entity_ref::EntityRef;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

pub(crate) const KINDS: [&str; 5] = ["Component", "Group", "Resource", "System", "User"];
const NAMES: [&str; 4] = ["a", "b", "c", "d"];
const NAMESPACES: [&str; 2] = ["default", "labs"];
pub(crate) const TAGS: [&str; 3] = ["x", "y", "z"];

/// Every reference that can be made of these.
pub(crate) fn all_references() -> Vec<EntityRef> {
    let mut all = Vec::new();
    for kind in KINDS {
        for namespace in NAMESPACES {
            all.extend(NAMES.map(|name| EntityRef::new(kind, namespace, name).unwrap()));
        }
    }
    all
}

/// Files with entities, and what other catalogs have.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) entities: Vec<Item>,
    pub(crate) known: Vec<EntityRef>,
}

#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) file: usize,
    pub(crate) kind: &'static str,
    pub(crate) namespace: &'static str,
    pub(crate) name: &'static str,
    pub(crate) tags: Vec<&'static str>,
    pub(crate) aliases: Vec<EntityRef>,
    /// Field of `spec`, relation type, and target.
    pub(crate) references: Vec<(&'static str, &'static str, EntityRef)>,
    pub(crate) accepted: bool,
}

impl Item {
    pub(crate) fn reference(&self) -> String {
        format!("{}:{}/{}", self.kind.to_lowercase(), self.namespace, self.name)
    }

    fn text(&self) -> String {
        // Every list is written, as a Group needs its children and a User its groups.
        let of = |field: &str| {
            let found = self.references.iter().filter(|(one, ..)| *one == field);
            found.map(|(.., target)| format!("'{target}'")).collect::<Vec<_>>()
        };
        let list = |field: &str| format!("  {field}: [{}]\n", of(field).join(", "));
        let owner = || of("owner").first().map_or(String::new(), |owner| format!("  owner: {owner}\n"));
        let spec = match self.kind {
            "Component" => {
                "  type: x\n  lifecycle: y\n".to_owned() + &owner() + &list("dependsOn") + &list("owners")
            }
            "Resource" => "  type: x\n".to_owned() + &owner() + &list("dependsOn"),
            "System" => owner(),
            "Group" => "  type: x\n".to_owned() + &list("children"),
            _ => list("memberOf"),
        };
        // Refused whatever the kind is.
        let broken = if self.accepted { "" } else { "  description: 7\n" };
        let aliases: Vec<_> = self.aliases.iter().map(|alias| format!("'{alias}'")).collect();
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: {}\nmetadata:\n  name: {}\n  namespace: {}\n  tags: [{}]\n  \
             aliases: [{}]\n{broken}spec:\n{spec}",
            self.kind,
            self.name,
            self.namespace,
            self.tags.join(", "),
            aliases.join(", "),
        )
    }
}

impl Written {
    /// Name and text of each file.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let name = |file| format!("f{file}.yaml");
        let text = |file| {
            let of = self.entities.iter().filter(|item| item.file == file);
            of.map(Item::text).collect::<Vec<_>>().join("---\n")
        };
        (0..3).map(|file| (name(file), text(file))).filter(|(_, text)| !text.is_empty()).collect()
    }
}

fn reference_to(kinds: &'static [&'static str]) -> impl Strategy<Value = EntityRef> {
    (select(kinds), select(&NAMESPACES[..]), select(&NAMES[..]))
        .prop_map(|(kind, namespace, name)| EntityRef::new(kind, namespace, name).unwrap())
}

fn item() -> impl Strategy<Value = Item> {
    let head = (0..3_usize, select(&KINDS[..]), select(&NAMESPACES[..]), select(&NAMES[..]));
    let owner = reference_to(&["Group", "User"]);
    let owners = vec(reference_to(&["Group", "User"]), 0..2);
    let things = vec(reference_to(&["Component", "Resource"]), 0..3);
    let groups = vec(reference_to(&["Group"]), 0..3);
    let tags = vec(select(&TAGS[..]), 0..3);
    let aliases = vec((select(&NAMESPACES[..]), select(&NAMES[..])), 0..2);
    let parts = (head, owner, owners, things, groups, tags, aliases, prop::bool::weighted(0.85));
    parts.prop_map(|(head, owner, owners, things, groups, tags, aliases, accepted)| {
        let (file, kind, namespace, name) = head;
        let mut references = Vec::new();
        if matches!(kind, "Component" | "Resource" | "System") {
            references.push(("owner", "ownedBy", owner));
        }
        if kind == "Component" {
            references.extend(owners.into_iter().map(|to| ("owners", "ownedBy", to)));
        }
        if matches!(kind, "Component" | "Resource") {
            references.extend(things.into_iter().map(|to| ("dependsOn", "dependsOn", to)));
        }
        if kind == "Group" {
            references.extend(groups.iter().cloned().map(|to| ("children", "parentOf", to)));
        }
        if kind == "User" {
            references.extend(groups.into_iter().map(|to| ("memberOf", "memberOf", to)));
        }
        let alias = |(namespace, name)| EntityRef::new(kind, namespace, name).unwrap();
        let aliases = aliases.into_iter().map(alias).collect();
        Item { file, kind, namespace, name, tags, aliases, references, accepted }
    })
}

pub(crate) fn written() -> impl Strategy<Value = Written> {
    (vec(item(), 0..10), vec(reference_to(&KINDS), 0..3)).prop_map(|(mut entities, known)| {
        entities.sort_by_key(|item| item.file);
        Written { entities, known }
    })
}
