"""Units of measure by the words they are written in 「单位用词」."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.model.kpi import Unit

# Factor to the unit that figures are kept in: shares as 0 to 1, money in its base unit, times as hours or days.
_WORDS: dict[tuple[Unit, float], str] = {
    ("share", 0.01): "% 个百分点 百分点 percentage points|percentage point|percent|per cent|pct",
    ("share", 0.001): "\u2030",
    ("money", 1.0): "元 块 人民币 美元 欧元|yuan|rmb|cny|usd|eur|dollars|dollar|euros|euro",
    ("minutes", 1.0): "分钟|minutes|minute|mins|min",
    ("minutes", 1 / 60): "秒钟 秒|seconds|second|secs|sec",
    ("hours", 1.0): "个小时 小时 个钟头 工时|hours|hour|hrs|hr|h",
    ("days", 1.0): "个工作日 工作日 个自然日 自然日 天 日|working days|working day|business days|business day|days|day",
    ("days", 7.0): "个星期 星期 周|weeks|week",
    ("days", 30.0): "个月|months|month",
    ("score", 1.0): "分|points|point",
    ("ratio", 1.0): "倍|times|fold",
    ("distance", 1.0): "公里 千米 海里|kilometres|kilometers|kilometre|kilometer|km|miles|mile",
    ("number", 1.0): "公斤 千克 吨 升 立方米 平方米 平米 平方 亩 克 度 米|tonnes|tonne|tons|ton|kg|litres|liters|kwh",
    ("count", 1.0): (
        "人次 台次 例次 架次 车次 个 人 名 位 次 件 单 家 户 台 套 份 条 篇 场 项 笔 例 起 批 票 张 只 箱 辆 "
        "支 款 门 本 盒 期 节 课时 处 宗 "
        "粉丝 用户 客户|customers|customer|orders|order|items|item|people|persons|person|users|user|cases|case|"
        "complaints|calls|visits|leads|units|pieces|errors|accidents|incidents|tickets|suggestions"
    ),
}


@dataclass(frozen=True, slots=True)
class UnitWord:
    """A unit as written, and the factor to the one that figures are kept in 「单位用词」."""

    unit: Unit
    factor: float


def _listed() -> dict[str, UnitWord]:
    found: dict[str, UnitWord] = {}
    for (unit, factor), words in _WORDS.items():
        chinese, _, english = words.partition("|")
        for word in (*chinese.split(), *filter(None, english.split("|"))):
            found[word] = UnitWord(unit, factor)
    return found


# By word, in lower case; the longest is looked for first.
UNIT_WORDS: dict[str, UnitWord] = _listed()


def unit_of(word: str) -> Unit | None:
    """Unit that a word stands for, None where it stands for none 「识别单位」.

    Examples
    --------
    >>> unit_of("个工作日"), unit_of("%"), unit_of("Hours"), unit_of("蓝")
    ('days', 'share', 'hours', None)
    """
    found = UNIT_WORDS.get(word.strip().lower())
    return None if found is None else found.unit
