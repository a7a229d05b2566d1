"""How the region is set up: its file, its database, its phones, and the weeks played."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from sqlalchemy import event

from complaints.steps.incidents import open_incident
from complaints.who.office import Office
from config.modem_settings import ModemSettings
from config.settings import ReportSettings, Settings
from sms.clock import ManualClock
from sms.msisdn import classify
from storage import contacts, subscribers
from storage.complaints import number_key
from storage.engine import Database
from storage.migrate import upgrade
from tests.conftest import Town
from tests.ledger import at_local
from tests.region import days
from tests.region.citizens import Citizens
from tests.region.compared import Compared
from tests.region.mornings import Mornings
from tests.region.offices import HEADS, LEADER, OFFICERS, Offices
from tests.region.region import Region
from tests.regions import ALL_AGENCIES, DIGESTS_ON_WORKING_DAYS, ELECTION, FIVE_DAYS, NO_MENU, bogor_with

_CHANGES = FIVE_DAYS, ELECTION, NO_MENU, ALL_AGENCIES, DIGESTS_ON_WORKING_DAYS
FLOOD_OPENED = at_local(days.FLOOD, time(14))
_BEGIN = at_local(days.FIRST, time(5))


@dataclass(frozen=True)
class World:
    """The region with all who live in it, and the account of its mornings."""

    region: Region
    offices: Offices
    mornings: Mornings
    compared: Compared
    reports: Path


def a_region(folder: Path) -> World:
    """Make Bogor with all agencies, and the people in it, before the first morning."""
    settings = Settings(
        regions=(str(bogor_with(folder, *_CHANGES)),),
        lines=(ModemSettings(name="modem1", transport="gammu", device="none"),),
        reports=ReportSettings(
            directory=str(folder / "reports"), weekly=True, fortnightly=True, monthly=True, formats=("text",)
        ),
    )
    (folder / "reports").mkdir()
    database = _fast(folder / "aduan.db")
    with database.read() as connection:
        office = Office.of(settings, number_key(connection))
    town = Town(database, office, ManualClock(_BEGIN))
    _register(database, _BEGIN)
    region = Region(town)
    Citizens(region)
    offices = Offices(region)
    region.plan(FLOOD_OPENED, lambda _: _open_incident(town))
    return World(region, offices, Mornings(region, offices), Compared(region), folder / "reports")


def _fast(path: Path) -> Database:
    """Make a database that need not survive a power cut."""
    database = Database(f"sqlite:///{path}")
    event.listen(database.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = 0"))
    upgrade(database)
    return database


def _register(database: Database, now: datetime) -> None:
    held = [(code, phone, "officer") for code, phone in (*OFFICERS.items(), ("LEADER", LEADER))]
    held += [(code, phone, "head") for code, phone in HEADS.items()]
    with database.write() as connection:
        ids = subscribers.ids_of(connection, [classify(phone) for _, phone, _ in held], now)
        for code, phone, role in held:
            who = {"region": "bogor", "agency": code, "name": code.capitalize(), "role": role}
            contacts.add(connection, ids[phone], **who, now=now)


def _open_incident(town: Town) -> None:
    row = {"name": "Banjir Ciliwung", "region": "bogor", "topics": ["banjir"], "areas": []}
    now = town.clock.now()
    with town.database.write() as connection:
        open_incident(connection, town.processor.office, row, now - timedelta(hours=6), "siti", now)
