"""Alphabets and segments: what a text costs, and that nothing of it is lost or torn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.codec import (
    GSM7_BASIC,
    GSM7_EXTENSION,
    foreign_characters,
    is_gsm7,
    segment_count,
    split,
    to_gsm7_lookalikes,
)

SEPTETS = GSM7_BASIC.replace("\x1b", "")
gsm7_texts = st.text(st.sampled_from(SEPTETS + "".join(GSM7_EXTENSION) * 4), max_size=700)
# Emoji are two code units each: often enough that one would be torn somewhere.
any_texts = st.text(st.one_of(st.characters(), st.sampled_from("a😀€漢")), max_size=400)


def septets(text: str) -> int:
    return sum(2 if character in GSM7_EXTENSION else 1 for character in text)


def code_units(text: str) -> int:
    return len(text.encode("utf-16-be", "surrogatepass")) // 2


def test_the_default_alphabet_has_128_places() -> None:
    assert len(GSM7_BASIC) == len(set(GSM7_BASIC)) == 128


@pytest.mark.parametrize(
    ("place", "character"),
    [(0x00, "@"), (0x0A, "\n"), (0x0D, "\r"), (0x1B, "\x1b"), (0x20, " "), (0x24, "¤"), (0x40, "¡"), (0x7F, "à")],
)
def test_a_character_stands_where_the_standard_puts_it(place: int, character: str) -> None:
    assert GSM7_BASIC[place] == character


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 459, 3),
        ("a" * 460, 4),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" + "€" * 80, 2),
        # 153 is odd, so a part holds 76 of these and one septet stays empty.
        ("€" * 152, 2),
        ("€" * 153, 3),
        ("漢" * 70, 1),
        ("漢" * 71, 2),
        ("漢" * 134, 2),
        ("漢" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        # 67 is odd too: 33 emoji in a part.
        ("😀" * 66, 2),
        ("😀" * 67, 3),
        ("a" * 159 + "漢", 3),
    ],
)
def test_a_text_costs_as_many_sms_as_the_standard_says(text: str, segments: int) -> None:
    assert segment_count(text) == segments


@given(gsm7_texts)
def test_the_default_alphabet_is_cut_into_parts_that_fit_and_join_to_the_text(text: str) -> None:
    segments = split(text)
    assert not segments.unicode
    assert "".join(segments.parts) == text
    room = 160 if len(segments.parts) == 1 else 153
    assert all(septets(part) <= room for part in segments.parts)


@given(any_texts.filter(lambda text: not is_gsm7(text)))
def test_unicode_is_cut_into_parts_that_fit_and_join_to_the_text(text: str) -> None:
    segments = split(text)
    assert segments.unicode
    assert "".join(segments.parts) == text
    room = 70 if len(segments.parts) == 1 else 67
    assert all(code_units(part) <= room for part in segments.parts)


@given(gsm7_texts | any_texts)
def test_no_part_has_room_for_what_begins_the_next(text: str) -> None:
    segments = split(text)
    width, room = (code_units, 67) if segments.unicode else (septets, 153)
    for part, following in zip(segments.parts, segments.parts[1:], strict=False):
        assert width(part + following[0]) > room


@given(st.integers(0, 200), st.integers(30, 80))
def test_a_surrogate_pair_is_never_split(before: int, emoji: int) -> None:
    parts = split("漢" * before + "😀" * emoji).parts
    # Half a pair cannot be encoded.
    assert "".join(part.encode("utf-16-be").decode("utf-16-be") for part in parts) == "".join(parts)


@pytest.mark.parametrize("before", range(150, 156))
def test_an_escape_and_its_character_stay_together(before: int) -> None:
    first, second = split("a" * before + "€" + "b" * 60).parts
    assert ("€" in first) == (before <= 151)
    assert ("€" in second) == (before > 151)


def test_the_escape_itself_is_no_character_of_a_text() -> None:
    assert not is_gsm7("\x1b")
    assert foreign_characters("a\x1b漢b漢") == "\x1b漢"


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("“Jalan” \u2018rusak\u2019", "\"Jalan\" 'rusak'"),
        ("di sini \u2013 ya…", "di sini - ya..."),
        ("RT\u00a003", "RT 03"),
        ("air\u200b mati", "air mati"),
        ("a\tb", "a b"),
    ],
)
def test_lookalikes_make_a_text_cheap(typed: str, sent: str) -> None:
    assert not is_gsm7(typed)
    assert to_gsm7_lookalikes(typed) == sent
    assert is_gsm7(sent)


@given(gsm7_texts)
def test_a_text_of_the_default_alphabet_is_left_as_it_is(text: str) -> None:
    assert to_gsm7_lookalikes(text) == text


@given(any_texts)
def test_lookalikes_change_nothing_that_the_default_alphabet_has(text: str) -> None:
    kept = [character for character in text if is_gsm7(character)]
    result = iter(to_gsm7_lookalikes(text))
    assert all(character in result for character in kept)
