# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""A matching run inside Odoo, from the button to the stored proposals: one table.

    python tests/benchmarks/inside_odoo.py --config odoo.conf --database NAME
        [--sizes 1000 10000] [--table FILE]

The database has the addon `mbb_mentor` and is a throw-away one: the script fills it
with as many mentors and waiting mentees as each size says, by the ORM, and commits
them and the runs. What is proposed is rolled back, so that every size starts alike.
Seconds are on the wall; queries are those of the connection that does the work.
"""

import argparse
import os
import platform
import random
import resource
import sys
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from unittest.mock import patch

import cohorts
import odoo.init  # noqa: F401
from odoo import release
from odoo.api import SUPERUSER_ID, Environment
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tools import config

BATCH = 500
KINDS = {
    "metropolitan": "metropolitan",
    "province": "provincial",
    "district": "district",
    "town": "town",
    "affiliate": "affiliated",
    "company": "company",
}


class Table:
    """Seconds and queries of each step at each size."""

    def __init__(self, env):
        self.env, self.rows = env, []
        self.load = os.getloadavg()[0]
        self.postgres = env.cr.connection.server_version

    @contextmanager
    def step(self, name, size, per=None):
        """:param per: a list that holds, in the end, how many records it was"""
        begin, queries = perf_counter(), self.env.cr.sql_log_count
        yield
        seconds = perf_counter() - begin
        queries = self.env.cr.sql_log_count - queries
        records = per[0] if per else size
        self.rows.append((name, size, records, seconds, queries))

    def lines(self):
        yield f"{'step':<32}{'size':>8}{'records':>9}{'s':>9}{'queries':>9}{'/1,000':>9}"
        for name, size, records, seconds, queries in self.rows:
            share = 1000 * queries / records if records else 0
            yield (
                f"{name:<32}{size:>8,}{records:>9,}{seconds:>9.2f}{queries:>9,}"
                f"{share:>9.1f}"
            )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield (
            f"{os.cpu_count()} cores, {platform.machine()}, Python "
            f"{platform.python_version()}, Odoo {release.version}, PostgreSQL "
            f"{self.postgres // 10000}.{self.postgres % 10000}"
        )
        yield (
            f"Peak memory {peak:,.0f} MiB. Load {self.load:.1f}, at the end "
            f"{os.getloadavg()[0]:.1f}."
        )


class Pool:
    """Fills the pool as `cohorts.skewed` draws it."""

    def __init__(self, env):
        self.env = env(context={**env.context, "tracking_disable": True})
        skills = env["hr.skill"].search(
            [("skill_type_id.is_mentor_subject", "=", True)], order="id"
        )
        names = [f"subject{k:02d}" for k in range(cohorts.SUBJECTS)]
        self.skills = dict(zip(names, skills, strict=False))
        self.provinces = {
            state.code: state.id
            for state in env["res.country.state"].search(
                [("country_id.code", "=", "TR")]
            )
        }
        self.languages = {
            code: env["res.lang"]
            .with_context(active_test=False)
            .search([("code", "=like", f"{code}_%")], limit=1)
            .id
            for code in ("tr", "en")
        }

    def fill(self, size):
        """Up to `size` mentors in the pool, and as many mentees who wait."""
        drawn = cohorts.skewed(size, size, seed=size)
        self._make_institutions(drawn)
        self._make_units(drawn)
        for key, state, make in (
            ("mentors", "available", self._mentor_values),
            ("mentees", "waiting", self._mentee_values),
        ):
            model = self.env[f"mbb.{key[:-1]}"]
            missing = size - model.search_count([("state", "=", state)])
            rows = drawn[key][: max(missing, 0)]
            for start in range(0, len(rows), BATCH):
                batch = rows[start : start + BATCH]
                people = self._make_people(batch)
                records = model.create(
                    [
                        make(row) | {"person_id": person}
                        for row, person in zip(batch, people, strict=True)
                    ]
                )
                records._take_number()
                # Their way there is not what is measured.
                records._write_guarded({"state": state})
                self.env.cr.commit()
                self.env.invalidate_all()

    def _make_institutions(self, drawn):
        provinces = {}
        for row in (*drawn["mentors"], *drawn["mentees"]):
            provinces.setdefault(row["institution"], row["province"])
        names = sorted(drawn["institutions"])
        partners = self.env["res.partner"].create(
            [
                {
                    "name": f"Belediye {name}",
                    "is_company": True,
                    "is_mentor_institution": True,
                    "institution_type": KINDS[drawn["institutions"][name]["type"]],
                    "population": drawn["institutions"][name]["population"],
                    "state_id": self.provinces.get(provinces.get(name)),
                    **self._limit(drawn["institution_capacity"].get(name)),
                }
                for name in names
            ]
        )
        self.institutions = dict(zip(names, partners.ids, strict=True))

    def _make_units(self, drawn):
        places = {
            row["unit"]: row["institution"] for row in drawn["mentors"] if row["unit"]
        }
        names = sorted(places)
        units = self.env["res.partner"].create(
            [
                {
                    "name": "Müdürlük",
                    "is_company": True,
                    "is_mentor_unit": True,
                    "parent_id": self.institutions[places[name]],
                    **self._limit(drawn["unit_capacity"].get(name)),
                }
                for name in names
            ]
        )
        self.units = dict(zip(names, units.ids, strict=True))

    def _limit(self, places):
        if places is None:
            return {}
        return {"mentor_capacity_limited": True, "mentor_capacity": places}

    def _make_people(self, rows):
        people = self.env["res.partner"].create(
            [
                {
                    "name": f"Uzman {row['id']}",
                    "parent_id": self.institutions[row["institution"]],
                }
                for row in rows
            ]
        )
        return people.ids

    def _application_values(self, row, first, last):
        return {
            "applicant_type": "person",
            "institution_id": self.institutions[row["institution"]],
            "summary": row["text"] or "–",
            "mode_online": "online" in row["modes"],
            "mode_onsite": "onsite" in row["modes"],
            "language_ids": [
                Command.set([self.languages[code] for code in row["languages"]])
            ],
            "date_from": row.get(first),
            "date_to": row.get(last),
            "skill_ids": [
                Command.create(
                    {
                        "skill_type_id": skill.skill_type_id.id,
                        "skill_id": skill.id,
                        "skill_level_id": skill.skill_type_id.skill_level_ids.filtered(
                            lambda x, level=level: x.mentor_level == level
                        ).id,
                    }
                )
                for name, level in row["skills"].items()
                if (skill := self.skills.get(name))
            ],
        }

    def _mentor_values(self, row):
        return {
            **self._application_values(row, "available_from", "available_to"),
            "capacity": row["capacity"],
            "unit_id": self.units.get(row["unit"]),
        }

    def _mentee_values(self, row):
        return {
            **self._application_values(row, "needed_from", "needed_to"),
            "priority": row["priority"],
        }


def measure(env, table, size):
    run = env["mbb.match.run"].create({})
    env.cr.commit()
    env.invalidate_all()
    with table.step("seeing what takes part", size):
        assert run.plan_mentee_count == size
    with table.step("button to stored proposals", size):
        with measured_steps(env, table, size):
            run.action_compute()
            env["mbb.match.run"]._cron_compute()
    assert run.state == "computed", run.stop_reason
    env.invalidate_all()
    served = []
    with table.step("propose all", size, served), uncommitted(env):
        run.action_accept_all()
        env["mbb.match.run"]._cron_accept()
        env.flush_all()
        served.append(run.accepted_count)
    env.cr.rollback()
    env.invalidate_all()
    mentees = env["mbb.mentee"].search([("state", "=", "waiting")])
    one = random.Random(size).choice(mentees).with_prefetch()
    one.action_suggest()  # What is read once a day is read now.
    env.invalidate_all()
    with table.step("suggestion for one mentee", size, [1]):
        one.action_suggest()
        env.flush_all()
    env.cr.rollback()
    env.invalidate_all()


def uncommitted(env):
    """The scheduler's batches, without their commits: all is taken back after."""
    return patch.object(env.registry["ir.cron"], "_commit_progress", lambda *a, **k: 1)


