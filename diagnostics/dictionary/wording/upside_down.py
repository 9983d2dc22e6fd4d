"""Divisions whose own words say that they rise as things get worse 「公式倒置的用词」."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from diagnostics.dictionary.wording.directions import better
from diagnostics.dictionary.wording.figures import figures
from diagnostics.dictionary.wording.measured import head
from diagnostics.dictionary.wording.script import plain

# Time or money used over what was planned, what was planned over what was done, a bad thing over a whole.
Inversion = Literal["used", "planned", "bad"]

_DIVISION = re.compile(
    r"(?P<above>[^\u00f7/=:,;。\n]+?)\s*(?:\u00f7|/|除以|divided by)\s*(?P<below>[^\u00f7/=:,;。\n*\u00d7]+)",
    re.IGNORECASE,
)
# Time or money used, held against what was planned: more is worse.
_LASTS = (
    r"(?:周期|耗时|用时|工期|延误天数|(?:交付|完成|处理|维修|修复|审批|施工|办理|响应|结算|验收|审核|开发|付款|配送|送货|生产|检修|上线)(?:时间|天数|时长))$|"
    r"\b(?:(?:lead|cycle|delivery|handling|repair|response) (?:time|days|hours)|duration)$"
)
_TAKES = re.compile(_LASTS, re.IGNORECASE)
_MONEY = re.compile(r"(?:费用|支出|开支|成本)$|\b(?:costs?|expenses?|spend|spent)$", re.IGNORECASE)
_PLANNED = re.compile(
    r"计划|目标|预算|标准|定额|约定|承诺|规定|\b(?:plan|planned|target|budget|budgeted|standard|agreed|due|promised)\b",
    re.IGNORECASE,
)
_ACTUAL = re.compile(r"实际|完成|达成|\b(?:actual|achieved|completed|done)\b", re.IGNORECASE)
# What one wants more of although it is money: attending, learning, research, investing.
_WANTED = re.compile(
    r"运行|开机|出勤|工作|培训|学习|作业|研发|科研|服务|投入|投资|回收|收回|在线|陪伴|安全|环保|公益|"
    r"\b(?:run|running|uptime|work|worked|working|training|study|research|r&d|service|online|invested|investments?|"
    r"recovered|safety|performed)\b",
    re.IGNORECASE,
)
# Money that is to be spent, or to come back: of these one wants as much as was planned.
_TO_BE_SPENT = re.compile(
    r"执行|使用[率进度]|消耗[率进度]|支[出付](?:率|进度)|拨付|到位|投[入资]|回[收本]|序时|完成[率进度]|"
    r"\b(?:utili[sz]ation|utili[sz]ed|execution|absorption|burn|deploy\w*|recover\w*|invest\w*|disburse\w*|take[- ]?up|"
    r"drawdown|spending progress|budgets? (?:used|spent)|(?:used|spent) budget|completion)\b",
    re.IGNORECASE,
)
_ATTAINED = re.compile(
    r"(?:目标)?(?:完成|达成|实现)(?:率|度|比例|比)$|\b(?:attainment|achievement|completion|fulfil?lment)\b",
    re.IGNORECASE,
)
# Of these more is not better, whatever was planned.
_NOT_OUTPUT = re.compile(
    rf"{_LASTS}|周期|工期|耗时|用时|时间|时长|工时|天数|成本|费用|支出|开支|耗|损|库存|存货|排放|编制|人数|价|占用|欠|借|"
    r"\b(?:time|hours|days|minutes|duration|costs?|expenses?|spend|spent|budget|energy|fuel|stock|inventory|emissions?|"
    r"headcount|price|debt|dates?)\b",
    re.IGNORECASE,
)
_OUTPUT = re.compile(
    r"(?:额|量|数|产值|收入|营收|业绩|利润|毛利|订单|回款)$|"
    r"\b(?:output|sales|revenue|orders|units|volume|production|profit|income|deliveries|quantity|tasks|visits)$",
    re.IGNORECASE,
)
# What was not done, or too late: whatever was to be done.
_UNDONE = re.compile(
    r"未(?!遂|来|发生|出现)|没有|逾期|超期|超时|延误|延期|延迟|晚点|误点|迟到|缺勤|流失|错[发送漏检误]|漏[发送检报]|误[发送判]|"
    r"\b(?:un(?:resolved|answered|solved|closed|paid|done|handled|finished|delivered|filled)|not|late|overdue|delayed|missed|wrong|"
    r"incorrect|absent|churned|leavers|lost|failed|faulty)\b",
    re.IGNORECASE,
)
# Bad things that `better` tells at the end of a name; here they may stand anywhere.
_BAD_CHINESE = (
    "投诉|客诉|差评|纠纷|故障|缺陷|差错|错误|失误|不良|次品|废品|报废|返工|返修|退货|退款|破损|丢失|丢件|货损|离职|流失|"
    "缺勤|旷工|缺货|断货|滞销|呆滞|逾期|超期|延期|延误|违约|违规|事故|工伤|感染|停机|宕机|坏账|欠|不合格|漏洞|隐患|告警"
)
_BAD_ENGLISH = (
    "complaints?|defects?|defective|errors?|bugs?|failures?|faults?|scrap|rework|returns?|refunds?|rejects?|churned|"
    "leavers|delays?|delayed|late|overdue|accidents?|injur(?:y|ies)|incidents?|downtime|outages?|stockouts?|"
    "write-?offs?|debts?|losses|violations?|infections?|absen(?:t|ce)|vulnerabilities|claims|abandoned|faulty|wrong"
)
_BAD = re.compile(rf"{_BAD_CHINESE}|\b(?:{_BAD_ENGLISH})\b", re.IGNORECASE)
# What one does about the bad: then the more of it the better.
_MENDED = re.compile(
    r"已|可|再次?|主动|及时|按[时期]|[时天日钟]内|当[日天](?=.*[处质]|.*完)|前|处[理置]|处|修复|修好|解决|关闭|拦截|检出|发现|识别|回[访复收]|响应|整改|"
    r"闭环|结案|办结|审结|完成|受理|上报|报告|举报|查[处出]|挽回|召回|追[回缴]|清收|收回|赔付|补货|清理|唤醒|面谈|恢复|自愈|"
    r"找回|防治|治理|利用|(?<!不)达标|(?<!不)合格|满意|有效|压缩|收敛|定位|送检|抢救|调解|订正|计划|预防|避免|减少|降低|下降|改善|改为|节约|预警|命中|监测|讨论|销案|返校|转化|批复|应对|赔偿|索赔|换货|"
    r"\b(?:fixed|found|closed|caught|handled|resolved|solved|answered|settled|recovered|recycled|resold|detected|healed|"
    r"reported|prevented|avoided|reduced|corrected|patched|completed?|done|won back|interviewed|within|in time|on time|"
    r"before|removed|reopened|without|repaired|planned|in \d+|by)\b",
    re.IGNORECASE,
)
# Nothing bad happened: 未发生事故天数, orders without a fault.
_SPARED = re.compile(
    rf"(?:未|无|没有?|零|非|免|不)(?:有|被|曾|发生|出现|产生|造成)*(?:{_BAD_CHINESE})|"
    rf"\b(?:no|not|without|zero|non|free of)\W+(?:an? |any )?(?:{_BAD_ENGLISH})\b|[- ]free\b",
    re.IGNORECASE,
)
# Time that is lost, not put in.
_IDLE = re.compile(r"停机|停工|宕机|缺勤|\b(?:downtime|absent|absence)\b", re.IGNORECASE)
# Work put in: the bad over it tells how much of it somebody dealt with.
_LABOUR = re.compile(
    r"工时|人[天日时月]|小时|人效|\b(?:hours?|testers?|engineers?|technicians?|agents?|fte|days?)\b", re.IGNORECASE
)
_LABOUR_NAME = re.compile(r"效率|人效|工效|产能|人均|\b(?:efficiency|productivity|per)\b", re.IGNORECASE)
_GOOD = re.compile(
    r"得分|评分|质量|保[留持有]|留存|现货|达标|健康|安全|完好|可用|"
    r"\b(?:quality|safety|retention|in[- ]stock|score|reliability|availability|attendance|accuracy)\b",
    re.IGNORECASE,
)
# Nothing but the bad thing, counted: the words before it only say whose or of when.
_COUNTED = re.compile(
    r"^(?:当[月日季年期]|本[月季年期]|月度?|年度?|季度?|全[年月]|累计|实际|发生的?|有效|的|客户|顾客|用户|产品|商品|订单|门店|员工|"
    r"设备|服务|质量|生产|安全|重大|number of|total|all|customer|product|staff|employee|\s)*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class UpsideDown:
    """A division that its own words prove to be upside down 「公式倒置」.

    Parameters
    ----------
    above, below : str
        Its sides as written.
    kind : {"used", "planned", "bad"}
        Time or money used over what was planned, what was planned over what was done: both are mended by turning them
        round. A bad thing over a whole is mended by the rest to 1.
    """

    above: str
    below: str
    kind: Inversion


def upside_down(names: Sequence[str], text: str) -> UpsideDown | None:
    """First division of a text where it is proved to rise as things get worse, None else 「识别公式倒置」.

    Parameters
    ----------
    names : sequence of str
        Names of a KPI of which higher is better.
    text : str
        Its definition, or its rule.

    Notes
    -----
    Proved is: time or money used over what was planned; a bad thing that nobody dealt with over a whole that is not bad
    itself; what was planned over what was done, of an output and a rate of attainment. A bad word above the line alone
    proves nothing: defects mended over all defects, cost of sales over stock.

    Examples
    --------
    >>> upside_down(["项目交付及时率"], "实际交付周期\u00f730天").kind
    'used'
    >>> upside_down(["缺陷修复率"], "已修复缺陷数\u00f7缺陷总数")
    >>> upside_down(["库存周转率"], "销售成本\u00f7平均库存")
    """
    match = _DIVISION.search(plain(text))
    if match is None or re.search(r"[-+\u2212]|^1\b", match["above"]):
        return None
    above, below = (match[side].strip(' ()"“”') for side in ("above", "below"))
    kind: Inversion | None = None
    if is_used_over_plan(names, above, below):
        kind = "used"
    elif _is_plan_over_done(names, above, below):
        kind = "planned"
    elif _is_bad_over_whole(names, above, below):
        kind = "bad"
    return None if kind is None else UpsideDown(above, below, kind)


def is_used_over_plan(names: Sequence[str], above: str, below: str) -> bool:
    """Whether time or money used stands over what was planned 「实际消耗除以计划」."""
    if _PLANNED.search(above) or above == below or not (_PLANNED.search(below) or figures(below)):
        return False
    if _TAKES.search(above):
        return True
    spent = _MONEY.search(above) and not _WANTED.search(above)
    return bool(spent) and not any(_TO_BE_SPENT.search(each) for each in names)


def _is_plan_over_done(names: Sequence[str], above: str, below: str) -> bool:
    """Whether what was planned stands over what was done, of an output that one wants more of."""
    cores = [_ATTAINED.sub("", head(each)).strip() for each in names]
    if not all(_ATTAINED.search(head(each)) for each in names):
        return False
    if not _PLANNED.search(above) or _ACTUAL.search(above) or _PLANNED.search(below) or not _ACTUAL.search(below):
        return False
    told = (above, below, *cores)
    if any(_NOT_OUTPUT.search(each) or _BAD.search(each) or better(each) == "lower" for each in told):
        return False
    return any(_OUTPUT.search(each) or better(each) == "higher" for each in told)


def _is_bad_over_whole(names: Sequence[str], above: str, below: str) -> bool:
    """Whether what is bad, and nobody dealt with, stands over a whole that is not bad itself."""
    # Where the name itself counts the bad its direction is the matter, not the formula.
    if any(above in plain(each) for each in names) or _PLANNED.search(above) or _SPARED.search(above):
        return False
    late = _UNDONE.search(above)
    # 未整改隐患 was not dealt with; 预警命中流失客户 was found.
    undone = late is not None and _MENDED.search(above[: late.start()]) is None
    if not undone and not _BAD.search(above):
        return False
    if _BAD.search(below):
        # Of all complaints those handled, or those not handled: only a word for the latter says so.
        return undone and _is_late_only_above(above, below) and _says_done(names)
    mended = _MENDED.search(_UNDONE.sub("", above)) is not None
    by_labour = _LABOUR.search(below) is not None and not _IDLE.search(above)
    if (mended and not undone) or by_labour or any(_LABOUR_NAME.search(each) for each in names):
        return False
    return _is_good(names) or (not mended and _is_counted(above))


def _is_late_only_above(above: str, below: str) -> bool:
    return not all(each.group().lower() in below.lower() for each in _UNDONE.finditer(above))


def _says_done(names: Sequence[str]) -> bool:
    return _is_good(names) or any(_MENDED.search(each) for each in names)


def _is_good(names: Sequence[str]) -> bool:
    return all(better(each) == "higher" or _GOOD.search(each) for each in names)


def _is_counted(above: str) -> bool:
    first = _BAD.search(above)
    return first is not None and _COUNTED.match(above[: first.start()]) is not None
