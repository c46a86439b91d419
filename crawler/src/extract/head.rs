//! The lines of a saved page in; its title, the lines around it and where its text begins out.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::bare_dates;
use crate::extract::catalogue;
use crate::extract::furniture;
use crate::extract::head_end;
use crate::extract::headings;
use crate::extract::issuer;
use crate::extract::meta_line;
use crate::extract::stand_in;
use crate::extract::title;
use crate::extract::title_ends;

/// How many lines may stand before a text.
const MOST_LINES: usize = 60;

/// A first line that is the title by where it stands alone is no longer than this, in characters.
const LONGEST_ALONE: usize = 60;

/// A sentence is no shorter than this, in characters.
const SENTENCE: usize = 6;

/// How many lines below the title its date and source may stand.
const BELOW_TITLE: usize = 14;

/// What stands at the top of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// The title, when a line can be one.
    pub(crate) title: Option<String>,
    /// The organ that a line right above the title names, when the title names none.
    pub(crate) organ: Option<String>,
    /// The lines with labels and values, for `meta_line`.
    pub(crate) meta: String,
    /// Where among these the lines below the title begin, when there is one.
    below_title: Option<usize>,
    /// Column and breadcrumb.
    pub(crate) breadcrumb: String,
    /// The lines of the text, by number.
    pub(crate) kept: Vec<usize>,
}

impl Head {
    /// Returns the title with the organ that stands in the line above it.
    pub(crate) fn whole_title(&self) -> Option<String> {
        Some(format!("{}{}", self.organ.as_deref().unwrap_or_default(), self.title.as_ref()?))
    }

    /// Returns the lines with labels and values between the title and the text.
    pub(crate) fn between(&self) -> &str {
        self.below_title.map_or("", |from| &self.meta[from..])
    }
}

/// What no title begins with: the line above it does.
const GOES_ON: [&str; 9] = ["工作", "情况", "建设", "执行", "和", "及", "与", "的", "暨"];

/// What a line at the top of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Prose,
    Breadcrumb,
    Furniture,
    Labelled,
    Dated,
    Short,
}

/// Parts what stands around a text from the text. `known` is the title when the page has said it elsewhere.
pub(crate) fn part(lines: &[&str], known: Option<&str>) -> Head {
    let mut roles = roles(&lines[..lines.len().min(MOST_LINES)]);
    let stands_alone = known.is_none() && stands_alone(lines, &roles);
    if stands_alone {
        roles[0] = Role::Short;
    }
    let limit = match head_end::of(lines, &roles) {
        limit if limit < roles.len() => limit,
        limit => first_sentence(lines, &roles, known).unwrap_or(limit),
    };
    let ends_early = limit < roles.len() && roles[limit] == Role::Short;
    let placed = || {
        let at = head_end::title_by_place(&lines[..limit], &roles[..limit])?;
        Some((at, at, title::tidy(lines[at])))
    };
    let titled = title_lines(&lines[..limit], &roles[..limit], known)
        .or_else(|| stands_alone.then(|| (0, 0, title::tidy(lines[0]))))
        .or_else(|| if known.is_none() && ends_early { placed() } else { None });
    let last = last_head_line(&roles[..limit], titled.as_ref().map(|titled| titled.1));
    let organ =
        titled.as_ref().and_then(|(from, _, title)| organ_above(lines.get(from.checked_sub(1)?)?, title));
    let mut head = Head { title: titled.as_ref().map(|titled| titled.2.clone()), organ, ..Head::default() };
    let name = title::letters(known.or(head.title.as_deref()).unwrap_or(""));
    let parted = parted_title(&lines[..limit], &name);
    let mut valued = false;
    for (at, line) in lines.iter().enumerate() {
        if at > last.unwrap_or(0) || last.is_none() {
            // The title is sometimes printed once more above the text.
            if at < limit && !name.is_empty() && title::letters(line) == name || parted.contains(&at) {
                continue;
            }
            head.kept.push(at);
            continue;
        }
        let in_title = titled.as_ref().is_some_and(|(from, to, _)| (*from..=*to).contains(&at));
        let above = titled.as_ref().is_none_or(|(from, ..)| at < *from);
        let repeated = !name.is_empty() && line.chars().count() >= 4 && name.contains(&title::letters(line));
        if titled.as_ref().is_some_and(|(_, to, _)| at == *to) {
            head.below_title = Some(head.meta.len());
        }
        match roles[at] {
            Role::Short if above && !in_title && is_of_red_head(lines, at) => head.kept.push(at),
            _ if in_title || repeated => {}
            Role::Breadcrumb => push_line(&mut head.breadcrumb, line),
            Role::Labelled | Role::Dated => {
                push_line(&mut head.meta, line);
                valued = true;
                continue;
            }
            Role::Furniture => {
                push_line(&mut head.meta, line);
                continue;
            }
            Role::Short | Role::Prose if valued && line.chars().count() < 60 && !above_prose(&roles, at) => {
                push_line(&mut head.meta, line);
            }
            Role::Short | Role::Prose if above => push_line(&mut head.breadcrumb, line),
            Role::Short | Role::Prose => head.kept.push(at),
        }
        valued = false;
    }
    head
}

