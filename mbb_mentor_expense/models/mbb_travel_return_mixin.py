# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""A claim that goes back: the kind of reason, who is told, what is kept."""

from odoo import fields, models
from odoo.exceptions import UserError

ACCOUNTANT = "mbb_mentor_expense.group_travel_accountant"


class MbbTravelReturnMixin(models.AbstractModel):
    """Returns of a claim, counted by reason."""

    _name = "mbb.travel.return.mixin"
    _description = "Returns of a Claim"

    _guarded_fields = ("return_reason_id", "return_document_id")

    return_reason_id = fields.Many2one(
        "mbb.travel.return.reason",
        string="Kind of Return",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    return_document_id = fields.Many2one(
        "mbb.travel.document.rule",
        string="Document That Is Missing",
        readonly=True,
        copy=False,
        ondelete="restrict",
        check_company=True,
    )
    return_ids = fields.One2many(
        "mbb.travel.return", "claim_id", string="Returns", readonly=True
    )

    def _is_accountants_return(self):
        """The step that 5018 m.61 gives the accountant, and nobody else of us."""
        self.ensure_one()
        return self.state == "approved" and self.env.user.has_group(ACCOUNTANT)

    def action_return(self, reason, reason_id=False, document_id=False):
        """Send a claim back to be corrected; what was decided lapses."""
        kind = self.env["mbb.travel.return.reason"].browse(reason_id or ())
        document = self.env["mbb.travel.document.rule"].browse(document_id or ())
        for claim in self:
            obstacle = claim._get_return_obstacle(kind, document)
            if obstacle:
                raise UserError(obstacle)
        return self._take_arrow(
            "draft",
            {
                "return_reason": self._check_reason(reason),
                "return_reason_id": kind.id,
                "return_document_id": document.id,
            },
        )

    def _get_return_obstacle(self, kind, document):
        """Why the claim cannot be returned for this kind of reason, or False."""
        self.ensure_one()
        if self._is_accountants_return() and not kind.is_accounting:
            return self.env._(
                "Choose what was found: an accountant returns a claim for a missing "
                "signature or document, a material error or the payee's identity "
                "(5018 m.61)."
            )
        if kind.needs_document and not document:
            return self.env._(
                "Name the document. No other may be asked for than those of the list "
                "of documents (5018 m.61)."
            )
        return False

    def _on_arrow(self, source, target):
        if target == "submitted":
            self._write_guarded({"return_reason_id": False, "return_document_id": False})
        if target == "draft":
            self._log_return(source)
            self._tell_checkers()
        return super()._on_arrow(source, target)

    def _log_return(self, source):
        claim = self.sudo()
        step = self.env["mbb.step"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "=", self.id)], limit=1
        )
        self.env["mbb.travel.return"]._create_private(
            [
                {
                    "claim_id": claim.id,
                    "reason_id": claim.return_reason_id.id,
                    "document_rule_id": claim.return_document_id.id,
                    "reason": claim.return_reason,
                    "source": source,
                    "user_id": self.env.uid,
                    "date": fields.Datetime.now(),
                    "days": step.days,
                    "was_late": step.was_late,
                    "company_id": claim.company_id.id,
                }
            ]
        )

    def _tell_checkers(self):
        """Who checked the claim reads why it came back."""
        claim = self.sudo()
        rows = claim.approval_ids.filtered(
            lambda row: row.target == "checked"
            and row.state == "approved"
            and row.round >= claim.submitted_round
        )
        checkers = rows.decided_by_id - self.env.user
        if checkers:
            claim.message_post(
                body=self.env._(
                    "%(claim)s, which you checked, was returned: %(reason)s",
                    claim=claim.display_name,
                    reason=claim.return_reason or "",
                ),
                partner_ids=checkers.partner_id.ids,
                message_type="notification",
                subtype_xmlid="mail.mt_note",
            )
