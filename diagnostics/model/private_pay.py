"""Words about the pay of few people, without its amounts 「少数人薪酬的文字」."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from diagnostics.terms import LANGUAGES, say

if TYPE_CHECKING:
    from diagnostics.model.entity import Entities
    from diagnostics.model.intervention import Intervention
    from diagnostics.model.text import Text

_NUMBER = r"\d(?:[\d,，]*\d)?(?:\.\d+)?"
_SPAN = rf"{_NUMBER}(?:\s?(?:-|–|—|~|\uff5e|至|到|to)\s?{_NUMBER})?"
_SIGN = r"(?:HK\$|US\$|JP¥|[¥￥$€£]|\b(?:CNY|RMB|USD|EUR|HKD)\b)"
_UNIT = (
    r"(?:\s?(?:多|余|来))?\s?(?:[万千百亿kKmM]{1,2}\s?)?"
    r"(?:元|块钱|块|人民币|美元|欧元|港币|港元|yuan\b|RMB\b|CNY\b|USD\b|EUR\b|HKD\b|dollars?\b|euros?\b)"
)
_COUNTED = (
    r"\s?(?:[%‰\uff05年月日天人次个件家单名位分倍成小周季期项款轮户-]|people|items|days|orders|months|hours|points)"
)
# In words without a unit too: 从八千涨到九千; what is counted by another word is no money.
_WORDS = (
    r"[零〇一二三四五六七八九十百千万亿两半]+(?:多|余)?(?:元|块钱|块)"
    rf"|[一二三四五六七八九两几][百千万][零〇一二三四五六七八九十百千万两半]*(?:多|余)?(?![百千万]|{_COUNTED})"
)
# A short number is an amount where a word before it says that it is paid or changed: 再加 500.
_PAID = rf"(?<=[加涨升降减扣发给奖补拿付调薪资金贴])\s?\d{{2,6}}(?![\d.,]|{_COUNTED})"
# Among words about pay a large bare number is an amount, unless it counts years or something else that is named.
_BARE = (
    r"(?<![\d.,年月-])(?:\d{1,3}(?:[,，]\d{3})+|(?!(?:19|20)\d\d(?!\d))\d{4,7})"
    r"(?:\.\d+)?(?!\d|\s?[%‰年月日天人次个件家单-]|\s?(?:people|items|days|orders))"
)
_AMOUNT = re.compile(
    rf"{_SIGN}\s?{_SPAN}(?:\s?(?:[万千亿kKmM]|thousand|million)\b)?|{_SPAN}{_UNIT}|{_SPAN}\s?[kKwW]\b|{_WORDS}|{_PAID}|{_BARE}"
)

_PAY = re.compile(
    r"薪|工资|奖金|提成|绩效|津贴|补贴|待遇|年终奖|\b(?:salar(?:y|ies)|wages?|bonus(?:es)?|commissions?|allowances?"
    r"|(?:fixed|variable|base|take-home) pay|pay (?:rises?|raises?|plan|cut)|payroll|compensation|a raise)\b",
    re.IGNORECASE,
)


def pays_few(measure: Intervention, entities: Entities, least: int) -> bool:
    """Whether a measure changes the pay of so few that its amounts tell what somebody is paid 「是否涉及少数人薪酬」.

    Parameters
    ----------
    measure : Intervention
        Measure; what is about incentives counts, whether it says that it touches pay or not.
    entities : Entities
        What lies below those it is done to.
    least : int
        Fewest people behind a published figure of pay.

    Notes
    -----
    Each lowest entity counts as one who is paid: how many a unit pays in the same way is not known here.
    """
    if not measure.changes_pay and measure.dimension != "incentive":
        return False
    wanted = [each for each in measure.entities if each in entities]
    below = entities.below(wanted) if wanted else frozenset(entities.by_id)
    above = {each.parent for each in entities}
    return sum(each not in above for each in below) < least


def without_amounts(text: str, language: str) -> str:
    """Text with a word in place of each amount of money 「隐去金额」.

    Examples
    --------
    >>> without_amounts("固定工资上调 1,000 元，回访率 80%", "zh")
    '固定工资上调（金额见约定），回访率 80%'
    >>> without_amounts("3,500 fixed and ¥4k variable from May 2025", "en")
    '(amount as agreed) fixed and (amount as agreed) variable from May 2025'
    """
    told = say("privacy.amount", "en" if language == "en" else "zh")
    masked = _AMOUNT.sub(told, text)
    return re.sub(r" ?(（[^（）]*）) ?", r"\1", masked) if language != "en" and masked != text else masked


def text_without_amounts(text: Text) -> Text:
    """A text in its languages, each without its amounts 「隐去双语文本中的金额」."""
    return text.model_copy(update={each: without_amounts(getattr(text, each), each) for each in LANGUAGES})


def speaks_of_pay(text: str) -> bool:
    """Whether a text is about what people are paid 「是否谈及薪酬」.

    Examples
    --------
    >>> speaks_of_pay("店长底薪每月加 1,000 元"), speaks_of_pay("Her salary rises"), speaks_of_pay("paid media, 5,000")
    (True, True, False)
    """
    return bool(_PAY.search(text))


def record_without_amounts(record: Any) -> Any:
    """A record whose texts bear no amounts; its figures stay 「隐去记录中的金额」."""
    if isinstance(record, Mapping):
        if record and set(record) <= set(LANGUAGES) and all(isinstance(each, str) for each in record.values()):
            return {language: without_amounts(each, language) for language, each in record.items()}
        return {name: record_without_amounts(each) for name, each in record.items()}
    if isinstance(record, list | tuple):
        return [record_without_amounts(each) for each in record]
    return record
