// Meetings. `panel.view` holds `pairs` with their next meeting, the `proposal` to look at (what stands
// in the way first) or null, the `opened` pair or null, and what is `waiting` to be written.

const ASKED = [
  ["calendars", "Folder of calendars", "One .ics file a person, named by id or e-mail address: P014.ics. Only busy times are read, and nothing of them is kept. Leave it blank to go by half-days alone.", { type: "text" }],
  ["first", "First day", "A week from now, or the plan's first day, where it is blank.", { type: "date", max: "9999-12-31" }],
  ["cadence_weeks", "One meeting every … weeks", "Blank: spread evenly over the plan.", { type: "text", inputmode: "numeric" }],
  ["meetings", "Meetings a pair", "Blank: as planned.", { type: "text", inputmode: "numeric" }],
  ["minutes", "Minutes", "Blank: as planned.", { type: "text", inputmode: "numeric" }],
  ["zone", "Time zone", "For all whose row in the staff list says no other: Europe/Berlin.", { type: "text" }],
  ["holidays", "Public holidays of", "A country (DE) or a part of one (DE-BY); blank for none.", { type: "text" }],
  ["place", "Where everybody meets", "A room or a town, where you name no rooms below.", { type: "text" }],
  ["link", "Link of a video call", "Also for pairs at two sites, or without a free room.", { type: "url" }],
];
const ROOMS = "One a line. “Red @ Ulm” serves people who both sit in Ulm; “Red: mon_am; tue_pm” is free on these half-days only.";
const MOST = 100; // rows at once

function draw(panel) {
  panel.follows = true;
  const { view } = panel;
  if (view.problem) return el("div", { class: "rm-notice rm-note" }, el("p", {}, view.problem));
  return el("div", { class: "rm-office rm-schedule" }, nameField(panel),
    view.proposal ? proposalPart(panel, view.proposal) : askPart(panel),
    pairsPart(panel), view.opened && openedPart(panel, view.opened), invitePart(panel));
}

function nameField(panel) {
  const by = el("input", { type: "text", autocomplete: "name", maxlength: 200, value: panel.local.by ?? "", on: { input: () => { panel.local.by = by.value; } } });
  return labelled(panel, "by", "Your name", by, "Needed where something is kept or changed; the file keeps it.");
}

async function act(panel, name, given = {}) {
  const by = (panel.local.by ?? "").trim();
  const reply = await panel.run(name, { ...given, by });
  if (!by && reply.notice?.kind === "wrong") focusOn(panel, "by");
  return reply;
}

// A field whose text outlives a redraw.
function field(panel, name, label, help, more, start = "") {
  panel.local.typed ??= {};
  const { typed } = panel.local;
  const tag = more.rows ? "textarea" : "input";
  const input = el(tag, { ...more, value: typed[name] ?? start, on: { input: () => { typed[name] = input.value; } } });
  return labelled(panel, name, label, input, help);
}

// Propose

function askPart(panel) {
  const { view } = panel, start = { zone: view.zone, holidays: view.holidays };
  const fields = ASKED.map(([name, label, help, more]) => field(panel, name, label, help, more, start[name]));
  const go = () => {
    const typed = { ...start, ...panel.local.typed };
    return propose(panel, typed);
  };
  const few = 3;
  return el("section", { "aria-labelledby": `${panel.id}-ask` },
    el("h3", { id: `${panel.id}-ask` }, "Look for common hours"),
    el("p", { class: "rm-soft" }, view.planned || "The plan does not say how many meetings there are: fill it in below, or in 01 Objective.",
      " Pairs that have meetings to come are left as they are."),
    el("div", { class: "rm-fields" }, fields.slice(0, few)),
    el("details", { "data-key": "more" }, el("summary", { key: "more-options" }, "Rooms, length, time zone, public holidays"),
      el("div", { class: "rm-fields" }, fields.slice(few), field(panel, "rooms", "Rooms", ROOMS, { rows: 3 }))),
    el("div", { class: "rm-row" }, button("Propose meetings", go, { class: "rm-button rm-main", key: "propose" })));
}

async function propose(panel, typed) {
  const names = [...ASKED.map(([name]) => name), "rooms"];
  const given = Object.fromEntries(names.map((name) => [name, String(typed[name] ?? "")]));
  const reply = await act(panel, "propose", { ...given, pairs: typed.pairs ?? [] });
  if (reply.notice?.kind === "done") focusOn(panel, "proposal");
}

