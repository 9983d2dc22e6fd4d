"""What the name of a figure tells: whether it may be added up, and which way is better 「指标含义识别」."""

from __future__ import annotations

import re
from typing import Literal

from diagnostics.data.layout.full_width import narrow

Manner = Literal["sum", "mean", "last"]

_BRACKET = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
_UNIT_WORD = (
    r"[十百千万亿]*(?:元|圆|人|件|单|次|台|吨|户|度|米|升|克|斤|箱|小时|分钟|天)?|[a-z$\u00a5\u20ac\u00a3°³²%]{1,8}"
)
# 元/件, 万元/人, km/h; not 含税/不含税.
_PER_UNIT = re.compile(rf"(?:{_UNIT_WORD})\s*/\s*[^/不]{{1,8}}|.*[每].+|.*\bper\b.+")
# Units of what is measured at a moment: two readings of them have no sum.
_LEVEL_UNIT = re.compile(
    r"℃|℉|°\s*[cf]?|[khm]?pa|m?bar|psi|rpm|r/min|[kmg]?hz|db|k?v|m?a|%|‰|pp|pps|bps?|ppm|百分点|个百分点|百分比|ph"
)
# Averages stand before what they average: 日均客流, avg sales, sales per visit.
_AVERAGE = re.compile(
    r"平均|均值|中位|[人日月年周件单户店客笔车台次亩米时]均|每(?!日|天|月|年|周|季)|单位(?:成本|产量|能耗|面积|产出|用工)|\b(?:avg|average|mean|median|per)\b"
)
_RATE = (
    r"率|比例|占比|比重|份额|百分比|百分点|同比|环比|增幅|增速|涨幅|跌幅|降幅|增长|系数|比值|比$|倍数|折扣|%|‰"
    r"|\b(?:rates?|ratio|share|percent|percentage|pct|proportion|fraction|yoy|mom|qoq|growth|discount|unemployment|inflation)\b"
)
_LEVEL = (
    r"(?<![年月季额])度$|温度|湿度|压力|气压|电压|电流|频率|功率|ph值|扭矩|噪[声音]|水分|直径|转速|[车风流]速|(?<![评总])价(?:格|位)?$|[坪人店品米]效"
    r"|指数|推荐值|活跃(?:用户|会员|客户|人)数|[得评]分|分数|打分|星级|等级|排名|名次|年龄|[工司账库]龄|[耗用]时$|周期|交期|时效"
    r"|(?:周转|库存|存货|应收|应付|账款|回款|交付|交货)(?:天数|次数)|(?:响应|等待|处理|排队)(?:时间|时长)|单耗|单产|亩产"
    r"|\b(?:temperature|temp|humidity|pressure|voltage|torque|speed|rpm|frequency|concentration|density|viscosity|hardness"
    r"|thickness|diameter|width|height|depth|moisture|ph|noise|(?<!total )price|score|rating|index|grade|cpi|ppi|pmi"
    r"|nps|csat|rank|ranking|age|tenure|productivity|efficiency|utili[sz]ation|satisfaction|arpu|arppu|asp|aov|atv|upt|cp[acm]|cac|ltv"
    r"|ro[iea]|(?:lead|cycle|response|waiting|handling|turnaround) time|unit costs?|exchange|fx|latitude|longitude)\b"
)
_BALANCE = (
    r"(?:期[末初]|[月年季]末|在职|在册|在岗|在编|在营|在库|在途|在制|结存|存栏).*|(?:库存|存货)(?:金额|数量|总量|额|量|数|件数|成本|价值)?|余额"
    r"|保有量|存量|编制|(?<!新)(?<!新增)(?:会员|用户)总?数|(?:员工|职工|工人|人员)(?:人)?数|^人数|(?:应收|应付)(?:账款|款项?|票据)?|负债|资产|市值"
    r"|(?:门店|店铺|网点|设备|床位|座位)数量?"
    r"|产能|人口|(?<!成交)(?<!销售)(?<!施工)面积|\b(?:inventory|stock|on hand|balance|outstanding|backlog|head ?count"
    r"|fte|employees|workers|wip|assets?|liabilit(?:y|ies)|receivables?|payables?|capacity|population|area)\b"
)
_SUM = (
    r"额|收入|营收|流水|毛利|利润|净利|成本|费用?|支出|开支|工资|薪酬|奖金|回款|业绩|产值|税|总价|数|量|次|笔|工时|[时机]长"
    r"|小时|分钟|投诉|差错|客流|人次|产出|\b(?:total price|sales|revenue|turnover|income|profit|costs?|expenses?|amount"
    r"|spend|fees?|salary|wages?|gmv|counts?|number|qty|quantity|units?|volume|visits|visitors|customers|orders|transactions"
    r"|hours|minutes|output|production|complaints|errors|defects|killed|injured|returns|refunds)\b"
)
_MANNERS: tuple[tuple[Manner, re.Pattern[str]], ...] = (
    ("mean", re.compile(_RATE)),
    ("mean", re.compile(_LEVEL)),
    ("last", re.compile(_BALANCE)),
    ("sum", re.compile(_SUM)),
)
_RATES = re.compile(_RATE)
# A share of sales is a share; a number of workers is one of workers.
_OF = re.compile(r"(?<!\bno)(?<!\bnum)(?<!\bnumber)(?<!\bcount) of\b.*")
_LOWER = re.compile(
    r"成本|费用|支出|开支|投诉|客诉|差评|不良|不合格|报废|废品|次品|损失|损耗|停[工机产]|延误|延迟|迟到|差错|错误|缺陷|退[货款换]|返[工修]|事故|伤亡|故障"
    r"|失业|流失|离职|缺勤|旷工|逾期|坏账|呆滞|滞销|缺货|取消|空置|能耗|单耗|排放|罚款|等待|响应时间|处理时[间长]|排队|周转天数|交期|[耗用]时$|负债|应收|排名|名次"
    r"|\b(?:costs?|complaints?|defects?|defective|scrap|loss(?:es)?|idle|delays?|delayed|late|errors?|accidents?|killed"
    r"|injur\w*|casualt\w*|unemployment|churn|attrition|absen\w*|overdue|waste|downtime|rework|refunds?|returns|returned|cancel\w*"
    r"|vacan\w*|emissions?|penalt\w*|waiting|fail\w*|expenses?|spend|debt|outages?|lead time|cycle time|response time"
    r"|rank)\b"
)
_HIGHER = re.compile(
    r"销售|收入|营收|利润|毛利|净利|产[量值出]|销量|客流|订单|成交|转化|满意|合格|良率|完成|达成|回款|业绩|[评得]分|客单价|连带|复购|留存|出勤|准时|及时|[坪人店]效|效率"
    r"|\b(?:sales|revenue|income|profit|output|production|orders|visits|visitors|customers|conversion|satisfaction"
    r"|productivity|efficiency|nps|csat|score|rating|yield|gmv|retention|quality|on time)\b"
)
# What is done against something bad is good: 投诉解决率, cost savings.
_TURNED = re.compile(
    r"解决|处理率|及时|回收|修复|恢复|闭环|预防|避免|节约|节省|降低|下降|减少|降幅|\b(?:sav\w+|reduction|resol\w+|recover\w*|prevent\w*|avoid\w*)\b"
)


