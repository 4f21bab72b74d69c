// The Monday board. `panel.view` holds the `day` it is seen from, a `summary`, what is `due` by kind,
// the `week` and all `pairs` by their status. A tab's content, an opened pair and what somebody wrote
// come with a reply and stand in `panel.local` alone.

const AT_ONCE = 40; // pairs on a page
const FEW_DUE = 5; // of one kind, before "show all"
const TABS = { monday: "Today and all pairs", calls: "Asks for a call", partners: "Partners", risks: "Risks", reviews: "Reviews", pulse: "Pulse" };
const TAGS = {
  call: ["Asks for a call", "rm-bad"], part: ["Asks for another partner", "rm-bad"], overdue: ["Receipt overdue", "rm-warn"],
  unsigned: ["Not signed by both", "rm-warn"], behind: ["Behind the plan", "rm-warn"], check: ["Something to check", "rm-warn"],
  ended: ["Ended", ""], "one gone": ["One was erased", ""],
};
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function draw(panel) {
  panel.follows = true;
  const { view, local } = panel;
  if (view.problem) return shown(view.problem);
  local.tab ??= "monday";
  return el("div", { class: "rm-office rm-meetings" },
    el("div", { class: "rm-row rm-tools" }, nameField(panel), dayField(panel)),
    el("div", { class: "rm-row", role: "group", "aria-label": "Parts of the board" }, Object.entries(TABS).map(([tab, words]) =>
      button(tabWords(view, tab, words), () => turn(panel, tab), { key: `tab ${tab}`, "aria-pressed": String(local.tab === tab) }))),
    local.tab === "monday" ? monday(panel) : tabPart(panel));
}

function tabWords(view, tab, words) {
  const n = { calls: view.calls, partners: view.partners }[tab];
  return n ? `${words} (${n})` : words;
}

// Who does it, and from which day

function nameField(panel) {
  const by = el("input", { type: "text", autocomplete: "name", maxlength: 200, value: panel.local.by ?? "", on: { input: () => { panel.local.by = by.value; } } });
  return labelled(panel, "by", "Your name", by, "Needed where you note or write something; the file keeps it.");
}

function dayField(panel) {
  const { day, programme_day: own } = panel.view;
  const input = el("input", { type: "date", value: day, on: { change: () => input.value && move(panel, input.value) } });
  return el("div", {}, labelled(panel, "day", "Seen from", input, "Another day shows what would be due then."),
    day !== own && button("Back to today", () => move(panel, ""), { class: "rm-button rm-small", key: "back-to-today" }));
}

async function move(panel, day) {
  panel.local.opened = null;
  const { notice } = await panel.run("day", { day });
  if (!notice && panel.local.tab !== "monday") await turn(panel, panel.local.tab);
}

// Do an act in the name that stands above; without one, go there first.
async function act(panel, name, given) {
  const by = (panel.local.by ?? "").trim();
  const reply = await panel.run(name, { ...given, by });
  if (!by && reply.notice?.kind === "wrong") focusOn(panel, "by");
  return reply;
}

async function turn(panel, tab) {
  const { local } = panel;
  Object.assign(local, { read: null, free: null, opened: null });
  if (tab !== "monday") {
    const { notice, data } = await panel.run("turn", { tab });
    if (notice) return;
    local.behind = data;
  } else panel.say(null);
  local.tab = tab;
  panel.redraw();
  focusOn(panel, `tab ${tab}`);
}

// Today

function monday(panel) {
  const { view } = panel;
  if (!view.pairs.length) {
    return el("p", {}, "No pairs run yet. They are made and confirmed in ", notebook("04_pairs.ipynb", "04 Match the pairs"), "; letters and dates come from ", notebook("05_kick_off.ipynb", "05 Kick off"), ".");
  }
  return [el("p", { class: "rm-lead" }, el("strong", {}, `${view.day_words}. `), view.summary.join(" ")),
    duePart(panel), weekPart(panel), pairsPart(panel)];
}

