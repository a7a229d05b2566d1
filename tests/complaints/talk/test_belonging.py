"""Whether a text that came soon after is about the same: a matter too many is better than one that is lost."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from complaints.talk.belonging import belongs, lacks_another_thing, points_elsewhere
from routing.decide import Alternative, Decision
from routing.place import Place

ROAD = SimpleNamespace(agency="PUPR", topic="jalan-rusak", urgent=False)
TRIAGE = SimpleNamespace(agency=None, topic=None, urgent=False)
TAJUR, SEMPUR = Place("village", "Tajur", None, ((0, 5),)), Place("village", "Sempur", None, ((0, 6),))


def decided(agency: str | None = None, topic: str | None = None, **said) -> Decision:
    known = {"confidence": 0.9, "alternatives": (), "reasons": (), "urgent": False, **said}
    return Decision(agency=agency, topic=topic, **known)


def joins(text: str, decision: Decision, complaint=ROAD, places=(), *, told_where: bool = True) -> bool:
    return belongs(text, decision, complaint, places, told_where=told_where)


def test_a_sure_matter_with_its_own_place_does_not_take_an_unsure_one_along() -> None:
    sure = decided("DISDIK", "guru")
    assert not joins("gurunya tidak masuk di sdn 2", sure, TRIAGE)
    assert joins("lampunya mati di rt 3", sure, TRIAGE, told_where=False), "the first half named no place"


def test_words_that_point_nowhere_are_more_about_the_last_report() -> None:
    assert joins("tolong cepat pak sudah seminggu", decided())
    assert joins("tolong cepat pak sudah seminggu", decided(), TRIAGE)


def test_the_same_matter_again_is_the_same_unless_it_names_another_place() -> None:
    same = decided("PUPR", "jalan-rusak")
    assert joins("lubangnya dalam sekali", same)
    assert not joins("jalan rusak juga di depan sdn 2", same)
    assert joins("jalan rusaknya di depan sdn 2", same, told_where=False)


@pytest.mark.parametrize(
    "other", [decided("DLH", "sampah"), decided("PUPR", "trotoar"), decided(body="KPP"), decided("PUPR", urgent=True)]
)
def test_another_matter_stays_another(other: Decision) -> None:
    assert not joins("lain", other)


def test_what_may_be_for_another_office_is_no_more_about_this_one() -> None:
    assert not joins("air keruh", decided(alternatives=(Alternative("PDAM", 0.5), Alternative("DLH", 0.2))))
    assert joins("makin parah", decided(alternatives=(Alternative("PUPR", 0.5), Alternative("PDAM", 0.4))))
    assert joins("makin parah", decided(alternatives=(Alternative("PDAM", 0.3),)))


def test_another_village_is_another_matter() -> None:
    assert not joins("di Sempur", decided(places=(SEMPUR,)), places={("village", "Tajur")})
    assert joins("di Tajur itu", decided(places=(TAJUR,)), places={("village", "Tajur"), ("street", "Jalan Tajur")})
    assert joins("di Tajur itu", decided(places=(TAJUR,)))


def test_an_answer_points_elsewhere_only_if_another_office_is_sure() -> None:
    assert points_elsewhere(decided("PDAM"), ROAD)
    assert not points_elsewhere(decided("PUPR", "trotoar"), ROAD)
    assert not points_elsewhere(decided(alternatives=(Alternative("PDAM", 0.5),)), ROAD)


def test_what_is_not_there_yet_is_the_matter_itself_or_another() -> None:
    assert lacks_another_thing("Belum ada air dari kemarin di rt 3 tajur", "jalan rusak depan pasar")
    assert lacks_another_thing("belum ada air juga", "air pdam mati") is False
    assert lacks_another_thing("pak belum ada perbaikan", "jalan rusak depan pasar") is False
    assert lacks_another_thing("belum ada", "jalan rusak depan pasar") is None
    assert lacks_another_thing("belum, masih bolong", "jalan rusak depan pasar") is None
