// What stands behind the other tabs of the Monday board; `panel.local.behind` is what a reply brought.

function tabPart(panel) {
  const { behind, tab } = panel.local;
  const parts = { calls: callsPart, partners: partnersPart, risks: risksPart, reviews: reviewsPart, pulse: pulsePart };
  return el("section", { "aria-label": TABS[tab] }, parts[behind.tab]?.(panel, behind));
}

// Take what a reply brought of a tab, and show it again.
function behindNow(panel, { notice, data }, key) {
  if (!data?.tab) return;
  Object.assign(panel.local, { behind: data, read: null, typed: {} });
  panel.redraw();
  if (notice) panel.say(notice);
  if (key) focusOn(panel, key);
}

// Who asks for a call

const STANDS = { open: "Nobody has talked with them yet", talk: "In talk", settled: "Settled" };

function callsPart(panel, { calls, within, outcomes }) {
  return [el("p", {}, `Answer within ${within} working days. A concern and a wish for a call look the same here. What they wrote is opened one at a time, and the access log keeps who opened it.`),
    calls.length === 0 && el("p", {}, "Nobody asks for a call."),
    el("ul", { class: "rm-list" }, calls.map((call) => callRow(panel, call, outcomes)))];
}

function callRow(panel, call, outcomes) {
  const { local } = panel;
  const read = local.read?.call === call.id ? local.read : null;
  const open = async () => {
    const { data } = await act(panel, "read", { call: call.id });
    if (!data?.read) return;
    local.read = data.read;
    panel.redraw();
    focusOn(panel, "read");
  };
  return el("li", {}, el("div", { class: "rm-entry" },
      el("div", {}, el("b", {}, call.who), " ", el("span", { class: `rm-tag ${call.state === "settled" ? "rm-good" : call.late ? "rm-bad" : "rm-warn"}` }, call.late ? "Answer overdue" : call.state === "open" ? "Open" : STANDS[call.state]),
        el("span", { class: "rm-soft rm-follows" }, `Asked on ${call.since}. `, call.state === "open" && `An answer is due by ${call.by}.`, call.told && `${call.told}. `, call.back && `Back to it on ${call.back}.`)),
      !read && button("Open it, and handle it", open, { class: "rm-button rm-small", key: `read ${call.id}`, "aria-label": `Open what ${call.who} asks for` })),
    read && readPart(panel, call, read, outcomes));
}

function readPart(panel, call, read, outcomes) {
  const pick = (name, options, first) => el("select", { "data-keep": true }, first && el("option", { value: "" }, first), options.map(([value, words]) => el("option", { value, selected: value === name }, words)));
  const state = pick(call.state === "open" ? "talk" : call.state, Object.entries(STANDS));
  const outcome = pick("", outcomes, "Not yet");
  const agreed = el("textarea", { maxlength: 1000, rows: 2, "data-keep": true });
  const back = el("input", { type: "date", "data-keep": true });
  const close = () => { panel.local.read = null; panel.redraw(); focusOn(panel, `read ${call.id}`); };
  const keep = async () => behindNow(panel, await act(panel, "outcome", { call: call.id, state: state.value, outcome: outcome.value, agreed: agreed.value, back: back.value }), `read ${call.id}`);
  return el("div", { class: "rm-card" },
    el("div", { class: "rm-entry" }, el("h4", { tabindex: "-1", key: "read" }, `What ${call.who} wrote`), button("Close", close, { class: "rm-button rm-small", key: "close-read" })),
    el("dl", {}, read.said.map(([asked, answer]) => [el("dt", {}, asked), el("dd", {}, answer)])),
    read.notes.length > 0 && el("details", { key: "notes" }, el("summary", { key: "notes-summary" }, "Your notes so far"), el("dl", {}, read.notes.map(([asked, answer]) => [el("dt", {}, asked), el("dd", {}, answer)]))),
    labelled(panel, "state", "Where does it stand?", state), labelled(panel, "outcome", "How did it end?", outcome, "Once it is settled."),
    labelled(panel, "agreed", "What was agreed?", agreed, "In a line or two, as you would say it to them. Do not repeat what they wrote."),
    labelled(panel, "back", "When do you come back to it?", back),
    el("div", { class: "rm-row" }, button("Keep this note", keep, { class: "rm-button rm-main", key: "keep-outcome" })));
}

