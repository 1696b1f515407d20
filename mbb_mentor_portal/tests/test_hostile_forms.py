# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import os
import re
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from odoo.fields import Domain
from odoo.http import root
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..controllers.forms import Form
from ..models.mbb_portal_mixin import MbbPortalMixin
from . import hostile
from .routes import FORMS, POST, WHO, answer
from .world import PortalWorld

SUBMISSIONS = 2000 if os.environ.get("MBB_LONG") else 200
#: Who is of one relation: what they do may change each other's rows.
PARTIES = ("asking", "applicant", "viewer", "giving", "expert")
#: Tables that a step of the procedure writes beside the rows of the portal.
MOVING = {"mbb_approval", "mbb_step", "mbb_portal_attempt"}
#: Who holds a link goes on with what it opens, whoever they are.
LINKED = {"mbb_invitation", "mbb_registration"}
#: Of the platform: kept as they are, whoever posts what.
KEPT = ("res_users", "res_partner", "ir_attachment", "ir_config_parameter", "ir_rule")
#: What tells of the inside.
INSIDE = ("Traceback (most recent call", "psycopg2", "odoo.exceptions", "File &#34;/")


class _Read(dict):
    """What a controller asks a form for."""

    names = set()

    def get(self, name, default=None):
        self.names.add(name)
        return super().get(name, default)


