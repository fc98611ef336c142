//! bad_inputs
