// Kinds of candidates explored. `panel.view` is what rmkit.forms.exploring_view gives. What is being
// chosen stays here, in `panel.local`; each look is asked for, and nothing is kept by looking.

const OWN = "own";
const SOON = 250; // milliseconds

function draw(panel) {
  panel.follows = true;
  const { view, local } = panel;
  if (view.state === "fault") return shown(view.told);
  if (view.state === "nobody") return el("p", {}, "Nobody has answered yet, so there are no kinds to look for. Answers come in by ", notebook("02_candidates.ipynb", "02 Collect the candidates"), ".");
  if (view.state === "few") return el("div", { class: "rm-explore rm-office" }, keptPart(view), el("p", {}, view.told));
  local.set ??= copyOf(view.settings);
  local.reason ??= "";
  local.drawn ??= new Map();
  return el("div", { class: "rm-explore rm-office" }, keptPart(view), choosePart(panel), shownPart(panel));
}

const copyOf = (settings) => ({ k: settings.k, method: settings.method, weights: { ...settings.weights }, own: {} });

function keptPart({ kept }) {
  return el("div", { class: "rm-card rm-is-kept" }, el("h3", {}, "What is kept"),
    kept ? [el("p", {}, kept.told), el("p", { class: "rm-soft" }, kept.how)] : el("p", {}, "Nothing is kept yet."));
}

// ---- what counts, how people are divided, how many kinds

function choosePart(panel) {
  const { view, local } = panel;
  const tell = () => weighed(panel);
  const back = () => { local.set = copyOf(view.usual); local.methods = null; panel.redraw(); };
  const form = el("section", { "aria-label": "Choose and look" },
    el("h3", {}, "Choose, then look"),
    el("p", { class: "rm-soft" }, `${view.told} Looking keeps nothing.`),
    el("fieldset", {}, el("legend", {}, "What counts"), view.blocks.map((block) => blockRow(panel, block, tell))),
    methodsPart(panel),
    labelled(panel, "k", "How many kinds", kindsField(panel), "A number that you ask for is always made, also where the evidence does not speak for it; that is then said beside it."),
    el("div", { class: "rm-row" }, button("Look", () => look(panel), { class: "rm-button rm-main", key: "go" }),
      button("Back to the usual settings", back, { key: "back" })),
    countPart(view));
  queueMicrotask(() => shares(panel));
  return form;
}

function countPart({ count: n }) {
  if (!n) return el("p", { class: "rm-help" }, "Decide before you look what you want to know: whoever tries settings until kinds appear will find some.");
  const words = n === 1 ? "You have looked once." : `You have looked ${n === 2 ? "twice" : `${n} times`}: what stands out in one of many looks may be chance, and no p below knows of the other looks.`;
  return el("p", { class: "rm-help", key: "count" }, words);
}

// What a weight can be, in words; blocks that usually are off are set beside the levels.
function choicesOf({ usual }) {
  if (usual) return [[0, "off"], [usual / 2, `half (${usual / 2})`], [usual, `as usual (${usual})`], [usual * 2, `double (${usual * 2})`]];
  return [[0, "off, as usual (0)"], [0.5, "a little (0.5)"], [1, "like levels (1)"], [2, "double (2)"]];
}

