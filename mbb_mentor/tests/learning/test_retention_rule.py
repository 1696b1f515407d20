# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from psycopg2 import IntegrityError

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ...models.base.anonymising import ROW

#: Models of the platform that our addons write persons into.
OF_PLATFORM = {
    "res.partner",
    "res.users",
    "res.users.apikeys",
    "res.device.log",
    "event.registration",
    "survey.user_input",
    "mail.message",
    "mail.mail",
    "mail.followers",
    "mail.notification",
    "calendar.attendee",
}
PERSONS = ("res.partner", "res.users", "hr.employee", "res.partner.bank")


@tagged("post_install", "-at_install")
class TestRetentionRule(TransactionCase):
    """Nothing that is kept of a person is without a rule (KVKK m.7)."""

    def _get_models(self):
        """Ours that name somebody, and all that tell what they keep of a person."""
        told = self.env.registry["mbb.personal.data.mixin"]
        for name, model in sorted(self.env.registry.items()):
            if model._abstract or model._transient or not model._auto:
                continue
            if issubclass(model, told) or name in OF_PLATFORM:
                yield name
            elif name.startswith("mbb.") and any(
                field.comodel_name in PERSONS
                and field.store
                and field.name not in ("create_uid", "write_uid")
                for field in model._fields.values()
            ):
                yield name

    def test_every_model_has_a_rule_or_a_reason(self):
        rules = set(self.env["mbb.retention.rule"].search([]).mapped("model"))
        declared = set(self.env["mbb.anonymiser"]._get_declarations())
        reasons = self.env["mbb.anonymiser"]._get_undeclared()
        without = [
            name
            for name in self._get_models()
            if name not in reasons and not (name in rules and name in declared)
        ]
        self.assertFalse(without)
        self.assertFalse(declared & set(reasons))
        self.assertFalse(
            declared - rules, "what is declared is governed by a rule that can be read"
        )
        self.assertTrue(all(reasons.values()))

    def test_no_period_is_beyond_the_calendar(self):
        rule = self.env.ref("mbb_mentor.mbb_retention_rule_res_partner")
        for months in (-1, 1201, 100_000):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                rule.months = months
                rule.flush_recordset()
            rule.invalidate_recordset()

    def test_every_declared_field_exists(self):
        for model, by_path in self.env["mbb.anonymiser"]._get_declarations().items():
            records = self.env[model]
            for path, hows in by_path.items():
                with self.subTest(model=model, path=path):
                    self.assertTrue(
                        path == "email" or records.search([(path, "=", 1)], limit=1) is not None
                    )
                    names = {name for name in hows if not name.startswith("*")}
                    self.assertFalse(names - set(records._fields))

    def test_free_texts_of_a_person_are_declared(self):
        """A new text field of a model that belongs to a person says what becomes of
        it."""
        missing = []
        for model, by_path in self.env["mbb.anonymiser"]._get_declarations().items():
            gone = any(ROW in hows for hows in by_path.values())
            if gone or not model.startswith("mbb."):
                continue
            named = {name for hows in by_path.values() for name in hows}
            missing += [
                f"{model}.{name}"
                for name, field in self.env[model]._fields.items()
                if field.store
                and not field.related
                and not (field.compute and field.type != "binary")
                and field.type in ("text", "html", "binary", "json")
                and name not in named
                and f"{model}.{name}" not in self._get_impersonal()
            ]
        self.assertFalse(missing)

    def _get_impersonal(self):
        """Texts that the engine writes, of numbers and subjects."""
        return {
            "mbb.match.parts",
            "mbb.match.weights",
            "mbb.match.alternates",
            "mbb.match.run.weights",
            "mbb.match.run.shortages",
            "mbb.match.run.province_shortages",
            "mbb.match.run.fairness",
            "mbb.match.run.stop_reason",
            "mbb.match.run.line.parts",
            "mbb.match.run.line.alternates",
        }
