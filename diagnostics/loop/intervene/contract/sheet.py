"""What stands on an agreement, whatever it is printed as 「约定内容」."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.terms import Language

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table 「约定表格」.

    Parameters
    ----------
    caption : str
        What it tells.
    heads : tuple of str
        Heads of its columns; the first names the rows.
    rows : tuple of tuple of str
        Its rows.
    """

    caption: str
    heads: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One part of an agreement 「约定条目」.

    Parameters
    ----------
    heading : str
        What it is about.
    facts : tuple of (label, text)
        What is agreed.
    grids : tuple of Grid
        Tables below.
    notes : tuple of str
        Sentences below them.
    """

    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    grids: tuple[Grid, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """Where a party signs 「签字行」.

    Parameters
    ----------
    name : str
        Who signs.
    expects : str
        What this party expects, as recorded; empty where nothing is.
    recorded : str
        Day of a signature under these terms that the ledger has, in words; empty where it has none.
    """

    name: str
    expects: str = ""
    recorded: str = ""


@dataclass(frozen=True, slots=True)
class ContractSheet:
    """The one page that the parties of a measure sign 「绩效改进约定」.

    Parameters
    ----------
    language : {"zh", "en"}
        Language of the page.
    heading, title, client : str
        What it is, which measure, whose.
    short : str
        First eight figures of the fingerprint.
    blocks : tuple of Block
        What is agreed.
    signatures : tuple of SignatureLine
        A line a party.
    footer : tuple of str
        What a signature means.
    synthetic : bool
        Whether people and figures are made up.
    """

    language: Language
    heading: str
    title: str
    client: str
    short: str
    blocks: tuple[Block, ...]
    signatures: tuple[SignatureLine, ...]
    footer: tuple[str, ...]
    synthetic: bool = False
