//! What a page prints and says about its name in; its title and how it was found out.

use std::sync::LazyLock;

use corpus::document::Confidence;
use corpus::document::Origin;
use corpus::reason::Reason;
use regex::Regex;

use crate::extract::foreign_title;
use crate::extract::furniture;
use crate::extract::head_title;
use crate::extract::head_title::SITE;
use crate::extract::head_title::of_head;
use crate::extract::issuer;
use crate::extract::lines::Line;
use crate::extract::markup::attribute;
use crate::extract::meta_line;
use crate::extract::meta_tags::MetaTags;
use crate::extract::tag::Tag;
use crate::extract::title_blanks;
use crate::extract::title_ends::ends;
use crate::extract::tree::Data;
use crate::extract::tree::NodeId;
use crate::extract::tree::Tree;

/// A title longer than this, in characters, is a paragraph.
const LONGEST: usize = 150;

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("a pattern written here is well formed")
}

/// Who passed a text and when, which stands under its title: （2022年9月2日某次会议通过）.
static PASSED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[（(]?\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日.*(?:通过|批准|公布|发布|修订|修正|施行)(?:[^\p{Han}]|目\s*录|$)",
    )
});
/// A document's name before its number: 行政处罚决定书某罚决字〔2022〕3号.
static WRIT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\p{Han}{2,16}(?:决定书|裁决书|告知书|通知书|意见书|认定书|建议书)"));

/// A label glued to a title, whose element holds more than the title.
static LABELLED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:来源|作者|时间|日期|字体|编辑|浏览)\s*[:：]"));
/// A day before anything else: when something was passed, not what.
static DATED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[（(]?\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"));

/// Titles that are no titles.
pub(crate) const EMPTY: &[&str] = &[
    "正文",
    "详情",
    "文章详情",
    "内容详情",
    "信息详情",
    "首页",
    "无标题文档",
    "无标题",
    "untitled",
    "index",
    "详细内容",
    "详细页",
    "文章内容",
    "内容",
    "查看",
    "标题",
    "网站首页",
    "政务公开",
    "信息公开",
    "细览",
    "内容页",
];

/// Returns a title without what surrounds it: line breaks and blanks inside words, a repeated year behind it. One blank stays
/// between two organs, people or clauses.
pub(crate) fn tidy(title: &str) -> String {
    let words: Vec<&str> = title.split_whitespace().collect();
    let is_couplet = is_couplet(&words);
    let mut tidy = String::with_capacity(title.len());
    for line in title.split('\n') {
        let mut rest = line.trim_start();
        let mut is_broken = true;
        while !rest.is_empty() {
            let (word, behind) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
            let is_glued = !is_couplet && is_one_word(&tidy, rest, is_broken);
            if !tidy.is_empty() && !is_glued {
                tidy.push(' ');
            }
            tidy.push_str(word);
            rest = behind.trim_start();
            is_broken = false;
        }
    }
    if let Some(once) = said_twice(&tidy) {
        return once.to_owned();
    }
    if let Some((front, year)) = tidy.rsplit_once(' ')
        && year.len() == 4
        && year.bytes().all(|byte| byte.is_ascii_digit())
        && front.contains(year)
    {
        return front.to_owned();
    }
    tidy.trim_matches(|c: char| c.is_whitespace() || "\u{200b}\u{feff}".contains(c)).to_owned()
}

/// Tells whether what stands on both sides of a blank, or of a break of the line, goes on without it.
fn is_one_word(front: &str, rest: &str, is_broken: bool) -> bool {
    let is_between_letters =
        front.chars().next_back().is_some_and(is_han) && rest.chars().next().is_some_and(is_han);
    let is_kept = || match is_broken {
        true => title_blanks::parts_organs(front, rest),
        false => title_blanks::stays(front, rest),
    };
    is_between_letters && !is_kept()
}

/// Tells whether the words of a title are lines of a couplet, as news have them: equally long, and no name of a document or
/// an organ among them.
fn is_couplet(words: &[&str]) -> bool {
    let count = words.first().map_or(0, |word| word.chars().count());
    let fits = |word: &&str| {
        word.chars().count() == count && word.chars().all(is_han) && !ends(word) && !issuer::is_organ(word)
    };
    (2..=3).contains(&words.len()) && (5..=20).contains(&count) && words.iter().all(fits)
}

/// Returns the half of a title that is printed twice, one behind the other.
fn said_twice(title: &str) -> Option<&str> {
    let (front, behind) = title.split_at_checked(title.len() / 2)?;
    let behind = behind.strip_prefix(' ').unwrap_or(behind);
    (front.chars().count() >= 6 && front == behind).then_some(front)
}

/// Returns the title that a page cut short, 关于某事的…, as one of the lines near it (or two, one behind the other) print it in
/// full; itself when it is whole or none does.
pub(crate) fn uncut(title: String, near: &[&str]) -> String {
    let stem = letters(title.trim_end_matches(['.', '…', '。', '．']));
    if stem.chars().count() < 6 || !is_cut(&title) && !title.ends_with("。。") {
        return title;
    }
    let goes_on = |line: &str| {
        let whole = tidy(line);
        (can_be(&whole)
            && letters(&whole).len() > stem.len()
            && letters(&whole).starts_with(&stem)
            && !is_cut(&whole))
        .then_some(whole)
    };
    let single = || near.iter().filter_map(|line| goes_on(line));
    let double = || near.windows(2).filter_map(|two| goes_on(&two.join("\n")));
    let ended = single().chain(double()).find(|whole| ends(whole));
    ended.or_else(|| single().next()).unwrap_or(title)
}

fn is_cut(title: &str) -> bool {
    title.ends_with('…') || title.ends_with("..")
}

fn is_han(character: char) -> bool {
    matches!(
        character,
        '\u{4e00}'..='\u{9fff}' | '、' | '，' | '。' | '《' | '》' | '“' | '”' | '（' | '）' | '：'
    )
}

/// Returns the letters and digits of a title, by which two printings of it are the same.
pub(crate) fn letters(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Tells whether a text can be a title: not a sentence, a label, furniture or a file name.
pub(crate) fn can_be(text: &str) -> bool {
    let chars = text.chars().count();
    let han = text.chars().filter(|c| is_han(*c)).count();
    (4..=LONGEST).contains(&chars)
        && han >= 3
        && !text.contains('。')
        && !text.ends_with(['：', ':', '；', ';', '，', ','])
        && !text.contains('\t')
        && !LABELLED.is_match(text)
        && (!DATED.is_match(text) || ends(text) && !PASSED.is_match(text))
        && !EMPTY.contains(&text)
        && (issuer::number(text).is_none() || WRIT.is_match(text))
        && !furniture::is_furniture(text)
        && !meta_line::has_label(text)
}

/// Tells how much a text looks like a document's title; higher is more.
pub(crate) fn likeness(text: &str) -> i32 {
    let mut points = 0;
    points += if ends(text) { 6 } else { 0 };
    points += if text.contains("关于") { 3 } else { 0 };
    points += if text.contains("年") { 2 } else { 0 };
    points += if (8..=70).contains(&text.chars().count()) { 2 } else { 0 };
    points -= if text.contains(['，', '；', '？', '>', '＞']) { 3 } else { 0 };
    points
}

/// What titles may be found in.
pub(crate) struct Printed<'a> {
    /// The page.
    pub(crate) tree: &'a Tree<'a>,
    /// Its head.
    pub(crate) tags: &'a MetaTags,
    /// Where its text starts.
    pub(crate) body: NodeId,
    /// What it shows.
    pub(crate) lines: &'a [Line],
}

impl Printed<'_> {
    /// Tells whether a text can be the title of this page.
    fn fits(&self, text: &str) -> bool {
        can_be(text) || foreign_title::can_be(text) && foreign_title::is_on(&self.tags.head_title, self.lines)
    }

    /// Tells whether the page shows a text anywhere.
    fn shows(&self, text: &str) -> bool {
        let wanted = letters(text);
        self.lines.iter().any(|line| letters(&line.text).contains(&wanted))
    }
}

