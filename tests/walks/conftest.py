# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import os
from functools import partial

import logcheck
import pytest
from walk import Walk


def _walk(request, house, browser, pictures, cron=False, scene=""):
    """The demo, served, and who walks in it. Pictures go to $MBB_PICTURES.

    `scene` is run in Odoo's shell before.

    Nothing may be wrong on the way: no English on a screen, no error in a browser's
    console, no warning or error in the server's log.
    """
    database = house.clone()
    if scene:
        house.shell(database, scene)
    server = house.serve(database, cron=cron)
    walk = Walk(
        browser, server.url, house.passwords, os.environ.get("MBB_PICTURES") or pictures
    )
    walk.sql, walk.mails = partial(house.sql, database), server.mails
    failed = request.session.testsfailed
    yield walk
    walk.close(broken=request.session.testsfailed > failed)
    log = server.log.read_text(errors="replace")
    remarks = [*dict.fromkeys(walk.remarks), *logcheck.remarkable(log)]
    wrong = logcheck.unexpected(remarks)
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def walk(request, house, browser, tmp_path):
    yield from _walk(request, house, browser, tmp_path)


@pytest.fixture
def walk_with_clock(request, house, browser, tmp_path, scene):
    """The same, and what is left to the background is done."""
    yield from _walk(request, house, browser, tmp_path, cron=True, scene=scene)


@pytest.fixture(scope="module")
def scene():
    """What a file adds to the demo for all of its tests, as code for Odoo's shell."""
    return ""


@pytest.fixture(scope="module")
def walk_of_module(request, house_of_module, browser, tmp_path_factory, scene):
    """One for all tests of a file, each of which has records of its own."""
    pictures = tmp_path_factory.mktemp("pictures")
    yield from _walk(request, house_of_module, browser, pictures, scene=scene)
