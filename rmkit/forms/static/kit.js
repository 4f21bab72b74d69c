// Kits: `panel.view` holds the pairs, themes and formats of goals; what one kit would hold is a reply.

function draw(panel) {
  const { problem, pairs } = panel.view;
  if (problem) return el("div", { class: "rm-notice rm-wrong", role: "alert" }, el("p", {}, problem));
  if (!panel.view.kept) return el("p", {}, "Kits are written from a programme: open one in ", notebook("00_start_here.ipynb", "00 Start here"), ". All else here needs none.");
  panel.follows = true;
  if (!pairs.length) return el("p", {}, "No pairs are confirmed yet: that is done in ", notebook("04_pairs.ipynb", "04 Pairs"), ". Activities and starters need no pair.");
  return el("div", { class: "rm-library" }, choosePart(panel), shownPart(panel));
}

function choosePart(panel) {
  const { view, local } = panel;
  const options = (list) => list.map(([value, words]) => el("option", { value }, words));
  const pair = el("select", { "data-keep": true }, options([["", `All ${count(view.pairs.length, "pair")}`], ...view.pairs.map(({ id, title }) => [id, title])]));
  const theme = el("select", { "data-keep": true }, options([["", "By what each pair works on"], ...view.themes.map(({ id, title }) => [id, title])]));
  const goals = el("select", { "data-keep": true }, options(view.goals.map(({ id, title }) => [id, title])));
  const folder = el("input", { type: "text", autocomplete: "off", "data-keep": true });
  const show = async () => {
    if (!pair.value) { panel.say({ kind: "note", text: "Choose one pair to see what its kit would hold." }); focusOn(panel, "pair"); return; }
    const { data } = await panel.run("show", { pair: pair.value });
    if (!data?.activities) return;
    local.shown = { ...data, title: view.pairs.find(({ id }) => id === pair.value)?.title ?? "" };
    panel.redraw();
    focusOn(panel, "shown");
  };
  const write = async () => {
    const { data } = await panel.run("write", { pair: pair.value, theme: theme.value, goals: goals.value, folder: folder.value });
    local.left = data?.left ?? [];
    panel.redraw();
  };
  return el("section", { "aria-labelledby": `${panel.id}-kit` },
    el("h3", { id: `${panel.id}-kit` }, "A kit for the pairs"),
    el("p", { class: "rm-soft" }, "Dates, a guide for each side, the sheets, activities and questions that fit. It holds nothing that the two wrote."),
    labelled(panel, "pair", "For whom?", pair), labelled(panel, "theme", "Questions to talk about", theme),
    labelled(panel, "goals", "Format of the goal sheet", goals),
    labelled(panel, "folder", "Folder", folder, `Left empty, the kits go beside the programme, in ${view.folder}.`),
    el("div", { class: "rm-row" }, button("Write", write, { class: "rm-button rm-main", key: "write" }), button("See what would fit", show, { key: "show" })),
    local.left?.length > 0 && el("ul", {}, local.left.map((words) => el("li", {}, words))));
}

function shownPart(panel) {
  const { shown: seen } = panel.local;
  if (!seen) return null;
  return el("section", { "aria-labelledby": `${panel.id}-shown` },
    el("h3", { id: `${panel.id}-shown`, tabindex: "-1", key: "shown" }, seen.title),
    el("p", {}, seen.dates.length ? "They meet:" : "No dates are planned for them yet."),
    seen.dates.length > 0 && el("ul", {}, seen.dates.map((words) => el("li", {}, words))),
    el("p", {}, seen.had ? `They were given ${count(seen.had, "question")} so far; the next kit brings others.` : "They were given no questions so far."),
    el("ul", { class: "rm-list" }, seen.activities.map((one) => el("li", {}, activityCard(one)))));
}
