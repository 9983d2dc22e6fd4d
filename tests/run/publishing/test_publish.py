"""Publishing a complete run: from a copy of results alone, scanned, with a manifest that bears no clock."""

import json
import shutil

import pytest

from diagnostics.errors import InputError, PerfloopError, StepFailedError, SurroundingsError
from diagnostics.run.carry_out import carry_out
from diagnostics.run.lock import hold
from diagnostics.run.manifest import read_manifest
from diagnostics.run.publishing.basis import CODE
from diagnostics.run.publishing.publication import CRATE, FILE, read_publication
from diagnostics.run.publishing.publish import Asked, publish
from tests.run.publishing.conftest import PERIOD


def with_party(folder, steps, said, monkeypatch):
    """Make the run's track step write figures of one party of its own."""
    real = steps.execute

    def execute(step, staging, *given):
        if step.name == "track":
            (staging / "results" / "parties").mkdir()
            for each in ("north", "south"):
                (staging / "results" / "parties" / f"{each}.json").write_text(f"pay of {each}", encoding="utf-8")
        return real(step, staging, *given)

    monkeypatch.setattr("diagnostics.run.carry_out.execute", execute)
    carry_out(folder, PERIOD, given={"seed": "9"}, progress=said)


def test_a_run_leaves_page_and_manifest(reports):
    found = read_publication(reports)
    assert set(found.documents) == {"retrospective.html"}
    basis = found.basis("retrospective.html")
    assert {"engagement.yaml", "kpis.yaml", "data visits.csv", "ledger head"} <= set(basis.inputs)
    assert basis.parameters["track"]["seed"] == 0
    assert set(basis.results) == {
        f"results/{each}.json" for each in ("align", "diagnose", "intervene", "track", "close")
    }


def test_the_manifest_bears_no_time_no_run_and_no_folder(done, reports):
    text = (reports / FILE).read_text(encoding="utf-8")
    run = next((done / "runs" / PERIOD).glob("2*"))
    assert run.name not in text
    assert run.name[:8] not in text
    assert str(done) not in text
    assert "/" not in text.replace("results/", "").replace("evidence/", "").replace("scenarios/", "")


def test_two_copies_of_an_engagement_publish_the_same_bytes(small, steps, said, notebook, tmp_path):
    twin = shutil.copytree(small, tmp_path / "elsewhere" / "twin")
    for folder in (small, twin):
        carry_out(folder, PERIOD, progress=said)
        # The stand-in counts its pages.
        steps.rendered = 0
        publish(folder, PERIOD, Asked("track", "client", crate=True), said)
    names = (FILE, CRATE, "client/track.html")
    first, second = ([(each / "reports" / PERIOD / name).read_bytes() for name in names] for each in (small, twin))
    assert first == second


def test_pages_of_steps_and_audiences_lie_in_their_places_and_earlier_ones_stay(done, reports, notebook, said):
    placed = publish(done, PERIOD, Asked("align,track", "client"), said)
    assert [each.relative_to(reports).as_posix() for each in placed] == ["client/align.html", "client/track.html"]
    assert set(read_publication(reports).documents) == {"client/align.html", "client/track.html", "retrospective.html"}


def test_a_page_is_made_from_a_copy_of_results_without_any_partys_figures(
    done, reports, steps, notebook, said, monkeypatch
):
    with_party(done, steps, said, monkeypatch)
    publish(done, PERIOD, Asked("align", "leadership,party:north"), said)
    align = (reports / "align.html").read_text(encoding="utf-8")
    pay = (reports / "party" / "north" / "pay.html").read_text(encoding="utf-8")
    assert "results/track.json" in align
    assert "parties" not in align
    assert "work/" not in align + pay
    assert "parties/north.json" in pay
    assert "parties/south.json" not in pay
    found = read_publication(reports)
    assert set(found.documents["party/north/pay.html"].own) == {"results/parties/north.json"}
    assert not any("parties" in name for name in found.basis("align.html").results)


def test_what_leaks_stops_everything_and_nothing_is_placed(done, reports, notebook, said, monkeypatch):
    before = {each: each.read_bytes() for each in reports.rglob("*") if each.is_file()}
    monkeypatch.setattr(
        "diagnostics.run.publishing.making.coded",
        lambda page, settings: page.model_copy(update={"lead": ("电话 13800138000",)}),
    )
    with pytest.raises(PerfloopError, match=r"Nothing is published.*\n.*align.html.*phone 1•+0") as refused:
        publish(done, PERIOD, Asked("align"), said)
    assert refused.value.exit_code == 1
    assert {each: each.read_bytes() for each in reports.rglob("*") if each.is_file()} == before


@pytest.mark.parametrize(("options", "told"), [
    (Asked(steps="tracks"), "Unknown step 'tracks'.*Did you mean 'track'"),
    (Asked(audiences="clients"), "Unknown audience 'clients'.*Did you mean 'client'"),
    (Asked(audiences="party:x"), "Unknown party 'x'"),
    (Asked(forms="docx"), "Unknown form 'docx'"),
])  # fmt: skip
def test_what_is_no_name_is_refused(done, options, told, said):
    with pytest.raises(InputError, match=told):
        publish(done, PERIOD, options, said)


def test_a_second_publish_while_somebody_writes_ends_with_3(done, said):
    with hold(done, "perfloop run"), pytest.raises(SurroundingsError, match="in use by process .*perfloop run"):
        publish(done, PERIOD, Asked(), said)


