from datetime import timedelta

import pytest

from complaints.life.numbers import is_mistyped
from parsers import grammar
from smsd.processing import BATCH
from storage import inbound


def _number(answer: str) -> int:
    return int(next(word for word in answer.split() if word.rstrip(":,.").isdigit()).rstrip(":,."))


def test_a_complaint_is_acknowledged_with_its_number_and_agency(town) -> None:
    (answer,) = town.text("bogor jalan berlubang di depan pasar anyar")

    (complaint,) = town.complaints()
    assert str(complaint["number"]) in answer
    assert "Dinas PUPR" in answer
    assert (complaint["agency"], complaint["status"], complaint["channel"]) == ("PUPR", "assigned", "sms")
    assert complaint["text"] == "jalan berlubang di depan pasar anyar"
    assert not is_mistyped(complaint["number"])


def test_what_the_router_is_not_sure_of_waits_for_an_admin(town) -> None:
    (answer,) = town.text("bogor mohon perhatian untuk hal itu")

    (complaint,) = town.complaints()
    assert (complaint["agency"], complaint["status"]) == (None, "triage")
    assert str(complaint["number"]) in answer


def test_without_a_keyword_it_is_a_complaint_all_the_same(town) -> None:
    town.text("tolong rapihkan parkir liar di regina pacis")

    assert len(town.complaints()) == 1


def test_cek_tells_the_state(town) -> None:
    number = _number(town.text("bogor jalan berlubang di depan pasar")[0])

    (answer,) = town.text(f"CEK {number}")

    assert answer.startswith(f"Laporan {number} diteruskan")
    assert len(town.complaints()) == 1


def test_a_mistyped_number_is_told_apart_from_an_unknown_one(town) -> None:
    number = _number(town.text("bogor jalan berlubang di depan pasar")[0])
    wrong_digit = f"{number // 10}{(number + 1) % 10}"

    assert "ada angka yang keliru" in town.text(f"CEK {wrong_digit}")[0]
    # 1234569... find one that is well formed and nobody's.
    unknown = next(n for n in range(1000000, 1001000) if not is_mistyped(n) and n != number)
    assert " tidak ada." in town.text(f"CEK {unknown}")[0]


@pytest.mark.parametrize("sender", ["TELKOMSEL", "1708", "123", "BANK123", "+628111000001"])
def test_robots_and_our_own_lines_are_stored_and_never_answered(town, sender) -> None:
    town.text("Selamat, Anda mendapat bonus pulsa dari kami", sender)

    assert [row["state"] for row in town.inbox()] == [inbound.IGNORED]
    assert town.answers(sender) == []
    assert town.complaints() == []


def test_too_short_a_text_is_explained_once_a_day(town) -> None:
    assert len(town.text("tes")) == 1
    assert town.text("halo") == []
    town.clock.advance(timedelta(days=1))
    assert len(town.text("tes")) == 1
    assert town.complaints() == []


def test_the_network_repeating_a_long_text_opens_no_second_complaint(town) -> None:
    town.text("bogor sampah menumpuk di jalan suryakencana")
    town.clock.advance(timedelta(minutes=5))

    assert town.text("bogor sampah menumpuk di jalan suryakencana") == []
    assert [row["state"] for row in town.inbox()] == [inbound.DONE, inbound.REPEAT]
    assert len(town.complaints()) == 1


def test_who_writes_it_again_in_capitals_is_not_the_network(town) -> None:
    town.text("bogor sampah menumpuk di jalan suryakencana")
    town.text("BOGOR SAMPAH MENUMPUK DI JALAN SURYAKENCANA")

    assert [row["state"] for row in town.inbox()] == [inbound.DONE, inbound.DONE]


