# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ...models.base.working_days import WorkingDays
from ..common import MentorCommon


@tagged("post_install", "-at_install")
class TestHoliday(MentorCommon):
    """Public holidays stand in the working hours of every company."""

    def _leaves(self, name, company=None):
        return self.env["resource.calendar.leaves"].search(
            [
                ("mentor_holiday_id", "=", self.env.ref(f"mbb_mentor.{name}").id),
                ("company_id", "=", (company or self.env.company).id),
            ],
            order="date_from",
        )

    def test_the_law_by_its_days(self):
        days = WorkingDays(self.env.company)
        off = (
            "2026-01-01 2026-03-20 2026-04-23 2026-05-01 2026-05-19 2026-05-27 "
            "2026-05-28 2026-05-29 2026-07-15 2026-10-29"
        )
        for day in off.split():
            with self.subTest(day=day):
                self.assertFalse(days.is_working(date.fromisoformat(day)))
        # Half days are worked in the morning (2429 m.1–2).
        for day in ("2026-03-19", "2026-05-26", "2026-10-28"):
            with self.subTest(day=day):
                self.assertTrue(days.is_working(date.fromisoformat(day)))

    def test_from_one_in_the_afternoon(self):
        leave = self._leaves("mbb_holiday_kurban_2026")
        self.assertEqual(leave.date_from, datetime(2026, 5, 26, 10))
        self.assertEqual(leave.date_to, datetime(2026, 5, 30, 20, 59, 59))

    def test_every_year_and_the_years_to_come(self):
        name = "mbb_holiday_sovereignty"
        before = self._leaves(name)
        with freeze_time("2035-06-01"):
            self.env["mbb.holiday"]._fill_ahead()
            after = self._leaves(name)
            self.env["mbb.holiday"]._fill_ahead()
            self.assertEqual(self._leaves(name), after)
        years = [leave.date_to.year for leave in after]
        self.assertEqual(years, list(range(2025, 2038)))
        self.assertLess(before, after)

    def test_what_is_not_announced_says_so(self):
        self.assertTrue(self.env.ref("mbb_mentor.mbb_holiday_ramazan_2026").is_certain)
        self.assertFalse(self.env.ref("mbb_mentor.mbb_holiday_ramazan_2027").is_certain)

    def test_a_new_company_has_them(self):
        company = self.env["res.company"].create({"name": "Another Union"})
        self.env["mbb.holiday"]._fill_ahead()
        self.assertTrue(self._leaves("mbb_holiday_kurban_2026", company))

    def test_own_entries_of_a_company_are_left_alone(self):
        leaves = self.env["resource.calendar.leaves"]
        own = leaves.create(
            {
                "name": "Ours",
                "calendar_id": False,
                "date_from": "2026-02-01 00:00:00",
                "date_to": "2026-02-06 00:00:00",
            }
        )
        holiday = self.env["mbb.holiday"].create(
            {"name": "Snow", "date_from": "2026-02-03", "date_to": "2026-02-04"}
        )
        self.assertFalse(
            holiday.leave_ids.filtered(lambda l: l.company_id == self.env.company)
        )
        self.assertTrue(own.exists())

    def test_moved_and_deleted_in_the_calendars_too(self):
        holiday = (
            self.env["mbb.holiday"]
            .with_user(self.user_officer)
            .create(
                {"name": "Snow", "date_from": "2026-02-03", "date_to": "2026-02-03"}
            )
        )
        days = WorkingDays(self.env.company)
        self.assertFalse(days.is_working(date(2026, 2, 3)))
        holiday.write({"date_from": "2026-02-04", "date_to": "2026-02-04"})
        days = WorkingDays(self.env.company)
        self.assertTrue(days.is_working(date(2026, 2, 3)))
        self.assertFalse(days.is_working(date(2026, 2, 4)))
        with self.assertRaises(AccessError):
            holiday.unlink()
        holiday.with_user(self.user_manager).unlink()
        self.assertTrue(WorkingDays(self.env.company).is_working(date(2026, 2, 4)))

    def test_no_holiday_of_a_year_by_mistake(self):
        with self.assertRaises(ValidationError):
            self.env["mbb.holiday"].create(
                {"name": "Long", "date_from": "2026-02-03", "date_to": "2027-02-03"}
            )

    def test_another_companys_holiday_does_not_count(self):
        company = self.env["res.company"].create({"name": "Another Union"})
        self.env["mbb.holiday"].create(
            {
                "name": "Theirs",
                "date_from": "2026-02-03",
                "date_to": "2026-02-03",
                "company_id": company.id,
            }
        )
        self.assertTrue(WorkingDays(self.env.company).is_working(date(2026, 2, 3)))
