# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import re
from datetime import datetime
from urllib.parse import quote

from pytz import timezone, utc
from werkzeug.exceptions import BadRequest, NotFound

from odoo.http import request
from odoo.tools import format_date, format_time
from odoo.tools.urls import urljoin

from .portal import ZONE, MentoringPortal

#: A name for people to read, and the number (ir.http, _slug).
_SLUG = re.compile(r"(?:.*-)?([0-9]{1,9})")
#: Seconds; whoever signs in gets a new page at once, for their cookie differs.
_KEPT = 60


class MentoringPublicPage(MentoringPortal):
    """What the pages for everybody share.

    Nobody from outside has a right on our models: the models give the plain values
    that a page shows (mbb.public.mixin), the templates get no record.
    """

    # -- records -------------------------------------------------------------

    def _public_get(self, model, slug):
        """The published record (as superuser), or the one answer for all others."""
        if not slug.isprintable():
            # The platform looks for a file of that name, which has no NUL.
            raise BadRequest()
        found = _SLUG.fullmatch(slug)
        records_sudo = request.env[model]
        if found:
            records_sudo = records_sudo._get_public_sudo(int(found[1]))
        if not records_sudo:
            raise NotFound()
        return records_sudo

    def _public_cards(self, model, limit=None):
        records_sudo = request.env[model]._find_public_sudo(limit)
        return [record_sudo._get_public_card() for record_sudo in records_sudo]

    def _public_count(self, model):
        domain = request.env[model]._get_public_domain()
        return request.env[model].sudo().search_count(domain)

    def _public_moved(self, record_sudo, slug, tail=""):
        """A redirect where the name in the address is not (or no longer) its own."""
        path = record_sudo._get_public_url()
        # What came is decoded: compared as both would be written.
        if path.rpartition("/")[2] == quote(slug):
            return None
        return request.redirect(self._public_here(path + tail), code=301)

    # -- addresses and languages ---------------------------------------------

    def _public_here(self, path):
        """The path in the language of the page."""
        return request.env["ir.http"]._url_for(path)

    def _public_local(self):
        """The same for the many links of a page; the platform asks for its default
        language each time."""
        prefix = self._public_here("/mentoring").removesuffix("/mentoring")
        return lambda path: f"{prefix}{path}"

    def _public_languages(self, paths):
        """[{code, tag, name, path, url, current}] of the page in each language.

        :param paths: a path, or {language: path} where names stand in it
        """
        default = request.env["ir.http"]._get_default_lang()
        base = request.env.company.get_base_url()
        languages = []
        for lang in request.env["res.lang"]._get_frontend().values():
            path = paths if isinstance(paths, str) else paths[lang.code]
            # The default language is known by the absence of another one; whoever
            # chooses it says so, or a cookie would speak for them.
            chosen = f"/{lang.url_code}{path}"
            own = path if lang.code == default.code else chosen
            languages.append(
                {
                    "code": lang.code,
                    "tag": lang.url_code.replace("_", "-"),
                    "name": lang.name.rpartition("/")[2].partition(" (")[0].strip(),
                    "path": chosen,
                    "url": urljoin(base, own),
                    "default": lang.code == default.code,
                    "current": lang.code == request.env.lang,
                }
            )
        return languages

    def _public_paths(self, record_sudo, tail=""):
        """{language: path}: the name in the address is translated, too."""
        return {
            code: record_sudo.with_context(lang=code)._get_public_url() + tail
            for code in request.env["res.lang"]._get_frontend()
        }

    # -- rendering -----------------------------------------------------------

    def _public_render(
        self, template, title, description, paths, crumbs=(), form=None, **values
    ):
        company_sudo = request.env.company.sudo()
        languages = self._public_languages(paths)
        here = next((row for row in languages if row["current"]), languages[0])
        default = next((row for row in languages if row["default"]), languages[0])
        programme = request.env._("Mentor Programme")
        names = (title, programme, company_sudo.name)
        response = request.render(
            template,
            {
                "page_title": title,
                "title": " | ".join(dict.fromkeys(names)),
                "public_meta": {
                    "description": " ".join((description or "").split())[:300],
                    "url": here["url"],
                    "default_url": default["url"],
                    "site": company_sudo.name,
                    "image": urljoin(
                        company_sudo.get_base_url(),
                        f"/web/binary/company_logo?company={company_sudo.id}",
                    ),
                },
                "public_languages": languages,
                "public_path": here["path"],
                "public_crumbs": crumbs,
                "signed_in": not request.env.user._is_public(),
                "company_name": company_sudo.name,
                "company_email": company_sudo.email,
                "company_phone": company_sudo.phone,
                "here": self._public_local(),
                "day": self._public_day,
                "when": self._public_when,
                "mentoring_number": self._mentoring_number,
                "left": self._public_left,
                "notice": self._mentoring_notice(),
                "form": form,
                **values,
            },
        )
        if form is not None and not form.ok:
            response.status_code = form.status
        self._public_headers(response, kept=form is None)
        return response

    def _public_headers(self, response, kept):
        """The page carries a token of the visitor's session: no cache that others
        share may keep it, and of who is signed in none at all."""
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
        response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        kept = kept and request.env.user._is_public()
        response.headers["Cache-Control"] = (
            f"private, max-age={_KEPT}" if kept else "no-store"
        )
        response.headers["Vary"] = "Cookie, Accept-Language"

    def _mentoring_notice(self):
        said = {
            "registered": request.env._(
                "Thank you. Your registration was received; a confirmation is sent to "
                "the e-mail address that you gave. If that address was registered "
                "before, the first registration stands."
            ),
            "feedback": request.env._(
                "Thank you. What you wrote is with the Sekreterya. If you left an "
                "e-mail address, the answer comes there."
            ),
        }
        return said.get(request.params.get("done")) or super()._mentoring_notice()

    # -- words for dates -----------------------------------------------------

    def _public_day(self, day, date_format="long"):
        return day and format_date(request.env, day, date_format=date_format)

    def _public_when(self, card):
        """Day and hours where the event takes place."""
        zone = timezone(card["date_tz"] or ZONE)
        begin, end = (
            utc.localize(card[name]).astimezone(zone)
            for name in ("date_begin", "date_end")
        )
        values = {
            "day": self._public_day(begin.date(), "full"),
            "last_day": self._public_day(end.date(), "full"),
            "start": self._public_hour(begin),
            "stop": self._public_hour(end),
        }
        if begin.date() == end.date():
            return request.env._("%(day)s, %(start)s – %(stop)s", **values)
        return request.env._("%(day)s, %(start)s – %(last_day)s, %(stop)s", **values)

    def _public_hour(self, moment: datetime):
        # Naive: it is converted already.
        naive = moment.replace(tzinfo=None)
        return format_time(request.env, naive.time(), time_format="short")

    def _public_left(self, days):
        if not days:
            return request.env._("Last day today")
        if days == 1:
            return request.env._("1 day left")
        return request.env._("%(days)s days left", days=days)
