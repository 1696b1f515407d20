# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.tests import TransactionCase, tagged

from ..amount_in_words import amount_in_words, number_in_words

AMOUNTS = {
    "0.00": "yalnız sıfır TL",
    "0.01": "yalnız sıfır TL bir Kr.",
    "1.00": "yalnız bir TL",
    "11.11": "yalnız onbir TL onbir Kr.",
    "100.50": "yalnız yüz TL elli Kr.",
    "1000.00": "yalnız bin TL",
    "1100.00": "yalnız binyüz TL",
    "2001.00": "yalnız ikibinbir TL",
    "3610.05": "yalnız üçbinaltıyüzon TL beş Kr.",
    # Where num2words loses a "bir".
    "101001.00": "yalnız yüzbirbinbir TL",
    "1001000.00": "yalnız birmilyonbin TL",
    "999999999.99": (
        "yalnız dokuzyüzdoksandokuzmilyondokuzyüzdoksandokuzbindokuzyüzdoksandokuz "
        "TL doksandokuz Kr."
    ),
}


@tagged("post_install", "-at_install")
class TestWords(TransactionCase):
    def test_amounts(self):
        for amount, words in AMOUNTS.items():
            with self.subTest(amount=amount):
                self.assertEqual(amount_in_words(amount), words)

    def test_no_two_numbers_have_the_same_words(self):
        numbers = [
            *range(2000),
            *range(99_000, 103_000),
            *range(999_000, 1_002_500),
            *range(100_999_500, 101_002_000),
        ]
        self.assertEqual(len({number_in_words(n) for n in numbers}), len(set(numbers)))

    def test_thousand_has_no_one_and_a_million_has(self):
        self.assertTrue(number_in_words(1_000_000).startswith("birmilyon"))
        self.assertEqual(number_in_words(1_000), "bin")
        self.assertEqual(number_in_words(21_000), "yirmibirbin")
        self.assertEqual(number_in_words(100), "yüz")

    def test_what_has_no_words(self):
        for number in (-1, 1000**5):
            with self.assertRaises(ValueError):
                number_in_words(number)

    def test_other_currencies(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        claims = self.env["mbb.travel.claim"].with_context(lang="tr_TR")
        euro, yen, dinar, lira = (
            self.env.ref(f"base.{code}") for code in ("EUR", "JPY", "KWD", "TRY")
        )
        euro.with_context(lang="tr_TR").currency_subunit_label = "sent"
        words = claims._get_amount_in_words
        self.assertEqual(words(1155.36, euro), "yalnız binyüzellibeş EUR otuzaltı sent")
        self.assertEqual(words(31405, yen), "yalnız otuzbirbindörtyüzbeş JPY")
        self.assertEqual(words(3610, lira), "yalnız üçbinaltıyüzon TL")
        # A thousandth is no hundredth.
        dinar.rounding = 0.001
        self.assertTrue(words(1.25, dinar).startswith("yalnız bir KWD ikiyüzelli"))
        english = claims.with_context(lang="en_US")._get_amount_in_words(2, lira)
        self.assertIn("Two", english)