// Parting and joining

const TELLS = { myself: "Who asked tells the partner.", coordinator: "You are asked to tell the partner.", together: "Who asked tells it together with you." };

function partnersPart(panel, { wishes, joiners, waiting }) {
  return [el("p", {}, "Nobody is asked why, and a wish counts against nobody. The partner hears that the pair ends, and nothing else. Who of the two asked stands in notebook 04, for you alone."),
    wishes.length > 0 && el("h3", {}, `${count(wishes.length, "wish", "wishes")} for a change`),
    el("ul", { class: "rm-list" }, wishes.map((one, i) => el("li", {},
      el("div", {}, el("b", {}, one.who), ` since ${one.since}: ${one.wish}. ${one.stop ? "Until then rather no more meetings. " : ""}${TELLS[one.telling] ?? ""}`),
      one.people.map(([id, name]) => freeOf(panel, id, name, `wish ${i} ${id}`))))),
    joiners.length > 0 && el("h3", {}, `${count(joiners.length, "person", "people")} to place`),
    el("ul", { class: "rm-list" }, joiners.map((one) => el("li", {},
      el("div", {}, el("b", {}, one.name), ` (${one.role})`, el("span", { class: "rm-soft rm-follows" }, one.because, one.since && ` Since ${one.since}.`)),
      freeOf(panel, one.id, one.name, `join ${one.id}`)))),
    !wishes.length && !joiners.length && el("p", {}, "Nobody asks for a change, and nobody joined since the pairs were made."),
    waiting > 0 && el("p", { class: "rm-soft" }, `${count(waiting, "other person waits", "other people wait")} since an earlier search.`),
    el("p", {}, "Ending a pair, and proposing new ones, is done in ", notebook("04_pairs.ipynb", "04 Match the pairs"), ".")];
}

function freeOf(panel, person, name, key) {
  const { free } = panel.local;
  const look = async () => {
    const { notice, data } = await panel.run("candidates", { person });
    if (notice || !data?.free) return;
    panel.local.free = data.free;
    panel.redraw();
    focusOn(panel, key);
  };
  const mine = free?.person === person ? free.found : null;
  return el("div", { class: "rm-free" },
    el("div", { class: "rm-row" }, button(`Two candidates for ${name}`, look, { class: "rm-button rm-small", key })),
    mine && (mine.length ? el("ul", {}, mine.map((row) => el("li", {}, el("b", {}, `${row.name} (${row.role}), ${Math.round(row.score)} of 100`), `: ${row.reason} ${row.warnings}`)))
      : el("p", {}, `Nobody is free whom the rules allow for ${name}.`)));
}

// Risks

function risksPart(panel, { risks, levels }) {
  return [el("p", {}, "What can get in the way, how it shows early and what helps. Rated ones stand first. What is counted here is a hint where to look, no proof."),
    risks.map((risk) => el("details", { class: "rm-risk", key: `risk ${risk.id}` },
      el("summary", { key: `risk-summary ${risk.id}` }, risk.title, " ",
        risk.likely && el("span", { class: `rm-tag ${risk.likely * risk.harm >= 6 ? "rm-bad" : risk.likely * risk.harm >= 3 ? "rm-warn" : ""}` }, `${risk.likely} × ${risk.harm}`), " ",
        risk.counted && el("span", { class: "rm-tag rm-warn" }, risk.counted)),
      riskPart(panel, risk, levels))),
    ownRisk(panel, levels)];
}

function ownRisk(panel, levels) {
  const name = el("input", { type: "text", maxlength: 120, "data-keep": true });
  const risk = { get id() { return `own ${name.value.trim()}`; }, title: "A risk of your own", signs: [], measures: [] };
  return el("details", { class: "rm-risk", key: "risk-own" }, el("summary", { key: "risk-summary own" }, "A risk of your own"),
    labelled(panel, "own-risk", "What is it, in a few words?", name), riskPart(panel, risk, levels, "own"));
}

