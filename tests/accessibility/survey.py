# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Opens the pages of the table and keeps what the tools say of each."""

import json
import os
import re
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg2
from pages import BOTH, NEWCOMER, NOBODY, PAGES

HERE = Path(__file__).parent
AXE = (HERE / "axe_run.js").read_text()
NPM = Path(os.environ["MBB_NPM"]) / "node_modules"
MARK = "accessibility: "
PASSWORD = "yeni-kullanici-1"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
#: 1280 × 1024 at 400 %.
ENLARGED = {"width": 320, "height": 256}
#: WCAG 1.4.12, as the reader's own style sheet has it.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"""
FILL = """([selector, values, button]) => {
    const form = document.querySelector(selector);
    for (const [name, value] of Object.entries(values)) {
        for (const field of form.querySelectorAll(`[name="${name}"]`)) {
            if (["checkbox", "radio"].includes(field.type)) {
                field.checked = value === true || field.value === value;
            } else {
                field.value = value;
            }
        }
    }
    form.noValidate = true;
    form.requestSubmit(form.querySelector(button));
}"""


def known_of_platform():
    """[(tool, rule, pattern, reason)] of platform.tsv."""
    lines = (HERE / "platform.tsv").read_text().splitlines()
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return [(tool, rule, re.compile(where), reason) for tool, rule, where, reason in rows]


