"""The texts for citizens, and what keeps a wrong one from being sent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from complaints.life.lifecycle import Status
from config.errors import ConfigError
from config.headlines import HEADLINE
from config.text_keys import DECLARATIONS, STATUSES
from config.text_limits import LONGEST
from config.texts import SHIPPED, Texts, languages, load_texts
from sms.codec import is_gsm7, segment_count

NEWS = [key for key, declaration in DECLARATIONS.items() if declaration.headline]
"""The texts that tell a citizen how a complaint stands."""
SOME: dict[str, str | int] = {
    "line": "modem1",
    "left": "Rp25.500, 12 SMS",
    "forecast": "cukup +- 3 hari",
    "trouble": "Jalur modem1 tidak bisa mengirim sejak 23/11 02:10.",
    "list": "1) 1234567 diterima",
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
    "name": "Budi Santoso",
    "posts": "PUPR DLH",
    "verb": "PROSES",
    "region": "Kabupaten Bogor",
    "about": " (jalan rusak)",
    "order": "SELESAI 1234567",
    "digits": "482193",
    "until": " sampai 07/12/2026",
    "place": 3,
    "new": 2,
    "late": 1,
    "done": 5,
    "body": "Kantor Pelayanan Pajak (KPP)",
    "reach": "telepon Kring Pajak 1500200",
    "numbers": "PUPR 1234567, 1234568; DLH 1234569",
    "limit": "24 jam",
    "percent": 89,
    "code": "PUPR",
    "incident": "Banjir Ciliwung",
    "part": ", termasuk kejadian Banjir Ciliwung",
    "few": "1234567, 2345678",
    "urgent": 3,
    "figures": "34 baru, 12 lewat waktu (PUPR 7, DLH 3)",
    "other": 2345678,
    "street": "Jalan Merdeka",
}


NEWS_TOLD_ALIKE = [
    {
        "ack_assigned",
        "ack_triage",
        "ack_where",
        "ack_secret",
        "ack_praise",
        "last_answer",
        "ack_incident",
        "ack_incident_where",
        "ack_similar",
        "ack_split",
    },
    {"ack_urgent", "ack_urgent_triage", "ack_urgent_where"},
    {"ack_elsewhere", "not_ours"},
    {
        "check",
        "check_ended",
        "check_closed",
        "check_secret",
        "check_incident",
        "update_secret",
        "update",
        "update_ended",
        "update_closed",
        "update_closed_words",
        "update_words",
        "update_secret_words",
        "update_bare",
        "check_supported",
        "support_update",
        "support_words",
    },
    {"check_accepted", "update_accepted"},
    {
        "update_resolved",
        "update_resolved_words",
        "check_resolved",
        "update_secret_resolved",
        "update_secret_resolved_words",
        "update_resolved_claim",
        "check_secret_resolved",
        "check_supported_resolved",
        "support_resolved",
        "support_resolved_words",
    },
    {"supported", "update_merged"},
    {"similar_kept", "update_unmerged"},
    {"reopened", "update_reopened", "reopened_secret"},
    {"update_assigned", "update_moved"},
    {"update_timed_out", "check_timed_out"},
    {"update_thanked", "check_praise"},
    {"confirmed", "check_confirmed"},
    {"added", "joined", "added_secret"},
    {"ask", "ask_words", "ask_secret", "ask_secret_words"},
    {"ombudsman_silent", "ombudsman_late", "ombudsman_rejected"},
]
"""The texts that tell of the same, at once, when it is asked for, or with somebody's words."""


@pytest.fixture(params=languages())
def texts(request: pytest.FixtureRequest) -> Texts:
    return load_texts(request.param)


def test_indonesian_and_english_are_complete() -> None:
    assert {"id", "en"} <= set(languages())
    assert [language for language in ("id", "en") if load_texts(language).borrowed] == []


@pytest.mark.parametrize("key", DECLARATIONS)
def test_every_text_is_in_every_language_and_within_its_price(texts: Texts, key: str) -> None:
    longest = texts.longest(key)
    assert is_gsm7(longest)
    assert segment_count(longest) <= DECLARATIONS[key].segments


@pytest.mark.parametrize("key", [key for key in DECLARATIONS if "number" in DECLARATIONS[key].placeholders])
def test_the_number_is_in_the_two_lines_that_a_small_phone_shows(texts: Texts, key: str) -> None:
    assert "1234567" in render(texts, key)[:30]


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("key", [key for key in NEWS if "status" in DECLARATIONS[key].required])
def test_the_whole_new_state_is_in_the_two_lines_that_a_small_phone_shows(texts: Texts, key: str, status: str) -> None:
    assert texts.status(status) in render(texts, key, status=texts.status(status))[:HEADLINE]