function proposalPart(panel, proposal) {
  const away = async () => { await act(panel, "put_away"); focusOn(panel, "propose"); };
  const keep = async () => { const { notice } = await act(panel, "keep"); if (notice?.kind === "done") focusOn(panel, "invite"); };
  return el("section", { class: "rm-card", "aria-labelledby": `${panel.id}-proposal` },
    el("h3", { id: `${panel.id}-proposal`, tabindex: "-1", key: "proposal" }, "The proposal"),
    el("p", {}, proposal.frame, " Nothing is kept yet."),
    proposal.without.length > 0 && withoutPart(panel, proposal.without),
    proposal.notes.length > 0 && el("details", { "data-key": "notes", open: true }, el("summary", { key: "sum-notes" }, `To know (${proposal.notes.length})`),
      el("ul", {}, proposal.notes.map((words) => el("li", {}, words)))),
    proposal.series.length > 0 && [el("h4", {}, `Proposed: ${count(proposal.series.length, "pair")}`), seriesTable(proposal.series)],
    el("div", { class: "rm-row" },
      proposal.series.length > 0 && button("Keep these meetings", keep, { class: "rm-button rm-main", key: "keep" }),
      button("Put it away", away, { key: "away" })));
}

function withoutPart(panel, without) {
  return [el("h4", {}, `Without a common hour: ${count(without.length, "pair")}`),
    el("ul", { class: "rm-list" }, without.slice(0, MOST).map((one) => el("li", {},
      el("b", {}, one.names), ` (${one.pair}) `, el("span", { class: "rm-tag rm-warn" }, one.missing),
      el("ul", {}, one.why.map((words) => el("li", {}, words))),
      el("p", { class: "rm-soft" }, "What would help:"), el("ul", {}, one.helps.map((words) => el("li", {}, words)))))),
    without.length > MOST && el("p", {}, `… and ${without.length - MOST} more.`)];
}

function seriesTable(series) {
  const rows = series.slice(0, MOST).map((one) => el("tr", {},
    el("th", { scope: "row" }, el("b", {}, one.names), el("span", { class: "rm-soft" }, one.pair)),
    el("td", {}, el("span", {}, one.rhythm), one.moved.length > 0 && el("span", { class: "rm-soft" }, `Elsewhere: meeting ${one.moved.join(", ")}`)),
    el("td", {}, el("details", { "data-key": `days ${one.pair}` }, el("summary", { key: `sum ${one.pair}` }, one.days[0]),
      el("ol", {}, one.days.map((day) => el("li", {}, day)))))));
  return [el("table", {}, el("thead", {}, el("tr", {}, ["Pair", "When", "First, and all others"].map((words) => el("th", { scope: "col" }, words)))), el("tbody", {}, rows)),
    series.length > MOST && el("p", {}, `… and ${series.length - MOST} more; keeping keeps all.`)];
}

// The pairs

function pairsPart(panel) {
  const { pairs } = panel.view, { local } = panel;
  const find = el("input", { type: "search", value: local.find ?? "", on: { input: () => { local.find = find.value; panel.redraw(); } } });
  const wanted = (local.find ?? "").trim().toLowerCase();
  const found = pairs.filter((row) => `${row.names} ${row.pair}`.toLowerCase().includes(wanted));
  return el("section", { "aria-labelledby": `${panel.id}-pairs` },
    el("h3", { id: `${panel.id}-pairs` }, `Meetings to come: ${count(pairs.length, "pair")}`),
    pairs.length > 10 && labelled(panel, "find", "Find a pair", find),
    el("table", {}, el("thead", {}, el("tr", {}, ["Pair", "Next meeting", "To come", ""].map((words) => el("th", { scope: "col" }, words || el("span", { class: "rm-hidden" }, "Open"))))),
      el("tbody", {}, found.slice(0, MOST).map((row) => pairRow(panel, row)))),
    found.length > MOST && el("p", {}, `… and ${found.length - MOST} more: find one by name or id.`));
}

function pairRow(panel, row) {
  const here = panel.view.opened?.pair === row.pair;
  const turn = async () => { await panel.run("open_pair", { pair: here ? "" : row.pair }); focusOn(panel, here ? `open ${row.pair}` : "opened"); };
  return el("tr", {},
    el("th", { scope: "row" }, el("b", {}, row.names), el("span", { class: "rm-soft" }, row.pair)),
    el("td", {}, row.next ? [el("span", {}, row.next), el("span", { class: "rm-soft" }, row.where)] : el("span", {}, "None"),
      row.flags && el("span", { class: "rm-soft" }, `${row.flags[0].toUpperCase()}${row.flags.slice(1)}.`),
      row.contact && el("span", { class: row.late ? "" : "rm-soft" }, row.contact)),
    el("td", {}, row.planned ? `${row.planned} to come` : "–"),
    el("td", { class: "rm-do" }, button(here ? "Close" : "Open", turn, { class: "rm-button rm-small", key: `open ${row.pair}`, "aria-expanded": String(here), "aria-label": `${here ? "Close" : "Open"}: ${row.names}` })));
}

