"""What must be so when a crash has been survived: told by the database, and by the network's ledger against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from smsd.virtual.network import Network
from storage import complaints, inbound, outbound

if TYPE_CHECKING:
    from tests.smsd.crash_scene import Scene

_ALL = 100


def is_settled(scene: Scene) -> bool:
    """Tell whether everything that has reached the modem is done; asks the modem first, which costs nothing."""
    return not _on_the_modem(scene) and not unsettled(scene)


def unsettled(scene: Scene) -> list[str]:
    """Tell what is still to be done about everything that has reached the modem."""
    with scene.database.read() as connection:
        received = inbound.counts_by_state(connection)
        rows = outbound.listing(connection, limit=_ALL)
    wanted = {inbound.DONE: len(scene.complete), inbound.PARTIAL: scene.partial}
    found = [] if Counter(received) == Counter(wanted) else [f"inbound messages are {received}, not {wanted}"]
    found += _on_the_way(rows)
    if left := _on_the_modem(scene):
        found.append(f"{left} messages or reports lie on the SIM or wait in the network")
    return found


def _on_the_modem(scene: Scene) -> int:
    return scene.modem.stored + scene.network.waiting


def _on_the_way(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    states = Counter(row["state"] for row in rows)
    if set(states) - {outbound.SENT, outbound.UNKNOWN}:
        yield f"outbound messages are {dict(states)}"
    if missing := sum(row["segments"] - row["delivered"] for row in rows if row["state"] == outbound.SENT):
        yield f"{missing} delivery reports are not recorded"


def wrong(scene: Scene) -> list[str]:
    """Tell what is not as it must be in the end."""
    return [*unsettled(scene), *_complaints(scene), *_phones(scene), *scene.point.check(scene)]


def doubled(network: Network) -> int:
    """Count the messages that a phone has shown before."""
    texts = [network.messages_to(phone) for phone in _phones_of(network)]
    return sum(len(shown) - len(set(shown)) for shown in texts)


def _complaints(scene: Scene) -> Iterator[str]:
    """Each text is one complaint, and its sender knows its number."""
    with scene.database.read() as connection:
        texts = {row["id"]: row["text"] for row in inbound.listing(connection, limit=_ALL)}
        rows = complaints.listing(connection, limit=_ALL)
    texted = Counter((mo.sender, mo.text) for mo in scene.complete if mo.opens)
    opened = Counter((row["address"], texts.get(row["inbound_message_id"])) for row in rows)
    yield from (f"lost: {text}" for text in (texted - opened).elements())
    yield from (f"a complaint too many: {text}" for text in (opened - texted).elements())
    for row in rows:
        if not any(text.startswith(f"Laporan {row['number']}") for text in scene.network.messages_to(row["address"])):
            yield f"complaint {row['number']} was not answered"


def _phones(scene: Scene) -> Iterator[str]:
    """Each message of the outbox is on its phone, and on none more often than this point may cost."""
    with scene.database.read() as connection:
        rows = outbound.listing(connection, limit=_ALL)
    network, point = scene.network, scene.point
    written = Counter((row["address"], row["text"]) for row in rows)
    shown = Counter((phone, text) for phone in _phones_of(network) for text in network.messages_to(phone))
    counted = {(row["address"], row["text"]) for row in rows if row["unknowns"]}
    yield from (f"in the outbox more than once: {message}" for message, count in written.items() if count > 1)
    # Of these nobody knows, and there may be no more than the point allows.
    open_ones = {(row["address"], row["text"]) for row in rows if row["state"] == outbound.UNKNOWN}
    yield from (f"in the outbox and on no phone: {message}" for message in written.keys() - shown.keys() - open_ones)
    yield from (f"on a phone and not in the outbox: {message}" for message in shown.keys() - written.keys())
    yield from (f"came again, and its row does not tell: {message}" for message in (shown - written).keys() - counted)
    if (unknown := sum(row["state"] == outbound.UNKNOWN for row in rows)) not in point.unknown:
        yield f"{unknown} messages wait for a person, not {' or '.join(map(str, sorted(point.unknown)))}"
    if (twice := doubled(network)) not in point.doubled:
        yield f"{twice} messages came twice, not {' or '.join(map(str, sorted(point.doubled)))}"


def _phones_of(network: Network) -> set[str]:
    return {entry.to for entry in network.ledger}
