//! Runs against somebody who only pretends to ask.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::*;

/// Answers from a list, and writes down what it was asked.
#[derive(Default)]
struct Fake {
    answers: BTreeMap<(&'static str, &'static str), Answer>,
    asked: Mutex<Vec<String>>,
    pauses: AtomicUsize,
    now: Mutex<BTreeMap<String, usize>>,
    busiest: AtomicUsize,
}

fn status(status: u16) -> Answer {
    Answer::Status { status, location: None, later: false }
}

fn to(number: u16, location: &str) -> Answer {
    Answer::Status { status: number, location: Some(location.to_owned()), later: false }
}

impl Ask for Fake {
    fn ask(&self, method: Method, url: &str) -> Answer {
        let host = url.split('/').nth(2).unwrap_or_default().to_owned();
        {
            let mut now = self.now.lock().expect("lock");
            let same = now.entry(host.clone()).or_default();
            *same += 1;
            assert_eq!(*same, 1, "one at a time");
            let hosts = now.values().filter(|count| **count > 0).count();
            self.busiest.fetch_max(hosts, Ordering::SeqCst);
        }
        std::thread::sleep(Duration::from_millis(3));
        let word = if method == Method::Head { "HEAD" } else { "GET" };
        self.asked.lock().expect("lock").push(format!("{word} {url}"));
        *self.now.lock().expect("lock").get_mut(&host).expect("host") -= 1;
        let found = self.answers.iter().find(|((m, u), _)| *m == word && *u == url);
        found.map_or(status(200), |(_, answer)| answer.clone())
    }

    fn pause(&self, time: Duration) {
        assert!(time >= Duration::from_secs(1));
        self.pauses.fetch_add(1, Ordering::SeqCst);
    }
}

fn fake(answers: &[(&'static str, &'static str, Answer)]) -> Fake {
    let answers = answers.iter().map(|(m, u, a)| ((*m, *u), a.clone())).collect();
    Fake { answers, ..Fake::default() }
}

fn run(fake: &Fake, urls: &[&str]) -> Vec<State> {
    let urls: Vec<String> = urls.iter().map(|url| (*url).to_owned()).collect();
    let (verdicts, _) = check(&urls, Cache::default(), 100, fake, &Limits::default());
    verdicts.into_iter().map(|verdict| verdict.state).collect()
}

fn is_unknown(state: &State) -> bool {
    matches!(state, State::Unknown { .. })
}

#[test]
fn one_request_at_a_time_for_a_host_and_several_hosts_at_once() {
    let urls: Vec<String> =
        (0..60).map(|n| format!("https://host{}.example/page{n}", n % 12)).collect();
    let fake = Fake::default();
    let (verdicts, cache) = check(&urls, Cache::default(), 100, &fake, &Limits::default());
    assert!(verdicts.iter().all(|it| it.state == State::Alive));
    assert_eq!(verdicts.iter().map(|it| it.url.clone()).collect::<Vec<_>>(), urls);
    // Each host is asked five times, with a pause before every time but the first.
    assert_eq!(fake.pauses.load(Ordering::SeqCst), 48);
    let busiest = fake.busiest.load(Ordering::SeqCst);
    assert!((2..=8).contains(&busiest), "{busiest}");
    let (again, _) = check(&urls, cache, 129, &fake, &Limits::default());
    assert_eq!(again, verdicts);
    assert_eq!(fake.asked.lock().expect("lock").len(), 60);
}

#[test]
fn nothing_but_certainty_is_dead() {
    let fake = fake(&[
        ("HEAD", "https://a.example/gone", status(410)),
        ("GET", "https://a.example/gone", status(410)),
        ("HEAD", "https://a.example/shy", status(404)),
        ("HEAD", "https://b.example/403", status(403)),
        ("GET", "https://b.example/403", status(403)),
        ("HEAD", "https://c.example/", Answer::Failed("it is slow".to_owned())),
        ("HEAD", "https://d.example/", Answer::NoHost),
        ("HEAD", "https://e.example/", status(500)),
        ("GET", "https://e.example/", status(503)),
        ("HEAD", "https://f.example/", Answer::Private),
    ]);
    let states = run(
        &fake,
        &[
            "https://a.example/gone",
            "https://a.example/shy",
            "https://b.example/403",
            "https://c.example/",
            "https://d.example/",
            "https://e.example/",
            "https://f.example/",
            "http://127.0.0.1/",
            "mailto:a@b.example",
            "https://a.example/shy#part",
        ],
    );
    assert!(matches!(states[0], State::Dead { .. }));
    assert_eq!((&states[1], &states[9]), (&State::Alive, &State::Alive));
    assert!(matches!(states[4], State::Dead { .. }));
    for place in [2, 3, 5, 6, 7, 8] {
        assert!(is_unknown(&states[place]), "{place}: {:?}", states[place]);
    }
    let asked = fake.asked.lock().expect("lock");
    assert!(!asked.iter().any(|it| it.contains("127.0.0.1") || it.contains('#')));
    assert_eq!(asked.iter().filter(|it| it.ends_with("/shy")).count(), 2);
}

