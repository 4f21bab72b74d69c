// The board of pairs. `panel.view` is what rmkit.forms.board_view gives. What the person changes
// (locks, rules, weights) lives in `panel.local` until the pairs are found again.

const PAGE = 100; // rows at a time
const CANDIDATES = () => notebook("02_candidates.ipynb", "02 Collect the candidates");
const KICK_OFF = () => notebook("05_kick_off.ipynb", "05 Kick off");

const placeOf = (p) => JSON.stringify([p.mentor_id, p.mentee_id]);
const eitherWay = (p) => JSON.stringify([p.mentor_id, p.mentee_id].sort());
const withNames = (p) => `${p.mentor} with ${p.mentee}`;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const byKey = (pairs, key) => new Map(pairs.map((p) => [key(p), p]));
const many = (n, words) => n > 0 && `${n.toLocaleString("en-GB")} ${words}`;

function draw(panel) {
  panel.follows = true;
  const { view } = panel;
  const foot = footOf(panel);
  foot.bar.replaceChildren();
  if (view.state === "fault") return shown(view.told);
  if (view.state === "nobody") {
    return el("p", {}, "Nobody has answered yet, so there is nobody to pair. Answers come in by ", CANDIDATES(), ".");
  }
  const changes = changesOf(panel);
  if (view.state === "none") return [el("h2", { key: "top", tabindex: "-1" }, "There are no pairs yet"), rulesPart(panel, changes)];
  const open = view.state === "proposed";
  const board = el("div", { class: "rm-board" },
    headline(panel),
    leftPart(panel), flaggedPart(panel),
    open && rulesPart(panel, changes),
    pairsPart(panel, changes),
    open && twoPart(panel, changes),
    decidedPart(panel, changes),
    auditPart(view),
    recordPart(view),
    open && confirmPart(panel, changes));
  if (open) { changes.tell = () => bar(panel, changes, foot); changes.tell(); }
  return board;
}

// ---- what is not worked in yet

// Begun anew with each proposal; a redraw of the same one finds it again.
function changesOf(panel) {
  const { view, local } = panel;
  const now = `${view.number} ${view.state}`;
  if (local.now !== now) local.changes = begin(view, local);
  local.now = now;
  return local.changes;
}

function begin(view, local) {
  const before = local.changes;
  // What was changed while the pairs were being found is not worked in: it stays a change.
  const late = before?.sent ? before : null;
  return {
    locked: carried(byKey(view.locked, placeOf), late?.sent.locked, late?.locked),
    forbidden: carried(byKey(view.forbidden, eitherWay), late?.sent.forbidden, late?.forbidden),
    rules: { ...late?.rules }, numbers: { ...late?.numbers }, weights: { ...late?.weights }, aim: late?.aim ?? view.aim,
    floor: late?.floor ?? view.floor, added: late ? late.added.filter((rule) => !late.sent.added.has(rule)) : [],
    dropped: new Set(late ? [...late.dropped].filter((id) => !late.sent.dropped.has(id)) : []),
    own: before?.own, gently: before?.gently ?? true, costs: before?.costs, costsOld: Boolean(before?.costs), slow: before?.slow,
    swap: {}, removed: new Map(), leftOpen: new Set(),
    why: new Map(), open: new Set(), rows: PAGE, leftRows: PAGE, flagRows: PAGE,
    sort: before?.sort ?? "score", down: before?.down ?? true, filter: "", flagged: false,
    standing: { locked: byKey(view.locked, placeOf), forbidden: byKey(view.forbidden, eitherWay) },
    tell() {},
  };
}

function carried(pairs, sent = new Map(), now = new Map()) {
  for (const key of missing(now, sent)) pairs.set(key, now.get(key));
  for (const key of missing(sent, now)) pairs.delete(key);
  return pairs;
}

const missing = (one, other) => [...one.keys()].filter((key) => !other.has(key));

