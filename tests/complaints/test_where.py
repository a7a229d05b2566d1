"""The question where a matter is, and what is no answer to it."""


def test_a_lone_baru_is_no_place(town) -> None:
    (asked,) = town.text("bogor lampu jalan mati")
    assert "Di mana tempatnya?" in asked
    (told,) = town.text("BARU")
    assert "tempatnya kami catat" not in told
    assert "tempatnya kami catat" in town.text("dekat masjid al ikhlas")[0]
