//! Whether the tables agree with themselves and with everything made from them.
