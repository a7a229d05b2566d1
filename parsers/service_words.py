"""The words of the commands, with those of Java and Sunda and as keypads write them."""

from __future__ import annotations

from parsers.words import word_list

CHECK = word_list(
    "cek check status ck ceck chek ststus setatus ngecek priksa periksa mriksa pariksa pariksaan tilik ninjo",
)
ADD = word_list(
    "tambah tambahan tambahkan tambahin nambah tmbh tmbah tbh balas balasan bales bls jawab jawaban jwb",
    "tambihan tambih tambihi imbuh imbuhan wewah wangsul wangsulan waler",
)
WITHDRAW = word_list("batal batalkan batalin btl cabut dicabut tarik bolay bolaykeun wurung wurungake cancel")
THREAT = word_list(
    "ancam diancam dancam diancem diancm ancaman teror diteror",
    "sayadiancam sydiancam akudiancam kamidiancam kulodiancam abdidiancam simkuringdiancam pakdiancam",
    "sayadiancem sydiancem akudiancem kamidiancem kulodiancem abdidiancem",
    "sayadiancm sydiancm sayaditeror syditeror akuditeror kamiditeror",
)
"""ANCAM, and what means it; two words are one here."""
WITHDRAW_MISTYPED = word_list("batal batalkan batalin")
THREAT_MISTYPED = word_list("ancam diancam ancaman sayadiancam sydiancam akudiancam kamidiancam")
"""What is known with a slip in it too, before a number of ours."""
THREATENED_WORDS = word_list("ancem ancm diancem diancm dancem teror")
"""With ANCAM, what somebody says who says nothing else."""
STOP = word_list("stop berhenti brhenti unreg unsub mandheg mandeg leren eureun lirén")
RESUME = word_list("mulai start reg wiwit miwiti ngawitan mimitian")
LANGUAGE = word_list("bahasa bhs bahasane basa boso language lang")
MENU = word_list("menu mnu")
HELP = word_list("bantuan help petunjuk bantosan pitulungan pitunjuk")

DONE_WORD = word_list(
    "sudah sdh sudh udah udh uda dah suda wis uwis wes uwes sampun mpun geus ges enggeus atos parantos rengse",
)
"""SUDAH, and what means it."""

NOT_YET = word_list(
    "belum blm belom blom blum blun durung drung dereng derek acan tacan teuacan encan can",
)
"""BELUM, and what means it."""

STILL = word_list("masih msh masi isih tasih keneh tetap tetep") | NOT_YET
YES = word_list(
    "ya iya y yes yup yoi setuju betul benar bener lanjut lanjutkan jadi tentu",
    "nggih inggih injih enggih muhun sumuhun enya leres yo iyo yoh mangga",
)
"""Yes. "Ok" is not among them: many answer everything with it, and it says no more than that it was read."""
NO = word_list(
    "tidak tdk tak gak ga g nggak ngga nga enggak engga no nope jangan jgn ndak nda ora mboten boten",
    "henteu teu moal ulah",
    "gajadi gausah",
)
LANGUAGES: dict[str, str] = {
    word: code
    for code, words in {
        "id": word_list("id indonesia indo"),
        "en": word_list("en inggris english ingris eng"),
        "su": word_list("su sunda sundanese"),
        "jv": word_list("jv jawa jowo javanese jw"),
    }.items()
    for word in words
}
OTHER_LANGUAGES = word_list(
    "batak minang bali madura bugis makassar melayu aceh betawi banjar dayak sasak papua arab cina",
    "mandarin jepang lain",
)
"""Asked for, and not there: then it is told which there are."""

TOPICS: dict[str, str] = {
    word: topic
    for topic, words in {
        "lapor": "lapor melapor laporan aduan pengaduan",
        "cek": "cek check status",
        "tambah": "tambah tambahan balas jawab",
        "batal": "batal cabut batalkan",
        "ancam": "ancam diancam ancaman teror",
        "sudah": "sudah belum beres verdict",
        "bahasa": "bahasa language",
        "stop": "stop berhenti unreg mulai start",
        "rahasia": "rahasia anonim",
        "menu": "menu",
        "petugas": "petugas tugas",
    }.items()
    for word in word_list(words)
}
"""What BANTUAN explains: the word after it, and the topic."""
