"""Which way is better, as the words of a name say it 「名称中的方向」."""

from __future__ import annotations

import re
from typing import Literal

from diagnostics.dictionary.wording.measured import head
from diagnostics.dictionary.wording.script import is_chinese

Better = Literal["higher", "lower"]

# The end of a Chinese name decides: 投诉率 is lower, 投诉处理及时率 and 投诉满意度 are higher.
_TAIL = (
    r"(?:总?率|总?数量?|次数|件数|起数|人数|单数|量|占比|比例|比率|金额|总?额|率?指数|时长|时间|天数|"
    r"小时数?|分钟数?)?"
)
_BAD = (
    r"投诉|客诉|申诉|差评|纠纷|故障|缺陷|差错|错误|失误|出错|错漏|漏检|误判|bug|次品|不良品?|不合格品?|"
    r"废品|报废|返工|返修|退货|退款|退换货|退单|拒收|破损|"
    r"损耗|损失|货损|丢失|丢件|浪费|离职|流失|弃购|跳失|跳出|缺勤|旷工|迟到|早退|缺货|断货|脱销|滞销|呆滞|"
    r"逾期|超期|延期|延误|延迟|晚点|误点|违约|违规|违纪|"
    r"事故|工伤|伤亡|死亡|感染|泄漏|停机|停工|宕机|中断|等待|排队|坏账|欠款|亏损|超支|处罚|罚款|客户流失|"
    r"未达标|不达标|未完成"
)
_SLOW = (
    r"响应|处理|等待|维修|修复|抢修|故障|停机|停工|交付|交货|审批|办理|结案|换型|换线|换模|排队|候诊|出餐|"
    r"配送|送达|回复|解决|周转|供货|采购|研发|开发|回款|招聘|到货|上架"
)
_LOWER = re.compile(
    rf"(?:(?<![零无非])(?:{_BAD}){_TAIL}|(?:{_SLOW})(?:总|平均)?(?:时长|时间|周期|天数|耗时|用时|小时数?|分钟数?)|"
    rf"耗时|(?:交付|生产|审批|回款|采购|交货|项目|销售|招聘|办理)周期|"
    r"(?<!机会)(?<!投入)(?<!研发)(?<!科研)(?<!培训)成本(?:率|占比|比例|比率|总额)?|(?:管理|销售|行政|办公|财务|差旅|招待|制造|期间|单位|物流|"
    r"运输|仓储|维修|人工|获客|其他|总)费用(?:率|占比|比例|总额)?|"
    r"(?<!研发)(?<!培训)费用率|能耗|单耗|电耗|水耗|煤耗|油耗|物耗|碳排放量?|排放量|负债率|成本收入比)$",
    re.IGNORECASE,
)
_HIGHER = re.compile(
    r"(?:(?:达成|完成|达标|合格|良品|优良|优品|优等品|优秀|及时|准时|准点|按时|按期|准确|正确|满意|好评|"
    r"满足|通过|成功|回款|收款|留存|续约|续费|续签|复购|回购|转化|成交|"
    r"命中|覆盖|参与|到课|出勤|到岗|履约|妥投|签收|解决|修复|处理|关闭|整改|响应|采纳|推荐|完好|开机|上座|"
    r"入住|中标|渗透|增长|回访|节约|盈利|毛利|净利|利润|"
    r"保留|准交|销售净利|营业利润|投资回报|资产收益|净资产收益|收缴|检出|可用|提前|签约|就业|活跃)率|"
    r"(?:及时|准时|准点|按时|按期|如期)[\u4e00-\u9fff]{1,6}率|良率|直通率|"
    r"满意度|净推荐值|NPS|健康度|完整度|准确度|"
    r"(?:销售|营业|成交|回款|签约|新增|节约|节支|盈利)(?:总)?额|营收|营业收入|销售收入|总收入|"
    r"利润(?:总额)?|毛利润?|净利润?|GMV|人均产出|人效|坪效|"
    r"(?<!不合格品)(?<!次品)(?<!不良)(?<!废品)(?<!缺陷)产量|销量|签约数|成交数|新客户数|平均无故障(?:时间|"
    r"里程)|故障间隔(?:时间|里程)?)$",
    re.IGNORECASE,
)
# In English what is good or bad stands before a last word that only counts.
_COUNTS = (
    r"(?:\s+(?:rate|ratio|share|percentage|count|number|volume|hours|minutes|days|time|cost|costs|amount|"
    r"per \w+(?: \w+)?|of \w+(?: \w+)?))?"
)
_LOWER_ENGLISH = re.compile(
    r"(?<!between )(?<!before )(?<!to )(?<!to first )(?<!without )(?<!resolved )(?<!prevented )\b(?:complaints?|"
    r"defects?|defective|errors?|bugs?|failures?|faults?|scrap|rework|"
    r"(?:product|goods|order|item|customer|purchase) returns?|refunds?|rejects?|rejections?|spoilage|"
    r"shrinkage|churn|attrition|absenteeism|absence|"
    r"late deliver(?:y|ies)|delays?|overdue|"
    r"accidents?|injur(?:y|ies)|incidents?|collisions?|fatalit(?:y|ies)|downtime|idle time|stockouts?|"
    r"write-?offs?|bad debts?|losses|"
    r"lost time|(?:staff|employee|personnel) turnover|no-?shows?|abandonment|bounce|violations?|breaches|outages?)"
    rf"{_COUNTS}$|\b(?:waiting|wait|response|handling|handle|cycle|lead|repair|resolution|turnaround|"
    rf"changeover|queue|processing) times?$|"
    r"\b(?:cost|costs)(?: per \w+(?: \w+)?| of \w+(?: \w+)?| ratio)?$|\bcost per\b|\bexpenses?(?: ratio)?$",
    re.IGNORECASE,
)
_HIGHER_ENGLISH = re.compile(
    r"\b(?:on[- ]time(?: \w+)?|satisfaction|retention|renewal|repurchase|conversion|completion|attainment|"
    r"achievement|compliance|pass|success|"
    r"fulfil?lment|first[- ]time[- ]right|accuracy|availability|uptime|yield|adoption|attendance|"
    r"collection|win|resolution|growth)"
    r"(?:\s+(?:rate|ratio|score|index|percentage|performance))?$|\b(?:between|before|"
    r"to(?: first)?) failures?\b|\bsavings$|"
    r"\b(?:net |gross )?(?:profit|revenue|margin)$|\bnet promoter score$|\bnps$",
    re.IGNORECASE,
)
# Words that turn a bad thing into a good one: what went down, was mended, was kept within bounds.
_TURNED = re.compile(
    r"(?:降低|下降|减少|压降|缩短|改善|节约|节省|控制|管控|预防|处理|解决|修复|整改|关闭|完成|挽回|召回|"
    r"赔付|上报|报告|检出|发现|识别|复查|闭环|下降幅度)"
    r"(?:率|额|数|幅度|次数|金额|件数)?$"
)
_TURNED_ENGLISH = re.compile(
    r"\b(?:reduction|decrease|saving|savings|resolution|resolved|closure|closed|prevention|recovery|"
    r"control|reporting|detection|handling)"
    r"(?:\s+(?:rate|ratio|share|percentage))?$",
    re.IGNORECASE,
)
# What is reduced, or how long nothing bad has happened: 减少碳排放量, 距上次事故天数, zero-defect rate.
_AVOIDED = re.compile(
    r"^(?:累计|年度?|本年)?(?:降低|减少|压降|压减|缩短|节约|节省|削减|避免|挽回)|(?:发现|检出|识别|拦截|查出|有效|计划内?)(?=[\u4e00-\u9fff]{2,})|距离?(?:上|前|最近)|未发生|"
    r"\b(?:since|without|free of)\b|\b(?:zero[- ]|non-?defect)|"
    r"\b(?:r&d|research|development|training|safety) (?:costs?|expenses?)\b|\bbenefit\W+cost\b|"
    r"\b(?:healed|fixed|found|caught|detected|recovered|planned|scheduled|corrected|settled|closed|handled|"
    r"recycled) \w+|"
    r"^(?:total |annual )?(?:fewer|recovered|reductions?|reduced|decreases?|savings?|saved|avoided|averted|"
    r"prevented)\b",
    re.IGNORECASE,
)


