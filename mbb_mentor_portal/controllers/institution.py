# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden, NotFound

from odoo.fields import Domain
from odoo.http import request, route

from odoo.addons.mbb_mentor.models.base.zone import local_today

from .forms import Form, is_number
from .overview import OverviewPortal

#: This one and those before.
LEDGER_YEARS = 4


class InstitutionPortal(OverviewPortal):
    """Who acts for the institution, who is invited, and for which one I look."""

    # -- which one ---------------------------------------------------------

    def _mentoring_kinds(self):
        """The lists of the chosen institution; what waits is never left out."""
        kinds = super()._mentoring_kinds()
        served_sudo = self._mentoring_institutions()
        return {
            kind: (
                model,
                title,
                Domain(domain) & self._mentoring_narrowing(model, served_sudo),
            )
            for kind, (model, title, domain) in kinds.items()
        }

    @route(
        "/my/mentoring/switch",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_switch(self, institution="", **post):
        request.session.pop("mbb_institution", None)
        if institution:
            served_sudo = self._mentoring_institutions()
            if not is_number(institution) or int(institution) not in served_sudo.ids:
                raise NotFound()
            request.session["mbb_institution"] = int(institution)
        return request.redirect("/my/mentoring")

    # -- the page ----------------------------------------------------------

    @route(
        "/my/mentoring/institution",
        type="http",
        auth="user",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def mentoring_institutions(self, **params):
        served_sudo = self._mentoring_institutions()
        chosen_sudo = self._mentoring_institution(served_sudo) or served_sudo
        if len(chosen_sudo) == 1:
            return self._mentoring_institution_page(chosen_sudo, Form())
        return self._mentoring_render(
            "mbb_mentor_portal.institution_list",
            request.env._("My Institutions"),
            form=Form(),
            roles=self._mentoring_roles(),
        )

    def _mentoring_served(self, institution_id):
        """One that the user serves today; any other is not there."""
        served_sudo = self._mentoring_institutions()
        institution_sudo = served_sudo.filtered(lambda row: row.id == institution_id)
        if not institution_sudo:
            raise NotFound()
        return institution_sudo

    @route(
        "/my/mentoring/institution/<int:institution_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def mentoring_institution(self, institution_id, **params):
        institution_sudo = self._mentoring_served(institution_id)
        return self._mentoring_institution_page(institution_sudo, Form())

    def _mentoring_institution_page(self, institution_sudo, form):
        people_sudo = self._mentoring_people(institution_sudo)
        units = self._mentoring_inviting(institution_sudo)
        own_sudo = people_sudo.filtered(lambda row: row.user_id == request.env.user)
        invitations = request.env["mbb.invitation"]
        if units:
            invitations = invitations.search(
                [
                    ("institution_id", "=", institution_sudo.id),
                    ("state", "=", "sent"),
                ]
            )
        return self._mentoring_render(
            "mbb_mentor_portal.institution_page",
            institution_sudo.name,
            form=form,
            institution_sudo=institution_sudo,
            people_sudo=people_sudo,
            endable=people_sudo._filter_endable(),
            alone=len(people_sudo.filtered(lambda r: r.role == "representative")) == 1,
            own_sudo=own_sudo,
            units=units,
            invitations=invitations,
            ledger=self._mentoring_ledger(institution_sudo, own_sudo),
            role_names=dict(invitations._get_roles()),
        )

    def _mentoring_ledger(self, institution_sudo, own_sudo):
        """What the institution gave and took, for who represents the whole of it."""
        if not own_sudo.filtered(
            lambda row: row.role == "representative" and not row.unit_id
        ):
            return []
        year = local_today().year
        return request.env["mbb.figure"]._get_own_ledger(
            institution_sudo, range(year, year - LEDGER_YEARS, -1)
        )

    def _mentoring_people(self, institution_sudo):
        """Who has which role today; who serves one unit sees that unit's people.

        sudo: names and roles of those who act for the user's own institution.
        """
        rows_sudo = request.env["mbb.representative"].sudo()
        own_sudo = self._mentoring_roles().filtered(
            lambda row: row.institution_id == institution_sudo
        )
        domain = Domain("institution_id", "=", institution_sudo.id)
        domain &= Domain("is_current", "=", True)
        if all(row.unit_id for row in own_sudo):
            domain &= Domain("unit_id", "in", own_sudo.unit_id.ids)
        return rows_sudo.search(domain, order="unit_id, role desc, id")

    def _mentoring_inviting(self, institution_sudo):
        """{value: name} of that for which the user may invite today."""
        binding_sudo = self._mentoring_binding(institution_sudo)
        parts, units_sudo = {}, binding_sudo.unit_id
        if not all(row.unit_id for row in binding_sudo):
            parts[""] = request.env._("The whole institution")
            units_sudo = institution_sudo.child_ids.filtered("is_mentor_unit")
        return {**parts, **{str(unit.id): unit.name for unit in units_sudo}}

    def _mentoring_binding(self, institution_sudo):
        """The user's own roles by which they may bind it."""
        return self._mentoring_roles().filtered(
            lambda row: row.institution_id == institution_sudo
            and row.role == "representative"
        )

    # -- inviting ----------------------------------------------------------

    @route(
        "/my/mentoring/institution/<int:institution_id>/invite",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_invite(self, institution_id, **post):
        institution_sudo = self._mentoring_served(institution_id)
        units = self._mentoring_inviting(institution_sudo)
        if not units:
            raise Forbidden()
        form = Form(post, values={"open": "invite"})
        values = self._mentoring_invite_values(form)
        unit = form.choice("invite_unit", units, required="" not in units) or ""
        file_name, content = form.upload(
            "file", required=values["role"] == "representative"
        )
        if form.ok:
            self._mentoring_limit(form, "invitation", f"user {request.env.uid}")
        if form.ok:
            self._mentoring_try(
                form,
                request.env["mbb.invitation"]._invite,
                institution_sudo.with_env(request.env),
                request.env["res.partner"].browse(int(unit) if unit else []),
                values,
                file_name,
                content if values["role"] == "representative" else False,
            )
        if form.ok:
            url = f"/my/mentoring/institution/{institution_id}?done=invited"
            return request.redirect(url)
        return self._mentoring_institution_page(institution_sudo, form)

    def _mentoring_invite_values(self, form):
        roles = dict(request.env["mbb.invitation"]._get_roles())
        return {
            "person_name": form.line(
                "invite_name", True, message=request.env._("Enter the name.")
            ),
            "person_title": form.line("invite_title"),
            "email": form.email("invite_email", required=True),
            "role": form.choice("invite_role", roles, required=True),
            "lang": request.env.lang,
        }

    @route(
        "/my/mentoring/institution/<int:institution_id>/invitations/<int:invitation_id>"
        "/withdraw",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_invitation_withdraw(self, institution_id, invitation_id, **post):
        institution_sudo = self._mentoring_served(institution_id)
        invitation = self._mentoring_get("mbb.invitation", invitation_id)
        if invitation.institution_id.id != institution_id:
            raise NotFound()
        form = Form(post)
        if self._mentoring_try(form, invitation.action_withdraw):
            url = f"/my/mentoring/institution/{institution_id}"
            return request.redirect(f"{url}?done=invitation_withdrawn")
        return self._mentoring_institution_page(institution_sudo, form)

    # -- ending ------------------------------------------------------------

    @route(
        "/my/mentoring/institution/<int:institution_id>/people/<int:row_id>/end",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_role_end(self, institution_id, row_id, **post):
        institution_sudo = self._mentoring_served(institution_id)
        people_sudo = self._mentoring_people(institution_sudo)
        row_sudo = people_sudo.filtered(lambda row: row.id == row_id)
        if not row_sudo:
            raise NotFound()
        own = row_sudo.user_id == request.env.user
        form = Form(post)
        row = row_sudo.with_env(request.env)
        if not self._mentoring_try(form, row._end_from_portal):
            return self._mentoring_institution_page(institution_sudo, form)
        if not own:
            url = f"/my/mentoring/institution/{institution_id}?done=role_ended"
            return request.redirect(url)
        request.session.pop("mbb_institution", None)
        return request.redirect("/my/mentoring?done=role_left")
