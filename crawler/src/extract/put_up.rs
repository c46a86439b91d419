//! What a page shows in; whether somebody put it up as a document, whatever it speaks of, out.
//!
//! Offices write of captchas, logins and missing pages too, in templates whose scripts and boxes hold such words besides. What they
//! put up is told by its frame (the title that its list gives it, a day, an editor's container) and by what it says beyond
//! the words of a program.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::AttachmentLink;
use crate::extract::lines::Line;

/// What a page shows and what is known of it.
pub(crate) struct Shown<'a> {
    pub(crate) lines: &'a [Line],
    pub(crate) files: &'a [AttachmentLink],
    /// The titles that its head names.
    pub(crate) titles: Vec<&'a str>,
    /// What it prints as headings.
    pub(crate) headings: Vec<String>,
    /// What the list calls it.
    pub(crate) link_text: Option<&'a str>,
    /// Whether it says when it went up.
    pub(crate) is_dated: bool,
    /// The text that was read of it.
    pub(crate) text: &'a str,
    /// Whether the text stands in an editor's container.
    pub(crate) is_framed: bool,
    /// Whether there are pictures where the text stands.
    pub(crate) has_pictures: bool,
}

/// Something that programs tell their users and that offices write about.
pub(crate) struct Matter {
    /// What clauses of a program hold.
    pub(crate) said: Regex,
    /// What titles hold that are about it.
    pub(crate) titles: Regex,
    /// How many Chinese characters of its own a page says at least that has a whole frame: programs write into frames too.
    pub(crate) in_frame: usize,
    /// How many, where of the frame there is only the title as listed.
    pub(crate) below_title: usize,
}

impl Matter {
    /// Returns what programs say and what titles about it hold.
    pub(crate) fn new(said: &str, titles: &str) -> Matter {
        Matter {
            said: pattern(said),
            titles: pattern(titles),
            in_frame: IN_MOST_OF_FRAME,
            below_title: IN_PART_OF_FRAME,
        }
    }

    /// Returns the same matter, for which less suffices in a whole frame and below a title as listed.
    pub(crate) fn with_least(self, in_frame: usize, below_title: usize) -> Matter {
        Matter { in_frame, below_title, ..self }
    }
}

/// How many it says where one part of the frame is not there.
const IN_MOST_OF_FRAME: usize = 4;

/// How many, where less of it is there.
const IN_PART_OF_FRAME: usize = 8;

/// So many characters in a row that stand in a title and in a text too are what both are about.
const SAME_WORDS: usize = 4;

/// How many Chinese characters make a sentence.
const SENTENCE: usize = 5;

/// How many lines with a link of so many characters make a list.
const ROWS: (usize, usize) = (4, 8);

fn pattern(written: &str) -> Regex {
    Regex::new(written).expect("the pattern is a constant that the tests compile")
}

/// What programs say to whoever cannot go on, whatever the matter.
static HELP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"原因|输入|网址|地址栏|网页|页面|返回|首页|管理员|站长|刷新|重试|再试|重新|稍[后候等]|秒|跳转|点击|尝试|查看|搜索|其[他它]|您?可以|您(?:要|所|的|正在|访问|查看|浏览|提交|使用)|抱歉|对不起|遗憾|感谢|谢谢|不便|谅解|客服|拨打|致电|热线|联系|咨询|请(?:您|与|用|在|检查|核对|确认|使用|先|勿|尽快|关注|到)|如(?:有|需|果)|提示|版权|主办|承办|备案|技术支持|欢迎",
    )
});

/// What an office says and no program does.
static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"特此|现将|现予|现就|责令|整改|经(?:审查|检索|核[实查]|研究|检查|评估|排查)|(?:根据|依据|按照)《|行政(?:复议|诉讼|处罚)|决定",
    )
});

/// Furniture around a text.
static FURNITURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"发布(?:时间|日期|机构)|来源\s*[：:]|浏览(?:次数|量)|字(?:号|体)\s*[：:]|打印|关闭窗口|当前位置|版权所有|今天是|现在是|^\W*(?:时间|日期)\s*[：:]|ICP备|网安备|主办单位|承办单位|技术支持|网站标识码|地址\s*[：:]|邮编",
    )
});

