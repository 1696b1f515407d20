# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import threading
from unittest.mock import patch

from odoo.http import request
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.portal.controllers.portal import CustomerPortal

from .common import PortalCase

#: Addresses that are read and cannot come from a replica, each with its reason.
WRITING = {
    # Who took the file along is kept with the claim.
    "/mentoring/travel/<int:claim_id>/dossier",
    # Links that lead nowhere are counted.
    "/mentoring/register/confirm/<string:token>",
    "/mentoring/invitation/<string:token>",
    "/mentoring/evaluate/<string:token>",
    "/mentoring/calendar/<string:token>.ics",
    # What was read is not new any more.
    "/my/mentoring/matches/<int:match_id>/messages",
    "/my/mentoring/matches/<int:match_id>/messages/page/<int:page>",
    # The platform's, read and posted at one address.
    "/web/reset_password",
}


@tagged("post_install", "-at_install")
class TestReplica(PortalCase):
    """What only reads may be served by a read-only copy of the database."""

    def _get_rules(self):
        # The platform asks the thread for its database, as in a request.
        thread = threading.current_thread()
        with patch.object(thread, "dbname", self.env.cr.dbname, create=True):
            routes = self.env["ir.http"].routing_map()
        return [
            rule
            for rule in routes.iter_rules()
            if rule.endpoint.original_endpoint.__module__.startswith(
                "odoo.addons.mbb_mentor"
            )
        ]

    def test_what_is_read_is_declared_so(self):
        found = {
            rule.rule
            for rule in self._get_rules()
            if "GET" in (rule.methods or {"GET"})
            and not rule.endpoint.routing["readonly"]
        }
        self.assertEqual(found, WRITING)

    def test_what_is_posted_is_not(self):
        for rule in self._get_rules():
            if rule.methods and "GET" not in rule.methods:
                self.assertFalse(rule.endpoint.routing["readonly"], rule.rule)

    @mute_logger("odoo.http")
    def test_a_page_that_writes_is_found(self):
        """What watches over every other test of the portal sees it."""

        def write(_controller):
            request.env.user.partner_id.sudo().comment = "Somebody was here"
            request.env.flush_all()
            return {"sales_user": request.env["res.users"], "page_name": "home"}

        self._sign_in(self.user_asking)
        with patch.object(CustomerPortal, "_prepare_portal_layout_values", write):
            self._get("/my/mentoring")
        self.assertEqual(self.written, ["/my/mentoring"])
        self.written.clear()
