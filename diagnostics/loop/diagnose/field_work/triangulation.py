"""Kinds of evidence beside each other, cause by cause 「三角验证」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diagnostics.model.root_cause import EVIDENCE_KINDS, Evidence, EvidenceKind, Hypothesis, Interview
from diagnostics.model.text import Text


@dataclass(frozen=True, slots=True)
class Side:
    """What one kind of evidence says of a cause 「一类证据」.

    Parameters
    ----------
    pro, con, neither : int
        Pieces for it, against it, and neither.
    """

    pro: int = 0
    con: int = 0
    neither: int = 0

    @property
    def pieces(self) -> int:
        """All of them 「条数」."""
        return self.pro + self.con + self.neither

    def plus(self, supports: bool | None) -> Side:
        """With one more piece 「加一条」."""
        return Side(self.pro + (supports is True), self.con + (supports is False), self.neither + (supports is None))


@dataclass(frozen=True, eq=False)
class Triangulation:
    """What each kind of evidence says of each cause 「三角验证矩阵」.

    Parameters
    ----------
    cells : mapping
        Side by (cause, kind).
    causes : tuple of str
        In the order of the register.
    disputed : mapping of str to int
        Notes by cause that coders don't agree to speak of it; they count nowhere else.
    """

    cells: Mapping[tuple[str, EvidenceKind], Side]
    causes: tuple[str, ...]
    disputed: Mapping[str, int]

    def side(self, cause: str, kind: EvidenceKind) -> Side:
        """What one kind says of a cause 「取一格」."""
        return self.cells.get((cause, kind), Side())

    @property
    def data_only(self) -> tuple[str, ...]:
        """Causes with data and nobody asked 「有数据、没访谈」."""
        asked = [each for each in self.causes if self.side(each, "data").pieces]
        return tuple(each for each in asked if not self.side(each, "interview").pieces)

    @property
    def talk_only(self) -> tuple[str, ...]:
        """Causes that rest on what people said alone: no data, no document, nothing seen 「只有访谈」."""
        others = [each for each in EVIDENCE_KINDS if each != "interview"]
        heard = [each for each in self.causes if self.side(each, "interview").pieces]
        return tuple(each for each in heard if not any(self.side(each, kind).pieces for kind in others))

    @property
    def against(self) -> tuple[str, ...]:
        """Causes for which one kind speaks and against which another does 「证据相左」."""
        told = {}
        for cause in self.causes:
            sides = [self.side(cause, kind) for kind in EVIDENCE_KINDS]
            told[cause] = any(each.pro > each.con for each in sides) and any(each.con > each.pro for each in sides)
        return tuple(cause for cause, is_so in told.items() if is_so)


def triangulate(
    causes: Sequence[Hypothesis],
    interviews: Sequence[Interview],
    tests: Mapping[str, Iterable[bool | None]] | None = None,
) -> Triangulation:
    """Kinds of evidence beside each other, cause by cause 「三角验证」.

    Parameters
    ----------
    causes : sequence of Hypothesis
        The register, with the evidence that people wrote down.
    interviews : sequence of Interview
        Their notes count for the cause that all who coded them agree on; others are disputed.
    tests : mapping, optional
        Results of data tests by cause: for it, against it, or neither.

    Notes
    -----
    Evidence that names an interview as its source is that interview told again: it is not counted beside notes of it
    that speak for or against the cause.
    """
    cells: dict[tuple[str, EvidenceKind], Side] = {}
    told, disputed = _notes(interviews)
    coded = {(cause, interview) for cause, interview, supports in told if supports is not None}
    pieces: list[tuple[str, EvidenceKind, bool | None]] = [(cause, "interview", each) for cause, _, each in told]
    pieces += [
        (each.id, piece.kind, piece.supports)
        for each in causes for piece in each.evidence
        # Data count by tests alone, as in verdicts.
        if piece.kind != "data" and (piece.kind != "interview" or (each.id, piece.source) not in coded)
    ]  # fmt: skip
    pieces += [(cause, "data", each) for cause, results in (tests or {}).items() for each in results]
    for cause, kind, supports in pieces:
        cells[cause, kind] = cells.get((cause, kind), Side()).plus(supports)
    return Triangulation(cells, tuple(each.id for each in causes), disputed)


def findings(cause: Hypothesis, interviews: Sequence[Interview]) -> tuple[Evidence, ...]:
    """What people found of a cause, each interview heard once for it and once against it at most 「发现」.

    Parameters
    ----------
    cause : Hypothesis
        With the evidence that was written down.
    interviews : sequence of Interview
        Their notes count where all who coded them agree on this cause and say for or against.

    Notes
    -----
    Ten notes of one talk are one finding, by whoever held it. Evidence that names such a talk is that talk told again.
    """
    told, _ = _notes(interviews)
    sides = dict.fromkeys((interview, supports) for name, interview, supports in told
                          if name == cause.id and supports is not None)  # fmt: skip
    talks = {each.id: each for each in interviews}
    heard = {interview for interview, _ in sides}
    kept = [each for each in cause.evidence if each.kind != "interview" or each.source not in heard]
    coded = [
        Evidence(kind="interview", supports=supports, text=Text(), source=name, by=talks[name].by or name,
                 at=talks[name].at)
        for name, supports in sides
    ]  # fmt: skip
    return (*kept, *coded)


def _notes(interviews: Sequence[Interview]) -> tuple[list[tuple[str, str, bool | None]], dict[str, int]]:
    """Notes that speak of one cause, with their interview; how many are disputed, by cause."""
    told: list[tuple[str, str, bool | None]] = []
    disputed: dict[str, int] = {}
    for interview in interviews:
        for note in interview.notes:
            codes = sorted(set(note.codes.values()))
            if len(codes) == 1:
                told.append((codes[0], interview.id, note.supports))
            for cause in codes if len(codes) > 1 else ():
                disputed[cause] = disputed.get(cause, 0) + 1
    return told, disputed
