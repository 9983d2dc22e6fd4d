"""Files by which the steps of the loop meet 「步骤间交接文件」.

Records are JSON, tables are Parquet; each bears ``schema: {name, version}``. A reader refuses a newer version.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.model.canonical import canonical

if TYPE_CHECKING:
    import pandas as pd

# Every hand-off there is: file below the run's folder, and the newest version this code writes and reads.
SCHEMAS: dict[str, tuple[str, int]] = {
    "alignment": ("results/alignment.json", 1),
    "kpi_build": ("results/kpi_build.json", 1),
    "observations": ("work/observations.parquet", 1),
    "quality": ("results/quality.json", 1),
    "conflicts": ("results/conflicts.json", 1),
    "restatement": ("results/restatement.json", 1),
    "gaps": ("results/gaps.parquet", 1),
    "diagnosis": ("results/diagnosis.json", 1),
    "losses": ("results/losses.json", 1),
    "traps": ("results/traps.json", 1),
    "causes": ("results/causes.json", 1),
    "fieldwork": ("results/fieldwork.json", 1),
    "interventions": ("results/interventions.json", 1),
    "series": ("results/series.parquet", 1),
    "tracking": ("results/tracking.json", 1),
    "outlook": ("results/outlook.json", 1),
    "returns": ("results/returns.json", 1),
    "alerts": ("results/alerts.json", 1),
    "rounds": ("results/rounds.json", 1),
    "notes": ("results/notes.json", 1),
    "playbook": ("results/playbook.json", 1),
    "trace": ("results/trace.json", 1),
    "retrospective": ("results/retrospective.json", 1),
}
_KEY = b"perfloop.schema"
# Beside them a file a party, so that each page is made from a copy that holds that party's alone, or none.
PARTIES, PARTY_VERSION = "results/parties", 1
_PARTY_ID = re.compile(r"\w[\w-]{0,63}")


def _place(run: Path, name: str) -> tuple[Path, int]:
    file, version = SCHEMAS[name]
    return run / file, version


def _accept(schema: Any, name: str, version: int, path: Path) -> None:
    """Refuse another hand-off's file, and one that a newer perfloop wrote."""
    got = schema if isinstance(schema, Mapping) else {}
    if got.get("name") != f"perfloop.{name}":
        raise InputError(f"{path.name} bears schema {got.get('name')!r}, must be 'perfloop.{name}'.")
    if not isinstance(got.get("version"), int) or got["version"] > version:
        raise InputError(f"{path.name} has schema version {got.get('version')!r}; this perfloop reads up to {version}.")


def _present(path: Path, name: str) -> None:
    if not path.is_file():
        raise InputError(
            f"Hand-off {name!r} is not there ({path.parent.name}/{path.name}); run the step that writes it first."
        )


def write_records(run: Path, name: str, content: Mapping[str, Any]) -> Path:
    """Write a hand-off of records 「写交接记录」."""
    path, version = _place(run, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = {"schema": {"name": f"perfloop.{name}", "version": version}, **content}
    path.write_text(canonical(body, indent=1) + "\n", encoding="utf-8", newline="\n")
    return path


def party_file(run: Path, party: str) -> Path:
    """File with one party's own figures: no other page of a run is made from a folder that holds it 「当事人文件」.

    Raises
    ------
    InputError
        When the id can't be the name of a file.
    """
    if not _PARTY_ID.fullmatch(party):
        raise InputError(f"party == {party!r:.80}, must be letters, digits, '_' and '-', 64 at most.")
    return run / PARTIES / f"{party}.json"


def write_party(run: Path, party: str, content: Mapping[str, Any]) -> Path:
    """Write one party's own figures, readable by the owner of the folder alone 「写当事人交接记录」."""
    path = party_file(run, party)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    body = {"schema": {"name": "perfloop.party", "version": PARTY_VERSION}, **content}
    path.write_text(canonical(body, indent=1) + "\n", encoding="utf-8", newline="\n")
    path.chmod(0o600)
    return path


def read_party(run: Path, party: str) -> dict[str, Any]:
    """Read one party's own figures 「读当事人交接记录」.

    Raises
    ------
    InputError
        When the run holds none, or the file is broken, of another kind, or newer than this code.
    """
    path = party_file(run, party)
    if not path.is_file():
        raise InputError(f"The run holds no figures of party {party!r}.")
    return _record_of(path, "party", PARTY_VERSION)


def read_records(run: Path, name: str) -> dict[str, Any]:
    """Read a hand-off of records 「读交接记录」.

    Raises
    ------
    InputError
        When the file is absent, broken, of another kind, or newer than this code.
    """
    path, version = _place(run, name)
    _present(path, name)
    return _record_of(path, name, version)


def _record_of(path: Path, name: str, version: int) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{path.name} is no JSON: {error}.") from error
    _accept(content.pop("schema", None) if isinstance(content, dict) else None, name, version, path)
    return dict(content)


def write_table(run: Path, name: str, frame: pd.DataFrame) -> Path:
    """Write a hand-off table 「写交接表」."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path, version = _place(run, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    table = pa.Table.from_pandas(frame, preserve_index=False)
    schema = canonical({"name": f"perfloop.{name}", "version": version}).encode()
    pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), _KEY: schema}), path)
    return path


def read_table(run: Path, name: str) -> pd.DataFrame:
    """Read a hand-off table 「读交接表」.

    Raises
    ------
    InputError
        When the file is absent, broken, of another kind, or newer than this code.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path, version = _place(run, name)
    _present(path, name)
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{path.name} is no Parquet file: {error}.") from error
    raw = (table.schema.metadata or {}).get(_KEY)
    _accept(json.loads(raw) if raw else None, name, version, path)
    frame: pd.DataFrame = table.to_pandas()
    return frame
