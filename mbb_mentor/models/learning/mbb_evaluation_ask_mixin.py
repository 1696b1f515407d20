# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import logging

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..base.zone import to_zone

_logger = logging.getLogger(__name__)

#: Matches that are looked at between two commits.
BATCH = 100
#: Of a scheduler that stood still: what is older is not asked any more.
LATE_DAYS = 90


class MbbEvaluationAskMixin(models.AbstractModel):
    """Whom an evaluation is asked of, and when."""

    _name = "mbb.evaluation.ask.mixin"
    _description = "Asking for Evaluations"

    @api.model
    def _ask(self, match, kind, occasion=0, session=None):
        """Ask whom the rules of `kind` name (as superuser), each once.

        :return: the new evaluations
        """
        evaluations = self.sudo()
        match, session = match.sudo(), session or self.env["mbb.session"]
        asked = {
            (e.party, e.side)
            for e in match.evaluation_ids
            if (e.kind, e.occasion, e.session_id) == (kind, occasion, session)
        }
        for rule in self.env["mbb.evaluation.rule"]._get_rules(kind, match.company_id):
            for side in rule._get_sides():
                if (rule.party, side) in asked:
                    continue
                partner = self._get_asked_partner(match, rule, side)
                if not partner or (session and partner not in session.attended_ids):
                    continue
                answer = self._create_survey_answer(rule.survey_id, partner)
                evaluations |= evaluations.create(
                    {
                        "match_id": match.id,
                        "kind": kind,
                        "party": rule.party,
                        "side": side,
                        "occasion": occasion,
                        "session_id": session.id,
                        "rule_id": rule.id,
                        "partner_id": partner.id,
                        "survey_input_id": answer.id,
                        "responsible_id": match.responsible_id.id or self.env.uid,
                    }
                )
        evaluations._send_request()
        return evaluations

    @api.model
    def _create_survey_answer(self, survey, partner):
        """Who answered the same survey before has an attempt of its own for this one."""
        token = self.env["survey.user_input"]._generate_invite_token()
        return survey._create_answer(partner=partner, invite_token=token)

    @api.model
    def _get_asked_partner(self, match, rule, side):
        """Who answers for a side: its person, or who represents the institution."""
        application = match[f"{side}_id"]
        if rule.party == "person":
            partner = application.person_id or application.contact_id
            if not partner and rule.kind == "close":
                raise UserError(
                    self.env._(
                        "%(name)s has neither a person nor a contact to ask.",
                        name=application.display_name,
                    )
                )
            return partner
        # One institution on both sides answers once, as the mentee's.
        same = match.mentor_institution_id == match.mentee_institution_id
        if same and side == "mentor":
            return self.env["res.partner"]
        return self._get_representative(application)

    @api.model
    def _get_representative(self, application):
        """Of the unit before the whole institution; who served longest."""
        rows = self.env["mbb.representative"].sudo()
        domain = rows._get_current_domain() & Domain(
            [
                ("institution_id", "=", application.institution_id.id),
                ("unit_id", "in", (False, application.unit_id.id)),
                ("role", "=", "representative"),
            ]
        )
        found = rows.search(domain, order="date_from, id")
        own = found.filtered("unit_id")
        return (own or found)[:1].user_id.partner_id

    def _send_request(self):
        """The rule's mail to whom it was asked of; without an address, to the officer."""
        for evaluation in self.sudo():
            partner = evaluation.partner_id
            template = evaluation.rule_id.template_id or self.env.ref(
                "mbb_mentor.mail_template_evaluation_request", raise_if_not_found=False
            )
            if not template:
                continue
            if partner.email:
                company = evaluation.company_id.partner_id
                template.with_context(
                    recipient_lang=partner.lang or company.lang
                ).send_mail(
                    evaluation.id,
                    email_values={
                        "recipient_ids": [(4, partner.id)],
                        "email_to": False,
                    },
                )
            elif not evaluation.activity_ids:
                evaluation._clock_activity(
                    self.env._("No e-mail address: ask in another way")
                )

    # -- what the calendar asks for ----------------------------------------

    @api.model
    def _cron_ask(self):
        """Interim evaluations of running matches, later ones of completed matches."""
        matches = self.env["mbb.match"].sudo()
        running = matches.search([("state", "in", ("agreed", "active"))], order="id")
        closed = matches.search([("state", "=", "done")], order="id")
        work = [("pulse", running), ("six_months", closed), ("twelve_months", closed)]
        cron, left = self.env["ir.cron"], sum(len(found) for _kind, found in work)
        for kind, found in work:
            for start in range(0, len(found), BATCH):
                batch = found[start : start + BATCH]
                self._ask_due(batch, kind)
                left -= len(batch)
                if not cron._commit_progress(len(batch), remaining=left):
                    return

    @api.model
    def _ask_due(self, matches, kind):
        """Ask for those of `matches` whose day has come."""
        today = self._get_today()
        starts = self._get_starts(matches, kind)
        known = {
            match: occasion
            for match, occasion in self.sudo()._read_group(
                [("match_id", "in", matches.ids), ("kind", "=", kind)],
                ["match_id"],
                ["occasion:max"],
            )
        }
        rules = self.env["mbb.evaluation.rule"]
        for match in matches:
            rule = rules._get_rules(kind, match.company_id)[:1]
            start = starts.get(match.id)
            if not rule or not start:
                continue
            occasion = rule._get_occasion(start, today)
            late = (today - rule._get_first_date(start)).days > LATE_DAYS
            if occasion <= known.get(match, 0) or (late and not rule.every_days):
                continue
            try:
                with self.env.cr.savepoint():
                    self._ask(match, kind, occasion)
            except Exception:
                _logger.exception("Asking for the evaluation of %s failed", match)

    @api.model
    def _get_starts(self, matches, kind):
        """{match id: the day from which it counts}."""
        target = "agreed" if kind == "pulse" else "done"
        steps = self.env["mbb.step"].sudo()._read_group(
            [
                ("res_model", "=", "mbb.match"),
                ("res_id", "in", matches.ids),
                ("target", "=", target),
            ],
            ["res_id"],
            ["date:max"],
        )
        days = {res_id: to_zone(self, date).date() for res_id, date in steps}
        if kind == "pulse":
            # A match that begins later has nothing to tell before.
            for match in matches.filtered("date_from"):
                if match.id in days:
                    days[match.id] = max(days[match.id], match.date_from)
        return days
