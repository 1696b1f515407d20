# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import logging
from datetime import datetime, time, timedelta

from odoo import api, fields, models

_logger = logging.getLogger(__name__)


class MbbClockRule(models.Model):
    """How long a step may wait, as data. The only outcomes of a late clock are a
    reminder, an escalation and an expiry: silence never grants (MPY m.5/4)."""

    _name = "mbb.clock.rule"
    _description = "Clock Rule"
    _inherit = ["mbb.shipped.mixin"]
    _order = "model_id, state"
    _check_company_auto = True

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
        help="Count the working days of the company's calendar, holidays left out."
    )
    remind_before = fields.Integer(
        string="Remind Before (days)", default=3, help="0: on the day itself."
    )
    escalate_after = fields.Integer(string="Escalate After (days)", default=1)
    expire = fields.Boolean(
        string="Expires", help="The day after the due date the request lapses."
    )
    directive_id = fields.Many2one(
        "mbb.directive",
        string="Rests On",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env["mbb.directive"]._get_unseen(),
    )
    company_id = fields.Many2one("res.company", index=True)
    active = fields.Boolean(default=True)

    _check_days = models.Constraint(
        "CHECK(days >= 0 AND remind_before >= 0 AND escalate_after >= 0)",
        "Days cannot be negative.",
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

    def _get_due_date(self, record):
        """The last day of the step, counted from the day after it began."""
        self.ensure_one()
        since = fields.Datetime.context_timestamp(
            self.with_context(tz="Europe/Istanbul"), record.date_state
        ).date()
        calendar = (record.company_id or self.env.company).resource_calendar_id
        if not self.working_days or not calendar or not self.days:
            return since + timedelta(days=self.days)
        start = datetime.combine(since + timedelta(days=1), time.min)
        due = calendar.plan_days(self.days, start, compute_leaves=True)
        return due.date() if due else since + timedelta(days=self.days)

    @api.model
    def _cron_tick(self):
        """Remind, escalate and expire once each; catches up after downtime."""
        cron = self.env["ir.cron"]
        rules = self.search([("active", "=", True)]).filtered(lambda rule: rule.model in self.env)
        self.env["mbb.approval"]._refresh_approvers()
        for done, rule in enumerate(rules, 1):
            for record in rule._get_late_records():
                try:
                    with self.env.cr.savepoint():
                        rule._tick(record)
                except Exception:
                    _logger.exception("Clock of %s failed", record)
            if not cron._commit_progress(1, remaining=len(rules) - done):
                break

    def _get_late_records(self):
        self.ensure_one()
        model = self.env[self.model]
        if "date_due" not in model._fields:
            return model
        horizon = fields.Date.context_today(self) + timedelta(days=self.remind_before)
        domain = [("state", "=", self.state), ("date_due", "<=", horizon)]
        if self.company_id:
            domain.append(("company_id", "=", self.company_id.id))
        return model.search(domain)

    def _tick(self, record):
        self.ensure_one()
        today = fields.Date.context_today(self)
        due = record.date_due
        if self.expire and today > due:
            if not record._is_clock_stopped():
                record._clock_expire()
            return
        if not record.date_reminded and today <= due:
            record._write_guarded({"date_reminded": today})
            record._clock_remind()
        if (
            not record.date_escalated
            and today > due
            and today >= due + timedelta(days=self.escalate_after)
        ):
            record._write_guarded({"date_escalated": today})
            record._clock_escalate()
