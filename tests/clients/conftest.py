# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from clients import Json2, XmlRpc

#: Who has a key: representatives of two institutions, one who looks on, an expert.
LOGINS = ("nilufer", "luleburgaz", "yalova.izleyici", "uzman.ayse")

#: Beside our tables: who people are and what they may.
KEPT = ("res_users", "res_partner", "ir_attachment", "ir_config_parameter")
PICTURE = """
    SELECT string_agg(format(
        'SELECT %%L, count(*), md5(string_agg(t::text, '''' ORDER BY t::text)) FROM %%I t',
        table_name, table_name), ' UNION ALL ')
    FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema = 'public'
      AND (table_name LIKE 'mbb%%' OR table_name IN %s)
      AND table_name <> 'mbb_portal_attempt'
"""


@pytest.fixture(scope="module")
def demo(house_of_module):
    """The demo, served; `facts` say what the rules let each key reach."""
    house = house_of_module
    database = house.clone()
    code = (Path(__file__).parent / "facts.py").read_text()
    told = house.shell(database, f"LOGINS = {LOGINS!r}\n{code}")
    [line] = [line for line in told.splitlines() if line.startswith("FACTS")]
    facts = json.loads(line.removeprefix("FACTS"))
    server = house.serve(database)

    def client(kind, login):
        return kind(server.url, database, *facts["keys"][login])

    def picture():
        """{table: its rows in one word}"""
        [[query]] = house.sql(database, PICTURE % (KEPT,))
        return {row[0]: row[1:] for row in house.sql(database, query)}

    return SimpleNamespace(
        **facts,
        json2=lambda login: client(Json2, login),
        xmlrpc=lambda login: client(XmlRpc, login),
        picture=picture,
    )
