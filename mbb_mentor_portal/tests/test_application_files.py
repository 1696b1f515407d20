# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import hashlib
import io
from unittest.mock import patch

from lxml import html
from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.common import PDF

from ..models import mbb_application_file
from .common import PortalCase, make_png


def make_jpeg_with_place():
    output = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    Image.new("RGB", (8, 8), "white").save(output, "JPEG", exif=exif)
    return output.getvalue()


@tagged("post_install", "-at_install")
class TestApplicationFiles(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.url = cls.draft._get_portal_url()

    def _add(self, name="yazi.pdf", content=PDF, status=303, record=None, **values):
        return self._post_step(
            record or self.draft,
            "files",
            status,
            files={"document": (name, content)},
            **{"do": "add", "file_kind": "letter", **values},
        )

    @property
    def files(self):
        return self.draft.sudo().file_ids

    def test_added_shown_and_removed(self):
        self._sign_in(self.user_applicant)
        self._add(file_note="With the plan")
        self._add("kroki.png", make_png(), file_kind="picture")
        letter, picture = self.files
        self.assertEqual(letter.user_id, self.user_applicant)
        self.assertEqual(letter.sha256, hashlib.sha256(PDF).hexdigest())
        self.assertEqual((letter.kind, letter.note), ("letter", "With the plan"))
        for page in ("/edit/files", "/edit/review", ""):
            found = html.fromstring(self._get(self.url + page).text)
            self.assertEqual(
                found.xpath("//img[contains(@src, '/files/')]/@src"),
                [f"{self.url}/files/{picture.id}"],
            )
            self.assertTrue(found.xpath(f"//a[@href='{self.url}/files/{letter.id}']"))
        self._post(f"{self.url}/files/{letter.id}/delete")
        self.env.invalidate_all()
        self.assertEqual(self.files, picture)
        # With the draft its bytes go, too.
        self._post(f"{self.url}/delete")
        self.assertFalse(
            self.env["ir.attachment"].search(
                [("res_model", "=", "mbb.application.file"), ("res_field", "=", "file")]
                + [("res_id", "=", picture.id)]
            )
        )

    def test_chosen_and_gone_on(self):
        """Who chooses a file and presses the other button loses it not."""
        self._sign_in(self.user_asking)
        response = self._add(do="next")
        self.assertIn("/edit/review", response.headers["Location"])
        self.assertEqual(len(self.files), 1)

    def test_served_as_what_it_was_judged_to_be(self):
        self._sign_in(self.user_asking)
        self._add("../<b>.html", PDF)
        self._add("kroki.png", make_png())
        for file, disposition in zip(self.files, ("attachment", "inline"), strict=True):
            headers = self._get(f"{self.url}/files/{file.id}").headers
            self.assertEqual(headers["Content-Type"], file.mimetype)
            self.assertTrue(headers["Content-Disposition"].startswith(disposition))
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertIn("sandbox", headers["Content-Security-Policy"])
            self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
            self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertEqual(self.files[0].name, "<b>.html.pdf")
        self.assertNotIn("<b>.html", self._get(f"{self.url}/edit/files").text)

    def test_hostile_files(self):
        self._sign_in(self.user_asking)
        png = make_png()
        for name, content in (
            ("empty.pdf", b""),
            ("page.pdf", b"<html><script>alert(1)</script></html>"),
            ("run.pdf", b"MZ\x90\x00" + b"\x00" * 64),
            ("cut.png", png[: len(png) // 2]),
            ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("huge.pdf", PDF[:-6] + b"\n" * (10 * 1024 * 1024) + b"%%EOF\n"),
        ):
            with self.subTest(name=name):
                response = self._add(name, content, 422, file_note="Kept")
                self.assertIn('id="document_error"', response.text)
                self.assertIn('value="Kept"', response.text)
        self._post_step(self.draft, "files", 422, do="add")
        self._add(status=422, file_kind="application")
        self.assertFalse(self.files)
        self._add("foto.jpg", make_jpeg_with_place())
        self.assertNotIn(b"Secret camera", self.files._get_content())

    def test_only_so_many(self):
        self._sign_in(self.user_asking)
        with patch.object(mbb_application_file, "MAX_FILES", 2):
            self._add()
            self._add("2.pdf")
            self._add("3.pdf", status=422)
        self.assertEqual(len(self.files), 2)

    def test_only_so_often(self):
        """Of files as often as the limit of files says, counted for the person."""
        asked = []

        def exceeded(_limits, key, *subjects):
            asked.append((key, subjects[1:]))
            return True

        self._sign_in(self.user_asking)
        with patch.object(type(self.env["mbb.portal.limit"]), "_is_exceeded", exceeded):
            self._add(status=429)
        self.assertEqual(asked, [("upload", (f"user {self.user_asking.id}",))])
        self.assertTrue(self.env["mbb.portal.limit"].search([("key", "=", "upload")]))
        self.assertFalse(self.files)

    @mute_logger("odoo.http")
    def test_what_was_submitted_stays(self):
        self._sign_in(self.user_asking)
        self._add()
        file = self.files
        self._post_steps(self.draft)
        self._submit(self.draft)
        self.assertEqual(self.draft.state, "submitted")
        self._add(status=403)
        self._post(f"{self.url}/files/{file.id}/delete", status=403)
        for user in (self.user_officer, self.user_manager, self.env.user):
            with self.assertRaises(UserError):
                file.with_user(user).unlink()
            with self.assertRaises(UserError):
                file.with_user(user).write({"note": "Else"})
        with self.assertRaises(UserError):
            file.sudo().unlink()
        with self.assertRaises(UserError):
            file.sudo().copy({"file": base64.b64encode(PDF)})
        # Asked for more, the applicant may change them again.
        self.draft.with_user(self.user_officer).action_review()
        self.draft.with_user(self.user_officer).action_return("Another letter")
        self._post(f"{self.url}/files/{file.id}/delete")
        self._add("2.pdf")
        self.env.invalidate_all()
        self.assertEqual(self.files.name, "2.pdf")
        frozen = self.draft.sudo().submitted_content["files"]
        self.assertEqual([row["name"] for row in frozen], ["yazi.pdf"])

    @mute_logger("odoo.http")
    def test_who(self):
        self._sign_in(self.user_asking)
        self._add()
        file = self.files
        address = f"{self.url}/files/{file.id}"
        for who, read, write in (
            ("applicant", 200, None),
            ("viewer", 200, 403),
            ("giving", 404, 404),
            ("former", 404, 404),
            ("other", 404, 404),
            ("expert", 404, 404),
        ):
            self._sign_in(getattr(self, f"user_{who}"))
            with self.subTest(who=who):
                self._get(address, read)
                # By the address of another application it is not there.
                self._get(f"{self.mentee._get_portal_url()}/files/{file.id}", 404)
                if write:
                    self._post(f"{address}/delete", status=write)
                    self._add(status=write)
        self.assertEqual(self.files, file)

    def test_remote_calls(self):
        """By RPC a file is neither added nor read nor taken off."""
        self._sign_in(self.user_asking)
        self._add()
        files = self.files.with_user(self.user_asking).sudo(False)
        self.assertEqual(files.read(["name"])[0]["name"], "yazi.pdf")
        for names in (["file"], ["user_id"], ["mentee_id"]):
            with self.assertRaises(AccessError):
                files.read(names)
        for method, args in (
            ("unlink", ()),
            ("write", ({"note": "x"},)),
            (
                "create",
                ({"mentee_id": self.draft.id, "file": base64.b64encode(PDF)},),
            ),
        ):
            with self.assertRaises(UserError):
                getattr(files, method)(*args)
        for user in (self.user_viewer, self.user_other):
            with self.assertRaises(AccessError):
                self.draft.with_user(user)._add_portal_file("x", PDF, "other", "")

    def test_paper_of_what_was_submitted(self):
        self._sign_in(self.user_asking)
        self._add()
        with mute_logger("odoo.http"):
            self._get(f"{self.url}/paper", 403)
        self._post_steps(self.draft)
        self._submit(self.draft)
        self.assertIn(f"{self.url}/paper", self._get(self.url).text)
        response = self._get(f"{self.url}/paper")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertTrue(response.content.startswith(b"%PDF"))
        record = self.draft.with_user(self.user_asking)
        page = str(
            self.env["ir.qweb"]._render(
                "mbb_mentor.report_application_page", record._prepare_paper()
            )
        )
        for text in (self.draft.number, "yazi.pdf", self.files.sha256):
            self.assertIn(text, page)
        for who in ("giving", "other", "former"):
            self._sign_in(getattr(self, f"user_{who}"))
            with mute_logger("odoo.http"):
                self._get(f"{self.url}/paper", 404)
