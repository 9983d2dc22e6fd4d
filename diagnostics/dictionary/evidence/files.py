"""Files of the folder evidence/, each read and validated by itself 「证据文件」."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from diagnostics.dictionary.field_work.costs import read_costs
from diagnostics.dictionary.listed import EMPTY, read_listed
from diagnostics.dictionary.yaml_file import Document
from diagnostics.model.root_cause import Hypothesis, Interview, PerceivedCost, WhyChain
from diagnostics.model.trap import TrapReview

CAUSES, INTERVIEWS, WHYS = "evidence/causes.yaml", "evidence/interviews.yaml", "evidence/whys.yaml"
TRAPS = "evidence/traps.yaml"


@dataclass(frozen=True, eq=False)
class EvidenceFiles:
    """Causes, interviews and whys, with the documents they stand in 「证据文件内容」."""

    causes: tuple[Hypothesis, ...] = ()
    interviews: tuple[Interview, ...] = ()
    whys: tuple[WhyChain, ...] = ()
    causes_file: Document = EMPTY
    interviews_file: Document = EMPTY
    whys_file: Document = EMPTY
    traps: tuple[TrapReview, ...] = ()
    traps_file: Document = EMPTY
    costs: tuple[PerceivedCost, ...] = ()
    costs_file: Document = EMPTY


def read_evidence(root: Path) -> EvidenceFiles:
    """Read the folder evidence/ of an engagement; none of its files need be there 「读取证据」.

    Raises
    ------
    InputError
        When a file breaks a rule: what was got, the rule, the place, the nearest known name.
    """
    causes, causes_file = read_listed(root, CAUSES, Hypothesis, "cause")
    interviews, interviews_file = read_listed(root, INTERVIEWS, Interview, "interview")
    whys, whys_file = read_listed(root, WHYS, WhyChain, "chain of whys", "chains of whys")
    traps, traps_file = read_listed(root, TRAPS, TrapReview, "trap review")
    costs, costs_file = read_costs(root, {each.id for each in causes})
    return EvidenceFiles(
        causes, interviews, whys, causes_file, interviews_file, whys_file, traps, traps_file, costs, costs_file
    )
