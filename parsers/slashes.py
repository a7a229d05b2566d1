"""The form with slashes that some short codes taught: Nama/NIK/Prov/Kab/Kec/Desa/Aduan.

The name and the NIK are used for nothing and go no further. The NIK may be missing, or masked already.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.keywords import Keywords
from parsers.words import word_list, words_of

_WITH_NIK, _WITHOUT_NIK = 7, 6
_NIK = re.compile(r"\W*(?:\(nik\)|nik)?[\d .:\-]*\W*", re.IGNORECASE)
_FIELD = re.compile(r"[^\d\n]{2,40}")
_LEVELS = word_list("prov provinsi propinsi kab kabupaten kota kec kecamatan desa ds kel kelurahan")
_DISTRICT = re.compile(r"(?:kec|kecamatan)\b[.\s]*", re.IGNORECASE)
_VILLAGE = re.compile(r"(?:desa|ds|kel|kelurahan)\b[.\s]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """A form: the regions that its field for the regency may mean, and the complaint with its place."""

    regions: tuple[str, ...]
    text: str


def read(text: str, keywords: Keywords) -> Form | None:
    """Read a text as a filled form; None if it is none."""
    if text.count("/") < _WITHOUT_NIK - 1:
        return None
    fields = [field.strip() for field in text.split("/", _WITH_NIK - 1)]
    if len(fields) == _WITH_NIK and _NIK.fullmatch(fields[1]):
        del fields[1]
    else:
        fields = [field.strip() for field in text.split("/", _WITHOUT_NIK - 1)]
    name, _, regency, district, village, words = fields
    if not (_FIELD.fullmatch(name) and all(map(_FIELD.fullmatch, fields[1:5])) and words):
        return None
    regions = keywords.meant_by(regency)
    if len(words_of(words)) < 2 or not (regions or _is_labelled(fields[1:5]) or "(nik)" in text.lower()):
        return None
    place = f"Desa {_VILLAGE.sub('', village, count=1)}, Kec. {_DISTRICT.sub('', district, count=1)}"
    return Form(regions, f"{words} ({place})")


def _is_labelled(fields: list[str]) -> bool:
    """Tell whether a field says what it is, as "Kec. Tajur" does; else slashes may only separate alternatives."""
    return any(_LEVELS.intersection(words_of(field)[:1]) for field in fields)
