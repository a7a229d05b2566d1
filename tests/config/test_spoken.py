"""How people call a government beside its keywords."""

from __future__ import annotations

import pytest

from config.spoken import spoken


@pytest.mark.parametrize(
    ("name", "keywords", "names"),
    [
        ("Kota Bogor", ("bogor",), ("bogor", "kota bogor", "pemkot bogor", "kotamadya bogor")),
        ("Kabupaten Bogor", (), ("bogor", "kab bogor", "kabupaten bogor", "pemkab bogor")),
        ("Kab. Bogor", (), ("bogor", "kab bogor", "kabupaten bogor", "pemkab bogor")),
        ("Provinsi Jawa Barat", (), ("jawa barat", "prov jawa barat", "provinsi jawa barat")),
        ("Jawa Barat", (), ("jawa barat",)),
        ("Kota", (), ("kota",)),
        ("Kabupaten Ma'rang", (), ("marang", "kab marang")),
    ],
)
def test_a_name_is_spoken_with_the_kind_of_government_and_without(
    name: str, keywords: tuple[str, ...], names: tuple[str, ...]
) -> None:
    assert set(names) <= set(spoken(name, keywords))
    assert spoken(name, keywords)[0] == names[0]


def test_a_keyword_is_spoken_with_it_too() -> None:
    assert "kota bgr" in spoken("Kota Bogor", ("bgr", "kotabogor"))
    assert "kota kotabogor" not in spoken("Kota Bogor", ("bgr", "kotabogor"))


def test_nothing_calls_nothing() -> None:
    assert spoken("", ()) == ("",)
