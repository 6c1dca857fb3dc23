//! Placeholders: a map with the single key `$text`, `$json` or `$yaml` stands for the content of a file.

use crate::yaml::NodeRef;

/// The resolvers that Backstage has by default.
const RESOLVERS: [&str; 3] = ["$text", "$json", "$yaml"];

/// The name (`$text`, `$json`, `$yaml`) of a node that is a placeholder: a map with exactly that key. A map with more keys, or with
/// another `$name`, is left alone, as Backstage does.
#[must_use]
pub fn placeholder(node: NodeRef<'_>) -> Option<&'static str> {
    let mut entries = node.as_mapping()?;
    let (key, _) = entries.next()?;
    if !entries.is_empty() {
        return None;
    }
    let key = key.as_str()?;
    RESOLVERS.into_iter().find(|name| *name == key)
}
