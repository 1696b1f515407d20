# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

import pytz
from werkzeug.exceptions import Forbidden, NotFound

from odoo.http import request, route

from .forms import Form, is_number
from .portal import MentoringPortal

#: Times of a journey are those of the place (6245 m.39).
ZONE = pytz.timezone("Europe/Istanbul")
LINES = {"leg": "mbb.travel.leg", "lodging": "mbb.travel.lodging"}
LINE_ROUTE = "/my/mentoring/claims/<int:claim_id>/<any(leg, lodging):kind>"


class ClaimPortal(MentoringPortal):
    # -- a new claim -------------------------------------------------------

    @route(
        "/my/mentoring/claims/new",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_claim_new(self, assignment=None, **params):
        found = self._mentoring_claimable(assignment)
        values = {"claimant_status": "civil_servant", "degree": "5"}
        last = self._mentoring_find(
            "mbb.travel.claim", [("state", "!=", "draft")], limit=1
        )
        if last:
            values = self._mentoring_claim_values(last)
        elif found.expert_id == request.env.user.partner_id:
            values["title"] = request.env.user.partner_id.function
        return self._mentoring_claim_form(Form(values=values), assignment=found)

    @route(
        "/my/mentoring/claims/new",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_claim_new_post(self, assignment=None, **post):
        found = self._mentoring_claimable(assignment)
        form = Form(post)
        vals = self._mentoring_claim_read(form)
        made = []
        if form.ok:
            claims = request.env["mbb.travel.claim"]
            self._mentoring_try(
                form,
                lambda: made.append(claims.create({"assignment_id": found.id, **vals})),
            )
        if not form.ok:
            return self._mentoring_claim_form(form, assignment=found)
        return request.redirect(made[0]._get_portal_url())

    def _mentoring_claimable(self, assignment_id):
        if not is_number(assignment_id):
            raise NotFound()
        assignment = self._mentoring_get("mbb.assignment", int(assignment_id))
        if not assignment._filter_claimable():
            raise Forbidden()
        return assignment

    @route(
        "/my/mentoring/claims/<int:claim_id>/edit",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_claim_edit(self, claim_id, **params):
        claim = self._mentoring_draft(claim_id)
        return self._mentoring_claim_form(
            Form(values=self._mentoring_claim_values(claim)), claim=claim
        )

    @route(
        "/my/mentoring/claims/<int:claim_id>/edit",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_claim_edit_post(self, claim_id, **post):
        claim = self._mentoring_draft(claim_id)
        form = Form(post)
        vals = self._mentoring_claim_read(form)
        if form.ok:
            self._mentoring_try(form, claim.write, vals)
        if not form.ok:
            return self._mentoring_claim_form(form, claim=claim)
        return request.redirect(f"{claim._get_portal_url()}?done=saved")

    def _mentoring_claim_form(self, form, claim=None, assignment=None):
        return self._mentoring_render(
            "mbb_mentor_portal.claim_form",
            claim.display_name if claim else request.env._("New Travel Claim"),
            [(claim.display_name, claim._get_portal_url())] if claim else (),
            form=form,
            claim=claim,
            assignment=assignment,
            statuses=request.env["mbb.travel.claim"]
            ._fields["claimant_status"]
            ._description_selection(request.env),
        )

    def _mentoring_claim_values(self, claim):
        return {
            "title": claim.title,
            "claimant_status": claim.claimant_status,
            "status_reason": claim.status_reason,
            "degree": str(claim.degree),
            "additional_indicator": str(claim.additional_indicator or ""),
        }

    def _mentoring_claim_read(self, form):
        statuses = dict(
            request.env["mbb.travel.claim"]._fields["claimant_status"].selection
        )
        vals = {
            "title": form.line(
                "title", required=True, message=request.env._("Enter your title.")
            ),
            "claimant_status": form.choice("claimant_status", statuses, required=True),
            "degree": form.integer("degree", 1, 15, required=True),
            "additional_indicator": form.integer("additional_indicator", 0, 20000),
            "status_reason": form.text("status_reason"),
        }
        if vals["claimant_status"] not in (False, "civil_servant"):
            if not vals["status_reason"]:
                form.error(
                    "status_reason",
                    request.env._(
                        "Say to which civil servant you are compared, and why."
                    ),
                )
        return vals

    # -- the page of a claim -----------------------------------------------

    def _mentoring_draft(self, claim_id):
        claim = self._mentoring_get("mbb.travel.claim", claim_id)
        if claim.state != "draft" or not claim.has_access("write"):
            raise Forbidden()
        return claim

    @route(
        "/my/mentoring/claims/<int:claim_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_claim(self, claim_id, **params):
        return self._mentoring_claim_page(
            self._mentoring_get("mbb.travel.claim", claim_id)
        )

    def _mentoring_claim_page(self, claim, form=None):
        assignments = self._mentoring_find(
            "mbb.assignment", [("id", "=", claim.assignment_id.id)]
        )
        return self._mentoring_render(
            "mbb_mentor_portal.claim_page",
            claim.display_name,
            form=form,
            claim=claim,
            host=claim.sudo().host_institution_id.name,  # a party of the user's own
            assignment=assignments,
            editable=claim.state == "draft" and claim.has_access("write"),
            result=claim._get_portal_result(),
            cuts=claim._get_portal_cuts(),
            steps=self._mentoring_claim_steps(claim),
            kinds=dict(
                request.env["mbb.travel.leg"]
                ._fields["kind"]
                ._description_selection(request.env)
            ),
        )

    def _mentoring_claim_steps(self, claim):
        path = [
            (
                "draft",
                request.env._("You are writing the claim."),
                request.env._("You wrote it."),
            ),
            (
                "submitted",
                request.env._("You submitted it; the unit will confirm the trip."),
                request.env._("You submitted the claim."),
            ),
            (
                "confirmed",
                request.env._("The trip is confirmed; the amounts will be checked."),
                request.env._("The trip was confirmed."),
            ),
            (
                "checked",
                request.env._("The amounts are checked; it waits for approval."),
                request.env._("The amounts were checked."),
            ),
            (
                "approved",
                request.env._("It is approved; it goes to the accounts."),
                request.env._("It was approved."),
            ),
            (
                "posted",
                request.env._("It is in the accounts; the payment follows."),
                request.env._("It was entered in the accounts."),
            ),
            ("paid", request.env._("It is paid."), ""),
        ]
        states = [state for state, _now, _then in path]
        if claim.state in states:
            now = states.index(claim.state)
            dates = {
                "submitted": claim.date_submitted if now else False,
                claim.state: claim.date_state,
            }
            return [
                (
                    then if index < now else text,
                    dates.get(state),
                    "done" if index < now else "now" if index == now else "next",
                )
                for index, (state, text, then) in enumerate(path)
            ]
        ends = {
            "refused": request.env._("It was refused."),
            "recovery": request.env._("It is to be paid back."),
        }
        return [
            (path[1][2], claim.date_submitted, "done"),
            (ends[claim.state], claim.date_state, "stop"),
        ]

    @route(
        "/my/mentoring/claims/<int:claim_id>/<any(submit, delete):step>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_claim_step(self, claim_id, step, **post):
        claim = self._mentoring_draft(claim_id)
        form = Form(post)
        if step == "submit" and not form.flag("true"):
            form.error(
                "true",
                request.env._("Tick the box: what you submit is a declaration."),
            )
        method = claim.action_submit if step == "submit" else claim.unlink
        url = claim._get_portal_url()
        if form.ok and self._mentoring_try(form, method):
            if step == "submit":
                return request.redirect(f"{url}?done=claim")
            return request.redirect("/my/mentoring?done=deleted")
        return self._mentoring_claim_page(claim, form)

    # -- journeys and lodging ----------------------------------------------

    def _mentoring_line(self, claim, kind, line_id):
        line = request.env[LINES[kind]].search(
            [("id", "=", line_id), ("claim_id", "=", claim.id)], limit=1
        )
        if not line:
            raise NotFound()
        return line

    @route(
        [f"{LINE_ROUTE}/new", f"{LINE_ROUTE}/<int:line_id>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_line(self, claim_id, kind, line_id=None, **params):
        claim = self._mentoring_draft(claim_id)
        line = self._mentoring_line(claim, kind, line_id) if line_id else None
        values = self._mentoring_line_values(claim, kind, line)
        return self._mentoring_line_form(claim, kind, line, Form(values=values))

    def _mentoring_line_form(self, claim, kind, line, form):
        titles = {
            "leg": request.env._("Journey or Cost of Transport"),
            "lodging": request.env._("Lodging"),
        }
        return self._mentoring_render(
            f"mbb_mentor_portal.{kind}_form",
            titles[kind],
            [(claim.display_name, claim._get_portal_url())],
            form=form,
            claim=claim,
            line=line,
            kinds=request.env["mbb.travel.leg"]
            ._fields["kind"]
            ._description_selection(request.env),
        )

    def _mentoring_line_values(self, claim, kind, line):
        if kind == "lodging":
            if not line:
                return {"nights": "1"}
            return {
                "name": line.name,
                "date_from": line.date_from,
                "nights": str(line.nights),
                "invoice_number": line.invoice_number,
                "invoice_total": self._mentoring_money(line.invoice_total),
            }
        if not line:
            return {"vehicle": "bus", "count": "1"}
        values = {
            "vehicle": line.kind,
            "place_from": line.place_from or "",
            "place_to": line.place_to or "",
        }
        for name in ("date_departure", "date_arrival"):
            if line[name]:
                values[name] = line._get_local(name).strftime("%Y-%m-%dT%H:%M")
        values["amount"] = self._mentoring_money(line.amount)
        values["count"] = str(line.count)
        return values

    def _mentoring_money(self, amount):
        return f"{amount:.2f}".replace(".", ",")

    @route(
        [f"{LINE_ROUTE}/new", f"{LINE_ROUTE}/<int:line_id>"],
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_line_post(self, claim_id, kind, line_id=None, **post):
        claim = self._mentoring_draft(claim_id)
        line = self._mentoring_line(claim, kind, line_id) if line_id else None
        form = Form(post)
        vals = getattr(self, f"_mentoring_read_{kind}")(form, line)
        name, content = form.upload("document")
        if content:
            vals["document"] = base64.b64encode(content)
            vals["document_name"] = name
        elif kind == "lodging" and not (line and line.document_name):
            form.error("document", request.env._("Choose the file of the invoice."))
        if form.ok:
            if line:
                self._mentoring_try(form, line.write, vals)
            else:
                self._mentoring_try(
                    form,
                    request.env[LINES[kind]].create,
                    {"claim_id": claim.id, **vals},
                )
        if not form.ok:
            return self._mentoring_line_form(claim, kind, line, form)
        return request.redirect(f"{claim._get_portal_url()}?done=saved")

    def _mentoring_read_leg(self, form, line):
        kinds = dict(request.env["mbb.travel.leg"]._fields["kind"].selection)
        kind = form.choice("vehicle", kinds, required=True)
        journey = kind not in ("taxi", "baggage")
        vals = {
            "kind": kind,
            "place_from": form.line(
                "place_from",
                required=journey,
                message=request.env._("Enter where the journey begins."),
            ),
            "place_to": form.line(
                "place_to",
                required=journey,
                message=request.env._("Enter where the journey ends."),
            ),
        }
        zone = pytz.timezone(line.tz) if line else ZONE
        for name, message in (
            (
                "date_departure",
                request.env._("Enter the day and the hour of the departure."),
            ),
            (
                "date_arrival",
                request.env._("Enter the day and the hour of the arrival."),
            ),
        ):
            local = form.datetime(name, journey, message)
            vals[name] = (
                zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)
                if local
                else False
            )
        vals["amount"] = form.money(
            "amount",
            required=kind != "provided",
            message=request.env._("Enter the fare, like 1250,50."),
        )
        vals["count"] = form.integer("count", 1, 99, required=True)
        if vals["date_departure"] and vals["date_arrival"]:
            if vals["date_arrival"] < vals["date_departure"]:
                form.error(
                    "date_arrival",
                    request.env._("The arrival cannot be before the departure."),
                )
        return vals

    def _mentoring_read_lodging(self, form, line):
        return {
            "name": form.line(
                "name", required=True, message=request.env._("Enter where you stayed.")
            ),
            "date_from": form.date(
                "date_from", True, request.env._("Enter the first night.")
            ),
            "nights": form.integer("nights", 1, 180, required=True),
            "invoice_number": form.line(
                "invoice_number",
                required=True,
                message=request.env._("Enter the number of the invoice."),
            ),
            "invoice_total": form.money(
                "invoice_total",
                required=True,
                message=request.env._("Enter the total of the invoice, like 1250,50."),
            ),
        }

    @route(
        f"{LINE_ROUTE}/<int:line_id>/delete",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_line_delete(self, claim_id, kind, line_id, **post):
        claim = self._mentoring_draft(claim_id)
        self._mentoring_line(claim, kind, line_id).unlink()
        return request.redirect(f"{claim._get_portal_url()}?done=removed")

    @route(
        f"{LINE_ROUTE}/<int:line_id>/document",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_line_document(self, claim_id, kind, line_id, **params):
        claim = self._mentoring_get("mbb.travel.claim", claim_id)
        line = self._mentoring_line(claim, kind, line_id)
        evidence_sudo = line.sudo().evidence_id  # the paper of this very line
        if not evidence_sudo:
            raise NotFound()
        return self._mentoring_download(evidence_sudo)
