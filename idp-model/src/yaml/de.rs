//! The serde bridge: Rust types out of span trees, with the place of what does not fit.

use super::read_error::{Fault, ReadError, Step};
use super::spanned;
use super::tree::{Mapping, NodeRef, Sequence, Value};
use serde::de::value::U32Deserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};
use std::borrow::Cow;

/// Deepest nesting that is read, as in serde_json. A level costs what the type's own code takes: without optimisation
/// about 2.5 KiB of stack for a small struct with `#[serde(flatten)]`, so the 1000 levels of a tree would overflow the
/// 2 MiB of a thread.
const MAX_DEPTH: usize = 128;

impl<'a> NodeRef<'a> {
    /// Reads the node as a Rust type. Strings may be borrowed: they live as long as the tree.
    ///
    /// Types are strict, as Backstage's are: `5` is not a string, `"5"` no number, null nothing but an `Option` (or a unit).
    /// A whole number serves where a float is wanted, and whole numbers beyond 64 bits are exact although the tree
    /// rounds them. Enums are written as in JSON: `variant`, or a map with the variant as its only key. Keys of maps
    /// are what is asked for: text as in [`NodeRef::key_text`], or numbers and booleans, quoted or not. Bytes are the
    /// bytes of a string. Aliases are read as what they stand for.
    ///
    /// Cost: linear in what is read, aliases written out. Recursive, so what is read may be 128 levels deep, fewer than a tree
    /// ([`super::Limits::max_depth`]); parts that the type ignores may be deeper.
    ///
    /// # Errors
    /// The first thing that does not fit. What lies inside `#[serde(flatten)]` or `#[serde(untagged)]` is buffered by serde,
    /// which forgets its place: such a fault is placed at the map or value around it.
    pub fn deserialize_as<T: Deserialize<'a>>(self) -> Result<T, ReadError> {
        T::deserialize(Reader { node: self, key: None, is_key: false, room: MAX_DEPTH })
            .map_err(|fault: Fault| fault.at(self.span()).into_error(self.tree().source()))
    }
}

/// A node on its way into a Rust type.
#[derive(Clone, Copy)]
struct Reader<'a> {
    node: NodeRef<'a>,
    /// The key that leads to it.
    key: Option<NodeRef<'a>>,
    /// Whether it is itself a key: then it is text unless another type is asked for.
    is_key: bool,
    /// How many levels may follow.
    room: usize,
}

impl<'a> Reader<'a> {
    /// The reader for something that it holds.
    fn child(self, node: NodeRef<'a>) -> Self {
        Self { node, key: None, is_key: false, room: self.room.saturating_sub(1) }
    }

    fn check_room(self) -> Result<(), Fault> {
        match self.room {
            0 => Err(Fault::new(format!("lists and maps are nested more than {MAX_DEPTH} levels deep"))
                .at(self.node.span())),
            _ => Ok(()),
        }
    }

    /// The node as what it is, also as a key.
    fn visit<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Fault> {
        let read = match self.node.value() {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Int(value) => visitor.visit_i64(value),
            Value::Float(value) => match self.exact(value) {
                Some(Whole::I64(value)) => visitor.visit_i64(value),
                Some(Whole::U64(value)) => visitor.visit_u64(value),
                _ => visitor.visit_f64(value),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Sequence(items) => return self.visit_sequence(items, visitor),
            Value::Mapping(entries) => return self.visit_mapping(entries, visitor),
        };
        read.map_err(|fault: Fault| fault.at(self.node.span()))
    }

    fn visit_sequence<V: Visitor<'a>>(self, items: Sequence<'a>, visitor: V) -> Result<V::Value, Fault> {
        self.check_room()?;
        let mut access = Items { around: self, items, index: 0 };
        let value = visitor.visit_seq(&mut access).map_err(|fault: Fault| fault.at(self.node.span()))?;
        match access.items.next() {
            None => Ok(value),
            Some(surplus) => {
                let fault = Fault::new(format!("expected no more than {} items", access.index));
                Err(fault.at(surplus.span()).inside(Step::Index(access.index)))
            }
        }
    }

