# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbConsentPaper(models.Model):
    """A paper that came for a consent: the answer itself, the official letter after
    a click in the portal, a withdrawal. A later one never replaces an earlier one.
    """

    _name = "mbb.consent.paper"
    _description = "Paper of a Consent"
    _order = "id"
    _check_company_auto = True

    consent_id = fields.Many2one(
        "mbb.consent",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    kind = fields.Selection(
        [
            ("answer", "Answer"),
            ("confirmation", "Official Letter after the Answer"),
            ("withdrawal", "Withdrawal"),
        ],
        required=True,
        readonly=True,
    )
    channel = fields.Selection(
        [("paper", "Signed Paper"), ("kep", "KEP"), ("ebys", "EBYS")],
        required=True,
        readonly=True,
    )
    number = fields.Char(readonly=True)
    date = fields.Date(readonly=True)
    evidence_id = fields.Many2one(
        "mbb.evidence",
        required=True,
        readonly=True,
        ondelete="restrict",
        check_company=True,
    )
    sha256 = fields.Char(related="evidence_id.sha256", string="SHA-256")
    create_uid = fields.Many2one("res.users", string="Recorded By", readonly=True)
    create_date = fields.Datetime(string="Recorded On", readonly=True)
    company_id = fields.Many2one(
        related="consent_id.company_id", store=True, index=True
    )

    _official = models.Constraint(
        "CHECK(channel = 'paper' OR (number IS NOT NULL AND date IS NOT NULL))",
        "An official letter has a number and a date: give both.",
    )

    @api.depends("kind", "number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for paper in self:
            parts = (kinds.get(paper.kind), paper.number)
            paper.display_name = " ".join(part for part in parts if part)

    def write(self, vals):
        # Only what follows from the consent itself is written once more, by the ORM.
        if set(vals) - {"company_id"}:
            raise UserError(
                self.env._("A paper that was recorded cannot be changed: add another.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A paper that was recorded cannot be deleted."))
