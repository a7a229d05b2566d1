"""Menus: what is shipped fits every phone, and what would strand a citizen is not loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import ConfigError
from config.menu_layout import LONGEST_HINT, LONGEST_VALUES, MOST_ITEMS, Feet, list_pages, text_pages
from config.menus import SHIPPED, START, Menu, load_menu, menu_of
from config.toml_file import read_toml
from sms.codec import is_gsm7, segment_count

PAGES = [
    pytest.param(page, id=f"{own.stem} {name} {language} {number}")
    for own in SHIPPED.parent.glob("*.toml")
    for name, screen in load_menu(own).screens.items()
    for language, pages in screen.pages.items()
    for number, page in enumerate(pages, 1)
]
HINT = "h" * LONGEST_HINT + "\n"


@pytest.fixture
def menu() -> Menu:
    return load_menu()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_one_sms_with_the_longest_values_and_a_hint_above_it(page: str) -> None:
    longest = HINT + page.format(**LONGEST_VALUES)
    assert is_gsm7(longest)
    assert segment_count(longest) == 1


@pytest.mark.parametrize("page", PAGES)
def test_no_page_has_more_than_five_lines_to_choose_from(page: str) -> None:
    assert sum(line[:1].isdigit() for line in page.splitlines()) <= MOST_ITEMS


@pytest.mark.parametrize("page", PAGES)
def test_no_page_holds_a_link(page: str) -> None:
    assert not any(word in page for word in ("http", "www.", ".go.id", ".com"))


def test_the_shipped_menu_is_complete_in_indonesian_and_english(menu: Menu) -> None:
    assert {"id", "en"} <= set(menu.languages)
    both = {name for name, screen in menu.screens.items() if {"id", "en"} <= screen.text.keys()}
    # Whoever looks for their language cannot read the other one.
    assert menu.screens.keys() - both == {"bahasa"}


def test_what_the_field_asks_for_is_in_the_shipped_menu(menu: Menu) -> None:
    assert [item.to for item in menu.screens[START].items] == [
        "lapor", "status", "darurat", "layanan", "bahasa", "bantuan",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["ktp-baru", "ktp-hilang", "ktp-rusak", "kk", "akta-lahir", "akta-kematian", "pindah", "kia"]
)
def test_what_the_law_makes_free_is_told_to_be_free(menu: Menu, name: str) -> None:
    assert "gratis" in menu.screens[name].text["id"]
    assert "free" in menu.screens[name].text["en"]


def test_a_language_that_is_only_partly_written_falls_back_to_indonesian(tmp_path: Path) -> None:
    own = written(tmp_path, '[screens.alamat]\ntext = { id = "Di Balai Kota", su = "Di Bale Kota" }\nends = true\n')
    menu = load_menu(own)
    assert menu.screens["alamat"].pages["su"] == ("Di Bale Kota\n0 kembali",)
    assert menu.screens["lapor"].pages["su"] == menu.screens["lapor"].pages["id"]
    assert menu.language("su") == "su"
    assert menu.language("fr") == menu.language(None) == "id"


def test_a_regions_own_file_takes_the_place_of_single_screens(tmp_path: Path, menu: Menu) -> None:
    own = load_menu(written(tmp_path, '[screens.alamat]\ntext = { id = "Disdukcapil: Jl. Contoh 1" }\nends = true\n'))
    assert own.screens["alamat"].pages["id"] == ("Disdukcapil: Jl. Contoh 1\n0 kembali",)
    assert own.screens["ktp"] == menu.screens["ktp"]


def test_shipped_screens_that_nothing_leads_to_any_more_fall_away(tmp_path: Path) -> None:
    own = load_menu(written(tmp_path, screen("layanan", "Layanan", "ends = true")))
    assert "layanan" in own.screens
    assert "ktp-baru" not in own.screens


def test_a_list_is_cut_into_pages_that_lead_to_each_other() -> None:
    pages = list(list_pages("Apa?", [f"{number} Hal" for number in range(1, 9)], Feet("lanjut", "kembali")))
    assert pages == [
        "Apa?\n1 Hal\n2 Hal\n3 Hal\n9 lanjut\n0 kembali",
        "Apa?\n4 Hal\n5 Hal\n6 Hal\n9 lanjut\n0 kembali",
        "Apa?\n7 Hal\n8 Hal\n0 kembali",
    ]


def test_the_first_page_of_all_has_room_for_one_more() -> None:
    first, last = list_pages("Apa?", [f"{number} Hal" for number in range(1, 7)], Feet("lanjut", "kembali", True))
    assert first == "Apa?\n1 Hal\n2 Hal\n3 Hal\n4 Hal\n9 lanjut"
    assert last == "Apa?\n5 Hal\n6 Hal\n0 kembali"


def test_a_long_text_is_cut_after_a_sentence_and_loses_no_word() -> None:
    text = "Kalimat pertama yang cukup panjang untuk satu layar telepon kecil. " * 2 + "Kalimat terakhir di sini."
    pages = list(text_pages(text, Feet("lanjut", "kembali")))
    assert pages[0].startswith("Kalimat pertama")
    assert pages[0].splitlines()[0].endswith("kecil.")
    told = " ".join(page.split("\n")[0] for page in pages)
    assert told.split() == text.split()


def test_what_is_long_by_its_values_is_cut_by_them() -> None:
    feet = Feet("lanjut", "kembali")
    assert len(list(text_pages("Di {region} dan {region} dan {region} dan {region}.", feet))) == 2
    assert len(list(text_pages("Di region dan region dan region dan region.", feet))) == 1


WRONG = {
    "an unknown target": (
        '[screens.layanan]\ntext = { id = "Layanan" }\nitems = [\n  { label = { id = "KTP" }, to = "ktpp" },\n]\n',
        "own.toml:4: screens.layanan.items.to: no screen 'ktpp'. Did you mean 'ktp'?",
    ),
    "a dead end": (
        '[screens.alamat]\ntext = { id = "Di Balai Kota" }\n',
        (
            "own.toml:1: screens.alamat: is a dead end: nothing leads on from it. "
            "Give it items, or ends = true if it is there to be read"
        ),
    ),
    "a loop without exit": (
        (
            '[screens.alamat]\ntext = { id = "A" }\nitems = [{ label = { id = "B" }, to = "b" }]\n'
            '[screens.b]\ntext = { id = "B" }\nitems = [{ label = { id = "A" }, to = "alamat" }]\n'
        ),
        (
            "own.toml:1: screens.alamat: is a loop without exit: its items lead only back to itself. "
            "Let one lead to a screen with ask, act or ends\n"
            "own.toml:4: screens.b: is a loop without exit: its items lead only back to itself. "
            "Let one lead to a screen with ask, act or ends"
        ),
    ),
    "a screen that nobody comes to": (
        '[screens.pulau]\ntext = { id = "Pulau" }\nends = true\n',
        "own.toml:1: screens.pulau: nothing leads to this screen. Let an item lead to it, or take it out",
    ),
    "a label that is too long": (
        (
            '[screens.alamat]\ntext = { id = "A" }\n'
            'items = [{ label = { id = "Kantor yang sangat jauh sekali di sana" }, to = "ktp" }]\n'
        ),
        "own.toml:3: screens.alamat.items.label.id: is too long: 38 characters at its longest, 30 at most",
    ),
    "a heading that leaves no room": (
        f'[screens.alamat]\ntext = {{ id = "{"A" * 130}" }}\nitems = [{{ label = {{ id = "KTP" }}, to = "ktp" }}]\n',
        f"own.toml:2: screens.alamat.text.id: is too long to stand over its items. Shorten {'A' * 130!r}",
    ),
    "a word that fits no screen": (
        f'[screens.alamat]\ntext = {{ id = "{"A" * 150}" }}\nends = true\n',
        f"own.toml:2: screens.alamat.text.id: has a word that fits no screen. Shorten {'A' * 150!r}",
    ),
    "a missing Indonesian text": (
        '[screens.alamat]\ntext = { en = "At the town hall" }\nends = true\n',
        'own.toml:2: screens.alamat.text: the Indonesian text is missing: id = "..."',
    ),
    "a curly quote": (
        '[screens.alamat]\ntext = { id = "Balai \u201cKota\u201d" }\nends = true\n',
        (
            "own.toml:2: screens.alamat.text.id: 'Balai \u201cKota\u201d' has characters that would double the price "
            "of an SMS: \u201c\u201d"
        ),
    ),
    "an unknown placeholder": (
        '[screens.alamat]\ntext = { id = "Di {regoin}" }\nends = true\n',
        "own.toml:2: screens.alamat.text.id: unknown placeholder {regoin}. Did you mean 'region'?",
    ),
    "braces that do not match": (
        '[screens.alamat]\ntext = { id = "Di {region" }\nends = true\n',
        "own.toml:2: screens.alamat.text.id: has braces that do not match (expected '}' before end of string)",
    ),
    "two kinds in one": (
        '[screens.alamat]\ntext = { id = "A" }\nends = true\nask = "report"\n',
        "own.toml:1: screens.alamat: has ask and ends. One of them makes a screen",
    ),
    "an item that does nothing": (
        '[screens.alamat]\ntext = { id = "A" }\nitems = [{ label = { id = "B" } }]\n',
        "own.toml:3: screens.alamat.items: should have either `to`, a screen, or `language`",
    ),
    "a language without texts": (
        '[screens.alamat]\ntext = { id = "A" }\nitems = [{ label = { id = "B" }, language = "xx" }]\n',
        "own.toml:3: screens.alamat.items.language: no texts in the language 'xx'.",
    ),
    "an unknown key": (
        '[screens.alamat]\ntxt = { id = "A" }\ntext = { id = "A" }\nends = true\n',
        "own.toml:2: screens.alamat.txt: unknown key. Did you mean 'text'?",
    ),
    "an unknown word": (
        '[words]\nnex = { id = "terus" }\n',
        "own.toml:2: words.nex: unknown key. Did you mean 'next'?",
    ),
    "a word that is too long": (
        '[words]\nback = { id = "kembali ke atas" }\n',
        "own.toml:2: words.back.id: is too long: 15 characters at its longest, 12 at most",
    ),
    "a table that is none": ("screens = 1\n", "own.toml:1: screens: should be a table, not 1"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), [pytest.param(*wrong, id=name) for name, wrong in WRONG.items()])
def test_a_menu_is_not_loaded_with(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as found:
        load_menu(written(tmp_path, text))
    assert str(found.value).replace(f"{tmp_path}/", "").startswith(message)


def test_more_items_than_digits_are_refused(tmp_path: Path) -> None:
    items = ", ".join(['{ label = { id = "A" }, to = "ktp" }'] * 9)
    with pytest.raises(ConfigError, match=r"own\.toml:3: screens\.alamat\.items: .*at most 8"):
        load_menu(written(tmp_path, f'[screens.alamat]\ntext = {{ id = "A" }}\nitems = [{items}]\n'))


def test_without_a_first_screen_there_is_no_menu(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(SHIPPED.read_text().replace("[screens.start]", "[screens.begin]"))
    with pytest.raises(ConfigError, match=r"screens: the screen 'start' is missing\. A menu begins with it"):
        menu_of(read_toml(path))


def written(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def screen(name: str, text: str, rest: str) -> str:
    return f'[screens.{name}]\ntext = {{ id = "{text}" }}\n{rest}\n'