@tagged("post_install", "-at_install")
class TestHostileForms(PortalWorld):
    """Whatever is sent to a form: no failure, no word of the inside, and nothing is
    changed that is not of those who sent it. A row of routes.py brings its form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Others, with a match of their own.
        cls.far = cls._create_institution("Far Municipality", "district")
        cls.user_far = cls._create_representative("far", cls.far)
        mentor = cls._create_mentor(institution=cls.other)
        cls.far_mentee = cls._create_mentee(institution=cls.far)
        cls._create_mentee(institution=cls.far, accepted=False)
        cls.far_match = cls._propose(mentor_id=mentor.id, mentee_id=cls.far_mentee.id)
        cls.far_match.action_ask_consents()
        cls.env.flush_all()

    def _guarded(self):
        return [
            self.env[name]
            for name, model in self.env.registry.items()
            if issubclass(model, MbbPortalMixin) and model._table and not model._abstract
        ]

    def _rows_of(self, names):
        """{table: ids that one of them may read}"""
        # Whose role it is ends it, as may who binds the institution.
        roles = self.env["mbb.representative"].search(
            [("user_id", "in", [getattr(self, f"user_{who}").id for who in names])]
        )
        rows = {
            model: {
                row
                for who in names
                for row in model.with_user(getattr(self, f"user_{who}")).search([]).ids
            }
            for model in self._guarded()
        }
        # A file goes with what it belongs to.
        files = self.env["ir.attachment"].search(
            Domain("res_field", "!=", False)
            & Domain.OR(
                Domain("res_model", "=", model._name) & Domain("res_id", "in", ids)
                for model, ids in rows.items()
            )
        )
        return {
            **{model._table: ids for model, ids in rows.items()},
            roles._table: set(roles.ids),
            files._table: set(files.ids),
        }

    def _tables(self):
        names = {
            model._table
            for name, model in self.env.registry.models.items()
            if name.startswith("mbb.") and not model._abstract and model._auto
        }
        return sorted((names | set(KEPT)) - {"mbb_portal_attempt"})

    def _picture(self, but=None):
        """{table: digest of its rows}; with `but`, of those of others alone."""
        parts = []
        for table in self._tables():
            if but is None:
                which = SQL("TRUE")
            elif table in MOVING | LINKED:
                continue
            else:
                own = list(but.get(table, ())) or [0]
                which = SQL("t.id <= %s AND t.id <> ALL(%s)", self.last[table], own)
            parts.append(
                SQL(
                    "SELECT %s AS name, md5(string_agg(t::text, '' ORDER BY t.id))"
                    " FROM %s t WHERE %s",
                    table,
                    SQL.identifier(table),
                    which,
                )
            )
        rows = self.env.execute_query(SQL(" UNION ALL ").join(parts))
        rights = self.env.execute_query(
            SQL(
                "SELECT 'rights', md5(string_agg(t::text, '' ORDER BY gid, uid))"
                " FROM res_groups_users_rel t WHERE uid <= %s",
                self.last["res_users"],
            )
        )
        return dict(rows + rights)

    def _learn(self):
        """{address: names of the fields that its form is asked for}"""
        self._read_filled()
        names = {
            address: {*FORMS.get(address, ()), *self.filled.get(address, ())}
            for address in POST
        }
        read = patch.object(
            Form,
            "__init__",
            lambda form, post=None, values=None, begin=Form.__init__: begin(
                form, _Read(post or {}), values
            ),
        )
        uploaded = patch.object(
            Form,
            "upload",
            lambda form, name, required=False, upload=Form.upload: (
                _Read.names.add(f"file:{name}"),
                upload(form, name, required),
            )[1],
        )
        with read, uploaded:
            for who in ("asking", "giving", "expert"):
                self._sign_in(getattr(self, f"user_{who}"))
                for address, row in POST.items():
                    if answer(row, who) in (200, 303, 422):
                        _Read.names = names[address]
                        with self._undone():
                            self.url_open(self._at(address), self._form(address))
        return {
            address: sorted(found | {"do", "rows", "assignment"})
            for address, found in names.items()
        }

    @mute_logger("odoo.http", "odoo.addons.rpc", "odoo.sql_db", "werkzeug")
    def test_hostile_forms(self):
        names = self._learn()
        self.last = {
            table: self.env.execute_query(
                SQL("SELECT coalesce(max(id), 0) FROM %s", SQL.identifier(table))
            )[0][0]
            for table in self._tables()
        }
        groups = {who: PARTIES if who in PARTIES else () for who in WHO}
        groups["other"] = ("other", "far")
        own = {group: self._rows_of(group) for group in set(groups.values())}
        before = self._picture()
        others = {group: self._picture(rows) for group, rows in own.items()}
        signed = []

        @settings(
            max_examples=SUBMISSIONS,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.data())
        def submit(data):
            address = data.draw(st.sampled_from(sorted(POST)), "address")
            may = [who for who in WHO if answer(POST[address], who) in (200, 303, 422)]
            who = data.draw(
                hostile.mostly(
                    st.sampled_from(may or sorted(WHO)), st.sampled_from(sorted(WHO))
                ),
                "who",
            )
            if signed != [who]:
                signed[:] = [who]
                self._sign_in(self._users([who])[who])
                # As ?debug=1 leaves it: whatever could be told is told.
                self.session.debug = "1"
                root.session_store.save(self.session)
            with self._undone():
                response = self._send(data, address, names[address])
                note(f"{response.request.method} {response.request.url[:200]}")
                note(f"{response.status_code}")
                self.assertLess(response.status_code, 500)
                self._look(response)
                self.env.flush_all()
                if response.status_code >= 400:
                    self.assertEqual(self._picture(), before)
                rows = own[groups[who]]
                self.assertEqual(self._picture(rows), others[groups[who]])

        submit()

    def _look(self, response):
        """Nothing that was typed runs, nothing tells of the inside."""
        page = response.content.decode("utf-8", "replace")
        for text in (*INSIDE, *hostile.SCRIPTS):
            self.assertNotIn(text, page)
        location = urlsplit(response.headers.get("Location", "").lower())
        self.assertNotIn("evil", location.netloc + location.path)
        # Where the sign-in page leads on to: a page of this server, whatever it is asked.
        for way in parse_qs(location.query).get("redirect", ()):
            self.assertRegex(way, r"^/[^/]")
        self.assertNotIn("X-Evil", response.headers)
        if response.status_code == 200 and response.request.method != "HEAD":
            self.assertEqual(
                response.headers["Content-Type"].partition(";")[0], "text/html"
            )

    def _send(self, data, address, names):
        """One submission: a good form with something wrong about it."""
        draw = data.draw
        url = self._at(address)
        if draw(hostile.mostly(st.just(False), st.just(True)), "odd id"):
            part = draw(st.sampled_from(hostile.IDS), "id")
            url = re.sub(r"[0-9]+", part.replace("\\", ""), url, count=1)
        if draw(hostile.mostly(st.just(False), st.just(True)), "odd query"):
            mark = "&" if "?" in url else "?"
            url += mark + draw(st.sampled_from(hostile.QUERIES), "query")
        pairs = self._pairs(draw, address, names)
        uploads = self._uploads(draw, names)
        headers = {}
        if uploads or draw(st.booleans(), "multipart"):
            body = hostile.multipart(pairs, uploads)
            headers["Content-Type"] = "multipart/form-data; boundary=xxBOUNDARYxx"
        else:
            body = hostile.urlencoded(pairs)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        wrong = draw(st.integers(0, 19), "wrong")
        if wrong == 19:
            headers["Content-Type"] = draw(st.sampled_from(hostile.TYPES), "type")
        method = "POST"
        if wrong == 18:
            method = draw(st.sampled_from(hostile.METHODS), "method")
        if wrong == 17:
            body = body[: len(body) // 2]
        return self.opener.request(
            method,
            self.base_url() + url,
            data=body,
            headers=headers,
            timeout=60,
            allow_redirects=False,
        )

    def _pairs(self, draw, address, names):
        good = self._form(address)
        token = draw(st.integers(0, 11), "token")
        if token == 0:
            del good["csrf_token"]
        elif token == 1:
            good["csrf_token"] = draw(st.sampled_from(hostile.TOKENS), "wrong token")
        pairs = [
            (name, value)
            for name, values in good.items()
            for value in (values if isinstance(values, list) else [values])
        ]
        fields = [name for name in names if not name.startswith("file:")]
        chosen = draw(st.lists(st.sampled_from(fields), max_size=6), "fields")
        for name in chosen:
            value = draw(hostile.texts, name)
            if draw(st.booleans(), "repeated"):
                pairs.append((name, value))
            else:
                pairs = [pair for pair in pairs if pair[0] != name] + [(name, value)]
        if draw(hostile.mostly(st.just(False), st.just(True)), "left out") and chosen:
            pairs = [pair for pair in pairs if pair[0] != chosen[0]]
        return pairs

    def _uploads(self, draw, names):
        fields = [name[5:] for name in names if name.startswith("file:")]
        if not fields and draw(st.integers(0, 9), "unasked"):
            return []
        count = draw(st.integers(0, 2), "files")
        found = []
        if not draw(st.integers(0, 11), "token as a file"):
            found.append(("csrf_token", "paper.pdf", b"x"))
        for _number in range(count):
            field = draw(st.sampled_from(fields or ["document"]), "field")
            what, name = draw(hostile.uploads, "file")
            found.append((field, name, hostile.files()[what]))
        return found