def manner_of(name: str) -> Manner | None:
    """How figures of this name become one figure: added up, averaged, or the last of a balance 「汇总方式」.

    Parameters
    ----------
    name : str
        Header of the column, with its unit.

    Returns
    -------
    {"sum", "mean", "last"} or None
        None where nothing in the name tells.

    Notes
    -----
    The last word tells, as in 库存周转率 or discount amount; a word for an average counts wherever it stands.

    Examples
    --------
    >>> [manner_of(each) for each in ("销售额(万元)", "客单价", "成本(元/件)", "Fuel_Price", "Unit cost", "折扣金额")]
    ['sum', 'mean', 'mean', 'mean', 'mean', 'sum']
    >>> [manner_of(each) for each in ("日均客流", "期末库存", "operation cost", "duration", "评分人数")]
    ['mean', 'last', 'sum', None, 'sum']
    """
    plain = _plain(name)
    units = [each[1:-1].strip() for each in _BRACKET.findall(plain)]
    if any(_PER_UNIT.fullmatch(each) or _LEVEL_UNIT.fullmatch(each) for each in units):
        return "mean"
    words = _BRACKET.sub(" ", plain).strip()
    # 成本/吨 is a cost for each; 产量/吨 and 销售额/万元 say their unit behind the stroke.
    head, _, per = words.partition("/")
    if _AVERAGE.search(words) or (per and _is_each(head, per)):
        return "mean"
    found = [
        (match.end(), -at, manner)
        for at, (manner, pattern) in enumerate(_MANNERS)
        for match in pattern.finditer(_OF.sub("", head).strip())
    ]
    return max(found)[2] if found else None


def is_rate(name: str) -> bool:
    """Whether a name speaks of a share, a rate or a ratio 「是否比率」.

    Examples
    --------
    >>> is_rate("毛利率"), is_rate("Conversion_Rate"), is_rate("Operation cost"), is_rate("CPI")
    (True, True, False, False)
    """
    return bool(_RATES.search(_plain(name)))


def direction_of(name: str) -> Literal["higher", "lower"] | None:
    """Which way is likely better; None where nothing tells 「指标方向」.

    Examples
    --------
    >>> [direction_of(each) for each in ("投诉量", "Weekly_Sales", "Temperature", "投诉解决率", "Unemployment")]
    ['lower', 'higher', None, None, 'lower']
    """
    plain = _plain(name)
    if _LOWER.search(plain):
        return None if _TURNED.search(plain) else "lower"
    return "higher" if _HIGHER.search(plain) else None


def _is_each(head: str, per: str) -> bool:
    """Whether a stroke in a name says for each: a sum of money or an average stands before it, no money behind it."""
    if re.fullmatch(r"[十百千万亿]*[元圆]|[a-z]{3}|%|‰", per.strip()):
        return False
    return not re.search(r"[数量次]$|客流|小时|时长|\b(?:qty|quantity)$", head.strip())


def _plain(name: str) -> str:
    """Name in small letters, its words apart: UnitPrice and unit_price are unit price."""
    return re.sub(r"[_\s]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", narrow(name))).strip().lower()