/// Titles of pages that a program shows in place of another.
static OF_A_PROGRAM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:系统|网站|平台|页面|网页|服务器|程序|操作|信息|温馨|友情|错误|出错|访问|本站|正在|升级|运行|内部|发生|数据库|连接|安全验证|安全检测|人机|身份|统一|认证|用户|会员|防火墙|请求|您|的|请|该)*(?:提示|提醒|错误|异常|出错|失败|维护|维护中|升级中|升级|繁忙|忙|故障|警告|信息|页|页面|了|公告|通知|验证|认证|登录|登陆|拦截|频繁|受限|跳转|稍候|不存在|未找到|找不到|走丢|防火墙|平台|系统)*$|(?i)^[^\p{Han}]*(?:error|exception|unavailable|warning|not found)|^\W*[45]\d\d(?:\P{Han}|$|错误|页|未|找|出错|服务)",
    )
});

/// How the names of sites and offices end, which stand over all their pages.
static OF_A_SITE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:政府|门户|网|网站|平台|系统|中心|局|厅|委|委员会|办公室|管委会|办事处|首页|登录)$")
});

impl Shown<'_> {
    /// Returns the lines that are no links.
    pub(crate) fn prose(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| !line.is_links())
    }

    /// Returns what the list calls the page, when the page is headed so; lists cut long titles off.
    pub(crate) fn listed_title(&self) -> Option<&str> {
        self.link_text.filter(|listed| self.is_headed(listed))
    }

    fn is_headed(&self, listed: &str) -> bool {
        let listed = without_blanks(listed);
        let (begins, is_cut) = match listed.trim_end_matches(['.', '…', '。']) {
            cut if cut.len() < listed.len() => (cut, true),
            whole => (whole, false),
        };
        let is_heading = |text: &str| {
            let text = without_blanks(text);
            text == begins || is_cut && text.starts_with(begins)
        };
        han(begins) >= 4
            && (self.titles.iter().any(|title| is_heading(title))
                || self.prose().any(|line| is_heading(&line.text)))
    }

    /// Returns a title that it prints and that is no name of a site.
    pub(crate) fn own_title(&self) -> Option<&str> {
        let is_own = |title: &str| is_title(title) && !OF_A_SITE.is_match(title.trim());
        let is_printed =
            |title: &str| self.prose().any(|line| without_blanks(&line.text) == without_blanks(title));
        let headed = self.headings.iter().map(String::as_str).find(|heading| is_own(heading));
        headed.or_else(|| self.titles.iter().copied().find(|title| is_own(title) && is_printed(title)))
    }

    /// Whether somebody put a text up there: sentences below the title that the list gives it, with a day or in an editor's container.
    /// Whatever words they hold are an office's; a program writes into such a frame only of the page itself.
    pub(crate) fn is_below_its_title(&self) -> bool {
        let listed = || self.listed_title().filter(|title| !OF_A_PROGRAM.is_match(title.trim()));
        let is_sentence = |line: &str| han(line) >= SENTENCE && line.contains(['。', '；', '！', '？']);
        (self.is_dated || self.is_framed) && self.text.lines().any(is_sentence) && listed().is_some()
    }

    /// Whether its few words are what it is called: they stand in its title too, or the title is that of an answer,
    /// which addresses whoever asked.
    pub(crate) fn says_what_it_is_called(&self, title: &str) -> bool {
        let written: Vec<char> = title.chars().collect();
        let is_shared = |words: &[char]| {
            let words: String = words.iter().collect();
            han(&words) == SAME_WORDS && self.text.contains(&words)
        };
        let is_of_page =
            || ["页", "访问", "查看", "浏览", "登录", "信息"].iter().any(|word| self.text.contains(word));
        let is_answer = || {
            self.text.contains(['您', '你'])
                && !is_of_page()
                && ["答复", "回复", "复函", "解答"].iter().any(|end| title.trim().ends_with(end))
        };
        self.is_below_its_title() && (is_answer() || written.windows(SAME_WORDS).any(is_shared))
    }

    /// Whether it shows nothing of what its list promised: neither the title nor a day nor an editor's container.
    pub(crate) fn is_bare(&self) -> bool {
        !self.is_dated && !self.is_framed && self.files.is_empty() && self.listed_title().is_none()
    }

    /// Whether it has any part of the frame in which texts are put up, or rows that lead to some.
    pub(crate) fn has_frame(&self) -> bool {
        self.is_dated || self.is_framed || self.own_title().is_some() || self.is_list()
    }

    /// Returns the lines of its text; where none was read, those below its title.
    pub(crate) fn said(&self) -> Vec<&str> {
        if !self.text.trim().is_empty() {
            return self.text.lines().collect();
        }
        let lines: Vec<&str> = self.prose().filter(|line| !line.aside).map(|line| &*line.text).collect();
        let title = self.listed_title().or_else(|| self.own_title()).map(without_blanks);
        let at = lines.iter().position(|line| Some(without_blanks(line)) == title);
        lines[at.map_or(0, |at| at + 1)..].to_vec()
    }

    /// Whether it shows rows that lead to other pages.
    pub(crate) fn is_list(&self) -> bool {
        let is_row = |line: &&Line| line.is_links() && han(&line.text) >= ROWS.1;
        self.lines.iter().filter(is_row).nth(ROWS.0 - 1).is_some()
    }
}

