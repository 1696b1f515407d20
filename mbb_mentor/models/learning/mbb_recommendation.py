# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import logging

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..base.mbb_state_mixin import MbbStateMixin
from ..pairing.match_states import REACHABLE_STATES

_logger = logging.getLogger(__name__)

#: What was advised: it stays once somebody said what became of it.
ADVISED_FIELDS = {"match_id", "assignment_id", "name", "description", "date_given"}
#: Months after the advice at which it is asked what became of it (MPY m.6/2).
STAGES = {"six_months": 6, "twelve_months": 12}
#: Recommendations that are asked about between two commits.
BATCH = 100


class MbbRecommendation(models.Model):
    """What a mentee's institution is advised to do, out of a match or a visit."""

    _name = "mbb.recommendation"
    _description = "Recommendation"
    _inherit = ["mbb.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_deadline, id"
    _check_company_auto = True

    _first_state = "open"
    _arrows = {
        "open": {"adopted": "owner", "partly": "owner", "declined": "owner"},
        "partly": {"adopted": "owner", "declined": "owner"},
        "declined": {"partly": "owner", "adopted": "owner"},
        "adopted": {"partly": "owner", "declined": "owner"},
    }
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "result_note",
        "asked_stage",
        "date_asked",
        "is_asked",
    )

    match_id = fields.Many2one(
        "mbb.match",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain=[("state", "in", REACHABLE_STATES)],
    )
    match_sides = fields.Char(related="match_id.sides")
    assignment_id = fields.Many2one(
        "mbb.assignment",
        string="Visit",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('match_id', '=', match_id)]",
        help="Where it came out of a visit: which one.",
    )
    institution_id = fields.Many2one(
        related="match_id.mentee_institution_id",
        string="Institution Advised",
        store=True,
        index=True,
    )
    name = fields.Char(string="What Is Recommended", required=True, tracking=True)
    description = fields.Text(string="Why and How")
    owner_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        tracking=True,
        ondelete="restrict",
        compute="_compute_owner_id",
        store=True,
        precompute=True,
        readonly=False,
        help="Who answers for it in the mentee's institution.",
    )
    date_given = fields.Date(
        string="Recommended On",
        required=True,
        default=lambda self: self._get_today(),
        help="From this day on six and twelve months are counted.",
    )
    date_deadline = fields.Date(string="To Be Done By", required=True, tracking=True)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("adopted", "Adopted"),
            ("partly", "Partly Adopted"),
            ("declined", "Not Adopted"),
        ],
        required=True,
        readonly=True,
        default="open",
        copy=False,
        index=True,
        tracking=True,
    )
    result_note = fields.Text(string="What Became of It", readonly=True, copy=False)
    asked_stage = fields.Selection(
        selection="_selection_stage", string="Last Follow-up Asked", readonly=True,
        copy=False,
    )
    date_asked = fields.Date(string="Follow-up Asked On", readonly=True, copy=False)
    is_asked = fields.Boolean(
        string="Follow-up Awaited", readonly=True, copy=False, index=True
    )
    followup_ids = fields.One2many(
        "mbb.recommendation.followup",
        "recommendation_id",
        string="Follow-up",
        readonly=True,
    )
    responsible_id = fields.Many2one(
        related="match_id.responsible_id", store=True, index=True
    )
    company_id = fields.Many2one(related="match_id.company_id", store=True, index=True)

    _follow = models.Index("(date_given) WHERE asked_stage IS DISTINCT FROM 'twelve_months'")

    @api.model
    def _selection_stage(self):
        followup = self.env["mbb.recommendation.followup"]
        return followup._fields["stage"]._description_selection(self.env)

    @api.depends("match_id")
    def _compute_owner_id(self):
        for row in self.sudo():
            mentee = row.match_id.mentee_id
            row.owner_id = row.owner_id or mentee.person_id or mentee.contact_id

    @api.constrains("owner_id", "match_id")
    def _check_owner(self):
        for row in self.sudo():
            if not row.match_id._is_of_side(row.owner_id, "mentee"):
                raise ValidationError(
                    self.env._(
                        "%(name)s is not of %(institution)s: who answers for a "
                        "recommendation is of the mentee's institution.",
                        name=row.owner_id.name,
                        institution=row.institution_id.name,
                    )
                )

    @api.constrains("date_given", "date_deadline")
    def _check_dates(self):
        for row in self:
            if row.date_deadline < row.date_given:
                raise ValidationError(
                    self.env._("Nothing can be done before it was recommended.")
                )
            if row.date_given > self._get_today():
                raise ValidationError(
                    self.env._("A recommendation is not given on a coming day.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        for row in rows.sudo():
            if row.match_id.state not in REACHABLE_STATES:
                raise UserError(
                    self.env._(
                        "%(match)s is “%(state)s”: recommendations come out of a match "
                        "that was agreed.",
                        match=row.match_id.display_name,
                        state=row.match_id._get_state_label(),
                    )
                )
        return rows

    def write(self, vals):
        if ADVISED_FIELDS.intersection(vals):
            self._check_open()
        res = super().write(vals)
        if "date_deadline" in vals:
            self._set_clock()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        self._check_open()

    def _check_open(self):
        for row in self:
            if row.state != "open" or row.sudo().followup_ids:
                raise UserError(
                    self.env._(
                        "It was answered what became of “%(name)s”: it stays as it was "
                        "given. Write a new one.",
                        name=row.name,
                    )
                )

    # -- the clock: the date that was agreed on ----------------------------

    def _set_clock(self):
        for row in self.sudo():
            due = row.date_deadline if row.state == "open" else False
            row._write_guarded({"date_due": due})

    def _clock_remind(self):
        res = super()._clock_remind()
        self._send_request()
        return res

    # -- what became of it -------------------------------------------------

    def _get_authority_obstacle(self, authority):
        if authority != "owner" or self.env.su:
            return super()._get_authority_obstacle(authority)
        if not super()._get_authority_obstacle("officer"):
            return False
        row, user = self.sudo(), self.env.user
        of_institution = row.match_id._is_party(user, ("mentee",))
        if of_institution or row.owner_id == user.sudo().partner_id:
            return False
        return self.env._("Only the mentee's institution may say what became of it.")

    def _get_stage(self, day):
        """What a report on `day` belongs to: a follow-up from its month on."""
        stage = "first"
        for name, months in STAGES.items():
            if day >= self.date_given + relativedelta(months=months):
                stage = name
        return stage

    def action_report(self, state, note):
        """Say what became of it; each time is a row of its own.

        :param state: `adopted`, `partly` or `declined`
        :param note: what was done, or why not (the reason is required)
        """
        self.ensure_one()
        self.check_access("read")
        note = str(note or "").strip()
        if not note:
            raise UserError(
                self.env._("Say what was done, or why it was not adopted.")
            )
        if state == self.state:
            obstacle = self._get_authority_obstacle("owner")
            if obstacle or state == "open":
                raise UserError(obstacle or self._get_arrow_obstacle(state))
            self._write_guarded({"result_note": note, "is_asked": False})
        else:
            self._take_arrow(state, {"result_note": note, "is_asked": False})
        today = self._get_today()
        self.env["mbb.recommendation.followup"]._create_private(
            [
                {
                    "recommendation_id": self.id,
                    "date": today,
                    "stage": self.sudo()._get_stage(today),
                    "state": state,
                    "note": note,
                    "user_id": self.env.uid,
                }
            ]
        )
        return True

    def action_report_result(self):
        """The dialog for the officer, on behalf of the institution."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Became of It"),
            "res_model": "mbb.recommendation.report",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_recommendation_id": self.id},
        }

    # -- followed at 6 and 12 months ---------------------------------------

    @api.model
    def _cron_follow(self):
        """Ask what became of it, once at each stage (as superuser)."""
        today = self._get_today()
        rows, cron = self.sudo(), self.env["ir.cron"]
        work, seen = [], rows.browse()
        # The later stage first: who was not asked in time is asked once.
        for stage, months in reversed(STAGES.items()):
            passed = [name for name in STAGES if STAGES[name] >= months]
            due = rows.search(
                [
                    ("date_given", "<=", today - relativedelta(months=months)),
                    ("asked_stage", "not in", passed),
                ],
                order="id",
            ) - seen
            seen |= due
            work += [
                (stage, due[start : start + BATCH])
                for start in range(0, len(due), BATCH)
            ]
        left = len(seen)
        for stage, batch in work:
            for row in batch:
                row._ask_follow_up(stage, today)
            left -= len(batch)
            if not cron._commit_progress(len(batch), remaining=left):
                return

    def _ask_follow_up(self, stage, today):
        """One that fails stops no other."""
        try:
            with self.env.cr.savepoint():
                self._write_guarded(
                    {"asked_stage": stage, "date_asked": today, "is_asked": True}
                )
                self._send_request()
        except Exception:
            _logger.exception("Asking what became of %s failed", self)

    def _send_request(self):
        """To the owner; where they have no address, the officer asks."""
        template = self.env.ref(
            "mbb_mentor.mail_template_recommendation", raise_if_not_found=False
        )
        for row in self.sudo() if template else ():
            partner, company = row.owner_id, row.company_id.partner_id
            if partner.email:
                template.with_context(
                    recipient_lang=partner.lang or company.lang
                ).send_mail(
                    row.id,
                    email_values={
                        "recipient_ids": [(4, partner.id)],
                        "email_to": False,
                    },
                )
            else:
                row._clock_activity(
                    self.env._("No e-mail address: ask in another way")
                )

    def _get_portal_link(self):
        return f"{self.get_base_url()}/my/mentoring/recommendations/{self.id}"
