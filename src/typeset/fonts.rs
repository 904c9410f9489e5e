//! The fonts of every document: PT Sans from `report-templates/fonts`, then the ones Typst brings along.
//!
//! Why PT Sans: drawn for the languages of Russia (Tatar, Bashkir, Chuvash and other names set without fallback), figures of
//! one width, legible at 7 pt, and a narrow cut for vertical headings; Libertinus Serif is lighter and wider in tables.

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use super::error::TypesetError;
use super::templates::Templates;

pub(super) struct Fonts {
    pub book: LazyHash<FontBook>,
    pub list: Vec<Font>,
}

impl Fonts {
    /// Fonts among the template files first, so that they win where Typst looks for a substitute.
    pub fn load(templates: &Templates) -> Result<Self, TypesetError> {
        let mut list = Vec::new();
        for (path, bytes) in templates.fonts() {
            let before = list.len();
            list.extend(Font::iter(bytes.clone()));
            if list.len() == before {
                return Err(TypesetError::Font { path: path.to_owned() });
            }
        }
        list.extend(typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data))));
        Ok(Self { book: LazyHash::new(FontBook::from_fonts(&list)), list })
    }
}
