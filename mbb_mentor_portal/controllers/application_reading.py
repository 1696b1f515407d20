# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.http import request

from .application_values import ApplicationValuesPortal
from .forms import MAX_LINE, is_number

#: Subjects of one application.
MAX_SUBJECTS = 15


class ApplicationReadingPortal(ApplicationValuesPortal):
    """From what was posted to values, step by step; errors are on the form.

    A draft may be full of holes: what is there must be right, nothing has to be. The
    model says what is missing when it is submitted.
    """

    def _mentoring_read_step(self, kind, form, step, record=None, call=None):
        """{"vals": …, "person": …, "skills": …} of the step that was posted."""
        parts = {"vals": {}, "person": {}, "skills": None}
        getattr(self, f"_mentoring_read_{step}")(kind, form, parts, record, call)
        return parts

    # -- for whom ----------------------------------------------------------

    def _mentoring_read_who(self, kind, form, parts, record, call):
        """For whom it is: nothing posted is believed that the user may not choose."""
        acting = self._mentoring_acting_for(call)
        key = form.choice(
            "acting",
            acting,
            required=True,
            message=request.env._("Choose for whom you apply."),
        )
        nobody = request.env["res.partner"]
        institution, acting_unit = acting.get(key) or (nobody, nobody)
        kinds = ("unit", "person") if acting_unit else ("institution", "unit", "person")
        chosen = form.choice(
            "applicant_type",
            kinds,
            required=True,
            message=request.env._("Choose who the application is for."),
        )
        unit_id = self._mentoring_read_unit(form, institution, acting_unit, chosen)
        person = self._mentoring_read_person(form, chosen)
        parts["vals"] = {
            "institution_id": institution.id,
            "applicant_type": chosen,
            "unit_id": unit_id,
            "person_title": person["title"],
        }
        parts["person"] = person

    def _mentoring_acting_for(self, call):
        """For whom the user may apply, to a call: those whom it is for."""
        return {
            key: who
            for key, who in self._mentoring_acting().items()
            if not call or call._is_for(who[0].sudo())
        }

    def _mentoring_read_unit(self, form, institution, acting_unit, kind):
        chosen = form.raw("unit")
        if kind == "institution":
            return False
        if acting_unit:
            form.values["unit"] = str(acting_unit.id)
            return acting_unit.id
        if not chosen:
            return False
        # sudo: units of the institution for which the user acts.
        units_sudo = institution.sudo().child_ids.filtered("is_mentor_unit")
        if chosen not in {str(unit_id) for unit_id in units_sudo.ids}:
            form.error("unit", request.env._("Choose a unit of your institution."))
            return False
        return int(chosen)

    def _mentoring_read_person(self, form, kind):
        """Name and e-mail come together: one without the other names nobody."""
        given = kind == "person"
        name = form.line("person_name", limit=MAX_LINE)
        email = form.email("person_email")
        title = form.line("person_title", limit=MAX_LINE)
        if given and (name or email):
            if not name:
                form.error("person_name", request.env._("Enter the name."))
            if not email:
                form.error("person_email", request.env._("Enter the e-mail address."))
        return {
            "name": name if given else "",
            "email": email if given else "",
            "title": title if given else "",
        }

    # -- subjects ----------------------------------------------------------

    def _mentoring_read_subjects(self, kind, form, parts, record, call):
        """{subject: {values of the line}} of the boxes that are ticked."""
        form.raw("q")
        posted = request.httprequest.form.getlist("skill_ids")
        form.values["skill_ids"] = posted
        subjects = {
            str(skill.id): skill for skill in self._mentoring_offered(record, call)
        }
        chosen = list(dict.fromkeys(posted))
        if len(chosen) > MAX_SUBJECTS:
            form.error(
                "skill_ids",
                request.env._("Choose at most %(limit)s subjects.", limit=MAX_SUBJECTS),
            )
        skills = {}
        for value in chosen[:MAX_SUBJECTS]:
            skill = is_number(value) and subjects.get(value)
            if not skill:
                form.error("skill_ids", request.env._("Choose one of the list."))
                continue
            skills[skill] = self._mentoring_read_line(kind, form, skill)
        parts["skills"] = skills

    def _mentoring_read_line(self, kind, form, skill):
        numbers = [str(level.mentor_level) for level in self._mentoring_scale(skill)]
        name = f"level_{skill.id}"
        level = form.choice(name, ["0", *numbers])
        found = self._mentoring_scale(skill).filtered(
            lambda known: str(known.mentor_level) == level
        )[:1]
        if not found and kind == "mentor":
            form.error(
                name,
                request.env._("%(subject)s: choose your level.", subject=skill.name),
            )
        vals = {
            "skill_type_id": skill.skill_type_id.id,
            "skill_id": skill.id,
            "skill_level_id": found.id,
        }
        if kind == "mentor":
            vals["note"] = form.line(f"note_{skill.id}")
        return vals

    def _mentoring_scale(self, skill):
        """The levels of a subject, from the lowest."""
        levels = skill.skill_type_id.skill_level_ids
        return levels.filtered("mentor_level").sorted("mentor_level")

    def _mentoring_offered(self, record, call):
        """The subjects that may be chosen; of a call its own. What the application
        names already can be kept."""
        subjects = self._mentoring_subjects().skill_ids
        if call:
            subjects &= call._get_portal_subjects().sudo(False)
        return subjects | (record.skill_ids.skill_id if record else subjects.browse())

    # -- need or offer, how and when -----------------------------------------

    def _mentoring_read_content(self, kind, form, parts, record, call):
        for name in ("summary", "background", "expectation"):
            parts["vals"][name] = form.text(name)

    def _mentoring_read_terms(self, kind, form, parts, record, call):
        vals = parts["vals"]
        vals["mode_online"] = form.flag("mode_online")
        vals["mode_onsite"] = form.flag("mode_onsite")
        vals["language_ids"] = [(6, 0, self._mentoring_read_languages(form))]
        vals["date_from"] = form.date("date_from")
        vals["date_to"] = form.date("date_to")
        if vals["date_from"] and vals["date_to"]:
            if vals["date_to"] < vals["date_from"]:
                form.error(
                    "date_to", request.env._("The end cannot be before the start.")
                )
        if kind == "mentor":
            vals["capacity"] = form.integer("capacity", 1, 50, required=True)

    def _mentoring_read_languages(self, form):
        posted = request.httprequest.form.getlist("language_ids")
        form.values["language_ids"] = posted
        more = form.raw("language_more")
        allowed = {
            str(lang_id)
            for lang_id in (
                self._mentoring_languages() | self._mentoring_more_languages()
            ).ids
        }
        chosen = {value for value in (*posted, more) if value in allowed}
        return sorted(int(value) for value in chosen)