function pending(view, c) {
  const locked = missing(c.locked, c.standing.locked).length;
  const forbidden = missing(c.forbidden, c.standing.forbidden).length;
  const released = missing(c.standing.locked, c.locked).length + missing(c.standing.forbidden, c.forbidden).length;
  const rules = view.rules.filter((r) => !c.dropped.has(r.id) && (strengthOf(c, r) !== r.strength || String(numberOf(c, r)) !== String(r.n))).length;
  const weights = view.criteria.filter((w) => whole(c.weights[w.id] ?? w.weight) !== w.weight).length;
  return [many(locked, "locked"), many(forbidden, "forbidden"), many(released, "released"),
    many(rules, rules === 1 ? "rule changed" : "rules changed"),
    many(weights, weights === 1 ? "weight changed" : "weights changed"),
    many(c.added.length, c.added.length === 1 ? "rule added" : "rules added"), many(c.dropped.size, c.dropped.size === 1 ? "rule taken out" : "rules taken out"),
    String(c.floor) !== String(view.floor) && "another floor",
    c.aim !== view.aim && "another aim"].filter(Boolean);
}

// What is no whole number is passed on as it is, so that Python can say so.
const whole = (typed) => (/^\d{1,3}$/.test(String(typed).trim()) ? Number(typed) : typed);

function chosen({ view }, c) {
  const ids = (pairs) => [...pairs.values()].map((p) => [p.mentor_id, p.mentee_id]);
  return {
    number: view.number, aim: c.aim, floor: c.floor, gently: c.gently,
    rules: Object.fromEntries(shippedRules(view).map((r) => [r.id, r.counts ? { strength: strengthOf(c, r), n: numberOf(c, r) } : strengthOf(c, r)])),
    own: Object.fromEntries(ownRules(view, c).map((r) => [r.id, { ...r.data, strength: strengthOf(c, r) }])),
    weights: Object.fromEntries(view.criteria.map((w) => [w.id, whole(c.weights[w.id] ?? w.weight)])),
    locked: ids(c.locked), forbidden: ids(c.forbidden),
  };
}

async function solve(panel, c) {
  const before = panel.view.number;
  c.sent = { locked: new Map(c.locked), forbidden: new Map(c.forbidden), added: new Set(c.added), dropped: new Set(c.dropped) };
  await panel.run("solve", chosen(panel, c));
  c.sent = null;
  if (panel.view.number !== before) toTop(panel);
}

function toTop(panel) {
  const top = panel.body.querySelector("[data-key=top]");
  top?.focus({ preventScroll: true });
  top?.scrollIntoView({ block: "start" });
}

// The foot stays in sight: what is not worked in yet, and what Python last said. It is made once,
// so that screen readers keep listening to the same place.
function footOf(panel) {
  if (panel.local.foot) return panel.local.foot;
  const bar = el("div", { class: "rm-bar" });
  const [working, said] = [".rm-working", ".rm-said"].map((name) => panel.root.querySelector(name));
  panel.root.append(el("div", { class: "rm-board-foot" }, bar, working, said,
    button("Close", () => panel.say(null), { class: "rm-button rm-small rm-close" })));
  panel.local.foot = { bar };
  return panel.local.foot;
}

function bar(panel, c, foot) {
  const words = pending(panel.view, c);
  const held = document.activeElement?.dataset.key;
  const forget = () => { c.sent = null; panel.local.now = ""; panel.redraw(); toTop(panel); };
  foot.bar.replaceChildren(...[swapCard(panel, c), words.length > 0 && el("div", { class: "rm-row" },
    el("strong", {}, `${words.join(", ")}: not worked in yet.`),
    button("Find the pairs again", () => solve(panel, c), { class: "rm-button rm-main", key: "bar-solve" }),
    gentlyBox(panel, c, "bar-gently"),
    button("Forget these changes", forget, { class: "rm-button", key: "bar-forget" }))].filter(Boolean));
  if (held?.startsWith("bar-")) foot.bar.querySelector(`[data-key="${held}"]`)?.focus();
  c.confirmable?.();
}

