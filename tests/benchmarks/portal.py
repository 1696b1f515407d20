# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The portal's overview and lists beside Odoo's own pages, filled alike: one table.

    python tests/benchmarks/portal.py --config odoo.conf --database NAME
        [--sizes 10 10000] [--times 7] [--table FILE]

The database has `mbb_mentor_portal` and Odoo's `project`, and is a throw-away one: the
script commits as many records of each kind as each size says, all of them of one
institution and seen by one user, and as many tasks that the same user follows. What
waits for somebody is the same at each size; the rest is over.

Pages are asked for inside this process, through the whole of Odoo's request handling.
Each is asked for twice before it is measured. Milliseconds are medians; "cpu" is this
process's, "sql" the time spent in queries, "all" the time on the wall.
"""

import argparse
import json
import math
import os
import platform
import re
import sys
import threading
from datetime import timedelta
from operator import add
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from unittest.mock import patch

import odoo.init  # noqa: F401
from odoo import fields, http, release
from odoo.api import SUPERUSER_ID, Environment
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service import security, server
from odoo.tools import config
from werkzeug.test import EnvironBuilder, run_wsgi_app

LISTS = (
    "mentees mentors matches consents sessions assignments advances claims evaluations"
).split()
#: What ours are held against: the overview, then the lists. Odoo's home page is an empty
#: frame; its script then asks for the numbers that it shows, five of them at a time.
HOME, FILLED, TASKS = "/my", "/my, numbers filled in", "/my/tasks"
OURS = "/my/mentoring"
COUNTERS = "/my/counters"


class Filling:
    """Records of one institution: a first one of each kind by its model, the rest by SQL."""

    def __init__(self, env):
        self.env = env(context={**env.context, "tracking_disable": True})
        self.today = fields.Date.today()
        # A database may be used twice; its numbers and logins are unique.
        self.run = f"{fields.Datetime.now():%m%d%H%M%S}"
        self.user = self._make_user()
        self.first = self._make_first()
        self.count = 1

    def _institution(self, name):
        return self.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "is_mentor_institution": True,
                "institution_type": "district",
                "membership_from": "2020-01-01",
            }
        )

    def _make_user(self):
        self.own, self.other = map(self._institution, ("Own", "Other"))
        user = (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": "Benchmark",
                    "login": f"benchmark.{self.run}",
                    "email": "benchmark@example.com",
                    "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
                }
            )
        )
        user.partner_id.parent_id = self.own
        self.env["mbb.representative"].create(
            {
                "user_id": user.id,
                "institution_id": self.own.id,
                "role": "representative",
                "date_from": self.today - timedelta(days=900),
            }
        )
        return user

    def _apply(self, model, institution, state):
        skill = self.env["hr.skill"].search(
            [("skill_type_id.is_mentor_subject", "=", True)], limit=1
        )
        kind = skill.skill_type_id
        record = self.env[model].create(
            {
                "applicant_type": "institution",
                "institution_id": institution.id,
                "summary": "Notes of the zoning plan and how they change",
                "mode_online": True,
                "language_ids": [Command.link(self.env.ref("base.lang_tr").id)],
                "date_from": self.today,
                "date_to": self.today + timedelta(days=300),
                "skill_ids": [
                    Command.create(
                        {
                            "skill_type_id": kind.id,
                            "skill_id": skill.id,
                            "skill_level_id": kind.skill_level_ids[0].id,
                        }
                    )
                ],
            }
        )
        record._take_number()
        # The way to each state is not what is measured.
        record._write_guarded({"state": state})
        return record

    def _make_first(self):
        """One of each, under way: what it asks of the user waits on the overview."""
        env = self.env
        mentor = self._apply("mbb.mentor", self.own, "available")
        mentee = self._apply("mbb.mentee", self.other, "waiting")
        own_mentee = self._apply("mbb.mentee", self.own, "waiting")
        match = env["mbb.match"].create(
            {
                "mentor_id": mentor.id,
                "mentee_id": mentee.id,
                "date_from": self.today - timedelta(days=90),
                "date_to": self.today + timedelta(days=90),
            }
        )
        match._write_guarded({"state": "active", "date_asked": fields.Datetime.now()})
        mentee._write_guarded({"state": "matched"})
        consent = env["mbb.consent"].create(
            {
                "match_id": match.id,
                "side": "mentor_institution",
                "institution_id": self.own.id,
                "request_text": "May it begin?",
                "date_asked": fields.Datetime.now(),
                "company_id": env.company.id,
            }
        )
        start = fields.Datetime.now() + timedelta(days=2)
        session = env["mbb.session"].create(
            {
                "match_id": match.id,
                "date_start": start,
                "date_stop": start + timedelta(hours=1),
            }
        )
        expert = self.user.partner_id
        assignment = env["mbb.assignment"].create(
            {
                "match_id": match.id,
                "expert_id": expert.id,
                "sending_institution_id": self.own.id,
                "host_institution_id": self.other.id,
                "place": "Edremit",
                "date_from": self.today - timedelta(days=9),
                "date_to": self.today - timedelta(days=8),
                "tasks": "Site review",
                "payer": "birlik",
                "coverage_allowance": 1,
            }
        )
        answer = env["mbb.consent"].create(
            {
                "assignment_id": assignment.id,
                "side": "mentee_institution",
                "institution_id": self.other.id,
                "request_text": "May they come?",
                "date_asked": fields.Datetime.now(),
                "company_id": env.company.id,
            }
        )
        answer._write_guarded({"state": "cancelled"})
        advances = env["mbb.travel.advance"]
        # A spending order and its approvals are not what is measured.
        with patch.multiple(
            type(advances),
            _get_request_obstacles=lambda self: [],
            _ask_approvals=lambda self, target: None,
        ):
            advance = advances.create({"assignment_id": assignment.id, "amount": 100})
        advance._write_guarded({"state": "settled"})
        assignment._write_guarded({"state": "done"})
        claim = env["mbb.travel.claim"].create({"assignment_id": assignment.id})
        evaluation = env["mbb.evaluation"].create(
            {"match_id": match.id, "side": "mentor", "partner_id": expert.id}
        )
        evaluation._write_guarded({"state": "asked"})
        env.flush_all()
        return {
            "mentor": mentor,
            "mentee": own_mentee,
            "match": match,
            "consent": consent,
            "session": session,
            "assignment": assignment,
            "answer": answer,
            "advance": advance,
            "claim": claim,
            "evaluation": evaluation,
            "task": self._make_task(),
        }

    def _make_task(self):
        project = self.env["project.project"].create(
            {"name": "Benchmark", "privacy_visibility": "portal"}
        )
        partner = self.user.partner_id
        project.message_subscribe(partner.ids)
        task = self.env["project.task"].create(
            {"name": "Task", "project_id": project.id, "partner_id": partner.id}
        )
        task.message_subscribe(partner.ids)
        return task

    # By SQL: ten thousand of each by the models would take an hour and write as many
    # mails; how many rows there are is all that matters here.

    def grow(self, size):
        """From the number there is to `size` of each kind; the new ones are over."""
        more = size - self.count
        if more > 0:
            self._grow_applications(more)
            self._grow_relations(more)
            self._grow_tasks(more)
        self.count = max(size, self.count)
        self.env.cr.execute("ANALYZE")
        self.env.cr.commit()
        self.env.registry.clear_all_caches()

    def _copy(self, record, more, **expressions):
        """Copy a record's row; gives the first of the new ids, which follow in order."""
        table = record._table
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
            " AND table_schema = current_schema AND column_name <> 'id'",
            [table],
        )
        columns = [name for (name,) in self.env.cr.fetchall()]
        values = [expressions.get(name, f't."{name}"') for name in columns]
        names = ", ".join(f'"{name}"' for name in columns)
        self.env.cr.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
        begin = self.env.cr.fetchone()[0] + 1
        self.env.cr.execute(
            f"INSERT INTO {table} (id, {names}) SELECT {begin} + g, {', '.join(values)}"
            f" FROM {table} t, generate_series(0, {more - 1}) g WHERE t.id = %s",
            [record.id],
        )
        self.env.cr.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {begin + more})"
        )
        return begin

    def _number(self, letter):
        return f"'{letter}-{self.run}-{self.count}-' || g"

    def _grow_applications(self, more):
        for key, letter in (("mentor", "A"), ("mentee", "B")):
            begin = self._copy(
                self.first[key],
                more,
                number=self._number(letter),
                state="CASE g & 1 WHEN 0 THEN 'withdrawn' ELSE 'rejected' END",
            )
            skill = self.first[key].skill_ids[:1]
            self._copy(skill, more, **{f"{key}_id": f"{begin} + g"})

    def _grow_relations(self, more):
        over = "t.date_state - g * interval '1 hour'"
        match = self._copy(
            self.first["match"],
            more,
            number=self._number("E"),
            state="'done'",
            date_state=over,
        )
        of = {"match_id": f"{match} + g"}
        self._copy(self.first["consent"], more, **of, state="'cancelled'")
        self._copy(
            self.first["session"],
            more,
            **of,
            state="'held'",
            event_id="NULL",
            date_start="t.date_start - (g + 72) * interval '1 hour'",
            date_stop="t.date_stop - (g + 72) * interval '1 hour'",
        )
        self._copy(self.first["evaluation"], more, **of, state="'done'")
        duty = self._copy(
            self.first["assignment"],
            more,
            **of,
            number=self._number("G"),
            date_from="t.date_from - g",
            date_to="t.date_from - g",
        )
        of = {"assignment_id": f"{duty} + g"}
        self._copy(self.first["answer"], more, **of)
        self._copy(self.first["advance"], more, **of, number=self._number("I"))
        self._copy(
            self.first["claim"],
            more,
            **of,
            number=self._number("H"),
            state="'paid'",
            date_departure="NULL",
            date_return="NULL",
        )

    def _grow_tasks(self, more):
        begin = self._copy(self.first["task"], more, name="t.name || ' ' || g")
        self.env.cr.execute(
            "INSERT INTO mail_followers (res_model, res_id, partner_id)"
            f" SELECT 'project.task', {begin} + g, %s FROM generate_series(0, {more - 1}) g",
            [self.user.partner_id.id],
        )