function blockRow(panel, block, tell) {
  const { set } = panel.local;
  const id = `${panel.id}-block-${block.id}`;
  if (!block.asked) return el("div", { class: "rm-block" }, el("div", {}, el("b", {}, block.title), el("p", { class: "rm-help" }, block.question)), el("span", { class: "rm-soft" }, "Nobody was asked, so it cannot count."));
  const choices = choicesOf(block);
  const now = set.weights[block.id];
  const isOwn = block.id in set.own || !choices.some(([value]) => value === now);
  const pick = (e) => {
    const { value } = e.target;
    if (value === OWN) set.own[block.id] = String(now); else { delete set.own[block.id]; set.weights[block.id] = Number(value); }
    panel.redraw();
    if (value === OWN) focusOn(panel, `own ${block.id}`);
    tell();
  };
  const select = el("select", { id, key: `block ${block.id}`, "aria-describedby": `${id}-help`, on: { change: pick } },
    choices.map(([value, words]) => el("option", { value }, words)), el("option", { value: OWN }, "another number"));
  select.value = isOwn ? OWN : String(now);
  const take = (e) => {
    set.own[block.id] = e.target.value;
    set.weights[block.id] = e.target.validity.badInput || e.target.value === "" ? "?" : e.target.valueAsNumber;
    tell();
  };
  return el("div", { class: "rm-block" },
    el("div", {}, el("label", { for: id }, block.title), el("p", { class: "rm-help", id: `${id}-help` }, `${block.question} ${block.made_of}`),
      block.which.length > 0 && el("details", { key: `which ${block.id}` }, el("summary", { key: `which-summary ${block.id}` }, "Which", el("span", { class: "rm-hidden" }, ` ${block.title.toLowerCase()}`)), el("p", { class: "rm-help" }, `${block.which.join(", ")}.`))),
    el("div", { class: "rm-counts" }, select,
      isOwn && el("input", { type: "number", min: 0, max: 10, step: "any", key: `own ${block.id}`, "aria-label": `${block.title}: what it counts, 0 to 10`, value: set.own[block.id] ?? now, on: { input: take } }),
      el("span", { class: "rm-soft", "data-share": block.id })));
}

// How much of the whole each block counts, told as it is changed.
function shares(panel) {
  const { view, local } = panel;
  const of = (id) => (Number.isFinite(local.set.weights[id]) ? Math.max(local.set.weights[id], 0) : 0);
  const whole = view.blocks.filter((block) => block.asked).reduce((sum, block) => sum + of(block.id), 0);
  for (const place of panel.body.querySelectorAll("[data-share]")) {
    const weight = of(place.dataset.share);
    place.textContent = weight && whole ? `${Math.round((100 * weight) / whole)} % of the whole` : "does not count";
  }
}

// Other weights may make other methods possible: ask which, once the hands rest.
function weighed(panel) {
  const { local } = panel;
  shares(panel);
  clearTimeout(local.soon);
  local.soon = setTimeout(async () => {
    if (panel.root.hasAttribute("aria-busy")) return;
    const asked = local.asked = (local.asked ?? 0) + 1;
    const { notice, data } = await panel.ask("possible", { weights: local.set.weights });
    if (notice || asked !== local.asked) return;
    local.methods = data.methods;
    panel.redraw();
  }, SOON);
}

function methodsPart(panel) {
  const { view, local } = panel;
  const { suits, all } = local.methods ?? view.methods;
  const why = (id) => all.find((one) => one.id === id)?.why_not;
  const row = (id, title, how, off) => {
    const radio = el("input", { type: "radio", name: `${panel.id}-method`, value: id, key: `method ${id}`, disabled: Boolean(off), on: { change: () => { local.set.method = id; } } });
    radio.checked = local.set.method === id;
    return el("label", { class: "rm-way" }, radio, el("span", {}, el("b", {}, title), " ", how, off && el("span", { class: "rm-off" }, ` ${off}`)));
  };
  const lost = local.set.method !== "auto" && why(local.set.method);
  return el("fieldset", {}, el("legend", {}, "How people are divided"),
    row("auto", "The one that suits:", `${suits.title}, because ${suits.reason}.`),
    all.map((one) => row(one.id, `${one.title}.`, one.how, one.why_not)),
    lost && el("p", { class: "rm-notice rm-warned" }, "The method that you chose is not possible with these weights: choose another."));
}

