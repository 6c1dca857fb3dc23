//! The identity of a finding that outlives edits around it.

use crate::diagnostic::Diagnostic;

/// The fingerprint of a finding: 32 hexadecimal digits, a 128-bit FNV-1a hash of code, file, message and the text
/// marked. It does not depend on where in the file that text stands, so a finding keeps it when lines
/// move; two findings alike in one file share it. It changes when the file is renamed.
///
/// A message that quotes a line number makes it depend on that line: rules name places by
/// [`Related`](crate::diagnostic::Related) instead.
#[must_use]
pub fn fingerprint(diagnostic: &Diagnostic) -> String {
    // Each part is followed by its length, so that no text can move from one part to the next unnoticed.
    let parts = [diagnostic.code.id, diagnostic.place.file(), &diagnostic.message, &diagnostic.place.text()];
    let mut hash = OFFSET_BASIS;
    for part in parts {
        hash = add(hash, part.as_bytes());
        hash = add(hash, &(part.len() as u64).to_le_bytes());
    }
    format!("{hash:032x}")
}

/// Constants of FNV-1a for 128 bits (RFC 9923, section 5).
const OFFSET_BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

fn add(hash: u128, bytes: &[u8]) -> u128 {
    bytes.iter().fold(hash, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::{OFFSET_BASIS, add};

    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(add(OFFSET_BASIS, b"a"), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
        assert_eq!(add(OFFSET_BASIS, b"foobar"), 0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18);
    }
}
