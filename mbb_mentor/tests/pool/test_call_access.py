# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from json import dumps, loads

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .call_common import CallCommon


@tagged("post_install", "-at_install")
class TestCallAccess(CallCommon):
    """Each group × operation on the models of calls."""

    def test_matrix(self):
        users = (
            self.user_officer,
            self.user_manager,
            self.user_reviewer1,
            self.user_approver,
            self.user_registry,
            self.user_employee,
            self.user_giving,
        )
        draft = self._create_call(panel_ids=False)
        self.call.target_ids.create(
            {"call_id": self.call.id, "institution_type": "district"}
        )
        call = self.call
        row = call.panel_ids.filtered(lambda r: r.user_id == self.user_reviewer1)
        #          officer  manager  reviewer approver registry employee portal
        matrix = {
            draft: ("rwc", "rwcu", "", "", "", "", ""),
            call: ("rwc", "rwcu", "r", "", "", "", ""),
            call.target_ids: ("rwcu", "rwcu", "r", "", "", "", ""),
            call.criterion_ids[0]: ("rwcu", "rwcu", "r", "", "", "", ""),
            row: ("r", "rwcu", "r", "", "", "", ""),
        }
        create_vals = {
            "mbb.call": self._call_values(),
            "mbb.call.target": {"call_id": call.id, "institution_type": "town"},
            "mbb.call.criterion": {"call_id": call.id, "name": "A", "points": 1},
            "mbb.call.panel": {"call_id": call.id, "user_id": self.user_officer.id},
        }
        for record, letters in matrix.items():
            self.assertAccess(
                record,
                dict(zip(users, letters, strict=True)),
                create_vals[record._name],
            )
        call.action_open()
        self.assertTrue(call.with_user(self.user_approver).has_access("read"))
        self.assertFalse(call.with_user(self.user_employee).has_access("read"))

    def _review(self):
        self.call.action_open()
        mentee = self._apply()
        self._assess()
        return mentee, *mentee.review_ids

    def test_reviews_matrix(self):
        mentee, first, second = self._review()
        third = self.reviewers - first.reviewer_id - second.reviewer_id
        everybody = (
            first.reviewer_id,
            second.reviewer_id,
            third,
            self.user_officer,
            self.user_manager,
            self.user_approver,
            self.user_employee,
            self.user_asking,
        )
        sealed = ("rw", "", "", "", "", "", "", "")
        handed_in = ("r", "", "", "", "", "", "", "")
        opened = ("r", "r", "", "r", "r", "", "", "")
        vals = {
            "mbb.call.review": {
                "mentee_id": mentee.id,
                "reviewer_id": self.user_officer.id,
            },
            "mbb.call.score": {
                "review_id": first.id,
                "criterion_id": self.call.criterion_ids[0].id,
            },
        }

        def check(letters):
            for record in (first, first.line_ids[0]):
                self.assertAccess(
                    record,
                    dict(zip(everybody, letters, strict=True)),
                    vals[record._name],
                )

        check(sealed)
        self._score(mentee, 44, first)
        check(handed_in)
        self._score(mentee, 46, second)
        check(opened)

    def test_reviewer_sees_no_applications(self):
        _mentee, first, _second = self._review()
        reviewer = first.reviewer_id
        with self.assertRaises(AccessError):
            self.env["mbb.mentee"].with_user(reviewer).search([])
        own = first.with_user(reviewer)
        self.assertTrue(own.summary)
        self.assertTrue(own.institution_name)
        own.web_read(
            {
                "call_id": {"fields": {"display_name": {}}},
                "line_ids": {"fields": {"name": {}, "max_points": {}}},
                "application_number": {},
            }
        )

    def test_other_company(self):
        company = self.env["res.company"].create({"name": "Another Union"})
        call = self.env["mbb.call"].create(self._call_values(company_id=company.id))
        for record in (call, call.criterion_ids, call.panel_ids):
            self.assertFalse(record.with_user(self.user_manager).has_access("read"))


@tagged("post_install", "-at_install")
class TestCallByRpc(CallCommon, HttpCase):
    """The seal, tried from outside."""

    def _rpc(self, user, model, method, *args, **kwargs):
        self.authenticate(user.login, user.login)
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=dumps(
                {
                    "jsonrpc": "2.0",
                    "method": "call",
                    "params": {
                        "model": model,
                        "method": method,
                        "args": args,
                        "kwargs": kwargs,
                    },
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        self.env.invalidate_all()
        return loads(answer.text)

    def test_points_stay_sealed(self):
        self.call.action_open()
        mentee = self._apply()
        self._assess()
        first, second = mentee.review_ids
        self._score(mentee, 44, first)
        line = first.line_ids[0]
        self.env.flush_all()
        outsiders = (second.reviewer_id, self.user_officer, self.user_manager)
        for user in outsiders:
            with self.subTest(user.login):
                for record, names in ((first, ["total"]), (line, ["points"])):
                    answer = self._rpc(user, record._name, "read", record.ids, names)
                    self.assertIn("error", answer)
                    found = self._rpc(
                        user, record._name, "search_read", [("id", "in", record.ids)]
                    )
                    self.assertEqual(found["result"], [])
                    groups = self._rpc(
                        user,
                        record._name,
                        "formatted_read_group",
                        [("id", "in", record.ids)],
                        [],
                        [f"{names[0]}:sum"],
                    )
                    self.assertFalse(groups["result"][0][f"{names[0]}:sum"])
                    write = self._rpc(
                        user, record._name, "write", record.ids, {names[0]: 1}
                    )
                    self.assertIn("error", write)
        for user in (self.user_officer, self.user_manager):
            answer = self._rpc(
                user,
                "mbb.mentee",
                "web_read",
                mentee.ids,
                {"review_ids": {"fields": {"total": {}}}, "call_points": {}},
            )
            row = answer["result"][0]
            self.assertEqual((row["review_ids"], row["call_points"]), ([], 0))
            # Nor by a condition that tells them apart.
            found = self._rpc(
                user,
                "mbb.mentee",
                "search_count",
                [("id", "=", mentee.id), ("review_ids.total", "=", 44)],
            )
            self.assertEqual(found["result"], 0)
        self._score(mentee, 46, second)
        self.env.flush_all()
        for user in outsiders:
            answer = self._rpc(user, first._name, "read", first.ids, ["total"])
            self.assertEqual(answer["result"][0]["total"], 44)

    def test_result_is_not_typed(self):
        self.call.action_open()
        mentee = self._apply()
        self.env.flush_all()
        for name, value in (
            ("call_points", 99),
            ("call_rank", 1),
            ("call_result", "selected"),
            ("call_scored", True),
        ):
            answer = self._rpc(
                self.user_manager, "mbb.mentee", "write", mentee.ids, {name: value}
            )
            self.assertIn("error", answer)
        answer = self._rpc(
            self.user_manager, "mbb.mentee", "_answer_call", mentee.ids
        )
        self.assertIn("error", answer)
