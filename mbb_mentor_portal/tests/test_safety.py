# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import io
from unittest.mock import patch

from lxml import html
from PIL import Image

from odoo import http
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.models.mail_mail import MailMail
from odoo.addons.mbb_mentor.models.base.uploads import (
    MAX_POINTS,
    _strip_jpeg,
    is_readable,
    strip_metadata,
)

from . import hostile
from .common import PortalCase


class TestUploads(BaseCase):
    """A file is judged by its content, and keeps what is seen of it alone."""

    def test_a_picture_that_unfolds_to_more_than_a_memory(self):
        for name in ("a picture of 60,000 × 60,000", "a picture of 12,000 × 12,000"):
            self.assertFalse(is_readable(hostile.files()[name], "image/png"), name)
        side = int(MAX_POINTS**0.5) - 1
        output = io.BytesIO()
        Image.new("1", (side, side)).save(output, "PNG")
        self.assertTrue(is_readable(output.getvalue(), "image/png"))

    def test_what_a_camera_appends(self):
        page = hostile.PAGE
        for progressive in (False, True):
            output = io.BytesIO()
            picture = Image.effect_noise((64, 64), 90)
            picture.save(output, "JPEG", progressive=progressive, comment=b"Home")
            kept = strip_metadata(output.getvalue() + page, "image/jpeg")
            self.assertNotIn(b"script", kept)
            self.assertNotIn(b"Home", kept)
            with Image.open(io.BytesIO(kept)) as found:
                with Image.open(io.BytesIO(output.getvalue())) as given:
                    self.assertEqual(found.tobytes(), given.tobytes())
        output = io.BytesIO()
        picture.save(output, "PNG")
        content = output.getvalue()
        self.assertEqual(strip_metadata(content + page, "image/png"), content)

    def test_what_stands_before_a_marker(self):
        """Fill bytes, and markers without a content, hide nothing behind them."""
        content = hostile.files()["a photograph"]
        self.assertEqual(content.count(b"\xff\xe1"), 1)
        for before in (b"\xff", b"\xff" * 9, b"\xff\x01", b"\xff\xd0", b"\xff\x00"):
            hidden = content.replace(b"\xff\xe1", before + b"\xff\xe1")
            with self.subTest(before=before):
                kept = _strip_jpeg(hidden)
                self.assertNotIn(b"Exif", kept)
                self.assertTrue(is_readable(kept, "image/jpeg"))

    def test_broken_exif_is_taken_off(self):
        for name, content in hostile.files().items():
            if "photograph" in name and is_readable(content, "image/jpeg"):
                kept = strip_metadata(content, "image/jpeg")
                self.assertNotIn(b"Exif", kept, name)
                self.assertTrue(is_readable(kept, "image/jpeg"), name)


