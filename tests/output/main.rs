//! Publishing keeps its promises: whole sites only, nothing of others touched, nothing done without need.

// The condition is always true here; it tells clippy that these modules are tests throughout.
#[cfg(test)]
mod abort;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod promises;
#[cfg(test)]
mod readers;
#[cfg(test)]
mod rollback;
#[cfg(test)]
mod site;
#[cfg(test)]
mod strangers;
