//! The real one who asks: one request at a time, nothing kept, nothing followed, nothing read.

use std::fmt;
use std::io;
use std::net::ToSocketAddrs as _;
use std::sync::OnceLock;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error, Proxy, Timeout};

use super::address::is_private;
use super::{Answer, Ask, Method, OFFLINE};

/// After so long no answer is expected any more.
const PATIENCE: Duration = Duration::from_secs(10);

/// Asks over the net.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    /// Whether hosts can be looked up at all; found out when the first one is missing.
    online: OnceLock<bool>,
}

impl Client {
    /// One who names itself as `anma-check/VERSION (+about)`. `private`: may this computer and private networks be
    /// asked? `proxy`: through whom everything goes, if a company wants it so; hosts are then looked up there.
    pub fn new(
        version: &str,
        about: &str,
        private: bool,
        proxy: Option<&str>,
    ) -> Result<Self, String> {
        Self::patient(version, about, private, proxy, PATIENCE)
    }

    pub(super) fn patient(
        version: &str,
        about: &str,
        private: bool,
        proxy: Option<&str>,
        patience: Duration,
    ) -> Result<Self, String> {
        let wrong =
            |_| "The address of the proxy is not right. Correct it, or take it away.".to_owned();
        let proxy = proxy.map(Proxy::new).transpose().map_err(wrong)?;
        let config = Agent::config_builder()
            .user_agent(format!("anma-check/{version} (+{about})"))
            .accept("text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8")
            .proxy(proxy)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(0)
            .max_response_header_size(64 * 1024)
            .timeout_global(Some(patience))
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), Careful { private });
        Ok(Self { agent, online: OnceLock::new() })
    }
}

impl Ask for Client {
    fn ask(&self, method: Method, url: &str) -> Answer {
        let request = match method {
            Method::Head => self.agent.head(url),
            Method::Get => self.agent.get(url),
        };
        match request.call() {
            Ok(answer) => {
                let header = |name: &str| answer.headers().get(name);
                let location = header("location")
                    .map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned());
                let later = header("retry-after").is_some();
                // The body is dropped unread, and the connection with it.
                Answer::Status { status: answer.status().as_u16(), location, later }
            }
            Err(error) => match failed(&error) {
                // Without a net every host seems to be missing. This one always exists.
                Answer::NoHost if !*self.online.get_or_init(is_online) => {
                    Answer::Failed(OFFLINE.to_owned())
                }
                answer => answer,
            },
        }
    }
}

fn is_online() -> bool {
    ("example.com", 443).to_socket_addrs().is_ok()
}

fn failed(error: &Error) -> Answer {
    let why = match error {
        Error::HostNotFound => return Answer::NoHost,
        Error::Io(error) => {
            if let Some(refused) = error.get_ref().and_then(|inner| inner.downcast_ref::<Refused>())
            {
                return match refused {
                    Refused::Private => Answer::Private,
                    Refused::NoHost => Answer::NoHost,
                };
            }
            match error.kind() {
                io::ErrorKind::TimedOut => "it did not answer in time",
                io::ErrorKind::ConnectionRefused => "its server takes no visitors at the moment",
                _ => "no connection to it could be made",
            }
        }
        Error::Timeout(Timeout::Resolve) => "its host could not be looked up in time",
        Error::Timeout(_) => "it did not answer in time",
        Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) => {
            "no safe connection to it could be made"
        }
        Error::Protocol(_) => "its answer could not be understood",
        _ => "no connection to it could be made",
    };
    Answer::Failed(why.to_owned())
}

/// Why a host is not asked at all.
#[derive(Debug)]
enum Refused {
    Private,
    NoHost,
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Private => "a private network",
            Self::NoHost => "no such host",
        })
    }
}

impl std::error::Error for Refused {}

/// Looks hosts up, and gives no number of a private network. The connection is made to the very numbers seen
/// here, so a name cannot be one thing when it is looked at and another when it is used.
#[derive(Debug)]
struct Careful {
    private: bool,
}

impl Resolver for Careful {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let refuse = |why| Error::Io(io::Error::other(why));
        let found = match DefaultResolver::default().resolve(uri, config, timeout) {
            Err(Error::Io(error)) if is_no_host(&error) => return Err(refuse(Refused::NoHost)),
            found => found?,
        };
        if self.private {
            return Ok(found);
        }
        let mut open = self.empty();
        for address in found.iter().filter(|address| !is_private(address.ip())) {
            open.push(*address);
        }
        if open.is_empty() { Err(refuse(Refused::Private)) } else { Ok(open) }
    }
}

/// Whether looking a host up failed since there is none, and not since the net is down. The systems have no
/// number for it that the standard library would hand on, save Windows (11001); hence their own words.
fn is_no_host(error: &io::Error) -> bool {
    let text = error.to_string();
    error.raw_os_error() == Some(11001)
        || ["Name or service not known", "nodename nor servname", "Name does not resolve"]
            .iter()
            .any(|words| text.contains(words))
}
