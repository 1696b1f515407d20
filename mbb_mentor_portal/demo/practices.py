# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import io

from PIL import Image, ImageDraw

from odoo import Command

from .calls import Calls
from .tables import paper

PRACTICES = (
    {
        "institution": "nilufer",
        "skill": "environment_waste",
        "year": 2025,
        "name": "Bahçe atığının randevuyla toplanması",
        "problem": "Budama mevsiminde bahçe atığı haftalarca kaldırımda bekliyor, "
        "yayalar yola iniyor, çağrı merkezine günde yüzlerce şikâyet geliyordu.",
        "solution": "Mahalleler beş bölgeye ayrıldı. Çağrı merkezi ve internet üzerinden "
        "gün verildi; araçlar yalnızca randevu verilen sokaklara gönderildi. Toplanan "
        "atık öğütülerek parklarda malç olarak kullanıldı.",
        "result": "Şikâyetler belirgin biçimde azaldı, araçların boş gidişi sona erdi.",
        "cost": "İki araç, dört kişi, bir öğütücü; yazılım belediyenin kendi kaynağıyla.",
        "conditions": "Çağrı merkezi, mahalle bazında araç planı ve öğütücü için üstü "
        "örtülü bir alan yeterlidir.",
        "name_en": "Collecting garden waste by appointment",
        "problem_en": "In the pruning season garden waste lay on the pavement for weeks, "
        "people had to walk on the road, and hundreds of complaints came in a day.",
        "solution_en": "The quarters were put into five districts. Days were given by "
        "telephone and online; vehicles went to the streets with an appointment only. "
        "The waste was shredded and used as mulch in the parks.",
        "result_en": "Complaints fell clearly, and no vehicle drove in vain any more.",
        "cost_en": "Two vehicles, four people, one shredder; the software is our own.",
        "conditions_en": "A call centre, a plan of vehicles by quarter and a roofed "
        "place for the shredder are enough.",
        "numbers": (
            ("Günlük şikâyet", 240, 35, "adet", "Complaints a day", "calls"),
            ("Kaldırımda bekleme süresi", 18, 2, "gün", "Time on the pavement", "days"),
        ),
        "alt": "Park yolunun kenarına serilmiş malç",
        "alt_en": "Mulch beside a path in a park",
    },
    {
        "institution": "kadikoy",
        "skill": "environment_climate_plan",
        "year": 2024,
        "name": "Mahalle ölçeğinde sıcaklık haritası",
        "problem": "Yaz aylarında hangi sokakların daha çok ısındığı bilinmiyor, gölgelik "
        "ve ağaçlandırma kararları gözleme göre veriliyordu.",
        "solution": "Otobüslere takılan ölçerlerle iki yaz boyunca sokak sokak sıcaklık "
        "ölçüldü; harita, yaşlı nüfusla birlikte değerlendirildi.",
        "result": "Ağaçlandırma bütçesi en çok ısınan on iki sokağa yönlendirildi.",
        "cost": "Yirmi ölçer ve bir uzmanın altı aylık çalışması.",
        "conditions": "Toplu taşıma işletmesiyle iş birliği ve coğrafi bilgi sistemi.",
        "numbers": (
            ("Gölgesi artan sokak", 0, 12, "sokak", "Streets with more shade", "streets"),
        ),
        "alt": False,
    },
)


class Practices(Calls):
    """Two good practices that anybody may read, one of them in English as well."""

    def load(self):  # pylint: disable=missing-return
        super().load()
        for row in PRACTICES:
            self._publish_practice(self._write_practice(row))

    def _write_practice(self, row):
        skill = self.env.ref(f"mbb_mentor.hr_skill_{row['skill']}")
        values = {
            key: value
            for key, value in row.items()
            if key not in ("institution", "skill", "numbers", "alt", "alt_en")
        }
        if row["alt"]:
            values["picture_ids"] = [
                Command.create(
                    {
                        "name": "gorsel.png",
                        "file": self._draw_park(),
                        "alt_text": row["alt"],
                        "alt_text_en": row["alt_en"],
                        "nobody": True,
                    }
                )
            ]
        return self.as_user("sekreterya", "mbb.practice").create(
            {
                **values,
                "institution_id": self.institutions[row["institution"]].id,
                "skill_ids": [Command.set(skill.ids)],
                "result_ids": [
                    Command.create(
                        {
                            "name": name,
                            "value_before": before,
                            "value_after": after,
                            "unit": unit,
                            "name_en": name_en,
                            "unit_en": unit_en,
                        }
                    )
                    for name, before, after, unit, name_en, unit_en in row["numbers"]
                ],
            }
        )

    def _draw_park(self):
        """A drawing: the demo has no photographs, and shows nobody."""
        picture = Image.new("RGB", (960, 540), "#dff0f5")
        draw = ImageDraw.Draw(picture)
        draw.rectangle((0, 330, 960, 540), fill="#7fb069")
        draw.polygon(((420, 540), (560, 540), (510, 330), (470, 330)), fill="#e8dcc8")
        draw.polygon(((360, 540), (420, 540), (470, 330), (455, 330)), fill="#7a5230")
        for left in (80, 240, 640, 800):
            draw.rectangle((left + 42, 250, left + 58, 350), fill="#6b4226")
            draw.ellipse((left, 140, left + 100, 270), fill="#3d7a3a")
        buffer = io.BytesIO()
        picture.save(buffer, "PNG")
        return base64.b64encode(buffer.getvalue())

    def _publish_practice(self, practice):
        """The unit looks at it, the institution consents, Kurumsal İletişim publishes."""
        practice.action_submit()
        for _step in range(2):
            rows = practice.sudo().approval_ids.filtered(
                lambda row: row.state == "waiting"
            )
            decider = rows.approver_ids[:1]
            asked = practice.with_user(decider)
            asked.action_score()
            scores = asked.env["mbb.practice.score"].search(
                [("practice_id", "=", practice.id), ("user_id", "=", decider.id)]
            )
            for score in scores:
                score.points = 0.8 * score.max_points
            rows.with_user(decider)._do_approve()
            for consent in practice.sudo().consent_ids.filtered(
                lambda row: row.state == "requested"
            ):
                self.as_user("sekreterya", consent)._record_paper(
                    "granted",
                    content=paper("YAYIM İZNİ", consent.party_name),
                    file_name="yayim-izni.pdf",
                )
