//! An address goes in; the system, role, date, column and id that its shape gives away come out.

use std::sync::LazyLock;

use corpus::visit::Role;
use jiff::civil::Date;
use regex::Captures;
use regex::Regex;
use url::Host;
use url::Url;

use crate::address::role;

/// The content management system that an address looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cms {
    /// TRS WCM.
    Trs,
    /// Hanweb jcms.
    Hanweb,
    /// Hanweb's newer jpaas.
    HanwebJpaas,
    /// VSB (博达).
    Vsb,
    /// 开普 UCAP.
    KaipuUcap,
    /// 南方 NFCMS.
    Nfcms,
    /// The Guangdong disclosure platform.
    Gkmlpt,
    /// `www.gov.cn`.
    GovCn,
    /// 龙讯 Lonsun.
    Lonsun,
    /// JEECMS.
    Jeecms,
    /// 国泰新点 Epoint.
    Epoint,
}

impl Cms {
    /// The system's key in JSON and in logs.
    pub fn key(self) -> &'static str {
        match self {
            Cms::Trs => "trs",
            Cms::Hanweb => "hanweb",
            Cms::HanwebJpaas => "hanweb-jpaas",
            Cms::Vsb => "vsb",
            Cms::KaipuUcap => "kaipu-ucap",
            Cms::Nfcms => "nfcms",
            Cms::Gkmlpt => "gkmlpt",
            Cms::GovCn => "gov.cn",
            Cms::Lonsun => "lonsun",
            Cms::Jeecms => "jeecms",
            Cms::Epoint => "epoint",
        }
    }
}

/// What an address alone tells; all of it weaker than what the page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The system, where the address gives it away.
    pub cms: Option<Cms>,
    /// A list, an article or an attachment.
    pub role: Role,
    /// Whether the address itself shows the role; otherwise `role` is only the likelier one.
    pub is_sure: bool,
    /// The full date in the address.
    pub date: Option<Date>,
    /// Year and month, where the address has no day.
    pub month: Option<(i16, i8)>,
    /// The year, where the address has neither month nor day.
    pub year: Option<i16>,
    /// The column's key as the address writes it.
    pub column: Option<String>,
    /// The article's key as the address writes it.
    pub id: Option<String>,
    /// Whether the host is an IP address.
    pub ip_host: bool,
}

/// One shape of address: where it matches, what system writes it and what it is.
struct Shape {
    cms: Option<Cms>,
    role: Role,
    /// Matched against path and query; groups `y m d col id` are read where they exist.
    pattern: Regex,
}

/// Tells what the address alone gives away. The first shape that matches decides.
pub fn family(url: &Url) -> Address {
    let ip_host = !matches!(url.host(), Some(Host::Domain(_)));
    let target = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let mut address = Address {
        cms: None,
        role: Role::List,
        is_sure: true,
        date: None,
        month: None,
        year: None,
        column: None,
        id: None,
        ip_host,
    };
    if role::has_file_name(url.path()) {
        address.role = Role::Attachment;
        return address;
    }
    let known = SHAPES.iter().find_map(|shape| shape.pattern.captures(&target).map(|found| (shape, found)));
    if let Some((shape, found)) = known {
        address.cms = shape.cms;
        address.role = shape.role;
        address.column = group(&found, "col");
        address.id = group(&found, "id");
        read_date(&mut address, &found);
    } else {
        (address.role, address.is_sure) = match role::plain_role(url) {
            Some(role) => (role, true),
            None => (Role::List, false),
        };
    }
    if address.date.is_none() && address.month.is_none() && address.year.is_none() {
        let folders = [&DAY_FOLDERS, &DAY_FOLDER, &MONTH_FOLDER];
        if let Some(found) = folders.iter().find_map(|folder| folder.captures(url.path())) {
            read_date(&mut address, &found);
        }
    }
    if matches!(url.host_str(), Some("www.gov.cn" | "gov.cn")) {
        address.cms = Some(Cms::GovCn);
    }
    address
}

