# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""A year of the programme, skewed as in real life, the same for the same seed.

Some 150 institutions, 400 applications and 200 matches; `scale` multiplies them. Few
large municipalities give much and many small ones ask; a few subjects are asked by
most; answers are mostly content; much is still under way. Rows of the year before and
of another company are there to be left out.

The way to each state is not what is shown here: rows are created by the ORM and their
states and days are set as the steps would have.
"""

import random
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import Command

from .seeded_lessons import SeededLessons

PROVINCES = {"34": 40, "16": 22, "41": 16, "10": 20, "17": 12, "59": 11, "39": 8,
             "22": 9, "54": 10, "77": 6, "11": 6, "06": 2, "35": 2}
TYPES = {"district": 66, "metropolitan_district": 40, "town": 20, "provincial": 8,
         "metropolitan": 6, "affiliated": 5, "company": 5}
#: Median of inhabitants by type.
PEOPLE = {"district": 28_000, "metropolitan_district": 140_000, "town": 4_000,
          "provincial": 110_000, "metropolitan": 1_500_000, "affiliated": 0,
          "company": 0}
MENTEE_STATES = {"submitted": 8, "review": 12, "incomplete": 8, "rejected": 14,
                 "withdrawn": 8}
MATCH_STATES = {"proposed": 14, "consent": 12, "approval": 6, "declined": 24,
                "cancelled": 8, "agreed": 16, "active": 60, "evaluation": 12,
                "done": 38, "ended": 10}
#: What has happened to a match in a state.
AGREED = ("agreed", "active", "evaluation", "done", "ended")
BEGUN = ("active", "evaluation", "done", "ended")


class SeededYear(SeededLessons):
    def __init__(self, env, year, today, scale=1, seed=2026):
        # Traces of who did what when are not what is counted.
        quiet = {"tracking_disable": True, "mail_create_nolog": True,
                 "mail_create_nosubscribe": True, "mail_notrack": True,
                 "mail_activity_automation_skip": True, "lang": "en_US"}
        self.env = env(su=True, context={**env.context, **quiet})
        self.year, self.today, self.scale = year, today, scale
        self.random = random.Random(seed)

    def generate(self):
        with patch.multiple(
            type(self.env["mbb.match"]), _check_proposals=lambda self: None
        ), patch.multiple(
            type(self.env["mbb.session"]), _sync_event=lambda self: None
        ), patch.object(
            type(self.env["mail.activity.mixin"]),
            "activity_schedule",
            lambda self, *args, **kwargs: self.env["mail.activity"],
        ):
            self._make_institutions()
            self._make_applications()
            self._make_matches()
            self._make_sessions()
            self._make_assignments()
            self._make_outcomes()
            self._end_matches()
            self._make_lessons()
        self.env.flush_all()
        return self

    # -- chance ------------------------------------------------------------

    def _choose(self, weights):
        return self.random.choices(list(weights), list(weights.values()))[0]

    def _spread(self, weights, total):
        """As many of each as its weight says, in an order of chance."""
        whole = sum(weights.values())
        found = [key for key, weight in weights.items()
                 for _n in range(round(total * weight / whole))]
        found += self.random.choices(list(weights), k=max(total - len(found), 0))
        self.random.shuffle(found)
        return found[:total]

    def _moment(self, first, last):
        """A moment of office hours between two days, up to a minute."""
        days = max((last - first).days, 0)
        day = first + timedelta(days=self.random.randint(0, days))
        hour, minute = self.random.randint(6, 14), self.random.randint(0, 59)
        return datetime(day.year, day.month, day.day, hour, minute)

    def _later(self, moment, mean):
        """Some days later, skewed; not after today."""
        days = self.random.lognormvariate(0, 0.7) * mean
        found = moment + timedelta(days=days)
        return min(found, datetime(self.today.year, self.today.month, self.today.day))

    def _set_rows(self, records, rows):
        """States and days as the steps would have set them."""
        by_state = {}
        for record, vals in zip(records, rows, strict=True):
            by_state.setdefault(vals["state"], []).append(record.id)
        for state, ids in by_state.items():
            records.browse(ids)._write_guarded({"state": state})
        dates = [{k: v for k, v in vals.items() if k != "state"} for vals in rows]
        if any(dates):
            records._write_each_guarded(dates)

    # -- rows --------------------------------------------------------------

    def _make_institutions(self):
        total = 150 * self.scale
        states = {
            state.code: state.id
            for state in self.env["res.country.state"].search(
                [("country_id.code", "=", "TR"), ("code", "in", list(PROVINCES))]
            )
        }
        provinces = {code: n for code, n in PROVINCES.items() if code in states}
        vals_list = []
        kinds = self._spread(TYPES, total)
        codes = self._spread(provinces, total)
        for number, (kind, code) in enumerate(zip(kinds, codes, strict=True)):
            people = int(PEOPLE[kind] * self.random.lognormvariate(0, 0.6))
            vals_list.append(
                {
                    "name": f"Seeded Municipality {number:05d}",
                    "is_company": True,
                    "is_mentor_institution": True,
                    "institution_type": kind,
                    "state_id": states[code],
                    "country_id": self.env.ref("base.tr").id,
                    "population": people,
                    "membership_from": "2015-01-01",
                }
            )
        self.institutions = self.env["res.partner"].create(vals_list)
        # The large give: by inhabitants, and everybody a little.
        self.givers = {p: p.population + 20_000 for p in self.institutions}
        self.takers = {p: 1 / (1 + p.population / 50_000) + 0.1
                       for p in self.institutions}

    def _application(self, institution, levels):
        skills = self.env["hr.skill"].browse(
            {self._choose(self.subjects) for _n in range(self.random.choice((1, 1, 2)))}
        )
        lines = []
        for skill in skills:
            level = self.random.choice(levels)
            levels_of = skill.skill_type_id.skill_level_ids
            lines.append(
                Command.create(
                    {
                        "skill_type_id": skill.skill_type_id.id,
                        "skill_id": skill.id,
                        "skill_level_id": levels_of.filtered(
                            lambda row, level=level: row.mentor_level == level
                        ).id,
                    }
                )
            )
        return {
            "applicant_type": "institution",
            "institution_id": institution.id,
            "summary": "What is asked or offered",
            "mode_online": True,
            "language_ids": [Command.link(self.env.ref("base.lang_tr").id)],
            "date_from": f"{self.year}-01-01",
            "date_to": f"{self.year}-12-31",
            "skill_ids": lines,
        }

    def _make_applications(self):
        skills = self.env["hr.skill"].search(
            [("skill_type_id.is_mentor_subject", "=", True)], order="id"
        )
        # By rank: a few subjects are asked by most.
        self.subjects = {skill.id: 1 / (rank + 1) for rank, skill in enumerate(skills)}
        mentors = [
            {**self._application(self._choose(self.givers), (3, 4, 5)), "capacity": 9}
            for _n in range(140 * self.scale)
        ]
        self.mentors = self.env["mbb.mentor"].create(mentors)
        states = self._spread({"available": 80, "review": 10, "rejected": 10},
                              len(self.mentors))
        self._set_application_states(self.mentors, states, "available")
        total = 260 * self.scale
        mentees = [self._application(self._choose(self.takers), (1, 2, 3))
                   for _n in range(total)]
        self.mentees = self.env["mbb.mentee"].create(mentees)
        early = self._spread(MENTEE_STATES, total // 5)
        states = early + ["waiting"] * (total - len(early))
        self._set_application_states(self.mentees, states, "waiting")

    def _set_application_states(self, applications, states, accepted):
        rows = []
        # Some of the year before, so that the year is a choice.
        first = self.today.replace(year=self.year - 1, month=10, day=1)
        applications._take_number()
        for state in states:
            submitted = self._moment(first, self.today - timedelta(days=5))
            date_accepted = state == accepted and self._later(submitted, 12)
            rows.append(
                {
                    "state": state,
                    "date_submitted": submitted,
                    "date_accepted": date_accepted,
                    "date_state": date_accepted or submitted,
                }
            )
        self._set_rows(applications, rows)

    def _make_matches(self):
        mentors = self.mentors.filtered(lambda m: m.state == "available")
        by_giver = {m: self.givers[m.institution_id] for m in mentors}
        waiting = list(self.mentees.filtered(lambda m: m.state == "waiting"))
        self.random.shuffle(waiting)
        vals_list, states = [], self._spread(MATCH_STATES, 200 * self.scale)
        # Live ones first: a mentee has one such match; others were tried before.
        states.sort(key=lambda state: state in ("declined", "cancelled", "proposed"))
        kept = []
        for number, state in enumerate(states):
            mentee = waiting[number % len(waiting)]
            mentor = self._choose(by_giver)
            if (mentor.id, mentee.id) in {(v["mentor_id"], v["mentee_id"])
                                          for v in vals_list}:
                continue
            vals_list.append({"mentor_id": mentor.id, "mentee_id": mentee.id})
            kept.append(state)
        self.matches = self.env["mbb.match"].create(vals_list)
        self.states, rows, closing = {}, [], []
        for match, state in zip(self.matches, kept, strict=True):
            self.states[match] = state
            present = "active" if state in AGREED else state
            rows.append({"state": present, **self._get_match_dates(match, state)})
            target = {"done": "closed", "ended": "waiting"}.get(
                state, "matched" if state in AGREED else None
            )
            if target:
                closing.append((match.mentee_id, {"state": target}))
        self._set_rows(self.matches, rows)
        mentees = self.env["mbb.mentee"].union(*(mentee for mentee, _vals in closing))
        self._set_rows(mentees, [vals for _mentee, vals in closing])

    def _end_matches(self):
        """What belongs to a match is made while it runs."""
        ran = self.matches.filtered(lambda match: self.states[match] in AGREED)
        self._set_rows(ran, [{"state": self.states[match]} for match in ran])

    def _get_match_dates(self, match, state):
        asked = self._later(match.mentee_id.date_accepted, 20)
        agreed = self._later(asked, 15)
        active = self._later(agreed, 18)
        done = self._later(active, 70)
        dates = {"date_asked": False, "date_agreed": False, "date_active": False,
                 "date_done": False}
        if state not in ("proposed", "cancelled"):
            dates["date_asked"] = asked
        if state in AGREED:
            dates["date_agreed"] = agreed
        if state in BEGUN:
            dates["date_active"] = active
        if state == "done":
            dates["date_done"] = done
        last = max((moment for moment in dates.values() if moment), default=asked)
        return {**dates, "date_state": done if state == "ended" else last}

    def _make_sessions(self):
        vals_list, states = [], []
        people = self.env["res.partner"].create(
            [
                {"name": f"Seeded Person {number:05d}", "parent_id": partner.id}
                for number, partner in enumerate(self.institutions)
            ]
        )
        contact = dict(zip(self.institutions, people, strict=True))
        for match in self.matches:
            if not match.date_active:
                continue
            start = match.date_active
            for _number in range(self.random.choice((1, 2, 3, 4, 5))):
                hours = self.random.choice((1, 1, 1.5, 2, 3))
                begin = start.replace(minute=0, second=0, microsecond=0)
                vals_list.append(
                    {
                        "match_id": match.id,
                        "purpose": self._choose({"session": 9, "preparatory": 1}),
                        "date_start": begin,
                        "date_stop": begin + timedelta(hours=hours),
                        "minutes": "What was said",
                        "attendee_ids": [
                            Command.set(
                                (
                                    contact[match.mentor_institution_id]
                                    | contact[match.mentee_institution_id]
                                ).ids
                            )
                        ],
                    }
                )
                past = begin.date() < self.today
                states.append(self._choose({"held": 8, "cancelled": 1}) if past
                              else "planned")
                start = start + timedelta(days=self.random.randint(7, 35))
        self.sessions = self.env["mbb.session"].create(vals_list)
        for row in self.sessions.attendance_ids:
            row.presence = self._choose({"present": 8, "absent": 1, "excused": 1})
        self._set_rows(self.sessions, [{"state": state} for state in states])

    def _make_assignments(self):
        vals_list, rows = [], []
        for match in self.matches.filtered("date_active"):
            if self.random.random() > 0.45:
                continue
            first = match.date_active.date() + timedelta(days=self.random.randint(3, 60))
            last = first + timedelta(days=self._choose({1: 4, 2: 4, 4: 3, 9: 1, 25: 1}))
            person = match.mentor_institution_id.child_ids[:1]
            vals_list.append(
                {
                    "match_id": match.id,
                    "expert_id": person.id,
                    "sending_institution_id": match.mentor_institution_id.id,
                    "host_institution_id": match.mentee_institution_id.id,
                    "place": "Town Hall",
                    "date_from": first,
                    "date_to": last,
                    "tasks": "On site",
                }
            )
            state = "ongoing" if last >= self.today >= first else "done"
            ended = False
            if first > self.today:
                state = "approved"
            elif state == "done" and last > first and self.random.random() < 0.15:
                state, ended = "ended", first
            rows.append({"state": state, "date_ended": ended})
        self.assignments = self.env["mbb.assignment"].create(vals_list)
        self._free_days(rows)
        self._set_rows(self.assignments, rows)

    def _free_days(self, rows):
        """One expert is at one place: a second approved assignment is cancelled."""
        taken = {}
        for assignment, vals in zip(self.assignments, rows, strict=True):
            days = taken.setdefault(assignment.expert_id, [])
            stop = vals["date_ended"] or assignment.date_to
            if any(a <= stop and assignment.date_from <= b for a, b in days):
                vals.update(state="cancelled", date_ended=False)
            else:
                days.append((assignment.date_from, stop))

    def _make_outcomes(self):
        self._make_goals()
        self._make_recommendations()
        self._make_levels()
        self._make_evaluations()

    def _make_goals(self):
        matches = self.matches.filtered(lambda match: self.states[match] in AGREED)
        self.goals = self.env["mbb.goal"].create(
            [
                {
                    "match_id": match.id,
                    "name": "What is to be reached",
                    "measure": "The register",
                    "owner_id": match.mentee_institution_id.child_ids[:1].id,
                    "date_deadline": self.today + timedelta(days=365),
                }
                for match in matches
                for _n in range(self.random.choice((1, 2, 3)))
            ]
        )
        rows = []
        for goal in self.goals:
            match, state = goal.match_id, "open"
            if self.states[match] in ("done", "ended"):
                state = self._choose({"reached": 6, "partly": 3, "missed": 1})
            rows.append(
                {"state": state, "date_state": match.date_done or match.date_state}
            )
        self._set_rows(self.goals, rows)

    def _make_recommendations(self):
        matches = self.matches.filtered(
            lambda match: self.states[match] in ("evaluation", "done")
        )
        vals_list = []
        for match in matches:
            given = (match.date_done or match.date_active).date()
            vals_list += [
                {
                    "match_id": match.id,
                    "name": "What is recommended",
                    "owner_id": match.mentee_institution_id.child_ids[:1].id,
                    "date_given": given,
                    "date_deadline": given + timedelta(days=90),
                }
                for _n in range(self.random.choice((1, 2, 2, 4)))
            ]
        self.recommendations = self.env["mbb.recommendation"].create(vals_list)
        states = self._spread({"open": 4, "adopted": 3, "partly": 2, "declined": 1},
                              len(self.recommendations))
        self._set_rows(self.recommendations, [{"state": s} for s in states])

    def _make_levels(self):
        agreed = self.matches.filtered("date_agreed")
        for match in agreed:
            self.env["mbb.self.assessment"]._open(match)
        self.levels = self.env["mbb.self.assessment"].search(
            [("match_id", "in", agreed.ids)], order="id"
        )
        for row in self.levels:
            if self.states[row.match_id] not in ("evaluation", "done"):
                continue
            gain = self._choose({0: 3, 1: 5, 2: 2})
            level = min(row.level_before + gain, 5)
            levels = row.skill_type_id.skill_level_ids
            row._write_private(
                {
                    "level_after_id": levels.filtered(
                        lambda item, level=level: item.mentor_level == level
                    ).id,
                    "date_after": (row.match_id.date_done or row.match_id.date_active),
                }
            )

    def _make_evaluations(self):
        vals_list, rows = [], []
        for match in self.matches.filtered("date_active"):
            kinds = [("pulse", "person", n) for n in range(1, self.random.randint(1, 4))]
            if self.states[match] in ("evaluation", "done"):
                kinds += [("close", "person", 0), ("close", "institution", 0)]
            for kind, party, occasion in kinds:
                for side in ("mentor", "mentee"):
                    partner = match[f"{side}_institution_id"].child_ids[:1]
                    vals_list.append(
                        {
                            "match_id": match.id,
                            "kind": kind,
                            "party": party,
                            "side": side,
                            "occasion": occasion,
                            "partner_id": partner.id,
                        }
                    )
                    state = self._choose({"done": 7, "asked": 2, "expired": 1})
                    score = self._choose({5: 5, 4.5: 3, 4: 4, 3: 2, 2: 1, 1: 0.5})
                    answered = self._later(match.date_active, 40)
                    rows.append(
                        {
                            "state": state,
                            "score": score if state == "done" else 0,
                            "date_state": answered,
                        }
                    )
        self.evaluations = self.env["mbb.evaluation"].create(vals_list)
        self._set_rows(self.evaluations, rows)
