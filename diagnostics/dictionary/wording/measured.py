"""What the words of a name measure, told by its last word 「名称中的度量词」."""

from __future__ import annotations

import re
from dataclasses import dataclass

from diagnostics.dictionary.wording.figures import figures
from diagnostics.dictionary.wording.script import is_chinese, plain
from diagnostics.model.kpi import Unit

# Units that a name's last word allows; the first is the usual one.
_SHARE: tuple[Unit, ...] = ("share", "ratio", "index", "number", "score")
_RATE: tuple[Unit, ...] = ("ratio", "share", "number", "index", "score", "money", "count", "distance")
_SCORE: tuple[Unit, ...] = ("score", "share", "index", "number", "ratio", "count")
_INDEX: tuple[Unit, ...] = ("index", "score", "number", "share", "ratio")
_DAYS: tuple[Unit, ...] = ("days", "number", "hours", "count")
_TIME: tuple[Unit, ...] = ("hours", "minutes", "days", "number")
_MONEY: tuple[Unit, ...] = ("money", "share", "ratio", "index", "number", "count")
_COUNT: tuple[Unit, ...] = (
    "count", "number", "ratio", "index", "distance", "money", "score", "minutes", "hours", "days",
)  # fmt: skip
_LENGTH: tuple[Unit, ...] = ("distance", "number")
# English says complaints or perfect orders of a share of them, and rate of what is paid for an hour or a room.
_PLURAL: tuple[Unit, ...] = (*_COUNT, "share")
_ENGLISH_RATE: tuple[Unit, ...] = ("ratio", "share", "number", "index", "score", "count")
_UP: tuple[Unit, ...] = (*_TIME, "share")
# Longer words stand before those they end with.
_CHINESE: tuple[tuple[str, tuple[Unit, ...]], ...] = (
    (r"周转率|频率|倍率|汇率|(?<![毛净])利率|费率|效率|功率|增速|增幅|幅度", _RATE),
    (r"率|占比|比例|比重|百分比|份额", _SHARE),
    (r"满意度|得分|评分|分数|考评分|成绩|测评分|评价分", _SCORE),
    (r"指数|NPS|净推荐值|评级|星级", _INDEX),
    (
        r"完成度|完整度|准确度|饱和度|覆盖度|知名度|活跃度|认同度|美誉度|忠诚度|参与度|信任度|"
        r"[力热厚长宽精温湿速强密浓亮高深]度",
        _RATE,
    ),
    (r"天数|账期|工期", _DAYS),
    (r"周期|时长|时间|时数|工时|耗时|用时|时效|小时数|分钟数|停机|停工|时延|寿命", _TIME),
    (r"之比|收入比|产出比|成本比|投产比|倍数|ROI|ROE|ROA", _RATE),
    (r"里程|距离|公里数", _LENGTH),
    (
        r"额|额度|收入|营收|业绩|利润|毛利|净利|成本|费用|支出|投入|开支|产值|GMV|单价|均价|售价|价格|损失|"
        r"应收账款|应收款|货款|工资|薪酬|奖金|税金|现金流|费",
        _MONEY,
    ),
    (r"产出|坪效|人效|能效|单产", ("money", *_COUNT)),
    (r"人次|台次|车次|例次|架次|客流|(?<!质)量|数", (*_COUNT, "money")),
)
_ENGLISH: dict[str, tuple[tuple[Unit, ...], str]] = {
    "price": (
        _RATE,
        r"(?:hourly|daily|day|room|interest|exchange|charge|freight|rental|rent|billing|pay|wage|fee|tariff|labou?r|"
        r"run|burn|average|mean) rate|margin|yield",
    ),
    "share": (
        _ENGLISH_RATE,
        r"rate|ratio|percentage|percent|share|proportion|%|availability|utili[sz]ation|accuracy|coverage|retention",
    ),
    "score": (_SCORE, r"score|rating|satisfaction|nps|index"),
    "days": (_DAYS, r"days"),
    "up": (_UP, r"downtime|uptime"),
    "time": (_TIME, r"(?<!in )(?<!on )(?<!on-)(?<!first )(?<!first-)time|hours|minutes|duration|delay|period"),
    "money": (
        _MONEY,
        r"revenue|costs?|expenses?|spend|profit|sales|amount|value|price|income|earnings|gmv|turnover|budget",
    ),
    "count": (_COUNT, r"number|count|volume|quantity|headcount"),
    "plural": (
        _PLURAL,
        r"orders|visits|visitors|calls|leads|customers|complaints|incidents|"
        r"accidents|errors|defects|tickets|units|pieces|traffic|output|members|users|ridership|usage|suggestions|changes",
    ),
    "distance": (_LENGTH, r"distance|miles|mileage|kilomet(?:re|er)s"),
}
_CHINESE_FORMS = tuple((re.compile(rf"(?P<word>{words})$", re.IGNORECASE), units) for words, units in _CHINESE)
_FIRST = {
    "count": r"^(?P<word>number of|count of|volume of)\b",
    "share": r"^(?P<word>% of|percentage of|share of|rate of|ratio of)",
    "money": r"^(?P<word>cost of|value of)\b",
    "time": r"^(?P<word>(?:mean|average) time)\b",
}
_ENGLISH_FORMS = (
    *((re.compile(form, re.IGNORECASE), _ENGLISH[name][0]) for name, form in _FIRST.items()),
    *((re.compile(rf"\b(?P<word>{words})$", re.IGNORECASE), units) for units, words in _ENGLISH.values()),
)
# Patients seen within four hours: the time is the limit, not what is measured.
_WITHIN = re.compile(r"\b(?:within|in under|in less than)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|「[^「」]*」")
_PUNCTUATION = re.compile(r"[,;:。、!?\n]|\s-\s")
# What tells a way of counting in a definition, beside a figure.
_COUNTING = re.compile(
    r"[\u00f7/*]|\u00d7|除以|占|合计|累计|总和|平均|均值|之和|之比|总数|个数|次数|人次|人数|件数|金额|"
    r"数量|天数|小时|分钟|得分|评分|"
    r"\b(?:per|divided by|sum|total|mean|average|median|number|count|percent|percentage|share|minutes|"
    r"hours|days|rate)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a name's words measure 「度量词」.

    Parameters
    ----------
    word : str
        The word that tells, as written: 率, 天数, rate.
    units : tuple of str
        Units that fit it, the usual one first.
    """

    word: str
    units: tuple[Unit, ...]


def head(text: str) -> str:
    """Name without remarks in brackets, figures and what follows them 「指标名主干」.

    Examples
    --------
    >>> head("客户投诉率\uff08月度\uff09\u22641%"), head("On-time rate (terminal) - 1 Line")
    ('客户投诉率', 'On-time rate')
    """
    told = _BRACKETS.sub("", plain(text))
    found = figures(told)
    if found and found[0].start > 0:
        told = told[: found[0].start]
    return _PUNCTUATION.split(told.strip(), maxsplit=1)[0].strip(" -\"'“”<>《》=")


def measured(text: str) -> Measured | None:
    """What a name measures, None where its words don't tell 「识别度量词」.

    Examples
    --------
    >>> measured("客户投诉率\u22641%").units[0], measured("库存周转天数").word
    ('share', '天数')
    >>> measured("Number of leads").word, measured("团队合作") is None
    ('Number of', True)
    """
    name = head(text)
    if _WITHIN.search(name):
        return None
    forms = _CHINESE_FORMS if is_chinese(name) else _ENGLISH_FORMS
    # A name that mixes both, such as 活动ROI or 店铺GMV, is read by either.
    for form, units in (*forms, *(_ENGLISH_FORMS if forms is _CHINESE_FORMS else ())):
        match = form.search(name)
        if match:
            return Measured(match["word"], units)
    return None


def tells_counting(text: str) -> bool:
    """Whether a definition tells how something is counted: a division, a total, a figure with a unit 「是否写明算法」.

    Examples
    --------
    >>> tells_counting("成交单数 \u00f7 进店人次"), tells_counting("团队氛围好\uff0c配合默契")
    (True, False)
    """
    told = plain(text)
    return bool(_COUNTING.search(told) or figures(told))
