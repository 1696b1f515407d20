# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden, NotFound

from odoo.http import content_disposition, request, route

from odoo.addons.mbb_mentor.models.base.mbb_evidence import MAX_SIZE

from ..models.mbb_application_file import MAX_FILES
from .application import KIND_ROUTE
from .application_form import ApplicationFormPortal
from .forms import Form


class ApplicationReviewPortal(ApplicationFormPortal):
    """The files, the last look and the submission."""

    # -- review and submit -----------------------------------------------------

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/edit/review",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_application_review(self, kind, record_id, **params):
        record = self._mentoring_editable(kind, record_id)
        form = Form()
        # What is missing is said before anything was done wrong.
        form.status = 200
        self._mentoring_put_missing(form, record)
        if form.ok:
            target = "review" if record.state == "incomplete" else "submitted"
            obstacle = record._get_arrow_obstacle(target)
            if obstacle:
                form.error("", obstacle)
        return self._mentoring_step_page(kind[:-1], form, "review", record)

    def _mentoring_context_review(self, kind, form, record, call):
        owner = record._is_portal_owner()
        notice = record._get_own_notice()
        consent = record._get_portal_consent(owner)
        return {
            "words": self._mentoring_words(record),
            "files": self._mentoring_parts("mbb.application.file", record),
            "privacy": not record._knows_notice(notice) and notice,
            "consent": not record._knows_notice(consent) and consent,
            "step_url": lambda step: self._mentoring_step_url(record, step),
        }

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/edit/review",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        # Checked in `_mentoring_token_is_old`.
        csrf=False,
    )
    def mentoring_application_submit(self, kind, record_id, **post):
        record = self._mentoring_editable(kind, record_id)
        form = Form(post)
        self._mentoring_put_missing(form, record)
        notice = record._get_own_notice()
        if not record._knows_notice(notice):
            self._mentoring_read_notice(form, notice)
        # Never asked again with a tick in it: a consent is given, not left standing.
        agrees = bool(post.get("consent"))
        if not self._mentoring_token_is_old(form, post) and form.ok:
            self._mentoring_try(form, self._mentoring_submit, record, agrees)
        if not form.ok:
            return self._mentoring_step_page(kind[:-1], form, "review", record)
        done = "mended" if record.state == "review" else "submitted"
        return request.redirect(f"{record._get_portal_url()}?done={done}")

    def _mentoring_submit(self, record, agrees):
        record._record_notice()
        consent = record._get_portal_consent(record._is_portal_owner())
        if agrees and consent:
            request.env["mbb.notice.acknowledgement"]._record(consent, record)
        record.action_submit()

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/consent/<int:row_id>/withdraw",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_application_consent_withdraw(self, kind, record_id, row_id, **post):
        record = self._mentoring_application(kind, record_id)
        row = self._mentoring_explicit(record).filtered(lambda row: row.id == row_id)
        if not row:
            raise NotFound()
        form = Form(post)
        if self._mentoring_try(form, row._take_back):
            return request.redirect(f"{record._get_portal_url()}?done=taken_back")
        return self._mentoring_application_page(record, kind, form)

    # -- files -----------------------------------------------------------------

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/edit/files",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_application_files(self, kind, record_id, **params):
        record = self._mentoring_editable(kind, record_id)
        return self._mentoring_step_page(kind[:-1], Form(), "files", record)

    def _mentoring_context_files(self, kind, form, record, call):
        kinds = request.env["mbb.application.file"]._fields["kind"]
        return {
            "files": self._mentoring_parts("mbb.application.file", record),
            "file_kinds": kinds._description_selection(request.env),
            "max_files": MAX_FILES,
            "max_size": MAX_SIZE // (1024 * 1024),
        }

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/edit/files",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        # Checked in `_mentoring_token_is_old`.
        csrf=False,
    )
    def mentoring_application_files_post(self, kind, record_id, **post):
        record = self._mentoring_editable(kind, record_id)
        form = Form(post)
        known = self._mentoring_context_files(kind, form, record, None)
        kinds = dict(known["file_kinds"])
        file_kind = form.choice("file_kind", kinds) or "other"
        note = form.line("file_note")
        adds = post.get("do") == "add"
        sent = request.httprequest.files.get("document")
        if not self._mentoring_token_is_old(form, post) and (
            adds or sent and sent.filename
        ):
            if self._mentoring_limit(form, "upload", f"user {request.env.uid}"):
                name, content = form.upload("document", required=True)
            if form.ok:
                self._mentoring_try(
                    form, record._add_portal_file, name, content, file_kind, note
                )
        if not form.ok:
            return self._mentoring_step_page(kind[:-1], form, "files", record)
        if adds:
            address = self._mentoring_step_url(record, "files")
            return request.redirect(f"{address}?done=file")
        return self._mentoring_go_on(form, kind[:-1], record, "files")

    def _mentoring_application_file(self, record, file_id):
        files = self._mentoring_parts("mbb.application.file", record)
        found = files.filtered(lambda file: file.id == file_id)
        if not found:
            raise NotFound()
        return found

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/files/<int:file_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_application_file(self, kind, record_id, file_id, **params):
        """What was judged, as what it was judged to be: never a page."""
        record = self._mentoring_application(kind, record_id)
        file = self._mentoring_application_file(record, file_id)
        file_sudo = file.sudo()  # the bytes of a file that the user may read
        name = content_disposition(file_sudo.name)
        if file._is_picture():
            name = name.replace("attachment", "inline", 1)
        return request.make_response(
            file_sudo._get_content(),
            [
                ("Content-Type", file_sudo.mimetype),
                ("Content-Disposition", name),
                ("X-Content-Type-Options", "nosniff"),
                ("Content-Security-Policy", "default-src 'none'; sandbox"),
                ("Cross-Origin-Resource-Policy", "same-origin"),
                ("Cache-Control", "no-store"),
            ],
        )

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/files/<int:file_id>/delete",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_application_file_delete(self, kind, record_id, file_id, **post):
        record = self._mentoring_editable(kind, record_id)
        file = self._mentoring_application_file(record, file_id)
        record._remove_portal_file(file)
        address = self._mentoring_step_url(record, "files")
        return request.redirect(f"{address}?done=removed")

    # -- on paper ----------------------------------------------------------------

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/paper",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_application_paper(self, kind, record_id, **params):
        """What was submitted, with the files' hashes; there is none of a draft."""
        record = self._mentoring_application(kind, record_id)
        if not record.date_submitted:
            raise Forbidden()
        name = (record.number or record.display_name).replace("/", "-")
        return self._mentoring_file(
            record._print_application(), "application/pdf", f"{name}.pdf"
        )
