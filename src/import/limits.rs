//! How large an export may be. What is larger is no journal, and is refused before it fills the memory.

/// A file held in memory, unpacked.
pub const BYTES_MAX: u64 = 2 << 30;
/// A packed file that grows more than this many times is a bomb: tables of a journal grow 5 to 40 times.
pub const RATIO_MAX: u64 = 200;
/// What is smaller when unpacked is taken at any ratio.
pub const SMALL: u64 = 1 << 20;
/// Files in one archive.
pub const MEMBERS_MAX: usize = 200_000;
/// Folders inside each other.
pub const DEPTH_MAX: usize = 16;
/// So much of a file is looked at to tell what it is; what nobody claims is not read further.
pub const HEAD: usize = 64 << 10;
/// A report of one student; real ones have 20 to 300 KB.
pub const REPORT_MAX: u64 = 16 << 20;
/// Columns of a table in a report: the days of a year, averages and results are about 300.
pub const COLUMNS_MAX: usize = 2000;
/// Cells of all tables of a report, spans laid out.
pub const CELLS_MAX: usize = 500_000;
/// Characters of a day's cell: a dozen marks and codes.
pub const DAY_CELL_MAX: usize = 200;
/// Characters of a name: of a student, a class, a subject.
pub const NAME_MAX: usize = 200;
/// Bytes of a field of a flat file: the longest homework is far below.
pub const FIELD_MAX: usize = 32 << 10;
/// Numbers beyond are no hours, weights or counts of a school.
pub const NUMBER_MAX: i64 = 1_000_000_000_000;
/// Calendar years in which a date of a school, or of a birth in it, can lie.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;
/// School years that an export can be of.
pub const SCHOOL_YEARS: std::ops::RangeInclusive<i64> = 1990..=2100;
/// Own codes in the legend of a report.
pub const LEGEND_MAX: usize = 64;
