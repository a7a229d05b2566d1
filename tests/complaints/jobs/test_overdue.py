"""Questions that nobody answers: what waited for the answer is filed all the same, on both databases."""

from __future__ import annotations

from datetime import timedelta

from complaints.jobs import overdue
from complaints.life.asking import Asked, question
from complaints.talk import reports
from complaints.talk.requests import written
from parsers.meaning import Add
from storage import dialogues
from storage.complaints import said_since

CITIZEN = "+6281110000100"


def settle(town, **later: float) -> int:
    town.clock.advance(timedelta(**later))
    return overdue.settle(town.database, town.processor.office, town.clock.now())


def ask(town, kind: Asked, **about) -> None:
    row = next(row for row in town.inbox() if row["address"] == CITIZEN)
    asked = question(kind, row["subscriber_id"], town.clock.now(), about=row["id"], **about)
    with town.database.write() as connection:
        dialogues.begin(connection, [asked])


def waiting(text: str, message: int, *candidates: str) -> dict:
    report = {"text": text, "kind": "aspiration", "anonymous": True, "secret": False}
    return {**report, "message": message, "candidates": list(candidates)}


def test_a_report_that_waits_for_its_region_is_filed_with_the_first(town) -> None:
    town.text("selamat pagi")
    (message,) = town.inbox()
    ask(town, Asked.REGION, state=waiting("jalan rusak di tajur", message["id"], "bogor", "other"))

    assert settle(town, minutes=119) == 0
    assert settle(town, minutes=1) == 1
    (row,) = town.complaints()
    assert (row["region"], row["text"], row["kind"], row["anonymous"]) == (
        "bogor",
        "jalan rusak di tajur",
        "aspiration",
        True,
    )
    assert town.answers()[-1].startswith(f"Laporan {row['number']} diterima")
    assert settle(town, days=1) == 0


def test_a_report_whose_regions_have_all_left_is_filed_with_who_is_there(town) -> None:
    town.text("selamat pagi")
    (message,) = town.inbox()
    ask(town, Asked.REGION, state=waiting("jalan rusak", message["id"], "gone"))
    settle(town, hours=3)
    assert [row["region"] for row in town.complaints()] == ["bogor"]


def test_words_that_wait_for_a_choice_go_to_the_newest_that_is_open(town) -> None:
    first = int(town.text("bogor jalan rusak di tajur")[0].split()[1])
    second = int(town.text("bogor lampu mati di sempur")[0].split()[1])
    state = {"numbers": [second, first], "request": written(Add(None, "makin parah")), "message": 1}
    ask(town, Asked.WHICH, state=state)
    settle(town, hours=3)
    ids = {row["number"]: row["id"] for row in town.complaints()}
    with town.database.read() as connection:
        assert said_since(connection, ids[second]) == ["makin parah"]
        assert said_since(connection, ids[first]) == []


def test_what_nothing_follows_from_is_forgotten_all_at_once(town, monkeypatch) -> None:
    """Hundreds of citizens a day do not say how content they are: not each of them is a transaction."""
    monkeypatch.setattr(overdue, "_settle", None)
    town.text("selamat pagi")
    for kind in (Asked.RATE, Asked.SIMILAR, Asked.WITHDRAW):
        ask(town, kind, state={"number": 1672888, "first": 1672888})
    assert settle(town, days=4) == 3
    assert settle(town, days=4) == 0


def test_what_needs_nobody_is_only_forgotten(town) -> None:
    number = int(town.text("bogor jalan rusak di tajur")[0].split()[1])
    town.text(f"BATAL {number}")
    before = town.complaints()
    assert settle(town, hours=3) == 1
    assert town.complaints() == before
    town.text("ya")
    assert town.complaints() == before


def test_a_report_that_cannot_be_filed_is_parked_and_keeps_no_other_waiting(town, monkeypatch) -> None:
    for text, sender in (("selamat pagi", CITIZEN), ("selamat siang", "+6281110000200")):
        town.text(text, sender)
    first, second = town.inbox()
    for message, said in ((first, "teks yang rusak"), (second, "jalan rusak di tajur")):
        row = question(
            Asked.REGION,
            message["subscriber_id"],
            town.clock.now(),
            about=message["id"],
            state=waiting(said, message["id"], "bogor"),
        )
        with town.database.write() as connection:
            dialogues.begin(connection, [row])
    whole = reports.open_complaint

    def broken(changes, office, people, new, **when):
        if new.text == "teks yang rusak":
            raise ValueError("a bug of the routing")
        return whole(changes, office, people, new, **when)

    monkeypatch.setattr(reports, "open_complaint", broken)
    assert settle(town, hours=3) == 1
    assert [row["text"] for row in town.complaints()] == ["jalan rusak di tajur"]
    assert [(row["id"], row["error"]) for row in town.inbox() if row["state"] == "parked"] == [
        (first["id"], "ValueError: a bug of the routing")
    ]
    assert settle(town, hours=1) == 0
