/* Copyright Marmara Belediyeler Birliği
   License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl) */

import {Component, onWillStart} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";

const SHAPES = "/mbb_mentor/static/lib/marmara/marmara.json";
const SHADES = 5;
/** Arrows; the table has them all. */
const FLOWS = 15;

/** The Marmara region: how much each province gives and takes, and to whom. */
export class MentorMap extends Component {
    static template = "mbb_mentor.DashboardMap";
    static props = {table: Object, open: Function};

    setup() {
        onWillStart(async () => {
            const response = await browser.fetch(SHAPES);
            this.shapes = await response.json();
        });
    }

    index(key) {
        return this.props.table.columns.findIndex((column) => column.key === key);
    }

    get flows() {
        const [giver, taker] = [this.index("giver_code"), this.index("taker_code")];
        return this.props.table.rows.map((row) => ({
            giver: row.cells[giver],
            taker: row.cells[taker],
            names: `${row.cells[0]} → ${row.cells[1]}`,
            matches: row.cells[2],
            source: row.source,
        }));
    }

    get provinces() {
        const sums = {};
        for (const flow of this.flows) {
            const given = sums[flow.giver] || {given: 0, taken: 0};
            sums[flow.giver] = {...given, given: given.given + flow.matches};
            const taken = sums[flow.taker] || {given: 0, taken: 0};
            sums[flow.taker] = {...taken, taken: taken.taken + flow.matches};
        }
        const totals = Object.values(sums).map((sum) => sum.given + sum.taken);
        const most = Math.max(...totals, 1);
        return this.shapes.provinces.map((province) => {
            const sum = sums[province.code] || {given: 0, taken: 0};
            const total = sum.given + sum.taken;
            return {
                ...province,
                ...sum,
                shade: total ? Math.max(1, Math.ceil((SHADES * total) / most)) : 0,
            };
        });
    }

    /** Arrows between two provinces of the region; inside of one there is none. */
    get arrows() {
        const places = Object.fromEntries(
            this.shapes.provinces.map((province) => [province.code, province])
        );
        return this.flows
            .filter((flow) => flow.giver !== flow.taker)
            .filter((flow) => places[flow.giver] && places[flow.taker])
            .slice(0, FLOWS)
            .map((flow) => {
                const [from, to] = [places[flow.giver], places[flow.taker]];
                const midX = (from.x + to.x) / 2 + (to.y - from.y) * 0.18;
                const midY = (from.y + to.y) / 2 - (to.x - from.x) * 0.18;
                return {
                    ...flow,
                    width: 0.8 + Math.sqrt(flow.matches),
                    path: `M${from.x} ${from.y}Q${midX.toFixed(1)} ${midY.toFixed(1)} ${to.x} ${to.y}`,
                };
            });
    }

    /** Matches with a province that the map does not show. */
    get outside() {
        const codes = new Set(this.shapes.provinces.map((province) => province.code));
        return this.flows
            .filter((flow) => !codes.has(flow.giver) || !codes.has(flow.taker))
            .reduce((sum, flow) => sum + flow.matches, 0);
    }
}
