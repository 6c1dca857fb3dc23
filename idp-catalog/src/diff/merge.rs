//! Two ascending sequences side by side.

use std::cmp::Ordering;

/// What one, the other, or both sequences have.
#[derive(Clone, Copy, Debug)]
pub(super) enum Side<T> {
    /// Only the first.
    Old(T),
    /// Only the second.
    New(T),
    /// Both.
    Both(T, T),
}

impl<T> Side<T> {
    pub(super) fn parts(self) -> (Option<T>, Option<T>) {
        match self {
            Self::Old(old) => (Some(old), None),
            Self::New(new) => (None, Some(new)),
            Self::Both(old, new) => (Some(old), Some(new)),
        }
    }
}

/// Pairs the items of two sequences that are strictly ascending by `compare`.
pub(super) fn merge<T>(
    old: impl Iterator<Item = T>,
    new: impl Iterator<Item = T>,
    compare: impl Fn(&T, &T) -> Ordering,
) -> impl Iterator<Item = Side<T>> {
    let (mut old, mut new) = (old.peekable(), new.peekable());
    std::iter::from_fn(move || {
        let order = match (old.peek(), new.peek()) {
            (Some(a), Some(b)) => compare(a, b),
            (None, _) => Ordering::Greater,
            (_, None) => Ordering::Less,
        };
        match order {
            Ordering::Less => old.next().map(Side::Old),
            Ordering::Greater => new.next().map(Side::New),
            Ordering::Equal => old.next().zip(new.next()).map(|(old, new)| Side::Both(old, new)),
        }
    })
}
