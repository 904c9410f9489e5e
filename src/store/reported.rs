//! Values of a lower family where a higher one speaks: kept as reported, compared with ours.

use std::collections::HashMap;

use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, PolarsResult, Series};

use crate::model::schema::Table;

/// Rows for `reported_value`: what the lower export says, what stands in the store, whether they agree.
///
/// # Errors
/// Frames of another shape.
pub fn demoted(table: &'static Table, rows: &DataFrame, ours: &DataFrame) -> PolarsResult<DataFrame> {
    let mut standing: HashMap<String, Vec<String>> = HashMap::new();
    let (our_places, our_words) = (places(table, ours)?, words(table, ours)?);
    for (place, word) in our_places.into_iter().zip(our_words) {
        standing.entry(place).or_default().push(word);
    }
    let theirs = words(table, rows)?;
    let ours: Vec<Option<String>> = places(table, rows)?.iter().map(|place| standing.get(place).map(|words| words.join(" "))).collect();
    let agrees: Vec<bool> =
        theirs.iter().zip(&ours).map(|(word, ours)| ours.as_deref().is_some_and(|ours| ours.split(' ').any(|one| one == word))).collect();
    let metric: Vec<&str> = vec![table.name; rows.height()];
    let take = |name: &str| -> PolarsResult<Option<Column>> {
        if rows.column(name).is_ok() { rows.column(name).cloned().map(Some) } else { Ok(None) }
    };
    let mut columns = vec![
        Series::new("metric".into(), metric).into_column(),
        Series::new("raw".into(), theirs).into_column(),
        Series::new("ours".into(), ours).into_column(),
        Series::new("agrees".into(), agrees).into_column(),
    ];
    for name in ["student_id", "class_id", "subject_id", "period_id", "date", "school", "year", "source_id", "src_loc"] {
        columns.extend(take(name)?);
    }
    DataFrame::new(rows.height(), columns)
}

fn places(table: &'static Table, frame: &DataFrame) -> PolarsResult<Vec<String>> {
    let mut parts = Vec::new();
    for name in ["student_id", "subject_id", "period_id", "date"] {
        if table.column(name).is_some() {
            parts.push(frame.column(name)?.cast(&polars::prelude::DataType::String)?);
        }
    }
    let parts = parts.iter().map(|column| column.str()).collect::<PolarsResult<Vec<_>>>()?;
    Ok((0..frame.height())
        .map(|row| parts.iter().map(|column| column.get(row).unwrap_or_default()).collect::<Vec<_>>().join("|"))
        .collect())
}

fn words(table: &'static Table, frame: &DataFrame) -> PolarsResult<Vec<String>> {
    let text = |name: &str| if table.column(name).is_some() { frame.column(name)?.str().map(Some) } else { Ok(None) };
    let (reasons, statuses, kinds) = (text("reason")?, text("status")?, text("kind")?);
    let values = if table.column("value").is_some() { Some(frame.column("value")?.i64()?) } else { None };
    let word = |row: usize| {
        let value = values.and_then(|values| values.get(row)).map(|value| value.to_string());
        value
            .or_else(|| [reasons, statuses, kinds].into_iter().flatten().find_map(|column| column.get(row)).map(str::to_owned))
            .unwrap_or_default()
    };
    Ok((0..frame.height()).map(word).collect())
}
