# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .working_days import WorkingDays
from .zone import to_zone

_logger = logging.getLogger(__name__)


class MbbClockRule(models.Model):
    """How long a step may wait, as data. The only outcomes of a late clock are a
    reminder, an escalation and an expiry: silence never grants (MPY m.5/4)."""

    _name = "mbb.clock.rule"
    _description = "Clock Rule"
    _inherit = ["mbb.rule.mixin"]
    _order = "model_id, state"

    name = fields.Char(required=True, translate=True)
    model_id = fields.Many2one(
        "ir.model",
        required=True,
        ondelete="cascade",
        domain=[("model", "=like", "mbb.%")],
    )
    model = fields.Char(
        string="Technical Name", related="model_id.model", store=True, index=True
    )
    state = fields.Char(required=True, help="Technical name of the waiting state.")
    state_name = fields.Char(string="Step", compute="_compute_state_name")
    days = fields.Integer(required=True, default=10)
    working_days = fields.Boolean(
        help="Count every number of this rule in working days of the company's "
        "calendar, holidays left out, and act on working days only."
    )
    ends_on_working_day = fields.Boolean(
        default=True,
        help="A period whose last day is a day off ends on the next working day.",
    )
    remind_before = fields.Integer(
        string="Remind Before (days)", default=3, help="0: on the day itself."
    )
    escalate_after = fields.Integer(string="Escalate After (days)", default=1)
    expire = fields.Boolean(
        string="Expires", help="After its days the request lapses; it is never granted."
    )
    expire_after = fields.Integer(
        string="Lapses After (days)",
        help="How many days after the due date an answer is still taken. 0: none.",
    )

    _check_days = models.Constraint(
        "CHECK(days BETWEEN 0 AND 3650 AND remind_before BETWEEN 0 AND 3650 "
        "AND escalate_after BETWEEN 0 AND 3650 AND expire_after BETWEEN 0 AND 3650)",
        "Days cannot be negative, nor more than ten years (3650).",
    )
    _unique_state = models.UniqueIndex(
        "(model_id, state, COALESCE(company_id, 0)) WHERE active",
        "There is a rule for this state already.",
    )

    @api.depends("model_id", "state")
    @api.depends_context("lang")
    def _compute_state_name(self):
        """The state as the record shows it."""
        for rule in self:
            model = self.env.get(rule.model_id.sudo().model)
            field = model._fields.get("state") if model is not None else None
            labels = dict(field._description_selection(self.env)) if field else {}
            rule.state_name = labels.get(rule.state)

    @api.model
    def _get_by_state(self, model):
        """The active rules of a model as {(state, company): rule}."""
        rules = self.search([("model", "=", model)])
        return {(rule.state, rule.company_id): rule for rule in rules}

    # -- counting ----------------------------------------------------------

    def _get_working_days(self, company):
        return WorkingDays(company or self.env.company)

    def _shift(self, day, days, calendar):
        """`day` and `days` more (or fewer), as this rule counts them."""
        if self.working_days:
            return calendar.shift(day, days)
        return day + timedelta(days=days)

    def _get_due_date(self, record):
        """The last day of the step, counted from the day after it began."""
        self.ensure_one()
        since = to_zone(record.date_state).date()
        if not self.days:
            return since
        calendar = self._get_working_days(record.company_id)
        due = self._shift(since, self.days, calendar)
        return calendar.on_or_after(due) if self.ends_on_working_day else due

    # -- the daily round ---------------------------------------------------

    @api.model
    def _cron_tick(self):
        """Remind, escalate and expire once each; catches up after downtime."""
        cron = self.env["ir.cron"]
        rules = self.search([("active", "=", True)]).filtered(
            lambda rule: rule.model in self.env
        )
        self.env["mbb.approval"]._refresh_approvers()
        self.env["mbb.holiday"]._fill_ahead()
        today = self.env["mbb.state.mixin"]._get_today()
        calendars = {}
        for done, rule in enumerate(rules, 1):
            for record in rule._get_late_records(today):
                company = record.company_id
                if company not in calendars:
                    calendars[company] = self._get_working_days(company)
                try:
                    with self.env.cr.savepoint():
                        rule._tick(record, today, calendars[company])
                except Exception:
                    _logger.exception("Clock of %s failed", record)
            if not cron._commit_progress(1, remaining=len(rules) - done):
                break

    def _get_late_records(self, today=None):
        """What may have to be reminded, escalated or expired, and nothing else."""
        self.ensure_one()
        today = today or self.env["mbb.state.mixin"]._get_today()
        model = self.env[self.model]
        if "date_due" not in model._fields:
            return model
        # Five working days are seven days, and a bayram may lie between them.
        ahead = self.remind_before * (2 if self.working_days else 1)
        horizon = today + timedelta(days=ahead + 14 * self.working_days)
        domain = Domain("state", "=", self.state) & Domain("date_due", "<=", horizon)
        if not self.expire:
            domain &= Domain("date_escalated", "=", False)
        if self.company_id:
            domain &= Domain("company_id", "=", self.company_id.id)
        else:
            domain &= Domain("company_id", "not in", self._get_other_companies().ids)
        return model.search(domain)

    def _get_other_companies(self):
        """Companies with a rule of their own for this step."""
        return self.search(
            [
                ("model_id", "=", self.model_id.id),
                ("state", "=", self.state),
                ("company_id", "!=", False),
            ]
        ).company_id

    def _tick(self, record, today=None, calendar=None):
        """What is due for one record today, each thing once."""
        self.ensure_one()
        today = today or record._get_today()
        calendar = calendar or self._get_working_days(record.company_id)
        if self.working_days and not calendar.is_working(today):
            return
        due = record.date_due
        first = self._shift(due, -self.remind_before, calendar)
        reminded = record.date_reminded and record.date_reminded >= first
        if today <= due:
            if today >= first and not reminded:
                self._remind(record, today)
        elif self._needs_notice(record) and not reminded:
            # Nothing lapses for whoever was not reminded, as after a long downtime.
            days = max(self.remind_before, 1)
            later = calendar.on_or_after(self._shift(today, days, calendar))
            record._write_guarded({"date_due": later})
            self._remind(record, today)
        elif self.expire and today > self._shift(due, self.expire_after, calendar):
            if not record._is_clock_stopped():
                record._clock_expire()
        elif not record.date_escalated and today >= self._shift(
            due, self.escalate_after, calendar
        ):
            record._write_guarded({"date_escalated": today})
            record._clock_escalate()

    def _needs_notice(self, record):
        return self.expire and record._clock_notice and not record._is_clock_stopped()

    def _remind(self, record, today):
        record._write_guarded({"date_reminded": today})
        record._clock_remind()
