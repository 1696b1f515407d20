# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from .travel import Travel

#: What the plan might ask for in a year: {figure: target}.
TARGETS = {"requests_met": 8, "sessions": 12, "practices_published": 2}


class Reports(Travel):
    """The year so far, issued and published, with two targets that it is measured by."""

    def load(self):  # pylint: disable=missing-return
        super().load()
        manager = "sekreterya.yonetici"
        year = self.calendar.today.year
        for key, value in TARGETS.items():
            indicator = self.env.ref(f"mbb_mentor.mbb_indicator_{key}")
            self.as_user(manager, "mbb.indicator.target").create(
                {"indicator_id": indicator.id, "year": year, "value": value}
            )
        report = self.as_user(manager, "mbb.activity.report").create(
            {
                "year": year,
                "introduction": "Mentor Programı bu yıl çevrim içi başvuruya açılmış, "
                "ilk eşleşmeler tamamlanmıştır.",
                "assessment": "Sıfır atık ve coğrafi bilgi sistemleri en çok destek "
                "istenen konulardır; mentor havuzunun bu konularda genişletilmesi "
                "gerekmektedir.",
            }
        )
        report.action_issue()
        report.action_publish()
