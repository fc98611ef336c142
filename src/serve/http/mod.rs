//! The server: everything that a socket sees.
//!
//! In: requests from browsers on this machine. Out: parts of the site, looked up by their address in what the engine
//! made. It must never hand a path of a request to the file system, answer to another host's name, let another site
//! read or embed a page, read a body, or stop because of a request.

mod bind;
mod connection;
mod events;
mod gate;
mod head;
mod host;
pub(super) mod hosting;
mod inject;
mod kinds;
mod pages;
mod range;
mod refusal;
mod routes;
mod state;

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, oneshot};

use self::bind::Sockets;
use self::state::{Notices, State};
use super::live::Live;
use super::site::Site;

/// Threads that render what is asked for.
const RENDERING_THREADS: usize = 8;
/// How long the server waits at its end for what is being rendered.
const LAST_WAIT: Duration = Duration::from_millis(500);

/// How the server is started.
#[derive(Clone, Debug)]
pub struct ServerSettings {
    /// The port; 0 takes any that is free.
    pub port: u16,
    /// Whether to fail if the port is taken. Else the next ten are tried.
    pub port_is_fixed: bool,
    /// Whether machines of the network may look.
    pub lan: bool,
    /// Names that the preview answers to besides `localhost`, `127.0.0.1` and `[::1]`, without a port.
    pub allow_hosts: Vec<String>,
    /// The script that runs in the browser.
    pub client: &'static str,
    /// Limits on what clients may do.
    pub limits: Limits,
}

impl Default for ServerSettings {
    fn default() -> Self {
        Self {
            port: 4000,
            port_is_fixed: false,
            lan: false,
            allow_hosts: Vec::new(),
            client: "",
            limits: Limits::default(),
        }
    }
}

/// Limits on what clients may do. Tests set them lower.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// In which the head of a request must come, and the next one after an answer.
    pub head_time: Duration,
    /// After which a client that reads nothing is let go.
    pub write_time: Duration,
    /// Between two signs of life in the live channel.
    pub beat: Duration,
    /// Most connections at once.
    pub connections: usize,
    /// Most tabs in the live channel.
    pub clients: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_time: Duration::from_secs(10),
            write_time: Duration::from_secs(30),
            beat: Duration::from_secs(10),
            connections: 256,
            clients: 64,
        }
    }
}

/// A server that runs. It stops when this is dropped.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// Whether that is another port than was asked for.
    pub moved: bool,
    notices: Arc<Notices>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Starts to answer requests, on a thread of its own. Fails if there is no port to be had.
pub fn start(settings: ServerSettings, site: Arc<dyn Site>, live: Live) -> io::Result<Server> {
    let ServerSettings { port, port_is_fixed, lan, allow_hosts, client, limits } = settings;
    let sockets = bind::bind(port, port_is_fixed, lan)?;
    let address = sockets.address;
    let notices = Arc::new(Notices::default());
    let state = Arc::new(State {
        hosting: hosting::Hosting::new(Arc::clone(&site)),
        site,
        live,
        hosts: host::Hosts::new(address.port(), &allow_hosts, lan),
        token: state::token()?,
        client,
        limits,
        notices: Arc::clone(&notices),
    });
    let runtime = Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(RENDERING_THREADS)
        .build()?;
    let (stop, stopped) = oneshot::channel();
    let listeners = listen(&runtime, sockets)?;
    let thread = std::thread::Builder::new()
        .name("preview".into())
        .spawn(move || run(runtime, listeners, &state, stopped))?;
    let moved = port != 0 && address.port() != port;
    Ok(Server { address, moved, notices, stop: Some(stop), thread: Some(thread) })
}

fn listen(runtime: &Runtime, sockets: Sockets) -> io::Result<Vec<TcpListener>> {
    let _inside = runtime.enter();
    sockets.listeners.into_iter().map(TcpListener::from_std).collect()
}

fn run(
    runtime: Runtime,
    listeners: Vec<TcpListener>,
    state: &Arc<State>,
    stopped: oneshot::Receiver<()>,
) {
    let router = routes::router(state);
    let places = Arc::new(Semaphore::new(state.limits.connections));
    runtime.block_on(async {
        for listener in listeners {
            let (router, places) = (router.clone(), Arc::clone(&places));
            drop(tokio::spawn(connection::accept(listener, router, state.limits.clone(), places)));
        }
        // An error says that the server was dropped, which also ends it.
        let _ended = stopped.await;
    });
    runtime.shutdown_timeout(LAST_WAIT);
}

impl Server {
    /// The address for a browser on this machine, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://localhost:{}", self.address.port())
    }

    /// The address of this machine in its network, if it has one.
    pub fn network_address(&self) -> Option<IpAddr> {
        bind::network_address()
    }

    /// What to tell the person since the last call, each thing once in the server's life.
    pub fn notices(&self) -> Vec<String> {
        self.notices.take()
    }

    /// Ends all connections and gives the port back.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _sent = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _joined = thread.join();
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Server({})", self.address)
    }
}
