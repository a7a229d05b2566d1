"""The page of all forms that are understood, made of the table of the grammar."""

from __future__ import annotations

from collections.abc import Iterable

from parsers.entry import Entry, Group
from parsers.meaning import Awaited

_HEAD = """\
# Semua bentuk SMS yang dimengerti

Halaman ini dibuat dari tabel tata bahasa dengan `aduan parse --forms`; jangan diubah dengan tangan. Jawaban untuk
petugas dan perintah mereka ada di [halaman lain](officers.md).

Contohnya untuk Kota Bogor (kata kunci BOGOR atau BGR); daerah lain memakai kata kuncinya sendiri. `1672888` adalah
contoh nomor laporan. Huruf besar atau kecil sama saja, begitu juga spasi, tanda baca dan singkatan. Salah ketik satu
huruf dalam kata kunci yang panjang dimengerti.
"""
_ASKED = "Hanya selama pertanyaan kami masih terbuka."
_OFFICERS = "Dari telepon petugas yang terdaftar."


def page(table: Iterable[Entry]) -> str:
    """Write the page in Markdown: a section for each group, a part for each entry, with its examples."""
    table = list(table)
    sections = [_section(group, [entry for entry in table if entry.group is group]) for group in Group]
    return "\n".join([_HEAD, *sections])


def _section(group: Group, entries: list[Entry]) -> str:
    # The grammar asks for what is rare first, and readers for what is common.
    ordered = entries[::-1] if group is Group.REPORT else entries
    return f"## {group}\n\n" + "\n".join(map(_part, ordered))


def _part(entry: Entry) -> str:
    examples = "\n".join(f"- {_quoted(example)}" for example in entry.examples)
    return f"{_told(entry)}\n\n{examples}\n"


def _told(entry: Entry) -> str:
    asked = _ASKED if entry.situation.awaited - {Awaited.PLACE} else ""
    return " ".join(filter(None, (entry.takes, asked, _OFFICERS if entry.situation.officer else "")))


def _quoted(example: str) -> str:
    return f"`{example}`" if example else "(kosong)"
