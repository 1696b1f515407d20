# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import MentorCommon


@tagged("post_install", "-at_install")
class TestDirective(MentorCommon):
    """Each rule, limit and clock names what it rests on (GÇY m.46)."""

    def test_everything_rests_on_one(self):
        for model in ("mbb.approval.rule", "mbb.clock.rule", "mbb.organ"):
            rows = self.env[model].with_context(active_test=False).search([])
            self.assertTrue(rows)
            self.assertFalse(rows.filtered(lambda row: not row.directive_id), model)
            self.assertTrue(self.env[model]._fields["directive_id"].required)
        self.assertTrue(self.env.company.mbb_limit_directive_id)

    def test_where_used(self):
        directive = self.env["mbb.directive"].create({"name": "İmza Yetkileri"})
        self.assertFalse(directive.usage_count)
        rule = self.env["mbb.approval.rule"].search([], limit=1)
        rule.directive_id = directive
        self.env.company.mbb_limit_directive_id = directive
        directive.invalidate_recordset()
        self.assertEqual(directive.usage_count, 2)
        self.assertIn(rule.name, directive.usage)
        with self.assertRaises(UserError):
            directive.unlink()

    def test_standing(self):
        directive = self.env["mbb.directive"].create({"name": "A"})
        self.assertEqual(directive.standing, "unseen")
        directive.is_seen = True
        self.assertEqual(directive.standing, "undated")
        directive.date_from = "2020-01-01"
        self.assertEqual(directive.standing, "valid")
        directive.replaced_by_id = directive.create({"name": "B"})
        self.assertEqual(directive.standing, "ended")