@pytest.mark.parametrize("text", ["YA", "1", "CEK {}", "CEK {} tolong segera dijawab ya pak", "MENU", "halo admin"])
def test_what_is_short_a_command_or_picked_from_a_menu_is_no_repeat(town, text: str) -> None:
    number = _number(town.text("bogor jalan berlubang di depan pasar")[0])
    for _ in range(2):
        town.text(text.format(number))

    assert [row["state"] for row in town.inbox()] == [inbound.DONE] * 3


def test_the_same_complaint_an_hour_later_is_another_one(town) -> None:
    town.text("bogor sampah menumpuk di jalan suryakencana")
    town.clock.advance(timedelta(hours=1))
    town.text("bogor sampah menumpuk di jalan suryakencana")

    assert len(town.complaints()) == 2


def test_the_window_of_repeats_does_not_slide(town) -> None:
    for _ in range(3):
        town.text("bogor sampah menumpuk di jalan suryakencana")
        town.clock.advance(timedelta(minutes=7))

    assert len(town.complaints()) == 2


def test_asking_twice_is_answered_twice(town) -> None:
    number = _number(town.text("bogor jalan berlubang di depan pasar")[0])

    assert len(town.text(f"CEK {number}")) == len(town.text(f"CEK {number}")) == 1


def test_a_parsers_bug_parks_the_message_and_the_rest_goes_on(town, monkeypatch) -> None:
    honest = grammar.parse

    def broken(text, vocabulary, situation):
        if "meledak" in text:
            raise ZeroDivisionError("a bug")
        return honest(text, vocabulary, situation)

    monkeypatch.setattr(grammar, "parse", broken)
    parts = [town.part(f"bogor jalan rusak nomor {place}", f"+628111000020{place}") for place in range(3)]
    town.store(parts[0], town.part("bogor ini meledak sekali"), *parts[1:])
    done = town.process()

    assert (done.messages, done.parked, len(town.errors)) == (4, 1, 1)
    assert len(town.complaints()) == 3
    (parked,) = [row for row in town.inbox() if row["state"] == inbound.PARKED]
    assert parked["error"] == "ZeroDivisionError: a bug"

    monkeypatch.setattr(grammar, "parse", honest)
    with town.database.write() as connection:
        assert inbound.retry(connection, None) == 1
    town.process()
    assert len(town.complaints()) == 4
    with town.database.read() as connection:
        assert inbound.listing(connection, limit=9, states=[inbound.PARKED]) == []
    assert all(row["error"] is None for row in town.inbox())


def test_processing_again_what_is_done_changes_nothing(town) -> None:
    town.text("bogor jalan rusak di depan pasar")

    assert town.process().messages == 0
    assert len(town.complaints()) == len(town.answers()) == 1


def test_a_batch_of_many_senders_is_processed_in_full(town) -> None:
    town.store(*[town.part("bogor jalan rusak depan rumah", f"+62811100{place:05}") for place in range(2 * BATCH + 20)])
    rounds = [town.processor.process().messages for _ in range(4)]

    assert rounds == [BATCH, BATCH, 20, 0]
    assert len({row["number"] for row in town.complaints()}) == 2 * BATCH + 20


def test_a_robot_that_answers_our_answers_is_not_answered_for_ever(town) -> None:
    for turn in range(40):
        town.text(f"Terima kasih, pesan Anda kami terima nomor {turn}")

    assert len(town.answers()) <= 5
    assert len(town.text("bogor lampu jalan mati semua")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "\n",
        "\x00",
        "🔥",
        "🔥" * 300,
        "شارع مكسور أمام السوق",
        "bogor " + "rusak " * 260,
        "\u202ebogor rusak jalan",
        "a" * 1530,
    ],
)
def test_any_text_is_processed_without_a_fault(town, text) -> None:
    town.text(text)

    assert town.errors == []
    assert [row["state"] for row in town.inbox()] == [inbound.DONE]


def test_an_emoji_alone_is_too_short_and_arabic_is_a_complaint(town) -> None:
    town.text("🔥")
    town.text("شارع مكسور أمام السوق")

    assert [row["entry"] for row in town.inbox()] == ["too_short", "report"]
