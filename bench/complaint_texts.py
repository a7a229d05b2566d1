"""Complaints as citizens text them: about every topic, each with another place, with a keyword and without."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from complaints.who.office import Office

FEW_STREETS = (
    "Jalan Merdeka",
    "jl. pajajaran",
    "Gang Kelor",
    "pasar anyar",
    "Jln Suryakencana",
    "perumahan Budi Agung",
)
"""So few that nearly everybody reports what somebody else has reported."""
_STEMS = ("Jalan Melati", "jl. mawar", "Gang Pandu", "jln cempaka", "Jl Kenari", "gg. Rambutan", "jalan Anggrek")
MANY_STREETS = tuple(f"{stem} {number}" for number in ("I", "II", "III", "IV", "V", *range(6, 60)) for stem in _STEMS)
_OPENINGS = ("bogor ", "", "BGR#", "Lapor bogor: ", "selamat pagi, ")


def texts(office: Office, streets: Sequence[str] = FEW_STREETS) -> Iterator[str]:
    """Write complaints without end."""
    examples = [example for topic in office.regions["bogor"].catalogue.topics for example in topic.examples]
    shapes = zip(itertools.cycle(_OPENINGS), itertools.cycle(examples), itertools.cycle(streets), strict=False)
    for place, (opening, example, street) in enumerate(shapes):
        yield f"{opening}{example}, {street} no {place % 199 + 1} rt {place // 199 + 1}"
