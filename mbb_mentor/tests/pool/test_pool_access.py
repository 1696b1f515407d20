# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.tests import tagged

from .common import ApplicationCommon


@tagged("post_install", "-at_install")
class TestPoolAccess(ApplicationCommon):
    """Each group × operation on the models of the pool."""

    def test_matrix(self):
        mentor = self._create_mentor(accepted=False)
        mentee = self._create_mentee(accepted=False)
        outsiders = (
            self.user_approver,
            self.user_registry,
            self.user_employee,
            self.user_giving,
            self.user_other,
        )
        nobody = dict.fromkeys(outsiders, "")
        entries = {self.user_officer: "rwc", self.user_manager: "rwcu", **nobody}
        lines = {self.user_officer: "rwcu", self.user_manager: "rwcu", **nobody}
        portal = self.env["ir.model.access"].search(
            [
                ("model_id.model", "in", [mentor._name, mentee._name]),
                ("group_id", "=", self.env.ref("base.group_portal").id),
            ]
        )
        if portal:  # another addon opened the portal: it has its own tests
            for user in (self.user_giving, self.user_other):
                entries.pop(user)
                lines.pop(user)
        for record, values in (
            (mentor, self._application_values(self.giving, 4)),
            (mentee, self._application_values(self.asking, 2)),
        ):
            self.assertAccess(record, entries, values)
            line = record.skill_ids
            values = {
                line._linked_field_name(): record.id,
                **self._skill_commands(1, self._skill_other())[0][2],
            }
            self.assertAccess(line, lines, values)

    def test_other_company(self):
        company = self.env["res.company"].create({"name": "Another Union"})
        mentor = self._create_mentor(accepted=False, company_id=company.id)
        officer = self.env["mbb.mentor"].with_user(self.user_officer)
        self.assertFalse(officer.search([("id", "=", mentor.id)]))
        self.assertFalse(officer.browse(mentor.id).has_access("read"))
        line = mentor.skill_ids.with_user(self.user_officer)
        self.assertFalse(line.has_access("read"))
