# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

#: How often an applicant is asked before the officer is told.
ASKED_TIMES = 2


class MbbApplicationAgeMixin(models.AbstractModel):
    """Whether an entry of the pool or a waiting need is still as it says.

    It is asked, once more, and then the officer is told. Silence removes nothing.
    """

    _name = "mbb.application.age.mixin"
    _inherit = "mbb.application.mixin"
    _description = "Age of an Application"

    _guarded_fields = ("date_confirmed", "current_asked", "date_current_asked")

    date_confirmed = fields.Date(
        string="Known to Be Current On",
        readonly=True,
        copy=False,
        help="When it was accepted, or last said to be still as it is.",
    )
    current_asked = fields.Integer(
        string="Times Asked",
        readonly=True,
        copy=False,
        help="How often the applicant was asked since then whether it is current.",
    )
    date_current_asked = fields.Date(
        string="Asked Whether Current On", readonly=True, copy=False
    )
    is_stale = fields.Boolean(
        string="Not Confirmed for Long",
        compute="_compute_is_stale",
        search="_search_is_stale",
    )

    def _get_stale_domain(self):
        """Per company: accepted, and not confirmed since the day of the setting."""
        today = self._get_today()
        # sudo: how old an application may grow, per company.
        companies = (
            self.env["res.company"]
            .sudo()
            .search_fetch([("mbb_stale_days", ">", 0)], ["mbb_stale_days"])
        )
        return Domain.OR(
            Domain("state", "=", self._accepted_state)
            & Domain("company_id", "=", company.id)
            & Domain("date_confirmed", "<", today - timedelta(company.mbb_stale_days))
            for company in companies
        )

    @api.depends("date_confirmed", "state")
    def _compute_is_stale(self):
        today = self._get_today()
        for record in self:
            days = record.company_id.sudo().mbb_stale_days
            record.is_stale = bool(
                days
                and record.state == self._accepted_state
                and record.date_confirmed
                and record.date_confirmed < today - timedelta(days)
            )

    def _search_is_stale(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_stale_domain()
        return domain if True in value else ~domain

    def action_confirm_current(self):
        """The applicant, or the Sekreterya after asking: it is still as it says."""
        self.check_access("read")
        for record in self:
            obstacle = record._get_authority_obstacle("applicant")
            if not obstacle and record.state != self._accepted_state:
                obstacle = self.env._(
                    "%(name)s is not open (%(state)s).",
                    name=record.display_name,
                    state=record._get_state_label(),
                )
            if obstacle:
                raise UserError(obstacle)
        return self._set_current()

    def _set_current(self):
        """It is known again to be as it says."""
        return self._write_guarded(
            {
                "date_confirmed": self._get_today(),
                "current_asked": 0,
                "date_current_asked": False,
            }
        )

    def _on_arrow(self, source, target):
        if target == self._accepted_state:
            self._set_current()
        return super()._on_arrow(source, target)

    def _apply_correction(self, values):
        """Who mends what it says has read it."""
        res = super()._apply_correction(values)
        if self.state == self._accepted_state:
            self._set_current()
        return res

    # -- asking ------------------------------------------------------------

    def _can_be_asked(self):
        """Whether a mail can reach the applicant."""
        self.ensure_one()
        partner = self.contact_id or self.institution_id
        return bool(self._is_told() and partner.email)

    def _is_asking_due(self):
        """Whether the time for an answer to the last question is over."""
        self.ensure_one()
        days = self.company_id.mbb_stale_answer_days
        last = self.date_current_asked
        return not last or last + timedelta(days) <= self._get_today()

    def _ask_whether_current(self):
        """The next step of one entry: ask, remind, tell the officer; each once."""
        self.ensure_one()
        record = self.sudo()
        asked = record.current_asked
        if asked > ASKED_TIMES or not record._is_asking_due():
            return
        if asked < ASKED_TIMES and record._can_be_asked():
            record._write_guarded(
                {
                    "current_asked": asked + 1,
                    "date_current_asked": record._get_today(),
                }
            )
            record._notify_applicant("stale")
            return
        record._write_guarded(
            {
                "current_asked": ASKED_TIMES + 1,
                "date_current_asked": record._get_today(),
            }
        )
        self.env["res.partner"]._mentor_tell_secretariat(
            record, self.env._("Nobody has said whether this is still current")
        )

    @api.model
    def _cron_ask_whether_current(self):
        """Both kinds of application; catches up after downtime."""
        cron = self.env["ir.cron"]
        for model in ("mbb.mentor", "mbb.mentee"):
            entries = self.env[model].sudo()
            stale = entries.search(
                entries._get_stale_domain()
                & Domain("current_asked", "<=", ASKED_TIMES)
            )
            for done, entry in enumerate(stale, 1):
                try:
                    with self.env.cr.savepoint():
                        entry._ask_whether_current()
                except Exception:
                    # One that fails keeps nobody else from being asked.
                    _logger.exception("Asking about %s failed", entry)
                if not cron._commit_progress(1, remaining=len(stale) - done):
                    return

    def _get_current_url(self):
        self.ensure_one()
        base = self.get_base_url()
        return f"{base}/mail/view?model={self._name}&res_id={self.id}"