@pytest.mark.parametrize("key", [key for key in NEWS if DECLARATIONS[key].state])
def test_a_text_that_tells_of_one_state_uses_the_word_for_it(texts: Texts, key: str) -> None:
    words = load_texts("id") if key in texts.borrowed else texts
    assert words.status(DECLARATIONS[key].state) in render(texts, key)[:HEADLINE]


def test_the_two_lines_that_a_small_phone_shows_tell_news_apart(texts: Texts) -> None:
    told = {key: beginning(render(texts, key, status=texts.status("closed"))) for key in NEWS}
    same = [{key for key in NEWS if told[key] == shown} for shown in set(told.values())]
    assert [keys for keys in same if len(keys) > 1 and not any(keys <= alike for alike in NEWS_TOLD_ALIKE)] == []


def test_every_citizens_text_with_the_number_of_a_complaint_tells_how_it_stands() -> None:
    officers = ("officer_", "alert", "digest_", "ladder", "leader", "task")
    numbered = {key for key in DECLARATIONS if "number" in DECLARATIONS[key].required and not key.startswith(officers)}
    # These tell of several, how another one stands, or what all in an incident are told.
    assert numbered - {"answer_which", "check_merged", "incident_told_number"} == set(NEWS)


@pytest.mark.parametrize("key", DECLARATIONS)
def test_no_text_holds_a_link(texts: Texts, key: str) -> None:
    assert not re.search(r"https?:|www\.|\w\.(id|com)\b", texts.longest(key))


TITLES = r"Pak|Bapak|Bpk|Bu|Ibu|Sdr|Sdri|Saudara|Kang|Teh|Mas|Mbak|Mang|Ceu|Mr|Mrs|Ms|Haji|Hj?\.|Drs?\."
OFFICES = r"[Ww]ali ?[Kk]ota|[Bb]upati|[Gg]ubernur|[Cc]amat|[Ll]urah|[Kk]epala [Dd]inas|[Mm]ayor|[Rr]egent|[Gg]overnor"
NAMED = re.compile(rf"\b(?:(?:{TITLES})|(?:{OFFICES})(?: [A-Z]\w+)?) [A-Z][a-z]")


@pytest.mark.parametrize("key", DECLARATIONS)
def test_no_text_names_a_person(texts: Texts, key: str) -> None:
    assert not NAMED.search(render(texts, key))
    # Colleagues have to know who stands in for whom; nobody else reads a name.
    if not key.startswith(("deputy_", "leave_", "duty_", "officer_replaced")):
        assert not DECLARATIONS[key].placeholders & {
            "name",
            "person",
            "officer",
            "citizen",
            "contact",
            "leader",
            "mayor",
        }


@pytest.mark.parametrize(
    "text", ["Pak Budi menjawab", "oleh Wali Kota Bima", "Bupati Ade Yasin", "hubungi Bu Siti", "the mayor Jane Doe"]
)
def test_a_name_in_a_text_would_be_found(text: str) -> None:
    assert NAMED.search(text)


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
        ('name = "Indonesia"', "name = 62", "name: should be text in quotes"),
        (
            'name = "Indonesia"',
            'name = "\N{CJK UNIFIED IDEOGRAPH-6587}"',
            "name: has characters that make an SMS twice",
        ),
        ('name = "Indonesia"', 'name = "x"\npartial = "yes"', "partial: should be true or false"),
        ('ack_triage = "', 'ack_triage = "\N{RIGHT SINGLE QUOTATION MARK}', "ack_triage: has characters that make an "),
        ('closed = "ditutup"', 'closed = "ditut\N{SNOWMAN}p"', "status.closed: has characters that make an SMS twice"),
        (
            "{status}. Belum",
            "{status} {numbr}. Belum",
            "update_ended: unknown placeholder {numbr}. Did you mean 'number'?",
        ),
        (
            "Laporan {number} {status}. Belum",
            "Laporan {status}. Belum",
            "update_ended: lacks the placeholder {number}",
        ),
        (
            "Laporan {number} {status}. Belum",
            "{number!r}",
            "update_ended: unknown placeholder {number!r}. Did you mean",
        ),
        (
            "Laporan {number} {status}. Belum",
            "{number:>99}",
            "update_ended: unknown placeholder {number:>99}. Did you",
        ),
        (
            "Laporan {number} {status}. Belum",
            "{number.real}",
            "update_ended: unknown placeholder {number.real}. Did you",
        ),
        ("Laporan {number} {status}. Belum", "{number} {", "update_ended: has braces that do not match"),
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


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('closed = "ditutup"', 'closed = "sudah ditutup admin"', "check: {} 'sudah ditutup admin'"),
        ('closed = "ditutup"', 'closed = "sudah ditutup admin"', "update_words: {} 'sudah ditutup admin'"),
        ('resolved = "selesai"', 'resolved = "beres"', "update_resolved: {} 'beres'"),
        (
            "Laporan {number} diterima, diteruskan",
            "Laporan Anda dengan nomor {number} diterima",
            "ack_assigned: {} the num",
        ),
        (
            "Laporan {number} dibuka lagi",
            "Laporan {number}: dibukakembalilah lagi",
            "update_reopened: {} a word of what is",
        ),
    ],
)
def test_news_that_a_small_phone_does_not_show_are_told(tmp_path: Path, old: str, new: str, problem: str) -> None:
    text = (SHIPPED / "id.toml").read_text().replace(old, new)
    expected = problem.format("its first 30 characters, all that a small phone shows, lack")
    assert any(expected in found for found in problems(tmp_path, text))


