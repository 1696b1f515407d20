# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.tests import new_test_user, tagged

from odoo.addons.mbb_mentor.tests.common import MentorCommon
from odoo.addons.mbb_mentor.tests.learning.practice_common import MATRIX as PRACTICE
from odoo.addons.mbb_mentor.tests.learning.test_activity_report import (
    MATRIX as REPORTS,
)
from odoo.addons.mbb_mentor.tests.organisation.test_access import MATRIX as ORGANISATION
from odoo.addons.mbb_mentor.tests.relation.test_access import MATRIX as RELATION

OPERATIONS = ("read", "write", "create", "unlink")
GROUPS = {
    "officer": "mbb_mentor.group_mentor_officer",
    "manager": "mbb_mentor.group_mentor_manager",
    "approver": "mbb_mentor.group_mentor_approver",
    "registry": "mbb_mentor.group_mentor_registry",
    "reviewer": "mbb_mentor.group_mentor_reviewer",
    "accountant": "mbb_mentor_expense.group_travel_accountant",
    "hr": "hr.group_hr_user",
    "employee": "base.group_user",
    "portal": "base.group_portal",
    "public": "base.group_public",
}
#: Employees one and all: what one of them may do, each of the others may.
INSIDE = ("officer", "manager", "approver", "registry", "reviewer", "accountant", "hr")
OFFICE = {"officer": "rwcu", "manager": "rwcu"}
KEPT = {"officer": "r", "manager": "rwcu"}
ENTRIES = {"officer": "rwc", "manager": "rwcu", "approver": "r", "portal": "rwcu"}
LINES = {**OFFICE, "approver": "r", "portal": "rwcu"}
TRAVEL = {"employee": "rwcu", "portal": "rwcu"}
RETURNED = {"officer": "rwc", "manager": "rwc"}
PARAMETERS = {"employee": "r", "manager": "rwc", "accountant": "rwc"}
#: model: {role: operations}, for what the other tables leave out. A model that is
#: new joins one of them; a role that is not named has none.
MATRIX = {
    **RELATION,
    **ORGANISATION,
    **PRACTICE,
    **REPORTS,
    "mbb.accessibility.feedback": {"officer": "rwc", "manager": "rwc"},
    "mbb.application.check": {"officer": "rw", "manager": "rw"},
    "mbb.application.correct": OFFICE,
    "mbb.application.correction": {"officer": "rw", "manager": "rw"},
    "mbb.application.expert": {"officer": "rwc", "manager": "rwc"},
    "mbb.application.file": {"officer": "r", "manager": "r", "portal": "r"},
    "mbb.application.expert.record": OFFICE,
    "mbb.approval": {"officer": "r", "manager": "r", "approver": "r"},
    "mbb.approval.rule": {**KEPT, "approver": "r", "registry": "r"},
    "mbb.call": {
        "officer": "rwc",
        "manager": "rwcu",
        "approver": "r",
        "reviewer": "r",
    },
    "mbb.call.criterion": {**OFFICE, "reviewer": "r"},
    "mbb.call.panel": {**KEPT, "reviewer": "r"},
    "mbb.call.propose": OFFICE,
    "mbb.call.propose.line": OFFICE,
    "mbb.call.review": dict.fromkeys(("officer", "manager", "reviewer"), "rw"),
    "mbb.call.score": dict.fromkeys(("officer", "manager", "reviewer"), "rw"),
    "mbb.call.target": {**OFFICE, "reviewer": "r"},
    "mbb.calendar.feed": {"manager": "ru"},
    "mbb.check.condition": KEPT,
    "mbb.clock.rule": {**KEPT, "registry": "r"},
    "mbb.data.answer": OFFICE,
    "mbb.data.category": {**KEPT, "approver": "r"},
    "mbb.data.ground": KEPT,
    "mbb.data.request": {
        "employee": "r",
        "officer": "rw",
        "manager": "rw",
        "portal": "r",
    },
    "mbb.data.request.entry": OFFICE,
    "mbb.decision": {
        "officer": "r",
        "manager": "r",
        "approver": "r",
        "registry": "rwc",
    },
    "mbb.destruction": {"officer": "rw", "manager": "rw", "approver": "r"},
    "mbb.destruction.line": {"officer": "r", "manager": "r", "approver": "r"},
    "mbb.event.interest": {"officer": "rwc", "manager": "rwc"},
    "mbb.event.match": OFFICE,
    "mbb.evidence": {"officer": "rc", "manager": "rc", "registry": "r"},
    "mbb.holiday": {"officer": "rwc", "manager": "rwcu"},
    "mbb.match": {"officer": "rwc", "manager": "rwc", "approver": "r"},
    "mbb.match.message": {"officer": "rc", "manager": "rc"},
    "mbb.match.run": OFFICE,
    "mbb.match.run.line": {"officer": "r", "manager": "r"},
    "mbb.match.suggest": OFFICE,
    "mbb.match.suggest.line": OFFICE,
    "mbb.match.suggest.seek": OFFICE,
    "mbb.match.suggest.seek.line": OFFICE,
    "mbb.match.why": OFFICE,
    "mbb.mentee": ENTRIES,
    "mbb.mentee.skill": LINES,
    "mbb.mentor": ENTRIES,
    "mbb.mentor.skill": LINES,
    "mbb.notice": KEPT,
    "mbb.notice.acknowledgement": {"officer": "r", "manager": "r", "portal": "r"},
    "mbb.objection": {"officer": "rw", "manager": "rw"},
    "mbb.organ": {"officer": "r", "manager": "r", "approver": "r", "registry": "rwc"},
    "mbb.organ.member": {
        "officer": "r",
        "manager": "r",
        "approver": "r",
        "registry": "rwc",
    },
    "mbb.pair.rule": {"officer": "rwc", "manager": "rwc"},
    "mbb.portal.attempt": {"manager": "r"},
    "mbb.portal.limit": {"manager": "rw"},
    "mbb.invitation": {"officer": "rw", "manager": "rw", "portal": "r"},
    "mbb.registration": {"officer": "rw", "manager": "rw"},
    "mbb.retention.rule": {**KEPT, "approver": "r"},
    "mbb.reason": {"employee": "rwcu"},
    "mbb.reorganisation": {**KEPT, "approver": "r", "registry": "r"},
    "mbb.reorganisation.line": {**KEPT, "approver": "r", "registry": "r"},
    "mbb.stamp.tax.base": {"accountant": "rwc"},
    "mbb.step": {"officer": "r", "manager": "r"},
    "mbb.step.report": {"officer": "r", "manager": "r"},
    "mbb.travel.account": {"manager": "r", "accountant": "rwcu"},
    "mbb.travel.appropriation": {
        "officer": "r",
        "manager": "r",
        "approver": "r",
        "accountant": "rwc",
    },
    "mbb.travel.absence": TRAVEL,
    "mbb.travel.benefit": TRAVEL,
    "mbb.travel.budget.report": {"manager": "r", "accountant": "r"},
    "mbb.travel.advance": {"employee": "rwc", "portal": "rc"},
    "mbb.travel.claim": TRAVEL,
    "mbb.travel.cut": {"employee": "r"},
    "mbb.travel.cut.record": {},
    "mbb.travel.document.rule": PARAMETERS,
    "mbb.travel.interest.rate": {"accountant": "rwc"},
    "mbb.travel.leg": TRAVEL,
    "mbb.travel.exchange": {"employee": "r", "accountant": "rwcu"},
    "mbb.travel.lodging": TRAVEL,
    "mbb.travel.payee": {"accountant": "rwc"},
    "mbb.travel.payee.entry": {"employee": "rwc"},
    "mbb.travel.payment": {"accountant": "rwc"},
    "mbb.travel.policy": PARAMETERS,
    "mbb.travel.rate": PARAMETERS,
    "mbb.travel.rate.table": {"manager": "rwc", "accountant": "rwc"},
    "mbb.travel.report": {"manager": "r", "accountant": "r"},
    "mbb.travel.return": {"employee": "r"},
    "mbb.travel.return.reason": PARAMETERS,
    "mbb.travel.return.record": {**RETURNED, "accountant": "rwc"},
    "mbb.travel.sample": {"manager": "r", "accountant": "r"},
    "mbb.travel.signature": RETURNED,
    "mbb.travel.stay": TRAVEL,
    "mbb.travel.tier": PARAMETERS,
    "mbb.travel.export": {"employee": "r"},
    "mbb.travel.paper": {"employee": "r", "accountant": "rwc"},
    "mbb.travel.paper.line": {"employee": "r", "accountant": "rwcu"},
    "mbb.travel.recovery": {"officer": "r", "manager": "r", "accountant": "rw"},
    "mbb.travel.status": {"officer": "rwc", "manager": "rwc", "accountant": "rwc"},
    "mbb.travel.year.end": {"accountant": "rwc"},
    "mbb.weights": {"officer": "r", "manager": "rwc"},
    "mbb.weights.line": KEPT,
}
#: What a claim rests on, which its accountant reads; the days are theirs to keep, too.
ACCOUNTANT = {
    "mbb.approval": "r",
    "mbb.approval.rule": "r",
    "mbb.directive": "r",
    "mbb.holiday": "rwc",
    "mbb.spending.order": "r",
}
#: What the portal may do with models whose table stands left of it.
PORTAL = {
    "mbb.agreement": "r",
    "mbb.application.correction": "r",
    "mbb.application.expert": "r",
    "mbb.assignment": "r",
    "mbb.assignment.extension": "r",
    "mbb.consent": "r",
    "mbb.duty.report": "rw",
    "mbb.evaluation": "r",
    "mbb.goal": "r",
    "mbb.letter": "r",
    "mbb.match": "r",
    "mbb.match.message": "r",
    "mbb.objection": "r",
    "mbb.plan.step": "r",
    "mbb.recommendation": "r",
    "mbb.practice": "rwc",
    "mbb.practice.consent": "r",
    "mbb.representative": "r",
    "mbb.self.assessment": "r",
    "mbb.session": "r",
    "mbb.session.attendance": "r",
    "mbb.session.task": "r",
}


