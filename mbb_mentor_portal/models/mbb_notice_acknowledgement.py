# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class MbbNoticeAcknowledgement(models.Model):
    """Who was shown which text, when and for what (KVKK m.10).

    Of an explicit consent it is the consent itself; taking it back is added to the
    row, which says when it stood.
    """

    _name = "mbb.notice.acknowledgement"
    _description = "Acknowledgement of a Privacy Notice"
    _inherit = ["mbb.portal.mixin", "mbb.personal.data.mixin"]
    _order = "id desc"
    _rec_name = "notice_id"

    _portal_readable_fields = frozenset(
        {"display_name", "notice_name", "version", "is_consent", "date"}
        | {"date_withdrawn"}
    )

    _personal_category = "notices"
    _personal_fields = ("notice_id", "date", "date_withdrawn")

    notice_id = fields.Many2one(
        "mbb.notice", required=True, readonly=True, index=True, ondelete="restrict"
    )
    notice_name = fields.Char(related="notice_id.name", string="Name of the Notice")
    kind = fields.Selection(related="notice_id.kind", store=True)
    version = fields.Integer(related="notice_id.version")
    is_consent = fields.Boolean(
        related="notice_id.is_consent", string="Explicit Consent"
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Datetime(string="Shown On", required=True, readonly=True)
    date_withdrawn = fields.Datetime(string="Taken Back On", readonly=True)
    res_model = fields.Char(string="Document Model", readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", readonly=True
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        required=True,
        readonly=True,
        index=True,
    )

    _document = models.Index("(res_model, res_id)")

    @api.depends("notice_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.sudo().notice_id.display_name

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("partner_id", "=", partner.id)

    @api.model
    def _record(self, notice, record):
        """Keep that the user was shown `notice` for `record`: once.

        What is recorded is of the user who is signed in; nothing of it is asked for.
        """
        return self._record_of(self.env.user, notice, record, fields.Datetime.now())

    @api.model
    def _record_of(self, user, notice, record, date):
        """The same for who had no account yet when the text was on the page."""
        known = self._find(notice, record, user)
        if known or not notice:
            return known
        # sudo: nobody writes these rows by hand.
        return self.sudo().create(
            {
                "notice_id": notice.id,
                "user_id": user.id,
                "partner_id": user.sudo().partner_id.id,
                "date": date,
                "res_model": record._name,
                "res_id": record.id,
                "company_id": record.sudo().company_id.id or self.env.company.id,
            }
        )

    @api.model
    def _find(self, notice, record, user=None):
        """The user's own row for a text and a record, as superuser."""
        return self.sudo().search(
            [
                ("notice_id", "=", notice.id),
                ("user_id", "=", (user or self.env.user).id),
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("date_withdrawn", "=", False),
            ],
            limit=1,
        )

    def write(self, vals):
        self.check_access("write")
        if vals:
            raise UserError(self.env._("What was recorded is not changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was recorded is not deleted."))

    def _take_back(self):
        """An explicit consent is taken back as easily as it was given."""
        self.ensure_one()
        if not self.is_consent or self.date_withdrawn:
            raise UserError(self.env._("There is no consent to take back."))
        if self.user_id != self.env.user:
            raise UserError(self.env._("Only who gave the consent takes it back."))
        # sudo: who gave it may say that it ended, and nothing else.
        # pylint: disable-next=super-method-mismatch
        return super(MbbNoticeAcknowledgement, self.sudo()).write(
            {"date_withdrawn": fields.Datetime.now()}
        )
