# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import inspect
import os
from datetime import timedelta
from itertools import cycle

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.common import MentorCommon


class ArrowsCommon(MentorCommon):
    """One record of each model that has a guarded state."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = cls._create_records()

    @classmethod
    def _get_staff(cls):
        duties = ("checker", "authoriser", "control", "accountant")
        group = "mbb_mentor_expense.group_travel_"
        return {**super()._get_staff(), **{duty: group + duty for duty in duties}}

    @classmethod
    def _create_records(cls):
        """{model: record}. A new stateful model has to be added here."""
        mentor = cls._create_mentor(applicant_type="person", person_id=cls.expert.id)
        mentee = cls._create_mentee(contact_id=cls.user_asking.partner_id.id)
        match = (
            cls.env["mbb.match"]
            .with_user(cls.user_officer)
            .create({"mentor_id": mentor.id, "mentee_id": mentee.id})
        )
        match.action_ask_consents()
        match = match.sudo()
        consent = match.consent_ids[:1]
        match._write_guarded({"state": "agreed"})
        agreement = cls.env["mbb.agreement"].create({"match_id": match.id})
        assignment = cls.env["mbb.assignment"].create(
            {
                "match_id": match.id,
                "expert_id": cls.expert.id,
                "sending_institution_id": cls.giving.id,
                "host_institution_id": cls.asking.id,
                "place": "Edremit",
                "date_from": cls.today - timedelta(days=5),
                "date_to": cls.today - timedelta(days=3),
                "tasks": "Site review",
                "payer": "birlik",
                "coverage_allowance": 1,
            }
        )
        assignment._write_guarded({"state": "approved"})
        extension = cls.env["mbb.assignment.extension"].create(
            {
                "assignment_id": assignment.id,
                "date_to_new": cls.today,
                "reason": "The work is not finished.",
            }
        )
        session = cls.env["mbb.session"].create(
            {
                "match_id": match.id,
                "date_start": f"{cls.today} 09:00:00",
                "date_stop": f"{cls.today} 10:00:00",
            }
        )
        task = cls.env["mbb.session.task"].create(
            {
                "session_id": session.id,
                "name": "Send the notes",
                "owner_id": cls.expert.id,
                "date_deadline": cls.today,
            }
        )
        step = cls.env["mbb.plan.step"].create(
            {"match_id": match.id, "name": "Name the contact person"}
        )
        evaluation = cls.env["mbb.evaluation"].create(
            {"match_id": match.id, "side": "mentor", "partner_id": cls.expert.id}
        )
        goal = cls.env["mbb.goal"].create(
            {
                "match_id": match.id,
                "name": "Answered within 30 days",
                "measure": "The register",
                "owner_id": cls.expert.id,
                "date_deadline": cls.today,
            }
        )
        advice = cls.env["mbb.recommendation"].create(
            {
                "match_id": match.id,
                "name": "Publish the plan notes",
                "date_deadline": cls.today,
            }
        )
        claim = cls.env["mbb.travel.claim"].create({"assignment_id": assignment.id})
        money = cls._create_money_records(claim)
        decision = cls.env["mbb.decision"].create(
            {
                "organ_id": cls.committee.id,
                "subject": "A mentor from abroad",
                "question": "May one be accepted?",
                "ground": "The regulation says nothing.",
                "meeting_date": cls.today,
            }
        )
        plan = cls.env["mbb.reorganisation"].create(
            {"kind": "move_duty", "ground": "Onay 2026/41"}
        )
        run = cls.env["mbb.match.run"].create({})
        order = cls.env["mbb.spending.order"].create(
            {
                "name": "Travel costs",
                "ground": "A visit",
                "amount": 100,
                "date_from": cls.today,
                "date_to": cls.today,
            }
        )
        report = cls.env["mbb.duty.report"].create({"assignment_id": assignment.id})
        asked = cls.env["mbb.data.request"]._receive(cls.learner, "access", "All of it")
        registration = (
            cls.env["mbb.registration"]
            .sudo()
            .create({"email": "yetkili@other.example", "institution_id": cls.other.id})
        )
        invitation = (
            cls.env["mbb.invitation"]
            .sudo()
            .create(
                {
                    "email": "isil@giving.example",
                    "institution_id": cls.giving.id,
                    "role": "viewer",
                    "invited_by_id": cls.user_giving.id,
                }
            )
        )
        records = (
            asked,
            registration,
            invitation,
            *cls._create_call_records(),
            *cls._create_application_records(),
            *cls._create_practice_records(),
            report,
            order,
            cls.env["mbb.accessibility.feedback"].create({"text": "Too small"}),
            cls.env["mbb.destruction"]._get_or_create_open(cls.env.company),
            decision,
            plan,
            run,
            mentor,
            mentee,
            match,
            consent,
            agreement,
            assignment,
            extension,
            session,
            task,
            step,
            evaluation,
            goal,
            advice,
            claim,
            *money,
        )
        cls.env.flush_all()
        return {record._name: record.sudo() for record in records}

    @classmethod
    def _create_money_records(cls, claim):
        assignment = claim.assignment_id.copy(
            {
                "date_from": cls.today + timedelta(days=3),
                "date_to": cls.today + timedelta(days=4),
            }
        )
        assignment.action_draw_up_order()
        assignment.spending_order_id._write_guarded({"state": "approved"})
        assignment._write_guarded({"state": "approved"})
        advance = cls.env["mbb.travel.advance"].create(
            {"assignment_id": assignment.id, "amount": 1}
        )
        payee = cls.env["mbb.travel.payee"].create(
            {
                "expert_id": cls.expert.id,
                "iban": "TR330006100519786457841326",
                "identity_number": "10000000146",
            }
        )
        other = claim.copy()
        other._write_guarded({"net": 100})
        recovery = (
            cls.env["mbb.travel.recovery"]
            .sudo()
            .create(
                {
                    "claim_id": other.id,
                    "company_id": other.company_id.id,
                    "ground": "loss",
                    "amount": 1,
                    "date_interest_from": cls.today,
                }
            )
        )
        return advance, payee, recovery

    @classmethod
    def _create_application_records(cls):
        offer = cls._create_mentor()
        expert = offer._name_expert(cls.expert)
        correction = (
            cls.env["mbb.application.correction"]
            .sudo()
            .create(
                {
                    "mentor_id": offer.id,
                    "old_values": {"background": False},
                    "new_values": {"background": "Ten years"},
                    "reason": "It was left out",
                }
            )
        )
        return expert, correction

    @classmethod
    def _create_practice_records(cls):
        practice = cls.env["mbb.practice"].create(
            {
                "name": "Waste by appointment",
                "problem": "It lay about",
                "solution": "A call centre",
                "institution_id": cls.giving.id,
                "skill_ids": cls.skill.ids,
            }
        )
        consent = (
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
        return (
            practice,
            consent,
            cls.env["mbb.need.analysis"].create({}),
            cls.env["mbb.activity.report"].create({"year": 2001}),
        )

    @classmethod
    def _create_call_records(cls):
        call = cls.env["mbb.call"].create(
            {
                "name": "A call",
                "basis_name": "A project",
                "skill_ids": cls.skill.ids,
                "date_close": cls.today,
                "responsible_id": cls.user_officer.id,
            }
        )
        applicant = cls._create_mentee(accepted=False, institution=cls.other)
        applicant.call_id = call
        review = cls.env["mbb.call.review"].create(
            {"mentee_id": applicant.id, "reviewer_id": cls.user_officer.id}
        )
        rejected = cls._create_mentee(accepted=False, institution=cls.other)
        rejected.action_submit()
        rejected.action_review()
        rejected.with_user(cls.user_officer).action_reject("Another field")
        rejected.with_user(cls.user_officer).action_object("It is the same field")
        event = cls.env["event.event"].create(
            {"name": "A meeting", "is_mentor_event": True}
        )
        pair = cls.env["event.registration"].create(
            [
                {
                    "event_id": event.id,
                    "partner_id": partner.id,
                    "mentor_listed": True,
                }
                for partner in (cls.expert, cls.learner)
            ]
        )
        interest = cls.env["mbb.event.interest"].create(
            {"from_id": pair[0].id, "to_id": pair[1].id}
        )
        return call, review, rejected.objection_ids, interest

    @classmethod
    def _get_stateful_models(cls):
        return {
            name
            for name, model in cls.env.registry.items()
            if not model._abstract and hasattr(model, "_arrows")
        }

    def _get_states(self, model):
        return [state for state, _label in self.env[model]._fields["state"].selection]


@tagged("post_install", "-at_install")
class TestArrows(ArrowsCommon):
    """No state is reached but along its arrows, by whatever way."""

    def test_every_stateful_model_is_here(self):
        self.assertEqual(self._get_stateful_models(), set(self.records))

    def test_arrows_name_states(self):
        for model in self.records:
            states = set(self._get_states(model))
            for source, targets in self.env[model]._arrows.items():
                self.assertLessEqual({source, *targets}, states, model)

    def _get_users(self):
        return (
            self.user_officer
            + self.user_manager
            + self.user_approver
            + self.user_authoriser
            + self.user_accountant
            + self.user_giving
            + self.user_expert
            + self.env.ref("base.user_admin")
        )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_write(self):
        for model, record in self.records.items():
            for target in self._get_states(model):
                with self.subTest(model=model, target=target):
                    for user in self._get_users():
                        with self.assertRaises(UserError):
                            record.with_user(user).write({"state": target})
                    with self.assertRaises(UserError):
                        record.sudo().write({"state": target})
                    forged = record.sudo().with_context(
                        mbb_passage={"open": True}, mbb_portal_inside=True
                    )
                    with self.assertRaises(UserError):
                        forged.write({"state": target})

    def test_import(self):
        for model, record in self.records.items():
            xmlid = record.export_data(["id"])["datas"][0][0]
            before = record.state
            for target in self._get_states(model):
                with self.subTest(model=model, target=target):
                    result = (
                        self.env[model].sudo().load(["id", "state"], [[xmlid, target]])
                    )
                    self.assertFalse(result["ids"])
                    self.assertEqual(record.state, before)

    @mute_logger(
        "odoo.addons.base.models.ir_rule", "odoo.models", "odoo.sql_db", "odoo.tests"
    )
    def test_public_methods_keep_to_the_arrows(self):
        """Whoever calls whatever public method from whatever state."""
        callers = cycle(self._get_callers())
        for model, record in self.records.items():
            for source in self._get_states(model):
                for name, method in self._get_public_methods(model):
                    for user in next(callers):
                        self._call(record, source, name, method, user)

    def _get_callers(self):
        """Whom each call is tried by, in turn: with `--long` everybody tries all."""
        if os.environ.get("MBB_LONG"):
            return [self._get_users()]
        return [self.user_manager, self.user_accountant, self.user_giving]

    def _get_public_methods(self, model):
        cls = self.env.registry[model]
        for name in dir(cls):
            if name.startswith("action_") and callable(getattr(cls, name)):
                yield name, getattr(cls, name)

    def _call(self, record, source, name, method, user):
        arguments = [
            "A reason"
            for parameter in list(inspect.signature(method).parameters.values())[1:]
            if parameter.default is parameter.empty
            and parameter.kind == parameter.POSITIONAL_OR_KEYWORD
        ]
        savepoint = self.env.cr.savepoint()
        try:
            try:
                record._write_guarded({"state": source})
                self.env.flush_all()
            except IntegrityError:
                # The database itself refuses the bare state: no way in either.
                return
            try:
                getattr(record.with_user(user), name)(*arguments)
            except Exception:
                return
            if record.state != source:
                self.assertIn(
                    record.state,
                    record._arrows.get(source, {}),
                    f"{user.login}: {record._name}.{name}() from {source}",
                )
        finally:
            self.env.cr.precommit.clear()
            savepoint.rollback()
            savepoint.close(rollback=False)
            self.env.invalidate_all(flush=False)


@tagged("post_install", "-at_install")
class TestArrowsRpc(ArrowsCommon, HttpCase):
    """The same from outside: every role, with a context of its own making."""

    def _rpc(self, model, method, args, **kwargs):
        response = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={
                "jsonrpc": "2.0",
                "method": "call",
                "params": {
                    "model": model,
                    "method": method,
                    "args": args,
                    "kwargs": kwargs,
                },
            },
        )
        return response.json()

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.models")
    def test_write_and_create(self):
        context = {"mbb_passage": {"open": True, "names": ["state"]}, "su": True}
        users = (
            self.user_officer,
            self.user_manager,
            self.user_approver,
            self.user_registry,
            self.user_checker,
            self.user_authoriser,
            self.user_control,
            self.user_accountant,
            self.user_giving,
            self.user_other,
            self.user_expert,
            self.user_employee,
        )
        for number, user in enumerate(users):
            self.authenticate(user.login, user.login)
            for model, record in self.records.items():
                before = record.state
                for target in self._get_targets(model, number):
                    answer = self._rpc(
                        model,
                        "write",
                        [[record.id], {"state": target}],
                        context=context,
                    )
                    with self.subTest(user=user.login, model=model, target=target):
                        self.assertIn("error", answer)
                        record.invalidate_recordset()
                        self.assertEqual(record.state, before)

    def _get_targets(self, model, number):
        """One for each user in turn; with `--long` everybody tries all."""
        states = self._get_states(model)
        if os.environ.get("MBB_LONG"):
            return states
        return [states[number % len(states)]]

    @mute_logger("odoo.http")
    def test_private_methods_are_out_of_reach(self):
        self.authenticate(self.user_manager.login, self.user_manager.login)
        match = self.records["mbb.match"]
        for method in ("_take_arrow", "_write_guarded", "_on_arrow"):
            answer = self._rpc("mbb.match", method, [[match.id], "done"])
            with self.subTest(method):
                self.assertIn("error", answer)
        self.assertEqual(match.state, "agreed")
