# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mbb_registration_hours = fields.Integer(
        string="Link to Verify an Address (Hours)",
        config_parameter="mbb_mentor_portal.registration_hours",
        default=48,
    )
    mbb_registration_kept_days = fields.Integer(
        string="Unverified Registrations Deleted After (Days)",
        config_parameter="mbb_mentor_portal.registration_kept_days",
        default=7,
    )
    mbb_invitation_hours = fields.Integer(
        string="Invitation of a Colleague (Hours)",
        config_parameter="mbb_mentor_portal.invitation_hours",
        default=336,
    )
    module_auth_totp_mail = fields.Boolean(string="Second Factor at Sign-In")
