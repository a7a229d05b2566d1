"""An agency and its officer in the crash matrix: what waits for the scheduled jobs, and what came of it in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import apply
from complaints.who.office import Office
from config.settings import load_settings
from sms.clock import SystemClock
from sms.message import InboundPart
from sms.msisdn import classify
from smsd import inbox
from smsd.inbox import Windows
from smsd.processing import Processor
from storage import complaints, contacts, lines, subscribers
from storage.office_tables import digest
from tests.smsd.crash_mo import Mo

if TYPE_CHECKING:
    from tests.smsd.crash_scene import Scene

_OFFICER = "+6281110001011"
_REPORTED = Mo("+6281110001012", "bogor jembatan di gang melati retak dan hampir putus")
_NEWS = "tim kami datang besok pagi"


def _report(scene: Scene) -> list[Mo]:
    """Let a citizen have reported what an agency with an officer has not been told of yet."""
    now = SystemClock().now()
    with scene.database.write() as connection:
        officer = subscribers.ids_of(connection, [classify(_OFFICER)], now)[_OFFICER]
        contacts.add(connection, officer, region="bogor", agency="PUPR", name="Budi", now=now)
    _store(scene, _REPORTED)
    failed: list[Exception] = []
    Processor(
        scene.database, _office(scene), SystemClock(), Windows().repeat, lambda _id, error: failed.append(error)
    ).process()
    if failed:
        raise failed[0]
    return [_REPORTED]


def _news(scene: Scene) -> list[Mo]:
    """Let the office have answered what a citizen has reported."""
    reported = _report(scene)
    deed = Deed(Action.REPLY, Actor.ADMIN, "siti", _NEWS)
    with scene.database.write() as connection:
        apply(connection, _office(scene), _complaint(scene)["number"], deed, SystemClock().now())
    return reported


def _order(scene: Scene) -> list[Mo]:
    """Let the officer in charge have texted that it is done."""
    reported = _report(scene)
    order = Mo(_OFFICER, f"SELESAI {_complaint(scene)['number']} sudah diperbaiki", opens=False)
    _store(scene, order)
    return [*reported, order]


def _one_digest(scene: Scene) -> list[str]:
    with scene.database.read() as connection:
        made = list(connection.execute(select(digest)))
    told = [text for text in scene.network.messages_to(_OFFICER) if "Balas misalnya 1 TERIMA" in text]
    return [] if (len(made), len(told)) == (1, 1) else [f"{len(made)} digests in the database, {told} on the phone"]


def _told(scene: Scene) -> list[str]:
    texts = scene.network.messages_to(_REPORTED.sender)
    return [] if any(_NEWS in text for text in texts) else [f"the citizen was not told: {texts}"]


def _done_once(scene: Scene) -> list[str]:
    complaint = _complaint(scene)
    with scene.database.read() as connection:
        events = complaints.events_of(connection, complaint["id"])
    steps = [event["action"] for event in events]
    echoes = [text for text in scene.network.messages_to(_OFFICER) if "selesai" in text]
    right = (complaint["status"], steps.count("resolve"), len(echoes)) == ("resolved", 1, 1)
    return [] if right else [f"{complaint['status']} after {steps}, echoed {echoes}"]


DIGEST: dict[str, Any] = {"prepare": _report, "check": _one_digest}
NEWS: dict[str, Any] = {"prepare": _news, "check": _told, "unknown": frozenset({0, 1})}
ORDER: dict[str, Any] = {"prepare": _order, "check": _done_once}


def _office(scene: Scene) -> Office:
    with scene.database.read() as connection:
        return Office.of(load_settings(scene.settings, {}), complaints.number_key(connection))


def _store(scene: Scene, mo: Mo) -> None:
    now = SystemClock().now()
    with scene.database.write() as connection:
        line_ids = lines.ids_of(connection, [("modem1", "gammu")])
        inbox.store(connection, [InboundPart("modem1", mo.sender, mo.text, now, handle="")], line_ids, now, Windows())


def _complaint(scene: Scene) -> Any:
    with scene.database.read() as connection:
        rows = complaints.listing(connection, limit=100)
    return next(row for row in rows if row["address"] == _REPORTED.sender)
