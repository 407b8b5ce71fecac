"""Settings: every threshold with its default, its meaning and its source.

In: the parsed tables of matrix/settings.toml. Out: a frozen Settings. Unknown keys and values out of range are
refused, all at once. A field's description is what settings.toml shows as its comment. Annotations are values here, not
words: msgspec would evaluate 160 of them at every start.
"""

import json
from collections.abc import Mapping
from typing import Annotated, cast

from msgspec import Meta, structs

from responsibility.errors import Fault, SettingsError
from responsibility.kinds import RULES, Role
from responsibility.settings.section import Fraction, Positive, Section, Weight, Wrong, describe_keys, doc, fit_section
from responsibility.settings.year import InspectSettings, OfficeSettings, ProgressSettings, ScoreSettings, StepSettings

__all__ = [
    "InspectSettings",
    "OfficeSettings",
    "ProgressSettings",
    "ScoreSettings",
    "Section",
    "Settings",
    "StepSettings",
    "describe_settings",
    "parse_settings",
]


RuleId = Annotated[str, Meta(pattern=rf"^({'|'.join(RULES)})\Z")]


class PlaceSettings(Section, frozen=True):
    """[place] Whose units.csv, aliases.csv and groups.csv these are."""

    name: Annotated[
        str,
        doc(
            "名录属于哪个地方, 如 东川市; 别处的通知不套用, 只用通用名录。留空则从 units.csv 的单位全称看出",
            pattern="^$|^.+[省市州盟县区旗]$",
        ),
    ] = ""
    also: Annotated[
        tuple[str, ...], doc('本地方的其他叫法或同用本名录的地方, 如 ["东川高新区"]; 这些地方的通知也用本名录')
    ] = ()


class ReadingSettings(Section, frozen=True):
    """[reading] How a notice is read."""

    first_listed_leads: Annotated[
        bool, doc("没有任何牵头字样时,是否按惯例把排第一的单位算作牵头(依据记为“排序第一”)")
    ] = True
    prose: Annotated[bool, doc("任务没有责任条款时,是否从正文“由某局牵头”之类的句子读出单位(依据记为“正文语句”)")] = (
        True
    )


class SourceSettings(Section, frozen=True):
    """[sources] The most that a source file may hold; above it, it is refused before any parser sees it."""

    file_bytes: Annotated[int, doc("来文文件最大字节数", ge=1)] = 64_000_000
    members: Annotated[int, doc("压缩包(docx/xlsx/ofd)内最多部件数", ge=1)] = 1_000
    part_bytes: Annotated[int, doc("单个部件解压后最大字节数(图片等除外)", ge=1)] = 32_000_000
    total_bytes: Annotated[int, doc("全部部件解压后最大字节数", ge=1)] = 64_000_000
    ratio: Annotated[int, doc("最大压缩比(1 MB 以上才看)", ge=1)] = 100
    rows: Annotated[int, doc("工作表最多行数", ge=1)] = 50_000
    columns: Annotated[int, doc("工作表最多列数", ge=1)] = 256
    cells: Annotated[int, doc("工作表最多单元格数(行数乘列数)", ge=1)] = 500_000
    merged_cells: Annotated[int, doc("一个合并区域最多单元格数", ge=1)] = 100_000
    span: Annotated[int, doc("文档表格中一格最多跨的行数或列数", ge=1)] = 63
    markup_bytes: Annotated[int, doc("网页最大字节数", ge=1)] = 16_000_000
    pages: Annotated[int, doc("PDF、OFD 最多页数", ge=1)] = 400
    characters: Annotated[int, doc("全文最多字数", ge=1)] = 3_000_000
    depth: Annotated[int, doc("网页、文档标记最多嵌套层数", ge=1)] = 200
    memory_bytes: Annotated[int, doc("解析一个文件最多占用的内存(字节)", ge=100_000_000)] = 1_500_000_000
    seconds: Annotated[
        int,
        doc(
            "解析一个文件处理器最多工作几秒(一直干等不工作最多为其两倍); 小文件另有更短的时限(15 秒, 每 50 KB 加 1 秒)",
            ge=1,
        ),
    ] = 60


