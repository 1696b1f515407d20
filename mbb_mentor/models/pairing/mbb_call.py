# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

from .match_states import LIVE_STATES


class MbbCall(models.Model):
    _inherit = "mbb.call"  # pylint: disable=consider-merging-classes-inherited

    match_count = fields.Integer(compute="_compute_match_count")

    @api.depends("mentee_ids")
    def _compute_match_count(self):
        # sudo: a number, also for who only scores.
        counts = dict(
            self.env["mbb.match"]
            .sudo()
            ._read_group(
                [("mentee_id.call_id", "in", self.ids)], ["mentee_id"], ["__count"]
            )
        )
        for call in self:
            call.match_count = sum(
                counts.get(mentee, 0) for mentee in call.sudo().mentee_ids
            )

    def _get_unmatched(self):
        """The selected who wait and to whom nobody is proposed."""
        self.ensure_one()
        return self._get_selected().filtered(
            lambda mentee: mentee.state == "waiting"
            and not mentee.match_ids.filtered(lambda m: m.state in LIVE_STATES)
        )

    def _get_available_mentors(self):
        self.ensure_one()
        return self.mentor_ids.filtered(lambda mentor: mentor.state == "available")

    def action_propose_matches(self):
        self.ensure_one()
        if self.state != "concluded":
            raise UserError(
                self.env._("Matches are proposed once the call is concluded.")
            )
        wizard = self.env["mbb.call.propose"].create({"call_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose Matches"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_match_run(self):
        """Prepare a run on the mentors of the call and whom it selected."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Matching Run"),
            "res_model": "mbb.match.run",
            "views": [(False, "form")],
            "context": {
                "default_call_id": self.id,
                "default_company_id": self.company_id.id,
            },
        }

    def action_weights(self):
        """The call's own weights; where it has none, a copy of those in use."""
        self.ensure_one()
        weights = self.env["mbb.weights"]
        found = weights._get_in_use(self.company_id, self).sudo(False)
        if not found.call_id:
            weights.check_access("create")
            values = {"call_id": self.id, "name": self.env._("Weights of the call")}
            found = (
                found.copy(values)
                if found
                else weights.create({**values, "company_id": self.company_id.id})
            )
        return found._open()

    def action_view_matches(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_match_action"
        )
        domain = [("mentee_id.call_id", "=", self.id)]
        return {**action, "domain": domain, "context": {"create": False}}
