"""The weights of a model: whole numbers from -7 to 7, two of them in a byte.

A model has millions, and a text asks for some forty rows of them. So they stay as they are in the file, and only the
rows that are asked for are unpacked: that is no slower, for there is less to fetch from memory.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

STEPS = 7
"""The largest weight; the smallest is as far below zero."""
_SHIFT = 4
_RAISED = 1 << _SHIFT
_HIGH = np.int8(-_RAISED)
"""The high bits of a byte, which are its weight times 16; so are the low bits when they are shifted up."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A table of weights, `columns` wide. The first half of a row stands in the high bits of its bytes."""

    packed: NDArray[np.int8]
    columns: int

    def __len__(self) -> int:
        return len(self.packed)

    def summed(self, rows: NDArray[np.intp], scales: Floats) -> Floats:
        """Add up rows, each by its scale: a number for each column."""
        packed = self.packed.take(rows, 0)
        half = packed.shape[1]
        sums = np.empty(2 * half, np.float32)
        np.dot(scales, (packed & _HIGH).astype(np.float32), sums[:half])
        np.dot(scales, (packed << _SHIFT).astype(np.float32), sums[half:])
        sums /= _RAISED
        return sums[: self.columns]

    def column(self, rows: NDArray[np.intp], column: int) -> NDArray[np.int8]:
        """Give what rows have in one column."""
        half = self.packed.shape[1]
        packed = self.packed[rows, column % half]
        found: NDArray[np.int8] = (packed if column < half else packed << _SHIFT) >> _SHIFT
        return found


def pack(weights: NDArray[np.int8]) -> Weights:
    """Pack a table of weights."""
    height, columns = weights.shape
    half = (columns + 1) // 2
    even = np.zeros((height, 2 * half), np.int8)
    even[:, :columns] = weights
    return Weights(even[:, :half] << _SHIFT | even[:, half:] & ~_HIGH, columns)
