"""Under what an engagement's measures are kept in the firm's library, and words for its cards 「归档信息」."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import Field

from diagnostics.dictionary.noun_reader import error_place, read_noun
from diagnostics.dictionary.problems import Problems
from diagnostics.dictionary.yaml_file import read_yaml
from diagnostics.model.base import Noun
from diagnostics.model.practice import PROSE, PSEUDONYM, SLUG, Practice
from diagnostics.model.practice_words import PracticeWords
from diagnostics.model.text import Words

if TYPE_CHECKING:
    from pydantic import BaseModel

# In the client's own folder: who deletes the engagement deletes what its pseudonym stands for.
FILING = "library/practices.yaml"
Slug = Annotated[str, Field(pattern=SLUG)]
N = TypeVar("N", bound="BaseModel")


class PracticeFiling(Noun):
    """Under what an engagement's measures are kept 「归档信息」.

    Parameters
    ----------
    pseudonym : str
        Of the engagement in the firm's library; empty before it is drawn.
    industry : str
        Line of business in the firm's words: lower-case letters, digits, underscores.
    kinds : dict
        Kind of each measure by its id.
    kpis : dict
        The firm's id of a KPI by the client's.
    kpi_names : dict
        What readers of cards call a KPI, by the client's id, where its own name would tell whose it is.
    """

    pseudonym: str = Field(default="", pattern=f"^$|{PSEUDONYM}")
    industry: str = Field(default="", pattern=f"^$|{SLUG}")
    kinds: dict[str, Slug] = Field(default_factory=dict)
    kpis: dict[str, Slug] = Field(default_factory=dict)
    kpi_names: dict[str, Words] = Field(default_factory=dict)


def read_filing(folder: Path) -> PracticeFiling:
    """What the engagement keeps of it; empty where nothing was kept yet 「读归档信息」."""
    path = folder / FILING
    return _read(PracticeFiling, path, folder) if path.is_file() else PracticeFiling()


def filing_text(filing: PracticeFiling) -> str:
    """The same as its file holds it 「归档信息文本」."""
    from diagnostics.dictionary.practices.write import yaml_text

    told = filing.model_dump(mode="json", exclude_defaults=True)
    told |= {name: dict(sorted(told[name].items())) for name in ("kinds", "kpis", "kpi_names") if name in told}
    head = (
        "# Under this pseudonym the firm's practice library keeps what this engagement learned; nobody else knows it.\n"
    )
    return head + yaml_text(told)


def read_words(path: Path) -> PracticeWords:
    """Words for a card from a consultant's file 「读卡片文字」.

    Raises
    ------
    InputError
        When the file is absent or breaks a rule.
    """
    return _read(PracticeWords, path, path.parent)


def read_card_words(path: Path) -> PracticeWords:
    """Words of a card that is there: people may have bettered them 「读已有文字」."""
    card = _read(Practice, path, path.parent)
    return PracticeWords(**{name: getattr(card, name) for name in PROSE})


def _read(model: type[N], path: Path, root: Path) -> N:
    problems = Problems()
    document = read_yaml(path, root)
    noun = read_noun(model, document, (), lambda _: f"{model.__name__} {error_place(document, ())}", problems)
    problems.raise_any()
    assert noun is not None
    return noun
