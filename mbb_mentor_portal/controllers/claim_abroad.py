# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import NotFound

from odoo.http import request, route

from odoo.addons.mbb_mentor_expense.models.mbb_travel_stay import get_zones

from .claim_line import ClaimLinePortal
from .forms import Form

STAY_ROUTE = "/my/mentoring/claims/<int:claim_id>/stay"
#: Places that are none of the list of countries.
APART = ("kktc", "domestic")
#: Lines with a paper and its currency.
LINES = ("leg", "lodging")


class ClaimAbroadPortal(ClaimLinePortal):
    """A claim abroad: the countries in their turn, and amounts in their money."""

    # -- countries -----------------------------------------------------------

    def _mentoring_stay(self, claim, line_id):
        stays = request.env["mbb.travel.stay"]
        found = stays.search([("id", "=", line_id), ("claim_id", "=", claim.id)])
        if not found:
            raise NotFound()
        return found

    @route(
        [f"{STAY_ROUTE}/new", f"{STAY_ROUTE}/<int:line_id>"],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_stay(self, claim_id, line_id=None, **params):
        claim = self._mentoring_draft(claim_id)
        stay = self._mentoring_stay(claim, line_id) if line_id else None
        values = self._mentoring_stay_values(stay) if stay else {}
        return self._mentoring_stay_form(claim, stay, Form(values=values))

    @route(
        [f"{STAY_ROUTE}/new", f"{STAY_ROUTE}/<int:line_id>"],
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_stay_post(self, claim_id, line_id=None, **post):
        claim = self._mentoring_draft(claim_id)
        stay = self._mentoring_stay(claim, line_id) if line_id else None
        form = Form(post)
        vals = self._mentoring_read_stay(form)
        if form.ok and stay:
            self._mentoring_try(form, stay.write, vals)
        elif form.ok:
            stays = request.env["mbb.travel.stay"]
            self._mentoring_try(form, stays.create, {"claim_id": claim.id, **vals})
        if not form.ok:
            return self._mentoring_stay_form(claim, stay, form)
        return request.redirect(f"{claim._get_portal_url()}?done=saved")

    @route(
        f"{STAY_ROUTE}/<int:line_id>/delete",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_stay_delete(self, claim_id, line_id, **post):
        claim = self._mentoring_draft(claim_id)
        self._mentoring_stay(claim, line_id).unlink()
        return request.redirect(f"{claim._get_portal_url()}?done=removed")

    def _mentoring_stay_form(self, claim, stay, form):
        return self._mentoring_render(
            "mbb_mentor_portal.stay_form",
            request.env._("A Country of the Trip"),
            [(claim.display_name, claim._get_portal_url())],
            form=form,
            claim=claim,
            line=stay,
            places=self._mentoring_places(),
            zones=[(zone, zone) for zone in self._mentoring_zones(form.get("place"))],
        )

    def _mentoring_places(self):
        """KKTC and the way back first, then the countries by their names."""
        labels = dict(
            request.env["mbb.travel.stay"]
            ._fields["table"]
            ._description_selection(request.env)
        )
        countries = request.env["res.country"].search([("code", "!=", "TR")])
        return [
            *((place, labels[place]) for place in APART),
            *((country.code, country.name) for country in countries),
        ]

    def _mentoring_zones(self, place):
        """The zones of a country that has several: the person says which."""
        zones = get_zones(place)
        return zones if len(zones) > 1 else ()

    def _mentoring_stay_values(self, stay):
        return {
            "place": stay.country_id.code or stay.table,
            "date_from": stay._get_local().strftime("%Y-%m-%dT%H:%M"),
            "tz": stay.tz,
        }

    def _mentoring_read_stay(self, form):
        place = form.choice(
            "place",
            dict(self._mentoring_places()),
            required=True,
            message=request.env._("Choose the country."),
        )
        local = form.datetime(
            "date_from",
            True,
            request.env._("Enter the day and the hour at which you entered it."),
        )
        zones = self._mentoring_zones(place)
        zone = form.choice("tz", zones) if zones else False
        if zones and not zone:
            form.error(
                "tz",
                request.env._("This country has several time zones: choose yours."),
            )
        vals = {"table": place if place in APART else "abroad", "country_id": False}
        if vals["table"] == "abroad":
            country = request.env["res.country"].search([("code", "=", place)], limit=1)
            vals["country_id"] = country.id
        if local:
            vals["day"] = local.date()
            vals["hour"] = local.hour + local.minute / 60
        if zone:
            vals["tz"] = zone
        return vals

    # -- amounts in foreign money ----------------------------------------------

    def _mentoring_line_form(self, claim, kind, line, form):
        response = super()._mentoring_line_form(claim, kind, line, form)
        codes = claim._get_portal_currencies().mapped("name")
        # At home there is nothing to choose.
        response.qcontext["currencies"] = len(codes) > 1 and [(c, c) for c in codes]
        return response

    def _mentoring_line_values(self, claim, kind, line):
        values = super()._mentoring_line_values(claim, kind, line)
        # What nobody has entered yet is in no currency: it is chosen, not guessed.
        if kind not in LINES or not line or line.sudo().is_proposed:
            return values
        return {**values, "currency": line.currency_id.name}

    def _mentoring_read_leg(self, form, claim, line):
        vals = super()._mentoring_read_leg(form, claim, line)
        return self._mentoring_read_currency(form, claim, vals)

    def _mentoring_read_lodging(self, form, claim, line):
        vals = super()._mentoring_read_lodging(form, claim, line)
        return self._mentoring_read_currency(form, claim, vals)

    def _mentoring_read_currency(self, form, claim, vals):
        currencies = claim._get_portal_currencies().grouped("name")
        code = form.choice("currency", currencies)
        if "currency" in form.errors:
            return vals
        if not code:
            if "currency" in form.post and (
                vals.get("amount") or vals.get("invoice_total")
            ):
                form.error("currency", request.env._("Choose the currency."))
            return vals
        return {**vals, "currency_id": currencies[code].id}
