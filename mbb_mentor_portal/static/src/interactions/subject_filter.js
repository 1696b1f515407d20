import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

/**
 * The text as two people who spell it differently would both write it: as fold() of
 * the server does it.
 */
export function fold(text) {
    const plain = (text || "").replace(/[ıİ]/g, "i").normalize("NFKD");
    const words = plain.replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}_]+/gu);
    return (words || []).join(" ");
}

/**
 * Shows the subjects that have the words, while they are typed. Without JavaScript the
 * button beside the field asks the server.
 */
export class MentoringSubjectFilter extends Interaction {
    static selector = "form:has(> .mbb-search)";
    dynamicContent = {
        "#field_q": {
            "t-on-input": this.debounced(this.filter, 150),
            "t-on-keydown": this.onKeydown,
        },
    };

    setup() {
        this.subjects = [...this.el.querySelectorAll(".mbb-subject")].map((el) => ({
            el,
            name: fold(el.dataset.name),
            box: el.querySelector("input[type=checkbox]"),
        }));
    }

    onKeydown(ev) {
        // Enter would send the form before its steps are filled in.
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.filter();
        }
    }

    filter() {
        const words = fold(this.el.querySelector("#field_q").value).split(" ");
        let shown = 0;
        for (const subject of this.subjects) {
            const found =
                subject.box.checked ||
                words.every((word) => subject.name.includes(word));
            subject.el.hidden = !found;
            shown += found;
        }
        for (const group of this.el.querySelectorAll(".mbb-subjects")) {
            group.hidden = !group.querySelector(".mbb-subject:not([hidden])");
        }
        const total = this.subjects.length;
        this.el.querySelector("#q_found").textContent =
            shown === total ? "" : `${shown} / ${total}`;
    }
}

registry
    .category("public.interactions")
    .add("mbb_mentor_portal.subject_filter", MentoringSubjectFilter);
