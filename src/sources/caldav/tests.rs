//! An account on a server in memory.
