# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import PDF
from .common import ApplicationCommon


@tagged("post_install", "-at_install")
class TestApplication(ApplicationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mentor = cls._create_mentor(accepted=False)
        cls.mentee = cls._create_mentee(accepted=False)

    # -- the arrows --------------------------------------------------------

    def test_arrows_by_role(self):
        roles = {
            "officer": self.user_officer,
            "manager": self.user_manager,
            "approver": self.user_approver,
            "employee": self.user_employee,
            "own": self.user_giving,
            "other": self.user_other,
        }

        def allowed(authority, role):
            if authority == "system":
                return False
            if authority == "applicant" and role == "own":
                return True
            return role in ("officer", "manager")

        for model in ("mbb.mentor", "mbb.mentee"):
            name = "_get_unfinished_obstacle"
            self.patch(self.env.registry[model], name, lambda record: False)
        self.assertObstacles(self.mentor, allowed, roles)
        roles["own"] = self.user_asking
        self.assertObstacles(self.mentee, allowed, roles)

    def test_arrows_of_states(self):
        """The arrows are those of the design, no more."""
        self.assertEqual(
            {source: set(targets) for source, targets in self.mentor._arrows.items()},
            {
                "draft": {"submitted"},
                "submitted": {"review", "withdrawn", "rejected"},
                "review": {"incomplete", "available", "rejected", "withdrawn"},
                "incomplete": {"review", "withdrawn", "rejected"},
                "available": {"suspended", "retired"},
                "suspended": {"available", "retired"},
                "retired": {"review"},
                "rejected": {"review"},
            },
        )
        self.assertEqual(
            {source: set(targets) for source, targets in self.mentee._arrows.items()},
            {
                "draft": {"submitted"},
                "submitted": {"review", "withdrawn", "rejected"},
                "review": {"incomplete", "waiting", "rejected", "withdrawn"},
                "incomplete": {"review", "withdrawn", "rejected"},
                "waiting": {"matched", "withdrawn"},
                "matched": {"waiting", "closed"},
                "rejected": {"review"},
            },
        )

    def test_state_is_guarded(self):
        users = (
            self.user_officer,
            self.user_manager,
            self.user_approver,
            self.user_employee,
            self.user_giving,
        )
        self.assertGuarded(self.mentor, users)
        self.assertGuarded(self.mentee, users)

    def test_created_as_draft_only(self):
        values = self._application_values(self.giving, 4)
        with self.assertRaises(UserError):
            self.env["mbb.mentor"].create({**values, "state": "available"})
        mentor = (
            self.env["mbb.mentor"]
            .with_context(
                default_state="available",
                default_number="X",
                default_date_due="2020-01-01",
            )
            .create({**values, "state": "draft", "number": "MTR-1"})
        )
        self.assertEqual(mentor.state, "draft")
        self.assertFalse(mentor.number)
        self.assertFalse(mentor.date_due)

    def test_decisions_are_guarded(self):
        for field in ("number", "incomplete_reason", "reject_reason", "date_submitted"):
            with self.subTest(field=field), self.assertRaises(UserError):
                self.mentor.write({field: "2026-01-01 10:00:00"})

    def test_life_of_a_mentor(self):
        mentor = self.mentor.with_user(self.user_officer)
        mentor.action_submit()
        self.assertTrue(mentor.date_submitted)
        year = self.today.year
        self.assertRegex(mentor.number, rf"^MTR-{year}-\d{{4}}$")
        mentor.action_review()
        self.assertEqual(mentor.responsible_id, self.user_officer)
        mentor.action_return("The year of the project is missing")
        self.assertEqual(mentor.incomplete_reason, "The year of the project is missing")
        number = mentor.number
        mentor.action_submit()
        self.assertEqual(mentor.state, "review")
        self.assertEqual(mentor.number, number)
        mentor.action_accept()
        self.assertEqual(mentor.state, "available")
        mentor.action_suspend("On leave")
        self.assertEqual(mentor.suspend_reason, "On leave")
        mentor.action_resume()
        mentor.action_retire()
        mentor.action_return_to_pool()
        mentor.action_reject("Not a field of the Birlik")
        self.assertEqual(mentor.reject_reason, "Not a field of the Birlik")
        for step in ("submit", "review", "accept", "withdraw", "retire", "resume"):
            with self.subTest(step=step), self.assertRaises(UserError):
                getattr(mentor, f"action_{step}")()

    def test_life_of_a_mentee(self):
        mentee = self.mentee.with_user(self.user_officer)
        mentee.action_submit()
        self.assertRegex(mentee.number, r"^MNT-\d{4}-\d{4}$")
        mentee.action_review()
        mentee.action_accept()
        self.assertEqual(mentee.state, "waiting")
        for target in ("matched", "closed"):
            with self.assertRaises(UserError):
                mentee._take_arrow(target)
        mentee.action_withdraw_for("They rang")
        self.assertEqual(mentee.state, "withdrawn")

    def test_reasons_are_asked(self):
        mentor = self.mentor.with_user(self.user_officer)
        mentor.action_submit()
        mentor.action_review()
        for method in ("action_return", "action_reject"):
            for blank in ("", "   ", False):
                with self.assertRaises(UserError):
                    getattr(mentor, method)(blank)
        self.assertEqual(mentor.state, "review")

    def test_dialog_takes_record_ids_only(self):
        self.mentor.sudo().action_submit()
        self.mentor.with_user(self.user_officer).action_review()
        dialog = self.env["mbb.reason"].with_user(self.user_officer)
        values = {
            "res_model": "mbb.mentor",
            "method": "action_return",
            "reason": "The year is missing",
        }
        for ids in ("abc", ["abc"], [True], [1.5], {"id": 1}, 7, [], False):
            with self.subTest(ids=ids), self.assertRaises(UserError):
                dialog.create({**values, "res_ids": ids}).action_confirm()
        dialog.create({**values, "res_ids": self.mentor.ids}).action_confirm()
        self.assertEqual(self.mentor.state, "incomplete")

    def test_numbers_follow_each_other(self):
        first = self._create_mentee()
        second = self._create_mentee()
        self.assertEqual(
            int(second.number.rpartition("-")[2]),
            int(first.number.rpartition("-")[2]) + 1,
        )

    # -- what is missing ---------------------------------------------------

    def test_missing_content(self):
        cases = {
            "skill_ids": [Command.clear()],
            "summary": "  ",
            "mode_online": False,
            "language_ids": [Command.clear()],
            "date_to": self.today - timedelta(days=1),
            "applicant_type": "unit",
            "on_behalf": True,
        }
        for record in (self.mentor, self.mentee):
            self.assertFalse(record._get_content_obstacle())
            for field, value in cases.items():
                with self.subTest(model=record._name, field=field):
                    copied = record.copy({"skill_ids": self._skill_commands(3)})
                    vals = {field: value}
                    if field == "date_to":
                        vals["date_from"] = value
                    copied.write(vals)
                    self.assertEqual(len(copied._get_missing_content()), 1)
                    with self.assertRaises(UserError):
                        copied.with_user(self.user_officer).action_submit()
                    self.assertEqual(copied.state, "draft")
        mentee = self.mentee.copy({"skill_ids": self._skill_commands(3)})
        mentee.date_from = False
        with self.assertRaises(UserError):
            mentee.action_submit()

    def test_missing_person(self):
        self.mentor.applicant_type = "person"
        with self.assertRaisesRegex(UserError, "the person"):
            self.mentor.action_submit()
        self.mentor.person_id = self.expert
        self.mentor.action_submit()
        self.assertEqual(self.mentor.bearer_id, self.expert)
        self.assertIn(self.expert.name, self.mentor.display_name)

    def test_incomplete_cannot_return_incomplete(self):
        self.mentor.action_submit()
        self.mentor.action_review()
        self.mentor.action_return("Which plan?")
        self.mentor.skill_ids.unlink()
        with self.assertRaisesRegex(UserError, "subject"):
            self.mentor.action_submit()

    # -- nobody is dressed up as somebody else -----------------------------

    def test_institution_is_registered(self):
        stranger = self.env["res.partner"].create({"name": "X", "is_company": True})
        with self.assertRaises(ValidationError):
            self.mentor.institution_id = stranger

    def test_unit_belongs_to_institution(self):
        unit = self.env["res.partner"].create(
            {"name": "Planning", "is_mentor_unit": True, "parent_id": self.other.id}
        )
        with self.assertRaises(ValidationError):
            self.mentor.unit_id = unit
        unit.parent_id = self.giving
        self.mentor.write({"applicant_type": "unit", "unit_id": unit.id})
        self.assertEqual(self.mentor.bearer_id, unit)
        with self.assertRaises(ValidationError):
            self.mentor.unit_id = self.expert

    def test_person_belongs_to_institution(self):
        with self.assertRaises(ValidationError):
            self.mentor.person_id = self.learner
        self.mentor.write({"person_id": self.learner.id, "person_confirmed": True})
        with self.assertRaises(ValidationError):
            self.mentor.person_confirmed = False
        outsider = self.user_giving.partner_id
        outsider.parent_id = False
        self.mentor.person_id = outsider  # a representative is known, too

    @mute_logger("odoo.sql_db")
    def test_limits(self):
        for vals in ({"capacity": -1}, {"capacity": 51}):
            with self.assertRaises(CheckViolation), self.cr.savepoint():
                self.mentor.write(vals)
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            self.mentor.write({"date_from": "2026-05-02", "date_to": "2026-05-01"})
        for priority in (0, 10):
            with self.assertRaises(CheckViolation), self.cr.savepoint():
                self.mentee.write({"priority": priority})
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.mentor.write({"skill_ids": self._skill_commands(2)})

    def test_applicant_is_who_they_are(self):
        """An applicant's own claims about the office are not believed."""
        self.env["ir.model.access"].create(
            {
                "name": "test: portal writes",
                "model_id": self.env["ir.model"]._get("mbb.mentee").id,
                "group_id": self.env.ref("base.group_portal").id,
                "perm_read": True,
                "perm_write": True,
                "perm_create": True,
            }
        )
        # Record rules and field lists are the portal's; the model holds by itself.
        model = self.env["mbb.mentee"].with_user(self.user_asking)
        values = {
            "institution_id": self.asking.id,
            "summary": "x",
            "origin": "event",
            "on_behalf": True,
            "person_confirmed": True,
            "responsible_id": self.user_officer.id,
            "contact_id": self.learner.id,
        }
        if "mbb.portal.mixin" in self.env:
            # The portal's list of fields refuses them before the model is asked.
            with self.assertRaises(AccessError):
                model.create(values)
            return
        mentee = model.create(values)
        self.assertEqual(mentee.sudo().origin, "portal")
        self.assertFalse(mentee.sudo().on_behalf)
        self.assertFalse(mentee.sudo().person_confirmed)
        self.assertFalse(mentee.sudo().responsible_id)
        self.assertEqual(mentee.sudo().contact_id, self.user_asking.partner_id)
        for field in ("priority", "responsible_id", "origin", "person_confirmed"):
            with self.subTest(field=field), self.assertRaises(AccessError):
                mentee.write({field: False})
        # Their own contact is none of the other institution's.
        with self.assertRaises(ValidationError):
            model.create({**values, "institution_id": self.other.id})
        viewer = self._create_representative("viewer", self.asking, role="viewer")
        with self.assertRaises(AccessError):
            self.env["mbb.mentee"].with_user(viewer).create(values)
        ended = self._create_representative(
            "ended", self.asking, date_to=self.today - timedelta(days=1)
        )
        with self.assertRaises(AccessError):
            self.env["mbb.mentee"].with_user(ended).create(values)

    # -- content after submission ------------------------------------------

    def test_content_closes(self):
        self.env["ir.model.access"].create(
            [
                {
                    "name": f"test: portal {model}",
                    "model_id": self.env["ir.model"]._get(model).id,
                    "group_id": self.env.ref("base.group_portal").id,
                    "perm_read": True,
                    "perm_write": True,
                    "perm_create": True,
                    "perm_unlink": True,
                }
                for model in ("mbb.mentor", "mbb.mentor.skill")
            ]
        )
        mentor = self.mentor.with_user(self.user_giving)
        mentor.write({"summary": "Open while it is a draft"})
        self.mentor.action_submit()
        officer = self.mentor.with_user(self.user_officer)
        for step in (False, "action_review", "action_accept"):
            if step:
                getattr(officer, step)()
            with self.subTest(state=self.mentor.state):
                for vals in (
                    {"summary": "Changed"},
                    {"capacity": 9},
                    {"institution_id": self.giving.id},
                    {"skill_ids": self._skill_commands(1, self._skill_other())},
                ):
                    with self.assertRaises(UserError):
                        mentor.write(vals)
                line = mentor.skill_ids
                with self.assertRaises(UserError):
                    line.write({"note": "Changed"})
                with self.assertRaises(UserError):
                    line.unlink()
                with self.assertRaises(UserError):
                    line.create(
                        {
                            "mentor_id": mentor.id,
                            **self._skill_commands(1, self._skill_other())[0][2],
                        }
                    )
        with self.assertRaises(UserError):
            officer.write({"summary": "Changed"})
        officer.write({"capacity": 9})
        self.assertEqual(mentor.capacity, 9)

    def test_content_opens_when_incomplete(self):
        self.mentor.action_submit()
        self.mentor.action_review()
        self.mentor.action_return("Which plan?")
        mentor = self.mentor.with_user(self.user_giving).sudo(False)
        mentor._check_content_open()
        self.mentor.action_submit()
        with self.assertRaises(UserError):
            mentor._check_content_open()

    # -- mails -------------------------------------------------------------

    def _new_messages(self, record, step, *args):
        before = record.message_ids
        getattr(record.with_user(self.user_officer), step)(*args)
        return record.message_ids - before

    def test_applicant_is_told(self):
        contact = self.user_asking.partner_id
        contact.write({"email": "asking@example.org", "lang": "en_US"})
        self.mentee.contact_id = contact
        self.mentee.action_submit()
        self.mentee.action_review()
        returned = self._new_messages(self.mentee, "action_return", "Which district?")
        mail = returned.filtered(lambda m: contact in m.partner_ids)
        self.assertEqual(len(mail), 1)
        self.assertIn("Which district?", mail.body)
        self.assertIn(self.mentee.number, mail.subject)
        self.mentee.action_submit()
        accepted = self._new_messages(self.mentee, "action_accept")
        self.assertIn(contact, accepted.partner_ids)
        other = self._create_mentee(accepted=False, contact_id=contact.id)
        other.action_submit()
        other.action_review()
        rejected = self._new_messages(other, "action_reject", "Outside the programme")
        self.assertIn("Outside the programme", "".join(rejected.mapped("body")))
        self.assertIn(contact, rejected.partner_ids)

    def test_without_address_a_note(self):
        self.asking.email = False
        self.mentee.action_submit()
        self.mentee.action_review()
        messages = self._new_messages(self.mentee, "action_accept")
        self.assertIn("by letter", "".join(messages.mapped("body")))

    def test_sought_mentor_gets_no_acceptance(self):
        self.assertTrue(self.mentor._is_sought())
        self.mentor.action_submit()
        self.mentor.action_review()
        messages = self._new_messages(self.mentor, "action_accept")
        self.assertFalse(messages.partner_ids)

    # -- paper -------------------------------------------------------------

    def test_entered_on_behalf(self):
        """The officer enters what came on paper, with the paper."""
        form = Form(
            self.env["mbb.mentor"]
            .with_user(self.user_officer)
            .with_context(default_on_behalf=True, default_origin="officer")
        )
        form.institution_id = self.giving
        form.summary = "Plan notes"
        with form.skill_ids.new() as line:
            line.skill_type_id = self.skill_type
            line.skill_id = self.skill
            line.skill_level_id = self.levels[4]
        mentor = form.save()
        with self.assertRaisesRegex(UserError, "paper"):
            mentor.action_submit()
        action = mentor.action_record_evidence()
        context = {**action["context"], "default_name": "application.pdf"}
        evidence = self.env["mbb.evidence"].with_user(self.user_officer)
        evidence._record(mentor, "application.pdf", PDF, "application")
        self.assertEqual(context["default_res_id"], mentor.id)
        mentor.invalidate_recordset(["evidence_ids"])
        self.assertEqual(mentor.evidence_count, 1)
        self.assertEqual(len(mentor.evidence_ids.sha256), 64)
        mentor.action_submit()
        self.assertFalse(mentor._is_sought())

    def test_only_drafts_are_deleted(self):
        with self.assertRaises(AccessError):
            self.mentor.with_user(self.user_officer).unlink()
        self.mentor.with_user(self.user_manager).unlink()
        self.mentee.action_submit()
        with self.assertRaises(UserError):
            self.mentee.with_user(self.user_manager).unlink()
        with self.assertRaises(UserError):
            self.mentee.sudo().unlink()

    def test_level_zero(self):
        """A mentee without any knowledge yet names no level."""
        mentee = self._create_mentee(
            accepted=False,
            skill_ids=[
                Command.create(
                    {"skill_type_id": self.skill_type.id, "skill_id": self.skill.id}
                )
            ],
        )
        self.assertFalse(mentee.skill_ids.skill_level_id)
        self.assertEqual(mentee.skill_ids.mentor_level, 0)
        self.assertEqual(mentee.skill_ids.display_name, self.skill.name)
        other_type = self.env.ref("mbb_mentor.hr_skill_type_environment")
        with self.assertRaises(ValidationError):
            mentee.skill_ids.skill_level_id = other_type.skill_level_ids[0]
        mentee.action_submit()

    def test_clock(self):
        self.mentee.action_submit()
        self.assertTrue(self.mentee.date_due)
        self.assertFalse(self.mentee.is_overdue)
        self.mentee._write_guarded({"date_due": self.today - timedelta(days=1)})
        self.assertTrue(self.mentee.is_overdue)
        overdue = self.env["mbb.mentee"].search([("is_overdue", "=", True)])
        self.assertIn(self.mentee, overdue)
        self.assertNotIn(self.mentor, self.mentor.search([("is_overdue", "=", True)]))

    def test_groups_of_the_kanban(self):
        model = self.env["mbb.mentee"].with_context(read_group_expand=True)
        groups = model.formatted_read_group([], ["state"])
        states = [group["state"] for group in groups]
        for state in ("submitted", "review", "incomplete", "waiting", "matched"):
            self.assertIn(state, states)
