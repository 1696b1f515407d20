# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import Command

from .authority import Authority
from .tables import read

PANEL = ("cevre", "gerceklestirme", "sekreterya2")
CRITERIA = (
    ("İhtiyacın açıklığı", "Soru somut mu, ölçülebilir bir sonuca bağlanmış mı?", 40),
    ("Kurumun hazırlığı", "Çalışmayı yürütecek birim ve kişi belli mi?", 35),
    ("Yaygınlaştırma", "Öğrenilen, başka birim ve kurumlarla paylaşılacak mı?", 25),
)


class Calls(Authority):
    """Thematic calls at each stage, and a networking event that brought two together."""

    def load(self):  # pylint: disable=missing-return
        super().load()
        rows = read("calls")
        self._load_concluded(rows)
        self._load_assessed(rows)
        self._load_open(rows)
        self._load_event()
        self._load_coming_event()

    # -- calls ------------------------------------------------------------------

    def _announce(self, name, basis, skill, text, quota, **vals):
        """Drawn up and opened by the manager."""
        call = self.as_user("sekreterya.yonetici", "mbb.call").create(
            {
                "name": name,
                "basis_name": basis,
                "description": text,
                "skill_ids": [
                    Command.set(self.env.ref(f"mbb_mentor.hr_skill_{skill}").ids)
                ],
                "quota": quota,
                "date_close": self.calendar.day(21),
                "date_from": self.calendar.day(0),
                "date_to": self.calendar.day(240),
                "criterion_ids": [
                    Command.create(
                        {"name": label, "description": looked_at, "points": points}
                    )
                    for label, looked_at, points in CRITERIA
                ],
                "panel_ids": [
                    Command.create({"user_id": self.users[login].id})
                    for login in PANEL
                ],
                "responsible_id": self.users["sekreterya"].id,
                **vals,
            }
        )
        call.action_open()
        return call

    def _prepare_application(self, row):
        values = super()._prepare_application(row)
        return values | ({"call_id": row["call_id"]} if "call_id" in row else {})

    def _load_applications(self, call, rows, key):
        for row in rows:
            if row["call"] != key:
                continue
            model = f"mbb.{row['side']}"
            row = {**row, "call_id": call.id, "person": "", "unit": "", "reason": ""}
            row |= {"type": "institution", "background": "", "expectation": ""}
            applications = self.mentors if row["side"] == "mentor" else self.mentees
            applications[row["key"]] = self._apply(model, row)

    def _assess(self, call):
        """Its last day passes: nobody can close a call before."""
        call.flush_recordset()
        opened, closed = self.calendar.day(-30), self.calendar.day(-1)
        self.env.cr.execute(
            "UPDATE mbb_call SET date_open = %s, date_close = %s, date_due = %s "
            "WHERE id = %s",
            [opened, closed, closed, call.id],
        )
        call.invalidate_recordset()
        self.as_user("sekreterya", call).action_assess()

    def _score(self, key, shares, reviewers=2):
        """So many of its reviewers give a share of the points of each criterion."""
        reviews = self.mentees[key].sudo().review_ids.sorted("id")[:reviewers]
        for review, share in zip(reviews, shares, strict=False):
            own = review.with_user(review.reviewer_id)
            for line in own.line_ids:
                line.points = round(line.max_points * share)
            own.note = "Başvuru belgeleriyle birlikte incelendi."
            own.action_submit()

    def _load_concluded(self, rows):
        """Scored, ranked, answered; a match is proposed to who was selected."""
        call = self._announce(
            "İklim uyum planı hazırlayan belediyeler için mentorluk",
            "Marmara İklim Eylemi Projesi",
            "environment_climate_plan",
            "İklim uyum planını hazırlamakta olan belediyeler, planını tamamlamış bir "
            "belediyenin ekibiyle sekiz ay boyunca birlikte çalışır.",
            quota=2,
            least_points=50,
        )
        self._load_applications(call, rows, "iklim")
        self._assess(call)
        for key, shares in (
            ("bilecik_iklim", (0.9, 0.84)),
            ("golcuk_iklim", (0.8, 0.74)),
            ("kesan_iklim", (0.6, 0.66)),
        ):
            self._score(key, shares)
        call.action_rank()
        call.action_conclude()
        wizard = self.as_user("sekreterya", "mbb.call.propose").create(
            {"call_id": call.id}
        )
        wizard.action_propose()

    def _load_assessed(self, rows):
        """One of the two has not scored yet: nobody sees any points."""
        call = self._announce(
            "Açık veri portalı kuracak belediyeler çağrısı",
            "Akıllı Şehir Öğrenme Programı",
            "smart_city_open_data",
            "Veri envanterini çıkaran ve ilk veri kümelerini yayımlamak isteyen "
            "belediyeler için.",
            quota=1,
            basis_kind="programme",
        )
        self._load_applications(call, rows, "veri")
        self._assess(call)
        self._score("canakkale_veri", (0.8, 0.7))
        self._score("yalova_veri", (0.75,), reviewers=1)

    def _load_open(self, rows):
        call = self._announce(
            "Sıfır atık yönetiminde eşleşme çağrısı",
            "Ege ve Marmara Belediyeleri Atık İş Birliği",
            "environment_zero_waste",
            "Toplama noktalarını ve güzergâhlarını yeniden planlayacak ilçe "
            "belediyeleri için.",
            quota=3,
            basis_kind="cooperation",
            target_ids=[
                Command.create({"institution_type": kind})
                for kind in ("district", "metropolitan_district")
            ],
        )
        self._load_applications(call, rows, "atik")

    # -- the event ----------------------------------------------------------------

    def _register(self, event, login, role, text, skill):
        return self.as_user("sekreterya", "event.registration").create(
            {
                "event_id": event.id,
                "partner_id": self.people[login].id,
                "mentor_listed": True,
                "mentor_role": role,
                "mentor_text": text,
                "mentor_subject_ids": [
                    Command.set(self.env.ref(f"mbb_mentor.hr_skill_{skill}").ids)
                ],
            }
        )

    def _interest(self, one, other, role, skill):
        return self.as_user("sekreterya", "mbb.event.interest").create(
            {
                "from_id": one.id,
                "to_id": other.id,
                "role": role,
                "skill_id": self.env.ref(f"mbb_mentor.hr_skill_{skill}").id,
            }
        )

    def _load_event(self):
        day = self.calendar.day(-2)
        event = self.as_user("sekreterya", "event.event").create(
            {
                "name": "Mentor Programı Ağ Kurma Buluşması",
                "is_mentor_event": True,
                "user_id": self.users["sekreterya"].id,
                "date_tz": "Europe/Istanbul",
                "date_begin": self.calendar.at(day, 13),
                "date_end": self.calendar.at(day, 17),
                "event_mail_ids": [Command.clear()],
            }
        )
        ayse, deniz, mehmet, ufuk = (
            self._register(event, *row)
            for row in (
                (
                    "uzman.ayse",
                    "offers",
                    "Sıfır atık sistemini birlikte kurabiliriz.",
                    "environment_zero_waste",
                ),
                (
                    "menti.deniz",
                    "seeks",
                    "Plan değişikliği dosyalarını konuşmak isterim.",
                    "planning_zoning",
                ),
                (
                    "uzman.mehmet",
                    "offers",
                    "Kent bilgi sistemini nasıl kurduğumuzu anlatabilirim.",
                    "smart_city_gis",
                ),
                (
                    "canakkale",
                    "seeks",
                    "Verilerimizi tek sistemde toplamak istiyoruz.",
                    "smart_city_gis",
                ),
            )
        )
        self._interest(deniz, ayse, "talk", "environment_zero_waste")
        self._interest(ayse, ufuk, "share", "environment_zero_waste")
        self._interest(ufuk, ayse, "learn", "environment_zero_waste")
        self._interest(ufuk, mehmet, "learn", "smart_city_gis")
        mutual = self._interest(mehmet, ufuk, "share", "smart_city_gis")
        level = self.env.ref("mbb_mentor.hr_skill_smart_city_gis").skill_type_id
        offered = level.skill_level_ids.filtered(lambda row: row.mentor_level == 5)
        wizard = self.as_user("sekreterya", "mbb.event.match").create(
            {
                "interest_id": mutual.id,
                "offered_level_id": offered.id,
                "offer": "Kent bilgi sisteminin kurulmasında izlenen yol.",
                "need": "Birimlerdeki verinin tek sistemde toplanması.",
                "date_from": self.calendar.day(0),
                "date_to": self.calendar.day(180),
            }
        )
        wizard.action_propose()

    def _load_coming_event(self):
        """On the public pages: anybody may register."""
        day = self.calendar.day(24)
        hall = self.env["res.partner"].create(
            {
                "name": "Yalova Belediyesi Kültür Merkezi",
                "is_company": True,
                "street": "Sahil Caddesi 12",
                "city": "Yalova",
                "company_id": self.company.id,
            }
        )
        self.as_user("sekreterya", "event.event").create(
            {
                "name": "İklim ve Sıfır Atık Buluşması",
                "is_mentor_event": True,
                "is_mentor_public": True,
                "stage_id": self.env.ref("event.event_stage_announced").id,
                "user_id": self.users["sekreterya"].id,
                "address_id": hall.id,
                "date_tz": "Europe/Istanbul",
                "date_begin": self.calendar.at(day, 10),
                "date_end": self.calendar.at(day, 16),
                "seats_limited": True,
                "seats_max": 80,
                "description": (
                    "<p>İklim uyum planı ve sıfır atık alanında deneyimini paylaşmak "
                    "isteyen belediyelerle bu konularda destek arayan belediyeler bir "
                    "araya geliyor.</p><ul><li>10.00 Açılış ve tanışma</li><li>11.00 "
                    "Masalarda görüşmeler</li><li>14.00 Mentor ve menti eşleştirme "
                    "oturumu</li></ul>"
                ),
            }
        )