function duePart(panel) {
  const { due, reminders } = panel.view;
  const n = due.reduce((sum, group) => sum + group.n, 0);
  return el("section", { "aria-labelledby": `${panel.id}-due` },
    el("h3", { id: `${panel.id}-due` }, n ? `Due today (${n.toLocaleString("en-GB")})` : "Due today"),
    n === 0 && el("p", {}, "Nothing is due. A good Monday."),
    reminders > 0 && el("div", { class: "rm-row" },
      button(`Write the ${count(reminders, "reminder")}`, () => remind(panel, []), { class: "rm-button rm-main", key: "remind" }),
      el("span", { class: "rm-soft" }, "As drafts in a folder beside the programme; nothing is sent.")),
    panel.local.folder && el("div", { class: "rm-notice" }, el("p", {}, "The drafts are here:"), copyable(panel, panel.local.folder, "Copy this path", "copy-folder")),
    due.map((group) => dueGroup(panel, group)));
}

function dueGroup(panel, { kind, title, letter, n, rows }) {
  const { local } = panel;
  local.all ??= {};
  const shownRows = local.all[kind] ? rows : rows.slice(0, FEW_DUE);
  const open = rows.some(({ reminded }) => !reminded);
  return el("div", { class: "rm-due" },
    el("div", { class: "rm-entry" }, el("div", {}, el("h4", {}, `${title} (${n.toLocaleString("en-GB")})`)),
      letter && open && button("Write these reminders", () => remind(panel, [kind]), { class: "rm-button rm-small", key: `remind ${kind}`, "aria-label": `Write these reminders: ${title}` }),
      TAB_OF[kind] && button("Look", () => turn(panel, TAB_OF[kind]), { class: "rm-button rm-small", key: `look ${kind}`, "aria-label": `Look: ${title}` })),
    el("ul", { class: "rm-list" }, shownRows.map((row) => el("li", {}, el("div", { class: "rm-entry" },
      el("div", {}, whoOf(panel, row), el("span", { class: "rm-soft rm-follows" }, row.why, row.reminded && ` Reminded on ${row.reminded}.`)),
      row.pair && button("Open", () => openPair(panel, row.pair), { class: "rm-button rm-small", key: `due ${kind} ${row.pair}`, "aria-label": `Open the pair: ${row.who || row.pair}` }))))),
    local.all[kind] && n > rows.length && el("p", { class: "rm-soft" }, `and ${(n - rows.length).toLocaleString("en-GB")} more`),
    rows.length > shownRows.length && button(n > rows.length ? `Show ${rows.length}` : `Show all ${n.toLocaleString("en-GB")}`, () => { local.all[kind] = true; panel.redraw(); }, { class: "rm-button rm-small", key: `all ${kind}` }));
}

const TAB_OF = { call: "calls", "one line": "partners", part: "partners", join: "partners", "low pulse": "pulse", drift: "pulse", review: "reviews" };

function whoOf(panel, { who, pair }) {
  const named = who || panel.view.pairs.find(([id]) => id === pair)?.[1] || "The programme";
  const many = named.split(", ");
  return el("b", {}, many.length > 4 ? `${many.slice(0, 3).join(", ")} and ${many.length - 3} more` : named);
}

async function remind(panel, kinds) {
  const { data } = await act(panel, "remind", { kinds });
  if (!data?.folder) return;
  panel.local.folder = data.folder;
  panel.redraw();
}

function weekPart(panel) {
  const { week } = panel.view;
  return el("details", { key: "week", open: week.length > 0 && week.length <= 12 },
    el("summary", { key: "week-summary" }, week.length ? `Who meets this week (${week.length})` : "Nobody meets this week, as far as it is planned"),
    el("ul", { class: "rm-list" }, week.map(([day, at, who, where, told]) => el("li", {},
      el("b", {}, `${day}, ${at}`), ` ${who} `, el("span", { class: "rm-soft" }, [where, TOLD[told]].filter(Boolean).join(", "))))));
}

const TOLD = { held: "held", moved: "moved", cancelled: "called off" };

// All pairs

