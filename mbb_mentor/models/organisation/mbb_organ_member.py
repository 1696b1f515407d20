# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date


class MbbOrganMember(models.Model):
    """Who sits in an organ, as what, from when until when. Kept, never deleted."""

    _name = "mbb.organ.member"
    _inherit = ["mbb.dated.mixin"]
    _description = "Member of an Organ"
    _order = "organ_id, role, date_from desc, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    organ_id = fields.Many2one(
        "mbb.organ", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_company", "=", False)],
    )
    user_id = fields.Many2one(
        "res.users", compute="_compute_user_id", compute_sudo=True
    )
    institution_id = fields.Many2one(
        "res.partner",
        string="Municipality",
        ondelete="restrict",
        domain=[("is_mentor_institution", "=", True)],
    )
    role = fields.Selection(
        [
            ("head", "Head"),
            ("deputy_head", "Deputy Head"),
            ("member", "Member"),
            ("clerk", "Clerk of the Council"),
        ],
        required=True,
        default="member",
    )
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="To")
    is_current = fields.Boolean(string="In Office")
    note = fields.Char(help="Number and date of the paper it rests on.")
    company_id = fields.Many2one(
        related="organ_id.company_id", store=True, index=True
    )

    _check_dates = models.Constraint(
        "CHECK(date_to IS NULL OR date_from <= date_to)",
        "A term cannot end before it starts.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (organ_id WITH =, partner_id WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&)",
        "This person sits in the organ in that period already.",
    )
    # An organ has one head a day, whoever enters it at the same moment.
    _one_head = models.Constraint(
        "EXCLUDE USING gist (organ_id WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&) WHERE (role = 'head')",
        "The organ has a head in that period already.",
    )

    @api.depends("partner_id.user_ids")
    def _compute_user_id(self):
        for member in self:
            users = member.partner_id.user_ids
            member.user_id = users.filtered(lambda u: not u.share)[:1] or users[:1]

    @api.model
    def _get_member_rows(self, user, kind, company, date_from, date_to):
        """Terms of `user` in the organ of that kind that touch the period."""
        return self.sudo().search(
            Domain("partner_id", "=", user.sudo().partner_id.id)
            & Domain("organ_id.kind", "=", kind)
            & Domain("organ_id.active", "=", True)
            & Domain("company_id", "=", company.id)
            & Domain("date_from", "<=", date_to)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", date_from))
        )

    @api.constrains("organ_id", "role")
    def _check_role(self):
        for member in self:
            if member.organ_id.kind == "president" and member.role != "head":
                raise ValidationError(
                    self.env._(
                        "%(organ)s is one person: the head. Who stands in is entered "
                        "as a deputyship.",
                        organ=member.organ_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._check_not_own_doing()
        members._changed()
        return members

    def write(self, vals):
        for name in ("organ_id", "partner_id"):
            if name in vals and any(row[name].id != vals[name] for row in self):
                raise UserError(
                    self.env._("A member is not replaced: end the term, add another.")
                )
        res = super().write(vals)
        self._check_not_own_doing()
        self._changed()
        return res

    def _check_not_own_doing(self):
        users = self.sudo().partner_id.user_ids
        self.env["mbb.approval.rule"]._refuse_own_doing(users)

    def _changed(self):
        """Who decides may be somebody else now; the organ's page says what changed."""
        for member in self:
            member.organ_id.sudo().message_post(
                body=self.env._(
                    "%(person)s: %(role)s, %(start)s – %(end)s",
                    person=member.partner_id.name,
                    role=dict(
                        self._fields["role"]._description_selection(self.env)
                    )[member.role],
                    start=format_date(self.env, member.date_from),
                    end=format_date(self.env, member.date_to) or "…",
                )
            )
        self.env["mbb.approval"]._refresh_approvers()
