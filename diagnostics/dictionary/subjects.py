"""What a place in a client's file is about, in words for errors 「位置说明」."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from diagnostics.dictionary.noun_reader import Subject
from diagnostics.dictionary.yaml_file import Document, Path_


def _key(entry: Any, *names: str) -> str | None:
    found = (entry.get(name) for name in names) if isinstance(entry, dict) else ()
    return next((each for each in found if isinstance(each, str)), None)


def _entry(document: Document, path: Path_) -> Any:
    data = document.data
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def kpi_subject(document: Document) -> Subject:
    """Words for places in kpis.yaml 「指标」."""

    def subject(path: Path_) -> str:
        key = _key(_entry(document, path[:1]), "id")
        return f"KPI {key!r}" if key else ""

    return subject


def card_subject(document: Document) -> Subject:
    """Words for places in scorecards.yaml 「考核表」."""

    def subject(path: Path_) -> str:
        card = _key(_entry(document, path[:1]), "role", "entity")
        words = f"scorecard {card!r}" if card else ""
        if len(path) > 2 and path[1] == "items":
            kpi = _key(_entry(document, path[:3]), "kpi")
            return f"KPI {kpi!r}" + (f" of {words}" if words else "") if kpi else words
        return words

    return subject


def settings_subject(document: Document) -> Subject:
    """Words for places in engagement.yaml 「项目设置」."""

    def subject(path: Path_) -> str:
        if len(path) > 1 and path[0] == "sources":
            return f"source {path[1]!r}"
        if len(path) > 1 and path[0] in ("goals", "rounds"):
            key = _key(_entry(document, path[:2]), "id")
            return f"{str(path[0])[:-1]} {key!r}" if key else ""
        return ""

    return subject


def id_subject(what: str) -> Callable[[Document], Subject]:
    """Words for places in a list of things with an id, such as corrections.yaml 「按编号的列表」."""

    def words(document: Document) -> Subject:
        def subject(path: Path_) -> str:
            key = _key(_entry(document, path[:1]), "id")
            return f"{what} {key!r}" if key else ""

        return subject

    return words


def event_subject(document: Document) -> Subject:
    """Words for places in ledger.yaml 「台账」."""

    def subject(path: Path_) -> str:
        key = _key(_entry(document, path[:2]), "event")
        return f"event {key!r}" if key else ""

    return subject
