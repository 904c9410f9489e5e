//! Documents as XLSX, CSV, HTML and JSON: all figures are those of the PDF, read back by readers that are not ours.

mod hostile;
mod pdf;
mod read_back;
mod readers;
mod schema;
mod workbook;
