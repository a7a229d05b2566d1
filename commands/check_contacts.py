"""Who hears of complaints, as `aduan check` looks at it: agencies without a phone, and phones without an agency."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.regions import Region


def warnings(region: Region, reached: Collection[str]) -> Iterator[str]:
    """Tell what is wrong with the contacts of a region; `reached` are the agencies that have one, ADMIN among them."""
    from storage.contacts import ADMIN

    agencies = region.catalogue.agencies
    missing = [code for code in agencies if code not in reached]
    if missing:
        which = ", ".join(missing) if len(missing) < len(agencies) else "any agency"
        fate = "their complaints go to the admin" if ADMIN in reached else "nobody hears of their complaints by SMS"
        yield f"region {region.code}: no contact for {which} ({len(missing)} of {len(agencies)} agencies): {fate}"
    if ADMIN not in reached:
        way_out = f"`aduan contact add {region.code} {ADMIN} +62... --name NAME`"
        yield f"region {region.code}: no {ADMIN} contact: complaints that no agency has reach nobody by SMS; {way_out}"
    gone = sorted(set(reached) - set(agencies) - {ADMIN})
    if gone:
        yield f"region {region.code}: contacts of {', '.join(gone)}, which the region does not have (any more)"


def strangers(regions: Mapping[str, Region], served: Collection[str]) -> Iterator[str]:
    """Tell of contacts of regions that the settings do not name; `served` are the regions that have contacts."""
    gone = sorted(set(served) - set(regions))
    if gone:
        yield f"contacts of {', '.join(gone)}, which is no region of the settings (any more)"
