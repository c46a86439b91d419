//! The page about the API: every address with its parameters and the fields of its answer, read from the same table as
//! the OpenAPI document.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

use crate::api::openapi;
use crate::api::openapi::Answer;
use crate::api::openapi::Place;
use crate::api::openapi::RESOURCES;
use crate::api::openapi::Resource;
use crate::language::Language;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::respond;

#[derive(Template)]
#[template(path = "api.html")]
struct Api {
    frame: Frame,
    resources: Vec<ResourceView>,
}

struct ResourceView {
    name: &'static str,
    path: &'static str,
    meaning: &'static str,
    parameters: Vec<ParameterView>,
    fields: Vec<FieldView>,
    example: Option<String>,
    types: String,
}

struct ParameterView {
    name: &'static str,
    is_needed: bool,
    range: String,
    meaning: &'static str,
}

struct FieldView {
    name: String,
    kind: String,
    meaning: String,
}

/// Answers `GET /api`.
pub(crate) async fn api(visitor: Visitor) -> Response {
    let language = visitor.language;
    let template = Api {
        frame: Frame::new(&visitor, Here::Api, language.phrases().api),
        resources: RESOURCES.iter().map(|resource| view(language, resource)).collect(),
    };
    respond(&visitor, Page::render(StatusCode::OK, &template))
}

fn view(language: Language, resource: &Resource) -> ResourceView {
    let parameters = resource.parameters.iter().map(|parameter| ParameterView {
        name: parameter.name,
        is_needed: parameter.place != Place::Query,
        range: parameter.range(),
        meaning: parameter.meaning(language),
    });
    let answered = openapi::answered(resource);
    ResourceView {
        name: resource.name,
        path: resource.path,
        meaning: resource.meaning(language),
        parameters: parameters.collect(),
        fields: answered.map(fields).unwrap_or_default(),
        example: (!resource.path.contains('{') && resource.is_shown)
            .then(|| format!("{}{}", resource.path, resource.example)),
        types: match &resource.answer {
            Answer::Json(_) => "application/json".to_owned(),
            Answer::Files(types) => types.join(", "),
        },
    }
}

/// Returns the fields of an object; those of the objects in it are told in the OpenAPI document.
fn fields(schema: &Value) -> Vec<FieldView> {
    let Some(properties) = schema["properties"].as_object() else { return Vec::new() };
    properties
        .iter()
        .map(|(name, property)| FieldView {
            name: name.clone(),
            kind: kind(property),
            meaning: property["description"].as_str().unwrap_or_default().replace('\n', " "),
        })
        .collect()
}

fn kind(property: &Value) -> String {
    if let Some(name) = property["$ref"].as_str() {
        return name.rsplit('/').next().unwrap_or(name).to_owned();
    }
    match &property["type"] {
        Value::String(name) if name == "array" => format!("[{}]", kind(&property["items"])),
        Value::String(name) => name.clone(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | "),
        _ => property["anyOf"]
            .as_array()
            .map(|kinds| kinds.iter().map(kind).collect::<Vec<_>>().join(" | "))
            .unwrap_or_default(),
    }
}
