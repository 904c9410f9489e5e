//! Current marks: means, recommended marks, enough of them, objectivity, the forecast.

use super::{Indicator, agree_on_some, of_periods, sum, with_filter};
use crate::twins::{Ask, forecast, mark_mean, mark_sufficiency, objectivity, recommended_mark};

#[test]
fn mark_mean_agrees() {
    agree_on_some(&Indicator {
        query: "mark_mean",
        columns: mark_mean::COLUMNS,
        twin: mark_mean::mark_mean,
        asks: |school, dice| of_periods(school, dice, &mark_mean::GRAINS),
        invariant: |row| row["mark_count"].as_i64() >= row["cells"].as_i64() && (row["mean_n"].is_null() == (row["mark_count"] == 0)),
        sums: &["cells", "mark_count", "mark_sum", "weight_sum", "weighted_sum"],
        order: &[],
    });
}

#[test]
fn recommended_mark_agrees() {
    agree_on_some(&Indicator {
        query: "recommended_mark",
        columns: recommended_mark::COLUMNS,
        twin: recommended_mark::recommended_mark,
        asks: |school, dice| of_periods(school, dice, &[]),
        invariant: |row| row["recommended"].is_null() != row["reason"].is_null(),
        sums: &[],
        order: &[],
    });
}

#[test]
fn mark_sufficiency_agrees() {
    agree_on_some(&Indicator {
        query: "mark_sufficiency",
        columns: mark_sufficiency::COLUMNS,
        twin: mark_sufficiency::mark_sufficiency,
        asks: |school, dice| of_periods(school, dice, &mark_sufficiency::GRAINS),
        invariant: |row| {
            sum(row, &["enough", "too_few", "excluded", "not_determinable", "no_rule"]) == row["cells"].as_i64()
                && sum(row, &["written_enough", "written_missing", "written_excluded", "written_unknown"]) == row["required"].as_i64()
        },
        sums: &["cells", "marks", "lessons", "enough", "too_few", "required"],
        order: &[],
    });
}

#[test]
fn objectivity_agrees() {
    agree_on_some(&Indicator {
        query: "objectivity",
        columns: objectivity::COLUMNS,
        twin: objectivity::objectivity,
        asks: |school, dice| of_periods(school, dice, &objectivity::GRAINS),
        invariant: |row| {
            sum(row, &["agreed", "raised", "lowered"]) == row["compared"].as_i64() && row["compared"].as_i64() <= row["finals"].as_i64()
        },
        sums: &["finals", "compared", "raised", "lowered", "gap_sum", "too_few", "five_with_two"],
        order: &[],
    });
}

#[test]
fn forecast_agrees() {
    agree_on_some(&Indicator {
        query: "forecast",
        columns: forecast::COLUMNS,
        twin: forecast::forecast,
        asks: |school, dice| of_periods(school, dice, &forecast::GRAINS),
        invariant: |row| {
            sum(row, &["n5", "n4", "n3", "n2"]) == sum(row, &["set_n", "forecast_n"])
                && row["at_risk"].as_i64() <= row["forecast_n"].as_i64()
        },
        sums: &["cells", "set_n", "forecast_n", "n5", "n2", "at_risk"],
        order: &[],
    });
}

#[test]
fn forecast_backtest_agrees() {
    agree_on_some(&Indicator {
        query: "forecast_backtest",
        columns: forecast::BACKTEST,
        twin: forecast::forecast_backtest,
        asks: |school, dice| {
            let all = Ask { by: Some("period"), ..Ask::default() };
            vec![all.clone(), Ask { by: Some("school"), ..Ask::default() }, with_filter(school, dice, all)]
        },
        invariant: |row| row["hits"].as_i64() <= row["cells"].as_i64() && row["low_found"].as_i64() <= row["low"].as_i64(),
        sums: &["cells", "hits", "hits_mean", "hits_before", "low"],
        order: &[],
    });
}
