//! The words that are known around numbers: what is about, what rises and falls, what is done with things that are counted.

use std::sync::LazyLock;

use crate::indicators::lexicon::Lexicon;

/// A list of words.
pub(crate) type Words = LazyLock<Lexicon>;

fn split(words: &'static str) -> Lexicon {
    Lexicon::of(words.split_whitespace().collect())
}

/// Before a number: it is not exact. The longest stands first.
pub(crate) static ABOUT_BEFORE: Words = Words::new(|| {
    split("不少于 不低于 不超过 不高于 超过 大约 大概 将近 接近 突破 至少 最多 不足 不到 约 近 超 逾")
});

/// Between a word for about and a number: 约占三成.
pub(crate) static BEHIND_ABOUT: Words = Words::new(|| split("占 为 有 达 需 合 占比 占比为 相当于"));

/// Words that end like those of `ABOUT_BEFORE` and mean something else.
pub(crate) static NOT_ABOUT: Words = Words::new(|| {
    split(
        "最近 附近 就近 亲近 签约 节约 集约 预约 履约 违约 条约 公约 制约 契约 合约 特约 邀约 续约 解约 毁约 中超",
    )
});

/// Behind a unit: it is not exact.
pub(crate) static ABOUT_BEHIND: Words = Words::new(|| split("以上 以下 以内 左右 上下 余 多 不等 及以上"));

/// Before a number of tenths: it is a share, or what something came to.
pub(crate) static BEFORE_TENTHS: Words =
    Words::new(|| split("占 占到 占比 达 达到 已过 升至 升到 降至 降到 提高到 降低到 高出 低出 多出"));

/// The surnames that most people have, without those that begin words about shares such as 余 and 方.
pub(crate) static SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏汪姜范姚谭廖邹熊郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎常武乔贺赖龚";

/// Before a number, between it and the word that says which way it changed.
pub(crate) static CHANGE_FILLERS: Words =
    Words::new(|| split("+ 幅度 同比 环比 了 率 幅 为 达 约 近 超过 超 逾 将近 不低于 ： :"));

/// What rises.
pub(crate) static UP: Words = Words::new(|| {
    split(
        "增长 上升 提高 增加 提升 上涨 攀升 上调 上浮 回升 扩大 增速 增产 增收 递增 跃升 跃增 激增 猛增 骤增 扩增 净增 飙升 \
         多增 少降 少减 涨 增 升",
    )
});

/// Of these, what is done to things themselves when things are counted.
pub(crate) static BETTERS: Words = Words::new(|| split("提升 提高 扩大 压缩 压减 缩短 升 降"));

/// Measure words of things.
pub(crate) static THINGS: Words = Words::new(|| split("个 条 项 家 所 处 座 米 亩 平方米 平方公里"));

/// What falls.
pub(crate) static DOWN: Words = Words::new(|| {
    split(
        "下降 减少 降低 下滑 回落 下跌 下调 下浮 缩减 压减 压缩 缩短 负增长 收窄 递减 净减 减产 减收 萎缩 锐减 骤减 骤降 猛降 锐降 少增 降 减",
    )
});

/// Behind these 为 tells what something came to: 缩短为5天, 下降为3%. 增长为5% tells so only where 由 says from what.
pub(crate) static CAME_TO: Words = Words::new(|| {
    split("缩短 压缩 压减 减少 精简 降低 提高 提升 增加 扩大 调整 上调 下调 缩减 削减 调减 降 减 升 增")
});

/// Before a thing and a share of it: the thing became less by that share, 压减经费12.5%.
pub(crate) static LESS: Words = Words::new(|| split("压减 压缩 缩减 缩短 减少 降低 削减 精简 核减 调减"));

/// Before a thing and a share of it: the thing became more by that share, 提高产量5%.
pub(crate) static MORE: Words = Words::new(|| split("提高 提升 增加 扩大"));

/// Several years together.
pub(crate) static CUMULATIVE: Words = Words::new(|| split("累计 历年 历次 累积"));

/// Before a number without a unit: it is a sum all the same.
pub(crate) static SUMS: Words = Words::new(|| split("累计 累积 共计 合计 总计 总数 数量 人数 件数 次数"));

/// Before a number without a unit: it names something. 电话85123456 is a name, 接听电话1234次 is an amount.
pub(crate) static LABELS: Words = Words::new(|| {
    split(
        "编号 邮编 邮政编码 电话 热线 传真 手机 号码 代码 证号 文号 索引号 备案号 序号 QQ 区号 拨打 № No. NO. # 〔 [ 周",
    )
});

/// Before a number: it tells the place in a row, or a day, whatever stands behind it.
pub(crate) static ORDINALS: Words = Words::new(|| split("星期 农历 第 排名 位居 位列 名列 最多跑 只跑 仅跑"));

