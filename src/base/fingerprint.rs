//! What "the same" means: the identity of a value.

use std::fmt;

/// The identity of some bytes: equal bytes have equal fingerprints.
///
/// 128 bits of XXH3. It is a key, not a security boundary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub u128);

impl Fingerprint {
    /// The fingerprint of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxhash_rust::xxh3::xxh3_128(bytes))
    }

    /// The fingerprint of several values in their order.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut hasher = xxhash_rust::xxh3::Xxh3::new();
        for part in parts {
            hasher.update(&part.0.to_le_bytes());
        }
        Self(hasher.digest128())
    }

    /// Reads what [`fmt::Display`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 32).then(|| u128::from_str_radix(text, 16).ok()).flatten().map(Self)
    }

    /// The first eight hexadecimal digits, for a file name such as `style.3f9a02bc.css`.
    pub fn short(self) -> String {
        format!("{:08x}", self.0 >> 96)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:032x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_survives_being_written_and_read() {
        let one = Fingerprint::of(b"sciatica");
        assert_eq!(Fingerprint::parse(&one.to_string()), Some(one));
        assert_eq!(Fingerprint::parse("12"), None);
        assert_ne!(one, Fingerprint::of(b"arthritis"));
    }

    #[test]
    fn order_counts() {
        let (one, two) = (Fingerprint::of(b"1"), Fingerprint::of(b"2"));
        assert_ne!(Fingerprint::all([one, two]), Fingerprint::all([two, one]));
    }
}