/// Finds the title that a page prints or names; none when it has neither.
pub(crate) fn find(
    printed: &Printed<'_>,
    link_text: Option<&str>,
    catalogue: Option<&str>,
) -> Option<(String, Origin)> {
    let tags = printed.tags;
    let named = tags.title.as_deref().map(tidy).filter(|title| printed.fits(title));
    let head = letters(&tags.head_title);
    let candidates = candidates(printed);
    let stated = |title: String, because: Reason| Some((title, Origin::new(because, Confidence::Stated)));
    // What is printed and also stands in the head is the title; of several, the one that says most.
    let agreed = candidates
        .iter()
        .filter(|(_, text)| {
            is_said(&letters(text), &head)
                || named.as_ref().is_some_and(|named| letters(named) == letters(text))
        })
        .filter(|(_, text)| !names_site_or_column(text, tags))
        .filter(|(_, text)| {
            tags.column.as_deref() != Some(text.as_str()) && tags.site.as_deref() != Some(text.as_str())
        })
        .max_by_key(|(_, text)| text.chars().count());
    if let Some((_, text)) = agreed {
        return stated(text.clone(), Reason::PrintedTitle);
    }
    if let Some(named) = named {
        if let Some(shown) = shown_instead(&named, &candidates, printed) {
            return stated(shown.to_owned(), Reason::PrintedTitle);
        }
        return Some((named, Origin::new(Reason::Meta.about("ArticleTitle"), Confidence::Stated)));
    }
    if let Some(catalogue) = catalogue.map(tidy).filter(|title| can_be(title)) {
        return stated(catalogue, Reason::CatalogueTitle);
    }
    if let Some(shown) = shown_in_head(printed) {
        return stated(shown, Reason::PrintedTitle);
    }
    let nearest = candidates
        .iter()
        .filter(|(id, _)| *id < printed.body)
        .max_by_key(|(id, text)| (likeness(text) >= 6, *id));
    let is_over_column = |id: NodeId, text: &str| {
        printed.tree.tag(id) == Some(Tag::Heading) && text.chars().count() >= 6 && names_column(tags)
    };
    if let Some((_, text)) = nearest.filter(|(id, text)| likeness(text) >= 2 || is_over_column(*id, text)) {
        return stated(text.clone(), Reason::PrintedTitle);
    }
    let weaker = of_head(tags).map(|title| (title, Reason::PageTitle));
    let linked =
        link_text.map(tidy).filter(|text| can_be(text) && !text.ends_with('…') && !text.ends_with("..."));
    let weaker = weaker.or(linked.map(|title| (title, Reason::LinkText)));
    weaker.map(|(title, because)| (title, Origin::new(because, Confidence::Inferred)))
}

