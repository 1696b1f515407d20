# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MbbTravelDocumentMixin(models.AbstractModel):
    """A line of a claim with its paper and its amount."""

    _name = "mbb.travel.document.mixin"
    _inherit = "mbb.travel.line.mixin"
    _description = "Travel Claim Line"

    _limited_fields = ("document_name",)

    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="Of the paper. The claim itself stays in the currency of the company.",
    )
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

    @api.depends("claim_id")
    def _compute_currency_id(self):
        for line in self:
            if not line.currency_id:
                company = line.claim_id.company_id or self.env.company
                line.currency_id = company.currency_id

    def _prepare_currency(self):
        """The currency as the calculation takes it: always said abroad, where one
        that is left out would be the country's."""
        self.ensure_one()
        claim = self.claim_id
        own = (claim.company_id or self.env.company).currency_id
        currency = self.currency_id or own
        if currency == own and not claim._is_abroad():
            return {}
        return {"currency": currency.name}

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