    fn visit_mapping<V: Visitor<'a>>(self, entries: Mapping<'a>, visitor: V) -> Result<V::Value, Fault> {
        self.check_room()?;
        let mut access = Entries { around: self, entries, open: None, begun: false };
        match visitor.visit_map(&mut access) {
            Ok(value) => match access.entries.next() {
                None => Ok(value),
                Some((key, _)) => Err(at_key(Fault::new("this key is too much here"), key)),
            },
            // A field that was given before.
            Err(fault)
                if !fault.has_place()
                    && let Some((key, _)) = access.open =>
            {
                Err(at_key(fault, key))
            }
            // Something is missing.
            Err(fault) if access.begun => Err(fault.at(self.key.unwrap_or(self.node).span())),
            // No map is wanted.
            Err(fault) => Err(fault.at(self.node.span())),
        }
    }

    fn visit_key_text<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.node.key_text() {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
        .map_err(|fault: Fault| fault.at(self.node.span()))
    }

    fn visit_integer<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Fault> {
        let number = match self.node.value() {
            Value::Float(value) => self.exact(value),
            Value::String(text) if self.is_key => decimal(text),
            _ => None,
        };
        match number {
            Some(Whole::I64(value)) => visitor.visit_i64(value),
            Some(Whole::U64(value)) => visitor.visit_u64(value),
            Some(Whole::I128(value)) => visitor.visit_i128(value),
            Some(Whole::U128(value)) => visitor.visit_u128(value),
            None => return self.visit(visitor),
        }
        .map_err(|fault: Fault| fault.at(self.node.span()))
    }

    /// The whole number that the tree keeps rounded to `value`, from its digits.
    fn exact(self, value: f64) -> Option<Whole> {
        let text = self.node.scalar_text();
        decimal(text).filter(|_| text.parse() == Ok(value))
    }

    fn mismatch(self, expected: &str) -> Fault {
        let found = match self.node.value() {
            Value::Null => Unexpected::Unit,
            Value::Bool(value) => Unexpected::Bool(value),
            Value::Int(value) => Unexpected::Signed(value),
            Value::Float(value) => Unexpected::Float(value),
            Value::String(text) => Unexpected::Str(text),
            Value::Sequence(_) => Unexpected::Seq,
            Value::Mapping(_) => Unexpected::Map,
        };
        Fault::invalid_type(found, &expected).at(self.node.span())
    }
}

/// A whole number in the smallest type that serde knows for it.
enum Whole {
    I64(i64),
    U64(u64),
    I128(i128),
    U128(u128),
}

/// A decimal whole number without leading zeros, which mean other things in YAML 1.1.
fn decimal(text: &str) -> Option<Whole> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if (digits.len() > 1 && digits.starts_with('0')) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let i64 = text.parse().ok().map(Whole::I64);
    let u64 = || text.parse().ok().map(Whole::U64);
    let i128 = || text.parse().ok().map(Whole::I128);
    i64.or_else(u64).or_else(i128).or_else(|| text.parse().ok().map(Whole::U128))
}

fn at_key(fault: Fault, key: NodeRef<'_>) -> Fault {
    fault.at(key.span()).inside(Step::Key(key.key_text().into_owned()))
}

macro_rules! forward {
    ($($method:ident => $to:ident;)*) => {
        $(
            fn $method<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Fault> {
                self.$to(visitor)
            }
        )*
    };
}

impl<'a> Deserializer<'a> for Reader<'a> {
    type Error = Fault;

    forward! {
        deserialize_i8 => visit_integer;
        deserialize_i16 => visit_integer;
        deserialize_i32 => visit_integer;
        deserialize_i64 => visit_integer;
        deserialize_i128 => visit_integer;
        deserialize_u8 => visit_integer;
        deserialize_u16 => visit_integer;
        deserialize_u32 => visit_integer;
        deserialize_u64 => visit_integer;
        deserialize_u128 => visit_integer;
        deserialize_f32 => deserialize_f64;
        deserialize_unit => visit;
        deserialize_seq => visit;
        deserialize_map => visit;
        deserialize_char => deserialize_any;
        deserialize_str => deserialize_any;
        deserialize_string => deserialize_any;
        deserialize_bytes => deserialize_any;
        deserialize_byte_buf => deserialize_any;
        deserialize_identifier => deserialize_any;
    }

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.is_key { self.visit_key_text(visitor) } else { self.visit(visitor) }
    }

    fn deserialize_bool<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.node.value() {
            Value::String("true") if self.is_key => visitor.visit_bool(true),
            Value::String("false") if self.is_key => visitor.visit_bool(false),
            _ => self.visit(visitor),
        }
    }

    fn deserialize_f64<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.node.value() {
            Value::String(text)
                if self.is_key
                    && let Ok(value) = text.parse() =>
            {
                visitor.visit_f64(value)
            }
            _ => self.visit(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.node.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit_struct<V: Visitor<'a>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.visit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match name {
            spanned::NAME => visitor.visit_seq(WithSpan { reader: self, part: 0 }),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_tuple<V: Visitor<'a>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.visit(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.visit(visitor)
    }

    /// Only a map: the fields of a struct have names, though derived visitors would take them from a list.
    fn deserialize_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.node.value() {
            Value::Mapping(entries) => self.visit_mapping(entries, visitor),
            _ => Err(self.mismatch("a map")),
        }
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.node.value() {
            Value::Mapping(mut entries) => {
                self.check_room()?;
                match (entries.next(), entries.next()) {
                    (Some((key, value)), None) => {
                        let value = Some(Self { key: Some(key), ..self.child(value) });
                        visitor.visit_enum(Variant { name: key, value })
                    }
                    _ => Err(Fault::new("expected a map with one key")),
                }
            }
            Value::String(_) => visitor.visit_enum(Variant { name: self.node, value: None }),
            _ if self.is_key => visitor.visit_enum(Variant { name: self.node, value: None }),
            _ => Err(self.mismatch("a string or a map with one key")),
        }
        .map_err(|fault: Fault| fault.at(self.node.span()))
    }

    fn deserialize_ignored_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }
}

