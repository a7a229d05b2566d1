"""Sparse matrices, against the dense ones of numpy."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routing.sparse import Floats, Sparse, from_pairs, from_rows

EIGHTHS = st.just(0) | st.integers(-16, 16)
"""Eighths: a small float holds their sums and products exactly."""


@st.composite
def matrices(draw: st.DrawFn, rows: int = 0) -> Floats:
    shape = (rows or draw(st.integers(1, 6)), draw(st.integers(1, 6)))
    size = shape[0] * shape[1]
    return np.array(draw(st.lists(EIGHTHS, min_size=size, max_size=size)), np.float32).reshape(shape) / np.float32(8)


@given(st.data())
def test_a_product_is_that_of_the_dense_matrices(data: st.DataObject) -> None:
    first = data.draw(matrices())
    second = data.draw(matrices(rows=first.shape[1]))
    assert np.array_equal(sparse(first).dot(second), first @ second)


@given(matrices())
def test_a_matrix_turned_twice_is_the_same(matrix: Floats) -> None:
    turned = sparse(matrix).transposed()
    assert np.array_equal(dense(turned), matrix.T)
    assert np.array_equal(dense(turned.transposed()), matrix)


@given(st.data())
def test_rows_and_columns_are_scaled(data: st.DataObject) -> None:
    matrix = data.draw(matrices())
    by_row = data.draw(matrices(rows=matrix.shape[0]))[:, 0]
    by_column = data.draw(matrices(rows=matrix.shape[1]))[:, 0]
    scaled = sparse(matrix).scaled(by_row, by_column)
    assert np.array_equal(dense(scaled), matrix * by_row[:, None] * by_column)
    assert np.array_equal(dense(sparse(matrix).scaled(by_row=by_row)), matrix * by_row[:, None])
    assert np.array_equal(dense(sparse(matrix).scaled()), matrix)


@given(matrices())
def test_the_squares_of_a_row_are_summed(matrix: Floats) -> None:
    assert np.array_equal(sparse(matrix).square_sums(), (matrix**2).sum(axis=1))


@given(matrices(), st.randoms(use_true_random=False))
def test_entries_come_in_any_order(matrix: Floats, random: np.random.Generator) -> None:
    order = list(range(int(np.count_nonzero(matrix))))
    random.shuffle(order)
    rows, columns = (places[order] for places in np.nonzero(matrix))
    built = from_pairs(rows, columns, matrix[rows, columns], (matrix.shape[0], matrix.shape[1]))
    assert np.array_equal(dense(built), matrix)


def test_rows_of_columns_are_a_matrix_of_ones() -> None:
    assert dense(from_rows([[2, 0], [], [1]], 3)).tolist() == [[1, 0, 1], [0, 0, 0], [0, 1, 0]]


def test_a_matrix_without_entries_multiplies_to_nothing() -> None:
    empty = from_rows([[], []], 3)
    assert empty.dot(np.ones((3, 2), np.float32)).tolist() == [[0, 0], [0, 0]]
    assert empty.transposed().rows == 3


def test_a_product_that_is_made_in_pieces_is_whole() -> None:
    rows, width = 300, 60_000
    matrix = from_rows([[row % 3] for row in range(rows)], 3)
    assert len(matrix._chunks(width)) > 1
    product = matrix.dot(np.arange(3, dtype=np.float32)[:, None] * np.ones(width, np.float32))
    assert np.array_equal(product[:, 0], np.arange(rows) % 3)
    assert np.array_equal(product[:, -1], np.arange(rows) % 3)


def sparse(matrix: Floats) -> Sparse:
    rows, columns = np.nonzero(matrix)
    return from_pairs(rows, columns, matrix[rows, columns], (matrix.shape[0], matrix.shape[1]))


def dense(matrix: Sparse) -> Floats:
    return matrix.dot(np.eye(matrix.columns, dtype=np.float32))
