//! Pages as the content systems of government sites make them, and reports to put into them.

/// What surrounds a text on one kind of site.
pub(crate) struct Frame {
    /// What makes the site.
    pub(crate) name: &'static str,
    /// An address of the kind that it gives its pages.
    pub(crate) url: &'static str,
    /// The source that its line names; a dash for none.
    pub(crate) source: &'static str,
    /// The page: `{title}` and `{body}` stand for those of the report.
    page: &'static str,
}

impl Frame {
    /// Puts a report into the frame.
    pub(crate) fn hold(&self, report: &Report) -> String {
        self.page.replace("{title}", report.title).replace("{body}", report.html)
    }
}

/// A report, as markup and as it should be read.
pub(crate) struct Report {
    pub(crate) title: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) year: &'static str,
    /// The day of its signature; a dash for none.
    pub(crate) signed: &'static str,
    /// The kinds of its parts.
    pub(crate) sections: &'static str,
    html: &'static str,
    lines: &'static [&'static str],
}

impl Report {
    /// The text that a reader should bring.
    pub(crate) fn text(&self) -> String {
        self.lines.join("\n")
    }
}

pub(crate) const FRAMES: &[Frame] = &[
    Frame {
        name: "TRS",
        url: "http://www.myfc.gov.cn/zwgk/fzzf/202201/t20220128_5396867.html",
        source: "涪城区司法局",
        page: "<html><head><title>{title}_法治政府建设_涪城区人民政府</title><meta name=\"ArticleTitle\" content=\"{title}\"><meta name=\"PubDate\" content=\"2022-01-28 09:30\"><meta name=\"ColumnName\" content=\"法治政府建设\"></head><body><div class=top>今天是：<script>d()</script></div><div class=nav><a href=/>首页</a><a href=/zwgk/>政务公开</a><a href=/hd/>互动交流</a></div><div class=crumb>您当前的位置：<a>首页</a>&gt;<a>政务公开</a>&gt;<a>法治政府建设</a></div><h1>{title}</h1><div class=info>发布时间：2022-01-28 09:30　来源：涪城区司法局　字体：【<a>大</a> <a>中</a> <a>小</a>】<a>打印</a></div><div class=TRS_Editor>{body}</div><div class=fj>相关附件：</div><div class=xg>相关文档</div><div class=foot>主办：涪城区人民政府办公室 蜀ICP备00000000号 网站标识码：5107030001 川公网安备51070302000000号</div></body></html>",
    },
    Frame {
        name: "Hanweb",
        url: "http://www.luqiao.gov.cn/art/2022/1/28/art_1229460368_56720.html",
        source: "区司法局",
        page: "<html><head><title>路桥区政府 法治政府建设 {title}</title></head><body><table><tr><td><a href=/>网站首页</a></td><td>&gt;</td><td><a>法治政府建设</a></td></tr></table><table width=100%><tr><td class=title>{title}</td></tr><tr><td><table><tr><td>发布日期：2022-01-28</td><td>信息来源：区司法局</td><td>访问次数：<script>c()</script></td><td>字号：[ 大 中 小 ]</td></tr></table></td></tr><tr><td><div id=zoom><!--ZJEG_RSS.content.begin-->{body}<!--ZJEG_RSS.content.end--></div></td></tr></table><div>打印本页 关闭窗口</div></body></html>",
    },
    Frame {
        name: "VSB",
        url: "https://www.ynyx.gov.cn/info/1025/61695.htm",
        source: "-",
        page: "<html><head><title>{title}-云县人民政府</title></head><body><form><div class=content><h2>{title}</h2><p class=xx>发布时间：2022-01-28 &nbsp; 点击数：[<script>_showDynClicks()</script>]次</p><div id=vsb_content_2><div class=v_news_content>{body}</div></div><p>上一条：<a href=1.htm>云县召开会议</a></p><p>下一条：<a href=2.htm>云县开展活动</a></p></div></form></body></html>",
    },
    Frame {
        name: "UCAP",
        url: "http://shache.gov.cn/scx/c108016/202201/e08c1648dabf4ed2b5c3457e6b71f137.shtml",
        source: "莎车县司法局",
        page: "<html><head><title>{title}</title></head><body><div class=header><ul><li><a>首页</a></li><li><a>走进莎车</a></li><li><a>政务公开</a></li></ul></div><div class=article-title><ucaptitle>{title}</ucaptitle></div><div class=pages-date>2022-01-28 11:20 <span>来源： 莎车县司法局</span><div class=share>分享：<a>微信</a><a>微博</a></div></div><div id=UCAP-CONTENT>{body}</div><div class=editor>责任编辑：某某</div></body></html>",
    },
    Frame {
        name: "NFCMS",
        url: "http://www.zhuhai-hitech.gov.cn/zwgk/ztzl/fzzfjs/content/post_3468344.html",
        source: "本网",
        page: "<html><head><title>{title}-珠海高新区政府网站</title><meta name=PubDate content='2022-01-28'><meta name=ContentSource content='本网'></head><body><div class=position>当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; <a>法治政府建设</a></div><div class='article'><h1 class=title>{title}</h1><div class=info>时间：2022-01-28 15:36:41&nbsp;&nbsp;来源：本网&nbsp;&nbsp;【字体：<a>大</a> <a>中</a> <a>小</a>】</div><div class=article-content>{body}</div></div><div class=qr>扫一扫在手机打开当前页</div></body></html>",
    },
    Frame {
        name: "catalogue",
        url: "https://www.shucheng.gov.cn/public/content/38194471",
        source: "-",
        page: "<html><head><title>{title}_舒城县人民政府</title></head><body><table class=xxgk><tr><th>索 引 号：</th><td>003/202201-00017</td><th>组配分类：</th><td>法治政府建设</td></tr><tr><th>发布机构：</th><td>舒城县司法局</td><th>主题分类：</th><td>司法</td></tr><tr><th>名 称：</th><td>{title}</td><th>文 号：</th><td>无</td></tr><tr><th>发布日期：</th><td>2022-01-28</td><th>有效性：</th><td>有效</td></tr></table><h1 class=newstitle>{title}</h1><div class=wzcon>{body}</div><div>【<a>打印</a>】【<a>关闭</a>】</div></body></html>",
    },
    Frame {
        name: "Epoint",
        url: "https://www.example.gov.cn/xxgk/20220128/6a1d5e0c-1f1a-4a4e-8a3e-000000000000.html",
        source: "县司法局",
        page: "<html><head><title>{title}</title></head><body><div class=ewb-location><span>您现在的位置：</span><a>首页</a>/<a>法治政府</a></div><div class=ewb-article><h3>{title}</h3><div class=ewb-article-sources><p>【信息来源：县司法局】</p><p>【信息时间：2022-01-28】</p><p>【阅读次数：<span></span>】</p></div><div class=ewb-article-info>{body}</div></div></body></html>",
    },
    Frame {
        name: "unnamed",
        url: "http://www.lwx.gov.cn/niandubaogao/63384/index.htm",
        source: "县政府办",
        page: "<html><head><title>{title}</title></head><body><div><ul><li><a href=/a>首页</a></li><li><a href=/b>政务公开</a></li><li><a href=/c>政民互动</a></li><li><a href=/d>办事服务</a></li></ul></div><div><div><h2>{title}</h2><p>2022-01-28 来源：县政府办 浏览：17</p><div>{body}</div></div><div><h4>热点新闻</h4><ul><li><a href=/1>我县召开工作会议</a></li><li><a href=/2>我县开展专项行动</a></li></ul></div></div><div>版权所有：某县人民政府　地址：某路1号</div></body></html>",
    },
    Frame {
        name: "layout tables",
        url: "http://1.25.240.11:8082/sites/wltqq/zwinfo.jsp?id=15652",
        source: "旗司法局",
        page: "<html><head><title>信息公开</title></head><body><table><tr><td></td><td></td></tr><tr><td><a href=/>首页</a></td><td><a href=/x>公开</a></td></tr></table><table><tr><td align=center><b>{title}</b></td></tr><tr><td align=center>发布时间：2022年01月28日 来源：旗司法局 点击：17 次</td></tr><tr><td>{body}</td></tr><tr><td><a>关闭窗口</a></td></tr></table></body></html>",
    },
    Frame {
        name: "fields of facts",
        url: "https://yongchang.gov.cn/zfxxgk/art/2022/art_4ac8ce0009be4a7a991a7121d36457ca.html",
        source: "县司法局",
        page: "<html><head><title>{title}</title></head><body><div class=xx><dl><dt>标题：</dt><dd>{title}</dd><dt>索引号：</dt><dd>620321/2022-00017</dd><dt>发文机关：</dt><dd></dd><dt>发文字号：</dt><dd></dd><dt>发布时间：</dt><dd>2022-01-28</dd><dt>来源：</dt><dd>县司法局</dd></dl></div><h1>{title}</h1><div class=main><div class=con id=content>{body}</div></div><div class=footer>陇ICP备00000000号</div></body></html>",
    },
];

