//! `schools.toml`: which schools the store holds, under which names exports call them.

use std::path::Path;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use toml::value::Datetime;

use crate::model::person;

use super::disk::Disk;
use super::durable;
use super::error::StoreError;

pub(super) const FILE: &str = "schools.toml";

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schools {
    #[serde(default)]
    pub school: Vec<School>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct School {
    /// ASCII letters, digits, `-` and `_`.
    pub id: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Id of the regulation pack; without one the neutral pack is used, and said on each sheet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regulation: Option<String>,
    /// Names for the signature lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy_head: Option<String>,
    /// Regulations that took the place of `regulation`, each from its day on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regulation_change: Vec<RegulationChange>,
}

/// From this day on the school follows another regulation: in school years that begin on it or later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegulationChange {
    pub regulation: String,
    pub valid_from: Datetime,
}

impl RegulationChange {
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        let date = self.valid_from.date?;
        NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
    }
}

impl School {
    /// The id of the regulation that holds in the school year that begins in `year`.
    #[must_use]
    pub fn regulation_in(&self, year: i32) -> Option<&str> {
        let first_day = NaiveDate::from_ymd_opt(year, 9, 1)?;
        let begun = self.regulation_change.iter().filter_map(|change| Some((change.day().filter(|day| *day <= first_day)?, change)));
        let last = begun.max_by_key(|(day, _)| *day).map(|(_, change)| change.regulation.as_str());
        last.or(self.regulation.as_deref())
    }

    /// Follows a regulation: from a day on, or (without one) before all changes.
    pub fn follow(&mut self, regulation: &str, from: Option<NaiveDate>) {
        let Some(day) = from else {
            self.regulation = Some(regulation.to_owned());
            return;
        };
        self.regulation_change.retain(|change| change.day() != Some(day));
        if let Ok(valid_from) = day.to_string().parse() {
            self.regulation_change.push(RegulationChange { regulation: regulation.to_owned(), valid_from });
        }
        self.regulation_change.sort_by_key(RegulationChange::day);
    }
}

impl Schools {
    /// # Errors
    /// The file cannot be read or is not TOML of this shape.
    pub fn load(root: &Path) -> Result<Self, StoreError> {
        let path = root.join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|error| StoreError::Damaged { path, detail: error.to_string() }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(StoreError::io(path)(error)),
        }
    }

    /// # Errors
    /// The file cannot be written.
    pub(super) fn save(&self, disk: &dyn Disk, root: &Path) -> Result<(), StoreError> {
        let path = root.join(FILE);
        let text = toml::to_string_pretty(self).map_err(|error| StoreError::Damaged { path: path.clone(), detail: error.to_string() })?;
        durable::replace(disk, &path, text.as_bytes())
    }

    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&School> {
        self.school.iter().find(|school| school.id == id)
    }

    fn by_name(&self, name: &str) -> Option<&School> {
        let key = key(name);
        self.school.iter().find(|school| self::key(&school.name) == key || school.aliases.iter().any(|alias| self::key(alias) == key))
    }

    /// The id for a school name of an export. An empty store takes one unknown name as `school-1`; a second unknown name is
    /// refused, so that two schools never flow together by accident. `given` (`--school`) decides and is remembered.
    ///
    /// # Errors
    /// An unknown name without `--school`; an id that is not ASCII.
    pub fn identify(&mut self, name: Option<&str>, given: Option<&str>) -> Result<String, StoreError> {
        let name = name.map(person::clean).filter(|name| !name.is_empty());
        if let Some(id) = given {
            return self.remember(id, name.as_deref());
        }
        if let Some(school) = name.as_deref().and_then(|name| self.by_name(name)) {
            return Ok(school.id.clone());
        }
        match (&name, self.school.as_slice()) {
            (_, []) => self.remember("school-1", name.as_deref()),
            (None, [only]) => Ok(only.id.clone()),
            _ => Err(StoreError::UnknownSchool {
                name: name.unwrap_or_default(),
                known: self.school.iter().map(|school| format!("{} «{}»", school.id, school.name)).collect(),
            }),
        }
    }

    fn remember(&mut self, id: &str, name: Option<&str>) -> Result<String, StoreError> {
        let ascii = !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if !ascii {
            return Err(StoreError::BadSchoolId { id: id.to_owned() });
        }
        match self.school.iter_mut().find(|school| school.id == id) {
            None => self.school.push(School { id: id.to_owned(), name: name.unwrap_or(id).to_owned(), ..School::default() }),
            Some(school) => {
                if let Some(name) = name
                    && key(&school.name) != key(name)
                    && school.aliases.iter().all(|alias| key(alias) != key(name))
                {
                    school.aliases.push(name.to_owned());
                }
            }
        }
        Ok(id.to_owned())
    }
}

fn key(name: &str) -> String {
    person::key(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::{School, Schools};

    #[test]
    fn a_regulation_holds_from_its_school_year_on() {
        let mut school = School::default();
        let day = |text: &str| text.parse().ok();
        assert_eq!(school.regulation_in(2025), None);
        school.follow("s0", None);
        school.follow("own", day("2025-09-02"));
        school.follow("old", day("2024-01-15"));
        school.follow("older", day("2024-01-15"));
        let years = [2023, 2024, 2025, 2026].map(|year| school.regulation_in(year).unwrap_or_default().to_owned());
        assert_eq!(years, ["s0", "older", "older", "own"]);
        let text = toml::to_string_pretty(&Schools { school: vec![school.clone()] }).unwrap_or_default();
        assert!(text.contains("valid_from = 2025-09-02"), "{text}");
        assert_eq!(toml::from_str::<Schools>(&text).ok().map(|schools| schools.school), Some(vec![school]));
    }

    #[test]
    fn two_schools_never_flow_together() {
        let mut schools = Schools::default();
        assert_eq!(schools.identify(Some("МОУ «Лицей № 1»"), None).ok().as_deref(), Some("school-1"));
        assert_eq!(schools.identify(Some("МОУ \"Лицей №1\""), None).ok().as_deref(), Some("school-1"));
        assert_eq!(schools.identify(None, None).ok().as_deref(), Some("school-1"));
        assert!(schools.identify(Some("МОУ «Лицей № 2»"), None).is_err());
        assert_eq!(schools.identify(Some("МОУ «Лицей № 2»"), Some("lyceum-2")).ok().as_deref(), Some("lyceum-2"));
        assert_eq!(schools.identify(Some("МОУ «Лицей № 2»"), None).ok().as_deref(), Some("lyceum-2"));
        assert!(schools.identify(None, Some("лицей")).is_err());
        assert!(schools.identify(None, None).is_err());
    }
}
