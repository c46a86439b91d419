//! The links of a page go in; those that are articles of its list come out, and the columns of a page that lists none.

use std::collections::HashMap;

use corpus::visit::Role;
use url::Host;
use url::Url;

use crate::address;
use crate::discover::Link;
use crate::discover::ListPage;
use crate::discover::page::Anchor;
use crate::discover::page::Anchors;
use crate::discover::page::drop_repeated;
use crate::discover::points::is_navigation;
use crate::discover::points::points;

/// More columns than this are not followed from one page.
const MOST_COLUMNS: usize = 200;

/// What speaks for a link, counted over all links of the same shape.
#[derive(Clone, Copy, Debug, Default)]
struct Group {
    count: i32,
    points: i32,
}

/// The articles that a page lists, in its order.
///
/// A link is an article when enough speaks for it by itself (an article's address, a date beside it, a long title), or
/// when it stands among links of the same shape for most of which that is so.
pub(crate) fn articles(anchors: &Anchors, page: &ListPage<'_>) -> Vec<Link> {
    let own = address::identity(page.url);
    let candidates: Vec<(&Anchor, i32)> = anchors
        .all
        .iter()
        .filter(|anchor| {
            page.leads_to(&anchor.url) && !is_navigation(anchor) && address::identity(&anchor.url) != own
        })
        .map(|anchor| (anchor, points(anchor)))
        .collect();
    let mut groups: HashMap<u64, Group> = HashMap::new();
    for (anchor, points) in &candidates {
        let group = groups.entry(anchor.shape).or_default();
        group.count += 1;
        group.points += points;
    }
    let accepted = candidates.into_iter().filter(|(anchor, points)| {
        let group = groups.get(&anchor.shape).copied().unwrap_or_default();
        let is_in_list = group.count >= 3 && group.points * 2 >= group.count * 3;
        // A tag like [通知公告] stands in every row too; its address gives it away.
        let facts = address::family(&anchor.url);
        *points >= 3 || (is_in_list && *points >= 0 && !(facts.role == Role::List && facts.is_sure))
    });
    let mut links: Vec<Link> = accepted.map(|(anchor, _)| link(anchor)).collect();
    drop_repeated(&mut links);
    links
}

/// Every link of a fragment that a list's own machinery gave out; nothing there is navigation but for its words.
pub(crate) fn all_articles(anchors: &Anchors, page: &Url) -> Vec<Link> {
    let own = address::identity(page);
    let rows =
        anchors.all.iter().filter(|anchor| !is_navigation(anchor) && address::identity(&anchor.url) != own);
    let mut links: Vec<Link> = rows.map(link).collect();
    drop_repeated(&mut links);
    links
}

/// The lists below a page that lists no article itself.
pub(crate) fn columns(anchors: &Anchors, page: &ListPage<'_>) -> Vec<Url> {
    let own = address::identity(page.url);
    let mut seen = std::collections::HashSet::from([own]);
    let mut columns = Vec::new();
    // All of a site lies below a list in its first folder; what its menus lead to are no columns of that list.
    let is_on_top = page.url.path().matches('/').count() == 1 && !address::is_front_page(page.url);
    for anchor in anchors.all.iter().filter(|anchor| !(is_on_top && anchor.is_furniture)) {
        let facts = address::family(&anchor.url);
        let is_below = page.leads_to(&anchor.url) && is_in_folder_of(page.url, &anchor.url);
        let is_column = is_below && facts.role == Role::List && !is_navigation(anchor);
        if is_column && seen.insert(address::identity(&anchor.url)) {
            columns.push(anchor.url.clone());
        }
        if columns.len() == MOST_COLUMNS {
            break;
        }
    }
    columns
}

/// Whether an address lies in the folder of a page or below it; the frame of a page leads to the whole site.
pub(crate) fn is_in_folder_of(page: &Url, url: &Url) -> bool {
    let folder = page.path().rsplit_once('/').map_or("/", |(folder, _)| folder);
    url.path().starts_with(folder)
}

fn link(anchor: &Anchor) -> Link {
    Link { url: anchor.url.clone(), title: anchor.title.clone(), date: anchor.date }
}

/// Whether two addresses belong to one site: the same host and port, or names below the same registered one.
pub(crate) fn same_site(one: &Url, other: &Url) -> bool {
    if one.port_or_known_default() != other.port_or_known_default()
        && (one.port().is_some() || other.port().is_some())
    {
        return false;
    }
    is_akin(one, other)
}

