# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import re

from odoo.http import Controller, content_disposition, request, route

from ..models.relation.mbb_letter_print_mixin import DOCTYPE

#: Of one visit; more is no file that anybody prints.
MAX_LETTERS = 100
ID = re.compile(r"[0-9]{1,9}")


class VerifyController(Controller):
    """Is this letter real, and does it still stand? For whoever holds the paper."""

    @route(
        ["/mentoring/verify", "/mentoring/verify/<string:code>"],
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        readonly=True,
    )
    def verify(self, code="", **_kwargs):
        # The code is the key: 20 characters of chance. A letter is looked up by it
        # as superuser, and the page shows what the paper shows, less the name.
        letter = request.env["mbb.letter"].sudo()._find_by_code(code)
        response = request.render(
            "mbb_mentor.verify_page",
            {
                "doctype": DOCTYPE,
                "letter": letter,
                "code": code,
                "company": letter.company_id or request.env.company.sudo(),
                "html_lang": (request.env.lang or "tr_TR").replace("_", "-"),
            },
            status=200 if letter or not code else 404,
        )
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    @route(
        "/mentoring/letters/<int:letter_id>/download",
        type="http",
        auth="user",
        readonly=True,
    )
    def download(self, letter_id, **_kwargs):
        letter = request.env["mbb.letter"].browse(letter_id).exists()
        if not letter or not letter.has_access("read"):
            raise request.not_found()
        # Who may read the letter may read the file that it is.
        evidence = letter.sudo().evidence_id
        return self._send_file(evidence._get_content(), evidence.name)

    @route(
        "/mentoring/letters/<int:letter_id>/metadata",
        type="http",
        auth="user",
        readonly=True,
    )
    def metadata(self, letter_id, **_kwargs):
        letter = request.env["mbb.letter"].browse(letter_id).exists()
        if not letter or not letter.has_access("read"):
            raise request.not_found()
        name = f"{letter.number.replace('/', '-')}-ustveri.xml"
        return self._send_file(letter._get_metadata(), name, "application/xml")

    @route(
        "/mentoring/letters/print/<string:letter_ids>",
        type="http",
        auth="user",
        readonly=True,
    )
    def print_letters(self, letter_ids, **_kwargs):
        """Several letters in one file, for those who may read each of them."""
        ids = letter_ids.split(",")
        if len(ids) > MAX_LETTERS or not all(map(ID.fullmatch, ids)):
            raise request.not_found()
        letters = request.env["mbb.letter"].browse(map(int, ids)).exists()
        if not letters or not letters.has_access("read"):
            raise request.not_found()
        name = request.env._("Letters") + ".pdf"
        return self._send_file(letters._get_joined_pdf(), name)

    def _send_file(self, content, name, mimetype="application/pdf"):
        return request.make_response(
            content,
            headers=[
                ("Content-Type", mimetype),
                ("Content-Disposition", content_disposition(name)),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )
