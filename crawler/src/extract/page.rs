//! A page in; the document it holds, its attachments and what else it is, out.

use corpus::document::Confidence;
use corpus::document::Document;
use corpus::document::Field;
use corpus::document::Gap;
use corpus::document::Origin;
use url::Url;

use crate::extract::Extracted;
use crate::extract::Page;
use crate::extract::Signals;
use crate::extract::container;
use crate::extract::container::Body;
use crate::extract::fields;
use crate::extract::fields::Around;
use crate::extract::furniture;
use crate::extract::head;
use crate::extract::lines;
use crate::extract::lines::Line;
use crate::extract::links;
use crate::extract::meta_line;
use crate::extract::meta_line::MetaLine;
use crate::extract::meta_tags;
use crate::extract::meta_tags::MetaTags;
use crate::extract::signals;
use crate::extract::tag::Tag;
use crate::extract::title;
use crate::extract::tree::Tree;

/// How many lines before the text may say when and by whom it was published.
const BEFORE: usize = 80;

/// How many lines after it.
const AFTER: usize = 12;

/// Reads a page.
pub(crate) fn read(page: &Page<'_>) -> Extracted {
    let tree = Tree::parse(page.html);
    let lines = lines::lines(&tree);
    let tags = meta_tags::read(&tree);
    let body = container::find(&tree, &lines);
    let parts = Parts::of(&lines, body.as_ref());
    let around_text = meta_line::read(&parts.around);
    let printed = title::Printed {
        tree: &tree,
        tags: &tags,
        body: body.as_ref().map_or(tree.len(), |body| body.nodes.start),
    };
    let found = title::find(&printed, page.link_text, around_text.title.as_deref());
    let body_text = body_text(&parts, found.as_ref().map(|(title, _)| title.as_str()));
    let meta = merge(around_text, meta_line::read(&body_text.meta), parts.is_exact);
    let signals = Signals {
        soft_not_found: signals::is_missing(&tags.head_title, &lines),
        challenge: signals::is_challenge(page.html, &lines),
        refresh: links::refresh(&tree, page.url),
        navigation_only: signals::is_navigation(&lines),
    };
    let name = picture_name(&tree).or_else(|| file_name(page.url));
    let (title, origin) = found
        .or_else(|| {
            body_text.title.map(|title| (title, Origin::new("line above the text", Confidence::Inferred)))
        })
        .unwrap_or_else(|| title::build(&body_text.text, name.as_deref()));
    let mut document = Document::new(title, body_text.text);
    document.origins.insert(Field::Title, origin);
    if let Some(body) = &body {
        document.origins.insert(
            Field::Text,
            Origin::new(
                body.because.clone(),
                if body.is_exact { Confidence::Stated } else { Confidence::Inferred },
            ),
        );
    }
    if document.text.is_empty() && has_pictures(&tree) {
        document.gaps.push(Gap {
            field: Field::Text,
            because: "needs_ocr: the page holds pictures and no text".into(),
        });
    }
    let around = around(page, &tags, meta, &format!("{}{}", parts.breadcrumb, body_text.breadcrumb));
    Extracted {
        document: fields::fill(document, &around),
        attachments: links::attachments(&tree, page.url),
        signals,
        around,
    }
}

/// The lines of a page by what they are to its text.
struct Parts<'a> {
    /// Those of the text's container.
    body: &'a [Line],
    /// Those around it, for dates and names.
    around: String,
    /// Columns and breadcrumb.
    breadcrumb: String,
    /// The container holds the text and nothing else.
    is_exact: bool,
}

