//! A tree in; what its standard meta tags say (ArticleTitle, PubDate, ContentSource, SiteName, ColumnName) out.

use jiff::civil::Date;

use crate::extract::date;
use crate::extract::literals;
use crate::extract::tag::Tag;
use crate::extract::tree::Data;
use crate::extract::tree::NodeId;
use crate::extract::tree::Tree;
use crate::extract::value;

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

/// How much of a `title` element is read, in characters.
const LONGEST_TITLE: usize = 1000;

/// Reads the head of a page.
pub(crate) fn read(tree: &Tree<'_>) -> MetaTags {
    let mut tags = MetaTags::default();
    let mut open_title = None;
    let mut timed: Vec<Date> = Vec::new();
    for id in tree.subtree(tree.root()) {
        match tree.tag(id) {
            Some(Tag::Title) if tags.head_title.is_empty() => {
                tags.head_title = tree.text(id).chars().take(LONGEST_TITLE).collect();
            }
            Some(Tag::Meta) => {
                let names = ["name", "property", "itemprop"];
                let name = names.iter().find_map(|name| tree.attribute(id, name));
                let Some(name) = name else {
                    continue;
                };
                let content = tree.attribute(id, "content").unwrap_or_default();
                let content = content.split_whitespace().collect::<Vec<_>>().join(" ");
                if value::says_none(&content) {
                    continue;
                }
                match name.trim().to_ascii_lowercase().as_str() {
                    "articletitle" => tags.title = Some(content),
                    "og:title" => open_title = Some(content),
                    "pubdate"
                    | "publishdate"
                    | "article:published_time"
                    | "publish_date"
                    | "datepublished"
                    | "pubtime"
                    | "firstpublishedtime" => {
                        tags.published = tags.published.or(date::value(&content).map(|found| found.date));
                    }
                    "contentsource" if value::says_itself(&content) => {}
                    "contentsource" => tags.source = Some(content),
                    "sitename" => tags.site = Some(content),
                    "columnname" => tags.column = Some(content),
                    _ => {}
                }
            }
            Some(Tag::Hidden) if is_linked_data(tree, id) => {
                tags.published = tags.published.or_else(|| linked_date(tree, id));
            }
            Some(Tag::Inline | Tag::Unknown) => timed.extend(
                tree.attribute(id, "datetime").and_then(|day| date::value(&day).map(|found| found.date)),
            ),
            _ => {}
        }
    }
    timed.dedup();
    // A page with lists has many times, and none of them is known to be its own.
    if let [day] = timed[..] {
        tags.published = tags.published.or(Some(day));
    }
    tags.title = tags.title.or(open_title);
    tags
}

/// Tells whether a script holds what a page says of itself to search engines, as JSON.
fn is_linked_data(tree: &Tree<'_>, id: NodeId) -> bool {
    tree.attribute(id, "type").is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
}

/// Returns the day that linked data calls `datePublished`, or `pubDate` as Baidu does.
fn linked_date(tree: &Tree<'_>, id: NodeId) -> Option<Date> {
    let said = tree.subtree(id).filter_map(|at| match tree.node(at).data {
        Data::Text(text) => Some(text),
        _ => None,
    });
    let literals: Vec<_> = said.flat_map(literals::find).collect();
    let named =
        |literal: &&literals::Literal| matches!(literal.key.as_deref(), Some("datePublished" | "pubDate"));
    date::value(&literals.iter().find(named)?.text).map(|found| found.date)
}

#[cfg(test)]
mod tests {
    use crate::extract::meta_tags;
    use crate::extract::tree::Tree;

    #[track_caller]
    fn check(page: &str, published: Option<&str>, source: Option<&str>) {
        let tags = meta_tags::read(&Tree::parse(page));
        assert_eq!(tags.published.map(|date| date.to_string()).as_deref(), published, "{page}");
        assert_eq!(tags.source.as_deref(), source, "{page}");
    }

    #[test]
    fn what_a_page_says_to_search_engines_tells_its_day() {
        check(
            r#"<script type="application/ld+json">{"headline":"甲","datePublished":"2022-01-09T23:00:00+08:00"}</script>"#,
            Some("2022-01-09"),
            None,
        );
        check(
            r#"<script type="application/ld+json">{"pubDate": "2022-01-09T08:00:00","upDate":"2023-01-01"}</script>"#,
            Some("2022-01-09"),
            None,
        );
        check("<meta itemprop=datePublished content='2022-01-09'>", Some("2022-01-09"), None);
        check("<script>var x={\"pubDate\":\"2022-01-09\"}</script>", None, None);
    }

    #[test]
    fn the_only_time_of_a_page_is_its_day() {
        check(
            "<p>发表于 <time datetime='2022-01-09T10:00:00+08:00'>1月9日</time></p>",
            Some("2022-01-09"),
            None,
        );
        check(
            "<time datetime='2022-01-09'>1月9日</time><time datetime='2022-01-10'>1月10日</time>",
            None,
            None,
        );
        check("<time datetime='PT2H'>两小时</time>", None, None);
        check(
            "<time datetime='2022-01-09'></time><meta name=PubDate content=2022-01-08>",
            Some("2022-01-08"),
            None,
        );
    }

    #[test]
    fn a_tag_that_a_template_left_empty_says_nothing() {
        check(
            "<meta name=ContentSource content=null><meta name=PubDate content='1970-01-01 08:00:00'>",
            None,
            None,
        );
        check("<meta name=ContentSource content=某县司法局>", None, Some("某县司法局"));
        check("<meta name=ContentSource content=本站原创>", None, None);
    }
}
