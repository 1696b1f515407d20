# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import os
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import models
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ...models.base.mbb_approval_mixin import MbbApprovalMixin
from ...models.base.mbb_evidence import MbbEvidence
from ...models.base.mbb_state_mixin import MbbStateMixin
from ...models.relation.mbb_assignment_obstacle_mixin import (
    MbbAssignmentObstacleMixin,
)
from ...models.relation.mbb_consent_answer_mixin import MbbConsentAnswerMixin
from ...models.relation.mbb_consent_mixin import MbbConsentMixin
from .common import RelationCommon
from .walk import Walk
from .walk_tables import BOOKS

LONG = bool(os.environ.get("MBB_LONG"))
#: So many walks of so many steps.
WALKS, LENGTH = 5000 if LONG else 100, 15


#: States that the walks have to come by.
REACHED = {
    "mbb.match": "proposed consent agreed active ended cancelled",
    "mbb.consent": "requested granted withdrawn cancelled",
    "mbb.assignment": "draft consent approval approved ongoing done",
    "mbb.assignment.extension": "draft consent approved",
    "mbb.approval": "waiting approved cancelled",
    "mbb.session": "planned held",
}

#: A rule, and what stands in its place when it is taken out.
FAULTS = (
    (MbbConsentMixin, "_get_missing_consents", lambda record: []),
    (MbbStateMixin, "_get_guarded_fields", lambda record: set()),
    (MbbConsentAnswerMixin, "_get_party_obstacle", lambda *args: False),
    (MbbConsentMixin, "_needs_official_letter", lambda record: False),
    (MbbApprovalMixin, "_get_exclusion_reason", lambda *args: False),
    (MbbAssignmentObstacleMixin, "_get_period_obstacles", lambda *args: []),
    (MbbEvidence, "write", models.Model.write),
)


@tagged("post_install", "-at_install")
class TestWalks(RelationCommon):
    """No sequence of steps, whoever takes them, leads where the law forbids."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A member mayor who decides in the Birlik, too: a party here.
        cls.user_mayor = new_test_user(
            cls.env,
            "test.mayor",
            groups="mbb_mentor.group_mentor_manager,mbb_mentor.group_mentor_approver",
        )
        cls.user_mayor.partner_id.parent_id = cls.asking
        # Mails, the scheduler's commits and the clock are not what is tried here.
        for owner, name, instead in (
            (cls.env.registry["mbb.consent"], "_send_mail", lambda *a, **k: 0),
            (cls.env.registry["ir.cron"], "_commit_progress", lambda *a, **k: 1e9),
        ):
            patcher = patch.object(owner, name, instead)
            patcher.start()
            cls.addClassCleanup(patcher.stop)
        cls.env.flush_all()
        cls.rows_before = {
            model: cls.env[model].sudo().search([]) for model in BOOKS
        }

    def setUp(self):
        super().setUp()
        self.reached = {}
        self.noon = datetime.combine(self.today, datetime.min.time())
        self.noon += timedelta(hours=9)
        freezer = freeze_time(self.noon)
        self.frozen = freezer.start()
        self.addCleanup(freezer.stop)

    def _walk(self, numbers):
        """Take the walks; the first that breaks a law is told by its steps."""
        by_beginning = {}
        for number in numbers:
            first, *steps = Walk.draw(number, LENGTH)
            walks = by_beginning.setdefault(str(first), [])
            walks.append((number, first, steps))
        for walks in by_beginning.values():
            found = self._get_first_breach(walks)
            if found:
                number, steps = found
                short = self._shorten(steps)
                told = "\n".join(f"{name} {values}" for name, values in short)
                self.fail(f"walk {number}: {self._get_breach(short)}\n{told}")

    def _get_first_breach(self, walks):
        """Of walks that begin alike: their beginning is taken once."""
        self.frozen.move_to(self.noon)
        begun = Walk(self, self.frozen, self.reached)
        try:
            begun.take([walks[0][1]])
            for number, first, steps in walks:
                if self._take(begun.fork(), steps):
                    return number, [first, *steps]
        finally:
            begun.close()
        return None

    def _get_breach(self, steps):
        """The law that these steps break, or False."""
        self.frozen.move_to(self.noon)
        return self._take(Walk(self, self.frozen, self.reached), steps)

    @mute_logger(
        "odoo.sql_db",
        "odoo.models",
        "odoo.models.unlink",
        "odoo.addons.base.models.ir_rule",
        "odoo.addons.base.models.ir_model",
        "odoo.addons.mbb_mentor.models.base.mbb_clock_rule",
    )
    def _take(self, walk, steps):
        try:
            walk.take(steps)
        except AssertionError as breach:
            return str(breach)
        finally:
            walk.close()
        return False

    def _shorten(self, steps):
        """Without the steps that are not needed to break the law."""
        for step in steps[:0:-1]:
            fewer = [other for other in steps if other is not step]
            if self._get_breach(fewer):
                steps = fewer
        return steps

    def test_no_forbidden_state(self):
        self._walk(range(WALKS))
        # A walk that never gets anywhere proves nothing.
        for model, states in REACHED.items():
            with self.subTest(model=model):
                self.assertLessEqual(set(states.split()), self.reached[model])

    def test_finds_a_rule_that_was_taken_out(self):
        """The walks run into what each rule keeps from happening."""
        for owner, name, instead in FAULTS if LONG else FAULTS[:2]:
            with self.subTest(name), patch.object(owner, name, instead):
                walks = (Walk.draw(number, LENGTH) for number in range(WALKS))
                self.assertTrue(any(map(self._get_breach, walks)))
