//! Template skeletons: files that look like entities and are not yet, because a Template fills them in.

use super::path;
use idp_model::document::Document;
use idp_model::yaml::NodeRef;
use std::collections::BTreeSet;

/// What the Templates of a source say about its directories.
///
/// A file is part of a skeleton if one of the directories that it is in
///
/// * is named by the `input.url` of a `fetch:template`, `fetch:plain` or `fetch:cookiecutter` step of a Template, relative to
///   its file. Of a path with an expression in it (`./skeletons/${{ … }}`), the directories before it count. A
///   directory that holds the Template itself does not count;
/// * or is called `skeleton` or `skeletons`, and a Template is in the directory around it, elsewhere below that, or
///   directly in a directory above. So skeletons of Templates that fetch by an absolute URL, or in other ways, are found, too.
#[derive(Debug, Default)]
pub(crate) struct Skeletons {
    named: BTreeSet<String>,
    templates: BTreeSet<String>,
    /// Directories that Templates are in.
    homes: BTreeSet<String>,
}

const FETCHES: [&str; 3] = ["fetch:template", "fetch:plain", "fetch:cookiecutter"];

impl Skeletons {
    /// Takes note of the Templates in a file.
    pub(crate) fn add(&mut self, file: &str, documents: &[Document]) {
        let entities = documents.iter().filter_map(|document| document.entity.as_ref());
        for entity in entities.filter(|entity| entity.reference().kind() == "template") {
            self.templates.insert(file.to_owned());
            self.homes.insert(path::directory(file).to_owned());
            let steps = entity.spec().and_then(|spec| spec.get("steps")).and_then(NodeRef::as_sequence);
            for step in steps.into_iter().flatten() {
                let action = step.get("action").and_then(NodeRef::as_str);
                let url = step.at(&["input", "url"]).and_then(NodeRef::as_str);
                if let (Some(action), Some(url)) = (action, url)
                    && FETCHES.contains(&action)
                {
                    self.named.extend(directory(file, url).filter(|named| !path::is_below(file, named)));
                }
            }
        }
    }

    /// Whether a file is part of a skeleton.
    pub(crate) fn contain(&self, file: &str) -> bool {
        !self.templates.is_empty()
            && path::ancestors(path::directory(file)).any(|directory| {
                self.named.contains(directory)
                    || matches!(directory.rsplit('/').next(), Some("skeleton" | "skeletons"))
                        && self.is_beside_template(directory)
            })
    }

    fn is_beside_template(&self, directory: &str) -> bool {
        let around = path::directory(directory);
        let below = path::join(around, "");
        self.templates
            .range(below..)
            .take_while(|template| path::is_below(template, around))
            .any(|template| !path::is_below(template, directory))
            || path::ancestors(around).any(|above| self.homes.contains(above))
    }
}

/// The directory that a step fetches.
fn directory(file: &str, url: &str) -> Option<String> {
    let fixed = match url.split_once("${{") {
        Some((before, _)) => before.rsplit_once('/')?.0,
        None => url,
    };
    let relative = !path::is_url(url) && !fixed.is_empty();
    relative.then(|| path::resolve(file, fixed, path::Style::Url).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use idp_model::document;
    use idp_model::kind::Model;
    use idp_model::source::Source;

    fn skeletons(templates: &[(&str, &str)]) -> Skeletons {
        let mut skeletons = Skeletons::default();
        for (file, url) in templates {
            let text = format!(
                "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: {{name: t}}\n\
                 spec: {{type: x, steps: [{{id: a, action: 'debug:log'}}, {{action: 'fetch:template', input: {{url: '{url}'}}}}]}}\n"
            );
            let source = Source::new(*file, text);
            let read = document::read(&source, &Model::backstage(), &idp_model::yaml::Limits::default());
            skeletons.add(file, &read.documents);
        }
        skeletons
    }

    #[test]
    fn skeletons_are_where_templates_say_or_beside_them() {
        for (template, url, file, expected) in [
            ("t/template.yaml", "./content", "t/content/a/b.yaml", true),
            ("t/template.yaml", "./content", "t/contents/b.yaml", false),
            ("t/template.yaml", "../shared/", "shared/b.yaml", true),
            ("t/template.yaml", "./langs/${{ parameters.lang }}/x", "t/langs/go/b.yaml", true),
            ("t/template.yaml", "${{ parameters.lang }}", "t/go/b.yaml", false),
            ("t/template.yaml", ".", "t/b.yaml", false),
            ("t/template.yaml", "../..", "t/b.yaml", false),
            ("t/template.yaml", "https://example.com/x", "t/skeleton/b.yaml", true),
            ("t/template.yaml", "https://example.com/x", "t/a/skeletons/b.yaml", true),
            ("t/x/template.yaml", "https://example.com/x", "t/skeleton/b.yaml", true),
            ("template.yaml", "https://example.com/x", "a/b/skeleton/c.yaml", true),
            ("u/template.yaml", "https://example.com/x", "t/skeleton/b.yaml", false),
            ("t/skeleton/template.yaml", "https://example.com/x", "t/skeleton/b.yaml", false),
            ("t/template.yaml", "https://example.com/x", "t/b.yaml", false),
        ] {
            assert_eq!(skeletons(&[(template, url)]).contain(file), expected, "{template} {url} {file}");
        }
        assert!(!skeletons(&[]).contain("skeleton/a.yaml"));
    }
}
