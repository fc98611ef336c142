//! Parts of a file, which browsers ask for when they play films.

/// What a header `Range` asks of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it: there is no range, it is not understood, or there are several.
    Whole,
    /// The bytes from the first to before the second.
    Bytes(usize, usize),
    /// Bytes that it does not have.
    Beyond,
}

/// Reads the value of a header `Range` for a file of `length` bytes.
pub(super) fn part(value: &str, length: usize) -> Part {
    let Some((unit, range)) = value.split_once('=') else { return Part::Whole };
    let Some((from, to)) = range.trim().split_once('-') else { return Part::Whole };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !unit.trim().eq_ignore_ascii_case("bytes") || !digits(from) || !digits(to) {
        return Part::Whole;
    }
    // What is too large for a number is beyond any file.
    let number = |text: &str| text.parse::<usize>().unwrap_or(usize::MAX);
    match (from, to) {
        ("", "") => Part::Whole,
        ("", last) if number(last) == 0 || length == 0 => Part::Beyond,
        ("", last) => Part::Bytes(length.saturating_sub(number(last)), length),
        (from, to) if !to.is_empty() && number(to) < number(from) => Part::Whole,
        (from, _) if number(from) >= length => Part::Beyond,
        (from, "") => Part::Bytes(number(from), length),
        (from, to) => Part::Bytes(number(from), number(to).saturating_add(1).min(length)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_ranges() {
        for (value, expected) in [
            ("bytes=0-9", Part::Bytes(0, 10)),
            ("bytes=0-", Part::Bytes(0, 100)),
            ("bytes=99-", Part::Bytes(99, 100)),
            ("bytes=-1", Part::Bytes(99, 100)),
            ("bytes=-500", Part::Bytes(0, 100)),
            ("bytes=90-18446744073709551616", Part::Bytes(90, 100)),
            ("Bytes = 5-5", Part::Bytes(5, 6)),
            ("bytes=-0", Part::Beyond),
            ("bytes=100-", Part::Beyond),
            ("bytes=18446744073709551616-", Part::Beyond),
            ("bytes=18446744073709551615-18446744073709551615", Part::Beyond),
            ("bytes=0-,0-", Part::Whole),
            ("bytes=0-1, 3-4", Part::Whole),
            ("bytes=9-0", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("lines=0-1", Part::Whole),
            ("bytes", Part::Whole),
            ("", Part::Whole),
        ] {
            assert_eq!(part(value, 100), expected, "{value}");
        }
        assert_eq!(part("bytes=0-", 0), Part::Beyond);
        assert_eq!(part("bytes=-1", 0), Part::Beyond);
    }
}
