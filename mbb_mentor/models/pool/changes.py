# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)


def is_changed_by(record, vals, names):
    """Whether writing `vals` would change one of the fields `names` of `record`.

    A form may send back what was there already.
    """
    record.ensure_one()
    for name in names:
        field = record._fields[name]
        new = field.convert_to_record(
            field.convert_to_cache(vals[name], record), record
        )
        if new != record[name]:
            return True
    return False
