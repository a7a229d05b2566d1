"""Whom texts accuse, with the shipped words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.accusations import AccusationWords
from config.regions import load_region
from config.topics import load_catalogue
from routing.accused import Accusations
from routing.rules import Rules
from routing.shipped import router_of

CATALOGUE = load_catalogue()
ACCUSATIONS = Accusations(CATALOGUE.accusations, CATALOGUE.words.spellings)
RULES = Rules(CATALOGUE, ACCUSATIONS.words())
BOGOR = load_region("bogor")
LOCAL = Accusations(BOGOR.catalogue.accusations, BOGOR.catalogue.words.spellings)
LOCAL_RULES = Rules(BOGOR.catalogue, LOCAL.words())
NAMES = [
    (agency, " ".join(name).replace("=", ""))
    for agency, phrase in CATALOGUE.accusations.called.items()
    for part in phrase.parts
    for name in part
]
ACCUSING = [
    ("guru smp 2 minta uang", "DISDIK"),
    ("wali kelas minta 100 ribu", "DISDIK"),
    ("bidan puskesmas tegal gundil minta bayaran", "DINKES"),
    ("perawat puskesmas minta uang", "DINKES"),
    # staff and name side by side
    ("petugas dukcapil minta uang 100rb biar cepat", "DUKCAPIL"),
    ("oknum pegawai dishub minta duit 50rb", "DISHUB"),
    ("Petugas PLN minta uang rokok!!", "PLN"),
    ("oknum satpol pp minta jatah ke pedagang", "SATPOLPP"),
    ("pegawai bpn minta 2 juta utk sertifikat", "BPN"),
    ("kepala dinas kesehatan korupsi dana obat", "DINKES"),
    ("oknum polisi peras warga", "POLRES"),
    ("petugas pdam minta amplop", "PDAM"),
    ("pegawai dinsos tilep bansos", "DINSOS"),
    ("staf disdik minta imbalan mutasi guru", "DISDIK"),
    ("satpam rsud minta uang parkir", "RSUD"),
    ("kabid perkim minta jatah proyek", "PERKIM"),
    ("pegawai dpmptsp minta uang pelicin izin usaha", "DPMPTSP"),
    ("petugas bapenda minta uang pelicin", "BAPENDA"),
    ("oknum disnaker minta 5 juta masuk pabrik", "DISNAKER"),
    ("oknum inspektorat minta amplop", "INSPEKTORAT"),
    ("pegawai capil minta pelicin biar ktp jadi cepet", "DUKCAPIL"),
    ("ptgs dukcapil mnta duit 50rb", "DUKCAPIL"),
    ("staff dukcapil minta Rp 100.000", "DUKCAPIL"),
    ("kabid di disdukcapil terima suap", "DUKCAPIL"),
    ("petugas dukcapil kayak preman, minta uang paksa", "DUKCAPIL"),
    ("petugas dukcapil lewat calo minta uang 500rb", "DUKCAPIL"),
    ("orang pln minta duit 300rb biar meteran ga dicabut", "PLN"),
    ("petugas pln ancam putus listrik kalau ga dikasih uang", "PLN"),
    ("tukang ledeng pdam minta rokok 50rb", "PDAM"),
    ("petugas pdam minta 5jt buat sambungan baru", "PDAM"),
    ("kabid perkim terima fee 10 persen dari kontraktor", "PERKIM"),
    ("kadis pupr main proyek sama kontraktor", "PUPR"),
    ("pengawas pupr disuap pemborong", "PUPR"),
    ("petugas polsek minta 5jt supaya laporan diproses", "POLRES"),
    ("pegawai disnaker minta duit pelatihan kerja 500rb", "DISNAKER"),
    ("orang dinas pasar narik 10rb tiap hari ga ada karcis, pungli", "DISDAG"),
    ("oknum dinas lingkungan hidup terima suap dari pabrik limbah", "DLH"),
    ("petugas damkar minta uang bensin baru mau berangkat", "DAMKAR"),
    ("pegawai bpbd gelapkan bantuan korban banjir", "BPBD"),
    ("pejabat diskominfo korupsi internet", "KOMINFO"),
    ("pejabat dpmd minta setoran dari tiap desa", "DPMD"),
    # apart from each other
    ("di kantor dukcapil ada petugas minta uang", "DUKCAPIL"),
    ("petugas loket 3 dukcapil bogor minta uang", "DUKCAPIL"),
    ("bikin ktp lama, terus ada petugas namanya Anto minta uang 200rb, ini di dukcapil", "DUKCAPIL"),
    ("petugas minta 50rb buat cetak kartu keluarga. padahal gratis. tolong disdukcapil tertibkan", "DUKCAPIL"),
    ("ada petugas minta uang 100rb, kejadiannya di kantor disdukcapil kemarin", "DUKCAPIL"),
    ("ada petugas pdam datang ke rumah, katanya meteran rusak, terus minta 250 ribu cash", "PDAM"),
    ("di rsud dokter minta 2 juta baru dioperasi", "RSUD"),
    ("petugas di loket bpjs minta uang kopi", "BPJS"),
    ("dipungut biaya 30rb sama petugas pas rekam ktp di disdukcapil", "DUKCAPIL"),
    ("orang bpn mintain duit terus, sertifikat ga jadi2", "BPN"),
    ("ngurus sertifikat di bpn udah 3 taun, tiap kesana disuruh ngasih amplop sama pegawainya", "BPN"),
    ("uji kir dipersulit petugas dishub kalo ga ngasih duit", "DISHUB"),
    # nobody of the office, only its name
    ("di dukcapil banyak pungli", "DUKCAPIL"),
    ("pungli ktp di dukcapil", "DUKCAPIL"),
    ("ada pungli di kantor dukcapil", "DUKCAPIL"),
    ("dimana2 pungli, capil juga", "DUKCAPIL"),
    ("capil korup", "DUKCAPIL"),
    ("urus KK di disdukcapil dimintai 100 ribu padahal gratis", "DUKCAPIL"),
    ("dukcapil minta 50rb utk cetak ktp", "DUKCAPIL"),
    ("korupsi di dinas pupr", "PUPR"),
    ("korupsi proyek di dinas perkim", "PERKIM"),
    ("pungli di kantor pelayanan pdam", "PDAM"),
    ("pungli sertifikasi guru di kantor disdik", "DISDIK"),
    ("di dpmptsp izin ga keluar kalau ga pake pelicin", "DPMPTSP"),
    ("bpn minta uang 3 juta ptsl", "BPN"),
    ("dlh disuap pabrik limbah", "DLH"),
    ("dishub pungli truk di jalan raya", "DISHUB"),
    ("pln minta uang pelicin pasang baru", "PLN"),
    ("sertifikasi guru, disdik minta 2 juta", "DISDIK"),
    # those who say that they are of the office, and are
    ("petugas dukcapil minta uang, petugasnya mengaku disuruh atasan", "DUKCAPIL"),
    ("petugas dukcapil ngaku bernama Budi minta uang 200rb", "DUKCAPIL"),
    ("petugas dukcapil minta uang, saya ngaku salah berkas kurang", "DUKCAPIL"),
    ("petugas dukcapil pura-pura bantu terus minta uang", "DUKCAPIL"),
    ("petugas dukcapil, ngaku pegawai tetap, minta uang", "DUKCAPIL"),
    ("petugas gadungan banyak, tapi ini petugas pln asli minta uang 200rb", "PLN"),
    # what they did
    ("oknum capil malak 150rb buat akte lahir", "DUKCAPIL"),
    ("orang dukcapil jual blanko ktp ke calo", "DUKCAPIL"),
    ("blangko ktp dijual oknum pegawai dukcapil 300rb", "DUKCAPIL"),
    ("petugas dishub malak sopir angkot 20rb", "DISHUB"),
    ("oknum dishub terima setoran dari parkir liar", "DISHUB"),
    ("pegawai pln minta bayaran 500rb buat geser tiang", "PLN"),
    ("petugas dinsos potong bansos 50rb", "DINSOS"),
    ("orang dinsos sunat uang pkh", "DINSOS"),
    ("bansos ditilep orang dinas sosial", "DINSOS"),
    ("pegawai dinsos jual bantuan beras", "DINSOS"),
    ("oknum distan jual pupuk subsidi", "DISTAN"),
    ("logistik banjir dijual pegawai bpbd", "BPBD"),
    ("petugas igd rsud lecehkan pasien", "RSUD"),
    ("pasien rsud dipalak perawat", "RSUD"),
    ("mafia tanah main sama oknum bpn", "BPN"),
    ("petugas dlh bekingi pabrik buang limbah", "DLH"),
    # police and Satpol PP are staff themselves
    ("polisi minta uang", "POLRES"),
    ("polisi minta uang damai 100rb", "POLRES"),
    ("polisi di perempatan minta uang damai", "POLRES"),
    ("polisi pukuli warga", "POLRES"),
    ("polisi aniaya tahanan sampai mati", "POLRES"),
    ("dipukuli oknum polisi waktu demo", "POLRES"),
    ("polisi bekingi judi sabung ayam di kebun", "POLRES"),
    ("polantas terima suap di lampu merah", "POLRES"),
    ("saya diperas polisi", "POLRES"),
    ("ditilang polantas diminta 250 ribu tanpa surat", "POLRES"),
    ("pungli sim di polres", "POLRES"),
    ("anak saya digebukin anggota polsek", "POLRES"),
    ("polisi tolong tindak polisi yang minta uang", "POLRES"),
    ("satpol pp pungli pedagang kaki lima", "SATPOLPP"),
    ("satpol pp terima setoran dari warung remang2", "SATPOLPP"),
    ("satpol pp malak pedagang 20rb sehari", "SATPOLPP"),
    ("satpolpp minta uang keamanan ke lapak saya", "SATPOLPP"),
    ("pkl dimintai uang satpol pp", "SATPOLPP"),
    ("anggota satpol pp pukuli pedagang", "SATPOLPP"),
    ("damkar minta 200rb buat bongkar sarang tawon", "DAMKAR"),
    ("inspektorat minta duit waktu periksa desa kami", "INSPEKTORAT"),
    # Sundanese and Javanese
    ("ngurus akta di capil kudu mere duit heula ka petugasna", "DUKCAPIL"),
    ("aya petugas pln menta artos 200rb", "PLN"),
    ("urang pdam menta duit wae", "PDAM"),
    ("oknum polpp nyuhunkeun artos ka tukang dagang", "SATPOLPP"),
    ("petugas capil jaluk duit 100 ewu men cepet dadi", "DUKCAPIL"),
    ("wong bpn njaluk duit 2 juta", "BPN"),
]
INNOCENT = [
    "guru sd minta uang seragam",
    "guru honorer minta bayaran yang layak",
    "bidan desa minta bayaran mahal",
    "anak ditampar wali kelas, kepsek minta damai",
    "guru kami dimintai uang preman",
    "",
    # money and words, but nothing that was done
    "iuran sekolah 200rb",
    "bayar pdam mahal",
    "tagihan pdam naik jadi 500 ribu",
    "tagihan pdam minta dikurangi, masa 500 ribu",
    "petugas pln salah catat, tagihan jadi 2 juta",
    "minta keringanan pbb 200 ribu di bapenda",
    "bayar pajak 300 ribu di bapenda antri lama",
    "ktp hilang urus di dukcapil harus bayar ga",
    "berapa biaya pasang pdam, apa 2 juta",
    "sudah bayar 2 juta ke pln belum dipasang",
    "kapan bansos 600 ribu cair, dinsos",
    "harga beras naik 15rb minta operasi pasar disdag",
    "tarif parkir rsud 10 ribu orang mengeluh",
    "petugas pln belum datang listrik mati",
    "petugas pln minta maaf listrik mati",
    "petugas pdam minta ktp buat pasang baru, perlu ga",
    "petugas dukcapil jutek dan lambat",
    "pns tidak masuk kerja di dinas pu",
    "jalan rusak dinas pu tolong",
    "paman saya minta uang ke suami, tolong dinsos",
    # praise
    "petugas dukcapil ramah sekali",
    "petugas damkar hebat, ga mau dikasih uang",
    "terima kasih dukcapil, tanpa pungli dan cepat",
    "urus ktp di dukcapil sekarang tidak ada pungli, mantap",
    "petugas pln baik, tidak minta uang sama sekali",
    "terimakasih polisi sudah tangkap preman pungli",
    "polsek cepat tanggap tangkap pelaku pungli, terima kasih",
    # a landmark
    "petugas parkir liar minta uang di depan dukcapil",
    "calo ktp minta 200rb di depan dukcapil",
    "pak ogah minta uang di perempatan polsek",
    "jukir di depan kantor bpn minta uang paksa",
    # who only pretends to be of the office
    "ada yang ngaku petugas pln minta uang 200rb",
    "orang mengaku dari pdam minta uang bayar tagihan",
    "ada yang ngaku utusan bpjs minta 250rb",
    "petugas pln gadungan minta uang",
    "polisi gadungan minta uang ke pengendara",
    "penipu mengatasnamakan dinsos minta transfer",
    "ada yg pura pura jadi petugas dinkes minta uang fogging",
    "orang ngaku anggota polisi peras saya",
    "ada orang datang pakai seragam pdam palsu minta uang",
    # others, and the office is called for help
    "satpol pp tolong tertibkan oknum ormas minta uang",
    "lapor polisi, preman minta uang di pasar",
    "tolong polisi, preman pungli di pasar",
    "pungli preman di parkiran tolong satpol pp tertibkan",
    "saya diperas preman, polsek tidak datang",
    "saya diperas mantan pacar, sudah lapor polsek tapi diam",
    "preman malak sopir angkot di terminal, dishub kemana",
    "preman pasar minta setoran, satpol pp tolong",
    "pak polisi tolong ada pemuda mabuk minta uang paksa di jembatan",
    "pak polisi ada orang minta uang paksa di lampu merah",
    "polisi tolong ada yang minta uang paksa di jembatan",
    "orang minta uang di lampu merah satpol pp tolong",
    "pengamen maksa minta uang, satpol pp tolong razia",
    "pengemis minta uang di perempatan, tolong dinsos",
    "juru parkir liar minta 10rb tolong dishub",
    "pungli di parkiran pasar, dishub tolong tertibkan",
    "tukang parkir rsud minta 5rb",
    "jukir liar di rsud minta 10rb, polisi tolong",
    "parkir di rsud dimintai 5 ribu sama jukir",
    "calo tiket terminal, orang dishub tolong tertibkan",
    "calo kerja minta 5 juta, lapor disnaker",
    "debt collector ancam saya, sudah lapor polisi",
    "rentenir ancam ibu saya, polisi tolong",
    "oknum lsm peras kepala desa, polres tolong",
    "guru minta uang perpisahan tolong disdik tegur",
    "oknum guru lecehkan murid, disdik dan polisi tolong",
    "kepala sekolah minta uang seragam 500 ribu tolong dinas pendidikan",
    "kepala sekolah korupsi dana bos, disdik tolong periksa",
    "pungli di sma negeri, disdik diam saja",
    "anggota pkh dimintai uang ketua, tolong dinsos",
    "pak rt potong beras bantuan, lapor ke dinsos",
    "kades korupsi dana desa",
    "kades korupsi dana desa, inspektorat tolong audit",
    "kepala desa korupsi, lapor inspektorat",
    "tolong inspektorat periksa korupsi kepala desa",
    "ada korupsi dana desa lapor polisi",
    "kelurahan minta 50rb buat pengantar ke dukcapil",
    "kios jual pupuk subsidi 200rb, dinas pertanian tolong cek",
    "pangkalan jual gas melon 28rb, disdag tolong",
    "warung jual miras dekat masjid, satpol pp dan polisi diam",
    "judi sabung ayam di kebun, polsek tolong gerebek",
    "pabrik minta uang 3 juta buat masuk kerja, disnaker tolong",
    "pegawai pabrik dipaksa lembur tolong disnaker",
    "disnaker tolong, pegawai diancam phk",
    "petugas kelurahan minta uang 50rb buat surat ke dukcapil",
    # who calls for help is in danger
    "tolong saya dipukuli suami, polisi cepat",
    "suami ancam bunuh istri polisi tolong",
    "saya diancam mau dibunuh tolong polisi",
    "anak saya dikeroyok tolong polisi",
    "pak polisi ada orang ancam saya pakai golok",
    "saya ditodong celurit minta hp dan uang, lapor polisi",
    "maling motor ketangkap warga dipukuli, polisi tolong amankan",
    # the office's people have suffered it
    "petugas pln dipukul warga",
    "polisi dikeroyok geng motor",
    "petugas damkar diancam warga",
    "maling kabel pln di gang 5",
    "warga dipaksa pindah satpol pp tolong bantu",
]


@pytest.mark.parametrize(("text", "agency"), ACCUSING)
def test_who_tells_of_an_office_that_takes_or_harms_accuses_it(text: str, agency: str) -> None:
    assert accused(text) == {agency}


@pytest.mark.parametrize("text", INNOCENT)
def test_who_asks_an_office_for_help_or_only_names_it_does_not_accuse_it(text: str) -> None:
    assert accused(text) == frozenset()


@pytest.mark.parametrize(("text", "agency"), ACCUSING)
def test_no_accusation_lands_on_the_desk_of_the_accused(text: str, agency: str) -> None:
    assert router_of(BOGOR).decide(text).agency != agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("orang tirta pakuan minta duit", "PDAM"),
        ("pungli di perumda tirta pakuan", "PDAM"),
        ("orang dkpp jual pupuk subsidi", "DISTAN"),
        ("pegawai dinas ketahanan pangan minta uang", "DISTAN"),
        ("oknum dinkukmdagin minta uang lapak", "DISDAG"),
        ("pegawai disperumkim minta uang 2 juta", "PERKIM"),
        ("anggota polresta minta uang", "POLRES"),
    ],
)
def test_a_region_s_own_names_are_known(text: str, agency: str) -> None:
    assert LOCAL.accused(LOCAL_RULES.read(text)) == {agency}


def test_several_offices_may_be_accused() -> None:
    assert accused("petugas pln minta uang, korupsi di dinas pupr") == {"PLN", "PUPR"}


def test_without_words_nobody_is_accused() -> None:
    nobody = Accusations(AccusationWords(), {})
    assert nobody.words() == frozenset()
    assert nobody.accused(RULES.read("korupsi di dinas pupr")) == frozenset()


@pytest.mark.parametrize(("agency", "name"), NAMES)
def test_an_office_is_accused_by_each_of_its_names(agency: str, name: str) -> None:
    assert agency in accused(f"korupsi di {name}")


@given(
    st.text()
    | st.lists(
        st.sampled_from(["petugas", "pln", "polisi", "minta", "dimintai", "uang", "korupsi", "preman", "ngaku", ","])
    ).map(" ".join)
)
def test_every_text_can_be_asked_about(text: str) -> None:
    assert accused(text) <= set(CATALOGUE.accusations.called)


def accused(text: str) -> frozenset[str]:
    return ACCUSATIONS.accused(RULES.read(text))
