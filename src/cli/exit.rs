//! Exit codes: what a script may rely on.

/// All went well.
pub const GOOD: u8 = 0;
/// Something was found that a person must look at: rows in quarantine, an error in the data, a signature that is not good.
pub const FINDINGS: u8 = 1;
/// Wrong use, or a file or store that cannot be used: nothing was done.
pub const USE: u8 = 2;
/// Nothing to work on: no data for what was asked, a PDF without a signature.
pub const NOTHING: u8 = 3;
