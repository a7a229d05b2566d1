"""The grade of an SMS: what is no complaint is marked, and a complaint is not, however short, angry or misspelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.phrases import Phrase, parse_phrase
from config.quality import load_quality
from routing.plain import LONGEST
from routing.quality import Flag, Grader, Quality
from routing.quality_words import Phrases, fold, tokens

WORDS = load_quality()
GRADER = Grader(WORDS)

EMPTY = (
    "",
    "   ",
    "\n",
    ".",
    "???",
    "!!!",
    "...",
    "\U0001f600\U0001f44d",
    "p",
    "P",
    "p p p p",
    "y",
    "123",
    "aaaa",
    "aaaaaaaaaaaa",
    "asdfgh",
    "ASDFGHJKL",
    "qwertyuiop",
    "zxcvbnm zxcvbnm",
    "jkjkjkjkjk",
    "lalalalala",
    "sdkfjhsdkfjh",
    "halo min",
    "Haloooo",
    "tes",
    "test 123",
    "tes tes 1 2 3",
    "cek cek sound",
    "ping",
    "coba dulu ya",
    "assalamualaikum",
    "Assalamu'alaikum wr. wb.",
    "selamat pagi pak",
    "met siang bu, apa kabar",
    "sampurasun, punten",
    "kulo nuwun mas",
    "jeruk jeruk jeruk jeruk",
)
PRANK = (
    "pesan pizza",
    "min pesen pizza 2 loyang keju gpl",
    "mau order seblak level 5 dong",
    "pak saya mau pesan bakso satu gerobak",
    "cariin jodoh dong min",
    "tolong carikan saya istri yang cantik pak",
    "pak wali cariin pacar donk, jomblo dari lahir nih",
    "min golekno bojo sing ayu",
    "wkwkwk",
    "wkwkwkwkwk halo min",
    "hahahaha",
    "xixixi",
    "mama minta pulsa",
    "minta pulsa dong min 10rb aja",
    "bagi duit dong bos buat jajan",
    "lagi apa nih kak",
    "udah makan belum min?",
    "boleh kenalan ga",
    "admin cantik ga sih",
    "halo sayang, sedang apa di sana",
    "i love you min",
    "hatiku kebanjiran gara2 mantan",
    "hati saya bolong tolong ditambal",
    "ada yang mencuri hati saya pak",
    "bapak kamu tukang kebun ya",
    "cuma iseng hehe",
    "gabut nih, balas dong",
    "di balai kota ada godzilla ngamuk, tapi bohong",
    "alien mendarat di lapangan",
    "pocong ngajak selfie di pos ronda",
    "miskol doang min, balik dong",
    "coba tebak aku siapa",
    "1 tambah 1 berapa min",
    "nyanyi dong min",
    "jadi pacarku yuk",
    "kena prank, dadah",
)
ABUSE = (
    "anjing lu",
    "anjing",
    "ANJING!!!",
    "dasar anjing",
    "babi kau semua",
    "monyet lu pada",
    "asu kowe",
    "dasar monyet",
    "anj1ng",
    "4njing lu",
    "@njing",
    "b*ngs*t",
    "b4ngs4t kalian",
    "k0nt0l",
    "k*nt*l",
    "g0bl0k",
    "bgst",
    "gblk lu",
    "goblok",
    "goblooook semua",
    "tolol",
    "petugas tolol",
    "jancok",
    "jancuk raimu",
    "matamu cuk",
    "koen pekok",
    "anying sia",
    "goblog maneh",
    "belegug sia",
    "pukimak kau",
    "cukimai",
    "telaso",
    "bungul ikam",
    "kampang kau",
    "k o n t o l",
    "fuck you",
)
ADVERTISING = (
    "PROMO! Diskon 50% semua item s/d 30 Juni. Kunjungi toko kami",
    "Promo spesial Merdeka, buruan ke outlet kami",
    "Butuh dana cepat? Proses 1 jam cair, hub 081110001234",
    "Pinjaman tanpa jaminan, bunga ringan, WA +62 811 1000 1234",
    "Dana tunai jaminan BPKB motor cepat cair",
    "pinjol resmi OJK limit 20jt cukup KTP",
    "Dijual cepat motor matic 2019 pajak hidup, minat 081110002222",
    "jual madu asli murah, bisa COD",
    "Ready stok hijab grosir, order via wa.me/628111000333",
    "SLOT GACOR hari ini daftar sekarang bonus new member 100%",
    "gacor maxwin x500 link di bio",
    "zeus88 slotgacor77 depo 10rb wd cepat",
    "Main di mantapslot88.com pasti jp",
    "Situs togel terpercaya hadiah 4D 10 juta daftar sekarang",
    "Angka jitu tembus malam ini hubungi Ki Anom",
    "Selamat anda menang undian 100 juta, hubungi 081110001111",
    "SELAMAT! No Anda mendapatkan hadiah mobil, PIN pemenang 25f4777",
    "Undian berhadiah gebyar poin, ketik YA kirim ke 9999",
    "Gunakan kode voucher HEMAT50, diskon belanja pertama",
    "KODE PROMO GAJIAN dapatkan cashback 20rb",
    "https://bit.ly/3abcDEF",
    "Gabung yuk trading forex profit 5% per hari",
    "Penghasilan tambahan jutaan dari rumah, gabung sekarang",
    "Sedot WC murah bergaransi hub 0811-1000-4444",
    "Service AC panggilan, hubungi 081110005555",
    "Rumah subsidi DP ringan tinggal 3 unit, minat WA 081110006666",
    "Lowongan kerja admin online gaji 5jt, kirim data ke 628111000777",
    "Obat kuat herbal original, order 081110008888",
    "Beli 1 gratis 1 khusus hari ini",
    "Open BO ready 24 jam",
    "Top up diamond murah proses kilat",
    "Paket umroh berangkat bulan depan, segera daftar, seat terbatas",
    "Uangnya transfer aja ke rek BRI 000111 an Budi",
    "Nikmati bonus kuota 10GB, aktifkan di *123#",
    "Joki skripsi cepat dan aman, minat japri",
    "Dicari reseller baju anak, untung besar, yuk gabung",
)
COMPLAINTS = (
    "PJU mati gg mawar",
    "air mati",
    "banjir",
    "banjir banjir banjir",
    "TOLONG TOLONG TOLONG",
    "macet",
    "got mampet",
    "halo min jalan rusak",
    "tes cpns diundur terus, kapan jadwalnya",
    "p, lampu merah simpang lima mati",
    "wkwkwk lucu pejabatnya, jalan bolong dicat doang",
    "jln kenari brlbng",
    "5138518",
    "dalane bolong kabeh pak, wis suwe ora didandani",
    "banyune ora mili wis telung dina",
    "caina teu ngocor ti kamari, punten",
    "sampah numpuk teu diangkut saminggu",
    "jalan ancur, awak jatuh tadi bah",
    "jukung kami kada kawa lewat, sungai hibak ilung",
    "lampu jalan so mati dari kalamaring",
    "anjing liar menggigit anak saya di gang buntu",
    "banyak anjing berkeliaran di kompleks, takut rabies",
    "monyet masuk rumah, makanan habis",
    "babi lepas di kebun warga",
    "tikus di pasar besar2",
    "orang gila ngamuk di terminal",
    "tai kucing di mana2 taman kota bau",
    "ternak babi tetangga baunya minta ampun",
    "saya dapat sms selamat anda menang undian 50 juta dari bank, benarkah?",
    "banyak sms pinjaman dana cepat masuk hp saya, bocor dari mana data saya",
    "suami saya kecanduan judi slot gacor, tolong situsnya diblokir",
    "ada bandar togel di warkop dekat terminal, tiap malam rame",
    "pinjol meneror saya, data ktp disebar",
    "warung sebelah masjid jual miras",
    "toko di pasar jual beras oplosan",
    "promo minimarket bohong, harga di rak beda sama di kasir",
    "ditipu jual beli motor bekas online, minta transfer ke rekening BRI",
    "tetangga jual petasan, bahaya dekat gudang gas",
    "ketua rt jual bantuan beras ke warung",
    "pedagang pizza parkir gerobak di trotoar",
    "anak saya dibully, pelakunya bilang cuma bercanda",
    "nomor ambulans dimiskol doang balik, tolong petugasnya ditegur",
    "petugas KUA minta uang, mau nikah saja susah",
    "bayar pajak di aplikasi gagal terus, saldo kepotong",
    "kapan pemutihan pajak motor ada diskon?",
    "harga gas 3 kg di pangkalan 35rb, langka pula",
    "air pdam keruh kayak kopi susu",
    "ayam goreng di kantin sekolah basi, anak2 muntah",
    "kami kena prank janji pejabat lagi, jalan tetap bolong",
    "janji mau diaspal tapi bohong",
    "pemkot lagi ngapain aja, got mampet setahun",
    "tebak siapa yang menang tender? ponakan kadis",
    "min tukang parkir minta duit terus padahal gratis",
    "jangan becanda pak, ini sudah 3 bulan",
    "kurir pizza jatuh kena lubang depan SPBU",
    "istri mau melahirkan, carikan ambulans min",
    "motor dicuri, hati saya hancur",
    "puskesmas tidak menerima pasien BPJS, hubungi saya 081110002323",
    "rumah subsidi kami retak, pengembang kabur, hub 081110002424",
    "kami butuh modal usaha pak, hubungi saya 081110002525",
    "slot antrian paspor penuh terus, tidak bisa daftar",
    "sekarang urus ktp harus download aplikasi, orang tua gaptek",
    "vaksin rabies persediaan terbatas katanya, pasien disuruh pulang",
    "truk tambang jangan lewatkan jalan kampung",
    "kalau anda menang pilkada dulu janji bangun jembatan",
    "tukang parkir cuan tiap hari, karcis ga ada",
    "mau sedot wc umum terminal, hubungi siapa",
    "burung gacor saya dicuri semalam",
    "https://maps.app.goo.gl/abc lokasi tiang listrik miring",
    "地址 路灯 坏了 三天",
    "улица без света третий день",
)
ANGRY = (
    "bangsat jalan rusak bertahun2 ga dibenerin, anak saya jatuh",
    "goblok banget yang masang portal, ambulans ga bisa lewat",
    "jancok lampu mati maneh, wis ping telu minggu iki",
    "anying cai teu ngocor wae ti kamari, budak teu mandi",
    "sampah numpuk sebulan anj1ng bau sampe kamar",
)
TABLE = [
    *((text, Flag.EMPTY) for text in EMPTY),
    *((text, Flag.PRANK) for text in PRANK),
    *((text, Flag.ABUSE) for text in ABUSE),
    *((text, Flag.ADVERTISING) for text in ADVERTISING),
]


@pytest.mark.parametrize(("text", "flag"), TABLE)
def test_what_is_no_complaint_is_marked_with_a_reason(text: str, flag: Flag) -> None:
    quality = GRADER.grade(text)
    assert flag in quality.flags
    assert len(quality.reasons) >= len(quality.flags)
    assert quality.score <= 0.8


@pytest.mark.parametrize("text", COMPLAINTS)
def test_a_complaint_is_not_marked(text: str) -> None:
    assert GRADER.grade(text) == Quality(1.0)


@pytest.mark.parametrize("text", ANGRY)
def test_an_angry_complaint_is_a_complaint(text: str) -> None:
    quality = GRADER.grade(text)
    assert quality.flags == (Flag.ABUSE,)
    assert 0.9 < quality.score < 1


@pytest.mark.parametrize(
    ("flag", "phrases", "call"),
    [
        (Flag.PRANK, WORDS.prank.phrases, ""),
        (Flag.ADVERTISING, WORDS.advertising.phrases, ""),
        (Flag.ADVERTISING, WORDS.advertising.offers, "minat"),
    ],
)
def test_every_shipped_phrase_is_met_by_its_own_words(flag: Flag, phrases: tuple[Phrase, ...], call: str) -> None:
    texts = [
        " ".join((*beginning, *(word for part in phrase.parts[1:] for word in part[0]), call))
        for phrase in phrases
        for beginning in phrase.parts[0]
    ]
    assert [text for text in texts if flag not in GRADER.grade(text.replace("tawa", "hehe")).flags] == []


def test_the_tables_are_long_enough_to_mean_something() -> None:
    assert len(TABLE) + len(COMPLAINTS) + len(ANGRY) >= 190
    assert len(set(TABLE)) == len(TABLE)


def test_more_insults_and_less_matter_make_a_lower_score() -> None:
    texts = ("goblok jalan rusak parah sekali di gang mawar", "jalan rusak goblok tolol", "goblok tolol bangsat")
    scores = [GRADER.grade(text).score for text in texts]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] == 0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("halo", "Tidak ada kata yang bermakna."),
        ("jeruk jeruk jeruk", "Hanya satu kata yang diulang."),
        ("wkwkwk", "Isinya hanya tawa."),
        ("cariin jodoh dong", 'Kata "jodoh cariin" seperti gurauan.'),
        ("jalan rusak b*ngs*t G0BLOK", 'Ada kata kasar: "b*ngs*t", "g0blok".'),
        ("bonus new member", 'Kata "bonus new member" seperti iklan.'),
    ],
)
def test_the_reason_names_the_words(text: str, reason: str) -> None:
    assert GRADER.grade(text).reasons == (reason,)


def test_a_text_may_be_marked_twice_and_then_scores_less() -> None:
    quality = GRADER.grade("anjing lu, slot gacor daftar sekarang")
    assert quality.flags == (Flag.ADVERTISING, Flag.ABUSE)
    assert quality.score < 0.1


@pytest.mark.parametrize("text", ["bab1 rusak", "rp 5.000", "nomor 08**********", "*penting*", "a****** b**"])
def test_not_every_digit_or_star_hides_a_letter(text: str) -> None:
    assert Flag.ABUSE not in GRADER.grade(text).flags


def test_a_text_is_cut_into_words_as_typed() -> None:
    assert tokens("Jalan, RUSÁK b*ngs*t!") == ["jalan", "rusak", "b*ngs*t"]
    assert tokens("r u s a k") == ["rusak"]
    assert fold("rusaaakkk") == "rusak"


def test_a_phrase_is_excused_by_another_of_its_kind_only() -> None:
    phrases = Phrases(
        {"joke": (parse_phrase("sate + pesan|mau beli"),), "offer": (parse_phrase("jual cepat"),)},
        {"joke": (parse_phrase("basi"),), "offer": ()},
    )
    assert phrases.find(["pesan", "sate", "jual", "cepat"]) == {"joke": "sate pesan", "offer": "jual cepat"}
    assert phrases.find(["sate", "basi", "pesan", "jual", "cepat"]) == {"offer": "jual cepat"}
    assert phrases.find(["jual", "motor", "cepat", "mau", "sate", "beli"]) == {}


def test_what_comes_after_the_longest_text_is_not_read() -> None:
    assert GRADER.grade("jalan rusak " * LONGEST + "bangsat") == Quality(1.0)


@pytest.mark.parametrize("letters", ["bcdfgh", "ha", "a*", "lkj", "0"])
def test_of_a_word_without_an_end_only_the_beginning_is_read(letters: str) -> None:
    endless, beginning = letters * LONGEST, (letters * LONGEST)[:40]
    assert GRADER.grade(endless).flags == GRADER.grade(beginning).flags


@given(st.text() | st.text(alphabet="anjigbst*@014 .", max_size=60))
def test_every_text_can_be_graded(text: str) -> None:
    quality = GRADER.grade(text)
    assert 0 <= quality.score <= 1
    assert (quality.score == 1) == (quality.flags == ())
    assert bool(quality.flags) == bool(quality.reasons)
    assert GRADER.grade(text) == quality
