"""The weights of a model, two in a byte."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.weights import STEPS, Weights, pack


@given(st.integers(1, 5), st.integers(1, 6), st.data())
def test_weights_are_added_up_as_if_they_were_not_packed(height: int, columns: int, data: st.DataObject) -> None:
    size = height * columns
    drawn = data.draw(st.lists(st.integers(-STEPS, STEPS), min_size=size, max_size=size))
    weights = np.array(drawn, np.int8).reshape(height, columns)
    packed = pack(weights)
    rows = np.array(data.draw(st.lists(st.integers(0, height - 1), max_size=7)), np.intp)
    scales = np.array([data.draw(st.floats(0, 2, width=16)) for _ in rows], np.float32)
    assert packed.packed.nbytes == height * ((columns + 1) // 2)
    assert packed.summed(rows, scales) == pytest.approx(scales @ weights[rows].astype(np.float32), abs=1e-4)
    for column in range(columns):
        assert packed.column(rows, column).tolist() == weights[rows, column].tolist()


def test_a_table_without_rows_can_be_packed() -> None:
    packed: Weights = pack(np.zeros((0, 3), np.int8))
    assert len(packed) == 0
    assert packed.columns == 3
