"""A report in each of its forms: the same figures, nothing that is delicate, nothing that breaks out of its place."""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import replace
from string import Formatter
from xml.etree import ElementTree as ET

import pytest

from complaints.figures.colours import Colour
from complaints.figures.periods import named
from complaints.figures.report import gather
from complaints.reports.document import Bar, Bars, Document, Heading, Lines, Mark, Paragraph, Table, Tile, Tiles
from complaints.reports.forms import FORMS, file_name, render, save
from complaints.reports.writing import write
from config.regions import load_region
from config.report_words import SHIPPED, languages, load_words
from sms.files import CannotWriteError
from tests.complaints.figures import history

REGION = load_region("bogor")
NASTY = "<script>alert(1)</script> & {x} | `y` \x1b[31m"
DOCUMENT = Document(
    "id",
    f"Laporan {NASTY}",
    "Oktober 2026",
    "Dibuat hari ini",
    (
        Heading(NASTY),
        Paragraph(NASTY),
        Tiles((Tile(NASTY, "1.234", NASTY),)),
        Table(("Instansi", "Warna"), ((NASTY, Mark(Colour.RED, "merah")),), frozenset({0, 1})),
        Bars("", (Bar(NASTY, 0, "0"), Bar("b", 7, "7", Colour.GREEN))),
        Lines("Tiap hari", ("Masuk", "Selesai"), (("1", 0, 0), ("2", 3, 5))),
    ),
)


@pytest.fixture
def report(database):
    history.write(database, history.some_town(random.Random(1), 400))  # noqa: S311  # dice, not a secret
    with database.read() as connection:
        return gather(connection, REGION, named("2026-10"), history.NOW)


def text_of(form: str, found, language: str | None = None) -> str:
    return render(write(found, history.NOW, language), form).decode("latin-1" if form == "pdf" else "utf-8")


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_form_tells_the_same_figures(report, language: str) -> None:
    found = report.measures
    for form in ("text", "md", "html"):
        told = text_of(form, report, language)
        assert str(found.new) in told
        assert f"({found.on_time.part} {'dari' if language == 'id' else 'of'} {found.on_time.whole})" in told
        assert "Dinas PUPR" in told
    assert render(write(report, history.NOW, language), "pdf").startswith(b"%PDF-")


def test_what_is_delicate_is_named_nowhere(report, database) -> None:
    with database.read() as connection:
        hidden = connection.exec_driver_sql(
            "SELECT number FROM complaint WHERE secret OR circle IS NOT NULL OR threatened_at IS NOT NULL"
        )
        numbers = [str(number) for (number,) in hidden]
    told = text_of("text", report)
    assert numbers
    assert not [number for number in numbers if number in told]
    assert "INTEGRITY" not in told


def test_few_delicate_ones_are_not_counted_out_and_an_agency_hears_of_none(report) -> None:
    for found in (replace(report, found=replace(report.found, hidden=each)) for each in (0, 4)):
        assert "terancam tidak dihitung di sini" in " ".join(text_of("text", found).split())
    many = replace(report, found=replace(report.found, hidden=5))
    assert "Tidak dihitung di sini: 5 laporan" in text_of("text", many)
    assert "5 laporan yang rahasia" not in text_of("text", replace(many, agency="PUPR"))


def test_the_formula_stands_where_the_colours_are(report) -> None:
    for found in (report, replace(report, agency="PUPR")):
        told = " ".join(text_of("text", found).split())
        assert "sisa waktunya kurang dari 25%" in told
        assert "lebih dari 20% laporan terbukanya merah" in told


@pytest.mark.parametrize("agency", ["PUPR", "PDAM"])
def test_an_agency_has_a_report_of_its_own_also_when_it_had_nothing(report, agency: str) -> None:
    for form in FORMS:
        assert render(write(replace(report, agency=agency), history.NOW), form)


def test_a_period_that_goes_on_is_told_as_such(database) -> None:
    with database.read() as connection:
        found = gather(connection, REGION, named("2026-11"), history.NOW)
    assert write(found, history.NOW).subtitle == "November 2026, sampai 1 November 2026 10:00 WIB"
    assert "Tidak ada laporan dalam periode ini." in text_of("text", found)


def test_the_page_lets_nothing_out_of_its_place() -> None:
    page = render(DOCUMENT, "html").decode()
    assert "<script" not in page
    assert not re.search(r"(src|href)=[\"']?http", page.replace("http://www.w3.org", ""))


def test_drawings_on_a_page_are_sound_and_share_no_names() -> None:
    page = render(DOCUMENT, "html").decode()
    drawings = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(drawings) == 2
    ids = [each for drawing in drawings for each in re.findall(r'\bid="(clip[^"]*)"', drawing)]
    assert len(set(ids)) == len(ids)
    for drawing in drawings:
        ET.fromstring(drawing)  # noqa: S314 - our own


@pytest.mark.parametrize("form", ["text", "md"])
def test_nothing_that_a_terminal_would_obey_is_printed(form: str) -> None:
    assert "\x1b" not in render(DOCUMENT, form).decode()


@pytest.mark.parametrize("width", [60, 80, 100])
def test_a_text_is_as_wide_as_it_may_be(report, width: int) -> None:
    told = render(write(report, history.NOW), "text", width).decode()
    prose = told.split("PERINGKAT")[0].splitlines()
    assert max(len(line) for line in prose if "#" not in line) <= width


def test_colours_have_their_words_beside_them() -> None:
    for form in ("text", "md", "html"):
        assert "merah" in render(DOCUMENT, form).decode()


def test_a_report_made_twice_is_the_same_file(report) -> None:
    document = write(report, history.NOW)
    for form in FORMS:
        assert render(document, form) == render(document, form)


def test_the_languages_have_the_same_words_with_the_same_values() -> None:
    def values(language: str) -> dict[str, set[str]]:
        data = tomllib.loads((SHIPPED / f"{language}.toml").read_text(encoding="utf-8"))
        assert len(data.pop("months")) == 12
        return {key: {name for _, name, _, _ in Formatter().parse(text) if name} for key, text in data.items()}

    assert languages() == ["en", "id"]
    assert values("en") == values("id")
    assert load_words("jv") == load_words("id"), "what no reports are written in is Indonesian"


def test_a_file_is_named_after_what_is_in_it(report) -> None:
    assert file_name(report, "pdf") == "laporan-bogor-2026-10.pdf"
    assert file_name(replace(report, agency="PUPR"), "text") == "laporan-bogor-PUPR-2026-10.txt"
    half = replace(report, period=named("2026-10-20", "fortnight"))
    assert file_name(half, "html") == "laporan-bogor-2026-10-16-31.html"


def test_a_file_is_there_whole_or_not_at_all(tmp_path) -> None:
    path = tmp_path / "new" / "r.txt"
    save(path, b"one")
    save(path, b"two")
    assert [(each.name, each.read_bytes()) for each in path.parent.iterdir()] == [("r.txt", b"two")]
    with pytest.raises(CannotWriteError, match="cannot be written"):
        save(path / "below", b"three")
