# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import re

import polib

from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import TranslationModuleReader

MODULES = ("mbb_mentor", "mbb_mentor_expense", "mbb_mentor_portal")
#: Words that a Turkish reader of ours never meets (MPY m.4 says Menti).
FOREIGN = re.compile(r"\b(mentee|mentees|Sekreteryaya|sözleşme)\b", re.IGNORECASE)
#: The states as a Turkish civil servant says them, model by model.
STATES = {
    "mbb.mentor": "Taslak|Başvuru Yapıldı|İncelemede|Eksiklik Bildirildi|Havuzda|"
    "Geçici Olarak Pasif|Havuzdan Ayrıldı|Uygun Bulunmadı|Başvuru Geri Çekildi",
    "mbb.mentee": "Taslak|Başvuru Yapıldı|İncelemede|Eksiklik Bildirildi|"
    "Eşleştirme Bekliyor|Eşleştirildi|Sonuçlandırıldı|Uygun Bulunmadı|"
    "Başvuru Geri Çekildi",
    "mbb.call": "Taslak|Başvuruya Açık|Değerlendirmede|Sonuçlandı|İptal Edildi",
    "mbb.match": "Önerildi|Muvafakat Bekleniyor|Onaya Sunuldu|Eşleşme Kesinleşti|"
    "Devam Ediyor|Değerlendirme Aşamasında|Tamamlandı|Kabul Edilmedi|İptal Edildi|"
    "Süresinden Önce Sonlandırıldı",
    "mbb.assignment": "Taslak|Muvafakat Aşamasında|Onaya Sunuldu|Onaylandı|"
    "Görev Devam Ediyor|Görev Tamamlandı|Görev Süresinden Önce Sona Erdi|"
    "Uygun Görülmedi|İptal Edildi",
    "mbb.assignment.extension": "Taslak|Muvafakat Aşamasında|Onaya Sunuldu|Onaylandı|"
    "Uygun Görülmedi|İptal Edildi",
    "mbb.spending.order": "Taslak|Onaya Sunuldu|Onaylandı|Talimat Kapatıldı|Uygun Görülmedi|"
    "İptal Edildi",
    "mbb.duty.report": "Bekleniyor|Rapor Verildi|Ev Sahibi Kurumca Onaylandı",
    "mbb.session": "Planlandı|Yapıldı|Ertelendi|İptal Edildi",
    "mbb.approval": "Onay Bekliyor|Onaylandı|Uygun Görülmedi|Havale Edildi|"
    "İptal Edildi",
    "mbb.travel.claim": "Taslak|Bildirim Verildi|Birim Yetkilisince Onaylandı|"
    "Kontrol Edildi|Harcama Yetkilisince Onaylandı|Muhasebeleştirildi|Ödendi|"
    "Reddedildi|Geri Alım Sürecinde",
    "mbb.travel.advance": "Talep Edildi|Harcama Yetkilisince Onaylandı|Ödendi|"
    "Mahsup Edildi|Reddedildi|Geri Alım Sürecinde|Geri Ödendi",
    "mbb.consent": "Cevap Bekleniyor|Muvafakat / Rıza Verildi|"
    "Muvafakat / Rıza Verilmedi|Süresinde Cevap Verilmedi|Talep İptal Edildi|"
    "Geri Alındı",
    "mbb.agreement": "Taslak|Tarafların Mutabakatına Sunuldu|Mutabık Kalındı|"
    "Mutabık Kalınmadı|Yeni Sürümle Değiştirildi|İptal Edildi",
    "mbb.evaluation": "Cevap Bekleniyor|Tamamlandı|Süresinde Cevap Verilmedi",
    "mbb.goal": "Devam Ediyor|Ulaşıldı|Kısmen Ulaşıldı|Ulaşılamadı|Vazgeçildi",
    "mbb.recommendation": "Açık|Hayata Geçirildi|Kısmen Hayata Geçirildi|"
    "Hayata Geçirilmedi",
    "mbb.practice": "Taslak|İncelemede|Yayımlandı|Arşivlendi",
    "mbb.practice.consent": "Cevap Bekleniyor|Muvafakat / Rıza Verildi|"
    "Muvafakat / Rıza Verilmedi|Geri Alındı|Talep İptal Edildi",
    "mbb.need.analysis": "Taslak|Gönderildi|Cevaplandı",
    "mbb.registration": "E-posta Doğrulanmadı|Başvuru Yapıldı|Onaylandı|Reddedildi|"
    "Süresi Doldu",
    "mbb.invitation": "Gönderildi|Kabul Edildi|Süresi Doldu|Geri Çekildi",
    "mbb.destruction": "Listelendi|Onaya Sunuldu|Onaylandı|İmha Edildi|İptal Edildi",
    "mbb.data.request": "Cevap Bekliyor|Cevaplandı|Geri Çekildi",
    "mbb.accessibility.feedback": "Cevap Bekliyor|Cevaplandı",
}
#: What reads the same in both languages, one a line: OCA's checks want it empty.
SAME = frozenset(
    """
%(date)s, %(number)s
%(expert)s, %(institution)s: %(start)s – %(end)s, %(cost)s
%(day)s, %(start)s–%(stop)s
%(day)s, %(start)s – %(stop)s
%(day)s, %(start)s – %(last_day)s, %(stop)s
%(person)s: %(role)s, %(start)s – %(end)s
%(person)s: %(state)s
'%s' % (object.number or object.display_name).replace('/', '-')
'%s-%s' % (object.match_id.number, object.version)
<span>SHA-256:</span>
%(reference)s: %(text)s
%(start)s – %(end)s
%(place)s, %(tier)s: %(amount)s. %(origin)s
5018 m.33
6245 m.26
6245 sayılı Harcırah Kanunu
Döviz Satış
Efektif Satış
IBAN
KKTC
SWIFT/BIC
T.C. Kimlik No
KB)
TR00 0000 0000 0000 0000 0000 00
Türkiye
advance
training
object._get_paper_file_name('calculation')
object._get_paper_file_name('payment_order')
Örnek: 19
(PDF)
/ 100
03.3.1.01
1–5
Başkan
Birlik Başkanı
Birlik Encümeni
Birlik Meclisi
EBYS
Encümen
Genel Sekreter
ID
KEP
KEP: %(address)s
Kurban Bayramı
Meclis
Mentor
Mentor: %(name)s
Model
Net
Organ
Plan
Portal
Ramazan Bayramı
SHA-256
Sekreterya
T.C.
Yazı İşleri
approved
assignment_start
checked
closed
code
confirmed
coverage.*
m.%(place)s
mbb.assignment
mbb.consent
mbb.evaluation
mbb.match
mbb.recommendation
mbb.practice
mbb.practice.consent
mbb.mentor
mbb.session
mbb.travel.advance
mbb.travel.claim
object._get_report_file_name()
object.number
own_vehicle.*
paid
policy.*
posted
res_model
return
review
submitted
{{ object._get_subject(ctx.get('invite_method')) }}
    """.strip().splitlines()
)
#: Terms of the calculation's field names, icons and examples: no words to translate.
WORDLESS = re.compile(
    r"^(<i class=.*/>|(?=.*[_.|\\])[a-z_.|()\[\]*\\?P<>0-9+-]+|B-a\t[\s\S]*)$"
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    """The Turkish is complete: no English on a screen of ours."""

    def _get_catalogue(self, module):
        return polib.pofile(f"{get_module_path(module)}/i18n/tr.po")

    @staticmethod
    def _is_same(term):
        return term in SAME or WORDLESS.match(term)

    def test_every_term_is_translated(self):
        for module in MODULES:
            catalogue = self._get_catalogue(module)
            known = {
                entry.msgid
                for entry in catalogue
                if (entry.msgstr or self._is_same(entry.msgid))
                and not entry.obsolete
                and "fuzzy" not in entry.flags
            }
            reader = TranslationModuleReader(self.env.cr, modules=[module])
            missing = sorted({row[4] for row in reader} - known)
            self.assertFalse(missing, f"{module}: {len(missing)} terms lack Turkish")

    def test_states_have_their_words(self):
        for model, words in STATES.items():
            field = self.env[model].with_context(lang="tr_TR")._fields["state"]
            env = self.env(context={"lang": "tr_TR"})
            labels = {label for _state, label in field._description_selection(env)}
            with self.subTest(model):
                self.assertEqual(labels, set(words.split("|")))

    def test_borrowed_selections(self):
        """A selection taken from another field is said in the reader's language."""
        env = self.env(context={"lang": "tr_TR"})
        for name, model in self.env.registry.items():
            for field in model._fields.values() if name.startswith("mbb.") else ():
                if field.type != "selection" or not callable(field.selection):
                    continue
                english = field._description_selection(self.env(context={}))
                if all(label in (value, *SAME) for value, label in english):
                    continue  # time zones; organs
                with self.subTest(str(field)):
                    self.assertNotEqual(field._description_selection(env), english)

    def test_placeholders_survive(self):
        for module in MODULES:
            for entry in self._get_catalogue(module):
                if not entry.msgstr:
                    continue
                with self.subTest(module=module, msgid=entry.msgid):
                    self.assertEqual(
                        sorted(PLACEHOLDER.findall(entry.msgid)),
                        sorted(PLACEHOLDER.findall(entry.msgstr)),
                    )

    def test_words_of_the_regulation(self):
        for module in MODULES:
            for entry in self._get_catalogue(module):
                with self.subTest(module=module, msgid=entry.msgid):
                    said = PLACEHOLDER.sub("", entry.msgstr)
                    self.assertFalse(FOREIGN.search(said))
