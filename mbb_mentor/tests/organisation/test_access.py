# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.tests import new_test_user, tagged

from ..common import MentorCommon

OPERATIONS = ("read", "write", "create", "unlink")
ROLES = ("officer", "manager", "approver", "registry", "hr", "employee", "giving")
STAFF = dict.fromkeys(("officer", "approver", "registry", "hr", "employee"), "r")
#: model: {role: operations}; a role that is not named has none.
MATRIX = {
    "mbb.representative": {"officer": "rwc", "manager": "rwc", "approver": "r"},
    "mbb.deputy": {
        "officer": "r",
        "manager": "rwc",
        "approver": "r",
        "registry": "rwc",
    },
    "mbb.directive": {
        "officer": "r",
        "manager": "rwc",
        "approver": "r",
        "registry": "rwc",
    },
    "mbb.duty": {**STAFF, "manager": "rwcu"},
    "mbb.unit.secretariat": {**STAFF, "hr": "rwcu", "manager": "rwcu"},
    "mbb.secretariat": {"officer": "r", "manager": "rwc", "registry": "r"},
    "mbb.secretariat.member": {"officer": "r", "manager": "rwc", "registry": "r"},
    "mbb.institution.name": {"officer": "r", "manager": "r"},
    "mbb.institution.change": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.person.leave": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.institution.import": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.institution.import.line": {"officer": "rwcu", "manager": "rwcu"},
    "mbb.approval.forward": {"approver": "rwcu", "manager": "rwcu"},
    "mbb.decision.ask": dict.fromkeys(
        ("officer", "manager", "approver", "registry"), "rwcu"
    ),
    "mbb.decision.record": {"registry": "rwcu"},
    "mbb.organisation.load": {"manager": "rwcu"},
    "mbb.organisation.load.line": {"manager": "rwcu"},
}
#: Portal rights on these are another addon's, which tests them.
PORTAL_ELSEWHERE = {"mbb.representative"}


@tagged("post_install", "-at_install")
class TestOrganisationAccess(MentorCommon):
    def test_matrix(self):
        self.user_hr = new_test_user(self.env, "test.hr", groups="hr.group_hr_user")
        for model, rights in MATRIX.items():
            for role in ROLES:
                if role == "giving" and model in PORTAL_ELSEWHERE:
                    continue
                user = getattr(self, f"user_{role}")
                for operation in OPERATIONS:
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            self.env[model].with_user(user).has_access(operation),
                            operation[0] in rights.get(role, ""),
                        )

    def test_another_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Another Union"})
        user = new_test_user(
            self.env,
            "test.elsewhere",
            groups="mbb_mentor.group_mentor_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.env["mbb.organisation.load"]._load_all()
        self.env["mbb.secretariat"].search([("is_current", "=", True)]).date_to = (
            self.today
        )
        self.giving.name = "Another Name"
        for model in ("mbb.duty", "mbb.unit.secretariat", "mbb.institution.name"):
            self.assertTrue(self.env[model].search([], limit=1), model)
            self.assertFalse(self.env[model].with_user(user).search([]), model)

    def test_dialogs_are_ones_own(self):
        wizard = (
            self.env["mbb.institution.import"]
            .with_user(self.user_officer)
            .create({"source": "shipped"})
        )
        self.assertFalse(wizard.with_user(self.user_officer2).has_access("read"))