function kindsField(panel) {
  const { view, local } = panel;
  const numbers = Array.from({ length: view.most - 1 }, (_, i) => i + 2);
  const select = el("select", { on: { change: () => { local.set.k = select.value ? Number(select.value) : null; } } },
    el("option", { value: "" }, "let the evidence say"), numbers.map((k) => el("option", { value: k }, `${k} kinds`)));
  select.value = numbers.includes(local.set.k) ? local.set.k : "";
  return select;
}

async function look(panel) {
  const { set } = panel.local;
  const reply = await panel.run("weigh", { weights: set.weights, method: set.method, k: set.k });
  if (reply.notice?.kind === "note" && panel.view.shown) focusOn(panel, "found");
}

// ---- what a look found

function shownPart(panel) {
  const { view } = panel;
  const { shown: one } = view;
  if (!one) return null;
  return el("section", { class: "rm-found", "aria-label": `Look ${one.number}` },
    el("h3", { tabindex: "-1", key: "found" }, `Look ${one.number}`),
    el("p", { class: "rm-soft" }, one.how),
    one.old && el("p", { class: "rm-notice rm-warned" }, "Answers changed since this look. Look again before you keep anything."),
    el("p", { class: "rm-lead" }, one.lead),
    one.beside.length > 0 && el("dl", { class: "rm-beside-others" }, one.beside.map(([what, told]) => el("div", {}, el("dt", {}, what), el("dd", {}, told)))),
    one.warnings.length > 0 && el("div", { class: "rm-notice rm-warned" }, el("ul", {}, one.warnings.map((words) => el("li", {}, words)))),
    one.kinds.map((kind) => el("section", { class: "rm-kind", "aria-label": kind.title }, el("h4", {}, kind.title), el("p", { class: "rm-soft" }, `${kind.crowd}. ${kind.verdict}`), el("ul", {}, kind.lines.map((words) => el("li", {}, words))))),
    evidence(one),
    one.pictures.map(([name, title], i) => picturePart(panel, one, name, title, i === 0)),
    hangsPart(panel, one), earlier(panel), keepPart(panel, one));
}

function table(name, heads, rows) {
  return el("table", { class: "rm-evidence", "aria-label": name }, el("thead", {}, el("tr", {}, heads.map((h) => el("th", { scope: "col" }, h)))),
    el("tbody", {}, rows.map(([first, ...rest]) => el("tr", {}, el("th", { scope: "row" }, first),
      rest.map((words, i) => el("td", { "data-label": heads[i + 1], class: words ? null : "rm-none" }, words || "–"))))));
}

function evidence(one) {
  if (one.rows.length < 2) return null;
  const heads = ["Kinds", "Silhouette", "In a single kind", "p", "Gap rule", ...(one.has_bic ? ["BIC"] : []), "Smallest kind", "Comes back"];
  const kinds = (row) => [`${row.k}`, row.mark && [" ", el("span", { class: "rm-tag" }, row.mark)]];
  return el("details", { key: "evidence", open: true }, el("summary", { key: "evidence-summary" }, "The evidence for each number of kinds"),
    table("The evidence for each number of kinds", heads, one.rows.map((row) => [kinds(row), row.silhouette, row.single, row.p, row.gap, ...(one.has_bic ? [row.bic] : []), row.smallest, row.returns])),
    el("p", { class: "rm-help" }, "Silhouette: how clearly kinds stand apart, up to 1; beside it, what the same method finds in made-up people of one single kind, and how often that does as well (p). Comes back: the overlap (Jaccard) of the least sure kind when people are drawn anew; from 0.75 stable, from 0.6 a pattern. Where nothing stands out it is not worked out."));
}