/// Returns where a text of short sentences begins, below the title that the page has said elsewhere: it is no part of the head, whatever
/// stands below it.
fn first_sentence(lines: &[&str], roles: &[Role], known: Option<&str>) -> Option<usize> {
    let name = title::letters(known?);
    let is_sentence = |at: &usize| {
        let line = lines[*at].trim();
        roles[*at] == Role::Short
            && line.ends_with(['。', '；', '！', '？'])
            && line.chars().count() >= SENTENCE
            && title::letters(line) != name
    };
    let titled = lines[..roles.len()].iter().position(|line| title::letters(line) == name).unwrap_or(0);
    (titled..roles.len()).find(is_sentence)
}

/// Returns what the first lines are. Values that stand in a row below their labels are labelled too.
fn roles(lines: &[&str]) -> Vec<Role> {
    let mut roles: Vec<Role> = lines.iter().map(|line| role(line)).collect();
    for at in 1..roles.len() {
        if roles[at - 1] == Role::Labelled && catalogue::is_over_values(lines, at - 1) {
            roles[at] = Role::Labelled;
        }
    }
    roles
}

/// Tells whether a line above a title is of the document's own head: its number, or the organ over that.
fn is_of_red_head(lines: &[&str], at: usize) -> bool {
    let is_number = |line: &&str| issuer::number(line).is_some();
    let is_organ = || {
        let line: String = lines[at].split_whitespace().collect();
        issuer::is_organ(line.strip_suffix("文件").unwrap_or(&line))
    };
    is_number(&lines[at]) || lines.get(at + 1).is_some_and(is_number) && is_organ()
}

/// Returns the organ in the line above a title that opens with its year or 关于 and names neither an organ nor the organ's
/// place: 某县司法局 over 2022年…报告.
fn organ_above(line: &str, title: &str) -> Option<String> {
    let organ: String = line.split_whitespace().collect();
    let lacks = title.starts_with("关于") || opens_with_year(title);
    let place: String = organ.chars().take(2).collect();
    let names_none = !title.contains(&place) && issuer::of_title(title).is_none();
    (lacks && names_none && issuer::is_organ(&organ) && !is_column(&organ)).then_some(organ)
}

/// Tells whether a title opens with its year; 二次供水 and 12345热线 do not.
fn opens_with_year(title: &str) -> bool {
    let first: Vec<char> = title.chars().take(4).collect();
    match *first.as_slice() {
        ['1', '9', third, last] | ['2', '0', third, last] => third.is_ascii_digit() && last.is_ascii_digit(),
        ['二', second, ..] => "〇○零OoＯ".contains(second),
        _ => false,
    }
}

/// Tells whether a line that ends like the name of an organ is the name of a column of a site.
fn is_column(line: &str) -> bool {
    let ends = ["部署", "发布会", "办事大厅", "通办", "督办"];
    let bare = ["办公室", "新闻中心", "服务中心", "下载中心", "数据中心", "特色小镇"];
    ends.iter().any(|end| line.ends_with(end)) || bare.contains(&line)
}

/// Returns the lines among which a title is parted, each time that it is printed: together they say it, and nothing else.
fn parted_title(lines: &[&str], name: &str) -> Vec<usize> {
    let mut parted = Vec::new();
    for from in 0..lines.len().min(MOST_LINES) {
        let mut rest = name;
        for (to, line) in lines.iter().enumerate().skip(from).take(4) {
            let letters = title::letters(line);
            match rest.strip_prefix(letters.as_str()).filter(|_| !letters.is_empty()) {
                Some("") => {
                    parted.extend(from..=to);
                    break;
                }
                Some(left) => rest = left,
                None => break,
            }
        }
    }
    parted
}

/// Tells whether a line stands right above prose, where it belongs to the text.
fn above_prose(roles: &[Role], at: usize) -> bool {
    roles[at + 1..].iter().take(2).any(|role| *role == Role::Prose)
        || !roles[at + 1..].contains(&Role::Labelled)
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line.trim());
    text.push('\n');
}

fn role(line: &str) -> Role {
    let line = line.trim();
    let chars = line.chars().count();
    let located = ["当前位置", "所在位置", "您的位置", "现在的位置", "您现在的位置"]
        .iter()
        .any(|words| line.contains(words));
    let arrows = line.matches(['>', '＞', '»', '›']).count();
    if chars < 200
        && (located || (arrows >= 1 && (line.contains("首页") || arrows >= 2) && !line.contains('。')))
    {
        Role::Breadcrumb
    } else if !(chars > 80 && line.contains('。')) && (meta_line::has_label(line) || is_labelled_title(line))
    {
        Role::Labelled
    } else if chars > 40 && line.contains(['。', '，', ',', '；']) {
        Role::Prose
    } else if furniture::is_furniture(line) {
        Role::Furniture
    } else if bare_dates::by_machine(line).is_some() {
        Role::Dated
    } else {
        Role::Short
    }
}