PARTIAL = 'name = "Basa Bali"\npartial = true\n'


def test_what_a_partial_language_lacks_is_indonesian(tmp_path: Path) -> None:
    texts = load_own(tmp_path, f'{PARTIAL}help = "Tulung: {{keyword}}"\n[status]\nclosed = "katutup"\n')
    indonesian = load_texts("id")
    assert (texts.name, texts.borrowed) == ("Basa Bali", DECLARATIONS.keys() - {"help"})
    assert texts.render("help", keyword="BOGOR", emergency="112") == "Tulung: BOGOR"
    assert texts.render("check_unknown", number=1) == indonesian.render("check_unknown", number=1)
    assert (texts.status("closed"), texts.status("resolved")) == ("katutup", indonesian.status("resolved"))


def test_a_borrowed_text_keeps_the_word_of_its_own_language_for_a_state(tmp_path: Path) -> None:
    texts = load_own(tmp_path, PARTIAL + '[status]\nresolved = "puput"\n')
    assert texts.render("update_resolved", number=1234567, agency="x").startswith("Laporan 1234567 selesai ")


def test_a_language_may_begin_with_nothing_but_its_name(tmp_path: Path) -> None:
    assert load_own(tmp_path, PARTIAL).borrowed == DECLARATIONS.keys()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("partial = true\n", "name: is missing"),
        (PARTIAL + 'halp = "x"\n', "my.toml:3: halp: no such text. Did you mean 'help'?"),
        (PARTIAL + '[status]\nclose = "x"\n', "my.toml:4: status.close: no such text. Did you mean 'closed'?"),
        (PARTIAL + "status = 3\n", "my.toml:3: status: should be a table"),
        # The Indonesian text has no room for a state of this language.
        (PARTIAL + f'[status]\nclosed = "{"x" * 15}"\n', "check: its first 30 characters"),
    ],
)
def test_a_wrong_partial_language_is_told(tmp_path: Path, text: str, problem: str) -> None:
    assert any(problem in found for found in problems(tmp_path, text, "ban"))


def test_the_texts_that_others_fall_back_on_must_be_complete(tmp_path: Path) -> None:
    assert "my.toml: help: is missing" in problems(tmp_path, PARTIAL)


def test_a_number_is_measured_as_long_as_a_real_one_or_one_that_somebody_typed(texts: Texts) -> None:
    assert [re.findall(r"9+", texts.longest(key))[0] for key in ("ack_triage", "check_unknown")] == ["9" * 9, "9" * 12]


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


def render(texts: Texts, key: str, **values: str) -> str:
    return texts.render_with(key, SOME | values)


def beginning(text: str) -> str:
    """Give the whole words that a small phone shows, without what separates them."""
    shown = text[:HEADLINE] if text[HEADLINE : HEADLINE + 1] in {"", " "} else text[:HEADLINE].rpartition(" ")[0]
    return " ".join(re.findall(r"\w+", shown))


def load_own(directory: Path, text: str, language: str = "ban") -> Texts:
    path = directory / "my.toml"
    path.write_text(text)
    return load_texts(language, path)


def problems(directory: Path, text: str, language: str = "id") -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_own(directory, text, language)
    return str(caught.value).replace(f"{directory}/", "").splitlines()
