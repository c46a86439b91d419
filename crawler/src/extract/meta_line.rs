//! The lines around a title in; the labelled values that stand in them (dates, source, issuer, numbers) out.

use jiff::civil::Date;

use crate::extract::bare_dates;
use crate::extract::bare_labels;
use crate::extract::catalogue;
use crate::extract::date;
use crate::extract::english_labels;
use crate::extract::label;
use crate::extract::label_names::Label;
use crate::extract::value::Value;

/// What the lines around a title say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct MetaLine {
    /// The title, where a catalogue table prints one.
    pub(crate) title: Option<String>,
    /// The day the page went up.
    pub(crate) published: Option<Date>,
    /// The label that gave it; none for a bare date.
    pub(crate) published_label: Option<&'static str>,
    /// The day the document was signed.
    pub(crate) signed: Option<Date>,
    /// Where the text was taken from.
    pub(crate) source: Option<String>,
    /// Who published or issued it.
    pub(crate) publisher: Option<String>,
    /// The number of the document.
    pub(crate) document_number: Option<String>,
    /// The number in the catalogue.
    pub(crate) index_number: Option<String>,
    /// The column of the catalogue.
    pub(crate) column: Option<String>,
}

impl MetaLine {
    /// Fills what is missing from another one.
    pub(crate) fn or(self, other: MetaLine) -> MetaLine {
        let (published, published_label) = match self.published {
            Some(date) => (Some(date), self.published_label),
            None => (other.published, other.published_label),
        };
        MetaLine {
            title: self.title.or(other.title),
            published,
            published_label,
            signed: self.signed.or(other.signed),
            source: self.source.or(other.source),
            publisher: self.publisher.or(other.publisher),
            document_number: self.document_number.or(other.document_number),
            index_number: self.index_number.or(other.index_number),
            column: self.column.or(other.column),
        }
    }
}

/// Reads the lines around a title, parted by line ends; cells may be parted by tabs or bars.
pub(crate) fn read(text: &str) -> MetaLine {
    let text = english_labels::translated(text);
    let text = bare_labels::marked(&text);
    let text = label::simplified(&catalogue::upright(&text));
    let places = label::find(&text);
    let mut meta = MetaLine::default();
    let mut issued = None;
    let lead = places.first().map_or(text.as_str(), |first| &text[..first.start]);
    let mut bare = bare_dates::before(lead, !places.is_empty());
    for (at, place) in places.iter().enumerate() {
        let end = places.get(at + 1).map_or(text.len(), |next| next.start);
        let value = Value::of(&text[place.end..end]);
        let beside = places.get(at + 1).is_some() && !text[place.end..end].contains('\n')
            || at.checked_sub(1).is_some_and(|before| leads_to(&text, &places[before], place));
        match place.label {
            Label::Published => {
                let said = if label::is_weak(place.name) {
                    value.date()
                } else {
                    value.day().or_else(|| date::of_short_year(value.cell))
                };
                if let Some(date) = said
                    .filter(|_| is_machine_written(place.name, value.cell, beside))
                    .filter(|_| meta.published.is_none() || meta.published_label.is_some_and(label::is_weak))
                {
                    (meta.published, meta.published_label) = (Some(date), Some(place.name));
                }
            }
            Label::Issued => issued = issued.or(value.date()),
            Label::Signed => meta.signed = meta.signed.or(value.date()),
            Label::Source => {
                bare = bare.or(value.date()).or(bare_dates::below(&text[place.end..end]));
                meta.source = meta.source.take().or_else(|| value.name());
            }
            Label::Publisher => {
                bare = bare.or(value.date());
                meta.publisher = meta.publisher.take().or_else(|| value.name());
            }
            Label::DocumentNumber => {
                meta.document_number = meta.document_number.take().or_else(|| value.document_number());
            }
            Label::IndexNumber => meta.index_number = meta.index_number.take().or_else(|| value.number()),
            Label::Title => meta.title = meta.title.take().or_else(|| value.whole()),
            Label::Column => meta.column = meta.column.take().or_else(|| value.whole()),
            Label::Other => {
                let behind = may_stand_before_day(place.name);
                let behind = behind.then(|| bare_dates::behind(&text[place.end..end])).flatten();
                bare = bare.or(behind).or(bare_dates::below(&text[place.end..end]));
            }
        }
    }
    if meta.published.is_none() {
        meta.published = bare.or(issued);
        meta.published_label = issued.filter(|_| bare.is_none()).map(|_| label::STAND_IN);
    }
    meta.signed = meta.signed.or(issued);
    if places.is_empty() {
        meta.source = meta.source.or_else(|| text.lines().find_map(bare_dates::name_beside));
    }
    meta
}

