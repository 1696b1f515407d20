# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class MbbRepresentative(models.Model):
    _name = "mbb.representative"
    _inherit = ["mbb.portal.mixin", "mbb.representative"]

    _portal_readable_fields = frozenset(
        {
            "display_name",
            "user_id",
            "institution_id",
            "unit_id",
            "role",
            "date_from",
            "date_to",
            "ended_at",
            "is_current",
        }
    )

    @api.model
    def _get_mine(self):
        """The roles that the user has today."""
        # sudo: the user's own rows alone.
        return self.sudo().browse(row_id for row_id, _role, _party in self._get_mine_rows())

    @api.model
    def _get_mine_rows(self):
        """[(id, role, id of the institution or unit)], asked once in a transaction.

        Every record rule of the portal rests on them. What this transaction changes is
        asked anew; what another one changes it could not see anyway.
        """
        known = self.env.cr.cache.setdefault("mbb_representative_mine", {})
        key = (self.env.uid, self._get_today())
        if key not in known:
            # sudo: the user's own rows alone.
            rows_sudo = self.sudo().search_fetch(
                Domain("user_id", "=", self.env.uid) & self._get_current_domain(),
                ["role", "institution_id", "unit_id"],
            )
            known[key] = [
                (row.id, row.role, (row.unit_id or row.institution_id).id)
                for row in rows_sudo
            ]
        return known[key]

    def _forget_mine(self):
        self.env.cr.cache.pop("mbb_representative_mine", None)

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        self._forget_mine()
        return rows

    def unlink(self):
        res = super().unlink()
        self._forget_mine()
        return res

    def write(self, vals):
        res = super().write(vals)
        self._forget_mine()
        if "date_to" in vals:
            self._drop_followers()
            self._drop_invitations()
        return res

    def _filter_endable(self):
        """The user's own roles, and those of colleagues where the user may bind the
        institution, or the unit for which they stand."""
        bound = {*self.env["res.partner"]._get_mine_to_answer()}
        # sudo: whose role it is, of rows that the caller has found for the user.
        return self.filtered(
            lambda row: row.sudo().user_id == self.env.user
            or bound & {row.sudo().institution_id.id, row.sudo().unit_id.id}
        )

    def _end_from_portal(self):
        if self._filter_endable() != self:
            raise AccessError(
                self.env._("Only a representative ends the role of a colleague.")
            )
        # sudo: the roles are the Sekreterya's to keep; asked above.
        self.sudo()._end_and_tell()

    def _end_and_tell(self):
        ended = self.filtered(lambda row: row.user_id != self.env.user)
        res = super()._end_and_tell()
        # What had not begun is taken back: it is no more.
        for row in ended.exists().sudo():
            self.env.ref("mbb_mentor_portal.mail_template_representative_ended").sudo(
            ).send_mail(row.id, email_values={"model": False, "res_id": False})
        return res

    def _drop_invitations(self):
        """What somebody asked for by an authority ends with it."""
        # sudo: whose right has ended may not read them any more.
        self.env["mbb.invitation"].sudo().search(
            [
                ("state", "=", "sent"),
                ("invited_by_id", "in", self.sudo().user_id.ids),
                ("institution_id", "in", self.sudo().institution_id.ids),
            ]
        )._withdraw_unfounded()

    def _drop_followers(self):
        """Whose right has ended follows no record of the institution any more."""
        today = self._get_today()
        rows_sudo = self.sudo().filtered(
            lambda r: r.ended_at or (r.date_to and r.date_to < today)
        )
        partners_sudo = rows_sudo.user_id.partner_id.filtered("partner_share")
        if not partners_sudo:
            return
        # sudo: who follows what; whether they may is then asked as themselves.
        followers_sudo = (
            self.env["mail.followers"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", partners_sudo.ids),
                    ("res_model", "=like", "mbb.%"),
                ]
            )
        )
        fence = self.env.registry["mbb.portal.mixin"]
        for name, rows in followers_sudo.grouped("res_model").items():
            model = self.env.get(name)
            if isinstance(model, fence):
                model.browse(rows.mapped("res_id")).exists()._drop_ended_followers()

    @api.model
    def _drop_ended(self):
        """Rights end by their date, without anybody writing."""
        over = Domain("date_to", "<", self._get_today()) | Domain("ended_at", "!=", False)
        rows_sudo = self.sudo().search(over)
        rows_sudo._drop_followers()
        rows_sudo._drop_invitations()
