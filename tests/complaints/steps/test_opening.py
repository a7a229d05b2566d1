"""What is written down with a new complaint: why it went where it went, by which model, and what it looks like."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.life.numbers import number_of
from config.regions import load_region
from routing.shipped import router_of
from storage import complaints
from storage.contacts import ADMIN

TAX = "npwp saya tidak bisa diaktifkan di kantor pajak"


def test_the_decision_is_kept_as_it_was(town: Any) -> None:
    row = report(town, "jalan berlubang di depan pasar")
    decision = router_of(load_region("bogor")).decide("jalan berlubang di depan pasar")
    assert decision.agency == "PUPR"
    assert (row["topic"], row["confidence"], row["urgent"]) == (decision.topic, decision.confidence, False)
    assert row["routing"] == {
        "reasons": list(decision.reasons),
        "alternatives": [[each.agency, each.confidence] for each in decision.alternatives],
        "agency": "PUPR",
        "body": None,
        "model": decision.model,
        "quality": {"score": 1.0, "flags": [], "reasons": []},
    }


def test_the_agency_that_was_chosen_stays_written_when_another_has_it(staff: Any) -> None:
    staff.appoint("PUPR")
    number = staff.report()
    staff.town.text(f"TERUSKAN {number} DLH", "+6281112000001")
    row = staff.row(number)
    assert (row["agency"], row["routing"]["agency"]) == ("DLH", "PUPR")


@pytest.mark.parametrize(
    ("text", "score", "flags"),
    [
        ("wkwkwk wkwkwk", 0.1, ["prank"]),
        ("jalan rusak woy bangsat", None, ["abuse"]),
        ("jalan jalan jalan", 0.0, ["empty"]),
    ],
)
def test_what_may_be_no_complaint_is_marked_and_opened_all_the_same(
    town: Any, text: str, score: float | None, flags: list[str]
) -> None:
    quality = report(town, text)["routing"]["quality"]
    assert quality["flags"] == flags
    assert quality["score"] == score if score is not None else 0 < quality["score"] < 1
    assert len(quality["reasons"]) == 1


def test_what_is_hardly_a_complaint_is_looked_at_by_an_officer_though_an_agency_is_sure(town: Any) -> None:
    row = report(town, "hatiku berlubang seperti jalan di bogor")
    assert (row["status"], row["agency"], row["topic"]) == ("triage", None, None)
    assert row["routing"]["reasons"][0] == row["routing"]["quality"]["reasons"][0]


def test_danger_beside_another_matter_rings_the_phones_of_both(staff: Any) -> None:
    staff.appoint("DISDIK")
    staff.appoint("DAMKAR", "+6281112000002")
    staff.town.text("bogor guru honorer belum gajian tiga bulan, sekolah kami kebakaran sekarang")
    alerts = [row.text for row in staff.queued() if row.text.startswith("DARURAT")]
    assert len(alerts) == 2
    assert sum("ada di" in text for text in alerts) == 1


def test_the_admin_is_told_whom_to_call_about_danger_beside_another_matter(staff: Any) -> None:
    staff.appoint("DISDIK")
    staff.appoint(ADMIN, "+6281112000009")
    staff.town.text("bogor guru honorer belum gajian tiga bulan, sekolah kami kebakaran sekarang")
    assert any("Damkar belum terdaftar, tolong telepon mereka" in row.text for row in staff.queued())


def test_danger_is_believed_however_it_is_told(town: Any) -> None:
    row = report(town, "wkwkwk anjing kebakaran hebat di pasar bangsat")
    assert (row["agency"], row["urgent"]) == ("DAMKAR", True)


def test_what_is_nobodys_here_is_not_ours_at_once_and_the_history_says_why(town: Any) -> None:
    row = report(town, TAX)
    assert (row["status"], row["agency"], row["topic"]) == ("not_ours", None, "luar-pajak-pusat")
    assert (row["routing"]["agency"], row["routing"]["body"]) == (None, "KPP")
    with town.database.read() as connection:
        arrival, decline = complaints.events_of(connection, row["id"])
    assert (arrival["action"], arrival["after"]) == ("open", "new")
    assert (decline["action"], decline["before"], decline["after"]) == ("decline", "new", "not_ours")
    assert (decline["actor_kind"], decline["actor"]) == ("system", "router")
    assert "Kantor Pelayanan Pajak (KPP)" in decline["reason"]


def test_the_acknowledgement_names_who_is_in_charge_and_the_way_there(town: Any) -> None:
    (text,) = town.text(f"bogor {TAX}")
    row = town.complaints()[-1]
    assert row["number"] == number_of(row["id"], town.processor.office.number_key)
    assert text == (
        f"Laporan {row['number']} bukan wewenang pemerintah daerah, tetapi Kantor Pelayanan Pajak "
        "(KPP). Caranya: telepon Kring Pajak 1500200 atau datang ke kantor pajak (KPP) terdekat. "
        "Laporan Anda kami catat. Kalau kami keliru, kirim laporan lagi dengan kata lain."
    )


def test_no_news_follow_what_the_acknowledgement_has_told(staff: Any) -> None:
    staff.report(f"bogor {TAX}")
    staff.later(minutes=30)
    assert len(staff.queued()) == 1


def report(town: Any, text: str) -> Any:
    """Report, and give the complaint."""
    town.text(f"bogor {text}")
    return town.complaints()[-1]
