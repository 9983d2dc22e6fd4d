"""Words that a page for leadership does without: jargon, and praise that no verdict bears out."""

from __future__ import annotations

import re
from html import unescape

# Methods, figures and signs of the trade; they stand in the appendix alone.
JARGON = {
    "zh": (
        r"p ?值", "置信", "显著", "标准差", "标准误", "方差", "回归", "双重差分", "合成控制", "自助法", "安慰剂", "控制图",
        "假设检验", "零假设", "残差", "自相关", "分位数", "西格玛", "协变量", "中断时间序列", "蒙特卡", "贝叶斯", "随机效应",
        r"[α-ωΑ-Ω]", r"\bCI\b", r"\bSPC\b", r"\bXmR\b", r"\bARIMA\b", r"\bDiD\b", r"\bITS\b", r"\bLMDI\b", r"\bShapley\b",
        r"\bnull\b", r"\bMDE\b",
    ),
    "en": (
        r"p[- ]values?", r"confidence interval", r"significan(?:t|ce|tly)", r"standard (?:deviation|error)s?", r"variance",
        r"regression", r"difference[- ]in[- ]differences?", r"synthetic control", r"bootstrap\w*", r"placebo",
        r"control charts?", r"null hypothes[ie]s", r"residuals?", r"autocorrelat\w+", r"quantiles?", r"sigma", r"covariates?",
        r"interrupted time series", r"monte carlo", r"bayes\w*", r"random effects?", r"percentile", r"[α-ωΑ-Ω]",
        r"\bCI\b", r"\bSPC\b", r"\bXmR\b", r"\bARIMA\b", r"\bDiD\b", r"\bITS\b", r"\bLMDI\b", r"\bShapley\b", r"\bMDE\b",
    ),
}  # fmt: skip
# Nobody is congratulated: what worked is said with its interval, and that is enough.
PRAISE = {
    "zh": ("恭喜", "祝贺", "成功", "优异", "卓越", "出色", "喜人", "可喜", "成效斐然", "再创"),
    "en": (
        r"congratulat\w*", r"success(?:es|ful|fully)?", "great", "impressive", "outstanding", "well done", "remarkabl[ey]",
    ),
}  # fmt: skip


def unplain(text: str, language: str) -> list[str]:
    """Each word of a text that leadership has no use for, with what stands round it."""
    return [
        f"{each[0]!r} in {text[max(each.start() - 15, 0) : each.end() + 15]!r}"
        for word in (*JARGON[language], *PRAISE[language])
        for each in _pattern(word, language).finditer(text)
    ]


def _pattern(word: str, language: str) -> re.Pattern[str]:
    """Whole words; shortened names are told from words such as "its" by their capitals."""
    whole = rf"\b(?:{word})\b" if language == "en" and word[0].isalpha() else word
    return re.compile(whole, re.IGNORECASE if word.islower() else 0)


def shown(html: str) -> str:
    """What a page says before its appendix, figures and hidden words included."""
    bare = re.sub(r"<style>.*?</style>", " ", html, flags=re.DOTALL)
    bare = bare.split('<div class="appendix">')[0]
    told = re.findall(r'(?:aria-label|data-label)="([^"]*)"', bare)
    return unescape(" ".join([re.sub(r"<[^>]+>", " ", bare), *told]))
