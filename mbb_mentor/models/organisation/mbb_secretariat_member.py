# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class MbbSecretariatMember(models.Model):
    _name = "mbb.secretariat.member"
    _inherit = ["mbb.dated.mixin"]
    _description = "Member of the Sekreterya"
    _order = "date_from desc, id desc"
    _rec_name = "user_id"
    _check_company_auto = True

    secretariat_id = fields.Many2one(
        "mbb.secretariat", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Member",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("share", "=", False)],
    )
    is_lead = fields.Boolean(
        string="Lead", help="Takes what nobody in particular does."
    )
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="To")
    successor_id = fields.Many2one(
        "res.users",
        string="Work Goes To",
        ondelete="restrict",
        domain=[("share", "=", False)],
        help="Empty: to the lead of the Sekreterya.",
    )
    date_handed_over = fields.Date(string="Handed Over On", readonly=True, copy=False)
    company_id = fields.Many2one(
        related="secretariat_id.company_id", store=True, index=True
    )

    _check_dates = models.Constraint(
        "CHECK(date_to IS NULL OR date_from <= date_to)",
        "A membership cannot end before it starts.",
    )
    _not_self = models.Constraint(
        "CHECK(successor_id IS NULL OR successor_id != user_id)",
        "Nobody hands over to themselves.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (secretariat_id WITH =, user_id WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&)",
        "This person is a member in that period already.",
    )

    @api.depends("secretariat_id.is_current")
    def _compute_is_current(self):
        res = super()._compute_is_current()
        for row in self:
            row.is_current = row.is_current and row.secretariat_id.is_current
        return res

    @api.model
    def _get_current_domain(self):
        dates = super()._get_current_domain()
        return dates & Domain(
            "secretariat_id", "any", self.env["mbb.secretariat"]._get_current_domain()
        )

    @api.constrains("user_id", "date_from", "date_to")
    def _check_user(self):
        for row in self:
            if self._find_conflict(row.user_id, row.date_from, row.date_to):
                # Who collects the consents does not give them (MPY m.5/4).
                raise ValidationError(
                    self.env._(
                        "%(user)s acts for an institution and cannot belong to the "
                        "Sekreterya.",
                        user=row.user_id.name,
                    )
                )
            if not row.user_id._is_internal():
                raise ValidationError(
                    self.env._(
                        "%(user)s is no employee's account.", user=row.user_id.name
                    )
                )

    @api.constrains("successor_id")
    def _check_successor(self):
        for row in self:
            if row.successor_id and not row.successor_id._is_internal():
                raise ValidationError(
                    self.env._(
                        "%(user)s is no employee's account.", user=row.successor_id.name
                    )
                )

    @api.model
    def _find_conflict(self, user, date_from, date_to):
        """Whether `user` is of the Sekreterya and acts for an institution, today or on
        a later day of the period, whichever of the two was entered first."""
        start = max(date_from, fields.Date.context_today(self))
        if date_to and date_to < start:
            return False
        open_then = Domain("date_to", "=", False) | Domain("date_to", ">=", start)
        period = Domain("user_id", "=", user.id) & open_then
        if date_to:
            period &= Domain("date_from", "<=", date_to)
        member = period & Domain("secretariat_id", "any", open_then)
        return bool(
            self.env["mbb.representative"].sudo().search_count(period, limit=1)
            and self.sudo().search_count(member, limit=1)
        )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        self.env["mbb.secretariat"]._follow()
        return rows

    def write(self, vals):
        if "user_id" in vals and any(row.user_id.id != vals["user_id"] for row in self):
            raise UserError(
                self.env._("A member is not replaced: end the membership, add another.")
            )
        res = super().write(vals)
        if {"date_from", "date_to", "secretariat_id"}.intersection(vals):
            self.env["mbb.secretariat"]._follow()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A membership is not deleted: give it an end date instead.")
        )

    def _get_last_day(self):
        """The last day of the membership; a day that never comes where it is open."""
        self.ensure_one()
        days = [self.date_to, self.secretariat_id.date_to]
        never = fields.Date.to_date("9999-12-31")
        return min((day for day in days if day), default=never)

    def _hand_over(self):
        """Give the open work to who is named, or to the lead; nobody: try tomorrow."""
        self.ensure_one()
        current = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("is_current", "=", True),
                ("user_id.active", "=", True),
            ]
        )
        if self.user_id in current.user_id:
            # Came back, or went on in the new Sekreterya: keeps the work.
            self.date_handed_over = fields.Date.context_today(self)
            return
        target = self.successor_id
        if not target.active:
            target = self.env["mbb.secretariat"]._get_lead(self.company_id)
        if not target:
            return
        count = self.user_id._mentor_hand_over(target, self.company_id)
        self.date_handed_over = fields.Date.context_today(self)
        self.secretariat_id.message_post(
            body=self.env._(
                "%(count)s open records went from %(member)s to %(successor)s.",
                count=count,
                member=self.user_id.name,
                successor=target.name,
            )
        )
