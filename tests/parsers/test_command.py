"""Commands count alone or before a number; a complaint may begin with the same word."""

from __future__ import annotations

import pytest

from parsers.grammar import parse
from parsers.meaning import Check, Help, Meaning, Report, Thanks, TooShort
from tests.parsers.installations import BOGOR


def meaning(text: str) -> Meaning:
    return parse(text, BOGOR).meaning


@pytest.mark.parametrize(
    "text",
    [
        "CEK 1234567",
        "cek 1234567",
        "Cek: 1234567",
        "cek#1234567",
        "CEK/1234567",
        "cek.1234567",
        "cek\n1234567",
        "cek1234567",
        "CEK1234567.",
        "cek123 4567",
        "check 1234567",
        "status 1234567",
        "STATUS:1234567",
        "cek 123 4567",
        "cek 123-4567",
        "cek 12.34.567",
        "Cek <1234567>",
        "CEK (1234567)?",
        "CEK nomor 1234567",
        "cek no. 1234567",
        "cek no1234567",
        "cek laporan 1234567",
        "status laporan saya no 1234567",
        "bogor cek 1234567",
        "BGR#CEK#1234567",
        "lapor bogor cek 1234567",
        "cek 1234567 ya",
        "cek 1234567, terima kasih",
        "1234567",
        "#1234567",
        "123 4567",
        "123-4567",
        "bogor 1234567",
        "lapor 1234567",
        "Laporan 1234567",
        "no 1234567",
        "nomor: 1234567!",
    ],
)
def test_a_question_with_a_number_is_read(text: str) -> None:
    assert meaning(text) == Check(1234567)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("cek 12345678", 12345678),
        ("123456789", 123456789),
        ("cek 12", 12),
        ("123456", 123456),
        ("12345", 12345),
        ("bogor 12345", 12345),
        ("12 34 56 7", 1234567),
        ("laporan saya 1672889 gimana", 1672889),
        ("cekk 1672889", 1672889),
        ("CEK 167288O", 1672880),
    ],
)
def test_longer_numbers_are_read_and_short_ones_too_so_that_they_can_be_told_mistyped(text: str, number: int) -> None:
    assert meaning(text) == Check(number)


@pytest.mark.parametrize(
    "text",
    [
        "1.672.888",
        "16 72 888",
        "1 6 7 2 8 8 8",
        "167-2888",
        "cekk 1672888",
        "ceck 1672888",
        "chek 1672888",
        "CK 1672888",
        "c e k 1672888",
        "ststus 1672888",
        "cek nmr 1672888",
        "cek nmor 1672888",
        "cek lap 1672888",
        "cek kode 1672888",
        "CEK l672888",
        "cek bogor 1672888",
        "cek bgr 1672888",
        "cek status 1672888",
        "tolong cek 1672888",
        "mohon cek laporan 1672888",
        "mau cek 1672888",
        "pak cek 1672888",
        "1672888 cek",
        "1672888 gimana",
        "1672888 pak",
        "167 2888 pak",
        "nomor 1672888 gmn kabarnya",
        "laporan 1672888 gimana",
        "laporan saya 1672888 sudah sampai mana",
        "gmn laporan saya 1672888",
        "tanya laporan 1672888",
        "Selamat pagi pak, laporan 1672888 kapan selesai ya",
        "tanya kapan saja: CEK 1672888",
        "1672888 terima kasih",
        "jalan 1672888",
    ],
)
def test_a_question_in_other_words_is_read_by_its_number(text: str) -> None:
    assert meaning(text) == Check(1672888)


@pytest.mark.parametrize(
    "text",
    [
        "cek",
        "CEK.",
        " status? ",
        "Cek nomor",
        "cek laporan",
        "cek laporan saya",
        "bgr cek",
        "cek status",
        "cek status laporan saya",
        "cek laporan saya yang kemarin",
        "laporan saya gimana pak",
        "kapan laporan saya ditindak lanjuti",
        "kok belum ada kabar",
        "gimana kabarnya pak",
    ],
)
def test_a_question_without_a_number_is_told_how_to_ask(text: str) -> None:
    assert meaning(text) == Check(None)