function pairsPart(panel) {
  const { view, local } = panel;
  const place = el("div", {});
  const counts = new Map();
  for (const row of view.pairs) for (const tag of row[9]) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const find = el("input", { type: "search", autocomplete: "off", value: local.find ?? "", on: { input: () => { local.find = find.value; local.from = 0; fill(); } } });
  const only = (tag) => { local.only = local.only === tag ? null : tag; local.from = 0; panel.redraw(); };
  const fill = () => place.replaceChildren(...pairRows(panel, fill));
  fill();
  return el("section", { "aria-labelledby": `${panel.id}-pairs` },
    el("h3", { id: `${panel.id}-pairs`, tabindex: "-1", key: "pairs" }, `All pairs (${view.pairs.length.toLocaleString("en-GB")})`),
    el("p", { class: "rm-soft" }, "By their status only: what the two talk about stays with them."),
    local.opened && openedPart(panel, local.opened),
    el("div", { class: "rm-row", role: "group", "aria-label": "Show only" }, Object.entries(TAGS).filter(([tag]) => counts.get(tag)).map(([tag, [words]]) =>
      button(`${words} (${counts.get(tag)})`, () => only(tag), { class: "rm-button rm-small", key: `only ${tag}`, "aria-pressed": String(local.only === tag) }))),
    labelled(panel, "find", "Find a pair", find, "A part of a name, or the id of a pair."),
    place);
}

function pairRows(panel, again) {
  const { view, local } = panel;
  const wanted = fold(local.find ?? "").trim();
  const fits = view.pairs.filter((row) => (!local.only || row[9].includes(local.only)) && (!wanted || fold(`${row[0]} ${row[1]}`).includes(wanted)));
  const from = Math.min(local.from ?? 0, Math.max(0, fits.length - 1));
  const here = fits.slice(from, from + AT_ONCE);
  const step = (to, key) => { local.from = to; again(); if (!focusOn(panel, key)) focusOn(panel, "pairs"); };
  const heads = ["Pair", "Held", "Longer talks", "Last", "Next", "To see"];
  return [
    el("p", { class: "rm-soft", role: "status" }, fits.length === 0 ? "No pair fits." : fits.length <= AT_ONCE ? count(fits.length, "pair") : `Pairs ${from + 1} to ${from + here.length} of ${fits.length.toLocaleString("en-GB")}`),
    here.length > 0 && el("table", { class: "rm-pairs" },
      el("thead", {}, el("tr", {}, heads.map((words) => el("th", { scope: "col" }, words)))),
      el("tbody", {}, here.map((row) => pairRow(panel, row)))),
    fits.length > AT_ONCE && el("div", { class: "rm-row" },
      button("Earlier", () => step(Math.max(0, from - AT_ONCE), "earlier"), { class: "rm-button rm-small", key: "earlier", disabled: from === 0 }),
      button("Further", () => step(from + AT_ONCE, "further"), { class: "rm-button rm-small", key: "further", disabled: from + AT_ONCE >= fits.length })),
  ].filter(Boolean);
}

function pairRow(panel, [id, who, , held, expected, longer, last, next, overdue, tags]) {
  const cell = (label, ...inside) => el("td", { "data-label": label }, inside);
  return el("tr", {},
    el("th", { scope: "row" }, button(who, () => openPair(panel, id), { class: "rm-plain", key: `open ${id}` })),
    cell("Held", expected !== null && held < expected ? `${held}, the plan expects ${expected}` : held),
    cell("Longer talks", longer), cell("Last", last || "–"),
    cell("Next", next || "–"),
    cell("To see", tags.length ? tags.map((tag) => el("span", { class: `rm-tag ${TAGS[tag][1]}` }, tag === "overdue" && overdue > 1 ? `${TAGS[tag][0]} (${overdue})` : TAGS[tag][0])) : "–"));
}

async function openPair(panel, pair) {
  const { notice, data } = await panel.run("show_pair", { pair });
  if (notice) return;
  Object.assign(panel.local, { opened: data, typed: {}, telling: false });
  panel.redraw();
  focusOn(panel, "opened");
  panel.body.querySelector(".rm-opened")?.scrollIntoView({ block: "nearest" });
}

