//! What came of fetching one address: the outcome, the evidence, and what the page said it was.

use jiff::Timestamp;

use crate::document::keyed;

keyed! {
    /// What came of one visit; each is stored and shown to the operator.
    Outcome {
        /// A page that was not known.
        New = "new", "新增";
        /// The text changed.
        Changed = "changed", "变更";
        /// 304, or the same text as before.
        Unchanged = "unchanged", "未变";
        /// The page now lives at another address.
        Moved = "moved", "迁移";
        /// A page that says 页面不存在 with status 200, or an article redirected to the front page.
        SoftNotFound = "soft404", "软404";
        /// 404 or 410, seen for the first time; the document stays until it is confirmed.
        Missing = "missing", "缺失";
        /// 404 or 410 on two crawls.
        Gone = "gone", "消失";
        /// robots.txt, a script challenge, a shield or a captcha.
        Blocked = "blocked", "受阻";
        /// 5xx, a timeout, DNS; to be tried again.
        Transient = "transient", "暂时失败";
        /// The server speaks only TLS that is no longer safe.
        TlsUnsupported = "tls_unsupported", "TLS不支持";
        /// The certificate is expired or for another name.
        TlsCertificate = "tls_cert", "证书错误";
        /// Larger than the cap.
        TooLarge = "too_large", "过大";
        /// An address that we refuse to connect to, or any other permanent refusal.
        Refused = "refused", "拒绝";
    }
}

keyed! {
    /// What an address is for.
    Role {
        /// A list of articles.
        List = "list", "列表";
        /// A page that holds a document.
        Article = "article", "文章";
        /// A file that holds the text of a page that has none.
        Attachment = "attachment", "附件";
    }
}

/// Where the bytes of a response lie and what they hash to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The WARC file's name inside the archive folder.
    pub file: String,
    /// Where the record's gzip member starts, in bytes.
    pub offset: u64,
    /// SHA-256 of the decoded payload, 64 lower-case hex digits.
    pub sha256: String,
}

/// What a server gave us to ask with next time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// The `ETag` as sent.
    pub etag: Option<String>,
    /// The `Last-Modified` as sent.
    pub last_modified: Option<String>,
}

/// One fetch of one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// What the address is known by: without scheme, `www.` and whatever makes no difference.
    pub key: String,
    /// The address as it was asked for.
    pub url: String,
    /// What the address is for.
    pub role: Role,
    /// When the answer was complete.
    pub at: Timestamp,
    /// The HTTP status, when there was an answer.
    pub status: Option<u16>,
    /// What came of it.
    pub outcome: Outcome,
    /// A sentence for the operator when the outcome needs one.
    pub detail: Option<String>,
    /// The bytes, when there was an answer.
    pub evidence: Option<Evidence>,
    /// The validators of the answer.
    pub validators: Validators,
}
