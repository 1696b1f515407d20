# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain

OPEN_DECISION = ("awaiting", "agenda")


class MbbDestructionHoldMixin(models.AbstractModel):
    """Why a record is left out of a destruction although its retention has ended."""

    _name = "mbb.destruction.hold.mixin"
    _description = "What Keeps Records from Destruction"

    @api.model
    def _get_holds(self, records):
        """{id: reason} of those among `records` (of one model) that are held.

        The queries do not grow with the records.
        """
        holds = self._get_record_holds(records)
        persons = self._get_persons(records)
        of_person = self._get_person_holds(
            self.env["res.partner"].union(*persons.values())
        )
        for record, partners in persons.items():
            for partner in partners:
                if partner.id in of_person:
                    holds.setdefault(record.id, of_person[partner.id])
        return holds

    @api.model
    def _get_persons(self, records):
        """{record: persons it is about}."""
        declared = self.env["mbb.anonymiser"]._get_declarations()
        paths = [
            path for path in declared.get(records._name, {}) if path != "email"
        ]
        persons = {}
        for record in records.sudo():
            found = self.env["res.partner"]
            for path in paths:
                found |= record if path == "id" else record.mapped(path)
            persons[record] = found
        return persons

    @api.model
    def _get_record_holds(self, records):
        """Before an organ, or contested."""
        holds = {}
        decisions = self.env["mbb.decision"].sudo()
        for decision in decisions.search(
            Domain("res_model", "=", records._name)
            & Domain("res_id", "in", records.ids)
            & Domain("state", "in", OPEN_DECISION)
        ):
            holds[decision.res_id] = self.env._("It waits for a decision of an organ.")
        objections = self.env["mbb.objection"].sudo()
        name = {"mbb.mentor": "mentor_id", "mbb.mentee": "mentee_id"}.get(records._name)
        if name:
            domain = Domain(name, "in", records.ids) & self._get_open_objections()
            for objection in objections.search(domain):
                holds[objection[name].id] = self.env._("An objection is open.")
        return holds

    @api.model
    def _get_open_objections(self):
        objection = self.env["mbb.objection"]
        states = [key for key, _label in objection._fields["state"].selection]
        final = {
            state for state in states if not objection._arrows.get(state)
        }
        return Domain("state", "not in", sorted(final))

    @api.model
    def _get_person_holds(self, partners):
        """{id of the person: why nothing of theirs is destroyed}."""
        partners = partners.sudo()
        holds = {
            partner.id: self.env._("Legal hold.")
            for partner in partners
            if partner.mentor_is_held
        }
        objections = self.env["mbb.objection"].sudo()
        domain = Domain("contact_id", "in", partners.ids) & self._get_open_objections()
        for objection in objections.search(domain):
            holds.setdefault(
                objection.contact_id.id, self.env._("An objection is open.")
            )
        decisions = self.env["mbb.decision"].sudo()
        waiting = decisions.search(
            Domain("res_model", "!=", False) & Domain("state", "in", OPEN_DECISION)
        )
        for model, rows in waiting.grouped("res_model").items():
            if model not in self.env:
                continue
            records = self.env[model].sudo().browse(rows.mapped("res_id")).exists()
            for found in self._get_persons(records).values():
                for partner in found & partners:
                    holds.setdefault(
                        partner.id, self.env._("It waits for a decision of an organ.")
                    )
        return holds
