# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Who confirms that the duty was done, where the expert is of another institution."""

from odoo import api, fields, models


class MbbTravelUnitMixin(models.AbstractModel):
    """Birim yetkilisi of an expert from outside: a setting, as no rule was found.

    Inside the house, and by default, the approval rule says who confirms. Otherwise
    the confirmation is what came from outside: the host's confirmation of the duty
    report, or the paper that the sending institution's representative signed.
    """

    _name = "mbb.travel.unit.mixin"
    _description = "Confirmation of the Duty"

    unit_authority = fields.Selection(
        selection=lambda self: self.env["res.company"]
        ._fields["mbb_unit_authority"]
        ._description_selection(self.env),
        string="Who Confirms the Duty",
        compute="_compute_unit_authority",
        compute_sudo=True,
    )

    @api.depends("company_id.mbb_unit_authority", "assignment_id", "expert_id")
    def _compute_unit_authority(self):
        for claim in self:
            company = claim.company_id or self.env.company
            sending = claim.assignment_id.sending_institution_id
            outside = sending and sending != company.partner_id
            claim.unit_authority = outside and company.mbb_unit_authority or "secretariat"

    def _is_confirmed_outside(self):
        """Whether what the setting asks for has come."""
        self.ensure_one()
        claim = self.sudo()
        if claim.unit_authority == "host":
            return claim.assignment_id.report_state == "confirmed"
        return claim.unit_authority == "sender" and bool(claim.signed_on)

    def _asks_outside(self, target):
        self.ensure_one()
        return target == "confirmed" and self.unit_authority != "secretariat"

    def _get_asking_obstacle(self, target):
        # Nobody of the house is asked: no rule has to name anybody.
        return False if self._asks_outside(target) else super()._get_asking_obstacle(target)

    def _ask_approvals(self, target):
        if not self._asks_outside(target):
            return super()._ask_approvals(target)
        self._confirm_outside()
        return self.env["mbb.approval"]

    def _is_approved(self, rows, target):
        if self._asks_outside(target):
            return self._is_confirmed_outside()
        return super()._is_approved(rows, target)

    def _confirm_outside(self):
        """Go on where the confirmation from outside is there."""
        for claim in self.sudo():
            if (
                claim.state == "submitted"
                and claim._asks_outside("confirmed")
                and claim._is_confirmed_outside()
            ):
                claim._take_arrow("confirmed")

    def _on_signed(self):
        result = super()._on_signed()
        self._confirm_outside()
        self._accept_missing_papers()
        return result

    def _accept_missing_papers(self):
        """Without an approval in the house, the paper signed for the unit accepts."""
        result = super()._accept_missing_papers()
        for claim in self.sudo():
            if (
                claim.unit_authority != "secretariat"
                and claim.missing_papers
                and claim.signed_on
                and not claim.missing_accepted_by_id
            ):
                claim._write_guarded(
                    {
                        "missing_accepted_by_id": claim.signed_by_id.id,
                        "missing_accepted_date": claim.signed_on,
                    }
                )
        return result

    def _get_waited_for(self):
        if self.state == "submitted" and self._asks_outside("confirmed"):
            side = {
                "host": self.assignment_id.host_institution_id,
                "sender": self.assignment_id.sending_institution_id,
            }
            return [side[self.unit_authority].name]
        if self.state == "draft":
            return [self._get_person_name()] if self.number else []
        if self.state in ("approved", "posted"):
            return [self.env._("Accountant (muhasebe yetkilisi)")]
        return super()._get_waited_for()
