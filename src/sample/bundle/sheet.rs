//! One file of the bundle: the header is the schema's, rows give only the columns that have data.

use std::fmt::{Display, Formatter, Result as Shown};

use super::super::SampleError;
use super::super::output::Output;
use super::FOLDER;
use crate::model::schema;

pub struct Sheet {
    table: &'static str,
    /// For each given column its place in the file.
    places: Vec<usize>,
    fields: Vec<String>,
    rows: usize,
    writer: csv::Writer<Vec<u8>>,
}

impl Sheet {
    /// A sheet of this canonical table whose rows will give these columns (by their names in CSV).
    pub fn new(table: &'static str, columns: &[&'static str]) -> Result<Self, SampleError> {
        let header: Vec<&str> =
            schema::table(table).map_or_else(Vec::new, |found| found.columns.iter().map(schema::Column::csv_name).collect());
        let mut places = Vec::new();
        for column in columns {
            let place = header.iter().position(|name| name == column);
            places.push(place.ok_or(SampleError::UnknownColumn { table, column })?);
        }
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&header)?;
        Ok(Self { table, places, fields: vec![String::new(); header.len()], rows: 0, writer })
    }

    /// Values in the order of the columns given at the start.
    pub fn row(&mut self, values: &[&dyn Display]) -> Result<(), SampleError> {
        for (place, value) in self.places.iter().zip(values) {
            self.fields[*place] = value.to_string();
        }
        self.writer.write_record(&self.fields)?;
        self.rows += 1;
        Ok(())
    }

    /// Writes the file; a table without rows has none.
    pub fn save(self, output: &mut Output) -> Result<(), SampleError> {
        if self.rows == 0 {
            return Ok(());
        }
        let content = self.writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
        output.put(&format!("{FOLDER}/{}.csv", self.table), &content)
    }
}

/// A value or an empty field.
pub struct Maybe<T>(pub Option<T>);

impl<T: Display> Display for Maybe<T> {
    fn fmt(&self, out: &mut Formatter<'_>) -> Shown {
        self.0.as_ref().map_or(Ok(()), |value| value.fmt(out))
    }
}

/// Hundredths as a decimal: 150 is `1.5`.
pub struct Hundredths(pub usize);

impl Display for Hundredths {
    fn fmt(&self, out: &mut Formatter<'_>) -> Shown {
        let text = format!("{}.{:02}", self.0 / 100, self.0 % 100);
        out.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}