/// Between a verb and a number.
pub(crate) static COUNT_FILLERS: Words = Words::new(|| {
    split(
        "连续 均 均为 分别为 总数为 共计 合计 总计 累计 累积 达到 达 共有 共 各类 约 近 超过 超 逾 了 为 有 是 \
     的 就 已 仅 至少 不少于 不低于 大约 将近 接近 突破 分别 同比 环比 先后 成功 人民币 资金 即 占 \
     计 到 至 在 从 由 已过 不足 ± + - — 平均 平均为 平均达 平均值 平均值为 集中",
    )
});

/// What an amount is compared with.
pub(crate) static COMPARED: Words = Words::new(|| {
    split(
        "较上年 比上年 较去年 比去年 较上年同期 比上年同期 较去年同期 比去年同期 较同期 比同期 较上月 比上月 \
     较上季度 比上季度 较年初 比年初 较上年末 比上年末 较上年底 比上年底 较前一年 比前一年",
    )
});

/// At the head of a clause, before what is counted.
pub(crate) static HEADS: Words = Words::new(|| {
    split(
        "力争 争取 确保 我们将 我们 连续 其中 同时 全年 今年 去年 本年度 本年 年内 全市 全县 全区 全省 \
     全国 全州 全乡 全镇 全街道 全局 全系统 我市 我县 我区 我省 我局 我镇 我乡 目前 截至目前 截至 \
     累计 累积 历年 共计 共 已 均 并 还 对 将 把 与 及 以及 先后 成功 依法 积极 及时 认真 全面 有效 \
     深入 持续 切实 扎实 广泛 大力 统一 集中 各类 年度 上半年 下半年 一年来 期间 近年来 五年来 直接 \
     分别 主动 严格 圆满 现有 拥有 仅 超 约 近 实际 当年 总共 一是 二是 三是 四是 五是 六是 的",
    )
});

/// What is done with things that are counted.
pub(crate) static VERBS: Words = Words::new(|| {
    split(
        "受理 办理 办结 审理 审结 审查 审核 审批 审议 开展 组织开展 组织 举办 召开 完成 制定 出台 印发 \
     发放 发布 公开 公布 公示 收到 接到 接收 接待 处理 处置 查处 查办 调处 调解 调成 化解 排查 检查 \
     巡查 抽查 督查 选聘 聘请 聘任 培训 新增 做优做强 抓好 办好 做好 建好 改善 谋划 储备 投放 打通 \
     续建 盘活 招引 建立 建成 建设 投入 实现 实施 推进 推动 落实 清理 废止 修改 修订 保留 取消 下放 \
     承接 划转 整治 整改 纠正 撤销 维持 驳回 确认 终止 移送 移交 立案 结案 侦破 破获 抓获 打击 取缔 \
     查获 查封 扣押 没收 罚款 处罚 作出 下达 下发 发出 送达 答复 回复 反馈 报送 备案 登记 录入 采集 \
     归集 汇聚 上报 提交 提出 提供 解答 帮助 帮扶 救助 惠及 覆盖 参加 参与 出席 出庭 走访 慰问 宣传 \
     宣讲 讲授 编制 编印 印制 张贴 悬挂 播放 刊发 刊登 推送 制作 设立 设置 配备 配置 引进 引育 招聘 \
     录用 任免 任命 评选 评查 评估 考核 通报 约谈 问责 追责 表彰 获得 荣获 获评 获批 入选 创建 培育 \
     命名 认定 梳理 公告 听取 研究 讨论 部署 签订 签署 签约 起草 拟定 形成 吸纳 采纳 征集 征求 收集 \
     受到 减免 免除 退还 追回 追缴 挽回 拨付 下拨 争取 安排 筹集 募集 兑现 发现 消除 关停 关闭 拆除 \
     改造 新建 改建 扩建 修建 修复 修缮 铺设 种植 安装 开工 竣工 投产 投用 开通 开放 启动 启用 打造 \
     推出 压减 压缩 精简 缩短 减少 增加 增长 下降 提高 提升 降低 分办 转办 交办 督办 协办 承办 主办 \
     代理 指派 检测 抽检 执行 执结 出动 张挂 出具 核发 核查 核实 核准 颁发 换发 补办 注销 吊销 变更 \
     注册 办 审 查 发 建 开 设 涉及 涵盖 包括 含 辖 下辖 聘用 选派 选拔 选树 选举 产生 参训 轮训 \
     调研 调整 合并 撤并 举行 邀请 带动 吸引 集聚 落户 引入 引导 责令 督促 警告 拘留 侦办 判处 起诉 \
     批捕 逮捕 缴纳 征收 入库 支出 支付 收取 达成 促成 解决 满足 安置 转移 搬迁 申报 提起 败诉 胜诉 \
     回应 刊载 转载 更新 升级 优化 整合 归并 清退 清收 确定 明确 划定 划分 分为 增设 增补",
    )
});

/// Where the name behind a unit ends: a particle or another statement begins there.
pub(crate) static NAME_ENDS: Words = Words::new(|| {
    split(
        "全部 高质量 已经 先后 顺利 成功 正式 实现 进行 组成 得到 予以 纳入 并 均 已 被 由 为 在 对 向 \
     获 的 和 及 与 等 以上 以下 以内 左右 不等 上下 余 多 其中 达 占 同比 环比 以",
    )
});
