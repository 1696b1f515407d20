# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Each addon installs, upgrades and goes away on a filled database, in silence."""

import os

import pytest

ADDONS = ("mbb_mentor", "mbb_mentor_expense", "mbb_mentor_portal")
#: An upgrade takes what depends on the addon along: the first one upgrades all.
UPGRADED = ADDONS if os.environ.get("MBB_LONG") else ADDONS[:1]
#: The last one goes alone, the first one with all.
UNINSTALLED = ADDONS if os.environ.get("MBB_LONG") else ADDONS[::2]


def _states(house, database):
    rows = house.sql(
        database,
        f"select name, state from ir_module_module where name in {ADDONS!r}",
    )
    return dict(rows)


@pytest.mark.parametrize("addon", UPGRADED)
def test_upgrade_keeps_the_demo(house, addon):
    database = house.clone("demo")
    counts = "select (select count(*) from mbb_match), (select count(*) from mbb_consent)"
    before = house.sql(database, counts)
    log = house.run(database, "-u", addon, "--stop-after-init")
    assert house.unexpected(log) == []
    assert house.sql(database, counts) == before
    assert set(_states(house, database).values()) == {"installed"}


@pytest.mark.parametrize("addon", UNINSTALLED)
def test_uninstall_on_the_demo(house, addon):
    """What depends on it goes with it; nothing of ours is left behind."""
    database = house.clone("demo")
    log = house.shell(
        database,
        f"env['ir.module.module'].search([('name', '=', {addon!r})])"
        ".button_immediate_uninstall()",
    )
    assert house.unexpected(log) == []
    gone = ADDONS[ADDONS.index(addon) :]
    states = _states(house, database)
    assert all(states[name] == "uninstalled" for name in gone)
    left = house.sql(
        database, f"select name from ir_model_data where module in {(*gone, '')!r}"
    )
    assert left == []
    if addon == "mbb_mentor":
        tables = house.sql(
            database, "select tablename from pg_tables where tablename like 'mbb\\_%'"
        )
        assert tables == []
    # The database still serves: the registry loads without the addon.
    assert house.unexpected(house.run(database, "--stop-after-init")) == []


def test_beside_what_calls_home(house):
    """A database that has the platform's own connected addons takes ours, too."""
    database = house.clone("platform")
    house.run(database, "-i", "partner_autocomplete,snailmail", "--stop-after-init")
    log = house.run(database, "-i", ADDONS[-1], "--stop-after-init")
    assert house.unexpected(log) == []
    assert set(_states(house, database).values()) == {"installed"}
