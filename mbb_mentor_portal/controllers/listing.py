# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import NotFound

from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import pager as portal_pager

from .forms import MAX_LINE, Form
from .overview import OverviewPortal

PAGE_SIZE = 20
SORTS = ("recent", "changed", "oldest")
SHOWN = ("all", "open", "closed")


class ListingPortal(OverviewPortal):
    """All records of one kind: open or closed, searched, in an order of one's own."""

    @route(
        [
            "/my/mentoring/all/<string:kind>",
            "/my/mentoring/all/<string:kind>/page/<int:page>",
        ],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def mentoring_list(self, kind, page=1, **params):
        kinds = self._mentoring_kinds()
        if kind not in kinds:
            raise NotFound()
        model, title, domain = kinds[kind]
        # An address that somebody changed by hand shows the list as it is.
        form = Form(params)
        text = form.line("q")[:MAX_LINE]
        shown = form.raw("show") if form.raw("show") in SHOWN else "all"
        sort = form.raw("sort") if form.raw("sort") in SORTS else "recent"
        form.values.update(q=text, show=shown, sort=sort)
        counts = self._mentoring_count(model, domain)
        closed = request.env[model]._portal_closed_states
        totals = {
            "all": sum(counts.values()),
            "closed": sum(counts.get(state, 0) for state in closed),
        }
        totals["open"] = totals["all"] - totals["closed"]
        operator = {"open": "not in", "closed": "in"}.get(shown)
        if operator:
            domain = Domain(domain) & Domain("state", operator, closed)
        records, pager = self._mentoring_list_page(
            model, domain, form, page, totals[shown], f"/my/mentoring/all/{kind}"
        )
        return self._mentoring_render(
            "mbb_mentor_portal.list_page",
            title,
            form=Form(values=form.values),
            section={"kind": kind, "title": title, "records": records},
            totals=totals,
            sorts=self._mentoring_sorts(kind),
            pager=pager,
        )

    def _mentoring_list_page(self, model, domain, form, page, total, url):
        """(the records of the page, its pager)"""
        order = {
            "changed": "date_state desc, id desc",
            "oldest": "date_start, id" if model == "mbb.session" else "id",
        }.get(form.get("sort"))
        options = {"order": order} if order else {}
        text = form.get("q")
        found = request.env[model]
        if text:
            found = self._mentoring_find(model, domain, **options)
            found = found._filter_portal_text(text)
            total = len(found)
        pager = portal_pager(
            url=url,
            total=total,
            page=page,
            step=PAGE_SIZE,
            url_args={
                name: form.get(name) for name in ("q", "show", "sort") if form.get(name)
            },
        )
        start = pager["offset"]
        if text:
            return found[start : start + PAGE_SIZE], pager
        return (
            self._mentoring_find(
                model, domain, limit=PAGE_SIZE, offset=start, **options
            ),
            pager,
        )

    def _mentoring_sorts(self, kind):
        """[(key, words)] for the list of orders."""
        words = {
            "recent": request.env._("Newest first"),
            "changed": request.env._("Last changed first"),
            "oldest": request.env._("Oldest first"),
        }
        return list(words.items())
