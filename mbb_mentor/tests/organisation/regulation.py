# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Index of the regulation on duties (GÇY): what stands where, in none of its words.

Unit, article and paragraph of its duties, their letters, article of its head.
"""

UNITS = (
    ("Genel Sekreterlik", 8, 3, "abcdefghijklmnopr", 9),
    ("Bilgi Teknolojileri Koordinatörlüğü", 10, 2, "abcdefghi", 11),
    ("Çevre Yönetimi Koordinatörlüğü", 12, 2, "abcdefg", 13),
    ("Destek Hizmetleri Müdürlüğü", 14, 2, "abcdefghijklmn", 15),
    ("Eğitim Müdürlüğü", 16, 2, "abcdefg", 17),
    ("Hukuk İşleri Koordinatörlüğü", 18, 2, "abcdefghijk", 19),
    ("İnsan Kaynakları Müdürlüğü", 20, 2, "abcdefghijk", 21),
    ("Kurumsal İletişim Koordinatörlüğü", 22, 2, "abcdefghijk", 23),
    ("Mali Hizmetler Müdürlüğü", 24, 2, "abcdefghijklmnopqrst", 25),
    ("Şehir Planlama Koordinatörlüğü", 26, 2, "abcdef", 27),
    ("Uluslararası İşbirliği Koordinatörlüğü", 28, 2, "abcdefghij", 29),
    ("Yazı İşleri Müdürlüğü", 30, 2, "abcdefgh", 31),
    ("Turgut Cansever Kütüphanesi ve Bilgi Merkezi", 32, 2, "abcdef", 33),
    ("Şehir Politikaları Merkezi", 34, 2, "abcdef", 35),
    ("Yönetim Geliştirme Merkezi", 36, 2, "abcdef", 37),
    ("Yerel Yönetim Akademisi", 38, 2, "abcde", 39),
    ("Afet Koordinasyon ve İşbirliği Merkezi", 40, 2, "abcdefg", 41),
    ("Şehir Teknolojileri ve İnovasyon Merkezi", 42, 2, "abcdefghi", 43),
    ("Göç Politikaları Merkezi", 44, 2, "abcdefghij", 45),
)
#: Who keeps whose secretariat, by article; commissions and organs by letter.
SECRETARIATS = (
    (16, 1, False),
    (20, 1, False),
    (24, 2, "e"),
    (26, 1, False),
    (30, 2, "b"),
    (30, 2, "c"),
)
