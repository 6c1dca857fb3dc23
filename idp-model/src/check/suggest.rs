//! "Did you mean": the closest of some words.

use std::borrow::Cow;

/// The candidate that `word` was most likely meant to be: equal but for case, or at most a third of its letters away.
/// The first of equally close ones. Words of more than 128 characters have none.
#[must_use]
pub fn closest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    // Nobody misspells long words this way, and the comparison is quadratic.
    const LONGEST: usize = 128;
    let length = word.chars().count();
    if length > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    let allowed = (length / 3).clamp(1, 3);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates.filter(|candidate| candidate.len() <= 4 * LONGEST) {
        let distance = strsim::osa_distance(&lower, &candidate.to_lowercase());
        if distance <= allowed
            && distance < candidate.chars().count().max(2)
            && best.is_none_or(|(closest, _)| distance < closest)
        {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// `` `a`, `b` or `c` ``.
pub(crate) fn list(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => format!("`{only}`"),
        [first @ .., last] => {
            let first: Vec<Cow<'_, str>> = first.iter().map(|word| format!("`{word}`").into()).collect();
            format!("{} or `{last}`", first.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_words_are_found_and_others_are_not() {
        let keys = ["lifecycle", "owner", "type", "system"];
        for (word, expected) in [
            ("lifecyle", Some("lifecycle")),
            ("Owner", Some("owner")),
            ("onwer", Some("owner")),
            ("tpye", Some("type")),
            ("name", None),
            ("x", None),
            ("language", None),
        ] {
            assert_eq!(closest(word, keys.into_iter()), expected, "{word}");
        }
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
