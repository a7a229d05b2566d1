"""Ordinary words that are one slip away from the name of a regency or city: they are never taken for it.

Found by looking for the names among the words of the routing's examples (config/examples).
"""

from __future__ import annotations

from parsers.words import word_list

ORDINARY = word_list(
    "abang alang angka angkat arahan arang asalan asuhan babau bakung banar bandak bandang bandar bandeng banding",
    "banga bangkai bangkak bangke bangku banjir banjiran bantal banteng bantu bantuan bantuin barang batangan",
    "batuna bawang bayangan bekali bekas bekasnya belatung beliung bendung berang bidang binian bintang borong",
    "brebet cabang cadang corong cupang curang dadang datang datangi ditung dorong ember gadang galangan gampang",
    "gerang gorong gudang gulungan habang hampar handak herang hitung hutang itung jangka jembar jembatan jorong",
    "jurang kadang kalang kamana kamar kambar kandang kandung kapas karang katingal kebong kelinci kembang kenal",
    "kenari kendala kendali kenduri kenyal kepang kerang kunang kuping kurang kurangi kutang ladang lahan lalang",
    "lampu landa landai langka langkah lapang larang leman lembaga lorong lubang madin magang mahal makan makang",
    "malak maling mamang mandak mandi mangkat mantul masang megangin melati menawi mimik mulang nampar nangka",
    "nerangin ngantuk nunjukan orang padan padhang pajang palang palangan palung pandai pandang pangkalan pangkat",
    "pantai pantul parang pasang pasangan pasaran patang pawang pedang pemasang pematang pencak perang perangkat",
    "pinang pincang pindang pingang pirang pitung rangka remang resik saban sabana sabrang sabung sadang sambal",
    "sambang sambar sambung sampah sampan samping sarang sarong sayang sbrang sebrang sedang sekadar sekarang",
    "sekarng selama selang sembarang sembarangan sember senang sendal seorang sepang serangga sering sewang",
    "sidang simpang sinjang skarang skrang sorang sumbang surang tabang tabrakan tahanan talang tarahan tendang",
    "terang tulungan undang utang walang",
)
