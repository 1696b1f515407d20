# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .event_common import EventCommon


@tagged("post_install", "-at_install")
class TestEvent(EventCommon):
    """m.5/2-ç: who would like to talk to whom."""

    def test_participants(self):
        self.assertEqual(self.one.mentor_institution_id, self.giving)
        with self.assertRaises(ValidationError):
            self._register(self.expert)
        self.one.action_cancel()
        self._register(self.expert)
        ordinary = self._create_event(is_mentor_event=False)
        self._register(self.expert, ordinary)
        self._register(self.expert, ordinary)

    def test_mutual(self):
        first = self._interest(self.one, self.two, "share")
        self.assertEqual(first.state, "expressed")
        second = self._interest(self.two, self.one, "learn")
        self.assertEqual((first.state, second.state), ("mutual", "mutual"))
        self.assertEqual(first.counterpart_id, second)
        self.assertEqual(second.counterpart_id, first)
        self.assertEqual(first._get_mentee_side(), self.two)
        self.assertEqual(second._get_mentee_side(), self.two)
        self.assertEqual(self.event.mentor_mutual_count, 1)
        self.assertEqual(self.event.mentor_interest_count, 2)
        self.assertTrue(second.date_due)
        first.action_withdraw()
        self.assertEqual((first.state, second.state), ("withdrawn", "expressed"))
        self.assertFalse(second.counterpart_id)
        third = self._interest(self.one, self.two)
        self.assertEqual((third.state, second.state), ("mutual", "mutual"))

    def test_who_learns(self):
        cases = {
            ("learn", "share"): "from",
            ("learn", "talk"): "from",
            ("talk", "share"): "from",
            ("share", "learn"): "to",
            ("talk", "learn"): "to",
            ("share", "talk"): "to",
            ("talk", "talk"): None,
            ("learn", "learn"): None,
            ("share", "share"): None,
        }
        first = self._interest(self.one, self.two).sudo()
        second = self._interest(self.two, self.one).sudo()
        for (one, other), side in cases.items():
            with self.subTest(one=one, other=other):
                first.role, second.role = one, other
                learner = first._get_mentee_side()
                expected = first[f"{side}_id"] if side else self.one.browse()
                self.assertEqual(learner, expected)

    def test_secretariat_is_told(self):
        self.event.user_id = self.user_officer
        self._interest(self.one, self.two)
        count = len(self.event.activity_ids)
        self._interest(self.two, self.one)
        new = self.event.activity_ids[count:]
        self.assertEqual(len(new), 1)
        self.assertNotIn(self.one.name, new.summary, "all users of events read it")

    def test_what_was_said_is_theirs(self):
        """Neither the desk nor the Sekreterya changes who said it, or what."""
        interest = self._interest(self.one, self.two, "share")
        desk = new_test_user(
            self.env, "desk.said", groups="event.group_event_registration_desk"
        )
        for registration in (self.one, self.two):
            with self.assertRaises(UserError):
                registration.with_user(desk).partner_id = self.env.user.partner_id
        for values in ({"role": "learn"}, {"note": "Not theirs"}):
            with self.subTest(values=values), self.assertRaises(UserError):
                interest.with_user(self.user_officer).write(values)
        interest.action_withdraw()
        self.one.with_user(desk).partner_id = self.env.user.partner_id

    @mute_logger("odoo.sql_db")
    def test_nonsense(self):
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            self._interest(self.one, self.one)
        self._interest(self.one, self.two)
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            self._interest(self.one, self.two)
        elsewhere = self._register(self.learner, self._create_event())
        with self.assertRaisesRegex(UserError, "same event"):
            self._interest(self.one, elsewhere)
        ordinary = self._create_event(is_mentor_event=False)
        pair = [self._register(p, ordinary) for p in (self.expert, self.learner)]
        with self.assertRaisesRegex(UserError, "takes no part"):
            self._interest(*pair)
        self.three.mentor_listed = False
        with self.assertRaisesRegex(UserError, "is not shown"):
            self._interest(self.one, self.three)
        row = self._interest(self.three, self.one)
        with self.assertRaises(UserError):
            row.to_id = self.two
        with self.assertRaises(UserError):
            row.sudo().unlink()
        with self.assertRaises(AccessError):
            row.unlink()

    def test_who_does_not_come(self):
        first = self._interest(self.one, self.two)
        second = self._interest(self.two, self.one)
        third = self._interest(self.three, self.two)
        self.two.action_cancel()
        for row in (first, second, third):
            self.assertEqual(row.state, "withdrawn")
        with self.assertRaisesRegex(UserError, "takes no part"):
            self._interest(self.one, self.two)

    def test_arrows(self):
        row = self._interest(self.one, self.two)
        self.assertEqual(
            {source: set(targets) for source, targets in row._arrows.items()},
            {
                "expressed": {"mutual", "withdrawn"},
                "mutual": {"proposed", "expressed", "withdrawn"},
            },
        )
        roles = {
            "officer": self.user_officer,
            "own": self.user_expert,
            "other": self.user_asking,
            "employee": self.user_employee,
        }

        def allowed(authority, role):
            return authority == "author" and role in ("officer", "own")

        self.assertObstacles(row, allowed, roles)

    def test_state_is_guarded(self):
        row = self._interest(self.one, self.two)
        self.assertGuarded(row, (self.user_officer, self.user_manager))
        with self.assertRaises(UserError):
            row.counterpart_id = row

    def test_matrix(self):
        row = self._interest(self.one, self.two)
        vals = {"from_id": self.one.id, "to_id": self.three.id}
        event_user = new_test_user(
            self.env, "test.event", groups="event.group_event_manager"
        )
        self.assertAccess(
            row,
            {
                self.user_officer: "rwc",
                self.user_manager: "rwc",
                self.user_approver: "",
                self.user_registry: "",
                self.user_employee: "",
                self.user_expert: "",
                event_user: "",
            },
            vals,
        )
        # Who keeps the desk of the event works on, the interests stay unseen.
        registration = self.one.with_user(event_user)
        with self.assertRaises(AccessError):
            registration.read(["mentor_interest_ids"])
        registration.action_cancel()
        self.assertEqual(row.state, "withdrawn")

    def test_other_company(self):
        company = self.env["res.company"].create({"name": "Another Union"})
        event = self._create_event().sudo()
        event.company_id = company
        pair = [
            self.env["event.registration"].create(
                {
                    "event_id": event.id,
                    "partner_id": partner.id,
                    "mentor_listed": True,
                }
            )
            for partner in (self.expert, self.learner)
        ]
        row = self.env["mbb.event.interest"].create(
            {"from_id": pair[0].id, "to_id": pair[1].id}
        )
        self.assertEqual(row.company_id, company)
        self.assertFalse(row.with_user(self.user_officer).has_access("read"))

    # -- what a page calls ---------------------------------------------------------

    def test_cards(self):
        self.three.mentor_listed = False
        self.two.mentor_text = "Looking for a plan"
        own = self.one.with_user(self.user_expert)
        cards = own._get_mentor_cards()
        self.assertEqual([card["id"] for card in cards], [self.two.id])
        card = cards[0]
        self.assertEqual(card["name"], self.learner.name)
        self.assertEqual(card["institution"], self.asking.name)
        self.assertEqual(card["subjects"], [self.skill.name])
        self.assertEqual(card["interest"], "")
        self.assertNotIn(self.learner.email, str(cards))
        # Interest of the other one alone is not shown.
        self._interest(self.two, self.one)
        self.assertEqual(own._get_mentor_cards()[0]["interest"], "")
        row = own._express_mentor_interest(self.two, "share", self.skill, "Gladly")
        self.assertEqual(row.state, "mutual")
        self.assertEqual(own._get_mentor_cards()[0]["interest"], "mutual")
        own._withdraw_mentor_interest(self.two)
        self.assertEqual(row.state, "withdrawn")

    def test_cards_of_another(self):
        for method, arguments in (
            ("_get_mentor_cards", ()),
            ("_express_mentor_interest", (self.two,)),
            ("_withdraw_mentor_interest", (self.two,)),
        ):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(self.one.with_user(self.user_asking), method)(*arguments)
        self.one.action_cancel()
        with self.assertRaises(UserError):
            self.one.with_user(self.user_expert)._get_mentor_cards()

    def test_forms(self):
        form = Form(
            self.env["mbb.event.interest"]
            .with_user(self.user_officer)
            .with_context(default_event_id=self.event.id)
        )
        form.from_id = self.one
        form.to_id = self.two
        self.assertEqual(form.save().event_id, self.event)
        form = Form(self.event.with_user(self.user_officer))
        self.assertTrue(form.is_mentor_event)
        form = Form(self.one.with_user(self.user_officer))
        form.mentor_role = "offers"
        form.save()
