//! One typesetter for the whole run: fonts and templates are loaded once, documents are set from any thread.

use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::{Digest, Sha256};
use typst::foundations::{Bytes, Datetime, Smart};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, comemo};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::error::{TypesetError, problems};
use super::fonts::Fonts;
use super::templates::{Overlay, TemplateInfo, Templates, hex};
use super::world::{DocumentWorld, Files, file_id};
use super::{glyphs, page_text};
use crate::model::document::ReportData;

/// Typst keeps what it has laid out. After so many documents what none of them used is thrown away: more seldom, full class sheets would
/// take a gigabyte, and filling fresh memory a tenth of the time; after each, that time would go into looking through the cache, and
/// documents on other threads would lose what they are still using.
const CACHE_ROUND_DOCUMENTS: usize = 4;

pub struct Typesetter {
    templates: Templates,
    files: Files,
    fonts: Fonts,
    library: LazyHash<Library>,
    standards: PdfStandards,
    /// How many were set.
    documents: AtomicUsize,
}

impl Typesetter {
    /// # Errors
    /// When a file of the overlay cannot be used: a path outside, a font or text that cannot be read.
    pub fn new(overlay: &Overlay) -> Result<Self, TypesetError> {
        Self::of_standards(overlay, &[PdfStandard::A_2a, PdfStandard::Ua_1])
    }

    /// The same templates as PDF/A-1b: the one part of the standard that outside judges examine to the last clause. Tests show them this twin.
    ///
    /// # Errors
    /// As [`Typesetter::new`].
    pub fn twin(overlay: &Overlay) -> Result<Self, TypesetError> {
        Self::of_standards(overlay, &[PdfStandard::A_1b])
    }

    fn of_standards(overlay: &Overlay, standards: &[PdfStandard]) -> Result<Self, TypesetError> {
        let templates = Templates::load(overlay);
        Ok(Self {
            files: Files::new(&templates)?,
            fonts: Fonts::load(&templates)?,
            library: LazyHash::new(Library::default()),
            standards: PdfStandards::new(standards).map_err(|error| TypesetError::Standards(error.message().to_string()))?,
            templates,
            documents: AtomicUsize::new(0),
        })
    }

    /// The document as PDF/A-2a + PDF/UA-1. Equal data and templates give equal bytes.
    ///
    /// # Errors
    /// With the place in the template, when it does not compile or asks for what the data do not have; when a character has no
    /// glyph; when the result would not meet the standards.
    pub fn pdf(&self, data: &ReportData) -> Result<Vec<u8>, TypesetError> {
        let json = serde_json::to_vec(data)?;
        let options = self.options(data, &json)?;
        self.with_document(data, json, |world, document| {
            typst_pdf::pdf(document, &options).map_err(|errors| TypesetError::Pdf(problems(world, &errors)))
        })
    }

    /// The words of each page, as set.
    ///
    /// # Errors
    /// As [`Typesetter::pdf`].
    pub fn page_texts(&self, data: &ReportData) -> Result<Vec<String>, TypesetError> {
        self.with_document(data, serde_json::to_vec(data)?, |_, document| {
            Ok(document.pages().iter().map(|page| page_text::of(&page.frame)).collect())
        })
    }

    /// SHA-256 (hex) over the template and the shared files, as printed on the document.
    ///
    /// # Errors
    /// When there is no template of that name.
    pub fn template_hash(&self, template: &str) -> Result<String, TypesetError> {
        self.templates.hash(template)
    }

    /// All templates with their titles, by name.
    #[must_use]
    pub fn templates(&self) -> Vec<TemplateInfo> {
        self.templates.infos()
    }

    /// The sample of the data of a template, as it lies in `data/`.
    #[must_use]
    pub fn sample(&self, template: &str) -> Option<&[u8]> {
        let path = format!("data/{template}.json");
        self.templates.files().find(|(file, _)| *file == path).map(|(_, content)| content.as_slice())
    }

    fn with_document<T>(
        &self,
        data: &ReportData,
        json: Vec<u8>,
        use_it: impl FnOnce(&DocumentWorld<'_>, &PagedDocument) -> Result<T, TypesetError>,
    ) -> Result<T, TypesetError> {
        glyphs::check(&json, &self.fonts)?;
        let world = DocumentWorld {
            library: &self.library,
            fonts: &self.fonts,
            files: &self.files,
            main: file_id(&self.templates.path_of(&data.template)?)?,
            data: Bytes::new(json),
        };
        let result = typst::compile::<PagedDocument>(&world)
            .output
            .map_err(|errors| TypesetError::Template(problems(&world, &errors)))
            .and_then(|document| use_it(&world, &document));
        // A run sets hundreds of documents; without this the cache of each would stay to the end.
        if self.documents.fetch_add(1, Ordering::Relaxed) % CACHE_ROUND_DOCUMENTS == CACHE_ROUND_DOCUMENTS - 1 {
            comemo::evict(0);
        }
        result
    }

    fn options(&self, data: &ReportData, json: &[u8]) -> Result<PdfOptions, TypesetError> {
        let date = iso_date(&data.provenance.date).ok_or_else(|| TypesetError::Date { date: data.provenance.date.clone() })?;
        Ok(PdfOptions {
            ident: Smart::Custom(hex(&Sha256::digest(json))),
            creator: Smart::Custom(Some(format!("vedomost {}", env!("CARGO_PKG_VERSION")))),
            timestamp: Some(Timestamp::new_utc(date)),
            standards: self.standards.clone(),
            ..PdfOptions::default()
        })
    }
}

/// Midnight (UTC) of an ISO date.
fn iso_date(text: &str) -> Option<Datetime> {
    let date: chrono::NaiveDate = text.parse().ok()?;
    let (month, day) = (chrono::Datelike::month(&date), chrono::Datelike::day(&date));
    Datetime::from_ymd_hms(chrono::Datelike::year(&date), u8::try_from(month).ok()?, u8::try_from(day).ok()?, 0, 0, 0)
}
