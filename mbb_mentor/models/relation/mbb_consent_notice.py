# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbConsentNotice(models.Model):
    """That a contact was written to about a consent: who, when, by whom.

    What the party was sent, and how often, is told from these rows. Nobody gets two
    reminders a day, however many requests wait: the database keeps to it, too.
    """

    _name = "mbb.consent.notice"
    _description = "Notice about a Consent"
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
    partner_id = fields.Many2one(
        "res.partner", string="Written To", required=True, readonly=True
    )
    kind = fields.Selection(
        [("request", "Request"), ("reminder", "Reminder")],
        required=True,
        readonly=True,
    )
    date = fields.Date(required=True, readonly=True)
    is_mailed = fields.Boolean(
        string="A Mail of Its Own",
        readonly=True,
        help="Unset: another mail of that day to the same contact stands for it.",
    )
    create_uid = fields.Many2one("res.users", string="Sent By", readonly=True)
    company_id = fields.Many2one(
        related="consent_id.company_id", store=True, index=True
    )

    _one_reminder_a_day = models.UniqueIndex(
        "(partner_id, date) WHERE kind = 'reminder' AND is_mailed",
        "This contact was reminded today already.",
    )

    def write(self, vals):
        if set(vals) - {"company_id"}:
            raise UserError(self.env._("What was sent cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was sent cannot be deleted."))
