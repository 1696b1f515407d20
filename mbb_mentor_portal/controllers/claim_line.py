# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

import pytz
from werkzeug.exceptions import NotFound

from odoo.http import request, route

from odoo.addons.mbb_mentor_expense.harcirah.lines import CLASSES
from odoo.addons.mbb_mentor_expense.models.mbb_travel_leg import COSTS

from .claim import ClaimPortal
from .forms import Form, to_utc

LINES = {
    "leg": "mbb.travel.leg",
    "lodging": "mbb.travel.lodging",
    "absence": "mbb.travel.absence",
    "benefit": "mbb.travel.benefit",
}
LINE_ROUTE = (
    "/my/mentoring/claims/<int:claim_id>"
    "/<any(leg, lodging, absence, benefit):kind>"
)
#: Sums of money of a journey that few need: behind a fold.
FOLDED_SUMS = ("entitled_fare", "paid_fare", "meal_amount")
FOLDED_FLAGS = ("is_free", "is_approved", "meal_unavoidable")
FOLDED_TEXTS = ("route", "fare_class", "document_number", "missing_reason")


class ClaimLinePortal(ClaimPortal):
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
            "absence": request.env._("Sickness or Waiting"),
            "benefit": request.env._("Paid by Others"),
        }
        return self._mentoring_render(
            f"mbb_mentor_portal.{kind}_form",
            titles[kind],
            [(claim.display_name, claim._get_portal_url())],
            form=form,
            claim=claim,
            line=line,
            kinds=self._mentoring_options("mbb.travel.leg", "kind").items(),
            classes=self._mentoring_options("mbb.travel.leg", "fare_class").items(),
            routes=self._mentoring_options("mbb.travel.leg", "route").items(),
            causes=self._mentoring_options("mbb.travel.absence", "cause").items(),
            absences=self._mentoring_options("mbb.travel.absence", "kind").items(),
            elements=self._mentoring_options("mbb.travel.benefit", "element").items(),
            folded=self._mentoring_is_folded(form)
            and line not in claim._get_portal_missing_documents(),
        )

    def _mentoring_is_folded(self, form):
        """Whether nothing behind the fold is filled in."""
        names = (*FOLDED_SUMS, *FOLDED_FLAGS, *FOLDED_TEXTS)
        return not any(form.get(name) or name in form.errors for name in names)

    def _mentoring_line_values(self, claim, kind, line):
        if not line:
            first = {
                "leg": {"vehicle": "bus", "count": "1"},
                "lodging": {"nights": "1"},
                "absence": {"absence": "sickness"},
            }
            return first.get(kind, {})
        return getattr(self, f"_mentoring_values_{kind}")(line)

    def _mentoring_values_lodging(self, line):
        return {
            "name": line.name,
            "date_from": line.date_from,
            "nights": str(line.nights),
            "invoice_number": line.invoice_number,
            "invoice_total": self._mentoring_money(line.invoice_total),
            "is_provided": line.is_provided,
        }

    def _mentoring_values_absence(self, line):
        return {
            "absence": line.kind,
            "cause": line.cause,
            "date_from": line.date_from,
            "date_to": line.date_to,
            "is_hospital": line.is_hospital,
        }

    def _mentoring_values_benefit(self, line):
        return {
            "name": line.name,
            "element": line.element,
            "amount": self._mentoring_money(line.amount),
        }

    def _mentoring_values_leg(self, line):
        values = {
            "vehicle": line.kind,
            "place_from": line.place_from or "",
            "place_to": line.place_to or "",
            "amount": self._mentoring_money(line.amount),
            "count": str(line.count),
        }
        for name in ("date_departure", "date_arrival"):
            if line[name]:
                values[name] = line._get_local(name).strftime("%Y-%m-%dT%H:%M")
        for name in FOLDED_SUMS:
            values[name] = self._mentoring_money(line[name])
        for name in (*FOLDED_FLAGS, *FOLDED_TEXTS):
            values[name] = line[name]
        return values

    def _mentoring_money(self, amount):
        return f"{amount:.2f}".replace(".", ",") if amount else ""

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
        vals = getattr(self, f"_mentoring_read_{kind}")(form, claim, line)
        name, content = form.upload("document")
        if content:
            vals["document"] = base64.b64encode(content)
            vals["document_name"] = name
        elif (
            kind == "lodging"
            and not vals["is_provided"]
            and not (line and line.document_name)
        ):
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

    def _mentoring_read_leg(self, form, claim, line):
        kinds = dict(request.env["mbb.travel.leg"]._fields["kind"].selection)
        kind = form.choice("vehicle", kinds, required=True)
        journey = kind not in COSTS
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
        zone = pytz.timezone(line.tz) if line else None
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
            vals[name] = to_utc(form.datetime(name, journey, message), zone)
        vals |= self._mentoring_read_fare(form, kind)
        vals["count"] = form.integer("count", 1, 99, required=True)
        if vals["date_departure"] and vals["date_arrival"]:
            if vals["date_arrival"] < vals["date_departure"]:
                form.error(
                    "date_arrival",
                    request.env._("The arrival cannot be before the departure."),
                )
        return vals

    def _mentoring_read_fare(self, form, kind):
        """What decides how much of the fare is paid."""
        model = request.env["mbb.travel.leg"]
        vals = {name: form.money(name) for name in FOLDED_SUMS}
        vals |= {name: form.flag(name) for name in FOLDED_FLAGS}
        # What stands in the assignment is not unsaid by a box that nobody saw.
        if "folded" not in form.post:
            vals.pop("is_approved")
        classes = CLASSES.get(kind, ())
        vals["fare_class"] = form.choice("fare_class", (*classes, ""))
        vals["route"] = form.choice("route", dict(model._fields["route"].selection))
        vals["document_number"] = form.line("document_number")
        vals["missing_reason"] = form.text("missing_reason")
        vals["amount"] = form.money(
            "amount",
            required=kind != "provided" and not vals["is_free"],
            message=request.env._("Enter the fare, like 1250,50."),
        )
        if kind != "taxi":
            vals["route"] = False
        refused = model.new({"kind": kind, "route": vals["route"]}).refusal
        if refused:
            form.error("vehicle", refused[:1].upper() + refused[1:] + ".")
        return vals

    def _mentoring_read_absence(self, form, claim, line):
        fields = request.env["mbb.travel.absence"]._fields
        kind = form.choice("absence", dict(fields["kind"].selection), required=True)
        vals = {
            "kind": kind,
            "cause": form.choice(
                "cause",
                dict(fields["cause"].selection),
                required=kind == "waiting",
                message=request.env._("Say why you waited."),
            ),
            "date_from": form.date("date_from", True),
            "date_to": form.date("date_to", True),
            "is_hospital": form.flag("is_hospital"),
        }
        if vals["date_from"] and vals["date_to"]:
            if vals["date_to"] < vals["date_from"]:
                form.error("date_to", request.env._("The last day is before the first."))
        return vals

    def _mentoring_read_benefit(self, form, claim, line):
        elements = request.env["mbb.travel.benefit"]._fields["element"].selection
        vals = {
            "name": form.line("name", required=True),
            "element": form.choice("element", dict(elements), required=True),
            "amount": form.money("amount", required=True),
        }
        if not vals["amount"]:
            form.error("amount", request.env._("Enter a sum of money, like 1250,50."))
        return vals

    def _mentoring_read_lodging(self, form, claim, line):
        provided = form.flag("is_provided")
        return {
            "is_provided": provided,
            "name": form.line(
                "name", required=True, message=request.env._("Enter where you stayed.")
            ),
            "date_from": form.date(
                "date_from", True, request.env._("Enter the first night.")
            ),
            "nights": form.integer("nights", 1, 180, required=True),
            "invoice_number": form.line(
                "invoice_number",
                required=not provided,
                message=request.env._("Enter the number of the invoice."),
            ),
            "invoice_total": form.money(
                "invoice_total",
                required=not provided,
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