class WeightSettings(Section, frozen=True):
    """[weights] What a role counts in the weighted load."""

    lead: Annotated[Weight, doc("牵头一项任务的工作量")] = 1.0
    co_lead: Annotated[Weight, doc("共同责任一项任务的工作量")] = 0.5
    support: Annotated[Weight, doc("配合一项任务的工作量")] = 0.25
    target: Annotated[Weight, doc("任务每有一个量化指标, 其权重在1之上增加多少; 0 表示不计指标")] = 0.0
    items: Annotated[dict[str, Weight], doc('个别任务的权重, 如 {"2.1.1" = 2.0}; 未列出的任务为1')] = {}

    def of(self, role: Role) -> float:
        """Return what a role counts."""
        return {Role.LEAD: self.lead, Role.CO_LEAD: self.co_lead, Role.SUPPORT: self.support}[role]


class LoadSettings(Section, frozen=True):
    """[load] When a unit carries too much (V1-V7, V10)."""

    fence: Annotated[
        Weight, doc("任务数超过 Q3 + 此数 × 四分位距(至少按 Q3 的三分之一算)即为过多(V1); 来源: Tukey 1977")
    ] = 1.5
    items_floor: Annotated[int, doc("任务数不超过此数一律不算过多(V1); 经验值", ge=0)] = 6
    half: Annotated[
        Fraction,
        doc("参与任务占全部任务的比例达到此数即为无处不在(V2); 牵头占比达到此数的只作提示(V1、V3、V10); 经验值"),
    ] = 0.5
    least_items: Annotated[int, doc("任务少于此数的计划不作 V1、V2 判断(太小); 经验值", ge=1)] = 5
    leads_floor: Annotated[int, doc("牵头数不超过此数一律不算过多(V3); 经验值", ge=0)] = 3
    leads_ratio: Annotated[Weight, doc("牵头数超过牵头单位平均数的此倍数即为过多(V3); 经验值")] = 2.0
    top_decile: Annotated[Fraction, doc("牵头数与协同数都高于此分位数, 即牵头又是主要协同(V5); 经验值")] = 0.9
    helps: Annotated[int, doc("协同达到此数而从不牵头(V6); 经验值", ge=1)] = 5
    top_two: Annotated[
        Fraction, doc("牵头最多的两个单位合计占比超过此数, 也超过人人一样多时的一倍半, 即为集中(V10); 经验值")
    ] = 0.3333
    collectives: Annotated[
        bool, doc("统称(各地区、各部门等)是否也计入任务偏多、集中、重叠、分组和调整建议; 清单和矩阵中总是列出")
    ] = False
    capacity: Annotated[
        dict[str, Weight], doc("单位可承担的加权工作量, 如 {fgw = 12.0}; 超过即为任务偏多(V1); 未列出的单位不设上限")
    ] = {}


class RuleSettings(Section, frozen=True):
    """[rules] Which rules are asked, and thresholds of those on items and members (H4, H7, V4)."""

    off: Annotated[tuple[RuleId, ...], doc('不用的规则, 如 ["V11", "H7"]; 它们的问题不再列出')] = ()
    crowded: Annotated[int, doc("责任单位达到此数的任务过于拥挤(H4); 经验值", ge=1)] = 8
    crowded_floor: Annotated[int, doc("责任单位不超过此数的任务一律不算拥挤(H4 的统计上限); 经验值", ge=0)] = 4
    thin: Annotated[int, doc("责任单位不超过此数的任务较单薄(H7); 半数以上如此的计划不判断; 经验值", ge=0)] = 2
    members: Annotated[tuple[str, ...], doc("委员会成员单位名单, 从未被点名的成员会列出(V4); 主送机关也算成员")] = ()
    collective: Annotated[tuple[str, ...], doc("含这些字样的主送机关是统称, 不作为成员单位检查(V4)")] = (
        "各",
        "有关",
        "相关",
        "成员单位",
    )
    most_findings: Annotated[int, doc("每条规则最多列出多少个问题; 更多时给出问题 RULE_LIMIT 和总数", ge=1)] = 500


