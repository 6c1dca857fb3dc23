//! Quotes the few strings that `serde-saphyr` writes in a form which some reader misreads.

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use serde_saphyr::DoubleQuoted;

/// Whether a reader may misread the text unless it is in double quotes. Measured: what `tests/yaml_writer.rs` finds when
/// this answers no.
///
/// * Numbers: `08:30` is a number in base 60 to Ruby and to npm's `yaml` in version 1.1, though that version's
///   specification wants a first digit other than 0. To the latter `e1` is a number too. So: whatever is made of
///   the characters of numbers. (Keys like `e1` stay bare: `serde-saphyr` decides alone how a key is written.)
/// * Blocks whose first line starts with a tab: libyaml (and so Ruby, Go and most of Python) refuses them.
/// * Blocks whose first line starts with a space: npm's `yaml` drops a last line of spaces from them.
fn needs_quotes(text: &str) -> bool {
    if text.contains('\n') {
        text.trim_start_matches('\n').starts_with([' ', '\t'])
    } else {
        text.contains(|c: char| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_digit() || "+-:._eE".contains(c))
    }
}

/// A value whose strings, at any depth, are quoted where it is needed; all else is written as it asks to be.
pub(crate) struct Quoting<'a, T: ?Sized>(pub(crate) &'a T);

impl<T: Serialize + ?Sized> Serialize for Quoting<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(Inner(serializer))
    }
}

/// The serializer, or part of one, that receives the quoted strings.
struct Inner<S>(S);

/// Methods that pass their arguments on.
macro_rules! pass_on {
    ($($method:ident($($name:ident: $type:ty),*) -> $result:ident;)*) => {
        $(fn $method(self, $($name: $type),*) -> Result<Self::$result, S::Error> {
            pass_on!(@ $result self.0.$method($($name),*))
        })*
    };
    (@ Ok $call:expr) => { $call };
    (@ $collection:ident $call:expr) => { $call.map(Inner) };
}

impl<S: Serializer> Serializer for Inner<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Inner<S::SerializeSeq>;
    type SerializeTuple = Inner<S::SerializeTuple>;
    type SerializeTupleStruct = Inner<S::SerializeTupleStruct>;
    type SerializeTupleVariant = Inner<S::SerializeTupleVariant>;
    type SerializeMap = Inner<S::SerializeMap>;
    type SerializeStruct = Inner<S::SerializeStruct>;
    type SerializeStructVariant = Inner<S::SerializeStructVariant>;

    fn serialize_str(self, text: &str) -> Result<S::Ok, S::Error> {
        if needs_quotes(text) { DoubleQuoted(text).serialize(self.0) } else { self.0.serialize_str(text) }
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.0.serialize_some(&Quoting(value))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_struct(name, &Quoting(value))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_newtype_variant(name, index, variant, &Quoting(value))
    }

    pass_on! {
        serialize_bool(value: bool) -> Ok;
        serialize_i8(value: i8) -> Ok;
        serialize_i16(value: i16) -> Ok;
        serialize_i32(value: i32) -> Ok;
        serialize_i64(value: i64) -> Ok;
        serialize_i128(value: i128) -> Ok;
        serialize_u8(value: u8) -> Ok;
        serialize_u16(value: u16) -> Ok;
        serialize_u32(value: u32) -> Ok;
        serialize_u64(value: u64) -> Ok;
        serialize_u128(value: u128) -> Ok;
        serialize_f32(value: f32) -> Ok;
        serialize_f64(value: f64) -> Ok;
        serialize_char(value: char) -> Ok;
        serialize_bytes(value: &[u8]) -> Ok;
        serialize_none() -> Ok;
        serialize_unit() -> Ok;
        serialize_unit_struct(name: &'static str) -> Ok;
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str) -> Ok;
        serialize_seq(len: Option<usize>) -> SerializeSeq;
        serialize_tuple(len: usize) -> SerializeTuple;
        serialize_tuple_struct(name: &'static str, len: usize) -> SerializeTupleStruct;
        serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, len: usize) -> SerializeTupleVariant;
        serialize_map(len: Option<usize>) -> SerializeMap;
        serialize_struct(name: &'static str, len: usize) -> SerializeStruct;
        serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, len: usize) -> SerializeStructVariant;
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

/// Collections without and with field names.
macro_rules! collection {
    ($($trait:ident: $method:ident($($name:ident: $type:ty)?);)*) => {
        $(impl<S: $trait> $trait for Inner<S> {
            type Ok = S::Ok;
            type Error = S::Error;
            fn $method<T: Serialize + ?Sized>(&mut self, $($name: $type,)? value: &T) -> Result<(), S::Error> {
                self.0.$method($($name,)? &Quoting(value))
            }
            fn end(self) -> Result<S::Ok, S::Error> {
                self.0.end()
            }
        })*
    };
}

collection! {
    SerializeSeq: serialize_element();
    SerializeTuple: serialize_element();
    SerializeTupleStruct: serialize_field();
    SerializeTupleVariant: serialize_field();
    SerializeStruct: serialize_field(key: &'static str);
    SerializeStructVariant: serialize_field(key: &'static str);
}

impl<S: SerializeMap> SerializeMap for Inner<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        self.0.serialize_key(&Quoting(key))
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.0.serialize_value(&Quoting(value))
    }
    fn end(self) -> Result<S::Ok, S::Error> {
        self.0.end()
    }
}
