//! A line in; whether it belongs to the page's furniture (font size, print, counters, neighbours, records) out.

use std::sync::LazyLock;

use regex::Regex;

use crate::extract::of_visit;

/// A line longer than this, in characters, is never only furniture.
const LONGEST: usize = 120;

/// What furniture is made of, at the beginning of what is left of a line; a line of nothing else says nothing.
static PIECES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:分享到[:：]?|分享|扫一扫[^，。；]{0,20}|扫码[^，。；]{0,16}|扫描二维码(?:\s*(?:用|在|打开|手机|分享|关注|访问|浏览|查看|阅读|[^，。；]{0,6}本页)[^，。；]{0,12})?|打开手机(?:扫一扫)?|页面功能|(?:政府)?网站(?:找错|纠错)|我要打印|转发(?:本页)?|用?手机(?:打开|浏览|查看|版)[^，。；]{0,12}|手机扫[^，。；]{0,12}",
        r"|字体大小|字体|字号|打印(?:本页|文本|文章|此页|内容|正文)?|关闭(?:本页|窗口|页面)?|返回(?:顶部|首页|列表)?|收藏(?:本页)?|复制(?:链接)?|纠错|我要纠错",
        r"|(?:浏览|点击|阅读|访问|查看|下载)(?:次数|数|量|率|人数|总数)?|人气|(?:已)?(?:被)?(?:阅读|浏览|下载)|total",
        r"|保护视力色?|视力保护色?|背景色|默认|放大|缩小|特大|超大|大号|中号|小号|正常|标准",
        r"|微信|微博|新浪微博|腾讯微博|QQ空间|QQ好友|朋友圈|人人网|豆瓣|更多|相关(?:文档|链接|阅读|文章|信息|稿件|附件|新闻|解读)|附件下载|语音播报|朗读|听全文|全文|播放",
        r"|详细信息|公开具体内容|选择区域|无障碍(?:浏览|阅读)?|长者模式|关怀版|繁體|繁体(?:版|中文)?|简体(?:版|中文)?|English|登录|注册|首页|网站地图|联系我们|关于我们",
        r"|您是(?:本文)?第|位(?:访问者|读者|访客)|阅读模式|开启|点击这里|保存|推荐|评论|点赞|次|人|条|页|[大中小])"
    ))
    .expect("a pattern written here is well formed")
});

/// What furniture begins with; the rest of the line goes with it.
static STARTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[\s【\[（(>»•·]*(?:上一篇|下一篇|上一条|下一条|上篇|下篇|上一页|下一页|版权所有|Copyright|copyright|COPYRIGHT|©|今天是|现在是|网站标识码|备案序?号",
        r"|(?:您)?(?:的)?(?:当前|所在|现在)的?位置|您(?:当前|现在|所在|正在)|所在位置|当前栏目|责任编辑[:：]|编辑[:：]|归档时间",
        r"|相关(?:文档|链接|阅读|文章|信息|稿件|新闻)[:：]|扫一扫|分享到|来访统计|建议使用|最佳(?:浏览|分辨率)|(?:[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新]|\s)*ICP备",
        r"|[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云黔滇藏陕甘青宁新]公网安备|公安备案)"
    ))
    .expect("a pattern written here is well formed")
});

/// What marks the records at a page's foot, wherever it stands in a short line.
static RECORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"ICP备\s?\d|公网安备|公安备案|网站标识码|All Rights Reserved|版权所有(?:[^者人权]|$)")
        .expect("a pattern written here is well formed")
});

/// Tells whether a line says nothing but furniture.
pub(crate) fn is_furniture(line: &str) -> bool {
    let line = line.trim();
    if line.is_empty() {
        return true;
    }
    if is_longer(line, LONGEST) {
        return false;
    }
    begins_furniture(line)
        || of_visit::is_of_visit(line)
        || (!line.contains('。') && RECORDS.is_match(line))
        || is_made_of_pieces(line)
}

/// Tells whether a line begins with what furniture begins with, and no sentence does: 下一条河道整治工程已经开工。 A label has a
/// mark or a blank behind it.
fn begins_furniture(line: &str) -> bool {
    let Some(found) = STARTS.find(line) else { return false };
    let behind = &line[found.end()..];
    let goes_on = behind.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '\u{4e00}'..='\u{9fff}'));
    let is_of_page = || ["手机", "本页", "当前页", "浏览", "分辨率"].iter().any(|word| behind.contains(word));
    // 版权所有者 is who owns, no record of a site.
    let names_owner = found.as_str().ends_with("版权所有") && behind.starts_with(['者', '人', '权']);
    let is_sentence = || goes_on && behind.ends_with(['。', '；', '！', '？']) && !is_of_page();
    !names_owner && !is_sentence()
}

/// Tells whether a line is one of the records at a page's foot: ICP备案, 公安备案, 网站标识码.
pub(crate) fn is_record(line: &str) -> bool {
    !line.contains('。') && !is_longer(line, LONGEST) && RECORDS.is_match(line)
}

/// Tells whether a line names who runs a site, as feet do beside their records; elsewhere it may be what a text says.
pub(crate) fn names_the_host(line: &str) -> bool {
    ["主办", "承办", "技术支持", "协办", "维护", "地址", "联系电话", "邮编"]
        .iter()
        .any(|word| line.trim_start().starts_with(word))
}

