//! Files that several pages name, and that a list names too: whoever asks first, each page has the text of its files.

use std::path::Path;

use serde_json::Value;
use serde_json::json;

use crate::program::run;
use crate::site::Act;
use crate::site::Site;
use crate::state::last_change;
use crate::state::present;
use crate::state::rebuilt;
use crate::state::state;

/// A page of a year whose text lies in files.
fn page(year: u64, files: &[String]) -> Act {
    let title = format!("某县{year}年度法治政府建设工作报告");
    let links: String = files.iter().map(|file| format!("<a href=\"{file}\">附件{file}</a>")).collect();
    let page = format!(
        "<html><title>{title}</title><body><h1>{title}</h1><div id=\"zoom\">{links}</div></body></html>"
    );
    Act::Tagged(page.into_bytes())
}

/// A file that says one thing at some length.
fn file(says: &str) -> Act {
    let text: String = (1..9).map(|n| format!("第{n}项：{says}，各单位认真落实，按期办结。\n")).collect();
    Act::Tagged(text.into_bytes())
}

fn found(data: &Path, phrase: &str) -> Value {
    run(data, &["search", &format!("\"{phrase}\""), "--json", "--limit", "0"]).json()["total"]["documents"]
        .clone()
}

fn names(files: &[&str]) -> Vec<String> {
    files.iter().map(|file| (*file).to_owned()).collect()
}

#[test]
fn a_changed_file_reaches_every_page_that_names_it_though_no_page_changed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html", "/c.html"], None);
    site.act("/a.html", page(2019, &names(&["/f/one.txt", "/f/two.txt"])));
    site.act("/b.html", page(2020, &names(&["/f/two.txt", "/f/one.txt"])));
    site.act("/c.html", page(2021, &names(&["/f/one.txt"])));
    site.act("/f/one.txt", file("新修公路三十公里"));
    site.act("/f/two.txt", file("改造小区十二个"));
    assert_eq!(site.crawl_asking_once(data), json!({"new": 3}));
    assert_eq!(site.crawl_asking_once(data), json!({"unchanged": 3}));
    site.act("/f/one.txt", file("新修公路九十公里"));
    assert_eq!(site.crawl_asking_once(data), json!({"changed": 3}));
    assert_eq!((found(data, "九十公里"), found(data, "三十公里")), (json!(3), json!(0)));
    site.act("/f/two.txt", file("改造小区九十个"));
    assert_eq!(site.crawl_asking_once(data), json!({"changed": 2, "unchanged": 1}));
    site.act("/c.html", page(2021, &names(&["/f/one.txt", "/f/two.txt"])));
    site.act("/a.html", page(2019, &names(&["/f/one.txt"])));
    assert_eq!(site.crawl_asking_once(data), json!({"changed": 2, "unchanged": 1}));
    assert_eq!((found(data, "九十公里"), found(data, "小区九十个")), (json!(3), json!(2)));
    assert_eq!(state(data), rebuilt(&site, data));
}

#[test]
fn a_file_that_is_put_back_is_a_change_also_after_rereading() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], None);
    site.act("/a.html", page(2019, &names(&["/f/one.txt"])));
    let (one, other) = (file("新修公路三十公里"), file("新修公路九十公里"));
    for (says, came) in [(&one, "new"), (&other, "changed"), (&one, "changed"), (&other, "changed")] {
        site.act("/f/one.txt", says.clone());
        assert_eq!(site.crawl_asking_once(data), json!({ came: 1 }));
        assert_eq!(run(data, &["reparse"]).code, 0);
    }
    assert_eq!(site.crawl_asking_once(data), json!({"unchanged": 1}));
    assert_eq!((found(data, "九十公里"), found(data, "三十公里")), (json!(1), json!(0)));
}

#[test]
fn a_changed_file_reaches_a_page_that_is_asked_for_in_a_later_crawl() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html"], None);
    site.act("/a.html", page(2019, &names(&["/f/one.txt"])));
    site.act("/b.html", page(2020, &names(&["/f/one.txt"])));
    site.act("/f/one.txt", file("新修公路三十公里"));
    assert_eq!(site.crawl_asking_once(data), json!({"new": 2}));
    site.act("/f/one.txt", file("新修公路九十公里"));
    site.answer("/b.html", 503, "");
    assert_eq!(site.crawl(data), (0, json!({"changed": 1, "transient": 1})));
    site.act("/b.html", page(2020, &names(&["/f/one.txt"])));
    assert_eq!(site.crawl_asking_once(data), json!({"changed": 1, "unchanged": 1}));
    assert_eq!((found(data, "九十公里"), found(data, "三十公里")), (json!(2), json!(0)));
    assert_eq!(site.statuses("/f/one.txt"), [304]);
}

