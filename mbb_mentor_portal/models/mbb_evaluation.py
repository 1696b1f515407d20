# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import re
from urllib.parse import urlencode

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import consteq

#: Kinds of questions that our own form shows; with others the survey's page does.
SHOWN_TYPES = ("scale", "simple_choice", "multiple_choice", "text_box", "char_box")
#: A token as the survey makes it (uuid4).
TOKEN = re.compile(r"[0-9a-f-]{36}")


class MbbEvaluation(models.Model):
    """Single evaluations are read by who wrote them and the Sekreterya."""

    _name = "mbb.evaluation"
    _inherit = ["mbb.portal.mixin", "mbb.evaluation"]

    _portal_path = "/my/mentoring/evaluations/%s"
    _portal_closed_states = ("done", "expired")
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "match_id",
            "kind",
            "party",
            "side",
            "occasion",
            "state",
            "date_state",
            "date_due",
            "create_date",
        }
    )

    @api.model
    def _get_portal_todo_domain(self):
        return Domain("state", "=", "asked")

    # -- the form ----------------------------------------------------------

    def _get_answer_url(self, score=None):
        """Our own page, for whoever holds the link of the mail; nothing is recorded
        by opening it, since filters of mails open links, too."""
        self.ensure_one()
        # sudo: the token of this one answer.
        answer_sudo = self.sudo().survey_input_id
        if not self._has_own_form():
            return super()._get_answer_url(score)
        query = f"?{urlencode({'score': score})}" if score else ""
        token = answer_sudo.access_token
        return f"{self.get_base_url()}/mentoring/evaluate/{token}{query}"

    def _has_own_form(self):
        """Whether every question of the survey is of a kind that our form shows."""
        questions_sudo = self.sudo().survey_input_id.survey_id.question_ids
        return all(
            question.question_type in SHOWN_TYPES
            and not question.triggering_answer_ids
            for question in questions_sudo
        )

    @api.model
    def _find_by_token(self, token):
        """The evaluation of a link, as superuser, or none.

        Who holds the token was asked: it is sent to that one address only.
        """
        # Neither the database nor the comparison takes each character.
        if not TOKEN.fullmatch(token or ""):
            return self.sudo().browse()
        found_sudo = self.sudo().search(
            [("survey_input_id.access_token", "=", token)], limit=1
        )
        known = found_sudo.survey_input_id.access_token or ""
        if not consteq(known, token):
            return self.sudo().browse()
        # Not in the name of "nobody": that user has no address to write from.
        return found_sudo.with_user(SUPERUSER_ID)

    def _get_portal_intro(self):
        """What it is about, in a sentence."""
        self.ensure_one()
        return {
            "pulse": self.env._(
                "Two short questions on how your match is going. Where something is "
                "missing, the Sekreterya can still help."
            ),
            "session": self.env._("A few questions on the session that you took part in."),
            "close": self.env._("A few questions on how the mentoring went."),
        }.get(
            self.kind,
            self.env._("Some months have passed. What has become of what was learned?"),
        )

    def _record_answers(self, answers, entered_by=None):
        """Hand in the whole form (as superuser), once.

        :param answers: {question: text, number or answer ids}
        :param entered_by: the user of the Birlik who enters it on behalf, if any
        """
        self.ensure_one()
        evaluation_sudo = self.sudo()
        evaluation_sudo.lock_for_update()
        answer_sudo = evaluation_sudo.survey_input_id
        if evaluation_sudo.state != "asked":
            raise UserError(self.env._("This evaluation waits for no answer any more."))
        # Said by themself, although an officer had begun to enter it.
        evaluation_sudo._write_guarded(
            {"entered_by_id": entered_by.id if entered_by else False}
        )
        # Who holds the link is whom it was sent to.
        author = entered_by.partner_id if entered_by else evaluation_sudo.partner_id
        evaluation_sudo._track_set_author(author)
        answer_sudo._mark_in_progress()
        for question, value in answers.items():
            answer_sudo._save_lines(question, value)
        answer_sudo._mark_done()
