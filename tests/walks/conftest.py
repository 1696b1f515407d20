# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import os

import logcheck
import pytest
from people import Walk


@pytest.fixture
def walk(house, browser, tmp_path):
    """The demo, served, and who walks in it. Pictures go to $MBB_PICTURES.

    Nothing may be wrong on the way: no English on a screen, no error in a browser's
    console, no warning or error in the server's log.
    """
    server = house.serve(house.clone())
    walk = Walk(
        browser, server.url, house.passwords, os.environ.get("MBB_PICTURES") or tmp_path
    )
    yield walk
    walk.close()
    log = server.log.read_text(errors="replace")
    remarks = [*dict.fromkeys(walk.remarks), *logcheck.remarkable(log)]
    wrong = logcheck.unexpected(remarks)
    assert not wrong, "\n".join(wrong)
