# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import inspect
import os
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.common import PDF

from ..models.mbb_portal_mixin import MbbPortalMixin
from .common import PortalCase, PortalCommon

#: Never on the portal, whatever a later hand adds to a list (MPY m.5/6).
SECRET = {
    "reason",
    "withdraw_reason",
    "private_note",
    "score",
    "parts",
    "weights",
    "approval_ids",
    "survey_input_id",
    "evidence_id",
    "evidence_ids",
    "message_ids",
    "activity_ids",
    "responsible_id",
    "mentor_id",
    "mentee_id",
    "mentor_person_id",
    "mentee_person_id",
    "result",
    "employee_id",
}
#: The same words where they are no secret: a line's own application, why longer.
OPEN = {
    "mbb.mentor.skill": {"mentor_id"},
    "mbb.mentee.skill": {"mentee_id"},
    "mbb.assignment.extension": {"reason"},
    "mbb.application.correction": {"reason"},
    "mbb.objection": {"reason"},
    # What came of it, in the words that are published.
    "mbb.practice": {"result"},
    "mbb.travel.advance": {"reason"},
}
#: A value to look for: "is set" is no question where a field is required.
VALUES = {
    "many2one": 1,
    "many2many": [1],
    "one2many": [1],
    "integer": 1,
    "float": 1.0,
    "monetary": 1.0,
    "boolean": True,
    "date": "2026-01-01",
    "datetime": "2026-01-01 00:00:00",
}


