# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden, NotFound

from odoo.http import request, route

from ..models.mbb_practice import MAX_ROWS, TEXTS
from .forms import Form, is_number
from .portal import MentoringPortal

#: Rows of numbers that the form has.
NUMBERS = 5
PRACTICE = "/my/mentoring/practices/<int:practice_id>"


class PracticePortal(MentoringPortal):
    """A representative writes a good practice of the own institution."""

    # -- reading -------------------------------------------------------------

    @route(PRACTICE, type="http", auth="user", website=True, methods=["GET"], readonly=True)
    def mentoring_practice_page(self, practice_id, **params):
        practice = self._mentoring_get("mbb.practice", practice_id)
        return self._mentoring_practice_page(practice, Form())

    def _mentoring_practice_page(self, practice, form):
        practice_sudo = practice.sudo()  # what it says, of one that the user reads
        return self._mentoring_render(
            "mbb_mentor_portal.practice_page",
            practice.display_name,
            self._mentoring_practice_crumbs(),
            form=form,
            practice=practice,
            says=practice_sudo._get_public_page(),
            steps=practice._get_portal_steps(),
            may_write=practice._is_portal_editable(),
            may_revise=practice.state == "published" and practice._is_portal_mine(),
            public_url=practice.state == "published"
            and practice_sudo._get_public_url(),
            answers=[
                {
                    "party": consent.party_name,
                    "state": consent.state,
                    "text": consent._get_state_label(),
                }
                for consent in practice_sudo.consent_ids.sorted("id")
                if consent.state != "cancelled"
            ],
        )

    def _mentoring_practice_crumbs(self):
        return [(request.env._("Good Practices"), "/my/mentoring/all/practices")]

    @route(
        f"{PRACTICE}/<any(pictures, files):kind>/<int:row_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_practice_upload(self, practice_id, kind, row_id, **params):
        practice = self._mentoring_get("mbb.practice", practice_id)
        return self._mentoring_practice_upload(practice.sudo(), kind, row_id)

    def _mentoring_practice_upload(self, practice_sudo, kind, row_id):
        """A file of a practice that the user was found to read."""
        name = {"pictures": "picture_ids", "files": "file_ids"}[kind]
        row_sudo = practice_sudo[name].filtered(lambda row: row.id == row_id)
        if not row_sudo:
            raise NotFound()
        return self._mentoring_file(
            row_sudo._get_content(), row_sudo.mimetype, row_sudo.name
        )

    # -- writing -------------------------------------------------------------

    def _mentoring_answering(self):
        """{id: institution} for which the user answers as a whole."""
        rows_sudo = self._mentoring_roles().filtered(
            lambda row: row.role == "representative" and not row.unit_id
        )
        chosen_sudo = self._mentoring_institution(rows_sudo.institution_id)
        institutions_sudo = rows_sudo.institution_id.sorted(
            lambda row: row != chosen_sudo
        )
        return {str(row.id): row.name for row in institutions_sudo}

    def _mentoring_practice_subjects(self):
        types = request.env["hr.skill.type"].search([("is_mentor_subject", "=", True)])
        return [(row.name, row.skill_ids) for row in types if row.skill_ids]

    def _mentoring_practice_form(self, form, practice=None):
        practice_sudo = practice.sudo() if practice else None
        return self._mentoring_render(
            "mbb_mentor_portal.practice_form",
            practice.display_name if practice else request.env._("A New Good Practice"),
            self._mentoring_practice_crumbs(),
            form=form,
            practice=practice,
            # sudo: the rows of a practice that the user writes.
            rows=practice_sudo and practice_sudo._get_public_page(),
            people=[(row.id, row.name) for row in practice_sudo.person_ids]
            if practice_sudo
            else [],
            return_reason=practice and practice.return_reason,
            institutions=self._mentoring_answering(),
            subjects=self._mentoring_practice_subjects(),
            numbers=range(NUMBERS),
            max_rows=MAX_ROWS,
        )

    def _mentoring_practice_values(self, practice):
        practice_sudo = practice.sudo()
        values = {
            name: practice_sudo[name] or ""
            for name in (*TEXTS, *(f"{name}_en" for name in TEXTS))
        }
        values["year"] = str(practice_sudo.year)
        values["skill_ids"] = [str(skill_id) for skill_id in practice_sudo.skill_ids.ids]
        for number, row in enumerate(practice_sudo.result_ids[:NUMBERS]):
            values.update(
                {
                    f"what_{number}": row.name,
                    f"before_{number}": self._mentoring_number(row.value_before, "0.##"),
                    f"after_{number}": self._mentoring_number(row.value_after, "0.##"),
                    f"unit_{number}": row.unit or "",
                }
            )
        return values

    @route(
        "/my/mentoring/practices/new",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_practice_new(self, **params):
        if not self._mentoring_answering():
            raise Forbidden()
        today = request.env["mbb.state.mixin"]._get_today()
        return self._mentoring_practice_form(Form(values={"year": str(today.year)}))

    @route(
        "/my/mentoring/practices/new",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_practice_create(self, **post):
        institutions = self._mentoring_answering()
        if not institutions:
            raise Forbidden()
        form = Form(post)
        institution = form.choice("institution_id", institutions, required=True)
        vals, numbers = self._mentoring_practice_read(form)
        made = []
        if form.ok:
            self._mentoring_try(
                form,
                lambda: made.append(
                    request.env["mbb.practice"].create(
                        {**vals, "institution_id": int(institution)}
                    )
                ),
            )
        if form.ok:
            self._mentoring_try(form, made[0]._set_portal_results, numbers)
        if not form.ok:
            return self._mentoring_practice_form(form)
        return request.redirect(
            f"{made[0]._get_portal_url()}/edit?done=practice_draft", code=303
        )

    @route(
        f"{PRACTICE}/edit",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_practice_edit(self, practice_id, **params):
        practice = self._mentoring_practice_to_write(practice_id)
        form = Form(values=self._mentoring_practice_values(practice))
        return self._mentoring_practice_form(form, practice)

    def _mentoring_practice_to_write(self, practice_id):
        practice = self._mentoring_get("mbb.practice", practice_id)
        if not practice._is_portal_editable():
            raise Forbidden()
        return practice

    @route(
        f"{PRACTICE}/edit", type="http", auth="user", website=True, methods=["POST"]
    )
    def mentoring_practice_save(self, practice_id, **post):
        practice = self._mentoring_practice_to_write(practice_id)
        form = Form(post)
        vals, numbers = self._mentoring_practice_read(form)
        submit = post.get("do") == "submit"
        if form.ok:
            self._mentoring_try(
                form, self._mentoring_practice_write, practice, vals, numbers, submit
            )
        if not form.ok:
            return self._mentoring_practice_form(form, practice)
        if submit:
            return request.redirect(
                f"{practice._get_portal_url()}?done=practice", code=303
            )
        return request.redirect(
            f"{practice._get_portal_url()}/edit?done=practice_draft", code=303
        )

    def _mentoring_practice_write(self, practice, vals, numbers, submit):
        practice.write(vals)
        practice._set_portal_results(numbers)
        if submit:
            practice.action_submit()

    def _mentoring_practice_read(self, form):
        """(values, numbers) of the form."""
        year = request.env["mbb.state.mixin"]._get_today().year
        vals = {
            "name": form.line(
                "name", required=True, message=request.env._("Give it a title.")
            ),
            "name_en": form.line("name_en"),
            "year": form.integer("year", 1950, year, required=True),
        }
        for name in TEXTS[1:]:
            vals[name] = form.text(name)
            vals[f"{name}_en"] = form.text(f"{name}_en")
        chosen = request.httprequest.form.getlist("skill_ids")
        form.values["skill_ids"] = chosen
        # Compared with what there is: nobody links what is no subject.
        known = {
            str(skill.id)
            for _name, skills in self._mentoring_practice_subjects()
            for skill in skills
        }
        if not set(chosen) <= known:
            form.error("skill_ids", request.env._("Choose one of the list."))
        ids = [int(value) for value in chosen if is_number(value)]
        vals["skill_ids"] = [(6, 0, ids)]
        return vals, self._mentoring_practice_numbers(form)

    def _mentoring_practice_numbers(self, form):
        rows = []
        for number in range(NUMBERS):
            what = form.line(f"what_{number}")
            unit = form.line(f"unit_{number}", limit=40)
            message = request.env._("Enter a number, like 1250,50.")
            values = [
                form.money(f"{name}_{number}", message=message)
                for name in ("before", "after")
            ]
            if what:
                rows.append((what, *values, unit))
            elif any(values) or unit:
                form.error(
                    f"what_{number}", request.env._("Say what was measured.")
                )
        return rows

    # -- what it shows and names -----------------------------------------------

    @route(
        f"{PRACTICE}/<any(pictures, files, people):kind>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_practice_add(self, practice_id, kind, **post):
        practice = self._mentoring_practice_to_write(practice_id)
        form = Form(post, self._mentoring_practice_values(practice))
        getattr(self, f"_mentoring_add_{kind}")(practice, form)
        if not form.ok:
            return self._mentoring_practice_form(form, practice)
        return request.redirect(
            f"{practice._get_portal_url()}/edit?done=saved#mbb_{kind}", code=303
        )

    def _mentoring_add_pictures(self, practice, form):
        values = {
            "alt_text": form.line(
                "alt_text", required=True, message=request.env._("Say what it shows.")
            ),
            "alt_text_en": form.line("alt_text_en"),
            "nobody": form.flag("nobody"),
        }
        chosen = request.httprequest.form.getlist("person_ids")
        form.values["person_ids"] = chosen
        ids = [int(value) for value in chosen if is_number(value)]
        if values["nobody"] == bool(ids):
            form.error(
                "nobody",
                request.env._("Tick who is on it, or that nobody can be recognised."),
            )
        name, content = form.upload("picture", required=True)
        if form.ok:
            self._mentoring_try(
                form, practice._add_portal_picture, name, content, values, ids
            )

    def _mentoring_add_files(self, practice, form):
        name, content = form.upload("file", required=True)
        if form.ok:
            self._mentoring_try(form, practice._add_portal_file, name, content)

    def _mentoring_add_people(self, practice, form):
        name = form.line(
            "person_name", required=True, message=request.env._("Enter the name.")
        )
        email = form.email("person_email", required=True)
        title = form.line("person_title")
        if form.ok:
            # Each makes a contact, which stays when it is taken out again.
            self._mentoring_limit(form, "upload", f"user {request.env.uid}")
        if form.ok:
            self._mentoring_try(form, practice._add_portal_person, name, email, title)

    @route(
        f"{PRACTICE}/<any(pictures, files, people):kind>/<int:row_id>/remove",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_practice_remove(self, practice_id, kind, row_id, **post):
        practice = self._mentoring_practice_to_write(practice_id)
        if kind == "people":
            practice._remove_portal_person(row_id)
        else:
            practice._remove_portal_row(kind, row_id)
        return request.redirect(
            f"{practice._get_portal_url()}/edit?done=removed#mbb_{kind}", code=303
        )

    @route(
        f"{PRACTICE}/revise", type="http", auth="user", website=True, methods=["POST"]
    )
    def mentoring_practice_revise(self, practice_id, **post):
        practice = self._mentoring_get("mbb.practice", practice_id)
        if practice.state != "published" or not practice._is_portal_mine():
            raise Forbidden()
        form = Form(post)
        made = []
        self._mentoring_try(form, lambda: made.append(practice.action_revise()))
        if not form.ok:
            return self._mentoring_practice_page(practice, form)
        return request.redirect(
            f"/my/mentoring/practices/{made[0]['res_id']}/edit", code=303
        )
