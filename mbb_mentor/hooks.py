# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)


def pre_init_hook(env):
    """Install `btree_gist`: the exclusion constraints on people and periods use it.

    The ORM has no way to ask for an extension. It is a trusted one since
    PostgreSQL 13, so the owner of the database may create it.
    """
    env.cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
