"""A page as a client would receive it, and a browser to open pages in."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from diagnostics.look import charts
from diagnostics.look.charts import Event, Quantity
from diagnostics.look.figure import figure_part
from diagnostics.look.page import (
    Action,
    Actions,
    Bullets,
    Callout,
    Fact,
    Facts,
    Headline,
    Page,
    Paragraph,
    Section,
    TablePart,
    Verdict,
)  # fmt: skip
from diagnostics.look.tables import Column, Table

SAMPLE = Path(__file__).parent / "sample"
SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def _facts(rows: dict[str, str] | None) -> Facts | None:
    return Facts(rows=tuple(Fact(label=key, value=value) for key, value in rows.items())) if rows else None


def _verdict(words: dict[str, Any], status: str, rung: int) -> Verdict:
    return Verdict(
        **{
            **words,
            "status": status,
            "rungs": tuple(place < rung for place in range(4)),
            "facts": _facts(words.get("facts")),
        }
    )


def _series() -> pd.DataFrame:
    draws = np.random.default_rng(20251231)
    periods = [str(each) for each in pd.period_range("2023-01", "2025-12", freq="M")]
    season = 1 + 0.05 * np.cos((np.arange(36) - 11.5) / 12 * 2 * np.pi)
    value = 1_205_000 * season * (1 + draws.normal(0, 0.025, 36))
    value[28:] *= 1.14
    value[10], value[35] = np.nan, 1_426_000
    flag = ["common_cause"] * 36
    for place in (29, 30, 32, 33, 34, 35):
        flag[place] = "special_cause_improvement"
    return pd.DataFrame(
        {
            "period": periods,
            "value": value,
            "target": [1_200_000.0] * 12 + [1_260_000.0] * 12 + [1_380_000.0] * 12,
            "mean": [1_205_000.0] * 28 + [1_390_000.0] * 8,
            "lower": [1_040_000.0] * 28 + [1_250_000.0] * 8,
            "upper": [1_370_000.0] * 28 + [1_530_000.0] * 8,
            "flag": flag,
        }
    )


def _measures(words: dict[str, Any], language: str) -> Section:
    effects = pd.DataFrame(
        {
            "label": [words[each]["title"] for each in ("worked", "none", "waiting")],
            "effect": [0.118, 0.021, np.nan], "low": [0.032, -0.05, np.nan], "high": [0.204, 0.09, np.nan],
            "expected": [0.10, 0.05, 0.04], "status": ["worked", "no_evidence", "insufficient"],
        }
    )  # fmt: skip
    draw = partial(charts.interval_chart, effects, Quantity("money", language, relative=True))
    figure = figure_part(draw, words["figure_alt"], title=words["figure_title"], caption=words["figure_caption"])
    verdicts = (
        _verdict(words["worked"], "worked", 4),
        _verdict(words["none"], "no_evidence", 2),
        _verdict(words["waiting"], "insufficient", 1),
    )
    return Section(id="measures", title=words["title"], lead=words["lead"], parts=(*verdicts, figure))


def _trend(words: dict[str, Any], language: str) -> Section:
    at = ("2025-05", "2025-06", "2025-11")
    events = tuple(Event(period, label) for period, label in zip(at, words["events"], strict=True))
    frame = _series()
    draw = partial(charts.series_chart, frame, Quantity("money", language), events=events)
    table = Table(
        caption=words["figure_title"],
        columns=(
            Column(key="period", label=words["table"][0]),
            Column(key="value", label=words["table"][1], align="right"),
        ),
        rows=tuple(
            {"period": row["period"], "value": "" if np.isnan(row["value"]) else f"{row['value']:,.0f}"}
            for row in frame.tail(6).to_dict("records")
        ),
    )
    figure = figure_part(
        draw, words["figure_alt"], title=words["figure_title"], caption=words["figure_caption"], table=table
    )
    return Section(id="trend", title=words["title"], lead=words["lead"], parts=(Paragraph(text=words["text"]), figure))


def _stores(words: dict[str, Any], language: str) -> Table:
    names = (
        ["武侯店", "锦江店", "青羊店", "成华店", "高新店"]
        if language == "zh"
        else ["Wuhou", "Jinjiang", "Qingyang", "Chenghua", "Gaoxin"]
    )
    keys = ("store", "revenue", "gap", "year", "status")
    figures = [
        ("142.6", "+4.6", "+14.6%", "target_to_stretch"), ("118.3", "−6.7", "−1.2%", "base_to_target"),
        ("96.0", "−19.0", "−8.8%", "below_base"), ("151.4", "+16.4", "+6.1%", "above_stretch"),
        ("88.7", "", "", "none"),
    ]  # fmt: skip
    return Table(
        caption=words["caption"],
        columns=tuple(
            Column(
                key=key,
                label=label,
                align="right" if 0 < place < 4 else "left",
                kind="status" if place == 4 else "text",
            )
            for place, (key, label) in enumerate(zip(keys, words["columns"], strict=True))
        ),
        rows=tuple(dict(zip(keys, (name, *row), strict=True)) for name, row in zip(names, figures, strict=True)),
        tones=("good", None, "bad", None, None),
        note=words["note"],
    )


def _drivers(words: dict[str, Any], language: str) -> Section:
    money = Quantity("money", language)
    factors = pd.DataFrame({"label": words["factors"], "contribution": [-41_000, 156_000, 83_000, -16_000]})
    ends = ((words["ends"][0], 1_244_000), (words["ends"][1], 1_426_000))
    slices = pd.DataFrame({"label": words["slices"], "contribution": [98_000, 61_000, 34_000, 12_000, np.nan, -35_000]})
    return Section(
        id="drivers",
        title=words["title"],
        lead=words["lead"],
        parts=(
            Paragraph(text=words["text"]),
            figure_part(
                partial(charts.waterfall_chart, factors, ends, money), words["figure_alt"], title=words["figure_title"]
            ),
            figure_part(
                partial(charts.contribution_chart, slices, money), words["slices_alt"], title=words["slices_title"]
            ),
            TablePart(table=_stores(words["table"], language)),
        ),
    )


def _end(words: dict[str, Any]) -> tuple[Section, ...]:
    lessons, method, data = words["lessons"], words["appendix"]["method"], words["appendix"]["data"]
    return (
        Section(
            id="lessons", title=lessons["title"], parts=(Bullets(items=lessons["items"]), Callout(**lessons["callout"]))
        ),
        Section(id="method", title=method["title"], parts=(Paragraph(text=method["text"]),)),
        Section(id="data", title=data["title"], parts=(_facts(data["facts"]),)),
    )


@cache
def sample(language: str) -> Page:
    """Retrospective of a made-up wellness chain, with every part a page can have."""
    words = yaml.safe_load((SAMPLE / f"{language}.yaml").read_text(encoding="utf-8"))
    steps = words["steps"]
    actions = Actions(items=tuple(Action(**each) for each in steps["items"]))
    lessons, *appendix = _end(words)
    return Page(
        language=language,
        **{name: words[name] for name in ("title", "subtitle", "client", "period", "stamp", "lead", "footer")},
        headlines=tuple(Headline(**{**each, "facts": _facts(each.get("facts"))}) for each in words["headlines"]),
        sections=(
            _measures(words["measures"], language),
            _trend(words["series"], language),
            _drivers(words["drivers"], language),
            Section(id="steps", title=steps["title"], lead=steps["lead"], parts=(actions,)),
            lessons,
        ),
        appendix=tuple(appendix),
        fingerprint="3f9a 71c2 08be d4e6",
        synthetic=True,
    )


@pytest.fixture(params=["zh", "en"])
def page(request: pytest.FixtureRequest) -> Page:
    """The sample page, in both languages."""
    return sample(request.param)


class Opened:
    """A page opened in a browser, with everything it said and asked for."""

    def __init__(self, browser: Any, file: Path, **context: Any) -> None:
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())
        self.page.evaluate("document.fonts.ready.then(() => 0)")

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    @property
    def asked_outside(self) -> list[str]:
        """Requests beyond the file itself and what it carries."""
        return [each for each in self.asked if not each.startswith(("file:", "data:"))]


@pytest.fixture
def opened(chromium: Any) -> Any:
    """Open a file in the browser."""
    return partial(Opened, chromium)


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """File of the sample page in a language, rendered once."""
    from diagnostics.run.exporter import render

    folder = tmp_path_factory.mktemp("pages")

    @cache
    def file(language: str) -> Path:
        path = folder / f"{language}.html"
        path.write_text(render(sample(language)), encoding="utf-8")
        return path

    return file
