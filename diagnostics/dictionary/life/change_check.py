"""Change requests against KPIs, scorecards and what held until then 「目标变更校验」."""

from __future__ import annotations

import math
from collections.abc import Iterator

from diagnostics.dictionary.engagement_files import EngagementFiles
from diagnostics.dictionary.expression_check import text_errors
from diagnostics.dictionary.life.target_changes import Dated, agreed, cards_of, in_force
from diagnostics.dictionary.noun_reader import error_place
from diagnostics.dictionary.scorecard_check import tier_errors
from diagnostics.dictionary.targets import TargetBook, Value, is_stated
from diagnostics.errors import InputError, unknown
from diagnostics.model.change_request import ChangeRequest
from diagnostics.model.scorecard import Item, Scorecard
from diagnostics.model.target import DatedValue, SourceExpression, SourceTable, Tier


def change_errors(files: EngagementFiles) -> Iterator[InputError]:
    """Everything in changes.yaml that the other files don't bear out 「目标变更校验」."""
    sound: list[tuple[int, Dated]] = []
    for index, change in enumerate(files.changes):
        found = list(_names(files, index, change))
        if not found:
            try:
                sound.append((index, Dated(change, files.settings.calendar.parse(change.since))))
            except InputError as error:
                place = error_place(files.changes_file, (index, "from"))
                found.append(InputError(f"{str(error).removesuffix('.')} ({place}, change request {change.id!r})."))
        yield from found
    if len(sound) == len(files.changes):
        for index, dated in sound:
            yield from _held(files, index, dated, [each for _, each in sound])


def _names(files: EngagementFiles, index: int, change: ChangeRequest) -> Iterator[InputError]:
    document, about = files.changes_file, f"change request {change.id!r}"
    if change.kpi not in files.by_id:
        yield unknown("KPI", change.kpi, files.by_id, f"{error_place(document, (index, 'kpi'))} of {about}")
        return
    cards = [each for each in files.scorecards if each.id == change.scorecard]
    if not cards:
        place = f"{error_place(document, (index, 'scorecard'))} of {about}"
        yield unknown("scorecard", change.scorecard, {each.id for each in files.scorecards}, place)
        return
    held = {item.kpi for card in cards for item in card.items}
    if change.kpi not in held:
        place = f"{error_place(document, (index, 'kpi'))} of {about}: on scorecard {change.scorecard!r}"
        yield unknown("KPI", change.kpi, held, place)
        return
    yield from _new(files, index, change)


def _new(files: EngagementFiles, index: int, change: ChangeRequest) -> Iterator[InputError]:
    """What is wrong with the new value by itself, as on a scorecard."""
    document, path = files.changes_file, (index, "new")
    about = f"new of change request {change.id!r}"
    yield from tier_errors(files, document, change.new, path, about)
    tier = change.new
    is_pair = isinstance(tier, tuple) and len(tier) == 2 and not isinstance(tier[0], DatedValue)
    if is_pair and files.by_id[change.kpi].direction != "range":
        place = error_place(document, path)
        yield InputError(f"{about} is a pair ({place}); a pair is for KPIs whose direction is 'range'.")
    if isinstance(tier, SourceExpression):
        yield from text_errors(document, (*path, "expression"), "target", tier.expression, about)
    elif isinstance(tier, SourceTable):
        yield from text_errors(document, (*path, "where"), "filter", tier.where, about)


def _held(files: EngagementFiles, index: int, dated: Dated, all_: list[Dated]) -> Iterator[InputError]:
    """What is wrong with the old value: it has to be what held until then."""
    change, calendar = dated.change, files.settings.calendar
    place = error_place(files.changes_file, (index, "old"))
    cards = list(cards_of(change, dated.since, files.scorecards, calendar))
    if not cards:
        at = error_place(files.changes_file, (index, "from"))
        yield InputError(
            f"from == {change.since!r} for change request {change.id!r} ({at}), but no scorecard {change.scorecard!r}"
            f" with KPI {change.kpi!r} is in force then."
        )
    before = tuple(each.change for each in all_ if _earlier(each, dated))
    book = TargetBook(files.scorecards, files.entities, calendar, agreed(before))
    for at_card, card, item in cards:
        found = _mismatch(book, dated, (at_card, card, item))
        if found:
            yield InputError(f"old == {_shown(change.old)} for change request {change.id!r} ({place}), {found}.")
            return


def _earlier(one: Dated, other: Dated) -> bool:
    """Whether a change holds before another begins."""
    return (one.since.start, one.change.requested) < (other.since.start, other.change.requested)


def _mismatch(book: TargetBook, dated: Dated, held: tuple[int, Scorecard, Item]) -> str:
    """Rule that the old value breaks, empty where it is what held."""
    at_card, card, item = held
    change = dated.change
    # The day before it begins; a card that begins with the change tells itself what it replaces.
    eve = book.calendar.shift(dated.since, -1)
    period = eve if in_force(card, eve.last_day, book.calendar) else dated.since
    own = book.item_on(at_card, item, period.last_day)
    tier: Tier | None = getattr(own.targets, change.tier, None)
    if tier is None or not is_stated(tier) or not is_stated(change.old):
        if change.old is None and tier is not None and not is_stated(tier):
            return ""
        return "" if change.old == tier else f"must be what held until then: {_shown(tier)}"
    was = book.value(tier, period)
    if change.old == tier or _same(book.value(change.old, period), was):
        return ""
    return f"must be what held until then, in {period.text}: {_shown(was)}"


def _same(one: Value | None, other: Value | None) -> bool:
    pairs = [each if isinstance(each, tuple) else (each,) for each in (one, other)]
    if len(pairs[0]) != len(pairs[1]):
        return False
    return all(
        a is not None and b is not None and math.isclose(a, b, rel_tol=1e-9)
        for a, b in zip(pairs[0], pairs[1], strict=True)
    )


def _shown(tier: Tier | Value | DatedValue | None) -> str:
    if tier is None:
        return "nothing"
    if isinstance(tier, tuple):
        return f"[{', '.join(_shown(each) for each in tier)}]"
    if isinstance(tier, DatedValue):
        return f"{tier.value:g} from {tier.since}"
    return f"{tier:g}" if isinstance(tier, int | float) else tier.model_dump_json(by_alias=True, exclude_none=True)
