//! One file of the bundle: the header is the schema's, rows give only the columns that have data.

use std::fmt::{Display, Formatter, Result as Shown, Write};

use super::super::SampleError;
use super::super::output::{Output, Stream};
use super::FOLDER;
use crate::model::schema;

/// Written by the store about where a row comes from; no export brings it.
const OF_STORE: &str = "family";

pub struct Sheet<'output> {
    output: &'output mut Output,
    table: &'static str,
    header: Vec<&'static str>,
    /// For each given column its place in the file.
    places: Vec<usize>,
    fields: Vec<String>,
    rows: usize,
    /// Opened with the first row: a table without rows has no file.
    writer: Option<csv::Writer<Stream>>,
}

impl<'output> Sheet<'output> {
    /// A sheet of this canonical table whose rows will give these columns (by their names in CSV).
    pub fn new(output: &'output mut Output, table: &'static str, columns: &[&'static str]) -> Result<Self, SampleError> {
        let found = schema::table(table).map_or(&[][..], |found| found.columns);
        let header: Vec<&str> = found.iter().map(schema::Column::csv_name).filter(|name| *name != OF_STORE).collect();
        let mut places = Vec::new();
        for column in columns {
            let place = header.iter().position(|name| name == column);
            places.push(place.ok_or(SampleError::UnknownColumn { table, column })?);
        }
        let fields = vec![String::new(); header.len()];
        Ok(Self { output, table, header, places, fields, rows: 0, writer: None })
    }

    /// Values in the order of the columns given at the start.
    pub fn row(&mut self, values: &[&dyn Display]) -> Result<(), SampleError> {
        for (place, value) in self.places.iter().zip(values) {
            if let Some(field) = self.fields.get_mut(*place) {
                field.clear();
                // Writing to a string does not fail.
                let _ = write!(field, "{value}");
            }
        }
        self.rows += 1;
        match &mut self.writer {
            Some(writer) => Ok(writer.write_record(&self.fields)?),
            None => self.begin(),
        }
    }

    /// Opens the file: the header, then the first row.
    fn begin(&mut self) -> Result<(), SampleError> {
        let mut writer = csv::Writer::from_writer(self.output.table(&format!("{FOLDER}/{}.csv", self.table))?);
        writer.write_record(&self.header)?;
        writer.write_record(&self.fields)?;
        self.writer = Some(writer);
        Ok(())
    }

    /// Ends the file and counts its rows.
    pub fn save(self) -> Result<(), SampleError> {
        if let Some(writer) = self.writer {
            let stream = writer.into_inner().map_err(|error| csv::Error::from(std::io::Error::from(error.error().kind())))?;
            self.output.close(stream)?;
        }
        self.output.rows.insert(self.table, self.rows);
        Ok(())
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
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(out, "{whole}"),
            (whole, part) if part % 10 == 0 => write!(out, "{whole}.{}", part / 10),
            (whole, part) => write!(out, "{whole}.{part:02}"),
        }
    }
}
