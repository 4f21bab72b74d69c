// Two pairs exchange their partners: the first is chosen, then the second, then what it would bring
// is shown, and only then it is taken. It stands in the foot, which stays in sight.

function swapButton(panel, c, p) {
  const key = placeOf(p);
  const { first } = c.swap;
  const isFirst = first && placeOf(first) === key;
  const words = isFirst ? "Not this one" : first ? "Swap with this" : "Swap";
  const told = isFirst ? `Do not swap ${withNames(p)}` : first ? `Swap with this: ${withNames(p)}` : `Swap partners: ${withNames(p)}`;
  return button(words, () => choosePair(panel, c, p), { class: "rm-button rm-small", key: `Swap ${key}`, "aria-pressed": String(Boolean(isFirst)), "aria-label": told });
}

async function choosePair(panel, c, p) {
  const { first } = c.swap;
  if (!first) { c.swap = { first: p }; panel.redraw(); return; }
  if (placeOf(first) === placeOf(p)) { c.swap = {}; panel.redraw(); return; }
  const pairs = [first, p].map((one) => [one.mentor_id, one.mentee_id]);
  const { notice, data } = await panel.run("swap", { number: panel.view.number, pairs });
  c.swap = notice ? {} : { first, second: p, told: data, from: `Swap ${placeOf(p)}` };
  panel.redraw();
  focusFoot(panel, "swap-told");
}

function focusFoot(panel, key) {
  panel.root.querySelector(`.rm-board-foot [data-key="${key}"]`)?.focus({ preventScroll: true });
}

// What stands in the foot while a swap is under way.
function swapCard(panel, c) {
  const { first, second, told, from } = c.swap;
  if (!first) return null;
  const leave = () => { c.swap = {}; panel.redraw(); if (from) focusOn(panel, from); };
  if (!second) return el("div", { class: "rm-row rm-swap" },
    el("span", {}, el("strong", {}, withNames(first)), ": choose the second pair by its button “Swap with this”."),
    button("Leave it", leave, { key: "swap-leave", class: "rm-button rm-small" }));
  return el("div", { class: "rm-swap rm-card", role: "group", "aria-label": "Two pairs exchange their partners" },
    el("h4", { tabindex: "-1", key: "swap-told" }, told.possible ? "If they exchange their partners" : "They cannot exchange their partners"),
    el("ul", {}, told.sentences.map((sentence) => el("li", {}, sentence))),
    el("div", { class: "rm-row" },
      told.possible && button("Swap them", () => takeSwap(panel, c), { class: "rm-button rm-main", key: "swap-take" }),
      button("Leave it", leave, { key: "swap-leave" })));
}

function takeSwap(panel, c) {
  const { first, second, told } = c.swap;
  for (const old of [first, second]) c.locked.delete(placeOf(old));
  for (const pair of told.made) { lockPair(c, pair); }
  c.swap = {};
  solve(panel, c);
}
