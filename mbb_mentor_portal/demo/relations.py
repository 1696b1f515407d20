# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import date, timedelta

from .applications import Applications
from .tables import paper


class Relations(Applications):
    """Matches at each stage, with their consents, sessions and assignments."""

    def __init__(self, env):
        super().__init__(env)
        self.matches = {}

    def load(self):  # pylint: disable=missing-return
        super().load()
        self._load_budget()
        self._load_proposed()
        self._load_asked()
        self._load_submitted()
        self._load_agreed()
        self._load_closed()
        self._load_zero_waste()
        self._load_map()

    # -- steps that every story takes --------------------------------------

    def _propose(self, mentor, mentee, officer="sekreterya"):
        """By the suggestions, as the officer does it."""
        mentor, mentee = self.mentors[mentor], self.mentees[mentee]
        wizard = self.as_user(officer, "mbb.match.suggest").create(
            {"mentee_id": mentee.id}
        )
        line = wizard.line_ids.filtered(lambda row: row.mentor_id == mentor)
        action = line.action_propose()
        return self.as_user(officer, "mbb.match").browse(action["res_id"])

    def _get_answerer(self, consent):
        """Who answers on the portal for a party, or nobody: then by paper."""
        consent = consent.sudo()
        if consent.partner_id:
            return consent.partner_id.user_ids
        return consent.institution_id.representative_ids.filtered(
            lambda row: row.role == "representative"
        ).user_id

    def _grant(self, record, without=()):
        """Each party answers, but those of `without` (sides)."""
        for consent in record.consent_ids:
            if consent.side in without or consent.state != "requested":
                continue
            answerer = self._get_answerer(consent)
            if answerer:
                consent.with_user(answerer).action_grant()
                continue
            number = f"E-{consent.id:05d}-302.99"
            consent._record_paper(
                "granted",
                content=paper("MUVAFAKAT YAZISI", consent.party_name, number),
                file_name="muvafakat.pdf",
                channel="ebys",
                number=number,
                date=self.calendar.day(-1),
                capacity="Belediye Başkan Yardımcısı",
            )

    def _approve(self, record, login):
        rows = record.sudo().approval_ids.filtered(lambda row: row.state == "waiting")
        self.as_user(login, rows)._do_approve()

    def _agree(self, *parties, **options):
        match = self._propose(*parties, **options)
        match.action_ask_consents()
        self._grant(match)
        self._approve(match, "sekreterya.yonetici")
        return match

    def _meet(self, match, day, agenda, minutes=None, excused=None, **vals):
        start, stop = (self.calendar.at(day, hour) for hour in (10, 12))
        session = match.session_ids.create(
            {
                "match_id": match.id,
                "kind": "online",
                "date_start": start,
                "date_stop": stop,
                "link": "https://gorusme.mbb.example/mentor",
                "agenda": agenda,
                "minutes": minutes,
                **vals,
            }
        )
        if minutes and excused:
            session.attendee_ids |= excused
            rows = session.attendance_ids
            rows.filtered(lambda row: row.partner_id == excused).presence = "excused"
        if minutes:
            session.attended_ids = session.attendee_ids.filtered(
                lambda partner: partner != excused
            )
            session.action_hold()
        return session

    def _send(self, *args, **vals):
        """Draw up an assignment and take it through its approval."""
        assignment = self._draw_up(*args, **vals)
        self._ask(assignment)
        if assignment.birlik_pays:
            self._order_spending(assignment)
        self._approve(assignment, "genelsekreter")
        return assignment

    def _draw_up(self, match, date_from, date_to, **vals):
        return match.assignment_ids.create(
            {
                "match_id": match.id,
                "kind": "assignment",
                "expert_id": match.mentor_person_id.id,
                "sending_institution_id": match.mentor_institution_id.id,
                "host_institution_id": match.mentee_institution_id.id,
                "place_state_id": match.sudo().mentee_institution_id.state_id.id,
                "date_from": date_from,
                "date_to": date_to,
                "transport": "bus",
                "payer": "birlik",
                "coverage_allowance": 1,
                "coverage_lodging": 1,
                "coverage_transport": 1,
                **vals,
            }
        )

    def _ask(self, assignment):
        """The consents, and the letter of the sending institution."""
        assignment.action_ask_consents()
        number = f"E-{assignment.id:05d}-903.07"
        assignment._record_sending_letter(
            channel="ebys",
            number=number,
            date=self.calendar.day(-1),
            file_name="gorevlendirme-yazisi.pdf",
            content=paper("GÖREVLENDİRME YAZISI", number),
        )
        self._grant(assignment)

    def _order_spending(self, assignments):
        """One spending order for them, signed before the first departure."""
        assignments.action_draw_up_order()
        order = assignments.spending_order_id
        order.write(
            {
                "name": f"Yolluk giderleri: {order.assignment_ids[:1].place}",
                "appropriation_id": self.budget.id,
                "performer_id": self.users["gerceklestirme"].id,
            }
        )
        departure = min(assignments.mapped("date_from"))
        number = f"E-{order.id:05d}-841.02"
        order._record_document(
            number=number,
            date=min(self.calendar.day(-1), departure - timedelta(days=2)),
            file_name="harcama-talimati.pdf",
            content=paper("HARCAMA TALİMATI", order.name, number),
        )
        order.action_ask_approval()
        self._approve(order, "genelsekreter")

    def _load_budget(self):
        """What Malî Hizmetler has set aside for the programme's travel."""
        first, last = self.calendar.day(-28), self.calendar.day(21)
        plan = self.env["account.analytic.plan"].search([], limit=1)
        account = self.env["account.analytic.account"].create(
            {
                "name": "Mentor Programı yollukları",
                "plan_id": (plan or plan.create({"name": "Birim"})).id,
                "company_id": self.company.id,
            }
        )
        self.budget = self.as_user("muhasebe", "mbb.travel.appropriation").create(
            {
                "code": "38.34.00.01-01.1.1.00-5-03.3.1.01",
                "name": "Yurt içi geçici görev yollukları",
                "analytic_account_id": account.id,
                "date_from": date(first.year, 1, 1),
                "date_to": date(last.year, 12, 31),
                "amount": 1200000,
            }
        )

    # -- the stories -------------------------------------------------------

    def _load_proposed(self):
        self._propose("ayse", "kesan_atik")

    def _load_asked(self):
        """One answer is still missing."""
        match = self._propose("suleymanpasa_imar", "luleburgaz_deniz", "sekreterya2")
        self.matches["asked"] = match
        match.action_ask_consents()
        self._grant(match, without=("mentee_institution",))

    def _load_submitted(self):
        match = self._propose("kadikoy_afet", "gokceada_afet")
        match.action_ask_consents()
        self._grant(match)

    def _load_agreed(self):
        match = self._agree("sakarya_afet", "yalova_afet", officer="sekreterya2")
        self.matches["disaster"] = match
        self._meet(
            match,
            self.calendar.week(1, 2),
            "Mevcut planın gözden geçirilmesi ve toplanma alanları listesinin "
            "değerlendirilmesi.",
        )

    def _load_closed(self):
        """Held, evaluated by both sides, closed."""
        match = self._agree("nilufer_butce", "edremit_butce")
        self.matches["closed"] = match
        self._meet(
            match,
            self.calendar.week(-9, 1),
            "Tanışma, bütçe takviminin ve eksik tabloların belirlenmesi.",
            "Faaliyet maliyet tablolarının hangi birimlerce doldurulacağı "
            "kararlaştırıldı. Örnek tablolar Edremit Belediyesine iletildi.",
        )
        self._meet(
            match,
            self.calendar.week(-4, 3),
            "Doldurulan tabloların birlikte incelenmesi.",
            "Tablolar incelendi, iki faaliyetin maliyeti yeniden hesaplandı. Bütçe "
            "teklifinin encümene sunulabileceği değerlendirildi.",
        )
        match.action_start_evaluation()
        for evaluation in match.sudo().evaluation_ids:
            self._evaluate(evaluation)
        for level in match.sudo().self_assessment_ids:
            levels = level.skill_type_id.skill_level_ids.sorted("mentor_level")
            better = levels.filtered(
                lambda row, level=level: row.mentor_level > level.level_before
            )
            level._say("after", better[1:2] or better[:1])
        match.action_close()

    def _evaluate(self, evaluation):
        """As the survey's page does with the address sent to the one side."""
        answer = evaluation.survey_input_id
        for question in answer.survey_id.question_ids:
            choices = question.suggested_answer_ids
            if question.question_type == "simple_choice":
                # The last but one: very good is rare.
                answer._save_lines(question, choices[-2:][:1].id)
            elif question.question_type == "multiple_choice":
                answer._save_lines(question, choices[:1].ids)
            elif question.question_type == "matrix":
                cell = choices[-2:][:1].id
                rows = {str(row.id): [cell] for row in question.matrix_row_ids}
                answer._save_lines(question, rows)
            elif question.question_type in ("scale", "numerical_box"):
                answer._save_lines(question, 4)
            else:
                answer._save_lines(
                    question, "Görüşmeler verimli geçti, hedeflenen tablolar hazırlandı."
                )
        answer._mark_done()

    def _load_zero_waste(self):
        """In progress: one trip behind it, another one approved."""
        match = self._agree("ayse", "luleburgaz_atik")
        self.matches["waste"] = match
        self._meet(
            match,
            self.calendar.week(-6, 1),
            "Toplama güzergâhlarının ve tartım kayıtlarının incelenmesi.",
            "Güzergâh haritası birlikte gözden geçirildi; yerinde incelemeye karar "
            "verildi.",
            excused=self.people["menti.deniz"],
        )
        first, last = self.calendar.week(-3, 1), self.calendar.week(-3, 3)
        self.past_trip = self._send(
            match,
            first,
            last,
            place="Lüleburgaz, Temizlik İşleri Müdürlüğü",
            tasks="Beş mahallede toplama noktalarının yerinde incelenmesi ve birim "
            "personeliyle çalışma yapılması.",
            conditions="Araç ve rehberlik ev sahibi kurumca sağlanır.",
        )
        self.past_trip.action_start()
        self.site_visit = self._meet(
            match,
            self.calendar.week(-3, 2),
            "Toplama noktalarının yerinde incelenmesi.",
            "Beş mahallede 38 nokta gezildi, 11 noktanın yerinin değiştirilmesi "
            "önerildi.",
            kind="site_visit",
            assignment_id=self.past_trip.id,
            place="Lüleburgaz",
            link=False,
            outputs="Yeri değiştirilecek 11 toplama noktasının haritası.",
        )
        self.past_trip.action_complete()
        self.next_trip = self._send(
            match,
            self.calendar.week(2, 1),
            self.calendar.week(2, 2),
            place="Lüleburgaz, Temizlik İşleri Müdürlüğü",
            tasks="Yeni toplama planının uygulanmasının izlenmesi.",
        )
        self._meet(
            match,
            self.calendar.week(1, 3),
            "Yeni toplama planının son hâlinin görüşülmesi.",
        )

    def _load_map(self):
        """In progress: the expert is there now."""
        match = self._agree("mehmet", "canakkale_cbs", officer="sekreterya2")
        self.matches["map"] = match
        self.present_trip = self._send(
            match,
            self.calendar.day(-2),
            self.calendar.day(2),
            place="Çanakkale, Bilgi İşlem Müdürlüğü",
            tasks="Coğrafi bilgi sisteminin kurulması ve iki mahallenin verisinin "
            "aktarılması.",
            coverage_lodging=0.5,
        )
        self.present_trip.action_start()