/// Tells whether a line holds a label with its mark, so that it belongs to the lines around a title.
pub(crate) fn has_label(line: &str) -> bool {
    if line.chars().count() > 200 {
        return false;
    }
    let line = &*english_labels::translated(line);
    let places = label::find(&label::simplified(&bare_labels::marked(line)));
    // 时间：, 名称： and their like open lines of many texts; they count beside a label that does not, or with a date.
    places.iter().any(|place| !label::is_common(place.name))
        || (!places.is_empty() && read(line).published.is_some())
}

/// Tells whether a line is one that a template prints and nobody types: a labelled publish date beside other labels.
pub(crate) fn is_of_template(line: &str) -> bool {
    let is_dated =
        || read(line).published_label.is_some_and(|label| !label::is_weak(label) && label != label::STAND_IN);
    line.chars().count() <= 200 && label::find(&label::simplified(line)).len() > 1 && is_dated()
}

/// Tells whether behind a label that wants no day one may stand that is the page's: a person's name, or the sizes of letters
/// with nothing dated between them and the next label, 字号：大 中 小 2024-01-20 来源：….
fn may_stand_before_day(label: &str) -> bool {
    let persons = ["作者", "发布人", "编辑", "责任编辑", "责编", "撰稿", "录入"];
    persons.contains(&label) || matches!(label, "字号" | "字体" | "字体大小")
}

/// Tells whether a date under a weak label was written by a machine: a meeting's 时间：2023年5月1日 was not.
fn is_machine_written(name: &str, value: &str, beside_label: bool) -> bool {
    !label::is_weak(name)
        || name == "日期"
        || label::is_of_change(name)
        || beside_label
        || !value.contains('年')
        || value.contains([':', '：'])
}

/// Tells whether a label that texts do not use stands before another one in its line: 发布部门：某局 时间：2023年1月5日.
fn leads_to(text: &str, before: &label::Place, place: &label::Place) -> bool {
    !label::is_common(before.name) && !text[before.end..place.start].contains('\n')
}

#[cfg(test)]
mod tests {
    use crate::extract::meta_line;
    use crate::extract::meta_line::MetaLine;

