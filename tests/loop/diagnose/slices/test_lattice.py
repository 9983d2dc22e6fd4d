"""Sums over all combinations of dimensions."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.loop.diagnose.slices.lattice import Lattice


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 999), st.booleans())
def test_every_cell_is_the_sum_of_its_leaves(seed, ordered):
    random = np.random.default_rng(seed)
    sizes = [3, 4, 2]
    keys = random.choice(24, 15, replace=False)
    keys = np.sort(keys) if ordered else keys
    codes = np.array([keys // 8, keys // 2 % 4, keys % 2])
    lattice = Lattice(codes, sizes)
    values = random.normal(size=15)
    sums = lattice.sums(values)
    for cell in range(len(sums)):
        rows = lattice.rows(lattice.conditions(cell))
        assert len(rows)
        assert sums[cell] == pytest.approx(values[rows].sum())
    frame = pd.DataFrame(codes.T)
    cells = sum(len(frame[list(cut)].drop_duplicates()) for cut in ([0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]))
    assert len(sums) == cells
    changed = random.normal(size=4)
    lattice.add(sums, np.arange(4), changed)
    values[:4] += changed
    assert sums == pytest.approx(lattice.sums(values))


def test_chances_of_all_cells_together_are_no_more_than_the_whole():
    codes = np.array(np.meshgrid(range(5), range(4), range(3), indexing="ij")).reshape(3, -1)
    assert np.exp(-Lattice(codes, [5, 4, 3]).rivals).sum() == pytest.approx(1)


def test_more_combinations_than_can_be_numbered_are_refused():
    with pytest.raises(InputError, match=r"leave out the dimension with 3000000000 values"):
        Lattice(np.zeros((2, 1), dtype=int), [3_000_000_000, 3_000_000_000])
