"""A list as SMS: whole items, few SMS, and what did not fit is counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.watch.task_list import MOST_SMS, Item, write
from sms.codec import is_gsm7, segment_count

HEAD = "Dinas PUPR 23/11 07:30: 12 laporan baru, balas TERIMA nomor"

texts = st.text(max_size=400) | st.text("abc {}[]€é漢😀\n", max_size=300)
items = st.lists(
    st.builds(Item, st.integers(10**6, 10**9 - 1), st.sampled_from(["", "DARURAT", "PUPR proses"]), texts), max_size=40
)


def more(count: int) -> str:
    return f"+{count} lagi: balas TUGAS 2"


def roads(count: int, text: str = "jalan berlubang di depan pasar, sudah tiga bulan tidak diperbaiki") -> list[Item]:
    return [Item(1_000_000 + place, "", text) for place in range(count)]


@given(items, st.integers(0, 500))
def test_each_sms_is_one_segment_each_item_whole_and_nothing_is_left_out_uncounted(given_items, unseen: int) -> None:
    total = len(given_items) + unseen
    listed = write(HEAD, given_items, total, more)
    lines = [line for text in listed.texts for line in text.split("\n")]

    assert len(listed.texts) <= MOST_SMS
    assert all(segment_count(text) == 1 and is_gsm7(text) for text in listed.texts)
    shown = [line for line in lines[1:] if not line.startswith("+")]
    assert [int(line.split()[0]) for line in shown] == [item.number for item in given_items[: listed.shown]]
    assert lines[0] == HEAD
    if listed.shown < total:
        assert lines[-1] == more(total - listed.shown)


def test_a_single_item_is_told_at_length_and_many_are_told_in_short() -> None:
    (alone,) = write(HEAD, roads(1), 1, more).texts
    assert alone.endswith("1000000 jalan berlubang di depan pasar, sudah tiga bulan tidak diperbaiki")
    many = write(HEAD, roads(8), 8, more)
    assert many.shown == 8
    assert all(len(line) <= 45 for text in many.texts for line in text.split("\n")[1:])


def test_more_than_fits_is_counted_at_the_end() -> None:
    listed = write(HEAD, roads(20), 33, more)
    assert len(listed.texts) == MOST_SMS
    assert listed.shown == 7
    assert listed.texts[-1].endswith("\n+26 lagi: balas TUGAS 2")


def test_a_mark_stands_between_the_number_and_the_text() -> None:
    item = Item(1672888, "DARURAT", "pohon tumbang\nmenimpa rumah")
    assert item.written(60) == "1672888 DARURAT: pohon tumbang menimpa rumah"


@pytest.mark.parametrize(
    ("number", "text", "place", "is_added"),
    [
        (1445562, "sampah menumpuk sudah seminggu tidak ada yang angkut", "Jalan Mawar 2", True),
        (1335571, "ikan di laut mati semua dan baunya sampai ke rumah", "Gang Aut", True),
        (1335571, "di jl mawar sampah menumpuk sudah seminggu lamanya", "Jalan Mawar", False),
        (1335571, "kel bantarjati sampah menumpuk sudah seminggu lama", "Bantarjati", False),
    ],
)
def test_a_place_stands_at_the_end_unless_the_text_names_it(
    number: int, text: str, place: str, *, is_added: bool
) -> None:
    written = Item(number, "", f"{text} dan tidak ada yang datang ke sini", place).written(60)
    assert len(written) <= 60
    assert written.endswith(f" ({place})") is is_added


def test_another_script_costs_no_more_and_its_number_is_there() -> None:
    assert Item(1672888, "", "ꦢꦭꦤ꧀ rusak 😀 é").written(60).startswith("1672888 ?")
    assert is_gsm7(Item(1672888, "", "ꦢꦭꦤ꧀ rusak 😀 é").written(60))