/// Whether the path alone names one article, so that a query adds nothing but how the reader came there.
pub(crate) fn names_itself(url: &Url) -> bool {
    let path = url.path();
    let is_static = STATIC.is_match(path);
    is_static
        && (SHAPES.iter().any(|shape| shape.role == Role::Article && shape.pattern.is_match(path))
            || role::has_id(path))
}

/// Whether a key of a query chooses a page or a part of one. The key is in lower case.
pub(crate) fn is_key_of_page(key: &str) -> bool {
    key.ends_with("id")
        || key.contains("page")
        || matches!(key, "p" | "pn" | "key" | "guid" | "uuid" | "name" | "file" | "year" | "nian" | "month")
}

fn group(found: &Captures<'_>, name: &str) -> Option<String> {
    found.name(name).map(|value| value.as_str().to_owned())
}

fn read_date(address: &mut Address, found: &Captures<'_>) {
    let number = |name| found.name(name).and_then(|digits| digits.as_str().parse::<i16>().ok());
    let Some(year) = number("y").filter(|year| (1990..2100).contains(year)) else {
        return;
    };
    let month =
        number("m").and_then(|month| i8::try_from(month).ok()).filter(|month| (1..=12).contains(month));
    let day = number("d").and_then(|day| i8::try_from(day).ok());
    match (month, day) {
        (Some(month), Some(day)) => address.date = Date::new(year, month, day).ok(),
        (Some(month), None) => address.month = Some((year, month)),
        (None, None) if found.name("m").is_none() => address.year = Some(year),
        _ => {}
    }
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant that the tests compile")
}

static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    use Role::Article;
    use Role::List;
    let shape = |cms, role, pattern| Shape { cms, role, pattern: regex(pattern) };
    let html = |cms, role, stem: &str| Shape {
        cms,
        role,
        pattern: regex(&format!(r"(?i){stem}\.s?html?(?:[?;]|$)")),
    };
    vec![
        shape(Some(Cms::Gkmlpt), Article, r"(?i)/gkmlpt/content/(?P<col>[\d/]+)/post_(?P<id>\d+)\.html"),
        shape(Some(Cms::Gkmlpt), List, r"(?i)/gkmlpt/api/all/(?P<col>\d+)"),
        shape(Some(Cms::Gkmlpt), List, r"(?i)/gkmlpt/"),
        html(Some(Cms::Nfcms), Article, r"/content/(?:mpost|post)_(?P<id>\d+)"),
        html(Some(Cms::Nfcms), Article, r"/(?:mpost|post)_(?P<id>\d+)"),
        html(
            Some(Cms::Hanweb),
            Article,
            r"/art/(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})/art_(?P<col>\d+)_(?P<id>\d+)",
        ),
        html(
            Some(Cms::HanwebJpaas),
            Article,
            r"/art/(?P<y>\d{4})/(?:(?P<m>\d{1,2})/(?P<d>\d{1,2})/)?art_(?:(?P<col>[0-9a-f]{1,32})_)?(?P<id>[0-9a-f]{32})",
        ),
        shape(Some(Cms::Hanweb), List, r"(?i)/col/col(?P<col>\d+)(?:/|$)"),
        shape(Some(Cms::Hanweb), List, r"(?i)/jpage/dataproxy\.jsp"),
        shape(Some(Cms::HanwebJpaas), List, r"(?i)/jpaas-publish-server/"),
        html(Some(Cms::Trs), Article, r"/t(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})_(?P<id>\d+)(?:_\d+)?"),
        html(Some(Cms::Trs), Article, r"/t(?P<id>\d{3,})(?:_\d+)?"),
        html(Some(Cms::Vsb), Article, r"/info/(?P<col>\d+)/(?P<id>\d+)"),
        shape(Some(Cms::Vsb), Article, r"(?i)[?&]wbtreeid=(?P<col>\d+)&(?:[^&]*&)*?wbnewsid=(?P<id>\d+)"),
        shape(Some(Cms::Vsb), List, r"(?i)[?&]wbtreeid=(?P<col>\d+)"),
        html(Some(Cms::KaipuUcap), Article, r"/(?P<col>[^/]+)/(?P<y>\d{4})(?P<m>\d{2})/(?P<id>[0-9a-f]{32})"),
        html(Some(Cms::KaipuUcap), List, r"/(?P<col>c\d{4,})/(?:[a-z_]*list|zfxxgk|common|index)[a-z_\d]*"),
        html(
            Some(Cms::Epoint),
            Article,
            r"/(?P<col>[^/]+)/(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})/(?P<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})",
        ),
        shape(Some(Cms::Lonsun), Article, r"(?i)/public/content/(?P<id>\d+)"),
        shape(Some(Cms::Lonsun), List, r"(?i)/public/column/(?P<col>\d+)"),
        shape(Some(Cms::Lonsun), Article, r"(?i)/content/article/(?P<id>\d+)"),
        shape(Some(Cms::Jeecms), Article, r"(?i)/(?P<col>[^/]+)/(?P<id>\d+)(?:_\d+)?\.jhtml"),
        shape(Some(Cms::Jeecms), List, r"(?i)/(?:(?P<col>[^/]+)/)?[^/]*\.jhtml"),
        html(None, Article, r"/content_(?P<id>\d+)(?:_\d+)?"),
    ]
});