struct Items<'a> {
    around: Reader<'a>,
    items: Sequence<'a>,
    index: usize,
}

impl<'a> SeqAccess<'a> for Items<'a> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let Some(item) = self.items.next() else { return Ok(None) };
        let index = self.index;
        self.index += 1;
        seed.deserialize(self.around.child(item))
            .map(Some)
            .map_err(|fault: Fault| fault.at(item.span()).inside(Step::Index(index)))
    }
}

struct Entries<'a> {
    around: Reader<'a>,
    entries: Mapping<'a>,
    /// The entry whose key was read and whose value was not.
    open: Option<(NodeRef<'a>, NodeRef<'a>)>,
    /// Whether a key was asked for.
    begun: bool,
}

impl<'a> MapAccess<'a> for Entries<'a> {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        self.begun = true;
        self.open = self.entries.next();
        let Some((key, _)) = self.open else { return Ok(None) };
        seed.deserialize(Reader { is_key: true, ..self.around.child(key) })
            .map(Some)
            .map_err(|fault: Fault| at_key(fault, key))
    }

    fn next_value_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        let Some((key, value)) = self.open.take() else {
            return Err(Fault::new("a value was asked for before its key"));
        };
        seed.deserialize(Reader { key: Some(key), ..self.around.child(value) })
            .map_err(|fault: Fault| at_key(fault.at(value.span()), key))
    }
}

struct Variant<'a> {
    name: NodeRef<'a>,
    value: Option<Reader<'a>>,
}

impl<'a> Variant<'a> {
    fn with_value<T>(self, read: impl FnOnce(Reader<'a>) -> Result<T, Fault>) -> Result<T, Fault> {
        match self.value {
            Some(value) => read(value).map_err(|fault: Fault| at_key(fault.at(value.node.span()), self.name)),
            None => {
                let text = self.name.key_text();
                Err(Fault::new(format!("`{text}` needs a value: write it as a map, `{text}: …`"))
                    .at(self.name.span()))
            }
        }
    }
}

impl<'a> EnumAccess<'a> for Variant<'a> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'a>>(self, seed: S) -> Result<(S::Value, Self), Fault> {
        let name = Reader { node: self.name, key: None, is_key: true, room: 0 };
        seed.deserialize(name).map(|value| (value, self)).map_err(|fault: Fault| fault.at(name.node.span()))
    }
}

impl<'a> VariantAccess<'a> for Variant<'a> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match self.value {
            None => Ok(()),
            Some(_) => self.with_value(<()>::deserialize),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'a>>(self, seed: S) -> Result<S::Value, Fault> {
        self.with_value(|value| seed.deserialize(value))
    }

    fn tuple_variant<V: Visitor<'a>>(self, len: usize, visitor: V) -> Result<V::Value, Fault> {
        self.with_value(|value| value.deserialize_tuple(len, visitor))
    }

    fn struct_variant<V: Visitor<'a>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.with_value(|value| value.deserialize_struct("", fields, visitor))
    }
}

/// Start, end and value of a [`spanned::Spanned`].
struct WithSpan<'a> {
    reader: Reader<'a>,
    part: u8,
}

impl<'a> SeqAccess<'a> for WithSpan<'a> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let span = self.reader.node.span();
        let number = |value: u32| -> U32Deserializer<Fault> { value.into_deserializer() };
        self.part += 1;
        match self.part {
            1 => seed.deserialize(number(span.start)),
            2 => seed.deserialize(number(span.end)),
            _ => seed.deserialize(self.reader),
        }
        .map(Some)
    }
}
