# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import os
import tempfile

from werkzeug.exceptions import NotFound
from werkzeug.wsgi import wrap_file

from odoo.http import Controller, content_disposition, request, route


class DossierController(Controller):
    @route(
        "/mentoring/travel/<int:claim_id>/dossier",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def travel_dossier(self, claim_id, **params):
        """The audit file, from disk: its papers may be larger than a memory likes."""
        claim = request.env["mbb.travel.claim"].search([("id", "=", claim_id)])
        if not claim:
            raise NotFound()
        claim._check_dossier_access()
        # Closed, and with that deleted, when the response is.
        stream = tempfile.TemporaryFile()  # pylint: disable=consider-using-with
        claim._write_dossier(stream)
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        response = request.make_response(
            wrap_file(request.httprequest.environ, stream),
            [
                ("Content-Type", "application/zip"),
                ("Content-Length", size),
                (
                    "Content-Disposition",
                    content_disposition(claim._get_dossier_name()),
                ),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )
        response.direct_passthrough = True
        return response