class Visitor:
    """The signed-in user, asking Odoo inside this process."""

    def __init__(self, database, user):
        session = http.root.session_store.new()
        session.update(http.get_default_session(), db=database, _trace_disable=True)
        session.uid, session.login = user.id, user.login
        session.session_token = security.compute_session_token(session, user.env)
        session.context = dict(user.with_user(user).context_get())
        http.root.session_store.save(session)
        self.session = session

    def ask(self, url):
        """Status, queries, and seconds: of the processor, in queries, on the wall."""
        if url != FILLED:
            return self._request(url)[1:]
        page, *answer = self._request(HOME)
        counters = re.findall(r'data-placeholder_count="(\w+)"', page)
        size = math.ceil(len(counters) / min(math.ceil(len(counters) / 5), 3))
        for begin in range(0, len(counters), size):
            _text, *more = self._request(COUNTERS, counters[begin : begin + size])
            answer = [max(answer[0], more[0]), *map(add, answer[1:], more[1:])]
        return answer

    def _request(self, url, counters=()):
        body = {"params": {"counters": counters}} if counters else None
        builder = EnvironBuilder(
            path=url,
            method="POST" if body else "GET",
            base_url="http://127.0.0.1",
            headers={"Cookie": f"session_id={self.session.sid}"},
            data=json.dumps(body) if body else None,
            content_type="application/json" if body else None,
        )
        thread = threading.current_thread()
        begin, processor = perf_counter(), process_time()
        content, status, _headers = run_wsgi_app(http.root, builder.get_environ())
        text = b"".join(content).decode()
        return (
            text,
            int(status.split()[0]),
            thread.query_count,
            process_time() - processor,
            thread.query_time,
            perf_counter() - begin,
        )


