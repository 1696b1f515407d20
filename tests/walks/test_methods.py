# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Ways to a proposed match that do not start from two applications (MPY m.5/2)."""

import re

import pytest
from english import tr
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def walk(walk_of_module):
    return walk_of_module


def _proposed(officer, method):
    """The match stands on the screen, by the method that brought the two together."""
    officer.state("proposed")
    expect(officer.field("method")).to_have_text(tr(method))


def test_mentor_sought(walk):
    """m.5/2-b: the Sekreterya names a mentor who never applied."""
    officer = walk.office("sekreterya")
    officer.open("mbb_mentor.mbb_mentee_action")
    officer.open_card(re.compile(r"Serdivan[\s\S]*Coğrafi Bilgi"))
    officer.press("action_suggest", dialog=True)
    officer.look_dialog("51-suggestions")
    officer.press("action_seek")
    expect(officer.field("applicant_type")).to_be_visible()
    officer.pick("applicant_type", "Institution")
    officer.choose(institution_id="Yalova")
    officer.fill(summary="Kazı izinlerini beş yıldır harita üzerinden yürütmektedir.")
    officer.look_dialog("52-mentor-sought")
    officer.press("action_propose")
    _proposed(officer, "Mentor Sought by the Sekreterya")
    officer.look("53-match-sought")


def test_event(walk):
    """m.5/2-ç: two who met at an event would like to work together."""
    officer = walk.office("sekreterya")
    officer.open("mbb_mentor.mbb_event_interest_action")
    officer.look("54-interests")
    officer.open_card(re.compile(r"Ufuk Denizeri\s*Ayşe"))
    officer.look("55-interest")
    officer.press("action_propose_match", dialog=True)
    officer.choose(offered_level_id=tr("Experienced"))
    officer.fill(
        offer="Ayrı toplama sisteminin ilk yılında öğrenilenler.",
        need="Mahalle ölçeğinde toplama planının hazırlanması.",
    )
    officer.look_dialog("56-match-of-event")
    officer.press("action_propose")
    _proposed(officer, "Networking Event")
    officer.look("57-match-from-event")