function openedPart(panel, opened) {
  const { pair } = opened;
  const waits = panel.view.pairs.find((row) => row.pair === pair)?.contact;
  return el("section", { class: "rm-card", "aria-labelledby": `${panel.id}-opened` },
    el("h3", { id: `${panel.id}-opened`, tabindex: "-1", key: "opened" }, `${opened.names} (${pair})`),
    el("p", { class: "rm-soft" }, `By the clock of ${opened.zone}. `, opened.flags && `${opened.flags[0].toUpperCase()}${opened.flags.slice(1)}.`),
    waits && el("div", { class: "rm-row" }, el("span", {}, waits),
      button("They are in touch", () => act(panel, "contacted", { pair }), { class: "rm-button rm-small", key: "contact" })),
    el("ul", { class: "rm-list" }, opened.meetings.map((one) => meetingRow(panel, pair, one))),
    otherTime(panel, "add", "Another meeting", "Add it", (to) => act(panel, "move", { pair, to, number: null })),
    opened.history.length > 0 && el("details", { "data-key": "history" }, el("summary", { key: "sum-history" }, "What was changed"),
      el("ul", {}, opened.history.map((words) => el("li", {}, words)))));
}

function meetingRow(panel, pair, one) {
  const { local } = panel, key = `${pair} ${one.number}`, open = local.moving?.key === key;
  const move = async () => {
    if (open) { local.moving = null; panel.redraw(); return; }
    const { data, notice } = await act(panel, "offers", { pair, number: one.number, calendars: local.typed?.calendars ?? "" });
    if (notice?.kind === "wrong") return;
    local.moving = { key, offers: data.offers };
    panel.redraw();
    focusOn(panel, `move ${key}`);
  };
  const off = () => act(panel, "cancel", { pair, number: one.number });
  return el("li", {}, el("div", { class: "rm-entry" },
    el("div", {}, el("span", { class: one.state ? "rm-gone" : "" }, `${one.number}. ${one.says}`), one.state && [" ", el("span", { class: "rm-tag" }, one.state)]),
    one.coming && el("div", { class: "rm-row" },
      button("Move", move, { class: "rm-button rm-small", key: `move ${key}`, "aria-expanded": String(open), "aria-label": `Move meeting ${one.number}` }),
      button("Call off", off, { class: "rm-button rm-small", key: `off ${key}`, "aria-label": `Call off meeting ${one.number}` }))),
  open && movePart(panel, pair, one, local.moving.offers));
}

function movePart(panel, pair, one, offers) {
  const go = async (to) => {
    const { notice } = await act(panel, "move", { pair, number: one.number, to });
    if (notice?.kind !== "done") return;
    panel.local.moving = null;
    panel.redraw();
    focusOn(panel, `move ${pair} ${one.number}`);
  };
  return el("div", { class: "rm-card", role: "group", "aria-label": `Move meeting ${one.number}` },
    offers.length > 0
      ? [el("p", { class: "rm-soft" }, "Free for both, by what is known:"), el("div", { class: "rm-row" }, offers.map((offer) => button(offer.says, () => go(offer.at), { key: `to ${offer.at}` })))]
      : el("p", {}, "No time is free for both between the meetings before and after it."),
    otherTime(panel, "other", "Another time", "Move it", go, one.local));
}

function otherTime(panel, name, label, words, go, start = "") {
  const input = el("input", { type: "datetime-local", value: start, max: "9999-12-31T23:59" });
  return el("div", {}, labelled(panel, name, label, input), button(words, () => go(input.value), { class: "rm-button rm-small", key: `${name}-go` }));
}

// Invitations

function invitePart(panel) {
  const { waiting } = panel.view;
  return el("section", { "aria-labelledby": `${panel.id}-invite` },
    el("h3", { id: `${panel.id}-invite` }, "Invitations"),
    el("p", {}, waiting || "Calendars know all meetings as they stand."),
    el("div", { class: "rm-row" }, button("Write invitations", () => act(panel, "invite"), { class: "rm-button rm-main", key: "invite", disabled: waiting ? null : true }),
      el("span", { class: "rm-soft" }, "Drafts in a new folder beside the programme's file. You send them.")));
}
