"""Names of people in running text 「正文中的人名」."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import lru_cache

from diagnostics.data.personal.folding import folded

Span = tuple[int, int]
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_BETWEEN_HAN = re.compile("(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
# Chinese has no blanks between words: of two characters beside others only these tell that a name stands there.
_BEFORE = re.compile(
    "(?:[的和与及由对向给为是让请被按跟同把找问叫有即]|员工|店员|店长|经理|主管|导购|姓名|负责人|销售员?|顾问|同事|组长|师傅|老师"
    "|主任|厂长|其中|包括|例如|如|名为|工号)$"
)
_AFTER = re.compile(
    "(?:[的和与及在是说于被把将已未从对向因为等也还只每不没]|店长|经理|主管|先生|女士|小姐|老师|负责|同学|同事|总|工号|个人"
    "|本人|本月|上月|月薪|年薪|工资|奖金|绩效|提成|薪酬|薪资|收入|应发|实发|到手|师傅|主任|组长|导购|得|拿|扣|业绩|排名|离职|评)"
)
# Surnames that are hardly anything else: a name of two characters that begins with one needs no sign beside it.
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄吴徐孙胡朱郭何罗宋郑谢韩唐冯董萧曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏钟汪田姜范廖邹熊孟秦邱侯尹"
)
_DOTS = re.compile("[·•・‧]")
_MONTH_WORDS = (
    "january february march april may june july august september october november december jan feb mar apr jun jul aug"
    " sep sept oct nov dec mon tue wed thu fri sat sun"
)
_MONTHS = frozenset(_MONTH_WORDS.split())
_LEAST_LATIN, _LEAST_DIGITS, _LONGEST = 3, 6, 64


class Names:
    """Finds whole names that are neither part of a longer word nor of a public name 「查找人名」.

    Parameters
    ----------
    names : collection of str
        Who may not be named.
    public : collection of str
        Names that may stand there: where one of them holds a name, nobody is told.
    words : str
        Text of our own, in which a name may stand as an ordinary word: such a name counts where it stands alone.

    Examples
    --------
    >>> find = Names(["王芳", "欧阳静怡", "Zhou Lan", "00017"], ["王芳华店"], "")
    >>> told = "辞退王芳;王芳华店;欧阳静怡最高;lan zhou;工号 00017;2000178"
    >>> [told[start:end] for start, end in find(told)]
    ['王芳', '欧阳静怡', 'lan zhou', '00017']
    """

    def __init__(self, names: Collection[str], public: Collection[str], words: str) -> None:
        plain = {form for each in names for form in _forms(folded(each).strip())}
        self._names = by_length({each for each in plain if _tells(each)})
        # Full names in Latin letters are looked for in capitals and small, the given name in front or behind.
        self._full = by_length({form for each in plain for form in _full(each)})
        self._public = by_length({folded(each).strip() for each in public} - {""})
        own, latin = _own_words(words)
        every = {each for several in self._names.values() for each in several}
        self._ordinary = {each for each in every if each.casefold() in latin or (len(each) == 2 and each in own)}

    def __call__(self, text: str) -> Iterator[Span]:
        """Spans of the names in a text."""
        if not self._names:
            return
        found = [*self._whole(text)]
        yield from found
        # A name may be set apart by blanks: 王 芳. What the text as it stands shows is not told twice.
        closed = _BETWEEN_HAN.sub("", text)
        if closed != text:
            shown = {text[start:end] for start, end in found}
            for start, end in self._whole(closed):
                if closed[start:end] not in shown:
                    at = text.find(closed[start])
                    yield at, at + 2 * (end - start) - 1

    def _whole(self, text: str) -> Iterator[Span]:
        spans = [each for each in spans_of(text, self._names) if self._stands(text, *each)]
        if self._full:
            # Letter by letter: a capital that is two letters when small would shift what stands behind it.
            small = "".join(each.lower() if each.isascii() else each for each in text)
            full = (each for each in spans_of(small, self._full) if self._stands(text, *each))
            spans += [each for each in full if each not in spans]
        if spans:
            public = [*spans_of(text, self._public)]
            yield from (
                each for each in sorted(spans) if not any(one <= each[0] and each[1] <= end for one, end in public)
            )

    def _stands(self, text: str, start: int, end: int) -> bool:
        name = text[start:end]
        if name in self._ordinary:
            return text.strip() == name and name.casefold() not in _MONTHS
        if name.isdigit():
            return not re.search(r"[\d.,\-/]$", text[:start]) and not re.match(r"[\d\-/]|[.,]\d", text[end:])
        if name.isascii():
            return not _of_word(text, start - 1) and not _of_word(text, end)
        if len(name) > 2 or not _HAN.match(name):
            return True
        before, behind = text[max(0, start - 4) : start], text[end : end + 4]
        if name[0] in _SURNAMES:
            # With one sign more it is somebody else's where that stands by itself: 王芳菲.
            return _closes(behind) or not (_opens(before) and _closes(text[end + 1 : end + 5]))
        return _opens(before) and _closes(behind)


@lru_cache(maxsize=2)
def _own_words(words: str) -> tuple[str, frozenset[str]]:
    """Text of our own as it is compared, and its Latin words: it is long, and the same for every scan."""
    own = folded(words)
    return own, frozenset(each.casefold() for each in re.findall(r"[A-Za-z]+", own)) | _MONTHS


def _forms(name: str) -> set[str]:
    """A name, and as it is written with another dot or none between its parts."""
    if not _DOTS.search(name):
        return {name}
    return {name, *(_DOTS.sub(each, name) for each in ("·", "•", "", " ", "."))}


def _full(name: str) -> Iterator[str]:
    """Small letters of a full name in Latin letters, in both orders."""
    parts = name.lower().split()
    if name.isascii() and len(parts) > 1 and all(each.isalpha() for each in parts):
        for one, other in ((parts[0], " ".join(parts[1:])), (" ".join(parts[1:]), parts[0])):
            yield from (f"{one}{between}{other}" for between in (" ", ", ", "."))


def _tells(name: str) -> bool:
    """Whether a name can be told from ordinary text at all: initials and small numbers can't."""
    if len(name) > _LONGEST:
        return False
    if name.isdigit():
        return len(name) >= _LEAST_DIGITS or (name.startswith("0") and len(name) > _LEAST_LATIN)
    return len(name) >= (_LEAST_LATIN if name.isascii() else 2)


def by_length(names: Collection[str]) -> dict[int, frozenset[str]]:
    """Names by their length, the longest first: any number of them is found in one pass a length 「按长度归类」."""
    found = defaultdict(set)
    for each in names:
        found[len(each)].add(each)
    return {length: frozenset(several) for length, several in sorted(found.items(), reverse=True)}


def spans_of(text: str, names: dict[int, frozenset[str]]) -> Iterator[Span]:
    """Where any of the names stands in a text 「名称位置」."""
    for length, several in names.items():
        for start in range(len(text) - length + 1):
            if text[start : start + length] in several:
                yield start, start + length


def _of_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and (text[at].isalnum() or text[at] == "_")


def _opens(before: str) -> bool:
    return not before or not _HAN.match(before[-1]) or bool(_BEFORE.search(before))


def _closes(after: str) -> bool:
    return not after or not _HAN.match(after[0]) or bool(_AFTER.match(after))
