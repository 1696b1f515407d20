# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import SQL


@tagged("post_install", "-at_install")
class TestDialogs(TransactionCase):
    def test_a_dialog_is_its_users_own(self):
        """What stands in a dialog is planned by one person: nobody else reads it."""
        self.pairs = {}
        for name, model in self.env.registry.items():
            if not model._transient or model._abstract or not name.startswith("mbb."):
                continue
            with self.subTest(name):
                first, second = self._get_pair(name)
                row = self._insert(name, first)
                self.assertIn(row, self.env[name].with_user(first).search([]).ids)
                self.assertNotIn(row, self.env[name].with_user(second).search([]).ids)

    def _get_pair(self, name):
        """Two with the same rights: what keeps them apart is the rule."""
        rights = self.env["ir.model.access"].search(
            [("model_id.model", "=", name), ("perm_read", "=", True)]
        )
        group = (rights.group_id - self.env.ref("base.group_portal"))[:1]
        if group not in self.pairs:
            self.pairs[group] = [
                new_test_user(
                    self.env, f"test.dialog.{group.id}.{number}", "base.group_user"
                )
                for number in (1, 2)
            ]
            for user in self.pairs[group]:
                user.group_ids += group
            self.env.flush_all()
        return self.pairs[group]

    def _insert(self, name, user):
        """A bare row, whatever the dialog asks for; undone with the test."""
        model = self.env[name]
        table = SQL.identifier(model._table)
        for field in model._fields.values():
            if field.store and field.column_type and field.name != "id":
                self.cr.execute(
                    SQL(
                        "ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL",
                        table,
                        SQL.identifier(field.name),
                    )
                )
        values = {"create_uid": user.id}
        if "company_id" in model._fields and model._fields["company_id"].store:
            values["company_id"] = self.env.company.id
        self.cr.execute(
            SQL(
                "INSERT INTO %s (%s) VALUES (%s) RETURNING id",
                table,
                SQL(", ").join(map(SQL.identifier, values)),
                SQL(", ").join(SQL("%s", value) for value in values.values()),
            )
        )
        return self.cr.fetchone()[0]
