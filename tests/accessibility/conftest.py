# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import pytest
from survey import Survey


@pytest.fixture(scope="session")
def survey(house_of_session, browser):
    survey = Survey(house_of_session, browser)
    yield survey
    survey.close()


@pytest.fixture(scope="session")
def sources(survey, tmp_path_factory):
    """What html-validate finds in each page."""
    return survey.validate(tmp_path_factory.mktemp("sources"))
