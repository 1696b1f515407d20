/* Copyright Marmara Belediyeler Birliği
   License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl) */

import {Component, useState} from "@odoo/owl";

const SIZE = 640;
const CENTRE = SIZE / 2;
const RADIUS = 165;
/** More is no picture any more; the table has them all. */
const NODES = 28;

/** Who helps whom: institutions on a circle, an arrow for each that helps another. */
export class MentorNetwork extends Component {
    static template = "mbb_mentor.DashboardNetwork";
    static props = {table: Object, open: Function};

    setup() {
        this.size = SIZE;
        this.state = useState({chosen: null});
    }

    /** Those with the most matches, in the order of their names around the circle. */
    get nodes() {
        const sums = {};
        for (const row of this.props.table.rows) {
            for (const name of row.cells.slice(0, 2)) {
                sums[name] = (sums[name] || 0) + row.cells[2];
            }
        }
        const names = Object.keys(sums)
            .sort((a, b) => sums[b] - sums[a] || a.localeCompare(b, "tr"))
            .slice(0, NODES)
            .sort((a, b) => a.localeCompare(b, "tr"));
        const most = Math.max(...names.map((name) => sums[name]), 1);
        return names.map((name, place) => {
            const angle = (2 * Math.PI * place) / names.length - Math.PI / 2;
            const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
            const degrees = (angle * 180) / Math.PI;
            return {
                name,
                sum: sums[name],
                x: CENTRE + RADIUS * cos,
                y: CENTRE + RADIUS * sin,
                radius: 4 + 7 * Math.sqrt(sums[name] / most),
                labelX: CENTRE + (RADIUS + 16) * cos,
                labelY: CENTRE + (RADIUS + 16) * sin,
                // Words on the left half are turned, so that none stands on its head.
                turn: cos < 0 ? degrees + 180 : degrees,
                anchor: cos < 0 ? "end" : "start",
            };
        });
    }

    short(name) {
        return name.length > 24 ? `${name.slice(0, 23)}…` : name;
    }

    get edges() {
        const nodes = Object.fromEntries(this.nodes.map((node) => [node.name, node]));
        return this.props.table.rows
            .filter((row) => nodes[row.cells[0]] && nodes[row.cells[1]])
            .map((row) => {
                const [giver, taker, matches] = row.cells;
                const [from, to] = [nodes[giver], nodes[taker]];
                // The end stops at the edge of the node, where its arrow is seen.
                const bend = 0.35;
                const midX = CENTRE + (((from.x + to.x) / 2) - CENTRE) * bend;
                const midY = CENTRE + (((from.y + to.y) / 2) - CENTRE) * bend;
                const length = Math.hypot(to.x - midX, to.y - midY) || 1;
                const gap = to.radius + 3;
                const endX = to.x - ((to.x - midX) * gap) / length;
                const endY = to.y - ((to.y - midY) * gap) / length;
                return {
                    giver,
                    taker,
                    matches,
                    width: 1 + Math.sqrt(matches),
                    path: `M${from.x.toFixed(1)} ${from.y.toFixed(1)}Q${midX.toFixed(1)} ${midY.toFixed(1)} ${endX.toFixed(1)} ${endY.toFixed(1)}`,
                };
            });
    }

    isFaded(edge) {
        const {chosen} = this.state;
        return chosen && edge.giver !== chosen && edge.taker !== chosen;
    }

    choose(name) {
        this.state.chosen = this.state.chosen === name ? null : name;
    }

    get hiddenCount() {
        const names = new Set(this.props.table.rows.flatMap((row) => row.cells.slice(0, 2)));
        return Math.max(names.size - NODES, 0);
    }
}
