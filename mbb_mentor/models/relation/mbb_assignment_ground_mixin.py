# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models

#: Days in these states count towards the limit of a ground.
COUNTED_STATES = ("approved", "ongoing", "done", "ended")


class MbbAssignmentGroundMixin(models.AbstractModel):
    """What an assignment rests on, and whether that ground's limits are kept."""

    _name = "mbb.assignment.ground.mixin"
    _description = "Legal Ground of an Assignment"

    legal_ground = fields.Many2one(
        "mbb.legal.ground",
        index=True,
        check_company=True,
        ondelete="restrict",
        help="What the assignment rests on besides the by-law, with its limits.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if "legal_ground" not in vals and "default_legal_ground" not in (
                self.env.context
            ):
                company = self.env["res.company"].browse(vals.get("company_id"))
                ground = self.env["mbb.legal.ground"]._get_default(
                    vals.get("kind") or self._get_default_kind(),
                    company or self.env.company,
                )
                vals["legal_ground"] = ground.id
        return super().create(vals_list)

    @api.model
    def _get_default_kind(self):
        return self.default_get(["kind"]).get("kind")

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind and not (
            self.legal_ground and self.legal_ground._serves(self.kind)
        ):
            self.legal_ground = self.env["mbb.legal.ground"]._get_default(
                self.kind, self.company_id or self.env.company
            )

    def _get_assignment_obstacles(self):
        found = super()._get_assignment_obstacles()
        if self.sudo().state in ("draft", "consent", "approval"):
            found += self._get_ground_obstacles()
        return found

    def _get_ground_obstacles(self, date_to=None):
        """Why the legal ground does not carry it; `date_to`: a last day asked for."""
        self.ensure_one()
        assignment = self.sudo()
        ground = assignment.legal_ground
        if not ground:
            return [self.env._("Name the legal ground of the assignment.")]
        found = []
        if not ground._serves(assignment.kind):
            found.append(
                self.env._(
                    "The legal ground %(ground)s is not one for “%(kind)s”.",
                    ground=ground.display_name,
                    kind=assignment._get_selection_label("kind"),
                )
            )
        found += assignment._get_limit_obstacles(ground, date_to)
        if (
            assignment.state == "approval"
            and ground.needs_request
            and not assignment._is_requested()
        ):
            found.append(
                self.env._(
                    "%(ground)s asks for a written request of the host: issue the "
                    "request to %(institution)s.",
                    ground=ground.display_name,
                    institution=assignment.sending_institution_id.name,
                )
            )
        if (
            assignment.state == "approval"
            and ground.needs_permission
            and not assignment._is_permitted()
        ):
            found.append(
                self.env._(
                    "%(ground)s asks for the permission of the own institution: record "
                    "the letter of %(institution)s.",
                    ground=ground.display_name,
                    institution=assignment.sending_institution_id.name,
                )
            )
        return found

    def _get_limit_obstacles(self, ground, date_to):
        end = date_to or self.date_to
        if not (self.expert_id and self.date_from and end):
            return []
        if not (ground.max_days or ground.max_months) or end < self.date_from:
            return []
        others = self.search(
            [
                ("expert_id", "=", self.expert_id.id),
                ("legal_ground", "=", ground.id),
                ("state", "in", COUNTED_STATES),
                ("id", "!=", self._origin.id),
            ]
        )
        periods = [
            (other.date_from, other.date_ended or other.date_to) for other in others
        ]
        periods = [(start, last) for start, last in periods if last >= start]
        years = ground._get_exceeded_years([*periods, (self.date_from, end)])
        years = [year for year in years if self.date_from.year <= year <= end.year]
        if not years:
            return []
        return [
            self.env._(
                "With this assignment %(expert)s would be assigned beyond the limit of "
                "%(ground)s in %(years)s: %(limit)s.",
                expert=self.expert_id.name,
                ground=ground.display_name,
                years=", ".join(map(str, years)),
                limit=ground._get_limit_text(),
            )
        ]

    def _is_permitted(self):
        """The own institution lets the person go: by its letter, or it is the Birlik."""
        self.ensure_one()
        consent = self._get_sending_consent()
        return bool(
            self.sending_institution_id == self.company_id.partner_id
            or self.sending_letter_evidence_id
            or (consent and consent._has_official_letter())
        )

    def _is_requested(self):
        """The host has asked: by its consent, or by the Birlik's own letter."""
        self.ensure_one()
        if self.host_institution_id == self.company_id.partner_id:
            return bool(self._get_request_letters())
        return bool(
            self.consent_ids.filtered(
                lambda c: c.state == "granted"
                and c.institution_id == self.host_institution_id
            )
        )

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "approved":
            # Two approvals at one moment: the second is run again and counts the
            # first, as the row of the expert was written in between.
            self.env.cr.execute(
                "UPDATE res_partner SET id = id WHERE id = %s", [self.expert_id.id]
            )
        return res
