//! What a PDF says of itself: the words that its maker put into it, and that a signature covers with all else.

use super::pdf_reader::PdfFile;
use super::text;

/// Empty where the file says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentInfo {
    pub title: String,
    pub author: String,
    pub subject: String,
    pub keywords: Vec<String>,
}

/// `None` for a file that cannot be read strictly: what it seems to say is not told.
#[must_use]
pub fn document_info(pdf: &[u8]) -> Option<DocumentInfo> {
    let file = PdfFile::read(pdf).ok()?;
    let of = |key: &[u8]| info_text(&file, file.last_revision(), key).map(|text| text::without_controls(&text)).unwrap_or_default();
    Some(DocumentInfo {
        title: of(b"Title"),
        author: of(b"Author"),
        subject: of(b"Subject"),
        keywords: words(&of(b"Keywords")).map(str::to_owned).collect(),
    })
}

/// A text of the dictionary that the trailer names.
pub(super) fn info_text(file: &PdfFile, revision: usize, key: &[u8]) -> Option<String> {
    let info = file.resolve(revision, file.trailer(revision)?.get(b"Info")?)?.as_dict()?;
    let value = file.resolve(revision, info.get(key)?)?;
    Some(text::from_pdf_string(value.as_string()?))
}

pub(super) fn words(keywords: &str) -> impl Iterator<Item = &str> {
    keywords.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|word| !word.is_empty())
}