// Whether the pairs that stand are disturbed as little as possible, which is meant unless said otherwise.
function gentlyBox(panel, c, key) {
  if (panel.view.state !== "proposed") return null;
  const box = el("input", { type: "checkbox", key, on: { change: () => { c.gently = box.checked; } } });
  box.checked = c.gently;
  return el("label", { class: "rm-choice" }, box, "keep all others where that costs no pair");
}

// ---- the top

function headline(panel) {
  const { view } = panel;
  const { confirmed } = view;
  const title = confirmed ? "The pairs are confirmed" : view.beside ? "New pairs as they are proposed, beside those that run" : "The pairs as they are proposed";
  return [
    el("h2", { key: "top", tabindex: "-1", class: "rm-top" }, title),
    confirmed && el("p", {}, `By ${confirmed.by || "somebody erased since"}, ${moment(confirmed.at)}. What changes from now on stands below, under “While the pairs run”.`),
    view.stale && el("div", { class: "rm-notice rm-warned" },
      el("p", {}, el("strong", {}, "Answers, the staff list or objections changed since these pairs were proposed. "), "Find them again before you confirm; what you locked and forbade is kept."),
      button("Find the pairs again", () => solve(panel, changesOf(panel)), { class: "rm-button rm-main", key: "stale-solve" })),
    el("p", { class: "rm-line-up" }, el("strong", {}, view.line)),
    view.back > 0 && el("div", { class: "rm-row" },
      button("Take this proposal back", () => takeBack(panel), { key: "back" }),
      el("span", { class: "rm-soft" }, `The one before comes back as it was; ${count(view.back, "step")} can be taken.`)),
    el("p", { class: "rm-soft" }, view.proof, " The score puts pairs in order; it does not measure how well two people will get on."),
    confirmed && el("div", { class: "rm-row" },
      button("Write the list with its audit page", () => panel.run("write"), { class: "rm-button rm-main", key: "write" }),
      el("span", {}, "Then go on with ", KICK_OFF(), ".")),
  ];
}

async function takeBack(panel) {
  const reply = await panel.run("take_back", { number: panel.view.number });
  if (reply.notice?.kind === "done") toTop(panel);
}

function moment(at) {
  const day = new Date(at);
  return Number.isNaN(day.getTime()) ? at : day.toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" });
}

// Opening counts when a person does it: a click or a key on the summary, never a redraw.
function looked(panel, what, summary, ...inside) {
  const { view } = panel;
  const details = el("details", { key: `${what} ${view.number}`, class: "rm-look" },
    el("summary", { key: `${what}-summary`, on: { click: open } }, ...summary,
      view.state === "proposed" && !view.opened[what] && [" ", el("span", { class: "rm-tag rm-warn" }, "to be opened")]),
    ...inside);
  async function open() {
    if (details.open || view.state !== "proposed" || view.opened[what]) return;
    const reply = await panel.run("look", { number: view.number, what });
    if (reply.notice) details.open = false;
  }
  return details;
}

function leftPart(panel) {
  const { view } = panel;
  const c = changesOf(panel);
  const n = view.left.length;
  if (!n) return null;
  const rows = view.left.slice(0, c.leftRows).flatMap((p) => leftRows(panel, c, p));
  return looked(panel, "unmatched", [`${count(n, "person is", "people are")} left over: why, and what would help`],
    el("table", { class: "rm-people" },
      el("thead", {}, el("tr", {}, ["Name", "Would be", "Why", "What would help"].map((h) => el("th", { scope: "col" }, h)))),
      el("tbody", {}, rows)),
    more(panel, n, c.leftRows, "left-more", () => { c.leftRows += PAGE; }));
}

function leftRows(panel, c, p) {
  const open = c.leftOpen.has(p.id);
  const id = `${panel.id}-left-${p.id}`.replace(/[^\w-]/g, "_");
  const row = el("tr", { class: open ? "rm-opened" : "" },
    el("th", { scope: "row" }, p.name || p.id), el("td", { "data-label": "Would be" }, p.role),
    el("td", { "data-label": "Why" }, p.reason),
    el("td", { "data-label": "What would help" }, p.what_would_help,
      el("div", { class: "rm-acts" }, button("What would it take", () => toldOfLeft(panel, c, p), { class: "rm-button rm-small", key: `left ${p.id}`, "aria-expanded": String(open), "aria-controls": open ? id : null, "aria-label": `What would it take for ${p.name}` }))));
  return open ? [row, el("tr", { class: "rm-more" }, el("td", { colspan: 4, id }, leftReasons(panel, c, p)))] : [row];
}

