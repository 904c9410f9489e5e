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
    /// Whether an export that says this name is of this school.
    #[must_use]
    pub fn goes_by(&self, name: &str) -> bool {
        let key = name_key(name);
        name_key(&self.name) == key || self.aliases.iter().any(|alias| name_key(alias) == key)
    }

    /// Nobody told its name yet.
    fn is_nameless(&self) -> bool {
        self.name == self.id && self.aliases.is_empty()
    }

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

    /// The school that goes by this name.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<&School> {
        self.school.iter().find(|school| school.goes_by(name))
    }

    /// The id for a school name of an export. An empty store takes one unknown name as `school-1`; a second unknown name is
    /// refused, so that two schools never flow together by accident. `given` (`--school`) names a new school, or one that goes by
    /// this name, or one whose name nobody told yet.
    ///
    /// # Errors
    /// An unknown name without `--school`; an id of a school that goes by other names; an id that is not ASCII.
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
        let school = self.of_id(id)?;
        match name {
            Some(name) if school.is_nameless() => school.name = name.to_owned(),
            Some(name) if !school.goes_by(name) => {
                return Err(StoreError::OtherSchool { id: id.to_owned(), known: school.name.clone(), name: name.to_owned() });
            }
            _ => {}
        }
        Ok(id.to_owned())
    }

    /// The school of this id; a new one is called by its id until somebody tells its name.
    ///
    /// # Errors
    /// The id is not ASCII.
    pub fn of_id(&mut self, id: &str) -> Result<&mut School, StoreError> {
        let ascii = !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        if !ascii {
            return Err(StoreError::BadSchoolId { id: id.to_owned() });
        }
        let at = self.school.iter().position(|school| school.id == id).unwrap_or_else(|| {
            self.school.push(School { id: id.to_owned(), name: id.to_owned(), ..School::default() });
            self.school.len() - 1
        });
        self.school.get_mut(at).ok_or_else(|| StoreError::BadSchoolId { id: id.to_owned() })
    }
}

/// Two spellings of one name have one key: case, spaces, quotes, «№» and the «N» in its place do not count.
#[must_use]
pub fn name_key(name: &str) -> String {
    let words = person::key(name);
    let mut key = String::with_capacity(words.len());
    for word in words.split(|c: char| !c.is_alphanumeric()) {
        let number = word.strip_prefix('n').filter(|rest| rest.is_empty() || rest.bytes().all(|byte| byte.is_ascii_digit()));
        key.push_str(number.unwrap_or(word));
    }
    key
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
        assert!(schools.identify(Some("Лицей № 1"), Some("lyceum-2")).is_err(), "another school is no second name");
        assert_eq!(schools.identify(Some("МОУ Лицей N2"), Some("lyceum-2")).ok().as_deref(), Some("lyceum-2"));
        assert_eq!(schools.identify(Some("МОУ «Лицей N 2»"), None).ok().as_deref(), Some("lyceum-2"));
        assert_eq!(schools.identify(None, Some("lyceum-2")).ok().as_deref(), Some("lyceum-2"));
        assert_eq!(schools.identify(None, Some("third")).ok().as_deref(), Some("third"));
        assert_eq!(schools.identify(Some("Школа № 3"), Some("third")).ok().as_deref(), Some("third"), "its name comes later");
        assert_eq!(schools.by_id("third").map(|school| school.name.as_str()), Some("Школа № 3"));
        assert!(schools.identify(Some("Школа № 30"), Some("third")).is_err());
        assert!(schools.identify(None, Some("лицей")).is_err());
        assert!(schools.identify(None, None).is_err());
    }
}
