"""Who of those who answered is management, and who is staff 「管理层与员工」."""

from __future__ import annotations

import re
from collections.abc import Sequence

from diagnostics.loop.align.consensus.scale import plain_answer

# What says of itself that it leads nobody, though a word of leading stands in it: 仓库管理员 keeps a store.
_NOT = re.compile(
    r"非管理|不是管理|管理员|管理专员|助理|秘书|non-?\s?manage|not a manager|assistant|individual contributor"
)
_LEADS = re.compile(
    r"管理|经理|主管|总监|总裁|店长|厂长|部长|处长|科长|组长|班长|班组长|领导|负责人|高管|高层|中层|干部|董事"
    r"|manage|\blead|\bhead\b|director|executive|supervisor|chief|\bc[eofi]o\b"
)
_STAFF = re.compile(r"员工|一线|基层|普通|专员|职员|工人|店员|操作|staff|employee|worker|individual|operator")


def is_management(answer: str, management: Sequence[str] = ()) -> bool | None:
    """Whether an answer to the group question means management; None where it does not tell 「是否管理层」.

    Parameters
    ----------
    answer : str
        As written.
    management : sequence of str
        Answers that were declared to mean management; everything else is then staff.

    Examples
    --------
    >>> [is_management(each) for each in ("中层管理", "普通员工", "非管理岗", "基层主管", "其他")]
    [True, False, False, True, None]
    """
    clean = plain_answer(answer)
    if not clean:
        return None
    if management:
        return clean in {plain_answer(each) for each in management}
    if _NOT.search(clean):
        return False
    # Who leads staff is no staff: 基层主管, staff manager.
    if _LEADS.search(clean):
        return True
    return False if _STAFF.search(clean) else None
