// Who stands where in the admission. `panel.view` holds `rows`, `counts` by state and the sentences
// of `criteria`; what is ticked stays in the page until a step is taken.
const ROWS_AT_ONCE = 20;
const STEPS = [["invite", "Invite"], ["interviewed", "Mark as interviewed"], ["admit", "Admit"],
  ["wait", "Put on the waiting list"], ["decline", "Decline"]];

function draw(panel) {
  panel.follows = true;
  const { local, view: { rows, counts, criteria } } = panel;
  local.ticked ??= new Set();
  if (!rows.length) return el("p", {}, "Nobody is here yet. Drop in your staff list above, or the answers.");
  const find = el("input", { type: "search", key: "find", "data-keep": true, value: local.find ?? "",
    on: { input: (e) => { local.find = e.target.value; local.most = ROWS_AT_ONCE; panel.redraw(); } } });
  const state = el("select", { key: "state", on: { change: (e) => { local.state = e.target.value; local.most = ROWS_AT_ONCE; panel.redraw(); } } },
    el("option", { value: "" }, "all"), counts.map(([name, n]) => el("option", { value: name }, `${name} (${n})`)));
  state.value = local.state ?? "";
  const wanted = (local.find ?? "").trim().toLowerCase();
  const found = rows.filter((row) => (!local.state || row.standing === local.state)
    && (!wanted || [row.name, row.id, row.department].some((text) => text.toLowerCase().includes(wanted))));
  const now = found.slice(0, local.most ?? ROWS_AT_ONCE);
  const n = local.ticked.size;
  return [
    el("p", {}, el("strong", {}, counts.map(([name, k]) => `${k} ${name}`).join(", "))),
    el("div", { class: "rm-row" }, labelled(panel, "find", "Find a name or department", find), labelled(panel, "state", "State", state)),
    el("div", { class: "rm-row" },
      button(`Tick all ${found.length} found`, () => { for (const row of found) local.ticked.add(row.id); panel.redraw(); }, { key: "all" }),
      button("Untick all", () => { local.ticked.clear(); panel.redraw(); }, { key: "none", disabled: !n })),
    el("div", { class: "rm-scroll", tabindex: "0", role: "region", "aria-label": "Admissions" }, el("table", {},
      el("thead", {}, el("tr", {}, ["Name", "Department", "State", "What advises"].map((words) => el("th", { scope: "col" }, words)))),
      el("tbody", {}, now.map((row) => line(panel, row, criteria))))),
    found.length > now.length && el("div", { class: "rm-row" }, button(`Show more of ${found.length}`,
      () => { local.most = now.length + ROWS_AT_ONCE; panel.redraw(); }, { key: "more" })),
    !found.length && el("p", {}, "Nobody fits."),
    el("p", { role: "status" }, `${n} ticked. What advises does not decide: a person does.`),
    el("div", { class: "rm-row" }, STEPS.map(([step, words]) => button(words, () => askFor(panel, step, words), { key: step, disabled: !n }))),
    local.asking && asked(panel, local.asking),
  ];
}

function line(panel, row, criteria) {
  const box = el("input", { type: "checkbox", key: `tick ${row.id}`, on: { change: () => {
    if (box.checked) panel.local.ticked.add(row.id); else panel.local.ticked.delete(row.id);
    panel.redraw();
  } } });
  box.checked = panel.local.ticked.has(row.id);
  return el("tr", {},
    el("th", { scope: "row" }, el("label", { class: "rm-choice" }, box, row.name)),
    el("td", {}, row.department || "–"),
    el("td", {}, row.standing, row.since && el("div", { class: "rm-soft" }, `${dayOf(row.since)}, ${row.by}`)),
    el("td", {}, row.checks.length ? el("details", { key: `why ${row.id}` },
      el("summary", { key: `see ${row.id}` }, `${row.checks.filter((c) => c === "not met").length} not met, ${row.checks.filter((c) => c === "not known").length} not known`),
      el("ul", {}, criteria.map((text, i) => el("li", {}, `${text} ${row.checks[i]}`)))) : "no answers yet"));
}

function askFor(panel, step, words) {
  const people = [...panel.local.ticked];
  panel.local.asking = { from: step, title: `${words}: ${count(people.length, "person", "people")}?`, yes: words,
    told: el("p", {}, "Those for whom it is not possible stay as they are, and you read why. It can be undone. Nobody is written to."),
    go: (by) => panel.run("decide", { step, people, by }),
    then: () => { panel.local.ticked.clear(); panel.redraw(); focusOn(panel, "find"); } };
  panel.redraw();
  focusOn(panel, "asked");
}
