# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden, NotFound

from odoo.http import request, route

from .forms import Form
from .portal import MentoringPortal

#: Papers of one report.
MAX_PAPERS = 10


class DutyReportPortal(MentoringPortal):
    """Görev Sonuç Raporu: the expert writes it, the host confirms or returns it."""

    @route(
        "/my/mentoring/reports/<int:report_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_report(self, report_id, **params):
        report = self._mentoring_get("mbb.duty.report", report_id)
        form = Form(
            values={name: report[name] for name in report._portal_writable_fields}
        )
        return self._mentoring_report_page(report, form)

    def _mentoring_report_page(self, report, form):
        report_sudo = report.sudo()  # names of its papers; whose assignment it is
        assignment_sudo = report_sudo.assignment_id
        return self._mentoring_render(
            "mbb_mentor_portal.report_page",
            report.display_name,
            [
                (found.display_name, found._get_portal_url())
                for found in self._mentoring_find(
                    "mbb.assignment", [("id", "=", assignment_sudo.id)]
                )
            ],
            form=form,
            report=report,
            names={
                "expert": assignment_sudo.expert_id.name,
                "host": assignment_sudo.host_institution_id.name,
                "place": assignment_sudo.place,
                "start": assignment_sudo.date_from,
                "stop": assignment_sudo.date_to,
            },
            papers=[(paper.id, paper.name) for paper in report_sudo.evidence_ids],
            may_write=report._is_portal_editable(),
            may_add=len(report_sudo.evidence_ids) < MAX_PAPERS,
            may_answer=self._mentoring_may_answer_report(report),
        )

    def _mentoring_may_answer_report(self, report):
        return report.state == "submitted" and bool(report._filter_portal_todo())

    # -- the expert --------------------------------------------------------

    @route(
        "/my/mentoring/reports/<int:report_id>/write",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_report_write(self, report_id, **post):
        report = self._mentoring_get("mbb.duty.report", report_id)
        if not report._is_portal_editable():
            raise Forbidden()
        form = Form(post)
        submit = post.get("do") == "submit"
        vals = {
            "text": form.text(
                "text", required=submit, message=request.env._("Say what was done.")
            ),
            "outputs": form.text("outputs"),
            "proposals": form.text("proposals"),
        }
        paper = form.upload("paper")
        if paper[1] and len(report.sudo().evidence_ids) >= MAX_PAPERS:
            form.error(
                "paper",
                request.env._("At most %(limit)s papers.", limit=MAX_PAPERS),
            )
        if form.ok:
            self._mentoring_try(
                form, self._mentoring_report_save, report, vals, paper, submit
            )
        if not form.ok:
            return self._mentoring_report_page(report, form)
        done = "report" if submit else "report_draft"
        return request.redirect(f"{report._get_portal_url()}?done={done}")

    def _mentoring_report_save(self, report, vals, paper, submit):
        report.write(vals)
        name, content = paper
        if content:
            report._attach(name, content)
        if submit:
            report.action_submit()

    # -- the host ----------------------------------------------------------

    @route(
        "/my/mentoring/reports/<int:report_id>/<any(confirm, return):step>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_report_answer(self, report_id, step, **post):
        report = self._mentoring_get("mbb.duty.report", report_id)
        if not self._mentoring_may_answer_report(report):
            raise Forbidden()
        url = f"/my/mentoring/assignments/{report.sudo().assignment_id.id}"
        form = Form(post)
        if step == "confirm":
            self._mentoring_try(form, report.action_confirm)
            done = "report_confirmed"
        else:
            reason = form.text(
                "return_reason",
                required=True,
                message=request.env._("Say what is to be changed."),
            )
            if form.ok:
                self._mentoring_try(form, report.action_return, reason)
            done = "report_returned"
        if form.ok:
            return request.redirect(f"{url}?done={done}")
        return self._mentoring_report_page(report, form)

    @route(
        "/my/mentoring/reports/<int:report_id>/papers/<int:paper_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_report_paper(self, report_id, paper_id, **params):
        report = self._mentoring_get("mbb.duty.report", report_id)
        # sudo: a paper of a report that the user reads.
        papers_sudo = report.sudo().evidence_ids
        paper_sudo = papers_sudo.filtered(lambda paper: paper.id == paper_id)
        if not paper_sudo:
            raise NotFound()
        return self._mentoring_download(paper_sudo)
