# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class MbbDeputy(models.Model):
    """Vekâlet: who stands in for whom, from when until when; ends by itself."""

    _name = "mbb.deputy"
    _description = "Deputyship"
    _inherit = ["mbb.dated.mixin", "mail.thread"]
    _order = "date_from desc"
    _rec_name = "deputy_id"
    _check_company_auto = True

    principal_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="restrict", tracking=True
    )
    deputy_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="restrict", tracking=True
    )
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today, tracking=True
    )
    date_to = fields.Date(string="To", required=True, tracking=True)
    ground_kind = fields.Selection(
        [
            ("leave", "Leave"),
            ("sickness", "Sickness"),
            ("duty", "Duty Elsewhere"),
            ("seat", "Absence from the Seat of the Birlik"),
            ("vacant", "Vacant Post"),
            ("other", "Another Reason"),
        ],
        string="Why",
        required=True,
        default="leave",
        tracking=True,
        help="Leave, sickness or another reason; the Başkan also when absent from the "
        "place of the Birlik's seat (GÇY m.6).",
    )
    ground = fields.Char(required=True, help="Number and date of the onay.")
    is_current = fields.Boolean(string="In Force")
    is_told = fields.Boolean(readonly=True, copy=False)
    rule_ids = fields.Many2many(
        "mbb.approval.rule",
        string="Only For",
        # Nobody deletes a rule of it: without any, all would be open.
        ondelete="restrict",
        # One that is archived limits as before: without it, all would be open.
        context={"active_test": False},
        help="Empty: for every approval.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )

    _check_dates = models.Constraint(
        "CHECK(date_from <= date_to)", "A deputyship cannot end before it starts."
    )
    _not_self = models.Constraint(
        "CHECK(principal_id != deputy_id)", "Nobody is their own deputy."
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (principal_id WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&)",
        "This person has a deputy in that period already.",
    )

    @api.depends("date_from", "date_to")
    def _compute_is_current(self):
        today = self._get_today()
        for row in self:
            row.is_current = bool(
                row.date_from and row.date_to and row.date_from <= today <= row.date_to
            )

    @api.constrains("principal_id", "deputy_id", "date_from", "date_to")
    def _check_circle(self):
        # Two halves of a circle do not see each other before they are committed: of
        # two who write at once the second begins again, and sees.
        self.env.cr.execute(
            "UPDATE res_company SET id = id WHERE id = ANY(%s)", [self.company_id.ids]
        )
        for row in self:
            if row._leads_back(row.deputy_id, row.date_from, row.date_to):
                raise ValidationError(
                    self.env._(
                        "%(deputy)s is away in that period, and the deputyships lead "
                        "back to %(principal)s.",
                        deputy=row.deputy_id.name,
                        principal=row.principal_id.name,
                    )
                )

    def _leads_back(self, user, date_from, date_to):
        """Whether the deputies of `user` in the period end at this principal."""
        rows = self.sudo().search(
            Domain("principal_id", "=", user.id)
            & Domain("date_from", "<=", date_to)
            & Domain("date_to", ">=", date_from)
        )
        return any(
            row.deputy_id == self.principal_id
            or self._leads_back(
                row.deputy_id,
                max(date_from, row.date_from),
                min(date_to, row.date_to),
            )
            for row in rows - self
        )

    @api.constrains("principal_id", "deputy_id", "date_from", "date_to", "company_id")
    def _check_president(self):
        """Only a member of the Meclis stands in for the Başkan (GÇY m.6)."""
        for row in self:
            period = (row.company_id, row.date_from, row.date_to)
            if row._is_president(*period) and not row._is_council_member(*period):
                raise ValidationError(
                    self.env._(
                        "%(deputy)s is no member of the Meclis for that whole period: "
                        "only a member stands in for the Başkan (GÇY m.6).",
                        deputy=row.deputy_id.name,
                    )
                )

    def _is_president(self, company, date_from, date_to):
        self.ensure_one()
        return bool(
            self.env["mbb.organ.member"]._get_member_rows(
                self.principal_id, "president", company, date_from, date_to
            )
        )

    def _is_council_member(self, company, date_from, date_to):
        """Whether the deputy sits in the Meclis on each day of the period."""
        self.ensure_one()
        rows = self.env["mbb.organ.member"]._get_member_rows(
            self.deputy_id, "council", company, date_from, date_to
        )
        day = date_from
        for row in rows.sorted("date_from"):
            if row.date_from > day:
                break
            if not row.date_to or row.date_to >= date_to:
                return True
            day = row.date_to + timedelta(days=1)
        return False

    def _get_effective(self):
        """The rows that lend authority today: a Meclis seat that was lost lends none,
        nor does a deputy who may not be asked any more."""
        today = self._get_today()
        may_be_asked = self.env["mbb.approval.rule"]._may_be_asked
        return self.filtered(
            lambda row: row.date_from <= today <= row.date_to
            and may_be_asked(row.deputy_id.sudo())
            and (
                not row._is_president(row.company_id, today, today)
                or row._is_council_member(row.company_id, today, today)
            )
        )

    @api.constrains("deputy_id")
    def _check_may_be_asked(self):
        for row in self:
            if not self.env["mbb.approval.rule"]._may_be_asked(row.deputy_id.sudo()):
                raise ValidationError(
                    self.env._(
                        "%(deputy)s is no approver. Ask an administrator for the "
                        "group first.",
                        deputy=row.deputy_id.name,
                    )
                )

    def _check_not_own_doing(self):
        if not self.env.su and self.env.user in self.deputy_id:
            raise UserError(
                self.env._("Nobody makes themselves a deputy: ask a colleague.")
            )

    @api.model
    def _get_current_domain(self):
        today = self._get_today()
        return Domain("date_from", "<=", today) & Domain("date_to", ">=", today)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["is_told"] = False
        rows = super().create(vals_list)
        rows._check_not_own_doing()
        rows._tell()
        return rows

    #: What may still be written of a deputyship that has begun.
    _open_fields = frozenset({"date_to", "ground", "ground_kind"})

    def write(self, vals):
        closed = {
            name
            for name in vals.keys() & self._fields.keys() - self._open_fields
            if not name.startswith(("message_", "activity_"))
        }
        if not self.env.su and closed:
            today = self._get_today()
            if any(row.date_from <= today for row in self):
                raise UserError(
                    self.env._(
                        "A deputyship that has begun is not rewritten: end it by its "
                        "last day and record a new one."
                    )
                )
        res = super().write(vals)
        self._check_not_own_doing()
        if {"date_from", "date_to", "deputy_id", "principal_id"} & vals.keys():
            self._tell()
        return res

    def _tell(self):
        """Send the deputy what waits for the principal, once it begins."""
        approvals = self.env["mbb.approval"].sudo()
        for row in self.sudo().filtered(lambda r: not r.is_told)._get_effective():
            waiting = approvals.search(
                [("state", "=", "waiting"), ("approver_ids", "in", row.principal_id.ids)]
            )
            for approval in waiting:
                if row.deputy_id in approval._get_deciders():
                    approval._notify(row.deputy_id)
            row.is_told = True

    @api.model
    def _cron_begin(self):
        """Tell the deputies whose days begin; nothing has to be done at the end."""
        self.search(
            self._get_current_domain() & Domain("is_told", "=", False)
        )._tell()
