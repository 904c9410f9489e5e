//! F14: the pages of the control as documents of `vedomost report`.

use crate::cli::check::{self, CheckArgs, Frame, Span};
use crate::cli::error::CliError;
use crate::control::Control;
use crate::messages::Lang;
use crate::query::Params;
use crate::report::{Document, Pseudonyms, density_chart};

use super::{Reason, Run};

/// Days of a page for the deputy head and the teachers; of more the principal's page is made.
const WEEK_MOST: i64 = 10;

impl Run<'_> {
    /// The pages of one school-year for the days asked, else for the week of its newest data.
    pub(super) fn control(&self, place: usize) -> Result<(Vec<Document>, Option<Reason>), CliError> {
        let arguments = CheckArgs { scope: self.arguments.scope.clone(), ..CheckArgs::default() };
        let span = match (self.params.from_date, self.params.to_date) {
            (Some(from), Some(to)) if from <= to => Span::of(from, to),
            (None, None) if self.params.period_id.is_none() => {
                let day = self.params.as_of.map_or_else(|| check::newest(self.scope, place), |day| Ok(Some(day)))?;
                let Some(week) = day.and_then(Span::week_of) else { return Ok((Vec::new(), None)) };
                week
            }
            _ => return Err(CliError::new("error.report-days").with("name", self.kind.name)),
        };
        let base = Params {
            as_of: self.params.as_of,
            class_id: self.params.class_id.clone(),
            grade_level: self.params.grade_level,
            ..Params::default()
        };
        let mut asked = check::ask(&arguments, self.scope, place, &span, &base)?;
        let days = Params { from_date: Some(span.from), to_date: Some(span.to), ..base };
        let mut more = check::tables(self.scope, place, &super::ask::requests(self.kind.queries, &days))?;
        if self.arguments.depersonalised {
            let list = check::tables(self.scope, place, &super::ask::requests(&[("class_list", None)], &Params::default()))?;
            let mut pseudonyms = list.first().map(Pseudonyms::of).unwrap_or_default();
            asked.answers.iter_mut().chain(&mut more).for_each(|table| pseudonyms.hide(table));
        }
        let control = Control {
            lang: Lang::Ru,
            from: span.from,
            to: span.to,
            as_of: asked.as_of,
            label: &span.label,
            percent_digits: self.scope.rules(place).percent_digits,
            answers: &asked.answers,
            put_right: asked.put_right.as_ref(),
        };
        let month = (span.to - span.from).num_days() >= WEEK_MOST;
        let template_hash =
            self.typesetter.template_hash(self.kind.name).map_err(|error| CliError::new("error.template").with("detail", error))?;
        let charts: Vec<_> = more.first().and_then(density_chart).into_iter().collect();
        let frame = Frame {
            template_hash: &template_hash,
            date: self.date,
            stamps: self.stamps,
            charts: &[],
            depersonalised: self.arguments.depersonalised,
        };
        let several = self.parts.len() > 1;
        let school = if several { format!("{}-", asked.school) } else { String::new() };
        let pages = check::pages(&control, month).into_iter().enumerate().map(|(at, mut page)| {
            page.file_stem = format!("{school}journal-control-{}-{}", span.label, page.file_stem);
            let page = check::of_school(self.scope, place, Lang::Ru, page);
            // The picture is of all classes: it belongs to the page of who looks at all of them.
            let frame = if at == 0 { Frame { charts: &charts, ..frame } } else { frame };
            check::document(self.scope, place, &asked, &page, &frame)
        });
        Ok((pages.collect(), None))
    }
}