/// Whether two hosts lie below one registered name, or at the same number, whatever their ports.
pub(crate) fn is_akin(one: &Url, other: &Url) -> bool {
    match (one.host(), other.host()) {
        (Some(Host::Domain(one)), Some(Host::Domain(other))) => {
            address::registered(one) == address::registered(other)
        }
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;
    use crate::fetch::Permits;

    fn page<'a>(url: &'a Url, permits: Option<&'a Permits>) -> ListPage<'a> {
        ListPage { url, form: None, text: "", media_type: "text/html", permits }
    }

    fn read(address: &str, html: &str) -> (Vec<String>, Vec<String>) {
        let url = Url::parse(address).unwrap();
        let page = page(&url, None);
        let anchors = Anchors::of(&Html::parse_document(html), &url);
        let articles = articles(&anchors, &page).into_iter().map(|link| link.url.path().to_owned()).collect();
        let columns = columns(&anchors, &page).into_iter().map(|url| url.path().to_owned()).collect();
        (articles, columns)
    }

    #[track_caller]
    fn check(html: &str, expected: &[&str]) {
        assert_eq!(read("http://a.gov.cn/x/", html).0, expected, "{html}");
    }

    #[test]
    fn an_address_or_a_date_makes_an_article() {
        check(r#"<a href="202101/t20210106_12.html">某县公告</a>"#, &["/x/202101/t20210106_12.html"]);
        check(r#"<li><a href="a.html">某县政府工作报告</a> 2021-01-06</li>"#, &["/x/a.html"]);
        check(r#"<a href="a.html">栏目名称</a>"#, &[]);
        check(r#"<a href="http://b.gov.cn/info/1/23456.htm">外站的一篇文章标题</a>"#, &[]);
    }

    #[test]
    fn a_title_of_a_single_document_makes_an_article() {
        check("<li><a href='show.asp?id=7'>某某县2023年法治政府建设工作报告</a></li>", &["/x/show.asp"]);
        check("<li><a href='a/7.html'>关于做好某某县春季防火工作的通知</a></li>", &["/x/a/7.html"]);
        for column in ["法治政府建设年度报告公开专栏", "某某县法治政府建设年度报告", "2023年度报告"]
        {
            check(&format!("<li><a href='/c/fz/'>{column}</a></li>"), &[]);
        }
        check("<div class='main-nav'><a href='/a/7.html'>某某县2023年法治政府建设工作报告</a></div>", &[]);
    }

    #[test]
    fn rows_of_one_shape_support_each_other() {
        let rows: String = (0..5)
            .map(|n| format!("<li><a href='/f/{n}.html'>某某县法治政府建设年度报告之{n}</a></li>"))
            .collect();
        check(
            &format!("<ul>{rows}</ul>"),
            &["/f/0.html", "/f/1.html", "/f/2.html", "/f/3.html", "/f/4.html"],
        );
        let files: String =
            (0..3).map(|n| format!("<li><a href='f/{n:03}.html'>f/{n:03}_long.html</a></li>")).collect();
        check(&format!("<ul>{files}</ul>"), &["/x/f/000.html", "/x/f/001.html", "/x/f/002.html"]);
    }

    #[test]
    fn rows_may_be_clicked_on_as_a_whole() {
        for (tag, script) in [("div", "location.href='/f/N.html'"), ("li", "window.open('/f/N.html')")] {
            let row = |n: u32| {
                let script = script.replace('N', &n.to_string());
                format!(
                    "<{tag} class=row onclick=\"{script}\"><p>某某县法治政府建设年度报告之{n}</p><i>2021-01-06</i></{tag}>"
                )
            };
            let rows: String = (1..4).map(row).collect();
            let menu = "<div class=menu><span onclick=\"location.href='/y/'\">首页</span></div><td onclick='sort(1)'>标题</td>";
            check(&format!("{menu}<div>{rows}</div>"), &["/f/1.html", "/f/2.html", "/f/3.html"]);
        }
        let outer = "<li onclick=\"location.href='/f/1.html'\"><a href='info/1/2.htm'>某县年度报告</a><i>2021-01-06</i></li>";
        check(outer, &["/x/info/1/2.htm"]);
    }

    #[test]
    fn the_frame_of_a_page_lists_nothing() {
        let words = ["首页", "更多>>", "登录", "[下一页]", "2", "尾页", "网站地图", "某ICP备12345678号-1"];
        let links: String = words
            .iter()
            .map(|word| format!("<li><a href='info/1/{}.htm'>{word}</a></li>", word.len()))
            .collect();
        check(&links, &[]);
        let menu: String =
            (0..6).map(|n| format!("<li><a href='/c{n}/'>法治政府建设年度报告公开专栏</a></li>")).collect();
        check(&format!("<div class='main-nav'><ul>{menu}</ul></div>"), &[]);
        check(&format!("<ul>{menu}</ul>"), &[]);
    }

    #[test]
    fn years_and_short_labels_name_articles_where_their_addresses_do() {
        let rows = |label: &str, path: &str| -> String {
            let row = |year: u32| {
                let (label, path) =
                    (label.replace('N', &year.to_string()), path.replace('N', &year.to_string()));
                format!("<li><a href='{path}'>{label}</a></li>")
            };
            (2019..2022).map(row).collect()
        };
        for (label, path) in [
            ("N", "/x/N01/tN0101_N.html"),
            ("[N]", "/info/1025/N.htm"),
            ("N", "/zwgk/content/post_N.html"),
            ("报告", "/art/N/1/6/art_77_N.html"),
        ] {
            let (listed, _) = read("http://a.gov.cn/x/", &rows(label, path));
            assert_eq!(listed.len(), 3, "{label} {path}");
        }
        for (label, path) in
            [("N", "/x/?page=N"), ("N", "index_N.html"), ("报告", "/x/N/"), ("12", "/info/1025/N.htm")]
        {
            check(&rows(label, path), &[]);
        }
        check("<a href='/info/1025/7.htm'>简介</a>", &[]);
    }

    #[test]
    fn tags_and_icons_beside_titles_are_no_articles() {
        let row = |n: u32| {
            format!(
                "<li><a href='/c{n}/'>[公告]</a><a href='/f/{n}.html'>某某县法治政府建设年度报告之{n}</a>
                <a href='/down?id={n}'><img></a><i>2021-01-0{n}</i></li>"
            )
        };
        let rows: String = (1..5).map(row).collect();
        check(&format!("<ul>{rows}</ul>"), &["/f/1.html", "/f/2.html", "/f/3.html", "/f/4.html"]);
    }

    #[test]
    fn one_page_linked_twice_is_one_article() {
        let html = "<li><a href='info/1/2.htm'><img></a><a href='info/1/2.htm#a'>某县年度报告</a><i>2021-01-06</i></li>";
        let url = Url::parse("http://a.gov.cn/x/").unwrap();
        let links = articles(&Anchors::of(&Html::parse_document(html), &url), &page(&url, None));
        assert_eq!(links.len(), 1);
        assert_eq!((links[0].title.as_str(), links[0].date.is_some()), ("某县年度报告", true));
    }

    #[test]
    fn a_page_of_columns_leads_to_them() {
        let html = "<div class=nav><a href='/x/b/'>法治</a><a href='c.htm'>报告</a><a href='/y/'>别处</a><a href='/'>首页</a></div>";
        assert_eq!(
            read("http://a.gov.cn/x/", html),
            (vec![], vec!["/x/b/".to_owned(), "/x/c.htm".to_owned()])
        );
    }

    #[test]
    fn a_list_may_name_articles_wherever_its_source_goes() {
        let url = Url::parse("http://a.gov.cn/x/").unwrap();
        let hosts = ["a.gov.cn", "a.gov.cn:8080", "10.0.0.1:81", "*.b.gov.cn"].map(str::to_owned);
        let permits = Permits::new(hosts.to_vec());
        let named = |host: &str, permits| {
            let rows: String = (1..4).map(|n| format!("<li><a href='http://{host}/y/{n}.html'>某某县法治政府建设年度报告之{n}</a><i>2021-01-06</i></li>")).collect();
            let anchors = Anchors::of(&Html::parse_document(&rows), &url);
            articles(&anchors, &page(&url, permits)).len()
        };
        for host in ["a.gov.cn:8080", "10.0.0.1:81", "xxgk.b.gov.cn"] {
            assert_eq!((named(host, Some(&permits)), named(host, None)), (3, 0), "{host}");
        }
        for host in ["a.gov.cn:8081", "10.0.0.1", "c.gov.cn"] {
            assert_eq!(named(host, Some(&permits)), 0, "{host}");
        }
        let column = "<a href='http://www.b.gov.cn/x/b/'>法治</a><a href='http://www.b.gov.cn/y/'>别处</a><a href='http://c.gov.cn/x/b/'>外站</a>";
        let anchors = Anchors::of(&Html::parse_document(column), &url);
        assert_eq!(columns(&anchors, &page(&url, Some(&permits))).len(), 1);
    }

    #[test]
    fn the_menu_of_a_site_holds_no_columns_of_a_list() {
        let menu = "<div class='nav'><a href='/zwgk/'>政务</a><a href='/zwfw/'>服务</a></div>";
        assert!(read("http://a.gov.cn/list.html", menu).1.is_empty());
        assert_eq!(read("http://a.gov.cn/", menu).1, ["/zwgk/", "/zwfw/"]);
        assert_eq!(
            read("http://a.gov.cn/zwgk/index.html", &menu.replace("/zwfw/", "/zwgk/fz/")).1,
            ["/zwgk/fz/"]
        );
    }

    #[test]
    fn hosts_below_one_name_are_one_site() {
        let same = |one: &str, other: &str| same_site(&Url::parse(one).unwrap(), &Url::parse(other).unwrap());
        assert!(same("http://www.a.gov.cn/", "https://xxgk.a.gov.cn/"));
        assert!(!same("http://www.a.gov.cn/", "http://www.b.gov.cn/"));
        assert!(!same("http://127.0.0.1:8701/", "http://127.0.0.1:8702/"));
        assert!(!same("http://a.com/", "http://b.com/"));
        assert!(same("http://gov.cn/", "http://www.gov.cn/"));
    }
}
