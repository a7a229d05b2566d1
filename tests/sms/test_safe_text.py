"""Citizens' text does no harm to terminals, tables, spreadsheets and databases."""

from __future__ import annotations

import itertools
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.safe_text import _harmless, for_spreadsheet, mask_nik, mask_number, mask_phones, one_line, storable

texts = st.text(st.characters(exclude_categories=()) | st.sampled_from("\x1b\x9b\n\u202e=+-@\x00"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("jalan\nrusak\r\n parah\t!", "jalan rusak parah !"),
        ("\x1b[2J\x1b]0;owned\x07", "�[2J�]0;owned�"),
        ("\x9b31m merah", "�31m merah"),
        ("\u202etxt.exe", "�txt.exe"),
        ("a\u2066b\u2069\u200f", "a�b��"),
        ("\x00", "�"),
        ("air mati 😀", "air mati 😀"),
        ("jalan\u2028rusak", "jalan�rusak"),
    ],
)
def test_control_and_direction_characters_are_shown_as_replaced(text: str, shown: str) -> None:
    assert one_line(text) == shown


def test_what_is_printable_is_harmless() -> None:
    """So `one_line` need not look at each character of a text that is."""
    printable = filter(str.isprintable, map(chr, range(sys.maxunicode + 1)))
    assert [each for each in printable if _harmless(each) != each] == []


@given(texts)
def test_one_line_is_one_line_of_what_can_be_printed(text: str) -> None:
    shown = one_line(text)
    assert len(shown.splitlines()) <= 1
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert one_line(shown) == shown
    shown.encode()


@given(texts, st.integers(3, 80))
def test_a_long_text_is_cut_and_says_so(text: str, limit: int) -> None:
    whole, cut = one_line(text), one_line(text, limit)
    assert len(cut) <= limit
    assert cut == whole if len(whole) <= limit else cut.endswith("...")


@pytest.mark.parametrize("formula", ["=1+1", "+62811", "-5", "@SUM(A1)", "\t=1", " =1", "\n@x", "\r=cmd|'/c calc'!A1"])
def test_a_formula_is_quoted_for_a_spreadsheet(formula: str) -> None:
    assert for_spreadsheet(formula)[0] == "'"


@given(texts)
def test_no_cell_of_a_spreadsheet_begins_like_a_formula(text: str) -> None:
    assert not for_spreadsheet(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.from_regex(r"\+[1-9][0-9]{8,14}", fullmatch=True))
def test_a_masked_number_keeps_its_ends_and_nobody_can_complete_it(number: str) -> None:
    masked = mask_number(number)
    assert number not in masked
    assert (masked[:5], masked[-3:]) == (number[:5], number[-3:])
    assert sum(character.isdigit() for character in masked) == 7


@pytest.mark.parametrize(
    ("address", "shown"),
    [("+6281110002222", "+6281***222"), ("1708", "1708"), ("BANKABC", "BA***"), ("081110002222", "08***"), ("", "")],
)
def test_numbers_are_masked_and_short_codes_are_not(address: str, shown: str) -> None:
    assert mask_number(address) == shown


@given(texts)
def test_what_is_storable_has_no_nul_and_can_be_encoded_and_stays(text: str) -> None:
    stored = storable(text)
    assert "\x00" not in stored
    assert stored.encode().decode() == stored
    assert storable(stored) == stored


@given(st.text().filter(lambda text: "\x00" not in text))
def test_an_honest_text_is_stored_as_it_is(text: str) -> None:
    assert storable(text) == text


def test_the_halves_of_an_emoji_become_one_again() -> None:
    assert storable("\ud83d\ude00") == "😀"
    assert storable("a\ud83db") == "a\ufffdb"


@pytest.mark.parametrize(
    "nik",
    [
        "3271010101900001",
        "3271 0101 0190 0001",
        "327101 010190 0001",
        "32.71.01.010190.0001",
        "3271-0101-0190-0001",
        "3271014101900001",
        "1101017112990001",
    ],
)
def test_the_number_of_an_identity_card_is_masked(nik: str) -> None:
    assert mask_nik(f"Budi/{nik}/Jabar") == "Budi/(NIK)/Jabar"
    assert mask_nik(f"nik saya {nik}, rt 3") == "nik saya (NIK), rt 3"


def test_an_identity_card_beside_a_complaints_number_is_masked() -> None:
    assert mask_nik("tambah 1672888 3271010101900001") == "tambah 1672888 (NIK)"


@pytest.mark.parametrize(
    "text",
    [
        "1672888",
        "1.672.888",
        "cek 1672888 dan 8936449",
        "081110001234",
        "1001010101900001",
        "3271013201900001",
        "3271010113900001",
        "32710101019000012",
        "1672888 320101010",
        "16 digit",
        "",
    ],
)
def test_what_is_no_identity_card_stays(text: str) -> None:
    assert mask_nik(text) == text


