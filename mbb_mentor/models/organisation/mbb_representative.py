# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class MbbRepresentative(models.Model):
    """Who acts for an institution on the portal, as what, from when until when.

    Every portal rule and the capacity to answer a consent ask this model; a
    contact's parent company says nothing about authority.
    """

    _name = "mbb.representative"
    _description = "Representative of an Institution"
    _inherit = ["mbb.dated.mixin", "mail.thread"]
    _order = "institution_id, date_from desc"
    _rec_name = "user_id"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="restrict", tracking=True
    )
    institution_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_mentor_institution", "=", True)],
        tracking=True,
    )
    unit_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        domain="[('is_mentor_unit', '=', True), ('parent_id', '=', institution_id)]",
        help="Empty: for the whole institution.",
    )
    role = fields.Selection(
        [
            ("representative", "Representative (may give consent)"),
            ("applicant", "Applicant (may apply)"),
            ("viewer", "Viewer"),
        ],
        required=True,
        default="applicant",
        tracking=True,
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._get_today(),
        tracking=True,
    )
    date_to = fields.Date(string="To", tracking=True)
    ended_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="Ended at this moment: no right is left of the last day.",
    )
    evidence_id = fields.Many2one(
        "mbb.evidence", string="Authorisation", ondelete="restrict"
    )
    note = fields.Char()
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )

    _check_dates = models.Constraint(
        "CHECK(date_to IS NULL OR date_from <= date_to)",
        "An authority cannot end before it starts.",
    )
    # One role at a time: which one counts would be a guess otherwise.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (user_id WITH =, institution_id WITH =, "
        "COALESCE(unit_id, 0) WITH =, "
        "daterange(date_from, date_to, "
        "CASE WHEN ended_at IS NULL THEN '[]' ELSE '[)' END) WITH &&)",
        "This person has a role for the institution in that period already.",
    )

    @api.depends("date_from", "date_to", "ended_at")
    def _compute_is_current(self):
        res = super()._compute_is_current()
        self.filtered("ended_at").is_current = False
        return res

    @api.model
    def _get_current_domain(self):
        return super()._get_current_domain() & Domain("ended_at", "=", False)

    @api.constrains("institution_id", "unit_id")
    def _check_institution(self):
        for row in self:
            if not row.institution_id.is_mentor_institution:
                raise ValidationError(
                    self.env._(
                        "%(name)s is not an institution of the programme.",
                        name=row.institution_id.name,
                    )
                )
            if row.unit_id and row.unit_id.parent_id != row.institution_id:
                raise ValidationError(
                    self.env._(
                        "%(unit)s is not a unit of %(institution)s.",
                        unit=row.unit_id.name,
                        institution=row.institution_id.name,
                    )
                )

    #: What may still be written of an authority once it is there.
    _open_fields = frozenset({"date_to", "note", "evidence_id"})

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # Explicit: a `default_…` of the context stays outside as well.
            vals["ended_at"] = False
        rows = super().create(vals_list)
        rows._check_not_own()
        return rows

    def write(self, vals):
        if not self.env.su and self.env.user in self.user_id:
            raise UserError(self.env._("Somebody else has to record your own authority."))
        fixed = [
            name
            for name in vals.keys() & self._fields.keys() - self._open_fields
            if not name.startswith(("message_", "activity_"))
            and not (name == "ended_at" and self.env.su)
            and any(
                self._fields[name].convert_to_write(row[name], row) != vals[name]
                for row in self
            )
        ]
        if fixed or ("date_to" in vals and any(row.ended_at for row in self)):
            raise UserError(
                self.env._(
                    "An authority is not rewritten: end it by its last day and record "
                    "a new one."
                )
            )
        return super().write(vals)

    def _check_not_own(self):
        """Nobody gives themselves authority for an institution."""
        if self.env.su:
            return
        if self.env.user in self.user_id:
            raise UserError(
                self.env._("Somebody else has to record your own authority.")
            )
        for row in self:
            if row.role == "representative" and not row.evidence_id:
                raise UserError(
                    self.env._(
                        "Attach the paper that makes %(user)s a representative of "
                        "%(institution)s.",
                        user=row.user_id.name,
                        institution=row.institution_id.name,
                    )
                )

    @api.constrains("user_id")
    def _check_not_secretariat(self):
        """Who collects the consents does not give them (MPY m.5/4)."""
        for row in self:
            if row.user_id.has_group("mbb_mentor.group_mentor_officer"):
                row._refuse_secretariat()

    @api.constrains("user_id", "date_from", "date_to")
    def _check_not_member(self):
        """Nor who will be one: the group follows on the day."""
        member = self.env["mbb.secretariat.member"]
        for row in self:
            if member._find_conflict(row.user_id, row.date_from, row.date_to):
                row._refuse_secretariat()

    def _refuse_secretariat(self):
        raise ValidationError(
            self.env._(
                "%(user)s belongs to the Sekreterya and cannot act for an "
                "institution.",
                user=self.user_id.name,
            )
        )

    @api.constrains("institution_id", "date_from", "date_to")
    def _check_not_closed(self):
        for row in self:
            closed = row.institution_id.mentor_closed_on
            if closed and (not row.date_to or row.date_to >= closed):
                raise ValidationError(
                    self.env._(
                        "%(institution)s was closed on %(date)s.",
                        institution=row.institution_id.name,
                        date=closed,
                    )
                )

    def action_end(self):
        """Take the rights away this minute; who has them may give them up."""
        self.check_access("write")
        self._end_and_tell()
        return True

    def _end_and_tell(self):
        """Nobody is held in an authority: the Sekreterya is told where nobody is left
        who may give consent."""
        institutions = self.sudo().institution_id
        self._end_now()
        institutions._tell_unrepresented()

    def _end_now(self):
        """From this moment on: `date_to` alone leaves the rights of its whole day.

        Who may end an authority is asked by the caller.
        """
        today = self.env["mbb.state.mixin"]._get_today()
        rows = self.sudo().filtered(
            lambda row: not row.ended_at and (not row.date_to or row.date_to >= today)
        )
        begun = rows.filtered(lambda row: row.date_from <= today)
        for row in begun:
            row.write({"ended_at": fields.Datetime.now(), "date_to": today})
            row.message_post(
                body=self.env._(
                    "%(user)s ended the authority at once.", user=self.env.user.name
                )
            )
        (rows - begun)._withdraw_future()

    def _withdraw_future(self):
        """Take back what has not begun: nothing was ever done with it."""
        for row in self:
            row.institution_id.message_post(
                body=self.env._(
                    "The authority of %(user)s from %(date)s on was taken back.",
                    user=row.user_id.name,
                    date=row.date_from,
                )
            )
        return self.unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_not_begun(self):
        today = self._get_today()
        if any(row.date_from <= today for row in self):
            raise UserError(
                self.env._("An authority is not deleted: give it an end date instead.")
            )
