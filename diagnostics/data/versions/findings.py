"""What ``perfloop check`` says of the client's files: edited in place, corrections that don't fit 「数据版本检查」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.data.files.reencode import as_utf8
from diagnostics.data.files.source_files import SourceFile, source_files
from diagnostics.data.temporary import temporary_folder
from diagnostics.data.versions.corrected_csv import Text, corrected_csv
from diagnostics.data.versions.corrections import Patch, Sheet, patches_by_file, patches_of
from diagnostics.data.versions.index import read_history
from diagnostics.data.versions.new_values import misfit
from diagnostics.data.versions.verify import changed
from diagnostics.dictionary.checking import CORRECTION_CODE, VERSION_CODE
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.source_files import matching
from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding


def version_findings(engagement: Engagement) -> Iterator[Finding]:
    """Files of the sources that are not the version that was brought in 「就地改动」.

    Raises
    ------
    InputError
        When the index of versions was edited.
    """
    root = engagement.data_folder
    sources: dict[str, str] = {}
    for source, declared in engagement.settings.sources.items():
        for path in (path for each in declared.patterns for path in matching(root, each)):
            sources.setdefault(path.relative_to(root).as_posix(), source)
    for each in changed(read_history(root)):
        if each.kind == "edited" and each.version is not None:
            source = sources.get(each.name, "")
            place = str(engagement.places.get(("source", source), each.name))
            number, day = each.version.n, each.version.added.isoformat()
            yield found(VERSION_CODE, "warning", place, source, file=each.name, number=number, day=day)


def correction_findings(engagement: Engagement) -> Iterator[Finding]:
    """Corrections that a run would refuse, as far as text files tell; other files are not opened 「更正检查」."""
    for source in dict.fromkeys(each.source for each in engagement.corrections):
        declared = engagement.settings.sources[source]
        unfit = [(each, why) for each in patches_of(engagement, source) if (why := misfit(engagement, each.correction))]
        yield from (_finding(source, each.place, each.refused(why)) for each, why in unfit)
        if unfit:
            continue
        if declared.engine != "duckdb" or declared.layout is not None:
            continue
        try:
            files = {each.name: each for each in source_files(engagement, source)}
            patches = patches_by_file(engagement, source, list(files))
        except InputError as error:
            yield _finding(source, "corrections.yaml", error)
            continue
        for name, own in patches.items():
            if files[name].kind == "csv":
                yield from _misfits(source, files[name], declared.encoding, own)


def _misfits(source: str, file: SourceFile, encoding: str | None, patches: tuple[Patch, ...]) -> Iterator[Finding]:
    with temporary_folder("check") as folder:
        try:
            path = as_utf8(file, encoding, folder).path
        except InputError:
            # That the file can't be read is another finding.
            return
        text = Text.of(path, Sheet(source, file.name))
        for patch in patches:
            try:
                corrected_csv(text, (patch,), folder / "corrected.csv")
            except InputError as error:
                yield _finding(source, patch.place, error)


def _finding(source: str, place: str, error: InputError) -> Finding:
    return found(CORRECTION_CODE, "error", place, source, reason=str(error).rstrip("."))
