# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import hashlib
import json

from odoo.http import request

from .application import ApplicationPortal

#: Languages offered as boxes; more can be chosen from the list below them.
LANGUAGES = ("tr_TR", "en_US", "de_DE", "fr_FR", "ar_001", "ru_RU")


def as_typed(value):
    """A value as a form would send it, to compare what is stored with it."""
    if isinstance(value, (list, tuple)):
        return sorted(str(item) for item in value)
    return str(value or "")


class ApplicationValuesPortal(ApplicationPortal):
    """From the record to the form, step by step."""

    # -- what may be chosen ------------------------------------------------

    def _mentoring_subjects(self):
        return request.env["hr.skill.type"].search([("is_mentor_subject", "=", True)])

    def _mentoring_languages(self):
        languages = request.env["res.lang"].with_context(active_test=False)
        found = languages.search([("code", "in", LANGUAGES)])
        return found.sorted(lambda lang: LANGUAGES.index(lang.code))

    def _mentoring_more_languages(self):
        languages = request.env["res.lang"].with_context(active_test=False)
        return languages.search([("code", "not in", LANGUAGES)], order="name")

    # -- values as typed ---------------------------------------------------

    def _mentoring_application_defaults(self, acting):
        _institution, unit = next(iter(acting.values()))
        return {
            "acting": next(iter(acting)),
            "applicant_type": "unit" if unit else "institution",
            "unit": str(unit.id or ""),
        }

    def _mentoring_step_values(self, record, step):
        """What is stored, as the step's form shows it."""
        return getattr(self, f"_mentoring_values_{step}")(record)

    def _mentoring_values_who(self, record):
        record_sudo = record.sudo()  # to show whom the record itself names
        unit_key = f"{record_sudo.institution_id.id}-{record_sudo.unit_id.id or 0}"
        acting = self._mentoring_acting()
        return {
            "acting": unit_key
            if unit_key in acting
            else f"{record_sudo.institution_id.id}-0",
            "applicant_type": record.applicant_type,
            "unit": str(record_sudo.unit_id.id or ""),
            "person_name": record_sudo.person_id.name,
            "person_title": record.person_title,
            "person_email": record_sudo.person_id.email,
        }

    def _mentoring_values_subjects(self, record):
        chosen = record.skill_ids.skill_id.ids
        values = {"skill_ids": [str(skill_id) for skill_id in chosen]}
        for line in record.skill_ids:
            values[f"level_{line.skill_id.id}"] = str(line.mentor_level)
            if "note" in line._fields:
                values[f"note_{line.skill_id.id}"] = line.note
        return values

    def _mentoring_values_content(self, record):
        return {name: record[name] for name in ("summary", "background", "expectation")}

    def _mentoring_values_terms(self, record):
        shown = self._mentoring_languages().ids
        more = [lang for lang in record.language_ids.ids if lang not in shown]
        values = {
            name: record[name]
            for name in ("mode_online", "mode_onsite", "date_from", "date_to")
        }
        values["language_ids"] = [str(lang) for lang in record.language_ids.ids]
        values["language_more"] = str(more[0]) if more else ""
        if record._name == "mbb.mentor":
            values["capacity"] = str(record.capacity)
        return values

    def _mentoring_version(self, values):
        """What tells whether a step still says what its reader was shown."""
        typed = {name: as_typed(value) for name, value in values.items()}
        text = json.dumps(typed, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:20]

    # -- in words ----------------------------------------------------------

    def _mentoring_words(self, record):
        """{step: {field: (label, text)}} of everything that the application says."""
        words = {
            "who": self._mentoring_words_who(record),
            "subjects": {
                "skill_ids": (
                    request.env._("Subjects"),
                    "\n".join(self._mentoring_line_words(record)),
                )
            },
            "content": {
                "summary": (record._get_summary_label(), record.summary),
                **{
                    name: (record._fields[name]._description_string(request.env), text)
                    for name, text in (
                        ("background", record.background),
                        ("expectation", record.expectation),
                    )
                },
            },
            "terms": self._mentoring_words_terms(record),
            "files": {
                "document": (
                    request.env._("Files"),
                    "\n".join(
                        self._mentoring_parts("mbb.application.file", record).mapped(
                            "name"
                        )
                    ),
                )
            },
        }
        if not record._is_portal_owner():
            words.pop("who")
        return words

    def _mentoring_words_who(self, record):
        record_sudo = record.sudo()  # to show whom the record itself names
        field = record._fields["applicant_type"]
        kinds = dict(field._description_selection(request.env))
        words = {
            "acting": (request.env._("Institution"), record_sudo.institution_id.name),
            "applicant_type": (
                request.env._("Applicant"),
                kinds[record.applicant_type],
            ),
        }
        if record.applicant_type != "institution":
            words["unit"] = (request.env._("Unit"), record_sudo.unit_id.name)
        if record.applicant_type == "person":
            person = (record_sudo.person_id.name, record.person_title)
            words["person_name"] = (
                request.env._("Person"),
                ", ".join(text for text in person if text),
            )
            words["person_email"] = (
                request.env._("E-mail"),
                record_sudo.person_id.email,
            )
        return words

    def _mentoring_line_words(self, record):
        for line in record.skill_ids:
            level = (
                f"{line.mentor_level} – {line.skill_level_id.name}"
                if line.mentor_level
                else request.env._("no knowledge yet")
            )
            note = "note" in line._fields and line.note
            yield f"{line.skill_id.name}: {level}" + (f" ({note})" if note else "")

    def _mentoring_words_terms(self, record):
        modes = {
            "mode_online": request.env._("Online"),
            "mode_onsite": request.env._("On site"),
        }
        words = {
            "mode_online": (
                request.env._("How"),
                ", ".join(text for name, text in modes.items() if record[name]),
            ),
            "language_ids": (
                request.env._("Languages"),
                ", ".join(lang.name.split(" / ")[-1] for lang in record.language_ids),
            ),
            "date_from": (request.env._("From"), self._mentoring_day(record.date_from)),
            "date_to": (request.env._("To"), self._mentoring_day(record.date_to)),
        }
        if record._name == "mbb.mentor":
            words["capacity"] = (
                request.env._("Mentees at one time"),
                str(record.capacity),
            )
        return words

    # -- what is missing -----------------------------------------------------

    def _mentoring_missing(self, record):
        """{field of the model: (step, field of the form)} that the model lacks."""
        places = {
            "unit_id": ("who", "unit"),
            "person_id": ("who", "person_name"),
            "skill_ids": ("subjects", "skill_ids"),
            "summary": ("content", "summary"),
            "mode_online": ("terms", "mode_online"),
            "language_ids": ("terms", "language_ids"),
            "date_from": ("terms", "date_from"),
            "date_to": ("terms", "date_to"),
        }
        # sudo: what the user's own application lacks.
        return {
            name: places.get(name, ("review", ""))
            for name in record.sudo()._get_missing()
        }

    def _mentoring_missing_words(self, record):
        mentee = record._name == "mbb.mentee"
        return {
            "unit_id": request.env._("Choose the unit."),
            "person_id": request.env._("Name the person."),
            "skill_ids": request.env._("Choose at least one subject."),
            "summary": request.env._("Describe what you need.")
            if mentee
            else request.env._("Describe what you offer."),
            "mode_online": request.env._("Choose online, on site or both."),
            "language_ids": request.env._("Choose at least one language."),
            "date_from": request.env._("Enter the first and the last day."),
            "date_to": request.env._("Enter a last day that is still to come."),
        }

    def _mentoring_put_missing(self, form, record):
        """The model's own list, as messages that lead to their field."""
        words = self._mentoring_missing_words(record)
        names = record.sudo()._get_missing()  # what the user's own application lacks
        for name, (step, field) in self._mentoring_missing(record).items():
            key = field or name
            form.error(key, words.get(name) or names[name])
            form.links[key] = f"{record._get_portal_url()}/edit/{step}#field_{field}"
