// Asks axe-core; answers with what the report needs, and whose each finding is.
async (tags) => {
    const result = await axe.run(document, {
        runOnly: { type: "tag", values: tags },
        rules: { "target-size": { enabled: true } },
        resultTypes: ["violations", "incomplete"],
        elementRef: true,
    });
    const isSettled = (rule, node) =>
        rule.id === "color-contrast" && mbbLook.isReadable(node.element);
    const list = (kind, mark) =>
        result[kind].flatMap((rule) =>
            rule.nodes
                .filter((node) => kind === "violations" || !isSettled(rule, node))
                .map((node) => ({
                    tool: "axe",
                    rule: rule.id + mark,
                    where: node.target.join(" "),
                    what: (node.failureSummary || rule.help).replace(/\s+/g, " "),
                    own: mbbLook.isOwn(node.element),
                }))
        );
    return {
        // What it could not decide is a finding, too.
        findings: [...list("violations", ""), ...list("incomplete", "?")],
        asked: ["passes", "violations", "incomplete", "inapplicable"].flatMap((kind) =>
            result[kind].map((rule) => rule.id)
        ),
    };
};
