# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import io
import threading
from datetime import datetime, time, timedelta

from lxml import html
from PIL import Image

from odoo import http
from odoo.tests import HttpCase

from odoo.addons.mbb_mentor.tests.relation.common import RelationCommon


def make_png():
    output = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(output, "PNG")
    return output.getvalue()


class PortalCommon(RelationCommon):
    """A relation as far as an approved assignment, and who looks at it from outside.

    `asking` is the mentee's institution: besides its representative it has an
    applicant, a viewer and a former representative.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_applicant, cls.user_viewer = cls.user_asks, cls.user_looks
        cls.user_former = cls.user_left
        cls.unit = cls.env["res.partner"].create(
            {
                "name": "Zoning Department",
                "parent_id": cls.asking.id,
                "is_mentor_unit": True,
            }
        )
        cls.draft = cls._create_mentee(accepted=False)
        cls.company = cls.env.company
        cls.company.mbb_stamp_tax_base = "all"

    @classmethod
    def _get_staff(cls):
        return {**super()._get_staff(), "stranger": "base.group_portal"}

    @classmethod
    def _get_representatives(cls):
        return {
            **super()._get_representatives(),
            "asks": (cls.asking, "applicant", False),
            "looks": (cls.asking, "viewer", False),
            "left": (cls.asking, "representative", cls.today - timedelta(days=2)),
        }

    @classmethod
    def _load_relation(cls):
        """A match under way with a held session and an assignment that is over."""
        cls.match = cls._agree(
            date_from=cls.today - timedelta(days=60),
            date_to=cls.today + timedelta(days=60),
        )
        cls.assignment = cls._approved(
            cls.match,
            date_from=cls.today - timedelta(days=10),
            date_to=cls.today - timedelta(days=6),
            payer="birlik",
            coverage_allowance=1,
            coverage_lodging=1,
            coverage_transport=1,
        )
        cls.letter = cls.assignment.sudo().letter_ids[:1]
        start = datetime.combine(cls.today - timedelta(days=2), time(9))
        cls.meeting = cls.match.session_ids.create(
            {
                "match_id": cls.match.id,
                "date_start": start,
                "date_stop": start + timedelta(hours=1),
                "minutes": "What was said",
                "private_note": "Not for the parties",
            }
        )
        # Who has left was there, too.
        cls.meeting.attendee_ids |= cls.user_former.partner_id
        cls.meeting.attended_ids = cls.meeting.attendee_ids
        cls.meeting.action_hold()
        cls.claim = (
            cls.env["mbb.travel.claim"]
            .with_user(cls.user_expert)
            .create({"assignment_id": cls.assignment.id, "title": "City Planner"})
            .sudo()
        )

    @classmethod
    def _agree_on(cls, match, **values):
        """A version of the mentoring agreement, put before the sides."""
        agreement = (
            cls.env["mbb.agreement"]
            .with_user(cls.user_officer)
            .create(
                {
                    "match_id": match.id,
                    "goals": "A zoning plan",
                    "calendar": "Every second week",
                    "method": "Reading drafts together",
                    "confidentiality": "Drafts stay between us",
                    "conduct": "On time",
                    **values,
                }
            )
        )
        agreement.action_ask()
        return agreement.sudo()

    @classmethod
    def _give_task(cls, session, **values):
        return (
            cls.env["mbb.session.task"]
            .with_user(cls.user_officer)
            .create(
                {
                    "session_id": session.id,
                    "name": "Send the plan notes",
                    "owner_id": cls.expert.id,
                    "date_deadline": cls.today + timedelta(days=7),
                    **values,
                }
            )
            .sudo()
        )

    @classmethod
    def _set_goal(cls, match, **values):
        return (
            cls.env["mbb.goal"]
            .with_user(cls.user_officer)
            .create(
                {
                    "match_id": match.id,
                    "name": "Answered within 30 days",
                    "measure": "Mean of three months",
                    "is_measured": True,
                    "unit": "days",
                    "value_start": 90,
                    "value_target": 30,
                    "owner_id": cls.user_asking.partner_id.id,
                    "date_deadline": cls.today + timedelta(days=30),
                    **values,
                }
            )
            .sudo()
        )

    @classmethod
    def _recommend(cls, match, **values):
        return (
            cls.env["mbb.recommendation"]
            .with_user(cls.user_officer)
            .create(
                {
                    "match_id": match.id,
                    "name": "Publish the plan notes as a map",
                    "date_deadline": cls.today + timedelta(days=90),
                    **values,
                }
            )
            .sudo()
        )

    @classmethod
    def _ask_pulse(cls, match):
        """{side: the first interim evaluation}."""
        asked = cls.env["mbb.evaluation"]._ask(match, "pulse", 1)
        return {evaluation.side: evaluation.sudo() for evaluation in asked}

    @classmethod
    def _consent(cls, record, side):
        return record.sudo().consent_ids.filtered(lambda c: c.side == side)


class PortalCase(HttpCase, PortalCommon):
    def setUp(self):
        super().setUp()
        self._watch_replica()

    def _watch_replica(self):
        """Whatever a test opens: a page that is declared `readonly` writes nothing.

        The platform tries it again on the primary and says so in its log alone.
        """
        self.written = []
        serve = http.Request._serve_db

        def watched(request):
            try:
                return serve(request)
            finally:
                if getattr(threading.current_thread(), "cursor_mode", "") == "ro->rw":
                    self.written.append(request.httprequest.path)

        self.patch(http.Request, "_serve_db", watched)
        self.addCleanup(lambda: self.assertFalse(self.written, "No page of a replica"))

    def _sign_in(self, user):
        login = user.login if user else None
        # new_test_user: the password is the login, filled up to eight letters.
        self.authenticate(login, login and (login + "x" * 8)[: max(8, len(login))])

    def _get(self, url, status=200):
        response = self.url_open(url, allow_redirects=False)
        self.assertEqual(response.status_code, status, url)
        return response

    def _post(self, url, data=None, status=303, files=None):
        data = {"csrf_token": http.Request.csrf_token(self), **(data or {})}
        response = self.url_open(url, data=data, files=files, allow_redirects=False)
        found = html.fromstring(response.text or "<p/>").find(".//*[@id='mbb_errors']")
        said = "" if found is None else " ".join(found.text_content().split())
        self.assertEqual(response.status_code, status, f"{url} {said}")
        return response

    def _application(self, **values):
        """The first step of an application, which makes the draft."""
        return {
            "acting": f"{self.asking.id}-0",
            "applicant_type": "institution",
            "notice": "1",
            "notice_version": "1",
            "do": "next",
            **values,
        }

    def _get_step_values(self):
        """What the other steps are filled in with."""
        return {
            "subjects": {
                "skill_ids": [str(self.skill.id)],
                f"level_{self.skill.id}": "2",
            },
            "content": {"summary": "Zoning plan notes"},
            "terms": {
                "mode_online": "1",
                "language_ids": [str(self.env.ref("base.lang_tr").id)],
                "date_from": self.today.isoformat(),
                "date_to": (self.today + timedelta(days=90)).isoformat(),
            },
        }

    def _get_version(self, url):
        """What the page of a step says that it was filled with."""
        page = html.fromstring(self._get(url).text)
        return page.find(".//input[@name='version']").get("value")

    def _post_step(self, record, step, status=303, files=None, **values):
        url = f"{record._get_portal_url()}/edit/{step}"
        own = self._get_step_values().get(step, {})
        if step in ("who", *self._get_step_values()) and "version" not in values:
            values["version"] = self._get_version(url)
        response = self._post(url, {"do": "next", **own, **values}, status, files)
        self.env.invalidate_all()
        return response

    def _post_steps(self, record, **values):
        """Every step of a draft, up to the review."""
        for step, own in self._get_step_values().items():
            self._post_step(
                record, step, **{n: v for n, v in values.items() if n in own}
            )

    def _submit(self, record, status=303, **values):
        response = self._post(
            f"{record._get_portal_url()}/edit/review",
            {"notice": "1", "notice_version": "1", **values},
            status,
        )
        self.env.invalidate_all()
        return response
