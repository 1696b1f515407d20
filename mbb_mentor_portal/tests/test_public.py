# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

import vobject
from lxml import html

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.pool.call_common import CallCommon
from odoo.addons.mbb_mentor_portal.controllers import forms

REGISTRATIONS = "event.registration"
FEEDBACK = "mbb.accessibility.feedback"


@tagged("post_install", "-at_install")
class TestPublic(HttpCase, CallCommon):
    """What everybody may look at, and that there is nothing else to be seen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What the database has already is none of these pages'.
        cls.env.cr.execute("UPDATE mbb_call SET state = 'draft' WHERE state = 'open'")
        cls.env.cr.execute("UPDATE event_event SET is_mentor_public = FALSE")
        cls.env.cr.execute("DELETE FROM mbb_accessibility_feedback")
        cls.env.invalidate_all()
        cls.call.action_open()
        cls.event = cls._create_event()
        cls.env["mbb.portal.limit"].search([]).attempts = 1000
        cls.visitor = new_test_user(cls.env, "test.visitor", groups="base.group_portal")

    @classmethod
    def _create_event(cls, **values):
        begin = fields.Datetime.now() + timedelta(days=14)
        return cls.env["event.event"].create(
            {
                "name": "A Day of Planners",
                "is_mentor_event": True,
                "is_mentor_public": True,
                "date_begin": begin,
                "date_end": begin + timedelta(hours=4),
                "event_mail_ids": [Command.clear()],
                **values,
            }
        )

    def _get(self, url, status=200, lang="en"):
        response = self.url_open(f"/{lang}{url}", allow_redirects=False)
        self.assertEqual(response.status_code, status, url)
        return response

    def _page(self, url, lang="en"):
        return html.fromstring(self._get(url, lang=lang).content.decode())

    def _post(self, url, data, status=303):
        token = self._page(url).xpath("//main//input[@name='csrf_token']/@value")
        response = self.url_open(
            f"/en{url}", data={"csrf_token": token, **data}, allow_redirects=False
        )
        self.assertEqual(response.status_code, status, response.text[-2000:])
        return response

    def _register(self, status=303, event=None, **values):
        url = f"{(event or self.event)._get_public_url()}/register"
        data = {
            "name": "Zeynep Ak",
            "company_name": "Edremit",
            "email": "zeynep@example.org",
            **values,
        }
        return self._post(url, data, status)

    def _registered(self, event=None):
        return self.env[REGISTRATIONS].search(
            [("event_id", "=", (event or self.event).id)]
        )

    # -- what is there -------------------------------------------------------

    def test_every_page_stands_on_its_own(self):
        """A title, a description, one heading, its address in each language."""
        call, event = self.call._get_public_url(), self.event._get_public_url()
        titles = set()
        for url in (
            "/mentoring",
            "/mentoring/calls",
            call,
            "/mentoring/events",
            event,
            f"{event}/register",
            "/mentoring/accessibility",
            "/mentoring/accessibility/feedback",
        ):
            with self.subTest(url=url):
                page = self._page(url)
                titles.add(page.findtext(".//title"))
                self.assertTrue(page.xpath("//meta[@name='description']/@content")[0])
                self.assertEqual(len(page.xpath("//h1")), 1)
                self.assertEqual(page.get("lang"), "en-US")
                [canonical] = page.xpath("//link[@rel='canonical']/@href")
                self.assertEqual(canonical, f"{self.base_url()}/en{url}")
                self.assertEqual(
                    page.xpath("//meta[@property='og:url']/@content"), [canonical]
                )
                links = page.xpath("//link[@rel='alternate']")
                alternates = {link.get("hreflang"): link.get("href") for link in links}
                self.assertEqual(alternates.get("en"), canonical)
                self.assertEqual(alternates.get("tr"), f"{self.base_url()}{url}")
                self.assertEqual(alternates["x-default"], alternates["tr"])
                self.assertIn(f"/tr{url}", page.xpath("//main//a/@href"))
        self.assertEqual(len(titles), 8)

    def test_the_other_language_is_one_link_away(self):
        """By the link alone: nothing is chosen with JavaScript."""
        page = self._page("/mentoring/calls")
        [link] = page.xpath("//main//a[@hreflang='tr']/@href")
        response = self.url_open(link)
        self.assertEqual(response.url, f"{self.base_url()}/mentoring/calls")
        self.assertEqual(html.fromstring(response.content).get("lang"), "tr-TR")
        # And back; the choice is kept for the pages that follow.
        self.url_open("/en/mentoring")
        self.assertTrue(self.url_open("/mentoring").url.endswith("/en/mentoring"))

    def test_links_stay_in_the_language(self):
        page = self._page("/mentoring")
        self.assertIn(f"/en{self.call._get_public_url()}", page.xpath("//a/@href"))
        self.assertIn("/en/mentoring/accessibility", page.xpath("//footer//a/@href"))

    def test_the_name_in_the_address_is_for_people(self):
        """Whatever stands before the number leads to the page, under its own name."""
        url = self.call._get_public_url()
        self.assertEqual(url, f"/mentoring/calls/zoning-that-lasts-{self.call.id}")
        for other in (self.call.id, f"old-name-{self.call.id}"):
            response = self._get(f"/mentoring/calls/{other}", 301)
            self.assertTrue(response.headers["Location"].endswith(f"/en{url}"))
        self.call.invalidate_recordset()
        self.event.name = "Sıfır Atık, İzmit Buluşması"
        url = self.event._get_public_url()
        slug = f"sifir-atik-izmit-bulusmasi-{self.event.id}"
        self.assertEqual(url, f"/mentoring/events/{slug}")
        self._get(url)

    def test_a_call_says_what_an_applicant_needs(self):
        text = self._page(self.call._get_public_url()).text_content()
        for words in ("Zoning that lasts", "Marmara Plan", "Need", "60"):
            self.assertIn(words, text)
        self.assertIn(self.skill.name, text)
        links = self._page(self.call._get_public_url()).xpath("//main//a/@href")
        apply = f"/en/my/mentoring/apply/mentee?call={self.call.id}"
        self.assertIn(apply, links)

    def test_where_nothing_is_open_a_sentence_says_so(self):
        self.call.with_user(self.user_manager).action_cancel("Another year")
        self.event.is_mentor_public = False
        home = self._page("/mentoring")
        self.assertFalse(home.xpath("//*[@id='mbb_calls' or @id='mbb_events']"))
        for url in ("/mentoring/calls", "/mentoring/events"):
            page = self._page(url)
            self.assertFalse(page.xpath("//*[@class='mbb-cards']"))
            self.assertIn("all year round", page.text_content())

    def test_search_engines_may_read_the_public_pages_alone(self):
        lines = self.url_open("/robots.txt").text.splitlines()
        self.assertIn("Disallow: /", lines)
        self.assertIn("Allow: /mentoring", lines)
        languages = self.env["res.lang"]._get_frontend().values()
        allowed = [f"Allow: /{lang.url_code}/mentoring" for lang in languages]
        self.assertLessEqual(set(allowed), set(lines))
        self.assertFalse([line for line in lines if "/my" in line])

    def test_no_shared_cache_keeps_a_visitors_token(self):
        public = self._get("/mentoring").headers
        self.assertTrue(public["Cache-Control"].startswith("private"))
        self.assertIn("Cookie", public["Vary"])
        form = self._get("/mentoring/accessibility/feedback").headers
        self.assertEqual(form["Cache-Control"], "no-store")
        self.authenticate("test.visitor", "test.visitor")
        self.assertEqual(self._get("/mentoring").headers["Cache-Control"], "no-store")

    # -- what is not there ---------------------------------------------------

    @mute_logger("odoo.http")
    def test_a_call_that_takes_no_applications_is_not_there(self):
        draft = self._create_call()
        over = self._create_call()
        over.action_open()
        self._end_day(over)
        assessed = self._create_call()
        assessed.action_open()
        self._assess(assessed)
        cancelled = self._create_call()
        cancelled.with_user(self.user_manager).action_cancel("Another year")
        other = self._create_call()
        other.action_open()
        company = self.env["res.company"].create({"name": "Another Union"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mbb_call SET company_id = %s WHERE id = %s", [company.id, other.id]
        )
        self.env.invalidate_all()
        names = {}
        for call in draft | over | assessed | cancelled | other:
            response = self._get(f"/mentoring/calls/{call.id}", 404)
            page = html.fromstring(response.text).find(".//main").text_content()
            names[call.id] = page
        names[0] = html.fromstring(
            self._get("/mentoring/calls/999999999", 404).text
        ).find(".//main").text_content()
        self.assertEqual(len(set(names.values())), 1, "Each 404 reads the same")
        listed = self._page("/mentoring/calls").xpath("//li[@class='mbb-tile']")
        self.assertEqual(len(listed), 1)

    @mute_logger("odoo.http")
    def test_an_event_that_is_not_published_is_not_there(self):
        past = fields.Datetime.now() - timedelta(days=2)
        stage = self.env.ref("event.event_stage_done")
        company = self.env["res.company"].create({"name": "Another Union"})
        for values in (
            {"is_mentor_public": False},
            {"is_mentor_event": False},
            {"kanban_state": "cancel"},
            {"stage_id": stage.id},
            {"active": False},
            {"date_begin": past, "date_end": past + timedelta(hours=1)},
            {"company_id": company.id, "address_id": False},
        ):
            event = self._create_event()
            event.write(values)
            url = f"/mentoring/events/{event.id}"
            with self.subTest(values=values):
                for tail in ("", "/register", "/calendar.ics"):
                    self._get(f"{url}{tail}", 404)
                token = {"csrf_token": self._token(), "name": "A", "email": "a@b.org"}
                response = self.url_open(f"/en{url}/register", data=token)
                self.assertEqual(response.status_code, 404)
                self.assertFalse(self._registered(event))
        listed = self._page("/mentoring/events").xpath("//li[@class='mbb-tile']")
        self.assertEqual(len(listed), 1)

    def _token(self):
        page = self._page("/mentoring/accessibility/feedback")
        return page.xpath("//main//input[@name='csrf_token']/@value")[0]

    @mute_logger("odoo.http")
    def test_hostile_numbers_are_not_there(self):
        for kind in ("calls", "events"):
            for slug in (
                "0",
                "-1",
                "x",
                "x--1",
                f"-{self.call.id}",
                "9" * 30,
                "٣",
                "1%00",
                "1'--",
                "%2e%2e%2f1x",
                "1.0",
                "NaN",
            ):
                with self.subTest(kind=kind, slug=slug):
                    response = self.url_open(
                        f"/en/mentoring/{kind}/{slug}", allow_redirects=False
                    )
                    self.assertIn(response.status_code, (301, 400, 404))

    def test_nothing_internal_stands_on_a_page(self):
        home = self.env["res.partner"].create(
            {"name": "Fatma Ev Sahibi", "street": "Gizli Sokak 5", "city": "Bursa"}
        )
        self.event.write(
            {
                "note": "<p>Internal remark</p>",
                "description": "<p onclick='steal()'>For planners</p>"
                "<script>steal()</script><form action='/x'><input name='y'/></form>",
                "user_id": self.user_officer.id,
                "address_id": home.id,
                "organizer_id": home.id,
            }
        )
        self.event.env[REGISTRATIONS].create(
            {"event_id": self.event.id, "name": "Gizli Kişi", "email": "g@b.org"}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mbb_call SET budget = 987654 WHERE id = %s", [self.call.id]
        )
        self.env.invalidate_all()
        self._create_mentor(call_id=self.call.id, origin="call")
        texts = [
            self._get(url).text
            for url in (
                "/mentoring",
                "/mentoring/calls",
                "/mentoring/events",
                self.call._get_public_url(),
                self.event._get_public_url(),
                f"{self.event._get_public_url()}/register",
                f"{self.event._get_public_url()}/calendar.ics",
            )
        ]
        self.assertIn("For planners", texts[4])
        for word in (
            "Internal remark",
            "steal()",
            "Fatma",
            "Gizli",
            "987654",
            "987,654",
            self.user_officer.name,
            self.user_reviewer1.name,
            self.user_manager.name,
            self.giving.name,
        ):
            for text in texts:
                self.assertNotIn(word, text)

    def test_a_room_of_an_institution_is_named(self):
        hall = self.env["res.partner"].create(
            {
                "name": "Kültür Merkezi",
                "is_company": True,
                "street": "Sahil Caddesi 1",
                "city": "Edremit",
            }
        )
        self.event.address_id = hall
        text = self._page(self.event._get_public_url()).text_content()
        self.assertIn("Kültür Merkezi, Edremit", text)
        self.assertIn("Sahil Caddesi 1", text)

    def test_visitors_have_no_right_on_the_models(self):
        """The pages are all there is: no RPC reads what they show, or more."""
        for user in (self.env.ref("base.public_user"), self.visitor):
            for record in (self.call, self.event, self.env[FEEDBACK]):
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(user=user.login, model=record._name):
                        self.assertFalse(record.with_user(user).has_access(operation))

    def test_the_sample_text_of_the_platform_is_not_published(self):
        self.assertFalse(self.event.description)
        events = self.env["event.event"].with_context(default_is_mentor_event=True)
        values = events.default_get(["description", "is_mentor_event"])
        self.assertNotIn("description", values)
        self.assertTrue(self._create_event(is_mentor_event=False).description)

    # -- registration --------------------------------------------------------

    def test_anybody_registers(self):
        response = self._register(
            name="Zeynep  Ak", email="Zeynep@Example.org", listed="1"
        )
        self.assertIn("done=registered", response.headers["Location"])
        registration = self._registered()
        self.assertRecordValues(
            registration,
            [
                {
                    "name": "Zeynep Ak",
                    "email": "zeynep@example.org",
                    "company_name": "Edremit",
                    "partner_id": False,
                    "state": "open",
                    "mentor_listed": True,
                }
            ],
        )
        page = self.url_open(response.headers["Location"])
        self.assertIn('id="mbb_notice"', page.text)

    def test_a_signed_in_user_finds_their_data_filled_in(self):
        partner = self.user_asking.partner_id
        partner.email = "asking@example.org"
        self.authenticate(self.user_asking.login, self.user_asking.login)
        url = f"{self.event._get_public_url()}/register"
        page = self._page(url)
        values = {
            name: page.xpath(f"//input[@name='{name}']/@value")
            for name in ("name", "email")
        }
        self.assertEqual(values["email"], ["asking@example.org"])
        self._register(email="asking@example.org")
        self.assertEqual(self._registered().partner_id, partner)
        self._register(email="another@example.org")
        self.assertEqual(len(self._registered()), 1, "One person takes part once")

    def test_an_address_is_no_proof_of_whose_it_is(self):
        """Who types somebody's address does not become a participant in their name."""
        self.expert.email = "expert@example.org"
        self._register(email="expert@example.org")
        self.assertFalse(self._registered().partner_id)

    def test_the_answer_does_not_tell_who_is_registered(self):
        first = self._register()
        again = self._register(email="ZEYNEP@example.org", name="Somebody Else")
        self.assertEqual(first.headers["Location"], again.headers["Location"])
        self.assertEqual(first.text, again.text)
        self.assertEqual(self._registered().mapped("name"), ["Zeynep Ak"])
        # A wildcard of the database is a letter like any other.
        self._register(email="%@example.org")
        self.assertEqual(len(self._registered()), 2)

    def test_who_cancelled_registers_again(self):
        self._register()
        self._registered().action_cancel()
        self._register()
        self.assertEqual(
            sorted(self._registered().mapped("state")), ["cancel", "open"]
        )

    def test_no_more_than_there_are_seats(self):
        self.event.write({"seats_limited": True, "seats_max": 1})
        url = f"{self.event._get_public_url()}/register"
        token = self._token()
        self._register()
        page = self._page(url)
        self.assertFalse(page.xpath("//form[@id='mbb_event_form']"))
        # The same for who is registered and who is not.
        for email in ("zeynep@example.org", "late@example.org"):
            data = {"name": "A", "company_name": "B", "email": email}
            response = self.url_open(f"/en{url}", data={"csrf_token": token, **data})
            self.assertEqual(response.status_code, 422)
            self.assertIn("no seat left", response.text)
        self.assertEqual(len(self._registered()), 1)

    def test_slots_and_tickets_are_left_to_the_desk(self):
        self.event.event_ticket_ids = [Command.create({"name": "Morning"})]
        with self.assertRaisesRegex(UserError, "closed"):
            self.event._register_public("A", "a@example.org", "B")
        page = self._page(f"{self.event._get_public_url()}/register")
        self.assertFalse(page.xpath("//form[@id='mbb_event_form']"))

    def test_what_was_typed_is_kept(self):
        response = self._register(422, email="nobody", company_name="")
        page = html.fromstring(response.text)
        self.assertEqual(page.xpath("//input[@name='email']/@value"), ["nobody"])
        links = page.xpath("//*[@id='mbb_errors']//a/@href")
        self.assertEqual(links, ["#field_company_name", "#field_email"])
        self.assertFalse(self._registered())

    def test_too_many_registrations_are_refused(self):
        limit = self.env.ref("mbb_mentor_portal.mbb_portal_limit_event")
        limit.attempts = 1
        # What is counted lies in a transaction of its own.
        self.env["mbb.portal.attempt"].search([]).unlink()
        self._register()
        self._register(429, email="second@example.org")
        self.assertEqual(len(self._registered()), 1)

    def test_only_what_the_form_asks_is_written(self):
        self._register(
            state="done", barcode="1", partner_id=self.expert.id, event_id="1"
        )
        registration = self._registered()
        self.assertEqual(registration.state, "open")
        self.assertFalse(registration.partner_id)
        self.assertNotEqual(registration.barcode, "1")

    def test_the_calendar_has_the_event_once(self):
        url = f"{self.event._get_public_url()}/calendar.ics"
        response = self._get(url)
        self.assertIn("text/calendar", response.headers["Content-Type"])
        event = vobject.readOne(response.text).vevent
        self.assertEqual(event.summary.value, "A Day of Planners")
        self.assertEqual(
            event.dtstart.value.replace(tzinfo=None), self.event.date_begin
        )
        again = vobject.readOne(self._get(url).text).vevent
        self.assertEqual(event.uid.value, again.uid.value)

    # -- accessibility -------------------------------------------------------

    def test_feedback_reaches_the_sekreterya(self):
        text = "The menu does not open with the keyboard"
        response = self._post(
            "/mentoring/accessibility/feedback",
            {"text": text, "page": "/mentoring", "email": "reader@example.org"},
        )
        self.assertIn("done=feedback", response.headers["Location"])
        feedback = self.env[FEEDBACK].search([], limit=1)
        self.assertRecordValues(
            feedback,
            [
                {
                    "text": text,
                    "state": "received",
                    "lang": "en_US",
                    "email": "reader@example.org",
                    "date_due": self.today + timedelta(days=30),
                }
            ],
        )

    def test_feedback_needs_words_and_no_name(self):
        url = "/mentoring/accessibility/feedback"
        self._post(url, {"text": " ", "email": "x"}, 422)
        self._post(url, {"text": "x" * (forms.MAX_TEXT + 1)}, 422)
        self.assertFalse(self.env[FEEDBACK].search_count([]))
        self._post(url, {"text": "Too small"})
        self.assertEqual(self.env[FEEDBACK].search_count([]), 1)

    def test_the_page_is_taken_from_the_link(self):
        page = self._page("/mentoring/accessibility/feedback?page=/mentoring/calls")
        value = page.xpath("//input[@name='page']/@value")
        self.assertEqual(value, ["/mentoring/calls"])

    def _create_feedback(self, **values):
        feedback = self.env[FEEDBACK].sudo().create({"text": "Too small", **values})
        return feedback.with_user(self.user_officer)

    def test_the_answer_is_sent_and_stays(self):
        feedback = self._create_feedback(email="reader@example.org", lang="en_US")
        with self.assertRaises(UserError):
            feedback.action_answer(" ")
        feedback.action_answer("It is mended.")
        self.assertEqual(feedback.state, "answered")
        self.assertEqual(feedback.answered_by_id, self.user_officer)
        self.assertTrue(feedback.date_answered)
        mail = self.env["mail.mail"].search([("email_to", "=", "reader@example.org")])
        self.assertIn("It is mended.", mail.body_html)
        self.assertNotIn("Too small", mail.subject)
        with self.assertRaises(UserError):
            feedback.action_answer("Again")
        for vals in ({"answer": "Other"}, {"state": "received"}, {"text": "Other"}):
            with self.assertRaises(UserError):
                feedback.write(vals)
        with self.assertRaises(AccessError):
            feedback.unlink()

    def test_the_lead_of_the_sekreterya_is_told(self):
        model = type(self.env["mbb.secretariat"])
        nobody = self.env["res.users"]
        self.patch(model, "_get_lead", lambda secretariat, company: nobody)
        self.assertFalse(self._create_feedback().responsible_id)
        self.patch(model, "_get_lead", lambda secretariat, company: self.user_officer)
        feedback = self._create_feedback()
        self.assertEqual(feedback.responsible_id, self.user_officer)
        self.assertEqual(feedback.sudo().activity_ids.user_id, self.user_officer)
        feedback.action_answer("It is mended.")
        self.assertFalse(feedback.sudo().activity_ids)

    # -- speed ---------------------------------------------------------------

    def _count(self, url):
        for _time in range(2):
            self.url_open(url)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(self.url_open(url).status_code, 200)
        return self.cr.sql_log_count - before

    def test_many_cost_no_more_queries_than_few(self):
        other = self.skill.copy({"name": "Another subject"})

        def add(number):
            for index in range(number):
                call = self._create_call(
                    name=f"Call {index}",
                    skill_ids=[Command.set((self.skill | other).ids)],
                    target_ids=[
                        Command.create({"institution_type": "district"}),
                        Command.create({"institution_id": self.asking.id}),
                    ],
                )
                call.action_open()
                hall = self.env["res.partner"].create(
                    {"name": f"Hall {index}", "is_company": True}
                )
                self._create_event(name=f"Event {index}", address_id=hall.id)

        add(2)
        urls = ("/en/mentoring", "/en/mentoring/calls", "/en/mentoring/events")
        few = {url: self._count(url) for url in urls}
        add(20)
        for url in urls:
            self.assertLessEqual(self._count(url), few[url], url)