@tagged("post_install", "-at_install")
class TestPortalFields(PortalCommon):
    """Every field of every model on the portal, by read, search, group and write."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()
        cls.offer = cls._create_mentor(accepted=False)
        leg = cls.env["mbb.travel.leg"].create(
            {"claim_id": cls.claim.id, "kind": "taxi", "amount": 10}
        )
        stay = cls.env["mbb.travel.lodging"].create(
            {
                "claim_id": cls.claim.id,
                "name": "Guest house",
                "date_from": cls.today,
                "invoice_number": "1",
                "invoice_total": 1,
            }
        )
        absence = cls.env["mbb.travel.absence"].create(
            {
                "claim_id": cls.claim.id,
                "date_from": cls.today,
                "date_to": cls.today,
            }
        )
        benefit = cls.env["mbb.travel.benefit"].create(
            {
                "claim_id": cls.claim.id,
                "name": "Host",
                "element": "lodging",
                "amount": 1,
            }
        )
        extension = cls.env["mbb.assignment.extension"]
        evaluation = cls.env["mbb.evaluation"].create(
            {
                "match_id": cls.match.id,
                "side": "mentor",
                "partner_id": cls.expert.id,
            }
        )
        goal = cls._set_goal(cls.match)
        advice = cls._recommend(cls.match)
        levels = cls.match.sudo().self_assessment_ids
        row = cls.env["mbb.representative"].search(
            [("user_id", "=", cls.user_asking.id)]
        )
        report = cls.env["mbb.duty.report"].create(
            {"assignment_id": cls.assignment.id, "text": "What was done"}
        )
        expert = cls.mentee._name_expert(cls.learner)
        correction = cls.mentee._correct({"background": "Ten years"}, "Left out")
        agreement = cls._agree_on(cls.match)
        task = cls._give_task(cls.meeting)
        step = cls.env["mbb.plan.step"].create(
            {
                "match_id": cls.match.id,
                "name": "Name the contact person",
                "owner_id": cls.expert.id,
            }
        )
        attendance = cls.meeting.sudo().attendance_ids.filtered(
            lambda row: row.partner_id == cls.expert
        )
        abroad = cls.env["mbb.travel.stay"].create(
            {
                "claim_id": cls.claim.id,
                "table": "abroad",
                "country_id": cls.env.ref("base.de").id,
                "day": cls.today,
            }
        )
        invitation = (
            cls.env["mbb.invitation"]
            .sudo()
            .create(
                {
                    "email": "isil@asking.example",
                    "institution_id": cls.asking.id,
                    "role": "viewer",
                    "invited_by_id": cls.user_asking.id,
                }
            )
        )
        message = cls.match.with_user(cls.user_asking)._write_message("Hello")
        refused = cls._create_mentee(accepted=False).sudo()
        refused._write_guarded({"state": "rejected"})
        refused.company_id.mbb_objection_days = 10
        refused.action_object("Once more, please")
        paper = (
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
        practice = cls.env["mbb.practice"].create(
            {
                "name": "Waste by appointment",
                "problem": "It lay about",
                "solution": "A call centre",
                "institution_id": cls.giving.id,
                "skill_ids": cls.skill.ids,
            }
        )
        publication = (
            cls.env["mbb.practice.consent"]
            .sudo()
            .create(
                {
                    "practice_id": practice.id,
                    "side": "institution",
                    "institution_id": cls.giving.id,
                    "request_text": "May it be published?",
                    "text_sha256": "0" * 64,
                }
            )
        )
        draft = cls.draft.with_user(cls.user_asking)
        read = cls.env["mbb.notice.acknowledgement"].with_user(cls.user_asking)
        read = read._record(draft._get_portal_notice(), draft)
        asked = cls.env["mbb.data.request"]._receive(
            cls.user_asking.partner_id, "access", "All of it"
        )
        #: {model: (who sees it, a record)}; a new model on the portal joins here.
        cls.seen = {
            "mbb.mentor": (cls.user_giving, cls.offer),
            "mbb.mentor.skill": (cls.user_giving, cls.offer.skill_ids),
            "mbb.mentee": (cls.user_asking, cls.draft),
            "mbb.mentee.skill": (cls.user_asking, cls.draft.skill_ids),
            "mbb.application.expert": (cls.user_asking, expert.sudo()),
            "mbb.application.correction": (cls.user_asking, correction.sudo()),
            "mbb.application.file": (cls.user_asking, paper),
            "mbb.notice.acknowledgement": (cls.user_asking, read.sudo()),
            "mbb.data.request": (cls.user_asking, asked.sudo()),
            "mbb.match": (cls.user_asking, cls.match),
            "mbb.match.message": (cls.user_asking, message.sudo()),
            "mbb.objection": (cls.user_asking, refused.objection_ids),
            "mbb.consent": (
                cls.user_asking,
                cls._consent(cls.match, "mentee_institution"),
            ),
            "mbb.agreement": (cls.user_asking, agreement),
            "mbb.assignment": (cls.user_expert, cls.assignment),
            "mbb.assignment.extension": (cls.user_expert, extension),
            "mbb.duty.report": (cls.user_expert, report),
            "mbb.letter": (cls.user_expert, cls.letter),
            "mbb.session": (cls.user_asking, cls.meeting),
            "mbb.session.attendance": (cls.user_expert, attendance),
            "mbb.session.task": (cls.user_expert, task),
            "mbb.plan.step": (cls.user_expert, step),
            "mbb.evaluation": (cls.user_expert, evaluation),
            "mbb.goal": (cls.user_expert, goal),
            "mbb.recommendation": (cls.user_expert, advice),
            "mbb.practice": (cls.user_giving, practice),
            "mbb.practice.consent": (cls.user_giving, publication),
            "mbb.self.assessment": (cls.user_asking, levels),
            "mbb.representative": (cls.user_asking, row),
            "mbb.invitation": (cls.user_asking, invitation),
            "mbb.travel.claim": (cls.user_expert, cls.claim),
            "mbb.travel.leg": (cls.user_expert, leg),
            "mbb.travel.lodging": (cls.user_expert, stay),
            "mbb.travel.absence": (cls.user_expert, absence),
            "mbb.travel.benefit": (cls.user_expert, benefit),
            "mbb.travel.stay": (cls.user_expert, abroad),
            # Its page is walked in test_money.
            "mbb.travel.advance": (cls.user_expert, cls.env["mbb.travel.advance"]),
        }

    def _models(self):
        return {
            name
            for name, model in self.env.registry.items()
            if issubclass(model, MbbPortalMixin) and not model._abstract
        }

    def test_every_model_of_the_portal_is_here(self):
        self.assertEqual(self._models(), set(self.seen))

    def test_lists_name_fields(self):
        for name in self._models():
            model = self.env[name]
            listed = model._portal_readable_fields | model._portal_writable_fields
            self.assertFalse(listed - set(model._fields), name)
            self.assertFalse(listed & (SECRET - OPEN.get(name, set())), name)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models")
    def test_read(self):
        for name, (user, record) in self.seen.items():
            own = record.with_user(user)
            if record:
                self.assertTrue(own.has_access("read"), name)
            for field in own._fields:
                with self.subTest(model=name, field=field):
                    if own._is_portal_field(field, "read"):
                        own.read([field])
                        continue
                    with self.assertRaises(AccessError):
                        own.read([field])
                    with self.assertRaises(AccessError):
                        own[:1][field]  # pylint: disable=pointless-statement

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models")
    def test_search_and_group(self):
        for name, (user, _record) in self.seen.items():
            model = self.env[name].with_user(user)
            for field in model._fields.values():
                if model._is_portal_field(field.name, "read"):
                    continue
                with self.subTest(model=name, field=field.name):
                    with self.assertRaises(AccessError):
                        value = VALUES.get(field.type, "x")
                        operator = "in" if isinstance(value, list) else "="
                        model.search([(field.name, operator, value)])
                    if field.type in ("binary", "json", "one2many"):
                        continue
                    with self.assertRaises(AccessError):
                        model._read_group([], [field.name], ["__count"])
                    if field.type == "many2many":
                        continue
                    with self.assertRaises(AccessError):
                        model.search([], order=field.name)
                    with self.assertRaises(AccessError):
                        model._read_group([], [], [f"{field.name}:count"])

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models")
    def test_search_behind_a_relation(self):
        """A field that is searched by a method, from the other end of a relation."""
        task = self.env["mbb.session.task"].with_user(self.user_expert)
        for domain in (
            [("match_id.health", "=", "red")],
            [("match_id", "any", [("health", "=", "red")])],
            ["!", ("session_id.match_id.health", "=", "red")],
            [("session_id", "any", [("match_id.mentor_name", "ilike", "x")])],
        ):
            with self.subTest(domain=domain), self.assertRaises(AccessError):
                task.search(domain)
        # What is on the lists may be asked.
        self.assertTrue(task.search([("match_id.state", "!=", "draft")]))
        self.assertTrue(task._read_group([], ["match_id"], ["__count"]))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models")
    def test_write_and_create(self):
        for name, (user, record) in self.seen.items():
            own = record.with_user(user)
            for field in own._fields:
                if own._is_portal_field(field, "write"):
                    continue
                with self.subTest(model=name, field=field):
                    with self.assertRaises(AccessError):
                        own.write({field: False})
                    with self.assertRaises(AccessError):
                        own.create({field: False})

    def test_text_is_a_text_of_some_length(self):
        """Also where it does not come by a form: what is written, and what is said
        with a step."""
        draft = self.draft.with_user(self.user_asking).sudo(False)
        task = self.seen["mbb.session.task"][1].with_user(self.user_expert).sudo(False)
        session = self.meeting.with_user(self.user_expert).sudo(False)
        for value in ("x" * 6001, "a\x00b", ["x"], {"x": 1}):
            with self.subTest(value=str(value)[:9]):
                with self.assertRaises(ValidationError):
                    draft.write({"summary": value})
                if isinstance(value, str):
                    with self.assertRaises(ValidationError):
                        task.action_done(value)
                    with self.assertRaises(ValidationError):
                        session.action_record_minutes(value, [])
        draft.write({"summary": "x" * 6000})
        task.action_done("Done")

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models")
    def test_context_gives_nothing(self):
        """Neither a default nor a look-alike of the marker opens a field."""
        forged = {
            "mbb_portal_inside": True,
            "default_origin": "officer",
            "default_on_behalf": True,
            "default_state": "waiting",
            "default_priority": 9,
        }
        model = self.env["mbb.mentee"].with_user(self.user_asking)
        made = model.with_context(**forged).create(
            {"institution_id": self.asking.id, "summary": "x"}
        )
        made = made.sudo()
        self.assertEqual(
            (made.origin, made.on_behalf, made.state, made.priority),
            ("portal", False, "draft", 1),
        )
        with self.assertRaises(AccessError):
            self.draft.with_user(self.user_asking).with_context(**forged).read(
                ["responsible_id"]
            )

    def test_context_names_nobody(self):
        """Whose session or assignment it is says the match, when it may be said."""
        for record, user in (
            (self.meeting, self.user_viewer),
            (self.assignment, self.user_expert),
        ):
            own = record.with_user(user).sudo(False)
            forged = own.with_context(mbb_session_sides=1, mbb_assignment_expert=1)
            self.assertEqual(forged.display_name, own.display_name)
            named = record.with_user(self.user_officer).with_context(
                mbb_session_sides=1, mbb_assignment_expert=1
            )
            self.assertNotEqual(named.display_name, own.display_name)

    def test_marker_does_not_stay(self):
        made = (
            self.env["mbb.mentee"]
            .with_user(self.user_asking)
            .create({"institution_id": self.asking.id})
        )
        self.assertNotIn("mbb_portal_inside", made.env.context)


@tagged("post_install", "-at_install")
class TestPortalRows(PortalCommon):
    def _mentee(self, user, **values):
        return (
            self.env["mbb.mentee"]
            .with_user(user)
            .create({"institution_id": self.asking.id, "summary": "x", **values})
        )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_who_creates(self):
        for user in (self.user_asking, self.user_applicant):
            self._mentee(user)
        for user in (
            self.user_viewer,
            self.user_former,
            self.user_other,
            self.user_expert,
            self.user_stranger,
        ):
            with self.assertRaises(AccessError):
                self._mentee(user)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_links_of_others(self):
        """A link shows a name: whoever may not apply for them may not point to them."""
        stranger = self.env["res.partner"].create({"name": "Somebody"})
        for values in (
            {"person_id": self.expert.id},
            {"person_id": stranger.id},
            {"person_id": self.user_officer.partner_id.id},
            {"unit_id": self.giving.id},
            {"institution_id": self.giving.id},
            {"institution_id": stranger.id},
        ):
            with self.subTest(values=values):
                with self.assertRaises(AccessError):
                    self._mentee(self.user_asking, **values)
                with self.assertRaises(AccessError):
                    self.draft.with_user(self.user_asking).write(values)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_lines_of_others(self):
        other = self._create_mentee(accepted=False, institution=self.other)
        skills = self.env["mbb.mentee.skill"].with_user(self.user_asking)
        values = {
            "skill_type_id": self.skill_type.id,
            "skill_id": self.skill_type.skill_ids[1].id,
        }
        with self.assertRaises(AccessError):
            skills.create({"mentee_id": other.id, **values})
        for commands in (
            [Command.link(other.skill_ids.id)],
            [Command.update(other.skill_ids.id, {"skill_level_id": False})],
            [Command.delete(other.skill_ids.id)],
            [Command.set(other.skill_ids.ids)],
            [Command.create({"mentor_level": 5})],
        ):
            with self.subTest(commands=commands):
                with self.assertRaises(UserError):
                    self.draft.with_user(self.user_asking).write(
                        {"skill_ids": commands}
                    )
                    self.env.flush_all()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_no_way_from_a_unit_to_the_institution(self):
        """Neither at once nor afterwards; nor for who is named on it."""
        user = self._create_representative(
            "zoning", self.asking, "applicant", unit=self.unit
        )
        of_unit = {"applicant_type": "unit", "unit_id": self.unit.id}
        own = self._mentee(user, **of_unit)
        own.write({**of_unit, "institution_id": self.asking.id, "summary": "y"})
        of_person = self._create_mentee(
            accepted=False,
            applicant_type="person",
            person_id=self.user_viewer.partner_id.id,
        ).with_user(self.user_viewer)
        of_person.write({"summary": "My own words"})
        whole = {"applicant_type": "institution"}
        for record, values in (
            (own, {**whole, "unit_id": False}),
            (own, {"unit_id": False}),
            (own, whole),
            (of_person, {**whole, "person_id": False}),
            (of_person, whole),
            (of_person, {"person_id": False}),
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                record.write(values)
        for values in ({**of_unit, **whole}, whole, {}):
            with self.subTest(made=values), self.assertRaises(AccessError):
                self._mentee(user, **values)
        # Who stands for all of it says so.
        own.with_user(self.user_asking).write({**whole, "unit_id": False})

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_people_of_an_institution(self):
        """With the role ends what the platform gives a contact of the institution."""
        colleagues = (self.user_asking | self.user_viewer).partner_id
        for user, readable in (
            (self.user_viewer, True),
            (self.user_former, False),
            (self.user_other, False),
        ):
            people = self.env["res.partner"].with_user(user)
            accounts = self.env["res.users"].with_user(user)
            with self.subTest(user=user.login):
                found = people.search([("id", "in", colleagues.ids)])
                self.assertEqual(bool(found), readable)
                found = accounts.search([("partner_id", "in", colleagues.ids)])
                self.assertEqual(bool(found), readable)
                own = people.search([]) & (user.partner_id | user.partner_id.parent_id)
                self.assertEqual(own, user.partner_id | user.partner_id.parent_id)
                self.assertEqual(accounts.search([]) & user, user)
                if not readable:
                    for record in (colleagues, self.user_asking):
                        with self.assertRaises(AccessError):
                            record.with_user(user).read(["email"])

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_closed_after_submission(self):
        own = self.mentee.with_user(self.user_asking)
        for values in ({"summary": "Other"}, {"skill_ids": [Command.clear()]}):
            with self.assertRaises(UserError):
                own.write(values)
        with self.assertRaises(UserError):
            own.skill_ids.unlink()
        with self.assertRaises(UserError):
            own.unlink()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_person_edits_their_own_but_takes_it_nowhere(self):
        mentor = self._create_mentor(
            accepted=False, applicant_type="person", person_id=self.expert.id
        )
        own = mentor.with_user(self.user_expert)
        own.write({"summary": "My own words"})
        for values in (
            {"institution_id": self.asking.id},
            {"person_id": self.learner.id},
        ):
            with self.assertRaises(UserError):
                own.write(values)
        with self.assertRaises(AccessError):
            own.unlink()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_right_ends_by_date_without_a_cleared_cache(self):
        row = self.env["mbb.representative"].search(
            [("user_id", "=", self.user_asking.id)]
        )
        row.date_to = self.today + timedelta(days=3)
        self.env.flush_all()
        mentees = self.env["mbb.mentee"].with_user(self.user_asking)
        self.assertIn(self.draft, mentees.search([]).sudo())
        rules = self.env["ir.rule"].with_user(self.user_asking)
        cached = rules._compute_domain("mbb.mentee")
        later = datetime.combine(row.date_to, datetime.min.time()) + timedelta(days=2)
        with freeze_time(later):
            self.env.invalidate_all()
            self.assertIs(rules._compute_domain("mbb.mentee"), cached)
            self.assertFalse(mentees.search([]))
            with self.assertRaises(AccessError):
                self.draft.with_user(self.user_asking).read(["summary"])

    def test_right_ends_with_its_row(self):
        mentees = self.env["mbb.mentee"].with_user(self.user_asking)
        self.assertTrue(mentees.search([]))
        self.env["mbb.representative"].search(
            [("user_id", "=", self.user_asking.id)]
        ).date_to = self.today - timedelta(days=2)
        self.assertFalse(mentees.search([]))

    def test_right_begins_by_date(self):
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_stranger.id,
                "institution_id": self.asking.id,
                "role": "representative",
                "date_from": self.today + timedelta(days=3),
            }
        )
        mentee = self.env["mbb.mentee"].with_user(self.user_stranger)
        self.assertFalse(mentee.search([]))

    def test_contact_of_an_institution_has_no_right(self):
        """Working somewhere is no authority: only mbb.representative is."""
        self.user_stranger.partner_id.parent_id = self.asking
        for model in ("mbb.mentee", "mbb.match", "mbb.consent", "mbb.assignment"):
            self.assertFalse(self.env[model].with_user(self.user_stranger).search([]))

    def test_is_mine(self):
        partners = self.asking | self.giving | self.unit
        for user, expected in (
            (self.user_asking, (True, True, True)),
            (self.user_applicant, (True, True, False)),
            (self.user_viewer, (True, False, False)),
            (self.user_former, (False, False, False)),
        ):
            mine = partners.with_user(user).sudo()
            mine.invalidate_recordset()
            institution = mine.filtered(lambda p: p.id == self.asking.id)
            self.assertEqual(
                (
                    institution.is_mine_to_see,
                    institution.is_mine_to_apply,
                    institution.is_mine_to_answer,
                ),
                expected,
            )
            self.assertFalse(any((mine - institution).mapped("is_mine_to_see")))

    def test_links_in_mails(self):
        action = self.mentee.sudo()._get_access_action(access_uid=self.user_asking.id)
        self.assertEqual(action["url"], f"/my/mentoring/mentees/{self.mentee.id}")
        action = self.mentee.sudo()._get_access_action(access_uid=self.user_other.id)
        self.assertNotEqual(action["type"], "ir.actions.act_url")


@tagged("post_install", "-at_install")
class TestPortalRpc(PortalCase):
    """What a portal user can send past the pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()
        cls.others = {
            "report": cls.env["mbb.duty.report"].create(
                {"assignment_id": cls.assignment.id, "text": "What was done"}
            ),
            "expert": cls._create_mentee()._name_expert(cls.learner),
            "correction": cls.mentee._correct({"background": "Ten years"}, "Left out"),
            "agreement": cls._agree_on(cls.match),
            "task": cls._give_task(cls.meeting),
            "step": cls.env["mbb.plan.step"].create(
                {"match_id": cls.match.id, "name": "x", "owner_id": cls.expert.id}
            ),
            "attendance": cls.meeting.sudo().attendance_ids,
        }

    def _call(self, record, method, *args, **kwargs):
        args = [record.ids, *args] if record else list(args)
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{record._name}/{method}",
            {
                "model": record._name,
                "method": method,
                "args": args,
                "kwargs": kwargs,
            },
        )

    def _refused(self, record, method, *args, **kwargs):
        with self.assertRaises(JsonRpcException) as caught:
            self._call(record, method, *args, **kwargs)
        return str(caught.exception)

    def _records(self):
        return {
            "mentor": self.mentor,
            "mentee": self.mentee,
            "draft": self.draft,
            "match": self.match,
            "consents": self.match.sudo().consent_ids,
            "assignment": self.assignment,
            "letter": self.letter,
            "session": self.meeting,
            "claim": self.claim,
            **{name: record.sudo() for name, record in self.others.items()},
        }

    @mute_logger("odoo.http")
    def test_strangers_get_nothing(self):
        for user in (self.user_stranger, self.user_former, self.user_other):
            self._sign_in(user)
            for name, record in self._records().items():
                with self.subTest(user=user.login, record=name):
                    model = record.browse()
                    self.assertEqual(
                        self._call(model, "search_count", [("id", "in", record.ids)]),
                        0,
                    )
                    self._refused(record, "read", ["display_name"])
                    self._refused(record, "write", {"state": "draft"})
                    self._refused(record, "unlink")

    @mute_logger("odoo.http")
    def test_no_step_of_others(self):
        """Each public action_ method, as those who may see the record but not act."""
        roles = {
            self.user_stranger: self._records(),
            self.user_other: self._records(),
            self.user_former: self._records(),
            self.user_viewer: self._records(),
        }
        for user, records in roles.items():
            self._sign_in(user)
            before = self._picture(records)
            for record in records.values():
                methods = sorted(
                    method
                    for method in dir(type(record))
                    if method.startswith("action_")
                )
                for method in methods:
                    for args in self._get_arguments(getattr(record, method)):
                        try:
                            self._call(record, method, *args)
                        except JsonRpcException:
                            continue
            self.env.invalidate_all()
            self.assertEqual(before, self._picture(records), user.login)

    def _get_arguments(self, method):
        """As many as it asks for; with `--long` also fewer and more."""
        tries = ((), ("x",), ("x", []))
        if os.environ.get("MBB_LONG"):
            return tries
        asked = [
            parameter
            for parameter in inspect.signature(method).parameters.values()
            if parameter.default is parameter.empty
            and parameter.kind == parameter.POSITIONAL_OR_KEYWORD
        ]
        return [tries[min(len(asked), 2)]]

    def _picture(self, records):
        return {
            name: record.sudo().mapped("state")
            for name, record in records.items()
            if "state" in record._fields
        }

    @mute_logger("odoo.http")
    def test_no_state_by_writing(self):
        for user, record in (
            (self.user_asking, self.draft),
            (self.user_asking, self.mentee),
            (self.user_expert, self.claim),
            (self.user_asking, self.match),
            (self.user_asking, self._consent(self.match, "mentee_institution")),
            (self.user_asking, self.meeting),
        ):
            self._sign_in(user)
            for values in ({"state": "waiting"}, {"state": "granted"}, {"number": "1"}):
                self._refused(record, "write", values)
                self._refused(
                    record,
                    "write",
                    values,
                    context={"mbb_passage": {"open": True}, "mbb_portal_inside": True},
                )
            before = record.sudo().state
            target = "draft" if before != "draft" else "submitted"
            row = [str(record.id), target]
            result = self._call(record.browse(), "load", [".id", "state"], [row])
            self.assertFalse(result["ids"])
            self.env.invalidate_all()
            self.assertEqual(record.sudo().state, before)

    @mute_logger("odoo.http")
    def test_no_private_methods(self):
        self._sign_in(self.user_asking)
        for record, method, args in (
            (self.draft, "_take_arrow", ["waiting"]),
            (self.draft, "_write_guarded", [{"state": "waiting"}]),
            (self.draft, "_record_notice", ["1"]),
            (self.draft, "_get_portal_person", [self.asking.id, "x", "x@x.tr", ""]),
            (self.match, "_portal_inside", []),
            (self.claim, "_get_portal_result", []),
            (self.draft, "sudo", []),
            (self.draft, "with_context", [{}]),
        ):
            with self.subTest(method=method):
                self._refused(record, method, *args)

    @mute_logger("odoo.http")
    def test_no_names_by_a_form(self):
        """`onchange` would tell the name of whatever record it is pointed at."""
        self._sign_in(self.user_asking)
        self._refused(
            self.draft.browse(),
            "onchange",
            [],
            {"person_id": self.user_officer.partner_id.id},
            ["person_id"],
            {"person_id": {"fields": {"display_name": {}}}},
        )

    @mute_logger("odoo.http")
    def test_chatter_is_the_sekreteryas(self):
        """Neither read nor written by the parties, followers included."""
        for record in (self.mentee, self.match, self.meeting):
            record.sudo().message_post(
                body="Between officers",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
            record.sudo().message_subscribe(self.user_asking.partner_id.ids)
        self._sign_in(self.user_asking)
        messages = self.env["mail.message"]
        found = self._call(
            messages,
            "search_read",
            [("model", "in", ("mbb.mentee", "mbb.match", "mbb.session"))],
            ["body"],
        )
        self.assertFalse([m for m in found if "Between officers" in m["body"]])
        for record in (self.mentee, self.match):
            self._refused(record, "message_post", body="Hello", message_type="comment")
            result = self.url_open(
                "/mail/thread/messages",
                json={"params": {"thread_model": record._name, "thread_id": record.id}},
            )
            self.assertNotIn("Between officers", result.text)

    @mute_logger("odoo.http")
    def test_no_evidence(self):
        """A paper is reached by its record's page only."""
        evidence = self.letter.evidence_id
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "mbb.evidence"),
                ("res_id", "=", evidence.id),
                ("res_field", "=", "file"),
            ]
        )
        self.assertTrue(attachment)
        self._sign_in(self.user_asking)
        self._refused(evidence, "read", ["name"])
        for url in (
            f"/web/content/mbb.evidence/{evidence.id}/file",
            f"/web/content/{attachment.id}",
            f"/web/content/mbb.letter/{self.letter.id}/evidence_id",
        ):
            self.assertEqual(self.url_open(url).status_code, 404, url)

    def test_claim_is_the_experts(self):
        claims = self.env["mbb.travel.claim"]
        for user in (self.user_giving, self.user_asking, self.user_other):
            self.assertFalse(claims.with_user(user).search([]))
            with self.assertRaises(UserError):
                claims.with_user(user).create({"assignment_id": self.assignment.id})

    def test_the_experts_own_line_and_paper(self):
        leg = (
            self.env["mbb.travel.leg"]
            .with_user(self.user_expert)
            .create(
                {
                    "claim_id": self.claim.id,
                    "kind": "taxi",
                    "amount": 10,
                    "document": base64.b64encode(PDF),
                    "document_name": "receipt.pdf",
                }
            )
        )
        self.assertEqual(leg.sudo().evidence_id.user_id, self.user_expert)
