# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import logging
from collections import Counter, defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools.misc import format_date

from ..base.zone import local_today, to_zone
from ..pairing.mbb_match import ASKED_STATES, SETTLED_STATES
from .mbb_health_rule import COLOURS

_logger = logging.getLogger(__name__)

#: Matches that are looked at in one go.
BATCH = 100
BADGES = {"red": "danger", "yellow": "warning", "green": "success"}


class MbbMatch(models.Model):
    """How a match is doing: parts with a number, a sentence and a colour each."""

    _inherit = "mbb.match"  # pylint: disable=consider-merging-classes-inherited

    health = fields.Selection(
        [("green", "On Course"), ("yellow", "Needs Attention"), ("red", "In Trouble")],
        compute="_compute_health",
        compute_sudo=True,
        search="_search_health",
        help="The worst of its parts.",
    )
    health_parts = fields.Json(compute="_compute_health", compute_sudo=True)
    health_html = fields.Html(
        string="Course of the Match",
        compute="_compute_health_html",
        sanitize=False,
    )
    alert_ids = fields.One2many("mbb.health.alert", "match_id", string="Alerts")

    @api.depends_context("lang")
    @api.depends("state", "date_from", "date_to", "session_target")
    def _compute_health(self):
        """Counts come from the rows as they are now: nothing of it is stored."""
        judged = self.filtered(lambda match: match.state in ASKED_STATES)
        facts = judged._get_health_facts() if judged else {}
        rules = {
            company: self.env["mbb.health.rule"]._get_by_part(company)
            for company in judged.company_id
        }
        for match in self:
            parts = []
            for part in match._get_health_parts(facts.get(match._origin.id)):
                rule = rules[match.company_id].get(part["part"])
                value = part["value"]
                colour = (
                    rule._get_colour(value) if rule and value is not None else "green"
                )
                parts.append({**part, "colour": colour})
            match.health_parts = parts
            found = {part["colour"] for part in parts}
            match.health = next((c for c in COLOURS if c in found), False)

    def _search_health(self, operator, value):
        if operator != "in":
            return NotImplemented
        judged = self.sudo().search([("state", "in", ASKED_STATES)])
        found = judged.filtered(lambda match: match.health in value).ids
        if False in value:
            return ["|", ("id", "in", found), ("state", "not in", ASKED_STATES)]
        return [("id", "in", found)]

    # -- facts: a few queries for however many matches ---------------------

    def _get_health_facts(self):
        """{match id: Counter} of what is held, done and late."""
        facts = defaultdict(Counter)
        self._count_meetings(facts)
        self._count_late(facts)
        for match_id in self._origin.ids:
            facts[match_id].setdefault("held", 0)
        return facts

    def _count_meetings(self, facts):
        held = [("match_id", "in", self._origin.ids), ("state", "=", "held")]
        for match, purpose, count, last in self.env["mbb.session"]._read_group(
            held, ["match_id", "purpose"], ["__count", "date_start:max"]
        ):
            found = facts[match.id]
            found["held"] += count if purpose == "session" else 0
            found["last"] = max(found["last"] or last, last)
        came = [
            ("match_id", "in", self._origin.ids),
            ("session_id.state", "=", "held"),
            ("session_id.purpose", "=", "session"),
        ]
        for match, presence, count in self.env["mbb.session.attendance"]._read_group(
            came, ["match_id", "presence"], ["__count"]
        ):
            facts[match.id][presence] += count

    def _count_late(self, facts):
        today = local_today()
        ids = self._origin.ids
        late = [("date_due", "<", today)]
        for model in ("mbb.session.task", "mbb.plan.step"):
            for match, state, count in self.env[model]._read_group(
                [("match_id", "in", ids)], ["match_id", "state"], ["__count"]
            ):
                facts[match.id][f"task_{state}"] += count
            for match, count in self.env[model]._read_group(
                [("match_id", "in", ids), ("state", "=", "open"), *late],
                ["match_id"],
                ["__count"],
            ):
                facts[match.id]["task_late"] += count
        for name, model, path in (
            ("consents", "mbb.consent", "match_id"),
            ("consents", "mbb.consent", "assignment_id.match_id"),
            ("consents", "mbb.consent", "extension_id.assignment_id.match_id"),
            ("clocks", "mbb.assignment", "match_id"),
            ("clocks", "mbb.assignment.extension", "assignment_id.match_id"),
        ):
            domain = [(path, "in", ids), *late]
            if model == "mbb.consent":
                domain.append(("state", "=", "requested"))
            for record in self.env[model].search(domain):
                match = record.mapped(path)
                facts[match.id][name] += 1
        for match in self:
            if match.date_due and match.date_due < today:
                facts[match._origin.id]["clocks"] += 1

    # -- parts -------------------------------------------------------------

    def _get_health_parts(self, facts):
        """[{part, label, value, shown, text}]; without a value it is not judged."""
        if facts is None:
            return []
        parts = []
        if self.state in SETTLED_STATES:
            parts += [
                self._get_session_part(facts),
                self._get_attendance_part(facts),
                self._get_contact_part(facts),
                self._get_task_part(facts),
            ]
        return [*parts, self._get_consent_part(facts), self._get_clock_part(facts)]

    def _get_due_sessions(self):
        """How many sessions the plan asks for by today."""
        first, last = self.date_from, self.date_to
        if not (first and last and self.session_target):
            return None
        whole = (last - first).days + 1
        passed = min(max((local_today() - first).days + 1, 0), whole)
        return self.session_target * passed // whole

    def _get_session_part(self, facts):
        held, due = facts["held"], self._get_due_sessions()
        if due is None:
            text = self.env._(
                "%(held)s sessions were held. Nothing is planned: say how many the "
                "match is meant to have, and its period.",
                held=held,
            )
        else:
            text = self.env._(
                "%(held)s of %(target)s sessions were held; %(due)s by today would be "
                "on plan.",
                held=held,
                target=self.session_target,
                due=due,
            )
        value = None if due is None else 100.0 * held / due if due else 100.0
        return {
            "part": "sessions",
            "label": self.env._("Sessions"),
            "value": value,
            "shown": f"{held}/{self.session_target or '–'}",
            "text": text,
        }

    def _get_attendance_part(self, facts):
        present, absent = facts["present"], facts["absent"]
        invited = present + absent
        value = 100.0 * present / invited if invited else None
        if invited:
            text = self.env._(
                "Of %(invited)s who were invited and not excused, %(present)s came; "
                "%(excused)s were excused.",
                invited=invited,
                present=present,
                excused=facts["excused"],
            )
        else:
            text = self.env._("No attendance is recorded yet.")
        return {
            "part": "attendance",
            "label": self.env._("Attendance"),
            "value": value,
            "shown": f"{value:.0f} %" if invited else "–",
            "text": text,
        }

    def _get_contact_part(self, facts):
        last = facts["last"]
        day = to_zone(last or self.date_state or fields.Datetime.now()).date()
        days = max((local_today() - day).days, 0)
        values = {"days": days, "date": format_date(self.env, day)}
        if last:
            text = self.env._("Last met on %(date)s, %(days)s days ago.", **values)
        else:
            text = self.env._(
                "Nobody has met yet; %(days)s days since %(date)s.", **values
            )
        return {
            "part": "contact",
            "label": self.env._("Last Contact"),
            "value": float(days),
            "shown": self.env._("%(days)s d", days=days),
            "text": text,
        }

    def _get_task_part(self, facts):
        done, late = facts["task_done"], facts["task_late"]
        total = done + facts["task_open"]
        return {
            "part": "tasks",
            "label": self.env._("Tasks"),
            "value": float(late),
            "shown": f"{done}/{total}" if total else "–",
            "text": self.env._(
                "%(done)s of %(total)s tasks and steps are done, %(late)s are overdue.",
                done=done,
                total=total,
                late=late,
            )
            if total
            else self.env._("Nobody has taken anything on yet."),
        }

    def _get_consent_part(self, facts):
        late = facts["consents"]
        return {
            "part": "consents",
            "label": self.env._("Consents"),
            "value": float(late),
            "shown": str(late),
            "text": self.env._("%(late)s consents are overdue.", late=late)
            if late
            else self.env._("No consent is overdue."),
        }

    def _get_clock_part(self, facts):
        late = facts["clocks"]
        return {
            "part": "clocks",
            "label": self.env._("Deadlines"),
            "value": float(late),
            "shown": str(late),
            "text": self.env._(
                "%(late)s steps of the procedure are beyond their date.", late=late
            )
            if late
            else self.env._("Every step of the procedure is in time."),
        }

    # -- shown -------------------------------------------------------------

    @api.depends("health_parts")
    def _compute_health_html(self):
        row = Markup(
            '<div class="d-flex align-items-start gap-2 mb-2">'
            '<span class="badge text-bg-%(badge)s" style="min-width: 4rem">%(shown)s'
            '</span><div><strong>%(label)s</strong> '
            '<span class="visually-hidden">%(colour)s</span>'
            '<div class="text-muted">%(text)s</div></div></div>'
        )
        names = dict(self._fields["health"]._description_selection(self.env))
        for match in self:
            rows = [
                row
                % {
                    **part,
                    "badge": BADGES[part["colour"]]
                    if part["value"] is not None
                    else "light",
                    "colour": names[part["colour"]],
                }
                for part in match.health_parts or ()
            ]
            match.health_html = Markup().join(rows) if rows else False

    # -- what is red becomes work ------------------------------------------

    def _get_alert_summary(self, part):
        summaries = {
            "sessions": self.env._("Fewer sessions than planned"),
            "attendance": self.env._("Sessions are poorly attended"),
            "contact": self.env._("The two sides have not met for long"),
            "tasks": self.env._("Tasks are overdue"),
            "consents": self.env._("Consents are overdue"),
            "clocks": self.env._("Steps are beyond their date"),
        }
        return summaries[part]

    def _sync_alerts(self):
        """Raise what turned red, close what is better again (as superuser)."""
        self.ensure_one()
        self = self.with_context(lang=self.responsible_id.lang or self.env.lang)
        told = self.env["mbb.health.rule"]._get_by_part(self.company_id)
        red = {
            part["part"]: part
            for part in self.health_parts or ()
            if part["colour"] == "red" and told[part["part"]].is_told
        }
        open_ones = self.alert_ids.filtered(lambda alert: not alert.date_to)
        open_ones.filtered(lambda alert: alert.part not in red)._close()
        for name in red.keys() - set(open_ones.mapped("part")):
            open_ones._raise(self, red[name])

    @api.model
    def _cron_health(self):
        """Once a day or so; what was told is not told again."""
        matches = self.sudo().search(
            [
                "|",
                ("state", "in", ASKED_STATES),
                ("alert_ids", "any", [("date_to", "=", False)]),
            ],
            order="id",
        )
        cron = self.env["ir.cron"]
        left = len(matches)
        for start in range(0, len(matches), BATCH):
            batch = matches[start : start + BATCH]
            for match in batch:
                try:
                    with self.env.cr.savepoint():
                        match._sync_alerts()
                except Exception:
                    _logger.exception("Health of %s failed", match)
            left -= len(batch)
            if not cron._commit_progress(len(batch), remaining=left):
                break
