/* Copyright Marmara Belediyeler Birliği
   License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl) */

import {Component, onWillStart, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/core/utils/numbers";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

import {MentorBars} from "./bars";
import {MentorMap} from "./map";
import {MentorMonths} from "./months";
import {MentorNetwork} from "./network";
import {MentorPanel} from "./panel";

/** Which numbers stand together, and under which words. */
const SECTIONS = [
    {
        name: _t("Requests"),
        keys: [
            "mentee_applications",
            "mentor_applications",
            "requests",
            "requests_met",
            "requests_unmet",
            "waiting",
            "waiting_days",
            "pool",
        ],
    },
    {
        name: _t("Matches"),
        keys: [
            "matches_agreed",
            "matches_running",
            "matches_done",
            "matches_ended",
            "institutions",
            "sessions",
            "session_hours",
            "participants",
            "assignments",
            "assignment_days",
        ],
    },
    {
        name: _t("Outcomes"),
        keys: [
            "goals",
            "goals_reached",
            "goals_partly",
            "recommendations",
            "recommendations_adopted",
            "recommendations_partly",
            "satisfaction",
            "change",
        ],
    },
    {
        name: _t("Carrying On"),
        keys: [
            "practices_published",
            "practices",
            "practice_adopters",
            "needs_answered",
            "trainings",
            "training_participants",
            "calls_opened",
            "calls_concluded",
            "events",
        ],
    },
    {
        name: _t("Costs"),
        keys: ["cost", "cost_per_match", "cost_per_day"],
    },
];

/**
 * The programme in numbers and pictures. All of it comes from `mbb.figure` in one
 * call; each number opens the records behind it, each picture has its table.
 */
export class MentorDashboard extends Component {
    static template = "mbb_mentor.Dashboard";
    static components = {
        Layout,
        MentorBars,
        MentorMap,
        MentorMonths,
        MentorNetwork,
        MentorPanel,
    };
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({data: null, loading: false});
        onWillStart(() => this.load());
    }

    get display() {
        return {controlPanel: {}};
    }

    async load(year) {
        this.state.loading = true;
        try {
            this.state.data = await this.orm.call("mbb.figure", "get_dashboard", [
                year || false,
            ]);
        } finally {
            this.state.loading = false;
        }
    }

    onYear(ev) {
        return this.load(Number(ev.target.value));
    }

    get numbers() {
        return Object.fromEntries(this.state.data.numbers.map((row) => [row.key, row]));
    }

    get tables() {
        return Object.fromEntries(this.state.data.tables.map((row) => [row.key, row]));
    }

    /** The sections with the numbers that there are; what is new comes last. */
    get sections() {
        const numbers = this.numbers;
        const known = new Set(SECTIONS.flatMap((section) => section.keys));
        const sections = SECTIONS.map((section) => ({
            name: section.name,
            numbers: section.keys.filter((key) => numbers[key]).map((key) => numbers[key]),
        }));
        const others = this.state.data.numbers.filter((row) => !known.has(row.key));
        if (others.length) {
            sections.push({name: _t("Further Figures"), numbers: others});
        }
        return sections;
    }

    format(number) {
        if (number.value === null) {
            return "–";
        }
        return formatFloat(number.value, {digits: [0, number.digits]});
    }

    open(source, title) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: title,
            res_model: source.model,
            domain: source.domain,
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }
}

registry.category("actions").add("mbb_mentor.dashboard", MentorDashboard);
