//! Opening hours as people write them: `Tuesday 10am to 6pm`, `Mon-Fri 9-18`, `Sunday closed`.
//!
//! Comes in: lines. Goes out: days and times, or nothing when a line is not understood.

/// The days, as schema.org calls them, in order.
const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// When the salon is open.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Open {
    /// On these days,
    pub(super) days: Vec<&'static str>,
    /// from this minute of the day
    pub(super) from: u16,
    /// to this one.
    pub(super) to: u16,
}

/// What a word of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Day(usize),
    Time(Clock),
    /// `to` or a hyphen.
    To,
    /// `and` or a comma.
    And,
    Closed,
}

/// A time as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Clock {
    minutes: u16,
    /// Whether it says `am` or `pm`, or is of a clock of 24 hours beyond doubt.
    is_sure: bool,
}

/// The hours of all lines; `None` when one of them is not understood.
pub(super) fn parse(lines: &[impl AsRef<str>]) -> Option<Vec<Open>> {
    let mut all = Vec::new();
    for line in lines.iter().map(AsRef::as_ref).filter(|line| !line.trim().is_empty()) {
        all.extend(line_of(&words(line)?)?);
    }
    Some(all)
}

fn words(line: &str) -> Option<Vec<Word>> {
    let lower = line.to_lowercase().replace(['–', '—', '-'], " to ").replace([',', '&'], " and ");
    // `10 am` is one word.
    let lower = lower.replace(" am", "am").replace(" pm", "pm");
    let parts = lower.split(|letter: char| letter.is_whitespace() || letter == ';');
    let parts = parts.map(|part| part.trim_end_matches([':', '.']));
    parts.filter(|part| !matches!(*part, "" | "from" | "open")).map(word).collect()
}

fn word(text: &str) -> Option<Word> {
    match text {
        "to" | "until" | "till" => return Some(Word::To),
        "and" => return Some(Word::And),
        "closed" => return Some(Word::Closed),
        "noon" | "midday" => return Some(Word::Time(Clock { minutes: 12 * 60, is_sure: true })),
        _ => {}
    }
    let short = text.strip_suffix('s').filter(|short| short.len() > 3).unwrap_or(text);
    let is_day = |day: &&str| {
        let day = day.to_lowercase();
        short == day
            || short == &day[..3]
            || matches!(short, "tues" | "thur" | "thurs") && day.starts_with(&short[..3])
    };
    match DAYS.iter().position(is_day) {
        Some(day) => Some(Word::Day(day)),
        None => time(text).map(Word::Time),
    }
}

fn time(text: &str) -> Option<Clock> {
    let half = text.strip_suffix("am").map(|rest| (rest, 0));
    let half = half.or_else(|| text.strip_suffix("pm").map(|rest| (rest, 12)));
    let (digits, add) = half.map_or((text, None), |(rest, add)| (rest, Some(add)));
    let (hour, minute) = digits.split_once([':', '.']).unwrap_or((digits, "00"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(hour) || !is_number(minute) || hour.len() > 2 || minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match add {
        Some(add) if (1..=12).contains(&hour) => hour % 12 + add,
        Some(_) => return None,
        None => hour,
    };
    let minutes = hour * 60 + minute;
    let is_sure = add.is_some() || hour > 12 || digits.contains([':', '.']) && hour == 0;
    (minute < 60 && minutes <= 24 * 60).then_some(Clock { minutes, is_sure })
}

/// `DAY [to DAY] [and DAY …] TIME to TIME [and TIME to TIME …]`, or that the salon is closed then.
fn line_of(words: &[Word]) -> Option<Vec<Open>> {
    let split = words.iter().position(|word| matches!(word, Word::Time(_) | Word::Closed))?;
    let (days, times) = words.split_at(split);
    let days = days_of(days)?;
    if let [Word::Closed] = times {
        return Some(Vec::new());
    }
    let mut all = Vec::new();
    for range in times.split(|word| *word == Word::And) {
        let [Word::Time(from), Word::To, Word::Time(to)] = range else { return None };
        // "9 to 6" is nearly always until six in the evening, but "nearly" is not good enough.
        if from.minutes >= to.minutes || !(to.is_sure || from.is_sure) {
            return None;
        }
        all.push(Open { days: days.clone(), from: from.minutes, to: to.minutes });
    }
    Some(all)
}

fn days_of(words: &[Word]) -> Option<Vec<&'static str>> {
    let mut days = Vec::new();
    for part in words.split(|word| *word == Word::And).filter(|part| !part.is_empty()) {
        match part {
            [Word::Day(day)] => days.push(*day),
            [Word::Day(from), Word::To, Word::Day(to)] => {
                let count = (to + 7 - from) % 7;
                days.extend((0..=count).map(|step| (from + step) % 7));
            }
            _ => return None,
        }
    }
    (!days.is_empty()).then(|| days.into_iter().map(|day| DAYS[day]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(line: &str) -> String {
        let Some(all) = parse(&[line]) else { return "?".into() };
        let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        let one = |open: &Open| {
            let days: Vec<&str> = open.days.iter().map(|day| &day[..2]).collect();
            format!("{} {}-{}", days.join(","), clock(open.from), clock(open.to))
        };
        all.iter().map(one).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn lines_as_people_write_them() {
        for (line, expected) in [
            ("Tuesday 10am to 6pm", "Tu 10:00-18:00"),
            ("Monday to Friday, 9 to 18", "Mo,Tu,We,Th,Fr 09:00-18:00"),
            ("Mon-Fri: 9:30am – 5.30pm", "Mo,Tu,We,Th,Fr 09:30-17:30"),
            ("Sat and Sun 10 am - 4 pm", "Sa,Su 10:00-16:00"),
            ("Fri to Mon 10:00-22:00", "Fr,Sa,Su,Mo 10:00-22:00"),
            ("Thursdays noon to 8pm", "Th 12:00-20:00"),
            ("Tues, Thurs 9am-1pm, 2pm-6pm", "Tu,Th 09:00-13:00; Tu,Th 14:00-18:00"),
            ("Sunday closed", ""),
            ("Sunday: Closed", ""),
            ("", ""),
            ("Thursday 12pm to 8pm", "Th 12:00-20:00"),
            ("Monday 9 to 6", "?"),
            ("Monday 9 to 12", "?"),
            ("Monday 6pm to 2am", "?"),
            ("Monday 25 to 26", "?"),
            ("Monday 13pm to 14pm", "?"),
            ("By appointment", "?"),
            ("10am to 6pm", "?"),
            ("Monday", "?"),
            ("Lundi 9h à 18h", "?"),
            ("Monday 9:75 to 18:00", "?"),
            ("月曜日 9:00-18:00", "?"),
        ] {
            assert_eq!(tried(line), expected, "{line}");
        }
        assert_eq!(parse(&["Tuesday 10am to 6pm", "and when we feel like it"]), None);
    }
}
