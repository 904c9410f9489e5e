//! `vedomost sample`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::regulation::nearest::nearest;
use crate::sample::shares::{self, BadShare, SHARES, Shares};
use crate::sample::{self, Edits, Options, Profile, SampleError};

use super::error::CliError;
use super::exit;
use super::sample_region;
use super::ui::Ui;

/// Write the exports of an invented school
#[derive(Args, Debug)]
pub struct SampleArgs {
    /// The same seed gives the same bytes
    #[arg(long, default_value_t = 25)]
    pub seed: u64,
    /// How many students
    #[arg(long, default_value_t = 300)]
    pub students: usize,
    /// Folder to write into; new or empty
    #[arg(long, value_name = "DIR", required_unless_present_any = ["list_shares", "into"])]
    pub out: Option<PathBuf>,
    /// A school of grade levels 1 to 11 or a college
    #[arg(long, value_enum, default_value_t)]
    pub profile: ProfileName,
    /// Share of something planted, e.g. late_topics=5%; see --list-shares
    #[arg(long, value_name = "NAME=SHARE")]
    pub share: Vec<String>,
    /// List what is planted, with the usual shares
    #[arg(long)]
    pub list_shares: bool,
    /// The same school three weeks later, with changes drawn from this seed
    #[arg(long, value_name = "SEED", conflicts_with_all = ["schools", "into"])]
    pub edited: Option<u64>,
    /// How many changes
    #[arg(long, value_name = "N", default_value_t = 300, requires = "edited")]
    pub edits: usize,
    /// So many schools of very different sizes, each in a folder of its own
    #[arg(long, value_name = "N")]
    pub schools: Option<usize>,
    /// Only the school of this number
    #[arg(long, value_name = "K", requires = "schools")]
    pub only: Option<usize>,
    /// Import each school into this store and delete its files before the next is made
    #[arg(long, value_name = "STORE", requires = "schools")]
    pub into: Option<PathBuf>,
    /// Regulations of the schools in turn (usually all there are)
    #[arg(long, value_name = "ID", requires = "schools")]
    pub regulation: Vec<String>,
}

impl Default for SampleArgs {
    fn default() -> Self {
        let Options { seed, students, .. } = Options::default();
        Self {
            seed,
            students,
            out: None,
            profile: ProfileName::default(),
            share: Vec::new(),
            list_shares: false,
            edited: None,
            edits: 300,
            schools: None,
            only: None,
            into: None,
            regulation: Vec::new(),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ProfileName {
    #[default]
    School,
    Vocational,
    /// Of a region every twelfth school is a college.
    Mixed,
}

/// # Errors
/// A share is not known; the folder is in use or cannot be written.
pub fn run(arguments: &SampleArgs, ui: &mut Ui<'_>) -> Result<u8, CliError> {
    if arguments.list_shares {
        return list_shares(ui);
    }
    let shares = wished(&arguments.share)?;
    if let Some(schools) = arguments.schools {
        return sample_region::run(arguments, schools, shares, ui);
    }
    let Some(out) = &arguments.out else { return Ok(exit::USE) };
    let profile = if arguments.profile == ProfileName::Vocational { Profile::Vocational } else { Profile::School };
    let edits = arguments.edited.map(|seed| Edits { seed, count: arguments.edits });
    let options = Options { seed: arguments.seed, students: arguments.students, profile, shares, edits, ..Options::default() };
    let written = sample::write(&options, out)?;
    ui.say(
        "sample.written",
        &[
            ("files", &written.files.to_string()),
            ("students", &written.students.to_string()),
            ("classes", &written.classes.to_string()),
            ("path", &out.display().to_string()),
        ],
    )?;
    Ok(exit::GOOD)
}

fn list_shares(ui: &mut Ui<'_>) -> Result<u8, CliError> {
    for share in SHARES {
        let words = ui.text(&format!("share.{}", share.name), &[]);
        ui.data(&format!("{:<20} {:>7}  {words}", share.name, shares::text(share.usual)))?;
    }
    Ok(exit::GOOD)
}

fn wished(wishes: &[String]) -> Result<Shares, CliError> {
    let mut shares = Shares::default();
    for wish in wishes {
        shares.wish(wish).map_err(|bad| match bad {
            BadShare::Form(text) => CliError::new("error.share-form").with("value", text),
            BadShare::Value(text) => CliError::new("error.share-value").with("value", text),
            BadShare::Unknown(name) => {
                let near = nearest(&name, SHARES.iter().map(|share| share.name)).unwrap_or_default().to_owned();
                CliError::new("error.unknown-share").with("name", name).with("near", near)
            }
        })?;
    }
    Ok(shares)
}

impl From<SampleError> for CliError {
    fn from(error: SampleError) -> Self {
        Self::new("error.sample").with("detail", error)
    }
}
