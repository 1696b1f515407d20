# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What a claim says, who may still write it, and what nobody writes."""

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.mbb_mentor.models.base.mbb_state_mixin import PASSAGE_KEY, _Passage


class MbbTravelContentMixin(models.AbstractModel):
    """What a draft may be filled with; its fields stand with the claim."""

    _name = "mbb.travel.content.mixin"
    _description = "Content of a Claim"

    #: What the claim says; closed to everybody once it is submitted.
    _content_fields = (
        "assignment_id",
        "expert_id",
        "company_id",
        "title",
        "claimant_status",
        "status_reason",
        "degree",
        "post_degree",
        "additional_indicator",
        "inside_duty_station",
        "inside_reason",
        "usual_departure",
        "usual_return",
        "own_car_cost",
        "leg_ids",
        "lodging_ids",
        "stay_ids",
        "absence_ids",
        "benefit_ids",
        "interim_from",
        "interim_to",
        "is_training",
        "date_cancelled",
        "lost_tickets",
    )
    #: What the exclusion of the same hours and m.42 rest on; nobody writes it.
    _followed_fields = ("date_departure", "date_return", "host_institution_id")

    @api.model_create_multi
    def create(self, vals_list):
        self._check_limits(vals_list)
        # The expert follows the assignment.
        left_out = {*self._result_fields, *self._followed_fields, "expert_id"}
        prepared = []
        for vals in vals_list:
            vals = {name: v for name, v in vals.items() if name not in left_out}
            assignment = self.env["mbb.assignment"].browse(vals.get("assignment_id"))
            vals.setdefault(
                "company_id", assignment.sudo().company_id.id or self.env.company.id
            )
            vals.setdefault("responsible_id", assignment.sudo().responsible_id.id)
            prepared.append(vals)
        return super().create(prepared)

    def write(self, vals):
        # Access first: who may not write the claim learns nothing of it.
        self.check_access("write")
        if set(vals).intersection(self._followed_fields):
            raise UserError(
                self.env._("The dates and the host follow the journeys and the duty.")
            )
        if set(vals).intersection(self._content_fields):
            self._check_is_open()
        results = set(vals).intersection(self._result_fields)
        if results:
            passage = self.env.context.get(PASSAGE_KEY)
            if type(passage) is not _Passage or not passage.covers(self, vals, results):
                raise UserError(
                    self.env._("What a claim entitles to is computed, never written.")
                )
        if "expert_id" in vals or (
            "assignment_id" in vals
            and any(claim.assignment_id.id != vals["assignment_id"] for claim in self)
        ):
            raise UserError(
                self.env._("A claim stays with its assignment. Make a new one.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        for claim in self:
            if claim.state != "draft" or claim.number:
                raise UserError(
                    self.env._(
                        "%(claim)s was submitted once and cannot be deleted.",
                        claim=claim.display_name,
                    )
                )

    def _check_is_open(self):
        for claim in self:
            if claim.state != "draft":
                raise UserError(
                    self.env._(
                        "%(claim)s was submitted. To correct it, it has to be returned "
                        "first.",
                        claim=claim.display_name,
                    )
                )
