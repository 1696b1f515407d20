import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";
import {_t} from "@web/core/l10n/translation";

const PREFIX = "mbb-keep:";
/** Older than a working day, it is no longer what somebody is about to write. */
const LIFETIME = 12 * 60 * 60 * 1000;

/** What the browser will not keep is not kept: the page works without. */
function guarded(action) {
    try {
        return action(window.sessionStorage);
    } catch {
        return undefined;
    }
}

function forget(test) {
    guarded((storage) => {
        for (const key of Object.keys(storage)) {
            if (key.startsWith(PREFIX) && test(key)) {
                storage.removeItem(key);
            }
        }
    });
}

/**
 * Keeps what is typed into a form of ours in this window, and puts it back after a
 * time-out, a new sign-in or a request that failed. Never a file or a password, and no
 * tick that says that something was read or agreed to. It is gone with the window.
 */
export class MentoringDraftKeeper extends Interaction {
    static selector = "form.mbb-keep";
    dynamicContent = {
        _root: {
            "t-on-input": this.debounced(this.keep, 400),
            "t-on-change": this.keep,
            "t-on-submit": this.onSubmit,
        },
        _window: {"t-on-pagehide": this.onPageHide},
        ".mbb-kept-discard": {"t-on-click": this.discard},
    };

    setup() {
        this.key = `${PREFIX}${this.el.dataset.keep}:${window.location.pathname}`;
        this.rendered = this.read();
        this.version = this.el.elements.version?.value;
    }

    start() {
        const own = `${PREFIX}${this.el.dataset.keep}:`;
        forget((key) => !key.startsWith(own));
        // Of another address: it was sent, and the answer led here.
        forget((key) => key !== this.key && this.load(key)?.sent);
        if (document.querySelector("#mbb_notice")) {
            forget((key) => key === this.key);
        }
        const kept = this.load(this.key);
        // After an error the server gives back what was typed.
        if (kept && !document.querySelector("#mbb_errors")) {
            this.restore(kept);
        }
    }

    get fields() {
        return [...this.el.elements].filter(
            (field) =>
                field.name &&
                !["hidden", "file", "password", "submit", "button"].includes(
                    field.type
                ) &&
                field.tagName !== "FIELDSET" &&
                field.dataset.keep !== "no"
        );
    }

    read() {
        return this.fields.map((field) => [
            field.name,
            ["checkbox", "radio"].includes(field.type) ? field.value : "",
            ["checkbox", "radio"].includes(field.type) ? field.checked : field.value,
        ]);
    }

    load(key) {
        const kept = guarded((storage) => JSON.parse(storage.getItem(key)));
        if (kept && Date.now() - kept.date > LIFETIME) {
            forget((known) => known === key);
            return undefined;
        }
        return kept;
    }

    keep() {
        this.store({});
    }

    store(more) {
        const values = this.read();
        if (JSON.stringify(values) === JSON.stringify(this.rendered) && !more.sent) {
            return;
        }
        guarded((storage) =>
            storage.setItem(
                this.key,
                JSON.stringify({
                    values,
                    version: this.version,
                    date: Date.now(),
                    ...more,
                })
            )
        );
    }

    onSubmit() {
        this.sent = true;
        this.store({sent: true});
    }

    onPageHide() {
        if (!this.sent && !this.discarded) {
            this.keep();
        }
    }

    restore(kept) {
        const same =
            JSON.stringify(kept.values) === JSON.stringify(this.rendered) ||
            // Saved, and the way back led here: what stands there is newer.
            (kept.sent && kept.version !== this.version);
        if (same) {
            forget((key) => key === this.key);
            return;
        }
        for (const field of this.fields) {
            const checks = ["checkbox", "radio"].includes(field.type);
            const found = kept.values.find(
                ([name, value]) =>
                    name === field.name && (!checks || value === field.value)
            );
            if (found && checks) {
                field.checked = found[2];
            } else if (found) {
                field.value = found[2];
            }
        }
        // Written over what stood there then: whether that still stands, the server says.
        if (kept.version && this.el.elements.version) {
            this.el.elements.version.value = kept.version;
        }
        this.tell();
    }

    tell() {
        const box = document.createElement("div");
        box.className = "mbb-kept";
        box.setAttribute("role", "status");
        const text = document.createElement("span");
        text.textContent = _t(
            "What you typed before and did not save was put back. It is not saved yet."
        );
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn-outline-secondary mbb-button mbb-kept-discard";
        button.textContent = _t("Discard it");
        box.append(text, button);
        this.insert(box, this.el, "afterbegin");
    }

    discard() {
        this.discarded = true;
        forget((key) => key === this.key);
        window.location.reload();
    }
}

registry
    .category("public.interactions")
    .add("mbb_mentor_portal.draft_keeper", MentoringDraftKeeper);

/**
 * A page of ours that is reached shows that what was sent before has arrived; who
 * signs out leaves nothing behind in this window.
 */
export class MentoringDraftSweeper extends Interaction {
    static selector = "#wrapwrap";
    dynamicContent = {
        "a[href*='/web/session/logout']": {"t-on-click": () => forget(() => true)},
    };

    start() {
        const page = this.el.querySelector(".mbb-page");
        if (!page || this.el.querySelector("form.mbb-keep")) {
            return;
        }
        forget((key) => guarded((storage) => JSON.parse(storage.getItem(key)))?.sent);
    }
}

registry
    .category("public.interactions")
    .add("mbb_mentor_portal.draft_sweeper", MentoringDraftSweeper);
