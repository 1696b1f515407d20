# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import re
import threading
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from lxml import html

from odoo import Command, fields, http

from odoo.addons.mbb_mentor.tests.common import PDF
from odoo.addons.mbb_mentor.tests.learning.practice_common import PracticeCommon
from odoo.addons.mbb_mentor.tests.pool.call_common import CallCommon

from .common import PortalCase
from .routes import FILLED, FORMS


class PortalWorld(PortalCase, CallCommon, PracticeCommon):
    """One record of each kind that the addresses of routes.py name."""

    #: What `_read_filled` keeps.
    filled = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()
        cls.second = cls._create_mentee(contact_id=cls.user_asking.partner_id.id)
        mentor = cls._create_mentor()
        cls.proposed = (
            cls.env["mbb.match"]
            .with_user(cls.user_officer)
            .create({"mentor_id": mentor.id, "mentee_id": cls.second.id})
            .sudo()
        )
        cls.incomplete = cls._create_mentee(accepted=False)
        cls.incomplete.sudo().action_submit()
        cls.incomplete.with_user(cls.user_officer).action_review()
        cls.incomplete.with_user(cls.user_officer).action_return("The map is missing")
        cls.report = (
            cls.env["mbb.duty.report"]
            .create({"assignment_id": cls.assignment.id, "text": "What was done"})
            .sudo()
        )
        cls.named = cls.second._name_expert(cls.learner).sudo()
        cls.agreement = cls._agree_on(cls.match)
        cls.task = cls._give_task(cls.meeting)
        cls.step = cls.env["mbb.plan.step"].create(
            {
                "match_id": cls.match.id,
                "name": "Name the contact person",
                "owner_id": cls.expert.id,
            }
        )
        cls.goal = cls._set_goal(cls.match)
        cls.recommendation = cls._recommend(cls.match)
        cls.evaluation = cls._ask_pulse(cls.match)["mentor"]
        cls.evaluation_token = cls.evaluation.survey_input_id.access_token
        cls.consent = cls._consent(cls.match, "mentee_institution")
        cls.consent_giving = cls._consent(cls.match, "mentor_institution")
        cls.consent_expert = cls._consent(cls.match, "expert")
        cls._load_application_parts()
        cls._load_institution()
        cls._load_public()
        cls._load_practices()
        cls._load_reports()
        # Who asks for the whole table is one sender.
        cls.env["mbb.portal.limit"].search([]).attempts = 1_000_000

    @classmethod
    def _load_application_parts(cls):
        cls.file = (
            cls.env["mbb.application.file"]
            .sudo()
            .create(
                {
                    "mentee_id": cls.draft.id,
                    "name": "letter.pdf",
                    "file": base64.b64encode(PDF),
                }
            )
        )
        cls.company.mbb_objection_days = 10
        cls.rejected = cls._create_mentee(accepted=False)
        cls.rejected.sudo().action_submit()
        officer = cls.rejected.with_user(cls.user_officer)
        officer.action_review()
        officer.action_reject("Outside the programme")
        cls.asked = cls.env["mbb.data.request"]._receive(
            cls.user_expert.partner_id, "access", "All of it"
        )

    @classmethod
    def _load_institution(cls):
        """Who serves it, who is invited and who knocks; with their links."""
        cls.role = cls.asking.representative_ids.filtered(
            lambda row: row.user_id == cls.user_viewer
        )
        cls.invitation = cls.env["mbb.invitation"].with_user(cls.user_asking)
        cls.invitation = cls.invitation._invite(
            cls.asking,
            cls.env["res.partner"],
            {
                "person_name": "Invited Colleague",
                "email": "invited@asking.example",
                "role": "applicant",
            },
        ).sudo()
        cls.invitation_link = cls.invitation._issue_link()
        registration = cls.env["mbb.registration"]._receive(
            {
                "institution_id": cls.giving.id,
                "person_name": "New Person",
                "person_title": "Director",
                "email": "new@giving.example",
                "phone": "0216 555 00 00",
                "notice_id": cls.env["mbb.notice"]._get_in_force("registration").id,
            },
            "letter.pdf",
            PDF,
        )
        cls.registration_link = registration._issue_link()

    @classmethod
    def _load_practices(cls):
        """A published one that shows the expert, and a draft; of `giving`."""
        picture = cls._picture_values(
            nobody=False, person_ids=[(6, 0, cls.expert.ids)], alt_text_en="A truck"
        )
        practice = cls._write_practice(
            picture_ids=[(0, 0, picture)], **cls._english()
        )
        cls.practice = cls._publish(practice).sudo()
        # The record has pages of two kinds: its number names the public one.
        cls.practice_public = cls.practice.number.lower()
        cls.practice_picture = cls.practice.picture_ids
        cls.practice_draft = cls._write_practice(name="Yeni").sudo()
        cls.publication = cls._consent_of(cls.practice, cls.giving)
        cls.publication_expert = cls._consent_of(cls.practice, cls.expert)

    @classmethod
    def _load_reports(cls):
        """A published one, and the draft of its correction."""
        reports = cls.env["mbb.activity.report"].with_user(cls.user_manager)
        report = reports.create({"year": cls.today.year, "introduction": "The year"})
        report.action_issue()
        report.action_publish()
        report.action_correct("A number was wrong")
        cls.report_year = str(report.year)

    @classmethod
    def _load_public(cls):
        cls.call.action_open()
        cls.call = cls.call.sudo()
        cls.call_key = str(cls.call.id)
        begin = fields.Datetime.now() + timedelta(days=14)
        cls.event = cls.env["event.event"].create(
            {
                "name": "A Day of Planners",
                "is_mentor_event": True,
                "is_mentor_public": True,
                "date_begin": begin,
                "date_end": begin + timedelta(hours=4),
                "event_mail_ids": [Command.clear()],
            }
        )

    @classmethod
    def _main_language(cls):
        """The one whose addresses bear no prefix."""
        code = cls.env["ir.default"]._get("res.partner", "lang")
        return code or next(iter(cls.env["res.lang"]._get_active_by("code")))

    def _users(self, names):
        return {who: getattr(self, f"user_{who}", None) for who in names}

    def _at(self, address):
        """The address with the ids (names, links) of this world in it."""
        return re.sub(r"\{(\w+)\}", lambda name: self._name_of(name[1]), address)

    def _name_of(self, name):
        found = getattr(self, name)
        if isinstance(found, str):
            return found
        # A practice is named by its number in public, by its id on the portal.
        if hasattr(found, "_public_path") and found._name != "mbb.practice":
            return found._get_public_url().rpartition("/")[2]
        return str(found.id)

    def _read_filled(self):
        """Keep the forms of FILLED as their pages have them: {address: {name: values}}."""
        self._sign_in(self.user_asking)
        self.filled = {}
        for address in FILLED:
            page = html.fromstring(self.url_open(self._at(address)).text)
            [form] = [form for form in page.forms if self._at(address) in form.action]
            values = {}
            for name, value in form.form_values():
                values.setdefault(name, []).append(value)
            self.filled[address] = values

    def _form(self, address):
        form = {name: self._at(text) for name, text in FORMS.get(address, {}).items()}
        return {
            **self.filled.get(address, {}),
            "csrf_token": http.Request.csrf_token(self),
            **form,
        }

    @contextmanager
    def _undone(self):
        """Whatever requests write in here is not there afterwards."""
        self.env.flush_all()
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            yield
        finally:
            savepoint.rollback()
            savepoint.close(rollback=False)
            self.env.invalidate_all(flush=False)

    def _router(self):
        # The platform asks the thread for its database, as in a request.
        thread = threading.current_thread()
        with patch.object(thread, "dbname", self.env.cr.dbname, create=True):
            return self.env["ir.http"].routing_map()

    def _own_rules(self):
        """{(address pattern, method)} of our routes."""
        return {
            (rule.rule, method)
            for rule in self._router().iter_rules()
            if rule.endpoint.original_endpoint.__module__.startswith(
                "odoo.addons.mbb_mentor"
            )
            for method in (rule.methods or {"GET"}) - {"HEAD", "OPTIONS"}
        }

    def _rule_of(self, address, method):
        adapter = self._router().bind("localhost")
        url = self._at(address).partition("?")[0]
        return adapter.match(url, method, return_rule=True)[0].rule, method
