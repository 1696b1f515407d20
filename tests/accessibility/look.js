// What no tool of the shelf asks of a page; each answers with a list of what is wrong.
// Ours is .mbb-page, or the whole page where the platform's frame is not around it.
window.mbbLook = (() => {
    const own = () => {
        const pages = [...document.querySelectorAll(".mbb-page")];
        return pages.length || document.querySelector("#wrapwrap") ? pages : [document.body];
    };
    const all = (selector) => own().flatMap((page) => [...page.querySelectorAll(selector)]);
    const shown = (element) =>
        element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
        !element.closest(".visually-hidden, .visually-hidden-focusable:not(:focus)") &&
        // The same by a style sheet, as on a phone only.
        getComputedStyle(element).clipPath !== "inset(50%)";
    const name = (element) => {
        const id = element.id ? `#${element.id}` : "";
        const classes = [...element.classList].map((one) => `.${one}`).join("");
        const text = (element.innerText || "").trim().slice(0, 30).replace(/\s+/g, " ");
        return `${element.tagName.toLowerCase()}${id}${classes} "${text}"`;
    };
    const rgb = (text) => (text.match(/[\d.]+/g) || []).map(Number);
    const luminance = ([r, g, b]) => {
        const [x, y, z] = [r, g, b].map((part) => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const contrast = (one, other) => {
        const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    const ground = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const colour = rgb(getComputedStyle(at).backgroundColor);
            if (colour.length === 3 || colour[3] === 1) {
                return colour;
            }
        }
        return [255, 255, 255];
    };
    const seconds = (list) => Math.max(...list.split(",").map(parseFloat));
    const controls = "input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea";

    return {
        // 1.4.10: 320 px, which is also 1280 px at 400 %.
        wide() {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) {
                return [];
            }
            const wide = [...document.body.querySelectorAll("*")].filter(
                (element) => shown(element) && element.getBoundingClientRect().right > width + 1
            );
            return wide.slice(-3).map(name);
        },
        // 1.4.4, 1.4.10, 1.4.12: nothing is cut off.
        clipped() {
            return all(`*:not(${controls})`)
                .filter((element) => {
                    const style = getComputedStyle(element);
                    const cuts = ["hidden", "clip"];
                    const x = cuts.includes(style.overflowX);
                    const y = cuts.includes(style.overflowY);
                    return (
                        (x || y) &&
                        shown(element) &&
                        ((x && element.scrollWidth > element.clientWidth + 1) ||
                            (y && element.scrollHeight > element.clientHeight + 1))
                    );
                })
                .map(name);
        },
        // 1.4.12 on what has a box of its own: its text stays inside.
        spilled() {
            return all(".btn, .mbb-badge, .mbb-option, .mbb-card, legend, label")
                .filter((element) => shown(element) && element.clientWidth)
                .filter((element) => element.scrollWidth > element.clientWidth + 1)
                .map(name);
        },
        // 2.3.3: with reduced motion nothing moves.
        moving() {
            return all("*")
                .filter((element) => {
                    const style = getComputedStyle(element);
                    return (
                        seconds(style.transitionDuration) > 0.01 ||
                        (style.animationName !== "none" && seconds(style.animationDuration) > 0.01)
                    );
                })
                .map(name);
        },
        // 1.4.11: where a field begins and ends.
        faint() {
            return all(controls)
                .filter(shown)
                .filter((element) => {
                    const border = rgb(getComputedStyle(element).borderTopColor);
                    return contrast(border, ground(element.parentElement)) < 3;
                })
                .map(name);
        },
        // Colours of the system: a control has an edge, and a step its mark.
        edgeless() {
            const style = (element, pseudo) => getComputedStyle(element, pseudo);
            const bare = all(`.btn, .mbb-choice, .mbb-badge, ${controls}`)
                .filter(shown)
                .filter((element) => {
                    const edge = style(element);
                    return (
                        parseFloat(edge.borderTopWidth) === 0 ||
                        contrast(rgb(edge.borderTopColor), ground(element.parentElement)) < 3
                    );
                });
            const marks = all(".mbb-step-done").filter(
                (element) =>
                    contrast(rgb(style(element, "::before").backgroundColor), ground(element)) < 3
            );
            return [...bare, ...marks].map(name);
        },
        // 3.3.1, 3.3.3: each error is tied to its field, and the summary leads there.
        loose() {
            const wrong = [];
            const described = new Set(
                all("[aria-describedby]").flatMap((element) =>
                    element.getAttribute("aria-describedby").split(/\s+/)
                )
            );
            for (const error of all(".mbb-error")) {
                described.has(error.id) || wrong.push(`no field says: ${name(error)}`);
            }
            // A link to the field of another step has that step's address.
            for (const link of all("#mbb_errors a[href^='#']")) {
                const target = document.querySelector(link.getAttribute("href"));
                const field = target?.matches(`${controls}, input`)
                    ? target
                    : target?.querySelector("input:not([type=hidden]), select, textarea");
                field || wrong.push(`leads nowhere: ${name(link)}`);
            }
            for (const field of all("[aria-invalid=true]")) {
                field.getAttribute("aria-describedby") || wrong.push(`no reason: ${name(field)}`);
            }
            return wrong;
        },
        // 1.3.1, 2.4.2, 2.4.6, 3.1.1
        frame() {
            const wrong = [];
            if (!own().length) {
                return wrong;
            }
            const headings = [...document.querySelectorAll("h1")].filter(shown);
            if (headings.length !== 1) {
                wrong.push(`${headings.length} headings of the first level`);
            }
            if (!document.title.trim()) {
                wrong.push("no title");
            }
            if (!document.documentElement.lang.startsWith("tr")) {
                wrong.push(`the language is "${document.documentElement.lang}"`);
            }
            let last = 0;
            for (const heading of all("h1, h2, h3, h4, h5, h6").filter((one) =>
                one.checkVisibility()
            )) {
                const level = Number(heading.tagName[1]);
                if (last && level > last + 1) {
                    wrong.push(`a level is left out before ${name(heading)}`);
                }
                last = level;
            }
            return wrong;
        },
        isOwn(element) {
            return own().some((page) => page.contains(element));
        },
        // 1.4.3 where axe-core leaves it open: on a picture of lines (an arrow), on a
        // gradient (each of its colours counts), where boxes touch.
        isReadable(element) {
            const style = getComputedStyle(element);
            const size = parseFloat(style.fontSize);
            const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
            let gradient = null;
            for (let at = element; at && !gradient; at = at.parentElement) {
                const { backgroundColor, backgroundImage } = getComputedStyle(at);
                if (backgroundImage.includes("gradient")) {
                    gradient = backgroundImage.match(/rgba?\([^)]*\)/g).map(rgb);
                } else if (rgb(backgroundColor).length === 3) {
                    break;
                }
            }
            return (gradient || [ground(element)]).every(
                (colour) => contrast(rgb(style.color), colour) >= (large ? 3 : 4.5)
            );
        },
    };
})();
