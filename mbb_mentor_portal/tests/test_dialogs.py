# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDialogs(TransactionCase):
    def test_a_dialog_is_its_users_own(self):
        """What stands in a dialog is planned by one person: nobody else reads it."""
        for name, model in self.env.registry.items():
            if not model._transient or not name.startswith("mbb."):
                continue
            rules = self.env["ir.rule"].sudo().search(
                [("model_id.model", "=", name), ("groups", "=", False)]
            )
            with self.subTest(name):
                self.assertIn("create_uid", "".join(rules.mapped("domain_force")))
