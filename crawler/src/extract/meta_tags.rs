//! A tree in; what its standard meta tags say (ArticleTitle, PubDate, ContentSource, SiteName, ColumnName) out.

use jiff::civil::Date;

use crate::extract::date;
use crate::extract::tag::Tag;
use crate::extract::tree::Tree;

/// What the meta tags of a page say; GB/T standard names first, then the names of the open web.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MetaTags {
    /// ArticleTitle, og:title.
    pub(crate) title: Option<String>,
    /// PubDate, publishdate.
    pub(crate) published: Option<Date>,
    /// ContentSource, source.
    pub(crate) source: Option<String>,
    /// SiteName.
    pub(crate) site: Option<String>,
    /// ColumnName.
    pub(crate) column: Option<String>,
    /// The `title` element.
    pub(crate) head_title: String,
}

/// Reads the head of a page.
pub(crate) fn read(tree: &Tree<'_>) -> MetaTags {
    let mut tags = MetaTags::default();
    let mut open_title = None;
    for id in tree.subtree(tree.root()) {
        match tree.tag(id) {
            Some(Tag::Title) if tags.head_title.is_empty() => tags.head_title = tree.text(id),
            Some(Tag::Meta) => {
                let name = tree.attribute(id, "name").or_else(|| tree.attribute(id, "property"));
                let Some(name) = name else {
                    continue;
                };
                let content = tree.attribute(id, "content").unwrap_or_default();
                let content = content.split_whitespace().collect::<Vec<_>>().join(" ");
                if content.is_empty() {
                    continue;
                }
                match name.trim().to_ascii_lowercase().as_str() {
                    "articletitle" => tags.title = Some(content),
                    "og:title" => open_title = Some(content),
                    "pubdate"
                    | "publishdate"
                    | "article:published_time"
                    | "publish_date"
                    | "pubtime"
                    | "firstpublishedtime" => {
                        tags.published = tags.published.or(date::value(&content).map(|found| found.date));
                    }
                    "contentsource" => tags.source = Some(content),
                    "sitename" => tags.site = Some(content),
                    "columnname" => tags.column = Some(content),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    tags.title = tags.title.or(open_title);
    tags
}
