//! One run over all addresses: who is asked, when, and what the answers mean.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::address::Address;
use super::{Answer, Ask, Cache, Limits, Method, OFFLINE, State, Verdict};

/// A reader is sent on at most so often.
const HOPS: usize = 5;

/// A host that did not answer so often in a row is not asked again in this run.
const PATIENCE: u32 = 2;

const INSIDE: &str = "it is on this computer or in a private network";

/// Says for each different address, in the order given, what is known about it. `today` is the number of days
/// since 1 January 1970. What the cache still knows is not asked.
pub fn check(
    urls: &[String],
    mut cache: Cache,
    today: i64,
    ask: &dyn Ask,
    limits: &Limits,
) -> (Vec<Verdict>, Cache) {
    let mut seen = BTreeSet::new();
    let mut verdicts = Vec::new();
    // For each page to ask for: where in the verdicts it is wanted.
    let mut wanted: BTreeMap<String, (Address, Vec<usize>)> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    for url in urls.iter().filter(|url| seen.insert(url.as_str())) {
        let mut verdict = |state, day| verdicts.push(Verdict { url: url.clone(), state, day });
        match Address::parse(url) {
            Err(why) => verdict(unknown(why), today),
            Ok(address) if address.is_private() && !limits.private => {
                verdict(unknown(INSIDE), today);
            }
            Ok(address) => {
                let name = address.to_string();
                if let Some((state, day)) = cache.get(&name, today) {
                    verdict(state.clone(), day);
                    continue;
                }
                verdict(unknown("it was not asked for this time: there are too many"), today);
                let place = verdicts.len() - 1;
                if let Some((_, places)) = wanted.get_mut(&name) {
                    places.push(place);
                } else if order.len() < limits.most {
                    wanted.insert(name.clone(), (address, vec![place]));
                    order.push(name);
                }
            }
        }
    }
    let asked: Vec<&Address> =
        order.iter().filter_map(|name| wanted.get(name)).map(|it| &it.0).collect();
    for (name, state) in order.iter().zip(Run::new(ask, limits).all(&asked)) {
        for place in wanted.get(name).into_iter().flat_map(|(_, places)| places) {
            if let Some(verdict) = verdicts.get_mut(*place) {
                verdict.state = state.clone();
            }
        }
        if state != unknown(OFFLINE) {
            cache.put(name, state, today);
        }
    }
    cache.forget(today);
    (verdicts, cache)
}

fn unknown(why: &str) -> State {
    State::Unknown { why: why.to_owned() }
}

fn dead(why: &str) -> State {
    State::Dead { why: why.to_owned() }
}

/// What is known about a host in this run.
#[derive(Debug, Default)]
struct Host {
    asked: bool,
    missing: bool,
    failures: u32,
    given_up: Option<String>,
}

struct Run<'a> {
    ask: &'a dyn Ask,
    limits: &'a Limits,
    hosts: Mutex<BTreeMap<String, Arc<Mutex<Host>>>>,
}

/// A lock that another thread left behind in trouble holds nothing that could be half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Run<'a> {
    fn new(ask: &'a dyn Ask, limits: &'a Limits) -> Self {
        Self { ask, limits, hosts: Mutex::default() }
    }

    /// The states of all addresses, in their order. Each thread takes the addresses of one host after another.
    fn all(&self, addresses: &[&Address]) -> Vec<State> {
        let mut by_host: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, address) in addresses.iter().enumerate() {
            by_host.entry(&address.host).or_default().push(place);
        }
        let groups: Vec<Vec<usize>> = by_host.into_values().collect();
        let states = Mutex::new(vec![unknown("it was not asked for"); addresses.len()]);
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..self.limits.at_once.max(1).min(groups.len()) {
                scope.spawn(|| {
                    while let Some(group) = groups.get(next.fetch_add(1, Ordering::Relaxed)) {
                        for place in group {
                            let Some(address) = addresses.get(*place) else { continue };
                            let state = self.follow(address);
                            if let Some(kept) = lock(&states).get_mut(*place) {
                                *kept = state;
                            }
                        }
                    }
                });
            }
        });
        let mut states = states.into_inner().unwrap_or_else(PoisonError::into_inner);
        let hosts = lock(&self.hosts);
        // Several hosts, and not one of them exists: it is rather this computer that is not online.
        if hosts.len() > 1 && hosts.values().all(|host| lock(host).missing) {
            states.fill(unknown(OFFLINE));
        }
        states
    }

    /// Asks for an address, and goes where its answers send it.
    fn follow(&self, from: &Address) -> State {
        let mut at = from.clone();
        // Where it moved to for good, as long as every step so far was for good.
        let (mut moved, mut for_good): (Option<Address>, bool) = (None, true);
        for hop in 0..=HOPS {
            if at.is_private() && !self.limits.private {
                return unknown(INSIDE);
            }
            let (status, location) = match self.twice(&at) {
                Answer::Status { status, location, .. } => (status, location),
                Answer::NoHost if hop == 0 => return dead("its host does not exist any more"),
                Answer::NoHost => return dead("it sends readers on to a host that does not exist"),
                Answer::Private => return unknown(INSIDE),
                Answer::Failed(why) => return State::Unknown { why },
            };
            match status {
                200..=299 => {
                    return match moved {
                        Some(to) if &to != from => State::Moved { to: to.to_string() },
                        _ => State::Alive,
                    };
                }
                404 | 410 if hop == 0 => return dead("its server says that it is not there"),
                404 | 410 => return dead("it sends readers on to a page that is not there"),
                301 | 302 | 303 | 307 | 308 => {
                    let Some(to) = location.and_then(|location| at.join(&location)) else {
                        return unknown("it sends readers on, but does not say properly where to");
                    };
                    for_good &= matches!(status, 301 | 308);
                    if for_good {
                        moved = Some(to.clone());
                    }
                    at = to;
                }
                401 | 403 | 407 | 451 => return unknown("its server does not let programs in"),
                429 => return unknown("its server asked not to be asked so often"),
                500..=599 => return unknown("its server has trouble at the moment"),
                _ => return unknown("its server gave an answer that says nothing"),
            }
        }
        unknown("it sends readers on too often")
    }

    /// Asks whether it is there, and if that is refused, for the thing itself: many servers answer
    /// only the second properly.
    fn twice(&self, address: &Address) -> Answer {
        let url = address.to_string();
        let first = self.once(Method::Head, address, &url);
        match first {
            Answer::Status { status, later, .. } if status >= 400 && status != 429 && !later => {
                self.once(Method::Get, address, &url)
            }
            _ => first,
        }
    }

    /// One request, when it is its turn.
    fn once(&self, method: Method, address: &Address, url: &str) -> Answer {
        let host = Arc::clone(lock(&self.hosts).entry(address.host.clone()).or_default());
        // Held until the answer is there: one request at a time.
        let mut host = lock(&host);
        if let Some(why) = &host.given_up {
            return Answer::Failed(why.clone());
        }
        if host.missing {
            return Answer::NoHost;
        }
        if host.asked {
            self.ask.pause(self.limits.pause);
        }
        host.asked = true;
        let answer = self.ask.ask(method, url);
        match &answer {
            Answer::Status { status, later, .. } => {
                host.failures = 0;
                if *status == 429 || (*later && *status >= 400) {
                    host.given_up = Some("its server asked not to be asked so often".to_owned());
                }
            }
            Answer::Failed(why) => {
                host.failures += 1;
                if host.failures >= PATIENCE {
                    host.given_up = Some(why.clone());
                }
            }
            Answer::NoHost => host.missing = true,
            Answer::Private => {}
        }
        answer
    }
}
