"""A run that is killed goes on to the same table; figures of different code, seeds or cells are never mixed."""

import json

import pytest

from diagnostics.errors import InputError
from tests.calibration import shards as room
from tests.calibration.cells import Cell, cells
from tests.calibration.figures import figures
from tests.calibration.fingerprint import fingerprint
from tests.calibration.methods import Outcome
from tests.calibration.series import Design
from tests.calibration.shards import Shard, compute, read, shards
from tests.calibration.table import Source, table

CELLS = [Cell("alone", Design(months=24, others=0, memory=memory), (0, 1), ("its", "hac")) for memory in (0.0, 0.3)]


def asked(method, drawn, frame):
    """A method that looks at the draw alone, and takes no time."""
    del frame
    value = float(drawn.values[0, -1] - 100) / 5
    return Outcome(value, value - 1, value + 1, "w" if value > 1 else "n", ("drift",) if value > 2 else (), 1.0)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / fingerprint()


def drawn(wanted, folder):
    for each in wanted:
        if not each.file(folder).is_file():
            compute(each, folder, asked)
    return table([each for cell in CELLS for each in figures(cell, read(cell, 1, folder))], Source(1, "code"))


def test_a_killed_run_goes_on_to_the_same_table(folder, tmp_path, monkeypatch):
    wanted = list(shards(CELLS, 120, 1))
    whole = drawn(wanted, folder)
    other = tmp_path / "other" / folder.name
    for each in wanted[:2]:
        compute(each, other, asked)
    # Killed while it writes: half a shard under its passing name.
    with monkeypatch.context() as patch:
        patch.setattr(room.json, "dumps", lambda _: "{half of")
        patch.setattr(room.Path, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            compute(wanted[2], other, asked)
    assert not wanted[2].file(other).is_file()
    assert drawn(wanted, other) == whole


def test_shards_hold_every_draw_once_and_the_first_of_all_cells_come_first():
    found = list(shards(CELLS, 120, 1))
    assert [(each.first, each.count) for each in found] == [(0, 50)] * 2 + [(50, 50)] * 2 + [(100, 20)] * 2


def test_draws_do_not_depend_on_how_they_are_shared_out(folder, tmp_path):
    one = tmp_path / "one" / folder.name
    compute(Shard(CELLS[0], 1, 0, 30), folder, asked)
    compute(Shard(CELLS[0], 1, 0, 20), one, asked)
    compute(Shard(CELLS[0], 1, 20, 10), one, asked)
    assert read(CELLS[0], 1, folder) == read(CELLS[0], 1, one)


def test_more_draws_of_a_shard_take_the_place_of_fewer(folder):
    for count in (10, 30):
        compute(Shard(CELLS[0], 1, 0, count), folder, asked)
    assert len(read(CELLS[0], 1, folder)["its 0"]["verdict"]) == 30


def test_other_seeds_and_other_cells_have_shards_of_their_own(folder):
    compute(Shard(CELLS[0], 1, 0, 5), folder, asked)
    assert read(CELLS[0], 2, folder) == {}
    assert read(CELLS[1], 1, folder) == {}
    assert read(Cell("alone", CELLS[0].design, (0, 2), ("its", "hac")), 1, folder) == {}


def test_a_shard_that_other_code_computed_is_not_written(tmp_path):
    shard = Shard(CELLS[0], 1, 0, 2)
    with pytest.raises(InputError, match="code changed while it ran"):
        compute(shard, tmp_path / "0123456789ab", asked)
    assert not shard.file(tmp_path / "0123456789ab").exists()


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("def effect(x):\n    return x + 1\n", False),
        ('"""Other words."""\n\n# why\ndef effect(x):\n    """Effect."""\n    return x\n', True),
    ],
)
def test_the_fingerprint_follows_code_and_no_comment(tmp_path, written, same):
    file = tmp_path / "room" / "effect.py"
    file.parent.mkdir()
    file.write_text("def effect(x):\n    return x\n")
    before = fingerprint(tmp_path, ["room"])
    file.write_text(written)
    assert (fingerprint(tmp_path, ["room"]) == before) == same


def test_the_fingerprint_sees_a_new_file_and_no_file_of_words(tmp_path):
    (tmp_path / "room").mkdir()
    before = fingerprint(tmp_path, ["room"])
    (tmp_path / "room" / "wording.py").write_text("said = 1\n")
    assert fingerprint(tmp_path, ["room"]) == before
    (tmp_path / "room" / "other.py").write_text("")
    assert fingerprint(tmp_path, ["room"]) != before


def test_every_file_that_the_fingerprint_names_is_there():
    from tests.calibration.fingerprint import CODE, ROOT

    assert all((ROOT / each).exists() for each in CODE)


def test_a_real_shard_is_plain_json_with_an_outcome_a_draw(folder):
    cell = cells("48-months-alone-2-SD-ar0.3")[0]
    kept = json.loads(compute(Shard(cell, 1, 0, 2), folder).read_text())
    assert set(kept) == {"its 2"}
    assert len(kept["its 2"]["verdict"]) == len(kept["its 2"]["effect"]) == 2
    low, effect, high = (kept["its 2"][each] for each in ("low", "effect", "high"))
    assert low[0] < effect[0] < high[0], kept


def test_cells_have_names_of_their_own_and_an_unknown_one_is_told_with_those_there_are():
    every = cells()
    assert len({each.key for each in every}) == len(every)
    with pytest.raises(InputError, match="names no cell; there are: 24 months, alone"):
        cells("nothing like it")
