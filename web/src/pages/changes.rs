//! The changes page: what is new, changed, gone or back, newest first.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use corpus::store::ChangeEvent;

use crate::App;
use crate::language::Language;
use crate::news;
use crate::news::News;
use crate::pages::Frame;
use crate::pages::Here;
use crate::pages::Page;
use crate::pages::Visitor;
use crate::pages::respond;
use crate::params::ChangesParams;
use crate::params::Reading;
use crate::params::encode;
use crate::params::without_faults;

/// How many changes stand on a page.
const CHANGES: usize = 50;

#[derive(Template)]
#[template(path = "changes.html")]
struct Changes {
    frame: Frame,
    lines: Vec<ChangeView>,
    next: Option<String>,
    json: String,
}

struct ChangeView {
    at: String,
    event: String,
    is_gone: bool,
    title: String,
    href: String,
    note: String,
    compare: Option<String>,
}

/// Answers `GET /changes`.
pub(crate) async fn changes(State(app): State<App>, visitor: Visitor) -> Response {
    let asker = visitor.clone();
    let result = app.read(move |reader| {
        let language = asker.language;
        let before =
            without_faults(&asker.query, |query| Ok(ChangesParams::read(query, Reading::Lenient)?.before));
        let (mut lines, mut next) = (Vec::new(), None);
        if let Some(store) = reader.store()? {
            let newest = news::newest(store, before, CHANGES)?;
            next = newest.next.map(|next| format!("/changes?before={next}"));
            for change in newest.changes {
                lines.extend(news::told(store, change)?.map(|news| view(language, news)));
            }
        }
        let json = before.map(|before| format!("&before={before}")).unwrap_or_default();
        let template = Changes {
            frame: Frame::new(&asker, Here::Changes, language.phrases().changed_lately)
                .with_feed("/feed".into()),
            lines,
            next,
            json: format!("/api/v1/changes?limit={CHANGES}{json}"),
        };
        Page::render(StatusCode::OK, &template)
    });
    respond(&visitor, result.await)
}

fn view(language: Language, news: News) -> ChangeView {
    let t = language.phrases();
    let (id, version) = (news.change.document.as_str(), news.change.version);
    let side = |number: u32| encode(&format!("{id}@{number}"));
    let is_changed = news.change.event == ChangeEvent::Changed && version > 1;
    let parts = [
        language.kind(news.kind),
        news.region.unwrap_or_default().replace('/', " / "),
        format!("{}{version}{}", t.version, t.version_after),
    ];
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    ChangeView {
        at: language.time(news.change.at),
        event: match language {
            Language::Chinese => news.change.event.chinese().to_owned(),
            Language::English => news.change.event.key().to_owned(),
        },
        is_gone: news.change.event == ChangeEvent::Gone,
        title: news.title,
        href: format!("/documents/{}", encode(id)),
        note: said.join(" · "),
        compare: is_changed.then(|| format!("/compare?a={}&b={}", side(version - 1), side(version))),
    }
}
