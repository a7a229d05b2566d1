"""Queries on incidents: what many complaints are about, which are gathered under it and told together."""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage.models import incident


def name_of(connection: Connection, incident_id: int) -> str:
    """Give the name of an incident."""
    name: str = connection.execute(select(incident.c.name).where(incident.c.id == incident_id)).scalar_one()
    return name
