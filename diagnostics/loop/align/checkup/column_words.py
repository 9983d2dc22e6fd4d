"""What a column of a KPI sheet holds, told by its heading 「表头识别」."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from diagnostics.dictionary.wording import plain

Role = Literal[
    "name", "task", "definition", "weight", "base", "target", "stretch", "standard", "scoring", "source", "cycle",
    "owner", "unit", "direction", "person", "role", "department", "category", "rated", "aside", "group_weight",
]  # fmt: skip

# The first that matches counts: 评分标准 stands before 标准, 指标类别 before 指标.
_WORDS: tuple[tuple[Role, str], ...] = (
    ("direction", r"^(?:指标)?(?:方向|极性|趋向|导向)$|^(?:direction|polarity|better)$"),
    ("aside", r"^(?:序号|说明|编号|项次|序|no\.?|#|s/n|id|指标编号|kpi编号)$"),
    (
        "scoring",
        r"(?:评分|计分|打分|得分|评价|评估|加减分|扣分|加分|奖罚|奖惩|考评)(?:标准|规则|办法|方法|细则|说明|方式|依据|规定)|"
        r"考核(?:办法|方法|方式|细则|规则|评分)|计算得分|scoring|"
        r"(?:rating|scoring|grading|marking) (?:rules?|criteria|scale|guides?|guidelines?|basis|method|key|scheme)|"
        r"(?:evaluation|assessment) (?:rule|criteria|method)|how (?:it is )?scored|points? rule",
    ),
    ("rated", r"^(?:计分|评分|打分|得分|考核|考评)$|^(?:points|scoring|score)$"),
    ("aside", r"实际|完成情况|完成值|完成数|自评|互评|初评|复评|上级评|主管评|领导评|评分人|考核人|签字|签名|备注|"
              r"得分$|^评分$|^打分$|考核结果|\b(?:actual|achieved|result|score|remarks?|comments?|notes?|rated by)$"),
    (
        "group_weight",
        r"(?:维度|类别|类型|分类|大类|一级(?:指标)?|层面|模块|板块|领域|目标类|方面)\s*(?:的)?\s*(?:总)?权重|"
        r"\b(?:category|perspective|dimension|area|group|section|objective|goal)s? weight",
    ),
    (
        "weight",
        r"权重|占比|比重|分值|配分|标准分|满分|基准分|分数$|权数|"
        r"\b(?:weight(?:ing|age)?s?|wt|wgt|max(?:imum)? points|points)\b",
    ),
    ("category", r"维度|类别|类型|分类|层面|一级指标|指标属性|\b(?:category|perspective|dimension|type|area|group)\b"),
    (
        "source",
        r"来源|数据提供|信息提供|提供部门|取数|统计部门|数据部门|考核依据|数据出处|\b(?:source|evidence|data from)\b",
    ),
    ("cycle", r"周期|频率|频次|考核时间|\b(?:cycle|frequency|period|how often)\b"),
    ("owner", r"责任人|责任者|负责人|责任部门|责任单位|承担|牵头|\b(?:owner|responsible|accountable)\b"),
    ("unit", r"^(?:计量)?单位$|^unit(?: of measure)?s?$"),
    (
        "definition",
        r"定义|口径|计算|公式|算法|解释|指标说明|指标描述|描述|"
        r"\b(?:definition|formula|calculation|description|how (?:it is )?measured)\b",
    ),
    ("stretch", r"挑战|冲刺|卓越|优秀|\b(?:stretch|outstanding|excellent)\b"),
    ("base", r"底线|保底|基准|门槛|基本|最低|\b(?:threshold|base(?:line)?|minimum|floor)\b"),
    ("task", r"^(?:工作|绩效|重点|年度|关键)?(?:目标任务|工作任务|任务名称|任务|重点工作|工作内容|工作目标|绩效目标)$|"
             r"考核(?:项目?|内容|要素|点)$|^项目(?:名称)?$|^内容$|评价(?:项目|内容|要素)|\b(?:task|item|objective|responsibilit(?:y|ies))\b"),
    ("standard", r"标准$|^(?:考核)?要求$|\b(?:standard|criteria|requirement)s?$"),
    (
        "target",
        r"目标|计划值|计划数|指标值|标准值|达标值|要求值|考核值|任务值|任务数|预算|"
        r"\b(?:target|goal|plan|quota|budget)\b",
    ),
    ("person", r"姓名|被考核|员工|人员|受评|\b(?:employee|staff member|assessee)\b"),
    ("role", r"岗位|职位|职务|角色|工种|\b(?:role|position|job title|job|post)\b"),
    ("department", r"部门|中心|科室|车间|班组|团队|门店|\b(?:department|team|unit|branch|store)\b"),
    ("name", r"指标|kpi|\b(?:indicator|metric|measure|key result|name)s?\b"),
)  # fmt: skip
_FORMS = tuple((role, re.compile(words, re.IGNORECASE)) for role, words in _WORDS)
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|[*:]")
_HAN_BLANK = re.compile(r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])")
# What stands in the rows rather than above them: ≥95%, 完成率×权重, 每低1%扣2分.
_FIGURE = re.compile(r"[\u2265\u2264<>=\u00d7\u00f7]|\d\s*(?:%|分)|^[-+]?[\d.,]+$")
# No heading is longer; what is longer is a sentence.
_LONGEST = 30
HOLDERS: tuple[Role, ...] = ("department", "role", "person")
_JUDGED: frozenset[Role] = frozenset(("weight", "target", "standard", "scoring", "rated", "base", "stretch"))


def heading_role(text: str) -> Role | None:
    """What a column with this heading holds, None where its words don't tell 「识别表头」.

    Examples
    --------
    >>> heading_role("指标名称"), heading_role("评分标准"), heading_role("标 准"), heading_role("权重（%）")
    ('name', 'scoring', 'standard', 'weight')
    >>> heading_role("KPI"), heading_role("Weight (%)"), heading_role("Max points"), heading_role("感想")
    ('name', 'weight', 'weight', None)
    """
    told = _HAN_BLANK.sub("", _REMARK.sub("", plain(text))).strip()
    if not told or len(told) > _LONGEST or _FIGURE.search(told):
        return None
    return next((role for role, form in _FORMS if form.search(told)), None)


def is_header(roles: Sequence[Role | None]) -> bool:
    """Whether headings are those of a KPI sheet: what is judged, and how 「是否指标表头」.

    Examples
    --------
    >>> is_header(["name", "weight", "target"]), is_header(["name", None, "person"]), is_header(["weight", "target"])
    (True, False, False)
    """
    known = [each for each in roles if each is not None]
    named = {"name", "task", "category"} & set(known)
    return len(known) > 1 and bool(named) and bool(_JUDGED & set(known))


def settle(roles: Mapping[int, Role], fineness: Mapping[int, int], scores: Mapping[int, bool]) -> dict[int, Role]:
    """Each column with the one thing it holds: one names the KPI, a standard is a target or a rule 「确定各列」.

    Parameters
    ----------
    roles : mapping
        What headings say, by column.
    fineness : mapping
        How many different texts stand in a column.
    scores : mapping
        Whether its texts speak of points gained or lost.
    """
    found = dict(roles)
    for column in [each for each, role in found.items() if role == "standard"]:
        taken = "target" in found.values()
        found[column] = "scoring" if scores.get(column) or taken else "target"
    for column in [each for each, role in found.items() if role == "rated"]:
        # 评分 heads rules, or what somebody gave.
        found[column] = "scoring" if scores.get(column) and "scoring" not in found.values() else "aside"
    named = [each for each, role in found.items() if role == "name"]
    tasks = [each for each, role in found.items() if role == "task"]
    if not named and not tasks:
        named = [each for each, role in found.items() if role == "category"]
    # Of several the finest names the KPI: 一级指标 holds groups, 二级指标 holds KPIs.
    best = max(named or tasks, key=lambda each: (fineness.get(each, 0), -each), default=None)
    for column in (*named, *tasks):
        found[column] = "category" if best is not None and column < best else "definition"
    if best is not None:
        found[best] = "name"
    return _one_weight(found, best)


def _one_weight(roles: dict[int, Role], named: int | None) -> dict[int, Role]:
    """Of two columns of weights that left of the KPI is its group's; the only one is the KPI's wherever it stands."""
    weights = [column for column, role in roles.items() if role == "weight"]
    groups = [column for column, role in roles.items() if role == "group_weight"]
    if groups and not weights:
        return {column: "weight" if column == groups[-1] else role for column, role in roles.items()}
    if len(weights) > 1 and not groups and named is not None and weights[0] < named < weights[-1]:
        return {column: "group_weight" if column == weights[0] else role for column, role in roles.items()}
    return roles
