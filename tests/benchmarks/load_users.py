# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Who uses the portal in `load.py`: run by locust, which brings all that is imported."""

import itertools
import random
import re
from html.parser import HTMLParser
from pathlib import Path

from locust import HttpUser, between, task

ROLES = Path(__file__).parents[2] / "setup" / "roles.tsv"
LISTS = "mentees mentors matches consents sessions assignments claims".split()
PEOPLE = itertools.cycle(
    [
        (login, password)
        for _role, login, password, page in (
            line.split("\t")
            for line in ROLES.read_text().splitlines()
            if line and not line.startswith("#")
        )
        if page.startswith("/my")
    ]
)


class Fields(HTMLParser):
    """What the page's form would send as it stands, and which buttons send it."""

    def __init__(self, text):
        super().__init__()
        self.values, self.buttons, self.action = {}, {}, None
        self._inside, self._select, self._area = False, None, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        name, value = found.get("name"), found.get("value") or ""
        if tag == "form":
            self._inside = "mbb-form" in (found.get("class") or "")
            if self._inside and self.action is None:
                self.action = found.get("action") or ""
        elif not self._inside:
            return
        elif tag == "button" and name:
            self.buttons.setdefault(name, []).append(value)
        elif tag == "input" and name and found.get("type") not in ("file", "submit"):
            # The privacy notice is acknowledged, also for a draft.
            chosen = "checked" in found or name == "notice"
            if found.get("type") not in ("checkbox", "radio") or chosen:
                self.values[name] = value
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            # As a browser does: the first one, where none is chosen.
            if "selected" in found or self._select not in self.values:
                self.values[self._select] = value
        elif tag == "textarea" and name:
            self._area, self.values[name] = name, ""

    def handle_data(self, data):
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None


class Person(HttpUser):
    """Signed in on the portal: goes about their own records, and the platform's pages."""

    wait_time = between(1, 5)

    def on_start(self):
        login, password = next(PEOPLE)
        page = self.client.get("/web/login", name="sign in: page").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        with self.client.post(
            "/web/login",
            {"csrf_token": token, "login": login, "password": password},
            name="sign in",
            catch_response=True,
        ) as answer:
            if "/web/login" in answer.url:
                answer.failure("was not let in")
        self.records, self.draft = [], None

    @task(8)
    def overview(self):
        page = self.client.get("/my/mentoring", name="ours: overview").text
        self.records = sorted(
            set(re.findall(r'href="(/my/mentoring/(?:mentees|mentors|matches)/\d+)"', page))
        )

    @task(6)
    def list_page(self):
        kind = random.choice(LISTS)
        self.client.get(f"/my/mentoring/all/{kind}", name="ours: a list")

    @task(6)
    def record(self):
        if self.records:
            self.client.get(random.choice(self.records), name="ours: a record")

    @task(2)
    def programme(self):
        self.client.get("/mentoring", name="ours: public page")

    @task(1)
    def verify(self):
        self.client.get("/mentoring/verify", name="ours: public page")

    @task(3)
    def save_draft(self):
        """The same draft again and again, as somebody does who is called away."""
        url = self.draft or "/my/mentoring/apply/mentee"
        page = self.client.get(url, name="ours: form")
        fields = Fields(page.text)
        if fields.action is None:
            # Neither representative nor applicant: nothing to fill in.
            return
        offered = fields.buttons.get("do", [])
        values = dict(fields.values)
        if offered:
            # The one that is for later; the first step has only the way on.
            values["do"] = "exit" if "exit" in offered else "next"
        if "summary" in values:
            values["summary"] = f"Bisiklet yolları, {random.random()}"
        with self.client.post(
            fields.action or page.url,
            values,
            name="ours: save a draft",
            allow_redirects=False,
            catch_response=True,
        ) as answer:
            if answer.status_code != 303:
                said = re.search(r'id="mbb_errors".*?</(?:ul|div)>', answer.text, re.S)
                said = re.sub(r"<[^>]*>|\s+", " ", said.group()) if said else ""
                answer.failure(f"status {answer.status_code} {said[-200:]}")
                return
            answer.success()
        found = re.search(r"/my/mentoring/mentees/\d+", answer.headers["Location"])
        if found:
            self.draft = found.group() + "/edit"

    @task(8)
    def home(self):
        self.client.get("/my", name="Odoo: /my")
        self.client.post(
            "/my/counters",
            json={"params": {"counters": ["project_count", "task_count"]}},
            name="Odoo: /my/counters",
        )

    @task(6)
    def platform_list(self):
        self.client.get("/my/tasks", name="Odoo: /my/tasks")

    @task(3)
    def account(self):
        self.client.get("/my/account", name="Odoo: /my/account")
