//! The preview's server, over raw sockets: every attack that is known, every limit, and what it is for.

// The condition is always true here; it tells clippy that these modules are tests throughout.
#[cfg(test)]
mod attacks;
#[cfg(test)]
mod channel;
#[cfg(test)]
mod hosting;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod origins;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod paths;
#[cfg(test)]
mod site;
#[cfg(test)]
mod wire;
