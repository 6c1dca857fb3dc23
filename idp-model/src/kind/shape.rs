//! What the data of a kind must look like: the part of JSON Schema that Backstage's own kinds use, as plain constants.

/// The form of a value.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Anything.
    Any,
    /// A string, perhaps empty.
    String,
    /// A string with at least one character, and at most this many if given.
    NonEmpty(Option<usize>),
    /// A string or a boolean.
    StringOrBool,
    /// One of these strings, exactly.
    OneOf(&'static [&'static str]),
    /// A list of such values, with at least this many.
    List(&'static Shape, usize),
    /// A map with these fields; other keys are free unless `rest` gives them a form.
    Map(&'static Fields),
    /// A map of the first form or a list of the second.
    MapOrList(&'static Fields, &'static Shape),
}

/// The fields of a map.
#[derive(Debug)]
pub struct Fields {
    /// Fields with a form of their own.
    pub fields: &'static [Field],
    /// The form of all others.
    pub rest: Shape,
}

/// A field of a map.
#[derive(Debug)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// Its form.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// What is a usual value, for advice.
    pub example: &'static str,
}

/// A string with at least one character.
pub const NON_EMPTY: Shape = Shape::NonEmpty(None);
/// A list of non-empty strings.
pub const STRINGS: Shape = Shape::List(&NON_EMPTY, 0);

/// A field that must be there.
#[must_use]
pub const fn required(name: &'static str, shape: Shape, example: &'static str) -> Field {
    Field { name, shape, required: true, example }
}

/// A field that may be missing.
#[must_use]
pub const fn optional(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, required: false, example: "" }
}

/// A map of which only these fields have a form.
#[must_use]
pub const fn open(fields: &'static [Field]) -> Fields {
    Fields { fields, rest: Shape::Any }
}
