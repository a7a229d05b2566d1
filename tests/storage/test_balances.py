"""What was left on SIMs, and what was sent meanwhile."""

from datetime import timedelta

from sqlalchemy import select

from sms.message import OutboundMessage, Priority
from sms.msisdn import classify
from storage import balances, outbound
from storage.changes import Changes
from storage.message_tables import outbound_message
from storage.subscribers import ids_of

CITIZEN = "+6281110000100"
HOUR = timedelta(hours=1)


def test_an_answer_is_kept_once_and_belongs_to_its_sim(town) -> None:
    line_id, now = town.line_ids["modem1"], town.clock.now()
    with town.database.write() as connection:
        assert balances.add(connection, line_id, now, "Pulsa Rp 500", imsi="1", rupiah=500)
        assert not balances.add(connection, line_id, now, "Pulsa Rp 500", imsi="1", rupiah=500)
        balances.add(connection, line_id, now + HOUR, "?", imsi=None)
        assert balances.latest(connection, line_id, "1").rupiah == 500
        assert balances.latest(connection, line_id, None).answer == "?"
        assert balances.latest(connection, line_id, "2") is None
        assert balances.last_told(connection, line_id) == now + HOUR
        assert [row.answer for row in balances.since(connection, line_id, "1", now)] == ["Pulsa Rp 500"]
        assert balances.since(connection, line_id, "1", now + HOUR) == []


def test_what_a_line_sent_is_counted_by_segments_in_its_time(town) -> None:
    line_id, now, changes = town.line_ids["modem1"], town.clock.now(), Changes()
    with town.database.write() as connection:
        citizen = ids_of(connection, [classify(CITIZEN)], now)[CITIZEN]
        for key, text in (("early", "x"), ("one", "x"), ("long", "x" * 200), ("queued", "x")):
            changes.send(OutboundMessage(key, citizen, text, Priority.ANSWER, line_id=line_id), now)
        changes.write(connection)
        ids = dict(connection.execute(select(outbound_message.c.dedupe_key, outbound_message.c.id)).all())
        sent = {"early": now, "one": now + HOUR, "long": now + 2 * HOUR}
        rows = [{"id": ids[key], "state": outbound.SENT, "sent_at": at} for key, at in sent.items()]
        outbound.write_messages(connection, rows)
        assert balances.sent(connection, line_id, now, now + 2 * HOUR) == 3
        assert balances.sent(connection, line_id, now, now + HOUR) == 1
        assert balances.sent(connection, line_id + 1, now, now + 2 * HOUR) == 0
