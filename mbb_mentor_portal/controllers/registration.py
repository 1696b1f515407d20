# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import NotFound

from odoo.fields import Domain
from odoo.http import request, route

from .forms import Form, is_number
from .portal import MentoringPortal

#: Institutions of one answer; who finds more types another word.
MAX_FOUND = 25


class RegistrationPortal(MentoringPortal):
    """An institution comes in: found or described, its person, the paper, the address.

    What is answered is the same whether the institution or the address is known.
    """

    # -- which institution -------------------------------------------------

    @route(
        "/mentoring/register",
        type="http",
        auth="public",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def mentoring_register(self, **params):
        form = Form(params)
        name, province = form.raw("name")[:100], form.raw("province")
        province_id = int(province) if is_number(province) else False
        found_sudo = self._mentoring_find_institutions(name, province_id)
        return self._mentoring_render(
            "mbb_mentor_portal.register_search",
            request.env._("Register Your Institution"),
            form=form,
            steps=self._mentoring_register_steps(0),
            provinces=self._mentoring_provinces(),
            asked=bool(name or province_id),
            found=found_sudo[:MAX_FOUND],
            more=len(found_sudo) > MAX_FOUND,
        )

    def _mentoring_institution_domain(self):
        # The Birlik's own institution does not register with itself.
        return Domain(
            [
                ("is_mentor_institution", "=", True),
                ("mentor_closed_on", "=", False),
                ("institution_type", "!=", "birlik"),
            ]
        )

    def _mentoring_find_institutions(self, name, province_id):
        """By each word, however it is spelt (İ/ı, ş/s).

        sudo: names and provinces of public bodies.
        """
        partners_sudo = request.env["res.partner"].sudo()
        words = partners_sudo._get_mentor_name_key(name).split()
        if not words and not province_id:
            return partners_sudo
        domain = self._mentoring_institution_domain()
        for word in words:
            domain &= Domain("mentor_name_key", "like", word)
        if province_id:
            domain &= Domain("state_id", "=", province_id)
        return partners_sudo.search(domain, limit=MAX_FOUND + 1)

    def _mentoring_chosen_institution(self, value):
        partners_sudo = request.env["res.partner"].sudo()
        if not value:
            return partners_sudo
        domain = self._mentoring_institution_domain()
        if is_number(value):
            partners_sudo = partners_sudo.search(
                domain & Domain("id", "=", int(value)), limit=1
            )
        if not partners_sudo:
            raise NotFound()
        return partners_sudo

    def _mentoring_provinces(self):
        states_sudo = request.env["res.country.state"].sudo()
        return states_sudo.search([("country_id.code", "=", "TR")], order="name")

    def _mentoring_countries(self):
        return request.env["res.country"].sudo().search([]).sorted("name")

    # -- who, and by which paper -------------------------------------------

    @route(
        "/mentoring/register/form",
        type="http",
        auth="public",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def mentoring_register_form(self, institution="", **params):
        form = Form(values={"institution": institution})
        if params.get("foreign"):
            form.values["institution_type"] = "foreign"
        return self._mentoring_register_page(form)

    def _mentoring_register_page(self, form):
        registrations = request.env["mbb.registration"]
        chosen_sudo = self._mentoring_chosen_institution(form.get("institution"))
        return self._mentoring_render(
            "mbb_mentor_portal.register_form",
            request.env._("Register Your Institution"),
            form=form,
            steps=self._mentoring_register_steps(1),
            institution=chosen_sudo,
            types=registrations._get_institution_types(),
            provinces=self._mentoring_provinces(),
            countries=self._mentoring_countries(),
            privacy=registrations._get_portal_notice(),
        )

    @route(
        "/mentoring/register/form",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def mentoring_register_send(self, **post):
        form = Form(post)
        values = self._mentoring_register_values(form)
        file_name, content = form.upload("file", required=True)
        notice_sudo = request.env["mbb.registration"]._get_portal_notice()
        self._mentoring_read_notice(form, notice_sudo)
        if form.ok:
            self._mentoring_limit(form, "registration", values["email"])
        if form.ok:
            values["notice_id"] = notice_sudo.id
            request.env["mbb.registration"]._receive(values, file_name, content)
            return request.redirect("/mentoring/register/sent")
        return self._mentoring_register_page(form)

    def _mentoring_register_values(self, form):
        chosen_sudo = self._mentoring_chosen_institution(form.raw("institution"))
        values = {"institution_id": chosen_sudo.id}
        if not chosen_sudo:
            values.update(self._mentoring_described_institution(form))
        values.update(
            unit_name=form.line("unit_name"),
            person_name=form.line(
                "person_name", True, message=request.env._("Enter the name.")
            ),
            person_title=form.line(
                "person_title", True, message=request.env._("Enter the title.")
            ),
            email=form.email("email", required=True).lower(),
            phone=form.line("phone", True, 40, request.env._("Enter a phone number.")),
            lang=request.env.lang,
        )
        return values

    def _mentoring_described_institution(self, form):
        types = dict(request.env["mbb.registration"]._get_institution_types())
        kind = form.choice(
            "institution_type",
            types,
            True,
            request.env._("Choose what kind of institution it is."),
        )
        name = form.line(
            "institution_name",
            True,
            message=request.env._("Enter the full name of the institution."),
        )
        if kind == "foreign":
            country = form.choice(
                "country_id",
                {str(row.id) for row in self._mentoring_countries()},
                True,
                request.env._("Choose the country."),
            )
            province = False
        else:
            country = str(request.env.ref("base.tr").id)
            province = form.choice(
                "state_id",
                {str(row.id) for row in self._mentoring_provinces()},
                True,
                request.env._("Choose the province."),
            )
            # What was typed stays on the page, whatever the kind.
            form.raw("country_id")
        return {
            "institution_name": name,
            "institution_type": kind,
            "country_id": int(country or 0) or False,
            "state_id": int(province or 0) or False,
            "city": form.line("city"),
        }

    @route(
        "/mentoring/register/sent",
        type="http",
        auth="public",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def mentoring_register_sent(self, **params):
        return self._mentoring_render(
            "mbb_mentor_portal.register_sent",
            request.env._("One Step Is Left: Your Mailbox"),
            form=Form(),
            steps=self._mentoring_register_steps(2),
            hours=request.env["mbb.registration"]._get_link_hours(),
        )

    # -- whose address -----------------------------------------------------

    def _mentoring_linked(self, model, token):
        """What the link opens, or an empty record: wrong, used and over are one."""
        return request.env[model]._find_by_link(token)

    def _mentoring_dead_link(self):
        """404, or 429 for who has tried too many."""
        form = Form()
        form.status = 404
        self._mentoring_limit(form, "token")
        response = self._mentoring_render(
            "mbb_mentor_portal.dead_link",
            request.env._("This Link Leads Nowhere"),
            form=form,
        )
        response.status_code = form.status
        return response

    # Not readonly: a link that leads nowhere is counted.
    @route(
        "/mentoring/register/confirm/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def mentoring_register_confirm(self, token, **params):
        registration_sudo = self._mentoring_linked("mbb.registration", token)
        if not registration_sudo:
            return self._mentoring_dead_link()
        return self._mentoring_confirm_page(registration_sudo, token, Form())

    def _mentoring_confirm_page(self, registration_sudo, token, form):
        return self._mentoring_render(
            "mbb_mentor_portal.register_confirm",
            request.env._("Is This Your Registration?"),
            form=form,
            steps=self._mentoring_register_steps(2),
            registration_sudo=registration_sudo,
            token=token,
        )

    @route(
        "/mentoring/register/confirm/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def mentoring_register_verify(self, token, **post):
        registration_sudo = self._mentoring_linked("mbb.registration", token)
        if not registration_sudo:
            return self._mentoring_dead_link()
        form = Form(post)
        if self._mentoring_try(form, registration_sudo._verify):
            return request.redirect("/mentoring/register/confirmed")
        return self._mentoring_confirm_page(registration_sudo, token, form)

    @route(
        "/mentoring/register/confirmed",
        type="http",
        auth="public",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def mentoring_register_confirmed(self, **params):
        return self._mentoring_render(
            "mbb_mentor_portal.register_confirmed",
            request.env._("Your Registration Is With the Sekreterya"),
            form=Form(),
            steps=self._mentoring_register_steps(3),
        )

    def _mentoring_register_steps(self, present):
        names = (
            request.env._("Institution"),
            request.env._("Person and paper"),
            request.env._("Your mailbox"),
            request.env._("Approval by the Sekreterya"),
        )
        return [
            (
                name,
                False,
                "done" if index < present else "now" if index == present else "next",
            )
            for index, name in enumerate(names)
        ]