async function toldOfLeft(panel, c, p) {
  if (c.leftOpen.delete(p.id)) { panel.redraw(); return; }
  c.leftOpen.add(p.id);
  panel.redraw();
  if (c.removed.has(p.id)) return;
  const reply = await panel.ask("left_over", { number: panel.view.number, person: p.id });
  if (reply.notice) { panel.say(reply.notice); c.leftOpen.delete(p.id); } else c.removed.set(p.id, reply.data);
  panel.redraw();
}

function leftReasons(panel, c, p) {
  const told = c.removed.get(p.id);
  if (!told) return el("p", { class: "rm-soft" }, "Looking at every possible partner …");
  return el("div", { class: "rm-told" },
    told.rules.length > 0 && [el("h4", {}, "Which rules removed partners"),
      el("table", { class: "rm-people rm-counts" },
        el("thead", {}, el("tr", {}, ["As", "Rule", "Removes", "Alone"].map((h) => el("th", { scope: "col" }, h)))),
        el("tbody", {}, told.rules.map((row) => el("tr", {}, el("td", { "data-label": "As" }, row.side), el("th", { scope: "row" }, row.about),
          el("td", { "data-label": "Removes" }, row.removes), el("td", { "data-label": "Alone" }, row.alone)))))],
    el("h4", {}, "The smallest changes that would help"),
    told.changes.length > 0 && el("ul", { class: "rm-others" }, told.changes.map((change, i) => {
      const key = `take ${p.id} ${i}`;
      return el("li", {}, el("div", {}, el("span", {}, change.sentence), placesAsked(panel, c, key)),
        panel.view.state === "proposed" && change.take && button("Take this", () => takeChange(panel, c, change, key), { class: "rm-button rm-small", key, "aria-label": `Take this: ${change.sentence}` }));
    })),
    told.note && el("p", {}, told.note));
}

// Take a change that would help: it waits in the foot until the pairs are found again. One more place
// is for the mentor to give, so it is asked for once more, and kept at once in somebody's name.
function takeChange(panel, c, { take, sentence }, key) {
  for (const step of take) {
    if (step.kind === "rule") c.rules[step.about] = "warning";
    if (step.kind === "number") c.numbers[step.about] = step.n;
    if (step.kind === "floor") c.floor = step.n;
    if (step.kind === "aim") c.aim = "participation";
    if (step.kind === "pair") c.forbidden.delete(eitherWay(step.pair));
  }
  const place = take.find((step) => step.kind === "place");
  if (place) panel.local.asking = { ...place, key, sentence };
  panel.redraw();
  if (place) focusOn(panel, "asked");
}

function placesAsked(panel, c, key) {
  const { asking } = panel.local;
  if (asking?.key !== key) return null;
  return asked(panel, { title: `Does ${asking.name} take ${asking.n} mentees?`, told: el("p", {}, "Ask them first. What they answered stays on record beside it; then find the pairs again."),
    yes: "Yes, they do", from: key, then: () => { if (!focusOn(panel, "stale-solve")) toTop(panel); },
    go: (by) => panel.run("places", { number: panel.view.number, person: asking.person, places: asking.n, by }) });
}

function flaggedPart(panel) {
  const { view } = panel;
  if (!view.flagged) return null;
  const c = changesOf(panel);
  const found = view.pairs.filter((p) => p.warnings);
  return looked(panel, "flagged", [`${count(view.flagged, "pair has", "pairs have")} a warning`],
    el("ul", { class: "rm-flags" }, found.slice(0, c.flagRows).map((p) => el("li", {}, el("b", {}, withNames(p)), `: ${p.warnings}`))),
    more(panel, found.length, c.flagRows, "flag-more", () => { c.flagRows += PAGE; }));
}

