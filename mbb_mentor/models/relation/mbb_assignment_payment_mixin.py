# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_compare

#: Means of transport that need an approval with a reason (6245 m.6, cetvel 1).
APPROVED_TRANSPORT = ("plane", "own_car")


class MbbAssignmentPaymentMixin(models.AbstractModel):
    """Who pays what (MPY m.8; 6245 m.57)."""

    _name = "mbb.assignment.payment.mixin"
    _description = "Who Pays for an Assignment"

    payer_ids = fields.One2many(
        "mbb.assignment.payer",
        "assignment_id",
        string="Other Payers",
        help="What others bear of the elements; together never more than the whole.",
    )
    transport_reason = fields.Text(
        string="Reason for Plane or Own Car",
        help="Approved with the assignment (6245 m.6 and table 1).",
    )
    transport_approved_by = fields.Char(
        compute="_compute_transport_approved_by", compute_sudo=True
    )

    @api.depends("transport", "approval_ids.state")
    @api.depends_context("lang")
    def _compute_transport_approved_by(self):
        for assignment in self:
            approval = assignment.approval_ids.filtered(
                lambda a: a.state == "approved"
            ).sorted("date_decided")[-1:]
            assignment.transport_approved_by = (
                approval._get_signature()
                if approval and assignment._needs_transport_approval()
                else False
            )

    def _needs_transport_approval(self):
        return self.birlik_pays and self.transport in APPROVED_TRANSPORT

    # -- together never above the whole ------------------------------------

    @api.constrains(
        "payer", "coverage_allowance", "coverage_lodging", "coverage_transport"
    )
    def _check_shares_together(self):
        for assignment in self:
            own = assignment._get_shares() if assignment.payer == "birlik" else {}
            for element, label in assignment._get_element_labels().items():
                rows = assignment.payer_ids.filtered(
                    lambda row, element=element: row.element == element
                )
                total = own.get(element, 0) + sum(rows.mapped("share"))
                if float_compare(total, 1, precision_digits=6) > 0:
                    raise ValidationError(
                        self.env._(
                            "%(element)s: the shares of all payers come to %(total)s "
                            "together; more than the whole cannot be paid.",
                            element=label,
                            total=assignment._format_share(total),
                        )
                    )

    @api.model
    def _get_element_labels(self):
        field = self.env["mbb.assignment.payer"]._fields["element"]
        return dict(field._description_selection(self.env))

    def _payers_change(self):
        """Other payers are part of what the parties consent to."""
        for assignment in self:
            # Two rows added at one moment: the second is run again and adds the first.
            self.env.cr.execute(
                "UPDATE mbb_assignment SET id = id WHERE id = %s", [assignment.id]
            )
            if assignment.state in assignment._consent_open_states:
                assignment.sudo()._take_arrow(assignment._first_state)
                assignment.sudo().message_post(
                    body=self.env._(
                        "Who pays was changed: consent is asked again from all."
                    )
                )
            elif assignment.state != assignment._first_state:
                raise UserError(
                    self.env._(
                        "%(name)s: who pays was agreed and approved. %(hint)s",
                        name=assignment.display_name,
                        hint=assignment._get_covered_change_hint(),
                    )
                )

    # -- obstacles ---------------------------------------------------------

    def _get_assignment_obstacles(self):
        found = super()._get_assignment_obstacles()
        assignment = self.sudo()
        if (
            assignment.state in ("draft", "consent", "approval")
            and assignment._needs_transport_approval()
            and not (assignment.transport_reason or "").strip()
        ):
            found.append(
                self.env._(
                    "Plane and own car are paid only where they were approved: give "
                    "the reason, it is approved with the assignment (6245 m.6)."
                )
            )
        return found

    # -- in words ----------------------------------------------------------

    def _get_payment_text(self):
        text = super()._get_payment_text()
        labels = self._get_element_labels()
        sentences = [
            self.env._(
                "%(payer)s bears %(share)s of “%(element)s”.",
                payer=row.partner_id.name,
                share=self._format_share(row.share),
                element=labels[row.element],
            )
            for row in self.payer_ids
        ]
        if self._needs_transport_approval() and self.transport_reason:
            sentences.append(
                self.env._(
                    "%(transport)s is approved as means of transport: %(reason)s",
                    transport=self._get_selection_label("transport"),
                    reason=self.transport_reason,
                )
            )
        if self.transport == "own_car" and self.birlik_pays:
            sentences.append(
                self.env._(
                    "For the own car no more is paid than the fare of the usual means "
                    "of transport and the allowance of its days (6245, table 1)."
                )
            )
        return " ".join([text, *sentences])
