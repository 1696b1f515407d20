# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Travel money from the advance to the recovery, each by who is in charge of it.

The demo has the duty, its spending order and a claim that the expert has begun.
"""

import base64
from decimal import Decimal

import pytest
from english import tr
from playwright.sync_api import expect
from relation import day, pictured

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5E"
    "rkJggg=="
)
EXPERT = "Mehmet Uluderin"
CLAIMS = "mbb_mentor_expense.mbb_travel_claim_action"
ADVANCES = "mbb_mentor_expense.mbb_travel_advance_action"


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "fatura.png"
    path.write_bytes(PNG)
    return path


class Money:
    """The claim of one duty and who decides on it."""

    def __init__(self, walk, paper):
        self.walk, self.paper = walk, paper
        self.expert = walk.phone("uzman.mehmet")
        self.checker = walk.office("gerceklestirme")
        self.accountant = walk.office("muhasebe")
        self.assignment, self.duty = walk.sql(
            "SELECT number, id FROM mbb_assignment WHERE state = 'ongoing' LIMIT 1"
        )[0]

    def _sum(self, column):
        """What the books say of the claim: the sum of its entries' lines."""
        return self.walk.sql(
            f"SELECT COALESCE(SUM(line.{column}), 0) FROM account_move_line line "
            "JOIN account_move move ON move.id = line.move_id "
            "JOIN mbb_travel_claim claim ON claim.id = move.travel_claim_id "
            f"WHERE claim.number = '{self.number}' AND move.state = 'posted'"
        )[0][0]

    # -- before the trip ---------------------------------------------------

    def ask_for_advance(self):
        expert = self.expert
        expert.goto("/my/mentoring")
        expert.page.locator(".mbb-row", has_text=self.assignment).last.click()
        expert.page.click("a[href*='/advances/new']")
        expert.fill(amount="3.000,00", reason="Otobüs bileti ve konaklama için.")
        expert.look("100-advance-asked")
        expert.page.click("form.mbb-form button[type=submit]")
        expert.told()
        self.advance = self.walk.sql("SELECT number FROM mbb_travel_advance LIMIT 1")[0][0]

    def pay_advance(self):
        self.walk.office("genelsekreter").decide(self.advance, signed=True)
        accountant = self.accountant
        accountant.open(ADVANCES)
        accountant.open_row(self.advance)
        accountant.press("action_pay", dialog=True)
        accountant.look_dialog("101-advance-paid-out")
        accountant.confirm("action_confirm")
        accountant.state("paid")
        accountant.look("102-advance-paid")

    # -- the claim -----------------------------------------------------------

    def file(self):
        """After the return: the trip ended yesterday."""
        self.walk.sql(
            f"UPDATE mbb_assignment SET date_to = '{day(-1)}' WHERE id = {self.duty}"
        )
        expert = self.expert
        expert.goto("/my/mentoring/all/claims")
        expert.page.locator(".mbb-row").first.click()
        expert.page.click("a[href$='/leg/new']")
        expert.fill(
            vehicle="bus",
            place_from="Çanakkale",
            place_to="Bursa",
            date_departure=f"{day(-1)}T15:00",
            date_arrival=f"{day(-1)}T20:00",
            amount="650,00",
        )
        expert.page.click(".mbb-actions button[type=submit]")
        expert.told()
        expert.page.click("a[href$='/lodging/new']")
        expert.fill(
            name="Çanakkale Öğretmenevi",
            date_from=str(day(-2)),
            nights="1",
            invoice_number="CNK2026000000077",
            invoice_total="1.200,00",
        )
        expert.page.set_input_files("[name=document]", self.paper)
        expert.page.click(".mbb-actions button[type=submit]")
        expert.told()
        expert.look("103-claim-of-expert")
        self._submit()
        self.number = self.walk.sql(
            "SELECT number FROM mbb_travel_claim WHERE state = 'submitted'"
        )[0][0]

    def _submit(self):
        self.expert.tick("true")
        self.expert.page.click("form[action$='/submit'] button[type=submit]")
        self.expert.told()

    def open_claim(self, person):
        person.open(CLAIMS)
        person.open_card(self.number)

    def confirm_and_return(self):
        """The checker misses something; the expert reads what, and submits again."""
        self.walk.office("sekreterya.yonetici").decide(self.number)
        checker = self.checker
        self.open_claim(checker)
        checker.page.locator("button", has_text=tr("Return to Be Corrected")).first.click()
        expect(checker.page.locator(".o_dialog .modal-footer")).to_be_visible()
        checker.choose(reason_id=tr("Times, places or vehicle do not fit the assignment"))
        checker.fill(reason="Gidiş saati görevlendirme ile uyuşmuyor, teyit ediniz.")
        checker.look_dialog("104-return")
        checker.confirm("action_confirm")
        checker.state("draft")
        expert = self.expert
        expert.goto("/my/mentoring")
        expert.page.locator(".mbb-row", has_text=self.number).first.click()
        expect(expert.page.locator("main")).to_contain_text("Gidiş saati görevlendirme")
        expert.look("105-claim-returned")
        self._submit()
        manager = self.walk.office("sekreterya.yonetici")
        self.open_claim(manager)
        manager.approve(state="confirmed")

    def check(self):
        """Signed by both on paper; a part is not accepted; the amounts are right."""
        checker = self.checker
        self.open_claim(checker)
        checker.press("action_record_signed", dialog=True)
        checker.attach("file", self.paper)
        checker.page.locator(".o_dialog .o_field_widget[name=by_claimant] input").check()
        checker.fill(unit_name="Hande Sayıner, Sekreterya Sorumlusu")
        checker.confirm("action_record")
        checker.press("action_cut", dialog=True)
        checker.pick("part", "Lodging")
        checker.choose(lodging_id="Çanakkale")
        checker.fill(amount="200,00", reason="Minibar gideri konaklama bedeli değildir.")
        checker.look_dialog("106-cut")
        checker.confirm("action_record")
        checker.look("107-claim-cut")
        checker.decide(self.number)
        self.walk.office("malihizmetler.kontrol").decide(self.number)
        self.walk.office("genelsekreter").decide(self.number, signed=True)

    # -- the books -----------------------------------------------------------

    def post(self):
        accountant = self.accountant
        self.open_claim(accountant)
        self.claim_page = accountant.page.url
        accountant.press("action_post")
        accountant.state("posted")
        accountant.look("108-claim-posted")
        self._check_books()

    def _check_books(self):
        assert float(self._sum("balance")) == 0
        partners = self.walk.sql(
            "SELECT DISTINCT partner.name FROM account_move_line line "
            "JOIN account_move move ON move.id = line.move_id "
            "JOIN mbb_travel_claim claim ON claim.id = move.travel_claim_id "
            "JOIN res_partner partner ON partner.id = line.partner_id "
            f"WHERE claim.number = '{self.number}'"
        )
        assert partners == [[EXPERT]]

    def reverse(self):
        """A mistake in the books: the claim waits again, the advance is open again."""
        accountant = self.accountant
        accountant.press("action_view_moves")
        accountant.open_row(EXPERT)
        accountant.page.get_by_role("button", name="Ters Kayıt").first.click()
        expect(accountant.page.locator(".o_dialog .modal-footer")).to_be_visible()
        accountant.confirm("refund_moves")
        # Core leaves the reversal of a receipt as a draft.
        accountant.press("action_post")
        accountant.state("posted")
        accountant.reopen(self.claim_page)
        accountant.state("approved")
        self._check_books()
        assert self.walk.sql("SELECT state FROM mbb_travel_advance") == [["paid"]]

    def pay(self):
        accountant = self.accountant
        accountant.press("action_post")
        accountant.state("posted")
        assert self.walk.sql("SELECT state FROM mbb_travel_advance") == [["settled"]]
        accountant.press("action_register_payment", dialog=True)
        accountant.look_dialog("109-payment")
        accountant.confirm("action_create_payments")
        expect(accountant.field("amount")).to_be_visible()
        accountant.reopen(self.claim_page)
        accountant.state("paid")
        self._check_books()
        rows = self.walk.sql(
            "SELECT net, advance, payable, (SELECT SUM(amount) FROM account_payment "
            "WHERE payment_type = 'outbound') FROM mbb_travel_claim "
            f"WHERE number = '{self.number}'"
        )
        # The advance and the rest are the whole.
        net, advance, payable, paid = map(Decimal, rows[0])
        assert (advance, payable, paid) == (3000, net - 3000, net)
        accountant.look("110-claim-paid")
        expert = self.expert
        expert.goto("/my/mentoring/all/claims")
        expert.page.locator(".mbb-row", has_text=self.number).first.click()
        expert.look("111-claim-paid-of-expert")

    # -- what was paid wrongly ---------------------------------------------------

    def recover(self):
        accountant = self.accountant
        accountant.reopen(self.claim_page)
        accountant.press_with_reason("Start Recovery", "Konaklama başka bütçeden ödenmiş.")
        accountant.state("recovery")
        accountant.open("mbb_mentor_expense.mbb_travel_recovery_action")
        accountant.open_row(EXPERT)
        accountant.fill(amount="1000,00", explanation="Konaklama bedeli iki kez ödenmiştir.")
        accountant.save()
        accountant.agree("action_demand")
        accountant.state("demanded")
        accountant.look("112-recovery-demanded")
        for name in ("Letter to the Person", "Letter to the Institution"):
            with accountant.page.expect_download() as download:
                accountant.page.get_by_role("button", name=tr(name)).click()
            path = self.walk.pictures / f"{name}.pdf"
            download.value.save_as(path)
            assert EXPERT in pictured(path)[0]
        accountant.press("action_receive", dialog=True)
        accountant.look_dialog("113-recovery-payment")
        accountant.confirm("action_confirm")
        accountant.state("closed")
        accountant.look("114-recovered")


def test_claim(walk, paper):
    story = Money(walk, paper)
    story.ask_for_advance()
    story.pay_advance()
    story.file()
    story.confirm_and_return()
    story.check()
    story.post()
    story.reverse()
    story.pay()
    story.recover()
