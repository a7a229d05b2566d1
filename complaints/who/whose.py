"""Whose a complaint is after a deed: the agency, and the unit of it."""

from __future__ import annotations

from sqlalchemy import Connection

from complaints.life.deeds import Deed, NoSuchAgencyError, NoSuchRegionError, NoSuchUnitError, gone
from complaints.life.lifecycle import Action
from complaints.life.places import unit_in_charge
from complaints.who.circles import CIRCLES, circle_after
from complaints.who.office import Office
from storage import places
from storage.engine import AnyRow


def agency_after(office: Office, complaint: AnyRow, deed: Deed) -> str | None:
    """Settle whose the complaint is after the deed."""
    if deed.action in {Action.RETURN, Action.UNSURE, Action.ENCLOSE, Action.MASK}:
        # In triage nobody has it; but what is delicate goes back to its circle, never to whoever hands complaints out.
        return circle_after(complaint, deed)
    if deed.agency is None:
        current: str | None = None if deed.region else complaint.agency
        return current
    code = deed.region or complaint.region
    region = office.regions.get(code)
    if region is None:
        raise NoSuchRegionError(f"{complaint.number} is of {gone(code)}")
    known = (*region.catalogue.agencies, *sorted(CIRCLES))
    if deed.agency not in known:
        raise NoSuchAgencyError(f"{code} has no agency {deed.agency}; it has {', '.join(known)}")
    return deed.agency


def unit_after(connection: Connection, office: Office, complaint: AnyRow, deed: Deed, agency: str | None) -> str | None:
    """Tell which unit gets it: the one that was named, else which answers for the place, if the agency has units."""
    region = office.regions.get(deed.region or complaint.region)
    units = region.units.get(agency or "", ()) if region else ()
    if deed.unit and deed.unit not in {unit.code for unit in units}:
        known = ", ".join(unit.code for unit in units)
        raise NoSuchUnitError(f"{agency} has no unit {deed.unit}; it has {known or 'none'}")
    if deed.unit is not None or not units:
        return deed.unit or None
    named = [(place["kind"], place["name"]) for place in places.of(connection, complaint.id)]
    return unit_in_charge(region, agency, named)
