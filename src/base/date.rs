//! Days as writers give them: `2026-11-01`, or a moment such as `2026-11-01T09:30:00Z`.

use std::fmt;

use jiff::civil;

/// A day, with a time when the writer gave one (moments with an offset are kept in UTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::DateTime);

/// As far as dates can be counted on: more than nine thousand years.
const MOST_MONTHS: i32 = 119_988;
const MOST_DAYS: i32 = 3_650_000;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Date {
    /// Reads a day or a moment; `None` if it is neither or does not exist (`2026-02-30`).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let bytes = text.as_bytes();
        let digits = |range: std::ops::Range<usize>| bytes[range].iter().all(u8::is_ascii_digit);
        if bytes.len() < 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        if !(digits(0..4) && digits(5..7) && digits(8..10)) {
            return None;
        }
        let day: civil::Date = text[..10].parse().ok()?;
        if day.year() < 1 {
            return None;
        }
        if bytes.len() == 10 {
            return Some(Self(day.to_datetime(civil::Time::midnight())));
        }
        if !matches!(bytes[10], b'T' | b't' | b' ') {
            return None;
        }
        if let Ok(moment) = text.parse::<jiff::Timestamp>() {
            return Some(Self(jiff::tz::Offset::UTC.to_datetime(moment)));
        }
        text.parse::<civil::DateTime>().ok().map(Self)
    }

    /// The day a number of seconds after 1 January 1970 UTC falls on.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        let moment = jiff::Timestamp::from_second(seconds).ok()?;
        Some(Self(
            jiff::tz::Offset::UTC.to_datetime(moment).date().to_datetime(civil::Time::midnight()),
        ))
    }

    /// The end of this day, so that `publish: 2026-11-01T09:00` counts as the 1st when asked for a day.
    #[must_use]
    pub fn end_of_day(self) -> Self {
        Self(self.0.date().to_datetime(civil::Time::constant(23, 59, 59, 0)))
    }

    /// The same day so many months earlier, or the last day of that month.
    #[must_use]
    pub fn months_before(self, months: i32) -> Self {
        Self(self.0.saturating_sub(jiff::Span::new().months(months)))
    }

    /// The same day so many months later, or the last day of that month.
    #[must_use]
    pub fn months_after(self, months: i32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().months(months.clamp(0, MOST_MONTHS))))
    }

    /// Days since 1 January 1970.
    pub fn day_number(self) -> i64 {
        let seconds =
            self.0.to_zoned(jiff::tz::TimeZone::UTC).map(|moment| moment.timestamp().as_second());
        seconds.unwrap_or_default().div_euclid(86_400)
    }

    /// The same day so many days later.
    #[must_use]
    pub fn days_after(self, days: i32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(days.clamp(0, MOST_DAYS))))
    }

    /// `2026-11-01`.
    pub fn iso(self) -> String {
        let mut text = String::with_capacity(20);
        self.write_iso(&mut text);
        text
    }

    fn write_iso(self, text: &mut String) {
        let day = self.0.date();
        two_digits(text, day.year().unsigned_abs() / 100);
        two_digits(text, day.year().unsigned_abs() % 100);
        for part in [day.month(), day.day()] {
            text.push('-');
            two_digits(text, u16::from(part.unsigned_abs()));
        }
    }

    /// Its year, month and day.
    pub fn parts(self) -> (u16, u8, u8) {
        let day = self.0.date();
        (day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs())
    }

    /// `1 November 2026`.
    pub fn human(self) -> String {
        let day = self.0.date();
        let month = MONTHS[usize::from(day.month().unsigned_abs()).saturating_sub(1).min(11)];
        let number = day.day().unsigned_abs();
        let mut text = String::with_capacity(20);
        if number >= 10 {
            text.push(digit(number / 10));
        }
        text.push(digit(number % 10));
        text.push(' ');
        text.push_str(month);
        text.push(' ');
        let mut year = String::with_capacity(4);
        two_digits(&mut year, day.year().unsigned_abs() / 100);
        two_digits(&mut year, day.year().unsigned_abs() % 100);
        text.push_str(year.trim_start_matches('0'));
        text
    }

    /// RFC 3339 in UTC, as Atom and JSON Feed want it: `2026-11-01T00:00:00Z`.
    pub fn rfc3339(self) -> String {
        let time = self.0.time();
        let mut text = self.iso();
        for (mark, part) in [('T', time.hour()), (':', time.minute()), (':', time.second())] {
            text.push(mark);
            two_digits(&mut text, u16::from(part.unsigned_abs()));
        }
        text.push('Z');
        text
    }
}

fn digit(number: u8) -> char {
    char::from(b'0' + number % 10)
}

fn two_digits(text: &mut String, number: u16) {
    let [tens, ones] =
        [number / 10 % 10, number % 10].map(|digit| u8::try_from(digit).unwrap_or_default());
    text.push(digit(tens));
    text.push(digit(ones));
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.iso())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_are_read() {
        let day = Date::parse("2026-11-01").expect("a day");
        assert_eq!((day.iso().as_str(), day.human().as_str()), ("2026-11-01", "1 November 2026"));
        let moment = Date::parse("2026-11-01T01:30:00+02:00").expect("a moment");
        assert_eq!(moment.rfc3339(), "2026-10-31T23:30:00Z");
        assert!(Date::parse("2026-11-01 09:30").is_some());
        assert!(day.end_of_day() > Date::parse("2026-11-01T09:30:00Z").expect("a moment"));
    }

    #[test]
    fn months_and_days_are_counted() {
        let day = |text| Date::parse(text).expect("a day");
        assert_eq!(day("2026-11-22").months_before(36), day("2023-11-22"));
        assert_eq!(day("2024-03-31").months_before(1), day("2024-02-29"));
        assert_eq!(day("2024-01-31").months_after(1), day("2024-02-29"));
        assert_eq!(day("2026-11-22").months_after(24), day("2028-11-22"));
        assert_eq!(day("2026-12-31").days_after(1), day("2027-01-01"));
        assert!(day("9999-12-31").months_after(i32::MAX) >= day("9999-12-31"));
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in [
            "2024-02-30",
            "2026-13-01",
            "99999-01-01",
            "0000-01-01",
            "yesterday",
            "",
            "2026-1-1",
            "2026-11-01x",
            "2026-11-01T25:00:00Z",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert!(Date::parse("2024-02-29").is_some());
    }
}
