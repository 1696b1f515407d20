# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import date, datetime, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..common import PDF, MentorCommon


@tagged("post_install", "-at_install")
class TestRepresentative(MentorCommon):
    """Authority is a dated fact of this model and of nothing else."""

    def test_role_and_dates(self):
        self.assertTrue(self.giving._is_represented_by(self.user_giving))
        self.assertFalse(self.giving._is_represented_by(self.user_asking))
        viewer = self._create_representative("watching", self.giving, role="viewer")
        self.assertFalse(self.giving._is_represented_by(viewer))
        self.assertTrue(self.giving._is_represented_by(viewer, ("viewer",)))
        row = self.giving.representative_ids.filtered(lambda r: r.user_id == viewer)
        row.date_to = self.today - timedelta(days=2)
        self.assertFalse(self.giving._is_represented_by(viewer, ("viewer",)))

    def test_for_a_unit_only(self):
        unit = self.env["res.partner"].create(
            {
                "name": "İmar Müdürlüğü",
                "is_company": True,
                "is_mentor_unit": True,
                "parent_id": self.giving.id,
            }
        )
        user = new_test_user(self.env, "test.unit", groups="base.group_portal")
        self.env["mbb.representative"].create(
            {
                "user_id": user.id,
                "institution_id": self.giving.id,
                "unit_id": unit.id,
                "role": "representative",
                "date_from": self.today - timedelta(days=2),
            }
        )
        self.assertFalse(self.giving._is_represented_by(user))
        self.assertTrue(self.giving._is_represented_by(user, unit=unit))

    def test_last_day_counts(self):
        self.giving.representative_ids.date_to = self.today
        self.assertTrue(self.giving._is_represented_by(self.user_giving))

    def test_day_of_the_birlik(self):
        """In Istanbul the day has begun at 21 o'clock UTC, for whoever asks."""
        user = new_test_user(self.env, "test.midnight", groups="base.group_portal")
        row = self.env["mbb.representative"].create(
            {
                "user_id": user.id,
                "institution_id": self.giving.id,
                "role": "representative",
                "date_from": date(2026, 11, 23),
            }
        )
        for hour, begun in ((20, False), (22, True)):
            for zone in (False, "Europe/Istanbul", "America/Lima"):
                giving = self.giving.with_context(tz=zone)
                with freeze_time(datetime(2026, 11, 22, hour, 30)):
                    row.invalidate_recordset(["is_current"])
                    self.assertIs(giving._is_represented_by(user), begun)
                    self.assertIs(row.with_context(tz=zone).is_current, begun)

    def test_contact_of_the_institution_is_no_representative(self):
        self.assertEqual(self.user_expert.partner_id.parent_id, self.giving)
        self.assertFalse(
            self.giving._is_represented_by(
                self.user_expert, ("representative", "applicant", "viewer")
            )
        )

    @mute_logger("odoo.sql_db")
    def test_no_two_roles_at_once(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["mbb.representative"].create(
                {
                    "user_id": self.user_giving.id,
                    "institution_id": self.giving.id,
                    "role": "viewer",
                    "date_from": self.today,
                }
            )

    def test_institution_only(self):
        with self.assertRaises(ValidationError):
            self.env["mbb.representative"].create(
                {"user_id": self.user_giving.id, "institution_id": self.expert.id}
            )

    def test_ended_not_deleted(self):
        with self.assertRaises(UserError):
            self.giving.representative_ids.sudo().unlink()

    def test_not_rewritten_but_ended(self):
        row = self.giving.representative_ids.with_user(self.user_officer)
        for values in (
            {"user_id": self.user_other.id},
            {"institution_id": self.other.id},
            {"role": "viewer"},
            {"date_from": "2020-01-01"},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                row.write(values)
        row.date_to = self.today
        self.assertEqual(row.date_to, self.today)

    def test_a_representative_needs_a_paper(self):
        values = {
            "user_id": self.user_expert.id,
            "institution_id": self.giving.id,
            "role": "representative",
        }
        model = self.env["mbb.representative"].with_user(self.user_officer)
        with self.assertRaises(UserError):
            model.create(values)
        evidence = self.env["mbb.evidence"]._record(
            self.giving, "yetki.pdf", PDF, "authorisation"
        )
        self.assertTrue(model.create({**values, "evidence_id": evidence.id}))

    def test_the_secretariat_represents_nobody(self):
        with self.assertRaises(ValidationError):
            self.env["mbb.representative"].create(
                {"user_id": self.user_officer.id, "institution_id": self.other.id}
            )

    def test_a_representative_does_not_join_the_secretariat(self):
        user = new_test_user(self.env, "two.hats", groups="base.group_user")
        self.env["mbb.representative"].create(
            {
                "user_id": user.id,
                "institution_id": self.other.id,
                "date_from": self.today - timedelta(days=2),
            }
        )
        for group in ("group_mentor_officer", "group_mentor_manager"):
            with self.subTest(group), self.assertRaises(ValidationError):
                user.group_ids += self.env.ref(f"mbb_mentor.{group}")

    def test_nobody_makes_themselves_one(self):
        for user in (self.user_giving, self.user_employee, self.user_approver):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["mbb.representative"].with_user(user).create(
                    {"user_id": user.id, "institution_id": self.other.id}
                )
