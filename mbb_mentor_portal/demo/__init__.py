# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""The demo's people and stories: what mbb.demo loads, in Turkish, all invented.

Tables stand in the CSV files beside; the modules call the procedure's own methods as
the people who would: organisation ← applications ← relations ← course ←
lessons ← authority ← calls ← practices ← travel ← reports.
"""
