"""Models for tests, written by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from routing.model import Heat, Model, Vocabulary
from routing.weights import pack

ROWS = {
    # feature: weight for air, lampu, meteran; PDAM, PLN
    "air": [7, -4, -4, 7, -7],
    "lampu": [-5, 7, -2, -7, 7],
    "listrik": [-5, 1, 7, -6, 7],
    "tolong": [0, 0, 0, 0, 0],
    "123": [7, 0, 0, 7, 0],
    "lampu mati": [-1, 7, 0, -1, 7],
    "lam": [-2, 7, 0, -3, 7],
}
WEIGHTS = np.array(list(ROWS.values()), np.int8)
MODEL = Model(
    labels=("air", "lampu", "meteran"),
    groups=("PDAM", "PLN"),
    member=np.array([0, 1, 1], np.int64),
    vocabulary=Vocabulary(
        words={"air": 0, "lampu": 1, "listrik": 2, "tolong": 3, "000": 4}, pairs={"lampu mati": 5}, letters={"lam": 6}
    ),
    weights=pack(WEIGHTS),
    scales=np.array([0.5, 0.5, 0.5, 0.1, 0.1, 0.1, 0.1], np.float32),
    squares=np.array([9, 9, 9, 4, 4, 4, 1], np.float32),
    bias=np.array([0.2, 0.1, -0.3, 0.2, -0.2], np.float32),
    heat=Heat(2.0, 1.5, 1.2),
    summary={"version": "abc123", "texts": 3},
)
PLAIN = replace(
    MODEL,
    groups=(),
    member=np.zeros(0, np.int64),
    weights=pack(WEIGHTS[:, :3]),
    bias=MODEL.bias[:3],
    heat=Heat(2.0),
)
