"""What a menu's steps do, and what they show, with the office and the complaints that are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaints.life.deeds import Deed
from complaints.life.lifecycle import ENDED, Action, Actor
from complaints.steps.actions import apply
from complaints.talk.menus import Errands, carried_out, report_text, walk_for
from complaints.who.office import Office
from config.errors import ConfigError
from config.settings import load_settings
from parsers.menu_place import Place, Shown
from storage import complaints, subscribers
from storage.models import complaint
from tests.conftest import CITIZEN, Town


@pytest.fixture
def done() -> list[str]:
    """What the errands were told."""
    return []


def walked(office: Office, done: list[str], rows: list[object], *typed: str) -> Shown:
    """Type into the menu of Bogor, and have done what it asks for."""
    walk = walk_for(office, "bogor", None)
    errands = Errands(lambda: rows, lambda text: done.append(f"report {text}"), done.append)
    shown = walk.begin()
    for each in typed:
        shown = carried_out(walk.step(shown.place or Place(), each), walk, office.texts_for("bogor"), errands)
    return shown


def test_the_menu_of_a_region_names_it_and_speaks_its_language(office: Office) -> None:
    assert walk_for(office, "bogor", None).begin().text.startswith("Layanan Kota Bogor\n1 Lapor masalah")
    assert walk_for(office, "bogor", "en").begin().text.startswith("Services of Kota Bogor\n")
    assert walk_for(office, "bogor", "xx").begin().text.startswith("Layanan Kota Bogor\n")


def test_a_region_may_say_its_own(office: Office) -> None:
    assert "Jl. Contoh 1" in walked(office, [], [], "4", "4", "1").text


def test_a_report_is_filed_with_its_topic_in_words(office: Office, done: list[str]) -> None:
    shown = walked(office, done, [], "1", "2", "depan masjid gelap")
    assert done == ["report Lampu jalan: depan masjid gelap"]
    assert shown.place is None
    assert "112" in shown.text


def test_a_report_without_a_topic_is_its_words() -> None:
    assert report_text("anjing liar", None) == "anjing liar"


def test_a_language_is_set(office: Office, done: list[str]) -> None:
    assert walked(office, done, [], "5", "2").text.startswith("Services of")
    assert done == ["en"]


def test_the_status_shows_numbers_and_states_of_ones_own_open_complaints_and_nothing_else(
    town: Town, office: Office
) -> None:
    town.text("bogor jalan rusak di depan pasar")
    town.text("bogor lampu jalan mati di jalan pajajaran")
    town.text("bogor sampah menumpuk di pasar", "+6281110000200")
    first, second, other = (row["number"] for row in town.complaints())
    shown = walked(office, [], _of(town, CITIZEN), "2")
    assert shown.text == f"Laporan terbuka:\n{second} diteruskan\n{first} diteruskan\n0 kembali"
    assert str(other) not in shown.text


def test_what_has_ended_or_is_secret_is_not_listed(town: Town, office: Office) -> None:
    town.text("bogor jalan rusak di depan pasar")
    town.text("bogor lampu jalan mati di jalan pajajaran")
    first, second = (row["number"] for row in town.complaints())
    with town.database.write() as connection:
        apply(connection, office, first, Deed(Action.CLOSE, Actor.ADMIN, "me", "sudah"), town.clock.now())
        connection.execute(complaint.update().where(complaint.c.number == second).values(secret=True))
    assert walked(office, [], _of(town, CITIZEN), "2").text == "Tidak ada laporan terbuka dari nomor ini.\n0 kembali"


def test_the_language_of_a_phone_is_kept(town: Town) -> None:
    town.text("bogor jalan rusak di depan pasar")
    (row,) = town.complaints()
    with town.database.write() as connection:
        assert subscribers.language_of(connection, row["subscriber_id"]) is None
        subscribers.speak(connection, row["subscriber_id"], "en")
        assert subscribers.language_of(connection, row["subscriber_id"]) == "en"


def test_a_long_name_of_a_region_is_cut_and_its_letters_written_as_an_sms_can(
    settings_file: Path, tmp_path: Path
) -> None:
    name = "Kota \u015eehir " + "x" * 50
    (tmp_path / "jauh.toml").write_text(f'name = "{name}"\nkeyword = "jauh"\ntimezone = "Asia/Jakarta"\n')
    settings_file.write_text(settings_file.read_text().replace('"bogor"', '"jauh.toml"'))
    office = Office.of(load_settings(settings_file, {}), b"key")
    heading, *_ = walk_for(office, "jauh", None).begin().text.splitlines()
    assert heading == "Layanan " + ("Kota Sehir " + "x" * 50)[:40]


def test_a_wrong_menu_is_told_at_the_start(settings_file: Path, tmp_path: Path) -> None:
    region = tmp_path / "jauh.toml"
    region.write_text('name = "Jauh"\nkeyword = "jauh"\ntimezone = "Asia/Jakarta"\nmenu = "jauh-menu.toml"\n')
    settings_file.write_text(settings_file.read_text().replace('"bogor"', '"jauh.toml"'))
    settings = load_settings(settings_file, {})
    with pytest.raises(ConfigError, match=r"jauh-menu\.toml: cannot be read"):
        Office.of(settings, b"key")
    (tmp_path / "jauh-menu.toml").write_text('[screens.alamat]\ntext = { id = "Jauh" }\n')
    with pytest.raises(ConfigError, match=r"jauh-menu\.toml:1: screens\.alamat: is a dead end"):
        Office.of(settings, b"key")
    region.write_text(region.read_text().replace("jauh-menu.toml", "bogr"))
    with pytest.raises(ConfigError, match=r"jauh\.toml:4: menu: no menu 'bogr' is shipped\. Did you mean 'bogor'\?"):
        Office.of(settings, b"key")


def _of(town: Town, address: str) -> list[object]:
    with town.database.write() as connection:
        (row,) = {row["subscriber_id"] for row in complaints.listing(connection, limit=9) if row["address"] == address}
        return list(complaints.own_open(connection, row, ENDED, 20))
