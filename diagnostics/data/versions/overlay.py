"""Where a source is read, its corrections are laid over it 「更正叠加」."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.layout.columns import FILE
from diagnostics.data.versions.corrected_csv import Text, corrected_csv
from diagnostics.data.versions.corrections import Sheet, patches_by_file

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine
    from diagnostics.data.files.source_files import SourceFile

# Kinds whose cells are corrected as they stand in the file; tables of the others are corrected by expressions.
CELLS = ("csv", "xls", "xlsx")


def overlaid_texts(
    engine: Engine, source: str, files: Sequence[tuple[SourceFile, Path]]
) -> list[tuple[SourceFile, Path]]:
    """Text files of a source, each with the path of its corrected UTF-8 form 「文本文件更正叠加」.

    Parameters
    ----------
    files : sequence of (SourceFile, Path)
        Each with the path of its UTF-8 form.

    Raises
    ------
    InputError
        When a correction does not fit the file it is about.
    """
    patches = patches_by_file(engine.engagement, source, [file.name for file, _ in files])
    found = []
    folder = engine.folder / "utf8"
    for file, path in files:
        own = patches.get(file.name, ())
        if not own:
            found.append((file, path))
            continue
        text = Text.of(path, Sheet(source, file.name))
        copy, done = corrected_csv(text, own, folder / f"corrected-{len(list(folder.iterdir()))}.csv")
        engine.conversions.extend(done)
        found.append((file, copy))
    return found


def overlaid_table(engine: Engine, source: str, names: tuple[str, ...], table: Any) -> Any:
    """Table of a source whose file or database is not rewritten, with its corrections 「库表更正叠加」.

    Parameters
    ----------
    names : tuple of str
        Names of the source's files, or of its table.

    Raises
    ------
    InputError
        When a correction does not fit the table.
    """
    files = engine.files[source]
    if files and files[0].kind in CELLS:
        return table
    numbers = {each.name: at for at, each in enumerate(files)}
    for name, patches in patches_by_file(engine.engagement, source, list(numbers)).items():
        from diagnostics.data.versions.corrected_table import correct_table

        within: Any = table[FILE] == numbers[name] if len(files) > 1 else True
        table, done = correct_table(table, Sheet(source, name or names[0]), patches, engine.frame, within)
        engine.conversions.extend(done)
    return table.drop(FILE) if FILE in table.columns else table
