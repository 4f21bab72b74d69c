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
    lettersTo(panel, n),
    sentences(panel),
  ];
}

// A letter for those who are ticked; what letters need besides is asked in notebook 05.
function lettersTo(panel, n) {
  const { local, view: { letters } } = panel;
  const which = el("select", { on: { change: (e) => { local.letter = e.target.value; } } },
    letters.map(([id, title]) => el("option", { value: id }, title)));
  local.letter ??= letters[0][0];
  which.value = local.letter;
  return el("div", { class: "rm-row" },
    labelled(panel, "letter", "A letter for those who are ticked", which, "As drafts, with what the letter leaves open. Days and places are filled in in notebook 05."),
    button("Write the drafts", () => panel.run("letters", { letter: local.letter, people: [...local.ticked] }), { key: "letters", disabled: !n }));
}

// Who ticks or sets sentences, and the sentences themselves, one a line.
function sentences(panel) {
  const { local, view: { criteria } } = panel;
  const by = el("input", { type: "text", autocomplete: "name", maxlength: 200, value: local.by ?? "", on: { input: () => { local.by = by.value; } } });
  const lines = el("textarea", { rows: criteria.length + 2, value: local.lines ?? criteria.map((one) => one.text).join("\n"),
    on: { input: () => { local.lines = lines.value; } } });
  const keep = async () => {
    const reply = await panel.run("sentences", { lines: lines.value, by: local.by ?? "" });
    if (reply.notice?.kind === "done") { local.lines = null; panel.redraw(); focusOn(panel, "keep-lines"); }
  };
  return el("details", { key: "advice" },
    el("summary", { key: "see-advice" }, "What advises on admission"),
    labelled(panel, "ticks-by", "Who notes it", by, "Your name: the file keeps who sets sentences and who ticks one beside a name."),
    labelled(panel, "lines", "One sentence a line", lines, "A sentence of yours is ticked by hand. Never who somebody is."),
    el("div", { class: "rm-row" }, button("Keep these sentences", keep, { key: "keep-lines" })));
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
      el("ul", {}, criteria.map((one, i) => el("li", {}, one.by_hand
        ? ticked(panel, row, one, row.checks[i]) : `${one.text} ${row.checks[i]}`)))) : "no answers yet"));
}

function ticked(panel, row, one, met) {
  const key = `met ${row.id} ${one.id}`;
  const choice = el("select", { "aria-label": `${row.name}: ${one.text}`, key, on: { change: async () => {
    const reply = await panel.run("tick", { person: row.id, criterion: one.id, met: choice.value, by: panel.local.by ?? "" });
    if (reply.notice) choice.value = met; else focusOn(panel, key);
  } } }, ["not known", "met", "not met"].map((words) => el("option", { value: words }, words)));
  choice.value = met;
  return [`${one.text} `, choice];
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
