"""What documents are made of, from a run's manifest 「生成依据」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.handoff import SCHEMAS
from diagnostics.run.assets import asset
from diagnostics.run.keys import TEMPLATES, environment
from diagnostics.run.manifest import hash_file, key_of
from diagnostics.run.publishing.codename import coding
from diagnostics.run.publishing.publication import Head, MadeOf
from diagnostics.run.restating import FILE as RESTATEMENT
from diagnostics.run.steps import STEPS

if TYPE_CHECKING:
    from pathlib import Path

    from diagnostics.model.engagement import Engagement, Settings
    from diagnostics.run.workspace import Run

RESULTS, PARTIES = "results/", "results/parties/"
PUBLISHING = "notebooks/publish.ipynb"
CODE, PACKAGES = "code of perfloop", "packages"
# Of a step's inputs what is told elsewhere in the manifest.
_ELSEWHERE = ("parameter ", "notebook ", "step ", CODE, PACKAGES)


def basis_of(engagement: Engagement, run: Run) -> MadeOf:
    """What the documents of a run are made of 「运行的生成依据」."""
    manifest = run.manifest
    steps = manifest.steps.values()
    every = {name: value for step in steps for name, value in step.inputs.items()}
    return MadeOf(
        as_of=manifest.as_of,
        perfloop=manifest.perfloop,
        python=manifest.python,
        code=key_of({"figures": every.get(CODE, ""), "pages": environment()[CODE]}),
        templates=_digest(asset(TEMPLATES)),
        notebooks=key_of({each: hash_file(asset(each)) for each in (*(step.notebook for step in STEPS), PUBLISHING)}),
        packages=every.get(PACKAGES, ""),
        installed=manifest.packages,
        inputs=inputs_of(run, engagement.settings),
        parameters={name: dict(step.parameters) for name, step in manifest.steps.items()},
        ledger=head_of(engagement),
        results={name: value for name, value in results_of(run).items() if not name.startswith(PARTIES)},
        schemas={
            name: version for name, (file, version) in SCHEMAS.items() if file in results_of(run)
        },
    )  # fmt: skip


def inputs_of(run: Run, settings: Settings) -> dict[str, str]:
    """What was read for a run, by name; a code stands for the client's name in names of files too 「运行的输入」."""
    code = coding(settings)
    every = {name: value for step in run.manifest.steps.values() for name, value in step.inputs.items()}
    return {code(name): value for name, value in every.items() if not name.startswith(_ELSEWHERE)}


def results_of(run: Run) -> dict[str, str]:
    """Hand-offs of a run that pages are made from, with their hashes 「聚合结果」."""
    wrote = {name: value for step in run.manifest.steps.values() for name, value in step.outputs.items()}
    found = {name: value for name, value in wrote.items() if name.startswith(RESULTS)}
    if run.manifest.restatement_sha256:
        found[RESTATEMENT] = run.manifest.restatement_sha256
    return found


def parties_of(run: Run) -> dict[str, str]:
    """File of each party's own figures below a run's folder, by the party's id 「当事方结果」."""
    names = (name for name in results_of(run) if name.startswith(PARTIES) and name.endswith(".json"))
    return {name.removeprefix(PARTIES).removesuffix(".json"): name for name in names}


def head_of(engagement: Engagement) -> Head:
    """Last entry of the ledger's log 「台账末条」."""
    from diagnostics.loop.intervene.ledger import open_ledger

    anchor = open_ledger(engagement).anchor()
    return Head(seq=anchor.seq, hash=anchor.hash)


def _digest(folder: Path) -> str:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return key_of({path.relative_to(folder).as_posix(): hash_file(path) for path in files})
