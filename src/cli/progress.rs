//! A progress bar with the time left, where a person is watching.

use indicatif::{ProgressBar, ProgressStyle};

pub struct Progress(Option<ProgressBar>);

impl Progress {
    #[must_use]
    pub fn new(interactive: bool, count: usize) -> Self {
        if !interactive || count < 2 {
            return Self(None);
        }
        let bar = ProgressBar::new(count as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len}  ⏱ {eta}") {
            bar.set_style(style);
        }
        Self(Some(bar))
    }

    /// For work whose amount shows itself on the way.
    #[must_use]
    pub fn growing(interactive: bool) -> Self {
        let progress = Self::new(interactive, 2);
        if let Some(bar) = &progress.0 {
            bar.set_length(0);
        }
        progress
    }

    pub fn more(&self, count: usize) {
        if let Some(bar) = &self.0 {
            bar.inc_length(count as u64);
        }
    }

    pub fn step(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }

    pub fn finish(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
