//! Numbers as JavaScript writes them, for keys that are not strings.

/// `String(value)` of JavaScript: shortest digits, an exponent from 1e21 and below 1e-6.
pub(crate) fn to_javascript(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    let size = value.abs();
    if value == 0.0 {
        "0".to_owned()
    } else if (1e-6..1e21).contains(&size) {
        value.to_string()
    } else {
        let text = format!("{value:e}");
        match text.split_once('e') {
            Some((digits, exponent)) if !exponent.starts_with('-') => format!("{digits}e+{exponent}"),
            _ => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::to_javascript;

    #[test]
    fn exponents_start_where_javascript_starts_them() {
        for (value, text) in [
            (1.5, "1.5"),
            (100.0, "100"),
            (-0.0, "0"),
            (1e21, "1e+21"),
            (1.25e-7, "1.25e-7"),
            (0.000_001, "0.000001"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
        ] {
            assert_eq!(to_javascript(value), text);
        }
    }
}