function more(panel, n, upTo, key, grow) {
  if (n <= upTo) return null;
  return el("div", { class: "rm-row" },
    button(`Show ${Math.min(PAGE, n - upTo)} more`, () => { grow(); panel.redraw(); }, { key }),
    el("span", { class: "rm-soft" }, `${count(upTo, "is", "are")} shown of ${n.toLocaleString("en-GB")}.`));
}

// ---- the pairs

function pairsPart(panel, c) {
  const { view } = panel;
  if (!view.pairs.length) return el("p", {}, "No pair is possible with these rules. Those left over are told why, above.");
  const body = el("tbody");
  const under = el("div");
  const tally = el("p", { class: "rm-soft", role: "status" });
  const heads = [["mentor", "Mentor"], ["mentee", "Mentee"], ["score", "Score"]].map(([by, words]) =>
    el("th", { scope: "col", "aria-sort": c.sort === by ? (c.down ? "descending" : "ascending") : "none" },
      el("button", { class: "rm-sort", key: `sort ${by}`, on: { click: () => sort(by) } }, words,
        el("span", { "aria-hidden": "true" }, c.sort === by ? (c.down ? " ▾" : " ▴") : " ↕"))));

  function sort(by) {
    c.down = c.sort === by ? !c.down : by === "score";
    c.sort = by;
    panel.redraw();
  }

  function fill() {
    const wanted = plain(c.filter.trim());
    const found = sorted(view.pairs, c).filter((p) => (!c.flagged || p.warnings) && (!wanted || plain(withNames(p)).includes(wanted)));
    body.replaceChildren(...found.slice(0, c.rows).flatMap((p) => pairRows(panel, c, p)));
    under.replaceChildren(...[more(panel, found.length, c.rows, "more", () => { c.rows += PAGE; })].filter(Boolean));
    tally.textContent = found.length === view.pairs.length ? "" : `${count(found.length, "pair fits", "pairs fit")} of ${view.pairs.length.toLocaleString("en-GB")}.`;
  }

  const search = el("input", { type: "search", id: `${panel.id}-find`, key: "find", value: c.filter, on: { input: (e) => { c.filter = e.target.value; fill(); } } });
  const only = el("input", { type: "checkbox", key: "only", on: { change: (e) => { c.flagged = e.target.checked; fill(); } } });
  only.checked = c.flagged;
  fill();
  return el("section", { class: "rm-pairs", "aria-labelledby": `${panel.id}-pairs` },
    el("h3", { id: `${panel.id}-pairs` }, "The pairs"),
    el("div", { class: "rm-row rm-find" },
      el("label", { for: search.id }, "Find a name"), search,
      view.flagged > 0 && el("label", { class: "rm-choice" }, only, "Only with a warning")),
    tally,
    el("table", {}, el("thead", {}, el("tr", {}, heads, el("th", { scope: "col" }, "Why these two"))), body),
    under);
}

function sorted(pairs, { sort, down }) {
  const turn = down ? -1 : 1;
  const names = (a, b) => a.mentor.localeCompare(b.mentor) || a.mentee.localeCompare(b.mentee);
  const compare = sort === "score"
    ? (a, b) => turn * (a.score - b.score) || names(a, b)
    : (a, b) => turn * a[sort].localeCompare(b[sort]) || names(a, b);
  return [...pairs].sort(compare);
}