impl<'a> Parts<'a> {
    fn of(lines: &'a [Line], body: Option<&Body>) -> Parts<'a> {
        let range = body.map_or(lines.len()..lines.len(), |body| lines::within(lines, &body.nodes));
        let before = &lines[range.start.saturating_sub(BEFORE)..range.start];
        let after = &lines[range.end..(range.end + AFTER).min(lines.len())];
        let mut around = String::new();
        for line in before.iter().chain(after).filter(|line| line.chars < 300) {
            around.push_str(&line.text);
            around.push('\n');
        }
        let crumbs = before.iter().filter(|line| is_breadcrumb(&line.text));
        let breadcrumb = crumbs.map(|line| format!("{}\n", line.text)).collect();
        Parts { body: &lines[range], around, breadcrumb, is_exact: body.is_some_and(|body| body.is_exact) }
    }
}

fn is_breadcrumb(line: &str) -> bool {
    let located = ["当前位置", "所在位置", "您的位置", "现在的位置"].iter().any(|words| line.contains(words));
    line.chars().count() < 200 && (located || line.matches(['>', '＞', '»']).count() >= 2)
}

/// What the container's lines hold.
#[derive(Default)]
struct BodyText {
    text: String,
    title: Option<String>,
    meta: String,
    breadcrumb: String,
}

fn body_text(parts: &Parts<'_>, title: Option<&str>) -> BodyText {
    if parts.is_exact {
        return exact_text(parts.body, title);
    }
    let kept: Vec<&Line> =
        parts.body.iter().filter(|line| !(line.aside || furniture::is_furniture(&line.text))).collect();
    let texts: Vec<&str> = parts.body.iter().map(|line| line.text.as_str()).collect();
    let head = head::part(&texts, title);
    let in_text = |at: &usize| {
        let line = &parts.body[*at];
        !line.aside
            && !furniture::is_furniture(&line.text)
            && !(line.is_links() && line.chars < 60 && kept.len() > 3)
    };
    let lines: Vec<&str> = head.kept.iter().filter(|at| in_text(at)).map(|at| texts[*at]).collect();
    let text = head::without_foot(lines).join("\n");
    BodyText { text, title: head.title, meta: head.meta, breadcrumb: head.breadcrumb }
}

/// What an editor typed stays, but for font-size rows and neighbours that a template put inside.
fn exact_text(body: &[Line], title: Option<&str>) -> BodyText {
    let mut kept: Vec<&str> = Vec::new();
    let mut meta = String::new();
    for (at, line) in body.iter().enumerate() {
        if at < 12 && line.chars < 120 {
            meta.push_str(&line.text);
            meta.push('\n');
        }
        let neighbour = line.is_links() && furniture::is_furniture(&line.text);
        let repeated =
            at < 6 && kept.last().is_some_and(|last| is_title(last, title) && is_title(&line.text, title));
        if !neighbour && !repeated && !furniture::is_made_of_pieces(&line.text) {
            kept.push(&line.text);
        }
    }
    let head = head::part(&kept, None);
    BodyText { text: kept.join("\n"), title: head.title, meta, breadcrumb: String::new() }
}

fn is_title(line: &str, title: Option<&str>) -> bool {
    title.is_some_and(|title| title::letters(line) == title::letters(title))
}

/// Joins what stands around the text with what stands at its top; around an exact container, the former wins.
fn merge(around: MetaLine, inside: MetaLine, is_exact: bool) -> MetaLine {
    let (mut first, mut second) = if is_exact { (around, inside) } else { (inside, around) };
    // A labelled date outranks a bare one, wherever they stand.
    if first.published_label.is_none() && second.published_label.is_some() {
        (first.published, first.published_label) = (second.published.take(), second.published_label.take());
    }
    first.or(second)
}

fn around(page: &Page<'_>, tags: &MetaTags, meta: MetaLine, breadcrumb: &str) -> Around {
    let mut breadcrumb = breadcrumb.to_owned();
    for name in [&tags.column, &tags.site].into_iter().flatten() {
        breadcrumb.push_str(name);
        breadcrumb.push('\n');
    }
    if tags.site.is_none() {
        breadcrumb.push_str(&tags.head_title);
    }
    Around {
        url: Some(page.url.to_owned()),
        declared_place: page.declared_place.map(str::to_owned),
        listed_date: page.listed_date,
        breadcrumb,
        meta,
        tagged_date: tags.published,
        tagged_source: tags.source.clone(),
    }
}

fn has_pictures(tree: &Tree<'_>) -> bool {
    tree.subtree(tree.root()).any(|id| tree.tag(id) == Some(Tag::Img))
}

/// Returns what a picture is called, for a page of nothing else.
fn picture_name(tree: &Tree<'_>) -> Option<String> {
    let named = |id| tree.attribute(id, "title").or_else(|| tree.attribute(id, "alt"));
    let mut names = tree.subtree(tree.root()).filter(|id| tree.tag(*id) == Some(Tag::Img)).filter_map(named);
    let name = names.find(|name| name.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}')))?;
    Some(name.rsplit_once('.').map_or(name.as_ref(), |(stem, _)| stem).to_owned())
}

fn file_name(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    url.path_segments()?.rfind(|part| !part.is_empty()).map(str::to_owned)
}