/// `/2022/01/29/`, `/2022-09/12/`.
static DAY_FOLDERS: LazyLock<Regex> =
    LazyLock::new(|| regex(r"/(?P<y>(?:19|20)\d{2})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})/"));
/// `/20220112/`, `/202201/29/`, `/2022/0129/`.
static DAY_FOLDER: LazyLock<Regex> =
    LazyLock::new(|| regex(r"/(?P<y>(?:19|20)\d{2})/?(?P<m>\d{2})/?(?P<d>\d{2})/"));
/// `/202404/`, `/2024-04/`, `/2024/04/`.
static MONTH_FOLDER: LazyLock<Regex> = LazyLock::new(|| regex(r"/(?P<y>(?:19|20)\d{2})[-/]?(?P<m>\d{2})/"));
/// Pages that are files: what follows the question mark does not reach a program.
static STATIC: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)(?:\.s?html?|\.jhtml|/content/\d+|/content_\d+)$"));

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks `cms|role|date|column|id`, with `-` for nothing.
    #[track_caller]
    fn check(address: &str, expected: &str) {
        let found = family(&Url::parse(address).unwrap());
        let date = match (found.date, found.month, found.year) {
            (Some(date), None, None) => date.to_string(),
            (None, Some((year, month)), None) => format!("{year}-{month:02}"),
            (None, None, Some(year)) => year.to_string(),
            _ => "-".to_owned(),
        };
        let cms = found.cms.map_or("-", Cms::key);
        let (column, id) = (found.column.as_deref().unwrap_or("-"), found.id.as_deref().unwrap_or("-"));
        assert_eq!(format!("{cms}|{}|{date}|{column}|{id}", found.role.key()), expected, "{address}");
    }

    #[test]
    fn each_system_has_its_shape() {
        check("http://a.gov.cn/zwgk/202103/t20210329_5396867.html", "trs|article|2021-03-29|-|5396867");
        check("http://a.gov.cn/zfys/t4524670.html", "trs|article|-|-|4524670");
        check("https://a.gov.cn/art/2022/1/6/art_12294_56720.html", "hanweb|article|2022-01-06|12294|56720");
        check("https://a.gov.cn/col/col1229/index.html", "hanweb|list|-|1229|-");
        let md5 = "4ac8ce0009be4a7a991a7121d36457ca";
        check(
            &format!("https://a.gov.cn/art/2025/art_{md5}.html"),
            &format!("hanweb-jpaas|article|2025|-|{md5}"),
        );
        check("https://a.gov.cn/info/1025/61695.htm", "vsb|article|-|1025|61695");
        check("http://a.gov.cn/content.jsp?urltype=n&wbtreeid=1025&wbnewsid=7", "vsb|article|-|1025|7");
        check("http://a.gov.cn/list.jsp?urltype=t&wbtreeid=1025", "vsb|list|-|1025|-");
        check(
            &format!("http://a.gov.cn/c108016/202110/{md5}.shtml"),
            &format!("kaipu-ucap|article|2021-10|c108016|{md5}"),
        );
        check("http://a.gov.cn/x/content/post_3468344.html", "nfcms|article|-|-|3468344");
        check("http://a.gov.cn/q/gkmlpt/content/1/1662/post_16622.html", "gkmlpt|article|-|1/1662|16622");
        check("http://a.gov.cn/gkmlpt/api/all/1234?page=1&sid=7", "gkmlpt|list|-|1234|-");
        check("https://www.gov.cn/zhengce/content/202609/content_7082.htm", "gov.cn|article|2026-09|-|7082");
        check("https://www.gov.cn/zhengce/2021-08/11/content_5630.htm", "gov.cn|article|2021-08-11|-|5630");
        check("https://a.gov.cn/public/content/38194471", "lonsun|article|-|-|38194471");
        check("https://a.gov.cn/D49Y/4606450.jhtml", "jeecms|article|-|D49Y|4606450");
        let uuid = "7d4f2b5b-1111-4222-8333-123456789abc";
        check(
            &format!("http://a.gov.cn/002/20220112/{uuid}.html"),
            &format!("epoint|article|2022-01-12|002|{uuid}"),
        );
    }

    #[test]
    fn an_unknown_system_still_has_roles_and_dates() {
        check("https://a.gov.cn/gk/ndbg/content_184762", "-|article|-|-|-");
        check("http://a.gov.cn/niandubaogao/63384/index.htm", "-|article|-|-|-");
        check("http://a.gov.cn/22560/22709/index.htm", "-|list|-|-|-");
        check("http://1.25.240.11:8082/sites/w/zwinfo.jsp?id=15652", "-|article|-|-|-");
        check(
            "http://a.gov.cn/g/channel_c_5f9f6ab8_n_1605682797.5889/doc_6017a5b315926bbfe8ec3124.html",
            "-|article|-|-|-",
        );
        check("http://a.gov.cn/doc/2022/01/29/3592550.shtml", "-|article|2022-01-29|-|-");
        check("http://a.gov.cn/2022/0129/3592550.shtml", "-|article|2022-01-29|-|-");
        check("http://a.gov.cn/show/123.html", "-|article|-|-|-");
        check("http://a.gov.cn/news/detail/12", "-|article|-|-|-");
        check("http://a.gov.cn/portal/article/index/id/12.html", "-|article|-|-|-");
        check("http://a.gov.cn/newsshow-12-345-1.html", "-|article|-|-|-");
        check("http://a.gov.cn/news/12.htm", "-|list|-|-|-");
        check("http://a.gov.cn/zwgk/", "-|list|-|-|-");
        check("http://a.gov.cn/zwgk/index_3.html", "-|list|-|-|-");
        check("http://a.gov.cn/zbgg/10.htm", "-|list|-|-|-");
        check("http://a.gov.cn/list.aspx?columnid=3", "-|list|-|-|-");
        check("http://a.gov.cn/Content-2810991.html", "-|article|-|-|-");
        check("http://a.gov.cn/2011626652839731201.html", "-|article|-|-|-");
        check("http://a.gov.cn/files/2023/P0202301.docx", "-|attachment|-|-|-");
    }

    #[test]
    fn an_impossible_date_is_none() {
        check("http://a.gov.cn/x/t20211399_1234.html", "trs|article|-|-|1234");
        check("http://a.gov.cn/art/2021/2/30/art_1_2.html", "hanweb|article|-|1|2");
    }

    #[test]
    fn an_address_of_numbers_is_told_apart() {
        assert!(family(&Url::parse("http://1.25.240.11:8082/x.jsp?id=1").unwrap()).ip_host);
        assert!(!family(&Url::parse("http://a.gov.cn/").unwrap()).ip_host);
    }
}
