"""What a rule says beside its kind, and what of it nobody read: 上限120, 低于80%不得分, 加分 「规则附加条款」."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Span = tuple[int, int]
_UNIT = r"(?:%|个百分点|分|points?|pts?|[\u4e00-\u9fff]{1,3}?(?=[,;。得不/]))?"
_FIGURE = rf"(?<![\d.])\d+(?:\.\d+)?(?![\d.])\s*{_UNIT}"
_ZERO = (
    r"(?:不得分|不计分|不得?奖|(?:得|计|为)?\s*(?<![\d.])0\s*分|零分|全扣|扣完|扣光|一票否决|no points|nothing|zero|"
    r"(?<![\d.])0 points)"
)
_MOST = r"(?:最[高多]|至多|不超过|上限)"
_CAP = r"(?:最高|封顶|上限|至多|不超过|cap(?:ped)?(?: at)?|max(?:imum)?(?: of)?|up to)"
# By key, with the figure or the words that the reader is shown. The first that matches a piece has it.
_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (key, re.compile(form, re.IGNORECASE))
    for key, form in (
        ("bonus_cap", rf"{_MOST}[^\d,;。\n]{{0,3}}(?:加|奖励?)\s*(?P<what>{_FIGURE})"),
        ("bonus_cap", rf"(?:加分|奖励)[^\d,;。\n]{{0,4}}(?:{_MOST}|封顶)[^\d,;。\n]{{0,3}}(?P<what>{_FIGURE})"),
        ("cap", rf"{_CAP}[^\d,;。\n]{{0,6}}(?P<what>{_FIGURE})"),
        ("cap", rf"超过?\s*\d+(?:\.\d+)?\s*%?[^\d,;。\n]{{0,3}}按\s*(?P<what>{_FIGURE})\s*计?"),
        ("cap", r"(?P<what>\d+(?:\.\d+)?\s*(?:%|分))\s*封顶"),
        ("start", rf"(?:低于|不足|未达到?|少于|<|below|under)\s*(?P<what>{_FIGURE})[^\d,;。\n]{{0,6}}{_ZERO}"),
        ("start", rf"{_ZERO} below (?P<what>{_FIGURE})"),
        ("limit", rf"(?:高于|超过|超出|大于|>|above|over)\s*(?P<what>{_FIGURE})[^\d,;。\n]{{0,6}}{_ZERO}"),
        (
            "full",
            rf"(?P<what>(?:不低于|不超过|≥|≤|>=|<=|>|<)?\s*{_FIGURE})[^\d,;。\n]{{0,6}}?(?:得|计|为)\s*(?:满分|100\s*分)",
        ),
        (
            "veto",
            rf"(?P<what>(?:发生|出现|有|凡|如)[^,;。\n]{{1,20}}?,?\s*(?:则)?(?:本项|该项|此项|当[月季年期])?[^,;。\n]{{0,4}}?{_ZERO})",
        ),
        (
            "floor",
            r"(?P<what>otherwise (?:0|zero|none|no points)|否则[^,;。\n]{0,4}(?:不得分|0分|零分)|"
            r"扣完为止|扣至0分|不倒扣|不计负分|扣分不超过[^,;。\n]*|(?:最低|不低于)[^\d,;。\n]{0,3}0\s*分|"
            r"not below (?:0|zero)|minimum (?:of )?(?:0|zero))",
        ),
    )
)
_PIECE = re.compile(r"[^,;。\n]+")
# A piece that says something of points, or a figure; the rest are words around them.
_TELLS = re.compile(
    r"\d|扣|加分|奖|得分|满分|计分|否决|倍|\bpoints?\b|\bpts?\b|deduct|bonus|\bcap|\bmax|\bmin|\blinear|"
    r"\bpro[- ]?rata|\bzero\b",
    re.IGNORECASE,
)


def rule_parts(told: str, taken: Sequence[Span]) -> tuple[tuple[tuple[str, str], ...], str]:
    """Parts of a rule beside its kind, and what of it is left unread 「规则附加条款与未读部分」.

    Parameters
    ----------
    told : str
        Rule in its plain form.
    taken : sequence of (int, int)
        Where its kind was read.

    Examples
    --------
    >>> rule_parts("完成率*100,上限120", [(0, 3)])
    ((('cap', '120'),), '')
    >>> rule_parts("每低1%扣2分,低于80%不得分,每季度评优另奖500元", [(0, 7)])
    ((('start', '80%'),), '每季度评优另奖500元')
    """
    found: list[tuple[str, str]] = []
    spans = list(taken)
    for key, form in _PARTS:
        start = 0
        while (match := form.search(told, start)) is not None:
            taken_before = any(_meet(match.span(), each) for each in spans)
            start = match.start() + 1 if taken_before else match.end()
            if not taken_before:
                spans.append(match.span())
                found.append((key, " ".join(match["what"].split())))
    return tuple(found), ",".join(_left(told, spans))


def _left(told: str, spans: Sequence[Span]) -> Iterable[str]:
    """Pieces of which nothing was read though they say something."""
    for piece in _PIECE.finditer(told):
        if not any(_meet(piece.span(), each) for each in spans) and _TELLS.search(piece.group()):
            yield piece.group().strip()


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
