"""The walk through a menu: every key leads where the screen says, nothing typed is ever lost or raises."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.menu_layout import LONGEST_VALUES, MOST_ITEMS
from config.menus import START, load_menu
from parsers.menu import Walk
from parsers.menu_place import Act, ActName, Place, Shown, place_of
from sms.codec import is_gsm7, segment_count

MENU = load_menu()
BOGOR = {"keyword": "BOGOR", "emergency": "112", "region": "Kota Bogor"}
WALK = Walk(MENU, "id", BOGOR)
WALKS = [Walk(MENU, language, LONGEST_VALUES) for language in MENU.languages]
LINES = [f"{1000000 + number} menunggu jawaban Anda" for number in range(7)]

LAPOR = "Lapor apa?\n1 Jalan, jembatan\n2 Lampu jalan\n3 Sampah\n9 lanjut\n0 kembali"


def typed(*inputs: str, walk: Walk = WALK) -> Shown:
    """Type one after the other from the start, and give what is seen last."""
    shown = walk.begin()
    for each in inputs:
        assert shown.place is not None, "the session is over"
        shown = walk.step(shown.place, each)
        if shown.act and shown.act.name is ActName.STATUS and shown.place:
            shown = walk.listed(shown.place, LINES)
    return shown


def test_a_menu_opens_at_its_start_with_the_regions_name() -> None:
    shown = WALK.begin()
    assert shown.text == (
        "Layanan Kota Bogor\n1 Lapor masalah\n2 Cek laporan saya\n3 Nomor darurat\n4 Info layanan\n9 lanjut"
    )
    assert shown.place == Place()
    assert shown.act is None


@pytest.mark.parametrize(
    "first",
    ["1", "1.", " 1 ", "1)", "- 1", "1 lapor", "1lapor", "l", "I", "lapor", "LAPOR", "Lapor masalah", "1, lapor pak"],
)
def test_an_item_is_chosen_by_its_number_however_it_is_written_or_by_its_first_word(first: str) -> None:
    assert typed(first).text == LAPOR


def test_a_first_word_that_two_items_share_chooses_neither() -> None:
    assert typed("4", "2", "surat").text.startswith("Surat keterangan")
    assert typed("4", "2", "izin").text.startswith("Maaf, pilih angka:\nSurat dan izin")


def test_a_number_of_another_page_of_the_screen_counts_too() -> None:
    assert typed("1", "7").text == typed("1", "9", "9", "7").text
    assert typed("6").text.startswith("Pilih dengan mengetik angkanya.")


@pytest.mark.parametrize("wrong", ["8", "99", "xyz", "", "   ", "*", "tolong pak", "\u0661"])
def test_what_is_on_no_screen_repeats_it_with_a_hint(wrong: str) -> None:
    shown = typed(wrong)
    assert shown.text == f"Maaf, pilih angka:\n{WALK.begin().text}"
    assert shown.place == Place()


@pytest.mark.parametrize("back", ["0", "O", "o", " 0.", "0 kembali", "kembali", "Kembali"])
def test_0_leads_one_step_back_however_it_is_written(back: str) -> None:
    assert typed("1", back) == WALK.begin()


def test_0_leads_back_to_the_page_one_came_from() -> None:
    assert typed("9", "4", "0") == typed("9")
    assert typed("9", "0") == WALK.begin()


@pytest.mark.parametrize("start", ["00", "OO", "00.", "0o"])
def test_00_leads_to_the_start_from_everywhere(start: str) -> None:
    for _, place in reachable(WALK):
        assert WALK.step(place, start) == WALK.begin()


@pytest.mark.parametrize("more", ["9", "9.", "lanjut", "9 lanjut"])
def test_9_leads_to_the_next_page(more: str) -> None:
    assert typed("1", more).text.startswith("Lapor apa?\n4 Air PDAM")


def test_after_the_last_page_there_is_no_next() -> None:
    assert typed("9", "9").text == f"Maaf, pilih angka:\n{typed('9').text}"


def test_0_at_the_start_ends_the_session() -> None:
    assert typed("0") == Shown("Terima kasih. Darurat: 112", None)


def test_a_report_has_its_topic_and_its_words_and_ends_the_session() -> None:
    assert typed("1", "1").text.startswith("Tulis masalah dan tempatnya")
    shown = typed("1", "1", " lubang besar depan pasar ")
    assert shown.act == Act(ActName.REPORT, {"topic": "Jalan rusak", "text": "lubang besar depan pasar"})
    assert shown.place is None
    assert shown.text.startswith("Laporan diterima.")


def test_a_report_without_a_topic_has_none_also_after_another_choice() -> None:
    act = Act(ActName.REPORT, {"text": "anjing liar di sekolah"})
    assert typed("1", "8", "anjing liar di sekolah").act == act
    assert typed("1", "3", "0", "8", "anjing liar di sekolah").act == act


@pytest.mark.parametrize(
    "text", ["9 rumah terendam", "3 lubang besar", "1. jalan rusak", "lapor jalan rusak", "banjir"]
)
def test_a_report_may_begin_with_a_number_or_a_word_of_the_menu_and_a_cry_for_help_may_be_short(text: str) -> None:
    assert typed("1", "8", text).act == Act(ActName.REPORT, {"text": text})


@pytest.mark.parametrize("text", ["1", "12345678", "ya", "halo", ""])
def test_too_little_for_a_report_is_asked_again(text: str) -> None:
    shown = typed("1", "1", text)
    assert shown.text.startswith("Tulis lebih lengkap:\nTulis masalah dan tempatnya")
    assert typed("1", "1", text, "jalan rusak depan pasar").act is not None


def test_the_status_is_asked_of_the_caller_and_listed_in_pages() -> None:
    asked = WALK.step(Place(), "2")
    assert asked.act == Act(ActName.STATUS)
    assert typed("2").text == f"Laporan terbuka:\n{LINES[0]}\n{LINES[1]}\n{LINES[2]}\n9 lanjut\n0 kembali"
    assert typed("2", "9", "9").text == f"Laporan terbuka:\n{LINES[6]}\n0 kembali"
    assert typed("2", "9", "9", "9") == typed("2", "9", "9")
    assert typed("2", "9", "0") == typed("2")
    assert typed("2", "0") == WALK.begin()


def test_who_has_no_open_reports_is_told_so() -> None:
    place = WALK.step(Place(), "2").place
    assert place is not None
    assert WALK.listed(place, []).text == "Tidak ada laporan terbuka dari nomor ini.\n0 kembali"


def test_braces_and_long_lines_of_a_list_are_only_text() -> None:
    shown = WALK.listed(Place("status"), ["{region} " + "x" * 200])
    assert shown.text == f"Laporan terbuka:\n{{region}} {'x' * 31}\n0 kembali"


def test_a_language_is_set_and_the_start_shown_in_it() -> None:
    shown = typed("5", "2")
    assert shown.act == Act(ActName.LANGUAGE, {"code": "en"})
    assert shown.text.startswith("Services of Kota Bogor\n1 Report a problem")
    assert shown.place == Place()


def test_who_comes_back_is_asked_whether_to_go_on() -> None:
    place = typed("4", "1").place
    assert place is not None
    offered = WALK.offer(place)
    assert offered.text == "Yang tadi belum selesai.\n1 Lanjutkan\n2 Mulai baru"
    assert offered.place is not None
    assert WALK.step(offered.place, "1") == typed("4", "1")
    assert WALK.step(offered.place, "lanjutkan") == typed("4", "1")
    for anew in ("2", "0", "00", "mulai baru"):
        assert WALK.step(offered.place, anew) == WALK.begin()
    assert WALK.step(offered.place, "3").text == f"Maaf, pilih angka:\n{offered.text}"


def test_only_beyond_the_start_is_there_something_to_go_on_with() -> None:
    assert not Place().is_deep
    assert not Place(page=1).is_deep
    deep = typed("4").place
    assert deep is not None
    assert deep.is_deep


def test_a_way_in_circles_does_not_grow(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        '[screens.alamat]\ntext = { id = "A" }\n'
        'items = [{ label = { id = "B" }, to = "layanan" }, { label = { id = "C" }, to = "start" }]\n'
    )
    walk = Walk(load_menu(path), "id", BOGOR)
    assert typed("4", "4", "1", walk=walk) == typed("4", walk=walk)
    assert typed("4", "4", "2", walk=walk) == walk.begin()


def test_a_place_outlives_being_written_down() -> None:
    for _, place in reachable(WALK):
        assert place_of(MENU, json.loads(json.dumps(place.as_json()))) == place


@pytest.mark.parametrize(
    "written", [None, {}, [], "start", {"screen": "gone", "page": 0, "answers": {}}, {"screen": 1}]
)
def test_a_place_that_is_no_more_is_none(written: object) -> None:
    assert place_of(MENU, written) is None


def test_a_place_whose_way_is_no_more_leads_back_to_the_start_and_a_page_that_is_no_more_to_the_last() -> None:
    written = {"screen": "ktp", "page": 7, "answers": {}, "came_from": {"screen": "gone", "page": 0, "answers": {}}}
    place = place_of(MENU, written)
    assert place is not None
    shown = WALK.show(place)
    assert shown.text.startswith("KTP\n1 Baru")
    assert shown.place is not None
    assert WALK.step(shown.place, "0") == WALK.begin()


def reachable(walk: Walk) -> Iterator[tuple[tuple[str, ...], Place]]:
    """Walk over every page of every screen that somebody can come to, with what leads there."""
    found: dict[tuple[str, int], tuple[tuple[str, ...], Place]] = {(START, 0): ((), Place())}
    waiting = deque(found.values())
    while waiting:
        inputs, place = waiting.popleft()
        yield inputs, place
        for key in "12345678":
            shown = walk.step(place, key)
            for each in (shown.place, walk.step(place, "9").place):
                if each and not shown.act and (each.screen, each.page) not in found:
                    found[each.screen, each.page] = ((*inputs, key), each)
                    waiting.append(found[each.screen, each.page])


def test_every_page_of_every_screen_can_be_come_to() -> None:
    come_to = {(place.screen, place.page) for _, place in reachable(WALK)}
    all_pages = {(name, page) for name, screen in MENU.screens.items() for page in range(len(screen.pages["id"]))}
    assert come_to == {pair for pair in all_pages if not MENU.screens[pair[0]].act}


def test_every_session_can_be_left_from_everywhere_by_going_back() -> None:
    for _, place in reachable(WALK):
        here: Place | None = place
        for _ in range(50):
            if here is None:
                break
            shown = WALK.step(here, "0")
            here = shown.place
        assert here is None


def test_from_every_screen_somebody_gets_something() -> None:
    """An end that is worth the way: something to read, a report, the status, a language."""
    for _, place in reachable(WALK):
        assert gets_something(place, set()), place.screen


def gets_something(place: Place, seen: set[str]) -> bool:
    screen = MENU.screens[place.screen]
    if screen.ask or screen.act or not screen.items:
        return True
    seen.add(place.screen)
    steps = [WALK.step(place, str(number)) for number in range(1, len(screen.items) + 1)]
    return any(
        step.act or (step.place and step.place.screen not in seen and gets_something(step.place, seen))
        for step in steps
    )


KEYS = st.sampled_from(["0", "00", "1", "2", "3", "4", "5", "6", "7", "8", "9", "lanjut", "x"])
INPUTS = st.lists(KEYS | KEYS | st.text(max_size=200), max_size=30)


@given(st.sampled_from(WALKS), INPUTS)
def test_whatever_is_typed_the_screen_fits_and_the_place_can_be_written_down(walk: Walk, inputs: list[str]) -> None:
    shown = walk.begin()
    for each in inputs:
        if shown.place is None:
            shown = walk.begin()
        assert shown.place is not None
        shown = walk.step(shown.place, each)
        if shown.act and shown.act.name is ActName.STATUS and shown.place:
            shown = walk.listed(shown.place, LINES)
        assert fits(shown.text)
        if shown.place:
            assert place_of(MENU, json.loads(json.dumps(shown.place.as_json()))) == shown.place
            assert fits(walk.offer(shown.place).text)


def fits(text: str) -> bool:
    choices = sum(line[:1].isdigit() and line[1:2] == " " for line in text.splitlines())
    return bool(text) and is_gsm7(text) and segment_count(text) == 1 and choices <= MOST_ITEMS