/// Tells whether a line says that what it holds is the title: 标题：某县2022年…报告. 名称： opens many other lines.
fn is_labelled_title(line: &str) -> bool {
    line.starts_with(['标', '名', '信', '文', '公'])
        && meta_line::read(line).title.is_some_and(|title| title::likeness(&title) >= 6)
}

/// Finds the lines of the title: first, last, and what they say together.
fn title_lines(lines: &[&str], roles: &[Role], known: Option<&str>) -> Option<(usize, usize, String)> {
    if let Some(known) = known {
        let letters = title::letters(known);
        let at = lines.iter().position(|line| title::letters(line) == letters);
        return at.map(|at| (at, at, known.to_owned()));
    }
    let mut best: Option<(i32, usize, usize, String)> = None;
    for at in 0..lines.len() {
        if roles[at] != Role::Short {
            continue;
        }
        for to in at..lines.len().min(at + 3) {
            // A title holds no day of a signature, and what is annexed has a title of its own.
            let is_below = || head_end::is_day(lines[to]) || head_end::is_annex(lines[to]);
            if roles[to] != Role::Short
                || is_below()
                || (to > at && title::likeness(lines[to - 1].trim()) >= 6)
            {
                break;
            }
            let text = title::tidy(&lines[at..=to].join("\n"));
            if !title::can_be(&text) || headings::is_heading(&text) {
                continue;
            }
            let followed = roles.get(to + 1).is_some_and(|role| matches!(role, Role::Labelled | Role::Dated));
            // 工作总结和2023年工作打算 goes on from the line above.
            let goes_on =
                at > 0 && roles[at - 1] == Role::Short && GOES_ON.iter().any(|word| text.starts_with(word));
            // The name of a law is broken where the line ends: 中华人民共和国某某 over 保护法.
            let whole_law = to > at && text.starts_with("中华人民共和国") && title_ends::names_law(&text);
            let points =
                title::likeness(&text) + if followed { 4 } else { 0 } + if whole_law { 3 } else { 0 }
                    - 2 * (to - at) as i32
                    - if goes_on { 4 } else { 0 };
            if points >= 4 && best.as_ref().is_none_or(|(most, ..)| points > *most) {
                best = Some((points, at, to, text));
            }
        }
    }
    best.map(|(_, from, to, text)| (from, to, text))
}

/// What a first line opens with that begins a text, or says who wrote it.
const NO_TITLE_OPENS: [&str; 18] = [
    "根据",
    "按照",
    "为了",
    "为深入",
    "为进一步",
    "为贯彻",
    "现将",
    "现就",
    "各位",
    "同志们",
    "尊敬的",
    "记者",
    "作者",
    "来源",
    "编者按",
    "新华社",
    "附件",
    "各",
];

/// The line of whoever wrote a text and when: 2003-5-29 09:07 某某.
static DAY_OPENS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\d{4}\s*[-./]\s*\d{1,2}\s*[-./]\s*\d{1,2}").expect("a pattern written here is well formed")
});

/// Tells whether the first line can be the title although nothing in its words says so, because it stands alone above a
/// text of sentences: 某县水务局巡查河道，筑牢防汛安全线.
fn stands_alone(lines: &[&str], roles: &[Role]) -> bool {
    let (Some(first), Some(Role::Short | Role::Prose)) = (lines.first(), roles.first()) else { return false };
    let line = title::tidy(first);
    let is_followed = lines.iter().zip(roles).skip(1).take(4).any(|(line, role)| {
        *role == Role::Prose && line.contains('。') && line.chars().count() > first.chars().count()
    });
    let count = line.chars().count();
    let is_name = issuer::is_organ(&line) || is_column(&line) || stand_in::is_column(&line);
    (8..=LONGEST_ALONE).contains(&count)
        && is_followed
        && title::can_be(&line)
        && !is_name
        && !line.ends_with('、')
        && !DAY_OPENS.is_match(&line)
        && !headings::is_heading(&line)
        && !NO_TITLE_OPENS.iter().any(|words| line.starts_with(words))
}

/// Returns the last line that belongs to the top of the page.
fn last_head_line(roles: &[Role], title: Option<usize>) -> Option<usize> {
    let reach = title.map_or(roles.len(), |title| (title + BELOW_TITLE).min(roles.len()));
    let labelled = roles[..reach]
        .iter()
        .rposition(|role| matches!(role, Role::Labelled | Role::Dated | Role::Breadcrumb | Role::Furniture));
    labelled.max(title)
}