@pytest.mark.parametrize(
    "text",
    [
        "BANTUAN",
        "bantuan.",
        "bantuan dong",
        "Help",
        "HELP!",
        "help me",
        "?",
        "???",
        "? ?",
        "info",
        "info dong",
        "kasih info dong pak",
        "info bogor",
        "mohon bantuannya pak",
        "tolong",
        "tolong pak",
        "TOLONG TOLONG",
        "cara",
        "cara lapor",
        "gmn cara nya lapor pak",
        "format lapor",
        "bogor help",
        "saya mau lapor",
        "Selamat siang, mau ngadu pak",
        "pak saya mau lapor ada masalah",
        "ada yg bisa dibantu?",
        "ini nomor apa",
        "siapa ini",
    ],
)
def test_a_call_for_help_or_an_intention_is_read_when_it_stands_alone(text: str) -> None:
    assert meaning(text) == Help()


@pytest.mark.parametrize(
    "text",
    [
        "terima kasih",
        "Terimakasih pak",
        "trims",
        "mksh bnyk pak",
        "hatur nuhun",
        "nuhun pisan",
        "matur suwun",
        "ok",
        "Okeee",
        "ya",
        "iya pak saya tunggu kabarnya",
        "ok ditunggu",
        "baik ditunggu kabarnya terima kasih",
        "Terima kasih infonya, saya tunggu",
        "selamat pagi, makasih ya bu",
        "sip mantap",
        "makasih atas bantuannya semoga sukses",
        "alhamdulillah sudah diperbaiki terima kasih banyak",
        "bogor ok",
        "ok bogor",
    ],
)
def test_thanks_are_read_when_nothing_else_is_said(text: str) -> None:
    assert isinstance(meaning(text), Thanks)


COMPLAINTS = """
Bantuan sosial belum turun
Bantuan PKH saya belum cair
bantuan beras dipotong pak RT
Cek lampu jalan
Cek lampu jalan itu mati
cek 2 lampu jalan mati
cek laporan warga RT 5 soal banjir
cek listrik rumah saya
mohon cek lampu di gang 3
status tanah saya tidak jelas
Status bantuan 3 bulan belum cair
cekungan di jalan raya
tolong ada banjir
tolong rapihkan parkir liar
tolong pak jalan rusak
tolong ada ular
tolong air mati
TOLONG KEBAKARAN
mohon jalan diperbaiki
mohon info bantuan sosial
info listrik padam
info banjir
menu makan siang sekolah basi
Help us, banjir di sini
Laporan saya diabaikan petugas
nomor antrian 1234567 dipanggil terus
nomor 112 tidak diangkat
kapan jalan kami diaspal
kapan lampu jalan diperbaiki pak
kok belum ada petugas sampah
kok lampu mati terus
sampai kapan jalan rusak begini
sudah 3 hari air mati
sudah lapor RT tapi sampah menumpuk
belum ada air dari kemarin
belum beres
blm diperbaiki pak
bohong! belum dikerjakan
mau lapor jalan rusak
saya mau lapor ada begal
saya mau bunuh diri
pak saya mau lapor lampu mati
ada maling
ada masalah sampah
siapa yang bertugas di TPS itu
ini jalan rusak parah
apa benar iuran sampah naik
nama saya asep, mau lapor jalan rusak
Terima kasih pasukan kuning, tapi sampah di gang kami menumpuk
makasih belum diperbaiki
ok tapi jalan masih rusak
iya tapi airnya masih mati
baik buruknya jalan ini urusan siapa
siap siap banjir lagi
tunggu angkot 2 jam tidak ada
Assalamualaikum, lampu jalan mati
Assalamu'alaikum wr wb jln di kampung sy rusak
selamat pagi pak, sampah menumpuk
Selamat malam, ada tawuran di jembatan
halo admin, air pdam keruh
permisi pak, got mampet
punten pak lampu jalan pareum ti kamari
sampurasun, jalan payun bumi abdi reksak pisan
yth bapak walikota, mohon jalan diperbaiki
pagi pagi sudah macet
malam gelap lampu mati
Pak RT minta uang
bapak saya ditolak rumah sakit
ibu hamil butuh ambulans
tes covid di puskesmas bayar
jalan rusak di depan sd 1672888
banjir 1672888
""".strip().splitlines()


@pytest.mark.parametrize("text", COMPLAINTS)
def test_a_complaint_may_begin_with_a_command_or_a_greeting(text: str) -> None:
    assert meaning(text) == Report(text)


@pytest.mark.parametrize("text", ["08111000222", "081110002222", "cek 1234567890123", "1234", "0251832", "1" * 5000])
def test_a_number_that_is_none_of_ours_asks_for_nothing(text: str) -> None:
    assert meaning(text) == TooShort()
