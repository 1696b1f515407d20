# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class MbbTravelDocumentMixin(models.AbstractModel):
    """A line of a claim with its paper: written only while the claim is a draft."""

    _name = "mbb.travel.document.mixin"
    _inherit = "mbb.travel.limits.mixin"
    _description = "Travel Claim Line"

    _limited_fields = ("document_name",)

    claim_id = fields.Many2one(
        "mbb.travel.claim",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="claim_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="claim_id.currency_id")
    evidence_id = fields.Many2one(
        "mbb.evidence",
        string="Document",
        readonly=True,
        copy=False,
        ondelete="restrict",
        check_company=True,
    )
    document = fields.Binary(
        string="File", compute="_compute_document", inverse="_inverse_document"
    )
    document_name = fields.Char(
        string="File Name", compute="_compute_document", inverse="_inverse_document"
    )

    missing_reason = fields.Text(
        string="Why There Is No Paper",
        help="Replaces a paper that cannot be had, once the unit accepts it (6245 "
        "m.59).",
    )
    number_key = fields.Char(
        compute="_compute_number_key",
        store=True,
        index="btree_not_null",
        help="The number of ticket or invoice without what people write differently.",
    )

    #: The field with the number of ticket or invoice.
    _number_field = None

    def _get_document_kind(self):
        """For what `mbb.travel.document.rule` is asked."""
        raise NotImplementedError

    def _get_document_number(self):
        self.ensure_one()
        return (self[self._number_field] or "").strip()

    def _compute_number_key(self):
        for line in self:
            signs = re.sub(r"[\W_]+", "", line._get_document_number())
            line.number_key = signs.upper() or False

    @api.depends("evidence_id")
    def _compute_document(self):
        for line in self:
            # The paper of a line is read by who may read the line.
            evidence = line.sudo().evidence_id
            line.document = evidence.file
            line.document_name = evidence.name

    def _inverse_document(self):
        # The claimant gives the paper; which record keeps it is not theirs to write.
        for line in self.sudo():
            if not line.document:
                if not line.document_name:
                    line.evidence_id = False
                continue
            try:
                content = base64.b64decode(line.document)
            except ValueError as error:
                raise ValidationError(
                    self.env._("The file did not arrive whole. Choose it again.")
                ) from error
            name = line.document_name or self.env._("document")
            line.evidence_id = (
                self.env["mbb.evidence"].sudo()._record(line, name, content, "travel")
            )

    @api.constrains("evidence_id")
    def _check_evidence(self):
        for line in self.sudo():
            evidence = line.evidence_id
            if evidence and (evidence.res_model, evidence.res_id) != (
                line._name,
                line.id,
            ):
                raise ValidationError(
                    self.env._("This paper belongs to another record.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_claim_is_open()
        return lines

    def write(self, vals):
        # Access first: who may not write the line learns nothing of its claim.
        self.check_access("write")
        self._check_claim_is_open()
        if "claim_id" in vals and self.sudo().claim_id.ids != [vals["claim_id"]]:
            raise UserError(
                self.env._("This line stays with its claim. Enter it in the other one.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        self._check_claim_is_open()

    def _check_claim_is_open(self):
        self.sudo().claim_id._check_is_open()
