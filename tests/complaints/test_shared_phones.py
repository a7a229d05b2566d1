"""A phone is shared, lost and sold on: what is secret is told to nobody who does not know its number."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("text", ["BATAL", "TAMBAH: kejadiannya kemarin"])
def test_a_command_without_a_number_does_not_tell_of_a_secret_complaint(town, text: str) -> None:
    number = town.text("RAHASIA bogor lurah tajur minta uang 500rb untuk surat")[0].split()[1]
    (answer,) = town.text(text)
    assert number not in answer
    (told,) = town.text(f"BATAL {number}")
    assert number in told, "with its number it can be spoken of"