/// Tells whether a line is made of nothing but furniture words; safe inside an editor's container too.
pub(crate) fn is_made_of_pieces(line: &str) -> bool {
    // Furniture has no sentences; looking is dear and most lines are sentences.
    if line.contains('。') || is_longer(line, LONGEST) {
        return false;
    }
    let mut words = 0;
    let mut rest = line.trim_start_matches(is_filler);
    while !rest.is_empty() {
        // No piece begins with what stands between pieces.
        let Some(piece) = PIECES.find(rest) else { return false };
        let chars = piece.as_str().chars().count();
        words += if chars > 1 { chars } else { 0 };
        rest = rest[piece.end()..].trim_start_matches(is_filler);
    }
    // A line such as （三） or 12人 has nothing left either, but says something; 大 | 中 | 小 are sizes of letters.
    words >= 2 || ["大", "中", "小"].iter().all(|size| line.contains(size))
}

/// How many rows of a table are looked at to each side.
const ROWS: usize = 8;

/// Tells whether a line is a row of a table that says something elsewhere: the 访问量 of a site and the 转发 of an account are
/// counted in reports too.
pub(crate) fn is_row_of_table(lines: &[&str], at: usize) -> bool {
    let is_row = |line: &&&str| line.contains('\t');
    let says_something = |line: &&str| !is_made_of_pieces(line);
    lines[at].contains('\t')
        && (lines[..at].iter().rev().take(ROWS).take_while(is_row).any(says_something)
            || lines[at + 1..].iter().take(ROWS).take_while(is_row).any(says_something))
}

/// Tells whether a text has more characters than so many, without counting them all.
fn is_longer(text: &str, most: usize) -> bool {
    text.len() > most && text.chars().nth(most).is_some()
}

/// Blanks, digits and marks between the words of furniture.
fn is_filler(character: char) -> bool {
    character.is_whitespace()
        || character.is_ascii_digit()
        || matches!(
            character,
            '[' | ']'
                | '【'
                | '】'
                | '('
                | ')'
                | '（'
                | '）'
                | ':'
                | '：'
                | '|'
                | '｜'
                | '-'
                | '—'
                | '_'
                | '/'
                | '>'
                | '»'
                | '«'
                | '<'
                | ','
                | '，'
                | '.'
                | '。'
                | '·'
                | '•'
                | '、'
                | '+'
                | ';'
                | '；'
        )
}

#[cfg(test)]
mod tests {
    use crate::extract::furniture::is_furniture;
    use crate::extract::furniture::is_row_of_table;

    #[track_caller]
    fn check(line: &str, expected: bool) {
        assert_eq!(is_furniture(line), expected, "{line}");
    }

    #[test]
    fn what_surrounds_a_text_is_furniture() {
        check("字体:[] 打印", true);
        check("字号：[ 大 中 小 ]", true);
        check("【打印本页】【关闭窗口】", true);
        check("浏览次数：1024次", true);
        check("浏览次数:total 24", true);
        check("扫一扫在手机打开当前页", true);
        check("上一篇：某镇召开会议", true);
        check("您当前的位置：首页 > 政务公开", true);
        check("版权所有：某市人民政府 ICP备00000000号", true);
        check("某ICP备00000000号-1", true);
        check("相关文档", true);
        check("我要打印", true);
        check("【打印正文】【转发本页】", true);
        check("页面功能：【打印】【关闭】", true);
        check("扫描二维码 打开手机扫一扫", true);
        check("您是第1234位访问者", true);
        check("大 | 中 | 小", true);
        check("【字号：大 中 小】 [打印] | 分享到：微信、微博", true);
        check("[打印] 三项 [关闭]", false);
    }

    #[test]
    fn what_a_text_says_is_not_furniture() {
        check("三、下一步打算", false);
        check("（三）", false);
        check("12人", false);
        check("全年点击量突破三百万次，访问量位居全省前列。", false);
        check("2023年3月1日", false);
        check("下一条河道整治工程已经开工。", false);
        check("上一篇章讲的是历史；", false);
        check("版权所有者应当依法维护自身权益。", false);
        check("版权所有人的权利", false);
        check("今天是我国第九个烈士纪念日。", false);
        check("分享到各村微信群的视频达12条。", false);
        check("扫一扫在手机打开当前页。", true);
        check("建议使用1024*768分辨率浏览本站。", true);
        check("上一篇：坚定信心，开拓创新。", true);
        check("推荐", true);
        check("扫描二维码下载申请表", false);
        check("扫描二维码填报信息", false);
        check("扫描二维码关注我们", true);
        check("扫描二维码在手机上浏览本页", true);
        check("大中小企业", false);
    }

    #[test]
    fn a_row_of_a_table_is_no_furniture() {
        let table = ["项目\t数值", "访问量\t12345", "转发\t12", "标准\t正常"];
        assert!((1..4).all(|at| is_row_of_table(&table, at)));
        assert!(!is_row_of_table(&["正文。", "【打印】\t【关闭】"], 1));
        assert!(!is_row_of_table(&["项目\t数值", "正文。", "【打印】\t【关闭】"], 2));
        assert!(!is_row_of_table(&["项目\t数值", "访问量：12345"], 1));
    }
}
