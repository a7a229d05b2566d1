"""Classes, privacy and BARU: labels before or after the keyword, and the same words in a sentence."""

from __future__ import annotations

import pytest

from parsers.grammar import parse
from parsers.meaning import Kind, Report
from tests.parsers.installations import BOGOR


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("RAHASIA bogor ada pungli", Report("ada pungli", secret=True)),
        ("bogor rahasia ada pungli", Report("ada pungli", secret=True)),
        ("rahasia ada pungli di kelurahan", Report("ada pungli di kelurahan", secret=True)),
        ("RAHSIA bogor ada pungli", Report("ada pungli", secret=True)),
        ("RAHASI bogor ada pungli", Report("ada pungli", secret=True)),
        ("ANONM bogor ada pungli", Report("ada pungli", anonymous=True)),
        ("ada pungli di kelurahan, rahsia", Report("ada pungli di kelurahan", secret=True)),
        ("ANONIM#bogor#ada pungli", Report("ada pungli", anonymous=True)),
        ("lapor anonim rahasia ada pungli", Report("ada pungli", anonymous=True, secret=True)),
        ("ada pungli di kelurahan, rahasia", Report("ada pungli di kelurahan", secret=True)),
        ("ada pungli #anonim #bogor", Report("ada pungli", anonymous=True)),
        ("usul rahasia bogor pasang lampu", Report("pasang lampu", Kind.ASPIRATION, secret=True)),
        ("bogor aspirasi: pasang lampu", Report("pasang lampu", Kind.ASPIRATION)),
        ("Pujian bogor untuk damkar", Report("untuk damkar", Kind.PRAISE)),
        ("bogor tanya jam buka puskesmas", Report("jam buka puskesmas", Kind.QUESTION)),
        ("usul pak, tolong pasang lampu", Report("usul pak, tolong pasang lampu", Kind.ASPIRATION)),
        ("cara bikin ktp", Report("cara bikin ktp", Kind.QUESTION)),
        ("info lowongan kerja", Report("info lowongan kerja", Kind.QUESTION)),
        ("Terima kasih pak, lampu sudah menyala", Report("Terima kasih pak, lampu sudah menyala", Kind.PRAISE)),
        ("BARU lampu jalan mati", Report("lampu jalan mati", fresh=True)),
        ("baru: ditambal sudah bolong", Report("ditambal sudah bolong", fresh=True)),
        ("lapor baru bogor lampu mati", Report("lampu mati", fresh=True)),
    ],
)
def test_a_label_is_taken_off_and_counts(text: str, report: Report) -> None:
    parsed = parse(text, BOGOR)
    assert parsed.meaning == report
    assert parsed.explained is parsed.addressed


@pytest.mark.parametrize(
    "text",
    [
        "rahasia umum kalau di kelurahan ada pungli",
        "saya tidak simpan rahasia, jalan rusak",
        "akun anonim sebar hoaks, tolong ditindak",
        "ada yang anonim, katanya pungli",
        "usulan warga tidak ditanggapi",
        "baru saja terjadi kecelakaan",
        "baru 2 hari lalu ditambal sudah rusak",
        "terima kasih pak tapi lampu mati lagi",
        "info listrik padam",
        "syarat bikin ktp dipersulit, tidak jelas",
    ],
)
def test_the_same_word_in_a_sentence_is_no_label(text: str) -> None:
    assert parse(text, BOGOR).meaning == Report(text)


@pytest.mark.parametrize("text", ["lapor jalan rusak", "usul: pasang lampu", "RAHASIA ada pungli", "BARU lampu mati"])
def test_a_text_with_a_label_speaks_to_the_region(text: str) -> None:
    assert parse(text, BOGOR).addressed


@pytest.mark.parametrize("text", ["Belum ada air dari kemarin", "saya mau lapor jalan rusak", "bogor barat lampu mati"])
def test_one_without_does_not(text: str) -> None:
    parsed = parse(text, BOGOR)
    assert (parsed.addressed, parsed.explained) == (False, False)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ketik BOGOR (spasi) jalan rusak", "jalan rusak"),
        ("<bogor> <jalan rusak>", "jalan rusak"),
        ("ketik: BOGOR spasi jalan rusak", "jalan rusak"),
        ("\u201cbogor jalan rusak\u201d", "jalan rusak"),
        ("[BOGOR][spasi][jalan rusak]", "jalan rusak"),
        ('bogor ada tulisan "dilarang masuk"', 'ada tulisan "dilarang masuk"'),
        ("kirim bantuan", "kirim bantuan"),
        ("balas dendam geng motor", "balas dendam geng motor"),
    ],
)
def test_an_instruction_that_was_copied_is_taken_off(text: str, said: str) -> None:
    assert parse(text, BOGOR).meaning == Report(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Budi/3271010101900001/Jabar/Bogor/Tajur/Pakuan/jalan rusak/bolong",
            "jalan rusak/bolong (Desa Pakuan, Kec. Tajur)",
        ),
        ("Budi/(NIK)/Jabar/Kab. Depok/Kec. Beji/Kel. Tugu/lampu mati", "lampu mati (Desa Tugu, Kec. Beji)"),
        ("LAPOR Siti / - / Jabar / Kota Bogor / Tajur / Pakuan / lampu mati", "lampu mati (Desa Pakuan, Kec. Tajur)"),
        ("Siti/Jabar/sukabmi/Cisaat/Sukamanah/lampu mati", "lampu mati (Desa Sukamanah, Kec. Cisaat)"),
        ("rusak/berlubang/becek/licin/gelap/bahaya sekali", "rusak/berlubang/becek/licin/gelap/bahaya sekali"),
    ],
)
def test_a_form_with_slashes_leaves_name_and_identity_card_behind(text: str, said: str) -> None:
    assert parse(text, BOGOR).meaning == Report(said)
