"""The texts for citizens, and what keeps a wrong one from being sent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import config.texts
from complaints.lifecycle import Status
from config.errors import ConfigError
from config.text_keys import DECLARATIONS, LONGEST, STATUSES
from config.texts import Texts, load_texts
from sms.codec import is_gsm7, segment_count

SHIPPED = Path(config.texts.__file__).parent / "texts"
LANGUAGES = sorted(path.stem for path in SHIPPED.glob("*.toml"))
SOME: dict[str, str | int] = {
    "number": 1234567,
    "agency": "Dinas PUPR",
    "status": "ditutup",
    "date": "21/11 09:30",
    "keyword": "BOGOR",
    "emergency": "112",
    "text": "Sudah ditambal.",
    "note": "itu jalan provinsi",
    "count": 7,
    "page": 2,
    "verb": "PROSES",
    "body": "Kantor Pelayanan Pajak (KPP)",
    "reach": "telepon Kring Pajak 1500200",
}


@pytest.fixture(params=LANGUAGES)
def texts(request: pytest.FixtureRequest) -> Texts:
    return load_texts(request.param)


def test_indonesian_and_english_are_shipped() -> None:
    assert {"id", "en"} <= set(LANGUAGES)


@pytest.mark.parametrize("key", DECLARATIONS)
def test_every_text_is_in_every_language_and_within_its_price(texts: Texts, key: str) -> None:
    longest = texts.longest(key)
    assert is_gsm7(longest)
    assert segment_count(longest) <= DECLARATIONS[key].segments


@pytest.mark.parametrize("key", [key for key in DECLARATIONS if "number" in DECLARATIONS[key].placeholders])
def test_the_number_is_in_the_two_lines_that_a_small_phone_shows(texts: Texts, key: str) -> None:
    assert "1234567" in render(texts, key)[:30]


@pytest.mark.parametrize("key", [key for key in DECLARATIONS if "status" in DECLARATIONS[key].placeholders])
def test_the_new_state_begins_in_the_two_lines_that_a_small_phone_shows(texts: Texts, key: str) -> None:
    assert render(texts, key).index("ditutup") < 20


@pytest.mark.parametrize("key", DECLARATIONS)
def test_no_text_holds_a_link(texts: Texts, key: str) -> None:
    assert not re.search(r"https?:|www\.|\w\.(id|com)\b", texts.longest(key))


def test_every_state_of_a_complaint_has_a_name(texts: Texts) -> None:
    assert set(STATUSES) == set(Status)
    assert all(texts.status(status) for status in Status)


def test_a_text_is_filled_in() -> None:
    assert load_texts("id").render("reply", number=1234567, agency="Dinas PUPR", text="Sudah ditambal.") == (
        "Laporan 1234567, jawaban Dinas PUPR: Sudah ditambal."
    )


def test_braces_in_an_officers_words_are_only_words(texts: Texts) -> None:
    assert "{number}" in texts.render("reply", number=1, agency="x", text="{number}")


def test_an_officer_who_says_nothing_leaves_no_blank_at_the_end(texts: Texts) -> None:
    assert texts.render("not_ours", number=1234567, text="")[-1] == "."


def test_a_text_is_given_exactly_its_placeholders(texts: Texts) -> None:
    with pytest.raises(TypeError, match=r"ack_triage is given \['agency', 'number'\], it takes \['number'\]"):
        texts.render("ack_triage", number=1, agency="x")


def test_a_language_that_is_not_shipped_names_those_that_are() -> None:
    with pytest.raises(ConfigError, match=r"no texts in the language 'xyz'\. Known: en, id"):
        load_texts("xyz")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("help =", "halp =", "halp: no such text. Did you mean 'help'?"),
        ('ack_triage = "', 'ack_triage = "\N{RIGHT SINGLE QUOTATION MARK}', "ack_triage: has characters that make an "),
        ('closed = "ditutup"', 'closed = "ditut\N{SNOWMAN}p"', "status.closed: has characters that make an SMS twice"),
        (
            "{status}. Belum",
            "{status} {numbr}. Belum",
            "update_ended: unknown placeholder {numbr}. Did you mean 'number'?",
        ),
        (
            "Laporan {number}: {status}. Belum",
            "Laporan: {status}. Belum",
            "update_ended: lacks the placeholder {number}",
        ),
        (
            "Laporan {number}: {status}. Belum",
            "{number!r}",
            "update_ended: unknown placeholder {number!r}. Did you mean",
        ),
        (
            "Laporan {number}: {status}. Belum",
            "{number:>99}",
            "update_ended: unknown placeholder {number:>99}. Did you",
        ),
        (
            "Laporan {number}: {status}. Belum",
            "{number.real}",
            "update_ended: unknown placeholder {number.real}. Did you",
        ),
        ("Laporan {number}: {status}. Belum", "{number} {", "update_ended: has braces that do not match"),
        ('"Kabar tidak', '"{number}', "stopped: unknown placeholder {number}"),
        ('closed = "ditutup"', 'closed = "{number}"', "status.closed: unknown placeholder {number}"),
        ('closed = "ditutup"', 'closed = " "', "status.closed: is empty"),
        ('closed = "ditutup"', "closed = 1", "status.closed: should be text in quotes"),
        ('closed = "ditutup"', 'close = "ditutup"', "status.close: no such text. Did you mean 'closed'?"),
        (
            "Terima kasih sudah melapor.",
            "x" * 140,
            "update_resolved: takes 2 SMS with the longest values, it may take 1",
        ),
        ('closed = "ditutup"', f'closed = "{"x" * 99}"', "check: takes 2 SMS with the longest values, it may take 1"),
        ('jawaban {agency}: {text}"', f'{{text}} {"x" * 130}"', "reply: takes 5 SMS with the longest values"),
    ],
)
def test_a_wrong_text_is_told_with_its_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    text = (SHIPPED / "id.toml").read_text().replace(old, new)
    key = problem.split(":", maxsplit=1)[0].removeprefix("status.")
    line = next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(f"{key} ="))
    assert any(found.startswith(f"my.toml:{line}: {problem}") for found in problems(tmp_path, text))


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    text = re.sub(r"(?m)^(help|closed) = .*\n", "", (SHIPPED / "id.toml").read_text())
    status = text.splitlines().index("[status]") + 1
    assert problems(tmp_path, text) == [
        "my.toml: help: is missing",
        f"my.toml:{status}: status.closed: is missing",
    ]


@pytest.mark.parametrize(
    ("status", "problem"),
    [("", "status: is missing"), ("status = 3", "status: should be a table"), ("[status]", "status.new: is missing")],
)
def test_the_table_of_states_must_be_there(tmp_path: Path, status: str, problem: str) -> None:
    text = (SHIPPED / "id.toml").read_text().partition("[status]")[0] + status
    assert problems(tmp_path, text)[0].endswith(problem)


def test_the_status_is_measured_by_the_longest_of_the_file(texts: Texts) -> None:
    assert max((texts.status(status) for status in Status), key=len) in texts.longest("check")


def test_every_placeholder_has_a_longest_value() -> None:
    used = {name for declaration in DECLARATIONS.values() for name in declaration.placeholders}
    assert used == {*LONGEST, "status"}


def render(texts: Texts, key: str) -> str:
    return texts.render(key, **{name: SOME[name] for name in DECLARATIONS[key].placeholders})


def problems(directory: Path, text: str) -> list[str]:
    path = directory / "my.toml"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load_texts("id", path)
    return str(caught.value).replace(f"{directory}/", "").splitlines()
