//! Finds a port.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, UdpSocket};

/// How many ports after the one asked for are tried.
const FURTHER_PORTS: u16 = 10;

/// Sockets that listen on one port: of IPv4, and of IPv6 where there is one.
#[derive(Debug)]
pub(super) struct Sockets {
    pub(super) address: SocketAddr,
    pub(super) listeners: Vec<TcpListener>,
}

/// Listens on `port`, or on one of the next ten if it is taken and not `fixed`. With `lan`, machines of the network
/// may connect; else only this one.
///
/// A port is free only if it is for IPv4 and IPv6: browsers take either for `localhost`.
pub(super) fn bind(port: u16, fixed: bool, lan: bool) -> io::Result<Sockets> {
    let last = if fixed { port } else { port.saturating_add(FURTHER_PORTS) };
    for candidate in port..=last {
        // The system's choice can be free for IPv4 alone; then it chooses again.
        let port = if port == 0 { 0 } else { candidate };
        match bind_one(port, lan) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            other => return other,
        }
    }
    let ports =
        if fixed { format!("port {port} is") } else { format!("the ports {port} to {last} are") };
    let words = format!(
        "{ports} taken, perhaps by another preview; end it, or name a port that is free with `--port`"
    );
    Err(io::Error::new(io::ErrorKind::AddrInUse, words))
}

fn bind_one(port: u16, lan: bool) -> io::Result<Sockets> {
    let own = if lan { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
    let first = TcpListener::bind((own, port))?;
    let address = first.local_addr()?;
    let mut listeners = vec![first];
    match TcpListener::bind((Ipv6Addr::LOCALHOST, address.port())) {
        Ok(second) => listeners.push(second),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
        // This machine has no IPv6.
        Err(_) => {}
    }
    for listener in &listeners {
        listener.set_nonblocking(true)?;
    }
    Ok(Sockets { address, listeners })
}

/// The address of this machine in its network, if it has one. Nothing is sent.
pub(super) fn network_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address for documentation, which nobody has: the system only looks up which way would lead there.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback() && !address.is_unspecified()).then_some(address)
}
