# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""A portal user's API key reaches what the pages show, and changes nothing else.

Every model of ours, and every field of those that are on the portal, by two clients
from outside. By default each field is asked in one of the ways, in turn; with --long
every field of every model, in all of them, by both clients.
"""

import itertools
import os

import pytest
from clients import Refused

LONG = bool(os.environ.get("MBB_LONG"))
#: Methods of the platform that every model has and that a key may call.
PLATFORM = {
    "copy": {},
    "message_post": {"body": "x"},
    "message_subscribe": {"partner_ids": [1]},
    "message_unsubscribe": {"partner_ids": [1]},
    "activity_schedule": {"act_type_xmlid": "mail.mail_activity_data_todo"},
    "web_save": {"vals": {}, "specification": {}},
    "onchange": {"values": {}, "field_names": [], "fields_spec": {"display_name": {}}},
    "action_archive": {},
    "toggle_active": {},
    "unlink": {},
    "export_data": {"fields_to_export": ["id", "display_name"]},
    "read": {"fields": ["display_name"]},
    "web_read": {"specification": {"display_name": {}}},
    "get_formview_action": {},
    "name_create": {"name": "x"},
    "web_resequence": {"specification": {}},
    "load": {"fields": ["display_name"], "data": [["x"]]},
}
#: Of ours on models of the platform that whoever signs in may read.
OPEN = {
    "hr.skill.level": {"name", "mentor_level", "mentor_description"},
    "hr.skill.type": {"is_mentor_subject"},
}
#: Called on the model, not on records.
ON_MODEL = {"name_create", "load", "create"}


def refused(client, *args, **values):
    """The refusal, or None where the server did it."""
    try:
        client.call(*args, **values)
    except Refused as refusal:
        return refusal
    return None


def fields_of(facts):
    """By default, two stand for all where there is no right on the model itself."""
    # The number of a row is what the caller said; it comes back unread.
    fields = [(name, kind) for name, kind in facts["fields"].items() if name != "id"]
    return fields if LONG or facts["guarded"] else fields[:2]


def asked(model, field, kind, ids):
    """{way: (method, ids, values)} in which somebody asks for a field."""
    ways = {
        "search_read": ("search_read", None, {"fields": [field], "limit": 5}),
        "web_search_read": (
            "web_search_read",
            None,
            {"domain": [], "specification": {field: {}}},
        ),
        "search": ("search", None, {"domain": [[field, "!=", False]]}),
        "search_count": ("search_count", None, {"domain": [[field, "=", False]]}),
    }
    if kind not in ("one2many", "binary", "json", "serialized"):
        ways["group"] = (
            "formatted_read_group",
            None,
            {"domain": [], "groupby": [field], "aggregates": ["__count"]},
        )
        ways["read_group"] = (
            "read_group",
            None,
            {"domain": [], "fields": [], "groupby": [field]},
        )
    if kind not in ("one2many", "many2many", "binary", "json", "serialized"):
        ways["order"] = ("search", None, {"domain": [], "order": f"{field} desc"})
        ways["aggregate"] = (
            "formatted_read_group",
            None,
            {"domain": [], "groupby": [], "aggregates": [f"{field}:count"]},
        )
    if ids:
        # Without a record there is nothing that it could tell.
        ways["read"] = ("read", ids, {"fields": [field]})
        ways["web_read"] = ("web_read", ids, {"specification": {field: {}}})
        ways["export_data"] = ("export_data", ids, {"fields_to_export": [field]})
    return ways


def test_every_field_by_every_way(demo):
    before = demo.picture()
    turn = itertools.count()
    told = []
    for kind, login in (("json2", "nilufer"), ("xmlrpc", "uzman.ayse")):
        client = getattr(demo, kind)(login)
        for model, facts in demo.models.items():
            ids = facts["rows"][login][:1] or facts["all"][:1]
            for field, of_type in fields_of(facts):
                if field in facts["readable"]:
                    continue
                ways = asked(model, field, of_type, ids)
                names = sorted(ways)
                if not LONG:
                    # Every second field by each client; the ways in turn.
                    number = next(turn)
                    if number % 2 == (kind == "json2"):
                        continue
                    names = [names[number // 2 % len(names)]]
                for name in names:
                    method, records, values = ways[name]
                    refusal = refused(client, model, method, records, **values)
                    if refusal is None or not refusal.denied:
                        told.append(f"{kind} {model}.{field} by {name}: {refusal}")
    assert not told, "\n".join(told)
    assert demo.picture() == before


@pytest.mark.parametrize(
    ("kind", "login"), (("json2", "nilufer"), ("xmlrpc", "uzman.ayse"))
)
def test_rows_and_lists_are_those_of_the_rules(demo, kind, login):
    client = getattr(demo, kind)(login)
    for model, facts in demo.models.items():
        own = facts["rows"][login]
        others = sorted(set(facts["all"]) - set(own))
        if not facts["guarded"]:
            assert refused(client, model, "search", domain=[]).denied, model
            assert refused(client, model, "name_search").denied, model
            continue
        assert client.call(model, "search", domain=[], order="id") == own, model
        fields = facts["readable"]
        found = client.call(model, "search_read", domain=[], fields=fields, order="id")
        assert [row["id"] for row in found] == own, model
        assert set(client.call(model, "fields_get")) <= set(fields), model
        named = {row[0] for row in client.call(model, "name_search", limit=10**6)}
        assert named <= set(own), model
        if others:
            assert refused(client, model, "read", others[:1], fields=["id"]), model
            assert refused(client, model, "read", own + others, fields=fields[:2]), model


def test_nothing_is_written_but_what_a_page_writes(demo):
    before = demo.picture()
    done = []
    for kind, login in (("json2", "luleburgaz"), ("xmlrpc", "uzman.ayse")):
        client = getattr(demo, kind)(login)
        for model, facts in demo.models.items():
            own = facts["rows"][login]
            others = sorted(set(facts["all"]) - set(own))
            for field, of_type in fields_of(facts):
                value = {"boolean": True, "integer": 1}.get(of_type, False)
                vals = {field: value}
                if field not in facts["writable"]:
                    calls = [("write", own[:1] or [1], {"vals": vals})]
                    if LONG:
                        calls += [("create", None, {"vals_list": [vals]})]
                        calls += [
                            (
                                "web_save",
                                own[:1] or [1],
                                {"vals": vals, "specification": {}},
                            )
                        ]
                elif others:
                    calls = [("write", others[:1], {"vals": vals})]
                else:
                    continue
                for method, ids, values in calls:
                    if not refused(client, model, method, ids, **values):
                        done.append(f"{kind} {model}.{field} {method}")
            if others and not refused(client, model, "unlink", others):
                done.append(f"{kind} {model} unlink")
    assert not done, "\n".join(done)
    assert demo.picture() == before


@pytest.mark.parametrize(
    ("kind", "login", "own"),
    (
        # Who looks on changes nothing, also of what they may read.
        ("json2", "yalova.izleyici", True),
        # Who may do much, does it not to what is others'.
        ("xmlrpc", "nilufer", False),
    ),
)
def test_every_method_changes_nothing(demo, kind, login, own):
    before = demo.picture()
    client = getattr(demo, kind)(login)
    called = 0
    for model, facts in demo.models.items():
        rows = facts["rows"][login]
        ids = rows if own and rows else sorted(set(facts["all"]) - set(rows))
        if not ids:
            continue
        if not facts["guarded"] and not LONG:
            # No right on the model at all: some of them stand for all.
            names = [*facts["methods"][:1], "unlink", "message_post"]
        else:
            names = [*facts["methods"], *PLATFORM]
        for name in names:
            values = PLATFORM.get(name, {})
            refused(client, model, name, None if name in ON_MODEL else ids[:1], **values)
            called += 1
    assert called > 300
    after = demo.picture()
    assert {name for name in before if before[name] != after[name]} == set()


def test_our_fields_of_the_platform(demo):
    """What we add to people, events and entries: of their own institution, and
    the subjects with their levels."""
    told = []
    for kind, login in (("json2", "nilufer"), ("xmlrpc", "uzman.ayse")):
        client = getattr(demo, kind)(login)
        for model, fields in demo.ours.items():
            for field in fields:
                try:
                    rows = client.call(model, "search_read", domain=[], fields=[field])
                except Refused:
                    continue
                found = {row["id"] for row in rows if row.get(field)}
                if model == "res.partner":
                    found -= set(demo.own[login])
                if found and field not in OPEN.get(model, ()):
                    told.append(f"{model}.{field}")
    assert sorted(set(told)) == []


def test_a_key_that_is_none(demo):
    for kind in ("json2", "xmlrpc"):
        client = getattr(demo, kind)("nilufer")
        assert client.call("mbb.mentee", "search_count", domain=[]) >= 0
    uid, key = demo.keys["nilufer"]
    demo.keys["nilufer"] = [uid, key[:-1] + ("0" if key[-1] != "0" else "1")]
    try:
        for kind in ("json2", "xmlrpc"):
            refusal = refused(
                getattr(demo, kind)("nilufer"), "mbb.mentee", "search", domain=[]
            )
            assert refusal, kind
    finally:
        demo.keys["nilufer"] = [uid, key]