@tagged("post_install", "-at_install")
class TestMatrix(MentorCommon):
    """Each model of the programme × each group has one expected answer."""

    def _models(self):
        return {
            name
            for name, model in self.env.registry.items()
            if name.startswith("mbb.") and not model._abstract
        }

    def _get_expected(self, model, role):
        rights = MATRIX[model]
        letters = rights.get(role, "")
        if role in INSIDE:
            letters += rights.get("employee", "")
        if role == "accountant":
            letters += ACCOUNTANT.get(model, "")
        elif role == "portal":
            letters += PORTAL.get(model, "")
        return {operation for operation in OPERATIONS if operation[0] in letters}

    def test_every_model_has_a_row(self):
        self.assertFalse(self._models() - set(MATRIX), "Say who may do what with them")

    def test_every_row_has_a_model(self):
        rows = {name for name in MATRIX if name.startswith("mbb.")}
        self.assertFalse((rows | set(PORTAL)) - self._models())

    def test_matrix(self):
        access = self.env["ir.model.access"]
        for role, group in GROUPS.items():
            user = (
                self.env.ref("base.public_user")
                if role == "public"
                else new_test_user(self.env, f"test.matrix.{role}", groups=group)
            )
            for model in self._models():
                allowed = {
                    operation
                    for operation in OPERATIONS
                    if access.with_user(user).check(
                        model, operation, raise_exception=False
                    )
                }
                with self.subTest(model=model, role=role):
                    self.assertEqual(allowed, self._get_expected(model, role))

    def test_rows_of_a_company_stay_in_it(self):
        """Whoever belongs to another company reads nothing of this one."""
        models = (
            (name, self.env[name])
            for name in self._models()
            if "company_id" in self.env[name]._fields
            and not self.env[name]._transient
            and self.env[name]._auto
        )
        rules = self.env["ir.rule"].search([("groups", "=", False)])
        fenced = {
            rule.model_id.model
            for rule in rules
            if "company_id" in (rule.domain_force or "")
        }
        for name, _model in models:
            with self.subTest(model=name):
                self.assertIn(name, fenced)
