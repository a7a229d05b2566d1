"""The words that lead to the name of a place, and what each of them says of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PROVINCE, REGENCY, DISTRICT, VILLAGE, STREET = "province", "regency", "district", "village", "street"

_ANY = frozenset({PROVINCE, REGENCY, DISTRICT, VILLAGE, STREET})
_LOCAL = frozenset({DISTRICT, VILLAGE, STREET})


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a word says of the name after it: the kinds of place that it may be, and how surely it is one.

    `begins`: with what the whole name must begin, to tell a city from the regency of the same name. `label`: a name
    that nobody knows is a street too, under this word. `weak`: what follows may be an ordinary thing.
    """

    kinds: frozenset[str]
    begins: str = ""
    label: str = ""
    weak: bool = False


def _table(*rows: tuple[str, Introduction]) -> dict[str, Introduction]:
    return {word: introduction for words, introduction in rows for word in words.split()}


INTRODUCTIONS: Mapping[str, Introduction] = _table(
    ("di daerah wilayah", Introduction(_ANY, weak=True)),
    ("prov provinsi propinsi", Introduction(frozenset({PROVINCE}))),
    ("kab kabupaten", Introduction(frozenset({REGENCY}), begins="Kabupaten ")),
    ("kota", Introduction(frozenset({REGENCY}), begins="Kota ")),
    ("kec kecamatan", Introduction(frozenset({DISTRICT}))),
    ("kel kelurahan desa ds", Introduction(frozenset({VILLAGE}))),
    ("jl jln jalan", Introduction(frozenset({STREET}), label="Jalan")),
    ("gg gang", Introduction(frozenset({STREET}), label="Gang")),
    ("dusun dsn", Introduction(_LOCAL, label="Dusun")),
    ("kp kampung", Introduction(_LOCAL, label="Kampung")),
    ("perum perumahan", Introduction(_LOCAL, label="Perumahan")),
)