def measure(visitor, url, times):
    for _warming in range(2):
        visitor.ask(url)
    answers = [visitor.ask(url) for _time in range(times)]
    statuses, queries, *seconds = zip(*answers, strict=True)
    return max(statuses), min(queries), *(1000 * median(part) for part in seconds)


def lines(found, sizes):
    """The rows of the table, and what was above Odoo's own or grew."""
    small, large = min(sizes), max(sizes)
    head = f"{'page':<34}{'status':>7}"
    for size in sizes:
        head += f"{f'queries at {size:,}':>19}{'cpu':>7}{'sql':>7}{'all':>7}"
    yield head + "  ms"
    for url in found[small]:
        row = f"{url:<34}{found[large][url][0]:>7}"
        for size in sizes:
            _status, queries, processor, sql, wall = found[size][url]
            row += f"{queries:>19}{processor:>7.0f}{sql:>7.0f}{wall:>7.0f}"
        yield row
    for url in found[small]:
        if not url.startswith(OURS):
            continue
        if found[large][url][1] > found[small][url][1]:
            yield f"GREW: {url} asks more queries at {large:,}"
        for other in (FILLED, TASKS) if url == OURS else (TASKS,):
            for name, column in (("queries", 1), ("ms of the processor", 2)):
                own, theirs = found[large][url][column], found[large][other][column]
                if own > theirs:
                    yield f"ABOVE {other}: {url}, {own:.0f} against {theirs:.0f} {name}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 10_000])
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--table", type=Path)
    options = parser.parse_args()
    config.parse_config(
        ["-c", options.config, "-d", options.database, "--log-level=error"]
        + ["--db-filter", f"^{options.database}$"],
        setup_logging=True,
    )
    server.load_server_wide_modules()
    load = os.getloadavg()[0]
    urls = [HOME, FILLED, TASKS, OURS, *(f"{OURS}/all/{kind}" for kind in LISTS)]
    found = {}
    with Registry(options.database).cursor() as cr:
        filling = Filling(Environment(cr, SUPERUSER_ID, {"lang": "tr_TR"}))
        cr.commit()
        visitor = Visitor(options.database, filling.user)
        for size in sorted(options.sizes):
            filling.grow(size)
            found[size] = {url: measure(visitor, url, options.times) for url in urls}
        cr.rollback()
        postgres = cr.connection.server_version
    text = "\n".join(lines(found, sorted(options.sizes)))
    text += (
        f"\n{os.cpu_count()} cores, {platform.machine()}, Python "
        f"{platform.python_version()}, Odoo {release.version}, PostgreSQL "
        f"{postgres // 10000}.{postgres % 10000}. Load {load:.1f}, at the end "
        f"{os.getloadavg()[0]:.1f}.\n"
    )
    sys.stdout.write(text)
    if options.table:
        options.table.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