function pairRows(panel, c, p) {
  const key = placeOf(p);
  const open = c.open.has(key);
  const id = `${panel.id}-why-${key}`.replace(/[^\w-]/g, "_");
  const state = panel.view.state === "proposed" ? !p.runs && fate(c, p) : p.locked && "locked";
  const row = el("tr", { class: open ? "rm-opened" : "" },
    el("th", { scope: "row" }, p.mentor), el("td", { "data-label": "Mentee" }, p.mentee),
    el("td", { "data-label": "Score" }, score(p.score)),
    el("td", { class: "rm-reason" }, p.reason, p.warnings && el("p", { class: "rm-warning" }, el("span", { class: "rm-tag rm-warn" }, "Warning"), ` ${p.warnings}`),
      el("div", { class: "rm-acts" },
      button("Why", () => why(panel, c, p), { class: "rm-button rm-small", key: `why ${key}`, "aria-expanded": String(open), "aria-controls": open ? id : null, "aria-label": `Why ${withNames(p)}` }),
      panel.view.state === "proposed" && !p.runs && [lockButton(panel, c, p, "Lock"), forbidButton(panel, c, p), swapButton(panel, c, p)],
        p.runs && el("span", { class: "rm-tag" }, p.ends ? "runs; ends when this is confirmed" : `runs since ${dayOf(p.since)}`),
        p.new && el("span", { class: "rm-tag" }, "new"),
        state && el("span", { class: "rm-tag" }, state))));
  return open ? [row, el("tr", { class: "rm-more" }, el("td", { colspan: 4, id }, reasons(panel, c, p)))] : [row];
}

const score = (n) => el("span", { class: "rm-score" }, meter(n / 100), el("span", {}, Math.round(n)));
const meter = (share) => el("span", { class: "rm-meter", "aria-hidden": "true" }, el("span", { style: `width: ${Math.round(share * 100)}%` }));

// What becomes of a pair that stands when the changes are worked in.
function fate(c, p) {
  const key = placeOf(p);
  if (c.forbidden.has(eitherWay(p))) return "forbidden: will be taken apart";
  if (c.locked.has(key)) return c.standing.locked.has(key) ? "locked" : "locked: will be kept";
  if (missing(c.locked, c.standing.locked).map((k) => c.locked.get(k)).some((l) => touch(l, p))) return "will be found anew";
  return c.standing.locked.has(key) && "released";
}

const touch = (one, other) => [one.mentor_id, one.mentee_id].some((id) => id === other.mentor_id || id === other.mentee_id);

function lockButton(panel, c, p, words) {
  const key = placeOf(p);
  return button(words, () => {
    if (c.locked.has(key)) c.locked.delete(key);
    else lockPair(c, p, words !== "Lock");
    panel.redraw();
  }, { class: "rm-button rm-small", key: `${words} ${key}`, "aria-pressed": String(c.locked.has(key)), "aria-label": `${words}: ${withNames(p)}` });
}

// Lock a pair. Somebody in a locked pair cannot be locked to another one as well, but for a mentor with
// several mentees; `instead` takes their other locks off too.
function lockPair(c, p, instead = false) {
  for (const [k, l] of c.locked) if (touch(l, p) && (instead || l.mentor_id !== p.mentor_id)) c.locked.delete(k);
  c.locked.set(placeOf(p), p);
  c.forbidden.delete(eitherWay(p));
}

function forbidButton(panel, c, p) {
  const key = eitherWay(p);
  return button("Forbid", () => {
    if (c.forbidden.has(key)) c.forbidden.delete(key);
    else { c.forbidden.set(key, p); c.locked.delete(placeOf(p)); }
    panel.redraw();
  }, { class: "rm-button rm-small", key: `Forbid ${placeOf(p)}`, "aria-pressed": String(c.forbidden.has(key)), "aria-label": `Forbid: ${withNames(p)}` });
}

async function why(panel, c, p) {
  const key = placeOf(p);
  if (c.open.delete(key)) { panel.redraw(); return; }
  c.open.add(key);
  panel.redraw();
  if (c.why.has(key)) return;
  const reply = await panel.ask("why", { number: panel.view.number, mentor: p.mentor_id, mentee: p.mentee_id });
  if (reply.notice) panel.say(reply.notice); else c.why.set(key, reply.data);
  if (reply.notice) c.open.delete(key);
  panel.redraw();
}

