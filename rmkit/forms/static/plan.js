// The plan: `panel.view` holds the objective's `sentence`, its `parts` with their checks, what the
// rule of thumb says (`enough`, `reach`, `helps`, `rule`) and the ready `plans`, each with why it fits.
function draw(panel) {
  panel.follows = true;
  const { view } = panel;
  const none = !view.sentence;
  return el("div", { class: "rm-plan" },
    el("section", { class: "rm-card" },
      el("h3", {}, "The objective, part by part"),
      none ? el("p", {}, "There is no objective yet. Fill in the form above and keep it; what is known of plans stands below.")
        : el("blockquote", {}, view.sentence),
      view.parts.length > 0 && el("ul", { class: "rm-parts" }, view.parts.map(part)),
      carried(view),
      el("div", { class: "rm-row" }, button("Look again", () => panel.run("look"), { key: "look" }))),
    el("section", {},
      el("h3", {}, "Ready plans"),
      el("div", { class: "rm-plans" }, view.plans.map((it) => ready(panel, it, none)))));
}

function part(it) {
  return el("li", {}, el("span", { class: "rm-mark", "aria-hidden": "true" }, it.mark),
    el("div", {}, el("strong", {}, it.title), el("span", { class: "rm-soft" }, it.good ? " – is there" : " – still open"),
      it.said && el("p", {}, it.said), el("p", { class: "rm-help" }, it.sentence)));
}

function carried(view) {
  if (!view.reach) return null;
  return el("div", { class: "rm-told" },
    el("p", {}, el("strong", {}, view.enough ? "The plan carries it. " : "The plan is too small. "), view.reach),
    view.helps.length > 0 && [el("p", {}, "Any one of these would help:"), el("ul", {}, view.helps.map((line) => el("li", {}, line)))],
    el("p", { class: "rm-help" }, view.rule));
}

function ready(panel, it, none) {
  const state = [it.chosen && "your plan", it.best && "look at this one first"].filter(Boolean).join(", ");
  return el("article", { class: `rm-card${it.best ? " rm-best" : ""}` },
    el("h4", {}, it.title, state && el("span", { class: "rm-soft" }, ` – ${state}`)),
    el("p", {}, it.short),
    el("p", {}, it.suits),
    el("p", {}, el("strong", {}, it.fits ? "It fits. " : "It does not fit yet. "), it.reason),
    el("details", {}, el("summary", {}, "Its limits"), el("ul", {}, it.limits.map((line) => el("li", {}, line)),
      it.decision && el("li", {}, it.decision))),
    !none && !it.chosen && el("div", { class: "rm-row" },
      button("Take this plan", () => panel.run("take", { plan: it.id }), { key: `take-${it.id}`, "aria-label": `Take this plan: ${it.title}` })));
}