#[test]
fn a_file_that_a_list_names_is_a_document_too_and_dies_by_itself() {
    for order in [["/a.html", "/f/one.txt", "/b.html"], ["/f/one.txt", "/a.html", "/b.html"]] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (site, data) = (Site::start(), folder.path());
        site.list("/list.html", &order, None);
        site.act("/a.html", page(2019, &names(&["/f/one.txt"])));
        site.act("/b.html", page(2020, &names(&["/f/one.txt"])));
        site.act("/f/one.txt", file("新修公路三十公里"));
        assert_eq!(site.crawl_asking_once(data), json!({"new": 3}), "{order:?}");
        assert_eq!(found(data, "三十公里"), json!(3), "{order:?}");
        assert_eq!(site.crawl_asking_once(data), json!({"unchanged": 3}), "{order:?}");
        site.act("/f/one.txt", file("新修公路九十公里"));
        assert_eq!(site.crawl_asking_once(data), json!({"changed": 3}), "{order:?}");
        assert_eq!((found(data, "九十公里"), found(data, "三十公里")), (json!(3), json!(0)), "{order:?}");
        site.answer("/f/one.txt", 404, "");
        assert_eq!(site.crawl_asking_once(data), json!({"unchanged": 2, "missing": 1}), "{order:?}");
        assert_eq!(site.crawl_asking_once(data), json!({"unchanged": 2, "gone": 1}), "{order:?}");
        assert_eq!(found(data, "九十公里"), json!(2), "the pages are there: {order:?}");
        site.act("/f/one.txt", file("新修公路九十公里"));
        assert_eq!(site.crawl_asking_once(data), json!({"unchanged": 2, "changed": 1}), "{order:?}");
        site.answer("/a.html", 404, "");
        site.crawl_asking_once(data);
        site.crawl_asking_once(data);
        assert_eq!(found(data, "九十公里"), json!(2), "one page is gone, its file is not: {order:?}");
        assert_eq!(state(data), rebuilt(&site, data), "{order:?}");
    }
}

#[test]
fn a_file_that_no_list_names_any_more_is_followed_though_a_page_names_it_too() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/f/one.txt"], None);
    site.act("/a.html", page(2019, &names(&["/f/one.txt"])));
    site.act("/f/one.txt", file("新修公路三十公里"));
    assert_eq!(site.crawl_asking_once(data), json!({"new": 2}));
    site.list("/list.html", &["/a.html"], None);
    assert_eq!(site.crawl_asking_once(data), json!({"unchanged": 2}));
    site.act("/f/one.txt", file("新修公路九十公里"));
    assert_eq!(site.crawl_asking_once(data), json!({"changed": 2}));
    assert_eq!((found(data, "九十公里"), found(data, "三十公里")), (json!(2), json!(0)));
    site.answer("/f/one.txt", 404, "");
    assert_eq!(site.crawl_asking_once(data), json!({"unchanged": 1, "missing": 1}));
    assert_eq!(site.crawl_asking_once(data), json!({"unchanged": 1, "gone": 1}));
    assert_eq!(state(data), rebuilt(&site, data));
}

#[test]
fn a_page_with_a_dead_file_and_a_changed_one_is_not_sent_whole_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html"], None);
    site.act("/a.html", page(2019, &names(&["/f/one.txt", "/f/two.txt"])));
    site.act("/f/one.txt", file("新修公路三十公里"));
    site.act("/f/two.txt", file("改造小区十二个"));
    assert_eq!(site.crawl_asking_once(data), json!({"new": 1}));
    site.act("/f/one.txt", file("新修公路九十公里"));
    site.answer("/f/two.txt", 404, "");
    for status in [200, 304, 304] {
        assert_eq!(site.crawl_asking_once(data), json!({"transient": 1}));
        assert_eq!((site.statuses("/a.html"), site.statuses("/f/one.txt")), (vec![304], vec![status]));
    }
    site.act("/f/two.txt", file("改造小区十二个"));
    assert_eq!(site.crawl_asking_once(data), json!({"changed": 1}));
}

#[test]
fn a_login_takes_the_place_of_no_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (site, data) = (Site::start(), folder.path());
    site.list("/list.html", &["/a.html", "/b.html"], None);
    site.act("/a.html", page(2019, &names(&["/f/one.doc"])));
    site.act("/b.html", page(2020, &names(&["/f/one.doc", "/f/two.doc"])));
    site.act("/f/one.doc", file("新修公路三十公里"));
    site.act("/f/two.doc", file("改造小区十二个"));
    assert_eq!(site.crawl_asking_once(data), json!({"new": 2}));
    let around = "欢迎使用某市电子政务统一身份认证平台，首次使用请联系本单位管理员开通账号，忘记口令的可以凭证件到大厅重置。";
    let login = format!("<html><body><p>{around}</p><form><input type=password></form></body></html>");
    site.act("/f/one.doc", Act::Tagged(login.into_bytes()));
    for _ in 0..2 {
        assert_eq!(site.crawl_asking_once(data), json!({"unchanged": 2}));
        assert_eq!((found(data, "三十公里"), found(data, "身份认证")), (json!(2), json!(0)));
    }
    site.act("/f/one.doc", file("新修公路九十公里"));
    assert_eq!(site.crawl_asking_once(data), json!({"changed": 2}));
}

