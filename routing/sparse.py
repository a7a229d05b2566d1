"""Sparse matrices for training: which columns a row has, and how much of each. Training needs two products of them.

Only numpy: a region trains on the machine that serves it, be it a small one. Each row begins with an entry of value
zero, so that none is empty, which `numpy.add.reduceat` would not stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]

_ENTRIES = 20_000
"""Entries multiplied at a time: bounds the memory of a product, whatever the matrix."""


@dataclass(frozen=True, slots=True)
class Sparse:
    """A matrix of `rows` x `columns`: row r has `values` in `columns_of`, from starts[r] to starts[r + 1]."""

    starts: Indices
    columns_of: Indices
    values: Floats
    columns: int

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.starts) - 1

    def scaled(self, by_row: Floats | None = None, by_column: Floats | None = None) -> Sparse:
        """Give the matrix with rows and columns multiplied by a factor each."""
        values = self.values
        if by_row is not None:
            values = values * np.repeat(by_row, np.diff(self.starts))
        if by_column is not None:
            values = values * by_column[self.columns_of]
        return Sparse(self.starts, self.columns_of, values, self.columns)

    def transposed(self) -> Sparse:
        """Give the matrix with rows and columns exchanged."""
        rows = np.repeat(np.arange(self.rows), np.diff(self.starts))
        real = self.values != 0
        return from_pairs(self.columns_of[real], rows[real], self.values[real], (self.columns, self.rows))

    def dot(self, dense: Floats) -> Floats:
        """Multiply with a dense matrix of `columns` rows."""
        product = np.empty((self.rows, dense.shape[1]), np.float32)
        for first, last in self._chunks(dense.shape[1]):
            begin, end = self.starts[first], self.starts[last]
            entries = dense[self.columns_of[begin:end]] * self.values[begin:end, None]
            np.add.reduceat(entries, self.starts[first:last] - begin, axis=0, out=product[first:last])
        return product

    def square_sums(self) -> Floats:
        """Give the sum of the squares of each row."""
        return np.add.reduceat(self.values**2, self.starts[:-1])

    def _chunks(self, width: int) -> Sequence[tuple[int, int]]:
        """Split the rows so that the entries of a chunk, times the width of the other matrix, stay in memory."""
        step = max(1, int(_ENTRIES * 32 / max(width, 1) / max(1.0, len(self.values) / max(self.rows, 1))))
        return [(first, min(first + step, self.rows)) for first in range(0, self.rows, step)]


def from_pairs(rows: Indices, columns: Indices, values: Floats, shape: tuple[int, int]) -> Sparse:
    """Build a matrix from its entries, in any order; none may be given twice."""
    every_row = np.concatenate([np.arange(shape[0]), rows])
    order = np.argsort(every_row, kind="stable")
    counts = np.bincount(every_row, minlength=shape[0])
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    all_columns = np.concatenate([np.zeros(shape[0], np.int64), columns])[order]
    all_values = np.concatenate([np.zeros(shape[0], np.float32), values])[order].astype(np.float32)
    return Sparse(starts, all_columns, all_values, shape[1])


def from_rows(rows: Sequence[Sequence[int]], columns: int) -> Sparse:
    """Build a matrix of ones from the columns of each row."""
    counts = np.fromiter((len(row) for row in rows), np.int64, len(rows))
    flat = np.fromiter((column for row in rows for column in row), np.int64, int(counts.sum()))
    of = np.repeat(np.arange(len(rows)), counts)
    return from_pairs(of, flat, np.ones(len(flat), np.float32), (len(rows), columns))