class OverlapSettings(Section, frozen=True):
    """[overlap] When two units share more than their size explains, and how chance is measured."""

    alpha: Annotated[Fraction, doc("错误发现率上限(Benjamini & Hochberg 1995), 只校正可检验的单位对")] = 0.05
    samples: Annotated[int, doc("随机计划(Strona 等 2014)最多抽多少个; 0 表示只用超几何检验", ge=0)] = 50_000
    stop_when_sure: Annotated[bool, doc("每一对单位的结论都已确定时提前停止抽样")] = True
    doubt: Annotated[Positive, doc("重抽一次会得出另一结论的概率高于此数的单位对, 记为“临界”")] = 0.001
    effort: Annotated[int, doc("抽样最多交换多少百万格(任务数×单位数×步数); 用完未定的记为“临界”", ge=1)] = 1000
    most_cells: Annotated[int, doc("任务数×单位数超过此数的计划不抽样, 只用超几何检验(耗时)", ge=0)] = 10_000
    merges: Annotated[int, doc("最多逐一检验多少个写法合并对结论的影响; 更多时只检验全部合并", ge=0)] = 40
    seed: Annotated[int, doc("随机数种子; 相同的种子得到相同的结果", ge=0)] = 20230324


class ClusterSettings(Section, frozen=True):
    """[clusters] Units named together in the same items: maximal bicliques."""

    units: Annotated[int, doc("责任群至少包含几个单位; 经验值", ge=1)] = 3
    items: Annotated[int, doc("责任群至少共同出现在几项任务; 经验值", ge=1)] = 3
    limit: Annotated[int, doc("最多列出多少个责任群; 超过时停止并给出问题 CLUSTER_LIMIT", ge=1)] = 2_000
    effort: Annotated[int, doc("查找责任群最多尝试多少个组合; 超过时停止并给出问题 CLUSTER_LIMIT", ge=1)] = 200_000


class GroupSettings(Section, frozen=True):
    """[groups] Modular groups of units and items: Barber's Q (2007, Phys. Rev. E 76:066102)."""

    most: Annotated[int, doc("最多分成几组", ge=1, le=50)] = 6
    runs: Annotated[int, doc("从不同起点独立搜索的次数", ge=1)] = 10
    members: Annotated[int, doc("每次搜索中同时演化的分组方案数", ge=3)] = 20
    generations: Annotated[int, doc("每次搜索演化的代数", ge=0)] = 10
    near: Annotated[Fraction, doc("Q 值与最佳相差不超过此数的方案都计入归属牢固度; 经验值")] = 0.01
    random_plans: Annotated[int, doc("用于比较的随机计划数(行列合计不变); 0 表示不比较", ge=0)] = 20
    most_edges: Annotated[int, doc("责任数超过此数的计划只搜索一次, 不与随机计划比较(耗时与此成正比)", ge=0)] = 2_000


class DuplicateSettings(Section, frozen=True):
    """[duplicates] When two items say (H10) or bind nearly the same."""

    units: Annotated[Positive, doc("两项任务责任单位的 Jaccard 系数达到此数即列入相近任务表; 经验值")] = 0.6
    text: Annotated[Positive, doc("两项任务文字的二字组 Dice 系数(1945)达到此数即为相近(H10); 经验值")] = 0.6
    limit: Annotated[int, doc("最多列出多少对; 超过时给出问题 DUPLICATE_LIMIT", ge=1)] = 2_000
    portfolio: Annotated[int, doc("计划之间共列最多多少对; 超过时只列最相近的, 并指明是哪些计划", ge=1)] = 100_000
    effort: Annotated[int, doc("最多比较多少个候选对; 超过时给出问题 DUPLICATE_LIMIT", ge=1)] = 2_000_000