function openedPart(panel, one) {
  const { local } = panel;
  const close = () => { local.opened = null; panel.redraw(); if (!focusOn(panel, `open ${one.pair}`)) focusOn(panel, "pairs"); };
  return el("div", { class: "rm-card rm-opened" },
    el("div", { class: "rm-entry" },
      el("h4", { tabindex: "-1", key: "opened" }, one.people.map(([, name]) => name).join(" with ") || one.pair),
      button("Close", close, { class: "rm-button rm-small", key: "close-pair" })),
    el("p", { class: "rm-soft" }, `${one.pair}, a pair since ${one.since}${one.until ? ` until ${one.until}` : ""}. `, one.contact ? `First contact on ${one.contact}.` : "No first contact is noted."),
    el("ul", {}, one.facts.map((words) => el("li", {}, words)),
      one.people.map(([, name, , signed]) => el("li", {}, `${name} ${signed ? `signed the agreement on ${signed}.` : "has not signed the agreement."}`)),
      one.next && el("li", {}, `They meet next on ${one.next}.`)),
    one.overdue.length > 0 && el("div", { class: "rm-notice rm-warned" }, el("p", {}, `Planned, and nobody told whether it was held: ${one.overdue.join(", ")}.`)),
    one.check.length > 0 && el("div", { class: "rm-notice rm-warned" }, el("ul", {}, one.check.map((words) => el("li", {}, words)))),
    one.days.length > 0 && el("details", { key: "told-days" }, el("summary", { key: "told-days-summary" }, `What was told of their meetings (${one.days.length})`),
      el("ul", {}, one.days.map(([day, told, minutes]) => el("li", {}, [`${day}: ${told}`, minutes].filter(Boolean).join(", "))))),
    el("div", { class: "rm-row" },
      button("Note a receipt", () => { local.telling = !local.telling; local.typed = {}; panel.redraw(); }, { key: "note-receipt", "aria-expanded": String(Boolean(local.telling)) }),
      notebook("05_kick_off.ipynb", "Plan or move their meetings in 05 Kick off")),
    !one.contact && !one.until && contactPart(panel, one),
    local.telling && receiptPart(panel, one));
}

function contactPart(panel, one) {
  const on = el("input", { type: "date", max: panel.view.day, value: panel.view.day, "data-keep": true });
  const keep = async () => {
    const reply = await act(panel, "contact", { pair: one.pair, on: on.value });
    if (reply.notice?.kind !== "done") return;
    panel.local.opened = reply.data;
    panel.redraw();
    focusOn(panel, "opened");
  };
  return [labelled(panel, "contact-on", "When were they in touch first?", on, "A mail or a call counts; the mentor begins, within two weeks."),
    el("div", { class: "rm-row" }, button("Note that they are in touch", keep, { key: "contact" }))];
}

function receiptPart(panel, one) {
  const who = el("select", { "data-keep": true }, one.people.map(([id, name, role]) => el("option", { value: id }, `${name}, ${role}`)));
  const ask = async (given) => {
    const reply = await panel.ask("receipt", { ...given, by: (panel.local.by ?? "").trim(), pair: one.pair, person: who.value });
    if (reply.notice?.kind === "done") {
      setTimeout(() => {
        Object.assign(panel.local, { opened: reply.data, telling: false, typed: {} });
        panel.redraw();
        panel.say(reply.notice);
        focusOn(panel, "opened");
      });
    }
    return reply;
  };
  return [el("p", { class: "rm-soft" }, "For what one of them told you. What they send themselves counts before it."),
    labelled(panel, "teller", "Who told you?", who), formOf(panel, "receipt", { form: one.receipt, save: "Note it", ask })];
}

// The form itself, drawn as everywhere; `ask` is what happens when it is sent.
function formOf(panel, name, { form, save, ask }) {
  const place = el("div", { class: "rm-sheet" });
  panel.local.typed ??= {};
  const own = panel.local.typed[name] ??= {};
  place.append(drawForm({
    id: `${panel.id}-${name}`, root: panel.root, local: own, top: 4,
    get body() { return panel.body.querySelector(".rm-sheet") ?? place; },
    view: { form, answers: {}, others: {}, draft: null, save, again: "Empty the form", edits: false },
    ask: (_, given) => ask(given), say: panel.say, redraw: panel.redraw,
  }));
  return place;
}
