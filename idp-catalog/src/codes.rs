//! Every rule of this crate, one by one.

use idp_model::diagnostic::{Code, Severity};

macro_rules! codes {
    ($($name:ident = $id:literal, $severity:ident, $title:literal, $explanation:literal;)*) => {
        $(
            #[doc = $title]
            pub static $name: Code = Code {
                id: $id, severity: Severity::$severity, title: $title, explanation: $explanation,
            };
        )*
        /// All rules of this crate, in the order of this file.
        pub static ALL: &[&Code] = &[$(&$name),*];
    };
}

codes! {
    FILE_UNREADABLE = "file-unreadable", Error, "a file cannot be read",
"A file or a directory of the catalog cannot be read: it does not exist, the operating system refuses, or its name is not UTF-8.

What it holds is missing from the catalog, and everything that refers to it seems to be broken.

```
catalog-info.yaml: `catalog-info.yaml` cannot be read: Permission denied
```

Make it readable, or leave it out: files that are ignored by Git are not looked at.";

    LOCATION_TARGET_MISSING = "location-target-missing", Error, "a target of a Location does not exist",
"A `Location` names a file that does not exist, or a pattern that matches none.

Backstage reads all of a Location or nothing: one missing target, and none of the others appears. (A pattern of type `url` that
matches nothing is accepted without a word, so it is a warning here.)

```yaml
kind: Location
spec:
  targets:
    - ./orders/catalog-info.yaml
    - ./oders/catalog-info.yaml # no such directory
```

Correct the path, which is relative to the file of the Location, or remove it. If the file need not be there, say
`presence: optional`.";

    LOCATION_REFUSED = "location-refused", Error, "Backstage refuses the type or the target of a Location",
"A `Location` has a type other than `file` and `url`, or a target that is a `javascript:` URL.

Backstage processes none of it: a type must be allowed by the installation, and by default only `url` is, beside the type by which
the Location itself was read; so another type is a warning. A script is refused in any case.

```yaml
kind: Location
spec:
  type: git
  target: ./catalog-info.yaml
```

Write `type: url`, or leave the type out: targets beside the file then work wherever the file is read from.";

    LOCATION_RELATIVE = "location-relative", Warning, "a relative target of type `file` does not start with a dot",
"A `Location` of type `file` names a target as `shop/catalog-info.yaml`.

Here it is found beside the file. Backstage takes only targets that start with `.` as relative to the Location; any other is looked for
where its backend was started.

```yaml
kind: Location
spec:
  type: file
  target: shop/catalog-info.yaml
```

Write `./shop/catalog-info.yaml`.";

    LOCATION_OUTSIDE = "location-outside", Error, "a target of a Location is outside the folder that is read",
"A `Location` names a file that is not below the root of the catalog: by `..`, by an absolute path, or through a symbolic link.

Such a file is never read: otherwise a catalog from somebody else's repository could show any file of this machine.

```yaml
kind: Location
spec:
  type: file
  target: ../../elsewhere/catalog-info.yaml
```

Move the file below the root, or read the catalog from a folder that holds both. In a Location of type `url`, a leading `/` is the root.";

    LOCATION_CYCLE = "location-cycle", Warning, "Locations lead in a circle",
"A `Location` names its own file, or a file whose Locations lead back to it. Each file is read once all the same.

Such a circle is a mistake in almost every case: one of the targets was meant to be another file. In Backstage, the entities of a circle keep each
other alive: they stay when nothing else refers to them any more.

```yaml
# all.yaml
kind: Location
spec:
  targets: [./teams.yaml]
---
# teams.yaml
kind: Location
spec:
  targets: [./all.yaml]
```

Remove one of the targets.";

    PLACEHOLDER_VALUE = "placeholder-value", Error, "a placeholder does not name a file",
"The value of `$text`, `$json` or `$yaml` is not a string.

Backstage refuses the entity.

```yaml
definition:
  $text: [./openapi.yaml]
```

Name one file: `$text: ./openapi.yaml`.";

    PLACEHOLDER_MISSING_FILE = "placeholder-missing-file", Error, "the file of a placeholder does not exist",
"`$text`, `$json` or `$yaml` names a file that does not exist.

Backstage refuses the entity, so it is missing from the catalog, or stays as it was before.

```yaml
definition:
  $text: ./openapi.yml # it is called openapi.yaml
```

Correct the path. It is relative to the file that it is in; a leading `/` is the root of the repository.";

    PLACEHOLDER_OUTSIDE = "placeholder-outside", Error, "a placeholder leads out of the folder that is read",
"`$text`, `$json` or `$yaml` names a file that is not below the root of the catalog: by `..`, or through a symbolic link.

Such a file is never read: otherwise a catalog from somebody else's repository could show any file of this machine.

```yaml
definition:
  $text: ../../../etc/passwd
```

Move the file below the root, or read the catalog from a folder that holds both.";

    PLACEHOLDER_UNREADABLE = "placeholder-unreadable", Error, "the file of a placeholder cannot be read",
"`$text`, `$json` or `$yaml` names a file that exists and cannot be read: the operating system refuses, or the files of the
document have more bytes together than the reader's limit.

The entity would have a hole, so it is refused.

```yaml
definition:
  $text: ./recording-of-a-whole-day.json
```

Make the file readable, or smaller.";

    PLACEHOLDER_CONTENT = "placeholder-content", Error, "the file of a placeholder is not what it should be",
"The file that `$json` names is not JSON, or the one that `$yaml` names is not exactly one YAML document.

Backstage refuses the entity.

```yaml
links:
  $json: ./links.yaml
```

Repair the file (the finding shows where), or use the right placeholder: `$text` takes the content as it is.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_explained() {
        let mut ids: Vec<&str> = ALL.iter().map(|code| code.id).collect();
        ids.extend(idp_model::codes::ALL.iter().map(|code| code.id));
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "identifiers are unique in the workspace");
        for code in ALL {
            assert!(code.explanation.contains("```"), "{} has an example", code.id);
        }
    }
}