function reasons(panel, c, p) {
  const told = c.why.get(placeOf(p));
  if (!told) return el("p", { class: "rm-soft" }, "Weighing what else is possible …");
  const most = told.points.reduce((sum, row) => sum + row.of, 0);
  const of = (n) => (100 * n / most).toLocaleString("en-GB", { maximumFractionDigits: 1 });
  return el("div", { class: "rm-told" },
    told.paragraph && el("p", {}, told.paragraph),
    el("div", { class: "rm-sides" },
      el("div", {}, el("h4", {}, `${p.mentor} for ${p.mentee}`), el("p", {}, told.reason)),
      el("div", {}, el("h4", {}, `${p.mentee} in return`), el("p", {}, told.in_return || "Nothing in particular is on record."))),
    told.warnings.length > 0 && el("p", { class: "rm-warning" }, el("span", { class: "rm-tag rm-warn" }, "Warning"), ` ${told.warnings.join(" ")}`),
    el("div", { class: "rm-sides rm-uneven" },
      el("div", {}, el("h4", {}, `Where ${Math.round(p.score)} of 100 come from`),
        el("ul", { class: "rm-points" }, told.points.map((row) => el("li", {},
          el("span", {}, row.title, row.known === false && el("span", { class: "rm-soft" }, " (not known, half)")), meter(row.points / row.of), el("span", {}, `${of(row.points)} of ${of(row.of)}`))))),
      el("div", {}, el("h4", {}, "What else was possible, and what it would cost"), others(panel, c, told))));
}

function others(panel, c, told) {
  if (told.locked) return el("p", {}, "You locked this pair, so nothing else was weighed against it.");
  if (!told.others.length) return el("p", {}, "The rules leave nobody else for these two.");
  return el("ul", { class: "rm-others" }, told.others.map((other) => el("li", {},
    el("span", {}, el("b", {}, withNames(other)), ` (${Math.round(other.score)} of 100). ${other.cost}`),
    panel.view.state === "proposed" && lockButton(panel, c, other, "Take this instead"))));
}

// ---- two people of the person's own choice

function twoPart(panel, c) {
  const { list, fields, two, fill } = peoplePick(panel, "two");
  const details = el("details", { key: "two", on: { toggle: () => details.open && fill() } },
    el("summary", { key: "two-summary" }, "Two people of your own choice"),
    el("p", { class: "rm-help" }, "Ask why they are not a pair; or lock or forbid them, and find the pairs again."),
    list,
    el("div", { class: "rm-two" }, labelled(panel, "two-mentor", "Mentor", fields[0]), labelled(panel, "two-mentee", "Mentee", fields[1])),
    el("div", { class: "rm-row" },
      button("Why not these two?", () => two((p) => panel.run("why_not", { number: panel.view.number, mentor: p.mentor_id, mentee: p.mentee_id })), { key: "two-why" }),
      button("Lock them", () => two((p) => { c.forbidden.delete(eitherWay(p)); c.locked.set(placeOf(p), p); panel.redraw(); }), { key: "two-lock" }),
      button("Forbid them", () => two((p) => { c.locked.delete(placeOf(p)); c.forbidden.set(eitherWay(p), p); panel.redraw(); }), { key: "two-forbid" })));
  return details;
}

// Two fields in which people are found by name, from one list that is filled when it is first needed.
function peoplePick(panel, name) {
  const names = new Map();
  for (const [, words] of panel.view.people) names.set(words, (names.get(words) ?? 0) + 1);
  const label = ([id, words]) => (names.get(words) > 1 ? `${words} (${id})` : words);
  const byLabel = new Map(panel.view.people.map((person) => [label(person), person]));
  const list = el("datalist", { id: `${panel.id}-${name}-people` });
  const fill = () => { if (!list.childElementCount) list.append(...panel.view.people.map((person) => el("option", { value: label(person) }))); };
  const fields = ["mentor", "mentee"].map((role) => el("input", { type: "text", list: list.id, autocomplete: "off", key: `${name}-${role}`, "data-keep": true, on: { focus: fill } }));
  function two(then) {
    const [mentor, mentee] = fields.map((field) => byLabel.get(field.value.trim()));
    if (!mentor || !mentee || mentor === mentee) { panel.say({ kind: "wrong", text: "Choose two different people from the lists: start to type a name." }); return; }
    const pair = { mentor_id: mentor[0], mentor: mentor[1], mentee_id: mentee[0], mentee: mentee[1] };
    if (name === "listed") for (const field of fields) field.value = "";
    then(pair);
  }
  return { list, fields, two, fill };
}

