//! `GET /api/v1/openapi.json`: the table of resources in; an OpenAPI 3.1 document with the schema of every answer out.

mod parameters;
mod resources;

pub(crate) use parameters::Parameter;
pub(crate) use parameters::Place;
pub(crate) use resources::Answer;
pub(crate) use resources::RESOURCES;
pub(crate) use resources::Resource;

use std::sync::LazyLock;

use axum::response::Response;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::Error;
use crate::Problem;

/// The document; it is the same for every request.
static DOCUMENT: LazyLock<Value> = LazyLock::new(document);

/// Answers `GET /api/v1/openapi.json`.
pub(crate) async fn openapi() -> Result<Response, Error> {
    crate::api::json(&*DOCUMENT)
}

/// Returns the schema of what a resource answers.
pub(crate) fn answered(resource: &Resource) -> Option<&'static Value> {
    let content = &DOCUMENT["paths"][resource.path]["get"]["responses"]["200"]["content"];
    let schema = &content["application/json"]["schema"];
    match schema["$ref"].as_str() {
        Some(reference) => DOCUMENT.pointer(reference.trim_start_matches('#')),
        None => Some(schema),
    }
}

fn document() -> Value {
    let mut generator = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into())
        .for_serialize()
        .into_generator();
    let problem = generator.subschema_for::<Problem>();
    let paths: Map<String, Value> = RESOURCES
        .iter()
        .map(|resource| (resource.path.to_owned(), json!({ "get": operation(resource, &mut generator) })))
        .collect();
    let schemas = generator.take_definitions(true);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Gongbao 公报",
            "summary": "Exact full-text search over published Chinese government documents",
            "description": "Every answer carries an `ETag` that changes with the index; ask again with `If-None-Match`. \
                            Offsets count characters (Unicode scalar values). The query language is told under /help.",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0" }
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {
                "Problem": {
                    "description": "What went wrong, as problem details (RFC 9457)",
                    "headers": headers(&["X-Request-Id"]),
                    "content": { "application/problem+json": { "schema": problem } }
                },
                "NotModified": {
                    "description": "The answer is still the one with this tag",
                    "headers": headers(&["ETag", "X-Request-Id"])
                }
            },
            "headers": {
                "ETag": {
                    "description": "Changes whenever the answer may change",
                    "schema": { "type": "string" }
                },
                "X-Request-Id": {
                    "description": "By which the request is found in the log",
                    "schema": { "type": "string" }
                }
            }
        }
    })
}

fn headers(names: &[&str]) -> Value {
    let refer = |name: &&str| ((*name).to_owned(), json!({ "$ref": format!("#/components/headers/{name}") }));
    Value::Object(names.iter().map(refer).collect())
}

fn operation(resource: &Resource, generator: &mut SchemaGenerator) -> Value {
    let content = match &resource.answer {
        Answer::Json(schema) => {
            let mut content = json!({ "application/json": { "schema": schema(generator) } });
            if resource.parameters.iter().any(|parameter| parameter.name == "format") {
                content["text/csv"] = json!({ "schema": { "type": "string" } });
            }
            content
        }
        Answer::Files(types) => {
            let text = |name: &&str| ((*name).to_owned(), json!({ "schema": { "type": "string" } }));
            Value::Object(types.iter().map(text).collect())
        }
    };
    let good = |description: &str| json!({ "description": description, "headers": headers(&["ETag", "X-Request-Id"]), "content": content });
    let problem = json!({ "$ref": "#/components/responses/Problem" });
    let mut responses = Map::new();
    responses.insert("200".to_owned(), good("The answer"));
    responses.insert("304".to_owned(), json!({ "$ref": "#/components/responses/NotModified" }));
    for status in ["400", "404", "405", "429", "500", "503"] {
        responses.insert(status.to_owned(), problem.clone());
    }
    if resource.may_be_gone {
        responses.insert("410".to_owned(), good("The record of a document that is gone; its text is empty"));
    }
    json!({
        "operationId": resource.name,
        "summary": resource.english,
        "description": resource.chinese,
        "parameters": resource.parameters.iter().map(|parameter| parameter.described()).collect::<Vec<_>>(),
        "responses": responses
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns every address of the API that the table of routes names.
    fn routed() -> Vec<&'static str> {
        let table = include_str!("../../routes.rs");
        let mut paths: Vec<&str> =
            table.split('"').filter(|part| part.starts_with("/api/v1/")).map(str::trim).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    #[test]
    fn every_address_of_the_api_is_described_and_no_other() {
        let mut described: Vec<&str> = RESOURCES.iter().map(|resource| resource.path).collect();
        described.sort_unstable();
        assert_eq!(described, routed());
    }

    #[test]
    fn every_reference_leads_somewhere_and_every_parameter_is_said_once() {
        let document = document();
        let text = document.to_string();
        for reference in text.split("\"$ref\":\"#").skip(1) {
            let pointer = reference.split('"').next().unwrap_or_default();
            assert!(document.pointer(pointer).is_some(), "{pointer}");
        }
        for resource in RESOURCES {
            let mut names: Vec<&str> = resource.parameters.iter().map(|parameter| parameter.name).collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{}", resource.path);
            for name in resource.path.split('{').skip(1).filter_map(|part| part.split('}').next()) {
                assert!(names.contains(&name), "{} says nothing of {name}", resource.path);
            }
        }
    }
}
