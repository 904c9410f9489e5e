//! The values of one column, typed as the canonical table says.

use crate::model::schema::Type;

use super::compact::Compact;
use super::texts::Texts;

/// No number, no day.
pub const NO_INT: i64 = i64::MIN;
pub const NO_DAY: i32 = i32::MIN;
/// How the place of a row of a delimited file is written.
const LINE: &str = "line ";

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Cell {
    Null,
    Text(String),
    Int(i64),
    /// Days since 1970-01-01.
    Date(i32),
    Bool(bool),
}

impl Cell {
    #[must_use]
    pub fn opt_text(text: Option<&str>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.to_owned()))
    }

    #[must_use]
    pub fn opt_int(number: Option<i64>) -> Self {
        number.map_or(Self::Null, Self::Int)
    }
}

/// Values of one column.
#[derive(Clone, Debug)]
pub enum Cells {
    Text(Texts),
    /// Texts that all read «line N»: the number alone; 0 is none.
    Line(Vec<u32>),
    /// [`NO_INT`] is none.
    Int(Compact<i64>),
    /// Days since 1970-01-01; [`NO_DAY`] is none.
    Date(Compact<i32>),
    /// 0 is none, 1 is false, 2 is true.
    Bool(Compact<u8>),
}

impl Cells {
    #[must_use]
    pub fn of(ty: Type) -> Self {
        match ty {
            Type::Text | Type::Stamp | Type::Choice(_) => Self::Text(Texts::default()),
            Type::Int | Type::Hundredths => Self::Int(Compact::default()),
            Type::Date => Self::Date(Compact::default()),
            Type::Bool => Self::Bool(Compact::default()),
        }
    }

    /// A column of one value.
    #[must_use]
    pub fn same(ty: Type, cell: &Cell, len: usize) -> Self {
        let mut cells = Self::of(ty);
        cells.push(cell);
        match &mut cells {
            Self::Text(texts) => texts.codes.stretch(len),
            Self::Line(lines) => lines.resize(len, 0),
            Self::Int(numbers) => numbers.stretch(len),
            Self::Date(days) => days.stretch(len),
            Self::Bool(flags) => flags.stretch(len),
        }
        cells
    }

    pub fn push(&mut self, cell: &Cell) {
        if let Self::Line(lines) = self {
            match cell {
                Cell::Null => return lines.push(0),
                Cell::Text(text) if line_of(text).is_some() => return lines.push(line_of(text).unwrap_or_default()),
                _ => *self = Self::Text(self.texts()),
            }
        }
        match (self, cell) {
            (Self::Text(texts), Cell::Text(text)) => texts.push(Some(text)),
            (Self::Text(texts), _) => texts.push(None),
            (Self::Int(numbers), Cell::Int(number)) => numbers.push(*number),
            (Self::Int(numbers), _) => numbers.push(NO_INT),
            (Self::Date(days), Cell::Date(day)) => days.push(*day),
            (Self::Date(days), _) => days.push(NO_DAY),
            (Self::Bool(flags), Cell::Bool(flag)) => flags.push(1 + u8::from(*flag)),
            (Self::Bool(flags), _) => flags.push(0),
            (Self::Line(_), _) => {}
        }
    }

    #[must_use]
    pub fn cell(&self, row: usize) -> Cell {
        match self {
            Self::Text(texts) => Cell::opt_text(texts.get(row)),
            Self::Line(_) => self.place(row).map_or(Cell::Null, Cell::Text),
            Self::Int(_) => Cell::opt_int(self.int(row)),
            Self::Date(_) => self.date(row).map_or(Cell::Null, Cell::Date),
            Self::Bool(_) => self.flag(row).map_or(Cell::Null, Cell::Bool),
        }
    }

    #[must_use]
    pub fn int(&self, row: usize) -> Option<i64> {
        if let Self::Int(numbers) = self { numbers.get(row).filter(|number| *number != NO_INT) } else { None }
    }

    #[must_use]
    pub fn date(&self, row: usize) -> Option<i32> {
        if let Self::Date(days) = self { days.get(row).filter(|day| *day != NO_DAY) } else { None }
    }

    #[must_use]
    pub fn flag(&self, row: usize) -> Option<bool> {
        if let Self::Bool(flags) = self { flags.get(row).filter(|flag| *flag > 0).map(|flag| flag == 2) } else { None }
    }