// ---- what was decided by hand

function decidedPart(panel, c) {
  const open = panel.view.state === "proposed";
  const lists = [["Always together", c.locked, c.standing.locked], ["Never together", c.forbidden, c.standing.forbidden]]
    .filter(([, pairs]) => pairs.size > 0);
  return lists.map(([title, pairs, standing]) => el("section", { class: "rm-decided" }, el("h3", {}, title),
    el("ul", {}, [...pairs].map(([key, p]) => el("li", {}, el("span", {}, withNames(p)),
      open && !standing.has(key) && el("span", { class: "rm-tag" }, "not worked in yet"),
      open && button("Release", () => { pairs.delete(key); panel.redraw(); }, { class: "rm-button rm-small", key: `release ${title} ${key}`, "aria-label": `Release: ${withNames(p)}` }))))));
}

function auditPart(view) {
  return el("details", { key: "audit" },
    el("summary", { key: "audit-summary" }, "What was checked about these pairs"),
    el("table", { class: "rm-people" },
      el("thead", {}, el("tr", {}, ["Check", "Outcome", "Detail"].map((h) => el("th", { scope: "col" }, h)))),
      el("tbody", {}, view.audit.map((row) => el("tr", {}, el("th", { scope: "row" }, row.check),
        el("td", { "data-label": "Outcome" }, row.outcome), el("td", { "data-label": "Detail" }, row.detail))))));
}

// What a confirmation rests on, and what stays on record with it.
function recordPart({ record, confirmed }) {
  const rows = [
    confirmed && ["Confirmed", `by ${confirmed.by || "somebody erased since"}, ${moment(confirmed.at)}`],
    ["Search", `number ${record.search}, ${moment(record.at)}`],
    ["Answers and reporting lines", `version ${record.data}; another version gives another mark`],
  ].filter(Boolean);
  return el("details", { key: "record" },
    el("summary", { key: "record-summary" }, "What stays on record with them"),
    el("dl", { class: "rm-record" }, rows.map(([what, words]) => [el("dt", {}, what), el("dd", {}, words)])),
    el("h4", {}, "By these rules and weights"),
    el("ul", { class: "rm-flags" }, record.rules.map((rule) => el("li", {}, rule))));
}

// ---- confirming

function confirmPart(panel, c) {
  const { view } = panel;
  const input = el("input", { type: "text", autocomplete: "name", maxlength: 200, key: "by", "data-keep": true, on: { input: () => c.confirmable() } });
  const words = el("span", { id: `${panel.id}-before`, role: "status" });
  const press = button("Confirm these pairs", go, { class: "rm-button rm-main", key: "confirm", "aria-describedby": words.id });
  async function go() {
    const reply = await panel.run("confirm", { number: view.number, by: input.value });
    if (reply.notice?.kind === "done") toTop(panel);
  }
  c.confirmable = () => {
    const first = [
      !view.pairs.length && "there must be a pair",
      !view.opened.unmatched && "open those left over",
      !view.opened.flagged && "open the pairs with a warning",
      pending(view, c).length > 0 && "find the pairs again with your changes, or forget them",
      view.stale && "find the pairs again, because answers changed",
      !input.value.trim() && "write your name",
    ].filter(Boolean);
    press.disabled = first.length > 0;
    const told = first.length ? `Before you can: ${first.join("; ")}.` : "";
    if (words.textContent !== told) words.textContent = told;
  };
  c.confirmable();
  // What was typed comes back after the redraw, so the button has to be asked once more.
  queueMicrotask(c.confirmable);
  return el("section", { class: "rm-confirm rm-card" },
    el("h3", {}, "Confirm"),
    el("p", {}, "Confirming makes the list definitive. The programme keeps who confirmed and when, by which rules and weights, and which version of the answers they came from."),
    labelled(panel, "by", "Your name", input),
    el("div", { class: "rm-row" }, press, words));
}