class Survey:
    """The demo, served; each page is opened once, whichever test asks first."""

    def __init__(self, house, browser):
        self.house, self.browser = house, browser
        self.long = bool(os.environ.get("MBB_LONG"))
        self.database = house.clone()
        self.scene = self._set_scene()
        self.url = house.serve(self.database).url
        self.version = browser.version
        self.known = known_of_platform()
        self.known_seen = set()
        self.asked = set()
        self.visits = {}
        self.addresses = {
            (page.who, page.url): address
            for page, (address, _about) in zip(PAGES, self.scene["found"])
        }
        self.pages = self._expand()
        self._windows = {}
        self._connection = psycopg2.connect(**house.connection(self.database))
        self._connection.autocommit = True
        self._loosen()

    def close(self):
        self._connection.close()
        for page in self._windows.values():
            page.context.close()

    # -- which -------------------------------------------------------------

    def _set_scene(self):
        wanted = {
            "newcomer": (NEWCOMER, "Yeni Kullanıcı"),
            "both": (BOTH, "İki Kurumlu Kullanıcı"),
            "password": PASSWORD,
            "pages": [(page.who, page.url) for page in PAGES],
        }
        code = f"WANTED = {wanted!r}\nMARK = {MARK!r}\n{(HERE / 'scene.py').read_text()}"
        said = self.house.shell(self.database, code)
        [line] = [line for line in said.splitlines() if MARK in line]
        return json.loads(line.partition(MARK)[2])

    def _expand(self):
        """{page: what it is about}, with every state where that is asked."""
        pages = {}
        for page, (_address, about) in zip(PAGES, self.scene["found"]):
            pages[page] = about
            if page.states:
                for state in about.get("states", ()):
                    if state != about["state"]:
                        pages[replace(page, state=state)] = about
        return pages

    # -- opening -----------------------------------------------------------

    def window(self, who):
        """One window for each person."""
        if who not in self._windows:
            context = self.browser.new_context(
                locale="tr-TR", timezone_id="Europe/Istanbul", viewport=WIDE
            )
            context.set_default_timeout(45_000)
            for script in (NPM / "axe-core" / "axe.min.js", HERE / "look.js"):
                context.add_init_script(path=script)
            if who != NOBODY:
                self._sign_in(context, who)
            self._windows[who] = context.new_page()
        return self._windows[who]

    def _sign_in(self, context, who):
        form = context.request.get(f"{self.url}/web/login").text()
        token = re.search(r'name="csrf_token" value="([^"]+)"', form).group(1)
        password = self.house.passwords.get(who, PASSWORD)
        values = {"csrf_token": token, "login": who, "password": password}
        answer = context.request.post(f"{self.url}/web/login", form=values)
        assert "/web/login" not in answer.url, f"{who} cannot sign in"

    def _loosen(self):
        """Let a state stand without the facts that come with it."""
        tables = {about["table"] for about in self.pages.values() if about}
        checks = "SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass"
        with self._connection.cursor() as cursor:
            for table in sorted(tables):
                cursor.execute(checks, (table,))
                for (name,) in cursor.fetchall():
                    cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')

    @contextmanager
    def _in_state(self, about, state):
        if not state:
            yield
            return
        update = f"UPDATE {about['table']} SET state = %s WHERE id = %s"
        with self._connection.cursor() as cursor:
            cursor.execute(update, (state, about["id"]))
            try:
                yield
            finally:
                cursor.execute(update, (about["state"], about["id"]))

    def open(self, page, size=WIDE):
        """The window and the answer; a refused form is sent first."""
        address = self.addresses[page.who, page.url]
        window = self.window(page.who)
        window.set_viewport_size(size)
        answer = self.go(window, address)
        if page.form:
            with window.expect_navigation() as sent:
                window.evaluate(FILL, [page.form, page.fill, page.button])
            answer = sent.value
            ready(window)
        return window, answer

    def go(self, window, address):
        answer = window.goto(self.url + address)
        ready(window)
        return answer

    # -- judging -----------------------------------------------------------

    def visit(self, page):
        if page not in self.visits:
            with self._in_state(self.pages[page], page.state):
                self.visits[page] = self._judge(page)
        return self.visits[page]

    def visit_all(self):
        return {page: self.visit(page) for page in self.pages}

    def _judge(self, page):
        window, answer = self.open(page)
        visit = {"status": answer.status, "source": answer.text(), "findings": []}
        # Not shown in that state: the platform's page for it has its own line.
        visit["shown"] = not (page.state and answer.status in (403, 404))
        if not visit["shown"]:
            return visit
        visit["title"] = window.evaluate(
            "() => (document.querySelector('h1')?.innerText || document.title).trim()"
        )
        found = visit["findings"]
        found += self._look(window, "frame", "loose", "faint")
        window.set_viewport_size(NARROW)
        found += self._axe(window)
        found += self._look(window, "wide", "clipped")
        # Another state, or a refusal, brings other texts and no other kind of page.
        if self.long or not (page.state or page.form):
            found += self._look_closer(window)
        visit["findings"] = list({json.dumps(one): one for one in found}.values())
        return visit

    def _look_closer(self, window):
        found = []
        window.set_viewport_size(ENLARGED)
        found += self._look(window, "wide", "clipped", "spilled", add=" 400 %")
        style = window.add_style_tag(content=SPACED)
        found += self._look(window, "wide", "clipped", "spilled", add=" spaced")
        style.evaluate("style => style.remove()")
        window.emulate_media(reduced_motion="reduce", forced_colors="active")
        found += self._look(window, "moving", "edgeless")
        window.emulate_media(reduced_motion="no-preference", forced_colors="none")
        window.set_viewport_size(WIDE)
        return found + self._axe(window)

    def _axe(self, window):
        result = window.evaluate(AXE, TAGS)
        self.asked.update(result["asked"])
        return result["findings"]

    def _look(self, window, *checks, add=""):
        found = window.evaluate(
            "checks => checks.map((check) => [check, mbbLook[check]()])", checks
        )
        return [
            {"tool": "look", "rule": check + add, "where": where, "what": "", "own": True}
            for check, wheres in found
            for where in wheres
        ]

    # -- the source --------------------------------------------------------

    def validate(self, folder):
        """html-validate on the answers as they came: {page: findings}."""
        names = {}
        for number, (page, visit) in enumerate(self.visit_all().items()):
            if visit["shown"]:
                names[folder / f"{number}.html"] = page
                (folder / f"{number}.html").write_text(visit["source"])
        found = self.validate_files(names)
        return {page: found[str(path)] for path, page in names.items()}

    def validate_files(self, paths):
        """{path: findings}; node starts once for all."""
        with tempfile.TemporaryDirectory() as folder:
            # Into a file: what goes through a pipe is cut off when node ends.
            answer = Path(folder) / "answer.json"
            command = ["node", NPM / "html-validate" / "bin" / "html-validate.mjs"]
            done = subprocess.run(
                [
                    *(*command, "--config", HERE / "htmlvalidate.json"),
                    *("-f", f"json={answer}", *paths),
                ],
                capture_output=True,
                text=True,
                timeout=300,
            )
            assert done.returncode in (0, 1), done.stderr
            results = json.loads(answer.read_text())
        found = {str(path): [] for path in paths}
        for result in results:
            source = Path(result["filePath"]).read_text()
            found[result["filePath"]] += [
                {
                    "tool": "html-validate",
                    "rule": message["ruleId"],
                    "where": message["selector"] or "",
                    "what": f"{message['message']} (line {message['line']})",
                    "own": is_own(source, message["offset"]),
                }
                for message in result["messages"]
            ]
        return found

    # -- whose -------------------------------------------------------------

    def ours(self, findings):
        """What is not known to be the platform's; ours never is."""
        return [one for one in findings if one["own"] or not self._is_known(one)]

    def _is_known(self, one):
        for number, (tool, rule, where, _reason) in enumerate(self.known):
            if (tool, rule) == (one["tool"], one["rule"]) and where.search(one["where"]):
                self.known_seen.add(number)
                return True
        return False


def ready(window):
    """Until its scripts are there the platform holds back what is sent."""
    window.wait_for_selector("body:not(.o_lazy_js_waiting)", state="attached")


def is_own(source, offset):
    """Whether this place of the source is between our page's begin and the platform's foot."""
    if 'id="wrapwrap"' not in source:
        return True
    begin = source.find('class="mbb-page')
    return 0 <= begin <= offset < source.rfind("</main>")


def told(findings):
    return "\n".join(
        f"{one['tool']} {one['rule']}: {one['where']} {one['what']}".strip() for one in findings
    )
