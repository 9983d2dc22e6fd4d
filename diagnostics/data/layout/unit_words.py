"""Words of units, multiples and currencies as headers have them 「单位词」."""

from __future__ import annotations

import re

from diagnostics.model.layout import Scale

SCALE_OF: dict[str, Scale] = {
    "百": "百元", "千": "千元", "万": "万元", "十万": "十万元", "百万": "百万元", "千万": "千万元", "亿": "亿元",
    "十亿": "十亿元", "百亿": "百亿元", "千亿": "千亿元", "万亿": "万亿元",
}  # fmt: skip
MULTIPLE = "|".join(sorted(SCALE_OF, key=len, reverse=True))
# English words for multiples that leave no doubt, and letters that do so only beside a currency.
_WORDS: dict[str, Scale] = {
    "thousand": "千元", "thousands": "千元", "thous": "千元", "tsd": "千元", "'000": "千元", "000s": "千元",
    "'000s": "千元", "million": "百万元", "millions": "百万元", "mn": "百万元", "mln": "百万元", "mio": "百万元",
    "billion": "十亿元", "billions": "十亿元", "bn": "十亿元", "bln": "十亿元",
}  # fmt: skip
_LETTERS: dict[str, Scale] = {"k": "千元", "m": "百万元", "mm": "百万元", "b": "十亿元", "w": "万元"}
ENGLISH = {**_WORDS, **_LETTERS}
SURE = frozenset(_WORDS)
# Multiples as reports in English write 万 and 亿; beside a currency they leave no doubt.
COUNTED: dict[str, Scale] = {
    "1,000": "千元", "1000": "千元", "10,000": "万元", "10000": "万元", "10 thousand": "万元", "ten thousand": "万元",
    "tens of thousands": "万元", "1,000,000": "百万元", "1000000": "百万元", "10 million": "千万元",
    "ten million": "千万元", "100 million": "亿元", "hundred million": "亿元", "hundreds of millions": "亿元",
    "100,000,000": "亿元", "one hundred million": "亿元",
}  # fmt: skip
# What the name of a column must speak of, so that a letter is a unit of its own and no multiple.
PHYSICAL = {
    "k": re.compile(r"temp|kelvin|温", re.IGNORECASE),
    "m": re.compile(
        r"length|distance|height|width|depth|altitude|mileage|距|长(?!率)|宽|高(?!级)|深|厚|里程|进尺|扬程|海拔",
        re.IGNORECASE,
    ),
    "w": re.compile(r"power|watt|load|功率|负荷|电", re.IGNORECASE),
    "mm": re.compile(
        r"length|height|width|depth|diameter|thick|rain|precip|距|长(?!率)|宽|高|深|厚|径|雨|水", re.IGNORECASE
    ),
}  # fmt: skip
SHARES: dict[str, Scale] = {
    "%": "%", "百分比": "%", "百分数": "%", "百分率": "%", "百分点": "%", "个百分点": "%", "percent": "%",
    "per cent": "%", "pct": "%", "pp": "%", "ppt": "%", "pps": "%", "percentage point": "%", "percentage points": "%",
    "‰": "‰", "千分比": "‰", "千分数": "‰", "千分率": "‰", "千分点": "‰", "permille": "‰", "per mille": "‰",
    "‱": "‱", "万分比": "‱", "万分率": "‱", "基点": "‱", "bp": "‱", "bps": "‱", "basis points": "‱",
    "ppm": "ppm", "百万分比": "ppm", "百万分率": "ppm",
}  # fmt: skip
# Units of their own, longest first where one begins another: 千克 is no thousand of 克.
UNIT = (
    r"千瓦时|兆瓦时|千瓦|兆瓦|千克|千米|千卡|千伏安|千伏|千帕|千赫|千焦|公斤|公里|公顷|毫米|厘米|分米|毫升|毫克"
    r"|吨标准煤|吨标煤|标准煤|吨公里|人公里|吨|斤|克|米|平方公里|平方米|平方千米|平米|平方|立方米|立方|方|升|度|亩|㎡|m²|m2|m³|m3"
    r"|工作日|工时|机时|台时|车次|架次|航次|班次|台班|人次|人天|人日|人月|人年|小时|分钟|秒钟|天|日|周|月|年|分|秒|时"
    r"|标准箱|标箱|集装箱|箱|人|件|单|笔|次|户|台|个|份|张|家|股|条|瓶|只|头|辆|套|匹|片|颗|双|桶|枚|支|根|块|包|袋|盒|卷|册|本|艘|架|间"
    r"|床|例|项|票|手|句|字|页|点|号|位|名|组|对|串|把|盘|筐|倍|℃|°c|kg|km|cm|km2|km²|kw|kwh|mwh|gwh|mw|gw|kva|ml|g|l|t|h|hrs?|hours?|min"
    r"|mins|minutes?|s|secs?|seconds?|d|days?|weeks?|months?|years?|pcs|ea|units?|persons?|people|pieces?|times|orders?|visits"
    r"|tons?|tonnes?|teu|feu|pv|uv|sqm|sqft|ft|lbs?|kcal|kj|mj|gj|db|v|a|hz"
)
_CURRENCIES: dict[str, tuple[str, ...]] = {
    "人民币": ("CNY",), "新台币": ("TWD",), "台币": ("TWD",), "港元": ("HKD",), "港币": ("HKD",), "港纸": ("HKD",),
    "澳门元": ("MOP",), "葡币": ("MOP",), "美元": ("USD",), "美金": ("USD",), "欧元": ("EUR",), "日元": ("JPY",),
    "日圆": ("JPY",), "日币": ("JPY",), "英镑": ("GBP",), "韩元": ("KRW",), "韩币": ("KRW",), "澳元": ("AUD",),
    "澳币": ("AUD",), "加元": ("CAD",), "加币": ("CAD",), "新加坡元": ("SGD",), "新元": ("SGD",), "坡币": ("SGD",),
    "纽元": ("NZD",), "泰铢": ("THB",), "卢布": ("RUB",), "卢比": ("INR", "PKR", "IDR"), "瑞郎": ("CHF",),
    "瑞士法郎": ("CHF",), "越南盾": ("VND",), "印尼盾": ("IDR",), "林吉特": ("MYR",), "马币": ("MYR",),
    "令吉": ("MYR",), "比索": ("PHP", "MXN"), "雷亚尔": ("BRL",), "兰特": ("ZAR",), "迪拉姆": ("AED",),
    "里亚尔": ("SAR",), "里拉": ("TRY",), "外币": (), "外汇": (), "rmb": ("CNY",), "cnh": ("CNY",), "ntd": ("TWD",),
    "renminbi": ("CNY",), "yuan": ("CNY",), "euro": ("EUR",), "euros": ("EUR",), "yen": ("JPY",),
    "dollar": ("USD", "HKD", "AUD", "CAD", "SGD", "NZD", "TWD"),
    "dollars": ("USD", "HKD", "AUD", "CAD", "SGD", "NZD", "TWD"),
    "us$": ("USD",), "hk$": ("HKD",), "nt$": ("TWD",), "a$": ("AUD",), "c$": ("CAD",), "s$": ("SGD",), "r$": ("BRL",),
    "$": ("USD", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD", "MXN"), "\u20ac": ("EUR",), "\u00a3": ("GBP",),
    "\u00a5": ("CNY", "JPY"), "\u20a9": ("KRW",), "\u20b9": ("INR",), "\u20bd": ("RUB",), "\u0e3f": ("THB",),
    "\u20ab": ("VND",),
}  # fmt: skip
_CODES = (
    "cny usd eur jpy gbp hkd twd mop krw sgd aud cad nzd chf inr thb rub myr idr vnd php brl mxn zar aed sar sek nok"
    " dkk pln czk huf ils egp ngn pkr bdt kzt uah"
)
_CURRENCIES |= {each: (each.upper(),) for each in _CODES.split(" ")}
# 元 is what these currencies are counted in.
YUAN = ("CNY", "HKD", "TWD", "MOP")
_LATIN = [each for each in _CURRENCIES if each.isascii() and each.isalpha()]
_OTHER = [each for each in _CURRENCIES if each not in _LATIN]


# 今日元件, 唯美元素, 创新元器件 and 同比索赔额 hold a currency's letters and name none.
_BEFORE = {"日元": "今当昨明每本平次单首假工周生", "新元": "更创最刷翻", "加元": "增附累添参追", "比索": "同环对占"}
_BEHIND = "(?!件|器|素|旦|宝|宵|老|数据|气)"


def _any(words: list[str]) -> str:
    return "|".join(map(_pattern, sorted(words, key=len, reverse=True)))


def _pattern(word: str) -> str:
    before = f"(?<![{_BEFORE[word]}])" if word in _BEFORE else ""
    return f"{before}{re.escape(word)}{_BEHIND if word.endswith('元') else ''}"


# A code stands as a word of its own, or beside a letter for a multiple: kUSD, RMBm.
CURRENCY = re.compile(
    rf"(?:{_any(_OTHER)})|(?:(?<![a-z])|(?<=\bk)|(?<=\bm)|(?<=\bw))(?:{_any(_LATIN)})"
    r"(?=(?:k|w|b|mm?|mn|bn|mln)?(?![a-z]))"
)
CHINESE_CURRENCY = _any([each for each in _OTHER if not each.isascii()])

# Codes that are words and acronyms of other trades too: drawings, tests, a script language, not OK.
ACRONYMS = frozenset(("cad", "inr", "php", "mop", "try", "sar", "aed", "nok", "ils", "zar"))
# Hundredths and tenths of a currency.
CENTS = re.compile("分|角|分币|美分|fen|cents?|pence|pennies")


def code_of(word: str) -> str:
    """ISO code that a word for a currency means first; empty where it means none 「币种代码」.

    Examples
    --------
    >>> code_of("美元"), code_of("rmb"), code_of("外币")
    ('USD', 'CNY', '')
    """
    return next(iter(_CURRENCIES.get(word, ())), "")


def foreign(word: str, code: str, currency: str) -> str:
    """Doubt about a currency that is not the engagement's own, with what may resolve it 「外币」.

    Parameters
    ----------
    word, code : str
        As it is written, and its ISO code; empty where it may be any.
    currency : str
        ISO code of the engagement's currency.
    """
    other = f" (currency: {code} in engagement.yaml where all its money is in it)" if code else ""
    return f"states {word!r}, and the engagement counts in {currency}{other}"


def is_own(word: str, currency: str) -> bool:
    """Whether a word for a currency may mean this one 「是否本币」.

    Examples
    --------
    >>> is_own("美元", "CNY"), is_own("$", "USD"), is_own("rmb", "CNY"), is_own("外币", "CNY")
    (False, True, True, False)
    """
    return currency in _CURRENCIES.get(word, ())
