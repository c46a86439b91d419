//! The selectors of a recipe, for the site that no dialect reads.

use scraper::ElementRef;
use scraper::Html;
use scraper::Selector;

use crate::address;
use crate::discover::Dialect;
use crate::discover::Link;
use crate::discover::ListPage;
use crate::discover::ListRequest;
use crate::discover::Listing;
use crate::discover::day;
use crate::discover::page::drop_repeated;
use crate::discover::page::one_line;

/// CSS selectors of a recipe.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Selectors {
    /// One row of the list.
    pub item: String,
    /// The link inside the row; the first link when left out.
    #[serde(default)]
    pub link: Option<String>,
    /// The title inside the row; that of the link when left out.
    #[serde(default)]
    pub title: Option<String>,
    /// The date inside the row; the first date in its text when left out.
    #[serde(default)]
    pub date: Option<String>,
    /// The link to the next page; found without it where it says 下一页.
    #[serde(default)]
    pub next: Option<String>,
}

impl Selectors {
    /// Checks that every selector can be read; returns the key of the first that cannot, and what it says.
    pub fn check(&self) -> Result<(), (&'static str, &str)> {
        let optional =
            [("link", &self.link), ("title", &self.title), ("date", &self.date), ("next", &self.next)];
        let all = [("item", Some(&self.item))]
            .into_iter()
            .chain(optional.into_iter().map(|(key, css)| (key, css.as_ref())));
        for (key, css) in all {
            if let Some(css) = css.filter(|css| Selector::parse(css).is_err()) {
                return Err((key, css));
            }
        }
        Ok(())
    }

    /// Reads the rows of a page; nothing where a selector cannot be read or finds nothing.
    pub(crate) fn list(&self, page: &ListPage<'_>, document: &Html) -> Listing {
        let parse = |css: &Option<String>| css.as_deref().and_then(|css| Selector::parse(css).ok());
        let (link, title, date) = (parse(&self.link), parse(&self.title), parse(&self.date));
        let mut listing = Listing { dialect: Dialect::Selectors, ..Listing::default() };
        let Ok(item) = Selector::parse(&self.item) else {
            return listing;
        };
        for row in document.select(&item) {
            let Some(anchor) = anchor(row, link.as_ref()) else {
                continue;
            };
            let url = anchor.value().attr("href").and_then(|href| address::join(page.url, href));
            let Some(url) = url else {
                continue;
            };
            let named = title.as_ref().and_then(|title| row.select(title).next());
            let written =
                named.map_or_else(|| title_of(anchor), |named| one_line(&named.text().collect::<String>()));
            let dated = date.as_ref().and_then(|date| row.select(date).next()).unwrap_or(row);
            let date = day::in_text(&dated.text().collect::<Vec<_>>().join(" "));
            listing.links.push(Link { url, title: written, date });
        }
        let next = parse(&self.next);
        let next =
            next.iter().flat_map(|next| document.select(next)).filter_map(|next| next.value().attr("href"));
        listing.next.extend(next.filter_map(|href| address::join(page.url, href)).map(ListRequest::get));
        drop_repeated(&mut listing.links);
        listing
    }
}

fn anchor<'a>(row: ElementRef<'a>, link: Option<&Selector>) -> Option<ElementRef<'a>> {
    if let Some(link) = link {
        return row.select(link).next();
    }
    let mut inside = row.descendants().filter_map(ElementRef::wrap);
    inside.find(|element| element.value().name() == "a" && element.value().attr("href").is_some())
}

fn title_of(anchor: ElementRef<'_>) -> String {
    let attribute = one_line(anchor.value().attr("title").unwrap_or(""));
    if attribute.is_empty() { one_line(&anchor.text().collect::<String>()) } else { attribute }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    const HTML: &str = "<div class=r><h4>甲县报告</h4><a class=x href=/x>…</a><a class=go href='a?n=1'>进入</a><i>2022-01-06</i></div>
        <div class=r><h4>无</h4></div><a class=n href='?p=2'>→</a>";

    fn read(selectors: &Selectors) -> Listing {
        let url = Url::parse("http://a.gov.cn/y/").unwrap();
        let page = ListPage { url: &url, form: None, text: HTML, media_type: "text/html", permits: None };
        selectors.list(&page, &Html::parse_document(HTML))
    }

    #[test]
    fn selectors_name_rows_and_their_parts() {
        let some = |css: &str| Some(css.to_owned());
        let selectors = Selectors {
            item: ".r".to_owned(),
            link: some(".go"),
            title: some("h4"),
            date: some("i"),
            next: some(".n"),
        };
        let listing = read(&selectors);
        assert_eq!(listing.links.len(), 1);
        let link = &listing.links[0];
        let date = link.date.map(|date| date.to_string());
        assert_eq!(
            (link.url.as_str(), link.title.as_str(), date.as_deref()),
            ("http://a.gov.cn/y/a?n=1", "甲县报告", Some("2022-01-06"))
        );
        assert_eq!(listing.next[0].url.as_str(), "http://a.gov.cn/y/?p=2");
        assert_eq!(selectors.check(), Ok(()));
    }

    #[test]
    fn a_selector_that_cannot_be_read_is_named() {
        let selectors =
            Selectors { item: ".r".to_owned(), date: Some("[[".to_owned()), ..Selectors::default() };
        assert_eq!(selectors.check().map_err(|(key, _)| key), Err("date"));
        let selectors = Selectors { item: "::".to_owned(), ..Selectors::default() };
        assert_eq!(read(&selectors).links.len(), 0);
    }
}
