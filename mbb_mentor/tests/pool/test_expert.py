# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ..common import PDF
from .common import ApplicationCommon


@tagged("post_install", "-at_install")
class TestExpert(ApplicationCommon):
    """Institutions and units name their experts; each one confirms themself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What people may read on the portal is another addon's.
        cls.env["ir.model.access"].create(
            [
                {
                    "name": f"test portal {model}",
                    "model_id": cls.env["ir.model"]._get_id(model),
                    "group_id": cls.env.ref("base.group_portal").id,
                    "perm_read": True,
                }
                for model in ("mbb.mentor", "mbb.application.expert")
            ]
        )
        # … and so is what they are told there before they answer.
        model = cls.env.registry["mbb.application.expert"]
        if hasattr(model, "_check_notice_known"):
            cls.classPatch(model, "_check_notice_known", lambda experts: None)
        cls.mentor = cls._create_mentor(contact_id=cls.user_giving.partner_id.id)
        cls.user_applicant = cls._create_representative(
            "applying", cls.giving, role="applicant"
        )
        cls.user_viewer = cls._create_representative(
            "viewing", cls.giving, role="viewer"
        )
        cls.colleague = cls.env["res.partner"].create(
            {"name": "Ali Öteki", "parent_id": cls.giving.id}
        )

    def _name(self, person=None, user=None):
        mentor = self.mentor.with_user(user or self.user_officer)
        return mentor._name_expert(self.expert if person is None else person)

    # -- who names whom --------------------------------------------------------

    def test_who_may_name(self):
        for user in (self.user_giving, self.user_applicant, self.user_officer):
            with self.subTest(user=user.login):
                expert = self._name(user=user)
                self.assertEqual(expert.sudo().state, "named")
                self.assertEqual(expert.sudo().create_uid, user)
                self.assertEqual(expert.sudo().institution_id, self.giving)
                expert.sudo().action_withdraw("Next")
        for user in (self.user_viewer, self.user_other, self.user_asking):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._name(user=user)
        # By the form, too, and by no other company's or plain user.
        model = self.env["mbb.application.expert"]
        vals = {"mentor_id": self.mentor.id, "person_id": self.expert.id}
        model.with_user(self.user_officer).create(vals)
        for user in (self.user_employee, self.user_giving, self.user_expert):
            with self.assertRaises(AccessError):
                model.with_user(user).create(vals)

    def test_who_may_be_named(self):
        unit = self.env["res.partner"].create(
            {"name": "Unit", "parent_id": self.giving.id, "is_mentor_unit": True}
        )
        stranger = self.env["res.partner"].create({"name": "Nobody's"})
        for person in (self.learner, unit, self.giving, stranger, stranger[:0]):
            with self.subTest(person=person.name), self.assertRaisesRegex(
                UserError, "not known as working"
            ):
                self._name(person)
        self.expert.mentor_left_on = self.today
        with self.assertRaisesRegex(UserError, "not known as working"):
            self._name()
        # A contact of a unit works for the institution.
        self.colleague.parent_id = unit
        self.assertEqual(self._name(self.colleague).state, "named")

    def test_a_person_names_nobody(self):
        mentor = self._create_mentor(
            applicant_type="person", person_id=self.expert.id
        )
        with self.assertRaisesRegex(UserError, "application of a person"):
            mentor.with_user(self.user_officer)._name_expert(self.colleague)

    def test_closed_application(self):
        expert = self._name()
        self.mentor.with_user(self.user_officer).action_retire()
        with self.assertRaisesRegex(UserError, "closed"):
            self._name(self.colleague)
        with self.assertRaisesRegex(UserError, "closed"):
            expert.with_user(self.user_expert).action_confirm()

    def test_one_application(self):
        mentee = self._create_mentee(accepted=False)
        model = self.env["mbb.application.expert"]
        for vals in ({}, {"mentor_id": self.mentor.id, "mentee_id": mentee.id}):
            with self.assertRaisesRegex(UserError, "belongs to"):
                model.create({**vals, "person_id": self.expert.id})
        expert = self._name()
        with self.assertRaises(CheckViolation), self.cr.savepoint(), mute_logger(
            "odoo.sql_db"
        ):
            self.cr.execute(
                "UPDATE mbb_application_expert SET mentor_id = NULL WHERE id = %s",
                [expert.id],
            )

    def test_named_once(self):
        expert = self._name()
        with self.assertRaises(UniqueViolation), self.cr.savepoint(), mute_logger(
            "odoo.sql_db"
        ):
            self._name()
        expert.action_withdraw("Another one goes")
        self.assertTrue(self._name())

    def test_from_the_form(self):
        with Form(self.mentor.with_user(self.user_officer)) as form:
            with form.expert_ids.new() as line:
                line.person_id = self.expert
        self.assertEqual(self.mentor.expert_ids.person_id, self.expert)
        self.assertEqual(self.mentor.expert_ids.state, "named")

    # -- who confirms ----------------------------------------------------------

    def test_the_person_confirms(self):
        expert = self._name(user=self.user_giving)
        users = (
            self.user_officer,
            self.user_manager,
            self.user_giving,
            self.env.ref("base.user_admin"),
        )
        for user in users:
            with self.subTest(user=user.login), self.assertRaises(UserError):
                expert.with_user(user).action_confirm()
            with self.subTest(user=user.login), self.assertRaises(UserError):
                expert.with_user(user).action_refuse("Not mine to say")
        with self.assertRaises(UserError):
            # Code that runs as superuser for somebody is that somebody.
            expert.with_user(self.user_officer).sudo().action_confirm()
        self.mentor.responsible_id = self.user_officer2
        expert.with_user(self.user_expert).action_confirm()
        expert = expert.sudo()
        self.assertEqual(expert.state, "confirmed")
        self.assertEqual(expert.answered_by_id, self.user_expert)
        self.assertEqual(expert.channel, "portal")
        self.assertTrue(expert.date_answered)
        self.assertTrue(
            self.mentor.activity_ids.filtered(
                lambda a: a.user_id == self.user_officer2
                and self.expert.name in a.summary
            )
        )

    def test_paper(self):
        expert = self._name()
        vals = {"answer": "confirmed", "content": PDF, "file_name": "imza.pdf"}
        for user in (self.user_giving, self.user_expert, self.user_employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                expert.with_user(user)._record_paper(**vals)
        officer = expert.with_user(self.user_officer)
        with self.assertRaisesRegex(UserError, "empty"):
            officer._record_paper(**{**vals, "content": b""})
        with self.assertRaises(UserError):
            officer._record_paper(**{**vals, "answer": "withdrawn"})
        wizard = Form(
            self.env["mbb.application.expert.record"]
            .with_user(self.user_officer)
            .with_context(default_expert_id=expert.id)
        )
        wizard.file = base64.b64encode(PDF)
        wizard.save().action_record()
        self.assertEqual(expert.state, "confirmed")
        self.assertEqual(expert.channel, "paper")
        self.assertEqual(expert.evidence_id._get_content(), PDF)
        with self.assertRaises(CheckViolation), self.cr.savepoint(), mute_logger(
            "odoo.sql_db"
        ):
            expert._write_guarded({"evidence_id": False})
            self.env.flush_all()

    def test_refusal_is_for_the_sekreterya(self):
        expert = self._name()
        own = expert.with_user(self.user_expert)
        with self.assertRaises(UserError):
            own.action_refuse(" ")
        own.action_refuse("I was not asked")
        self.assertEqual(expert.state, "refused")
        self.assertEqual(expert.with_user(self.user_officer).reason, "I was not asked")
        with self.assertRaises(AccessError):
            expert.with_user(self.user_giving).read(["reason"])
        self.assertNotIn("not asked", str(self.mentor.message_ids.mapped("body")))

    def test_withdrawal(self):
        for user in (
            self.user_expert,
            self.user_giving,
            self.user_applicant,
            self.user_officer,
        ):
            for confirmed in (False, True):
                expert = self._name()
                if confirmed:
                    expert.with_user(self.user_expert).action_confirm()
                with self.subTest(user=user.login, confirmed=confirmed):
                    with self.assertRaises(UserError):
                        expert.with_user(self.user_other).action_withdraw("Mine")
                    with self.assertRaises(UserError):
                        expert.with_user(self.user_viewer).action_withdraw("Mine")
                    expert.with_user(user).action_withdraw("No time")
                    self.assertEqual(expert.sudo().state, "withdrawn")
                    self.assertEqual(expert.sudo().withdrawn_by_id, user)

    def test_who_leaves_is_no_expert(self):
        expert = self._name()
        other = self._name(self.colleague)
        self.expert._mentor_leave("Moved to another town", self.today)
        self.assertEqual(expert.state, "withdrawn")
        self.assertEqual(expert.sudo().reason, "Moved to another town")
        self.assertEqual(other.state, "named")

    # -- what it opens ---------------------------------------------------------

    def test_obstacle_to_be_sent(self):
        self.assertIn("not named", self.mentor._get_expert_obstacle(self.expert))
        expert = self._name()
        self.assertIn("not confirmed", self.mentor._get_expert_obstacle(self.expert))
        self.assertFalse(self.mentor._get_only_expert())
        expert.with_user(self.user_expert).action_confirm()
        self.assertFalse(self.mentor._get_expert_obstacle(self.expert))
        self.assertEqual(self.mentor._get_only_expert(), self.expert)
        self.assertIn("not named", self.mentor._get_expert_obstacle(self.colleague))
        self._name(self.colleague)._record_paper(
            "confirmed", content=PDF, file_name="imza.pdf"
        )
        self.assertFalse(self.mentor._get_only_expert(), "two: which of them?")
        expert.action_withdraw("No time")
        self.assertIn("not named", self.mentor._get_expert_obstacle(self.expert))
        person = self._create_mentor(
            applicant_type="person", person_id=self.expert.id
        )
        self.assertFalse(person._get_expert_obstacle(self.expert))
        self.assertEqual(person._get_only_expert(), self.expert)

    # -- telling ---------------------------------------------------------------

    def test_person_is_told(self):
        self.expert.lang = "en_US"
        expert = self._name()
        message = expert.message_ids.filtered("partner_ids")
        self.assertEqual(message.partner_ids, self.expert)
        self.assertIn(self.giving.name, message.subject)
        self.assertIn("KVKK", message.body)
        self.assertTrue(expert.date_due)
        before = expert.message_ids
        expert._clock_remind()
        self.assertEqual(
            (expert.message_ids - before).filtered("partner_ids").partner_ids,
            self.expert,
        )
        with self.assertRaises(UserError):
            expert.with_user(self.user_giving).action_remind()
        expert.with_user(self.user_officer).action_remind()
        expert.with_user(self.user_expert).action_confirm()
        with self.assertRaisesRegex(UserError, "does not have to answer"):
            expert.with_user(self.user_officer).action_remind()
        # Nobody can be written to: the officer knows.
        silent = self._name(self.colleague)
        self.assertIn("inform them by letter", str(silent.message_ids.mapped("body")))

    def test_mine(self):
        """Those of the applications that somebody is responsible for."""
        self.mentor.responsible_id = self.user_officer2
        expert = self._name()
        model = self.env["mbb.application.expert"]
        for user, found in ((self.user_officer2, True), (self.user_officer, False)):
            mine = model.with_user(user).search([("responsible_id", "=", user.id)])
            self.assertEqual(expert in mine, found)
        self.assertEqual(expert._clock_user(), self.user_officer2)

    # -- guards ----------------------------------------------------------------

    def test_state_moves_by_the_arrows_only(self):
        users = (self.user_officer, self.user_manager, self.user_expert)
        self.assertGuarded(self._name(), users)

    def test_obstacles(self):
        roles = {
            "person": self.user_expert,
            "naming": self.user_applicant,
            "officer": self.user_officer,
            "viewer": self.user_viewer,
            "other": self.user_other,
        }
        allowed = {
            "person": ("person",),
            "either": ("person", "naming", "officer"),
        }
        self.assertObstacles(
            self._name(), lambda authority, role: role in allowed[authority], roles
        )

    def test_names_stay(self):
        expert = self._name().with_user(self.user_manager)
        for vals in ({"person_id": self.colleague.id}, {"mentor_id": False}):
            for record in (expert, expert.sudo()):
                with self.assertRaisesRegex(UserError, "stays written"):
                    record.write(vals)
        for vals in ({"channel": "portal"}, {"answered_by_id": self.user_officer.id}):
            with self.assertRaises(UserError):
                expert.write(vals)
        with self.assertRaises(UserError):
            expert.sudo().unlink()
        model = self.env["mbb.application.expert"].with_user(self.user_officer)
        row = model.create(
            {
                "mentor_id": self.mentor.id,
                "person_id": self.colleague.id,
                "channel": "portal",
                "answered_by_id": self.user_officer.id,
            }
        )
        self.assertFalse(row.channel or row.answered_by_id)

    def test_matrix(self):
        expert = self._name()
        matrix = {
            self.user_officer: "rwc",
            self.user_manager: "rwc",
            self.user_approver: "",
            self.user_registry: "",
            self.user_employee: "",
        }
        vals = {"mentor_id": self.mentor.id, "person_id": self.colleague.id}
        self.assertAccess(expert, matrix, vals)

    def test_other_company(self):
        company = self.env["res.company"].create({"name": "Another Union"})
        mentor = self._create_mentor(accepted=False, company_id=company.id)
        expert = mentor.sudo()._name_expert(self.expert)
        self.assertEqual(expert.company_id, company)
        self.assertFalse(expert.with_user(self.user_officer).has_access("read"))
        officer = self.env["mbb.application.expert"].with_user(self.user_officer)
        with self.assertRaises(AccessError):
            officer.create({"mentor_id": mentor.id, "person_id": self.colleague.id})

    def test_of_a_unit(self):
        unit = self.env["res.partner"].create(
            {"name": "Unit", "parent_id": self.giving.id, "is_mentor_unit": True}
        )
        mentor = self._create_mentor(applicant_type="unit", unit_id=unit.id)
        head = self._create_representative(
            "unithead", self.giving, role="applicant", unit=unit
        )
        self.assertTrue(mentor.with_user(head)._name_expert(self.expert))
        with self.assertRaises(AccessError):
            self.mentor.with_user(head)._name_expert(self.expert)

    def test_person_with_a_user_elsewhere(self):
        """A representative is a person of the institution as well."""
        user = new_test_user(self.env, "test.second", groups="base.group_portal")
        with self.assertRaises(UserError):
            self._name(user.partner_id)
        self.env["mbb.representative"].create(
            {
                "user_id": user.id,
                "institution_id": self.giving.id,
                "role": "applicant",
                "date_from": self.today,
            }
        )
        self.assertTrue(self._name(user.partner_id))
