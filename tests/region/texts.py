"""What the citizens of the region text, of which matter it is, and whose that is."""

from __future__ import annotations

from collections.abc import Mapping

Matter = tuple[str, str]
"""The code of its topic, and the words."""

MATTERS: Mapping[str, tuple[Matter, ...]] = {
    "PUPR": (
        ("jalan-rusak", "jln di kampung saya rusak parah bnyk lobang"),
        ("drainase", "got depan rmh mampet penuh lumpur bau"),
        ("jembatan", "jembatan gantung ke kebun papannya lapuk dan goyang"),
        ("trotoar", "trotoar depan toko bolong, pejalan kaki bisa jatuh"),
    ),
    "DLH": (("sampah", "sampah menumpuk sudah seminggu"),),
    "PERKIM": (
        ("lampu-jalan", "lampu jln di perempatan mati sdh 2 minggu"),
        ("taman", "taman kota tidak terawat, ayunan anak patah"),
        ("sanitasi", "wc umum di alun2 kotor dan tidak ada airnya"),
    ),
    "DISHUB": (
        ("angkutan-umum", "angkot 03 ngetem seenaknya dan sopirnya ugal-ugalan"),
        ("lampu-merah", "lampu merah simpang pasar mati, kendaraan semrawut"),
        ("parkir-tempat", "truk parkir sembarangan di bahu jalan"),
    ),
    "PDAM": (
        ("air-keruh", "air pdam keruh kecoklatan tidak bisa buat mandi"),
        ("air-mati", "air ledeng mati 3 hari tidak ada pemberitahuan"),
    ),
    "PLN": (
        ("listrik-padam", "listrik padam dari subuh belum nyala"),
        ("tagihan-listrik", "tagihan pln membengkak 2x lipat"),
    ),
    "SATPOLPP": (
        ("pkl", "pkl di bahu jalan minta ditertibkan"),
        ("kebisingan", "karaoke sebelah rumah berisik sampai subuh"),
    ),
    "DUKCAPIL": (("ktp", "sudah rekam ktp 6 bulan blm jadi juga, blanko habis terus"),),
    "DINSOS": (
        ("bansos", "bansos di rt kami pilih kasih yg kaya malah dapat"),
        ("dtks", "nama saya terhapus dari dtks"),
    ),
    "DISDIK": (("gedung-sekolah", "atap ruang kelas sd bocor, plafon hampir ambruk"),),
    "DINKES": (("puskesmas", "puskesmas tutup jam 11, dokternya tidak pernah ada"),),
    "RSUD": (("rsud-antrean", "antri obat di rsud 5 jam, loket cuma satu"),),
    "POLRES": (("balap-liar", "tiap malam minggu balapan liar knalpot brong di jalan baru"),),
    "DISDAG": (("pasar", "pasar becek dan atap kiosnya bocor"),),
    "BPBD": (("bantuan-bencana", "pengungsi belum dapat selimut"),),
    "DAMKAR": (("damkar-layanan", "hidran di depan pasar tidak keluar air"),),
    "KOMINFO": (("wifi-publik", "wifi alun2 mati terus"),),
    "BPJS": (("bpjs-kantor", "mobile jkn error terus"),),
    "BPN": (("ptsl", "sertifikat PTSL sudah 2 tahun belum dibagikan"),),
    "BAPENDA": (("pbb", "pbb sawah saya naik 3x lipat"),),
    "DPMPTSP": (("izin-bangunan", "urus PBG rumah sudah 3 bulan belum terbit"),),
    "DISNAKER": (("phk", "saya di phk sepihak tanpa pesangon"),),
    "DISTAN": (("pupuk", "pupuk subsidi langka dikios, harga diatas het"),),
    "DPMD": (("insentif-desa", "insentif rt rw belum dibayar 6 bulan"),),
}
"""Of each agency some; what is more often reported stands above."""

SECRET: Matter = ("korupsi", "ada dugaan korupsi proyek di kantor kecamatan")
"""What is about officials, and goes to the people of INTEGRITY."""

PRAISE: Mapping[str, Matter] = {"DAMKAR": ("damkar-layanan", "terima kasih damkar sudah datang cepat")}

VAGUE = "mohon perhatiannya pak wali"
"""Of which no router can say whose it is."""

WATER: Matter = ("banjir", "rumah kami kebanjiran sepinggang belum ada perahu")
"""What the flood brings, which is danger; and beside it what the rain does."""

RAIN: tuple[tuple[str, Matter], ...] = (
    ("PLN", ("listrik-padam", "listrik padam dari tadi siang")),
    ("PUPR", ("genangan", "habis hujan air menggenang di jalan gang kami")),
    ("PERKIM", ("pohon", "pohon besar pinggir jalan sudah lapuk tolong dipangkas")),
)

VILLAGES: Mapping[str, str] = {
    "Bubulak": "Bogor Barat",
    "Cilendek Barat": "Bogor Barat",
    "Gunung Batu": "Bogor Barat",
    "Loji": "Bogor Barat",
    "Margajaya": "Bogor Barat",
    "Pasir Jaya": "Bogor Barat",
    "Semplak": "Bogor Barat",
    "Situ Gede": "Bogor Barat",
    "Bojong Kerta": "Bogor Selatan",
    "Cikaret": "Bogor Selatan",
    "Cipaku": "Bogor Selatan",
    "Genteng": "Bogor Selatan",
    "Kertamaya": "Bogor Selatan",
    "Mulyaharja": "Bogor Selatan",
    "Pamoyanan": "Bogor Selatan",
    "Rancamaya": "Bogor Selatan",
    "Babakan Pasar": "Bogor Tengah",
    "Cibogor": "Bogor Tengah",
    "Ciwaringin": "Bogor Tengah",
    "Paledang": "Bogor Tengah",
    "Panaragan": "Bogor Tengah",
    "Sempur": "Bogor Tengah",
    "Baranangsiang": "Bogor Timur",
    "Katulampa": "Bogor Timur",
    "Sindangrasa": "Bogor Timur",
    "Tajur": "Bogor Timur",
    "Bantarjati": "Bogor Utara",
    "Cibuluh": "Bogor Utara",
    "Ciluar": "Bogor Utara",
    "Cimahpar": "Bogor Utara",
    "Kedung Halang": "Bogor Utara",
    "Tegal Gundil": "Bogor Utara",
    "Cibadak": "Tanah Sareal",
    "Kayu Manis": "Tanah Sareal",
    "Kedung Badak": "Tanah Sareal",
    "Kencana": "Tanah Sareal",
    "Mekarwangi": "Tanah Sareal",
    "Sukaresmi": "Tanah Sareal",
}
"""Where they live, and the district of it."""
