"""What class a report is of, where no label says it. When in doubt it is a complaint: its time limits are strict."""

from __future__ import annotations

from parsers.labels import class_of
from parsers.meaning import Kind
from parsers.reading import Reading
from parsers.words import ALARM, BEFORE_KEYWORD, GRATITUDE, word_list

TROUBLE = ALARM | word_list(
    "tidak tdk tak gak ga nggak ngga enggak kagak belum blm blum belom masih tapi tp tpi tetapi namun",
    "sayang sayangnya",
    "cuma cuman hanya mohon mhn tolong tlg minta kenapa knp mengapa kok kapan rusak rusaknya mati padam",
    "hilang bocor mampet",
    "macet tumpuk menumpuk numpuk kotor bau bolong berlubang lubang ambruk roboh tumbang ambles amblas",
    "gelap lambat lama lelet",
    "jelek buruk parah susah sulit bayar pungli pungutan liar calo dipersulit ditolak kasar galak jutek",
    "bohong palsu jangan",
    "genangan tergenang terendam keruh sampah korupsi suap dipungut uang telat terlambat kurang salah keluhan kecewa",
    "terus malah batal dibentak dilempar dicuekin dimarahi diusir dipingpong dijawab",
    "teu acan ora durung mboten rusuh rajin semrawut berantakan harusnya seharusnya percuma malah kembali lagi",
)
"""A word of these makes a complaint of what else would be thanks, praise or a question."""

_GOOD = word_list(
    "bersih rapi nyala menyala lancar bagus mulus cepat cepet ramah sigap hebat mantap keren baik",
    "membantu terbantu ditangani",
    "diperbaiki dibenerin ditambal diaspal beres selesai dibersihkan diangkut diangkat tanggap responsif",
    "puas memuaskan",
    "terang normal teratur indah nyaman aman berfungsi ngalir mengalir jalan gesit sopan profesional",
)
_PRAISE = GRATITUDE | word_list("salut apresiasi alhamdulillah mantap bravo hebat keren bagus syukur acungan acung dua")
_ASKING = word_list(
    "syarat syaratnya persyaratan sarat cara caranya gimana bagaimana gmn prosedur biaya biayanya tarif",
    "jadwal alamat",
    "dimana mana berapa brp apa apakah bisakah jam bukti dokumen berkas kapan buka loket tutup",
)
_STRONG = word_list(
    "syarat syaratnya persyaratan sarat cara caranya prosedur biaya biayanya tarif jadwal jam alamat berkas"
)
_SERVICES = word_list(
    "ktp ektp kk akta akte sim skck kia imb pbg siup nib bpjs pkh kis kip izin ijin surat pajak pbb",
    "paspor nikah domisili",
    "sktm npwp layanan pelayanan pendaftaran daftar mendaftar vaksin imunisasi puskesmas disdukcapil",
    "dukcapil kelurahan",
    "kecamatan samsat stnk balik bikin buat urus ngurus mengurus legalisir ppdb pindah kartu pindahan ahli waris",
)
_REFUSED = word_list("malah dibentak dilempar dicuekin dimarahi diusir dipingpong dijawab gila")
"""Who tells of these has asked or proposed before, in vain."""

_REAL_TROUBLE = TROUBLE - _ASKING
_INFO = word_list("info informasi infonya")


def kind_of(reading: Reading) -> Kind:
    """Tell the class of a report: by its label, its first word, or by what it praises or asks."""
    words = frozenset(reading.words)
    if reading.labels.kind:
        return reading.labels.kind
    if words & ALARM:
        return Kind.COMPLAINT
    return _by_first_word(reading, words) or _by_all_words(words)


def _by_first_word(reading: Reading, words: frozenset[str]) -> Kind | None:
    """Read "usul pak, pasang lampu" and "mau tanya ...": a class word that begins the sentence."""
    place, first = next(((at, word) for at, word in enumerate(reading.words) if word not in BEFORE_KEYWORD), (0, ""))
    if first in _INFO and not words & TROUBLE and len(words - BEFORE_KEYWORD) > 1:
        return Kind.QUESTION
    kind = class_of(first, " ".join(reading.words[place + 1 :])) if first else None
    refuted = words & TROUBLE if kind is Kind.PRAISE else words & _REFUSED
    return Kind.COMPLAINT if kind and refuted else kind


def _by_all_words(words: frozenset[str]) -> Kind:
    if words & _REAL_TROUBLE:
        return Kind.COMPLAINT
    if words & _PRAISE and words & _GOOD:
        return Kind.PRAISE
    asks = words & _STRONG or (words & _ASKING and words & {"dimana", "berapa", "brp", "gimana", "bagaimana", "kapan"})
    return Kind.QUESTION if asks and words & _SERVICES else Kind.COMPLAINT