    #[must_use]
    pub const fn len(&self) -> usize {
        match self {
            Self::Text(texts) => texts.codes.len(),
            Self::Line(lines) => lines.len(),
            Self::Int(numbers) => numbers.len(),
            Self::Date(days) => days.len(),
            Self::Bool(flags) => flags.len(),
        }
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A number that is equal for equal cells of this column.
    #[must_use]
    pub fn ordinal(&self, row: usize) -> i64 {
        match self {
            Self::Text(texts) => texts.codes.get(row).map(i64::from),
            Self::Line(lines) => lines.get(row).copied().map(i64::from),
            Self::Int(numbers) => numbers.get(row),
            Self::Date(days) => days.get(row).map(i64::from),
            Self::Bool(flags) => flags.get(row).map(i64::from),
        }
        .unwrap_or_default()
    }

    /// The text of a row, also of a [`Cells::Line`].
    #[must_use]
    pub fn place(&self, row: usize) -> Option<String> {
        match self {
            Self::Text(texts) => texts.get(row).map(str::to_owned),
            Self::Line(lines) => lines.get(row).filter(|line| **line > 0).map(|line| format!("{LINE}{line}")),
            _ => None,
        }
    }

    fn texts(&self) -> Texts {
        let mut texts = Texts::default();
        if let Self::Line(lines) = self {
            (0..lines.len()).for_each(|row| texts.push(self.place(row).as_deref()));
        }
        texts
    }

    /// Appends a column of the same type.
    pub fn append(&mut self, other: &Self) {
        match (&mut *self, other) {
            (Self::Text(texts), Self::Line(lines)) if texts.codes.is_empty() => *self = Self::Line(lines.clone()),
            (Self::Text(texts), Self::Text(more)) => texts.append(more),
            (Self::Text(texts), Self::Line(_)) => texts.append(&other.texts()),
            (Self::Line(lines), Self::Line(more)) => lines.extend(more),
            (Self::Line(_), Self::Text(more)) => {
                let mut texts = self.texts();
                texts.append(more);
                *self = Self::Text(texts);
            }
            (Self::Int(numbers), Self::Int(more)) => numbers.append_mapped(more, |number| number),
            (Self::Date(days), Self::Date(more)) => days.append_mapped(more, |day| day),
            (Self::Bool(flags), Self::Bool(more)) => flags.append_mapped(more, |flag| flag),
            _ => {}
        }
    }

    /// Gives back the memory that growing took in advance.
    pub fn shrink(&mut self) {
        match self {
            Self::Text(texts) => texts.codes.shrink(),
            Self::Line(lines) => lines.shrink_to_fit(),
            Self::Int(numbers) => numbers.shrink(),
            Self::Date(days) => days.shrink(),
            Self::Bool(flags) => flags.shrink(),
        }
    }

    /// Makes two columns of texts comparable by their numbers.
    pub fn unify(&mut self, other: &mut Self) {
        if matches!((&*self, &*other), (Self::Line(_), Self::Text(_)) | (Self::Text(_), Self::Line(_))) {
            for cells in [&mut *self, &mut *other] {
                if let Self::Line(_) = cells {
                    *cells = Self::Text(cells.texts());
                }
            }
        }
        if let (Self::Text(one), Self::Text(two)) = (self, other) {
            one.unify(two);
        }
    }

    /// The rows of these numbers, in this order.
    #[must_use]
    pub fn taken(&self, rows: &[u32]) -> Self {
        match self {
            Self::Text(texts) => Self::Text(Texts { dictionary: texts.dictionary.clone(), codes: texts.codes.taken(rows) }),
            Self::Line(lines) => Self::Line(rows.iter().map(|row| lines.get(*row as usize).copied().unwrap_or_default()).collect()),
            Self::Int(numbers) => Self::Int(numbers.taken(rows)),
            Self::Date(days) => Self::Date(days.taken(rows)),
            Self::Bool(flags) => Self::Bool(flags.taken(rows)),
        }
    }
}

/// N of «line N».
#[must_use]
pub fn line_of(text: &str) -> Option<u32> {
    let digits = text.strip_prefix(LINE)?;
    let canonical = !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| canonical)
}
