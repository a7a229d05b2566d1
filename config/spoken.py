"""How people call a government: "kota bogor", "kab. bogor", "pemkab bogor", and its name without any of these."""

from __future__ import annotations

import re
from collections.abc import Iterable

_KINDS = {
    "kota": ("kota", "pemkot", "kotamadya"),
    "kabupaten": ("kab", "kabupaten", "pemkab"),
    "provinsi": ("prov", "provinsi", "propinsi", "pemprov"),
}
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9 ]+")


def spoken(name: str, keywords: Iterable[str]) -> tuple[str, ...]:
    """Give what calls the region of this name beside its keywords, in small letters; the name alone first.

    Cities and regencies of one name share that one; what has the kind of government before it decides.
    """
    words = _NOT_IN_A_NAME.sub(" ", name.lower().replace("'", "")).split()
    kind = {"kab": "kabupaten", "prov": "provinsi"}.get(words[0], words[0]) if words else ""
    if kind not in _KINDS or len(words) < 2:
        return (" ".join(words),)
    called = dict.fromkeys([" ".join(words[1:]), *(word for word in keywords if not word.startswith(_KINDS[kind]))])
    return (" ".join(words[1:]), *(f"{before} {word}" for word in called for before in _KINDS[kind]))
