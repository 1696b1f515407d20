# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .common import RelationCommon

OPERATIONS = ("read", "write", "create", "unlink")
#: model: {role: operations}; a role that is not named has none.
MATRIX = {
    "mbb.consent": {"officer": "r", "manager": "r", "approver": "r"},
    "mbb.consent.rule": {"officer": "r", "manager": "rwcu"},
    "mbb.consent.paper": {"officer": "r", "manager": "r"},
    "mbb.consent.notice": {"officer": "r", "manager": "r"},
    "mbb.agreement": {"officer": "rwc", "manager": "rwc"},
    "mbb.agreement.template": {"officer": "r", "manager": "rwcu"},
    "mbb.assignment": {"officer": "rwc", "manager": "rwc", "approver": "r"},
    "mbb.assignment.extension": {"officer": "rwc", "manager": "rwc", "approver": "r"},
    "mbb.letter": {"officer": "r", "manager": "r", "approver": "r", "registry": "r"},
    "mbb.assignment.payer": {"officer": "rwcu", "manager": "rwcu", "approver": "r"},
    "mbb.legal.ground": {
        "officer": "r",
        "manager": "rwcu",
        "approver": "r",
        "registry": "r",
        "employee": "r",
    },
    "mbb.visit": {"officer": "rwc", "manager": "rwc", "approver": "r"},
    "mbb.visit.draw.up": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.exchange.draw.up": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.duty.report": {"officer": "rw", "manager": "rw"},
    "mbb.duty.report.paper": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.letter.exchange": {
        "officer": "rwcu",
        "manager": "rwcu",
        "registry": "rwcu",
    },
    "mbb.spending.order": {"officer": "rwcu", "manager": "rwcu", "approver": "r"},
    "mbb.spending.paper": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.session": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.session.attendance": {"officer": "rw", "manager": "rw"},
    "mbb.session.task": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.plan.step": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.plan.template": {"officer": "r", "manager": "rwcu"},
    "mbb.plan.template.line": {"officer": "r", "manager": "rwcu"},
    "mbb.agenda.template": {"officer": "r", "manager": "rwcu"},
    "mbb.agenda.template.line": {"officer": "r", "manager": "rwcu"},
    "mbb.health.rule": {"officer": "r", "manager": "rwcu"},
    "mbb.health.alert": {"officer": "r", "manager": "r"},
    "mbb.plan.apply": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.evaluation": {"officer": "r", "manager": "r"},
    "mbb.evaluation.rule": {"officer": "r", "manager": "rwcu"},
    "mbb.goal": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.goal.progress": {"officer": "r", "manager": "r"},
    "mbb.goal.note": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.self.assessment": {"officer": "r", "manager": "r"},
    "mbb.self.assessment.say": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.recommendation": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.recommendation.followup": {"officer": "r", "manager": "r"},
    "mbb.recommendation.report": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.consent.record": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.sending.letter": {"officer": "rwcu", "manager": "rwcu"},
    "survey.user_input": {"officer": "r", "manager": "r"},
    "survey.user_input.line": {"officer": "r", "manager": "r"},
}
ROLES = ("officer", "manager", "approver", "registry", "employee", "public")


@tagged("post_install", "-at_install")
class TestAccess(RelationCommon):
    def test_matrix(self):
        self.user_public = self.env.ref("base.public_user")
        for model, rights in MATRIX.items():
            for role in ROLES:
                user = getattr(self, f"user_{role}")
                for operation in OPERATIONS:
                    expected = operation[0] in rights.get(role, "")
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            self.env[model].with_user(user).has_access(operation),
                            expected,
                        )

    def test_approver_reads_what_waits(self):
        match = self._agree()
        waiting = self._draw_up(match)
        self._to_approval(waiting)
        other = self._draw_up(match)
        other.action_ask_consents()
        approver = self.user_approver
        assignments = self.env["mbb.assignment"].with_user(approver).search([])
        self.assertIn(waiting, assignments)
        self.assertNotIn(other, assignments)
        consents = self.env["mbb.consent"].with_user(approver).search([])
        self.assertEqual(consents.sudo().assignment_id, waiting)
        # What the form shows can be read, too.
        form = Form(waiting.with_user(approver))
        self.assertTrue(form.can_approve)
        self.assertFalse(form.letter_count)
        self._approve(waiting, approver)
        self.assertEqual(waiting.letter_ids.with_user(approver).kind, "assignment")
        # Nothing of it for an approver who was not asked.
        stranger = new_test_user(
            self.env, "test.stranger", groups="mbb_mentor.group_mentor_approver"
        )
        self.assertFalse(self.env["mbb.assignment"].with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            waiting.with_user(stranger).read(["place"])

    def test_another_company_sees_nothing(self):
        match = self._agree()
        assignment = self._approved(match)
        company = self.env["res.company"].create({"name": "Another Union"})
        user = new_test_user(
            self.env,
            "test.elsewhere",
            groups="mbb_mentor.group_mentor_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        for model in (
            "mbb.consent",
            "mbb.assignment",
            "mbb.assignment.extension",
            "mbb.letter",
            "mbb.session",
            "mbb.evaluation",
        ):
            self.assertFalse(self.env[model].with_user(user).search([]), model)
        with self.assertRaises(AccessError):
            assignment.with_user(user).read(["place"])
