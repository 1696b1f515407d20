# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ... import matching
from .match_states import LIVE_STATES

#: How the key of a unit begins that stands for several entries of one applicant.
_ENTRIES = "entries-"


class MbbCohort(models.AbstractModel):
    """Translator between records and the matching core's plain data.

    It holds no formula: what makes a good match is said in `matching/` alone. Its
    queries are counted by kind, not by the size of the pool.
    """

    _name = "mbb.cohort"
    _description = "Matching Cohort"

    @api.model
    def _prepare_cohort(self, mentees, mentors, weights=None):
        """The cohort of these records, as `matching/README.md` describes it.

        :param weights: `mbb.weights`; None for those in use for these mentees
        """
        self._fetch(mentees, mentors)
        institutions = mentees.institution_id | mentors.institution_id
        weights = weights or self._get_weights(mentees)
        lines = {records: self._fetch_skills(records) for records in (mentors, mentees)}
        (lines[mentors].skill_level_id | lines[mentees].skill_level_id).fetch(
            ["mentor_level"]
        )
        skills = self._prepare_skills(lines[mentors])
        own_skills = self._prepare_skills(lines[mentees])
        loads = mentors._get_loads()
        houses = self._prepare_houses(mentors)
        giving = [
            {
                **self._prepare_applicant(mentor),
                "unit": str(mentor.unit_id.id) if mentor.unit_id else None,
                "capacity": max(mentor.capacity - loads[mentor.id][0], 0),
                "load": loads[mentor.id][1],
                "available_from": self._prepare_date(mentor.date_from),
                "available_to": self._prepare_date(mentor.date_to),
                "skills": skills.get(mentor.id, {}),
            }
            for mentor in mentors
        ]
        self._join_entries(mentors, giving, houses["unit_capacity"])
        return {
            "mentors": giving,
            "mentees": [
                {
                    **self._prepare_applicant(mentee),
                    "priority": mentee.priority,
                    "waiting_days": self._get_waiting_days(mentee),
                    "needed_from": self._prepare_date(mentee.date_from),
                    "needed_to": self._prepare_date(mentee.date_to),
                    "skills": own_skills.get(mentee.id, {}),
                }
                for mentee in mentees
            ],
            "institutions": {
                str(institution.id): {
                    "type": institution.institution_type or None,
                    # A partner's empty number is 0, which nobody's population is.
                    "population": max(institution.population, 0) or None,
                }
                for institution in institutions
            },
            **houses,
            **self._prepare_pairs(mentees, mentors),
            "weights": weights._get_weights(),
        }

    @api.model
    def _get_weights(self, mentees):
        """Those of the call that all of them applied to, or of the company."""
        company = mentees[:1].company_id or self.env.company
        calls = {mentee.call_id for mentee in mentees}
        call = calls.pop() if len(calls) == 1 else None
        return self.env["mbb.weights"]._get_in_use(company, call)

    def _fetch(self, mentees, mentors):
        """Read all at once: what is read record by record comes in thousands."""
        common = (
            "company_id institution_id unit_id bearer_id applicant_type summary "
            "background expectation mode_online mode_onsite language_ids date_from "
            "date_to number call_id"
        ).split()
        mentors.fetch([*common, "capacity"])
        mentees.fetch([*common, "priority", "date_submitted", "create_date"])
        houses = mentees.institution_id | mentors._get_houses()
        houses.sudo().fetch(
            "name institution_type population state_id mentor_capacity "
            "mentor_capacity_limited".split()
        )
        houses.state_id.fetch(["code"])

    def _prepare_applicant(self, record):
        texts = (record.summary, record.background, record.expectation)
        modes = {"online": record.mode_online, "onsite": record.mode_onsite}
        return {
            "id": str(record.id),
            "institution": str(record.institution_id.id),
            "province": record.institution_id.state_id.code or None,
            "languages": sorted(
                {lang.code.partition("_")[0] for lang in record.language_ids}
            ),
            "modes": [mode for mode, is_open in modes.items() if is_open],
            "text": "\n".join(text for text in texts if text),
        }

    def _prepare_houses(self, mentors):
        """What whole institutions and units have left, where they set a limit."""
        left = mentors._get_houses()._get_mentor_places_left()
        return {
            name: {
                str(house.id): left[house] for house in houses if house in left
            }
            for name, houses in (
                ("institution_capacity", mentors.institution_id),
                ("unit_capacity", mentors.unit_id),
            )
        }

    def _join_entries(self, mentors, rows, unit_capacity):
        """Entries of one person, unit or institution share its places.

        A unit of their own says so, but where the unit has a limit itself. Entries
        that ask for less than the others of the same one are held to that when the
        pair is proposed.
        """
        entries = {}
        for mentor, row in zip(mentors, rows, strict=True):
            key = f"{_ENTRIES}{mentor.bearer_id.id}-{row['institution']}"
            entries.setdefault(key, []).append(row)
        for key, own in entries.items():
            if len(own) > 1 and not any(row["unit"] in unit_capacity for row in own):
                unit_capacity[key] = max(row["capacity"] for row in own)
                for row in own:
                    row["unit"] = key

    def _prepare_date(self, day):
        return day.isoformat() if day else None

    def _get_waiting_days(self, mentee):
        since = mentee.date_submitted or mentee.create_date
        return max((fields.Datetime.now() - since).days, 0)

    def _fetch_skills(self, records):
        model = self.env[records._fields["skill_ids"].comodel_name]
        owner = model._linked_field_name()
        return model.search_fetch(
            [(owner, "in", records.ids)],
            [owner, "skill_id", "skill_level_id"],
            order="id",
        )

    def _prepare_skills(self, lines):
        """{record id: {skill id: level}} of mentors or of mentees."""
        owner = lines._linked_field_name()
        skills = {}
        for line in lines:
            own = skills.setdefault(line[owner].id, {})
            own[str(line.skill_id.id)] = line.skill_level_id.mentor_level
        return skills

    def _prepare_pairs(self, mentees, mentors):
        """Who declined each other, is kept apart, or is in a live match already."""
        matches = self.env["mbb.match"].search_fetch(
            [
                ("mentee_id", "in", mentees.ids),
                ("mentor_id", "in", mentors.ids),
                ("state", "in", ("declined", *LIVE_STATES)),
            ],
            ["mentor_id", "mentee_id", "state"],
        )
        rules = self.env["mbb.pair.rule"]._get_pairs(mentees, mentors)
        pairs = {
            "declines": set(),
            "forbidden": {(str(one), str(two)) for one, two in rules["forbidden"]},
        }
        for match in matches:
            field = "declines" if match.state == "declined" else "forbidden"
            pairs[field].add((str(match.mentor_id.id), str(match.mentee_id.id)))
        return {field: sorted(map(list, found)) for field, found in pairs.items()}

    # -- the question of one mentee ----------------------------------------

    @api.model
    def _get_pool(self, mentee):
        return self.env["mbb.mentor"].search(
            [("state", "=", "available"), ("company_id", "=", mentee.company_id.id)]
        )

    @api.model
    def _suggest(self, mentee, limit=10, mentors=None):
        """The best mentors of the pool for `mentee`, and why the others are none.

        :param mentors: those to choose from; None for the pool
        :return: cohort, suggestions and exclusions as the core gives them
        """
        if mentors is None:
            mentors = self._get_pool(mentee)
        cohort = self._prepare_cohort(mentee, mentors)
        try:
            found = matching.suggest(cohort, str(mentee.id), limit)
            excluded = matching.exclusions(cohort, str(mentee.id))
        except matching.CohortError as error:
            raise UserError(
                self.env._(
                    "The data of %(mentee)s cannot be matched: %(error)s",
                    mentee=mentee.display_name,
                    error=error,
                )
            ) from error
        return cohort, found, excluded

    @api.model
    def _explain(self, reason, names):
        """A reason of the core as a sentence. `names`: {skill id: name}."""
        method = getattr(self, f"_explain_{reason['code']}", None)
        return method(reason, names) if method else reason["code"]

    def _explain_skill(self, reason, names):
        offered = [
            self.env._(
                "%(subject)s: offers level %(offered)s, the mentee has %(own)s",
                subject=names.get(skill, skill),
                offered=levels["mentor"],
                own=levels["mentee"],
            )
            for skill, levels in reason["skills"].items()
            if levels["mentor"]
        ]
        if not offered:
            return self.env._("Offers none of the subjects that are needed.")
        return self.env._(
            "Offers no level above the mentee's own (%(subjects)s).",
            subjects="; ".join(offered),
        )

    def _explain_period(self, reason, names):
        def show(day):
            return format_date(self.env, day) if day else "…"

        return self.env._(
            "Is not available in that period (%(start)s – %(end)s).",
            start=show(reason["mentor_from"]),
            end=show(reason["mentor_to"]),
        )

    def _explain_language(self, reason, names):
        return self.env._("Shares no language with the mentee.")

    def _explain_mode(self, reason, names):
        return self.env._("One side works online only, the other on site only.")

    def _explain_same_institution(self, reason, names):
        return self.env._("Belongs to the mentee's own institution.")

    def _explain_forbidden(self, reason, names):
        return self.env._(
            "Is in a match with this mentee already, or is kept apart by the Sekreterya."
        )

    def _explain_declined(self, reason, names):
        return self.env._("A match of these two was declined before.")

    def _explain_required(self, reason, names):
        mentor = self.env["mbb.mentor"].browse(int(reason["mentor"]))
        return self.env._(
            "The mentee is pinned to %(mentor)s.", mentor=mentor.display_name
        )

    def _explain_mentor_full(self, reason, names):
        return self.env._("Has no place left.")

    def _explain_unit_full(self, reason, names):
        if reason["id"].startswith(_ENTRIES):
            return self._explain_mentor_full(reason, names)
        return self.env._("The unit has no place left.")

    def _explain_institution_full(self, reason, names):
        return self.env._("The institution has no place left.")
