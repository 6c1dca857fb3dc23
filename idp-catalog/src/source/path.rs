//! Names of files inside a source: `/` between parts, relative to the root, nothing to be resolved in them.

use std::borrow::Cow;

/// The directory part of a name; the root is the empty string.
pub(crate) fn directory(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(directory, _)| directory)
}

/// A directory and everything above it, from the inside out; the root, the empty string, comes last.
pub(crate) fn ancestors(directory: &str) -> impl Iterator<Item = &str> {
    let mut next = Some(directory);
    std::iter::from_fn(move || {
        let here = next?;
        next = (!here.is_empty()).then(|| self::directory(here));
        Some(here)
    })
}

/// Whether `name` lies below the directory.
pub(crate) fn is_below(name: &str, directory: &str) -> bool {
    directory.is_empty() || name.strip_prefix(directory).is_some_and(|rest| rest.starts_with('/'))
}

/// A name and another one below it.
pub(crate) fn join(directory: &str, name: &str) -> String {
    if directory.is_empty() { name.to_owned() } else { format!("{directory}/{name}") }
}

/// Whether a reference is an absolute URL (`https:`, `file:`), or one that only lacks the scheme (`//`).
pub(crate) fn is_url(reference: &str) -> bool {
    let scheme = reference.split_once(':').map_or("", |(scheme, _)| scheme);
    let mut bytes = scheme.bytes();
    reference.starts_with("//")
        || bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
            && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
}

/// Whether a target is a pattern rather than a name.
pub(crate) fn is_glob(target: &str) -> bool {
    target.contains(['*', '?', '[', '{'])
}

/// How a reference is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Part of a URL: `%20` is a space, a leading `/` means the root of the source.
    Url,
    /// A path: taken as it is; a leading `/` is the root of the file system, so outside.
    File,
    /// A pattern: as a URL, nothing decoded.
    Glob,
}

/// It leads out of the root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Outside;

/// The name that `reference`, written in the file `file`, stands for. Purely by text; a source looks at symbolic links when
/// it reads. As a [`Style::Glob`], the directory of the file is escaped, so that the result is a pattern.
pub(crate) fn resolve(file: &str, reference: &str, style: Style) -> Result<String, Outside> {
    let rooted = reference.starts_with('/');
    if rooted && style == Style::File {
        return Err(Outside);
    }
    let base = if rooted { "" } else { directory(file) };
    let mut parts: Vec<Cow<'_, str>> = Vec::new();
    for part in base.split('/').filter(|part| !part.is_empty()) {
        parts.push(if style == Style::Glob { globset::escape(part).into() } else { part.into() });
    }
    for part in reference.split('/') {
        let part = if style == Style::Url { decode(part) } else { Cow::Borrowed(part) };
        match &*part {
            "" | "." => {}
            ".." => drop(parts.pop().ok_or(Outside)?),
            // An encoded separator is no separator, and no file has one in its name.
            text if style == Style::Url && text.contains('/') || !is_plain(text) => return Err(Outside),
            _ => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

/// Whether a part of a name means nothing but itself to the operating system.
fn is_plain(part: &str) -> bool {
    let special: &[char] = if cfg!(windows) { &['\0', '\\', ':'] } else { &['\0'] };
    !part.contains(special)
}

/// Whether a name is one that [`resolve`] could have made: it stays below the root by its text.
pub(crate) fn is_inside(name: &str) -> bool {
    name.split('/').all(|part| !matches!(part, "" | "." | "..") && is_plain(part))
}

/// Percent-encoding undone; text that is not valid after that stays as it is.
fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex =
            after.get(..2).filter(|_| first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = hex
            .filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = byte.and(after.get(2..)).unwrap_or(after);
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_and_never_leave_the_root() {
        use Style::{File, Glob, Url};
        for (file, reference, style, expected) in [
            ("a/b.yaml", "./c.yaml", Url, Some("a/c.yaml")),
            ("a/b.yaml", "c.yaml", File, Some("a/c.yaml")),
            ("a/b.yaml", "../c//./d.yaml", Url, Some("c/d.yaml")),
            ("a/b.yaml", "/c.yaml", Url, Some("c.yaml")),
            ("a/b.yaml", "/c.yaml", File, None),
            ("a/b.yaml", "../../c.yaml", Url, None),
            ("a/b.yaml", "/../c.yaml", Url, None),
            ("a/b.yaml", "./%2e%2e/%2E./c.yaml", Url, None),
            ("a/b.yaml", "..%2f..%2fc.yaml", Url, None),
            ("a/b.yaml", "..%2fc.yaml", File, Some("a/..%2fc.yaml")),
            ("a/b.yaml", "x%20y%zz%c3%a4", Url, Some("a/x y%zzä")),
            ("a/b.yaml", "%ff", Url, Some("a/%ff")),
            ("a/b.yaml", "c\0d", File, None),
            ("[a]/b.yaml", "*/c.yaml", Glob, Some("[[]a[]]/*/c.yaml")),
            ("b.yaml", ".", Url, Some("")),
        ] {
            assert_eq!(resolve(file, reference, style).ok().as_deref(), expected, "{reference} in {file}");
        }
    }

    #[test]
    fn urls_are_told_from_paths() {
        for (text, expected) in [
            ("https://a/b", true),
            ("//a/b", true),
            ("file:/x", true),
            ("./a:b", false),
            ("a/b", false),
            ("1:2", false),
            (":", false),
        ] {
            assert_eq!(is_url(text), expected, "{text}");
        }
        assert_eq!(ancestors("a/b").collect::<Vec<_>>(), ["a/b", "a", ""]);
        assert!(is_inside("a/b") && !is_inside("a/../b") && !is_inside("/a") && !is_inside(""));
        assert!(is_below("a/b", "a") && is_below("a", "") && !is_below("ab", "a") && !is_below("a", "a"));
    }
}
