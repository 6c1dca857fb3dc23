//! What a plain scalar means: the core schema of YAML 1.2, and the older one of 1.1.
//!
//! Rules: YAML 1.2.2 §10.3.2; YAML 1.1 type repository. Where the two texts leave room, npm `yaml` 2.9 (the reader of
//! Backstage) decides: `0o17` has no sign, leading zeros are decimal, `1_000`, `0b11`, `1:30` and dates are strings in 1.2.

use super::tree::Payload;

/// The schema by which plain scalars are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Schema {
    /// YAML 1.2 core.
    #[default]
    Core,
    /// YAML 1.1: `yes` and `on` are booleans, `017` is octal, `1_000` and `1:30` are numbers, `<<` merges.
    Yaml11,
}

/// The payload of a plain scalar, or `None` if it is a string.
pub(crate) fn plain(text: &str, schema: Schema) -> Option<Payload> {
    let first = *text.as_bytes().first().unwrap_or(&b'~');
    match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' => match schema {
            Schema::Core => number_core(text),
            Schema::Yaml11 => number_11(text),
        },
        b'~' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'y' | b'Y' | b'o' | b'O' => word(text, schema),
        _ => None,
    }
}

fn word(text: &str, schema: Schema) -> Option<Payload> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some(Payload::Null),
        "true" | "True" | "TRUE" => return Some(Payload::Bool(true)),
        "false" | "False" | "FALSE" => return Some(Payload::Bool(false)),
        _ => {}
    }
    if schema == Schema::Core {
        return None;
    }
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(Payload::Bool(true)),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(Payload::Bool(false)),
        _ => None,
    }
}

/// A whole number of a base; beyond 64 bits it becomes the nearest float.
fn whole(negative: bool, digits: &str, base: u32) -> Option<Payload> {
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(base)) {
        return None;
    }
    if let Ok(value) = i64::from_str_radix(digits, base) {
        return Some(Payload::Int(if negative { -value } else { value }));
    }
    let value = if base == 10 {
        digits.parse().ok()?
    } else {
        digits
            .chars()
            .filter_map(|digit| digit.to_digit(base))
            .fold(0.0, |value: f64, digit| value.mul_add(f64::from(base), f64::from(digit)))
    };
    Some(Payload::Float(if negative { -value } else { value }))
}

fn signed(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn special(text: &str) -> Option<Payload> {
    let (negative, rest) = signed(text);
    match rest {
        ".inf" | ".Inf" | ".INF" => {
            Some(Payload::Float(if negative { f64::NEG_INFINITY } else { f64::INFINITY }))
        }
        ".nan" | ".NaN" | ".NAN" if rest.len() == text.len() => Some(Payload::Float(f64::NAN)),
        _ => None,
    }
}

fn number_core(text: &str) -> Option<Payload> {
    if let Some(digits) = text.strip_prefix("0o") {
        return whole(false, digits, 8);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return whole(false, digits, 16);
    }
    let (negative, rest) = signed(text);
    if rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return whole(negative, rest, 10);
    }
    decimal(text, rest).or_else(|| special(text))
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, of which `rest` is the part behind the sign.
fn decimal(text: &str, rest: &str) -> Option<Payload> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (rest, None),
    };
    let well_formed = match mantissa.split_once('.') {
        Some(("", fraction)) => !fraction.is_empty() && digits(fraction),
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => exponent.is_some() && !mantissa.is_empty() && digits(mantissa),
    };
    let exponent_well_formed = exponent.is_none_or(|exponent| {
        let (_, power) = signed(exponent);
        !power.is_empty() && digits(power)
    });
    if !(well_formed && exponent_well_formed) {
        return None;
    }
    text.strip_prefix('+').unwrap_or(text).parse().ok().map(Payload::Float)
}

fn number_11(text: &str) -> Option<Payload> {
    let (negative, rest) = signed(text);
    let plain = |text: &str| text.replace('_', "");
    if let Some(digits) = rest.strip_prefix("0b") {
        return whole(negative, &plain(digits), 2);
    }
    if let Some(digits) = rest.strip_prefix("0x") {
        return whole(negative, &plain(digits), 16);
    }
    if rest.contains(':') {
        return sexagesimal(negative, rest);
    }
    if !rest.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    let rest = plain(rest);
    if let Some(digits) = rest.strip_prefix('0')
        && let Some(payload) = whole(negative, digits, 8)
    {
        return Some(payload);
    }
    if rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return whole(negative, &rest, 10);
    }
    if rest == "." {
        return None;
    }
    let text = if negative { format!("-{rest}") } else { rest.clone() };
    decimal(&text, &rest).or_else(|| special(&text))
}

/// `1:30` and `1:30.5`: base 60.
fn sexagesimal(negative: bool, text: &str) -> Option<Payload> {
    let mut value = 0.0;
    let mut float = false;
    for (index, part) in text.split(':').enumerate() {
        let part = part.replace('_', "");
        let number: f64 = part.parse().ok()?;
        if !part.starts_with(|first: char| first.is_ascii_digit()) || (index > 0 && number >= 60.0) {
            return None;
        }
        float |= part.contains('.');
        value = value * 60.0 + number;
    }
    let value: f64 = if negative { -value } else { value };
    #[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number within 53 bits")]
    Some(if !float && value.abs() < 9e15 { Payload::Int(value as i64) } else { Payload::Float(value) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str, schema: Schema) -> String {
        match plain(text, schema) {
            None => "string".to_owned(),
            Some(Payload::Null) => "null".to_owned(),
            Some(Payload::Bool(value)) => value.to_string(),
            Some(Payload::Int(value)) => value.to_string(),
            Some(Payload::Float(value)) => format!("{value:?}"),
            Some(other) => format!("{other:?}"),
        }
    }

    #[test]
    fn core_schema() {
        for (text, expected) in [
            ("", "null"),
            ("~", "null"),
            ("Null", "null"),
            ("nULL", "string"),
            ("True", "true"),
            ("yes", "string"),
            ("on", "string"),
            ("017", "17"),
            ("08", "8"),
            ("+1", "1"),
            ("-0", "0"),
            ("0o17", "15"),
            ("-0o17", "string"),
            ("0x1F", "31"),
            ("0x", "string"),
            (".5", "0.5"),
            ("5.", "5.0"),
            ("1e3", "1000.0"),
            ("+.5e-1", "0.05"),
            (".", "string"),
            ("-", "string"),
            (".inf", "inf"),
            ("-.INF", "-inf"),
            (".nan", "NaN"),
            ("+.nan", "string"),
            ("1_000", "string"),
            ("0b11", "string"),
            ("1:30", "string"),
            ("2020-01-01", "string"),
            ("1e", "string"),
            ("9223372036854775808", "9.223372036854776e18"),
            ("0xFFFFFFFFFFFFFFFF", "1.8446744073709552e19"),
        ] {
            assert_eq!(show(text, Schema::Core), expected, "{text}");
        }
    }

    #[test]
    fn schema_of_yaml_11() {
        for (text, expected) in [
            ("yes", "true"),
            ("Off", "false"),
            ("y", "true"),
            ("017", "15"),
            ("08", "8"),
            ("1_000", "1000"),
            ("0b11", "3"),
            ("1:30", "90"),
            ("1:30.5", "90.5"),
            ("1:60", "string"),
            ("-1:30", "-90"),
            ("1.5", "1.5"),
            ("_1", "string"),
        ] {
            assert_eq!(show(text, Schema::Yaml11), expected, "{text}");
        }
    }
}
