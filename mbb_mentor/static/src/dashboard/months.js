/* Copyright Marmara Belediyeler Birliği
   License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl) */

import {Component} from "@odoo/owl";

const WIDTH = 640;
const HEIGHT = 220;
const EDGE = 28;
/** Told apart by their form, too: not by the colour alone. */
const LOOKS = ["circle", "square", "triangle"];

/** A line a series, month by month. */
export class MentorMonths extends Component {
    static template = "mbb_mentor.DashboardMonths";
    static props = {table: Object};

    setup() {
        Object.assign(this, {width: WIDTH, height: HEIGHT, edge: EDGE});
    }

    get most() {
        const values = this.props.table.rows.flatMap((row) => row.cells.slice(1));
        return Math.max(...values, 4);
    }

    x(place) {
        const step = (WIDTH - 2 * EDGE) / Math.max(this.props.table.rows.length - 1, 1);
        return EDGE + place * step;
    }

    y(value) {
        return HEIGHT - EDGE - (value / this.most) * (HEIGHT - 2 * EDGE);
    }

    get grid() {
        return [0, 0.25, 0.5, 0.75, 1].map((share) => ({
            y: this.y(share * this.most),
            label: Math.round(share * this.most),
        }));
    }

    get months() {
        return this.props.table.rows.map((row, place) => ({
            x: this.x(place),
            label: row.cells[0].slice(5),
        }));
    }

    get series() {
        return this.props.table.columns.slice(1).map((column, number) => {
            const points = this.props.table.rows.map((row, place) => ({
                x: this.x(place),
                y: this.y(row.cells[number + 1]),
                text: `${row.cells[0]}: ${row.cells[number + 1]}`,
            }));
            return {
                label: column.label,
                look: LOOKS[number],
                className: `o_mbb_series_${number}`,
                points,
                path: points.map((p) => `${p.x.toFixed(1)},${p.y.toFixed(1)}`).join(" "),
            };
        });
    }

    /** The corners of a mark around its point. */
    mark(look, point) {
        const {x, y} = point;
        if (look === "square") {
            return `${x - 4},${y - 4} ${x + 4},${y - 4} ${x + 4},${y + 4} ${x - 4},${y + 4}`;
        }
        return `${x},${y - 5} ${x + 5},${y + 4} ${x - 5},${y + 4}`;
    }
}
