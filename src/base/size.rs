//! Sizes as people read them.

/// A number of bytes in words: `812 bytes`, `64 KiB`, `1.5 MiB`.
pub fn size_in_words(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_024 => return format!("{bytes} bytes"),
        1_024..1_048_576 => (1_u64 << 10, "KiB"),
        1_048_576..1_073_741_824 => (1 << 20, "MiB"),
        _ => (1 << 30, "GiB"),
    };
    let tenths = bytes / (unit / 1024) * 10 / 1024;
    match tenths % 10 {
        0 => format!("{} {name}", tenths / 10),
        tenth => format!("{}.{tenth} {name}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_sizes_are_not_nothing() {
        let all = [0, 812, 1024, 1536, 65_536, 1_572_864, 16 << 20, 3 << 30, u64::MAX];
        let words = all.map(size_in_words);
        assert_eq!(
            words[..8],
            ["0 bytes", "812 bytes", "1 KiB", "1.5 KiB", "64 KiB", "1.5 MiB", "16 MiB", "3 GiB"]
        );
    }
}
