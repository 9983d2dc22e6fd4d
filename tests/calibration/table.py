"""The table of ``make calibrate``, as text and between the markers of its page 「校准表」."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from diagnostics.errors import InputError
from tests.calibration.cells import MEMORIES
from tests.calibration.figures import Figures, Share
from tests.calibration.goals import BOUNDS, POWER, SIGNS, Checked, checked

BEGIN, END = "<!-- made by make calibrate: begin -->", "<!-- made by make calibrate: end -->"
GOALS = {
    "false": "wrong where nothing happened",
    "held": "intervals that hold",
    "bias": "bias",
    "found": "found by default",
}
HEADS = (
    "situation 情形", "estimate 方法", "no verdict 未下结论 %", "wrong 误判 %", "of all intervals 全部区间误判 %",
    "held 覆盖 %", "found 检出 % (of all 占全部)", "bias 偏差 SD", "ms 毫秒", "why 原因",
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """What a table was made of 「来源」."""

    seed: int
    fingerprint: str


def table(found: Sequence[Figures], source: Source) -> str:
    """The whole table, as Markdown."""
    goals = checked(found)
    marks = {(each.figures.cell.key, each.figures.method, each.goal): SIGNS[each.mark] for each in goals}
    parts = [
        ("Goals 目标", "\n".join(_goals(goals))),
        (
            "Where the assumptions hold 「假设成立时」",
            _rows([e for e in found if e.ours and e.cell.kind == "holds"], marks),
        ),
        (
            "What practice does, in the same draws 「常见做法，同样的序列」",
            _rows([e for e in found if not e.ours and e.cell.kind == "holds"], marks),
        ),
        ("Where an assumption is broken 「假设不成立时」", _rows([e for e in found if e.cell.kind == "broken"], marks)),
    ]
    return "\n\n".join([_head(found, source), *(f"### {title}\n{text}" for title, text in parts if text)])


def write(page: Path, text: str) -> None:
    """Puts the table between the markers of a page.

    Raises
    ------
    InputError
        When the page lacks the markers, each once.
    """
    kept = page.read_text(encoding="utf-8")
    if kept.count(BEGIN) != 1 or kept.count(END) != 1 or kept.index(BEGIN) > kept.index(END):
        raise InputError(f"{page} has no place for the table; it needs the lines {BEGIN!r} and {END!r}, once each.")
    before, rest = kept.split(BEGIN)
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}", encoding="utf-8")


def _head(found: Sequence[Figures], source: Source) -> str:
    counts = {kind: sorted({each.draws for each in found if each.cell.kind == kind}) for kind in ("holds", "broken")}
    holds, broken = (
        "–".join(map(str, dict.fromkeys((each[0], each[-1])))) if each else "0" for each in counts.values()
    )
    worst = 100 * math.sqrt(0.05 * 0.95 / counts["holds"][0]) if counts["holds"] else math.nan
    return (
        f"Draws a cell 每格抽样: {holds}, broken assumptions 假设不成立 {broken}; seed 种子 {source.seed}; code 代码指纹"
        f" {source.fingerprint}. A share of 5 % is known to ±{worst:.1f} points (one Monte Carlo error)"
        f" 5% 的占比抽样误差为 ±{worst:.1f} 个百分点. Three figures in a field: AR 0 · 0.3 · 0.6."
        " ✗ misses its goal 未达标; ? by less than two Monte Carlo errors 差距在两倍抽样误差之内."
    )


def _goals(goals: Sequence[Checked]) -> Iterable[str]:
    yield "| goal 目标 | bounds 范围 | ok 达标 | ? | ✗ missed 未达标 |\n|---|---|---|---|---|"
    for name, said in GOALS.items():
        marks = Counter(each.mark for each in goals if each.goal == name)
        low, high = BOUNDS.get(name, (POWER, 1.0))
        bounds = f"{low:+.2f} … {high:+.2f} SD" if name == "bias" else f"{low:.0%} … {high:.0%}"
        yield f"| {said} | {bounds} | {marks['ok']} | {marks['unsure']} | {marks['missed']} |"
    missed = [each for each in goals if each.mark == "missed"]
    if missed:
        yield "\nMissed 未达标:"
        yield from (f"- {_said(each)}" for each in missed)


def _said(each: Checked) -> str:
    text = f"{each.share.value:+.2f} ± {each.share.error:.2f}"
    if each.goal != "bias":
        text = f"{100 * each.share.value:.1f} ± {100 * each.share.error:.1f} %"
    cell = each.figures.cell
    return f"{cell.situation}, AR {cell.design.memory:g}, `{each.figures.method}`: {GOALS[each.goal]} {text}"


def _rows(found: Sequence[Figures], marks: dict[tuple[str, str, str], str]) -> str:
    if not found:
        return ""
    rows: dict[tuple[str, str], list[Figures]] = {}
    for each in found:
        rows.setdefault((each.cell.situation, each.method), []).append(each)
    lines = ["| " + " | ".join(HEADS) + " |", "|---" * len(HEADS) + "|"]
    return "\n".join([*lines, *(_row(each, marks) for each in rows.values())])


def _row(cells: list[Figures], marks: dict[tuple[str, str, str], str]) -> str:
    memories = MEMORIES if len(cells) > 1 else (cells[0].cell.design.memory,)
    by_memory = {each.cell.design.memory: each for each in cells}
    ordered = [by_memory.get(each) for each in memories]

    def fields(name: str, points: bool = True) -> str:
        return " · ".join(_field(each, name, marks, points) for each in ordered)

    found = " · ".join(_found(each, marks) for each in ordered)
    alone = (
        f", AR {memories[0]:g}"
        if len(cells) == 1 and f"memory of {memories[0]:g}" not in cells[0].cell.situation
        else ""
    )
    time = sum(each.milliseconds for each in cells) / len(cells)
    silent = fields("silent") if cells[0].ours else ""
    every = fields("false_intervals") if cells[0].ours else ""
    return (
        f"| {cells[0].cell.situation}{alone} | `{cells[0].method}` | {silent} | {fields('false')} | {every}"
        f" | {fields('held')} | {found} | {fields('bias', points=False)} | {time:.1f} | {_why(cells)} |"
    )


def _field(each: Figures | None, name: str, marks: dict[tuple[str, str, str], str], points: bool = True) -> str:
    share = getattr(each, name) if each else Share(math.nan, math.nan)
    if each is None or math.isnan(share.value):
        return "–"
    text = f"{100 * share.value:.1f}" if points else f"{share.value:+.2f}"
    return text + marks.get((each.cell.key, each.method, name), "")


def _found(each: Figures | None, marks: dict[tuple[str, str, str], str]) -> str:
    text = _field(each, "found", marks)
    if each is None or text == "–":
        # Where nothing was ever said nothing was found either.
        return "–"
    return text if round(each.silent.value, 3) == 0 else f"{text} ({100 * each.found_of_all.value:.0f})"


def _why(cells: list[Figures]) -> str:
    """What is said in one draw of fifty or more, averaged over the row."""
    names = dict.fromkeys(name for each in cells for name in each.reasons)
    shares = {name: sum(each.reasons.get(name, 0.0) for each in cells) / len(cells) for name in names}
    loud = {name: share for name, share in shares.items() if share >= 0.02 or name.startswith("crash")}
    ordered = sorted(loud.items(), key=lambda each: -each[1])[:4]
    return ", ".join(f"{name.replace('|', '/')} {100 * share:.0f}" for name, share in ordered)