function picturePart(panel, one, name, title, first) {
  const { drawn } = panel.local;
  const id = `${one.number} ${name}`;
  const place = el("div", { class: "rm-picture" });
  const fill = ({ sentence, alt, light, dark }) => place.replaceChildren(el("p", {}, sentence),
    el("div", { class: "rm-scroll", tabindex: 0, role: "group", "aria-label": title },
      el("img", { class: "rm-by-day", src: light, alt }), el("img", { class: "rm-by-night", src: dark, alt })));
  const details = el("details", { key: `picture ${name}`, open: first, on: { toggle: load } }, el("summary", { key: `picture-summary ${name}` }, title), place);
  async function load() {
    if (!details.open || place.childNodes.length) return;
    if (!drawn.has(id)) {
      place.append(el("p", { class: "rm-soft" }, "Being drawn …"));
      const { notice, data } = await panel.ask("picture", { look: one.number, picture: name });
      if (notice) { place.replaceChildren(el("p", { class: "rm-soft" }, notice.text)); return; }
      drawn.set(id, data);
    }
    fill(drawn.get(id));
  }
  if (drawn.has(id)) fill(drawn.get(id));
  return details;
}

// The same people divided in other ways: asked for, because it takes a while.
function hangsPart(panel, one) {
  const { local } = panel;
  if (one.kinds.length < 2) return null;
  const told = local.hangs?.look === one.number && local.hangs;
  const go = async () => {
    const { notice, data } = await panel.run("hangs", { look: one.number });
    if (notice) return;
    local.hangs = { ...data, look: one.number };
    panel.redraw();
    focusOn(panel, "hangs");
  };
  return el("section", { "aria-label": "How far this hangs on the settings" },
    told ? [el("h4", { tabindex: "-1", key: "hangs" }, "How far this hangs on the settings"), el("p", {}, told.sentence),
      el("dl", { class: "rm-beside-others" }, told.rows.map(([what, words]) => el("div", {}, el("dt", {}, what), el("dd", {}, words))))]
      : el("div", { class: "rm-row" }, button("See how far this hangs on the settings", go, { key: "hangs" })));
}

// ---- earlier looks, and keeping

function earlier(panel) {
  const { view, local } = panel;
  if (view.looks.length < 2) return null;
  const go = async (number) => { await panel.run("show", { look: number }); focusOn(panel, "found"); };
  const take = () => { local.set = copyOf(view.settings); panel.redraw(); weighed(panel); focusOn(panel, "go"); };
  return el("section", { "aria-label": "Looks so far" }, el("h4", {}, "Looks so far"),
    el("ul", { class: "rm-list" }, view.looks.map((one) => {
      const here = one.number === view.shown.number;
      return el("li", { class: "rm-entry" }, el("div", {}, el("b", {}, `Look ${one.number}: ${one.what}.`), ` ${one.how}`, one.old && " Answers changed since."),
        here ? el("span", { class: "rm-tag" }, "shown") : button("Show it", () => go(one.number), { class: "rm-button rm-small", key: `show ${one.number}`, "aria-label": `Show look ${one.number}` }));
    })),
    el("div", { class: "rm-row" }, button("Choose with the settings of the look that is shown", take, { class: "rm-button rm-small", key: "take" })));
}

function keepPart(panel, one) {
  const { local } = panel;
  const reason = el("textarea", { maxlength: 2000, rows: 2, value: local.reason, on: { input: () => { local.reason = reason.value; } } });
  const help = one.usual ? "Not needed: this is what the evidence says under the usual settings. With a reason it stands until another choice is kept."
    : "Needed: this is not what the evidence says under the usual settings. It stands until another choice is kept.";
  const go = async () => {
    const reply = await panel.run("keep", { look: one.number, reason: reason.value });
    if (reply.notice?.kind !== "done") { focusOn(panel, "reason"); return; }
    local.reason = "";
    panel.redraw();
    focusOn(panel, "keep");
  };
  return el("section", { class: "rm-card", "aria-label": "Keep this choice" }, el("h4", {}, `Keep look ${one.number}`),
    one.is_kept && el("p", {}, "These kinds are what is kept."),
    labelled(panel, "reason", one.usual ? "Why, in your own words (if you like)" : "Why, in your own words", reason, help),
    el("div", { class: "rm-row" }, button("Keep this choice", go, { key: "keep" })));
}
