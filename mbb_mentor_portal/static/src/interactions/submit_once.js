import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";

/**
 * A second click on the same button does not send the form again.
 */
export class MentoringSubmitOnce extends Interaction {
    static selector = ".mbb-page form[method='post']";
    dynamicContent = {
        _root: {"t-on-submit": this.onSubmit},
    };

    onSubmit(ev) {
        if (this.sent) {
            ev.preventDefault();
        }
        this.sent = true;
        // The page may come back from the browser's history.
        this.waitForTimeout(() => {
            this.sent = false;
        }, 8000);
    }
}

registry
    .category("public.interactions")
    .add("mbb_mentor_portal.submit_once", MentoringSubmitOnce);