def better(text: str) -> Better | None:
    """Which way is better by the words of a name, None where they don't say 「名称中的方向」.

    Parameters
    ----------
    text : str
        Name of a KPI, or of one side of a division.

    Returns
    -------
    {"higher", "lower"} or None
        Only what is the same in every trade: working time, price, stock and the like are left open.

    Examples
    --------
    >>> better("客户投诉率"), better("投诉处理及时率"), better("成本降低率"), better("库存周转天数")
    ('lower', 'higher', None, 'lower')
    >>> better("Complaint rate"), better("Mean distance between failures"), better("Headcount")
    ('lower', 'higher', None)
    """
    name = head(text)
    lower, higher, turned = (
        (_LOWER, _HIGHER, _TURNED) if is_chinese(name) else (_LOWER_ENGLISH, _HIGHER_ENGLISH, _TURNED_ENGLISH)
    )
    if higher.search(name):
        # 不合格率 and 未及时率 end with a good word and mean its opposite.
        return (
            "lower"
            if re.search(
                r"(?:不|未|非)(?:能)?(?:[\u4e00-\u9fff]{1,3}率$|[及准按如][时点期])|\b(?:non|un|in)-?\w+ rate$", name
            )
            else "higher"
        )
    if turned.search(name) or _AVOIDED.search(name):
        return None
    return "lower" if lower.search(name) else None