@st.composite
def niks(draw: st.DrawFn) -> str:
    day = draw(st.integers(1, 31)) + 40 * draw(st.booleans())
    born = f"{day:02}{draw(st.integers(1, 12)):02}{draw(st.integers(0, 99)):02}"
    place = f"{draw(st.integers(11, 97))}{draw(st.integers(0, 9999)):04}"
    digits = f"{place}{born}{draw(st.integers(0, 9999)):04}"
    groups = draw(st.sampled_from([[16], [4, 4, 4, 4], [6, 6, 4], [2, 2, 2, 6, 4], [2, 4, 6, 4]]))
    ends = list(itertools.accumulate(groups))
    pieces = [digits[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    return draw(st.sampled_from(" .-")).join(pieces)


around = st.text("abc ,:/#()\n", max_size=20)


@given(around, niks(), around)
def test_every_identity_card_is_masked_wherever_it_stands(before: str, nik: str, after: str) -> None:
    assert mask_nik(f"{before}{nik}{after}") == f"{before}(NIK){after}"


@given(
    st.integers(10**6, 10**9 - 1), st.lists(st.integers(0, 10**9), max_size=4), st.sampled_from([" ", ", ", "/", "#"])
)
def test_a_complaints_number_is_never_touched(number: int, others: list[int], between: str) -> None:
    text = between.join(map(str, [number, *others]))
    assert mask_nik(text).startswith(str(number))


@given(st.text())
def test_what_is_masked_has_nothing_more_to_mask(text: str) -> None:
    assert mask_nik(mask_nik(text)) == mask_nik(text)


@pytest.mark.parametrize(
    "phone",
    [
        "081110000100",
        "0811-1000-0100",
        "(0811) 1000 0100",
        "(0811). 1000. 0100",
        "0811/1000/0100",
        "0811,1000,0100",
        "0811_1000_0100",
        "0811\N{EN DASH}1000\N{EN DASH}0100",
        "08 11 10 00 01 00",
        "811-1000-0100",
        "81110000100",
        "+6281110000100",
        "62 811 1000 0100",
        "62811 1000 0100",
        "+62 (0)811 1000 0100",
        "0062 811 1000 0100",
        "\N{FULLWIDTH DIGIT ZERO}\N{FULLWIDTH DIGIT EIGHT}1110000100",
        "0811\N{ZERO WIDTH SPACE}1000\N{ZERO WIDTH SPACE}0100",
        "0251 8321075",
        "(0251) 8321-075",
        "021-8321075",
    ],
)
def test_a_phone_number_is_masked_however_it_is_written(phone: str) -> None:
    assert mask_phones(phone) == "(nomor)"
    assert mask_phones(f"hubungi {phone}, rt 3") == "hubungi (nomor), rt 3"
    assert mask_phones(f"tambah 1672888 {phone}") == "tambah 1672888 (nomor)"


def test_the_address_of_a_mailbox_is_masked() -> None:
    assert mask_phones("balas ke budi.s+lapor@warga.bogor.go.id ya") == "balas ke (email) ya"


def test_two_phone_numbers_beside_each_other_are_both_masked() -> None:
    assert mask_phones("0811 1000 0100, 0811 1000 0200") == "(nomor), (nomor)"


@pytest.mark.parametrize(
    "text",
    [
        "1672888",
        "8936449",
        "cek 8936449 1672888 03",
        "no 812 1672888",
        "8.936.449",
        "Rp 1.500.000",
        "Rp850000000",
        "Rp. 850.000.000",
        "rugi 850.000.000",
        "850000000 rupiah",
        "500 ribu",
        "tgl 08/11/2026 jam 08.30-10.00",
        "08-11-2026 10:30:15",
        "08:15 sampai 10:45",
        "2026-11-23 08:30:00",
        "RT 001/002/003",
        "jam 08.00",
        "-6.595038, 106.816635",
        "",
    ],
)
def test_what_is_no_phone_number_stays(text: str) -> None:
    assert mask_phones(text) == text


@st.composite
def phones(draw: st.DrawFn) -> str:
    first = draw(st.sampled_from(["0811", "+62811", "+62 811", "0062811", "62811", "(0811)", "811"]))
    rest = draw(st.from_regex(r"[0-9]{7,8}", fullmatch=True).filter(lambda digits: "1672888" not in digits))
    sign = draw(
        st.sampled_from(["", " ", "-", ".", "/", ",", "_", "\N{EN DASH}", " - ", ". "]).filter(lambda s: len(s) < 3)
    )
    return sign.join([first, rest[:4], rest[4:]])


@given(around, phones(), around)
def test_every_phone_number_is_masked_wherever_it_stands(before: str, phone: str, after: str) -> None:
    assert not any(digit.isdigit() for digit in mask_phones(f"{before}x {phone} x{after}"))


@given(st.text(st.sampled_from("0123456789 .,/+()x\n-@"), max_size=60))
def test_what_has_no_phone_number_left_stays(text: str) -> None:
    masked = mask_phones(text)
    assert mask_phones(masked) == masked