#[test]
fn moves_for_good_are_told() {
    let fake = fake(&[
        ("HEAD", "http://a.example/", to(301, "https://a.example/")),
        ("HEAD", "https://b.example/1", to(301, "/2")),
        ("HEAD", "https://b.example/2", to(308, "https://c.example/3")),
        ("HEAD", "https://d.example/now", to(302, "/then")),
        ("HEAD", "https://d.example/mixed", to(301, "/now")),
        ("HEAD", "https://d.example/odd", to(302, "/old")),
        ("HEAD", "https://d.example/old", to(301, "/new")),
        ("HEAD", "https://e.example/", to(301, "https://E.example:443/#top")),
        ("HEAD", "https://f.example/", to(301, "/lost")),
        ("HEAD", "https://f.example/lost", status(404)),
        ("GET", "https://f.example/lost", status(404)),
        ("HEAD", "https://g.example/", to(301, "http://192.168.0.1/")),
        ("HEAD", "https://h.example/", to(301, "mailto:x@y.example")),
    ]);
    let states = run(
        &fake,
        &[
            "http://a.example",
            "https://b.example/1",
            "https://d.example/now",
            "https://d.example/mixed",
            "https://d.example/odd",
            "https://e.example/",
            "https://f.example/",
            "https://g.example/",
            "https://h.example/",
        ],
    );
    let moved = |to: &str| State::Moved { to: to.to_owned() };
    assert_eq!(states[0], moved("https://a.example/"));
    assert_eq!(states[1], moved("https://c.example/3"));
    assert_eq!(states[2], State::Alive);
    assert_eq!(states[3], moved("https://d.example/now"));
    assert_eq!(states[4], State::Alive);
    // An endless circle without cookies: it cannot be told.
    assert!(is_unknown(&states[5]), "{:?}", states[5]);
    assert!(matches!(states[6], State::Dead { .. }));
    assert!(is_unknown(&states[7]) && is_unknown(&states[8]));
    assert!(!fake.asked.lock().expect("lock").iter().any(|it| it.contains("192.168")));
}

#[test]
fn a_host_that_wants_to_be_left_alone_is() {
    let busy = Answer::Status { status: 503, location: None, later: true };
    let failed = Answer::Failed("it did not answer in time".to_owned());
    let fake = fake(&[
        ("HEAD", "https://a.example/1", busy),
        ("HEAD", "https://b.example/1", status(429)),
        ("HEAD", "https://c.example/1", failed.clone()),
        ("HEAD", "https://c.example/2", failed),
    ]);
    let states = run(
        &fake,
        &[
            "https://a.example/1",
            "https://a.example/2",
            "https://b.example/1",
            "https://b.example/2",
            "https://c.example/1",
            "https://c.example/2",
            "https://c.example/3",
        ],
    );
    assert!(states.iter().all(is_unknown), "{states:?}");
    assert_eq!(fake.asked.lock().expect("lock").len(), 4);
}

#[test]
fn no_net_is_no_dead_link() {
    let fake = fake(&[
        ("HEAD", "https://a.example/", Answer::NoHost),
        ("HEAD", "https://b.example/", Answer::NoHost),
    ]);
    let urls = ["https://a.example/", "https://b.example/"].map(str::to_owned);
    let (_, cache) = check(&urls, Cache::default(), 100, &fake, &Limits::default());
    assert_eq!(cache, Cache::default());
    assert!(run(&fake, &["https://a.example/", "https://b.example/"]).iter().all(is_unknown));
    assert!(matches!(run(&fake, &["https://a.example/"])[0], State::Dead { .. }));
}

#[test]
fn too_many_wait_and_are_not_kept() {
    let urls: Vec<String> = (0..5).map(|n| format!("https://a.example/{n}")).collect();
    let fake = Fake::default();
    let limits = Limits { most: 2, ..Limits::default() };
    let (first, cache) = check(&urls, Cache::default(), 100, &fake, &limits);
    assert_eq!(first.iter().filter(|it| it.state == State::Alive).count(), 2);
    let (second, _) = check(&urls, Cache::read(&cache.write()), 100, &fake, &limits);
    assert_eq!(second.iter().filter(|it| it.state == State::Alive).count(), 4);
}
