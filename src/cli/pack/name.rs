//! Where a file of a pack lies: a template of names, filled with what a document says of itself.

use crate::cli::error::CliError;
use crate::cli::report::file::safe;
use crate::report::{Document, Kind, Span};

/// Letters of one part of a path: twice as many bytes are well below what file systems take.
const PART_MOST: usize = 100;

const FIELDS: &[&str] = &["school", "year", "class", "form", "kind", "title", "period"];

/// # Errors
/// A field that there is not; a path that leads out of the folder.
pub fn check(template: &str) -> Result<(), CliError> {
    let unknown = template.split('{').skip(1).find(|part| !part.split_once('}').is_some_and(|(field, _)| FIELDS.contains(&field)));
    let known = || FIELDS.iter().map(|field| format!("{{{field}}}")).collect::<Vec<_>>().join(" ");
    let outward = template.starts_with('/') || template.split('/').any(|part| matches!(part.trim(), "" | "." | ".."));
    match (unknown, outward) {
        (None, false) => Ok(()),
        _ => Err(CliError::new("error.pack-names").with("template", template).with("known", known())),
    }
}

/// The path without its end. What the document has not is left out, with the mark that parted it.
pub fn fill(template: &str, school: &str, period: &str, kind: &Kind, document: &Document) -> String {
    let of = |label: &str| document.data.head.iter().find(|field| field.label == label).map_or("", |field| field.value.as_str());
    // Of documents of one student each, the title alone says too little.
    let title = if kind.of_student { document.file_stem.clone() } else { kind.title.to_owned() };
    let title = [title.as_str(), of("Учитель")].join(" ");
    // What is of all schools lies in no school's folder.
    let school = if kind.span == Span::AllSchools { "" } else { school };
    let class = [of("Класс"), of("Группа")].concat();
    let values = [school, of("Учебный год"), &class, kind.form, kind.name, title.trim(), period];
    let parts = template.split('/').map(|part| {
        let filled = FIELDS.iter().zip(values).fold(part.to_owned(), |text, (field, value)| {
            // A value never brings a field or a folder of its own.
            text.replace(&format!("{{{field}}}"), &safe(&value.replace(' ', "_")))
        });
        let short: String = filled.chars().take(PART_MOST).collect();
        let short = short.trim_matches(|c| matches!(c, '-' | '_' | '.' | ' '));
        short.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
    });
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { safe(&document.file_stem) } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::fill;
    use crate::report::{Document, kind};

    fn filled(name: &str, data: &str) -> String {
        let document = Document { file_stem: name.to_owned(), data: serde_json::from_str(data).expect("ReportData") };
        fill("{school}/{class}/{form}-{period}", "school-1", "q3", kind(name).expect(name), &document)
    }

    #[test]
    fn a_group_is_a_class_and_what_is_of_all_schools_lies_in_none() {
        let sheet = filled("vocational_marksheet", include_str!("../../../report-templates/data/vocational_marksheet.json"));
        assert!(sheet.starts_with("school-1/") && sheet.matches('/').count() == 2, "{sheet}");
        assert_eq!(filled("municipal_summary", include_str!("../../../report-templates/data/municipal_summary.json")), "F20-q3");
    }
}
