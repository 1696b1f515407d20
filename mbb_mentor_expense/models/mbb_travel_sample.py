# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import math
import random
import secrets
from datetime import datetime, time, timedelta

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

ZONE = pytz.timezone("Europe/Istanbul")
REVIEWERS = (
    "mbb_mentor_expense.group_travel_checker",
    "mbb_mentor_expense.group_travel_control",
)


class MbbTravelSample(models.Model):
    """A paid claim that is looked at a second time, and how it was drawn.

    Seed, share and the number it was drawn from are kept: who knows them draws the
    same claims again.
    """

    _name = "mbb.travel.sample"
    _description = "Second Look at a Paid Claim"
    _inherit = ["mbb.register.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "month desc, id desc"
    _rec_name = "claim_id"
    _check_company_auto = True
    _reason_methods = ("action_accept", "action_find")

    claim_id = fields.Many2one(
        "mbb.travel.claim",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    month = fields.Date(
        required=True, readonly=True, help="The claim was paid in this month."
    )
    seed = fields.Char(required=True, readonly=True)
    share = fields.Float(string="Share Drawn", readonly=True, digits=(5, 4))
    population = fields.Integer(string="Drawn From", readonly=True)
    criteria = fields.Char(readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Looked At By",
        readonly=True,
        help="Somebody who took no part in the claim (5018 m.60).",
    )
    result = fields.Selection(
        [("open", "Open"), ("ok", "In Order"), ("finding", "Finding")],
        required=True,
        readonly=True,
        default="open",
        index=True,
        tracking=True,
    )
    note = fields.Text(readonly=True)
    date_done = fields.Datetime(string="Done On", readonly=True)
    done_by_id = fields.Many2one("res.users", readonly=True)
    gross = fields.Monetary(related="claim_id.gross")
    expert_id = fields.Many2one(related="claim_id.expert_id")
    currency_id = fields.Many2one(related="claim_id.currency_id")
    is_mine = fields.Boolean(compute="_compute_is_mine")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )

    _one_a_claim = models.Constraint(
        "UNIQUE(claim_id, month)", "This claim was drawn for this month already."
    )

    @api.depends("result", "user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for row in self:
            row.is_mine = row.result == "open" and not row._get_obstacle()

    # -- the draw --------------------------------------------------------------

    @api.model
    def _cron_draw(self):
        """Draw for last month, once a company."""
        today = self.env["mbb.state.mixin"]._get_today()
        month = today.replace(day=1) - relativedelta(months=1)
        for company in self.env["res.company"].search(
            [("mbb_sample_share", ">", 0)]
        ):
            if not self.search_count(
                [("company_id", "=", company.id), ("month", "=", month)], limit=1
            ):
                self._draw(company, month)

    @api.model
    def _draw(self, company, month, seed=None):
        """The same seed on the same claims draws the same ones."""
        share = company.mbb_sample_share / 100
        claims = self._get_population(company, month)
        if not share or not claims:
            return self.browse()
        seed = seed or secrets.token_hex(16)
        count = math.ceil(len(claims) * share)
        drawn = random.Random(seed).sample(claims.ids, count)  # noqa: S311 reproducible
        rows = self.browse()
        for claim in claims.browse(drawn):
            # One by one: who was just given one has one more.
            row = self._create_private(
                [
                    {
                        "claim_id": claim.id,
                        "month": month,
                        "seed": seed,
                        "share": share,
                        "population": len(claims),
                        "criteria": self.env._(
                            "All claims paid in the month, by their number; every one "
                            "as likely as the other."
                        ),
                        "user_id": self._choose_reviewer(claim).id,
                        "company_id": company.id,
                    }
                ]
            )
            if row.user_id:
                row.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=row.user_id.id,
                    summary=self.env._("Look at a paid claim a second time"),
                )
            rows |= row
        return rows

    @api.model
    def _get_population(self, company, month):
        """Claims paid in the month, in the order of their ids."""
        start, end = (
            ZONE.localize(datetime.combine(day, time.min))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
            for day in (month, month + relativedelta(months=1))
        )
        steps = self.env["mbb.step"].sudo().search(
            [
                ("res_model", "=", "mbb.travel.claim"),
                ("target", "=", "paid"),
                ("company_id", "=", company.id),
                ("date", ">=", start),
                ("date", "<", end),
            ]
        )
        return self.env["mbb.travel.claim"].sudo().search(
            [("id", "in", steps.mapped("res_id")), ("state", "=", "paid")], order="id"
        )

    @api.model
    def _choose_reviewer(self, claim):
        """Of those who took no part, the one with the fewest open looks."""
        users = self.env["res.users"].sudo()
        for xmlid in REVIEWERS:
            users |= self.env.ref(xmlid).sudo().all_user_ids
        users = users.filtered(
            lambda user: user.active
            and not user.share
            and claim.company_id in user.company_ids
            and user not in self._get_involved(claim)
        )
        counts = dict(
            self.sudo()._read_group([("result", "=", "open")], ["user_id"], ["__count"])
        )
        return min(users, key=lambda u: (counts.get(u, 0), u.id), default=users[:0])

    @api.model
    def _get_involved(self, claim):
        """Whoever had a hand in the claim, in whatever round (5018 m.60)."""
        claim = claim.sudo()
        rows = claim.approval_ids
        steps = self.env["mbb.step"].sudo().search(
            [("res_model", "=", claim._name), ("res_id", "=", claim.id)]
        )
        return (
            claim.create_uid
            | claim.submitted_by_id
            | claim.signed_by_id
            | claim.expert_id.user_ids
            | rows.decided_by_id
            | rows.principal_id
            | steps.user_id
            | claim.move_ids.create_uid
        )

    # -- the look ----------------------------------------------------------------

    def _get_obstacle(self):
        """Why this user does not record the result, or False."""
        self.ensure_one()
        user = self.env.user
        if not user.has_groups(",".join(REVIEWERS)):
            return self.env._("Who checks or controls claims looks at them again.")
        if user in self._get_involved(self.claim_id):
            return self.env._(
                "%(user)s has taken part in an earlier step.", user=user.name
            )
        return False

    def _record(self, result, note):
        for row in self:
            row.check_access("read")
            obstacle = row._get_obstacle()
            if obstacle:
                raise AccessError(obstacle)
            if row.result != "open":
                raise UserError(self.env._("The result is recorded already."))
            row._write_private(
                {
                    "result": result,
                    "note": self.env["mbb.state.mixin"]._check_reason(note),
                    "date_done": fields.Datetime.now(),
                    "done_by_id": self.env.uid,
                }
            )
            row.sudo().activity_unlink(["mail.mail_activity_data_todo"])
        return True

    def action_accept(self, note):
        """In order, and what was looked at."""
        return self._record("ok", note)

    def action_find(self, note):
        """Something is wrong: the accountants are asked to recover (6245 m.60)."""
        self._record("finding", note)
        accountants = self.env.ref("mbb_mentor_expense.group_travel_accountant")
        for row in self.sudo():
            claim = row.claim_id
            for user in accountants.all_user_ids.filtered(
                lambda user, claim=claim: claim.company_id in user.company_ids
            ):
                claim.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=fields.Date.today() + timedelta(days=7),
                    user_id=user.id,
                    summary=self.env._("Second look: recovery is proposed"),
                    note=note,
                )
        return True
