//! URIs of files, percent-encoded (RFC 3986).

use std::fmt::Write as _;

/// The URI of a file as it was named, and whether it is relative: `a b.yaml` is `a%20b.yaml`, relative;
/// `/x/a.yaml` is `file:///x/a.yaml`, and so is `C:\x\a.yaml` as `file:///C:/x/a.yaml`; what is a URL already stays one.
pub(super) fn of_file(name: &str) -> (String, bool) {
    if let Some((scheme, rest)) = name.split_once("://")
        && is_scheme(scheme)
    {
        // Encoded by who wrote it; only what can't be in a URI is left to encode.
        return (
            format!("{scheme}://{}", encode(rest, |byte| b":/?#[]@!$&'()*+,;=%".contains(&byte))),
            false,
        );
    }
    if name.starts_with('/') {
        return (format!("file://{}", encode(name, in_path)), false);
    }
    if let [drive, b':', b'\\' | b'/', ..] = name.as_bytes()
        && drive.is_ascii_alphabetic()
    {
        return (
            format!("file:///{}", encode(&name.replace('\\', "/"), |byte| in_path(byte) || byte == b':')),
            false,
        );
    }
    (encode(name.strip_prefix("./").unwrap_or(name), in_path), true)
}

/// RFC 3986, 3.1.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// Delimiters that have no meaning in a path. `:` has one in the first part of a relative path.
fn in_path(byte: u8) -> bool {
    b"/!$&'()*+,;=@".contains(&byte)
}

fn encode(text: &str, keep: impl Fn(u8) -> bool) -> String {
    let mut uri = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || keep(byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::of_file;

    #[test]
    fn paths_become_uris() {
        for (name, uri, relative) in [
            ("./a b/ä%.yaml", "a%20b/%C3%A4%25.yaml", true),
            ("../up/x#1?.yaml", "../up/x%231%3F.yaml", true),
            ("a:b.yaml", "a%3Ab.yaml", true),
            ("back\\slash", "back%5Cslash", true),
            ("<memory>", "%3Cmemory%3E", true),
            ("/abs/a b.yaml", "file:///abs/a%20b.yaml", false),
            ("C:\\x\\a b.yaml", "file:///C:/x/a%20b.yaml", false),
            ("https://host:1/x%20y?z=1#f", "https://host:1/x%20y?z=1#f", false),
            ("https://host/a b", "https://host/a%20b", false),
        ] {
            assert_eq!(of_file(name), (uri.to_owned(), relative), "{name}");
        }
    }
}
