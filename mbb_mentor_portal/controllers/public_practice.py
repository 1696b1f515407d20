# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import re

from werkzeug.exceptions import BadRequest, Gone, NotFound

from odoo.fields import Domain
from odoo.http import request, route
from odoo.tools.image import image_process

from odoo.addons.portal.controllers.portal import pager as portal_pager

from .forms import MAX_LINE, Form
from .public_page import MentoringPublicPage

PAGE_SIZE = 12
FILTERS = ("field", "where", "province", "type", "year")
_NUMBER = re.compile(r"[A-Za-z0-9-]{3,40}")
#: Points of the longer side of the picture on a card.
_CARD_SIZE = 640
_PAGE_SIZE = 1600


class MentoringPublicPractice(MentoringPublicPage):
    """Good practices, for everybody. What is withdrawn is gone at once: nothing of it
    is kept by anybody on the way."""

    def _public_practice_crumbs(self):
        return [(request.env._("Good Practices"), "/mentoring/practices")]

    # -- the list ------------------------------------------------------------

    @route(
        ["/mentoring/practices", "/mentoring/practices/page/<int:page>"],
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_practices(self, page=1, **params):
        practices_sudo = request.env["mbb.practice"].sudo()
        options = practices_sudo._get_public_options()
        form = Form(params)
        chosen = self._public_practice_filters(form, options)
        domain = practices_sudo._get_public_domain() & Domain.AND(
            practices_sudo._get_public_filter_domain(name, value)
            for name, value in chosen.items()
            if name != "q"
        )
        if chosen.get("q"):
            domain &= practices_sudo._get_public_text_domain(chosen["q"])
        total = practices_sudo.search_count(domain)
        pager = portal_pager(
            url="/mentoring/practices",
            total=total,
            page=page,
            step=PAGE_SIZE,
            url_args=chosen,
        )
        found_sudo = practices_sudo.search(
            domain, limit=PAGE_SIZE, offset=pager["offset"]
        )
        response = self._public_render(
            "mbb_mentor_portal.public_practices",
            request.env._("Good Practices"),
            request.env._(
                "What municipalities have done well: the problem, the way, the result "
                "in numbers, and what another institution needs to do the same."
            ),
            "/mentoring/practices",
            practices=[row._get_public_card() for row in found_sudo],
            total=total,
            options=options,
            labels=self._public_practice_labels(),
            form=Form(values=chosen),
            filtered=bool(chosen),
            pager=pager,
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    def _public_practice_filters(self, form, options):
        """{name: value} of what was chosen and exists; the rest shows the whole list."""
        chosen = {
            name: form.raw(name)
            for name in FILTERS
            if form.raw(name) in dict(options[name])
        }
        text = form.line("q")[:MAX_LINE]
        if text:
            chosen["q"] = text
        return chosen

    def _public_practice_labels(self):
        return {
            "field": request.env._("Field"),
            "where": request.env._("Country"),
            "province": request.env._("Province"),
            "type": request.env._("Kind of institution"),
            "year": request.env._("Year"),
        }

    # -- one practice --------------------------------------------------------

    def _public_practice(self, slug):
        """The published practice (as superuser); gone, or never there."""
        if not slug.isprintable():
            raise BadRequest()
        practices = request.env["mbb.practice"]
        practice_sudo = practices.sudo()
        if _NUMBER.fullmatch(slug):
            practice_sudo = practices._get_public_number_sudo(slug)
            if not practice_sudo and practices._was_public(slug):
                raise Gone()
        if not practice_sudo:
            raise NotFound()
        return practice_sudo

    @route(
        "/mentoring/practices/<string:slug>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_practice(self, slug, **params):
        practice_sudo = self._public_practice(slug)
        moved = self._public_moved(practice_sudo, slug)
        if moved:
            return moved
        turkish = practice_sudo._is_public_turkish()
        if not turkish and not practice_sudo.has_english:
            # It has no English text: the reader gets the Turkish one, as such.
            return request.redirect(self._public_turkish(practice_sudo), code=302)
        page = practice_sudo._get_public_page()
        response = self._public_render(
            "mbb_mentor_portal.public_practice",
            page["name"],
            page["problem"],
            self._public_practice_paths(practice_sudo),
            crumbs=self._public_practice_crumbs(),
            practice=page,
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    def _public_turkish(self, practice_sudo):
        codes = request.env["res.lang"]._get_frontend().items()
        prefix = next(row.url_code for code, row in codes if code.startswith("tr"))
        return f"/{prefix}{practice_sudo._get_public_url()}"

    def _public_practice_paths(self, practice_sudo):
        """Where there is no English text, its language leads to the list."""
        return {
            code: practice_sudo._get_public_url()
            if practice_sudo.has_english or code.startswith("tr")
            else "/mentoring/practices"
            for code in request.env["res.lang"]._get_frontend()
        }

    # -- its pictures and files ----------------------------------------------

    def _public_practice_row(self, rows_sudo, row_id):
        row_sudo = rows_sudo.filtered(lambda row: row.id == row_id)
        if not row_sudo:
            raise NotFound()
        return row_sudo

    @route(
        [
            "/mentoring/practices/<string:slug>/pictures/<int:picture_id>",
            "/mentoring/practices/<string:slug>/pictures/<int:picture_id>/<any(card):size>",
        ],
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_practice_picture(self, slug, picture_id, size=None, **params):
        practice_sudo = self._public_practice(slug)
        picture_sudo = self._public_practice_row(practice_sudo.picture_ids, picture_id)
        return self._public_picture(picture_sudo, _CARD_SIZE if size else _PAGE_SIZE)

    def _public_picture(self, picture_sudo, side):
        """No larger than a page shows it."""
        content = image_process(picture_sudo._get_content(), size=(side, side))
        return request.make_response(
            content,
            [
                ("Content-Type", picture_sudo.mimetype),
                ("Content-Disposition", "inline"),
                ("X-Content-Type-Options", "nosniff"),
                ("Content-Security-Policy", "default-src 'none'"),
                ("Cache-Control", "no-store"),
            ],
        )

    @route(
        "/mentoring/practices/<string:slug>/files/<int:file_id>",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_practice_file(self, slug, file_id, **params):
        practice_sudo = self._public_practice(slug)
        file_sudo = self._public_practice_row(practice_sudo.file_ids, file_id)
        return self._mentoring_file(
            file_sudo._get_content(), file_sudo.mimetype, file_sudo.name
        )
