//! Servers that do what they should not.
