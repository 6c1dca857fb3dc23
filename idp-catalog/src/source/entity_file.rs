//! Which of the YAML files of a directory are entity files. Most are not: manifests, pipelines, API definitions.

use idp_model::kind::Model;
use std::collections::BTreeSet;

/// Tells entity files from other YAML files, by name and by a look at the bytes.
///
/// A file is one if it is called `catalog-info.yaml` or `catalog-info.yml`, or if some line gives an `apiVersion` of one of the
/// groups, as YAML (`apiVersion: backstage.io/v1alpha1`, at the start of the line or behind `---` or `{`) or as JSON
/// (`"apiVersion": "backstage.io/v1alpha1"`, at the start of a line, after any indentation, or behind `{` or `,`). So
/// what a manifest holds indented or as text, labels and annotations of Backstage included, does not make it one.
#[derive(Clone, Debug)]
pub struct EntityFiles {
    groups: BTreeSet<String>,
}

const KEY: &[u8] = b"apiVersion";
/// Where the one rare letter of the key stands.
const RARE: usize = 3;

impl EntityFiles {
    /// By the groups of the kinds that a model knows: `backstage.io`, `scaffolder.backstage.io` and those of declared
    /// kinds.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let versions = model.kinds().iter().flat_map(|kind| &kind.api_versions);
        Self {
            groups: versions
                .filter_map(|version| version.split_once('/'))
                .map(|(group, _)| group.to_owned())
                .collect(),
        }
    }

    /// The same, with another group: `example.com`.
    #[must_use]
    pub fn with_group(mut self, group: impl Into<String>) -> Self {
        self.groups.insert(group.into());
        self
    }

    /// Whether a file is an entity file. Cost: one pass over the bytes at most.
    #[must_use]
    pub fn matches(&self, name: &str, bytes: &[u8]) -> bool {
        let file = name.rsplit_once('/').map_or(name, |(_, file)| file);
        if matches!(file, "catalog-info.yaml" | "catalog-info.yml") {
            return true;
        }
        let mut from = 0;
        while let Some(found) = bytes.get(from..).and_then(|rest| rest.iter().position(|byte| *byte == b'V'))
        {
            let rare = from + found;
            from = rare + 1;
            let Some((before, key)) = rare.checked_sub(RARE).and_then(|start| bytes.split_at_checked(start))
            else {
                continue;
            };
            if let Some(after) = key.strip_prefix(KEY)
                && self.is_version(before, after)
            {
                return true;
            }
        }
        false
    }

    /// Whether an `apiVersion` between these bytes is a key, with a version of ours.
    fn is_version(&self, before: &[u8], after: &[u8]) -> bool {
        let quote = before.last().copied().filter(|byte| b"\"'".contains(byte));
        let before = before.get(..before.len() - usize::from(quote.is_some())).unwrap_or_default();
        let line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        let trimmed = line.trim_ascii_end();
        let starts = match trimmed.last() {
            None => line.is_empty() || quote.is_some(),
            Some(b'{') => true,
            Some(b',') => quote.is_some(),
            Some(_) => trimmed == b"---",
        };
        let after = if let Some(quote) = quote { after.strip_prefix(&[quote]) } else { Some(after) };
        let value = after.map(<[u8]>::trim_ascii_start).and_then(|after| after.strip_prefix(b":"));
        let Some(value) = value.filter(|_| starts) else { return false };
        let value = value.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        self.groups
            .iter()
            .any(|group| value.strip_prefix(group.as_bytes()).is_some_and(|rest| rest.starts_with(b"/")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entity_files_are_told_from_others() {
        let files = EntityFiles::of(&Model::backstage()).with_group("example.com");
        for (text, expected) in [
            ("apiVersion: backstage.io/v1alpha1\nkind: X", true),
            ("# a\n---\nkind: X\napiVersion:   'backstage.io/v1'", true),
            ("\u{feff}apiVersion: scaffolder.backstage.io/v1beta3", true),
            ("--- {apiVersion: example.com/v1}", true),
            ("--- \napiVersion : backstage.io/v1alpha1", true),
            ("{\n  \"apiVersion\": \"backstage.io/v1alpha1\"\n}", true),
            ("{\"kind\":\"X\",\"apiVersion\":\"backstage.io/v1alpha1\"}", true),
            ("\"apiVersion\": backstage.io/v1alpha1", true),
            ("apiVersion: apps/v1\nmetadata:\n  labels:\n    backstage.io/kubernetes-id: x", false),
            ("apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    apiVersion: backstage.io/v1alpha1", false),
            ("items:\n- apiVersion: backstage.io/v1alpha1", false),
            ("# apiVersion: backstage.io/v1alpha1", false),
            ("apiVersion: backstage.io.example.org/v1", false),
            ("apiVersion: not.backstage.io/v1", false),
            ("xapiVersion: backstage.io/v1", false),
            ("apiVersions: backstage.io/v1", false),
            ("V", false),
            ("apiV", false),
            ("", false),
        ] {
            assert_eq!(files.matches("a/b.yaml", text.as_bytes()), expected, "{text}");
        }
        assert!(files.matches("a/catalog-info.yml", b""));
        assert!(!files.matches("a/my-catalog-info.yaml", b""));
    }
}
