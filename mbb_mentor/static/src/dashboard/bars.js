/* Copyright Marmara Belediyeler Birliği
   License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl) */

import {Component} from "@odoo/owl";

import {formatCell} from "./cells";

/**
 * Horizontal bars: one a row, of one or several parts that add up.
 *
 * `parts` names the columns and their look; `note` a column that is said behind the bar.
 */
export class MentorBars extends Component {
    static template = "mbb_mentor.DashboardBars";
    static props = {
        table: Object,
        open: Function,
        parts: Array,
        note: {type: String, optional: true},
        noteUnit: {type: String, optional: true},
        limit: {type: Number, optional: true},
    };

    setup() {
        this.format = formatCell;
    }

    index(key) {
        return this.props.table.columns.findIndex((column) => column.key === key);
    }

    get parts() {
        return this.props.parts.map((part) => ({
            ...part,
            index: this.index(part.key),
            label: this.props.table.columns[this.index(part.key)].label,
        }));
    }

    get bars() {
        const parts = this.parts;
        const rows = this.props.table.rows.slice(0, this.props.limit || 15);
        const sums = rows.map((row) =>
            parts.reduce((sum, part) => sum + (row.cells[part.index] || 0), 0)
        );
        const most = Math.max(...sums, 1);
        return rows.map((row, place) => ({
            label: formatCell(row.cells[0]),
            source: row.source,
            sum: formatCell(sums[place]),
            note: this.props.note && row.cells[this.index(this.props.note)],
            parts: parts.map((part) => ({
                ...part,
                value: row.cells[part.index] || 0,
                width: (100 * (row.cells[part.index] || 0)) / most,
            })),
        }));
    }

    get left() {
        return Math.max(this.props.table.rows.length - (this.props.limit || 15), 0);
    }
}
