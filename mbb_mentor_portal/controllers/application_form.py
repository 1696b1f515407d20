# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden

from odoo.http import request, route

from .application import KIND_ROUTE, KINDS
from .application_values import FIRST_ROWS, MAX_ROWS, ApplicationValuesPortal
from .forms import Form


class ApplicationFormPortal(ApplicationValuesPortal):
    # -- the form ----------------------------------------------------------

    @route(
        "/my/mentoring/apply/<any(mentee, mentor):kind>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_apply(self, kind, **params):
        acting = self._mentoring_acting()
        if not acting:
            return self._mentoring_render(
                "mbb_mentor_portal.apply_nobody", self._mentoring_form_title(kind)
            )
        form = Form(values=self._mentoring_application_defaults(acting))
        return self._mentoring_application_form(kind, form)

    @route(
        "/my/mentoring/apply/<any(mentee, mentor):kind>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_apply_post(self, kind, **post):
        if not self._mentoring_acting():
            raise Forbidden()
        return self._mentoring_application_post(kind, request.env[KINDS[kind]], post)

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/edit",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_application_edit(self, kind, record_id, **params):
        record = self._mentoring_application(kind, record_id)
        if not record._is_portal_editable():
            raise Forbidden()
        form = Form(values=self._mentoring_application_values(record))
        return self._mentoring_application_form(kind[:-1], form, record)

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/edit",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_application_edit_post(self, kind, record_id, **post):
        record = self._mentoring_application(kind, record_id)
        if not record._is_portal_editable():
            raise Forbidden()
        return self._mentoring_application_post(kind[:-1], record, post)

    def _mentoring_form_title(self, kind, record=None):
        if record:
            return record.display_name
        if kind == "mentee":
            return request.env._("Apply as Mentee")
        return request.env._("Apply as Mentor")

    def _mentoring_application_form(self, kind, form, record=None):
        acting = self._mentoring_acting()
        return self._mentoring_render(
            "mbb_mentor_portal.application_form",
            self._mentoring_form_title(kind, record),
            [(record.display_name, record._get_portal_url())] if record else (),
            form=form,
            kind=kind,
            record=record,
            acting=acting,
            owns=self._mentoring_owns(record),
            units=self._mentoring_units(acting),
            types=self._mentoring_subjects(),
            levels=self._mentoring_levels(),
            languages=self._mentoring_languages(),
            more_languages=self._mentoring_more_languages(),
            row_count=form.get("rows", FIRST_ROWS),
            notice_version=self._mentoring_notice_version(),
        )

    def _mentoring_units(self, acting):
        """Units that may be chosen: [(id, name)], of the acting institutions."""
        units = {}
        for institution, unit in acting.values():
            # sudo: names of the user's own institution's units.
            for own in unit or institution.sudo().child_ids:
                if own.is_mentor_unit and own.active:
                    name = own.name
                    if len({i.id for i, _u in acting.values()}) > 1:
                        name = f"{institution.name} – {own.name}"
                    units[str(own.id)] = name
        return units

    # -- saving ------------------------------------------------------------

    def _mentoring_application_post(self, kind, record, post):
        form = Form(post)
        rows = self._mentoring_row_count(post)
        strict = post.get("do") == "submit"
        vals, person, skills = self._mentoring_application_read(
            kind, form, record, strict
        )
        form.values["rows"] = rows
        if post.get("do") == "more":
            # More rows for those without JavaScript; nothing is saved or judged.
            form.errors.clear()
            form.values["rows"] = min(rows + FIRST_ROWS, MAX_ROWS)
            return self._mentoring_application_form(kind, form, record)
        saved = []
        if form.ok:
            self._mentoring_try(
                form,
                self._mentoring_application_save,
                kind,
                record,
                vals,
                person,
                skills,
                strict,
                saved,
            )
        if not form.ok:
            return self._mentoring_application_form(kind, form, record)
        done = "draft"
        if strict:
            done = "mended" if saved[0].state == "review" else "submitted"
        elif saved[0].state == "incomplete":
            done = "saved"
        return request.redirect(f"{saved[0]._get_portal_url()}?done={done}")

    def _mentoring_application_save(
        self, kind, record, vals, person, skills, strict, saved
    ):
        if person:
            vals["person_id"] = False
        if person.get("name"):
            institution = request.env["res.partner"].browse(vals["institution_id"])
            applications = request.env[KINDS[kind]]
            vals["person_id"] = applications._get_portal_person(
                institution, **person
            ).id
        if record:
            record_sudo = record.sudo()  # what the record itself holds, to compare
            changed = {
                name: value
                for name, value in vals.items()
                if name == "language_ids"
                or (
                    record_sudo[name].id
                    if name.endswith("_id")
                    else record_sudo[name] or False
                )
                != (value or False)
            }
            record.write(changed)
        else:
            record = record.create(vals)
        self._mentoring_save_skills(record, skills)
        record._record_notice(self._mentoring_notice_version())
        if strict:
            record.action_submit()
        saved.append(record)

    def _mentoring_save_skills(self, record, skills):
        lines = {line.skill_id: line for line in record.skill_ids}
        for skill, line in lines.items():
            if skill not in skills:
                line.unlink()
        link = record._fields["skill_ids"].inverse_name
        for skill, vals in skills.items():
            if skill not in lines:
                record.skill_ids.create({link: record.id, **vals})
                continue
            line = lines[skill]
            changed = {
                name: value
                for name, value in vals.items()
                if (line[name].id if name.endswith("_id") else line[name] or False)
                != (value or False)
            }
            if changed:
                line.write(changed)
