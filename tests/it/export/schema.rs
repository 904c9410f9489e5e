//! The published schema: as much of JSON Schema as it uses, strictly; a word of it that is not known here fails.

use serde_json::Value;
use vedomost::export::SCHEMA;

use crate::support::{project, vedomost};

/// The value is as the schema says.
pub fn holds(value: &Value) {
    let schema: Value = serde_json::from_str(SCHEMA).expect("the schema is JSON");
    let faults = faults(&schema, &schema, value, "");
    assert!(faults.is_empty(), "{faults:?}");
}

fn faults(root: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (word, rule) in schema.as_object().expect("a schema is an object") {
        let fault = |what: &str| vec![format!("{place}: {what} {rule}")];
        found.extend(match word.as_str() {
            "$schema" | "$id" | "$defs" | "title" | "description" => Vec::new(),
            "$ref" => {
                let name = rule.as_str().and_then(|name| name.strip_prefix('#')).expect("a reference inside");
                faults(root, root.pointer(name).expect("a definition"), value, place)
            }
            "type" if !is(value, rule.as_str().expect("a type")) => fault("is not"),
            "const" if value != rule => fault("is not"),
            "enum" if !rule.as_array().expect("a list").contains(value) => fault("is none of"),
            "minimum" if value.as_i64() < rule.as_i64() => fault("is below"),
            "maximum" if value.as_i64() > rule.as_i64() => fault("is above"),
            "pattern" => {
                assert_eq!(rule, "^[a-z0-9_]+$", "the one pattern that is known here");
                let good = value.as_str().is_some_and(|text| {
                    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
                });
                if good { Vec::new() } else { fault("is not like") }
            }
            "required" => {
                let names = rule.as_array().expect("a list").iter().filter_map(Value::as_str);
                names.filter(|name| value.get(name).is_none()).map(|name| format!("{place}: `{name}` is missing")).collect()
            }
            "properties" => {
                let names = rule.as_object().expect("an object").iter();
                names.filter_map(|(name, rule)| Some(faults(root, rule, value.get(name)?, &format!("{place}/{name}")))).flatten().collect()
            }
            "additionalProperties" => {
                let known = schema["properties"].as_object().expect("properties");
                let names = value.as_object().into_iter().flat_map(serde_json::Map::keys);
                names.filter(|name| !known.contains_key(*name)).map(|name| format!("{place}: `{name}` is not known")).collect()
            }
            "items" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                items.flat_map(|(at, item)| faults(root, rule, item, &format!("{place}/{at}"))).collect()
            }
            "type" | "const" | "enum" | "minimum" | "maximum" => Vec::new(),
            other => panic!("the schema uses `{other}`, which this test does not know"),
        });
    }
    found
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "boolean" => value.is_boolean(),
        other => panic!("{other}"),
    }
}

#[test]
fn the_schema_is_printed_and_refuses_what_is_no_document() {
    assert_eq!(vedomost(&["list", "reports", "--schema"]).expect(0).out, SCHEMA);
    let schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
    let good: Value =
        serde_json::from_slice(&std::fs::read(project("report-templates/data/school_summary.json")).expect("a sample")).expect("JSON");
    assert_eq!(faults(&schema, &schema, &good, ""), [""; 0]);
    let with = |pointer: &str, new: Value| {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).expect("a place") = new;
        faults(&schema, &schema, &bad, "")
    };
    assert_eq!(with("/version", 2.into()).len(), 1);
    assert_eq!(with("/tables/0/rows/0/cells/0/text", 5.into()).len(), 1);
    assert_eq!(with("/tables/0/rows/0/kind", "sum".into()).len(), 1);
    assert_eq!(with("/provenance/rows_read", Value::from(-1)).len(), 1);
    assert_eq!(with("/provenance", serde_json::json!({ "more": 1 })).len(), 14);
}