class GapSettings(Section, frozen=True):
    """[gaps] How places, parks and bodies are recognised in the text of an item (H12); words set apart by spaces."""

    known: Annotated[tuple[str, ...], doc('民政部区划代码中没有而确有的地方, 如 ["甲乙新区"]')] = ()
    places: Annotated[str, doc("地名的结尾, 用空格隔开")] = "自治县 自治州 县 市 区"
    parks: Annotated[str, doc("园区名的结尾, 用空格隔开")] = (
        "高新技术产业开发区 经济技术开发区 经济开发区 高新区 经开区 开发区 工业园区 产业园区 工业园 产业园"
    )
    bodies: Annotated[str, doc("机构名的结尾, 用空格隔开")] = "海关 海事局 人民医院 中心医院 管委会"
    place_stem: Annotated[int, doc("地名结尾之前最多几个字, 如“连云港”市; 更长的多半不是地名", ge=1)] = 3
    body_stem: Annotated[int, doc("园区和机构名结尾之前最多几个字", ge=1)] = 6
    common: Annotated[str, doc("以这些字结尾的是普通词, 不是地名")] = (
        "城市 都市 超市 门市 股市 上市 楼市 全市 我市 本市 各市 县市 省市 地市 城区 园区 社区 地区 片区 景区 "
        "山区 库区 校区 厂区 林区 牧区 灾区 湖区 老区 辖区 小区 街区 郊区 市区 港区 矿区 灌区 示范区 试验区 "
        "实验区 保护区 功能区 集聚区 聚集区 先行区 控制区 新区 全县 各县 我县 本县 三县 郡县 区县 全区 各区 "
        "我区 本区 市县 专区 禁区 特区 自治区 直辖市 设区市 相关市 休息区 核心区 责任区 军区 自贸区 "
        "自由贸易区 有关区 两市"
    )
    after: Annotated[str, doc("跟在县、市、区后使其不是地名的字")] = "场政民域级区县容圈长委里内外城位间划的"
    before: Annotated[str, doc("名称之前常见的词, 名称从其后开始")] = (
        "支持 推进 推动 加快 建设 指导 督促 协调 服务 保障 对接 依托 联合 会同 配合 鼓励 引导 打造 培育 创建 "
        "争取 确保 抓好 做强 做好 完成 实施 开展 落实 成为 中心 包括 其中 位于 所在 带动 促进 提升 支撑 帮助 "
        "组织 按照 以及 设立 围绕 发挥 深化 强化 加强 启动 完善 重点 涉及 辐射 连接 试点 推荐 指定 国家级 "
        "省级 每个 部分 有关 相关 简化 实行 普惠 让 在 由 对 与 和 及 从 向 至 到 以 为 将 把 等 的 使 各 全"
    )


class BalanceSettings(Section, frozen=True):
    """[balance] Who may lead in a proposal for fairer leads (Harvey, Ladner, Lovász, Tamir 2006)."""

    excluded_kinds: Annotated[
        tuple[str, ...], doc("不建议由这些类别的单位改任牵头(现任牵头的不动), 如 collective、enterprise")
    ] = ("collective",)
    eligible: Annotated[
        tuple[str, ...], doc('除本部分已有牵头任务的单位外, 还可改任牵头的单位(编号); ["*"] 表示列名单位均可')
    ] = ()
    excluded_units: Annotated[tuple[str, ...], doc("不建议由这些单位(编号)改任牵头")] = ()
    pinned_items: Annotated[tuple[str, ...], doc("牵头单位不可变动的任务编号")] = ()
    supports_may_lead: Annotated[bool, doc("配合单位是否可以改任牵头; 否则只考虑共同责任单位")] = True
    capacity: Annotated[dict[str, int], doc("单位最多可牵头几项, 如 {fgw = 5}; 未列出的只受建议上限约束")] = {}
    least_gain: Annotated[
        Fraction, doc("牵头最多的单位超出平均的部分, 至少减去这一比例才作为建议提出(50项减到49项不提); 经验值")
    ] = 0.3333
    most_moves: Annotated[int, doc("一份建议最多变动几项牵头; 超过时不再继续压低上限", ge=0)] = 40


