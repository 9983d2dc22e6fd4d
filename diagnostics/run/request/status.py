"""What has come of a data request 「资料到位情况」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from diagnostics.dictionary.csv_head import MOST_ROWS
from diagnostics.dictionary.request.fields import time_column
from diagnostics.dictionary.request.items import items_of
from diagnostics.dictionary.request.lost import impossible
from diagnostics.dictionary.request.words import joined, listed, plain, told
from diagnostics.dictionary.source_files import matching
from diagnostics.loop.intervene.ledger.today import today_of
from diagnostics.model.data_request import DataRequest, ItemStatus, Reach, RequestItem, State
from diagnostics.model.text import Text
from diagnostics.run.request.coverage import Covered, Headed, Timeless, covered, headers

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.period import Period
    from diagnostics.model.playbook import Playbook
    from diagnostics.terms import Language

_LISTED = 6
# Of a table with more columns the sheet of columns names the rest.
MOST_COLUMNS = 60


def request_of(
    engagement: Engagement, language: Language | None = None, *, due: date | None = None, contact: str = "",
    periods: bool = True,
) -> DataRequest:  # fmt: skip
    """What an engagement asks its client for, with what has come: without pandas and engine 「资料清单」.

    Parameters
    ----------
    language : {"zh", "en"}, optional
        Language of its readers; the engagement's by default.
    due : date, optional
        Day by which everything is to be there.
    contact : str
        Whom to ask.
    periods : bool
        Whether to open workbooks, and to look which periods the files cover; else headings of CSV files alone.
    """
    heads = {each: headers(engagement, each, workbooks=periods) for each in engagement.settings.sources}
    known = {source: _columns(files) for source, files in heads.items()}
    items = items_of(engagement, _playbook(engagement), known)
    statuses = tuple(_status(engagement, each, heads, periods=periods) for each in items)
    return DataRequest(engagement.settings.id, statuses, language or engagement.language, due, contact)


def _playbook(engagement: Engagement) -> Playbook | None:
    if not engagement.settings.playbook:
        return None
    from diagnostics.dictionary.playbooks import playbook_of

    return playbook_of(engagement.settings, engagement.folder)


def _columns(files: tuple[Headed, ...]) -> tuple[str, ...]:
    return next((each.header for each in files if each.header), ())


def _status(
    engagement: Engagement, item: RequestItem, heads: dict[str, tuple[Headed, ...]], *, periods: bool
) -> ItemStatus:
    kind, _, name = item.id.partition(":")
    if item.kind == "source":
        return _of_source(engagement, item, heads[name], periods=periods)
    if item.id == "measures" and not any(getattr(each, "intervention", None) for each in engagement.seeds):
        return ItemStatus(item, "missing", (told("lack.measures"),), item.without)
    if item.id == "interviews" and not engagement.interviews:
        return ItemStatus(item, "missing", (told("lack.talks"),), item.without)
    if kind == "survey":
        file = next(each.file for each in engagement.settings.surveys if each.id == name)
        if not (engagement.folder / file).is_file():
            return ItemStatus(item, "missing", (told("lack.survey", file=file),), item.without)
        return ItemStatus(item, "received", unseen=(told("unseen.answers"),))
    if item.kind == "playbook":
        return ItemStatus(item, "missing", (item.why,), item.without)
    return ItemStatus(item, "received")


def _of_source(engagement: Engagement, item: RequestItem, files: tuple[Headed, ...], *, periods: bool) -> ItemStatus:
    source = item.id.partition(":")[2]
    declared, folder = engagement.settings.sources[source], engagement.data_folder
    if declared.engine == "postgres":
        return ItemStatus(item, "incomplete", (told("unseen.table"),))
    absent = [each for each in declared.patterns if not matching(folder, each)]
    if len(absent) == len(declared.patterns):
        return ItemStatus(item, "missing", (told("lack.file", files=joined(map(plain, absent))),), item.without)
    paths = {path for each in declared.patterns for path in matching(folder, each)}
    bare = _bare(paths, files)
    gone = frozenset(
        each.column for each in item.fields for file in files if file.header and each.column not in file.header
    )
    lacking = [*_files(absent, files, bare), *_columns_lacking(item, gone)]
    unlooked = {path for path in paths if path.stat().st_size} - {each.path for each in files}
    if not unlooked and all(not each.header or not each.filled for each in files):
        return ItemStatus(item, "incomplete", tuple(lacking), item.without)
    unseen = [] if files else [told("unseen.columns", file=joined(plain(each) for each in declared.patterns))]
    lost = [_without(engagement, source, gone), *([told("lost.part")] if len(lacking) > bool(gone) else [])]
    if periods and item.reach is not None and not gone:
        short, lost_by_it, blind = _periods(engagement, item, source)
        lacking, lost, unseen = [*lacking, *short], [*lost, *lost_by_it], [*unseen, *blind]
    elif item.reach is not None:
        unseen.append(told("unseen.periods"))
    state: State = "incomplete" if lacking else "received"
    return ItemStatus(item, state, tuple(lacking), joined(lost, "stop"), tuple(unseen))


def _bare(paths: set[Path], files: tuple[Headed, ...]) -> tuple[str, ...]:
    """Names of files that hold no record: headings alone, or nothing at all."""
    empty = {path for path in paths if not path.stat().st_size}
    return tuple(sorted(each.name for each in empty | {one.path for one in files if one.header and not one.filled}))


def _files(absent: list[str], files: tuple[Headed, ...], bare: tuple[str, ...]) -> Iterator[Text]:
    if absent:
        yield told("lack.file", files=joined(map(plain, absent)))
    yield from (
        told("lack.header", file=each.path.name) for each in files if each.header is None and each.path.name not in bare
    )
    if bare:
        yield told("lack.rows", files=joined(map(plain, bare)))


def _columns_lacking(item: RequestItem, gone: frozenset[str]) -> Iterator[Text]:
    if gone:
        columns = [plain(each.column) for each in item.fields if each.column in gone]
        yield told("lack.columns", columns=listed(columns, MOST_COLUMNS))


def _without(engagement: Engagement, source: str, gone: frozenset[str]) -> Text:
    if not gone:
        return Text()
    person = engagement.settings.sources[source].person
    parts = [impossible(engagement, {source: gone})]
    if person is not None and person in gone:
        parts.append(told("lost.guard"))
    return joined(parts, "stop")


def _periods(engagement: Engagement, item: RequestItem, source: str) -> tuple[list[Text], list[Text], list[Text]]:
    """What periods are missing, what that makes impossible, and what of them was not looked at."""
    reach = item.reach
    assert reach is not None
    found = covered(engagement, source, reach.cycle)
    if found is None:
        return [], [], [told("unseen.periods")]
    lacking, lost = [], []
    if found.ahead is not None:
        lacking.append(told("lack.ahead", day=found.ahead.isoformat()))
        lost.append(told("lost.ahead"))
    if isinstance(found, Timeless):
        return lacking or [told("lack.times", column=time_column(engagement, source) or "")], [item.without], []
    if found.count < reach.count and found.whole:
        lacking.append(_short(found, reach))
        lost.append(told("lost.short"))
    if reach.since is not None and found.first.start > reach.since:
        lacking.append(told("lack.late", first=found.first.text, day=reach.since.isoformat()))
        lost.append(told("lost.late"))
    needed = _needed(engagement, source, reach)
    if found.whole and needed is not None and found.last.start < needed.start:
        lacking.append(told("lack.ended", last=found.last.text, needed=needed.text))
        lost.append(told("lost.ended"))
    if found.gaps:
        more = [plain("…")] if len(found.gaps) > _LISTED else []
        some = joined([*map(plain, found.gaps[:_LISTED]), *more])
        lacking.append(told("lack.gaps", count=len(found.gaps), periods=some))
        lost.append(told("lost.gaps"))
    return lacking, lost, [] if found.whole else [told("unseen.partly", count=f"{MOST_ROWS:,}")]


def _short(found: Covered, reach: Reach) -> Text:
    counts = {name: told(f"reach.short.{reach.cycle}", count=count)
              for name, count in (("found", found.count), ("needed", reach.count))}  # fmt: skip
    return told("lack.short", first=found.first.text, last=found.last.text, **counts)


def _needed(engagement: Engagement, source: str, reach: Reach) -> Period | None:
    """The last whole period before the present round, which facts must reach; None without rounds, and of records."""
    counted = any(each.source == source and each.measure is not None for each in engagement.kpis.values())
    today = today_of(engagement)
    begun = max((each.start for each in engagement.settings.rounds if each.start <= today), default=None)
    if not counted or begun is None:
        return None
    at = engagement.calendar.at(begun, reach.cycle).start
    return engagement.calendar.at(at - timedelta(1), reach.cycle)
