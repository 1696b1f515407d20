import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

/**
 * After a step, the reader of a screen reader starts at what it led to: the summary of
 * errors, or the word that it worked. Without JavaScript both stand at the top.
 */
export class MentoringOutcome extends Interaction {
    static selector = "#mbb_errors, #mbb_notice";

    start() {
        this.el.focus({preventScroll: this.el.id === "mbb_notice"});
    }
}

registry
    .category("public.interactions")
    .add("mbb_mentor_portal.outcome", MentoringOutcome);
