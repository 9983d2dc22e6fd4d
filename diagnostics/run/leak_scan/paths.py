"""Places on a machine: absolute paths, home and temporary folders, notebooks' kernels 「本机路径」."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ROOTS = (
    "home|users|root|tmp|var|etc|opt|srv|mnt|media|usr|private|data\\d*|work|workspace|app|apps|volumes|proc|dev|run"
    "|nfs|export|scratch|library|applications|cygdrive|system|bin|sbin|lib|lib64|boot|content|kaggle|dbfs|databricks"
    "|storage|sdcard|snap|nix|share|shares|net|gpfs|lustre|vagrant|jenkins|builds|github|c|d"
)
_END = r"[^\s<>\"'|?*,;:()（），。；：、]"
# No address of a web page, and no "and/or": nothing stands before the first stroke but a sign.
_OPENS = r"(?<![\w./\\\-\u3400-\u9fff~])"
_PATH = re.compile(
    "|".join(
        (
            rf"{_OPENS}/(?:{_ROOTS})/{_END}+",
            rf"(?<=[\u3400-\u9fff])/(?:home|users|root|tmp|var|etc|opt|srv|mnt|private|volumes)/{_END}+",
            rf"{_OPENS}(?:/[A-Za-z0-9_.@+-]+){{2,}}\.[A-Za-z0-9]{{1,8}}(?![\w/])",
            rf"{_OPENS}(?:/[A-Za-z0-9_.@+-]*[A-Za-z_][A-Za-z0-9_.@+-]*){{3,}}",
            rf"(?<![\w/])~\w*/{_END}+",
            r"(?<![A-Za-z])[A-Za-z]:[\\/](?![/\\]?\s)[^\s<>\"|?*]+",
            r"\\\\[A-Za-z0-9_.$-]+\\[^\s<>\"|?*]+",
            r"(?<![\w:/])//[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*/[A-Za-z0-9_$.-]+[/\\][^\s<>\"|?*]+",
            rf"\bfile:/+{_END}+",
            r"%(?:userprofile|appdata|localappdata|temp|tmp|homepath|programfiles|systemroot|username)%",
            r"\$(?:\{(?:home|tmpdir|user|pwd)\}|(?:home|tmpdir|userprofile|pwd)\b)",
            r"\bipykernel_\d+\b", r"<ipython-input-\d+", r"\b(?:site|dist)-packages\b", r"\btmp[a-z0-9_]{8}/",
            r"\bipykernel_launcher\.py\b", r"\bkernel-[0-9a-f]{8}-[0-9a-f-]{20,}\.json\b",
        )
    ),
    re.IGNORECASE,
)  # fmt: skip


def paths(text: str) -> Iterator[tuple[int, int]]:
    r"""Spans of absolute paths 「绝对路径」.

    Examples
    --------
    >>> told = "见 /home/li/pay.csv 与 C:\\客户\\pay.xlsx"
    >>> [told[start:end] for start, end in paths(told)]
    ['/home/li/pay.csv', 'C:\\客户\\pay.xlsx']
    >>> list(paths("and/or, 元/店/月, 1/2, https://a.cn/home/x"))
    []
    """
    for found in _PATH.finditer(text):
        yield found.span()