@contextmanager
def measured_steps(env, table, size):
    """Measure the steps of the background work where they stand."""
    kind = type(env["mbb.match.run"])
    core = sys.modules["odoo.addons.mbb_mentor.matching"]
    targets = (
        (kind, "_prepare_cohort", "  preparing the cohort"),
        (core, "plan", "  computing"),
        (kind, "_prepare_report", "  equality and what is short"),
        (kind, "_store", "  storing"),
    )

    def wrap(method, name):
        def measured(*args, **kwargs):
            with table.step(name, size):
                return method(*args, **kwargs)

        return measured

    patches = [
        patch.object(owner, name, wrap(getattr(owner, name), label))
        for owner, name, label in targets
    ]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


def _get_officer(env):
    group = env.ref("mbb_mentor.group_mentor_officer")
    values = {"name": "Officer", "login": "officer.of.benchmark"}
    users = env["res.users"].with_context(no_reset_password=True)
    return users.search([("login", "=", values["login"])]) or users.create(
        {**values, "group_ids": [Command.set(group.ids)]}
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--table", type=Path, help="write the table there, too")
    options = parser.parse_args()
    config.parse_config(
        ["-c", options.config, "-d", options.database, "--log-level=warn"],
        setup_logging=True,
    )
    with Registry(options.database).cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {})
        env = env(user=_get_officer(env).id)
        table = Table(env)
        for size in sorted(options.sizes):
            Pool(env(su=True)).fill(size)
            cr.execute("ANALYZE")
            cr.commit()
            measure(env, table, size)
    text = "\n".join(table.lines())
    print(text, flush=True)
    if options.table:
        options.table.write_text(text + "\n")


if __name__ == "__main__":
    main()