class OutputSettings(Section, frozen=True):
    """[output] How reports look."""

    paper: Annotated[str, doc("责任矩阵打印用纸: A3 或 A4(单位多时字小、张数多)", pattern="^A[34]$")] = "A3"
    fonts: Annotated[
        str,
        doc(
            "表格字体: safe 用各机都有的宋体、楷体、仿宋; gongwen 用方正小标宋简体、仿宋_GB2312等(须已安装)",
            pattern="^(safe|gongwen)$",
        ),
    ] = "safe"
    pairs: Annotated[
        int, doc("最多有多少对单位同在一项任务; 协作单位、责任重叠按单位两两列出, 超过此数时不出成果并指明任务", ge=1)
    ] = 200_000
    font_file: Annotated[
        tuple[str, ...],
        doc("图中文字所用字体文件的路径, 可列几个, 前者没有的字用后者, 再用随程序安装的思源黑体等; 都没有画作□"),
    ] = ()


class DiagramSettings(Section, frozen=True):
    """[diagram] What diagrams show and from what size on they show groups."""

    order: Annotated[
        str, doc("图中单位次序: blocks 相关者相邻、连线少交叉, protocol 名录次序", pattern="^(blocks|protocol)$")
    ] = "blocks"
    max_items: Annotated[int, doc("任务多于此数时, 图中以部分(标题)代替任务", ge=1)] = 60
    max_units: Annotated[int, doc("单位多于此数时, 只画工作量最大的, 其余合并列出", ge=2)] = 50
    max_edges: Annotated[int, doc("连线多于此数时, 关系网络图只画牵头连线", ge=1)] = 240
    min_shared: Annotated[int, doc("单位重叠图只画共同任务不少于此数的两个单位", ge=1)] = 3
    max_pairs: Annotated[int, doc("单位重叠图最多画多少对单位", ge=1)] = 60
    ego_items: Annotated[int, doc("单位关系小图最多列多少项任务", ge=1)] = 10
    ego_partners: Annotated[int, doc("单位关系小图最多列多少个共事单位", ge=1)] = 10
    units: Annotated[bool, doc("是否为每个单位另画一张关系小图, 存入 diagrams/units/")] = False
    ego_dpi: Annotated[int, doc("单位关系小图的分辨率(点/英寸)", ge=50, le=600)] = 110
    dpi: Annotated[int, doc("PNG 图的分辨率(点/英寸); 图很大时自动降低", ge=50, le=600)] = 200


class NameSettings(Section, frozen=True):
    """[names] How unknown names are matched with candidates; likeness proposes and never merges."""

    least_likeness: Annotated[Fraction, doc("字形相近度低于此值(0到1)的单位不列为候选")] = 0.5
    suggestions: Annotated[int, doc("每个未识别名称最多列出几个候选单位", ge=1, le=50)] = 5


class PageSettings(Section, frozen=True):
    """[page] What index.html, 总览 and check show first, and how the page is drawn."""

    decisions: Annotated[int, doc("首屏(网页、总览、check)最多列出几件须决定的事项; 其余见问题清单", ge=1)] = 7
    findings: Annotated[int, doc("网页最多列出几个问题(先重后轻); 其余见问题清单", ge=1)] = 150
    matrix_cells: Annotated[int, doc("网页责任矩阵最多画多少格; 超过时按任务列出单位, 并注明", ge=1)] = 80_000