def test_steps_that_are_not_complete_or_were_changed_are_refused(small, steps, said, notebook):
    folder = small.resolve()
    with pytest.raises(InputError, match="No complete run of 2025-06.*'perfloop run --period 2025-06' makes one"):
        publish(folder, PERIOD, Asked(), said)
    run = carry_out(folder, PERIOD, frozenset({"diagnose"}), progress=said).run
    assert publish(folder, PERIOD, Asked("diagnose"), said)
    with pytest.raises(InputError, match="Step intervene of 2025-06 is not complete"):
        publish(folder, PERIOD, Asked("close"), said)
    (run.folder / "results" / "align.json").write_text("9", encoding="utf-8")
    with pytest.raises(InputError, match="Results of step align were changed on disk"):
        publish(folder, PERIOD, Asked("diagnose"), said)


def test_some_steps_alone_publish_nothing_beside_a_retrospective_that_is_out(done, steps, said, notebook):
    carry_out(done, PERIOD, frozenset({"track"}), given={"seed": "7"}, progress=said)
    with pytest.raises(InputError, match="has some steps only, and its retrospective is out already"):
        publish(done, PERIOD, Asked("align"), said)


def test_what_a_run_tells_of_corrections_is_held_to_the_run_too(done, said, notebook):
    run = next((done / "runs" / PERIOD).glob("2*"))
    manifest = read_manifest(run).model_copy(update={"restatement_sha256": "0" * 64})
    (run / "results" / "restatement.json").write_text("{}", encoding="utf-8")
    (run / "run.json").write_text(manifest.text(), encoding="utf-8")
    with pytest.raises(InputError, match=r"results/restatement\.json was changed on disk since the run"):
        publish(done, PERIOD, Asked("track"), said)


@pytest.mark.parametrize("other", [True, False])
def test_results_of_other_code_that_cannot_be_read_are_refused_saying_so(done, said, monkeypatch, other):
    def fail(*_, **__):
        raise StepFailedError("publish.ipynb, cell [2]: KeyError: 'share'")

    monkeypatch.setattr("diagnostics.run.publishing.making.execute", fail)
    if other:
        monkeypatch.setattr("diagnostics.run.publishing.publish.environment", lambda: {CODE: "newer"})
    with pytest.raises(PerfloopError, match="KeyError: 'share'") as refused:
        publish(done, PERIOD, Asked("track"), said)
    assert isinstance(refused.value, InputError) == other
    assert ("was made by other code of perfloop" in str(refused.value)) == other
    assert ("'perfloop run --period 2025-06' makes them anew" in str(refused.value)) == other


def test_a_code_stands_for_an_id_that_bears_the_name_too(small, steps, said, notebook):
    settings = small / "engagement.yaml"
    text = settings.read_text(encoding="utf-8").replace("client: 小店", "client: Small")
    settings.write_text(f"{text}\ncodename: P-17\n", encoding="utf-8")
    carry_out(small, PERIOD, frozenset({"track"}), progress=said)
    (path,) = publish(small, PERIOD, Asked("track", crate=True), said)
    told = [(path.parent / each).read_text(encoding="utf-8") for each in (FILE, CRATE)]
    assert all("P-17" in each and "small" not in each.casefold() for each in told)


def test_metadata_stand_beside_the_manifest_where_they_are_asked_for_and_are_kept_true(done, reports, notebook, said):
    publish(done, PERIOD, Asked("align", crate=True), said)
    publish(done, PERIOD, Asked("track"), said)
    graph = {each["@id"]: each for each in json.loads((reports / CRATE).read_text(encoding="utf-8"))["@graph"]}
    assert {"align.html", "track.html", "retrospective.html"} <= set(graph)


@pytest.mark.parametrize("code", ["true", "P-17"])
def test_with_a_code_nothing_published_bears_the_clients_name(small, steps, said, notebook, code):
    with (small / "engagement.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"\ncodename: {code}\n")
    carry_out(small, PERIOD, frozenset({"track"}), progress=said)
    (path,) = publish(small, PERIOD, Asked("track", crate=True), said)
    found = path.read_text(encoding="utf-8")
    assert "小店" not in found
    assert ("small" if code == "true" else code) in found
    assert all("小店" not in each.read_text(encoding="utf-8") for each in path.parent.iterdir())


def test_the_command_tells_where_the_documents_are(done, notebook, perfloop_here):
    told = perfloop_here("publish", done, "--period", PERIOD, "--step", "track", "--audience", "consultant")
    assert (told.code, told.last_line) == (0, f"{done}/reports/{PERIOD}/consultant/track.html")
    assert "earlier" not in told.err
    with (done / "kpis.yaml").open("a", encoding="utf-8") as file:
        file.write("\n")
    told = perfloop_here("publish", done, "--period", PERIOD, "--step", "track")
    assert "and 2 more: of earlier inputs; changed since: kpis.yaml" in told.err
    told = perfloop_here("publish", done, "--period", PERIOD, "--step", "trakc")
    assert (told.code, told.out) == (2, "")
    assert "Did you mean 'track'" in told.err


@pytest.mark.parametrize(("form", "maker"), [("pdf", "to_pdf"), ("png", "to_picture"), ("pptx", "slides.to_slides")])
def test_other_forms_are_made_of_the_same_page_which_is_scanned_with_them(
    done, reports, notebook, said, monkeypatch, form, maker
):
    read = []

    def make(page, out):
        out.write_bytes(b"\x89PNG drawn")
        return (out,)

    monkeypatch.setattr(f"diagnostics.run.printing.{maker}", make)
    monkeypatch.setattr("diagnostics.run.leak_scan.scan", lambda contents, *_: read.extend(contents) or ())
    (path,) = publish(done, PERIOD, Asked("track", forms=form), said)
    assert path == reports / f"track.{form}"
    assert read_publication(reports).documents[path.name].form == form
    assert f"track.{form}, its page" in read
