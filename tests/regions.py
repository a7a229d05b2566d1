"""Region files for tests: Kota Bogor, changed where a test wants it otherwise."""

from __future__ import annotations

from pathlib import Path

from config import regions

ELECTION = ("[calendar.free]", '[calendar.free]\n2026-12-09 = "Pilkada"')
"""A day of its own, on which the ledger counts."""
FIVE_DAYS = ('resolve_on_site = "60 days"', 'resolve_on_site = "5 working days"')
"""Time for what lies somewhere, so that dates pass within weeks."""
NO_MENU = ('menu = "bogor"', "")
"""The menu's own file is not beside it."""
DIGESTS_ON_WORKING_DAYS = ('digest_days = "every"', 'digest_days = "working"')
ALL_AGENCIES = ('without = ["DPMD"]', "without = []")


def bogor_with(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the file of Bogor with some parts replaced, each of which must be there; gives where it is."""
    text = (Path(regions.__file__).parent / "regions" / "bogor.toml").read_text()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "bogor.toml"
    path.write_text(text)
    return path
