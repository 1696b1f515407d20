# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden, NotFound

from odoo.http import request, route

from .forms import Form, is_number
from .portal import MentoringPortal

#: Where the account is asked.
KINDS = {"claims": "mbb.travel.claim", "advances": "mbb.travel.advance"}
PAYEE_ROUTE = "/my/mentoring/<any(claims, advances):kind>/<int:record_id>/payee"
ACCOUNT_FIELDS = ("iban", "identity_number", "passport_number", "bic")


class MoneyPortal(MentoringPortal):
    """Where a person is paid, and what is asked for before the trip."""

    # -- the account ---------------------------------------------------------

    def _mentoring_paid(self, kind, record_id):
        record = self._mentoring_get(KINDS[kind], record_id)
        if record.expert_id != request.env.user.partner_id:
            raise Forbidden()
        return record

    @route(
        PAYEE_ROUTE,
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_payee(self, kind, record_id, **params):
        return self._mentoring_payee_form(self._mentoring_paid(kind, record_id), Form())

    def _mentoring_payee_form(self, record, form):
        return self._mentoring_render(
            "mbb_mentor_portal.payee_form",
            request.env._("Where You Are Paid"),
            [(record.display_name, record._get_portal_url())],
            form=form,
            record=record,
        )

    @route(PAYEE_ROUTE, type="http", auth="user", website=True, methods=["POST"])
    def mentoring_payee_post(self, kind, record_id, **post):
        record = self._mentoring_paid(kind, record_id)
        form = Form(post)
        values = {name: form.line(name, limit=50) or False for name in ACCOUNT_FIELDS}
        if not values["iban"]:
            form.error("iban", request.env._("Enter the IBAN of your account."))
        if form.ok:
            self._mentoring_try(form, lambda: record._record_payee(**values))
        if not form.ok:
            return self._mentoring_payee_form(record, form)
        return request.redirect(f"{record._get_portal_url()}?done=account")

    # -- an advance ----------------------------------------------------------

    def _mentoring_advanceable(self, assignment_id):
        if not is_number(assignment_id):
            raise NotFound()
        assignment = self._mentoring_get("mbb.assignment", int(assignment_id))
        if not assignment._filter_advanceable():
            raise Forbidden()
        return assignment

    @route(
        "/my/mentoring/advances/new",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_advance_new(self, assignment=None, **params):
        return self._mentoring_advance_form(
            self._mentoring_advanceable(assignment), Form()
        )

    def _mentoring_advance_form(self, assignment, form):
        advances = request.env["mbb.travel.advance"]
        # sudo: how much may be asked for on the user's own assignment.
        ceiling_sudo = advances.sudo().new({"assignment_id": assignment.id}).ceiling
        return self._mentoring_render(
            "mbb_mentor_portal.advance_form",
            request.env._("Ask for an Advance"),
            [(assignment.display_name, assignment._get_portal_url())],
            form=form,
            assignment=assignment,
            ceiling=ceiling_sudo,
            currency=request.env.company.sudo().currency_id,
        )

    @route(
        "/my/mentoring/advances/new",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_advance_new_post(self, assignment=None, **post):
        found = self._mentoring_advanceable(assignment)
        form = Form(post)
        vals = {
            "assignment_id": found.id,
            "amount": form.money("amount", required=True),
            "reason": form.text("reason"),
        }
        if form.ok and vals["amount"] <= 0:
            form.error("amount", request.env._("Enter an amount above zero."))
        made = []
        if form.ok:
            advances = request.env["mbb.travel.advance"]
            self._mentoring_try(form, lambda: made.append(advances.create(vals)))
        if not form.ok:
            return self._mentoring_advance_form(found, form)
        return request.redirect(f"{made[0]._get_portal_url()}?done=advance")

    @route(
        "/my/mentoring/advances/<int:advance_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_advance(self, advance_id, **params):
        advance = self._mentoring_get("mbb.travel.advance", advance_id)
        return self._mentoring_render(
            "mbb_mentor_portal.advance_page",
            advance.display_name,
            advance=advance,
            steps=advance._get_portal_steps(),
        )
