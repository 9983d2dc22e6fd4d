"""Scoring as sheets write it: 每低1%扣2分, 完成率×权重, 达标得满分 「读取计分规则」."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from diagnostics.dictionary.wording import Figure, figures, plain
from diagnostics.dictionary.wording.chinese_numerals import read_numeral
from diagnostics.dictionary.wording.unit_words import UNIT_WORDS
from diagnostics.loop.align.checkup.band_text import levels_in, read_anchors, read_bands
from diagnostics.loop.align.checkup.english_rule import english_deduction
from diagnostics.loop.align.checkup.flat_steps import is_flat
from diagnostics.loop.align.checkup.linear_rule import linear_between
from diagnostics.loop.align.checkup.rule_parts import rule_parts
from diagnostics.loop.align.checkup.scoring_read import Kind, ScoringRead
from diagnostics.model.kpi import Direction, Unit
from diagnostics.model.scoring import LARGEST_SHARE, Scoring

_AMOUNT = r"(?P<points>\d+(?:\.\d+)?)\s*(?P<sign>分|%|points?|pts?)"
_UNITS = "|".join(sorted((each for each in UNIT_WORDS if not each.isascii()), key=len, reverse=True))
_STEP = rf"(?P<step>\d+(?:\.\d+)?|[一二两三四五六七八九十])?\s*(?P<unit>%|万元?|{_UNITS})?"
# 每低1%扣2分, 每延迟1天扣5分, 一次扣5分, 缺一项扣2分.
_DEDUCT = re.compile(
    rf"(?P<each>每|缺|少|漏)?(?P<way>(?:增加|减少|[^\d扣加减每,;。\n一二两三]){{0,14}}?){_STEP}[^\d扣加减,;。\n]{{0,10}},?\s*(?:扣除?|减)\s*{_AMOUNT}"
)
_ADD = re.compile(
    rf"每(?P<way>(?:增加|[^\d扣加减每,;。\n]){{0,14}}?){_STEP}[^\d扣加减,;。\n]{{0,10}},?\s*(?:(?<!增)加|奖励?)\s*{_AMOUNT}"
)
# 扣5分/次.
_DEDUCT_AFTER = re.compile(
    rf"(?P<way>[^\d扣加减每,;。\n]{{0,14}})扣除?\s*{_AMOUNT}\s*(?:/|每)\s*(?P<step>\d+(?:\.\d+)?)?\s*(?P<unit>%|{_UNITS})"
)
# 越高得分越高, the higher the better: which way, and not how much.
_TREND = re.compile(
    r"越(?P<more>[\u4e00-\u9fff])[^,;。\n]{0,8}?(?P<of>得分|分数|分值|评分|扣分|扣|分)越(?P<gain>高|多|低|少)|"
    r"the (?P<comparative>higher|more|lower|less|fewer|longer)[^,;.]{0,30}"
    r"the (?P<gained>higher|more|better|lower|fewer|less)",
    re.IGNORECASE,
)
_SMALLER = frozenset(("低", "少", "短", "小", "lower", "less", "fewer"))
# One event takes everything: 发生一次扣完.
_ONE_TAKES_ALL = re.compile(
    r"(?:发生|出现|有)[^,;。\n]{0,12}(?:扣完|全扣|扣光|扣除?全部|不得分|(?<!\d)0分|零分|一票否决)", re.IGNORECASE
)
_AMOUNTS = re.compile(r"\d\s*(?:分|%|points?|pts?)|[每一]\S*(?:扣|加)\s*\d", re.IGNORECASE)
# Points of a share by their English names: of a hundred, and of ten thousand.
_POINTS_OF_SHARE = {"pp": 0.01, "ppt": 0.01, "bp": 0.0001, "bps": 0.0001}
_FALLS = re.compile(r"低|少|下降|降|差|欠|缺|漏|不足|未|below|short|under|missing|less", re.IGNORECASE)
_RISES = re.compile(
    r"高|超|多|增|升|延|迟|逾|晚|发生|出现|出错|错|有|起|次|例|投诉|late|above|over|delay|error|complaint|incident|case|day",
    re.IGNORECASE,
)
_INVERSE = re.compile(
    r"反比例?|\binverse(?:ly)?[- ](?:ratio|proportion\w*|pro[- ]?rata)|"
    r"(?:目标|计划|标准|预算)[^,;。\n/÷]{0,10}\s*[/÷]\s*实际|(?:target|plan|budget)\s*[/÷]\s*actual",
    re.IGNORECASE,
)
_RATIO = re.compile(
    r"实际[^,;。\n]{0,20}[/÷]|完成率|达成率|完成比例|按比例|比例(?:得分|计分|计算)|同比例|[*×x]\s*(?:权重|分值|标准分|配分)|"
    r"按实际[^,;。\n]{0,12}计分|\bactual\s*[/÷]|pro[- ]?rata|proportional|attainment",
    re.IGNORECASE,
)
_THRESHOLD = re.compile(
    r"(?:未|不|没有?)(?:能)?(?:达标|达成|完成|达到|合格|满足)[^,;。\n]{0,8},?(?:则|得|为|计)?\s*(?:不得分|不计分|得?0分|零分|全扣)|"
    r"否则[^,;。\n]{0,4}(?:不得分|0分|零分)|(?:达标|达到|达成|完成)[^,;。\n]{0,8}(?:得|计)满分$|"
    r"达标(?:即|就|则)?(?:得|计|为)?满分$|all or nothing|\bpass\s*(?:/|-|or)\s*fail\b|(?:full|all) points if|"
    r"otherwise (?:0|zero|no points|none)",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"酌情|视情况|综合(?:评价|评定|评分)|主观|印象|(?:上级|领导|主管|经理|部门|同事|客户|总经理)[^,;。\n]{0,6}(?:评分|打分|评价|评定)|"
    r"评分$|打分$|评定$|\bjudg|at (?:the )?discretion|rated by|manager'?s? rating",
    re.IGNORECASE,
)
_OPEN = re.compile(r"加分|扣分|加减分|奖励|扣罚|deduct|bonus|penalt", re.IGNORECASE)
_CAP = re.compile(
    r"(?:最高|封顶|上限|不超过|至多|capped? at|max(?:imum)?)[^\d,;。\n]{0,6}"
    r"(?P<cap>\d+(?:\.\d+)?)\s*(?P<sign>%|分|points?)",
    re.IGNORECASE,
)


def read_scoring(text: str, whole: float = 100.0) -> ScoringRead:
    """Scoring rule that a text states 「读取计分规则」.

    Parameters
    ----------
    text : str
        Cell of the rule.
    whole : float
        Points that the KPI has on the sheet where its weight is given as points, else 100: points of the text are
        brought to 100.

    Examples
    --------
    >>> read = read_scoring("每低1%扣2分")
    >>> read.scoring.per_event, read.scoring.every, read.direction
    (2.0, 0.01, 'higher')
    >>> read_scoring("完成率×权重").scoring.rule, read_scoring("低于目标加分，高于扣分").kind
    ('ratio', 'open')
    >>> read_scoring("每超1天扣3分", whole=30).scoring.per_event
    10.0
    """
    told = plain(text)
    if not told:
        return ScoringRead("blank")
    readers: tuple[Callable[[str, float], ScoringRead | None], ...] = (
        _events, _graded, _takes_all, _whole_or_none, _trend, _linear, _ratio,
    )  # fmt: skip
    for reader in readers:
        found = reader(told, whole)
        if found is not None:
            more, rest = rule_parts(told, found.spans)
            return replace(found, more=(*found.more, *more), rest=rest)
    if _JUDGED.search(told):
        return ScoringRead("judged")
    return ScoringRead(_unsure(told), direction=_open_direction(told))


def _unsure(told: str) -> Kind:
    """Points gained or lost: with figures the rule says how many, and could not be read."""
    return "open" if _OPEN.search(told) and not _AMOUNTS.search(told) else "words"


def _events(told: str, whole: float) -> ScoringRead | None:
    match = _DEDUCT.search(told) or _DEDUCT_AFTER.search(told) or english_deduction(told)
    if match is None or float(match["points"]) == 0:
        return _reward(told)
    if match.re is _DEDUCT and is_flat(told, _DEDUCT.finditer(told)):
        # Of what the per cent are, of the target or of the whole, such rules don't say.
        return ScoringRead("words", spans=((0, len(told)),))
    groups = match.groupdict()
    way = f"{groups.get('each') or ''}{match['way'] or ''}"
    direction: Direction | None = "higher" if _FALLS.search(way) else "lower"
    if not _FALLS.search(way) and not _RISES.search(f"{way}{match['unit'] or ''}{match.group()}"):
        direction = None
    added = _ADD.search(told)
    bonus = _points(added, whole) if added is not None else 0.0
    scoring = Scoring(rule="deduction", per_event=_points(match, whole), every=_step(match), bonus=bonus)
    more = (("bonus", added.group()),) if added is not None else ()
    spans = (match.span(), *((added.span(),) if added is not None else ()))
    return ScoringRead(
        "deduction", scoring, direction, _step_unit(match), rewards=added is not None or "加分" in told, more=more,
        spans=spans,
    )  # fmt: skip


def _reward(told: str) -> ScoringRead | None:
    """Points that are only gained, by steps: 每高1%加2分."""
    match = _ADD.search(told)
    if match is None or _RATIO.search(told):
        return None
    falls, rises = _FALLS.search(match["way"]), _RISES.search(match["way"])
    direction: Direction | None = "lower" if falls else "higher" if rises else None
    more = (("bonus", match.group()),)
    return ScoringRead("reward", None, direction, _step_unit(match), rewards=True, more=more, spans=(match.span(),))


def _points(match: re.Match[str], whole: float) -> float:
    """Points as parts of 100: of a KPI of 20 points, 2 are 10 %."""
    factor = 1.0 if match["sign"] == "%" else 100 / whole
    return float(f"{float(match['points']) * factor:.12g}")


def _stepped(match: re.Match[str]) -> tuple[Figure, ...]:
    step = match["step"] or "1"
    value = read_numeral(step) if not step[0].isdigit() else float(step)
    return figures(f"{value or 1:.12g}{match['unit'] or ''}")


def _step(match: re.Match[str]) -> float:
    """What counts as one event, in base units."""
    if (match["unit"] or "").lower() in _POINTS_OF_SHARE:
        return float(f"{float(match['step'] or 1) * _POINTS_OF_SHARE[match['unit'].lower()]:.12g}")
    return next((each.value for each in _stepped(match) if each.value > 0), 1.0)


def _step_unit(match: re.Match[str]) -> Unit | None:
    if (match["unit"] or "").lower() in _POINTS_OF_SHARE:
        return "share"
    return next((each.unit for each in _stepped(match)), None)


def _graded(told: str, whole: float) -> ScoringRead | None:
    bands = read_bands(told, whole)
    if bands is not None:
        scoring, direction = bands
        rewards = any(each.points > 100 for each in scoring.bands)
        more = (("levels", str(levels_in(told))),)
        return ScoringRead("bands", scoring, direction, rewards=rewards, more=more, spans=((0, len(told)),))
    anchors = read_anchors(told, whole)
    return None if anchors is None else ScoringRead("anchors", anchors, spans=((0, len(told)),))


def _takes_all(told: str, whole: float) -> ScoringRead | None:  # noqa: ARG001 (readers share one form)
    match = _ONE_TAKES_ALL.search(told)
    return ScoringRead("threshold", Scoring(rule="threshold"), "lower", spans=(match.span(),)) if match else None


def _trend(told: str, whole: float) -> ScoringRead | None:  # noqa: ARG001 (readers share one form)
    match = _TREND.search(told)
    if match is None:
        return None
    rises = (match["more"] or match["comparative"].lower()) not in _SMALLER
    gains = (match["gain"] or match["gained"].lower()) not in _SMALLER
    earns = gains != ("扣" in (match["of"] or ""))
    return ScoringRead("trend", None, "higher" if rises == earns else "lower", spans=(match.span(),))


def _whole_or_none(told: str, whole: float) -> ScoringRead | None:  # noqa: ARG001 (readers share one form)
    match = _THRESHOLD.search(told)
    return ScoringRead("threshold", Scoring(rule="threshold"), spans=(match.span(),)) if match else None


def _linear(told: str, whole: float) -> ScoringRead | None:  # noqa: ARG001 (readers share one form)
    span = linear_between(told)
    return ScoringRead("linear", spans=(span,)) if span else None


def _ratio(told: str, whole: float) -> ScoringRead | None:
    inverse, match = _INVERSE.search(told), _RATIO.search(told)
    if inverse is not None:
        spans = tuple(each.span() for form in (_INVERSE, _RATIO) for each in form.finditer(told))
        return ScoringRead("inverse", Scoring(rule="inverse_ratio"), "lower", spans=_pieces(told, spans))
    if match is None:
        return None
    cap = _CAP.search(told)
    share = None if cap is None else float(cap["cap"]) / (100 if cap["sign"] == "%" else whole)
    scoring = Scoring(cap=share if share and 0.5 <= share <= LARGEST_SHARE else None)
    spans = _pieces(told, tuple(each.span() for each in _RATIO.finditer(told)))
    return ScoringRead("ratio", scoring, _open_direction(told), rewards=share is None or share > 1, spans=spans)


def _pieces(told: str, spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Places of a ratio without those that say more: 低于80%不得分 stands for itself."""
    return tuple(each for each in spans if not re.search(r"[<低不]", told[each[0] : each[1]]))


def _open_direction(told: str) -> Direction | None:
    """Which way is better where no amount is said: 高于扣分 and 低于预算加分 are lower."""
    high, low = r"(?:高于|超过|超出|超|多于|above|over|exceed)", r"(?:低于|少于|不足|未达[到成]?|节约|below|under)"
    lost, won = r"[^,;。]{0,8}(?:扣|不得分|deduct|lose)", r"[^,;。]{0,8}(?:加|奖|bonus|add)"
    if re.search(f"{high}{lost}|{low}{won}", told, re.IGNORECASE):
        return "lower"
    return "higher" if re.search(f"{low}{lost}|{high}{won}", told, re.IGNORECASE) else None
