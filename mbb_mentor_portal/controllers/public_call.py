# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.http import request, route

from .public_page import MentoringPublicPage


class MentoringPublicCall(MentoringPublicPage):
    def _public_call_crumbs(self):
        return [(request.env._("Open Calls"), "/mentoring/calls")]

    @route(
        "/mentoring/calls",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_calls(self, **params):
        return self._public_render(
            "mbb_mentor_portal.public_calls",
            request.env._("Open Calls"),
            request.env._(
                "The thematic calls of the Mentor Programme that take applications "
                "now, with their subjects, last days and places."
            ),
            "/mentoring/calls",
            calls=self._public_cards("mbb.call"),
        )

    @route(
        "/mentoring/calls/<string:slug>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_call(self, slug, **params):
        call_sudo = self._public_get("mbb.call", slug)
        moved = self._public_moved(call_sudo, slug)
        if moved:
            return moved
        call = call_sudo._get_public_page()
        return self._public_render(
            "mbb_mentor_portal.public_call",
            call["name"],
            call["description"] or self._public_summary(call),
            self._public_paths(call_sudo),
            crumbs=self._public_call_crumbs(),
            call=call,
            levels=self._public_levels(),
        )

    def _public_summary(self, call):
        return request.env._(
            "Thematic call of the Mentor Programme, open until %(day)s.",
            day=self._public_day(call["date_close"]),
        )

    def _public_levels(self):
        """The five levels as they are explained to who applies.

        sudo: shipped words, the same for everybody.
        """
        levels_sudo = request.env["hr.skill.level"].sudo()
        found = {}
        for level_sudo in levels_sudo.search(
            [("mentor_level", ">", 0)], order="mentor_level, id"
        ):
            found.setdefault(
                level_sudo.mentor_level,
                {
                    "number": level_sudo.mentor_level,
                    "name": level_sudo.name,
                    "description": level_sudo.mentor_description,
                },
            )
        return list(found.values())