/// Returns the heading right above the text that says what document it is, of which year or about what, where the title in
/// the meta tags stands nowhere on the page: clerks leave the column's name or another page's title there.
fn shown_instead<'a>(
    named: &str,
    candidates: &'a [(NodeId, String)],
    printed: &Printed<'_>,
) -> Option<&'a str> {
    let (_, nearest) = candidates
        .iter()
        .filter(|(id, text)| *id < printed.body && likeness(text) >= 6)
        .max_by_key(|(id, _)| *id)?;
    let says_what = nearest.contains("关于") || nearest.contains('年');
    let is_whole = nearest.chars().count() >= 12 && !letters(named).contains(&letters(nearest));
    (says_what && is_whole && !printed.shows(named)).then_some(nearest)
}

/// Tells whether the head of a page names nothing but a column of letters and answers: 县长信箱.
fn names_column(tags: &MetaTags) -> bool {
    let ends = ["信箱", "邮箱", "来信", "信件", "咨询", "问答", "互动", "交流", "热线"];
    of_head(tags).is_some_and(|head| head.chars().count() < 8 && ends.iter().any(|end| head.ends_with(end)))
}

/// Returns the line above the text that the head of the page begins or ends with, whatever parts it from the site's name.
fn shown_in_head(printed: &Printed<'_>) -> Option<String> {
    let head = letters(&printed.tags.head_title);
    let above = printed.lines.iter().take_while(|line| line.node < printed.body);
    let titles = above.map(|line| tidy(&line.text)).filter(|text| can_be(text) && ends(text));
    let said = titles.filter(|text| {
        let said = letters(text);
        said.chars().count() >= 10 && (head.starts_with(&said) || head.ends_with(&said))
    });
    said.filter(|text| {
        !names_site_or_column(text, printed.tags) && printed.tags.column.as_ref() != Some(text)
    })
    .max_by_key(|text| text.chars().count())
}

/// Tells whether a heading that the head of the page says too is the name of the site or of a column: an organ's or a site's
/// name, or a small part of what the head calls the document.
fn names_site_or_column(text: &str, tags: &MetaTags) -> bool {
    if likeness(text) >= 6 {
        return false;
    }
    let document = of_head(tags);
    // A page about an organ is called after it: 某县司法局-机构职能-某县政府.
    let parts = head_title::parts(&tags.head_title);
    let leads = parts.len() > 1 && parts[0] == text;
    let is_subject = leads && document.as_deref().is_none_or(|document| document == text);
    let is_site = SITE.is_match(text) && text.chars().count() < 16 || issuer::is_organ(text);
    let is_small = document.is_some_and(|whole| {
        let (whole, part) = (letters(&whole), letters(text));
        likeness(&whole) >= 6 && whole.contains(&part) && part.chars().count() * 2 < whole.chars().count()
    });
    is_site && !is_subject || is_small
}

fn is_said(text: &str, head: &str) -> bool {
    text.chars().count() >= 4 && head.contains(text)
}

/// Returns the headings and the elements that are named like one, up to the text and a little into it.
fn candidates(printed: &Printed<'_>) -> Vec<(NodeId, String)> {
    let tree = printed.tree;
    let mut found = Vec::new();
    for id in tree.subtree(tree.root()) {
        let Data::Element(tag, attributes) = tree.node(id).data else {
            continue;
        };
        let named = matches!(tag, Tag::Div | Tag::P | Tag::Td | Tag::Block | Tag::Inline | Tag::Li)
            && is_named_title(attributes);
        if (tag == Tag::Heading || named) && tree.subtree(id).len() < 60 {
            let text = tidy(&tree.text(id));
            if printed.fits(&text) {
                found.push((id, text));
            }
        }
    }
    found
}

fn is_named_title(attributes: &str) -> bool {
    ["class", "id"].iter().any(|name| {
        let value = attribute(attributes, name).unwrap_or("").to_ascii_lowercase();
        value.contains("title")
            || value
                .split([' ', '-', '_'])
                .any(|word| matches!(word, "bt" | "tit" | "biaoti" | "headline" | "wzbt" | "xxbt"))
    })
}
