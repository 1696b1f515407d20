# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class MbbSecretariat(models.Model):
    """The Sekreterya: the unit or team that follows the programme (MPY m.4/f).

    One at a time. Its members hold the group of the officers while they are members.
    """

    _name = "mbb.secretariat"
    _description = "Sekreterya"
    _inherit = ["mbb.dated.mixin", "mail.thread"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [("unit", "A Unit"), ("team", "A Team")],
        required=True,
        default="team",
        tracking=True,
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Unit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today, tracking=True
    )
    date_to = fields.Date(string="To", tracking=True)
    ground = fields.Char(
        string="Number of the Onay", required=True, copy=False, tracking=True
    )
    ground_date = fields.Date(string="Date of the Onay", copy=False, tracking=True)
    evidence_id = fields.Many2one(
        "mbb.evidence", string="The Onay", copy=False, ondelete="restrict"
    )
    member_ids = fields.One2many("mbb.secretariat.member", "secretariat_id")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _check_dates = models.Constraint(
        "CHECK(date_to IS NULL OR date_from <= date_to)",
        "A Sekreterya cannot end before it starts.",
    )
    _check_unit = models.Constraint(
        "CHECK(kind != 'unit' OR department_id IS NOT NULL)",
        "Name the unit.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (company_id WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&)",
        "There is a Sekreterya in that period already: end it first.",
    )

    def write(self, vals):
        res = super().write(vals)
        if {"date_from", "date_to", "company_id"}.intersection(vals):
            self._follow()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A Sekreterya is not deleted: give it an end date instead.")
        )

    # -- who it is ---------------------------------------------------------------

    @api.model
    def _get_lead(self, company):
        """Who takes what nobody in particular does: the lead, or else a member."""
        members = self.env["mbb.secretariat.member"].sudo().search(
            Domain("company_id", "=", company.id)
            & Domain("is_current", "=", True)
            & Domain("user_id.active", "=", True)
        )
        return members.sorted(lambda m: (not m.is_lead, m.date_from, m.id))[:1].user_id

    @api.model
    def _get_desk(self, company):
        """The lead, or whoever acts now, or somebody of the group: never a visitor."""
        user = self._get_lead(company) or self.env.user
        if user._is_internal():
            return user
        group = self.env.ref("mbb_mentor.group_mentor_officer").sudo()
        officers = group.all_user_ids.filtered(
            lambda officer: officer.active and company in officer.company_ids
        )
        return officers.sorted("id")[:1]

    @api.model
    def _follow(self):
        """Let the group of the officers follow the members, today.

        Who is a member gets it. Who was one and is no more loses it, whoever gave it;
        what an administrator gave to somebody who never was one stays, and so does
        the manager's group, which is an appointment of its own. The open work of who
        left goes to whoever is named, or to the lead.
        """
        today = fields.Date.context_today(self)
        member = self.env["mbb.secretariat.member"].sudo()
        rows = member.search([("date_from", "<=", today)])
        current = rows.filtered("is_current")
        officer = self.env.ref("mbb_mentor.group_mentor_officer")
        for user in current.user_id:
            if not user.has_group("mbb_mentor.group_mentor_officer"):
                user.group_ids = [(4, officer.id)]
        ended = (rows - current).filtered(lambda row: row._get_last_day() < today)
        for user in ended.user_id - current.user_id:
            if officer in user.group_ids and not user.has_group(
                "mbb_mentor.group_mentor_manager"
            ):
                user.group_ids = [(3, officer.id)]
        for row in ended.filtered(lambda row: not row.date_handed_over):
            row._hand_over()

    @api.model
    def _cron_follow(self):
        self._follow()
