# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""The sentences of the calculation, here once more so that they are translated.

The calculation imports no Odoo and speaks English; a test holds these texts against
its catalogue.
"""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

NOTES = {
    "allowance": _lt(
        "Thirds of the daily rate of %(rate)s: %(lunches)s for %(lunch)s, "
        "%(dinners)s for %(dinner)s, %(nights)s for nights away from %(night_from)s"
        " to %(night_to)s; together %(thirds)s."
    ),
    "inside_duty_station": _lt(
        "Inside the duty station neither an allowance nor lodging is paid, only the"
        " cost of the usual vehicle."
    ),
    "inside_vehicle": _lt(
        "Inside the duty station another vehicle than the usual one needs urgency "
        "and the superior's approval."
    ),
    "reduced": _lt(
        "Thirds after the first %(full)s days of allowance, paid at %(share)s: "
        "%(thirds)s."
    ),
    "exhausted": _lt("Thirds after %(days)s days of allowance, not paid: %(thirds)s."),
    "calendar_count": _lt(
        "The days are counted by the calendar from %(start)s; the thirds already "
        "paid (%(paid)s) are not used."
    ),
    "year_ended": _lt(
        "The year that began on %(start)s ended on %(end)s, before the return. All "
        "thirds are counted in it: what belongs to a new year needs a claim of its "
        "own."
    ),
    "lodging_band": _lt(
        "Nights in days %(first)s to %(last)s of the assignment: %(nights)s, at "
        "most %(ceiling)s each (%(factor)s of the daily rate), never above the "
        "invoice."
    ),
    "lodging_band_reduced": _lt(
        "Nights in days %(first)s to %(last)s of the assignment: %(nights)s, at "
        "most %(ceiling)s each (%(factor)s of the %(of)s of the daily rate that is "
        "still due), never above the invoice."
    ),
    "lodging_over": _lt(
        "Nights after day %(last)s of the assignment, for which no lodging is paid:"
        " %(nights)s."
    ),
    "lodging_excess": _lt(
        "%(excess)s of the invoices is above the ceiling and is not paid."
    ),
    "lodging_no_invoice": _lt(
        "Nights without an invoice, for which no lodging is paid: %(nights)s. The "
        "allowance is not reduced for them (m.41 is repealed)."
    ),
    "fares": _lt("Fares of the usual and suitable vehicle: %(amount)s."),
    "feeders": _lt(
        "Taxi between home or workplace and the terminal, and baggage, if really "
        "used and declared: %(amount)s."
    ),
    "no_degree": _lt(
        "No degree is given: the class of the ticket and the right to fly are not "
        "checked."
    ),
    "own_vehicle": _lt(
        "Own vehicle: the fare of the usual vehicle is paid, %(fare)s each way; no "
        "fuel, toll or kilometres."
    ),
    "own_vehicle_days": _lt(
        "Own vehicle: the allowance is that of the usual vehicle's days, "
        "%(departure)s to %(return)s."
    ),
    "own_vehicle_fewer": _lt(
        "Own vehicle: the time really away earns fewer thirds than the usual "
        "vehicle's days and is paid."
    ),
    "own_vehicle_no_times": _lt(
        "Own vehicle: the usual vehicle's times are not given, so the allowance is "
        "not limited to its days."
    ),
    "own_vehicle_cost": _lt(
        "Own vehicle: the actual cost of %(cost)s is information and limits "
        "nothing."
    ),
    "own_vehicle_capped": _lt(
        "Own vehicle: by policy no more than the actual cost of %(cost)s is paid."
    ),
    "own_vehicle_feeders": _lt(
        "Own vehicle with taxi or baggage: check that these were needed beside it."
    ),
    "coverage": _lt(
        "The Birlik bears %(allowance)s of the allowance, %(lodging)s of the "
        "lodging and %(transport)s of the transport."
    ),
    "coverage_ceiling": _lt(
        "Above the agreed ceiling of %(ceiling)s: %(allowance)s is taken off the "
        "allowance, %(lodging)s off the lodging, %(transport)s off the transport."
    ),
    "stamp_tax": _lt(
        "Stamp tax of %(rate)s on %(base)s (the base is a choice of policy)."
    ),
    "stamp_tax_unset": _lt(
        "No stamp tax is computed: the policy does not set both rate and base."
    ),
    "advance": _lt(
        "The advance of %(advance)s is set off: %(payable)s to pay, %(refund)s to "
        "refund."
    ),
    "due": _lt(
        "The declaration and its papers are due within one month of the return, by "
        "%(date)s."
    ),
    "contract_rate": _lt(
        "The daily rate of %(rate)s is the one that the person's contract names."
    ),
    "person_servant": _lt(
        "Civil servant of degree %(degree)s: row %(row)s of the H cetveli, daily "
        "rate %(rate)s."
    ),
    "person_employee": _lt(
        "Employee paid like the civil servant with the nearest salary, degree "
        "%(degree)s: row %(row)s of the H cetveli, daily rate %(rate)s."
    ),
    "person_outsider": _lt(
        "Neither civil servant nor employee: by the institution's choice compared "
        "to degree %(degree)s, row %(row)s of the H cetveli, daily rate %(rate)s."
    ),
    "person_decided": _lt(
        "No rule settles the row of this status: by the ground recorded for the person "
        "row %(row)s of the H cetveli, daily rate %(rate)s."
    ),
    "method_l": _lt(
        "By policy the day of a night away is full: %(thirds)s more thirds."
    ),
    "rates": _lt(
        "The daily rate changes during the trip: each third and night has that of "
        "its date."
    ),
    "rates_departure": _lt(
        "The daily rate changes during the trip: by policy that of the departure, "
        "%(rate)s, counts throughout."
    ),
    "training": _lt(
        "A course or school outside the duty station is paid like a temporary duty."
    ),
    "sickness": _lt(
        "Thirds of days of sickness beyond the first %(days)s, or in hospital at "
        "the institution's cost, not paid: %(thirds)s."
    ),
    "waiting": _lt("Days of forced waiting, paid: %(days)s."),
    "waiting_unpaid": _lt(
        "Thirds of waiting for personal reasons without a report, or in hospital at"
        " the institution's cost, not paid: %(thirds)s."
    ),
    "abroad_hours": _lt(
        "Days abroad, counted by 24 hours from the exit, a part of one as a whole: "
        "%(days)s."
    ),
    "abroad_raised": _lt(
        "%(country)s: %(thirds)s thirds at %(rate)s %(currency)s × %(share)s, "
        "raised by the factor %(factor)s in the first days since the exit."
    ),
    "abroad": _lt(
        "%(country)s: %(thirds)s thirds at %(rate)s %(currency)s × %(share)s."
    ),
    "night_home": _lt(
        "Nights within the country: %(nights)s, at most %(ceiling)s each, never "
        "above the invoice."
    ),
    "night_abroad": _lt(
        "%(country)s: %(nights)s nights; of what is above %(free)s %(currency)s a "
        "night %(share)s is paid, at most %(ceiling)s %(currency)s."
    ),
    "night_kktc": _lt(
        "KKTC: %(nights)s nights, at most %(ceiling)s each (%(share)s of the daily "
        "rate), never above the invoice."
    ),
    "night_over": _lt(
        "%(country)s: %(nights)s nights for which no lodging is paid: it is paid in"
        " the first %(days)s days since the exit, and not for days without an "
        "allowance."
    ),
    "abroad_no_invoice": _lt(
        "Nights without an invoice, for which no lodging is paid: %(nights)s."
    ),
    "lodging_unpaid": _lt(
        "Nights of days without an allowance (sickness, waiting), for which no "
        "lodging is paid: %(nights)s."
    ),
    "nearest_lodging": _lt(
        "Daily fares to the nearest place with a bed and back: %(amount)s."
    ),
    "free": _lt("Travel without charge (%(kind)s): no fare is paid."),
    "reduced_fare": _lt("Reduced fare: %(paid)s was paid and counts, not %(fare)s."),
    "meal_in_fare": _lt(
        "The ticket cannot be had without its meal of %(meal)s, which counts as "
        "fare."
    ),
    "meal_off": _lt("The ticket counts without its meal of %(meal)s."),
    "plane_unapproved": _lt(
        "Degree %(degree)s flies only with the institution's approval: the usual "
        "vehicle's fare of %(fare)s is paid."
    ),
    "class_above": _lt(
        "Dearer class than degree %(degree)s is entitled to (%(kind)s): at most "
        "%(fare)s is paid."
    ),
    "no_class": _lt(
        "No class is given (%(kind)s): the class of the ticket is not checked."
    ),
    "cancelled": _lt(
        "Called off before the departure and no money taken: nothing is paid."
    ),
    "cancelled_tickets": _lt(
        "Called off before the departure, after money was taken: only the tickets "
        "that cannot be given back are paid, %(lost)s."
    ),
    "cancelled_after": _lt(
        "Called off on the way, known at %(notified)s: paid up to that place and "
        "back, with the tickets that cannot be given back, %(lost)s."
    ),
    "not_accepted": _lt(
        "Not accepted by the check: %(allowance)s of the allowance, %(lodging)s of "
        "the lodging, %(transport)s of the transport."
    ),
    "other_payer": _lt(
        "%(name)s bears %(allowance)s of the allowance, %(lodging)s of the lodging "
        "and %(transport)s of the transport."
    ),
    "other_deducted": _lt(
        "%(amount)s paid by others for the allowance is deducted from it."
    ),
    "exchange_advance": _lt(
        "%(amount)s %(currency)s was covered by the advance: the efektif satış rate"
        " of the accrual date, %(rate)s."
    ),
    "exchange": _lt(
        "%(amount)s %(currency)s: the döviz satış rate of the declaration's date, "
        "%(rate)s."
    ),
}

#: Articles with an English word in them.
ARTICLES = {
    "488 table 1 IV/1-b": _lt("488 table 1 IV/1-b"),
    "6245 m.14, table 1 n.5": _lt("6245 m.14, table 1 n.5"),
    "6245 m.27, table 1": _lt("6245 m.27, table 1"),
    "6245 m.27, table 1 n.5": _lt("6245 m.27, table 1 n.5"),
    "6245 m.27, m.29, table 1 n.3": _lt("6245 m.27, m.29, table 1 n.3"),
    "6245 m.27, table 1 n.1": _lt("6245 m.27, table 1 n.1"),
    "6245 m.27, table 1 n.4": _lt("6245 m.27, table 1 n.4"),
}

#: Kinds that are never paid, with the reason of the law or of the ruling.
REFUSALS = {
    "city_transport": _lt(
        "daily transport at the place of duty is not paid (6245 m.14; Sayıştay Temyiz "
        "Kurulu 14.03.2006/28415)"
    ),
    "car_rental": _lt(
        "a hired car is not paid (6245 m.6, m.14; Sayıştay 6. Daire 2017, K.645)"
    ),
    "meal": _lt(
        "meals are in the daily allowance (6245 m.33; Sayıştay 1. Daire 5.4.2022)"
    ),
    "fuel": _lt(
        "fuel is not paid, only the usual vehicle's fare (6245 table 1 n.5)"
    ),
    "toll": _lt(
        "tolls are not paid, only the usual vehicle's fare (6245 table 1 n.5)"
    ),
    "kilometre": _lt(
        "kilometres are not paid, only the usual vehicle's fare (6245 table 1 n.5)"
    ),
}

#: With its reason, where the law or a ruling refuses the line.
REFUSED_LINE = _lt("%(line)s: %(reason)s. Take the line out.")

#: (pattern of the field, what is wrong in the words of the form)
TRIP_ERRORS = (
    ("departure", _lt("The departure is missing or is not a time.")),
    ("return", _lt("The return is before the departure, or years away.")),
    ("assignment_start", _lt("The trip departs before the assignment starts.")),
    (
        r"lodging\[(?P<row>[0-9]+)\]\.nights",
        _lt("Lodging, row %(row)s: more nights than the trip has."),
    ),
    (
        r"lodging\[(?P<row>[0-9]+)\]\.from",
        _lt("Lodging, row %(row)s: its nights are not all inside the trip."),
    ),
    (
        r"lodging\[(?P<row>[0-9]+)\]\.invoice_total",
        _lt("Lodging, row %(row)s: the invoice total is not an amount."),
    ),
    (
        r"transport\[(?P<row>[0-9]+)\]\.kind",
        _lt(
            "With one's own car no other fare is paid; only taxi and baggage go with it."
        ),
    ),
    (
        r"transport\[(?P<row>[0-9]+)\]\.route",
        _lt(
            "%(line)s: a taxi to the terminal of another city is not paid (6245 m.14)."
        ),
    ),
    (
        r"transport\[(?P<row>[0-9]+)\]\.(amount|count|paid|currency)",
        _lt("%(line)s: the fare or its count is not right."),
    ),
    (
        r"transport\[(?P<row>[0-9]+)\]\.entitled_fare",
        _lt(
            "%(line)s: the degree does not entitle to this vehicle or class. Enter the "
            "fare that one is entitled to; no more is paid (6245 table 1)."
        ),
    ),
    (
        r"transport\[(?P<row>[0-9]+)\]\.meal.*",
        _lt("%(line)s: the meal is more than the fare."),
    ),
    (
        r"transport\[(?P<row>[0-9]+)\]\.(class|approved|free)",
        _lt("%(line)s: this vehicle has no such class."),
    ),
    (r"rates\[.*", _lt("The table of rates of these days is not right.")),
    (
        r"(sickness|waiting)\[(?P<row>[0-9]+)\].*",
        _lt("%(line)s: these days do not lie within the trip."),
    ),
    (
        r"cancellation\.notified",
        _lt("What was called off is known before the return, not after it."),
    ),
    (r"cancellation.*", _lt("The tickets that are lost are not an amount.")),
    (
        r"(others\[.*|coverage)\.shares.*",
        _lt("The shares of all payers together are above the whole."),
    ),
    (r"others\[.*", _lt("What others paid is not right.")),
    (
        r"(degree|post_degree|compared_degree|additional_indicator)",
        _lt("The degree is a number from 1 to 15; an indicator is not negative."),
    ),
    (
        r"(status|ground|decided_row|contract_rate|approved_above)",
        _lt("The status of the person and its ground do not fit."),
    ),
    (
        r"(daily_rate|rate_table.*)",
        _lt("The daily rate is not that of the person's row in the table."),
    ),
    (
        r"(thirds_already_paid|departure_day_thirds|sickness_days_paid)",
        _lt("What earlier claims have paid is not right."),
    ),
    (r"advance", _lt("The advance is not an amount.")),
    (r"training", _lt("A scholarship is paid by its own law (6245 m.37).")),
    (
        r"inside_duty_station",
        _lt("A trip abroad is not inside the duty station."),
    ),
    (
        r"own_vehicle\.usual_(departure|return)",
        _lt("The usual vehicle's times do not fit the trip."),
    ),
    (r"own_vehicle.*", _lt("The fare of the usual vehicle is not right.")),
    (
        r"countries\[(?P<row>[0-9]+)\]\.(from|utc_offset)",
        _lt("Countries, row %(row)s: the entry lies outside the trip or its turn."),
    ),
    (
        r"countries\[(?P<row>[0-9]+)\].*",
        _lt("Countries, row %(row)s: the rate or its share is not right."),
    ),
    ("inside_duty_station", _lt("A trip abroad is not inside the duty station.")),
    (r"exchange.*", _lt("A rate of exchange is missing or not right.")),
    (r"coverage.*", _lt("The assignment's shares or ceiling are not right.")),
    (r"not_accepted.*", _lt("What is not accepted is not an amount.")),
    (r"policy.*", _lt("The travel parameters of this period are not right.")),
)