    /// Writes what was read, one letter for each field.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let MetaLine { title, published, signed, source, publisher, document_number, index_number, .. } =
            meta_line::read(text);
        let mut fields = Vec::new();
        for (letter, value) in [
            ("t", title),
            ("p", published.map(|date| date.to_string())),
            ("s", signed.map(|date| date.to_string())),
            ("from", source),
            ("by", publisher),
            ("no", document_number),
            ("index", index_number),
        ] {
            fields.extend(value.map(|value| format!("{letter}={value}")));
        }
        assert_eq!(fields.join(" "), expected, "{text}");
    }

    #[test]
    fn a_date_and_a_source_part_in_either_order() {
        check("2022-02-01文章来源: 某市某湖风景区", "p=2022-02-01 from=某市某湖风景区");
        check("来源:市交通局2022-09-01 19:39", "p=2022-09-01 from=市交通局");
        check("发布时间：2022-09-01 09:30　来源：某日报　字体：[大 中 小] 打印", "p=2022-09-01 from=某日报");
        check("来源:某县司法局作者:张三2022-03-04 08:30", "p=2022-03-04 from=某县司法局");
        check("发布日期：2022-03-04来源：某市发改委字体：大中小", "p=2022-03-04 from=某市发改委");
        check("来源： 某区司法局 | 2022-03-04 | 点击 22", "p=2022-03-04 from=某区司法局");
        check("来源：某县司法局日期：2022-03-04字号：大中小打印", "p=2022-03-04 from=某县司法局");
        check("发布人：李四 2022-03-04 信息来源：某局", "p=2022-03-04 from=某局");
        check("来源：某局 责编：李四 2022-03-04 10:00", "p=2022-03-04 from=某局");
        check("转载自：某县司法局 2022-03-04", "p=2022-03-04 from=某县司法局");
        check("發布時間:2021-04-11 15:09信息來源:某縣統計局", "p=2021-04-11 from=某县统计局");
    }

    #[test]
    fn a_day_in_words_counts_where_its_label_is_of_a_page() {
        check("更新日期：2022年3月4日", "p=2022-03-04");
        check("最后更新：2022-03-04", "p=2022-03-04");
        check("发布部门：某学院办公室 时间：2022年03月04日", "p=2022-03-04 by=某学院办公室");
        check("作者：某人 时间：2022年3月4日", "");
        check("发布时间：05-3-12", "p=2005-03-12");
        check("时间：05-3-12", "");
        check("Updated: Jan 5, 2022 | Source: Xinhua", "p=2022-01-05 from=Xinhua");
    }

    #[test]
    fn a_date_below_a_list_of_facts_is_the_publish_date() {
        check("来源：某通讯社\n作者：\n2022-12-01 14:43", "p=2022-12-01 from=某通讯社");
        check("来源：某通讯社\n作者：张三\n2022年5月21日", "from=某通讯社");
    }

    #[test]
    fn a_date_behind_the_sizes_of_letters_or_with_tenths_is_read() {
        check("字号：大 中 小 2024-01-20 来源：某县司法局", "p=2024-01-20 from=某县司法局");
        check("字体：[大 中 小] 2024-01-20", "p=2024-01-20");
        check("2024-01-20 15:20:31.0", "p=2024-01-20");
        check("2024-01-20 15:20:31.06.5", "");
    }

    #[test]
    fn a_day_on_which_something_ends_is_no_publish_date() {
        check("失效时间：2025-01-20 发布日期：", "");
        check("有效期限：2025-01-20 发布日期：", "");
        check("2024-01-20 来源：某县司法局", "p=2024-01-20 from=某县司法局");
    }

    #[test]
    fn a_day_beside_how_often_a_page_was_read_needs_no_label() {
        check("2024/01/20 某县发布 阅读 3", "p=2024-01-20 from=某县发布");
        check("某县司法局 2024-01-20 浏览 12 次", "p=2024-01-20 from=某县司法局");
        check("2024-01-20 12 阅读", "p=2024-01-20");
        check("2024-01-20 某局 某科 阅读 3", "");
        check("2024年1月20日 某局 阅读 3 本", "");
    }

    #[test]
    fn a_date_beside_an_organ_needs_no_label() {
        check("2022-01-20某县司法局", "p=2022-01-20");
        check("某县司法局　2022-01-20 15:00", "p=2022-01-20");
        check("某县司法局2022年1月20日", "");
        check("某县司法局于2022-01-20发布", "");
        check("某县发布 2022-01-20 10:20", "p=2022-01-20");
        check("某县发布某事 2022-01-20", "");
    }

    #[test]
    fn an_empty_label_does_not_swallow_the_next() {
        check("发布机构 | 发布日期 | 2025-01-20 17:56:13 |", "p=2025-01-20");
        check("索引号 ab01/2022-00011 发文字号", "index=ab01/2022-00011");
        check("信息索引：AB01-A02-2022-0003", "index=AB01-A02-2022-0003");
        check(
            "发文日期: 2025-01-15 / 发布机构: 某市某街道 生成日期: / 发表时间:",
            "p=2025-01-15 s=2025-01-15 by=某市某街道",
        );
        check(
            "• 索引号:\n\n  610000/2023-001\n• 来源:\n\n• 发文机构:\n  县政府网站",
            "by=县政府网站 index=610000/2023-001",
        );
    }

    #[test]
    fn a_word_for_none_is_none() {
        check("[ 发文字号 ] | 无", "");
        check("文号: | 无文号", "");
        check("发文字号：某政发〔2023〕7号　成文日期：2023年4月6日", "s=2023-04-06 no=某政发〔2023〕7号");
    }

    #[test]
    fn what_stands_below_an_empty_label_is_not_its_value() {
        for label in ["文号", "发文字号", "文　　号", "索引号", "来源", "发布机构"] {
            for next in [
                "上一篇：关于2018年度部门决算公开的说明",
                "下一篇：某县2018年公告",
                "当前位置：首页",
                "打印 关闭",
                "联系电话：12345",
                "关于2018年度部门决算公开的说明",
            ] {
                check(&format!("{label}：\n{next}"), "");
            }
        }
        check("文号：\n2018年度部门决算", "");
        check("文号：\n2018-03-04", "");
        check("来源： 当前位置：首页", "");
        check("来源：微信公众号：某县发布", "from=微信公众号：某县发布");
    }

    #[test]
    fn a_number_of_a_document_has_the_shape_of_one() {
        for number in
            ["某政发〔2021〕3号", "某政办〔2021〕3", "第12号", "某县人民政府令第3号", "某政发2021-3"]
        {
            check(&format!("文号：{number}"), &format!("no={number}"));
            check(&format!("文号：\n{number}"), &format!("no={number}"));
        }
    }

    #[test]
    fn a_site_that_names_itself_names_no_source() {
        for name in ["本站", "本网", "本网站", "原创", "本站原创"] {
            check(&format!("来源：{name} 发布时间：2022-01-09"), "p=2022-01-09");
        }
        check("来源：本站记者站", "from=本站记者站");
    }

    #[test]
    fn a_banner_and_another_word_are_no_meta_line() {
        check("某市某区人民政府 2018年12月3日星期一", "");
        check("某市某区人民政府 2018年12月3日（星期一）", "");
        check("发布时间：2018年12月3日 星期一", "p=2018-12-03");
        check("作者：张三 2022年3月4日到任", "");
        check("今天是：2018年12月3日", "");
        check("今天是2018年12月3日 农历十月廿六 来源：某局 2018-11-30", "p=2018-11-30 from=某局");
        check("今天是2018年12月3日 来源：某局", "from=某局");
        check("数据来源：某统计局", "");
        check("归档时间:2022-06-15", "");
        check("时间：2023年5月1日上午9时\n地点：某会议室", "");
        check("时间:2022-02-28 15:36 浏览量:1", "p=2022-02-28");
    }

    #[test]
    fn cells_of_a_catalogue_need_no_colon() {
        check(
            "文件编号\t\t公开时间\t2022-01-20\n发布单位\t某县司法局\t信息来源\t某县政府办",
            "p=2022-01-20 from=某县政府办 by=某县司法局",
        );
        check(
            "索引号\t文号\t发布机构\t发布日期\nAB01/2022-3\t某发〔2022〕1 号\t某县司法局\t2022-01-20",
            "p=2022-01-20 by=某县司法局 no=某发〔2022〕1号 index=AB01/2022-3",
        );
        check("索引号\t文号\nAB01/2022-3\t", "index=AB01/2022-3");
        let list = "文件名称\t文号\t发布日期\n某办法\t某发〔2015〕3号\t2015-03-04\n某细则\t某发〔2016〕5号\t2016-05-06";
        check(list, "");
    }

    #[test]
    fn values_between_bars_need_no_labels() {
        check("2022.01.09 | 某县住建局 | 阅读 1024", "p=2022-01-09");
        check("某县住建局｜2022-01-09 10:00", "p=2022-01-09");
        check("2022-01-09 | 2022-01-10", "");
        check("2022年1月9日 | 某县住建局", "");
    }

    #[test]
    fn a_word_that_a_template_or_a_clerk_puts_for_nothing_is_none() {
        check("来源：未知 作者：佚名", "");
        check("来源：undefined 发布时间：2022-01-09", "p=2022-01-09");
        check("来源：${source} 文号：/", "");
    }

    #[test]
    fn a_line_of_labels_and_values_needs_no_colons() {
        check("时间 2021-03-05 来源 某县司法局", "p=2021-03-05 from=某县司法局");
        check("来源 某县司法局 时间 2021-03-05 10:30 浏览 12", "p=2021-03-05 from=某县司法局");
        check("时间 2021年3月5日 地点 某会议室", "");
    }

    #[test]
    fn letters_of_a_label_may_stand_apart() {
        check("文　号：某发〔2022〕1号 标　题：关于某事的通知", "t=关于某事的通知 no=某发〔2022〕1号");
    }
}
