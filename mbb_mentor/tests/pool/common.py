# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..common import MentorCommon


class ApplicationCommon(MentorCommon):
    """Checks that every guarded model passes."""

    @classmethod
    def _states(cls, model):
        return [key for key, _label in cls.env[model]._fields["state"].selection]

    def assertObstacles(self, record, allowed, roles):
        """Each arrow × each role: open exactly where `allowed(authority, role)` says.

        :param roles: {role: user}
        """
        for source in self._states(record._name):
            record._write_guarded({"state": source})
            for target in self._states(record._name):
                authority = record._arrows.get(source, {}).get(target)
                for role, user in roles.items():
                    with self.subTest(source=source, target=target, role=role):
                        # sudo reads the record, su=False asks for the user's right.
                        own = record.with_user(user)
                        own.sudo().fetch([])
                        obstacle = own._get_arrow_obstacle(target)
                        expected = bool(authority) and allowed(authority, role)
                        self.assertEqual(not obstacle, expected, obstacle)

    def assertGuarded(self, record, users):
        """`state` moves by no write, import, creation or forged context."""
        forged = {
            "mbb_passage": {"model": record._name, "ids": record.ids, "open": True}
        }
        model = record._name
        for target in self._states(model):
            if target == record.state:
                continue
            vals = {"state": target}
            with self.subTest(target=target):
                with self.assertRaises(UserError):
                    record.sudo().write(vals)
                with self.assertRaises(UserError):
                    record.sudo().with_context(**forged).write(vals)
                with self.assertRaises(UserError):
                    record.sudo().with_context(mbb_passage=object()).write(vals)
                for user in users:
                    with self.assertRaises(UserError):
                        record.with_user(user).write(vals)
                result = (
                    self.env[model]
                    .with_user(self.user_manager)
                    .load([".id", "state"], [[str(record.id), target]])
                )
                self.assertFalse(result["ids"], "an import moved the state")
                self.assertTrue(result["messages"])
        self.assertEqual(record.state, record._fields["state"].selection[0][0])

    def assertAccess(self, record, matrix, create_vals):
        """The access matrix of a model: {user: "rwcu" letters that are allowed}."""
        for user, letters in matrix.items():
            model = self.env[record._name].with_user(user)
            for letter, operation in zip(
                "rwcu", ("read", "write", "create", "unlink"), strict=True
            ):
                with self.subTest(user=user.login, operation=operation):
                    target = model if operation == "create" else model.browse(record.id)
                    self.assertEqual(target.has_access(operation), letter in letters)
            if "c" not in letters:
                with self.assertRaises(AccessError):
                    model.create(create_vals)

    @classmethod
    def _skill_other(cls):
        return cls.env.ref("mbb_mentor.hr_skill_planning_urban_design")

    def _clear(self, field):
        return [Command.clear()] if field.endswith("_ids") else False