pub(crate) const REPORTS: &[Report] = &[
    Report {
        title: "2021年度法治政府建设工作报告",
        kind: "rule-of-law-report",
        year: "2021",
        signed: "2022-01-17",
        sections: "measures problems first_responsible next_plan",
        html: "<p>　　2021年，我们认真落实各项部署，扎实推进法治建设，各项工作取得了新的成效。现将有关情况报告如下：</p><p>　　<b>一、2021年推进法治政府建设的主要举措和成效</b></p><p>　　（一）健全制度。全年修订制度12件，受理行政复议案件17件，同比下降0.2 %。</p><p>　　（二）规范执法。一是强化培训；二是强化监督。</p><p>　　<b>二、存在的不足和原因</b></p><p>　　普法的针对性有待增强。</p><p>　　<b>三、党政主要负责人履行推进法治建设第一责任人职责的有关情况</b></p><p>　　主要负责人带头学法<span>4</span><span>次</span>。</p><p>　　<b>四、2022年工作打算</b></p><p>　　继续深化改革，完善监督机制。</p><p style='text-align:right'>某某司法局</p><p style='text-align:right'>2022年1月17日</p>",
        lines: &[
            "2021年，我们认真落实各项部署，扎实推进法治建设，各项工作取得了新的成效。现将有关情况报告如下：",
            "一、2021年推进法治政府建设的主要举措和成效",
            "（一）健全制度。全年修订制度12件，受理行政复议案件17件，同比下降0.2 %。",
            "（二）规范执法。一是强化培训；二是强化监督。",
            "二、存在的不足和原因",
            "普法的针对性有待增强。",
            "三、党政主要负责人履行推进法治建设第一责任人职责的有关情况",
            "主要负责人带头学法4次。",
            "四、2022年工作打算",
            "继续深化改革，完善监督机制。",
            "某某司法局",
            "2022年1月17日",
        ],
    },
    Report {
        title: "关于2021年法治政府建设情况的报告",
        kind: "rule-of-law-report",
        year: "2021",
        signed: "2022-01-05",
        sections: "measures problems next_plan",
        html: "<div>　　按照要求，现将2021年法治政府建设情况报告如下。</div><div>　　一、工作开展情况</div><div>　　1．加强领导。召开会议3次，专题研究法治工作。<br/>　　2．规范决策。审查合同25个、规范性文件6件，提出意见40余条。</div><div>　　二、存在的问题</div><div>　　执法力量不足，基层基础还不够牢固，需要认真研究解决。</div><div>　　三、下一步工作</div><div>　　继续加强队伍建设，努力提升执法水平，不断推进各项工作。</div><div>二〇二二年一月五日</div>",
        lines: &[
            "按照要求，现将2021年法治政府建设情况报告如下。",
            "一、工作开展情况",
            "1．加强领导。召开会议3次，专题研究法治工作。",
            "2．规范决策。审查合同25个、规范性文件6件，提出意见40余条。",
            "二、存在的问题",
            "执法力量不足，基层基础还不够牢固，需要认真研究解决。",
            "三、下一步工作",
            "继续加强队伍建设，努力提升执法水平，不断推进各项工作。",
            "二〇二二年一月五日",
        ],
    },
    Report {
        title: "2021年政府信息公开工作年度报告",
        kind: "disclosure-report",
        year: "2021",
        signed: "-",
        sections: "measures other other problems other",
        html: "<p>根据《中华人民共和国政府信息公开条例》和上级要求，编制本报告。本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。</p><p><strong>一、总体情况</strong></p><p>主动公开信息200条，办结依申请公开1件，按时答复率为100%。</p><p><strong>二、主动公开政府信息情况</strong></p><table border=1><tbody><tr><td colspan=4><p>第二十条第（一）项</p></td></tr><tr><td><p>信息内容</p></td><td><p>本年制发件数</p></td><td><p>本年废止件数</p></td><td><p>现行有效件数</p></td></tr><tr><td><p>规章</p></td><td>0</td><td>0</td><td>0</td></tr><tr><td><p>行政规范性文件</p></td><td>8</td><td>1</td><td>31</td></tr></tbody></table><p><strong>三、收到和处理政府信息公开申请情况</strong></p><p>全年收到申请1件。</p><p><strong>四、存在的主要问题及改进情况</strong></p><p>公开的及时性还需加强。</p><p><strong>五、其他需要报告的事项</strong></p><p>无。</p>",
        lines: &[
            "根据《中华人民共和国政府信息公开条例》和上级要求，编制本报告。本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。",
            "一、总体情况",
            "主动公开信息200条，办结依申请公开1件，按时答复率为100%。",
            "二、主动公开政府信息情况",
            "第二十条第（一）项",
            "信息内容\t本年制发件数\t本年废止件数\t现行有效件数",
            "规章\t0\t0\t0",
            "行政规范性文件\t8\t1\t31",
            "三、收到和处理政府信息公开申请情况",
            "全年收到申请1件。",
            "四、存在的主要问题及改进情况",
            "公开的及时性还需加强。",
            "五、其他需要报告的事项",
            "无。",
        ],
    },
];
