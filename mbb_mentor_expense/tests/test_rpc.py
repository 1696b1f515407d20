# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import TravelCommon


@tagged("post_install", "-at_install")
class TestRpc(TravelCommon, HttpCase):
    """The same guards from outside, with every key a context can carry."""

    CONTEXT = {
        "mbb_passage": True,
        "mbb_travel_pass": True,
        "default_state": "paid",
        "active_test": False,
    }

    def _call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {
                "model": model,
                "method": method,
                "args": list(args),
                "kwargs": {"context": self.CONTEXT, **kwargs},
            },
        )

    def _refused(self, model, method, *args, **kwargs):
        with (
            self.subTest(model=model, method=method, args=args),
            mute_logger("odoo.http"),
            self.assertRaises(JsonRpcException),
        ):
            self._call(model, method, *args, **kwargs)

    def test_claim(self):
        claim = self._create_claim()
        claim.action_submit()
        ids = claim.ids
        for user in ("officer", "manager", "authoriser", "accountant"):
            login = f"test.{user}"
            self.authenticate(login, login + "x" * (8 - len(login)))
            # Signed in, and reading: what is refused below is refused by the guards.
            self.assertTrue(self._call("mbb.travel.claim", "read", ids, ["state"]))
            for state in ("confirmed", "checked", "approved", "posted", "paid"):
                self._refused("mbb.travel.claim", "write", ids, {"state": state})
            self._refused("mbb.travel.claim", "write", ids, {"result": {}})
            self._refused("mbb.travel.claim", "write", ids, {"degree": 1})
            self._refused("mbb.travel.claim", "unlink", ids)
            for method, args in (
                ("_take_arrow", ["paid"]),
                ("_write_guarded", [{"state": "paid"}]),
                ("_sync_ledger", []),
                ("_create_expenses", []),
                ("action_post", []),
            ):
                self._refused("mbb.travel.claim", method, ids, *args)
        self.assertEqual(claim.state, "submitted")

    def test_expense(self):
        claim = self._approved_claim()
        ids = claim.sudo().expense_ids.ids
        self.authenticate("admin", "admin")
        self.assertTrue(self._call("hr.expense", "read", ids, ["total_amount"]))
        for method, args in (
            ("write", [{"total_amount": 1}]),
            ("write", [{"approval_state": False}]),
            ("write", [{"travel_claim_id": False}]),
            ("unlink", []),
            ("action_reset", []),
            ("action_post", []),
            ("action_approve", []),
            ("action_refuse", []),
            ("action_split_wizard", []),
            ("_do_approve", []),
        ):
            self._refused("hr.expense", method, ids, *args)
        self.assertEqual(set(claim.sudo().expense_ids.mapped("state")), {"approved"})
