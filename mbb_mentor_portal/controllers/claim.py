# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden, NotFound

from odoo.http import request, route

from .forms import Form, is_number, to_utc
from .portal import MentoringPortal


#: Moments of a claim that few need: behind a fold.
MOMENTS = ("interim_from", "interim_to", "date_cancelled")
FLAGS = ("is_training",)


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
                lambda: made.append(
                    claims.create(
                        {
                            "assignment_id": found.id,
                            **claims._get_portal_draft(found),
                            **vals,
                        }
                    )
                ),
            )
        if not form.ok:
            return self._mentoring_claim_form(form, assignment=found)
        return request.redirect(made[0]._get_portal_url())

    def _mentoring_claimable(self, assignment_id):
        if not is_number(assignment_id):
            raise NotFound()
        assignment = self._mentoring_get("mbb.assignment", int(assignment_id))
        if not assignment._is_portal_claimable():
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
            particulars=claim and self._mentoring_is_particular(claim),
        )

    def _mentoring_is_particular(self, claim):
        return any(claim[name] for name in (*MOMENTS, *FLAGS, "lost_tickets"))

    def _mentoring_claim_values(self, claim):
        values = {
            name: claim._to_local(claim[name]).strftime("%Y-%m-%dT%H:%M")
            for name in MOMENTS
            if claim[name]
        }
        return {
            **values,
            "is_training": claim.is_training,
            "lost_tickets": (
                f"{claim.lost_tickets:.2f}".replace(".", ",")
                if claim.lost_tickets
                else ""
            ),
            "title": claim.title,
            "claimant_status": claim.claimant_status,
            "status_reason": claim.status_reason,
            "degree": str(claim.degree),
            "post_degree": str(claim.post_degree or ""),
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
            "post_degree": form.integer("post_degree", 0, 15),
            "additional_indicator": form.integer("additional_indicator", 0, 20000),
            "status_reason": form.text("status_reason"),
            **self._mentoring_read_particulars(form),
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

    def _mentoring_read_particulars(self, form):
        """Only what the page had: a first claim begins without the fold."""
        if "particulars" not in form.post:
            return {}
        vals = {name: to_utc(form.datetime(name)) for name in MOMENTS}
        vals["is_training"] = form.flag("is_training")
        vals["lost_tickets"] = form.money("lost_tickets")
        if vals["interim_from"] and vals["interim_to"]:
            if vals["interim_to"] <= vals["interim_from"]:
                form.error(
                    "interim_to", request.env._("This is not after the beginning.")
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
            missing=claim._get_portal_missing_documents(),
            steps=claim._get_portal_steps(),
            kinds=self._mentoring_options("mbb.travel.leg", "kind"),
            elements=self._mentoring_options("mbb.travel.benefit", "element"),
        )

    def _mentoring_options(self, model, name):
        field = request.env[model]._fields[name]
        return dict(field._description_selection(request.env))

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
