"""The agencies of a region: those of the catalogue by their names here, and those of its own.

Both stand as `[agencies.CODE]` in the region's file. The code of an agency is typed on the command line and texted by
officers, so one of the region's own is held against how codes are read there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from config.errors import ConfigError, did_you_mean, nearest, together
from config.field_types import AGENCY_CODE, AGENCY_CODE_FORM, AgencyShort, Table, Text
from config.local_places import UnitTable
from config.toml_file import TomlFile
from config.topics import Agency, Catalogue

_TAKEN = frozenset(
    (
        *("ADMIN", "INTEGRITY", "OVERSIGHT", "LEADER"),
        *("TUGAS", "DAFTAR", "TASK", "LIST", "CEK", "CHECK", "STATUS", "BANTUAN", "HELP"),
        *("TERIMA", "TRIMA", "TERIMAH", "DITERIMA", "PROSES", "PROCES", "DIPROSES"),
        *("SELESAI", "SLESAI", "SLSAI", "SELSAI", "SELESE", "BERES", "BUKAN", "BKN"),
        *("OPER", "OPERKAN", "TERUSKAN", "TERUSIN", "TRSKAN", "TANYA", "TNY", "TANYAKAN", "NANYA", "CABUT"),
        *("TUNDA", "DITUNDA", "TUNDAKAN", "BACA", "BACAKAN", "BATAL", "BATALKAN", "BATALIN", "BTL"),
        *("REKAP", "REKAPAN", "CUTI", "PINDAH", "YA"),
    )
)
"""What stands in the place of an agency, and what officers text (`parsers.officer`)."""


class AgencyNames(Table):
    """An agency of the region: what differs from the catalogue, and its units; one not in there is described whole."""

    name: Text | None = None
    short: AgencyShort | None = None
    takes: Text | None = None
    where: bool | None = None
    units: tuple[UnitTable, ...] = ()


def local_agencies(
    catalogue: Catalogue, tables: Mapping[str, AgencyNames], without: Collection[str], file: TomlFile
) -> dict[str, Agency]:
    """Give the agencies of a region by code, first the catalogue's; raises ConfigError if a table or code is wrong."""
    problems = [*_wrong_agencies(catalogue, tables, file), *_unknown(catalogue, without, file)]
    if problems:
        raise together(problems)
    here = {code: agency for code, agency in catalogue.agencies.items() if code not in without}
    agencies = {code: replace(agency, **_names(tables.get(code))) for code, agency in here.items()}
    own = {code: Agency(code=code, **_names(names)) for code, names in tables.items() if code not in catalogue.agencies}
    return agencies | own


def _names(table: AgencyNames | None) -> dict[str, Any]:
    return table.model_dump(exclude_none=True, exclude={"units"}) if table else {}


def _wrong_agencies(catalogue: Catalogue, tables: Mapping[str, AgencyNames], file: TomlFile) -> Iterator[ConfigError]:
    """Find what is wrong with agencies that are not in the catalogue: their codes, and what is not said of them."""
    for code, table in tables.items():
        if code in catalogue.agencies:
            continue
        line, meant = file.line_of("agencies", code), _as_code(code)
        if code in _TAKEN:
            message = f"agencies: {code!r} is a post or a word that officers text, and no agency's code"
            yield ConfigError(message, path=file.path, line=line, hint="Choose another")
        elif not AGENCY_CODE.fullmatch(code):
            message = f"agencies: {code!r} {AGENCY_CODE_FORM}"
            hint = f"Write [agencies.{meant}]" if AGENCY_CODE.fullmatch(meant) else ""
            yield ConfigError(message, path=file.path, line=line, hint=hint)
        if meant not in catalogue.agencies:
            yield from _incomplete(catalogue, code, table, file)


def _as_code(written: str) -> str:
    """Write a name as a code: `Baznas Kota` is BAZNAS-KOTA."""
    return re.sub(r"[^A-Z0-9]+", "-", written.upper()).strip("-")


def _incomplete(catalogue: Catalogue, code: str, table: AgencyNames, file: TomlFile) -> Iterator[ConfigError]:
    """Find an agency that nobody describes; where something is said of it, it is meant to be a new one."""
    missing = [key for key in ("name", "short", "takes") if not getattr(table, key)]
    line = file.line_of("agencies", code)
    if len(missing) == 3:
        yield _not_in_catalogue(catalogue, code, file, line)
    elif missing:
        what = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
        message = f"agencies.{code}: {what}; one that is not in the catalogue has name, short and takes"
        yield ConfigError(message, path=file.path, line=line, hint=did_you_mean(code, catalogue.agencies))


def _unknown(catalogue: Catalogue, without: Collection[str], file: TomlFile) -> Iterator[ConfigError]:
    """Find what `without` leaves out though it is not there."""
    for index, code in enumerate(without):
        if code not in catalogue.agencies:
            yield _not_in_catalogue(catalogue, code, file, file.line_of("without", index))


def _not_in_catalogue(catalogue: Catalogue, code: str, file: TomlFile, line: int | None) -> ConfigError:
    message = f"no agency {code!r} in the catalogue; one of your own has name, short and takes"
    return ConfigError(message, path=file.path, line=line, hint=nearest(code, catalogue.agencies))
