//! The fast path of the YAML reader against the full reader: shared by the tests and the fuzz target.

use idp_model::source::Source;
use idp_model::yaml::{self, Document, Limits, NodeRef, Stream, Value, readers};

/// A difference between the two readers, in words; `Ok` with the number of documents that the fast path read, and whether
/// these are all.
pub(crate) fn compare(text: &str) -> Result<(usize, bool), String> {
    let source = Source::new("seed", text);
    let limits = Limits::default();
    let full = readers::full(&source, &limits);
    let (fast, gave_up) = readers::fast(&source, &limits);
    if !fast.diagnostics.is_empty() {
        return Err("the fast path has diagnostics".to_owned());
    }
    documents("fast", &fast.documents, full.documents.get(..fast.documents.len()).ok_or("more documents")?)?;
    let accepted = fast.documents.len();
    if gave_up.is_none() {
        same_stream(&fast, &full)?;
    } else {
        same_stream(&yaml::parse(&source, &limits), &full)?;
    }
    Ok((accepted, gave_up.is_none()))
}

fn same_stream(one: &Stream, full: &Stream) -> Result<(), String> {
    let said = |stream: &Stream| -> Vec<String> {
        stream.diagnostics.iter().map(|found| format!("{found:?}")).collect()
    };
    if said(one) != said(full) {
        return Err(format!("diagnostics {:?}, full {:?}", said(one), said(full)));
    }
    if one.documents.len() != full.documents.len() {
        return Err(format!("{} documents, full {}", one.documents.len(), full.documents.len()));
    }
    documents("parse", &one.documents, &full.documents)
}

fn documents(name: &str, some: &[Document], full: &[Document]) -> Result<(), String> {
    for (one, other) in some.iter().zip(full) {
        if (one.index, one.span, one.broken) != (other.index, other.span, other.broken) {
            return Err(format!(
                "{name}: document {} {:?} {}, full {} {:?} {}",
                one.index, one.span, one.broken, other.index, other.span, other.broken
            ));
        }
        let (one, other) = (one.tree.as_ref().unwrap(), other.tree.as_ref().unwrap());
        if one.len() != other.len() {
            return Err(format!("{name}: {one:?}, full {other:?}"));
        }
        for id in 0..u32::try_from(one.len()).unwrap() {
            node(name, one.node(id), other.node(id))?;
        }
    }
    Ok(())
}

fn node(name: &str, one: NodeRef<'_>, other: NodeRef<'_>) -> Result<(), String> {
    let ids = |nodes: &mut dyn Iterator<Item = NodeRef<'_>>| -> Vec<u32> { nodes.map(NodeRef::id).collect() };
    let same = one.span() == other.span()
        && one.is_alias() == other.is_alias()
        && match (one.value(), other.value()) {
            (Value::Null, Value::Null) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            (Value::String(a), Value::String(b)) => a == b,
            (Value::Sequence(mut a), Value::Sequence(mut b)) => ids(&mut a) == ids(&mut b),
            (Value::Mapping(a), Value::Mapping(b)) => {
                ids(&mut a.flat_map(<[_; 2]>::from)) == ids(&mut b.flat_map(<[_; 2]>::from))
            }
            _ => false,
        };
    if same {
        return Ok(());
    }
    Err(format!("{name}: {:?} {:?}, full {:?} {:?}", one.value(), one.span(), other.value(), other.span()))
}
