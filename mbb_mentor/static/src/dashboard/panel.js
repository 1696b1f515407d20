/* Copyright Marmara Belediyeler Birliği
   License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl) */

import {Component, useState} from "@odoo/owl";

import {formatCell} from "./cells";

/** A picture with its title; the table behind it is one click away. */
export class MentorPanel extends Component {
    static template = "mbb_mentor.DashboardPanel";
    static props = {
        table: Object,
        open: Function,
        hint: {type: String, optional: true},
        hidden: {type: Array, optional: true},
        wide: {type: Boolean, optional: true},
        plain: {type: Boolean, optional: true},
        slots: {type: Object, optional: true},
    };

    setup() {
        this.state = useState({isTable: Boolean(this.props.plain)});
    }

    get isEmpty() {
        return !this.props.table.rows.length;
    }

    /** Columns that are for the picture only stay out of the table. */
    get columns() {
        const hidden = this.props.hidden || [];
        return this.props.table.columns
            .map((column, index) => ({
                ...column,
                index,
                isNumber: this.props.table.rows.some(
                    (row) => typeof row.cells[index] === "number"
                ),
            }))
            .filter((column) => !hidden.includes(column.key));
    }

    format(cell) {
        return formatCell(cell);
    }

    toggle() {
        this.state.isTable = !this.state.isTable;
    }
}
