# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Pairs of institutions, each with what its people find under way on the portal."""

import json
import os
from dataclasses import asdict, dataclass

from people import NARROW, WIDE

PASSWORD = "Marmara-2026-deneme"


@dataclass(frozen=True)
class Pair:
    """An institution that sends, one that hosts, and how their people see the portal."""

    name: str
    lang: str
    size: dict
    sender: str
    host: str
    expert: str
    keys: bool = False

    def login(self, who):
        """Of the `sender`, the `host` (those who represent it) or the `expert`."""
        return f"{who}.{self.name}"

    def __str__(self):
        return self.name


PAIRS = [
    Pair("tr", "tr", NARROW, "Çatalca", "Havsa", "Şule Kıyıköylü"),
    Pair("en", "en", WIDE, "Şile", "Babaeski", "Oğuz Yeniköylü"),
    Pair("keys", "tr", WIDE, "Silivri", "Uzunköprü", "Gülay Selimpaşalı", keys=True),
]
# The pages are the same: what is only another width is walked where there is time.
if os.environ.get("MBB_LONG"):
    PAIRS += [
        Pair("tr-wide", "tr", WIDE, "Beykoz", "Lapseki", "İhsan Polonezli"),
        Pair("en-narrow", "en", NARROW, "Sarıyer", "Ezine", "Çiğdem Kumköylü"),
    ]
#: Needs of each host: the subject, and what becomes of it.
SCENE = """
import json

from odoo import Command

from odoo.addons.mbb_mentor_portal.demo.relations import Relations


class Sides(Relations):
    def __init__(self, env):
        super().__init__(env)
        self.users = {user.login: user for user in self.env["res.users"].search([])}
        self.budget = self.env["mbb.travel.appropriation"].search([], limit=1)

    def make_pair(self, pair):
        self.name, self.lang = pair["name"], pair["lang"]
        for side in ("sender", "host"):
            institution = self.env["res.partner"].search(
                [("is_mentor_institution", "=", True), ("name", "like", pair[side] + " ")]
            )
            institution.ensure_one()
            self.institutions[self.name + side] = institution
            user = self.make_user(side, f"{pair[side]} Yetkilisi", "Müdür", institution)
            self._authorise(user, institution, "representative")
        sender = self.institutions[self.name + "sender"]
        self.make_user("expert", pair["expert"], "Çevre Mühendisi", sender)
        self.mentors[self.name] = self._apply(
            "mbb.mentor",
            {
                **self.application("sender", "environment_zero_waste:5 environment_waste:5"),
                "type": "person",
                "person": f"expert.{self.name}",
                "capacity": "6",
                "state": "available",
            },
        )
        self.make_applications()
        self.make_asked()
        self.make_under_way()
        self.make_over()

    def make_user(self, who, name, function, institution):
        login = f"{who}.{self.name}"
        user = self._make_user(
            {"login": login, "name": name, "function": function},
            f"{login}@belediye.example",
            "base.group_portal",
            parent_id=institution.id,
            type="contact",
            lang="tr_TR" if self.lang == "tr" else "en_US",
        )
        user.password = PASSWORD
        self.people[login] = user.partner_id
        return user

    def application(self, side, skills, state="waiting"):
        return {
            "by": f"{side}.{self.name}",
            "institution": self.name + side,
            "unit": "",
            "person": "",
            "type": "institution",
            "skills": skills,
            "modes": "online onsite",
            "date_from": "-30",
            "date_to": "200",
            "state": state,
            "reason": "Nüfus: ? / 2024",
            "summary": "Pazar yerleri / market places: 12",
            "background": "2023: 12 t",
            "expectation": "",
        }

    def need(self, name, skills, state="waiting"):
        key = f"{self.name}.{name}"
        self.mentees[key] = self._apply(
            "mbb.mentee", self.application("host", skills, state)
        )
        return key

    def make_applications(self):
        self.need("incomplete", "transport_cycling:1", "incomplete")
        self.need("mistaken", "planning_zoning:1")

    def make_asked(self):
        asked = self.need("asked", "environment_zero_waste:1")
        self._propose(self.name, asked).action_ask_consents()

    def make_under_way(self):
        \"\"\"A session has taken place, its minutes are awaited; the trip is over.\"\"\"
        day = self.calendar.day
        match = self._agree(self.name, self.need("way", "environment_waste:1"))
        first = self._meet(match, day(-9), "1 / 3", "1 / 3: 40 dk")
        self._meet(match, day(-1), "2 / 3")
        self._meet(match, day(5), "3 / 3")
        first.task_ids.create(
            {
                "session_id": first.id,
                "name": "Tablo 1",
                "owner_id": match.mentor_person_id.id,
                "date_deadline": day(4),
            }
        )
        trip = self._send(match, day(-6), day(-4), place="Edirne", tasks="Tablo 1–3")
        trip.action_start()
        trip.action_complete()

    def make_over(self):
        match = self._agree(
            self.name, self.need("over", "environment_waste:2 environment_zero_waste:2")
        )
        self._meet(match, self.calendar.day(-3), "1 / 1", "1 / 1: 60 dk")
        match.action_start_evaluation()


sides = Sides(env)
for pair in json.loads(PAIRS):
    sides.make_pair(pair)
env.cr.commit()
"""


def make_scene():
    given = json.dumps([asdict(pair) for pair in PAIRS])
    return f"PASSWORD = {PASSWORD!r}\nPAIRS = {given!r}\n{SCENE}"
