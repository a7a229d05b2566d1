"""The shipped topics with the shipped classifier, tried with texts as citizens write them."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.topics import Topic, load_catalogue
from routing.decide import Router
from routing.shipped import classifier_of

CATALOGUE = load_catalogue()
ROUTER = Router(CATALOGUE, classifier_of())
EXAMPLES = [(topic.agency, example) for topic in CATALOGUE.topics for example in topic.examples]
AGENCIES = frozenset(
    [
        *["PUPR", "PERKIM", "DISHUB", "DLH", "DUKCAPIL", "DINKES", "RSUD", "BPJS", "DISDIK", "DINSOS", "SATPOLPP"],
        *["DAMKAR", "BPBD", "DPMPTSP", "PDAM", "PLN", "DISDAG", "DISNAKER", "BAPENDA", "INSPEKTORAT", "POLRES"],
        *["KOMINFO", "DISTAN", "BPN", "DPMD"],
    ]
)


@pytest.mark.parametrize(("owner", "example"), EXAMPLES, ids=[example for _, example in EXAMPLES])
def test_every_example_reaches_its_agency_or_body(owner: str, example: str) -> None:
    decision = ROUTER.decide(example)
    assert (decision.agency or decision.body) == owner, decision.reasons


@pytest.mark.parametrize("topic", CATALOGUE.topics, ids=lambda topic: topic.code)
def test_every_topic_is_reached_by_one_of_its_examples(topic: Topic) -> None:
    assert topic.code in {ROUTER.decide(example).topic for example in topic.examples}


def test_there_are_all_the_agencies_and_each_has_several_topics() -> None:
    count = Counter(topic.agency for topic in CATALOGUE.topics)
    assert set(CATALOGUE.agencies) == AGENCIES
    assert len(CATALOGUE.topics) >= 200
    assert min(count[agency] for agency in AGENCIES) >= 4
    assert all(count[body] for body in CATALOGUE.bodies)


def test_many_forms_of_words_are_understood() -> None:
    assert len(CATALOGUE.words.spellings) >= 1_500


def test_the_topics_of_an_agency_stand_together() -> None:
    owners = [topic.agency for topic in CATALOGUE.topics if topic.agency in CATALOGUE.agencies]
    assert sum(left != right for left, right in pairwise(owners)) == len(AGENCIES) - 1


def test_the_classifier_knows_no_topic_that_there_is_not() -> None:
    assert set(classifier_of().model.labels) <= {topic.code for topic in CATALOGUE.topics}


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("di depan Dinas Pendidikan jalannya berlubang", "PUPR"),
        ("jl sekolah rusak parah", "PUPR"),
        ("samping puskesmas sampah menumpuk", "DLH"),
        ("dekat pasar lampu jalan mati", "PERKIM"),
        ("di seberang kantor PLN got mampet", "PUPR"),
        ("ada maling motor di depan RSUD", "POLRES"),
        ("jalan menuju puskesmas berlubang", "PUPR"),
        ("parkir liar depan kantor disdukcapil", "DISHUB"),
        ("parkir liar depan kantor kecamatan", "DISHUB"),
        ("parkir liar depan stasiun kereta", "DISHUB"),
        ("belakang kantor pdam ada tumpukan sampah", "DLH"),
        ("lampu merah depan polres mati", "DISHUB"),
        ("trotoar depan rsud rusak", "PUPR"),
        ("jalan depan pengadilan berlubang", "PUPR"),
    ],
)
def test_the_matter_decides_and_not_the_place(text: str, agency: str) -> None:
    assert ROUTER.decide(text).agency == agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("lampu merah mati", "DISHUB"),
        ("lampu mati dari semalam", "PLN"),
        ("lampu jalan mati", "PERKIM"),
        ("lampu taman kota mati", "PERKIM"),
        ("lampu di jalan raya gelap gulita", "PERKIM"),
        ("kabel wifi semrawut menjuntai", "KOMINFO"),
        ("pohon tumbang menimpa rumah", "PERKIM"),
        ("pohon di pinggir jalan rimbun minta ditebang", "PERKIM"),
        ("bakar sampah asapnya masuk rumah", "DLH"),
        ("kebakaran rumah", "DAMKAR"),
        ("pungutan di sekolah", "DISDIK"),
        ("pungli urus surat di kelurahan", "INSPEKTORAT"),
        ("pns bolos jam kerja di mall", "INSPEKTORAT"),
        ("air pdam keruh", "PDAM"),
        ("air sungai keruh hitam", "DLH"),
        ("sumur kering minta air bersih tangki", "BPBD"),
        ("sawah kering irigasi mampet", "PUPR"),
        ("sampah menyumbat got sampai got mampet", "PUPR"),
        ("knalpot brong berisik tiap malam", "POLRES"),
        ("karaoke berisik tiap malam", "SATPOLPP"),
        ("warung jual miras dekat sekolah", "SATPOLPP"),
        ("judi sabung ayam tiap minggu", "POLRES"),
        ("pedagang kaki lima di trotoar", "SATPOLPP"),
        ("timbangan pedagang pasar curang", "DISDAG"),
        ("bpjs ketenagakerjaan tidak didaftarkan perusahaan", "DISNAKER"),
        ("bpjs saya tidak aktif padahal bayar", "BPJS"),
        ("got depan sekolah bau karena airnya ga jalan", "PUPR"),
        ("air hujan masuk rumah karena got mampet", "PUPR"),
        ("motor saya ilang di parkiran", "POLRES"),
        ("hp saya dijambret di angkot", "POLRES"),
        ("preman minta uang ke sopir angkot di terminal", "POLRES"),
        ("debt collector ambil motor paksa di jalan", "POLRES"),
        ("meteran air muter terus padahal ga dipake", "PDAM"),
        ("token listrik tidak bisa masuk", "PLN"),
        ("jalan pajajaran macet parah tiap pagi ga ada petugas", "DISHUB"),
        ("palang perlintasan kereta rusak", "DISHUB"),
        ("obat di apotek rsud kosong disuruh beli di luar", "RSUD"),
        ("obat puskesmas habis", "DINKES"),
        ("ambulan puskesmas lama sekali datangnya", "DINKES"),
        ("jalan kampung kami belum pernah diaspal padahal bayar pbb rajin", "PUPR"),
        ("kapan jalan kami dibenerin", "PUPR"),
        ("pbb rumah saya salah luas tanahnya", "BAPENDA"),
        ("sertifikat tanah prona belum jadi", "BPN"),
        ("sengketa batas tanah dengan tetangga", "BPN"),
        ("ganti rugi tanah tol belum dibayar", "BPN"),
        ("dana desa tidak transparan", "DPMD"),
        ("pilkades curang panitia", "DPMD"),
        ("izin usaha nib tidak bisa", "DPMPTSP"),
        ("bantuan pkh saya belum cair", "DINSOS"),
        ("gas melon langka", "DISDAG"),
        ("pupuk subsidi langka", "DISTAN"),
        ("gaji di bawah umr", "DISNAKER"),
        ("kk saya belum jadi sudah sebulan", "DUKCAPIL"),
        ("sinyal hp di desa kami tidak ada", "KOMINFO"),
    ],
)
def test_neighbouring_matters_are_told_apart(text: str, agency: str) -> None:
    assert ROUTER.decide(text).agency == agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("monyet pju mati sebulan gak diurus", "PERKIM"),
        ("bangsat air pdam mati 3 hari", "PDAM"),
        ("bansos babi cuma buat keluarga rt", "DINSOS"),
        ("babi hutan masuk kebun jagung", "DISTAN"),
        ("penerangan jalan umum mati", "PERKIM"),
        ("jl pajajaran bolong", "PUPR"),
        ("atap rumah nenek bolong di jalan mawar", "PERKIM"),
    ],
)
def test_a_curse_is_no_animal_and_a_hole_is_not_always_the_roads(text: str, agency: str) -> None:
    assert ROUTER.decide(text).agency == agency


def test_a_tree_to_plant_is_no_matter_of_farming() -> None:
    assert ROUTER.decide("minta bibit pohon buat ditanam di jalan").agency != "DISTAN"


@pytest.mark.parametrize(
    "text",
    [
        "selamat pagi pak bupati semoga sehat selalu",
        "terima kasih atas bantuannya",
        "bau sekali",
        "minta perhatiannya pak sudah lama kami menunggu",
        "mohon bantuannya pak wali",
        "pak bupati kapan ke desa kami",
        "ada yang bisa dibantu",
        "selamat sore",
    ],
)
def test_what_names_no_matter_goes_to_triage(text: str) -> None:
    decision = ROUTER.decide(text)
    assert (decision.agency, decision.body) == (None, None)


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("rumah kebanjiran sedada tolong perahu", "BPBD"),
        ("longsor menimpa rumah", "BPBD"),
        ("gempa rumah roboh", "BPBD"),
        ("kebakaran di pasar", "DAMKAR"),
        ("seuneu ageung", "DAMKAR"),
        ("omah kobong", "DAMKAR"),
        ("imah kahuruan", "DAMKAR"),
        ("gas bocor", "DAMKAR"),
        ("ular masuk kamar bayi", "DAMKAR"),
        ("ada ledakan di gudang", "DAMKAR POLRES PLN DLH"),
        ("orang tenggelam", "DAMKAR BPBD"),
        ("anak hanyut di sungai", "DAMKAR BPBD"),
        ("anak jatuh ke sumur", "DAMKAR"),
        ("lift macet orang terjebak", "DAMKAR"),
        ("ada yg mau bunuh diri lompat dari jembatan", "DAMKAR POLRES"),
        ("tembok ambruk ada anak kejatuhan", "PERKIM BPBD DAMKAR"),
        ("rumah roboh", "PERKIM BPBD DAMKAR"),
        ("sekolah ambruk siswa tertimpa", "DISDIK BPBD DAMKAR"),
        ("pohon tumbang menimpa mobil ada orang di dalam", "PERKIM BPBD DAMKAR"),
        ("tower ambruk menimpa rumah", "KOMINFO BPBD DAMKAR"),
        ("tanggul jebol air masuk kampung", "PUPR BPBD"),
        ("tiang miring mau roboh", "PLN KOMINFO"),
        ("ada orang kesetrum", "PLN DINKES DAMKAR"),
        ("tolong ada yang pingsan", "DINKES"),
        ("istri saya mau melahirkan tolong ambulan", "DINKES"),
        ("bayi kejang2 ambulan", "DINKES"),
        ("keracunan makanan massal", "DINKES"),
        ("pabrik kimia bocor warga sesak napas", "DLH DAMKAR DINKES"),
        ("kecelakaan ada korban", "POLRES"),
        ("mobil masuk jurang penumpang terjepit", "POLRES DAMKAR"),
        ("ada begal", "POLRES"),
        ("perampokan di minimarket sekarang", "POLRES"),
        ("tawuran bawa celurit", "POLRES"),
        ("tetangga dipukuli suaminya tolong", "POLRES"),
        ("kami dibegal di jalan pajajaran", "POLRES"),
        ("tolong saya disekap suami", "POLRES"),
        ("suami mau bunuh saya pakai golok", "POLRES"),
        ("anak saya diculik", "POLRES"),
        ("penembakan", "POLRES"),
        ("bus masuk jurang", "POLRES"),
        ("perahu terbalik", "DAMKAR"),
        ("kakanakan karam di sungai", "DAMKAR"),
        ("mau akhiri hidup", "DAMKAR DINKES POLRES"),
        ("tabung melon meledug di warung", "DAMKAR"),
        ("pendarahan mau lahiran", "DINKES"),
        ("anjing gila gigit anak", "DISTAN"),
    ],
)
def test_danger_to_life_is_urgent_and_goes_to_somebody_in_charge(text: str, agencies: str) -> None:
    decision = ROUTER.decide(text)
    assert decision.urgent
    assert decision.agency in agencies.split()


@pytest.mark.parametrize(
    "text",
    [
        "jalan berlubang",
        "bakar sampah",
        "ktp belum jadi",
        "jam 10 pukul 9 orang antre",
        "kemalingan minggu lalu",
        "got meluap selutut di jalan tiap hujan",
        "terima kasih damkar sudah datang",
        "terima kasih polisi",
        "minta apar untuk rt",
        "lowongan kerja damkar",
        "kapan pos damkar dibangun di kecamatan kami",
        "listrik mati dari pagi",
        "kapan listrik nyala",
        "air pdam mati",
        "gas 3 kg langka",
        "minta speed bump karena sering kecelakaan",
        "lampu merah mati rawan tabrakan",
        "klaim bpjs kecelakaan ditolak",
        "rawan begal minta lampu jalan",
        "usul jalur evakuasi banjir",
        "bantuan korban banjir belum turun",
        "pohon rimbun minta dipangkas",
        "mohon perbaikan jembatan gantung",
        "jembatan sudah selesai dibangun terima kasih",
        "hati saya panas, banjir pesanan tapi modal kurang",
        "monyet pju mati sebulan gak diurus",
        "bangsat air pdam mati 3 hari",
        "babi hutan masuk kebun jagung",
    ],
)
def test_other_matters_are_not_urgent(text: str) -> None:
    assert not ROUTER.decide(text).urgent


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("sidang cerai saya ditunda terus hakimnya ganti", "PENGADILAN"),
        ("gugatan warisan di pengadilan belum diputus", "PENGADILAN"),
        ("teman pinjam uang tidak bayar malah diblokir", "LBH"),
        ("npwp saya belum jadi di kantor pajak", "KPP"),
        ("spt pajak penghasilan saya tidak bisa lapor efin lupa", "KPP"),
        ("bikin paspor antriannya lama", "IMIGRASI"),
        ("nama saya tidak ada di daftar pemilih tps pemilu", "KPU"),
        ("caleg bagi amplop sembako lapor bawaslu", "KPU"),
        ("klaim asuransi jiwa ditolak padahal premi lancar", "OJK"),
        ("cara cek pinjol terdaftar resmi ojk atau ilegal", "OJK"),
        ("nomor porsi haji saya kapan berangkat", "KEMENAG"),
        ("buku nikah hilang di kua", "KEMENAG"),
        ("pensiun taspen belum cair", "TASPEN-BKN"),
        ("tiket kereta lebaran habis calo semua", "KAI-TOL"),
        ("paket pos belum datang sudah 2 minggu di kantor pos", "KAI-TOL"),
        ("harga bbm naik presiden tolong turunkan", "PUSAT"),
    ],
)
def test_what_no_region_is_in_charge_of_is_told_with_who_is(text: str, body: str) -> None:
    decision = ROUTER.decide(text)
    assert (decision.agency, decision.body, decision.urgent) == (None, body, False)


@pytest.mark.parametrize(
    "text",
    [
        "pajak bumi dan bangunan salah nama",
        "bayar stnk antri lama",
        "akta cerai sudah ada mau ubah status ktp",
        "ktp saya hilang mau nyoblos",
        "koperasi bangkrut uang simpanan tidak kembali",
        "tetangga hutang tidak bayar ke saya",
        "nama saya tidak terdaftar",
        "gaji saya dipotong",
        "kantornya tutup terus",
        "selamat pagi pak presiden",
        "saya kena tipu",
        "surat saya belum jadi",
    ],
)
def test_nobody_is_sent_away_with_what_may_be_ours(text: str) -> None:
    assert ROUTER.decide(text).body is None


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("petugas dukcapil minta uang 100rb biar cepat", "DUKCAPIL"),
        ("ada pungli di kantor dukcapil", "DUKCAPIL"),
        ("oknum pegawai dishub minta duit 50rb", "DISHUB"),
        ("oknum satpol pp minta jatah ke pedagang", "SATPOLPP"),
        ("korupsi di dinas pupr", "PUPR"),
        ("kepala dinas kesehatan korupsi dana obat", "DINKES"),
        ("oknum polisi minta uang damai 100rb", "POLRES"),
        ("petugas pdam minta amplop", "PDAM"),
        ("petugas pln minta uang rokok pasang meteran", "PLN"),
        ("pegawai dinsos tilep bansos", "DINSOS"),
        ("staf disdik minta imbalan mutasi guru", "DISDIK"),
        ("pegawai bpn minta 2 juta utk sertifikat", "BPN"),
        ("pegawai bapenda tilep uang pajak warga", "BAPENDA"),
        ("pegawai dpmptsp minta uang pelicin izin usaha", "DPMPTSP"),
        ("petugas dlh minta uang angkut sampah", "DLH"),
    ],
)
def test_who_accuses_an_office_is_heard_by_the_inspectorate(text: str, accused: str) -> None:
    decision = ROUTER.decide(text)
    assert decision.agency == "INSPEKTORAT"
    assert accused not in [each.agency for each in decision.alternatives if each.confidence]
    assert CATALOGUE.agencies[accused].short in decision.reasons[0]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("tukang parkir minta 5rb", "DISHUB"),
        ("juru parkir liar minta 10rb tolong dishub", "DISHUB"),
        ("kepala sekolah minta uang seragam 500 ribu tolong dinas pendidikan", "DISDIK"),
        ("guru minta uang perpisahan tolong disdik tegur", "DISDIK"),
        ("pengemis minta uang di perempatan tolong dinsos", "DINSOS"),
        ("tagihan pdam naik jadi 500 ribu", "PDAM"),
        ("petugas pln belum datang listrik mati", "PLN"),
        ("petugas dukcapil ramah sekali", "DUKCAPIL"),
        ("bayar pajak di bapenda antri lama", "BAPENDA"),
        ("preman pasar malak pedagang tolong polisi", "POLRES"),
        ("suami ancam bunuh istri polisi tolong", "POLRES"),
        ("satpol pp tolong tertibkan pkl di trotoar", "SATPOLPP"),
    ],
)
def test_who_asks_an_office_for_help_is_heard_by_it(text: str, agency: str) -> None:
    assert ROUTER.decide(text).agency == agency


def test_an_accused_inspectorate_does_not_get_it() -> None:
    assert ROUTER.decide("oknum inspektorat minta amplop").agency != "INSPEKTORAT"


@given(st.text(max_size=500))
def test_no_text_makes_it_fail(text: str) -> None:
    assert ROUTER.decide(text).reasons