@tagged("post_install", "-at_install")
class TestSafety(PortalCase):
    """What is so for every address."""

    def _text(self, url, data=None):
        response = self.url_open(url, data and {**self._csrf(), **data})
        return " ".join(html.fromstring(response.text).find(".//main").itertext())

    def _csrf(self):
        return {"csrf_token": http.Request.csrf_token(self)}

    @mute_logger("odoo.http", "odoo.addons.http_routing.models.ir_http")
    def test_no_traceback_for_who_asks_for_it(self):
        post = f"/my/mentoring/mentees/{self.draft.id}/delete"
        for user in (None, self.user_viewer, self.user_asking):
            self._sign_in(user)
            for url, data in (
                (f"/my/mentoring/mentees/{self.draft.id}/edit?debug=1", None),
                (f"{post}?debug=1", {"no": "token"}),
                ("/mentoring/nothing?debug=1", None),
            ):
                page = self.url_open(url, data).text
                self.assertNotIn("Traceback", page)
                self.assertNotIn("site-packages", page)
        # Who keeps the system is told.
        self.authenticate("admin", "admin")
        page = self.url_open(f"{post}?debug=1", {"no": "token"}).text
        self.assertIn("Traceback", page)

    @mute_logger("odoo.http")
    def test_addresses_that_cannot_be(self):
        for user in (None, self.user_asking):
            self._sign_in(user)
            for url in (
                f"/my/mentoring/mentees/{'9' * 5000}",
                f"/my/mentoring/mentees/{'9' * 20}",
                f"/mentoring/letters/print/{'9' * 5000}",
                "/mentoring/letters/print/%D9%A3",
                "/my/mentoring/all/%00",
                "/mentoring/%00",
                "/mentoring/practices/%0A",
                "/tr/mentoring/practices/%0D%0AX",
            ):
                with self.subTest(url=url[:60], user=user):
                    self.assertIn(self.url_open(url).status_code, (200, 404))

    def test_headers(self):
        """Of what is given and of what is refused."""
        self._load_relation()
        self._sign_in(self.user_asking)
        for url in (
            "/mentoring",
            "/my/mentoring",
            "/my/mentoring/nothing",
            "/mentoring/verify/x",
            f"/my/mentoring/letters/{self.letter.id}",
            f"/mentoring/letters/{self.letter.id}/download",
            f"/mentoring/letters/{self.letter.id}/metadata",
        ):
            with self.subTest(url=url), mute_logger("odoo.http"):
                headers = self.url_open(url).headers
                self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
                self.assertIn("frame-ancestors", headers["Content-Security-Policy"])
                allowed = {"same-origin", "no-referrer"}
                if url == "/mentoring":
                    allowed = {"strict-origin-when-cross-origin"}
                self.assertIn(headers["Referrer-Policy"], allowed)
                if url != "/mentoring":
                    self.assertEqual(headers["Cache-Control"], "no-store")

    def test_nowhere_else(self):
        """An address given with the sign-in leads nowhere outside."""
        self._sign_in(self.user_asking)
        for target in ("//evil.example", "https://evil.example/x", "/\\evil.example"):
            response = self.url_open(
                f"/web/login?redirect={target}", allow_redirects=False
            )
            self.assertRegex(response.headers["Location"], r"^/(?![/\\])")

    def test_a_forgotten_password_tells_nobody_who_is_known(self):
        self.user_viewer.email = False
        logins = (
            self.user_asking.login,
            self.user_viewer.login,
            "nobody@example.org",
            "%",
        )
        self._sign_in(None)
        answers = {
            self._text("/web/reset_password", {"login": login}).replace(login, "")
            for login in logins
        }
        self.assertEqual(len(answers), 1)
        [said] = answers
        self.assertNotIn("No account", said)

    @mute_logger("odoo.http")
    def test_no_address_is_looked_up_for_who_asks(self):
        self._sign_in(None)
        self.user_asking.email = "asking@example.org"
        answers = set()
        for email in ("asking@example.org", "nobody@example.org"):
            for page in ("reset_password", "signup"):
                response = self.url_open(
                    f"/web/{page}?signup_email={email}", allow_redirects=False
                )
                self.assertNotIn("login=", response.headers.get("Location", ""))
                answers.add((page, response.status_code))
        self.assertEqual(len(answers), 2)
        page = self.url_open("/web/reset_password?message=Call+us&error=Pay+now").text
        self.assertNotIn("Call us", page)
        self.assertNotIn("Pay now", page)

    def test_a_forgotten_password_takes_no_longer_for_who_is_known(self):
        """The mail waits for the queue, which is called: nothing is sent meanwhile."""
        self.user_asking.email = "asking@example.org"
        mails = self.env["mail.mail"].sudo()
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action")
        triggers = self.env["ir.cron.trigger"].sudo()
        before = triggers.search([])
        self._sign_in(None)
        with patch.object(MailMail, "send") as sent:
            for login in (self.user_asking.login, "nobody@example.org"):
                self._text("/web/reset_password", {"login": login})
        sent.assert_not_called()
        mail = mails.search([("email_to", "=", "asking@example.org")])
        self.assertEqual(mail.mapped("state"), ["outgoing"])
        self.assertTrue(triggers.search([("cron_id", "=", cron.id)]) - before)
        self.assertIn("reset_password", mail.body_html)
        # What the queue sends it does send.
        with patch.object(MailMail, "send") as sent:
            mail.send()
        sent.assert_called_once()

    @mute_logger("odoo.http")
    def test_tokens_that_are_none(self):
        """With a check of the platform, and with the one of our own."""
        self._sign_in(self.user_asking)
        draft = self.draft._get_portal_url()
        for url in (f"{draft}/delete", f"{draft}/edit/content"):
            for token in ("ş", "x" * 40 + "o٣", "\u2066"):
                response = self.url_open(url, {"csrf_token": token})
                self.assertEqual(response.status_code, 400, (url, token))
            response = self.url_open(url, {"x": "1"}, files={"csrf_token": b"x"})
            self.assertEqual(response.status_code, 400, url)
        self.assertTrue(self.draft.exists())

    def test_so_many_forgotten_passwords(self):
        limit = self.env.ref("mbb_mentor_portal.mbb_portal_limit_password")
        limit.attempts = 2
        users = self.env["res.users"].sudo()
        self.user_asking.email = "asking@example.org"
        sent = [bool(users.reset_password(self.user_asking.login)) for _t in range(3)]
        self.assertEqual(sent, [True, True, False])
