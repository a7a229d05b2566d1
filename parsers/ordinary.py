"""Ordinary words that are one slip away from the name of a regency or city: they are never taken for it.

Found by looking for the names among the words of the routing's examples (config/examples).
"""

from __future__ import annotations

from parsers.words import word_list

ORDINARY = word_list(
    "abang abon alang amben angka angkat arahan arang asalan asat asmaan asuhan baandak baatap babau bajam bakung",
    "balang banar bandak bandang bandar bandeng banding banga bangga bangk bangkai bangkak bangke bangku banjir",
    "banjiran bantal banteng bantu bantuan bantuin barang baru basamaan bata batamu batangan batuna baubat bawang",
    "bayam bayangan bebak bebau bekali bekas bekasnya belatung beliung bendung beradu berak berang berbau beton",
    "bidang binian bintang bonteng borong brebet bunga cabang cadang corong cupang curang dadang damai datang",
    "datangi dedak demam desak diitung diri ditung domp dorong duga ember gada gadang galangan gampang garuk gawi",
    "gerang gorong gudang gulungan habang hampar handak herang hitung hutang itung jambon jambu jangka jembar",
    "jembatan jorong jurang kadang kalang kamana kamar kambar kandang kandung kapas karang katingal katinggang",
    "katuban kebak kebasahan kebong kelinci kembang kenal kenari kendala kendali kenduri kenyal kepang kepok kerang",
    "kudis kunang kuping kurang kurangi kutang labat ladang lahan lahar lalang lampu landa landai langka langkah",
    "lapang larang laser lawat lebah lebam lebar lebay legal leman lembaga lembang lihat lobak lorong lubang",
    "maandak madin magang mahal makan makang malak maling mamang mandak mandi mangkat mantul mantull maos masang",
    "matang medal median megangin melati menawi mimik mulang nada nampar nangka nebak nerangin ngaba ngad ngadat",
    "ngadi ngadu ngaji ngali ngantuk ngapa ngasi ngawit nggawa nggawe njawi nunjukan nunjukkan orang padan padhang",
    "pajang palang palangan palanggan palung pamer pandai pandang pangkalan pangkat pantai pantul parang parut",
    "pasanan pasang pasangan pasaran patang pawang pedang pegal pemasang pematang pencak perang perangkat pinang",
    "pincang pindang pingang pinggang pirang pitung rahat rangka remang resik saban sabana sabrang sabung sadang",
    "sahat sambal sambang sambar sambung sampah sampan samping sanggah sanggar sarang sari sarong sayang sbrang",
    "sebrang sedang seember sekadar sekarang sekarng selama selang semak sembarang sembarangan sember senang sendal",
    "seorang sepang serangga sering sewang sidang simpang sindang sinjang skarang skrang sodok sorang sumbang",
    "surang tabang tabrakan tadung tahanan tajin talang tapian tapih tapping tarahan tebak tega tegak tegas tegel",
    "tendang terang tingga tuan tuhan tulungan undang utang walang",
)