class CompareSettings(Section, frozen=True):
    """[compare] When a task of a new plan is one of an old plan."""

    least: Annotated[Fraction, doc("两项任务至少多相似才可能是同一项(0 到 1)")] = 0.3
    certain: Annotated[Fraction, doc("把握达到多少才算确定; 低于此数的配对列出来由人判定, 填报内容不随之结转")] = 0.6
    margin: Annotated[Fraction, doc("另有一项任务的相似度与它相差不到多少, 就算有疑问")] = 0.1
    part: Annotated[Fraction, doc("一项任务至少多大比例的文字见于另一项, 才算由它拆出或并入它")] = 0.6
    before: Annotated[
        dict[str, str],
        doc(
            '各计划的上一计划, 如 {green-2024 = "green-2023"}, 任务清单附变化说明; 未列出的, 编号只有年份不同的'
            "计划中年份较早而最近的即为上一计划; 填空字符串则不比"
        ),
    ] = {}


class Settings(Section, frozen=True):
    """All settings; the defaults are a working office's."""

    place: PlaceSettings = PlaceSettings()
    reading: ReadingSettings = ReadingSettings()
    sources: SourceSettings = SourceSettings()
    weights: WeightSettings = WeightSettings()
    load: LoadSettings = LoadSettings()
    rules: RuleSettings = RuleSettings()
    overlap: OverlapSettings = OverlapSettings()
    clusters: ClusterSettings = ClusterSettings()
    groups: GroupSettings = GroupSettings()
    duplicates: DuplicateSettings = DuplicateSettings()
    gaps: GapSettings = GapSettings()
    balance: BalanceSettings = BalanceSettings()
    output: OutputSettings = OutputSettings()
    compare: CompareSettings = CompareSettings()
    progress: ProgressSettings = ProgressSettings()
    steps: StepSettings = StepSettings()
    inspect: InspectSettings = InspectSettings()
    score: ScoreSettings = ScoreSettings()
    office: OfficeSettings = OfficeSettings()
    diagram: DiagramSettings = DiagramSettings()
    names: NameSettings = NameSettings()
    page: PageSettings = PageSettings()


def _tell_problem(wrong: Wrong) -> Fault:
    """Return one problem, the value as TOML writes it; what may be written stands in the comment of each setting."""
    code = "NO_SUCH_SETTING" if wrong.unknown else "SETTING_VALUE"
    return Fault(f"[{'.'.join(map(str, wrong.place))}]", code, {"value": _toml(wrong.value)})


def parse_settings(tables: Mapping[str, object], where: str = "settings.toml") -> Settings:
    """Check tables against the known settings.

    Raises SettingsError naming every key that is unknown or out of range.
    """
    wrong: list[Wrong] = []
    settings = fit_section(Settings, tables, (), wrong)
    if wrong:
        told = SettingsError("FAULTY_SETTINGS", where, count=len(wrong))
        told.problems = tuple(map(_tell_problem, wrong))
        raise told
    return cast(Settings, settings)


def describe_settings(settings: Settings | None = None) -> str:
    """Return settings.toml with every value shown, the defaults if none are given, and every line commented."""
    settings = settings or Settings()
    lines = [
        "# 全部设置及默认值。删去一行即用默认值。Every setting with its default; a line taken out means the default."
    ]
    for name, section in structs.asdict(settings).items():
        lines += ["", f"[{name}]"]
        for key, description in describe_keys(type(section)).items():
            lines += [f"# {line}" for line in description.splitlines()]
            lines.append(f"{key} = {_toml(getattr(section, key))}")
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    """Write a scalar, a list or a table of scalars as TOML; JSON's strings are TOML's."""
    if isinstance(value, Mapping):
        return (
            "{"
            + ", ".join(f"{json.dumps(str(key), ensure_ascii=False)} = {_toml(each)}" for key, each in value.items())
            + "}"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    return json.dumps(value, ensure_ascii=False, default=str)
