//! The addresses of the shared cases are read as those cases say.

use std::path::PathBuf;

use serde_json::Value;
use url::Url;

use crate::address;
use crate::address::Cms;

/// What stands under a key of a case, spelled as the case spells it.
fn found(url: &Url, key: &str) -> Value {
    let facts = address::family(url);
    let canonical = address::canonical(url);
    let text = |value: Option<String>| value.map_or(Value::Null, Value::String);
    match key {
        "cms" => text(facts.cms.map(|cms: Cms| cms.key().to_owned())),
        "kind" => text(Some(facts.role.key().to_owned())),
        "url_date" => text(facts.date.map(|date| date.to_string())),
        "url_month" => text(facts.month.map(|(year, month)| format!("{year}-{month:02}"))),
        "column" => text(facts.column),
        "id" => text(facts.id),
        "canonical" => text(Some(canonical.to_string())),
        "host_type" => text(facts.ip_host.then(|| "ip".to_owned())),
        "keep_query" => canonical.query_pairs().map(|(key, _)| Value::String(key.into_owned())).collect(),
        _ => Value::Null,
    }
}

#[test]
fn the_addresses_of_the_shared_cases_are_read() {
    let Some(shared) = std::env::var_os("GONGBAO_SHARED").map(PathBuf::from) else {
        println!("left out: GONGBAO_SHARED is not set");
        return;
    };
    let cases = std::fs::read_to_string(shared.join("spec/cases.jsonl")).unwrap();
    let cases = cases.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut read = 0;
    for case in cases.filter(|case| case["area"] == "url") {
        let url = Url::parse(case["input"].as_str().unwrap()).unwrap();
        for (key, expected) in case["expected"].as_object().unwrap() {
            assert_eq!(found(&url, key), *expected, "{} {key}", case["id"]);
        }
        read += 1;
    }
    assert!(read > 0);
}
