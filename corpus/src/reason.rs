//! Why a field was read as it was, or why it is missing: a key that is the same in every language, and what it is about.
//!
//! Origins and gaps are stored as they are written here, `line: 发布时间` or `no-source`; whoever shows them says the key in
//! the language of the reader.

use crate::document::keyed;

keyed! {
    /// How a field was found, or why it was not.
    Reason {
        /// Given beforehand, with an import.
        Given = "given-with-the-import", "导入时给定";
        /// A line or a table cell with a label; the label follows.
        Line = "line", "标签";
        /// A meta tag; its name follows.
        Meta = "meta-tag", "网页元数据";
        /// The title.
        Title = "title", "标题";
        /// The title that the page prints.
        PrintedTitle = "printed-title", "页面所印标题";
        /// The title in the table of the disclosure catalogue.
        CatalogueTitle = "title-in-the-catalogue-table", "公开目录表所载标题";
        /// The title element of the page.
        PageTitle = "title-of-the-page", "网页标题栏";
        /// The text of the link that led to the page.
        LinkText = "text-of-the-link-that-led-here", "列表中的链接文字";
        /// A line above the text.
        LineAbove = "line-above-the-text", "正文上方一行";
        /// Built from what the first sentence calls the document.
        NamesItself = "built-from-what-the-first-sentence-names", "据首句自称拟定";
        /// Built from what the opening announces: 现将…报告如下.
        Announced = "built-from-what-the-opening-announces", "据开头所述事项拟定";
        /// Built from a document that the opening hands on.
        HandedOn = "built-from-the-document-that-is-handed-on", "据所转发文件拟定";
        /// Built from words with 关于 in the opening.
        AboutWords = "built-from-关于-in-the-opening", "据开头“关于”一语拟定";
        /// Built from what the opening is for: 为做好…工作.
        Purpose = "built-from-what-the-opening-is-for", "据开头所述目的拟定";
        /// Built from the only heading or the subject that the first sentence speaks about.
        Subject = "built-from-what-the-first-sentence-is-about", "据首句所述拟定";
        /// Built from the first words.
        FirstWords = "built-from-the-first-words", "取开头文字";
        /// The name of a file or a picture.
        FileName = "name-of-the-file", "文件名";
        /// The page says nothing that a title could be built from.
        NothingToBuildFrom = "nothing-to-build-it-from", "无从拟定";
        /// An element that holds what the editor typed; its name follows.
        Container = "container", "正文容器";
        /// Comments that a content system writes around the text.
        Comments = "comments-around-the-text", "正文起止注释";
        /// Where the page is densest.
        Densest = "where-the-text-is-densest", "页面文字最密处";
        /// A date that stands above the text without a label.
        DateAbove = "date-above-the-text", "正文上方日期";
        /// The date in the list that led to the page.
        ListDate = "date-in-the-list", "列表所载日期";
        /// The date in the address.
        AddressDate = "date-in-the-address", "网址中的日期";
        /// The signature under the text.
        Signature = "signature-under-the-text", "文末落款";
        /// The sentence that says whom to ask.
        Contact = "contact-sentence", "联系方式一句";
        /// A line of its own above the text.
        OwnLine = "line-of-its-own-above-the-text", "正文前单列一行";
        /// The column or the breadcrumb.
        Breadcrumb = "column-or-breadcrumb", "栏目或导航";
        /// The column in the address.
        AddressColumn = "column-in-the-address", "网址中的栏目";
        /// The period that the text states.
        StatedPeriod = "stated-period", "文中所述起止日期";
        /// The session that the report was given at.
        Session = "session-it-was-given-at", "作报告的会议";
        /// The first sentence.
        FirstSentence = "first-sentence", "首句";
        /// The opening of the text.
        Opening = "opening-of-the-text", "正文开头";
        /// The title is a model to fill in.
        Model = "the-title-is-a-model-to-fill-in", "标题为待填范文";
        /// The title is the name of a column.
        ColumnName = "the-title-is-a-column-name", "标题即栏目名";
        /// The title begins with a place; it follows.
        TitleNames = "the-title-begins-with", "标题开头为";
        /// The issuer begins with a place; it follows.
        IssuerNames = "the-issuer-begins-with", "发文机关开头为";
        /// The source begins with a place; it follows.
        SourceNames = "the-source-begins-with", "来源开头为";
        /// Column or breadcrumb begin with a place; it follows.
        BreadcrumbNames = "the-breadcrumb-begins-with", "栏目或导航开头为";
        /// The opening of the text names the place.
        OpeningNames = "the-opening-names-it", "正文开头提到";
        /// The title mentions this place and no other.
        TitleMentions = "the-title-mentions-no-other-place", "标题只提到此地";
        /// The source mentions this place and no other.
        SourceMentions = "the-source-mentions-no-other-place", "来源只提到此地";
        /// The opening mentions this place and no other.
        OpeningMentions = "the-opening-mentions-no-other-place", "正文开头只提到此地";
        /// The host stands for it.
        Host = "the-host-stands-for-it", "网站域名所属";
        /// The crawled source declares it.
        Declared = "the-crawled-source-declares-it", "抓取来源所定";
        /// The initials in the host fit no other division.
        HostInitials = "the-initials-in-the-host-fit-no-other-division", "域名缩写只合此地";
        /// An organ of the whole country.
        CentralOrgan = "an-organ-of-the-whole-country", "全国性机关";
        /// A host of an organ of the whole country.
        CentralHost = "the-host-belongs-to-an-organ-of-the-whole-country", "全国性机关的网站";
        /// A township that lies in no other county that fits; it follows.
        OnlyTownship = "lies-in-no-other-county-that-fits", "只有一县有此乡镇";
        /// A division of the production and construction corps; it follows.
        Corps = "division-of-the-production-and-construction-corps", "生产建设兵团";
        /// A zone, and nothing says of which city; it follows.
        UnplacedZone = "a-zone-and-nothing-says-of-which-city", "功能区，未言明属何地";
        /// Several places share the name; it follows.
        Ambiguous = "several-places-share-the-name-and-nothing-else-decides", "重名，无从断定";
        /// Undecided between places; they follow.
        Undecided = "undecided", "未能断定";
        /// The page prints no title.
        NoTitle = "no-title-in-the-page", "页面未印标题，以拟题代之";
        /// The page has no text.
        NoText = "no-text-in-the-page", "页面没有正文";
        /// The page or the file holds pictures and no text; what follows says which.
        NeedsOcr = "needs_ocr", "图片，须识别文字";
        /// A file beside the page is of a kind that is not read; its name and kind follow.
        FileUnread = "a-file-of-a-kind-that-is-not-read", "附件格式不能读取";
        /// A file beside the page is damaged; its name follows.
        FileDamaged = "a-file-that-cannot-be-read", "附件损坏";
        /// A file beside the page could not be fetched; its name follows.
        FileMissing = "a-file-that-could-not-be-fetched", "附件未能取得";
        /// A file beside the page lies on a host that the source does not list; its name follows.
        FileElsewhere = "a-file-on-a-host-that-the-source-does-not-list", "附件在来源未列的网站";
        /// The page states no publish date.
        NoPublished = "no-publish-date-in-the-page", "页面未载发布日期";
        /// The page states no source.
        NoSource = "no-source-in-the-page", "页面未载来源";
        /// Nothing names an issuer.
        NoIssuer = "no-issuer-named", "未载发文机关";
        /// Nothing says which year it speaks about.
        NoYear = "no-year-that-it-speaks-about", "未言明所述年份";
        /// Nothing names a place.
        NoPlace = "no-place-named", "未言明地区";
        /// Parts that the rules ask for and that the report does not have; they follow.
        MissingParts = "parts-that-the-rules-ask-for-are-missing", "规定应有而未见的部分";
    }
}

impl Reason {
    /// Writes the reason together with what it is about, such as the label of a line.
    pub fn about(self, what: &str) -> String {
        format!("{}: {what}", self.key())
    }

    /// Reads what was written: the reason and what it is about, empty when nothing follows; none for other words.
    pub fn read(written: &str) -> Option<(Reason, &str)> {
        let (key, what) = written.split_once(": ").unwrap_or((written, ""));
        Reason::parse(key).map(|reason| (reason, what))
    }
}

impl From<Reason> for String {
    fn from(reason: Reason) -> String {
        reason.key().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use crate::reason::Reason;

    #[test]
    fn a_written_reason_is_read_back() {
        for reason in Reason::ALL {
            assert_eq!(Reason::read(reason.key()), Some((*reason, "")));
            assert_eq!(Reason::read(&reason.about("发布时间")), Some((*reason, "发布时间")));
        }
        assert_eq!(Reason::read("whatever an older version wrote"), None);
    }
}
