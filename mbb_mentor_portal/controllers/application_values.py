# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.http import request

from .application import ApplicationPortal
from .forms import MAX_LINE, is_number

FIRST_ROWS = 3
MAX_ROWS = 15
#: Languages offered as boxes; more can be chosen from the list below them.
LANGUAGES = ("tr_TR", "en_US", "de_DE", "fr_FR", "ar_001", "ru_RU")


class ApplicationValuesPortal(ApplicationPortal):
    """From the record to the form, and from what was posted to values."""

    # -- what may be chosen ------------------------------------------------

    def _mentoring_notice_version(self):
        # sudo: one public setting.
        parameters_sudo = request.env["ir.config_parameter"].sudo()
        return parameters_sudo.get_param("mbb_mentor_portal.notice_version", "1")

    def _mentoring_subjects(self):
        return request.env["hr.skill.type"].search([("is_mentor_subject", "=", True)])

    def _mentoring_languages(self):
        languages = request.env["res.lang"].with_context(active_test=False)
        found = languages.search([("code", "in", LANGUAGES)])
        return found.sorted(lambda lang: LANGUAGES.index(lang.code))

    def _mentoring_more_languages(self):
        languages = request.env["res.lang"].with_context(active_test=False)
        return languages.search([("code", "not in", LANGUAGES)], order="name")

    def _mentoring_owns(self, record):
        """Whether the user says for whom it is. The person whom an application is
        about writes its content only."""
        if not record:
            return True
        record_sudo = record.sudo()  # a right of the user over the record's own
        bearers = record_sudo.institution_id | record_sudo.unit_id
        return bool(bearers.filtered("is_mine_to_apply"))

    # -- values ------------------------------------------------------------

    def _mentoring_application_defaults(self, acting):
        _institution, unit = next(iter(acting.values()))
        return {
            "acting": next(iter(acting)),
            "applicant_type": "unit" if unit else "institution",
            "unit": str(unit.id or ""),
            "mode_online": True,
            "language_ids": [
                str(lang.id)
                for lang in self._mentoring_languages()
                if lang.code == "tr_TR"
            ],
            "capacity": "1",
            "rows": FIRST_ROWS,
        }

    def _mentoring_application_values(self, record):
        """The record as the form shows it."""
        record_sudo = record.sudo()  # to show whom the record itself names
        lines = record.skill_ids
        shown = self._mentoring_languages().ids
        more = [lang for lang in record.language_ids.ids if lang not in shown]
        acting = self._mentoring_acting()
        unit_key = f"{record_sudo.institution_id.id}-{record_sudo.unit_id.id or 0}"
        values = {
            "acting": unit_key
            if unit_key in acting
            else f"{record_sudo.institution_id.id}-0",
            "applicant_type": record.applicant_type,
            "unit": str(record_sudo.unit_id.id or ""),
            "person_name": record_sudo.person_id.name,
            "person_email": record_sudo.person_id.email,
            "language_ids": [str(lang) for lang in record.language_ids.ids],
            "language_more": str(more[0]) if more else "",
            "rows": max(FIRST_ROWS, len(lines)),
            "notice": bool(record.notice_version),
        }
        for name in (
            "person_title",
            "summary",
            "background",
            "expectation",
            "mode_online",
            "mode_onsite",
            "date_from",
            "date_to",
        ):
            values[name] = record[name]
        if record._name == "mbb.mentor":
            values["capacity"] = str(record.capacity)
        for index, line in enumerate(lines):
            values[f"skill_{index}"] = str(line.skill_id.id)
            values[f"level_{index}"] = str(line.mentor_level)
            if "note" in line._fields:
                values[f"note_{index}"] = line.note
        return values

    def _mentoring_application_read(self, kind, form, record, strict):
        """(values to write, skills) from the posted form; errors are on the form.

        A draft may be full of holes; what is submitted may not.
        """
        vals, person = {}, {}
        if self._mentoring_owns(record):
            vals, person = self._mentoring_read_bearer(form, strict)
        skills = self._mentoring_read_skills(kind, form, strict)
        vals["summary"] = form.text(
            "summary",
            required=strict,
            message=request.env._("Describe what you need.")
            if kind == "mentee"
            else request.env._("Describe what you offer."),
        )
        vals["background"] = form.text("background")
        vals["expectation"] = form.text("expectation")
        vals["mode_online"] = form.flag("mode_online")
        vals["mode_onsite"] = form.flag("mode_onsite")
        if strict and not (vals["mode_online"] or vals["mode_onsite"]):
            form.error("mode_online", request.env._("Choose online, on site or both."))
        vals["language_ids"] = [(6, 0, self._mentoring_read_languages(form, strict))]
        needs_dates = strict and kind == "mentee"
        vals["date_from"] = form.date(
            "date_from", needs_dates, request.env._("Enter the first day.")
        )
        vals["date_to"] = form.date(
            "date_to", needs_dates, request.env._("Enter the last day.")
        )
        if vals["date_from"] and vals["date_to"]:
            if vals["date_to"] < vals["date_from"]:
                form.error(
                    "date_to", request.env._("The end cannot be before the start.")
                )
        if kind == "mentor":
            vals["capacity"] = form.integer("capacity", 1, 50, required=True)
        if not form.flag("notice"):
            form.error(
                "notice",
                request.env._("Please read the privacy notice and tick the box."),
            )
        elif form.raw("notice_version") != self._mentoring_notice_version():
            form.values["notice"] = False
            form.error(
                "notice", request.env._("The notice has changed; please read it again.")
            )
        return vals, person, skills

    def _mentoring_read_bearer(self, form, strict):
        """For whom it is: nothing posted is believed that the user may not choose."""
        acting = self._mentoring_acting()
        key = form.choice(
            "acting",
            acting,
            required=True,
            message=request.env._("Choose for whom you apply."),
        )
        nobody = request.env["res.partner"]
        institution, acting_unit = acting.get(key) or (nobody, nobody)
        kinds = ("unit", "person") if acting_unit else ("institution", "unit", "person")
        kind = form.choice(
            "applicant_type",
            kinds,
            required=True,
            message=request.env._("Choose who the application is for."),
        )
        unit_id = self._mentoring_read_unit(
            form, institution, acting_unit, kind, strict
        )
        person = self._mentoring_read_person(form, kind, strict)
        vals = {
            "institution_id": institution.id,
            "applicant_type": kind,
            "unit_id": unit_id,
            "person_title": person["title"],
        }
        return vals, person

    def _mentoring_read_unit(self, form, institution, acting_unit, kind, strict):
        chosen = form.raw("unit")
        if kind == "institution":
            return False
        if acting_unit:
            form.values["unit"] = str(acting_unit.id)
            return acting_unit.id
        if not chosen:
            if kind == "unit" and strict:
                form.error("unit", request.env._("Choose the unit."))
            return False
        # sudo: units of the institution for which the user acts.
        units_sudo = institution.sudo().child_ids.filtered("is_mentor_unit")
        if chosen not in {str(unit_id) for unit_id in units_sudo.ids}:
            form.error("unit", request.env._("Choose a unit of your institution."))
            return False
        return int(chosen)

    def _mentoring_read_person(self, form, kind, strict):
        """Name and e-mail come together: one without the other names nobody."""
        given = kind == "person"
        name = form.line("person_name", limit=MAX_LINE)
        email = form.email("person_email")
        title = form.line("person_title", limit=MAX_LINE)
        if given and (strict or name or email):
            if not name:
                form.error("person_name", request.env._("Enter the name."))
            if not email:
                form.error("person_email", request.env._("Enter the e-mail address."))
        return {
            "name": name if given else "",
            "email": email if given else "",
            "title": title if given else "",
        }

    def _mentoring_read_languages(self, form, strict):
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
        if strict and not chosen:
            form.error("language_ids", request.env._("Choose at least one language."))
        return sorted(int(value) for value in chosen)

    def _mentoring_row_count(self, post):
        value = post.get("rows", "")
        count = int(value) if is_number(value) else FIRST_ROWS
        return max(FIRST_ROWS, min(count, MAX_ROWS))

    def _mentoring_read_skills(self, kind, form, strict):
        """{skill: {values of the line}} of the rows that name a subject."""
        subjects = {
            str(skill.id): skill for skill in self._mentoring_subjects().skill_ids
        }
        numbers = [str(number) for number, _name, _text in self._mentoring_levels()]
        skills = {}
        for index in range(self._mentoring_row_count(form.post)):
            chosen = form.choice(f"skill_{index}", subjects)
            level = form.choice(f"level_{index}", ["0", *numbers])
            note = form.line(f"note_{index}") if kind == "mentor" else False
            skill = subjects.get(chosen or "")
            if not skill:
                continue
            if skill in skills:
                form.error(
                    f"skill_{index}",
                    request.env._("You have chosen this subject above."),
                )
                continue
            found = skill.skill_type_id.skill_level_ids.filtered(
                lambda known, level=level: str(known.mentor_level) == level
            )[:1]
            if not found and kind == "mentor":
                form.error(
                    f"level_{index}",
                    request.env._("Choose your level in this subject."),
                )
            skills[skill] = {
                "skill_type_id": skill.skill_type_id.id,
                "skill_id": skill.id,
                "skill_level_id": found.id,
                **({"note": note} if kind == "mentor" else {}),
            }
        if strict and not skills:
            form.error("skill_0", request.env._("Choose at least one subject."))
        return skills
