"""The shipped model belongs to the shipped texts."""

from __future__ import annotations

from config.regions import load_region
from config.topics import load_catalogue
from routing.examples import shipped_examples
from routing.model_file import load
from routing.shipped import MODEL, router_of
from routing.train import version_of


def test_the_shipped_model_was_trained_on_the_shipped_texts() -> None:
    hint = "train it again: aduan route train --out config/model.npz"
    assert load(MODEL).version == version_of(shipped_examples(load_catalogue())), hint


def test_the_shipped_model_knows_every_topic_and_every_agency() -> None:
    catalogue = load_catalogue()
    model = load(MODEL)
    assert set(model.labels) == {topic.code for topic in catalogue.topics}
    assert set(model.groups) == {*catalogue.agencies, *catalogue.bodies}


def test_the_places_of_a_region_say_where_and_not_what() -> None:
    router = router_of(load_region("bogor"))
    decision = router.decide("jalan rusak di jl mawar kel bantarjati rt 3/5")
    assert decision.agency == "PUPR"
    assert {place.name for place in decision.places} >= {"Bantarjati"}
    for text in ("bau sekali di tanah sareal", "di tanah sareal bau sekali ya tanah sareal, tanah sareal"):
        placed = router.decide(text)
        assert [each.name for each in placed.places] == ["Tanah Sareal"]
        assert "BPN" not in [each.agency for each in placed.alternatives]
        assert not any("tanah" in reason for reason in placed.reasons)