/// Numbers without order, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn shuffled(&mut self, mut names: Vec<String>) -> Vec<String> {
        for at in (1..names.len()).rev() {
            names.swap(at, self.below(at as u64 + 1) as usize);
        }
        names
    }
}

/// A site of three pages that share three files, one of which may be listed, with an address that leads to a page.
struct Town {
    site: Site,
    /// Which files each page names, and whether it is there.
    pages: [(Vec<String>, bool); 3],
    /// What each file says, whether it is there, and whether it lies elsewhere.
    files: [(u64, bool, bool); 3],
    /// Whether the site says that it is busy in place of files.
    is_busy: bool,
    /// How an address leads to a page: by a redirect, or so many seconds after it is shown.
    leads: Option<u64>,
    listed: Vec<String>,
}

impl Town {
    fn new(dice: &mut Dice) -> Town {
        let listed = ["/p0.html", "/p1.html", "/p2.html", "/also.html", "/f/0.txt"].map(str::to_owned);
        let listed = dice.shuffled(listed.to_vec());
        let pages = [0, 1, 2].map(|_| (some_files(dice), true));
        let files = [(0, true, false); 3];
        Town { site: Site::start(), pages, files, is_busy: false, leads: None, listed }
    }

    fn change(&mut self, dice: &mut Dice) {
        let at = dice.below(3) as usize;
        match dice.below(10) {
            0 | 1 => self.files[at].0 += 1,
            2 | 3 => self.files[at].1 ^= true,
            4 => self.files[at].2 ^= true,
            5 => self.pages[at].0 = some_files(dice),
            6 => self.pages[at].1 ^= true,
            7 => self.is_busy ^= true,
            8 => self.leads = [None, Some(0), Some(9)][at],
            _ => self.listed = dice.shuffled(std::mem::take(&mut self.listed)),
        }
    }

    fn mend(&mut self) {
        self.pages.iter_mut().for_each(|page| page.1 = true);
        self.files.iter_mut().for_each(|file| file.1 = true);
        self.is_busy = false;
    }

    fn show(&self) {
        let listed: Vec<&str> = self.listed.iter().map(String::as_str).collect();
        self.site.list("/list.html", &listed, None);
        match self.leads {
            None => self.site.answer("/also.html", 302, "/p1.html"),
            Some(seconds) => {
                let refresh = format!("<meta http-equiv=\"refresh\" content=\"{seconds};url=/p1.html\">");
                self.site.act("/also.html", Act::Tagged(refresh.into_bytes()));
            }
        }
        for (at, (files, is_there)) in self.pages.iter().enumerate() {
            let path = format!("/p{at}.html");
            match is_there {
                true => self.site.act(&path, page(2019 + at as u64, files)),
                false => self.site.answer(&path, 404, ""),
            }
        }
        for (at, (says, is_there, is_elsewhere)) in self.files.iter().enumerate() {
            let says = match self.is_busy {
                true => Act::Tagged("<title>提示</title><p>系统繁忙，请稍后再试</p>".into()),
                false => file(&format!("第{at}号工程第{says}期新修公路三十公里")),
            };
            let gone = Act::Say(404, Vec::new(), String::new());
            let (path, other) = (format!("/f/{at}.txt"), format!("/g/{at}.txt"));
            let act = if *is_there { says } else { gone.clone() };
            if *is_elsewhere {
                self.site.answer(&path, 302, &other);
                self.site.act(&other, act);
            } else {
                self.site.act(&path, act);
                self.site.act(&other, gone);
            }
        }
    }
}

fn some_files(dice: &mut Dice) -> Vec<String> {
    let all = dice.shuffled((0..3).map(|at| format!("/f/{at}.txt")).collect());
    let count = 1 + dice.below(3) as usize;
    all.into_iter().take(count).collect()
}

#[test]
fn whatever_happens_to_pages_and_files_a_fresh_crawl_and_a_rebuilt_store_say_the_same() {
    let histories = std::env::var("GONGBAO_HISTORIES").ok().and_then(|count| count.parse().ok()).unwrap_or(6);
    for seed in 0..histories {
        let mut dice = Dice(seed);
        let mut town = Town::new(&mut dice);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let data = folder.path();
        for _ in 0..6 {
            town.show();
            town.site.crawl_asking_once(data);
            for _ in 0..=dice.below(3) {
                town.change(&mut dice);
            }
        }
        assert_eq!(state(data), rebuilt(&town.site, data), "history {seed}");
        town.mend();
        town.show();
        town.site.crawl_asking_once(data);
        let told = last_change(data);
        town.site.crawl_asking_once(data);
        assert_eq!(last_change(data), told, "history {seed}: nothing happened");
        let fresh = tempfile::tempdir().expect("a temporary folder");
        town.site.crawl_asking_once(fresh.path());
        assert_eq!(present(data), present(fresh.path()), "history {seed}");
    }
}
