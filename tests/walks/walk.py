# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""A served database that is walked in."""

import re
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from office import Office
from people import PICTURED, Guest, Keyed, Phone, Portal


class Walk:
    """A served database, its people, and what was wrong on the way."""

    def __init__(self, browser, url, passwords, pictures):
        self.browser, self.url, self.passwords = browser, url, passwords
        self.pictures = Path(pictures)
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.remarks = []
        #: Runs SQL on the database: what only time can do.
        self.sql = None
        #: Where the mails are kept that the server sends.
        self.mails = None
        self._people = {}

    def portal(self, login):
        return self._get(Portal, login)

    def phone(self, login):
        return self._get(Phone, login)

    def office(self, login):
        return self._get(Office, login)

    def guest(self, name, keys=False, **options):
        """Somebody who has not signed in, in a window of their own; with `keys`, one
        who has no mouse."""
        kind = Keyed if keys else Guest
        guest = self._people[kind, name] = kind(self, name, **options)
        return guest

    def mail(self, address, subject=""):
        """The last mail to an address, as a message of Python."""
        found = self._find_mails(address, subject)
        assert found, f"no mail to {address}"
        return found[-1]

    def await_mail(self, person, address, subject=""):
        """The same, of those that the background sends, within a minute or two."""
        for _attempt in range(480):
            if self._find_mails(address, subject):
                break
            # Their window goes on meanwhile.
            person.page.wait_for_timeout(250)
        return self.mail(address, subject)

    def _find_mails(self, address, subject):
        return [
            message
            for path in sorted(self.mails.glob("*.eml"))
            if address in (message := _read_mail(path))["To"]
            and subject in message["Subject"]
        ]

    def link(self, address, word):
        """The way on our server to which the last mail to an address leads."""
        text = self.mail(address).get_body(("html",)).get_content()
        links = [unescape(link) for link in re.findall(r'href="([^"]+)"', text)]
        parts = urlsplit(next(link for link in links if word in link))
        return parts._replace(scheme="", netloc="").geturl()

    def _get(self, kind, login):
        key = (kind, login)
        if key not in self._people:
            self._people[key] = kind(self, login)
        return self._people[key]

    def close(self, broken=False):
        """Keep what each one saw last where a walk broke off: that tells why."""
        for (_kind, login), person in self._people.items():
            if broken or PICTURED:
                person._shoot(person.page, f"last-{login}", person.size)
            person.context.close()


def _read_mail(path):
    return message_from_bytes(path.read_bytes(), policy=policy.default)
