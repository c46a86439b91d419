//! A title in; whether it stands for no document, being the name of a column or a model to fill in, out.

use std::sync::LazyLock;

use regex::Regex;

/// Tells whether a title is the name of a column, without blanks.
pub(crate) fn is_column(title: &str) -> bool {
    COLUMNS.is_match(title)
}

/// Tells whether a title is that of a text made to be copied.
pub(crate) fn is_model(title: &str) -> bool {
    MODEL.is_match(title)
}

/// Tells whether a title is that of a page on what an office is for, or on who works there.
pub(crate) fn is_of_office(title: &str) -> bool {
    OF_OFFICE.is_match(title)
}

/// What pages on an office or a person are called, whatever its name says: 预算科工作职责.
static OF_OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:(?:主要|工作|岗位|部门|单位|科室|机构)职[责能]|职能配置|内设机构|(?:个人|任职|同志)简历|单位简介|部门简介|[局科室办处委]简介)$")
        .expect("a pattern written here is well formed")
});

/// The names of columns, which stand where a title should when a list or an empty page is taken for an article: no place, no
/// organ and no year in them.
static COLUMNS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:(?:推进)?(?:法治政府(?:建设)?|依法行政|法治建设)(?:工作)?(?:情况)?(?:年度)?(?:工作)?(?:情况)?(?:报告|年报|总结)?",
        r"|(?:政府)?(?:信息公开|政务公开)(?:工作)?(?:年度)?(?:工作)?(?:报告|年报|目录|制度|指南|规定)?",
        r"|(?:政府)?工作报告|年度报告|统计(?:公报|信息|数据)|通知公告|公示公告|政策(?:文件|解读|法规)|工作(?:文件|动态)|规划计划|法定主动公开内容",
        r"|(?:财政|部门)?预决算(?:公开)?|预算决算|财政预算决算|新闻动态|行政规范性文件|规范性文件|政府规章|规章|政府公报|机构职能)(?:专栏|专题)?$"
    ))
    .expect("a pattern written here is well formed")
});

/// A text made to be copied: names and years stand as stars and crosses.
static MODEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:[*＊]+|[×xX]{2,}|某某)(?:省|市|区|县|镇|乡|局|街道|单位)|20[2０]?[xX×*]+年|[xX×*]{4}年|范文|模板",
    )
    .expect("a pattern written here is well formed")
});
