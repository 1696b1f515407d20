# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import logging
from contextlib import contextmanager

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..base.zone import get_midnight, to_zone

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
    def _ask(self, match, kind, occasion=0, session=None, rules=None):
        """Ask whom the rules of `kind` name (as superuser), each once.

        :param rules: those whose time has come; default: all in force
        :return: the new evaluations
        """
        evaluations = self.sudo()
        match, session = match.sudo(), session or self.env["mbb.session"]
        if rules is None:
            rules = self.env["mbb.evaluation.rule"]._get_rules(kind, match.company_id)
        asked = {
            (e.party, e.side)
            for e in match.evaluation_ids
            if (e.kind, e.occasion, e.session_id) == (kind, occasion, session)
        }
        for rule in rules:
            for side in rule._get_sides(match):
                if (rule.party, side) in asked:
                    continue
                partner = self._get_asked_partner(match, rule, side)
                if not partner:
                    self._tell_nobody(match, rule, side)
                if not partner or (session and partner not in session.attended_ids):
                    continue
                evaluations |= evaluations.create(
                    {
                        "match_id": match.id,
                        "kind": kind,
                        "party": rule.party,
                        "side": side,
                        "occasion": occasion,
                        "session_id": session.id,
                        "rule_id": rule.id,
                        "responsible_id": match.responsible_id.id or self.env.uid,
                        **self._prepare_asked(rule, partner),
                    }
                )
        evaluations._send_request()
        return evaluations

    @api.model
    def _prepare_asked(self, rule, partner):
        answer = self._create_survey_answer(rule.survey_id, partner)
        return {"partner_id": partner.id, "survey_input_id": answer.id}

    @api.model
    def _tell_nobody(self, match, rule, side):
        """The officer finds somebody; what is asked again each night is told once."""
        summary = self.env._(
            "Evaluation “%(rule)s”: nobody to ask at %(institution)s",
            rule=rule.name,
            institution=match[f"{side}_institution_id"].name,
        )
        if summary not in match.activity_ids.mapped("summary"):
            match._clock_activity(summary)

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
        # Of the unit before the whole institution; who served longest.
        found = self._get_representatives(application)
        own = found.filtered("unit_id")
        return (own or found)[:1].user_id.partner_id

    @api.model
    def _get_representatives(self, application):
        rows = self.env["mbb.representative"].sudo()
        domain = rows._get_current_domain() & Domain(
            [
                ("institution_id", "=", application.institution_id.id),
                ("unit_id", "in", (False, application.unit_id.id)),
                ("role", "=", "representative"),
            ]
        )
        return rows.search(domain, order="date_from, id")

    def _hand_over(self):
        """Who no longer represents an institution does not answer for it: its next
        representative is asked, and where there is none it lapses."""
        for evaluation in self.sudo():
            application = evaluation.match_id[f"{evaluation.side}_id"]
            serving = self._get_representatives(application).user_id.partner_id
            if evaluation.partner_id in serving:
                continue
            rule = evaluation.rule_id
            partner = self._get_asked_partner(evaluation.match_id, rule, evaluation.side)
            if not partner:
                evaluation._expire()
                continue
            evaluation._close_answer()
            evaluation.write(self._prepare_asked(rule, partner))
            evaluation._send_request()

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

    @contextmanager
    def _apart(self, record):
        """What fails for one stops no other."""
        try:
            with self.env.cr.savepoint():
                yield
        except Exception:
            _logger.exception("Asking for the evaluation of %s failed", record)

    @api.model
    def _cron_ask(self):
        """Interim evaluations of running matches, later ones of completed matches."""
        waiting = self.sudo().search(
            [("state", "=", "asked"), ("party", "=", "institution")]
        )
        for evaluation in waiting:
            with self._apart(evaluation):
                evaluation._hand_over()
        self._ask_institutions()
        matches = self.env["mbb.match"].sudo()
        running = matches.search([("state", "in", ("agreed", "active"))], order="id")
        closed = matches.search(self._get_closed_domain(), order="id")
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
    def _ask_institutions(self):
        """Of matches at their close: institutions that nobody represented before."""
        closing = self.env["mbb.match"].sudo().search([("state", "=", "evaluation")])
        rules = self.env["mbb.evaluation.rule"]
        for company, matches in closing.grouped("company_id").items():
            own = rules._get_rules("close", company).filtered(
                lambda rule: rule.party == "institution"
            )
            for match in matches:
                with self._apart(match):
                    self._ask(match, "close", rules=own)

    @api.model
    def _get_closed_domain(self):
        """Completed matches of which something may still be asked."""
        later = self.env["mbb.evaluation.rule"].sudo().search(
            [("kind", "in", ("six_months", "twelve_months"))]
        )
        span = relativedelta(
            months=max(later.mapped("after_months"), default=0),
            # A day more than needed: matches count from their day in Istanbul.
            days=max(later.mapped("after_days"), default=0) + LATE_DAYS + 1,
        )
        since = get_midnight(self._get_today() - span)
        return [("state", "=", "done"), ("date_done", ">=", since)]

    @api.model
    def _ask_due(self, matches, kind):
        """Ask for those of `matches` whose day has come, by each rule on its own."""
        today = self._get_today()
        starts = self._get_starts(matches, kind)
        known = {
            (match, party): occasion
            for match, party, occasion in self.sudo()._read_group(
                [("match_id", "in", matches.ids), ("kind", "=", kind)],
                ["match_id", "party"],
                ["occasion:max"],
            )
        }
        rules = self.env["mbb.evaluation.rule"]
        by_company = {
            company: rules._get_rules(kind, company) for company in matches.company_id
        }
        for match in matches.filtered(lambda row: row.id in starts):
            for rule in by_company[match.company_id]:
                start = starts[match.id]
                occasion = rule._get_occasion(start, today)
                late = (today - rule._get_first_date(start)).days > LATE_DAYS
                if occasion <= known.get((match, rule.party), 0) or (
                    late and not rule.every_days
                ):
                    continue
                with self._apart(match):
                    self._ask(match, kind, occasion, rules=rule)

    @api.model
    def _get_starts(self, matches, kind):
        """{match id: the day from which it counts}."""
        name = "date_agreed" if kind == "pulse" else "date_done"
        days = {
            match.id: to_zone(match[name]).date()
            for match in matches
            if match[name]
        }
        if kind == "pulse":
            # A match that begins later has nothing to tell before.
            for match in matches.filtered("date_from"):
                if match.id in days:
                    days[match.id] = max(days[match.id], match.date_from)
        return days