function riskPart(panel, risk, levels, key = risk.id) {
  const pick = (name, value) => el("select", { "data-keep": true }, el("option", { value: "" }, "Choose"), levels[name].map(([level, words]) => el("option", { value: level, selected: String(value ?? "") === level }, `${level} ${words}`)));
  const likely = pick("likely", risk.likely), harm = pick("harm", risk.harm);
  const measure = el("textarea", { maxlength: 1000, rows: 2, value: risk.measure ?? "", "data-keep": true });
  const keep = async () => behindNow(panel, await act(panel, "rate", { risk: risk.id, likely: likely.value, harm: harm.value, measure: measure.value }), `risk-summary ${key}`);
  return [risk.why && el("p", {}, risk.why),
    risk.signs.length > 0 && el("div", { class: "rm-cards" },
      el("div", { class: "rm-card" }, el("h4", {}, "It shows early"), el("ul", {}, risk.signs.map((words) => el("li", {}, words)))),
      el("div", { class: "rm-card" }, el("h4", {}, "What helps"), el("ul", {}, risk.measures.map((words) => el("li", {}, words))))),
    labelled(panel, `likely ${key}`, "How likely is it here?", likely), labelled(panel, `harm ${key}`, "How much would it harm?", harm),
    labelled(panel, `measure ${key}`, "What do you do about it, and who does it?", measure, "Functions rather than names."),
    el("div", { class: "rm-row" }, button("Keep this rating", keep, { class: "rm-button rm-main", key: `rate ${key}`, "aria-label": `Keep this rating: ${risk.title}` }),
      risk.rated && el("span", { class: "rm-soft" }, `Rated last on ${risk.rated}.`))];
}

// Reviews

function reviewsPart(panel, { reviews, form }) {
  const ask = async (given) => {
    const reply = await panel.ask("review", { ...given, by: (panel.local.by ?? "").trim() });
    if (reply.notice?.kind === "done") setTimeout(() => behindNow(panel, reply, "new-review"));
    return reply;
  };
  const add = () => { panel.local.reviewing = !panel.local.reviewing; panel.local.typed = {}; panel.redraw(); };
  return [el("p", {}, "Every two or three months: what you looked at, what you change, and why."),
    reviews.length === 0 && el("p", {}, "There is none yet."),
    reviews.map((one) => el("div", { class: "rm-card" }, el("h4", {}, one.day),
      one.looked.length > 0 && el("p", { class: "rm-soft" }, `Looked at: ${one.looked.join("; ")}.`),
      el("dl", {}, one.texts.map(([asked, answer]) => [el("dt", {}, asked), el("dd", {}, answer)])),
      one.next && el("p", { class: "rm-soft" }, `The next one: ${one.next}.`))),
    el("div", { class: "rm-row" }, button("Note a review", add, { key: "new-review", "aria-expanded": String(Boolean(panel.local.reviewing)) })),
    panel.local.reviewing && formOf(panel, "review", { form, save: "Keep this review", ask })];
}

// The pulse

function pulsePart(panel, { trend, low, drift }) {
  return [el("p", {}, "Means of the relationship pulse, month by month, from 1 to 5. Nobody's answers are shown, and nothing of fewer than five people."),
    trend.length === 0 && el("p", {}, "Nobody answered the pulse yet."),
    trend.length > 0 && el("table", { class: "rm-pairs" },
      el("thead", {}, el("tr", {}, ["Month", "Who", "People", "Pulse"].map((words) => el("th", { scope: "col" }, words)))),
      el("tbody", {}, trend.map(([month, side, people, pulse]) => el("tr", {}, el("th", { scope: "row" }, month),
        el("td", { "data-label": "Who" }, side === "both" ? "mentors and mentees" : side), el("td", { "data-label": "People" }, people),
        el("td", { "data-label": "Pulse" }, pulse === null ? "hidden" : [pulse.toFixed(1), " ", el("meter", { min: 1, max: 5, value: pulse, "aria-hidden": "true" })]))))),
    low.length > 0 && [el("h3", {}, "Worth a word"), el("p", {}, "A pulse is low or fell. Ask both how it goes, each alone, and do not say why you ask."), el("ul", {}, low.map(([who, on]) => el("li", {}, `${who}, since ${on}`)))],
    drift.length > 0 && [el("h3", {}, "Tools or questions every time"), el("p", {}, "So they ticked it themselves. Send them a friendly prompt: a discussion starter, a story each, a look at one of them at work."), el("ul", {}, drift.map(([who, times]) => el("li", {}, `${who}, ${times} times in a row`)))]];
}
