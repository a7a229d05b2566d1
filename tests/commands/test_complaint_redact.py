"""`aduan complaint redact`: words are taken out wherever they are stored, and nothing tells what they were."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import String, Text, select

from cli import main
from storage.columns import metadata
from storage.message_tables import inbound_part

BUDI = "+6281112000001"
NAME = "Pak Sukarno Hatta"


def stored(town: Any) -> str:
    """Give all texts of all tables."""
    said: list[str] = []
    with town.database.read() as connection:
        for table in metadata.sorted_tables:
            columns = [column for column in table.c if isinstance(column.type, Text | String) or column.name in _JSON]
            for row in connection.execute(select(*columns)) if columns else ():
                said += [str(value) for value in row if value]
    return "\n".join(said)


_JSON = {"routing", "state", "undo"}


@pytest.fixture
def reported(town, staff_of) -> str:
    """A complaint with a name in it, of which everybody has been told."""
    staff_of("PUPR")
    number: str = town.text(f"bogor kebakaran di rumah {NAME} jalan mawar, tolong")[0].split()[1].strip(".")
    town.text(f"TAMBAH {number} {NAME.upper()} masih di dalam")
    town.text(f"BACA {number}", BUDI)
    town.text(f"PROSES {number} rumah {NAME} didatangi", BUDI)
    town.do_jobs()
    return number


@pytest.fixture
def staff_of(town) -> Callable[[str], None]:
    from sms.msisdn import Sender, SenderKind
    from storage import contacts, subscribers

    def appoint(agency: str) -> None:
        now = town.clock.now()
        with town.database.write() as connection:
            ids = subscribers.ids_of(connection, [Sender(SenderKind.NUMBER, BUDI)], now)
            for code in (agency, "DAMKAR", "ADMIN"):
                contacts.add(connection, ids[BUDI], region="bogor", agency=code, name="Budi", now=now)

    return appoint


def redact(aduan: Callable[..., Result], number: str, *options: str) -> Result:
    return aduan("complaint", "redact", number, *options, "--reason", "diminta pelapor", "--yes")


def test_words_are_taken_out_everywhere(aduan, town, reported) -> None:
    assert "sukarno" in stored(town).lower()
    result = redact(aduan, reported, "--remove", "sukarno  hatta")
    assert result.stdout.startswith(f"{reported}: taken out of ")
    assert "Backups" in result.stderr
    assert "sukarno" not in stored(town).lower()
    assert "kebakaran di rumah Pak (...) jalan mawar" in stored(town)


def test_they_are_taken_out_of_lists_that_have_been_sent(aduan, town, reported) -> None:
    listed = town.text("TUGAS", BUDI)[0]
    assert "sukarno" in listed.lower()
    redact(aduan, reported, "--remove", "sukarno  hatta")
    assert "sukarno" not in aduan("outbox", "list", "--json").stdout.lower()


def test_nobody_who_guesses_what_it_was_can_be_sure(aduan, town, reported) -> None:
    part = inbound_part.c
    with town.database.read() as connection:
        before = set(connection.execute(select(part.key, part.content_key).order_by(part.id)).first())
    redact(aduan, reported, "--all")
    assert not before.intersection(stored(town).split())


def test_all_is_taken_out_and_the_complaint_goes_on(aduan, town, reported) -> None:
    redact(aduan, reported, "--all")
    left = stored(town).lower()
    assert "sukarno hatta jalan mawar" not in left
    assert "masih di dalam" not in left
    shown = aduan("complaint", "show", reported).stdout
    assert "(...)" in shown
    assert "diminta pelapor" in shown
    assert "redact DAMKAR by admin siti" in shown
    assert f"Laporan {reported}" in town.text(f"CEK {reported}")[0]


def test_the_parts_of_a_long_sms_go_too_also_where_the_words_lie_across_two(aduan, town) -> None:
    texts = ("bogor jalan berlubang depan rumah Pak Suka", "rno Hatta di jalan mawar")
    parts = [town.part(each, reference=5, total=2, sequence=place) for place, each in enumerate(texts, 1)]
    town.store(*parts)
    town.process()
    redact(aduan, str(town.complaints()[0]["number"]), "--remove", "Sukarno")
    assert "rno Hatta" not in stored(town)


def test_what_was_merged_takes_its_words_out_of_the_other_too(aduan, town) -> None:
    first, second = (
        town.text(f"bogor jalan berlubang di jalan mawar {more}", phone)[0].split()[1].strip(".,")
        for more, phone in (("", "+6281110000201"), (f"depan rumah {NAME}", "+6281110000202"))
    )
    aduan("complaint", "merge", second, first, "sama")
    redact(aduan, second, "--remove", "Sukarno Hatta")
    assert "sukarno" not in stored(town).lower()


def test_what_is_not_there_or_stands_in_the_reason_is_refused_and_nothing_changes(refused, town, reported) -> None:
    before = stored(town)
    command = ("complaint", "redact", reported, "--yes", "--remove")
    assert "has these words" in refused(*command, "Hasanuddin", "--reason", "diminta")
    assert "the reason has the words" in refused(*command, "Sukarno", "--reason", "Sukarno minta")
    assert "3 letters or more" in refused(*command, "di", "--reason", "diminta", code=2)
    assert "--remove WORDS, or --all" in refused("complaint", "redact", reported, "--yes", "--reason", "x", code=2)
    assert stored(town) == before


def test_it_asks_first_and_no_changes_nothing(aduan, town, reported) -> None:
    before = stored(town)
    command = ["complaint", "redact", reported, "--remove", "Sukarno", "--reason", "diminta"]
    result = CliRunner().invoke(main, command, input="n\n")
    assert result.exit_code == 1
    assert "cannot be taken back" in result.stderr
    assert stored(town) == before


def test_it_is_not_undone_and_nothing_is_taken_out_of_what_is_kept_apart(aduan, refused, town, reported) -> None:
    redact(aduan, reported, "--remove", "Sukarno")
    assert "redact, is none that can be taken back" in refused("complaint", "undo", reported)
    secret = town.text("RAHASIA bogor aspal dicuri mandor Sukarno", "+6281110000300")[0].split()[1]
    options = ("--remove", "Sukarno", "--reason", "diminta", "--yes")
    assert "is kept apart" in refused("complaint", "redact", secret, *options)