/// Tells whether somebody put a page up that speaks of a matter.
pub(crate) fn is_put_up(shown: &Shown<'_>, matter: &Matter) -> bool {
    let listed = shown.listed_title().filter(|title| !OF_A_PROGRAM.is_match(title.trim()));
    let titled = match listed {
        Some(_) => 2,
        None => usize::from(shown.own_title().is_some()),
    };
    let frame = titled + usize::from(shown.is_dated) + usize::from(shown.is_framed);
    let least = match frame {
        0 | 1 => return false,
        2 if titled == 2 => matter.below_title,
        2 => IN_PART_OF_FRAME,
        3 => IN_MOST_OF_FRAME,
        _ => matter.in_frame,
    };
    let own = own_words(shown, matter);
    let has_more = || !shown.files.is_empty() || shown.has_pictures && frame > 2;
    let title = listed.or_else(|| shown.own_title().filter(|_| frame > 2));
    let is_about_it = || title.is_some_and(|title| matter.titles.is_match(title)) && has_sentence(shown);
    own >= least || own > 0 && OFFICE.is_match(shown.text) || has_more() || is_about_it()
}

/// Counts the Chinese characters of a text that stand in no title and in no clause that a program may have written.
pub(crate) fn own_words(shown: &Shown<'_>, matter: &Matter) -> usize {
    let is_title = |line: &str| {
        let line = without_blanks(line);
        let mut titles = shown.titles.iter().copied().chain(shown.headings.iter().map(String::as_str));
        titles.any(|title| without_blanks(title) == line)
    };
    let lines = shown.said().into_iter().filter(|line| !FURNITURE.is_match(line) && !is_title(line));
    let own = |line: &str| {
        let line = without_quoted(line);
        let clauses = line.split(|c: char| CLOSES.contains(c) || c.is_whitespace());
        let own = clauses.filter(|clause| !matter.said.is_match(clause) && !HELP.is_match(clause));
        own.map(han).sum::<usize>()
    };
    lines.map(own).sum()
}

/// What stands in quotation marks.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"“[^”]*”|「[^」]*」|‘[^’]*’"));

/// How many Chinese characters around a quotation make it one.
const AROUND_QUOTED: usize = 4;

/// Leaves out what a sentence only quotes.
pub(crate) fn without_quoted(text: &str) -> String {
    let rest = QUOTED.replace_all(text, "“”");
    if han(&rest) > AROUND_QUOTED { rest.into_owned() } else { text.to_owned() }
}

/// What closes a clause.
const CLOSES: &str = "，,。！!？?；;：:…";

fn has_sentence(shown: &Shown<'_>) -> bool {
    shown.said().iter().any(|line| han(line) >= 8 && line.contains(['。', '；', '！', '？']))
}

/// Tells whether a text can be the title of something that was put up.
pub(crate) fn is_title(title: &str) -> bool {
    let title = title.trim();
    let is_short = (4..60).contains(&title.chars().count()) && !title.contains('。');
    is_short && han(title) >= 4 && !OF_A_PROGRAM.is_match(title)
}

/// Tells whether a line stands around a text on all pages of a site.
pub(crate) fn is_around(line: &str) -> bool {
    FURNITURE.is_match(line)
}

/// Counts Chinese characters.
pub(crate) fn han(text: &str) -> usize {
    text.chars().filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}')).count()
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}
