# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import re

from werkzeug.exceptions import BadRequest, NotFound

from odoo import models
from odoo.http import SAFE_HTTP_METHODS, request

#: Python reads no number that is longer.
_ENDLESS = re.compile(r"[0-9]{4000}")
_CONTROL = re.compile(r"[\r\n]")
#: Our pages that anybody may keep; all others are of one person.
_PUBLIC = re.compile(
    r"(/\w{2}(_\w+)?)?/mentoring(/(calls|events|accessibility|privacy)\b|/?$)"
)


def is_token(value):
    """Whether it can be a token of a form at all: over a file, or over letters beyond
    ASCII, the platform stumbles when it compares."""
    return isinstance(value, str) and value.isascii()


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _match(cls, path_info):
        # No page has one in its address, and no redirect can be sent to it.
        if _CONTROL.search(path_info):
            raise NotFound()
        try:
            return super()._match(path_info)
        except ValueError as error:
            if _ENDLESS.search(path_info):
                raise NotFound() from error
            raise

    @classmethod
    def _pre_dispatch(cls, rule, args):
        res = super()._pre_dispatch(rule, args)
        routing = rule.endpoint.routing
        if (
            routing["type"] == "http"
            and routing.get("csrf", True)
            and request.httprequest.method not in SAFE_HTTP_METHODS
            and not is_token(request.get_http_params().get("csrf_token", ""))
        ):
            raise BadRequest()
        return res

    @classmethod
    def _serve_fallback(cls):
        # Looked up in the database, which has no such character.
        if "\x00" in request.httprequest.path:
            return None
        return super()._serve_fallback()

    @classmethod
    def _get_exception_code_values(cls, exception):
        # Whoever adds ?debug=1 to an address would be shown where our code is and
        # what it had in its hands.
        code, values = super()._get_exception_code_values(exception)
        if not request.env.user._is_system():
            values.pop("traceback", None)
            values.pop("qweb_exception", None)
        return code, values

    @classmethod
    def _post_dispatch(cls, response):
        super()._post_dispatch(response)
        path = request.httprequest.path
        if "/mentoring" not in path:
            return
        # Pages and refusals alike: not in a frame of others, and neither a code of an
        # address nor what is personal goes on from here.
        headers = response.headers
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        headers.setdefault("Content-Security-Policy", "frame-ancestors 'self'")
        headers.setdefault("Referrer-Policy", "same-origin")
        if not _PUBLIC.match(path):
            headers.setdefault("Cache-Control", "no-store")
