//! An address goes in; whether it is that of a site's front page, of the page that it shows for missing ones or of its login comes
//! out.

use url::Url;

/// Whether it is the front page of a site, also where a query says how the reader came there.
pub(crate) fn is_front_page(url: &Url) -> bool {
    let path = url.path().trim_matches('/').to_ascii_lowercase();
    let name = path.split('.').next().unwrap_or("");
    let is_bare = url
        .query_pairs()
        .all(|(key, _)| matches!(&*key, "from" | "ref" | "referer" | "url" | "error" | "code" | "msg"));
    !path.contains('/') && matches!(name, "" | "index" | "default" | "home" | "main") && is_bare
}

/// Whether it is named as the page is that a site shows in place of missing ones: `/404.html`, `/error/404.shtml`.
pub(crate) fn is_error_page(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    let name = path.rsplit('/').next().unwrap_or("").split('.').next().unwrap_or("");
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    matches!(
        letters.as_str(),
        "404"
            | "error"
            | "error404"
            | "404error"
            | "err404"
            | "page404"
            | "404page"
            | "notfound"
            | "pagenotfound"
            | "nopage"
    )
}

/// Whether it is named as a login is: `/login.jsp`, `/cas/login`, `/sso/`, `/oauth2/authorize`.
pub(crate) fn is_login(url: &Url) -> bool {
    const DOORS: [&str; 7] = ["login", "sso", "cas", "passport", "oauth", "oauth2", "uaa"];
    let path = url.path().to_ascii_lowercase();
    let mut segments = path.split('/').rev();
    let name = segments.next().unwrap_or("").split(['.', ';']).next().unwrap_or("");
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let is_inside = matches!(name, "" | "index" | "default" | "main" | "auth" | "authorize")
        && segments.next().is_some_and(|above| DOORS.contains(&above));
    let is_one = letters == "sso"
        || ["login", "signin", "logon"].iter().any(|word| {
            letters
                .strip_prefix(word)
                .is_some_and(|rest| matches!(rest, "" | "page" | "form" | "in" | "index"))
                || letters.strip_suffix(word).is_some_and(|rest| {
                    matches!(rest, "user" | "to" | "do" | "go" | "member" | "sso" | "cas" | "wap" | "unified")
                })
        });
    is_one || is_inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, front_page: &str, error_page: &str) {
        let url = Url::parse("http://a.gov.cn").unwrap().join(path).unwrap();
        let say = |is: bool| if is { "yes" } else { "no" };
        assert_eq!((say(is_front_page(&url)), say(is_error_page(&url))), (front_page, error_page), "{path}");
    }

    #[test]
    fn front_pages_have_few_names() {
        for path in ["/", "/index.html", "/index.php", "/Index.jsp", "/default.aspx", "/home/", "/?from=404"]
        {
            check(path, "yes", "no");
        }
        for path in ["/x/index.html", "/index.php?id=7", "/?p=7", "/index_7.html", "/art_7.html"] {
            check(path, "no", "no");
        }
    }

    #[test]
    fn error_pages_say_so_in_their_name() {
        for path in
            ["/404.html", "/error/404.shtml", "/error.html", "/notFound.jsp", "/404/page-404.htm?x=/a"]
        {
            check(path, "no", "yes");
        }
        for path in ["/404404.html", "/error/7.html", "/info/1/404x.htm"] {
            check(path, "no", "no");
        }
    }

    #[test]
    fn logins_say_so_in_their_name() {
        let is_login = |path: &str| is_login(&Url::parse("http://a.gov.cn").unwrap().join(path).unwrap());
        for path in [
            "/login.jsp?back=/x",
            "/cas/login?service=x",
            "/sso/",
            "/oauth2/authorize?client_id=1",
            "/member/userLogin.aspx",
            "/toLogin.do;jsessionid=1",
            "/passport/index.html",
        ] {
            assert!(is_login(path), "{path}");
        }
        for path in [
            "/cas/t20220101_1.html",
            "/logins/7.html",
            "/passport/content_12.html",
            "/a/login_help_1.html",
            "/",
        ] {
            assert!(!is_login(path), "{path}");
        }
    }
}
