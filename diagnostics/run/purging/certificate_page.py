"""A certificate of deletion as a page that people read 「删除证明页」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.look.parts import Fact
    from diagnostics.look.tables import Table
    from diagnostics.run.purging.certificate import Certificate

# A page is for reading; all of them stand in the certificate itself.
_LISTED = 500


def certificate_page(told: Certificate) -> str:
    """Page in Markdown, in the language of the engagement 「删除证明页」.

    Parameters
    ----------
    told : Certificate
        What it tells; its own fingerprint and seal stand in the file beside, not here.
    """
    from diagnostics.look.markdown import markdown_of
    from diagnostics.look.page import Callout, Facts, Page, Section, TablePart

    def word(name: str, **values: str) -> str:
        return say(f"certificate.{name}", told.language, **values)

    sections = [
        Section(id="basis", title=word("basis"), parts=(Facts(rows=tuple(_facts(told))),)),
        Section(id="deleted", title=word("deleted"), parts=(TablePart(table=_deleted(told)),)),
    ]
    if told.handed_out:
        sections.append(Section(id="given", title=word("given"), parts=(TablePart(table=_given(told)),)))
    left = [word(f"left.{each}") for each in told.left]
    limits = "\n".join([*left, word("copies"), word("disk"), word("seal")])
    sections.append(
        Section(id="limits", title=word("limits"),
                parts=(Callout(title=word("limits_head"), text=limits, tone="watch"),))
    )  # fmt: skip
    total = told.total
    lead = word("lead", engagement=told.engagement, day=told.day.isoformat(), files=f"{total.files:,}",
                bytes=f"{total.bytes:,}", by=told.by)  # fmt: skip
    return markdown_of(Page(language=told.language, title=word("title"), lead=(lead,), sections=sections))


def _facts(told: Certificate) -> Iterator[Fact]:
    from diagnostics.look.page import Fact

    absent = say("certificate.unrecorded", told.language)
    values = {
        "engagement": told.engagement, "purpose": told.purpose, "legal_basis": told.legal_basis,
        "contract": told.contract, "until": told.until.isoformat() if told.until else "", "by": told.by,
        "day": told.day.isoformat(), "perfloop": told.perfloop,
    }  # fmt: skip
    for name, value in values.items():
        yield Fact(label=say(f"certificate.{name}", told.language), value=value or absent)


def _deleted(told: Certificate) -> Table:
    def row(kind: str, files: int, size: int | None) -> dict[str, str]:
        word = say(f"certificate.kinds.{kind}", told.language)
        return {"kind": word, "files": f"{files:,}", "bytes": "" if size is None else f"{size:,}"}

    rows = [row(kind, each.files, each.bytes) for kind, each in told.deleted.items()]
    rows += [row("links", told.links, None)] if told.links else []
    rows += [row("database", told.ledger_entries, None)] if told.ledger_entries is not None else []
    rows.append(row("total", told.total.files, told.total.bytes))
    return _table(told, "deleted", ("kind", "files", "bytes"), rows)


def _given(told: Certificate) -> Table:
    shown, more = told.handed_out[:_LISTED], len(told.handed_out) - _LISTED
    rows = [
        {"how": say(f"certificate.how.{each.how}", told.language), "period": each.period, "what": each.what,
         "sha256": each.sha256}
        for each in shown
    ]  # fmt: skip
    note = say("certificate.more", told.language, count=f"{more:,}") if more > 0 else ""
    return _table(told, "given", ("how", "period", "what", "sha256"), rows, note)


def _table(
    told: Certificate, name: str, keys: Sequence[str], rows: Sequence[Mapping[str, str]], note: str = ""
) -> Table:
    from diagnostics.look.tables import Column, Table

    columns = tuple(Column(key=each, label=say(f"certificate.columns.{each}", told.language)) for each in keys)
    return Table(caption=say(f"certificate.{name}", told.language), columns=columns, rows=tuple(map(dict, rows)),
                 note=note)  # fmt: skip
