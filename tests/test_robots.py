"""Whatever robot sits on the other phone, a loop with it ends, everything it sends is kept, and people are answered."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from complaints.life.deeds import Deed
from complaints.life.lifecycle import Action, Actor
from complaints.steps.actions import apply
from complaints.who.office import Office
from config.settings import load_settings
from sms.clock import ManualClock
from sms.msisdn import Sender, SenderKind
from storage import contacts, inbound, subscribers
from storage.complaints import number_key
from storage.engine import Database
from storage.migrate import upgrade
from tests.conftest import Town
from tests.robots import DAY, DELAYS, ROBOTS, Loop

BUDI = "+6281112000001"
MOST = 5

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def answers_to(town: Any, phone: str) -> int:
    """Count the automatic answers; news are none."""
    theirs = [row for row in town.arrived() if row["address"] == phone]
    return sum(not row["dedupe_key"].startswith("update:") for row in theirs)


def check(town: Any, loop: Loop, before: int) -> None:
    """Hold a loop that is over against what it may cost."""
    assert answers_to(town, loop.phone) - before <= MOST, loop.sent
    kept = [row for row in town.inbox() if row["address"] == loop.phone]
    assert [row["text"] for row in kept][-len(loop.sent) :] == loop.sent
    assert {row["state"] for row in kept} <= {inbound.DONE, inbound.REPEAT, inbound.IGNORED}
    assert town.errors == []


@pytest.mark.parametrize("delay", DELAYS, ids=str)
@pytest.mark.parametrize("name", ROBOTS)
def test_a_loop_that_a_robot_begins_ends(town, name: str, delay: timedelta) -> None:
    robot = ROBOTS[name]
    loop = Loop(town, robot, "+6281110000801", delay)
    loop.run(robot("", 0, town.clock.now()) or "halo")
    check(town, loop, 0)


@pytest.mark.parametrize("delay", DELAYS, ids=str)
@pytest.mark.parametrize("name", ROBOTS)
def test_a_loop_that_begins_with_an_answer_and_news_of_ours_ends(town, name: str, delay: timedelta) -> None:
    phone = "+6281110000802"
    number = int(town.text("bogor jalan berlubang di depan pasar", phone)[0].split()[1])
    with town.database.write() as connection:
        reply = Deed(Action.REPLY, Actor.ADMIN, "siti", "tim kami turun besok")
        apply(connection, town.processor.office, number, reply, town.clock.now())
    town.do_jobs()
    loop = Loop(town, ROBOTS[name], phone, delay)
    loop.run()
    assert loop.sent
    check(town, loop, 1)


def test_a_loop_with_all_commands_by_chance_ends_too(town) -> None:
    said = ("INFO", "CEK", "1", "YA", "BANTUAN")
    loop = Loop(town, lambda _text, turn, _at: said[turn * 7 % 5], "+6281110000803", timedelta(minutes=31), most=500)
    loop.run("INFO")
    assert len(loop.sent) < 20


@pytest.fixture
def neighbour(tmp_path: Path, town, clock: ManualClock):
    """Another installation of ours, on a line of its own, which knows nothing of this one."""
    (tmp_path / "neighbour").mkdir()
    file = tmp_path / "neighbour" / "aduan.toml"
    file.write_text(
        f'database = "sqlite:///{file.parent / "aduan.db"}"\nregions = ["bogor"]\n[outbox]\noverload_minutes = 525600\n'
        '[[lines]]\nname = "modem1"\n'
        'transport = "at"\ndevice = "virtual"\nmsisdn = "+628111000002"\n'
    )
    settings = load_settings(file, {})
    database = Database(settings.database)
    upgrade(database)
    with database.read() as connection:
        office = Office.of(settings, number_key(connection))
    yield Town(database, office, clock)
    database.close()


@pytest.mark.parametrize("delay", DELAYS, ids=str)
def test_two_installations_that_text_each_other_fall_silent(town, neighbour, delay: timedelta) -> None:
    ours, theirs = "+628111000001", "+628111000002"

    def other(text: str, _turn: int, _at: object) -> str | None:
        before = len(neighbour.answers(ours))
        neighbour.text(text, ours)
        return "\n".join(neighbour.answers(ours)[before:])

    loop = Loop(town, lambda text, turn, at: other(text, turn, at) or "", theirs, delay)
    loop.run("Halo, ini uji coba dari sistem sebelah")
    assert answers_to(town, theirs) <= MOST
    assert answers_to(neighbour, ours) <= MOST
    assert (town.errors, neighbour.errors) == ([], [])


def test_a_village_head_gets_an_answer_to_each_report_with_the_keyword(town) -> None:
    for place in range(10):
        (answer,) = town.text(f"bogor lampu jalan mati di RT {place}")
        assert "diteruskan" in answer
        town.clock.advance(timedelta(minutes=5))
    assert len(town.complaints()) == 10


def test_without_the_keyword_all_is_filed_and_the_fifth_answer_says_how_to_go_on(town) -> None:
    answers = []
    for place in range(10):
        answers += town.text(f"lampu jalan mati di gang nomor {place}")
        town.clock.advance(timedelta(minutes=5))
    assert len(town.complaints()) == 10
    assert len(answers) == MOST
    numbers = [str(row["number"]) for row in town.complaints()]
    assert answers[-1] == (
        f"Laporan {numbers[4]} diterima. SMS berikutnya hari ini kami catat, tetapi hanya dijawab kalau diawali BOGOR. "
        f"Tanya: CEK {numbers[4]}"
    )
    assert "diteruskan" in town.text("bogor lampu jalan mati di gang nomor 11")[0]
    town.clock.advance(DAY)
    assert "diteruskan" in town.text("lampu jalan mati di gang nomor 12")[0]


def test_answers_of_one_batch_count_too(town) -> None:
    town.store(*[town.part(f"lampu jalan mati di gang nomor {place}") for place in range(10)])
    town.process()
    assert len(town.answers()) == MOST
    assert len(town.complaints()) == 10


def test_a_cry_for_help_is_answered_after_all_turns_are_used_up(town) -> None:
    for place in range(8):
        town.text(f"lampu jalan mati di gang nomor {place}")
    assert "112" in town.text("tolong kebakaran di gang kami api besar")[0]


def test_an_officer_who_works_off_eighty_complaints_gets_every_echo(town) -> None:
    now = town.clock.now()
    with town.database.write() as connection:
        ids = subscribers.ids_of(connection, [Sender(SenderKind.NUMBER, BUDI)], now)
        contacts.add(connection, ids[BUDI], region="bogor", agency="PUPR", name="Budi", now=now)
    town.store(*[town.part(f"bogor jalan berlubang nomor {place}", f"+62811100001{place:02}") for place in range(80)])
    town.process()
    town.process()
    numbers = [row["number"] for row in town.complaints() if row["agency"] == "PUPR"]
    assert len(numbers) == 80
    for number in numbers:
        assert len(town.text(f"TERIMA {number}", BUDI)) == 1


def test_news_are_no_answers_and_are_not_counted(town) -> None:
    number = int(town.text("bogor jalan berlubang di depan pasar")[0].split()[1])
    for turn in range(12):
        with town.database.write() as connection:
            deed = Deed(Action.REPLY, Actor.ADMIN, "siti", f"kabar nomor {turn}")
            apply(connection, town.processor.office, number, deed, town.clock.now())
        town.do_jobs()
    assert len(town.answers()) == 13
    assert len(town.text("lampu di gang kami juga mati semua")) == 1
