//! The command line of anma.

fn main() {}
