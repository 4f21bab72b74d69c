// The rules and criteria on the board of pairs: each with its sentence, its number, its strength and
// what it costs. `c` holds what is changed and not worked in yet; see changesOf in board.js.

const STRENGTH = { hard: "must hold", warning: "a warning", off: "off" };
const AIM = {
  participation: "As many pairs as possible, and among those the best total",
  score: "The best total, even if that makes fewer pairs",
};
const QUICK = 700; // milliseconds in which what rules cost is counted anew at every change

const KINDS = {
  codes: { title: "Equal or different", wants: { different: "The two should differ", same: "The two should be the same" } },
  difference: { title: "A difference of at least", wants: { above: "The mentee should be above the mentor", apart: "The two should be apart" } },
  sets: { title: "Values in common", wants: null },
  listed: { title: "Pairs on a list, kept apart", wants: null },
};

// Own rules as they would be: those of the proposal without what was taken out, and those added.
const ownRules = (view, c) => [...view.rules.filter((r) => r.data && !c.dropped.has(r.id)), ...c.added];
const shippedRules = (view) => view.rules.filter((r) => !r.data);
const strengthOf = (c, rule) => c.rules[rule.id] ?? rule.strength;
const numberOf = (c, rule) => c.numbers[rule.id] ?? rule.n;

function rulesPart(panel, c) {
  const { view } = panel;
  const first = view.state === "none";
  const every = [...shippedRules(view), ...ownRules(view, c)];
  const n = (strength) => every.filter((rule) => strengthOf(c, rule) === strength).length;
  const details = el("details", { key: `rules ${first}`, open: first, class: "rm-rules", on: { toggle: () => { if (details.open && !c.costs) countCosts(panel, c); } } },
    el("summary", { key: "rules-summary" }, `Rules and what counts: ${count(n("hard"), "rule")} must hold, ${n("warning")} give a warning`),
    view.own_rules && el("div", { class: "rm-notice rm-warned" }, el("p", {}, view.own_rules)),
    costsLine(panel, c),
    el("fieldset", {}, el("legend", {}, "Rules"), every.map((rule) => ruleRow(panel, c, rule)), ownRuleForm(panel, c)),
    el("fieldset", {}, el("legend", {}, "What counts for a pair, and how much"),
      el("p", { class: "rm-help" }, "0 does not count at all, 10 counts most."),
      view.criteria.map((criterion) => weightRow(panel, c, criterion)),
      floorRow(panel, c)),
    el("fieldset", {}, el("legend", {}, "The aim"), Object.entries(AIM).map(([aim, words]) => {
      const input = el("input", { type: "radio", name: `${panel.id}-aim`, value: aim, key: `aim ${aim}`, on: { change: () => { c.aim = aim; c.tell(); } } });
      input.checked = c.aim === aim;
      return el("label", { class: "rm-choice" }, input, words);
    })),
    el("div", { class: "rm-row" },
      button(first ? "Find the pairs" : "Find the pairs again", () => solve(panel, c), { class: "rm-button rm-main", key: "solve" }),
      button(first ? "See what this would bring" : "See what this would change", () => panel.run("weigh", chosen(panel, c)), { key: "weigh" })),
    el("p", { class: "rm-help" }, "To see what it would change keeps nothing. Pairs that are found are a proposal until somebody confirms them."));
  if (first && !c.costs) queueMicrotask(() => countCosts(panel, c));
  return details;
}

// ---- what rules cost

function costsLine(panel, c) {
  const words = el("span", { role: "status", key: "cost-summary" });
  const again = button("Count again", () => countCosts(panel, c), { class: "rm-button rm-small", key: "costs" });
  c.costsTold = () => {
    const told = c.costs?.summary ?? "How many possible pairs each rule removes is being counted …";
    const old = Boolean(c.costs) && c.costsOld;
    words.textContent = old ? `${told} This was before your last change.` : told;
    again.hidden = !old;
    for (const place of panel.body.querySelectorAll("[data-cost]")) place.textContent = costOf(c, place.dataset.cost);
    for (const place of panel.body.querySelectorAll("[data-sentence]")) place.textContent = c.costs?.sentences[place.dataset.sentence] ?? place.textContent;
  };
  queueMicrotask(() => c.costsTold());
  if (c.costsOld && !c.slow) countSoon(panel, c);
  return el("p", { class: "rm-soft rm-cost-line" }, words, " ", again);
}

const costOf = (c, id) => c.costs?.rules[id] ?? "";

async function countCosts(panel, c) {
  if (c.counting) { c.countAgain = true; return; }
  c.counting = true;
  const began = performance.now();
  const reply = await panel.ask("costs", chosen(panel, c));
  c.counting = false;
  c.slow = performance.now() - began > QUICK;
  if (reply.notice) panel.say(reply.notice);
  else { c.costs = reply.data; c.costsOld = false; }
  c.costsTold?.();
  if (c.countAgain) { c.countAgain = false; countCosts(panel, c); }
}

// Something about the rules changed: count anew at once where that is quick, else offer it.
function rulesChanged(panel, c) {
  c.tell();
  if (!c.costs) return;
  c.costsOld = true;
  c.costsTold?.();
  if (!c.slow) countSoon(panel, c);
}

function countSoon(panel, c) {
  clearTimeout(c.soon);
  c.soon = setTimeout(() => countCosts(panel, c), 250);
}

// ---- one rule

function ruleRow(panel, c, rule) {
  const id = `${panel.id}-rule-${rule.id}`;
  const cost = el("p", { class: "rm-help rm-cost", "data-cost": rule.id, id: `${id}-cost` }, costOf(c, rule.id));
  if (rule.can.length === 1) return el("div", { class: "rm-rule" }, el("div", {}, el("span", {}, rule.sentence), cost), el("span", { class: "rm-soft" }, "always holds"));
  const select = el("select", { id, key: `rule ${rule.id}`, "aria-describedby": cost.id, on: { change: (e) => { c.rules[rule.id] = e.target.value; rulesChanged(panel, c); } } },
    rule.can.map((can) => el("option", { value: can }, STRENGTH[can])));
  select.value = strengthOf(c, rule);
  const isNew = c.added.includes(rule);
  return el("div", { class: "rm-rule" },
    el("div", {}, el("label", { for: id, "data-sentence": rule.id }, rule.sentence), isNew && [" ", el("span", { class: "rm-tag" }, "not worked in yet")], cost,
      rule.counts && numberField(panel, c, rule, id)),
    el("div", { class: "rm-rule-acts" }, select,
      rule.data && button("Take it out", () => { takeOut(c, rule); panel.redraw(); rulesChanged(panel, c); }, { class: "rm-button rm-small", key: `out ${rule.id}`, "aria-label": `Take out the rule: ${rule.sentence}` })));
}

function takeOut(c, rule) {
  if (c.added.includes(rule)) c.added = c.added.filter((other) => other !== rule);
  else c.dropped.add(rule.id);
}

function numberField(panel, c, rule, id) {
  const take = (e) => { c.numbers[rule.id] = e.target.validity.badInput ? "?" : e.target.value; rulesChanged(panel, c); };
  return el("label", { class: "rm-number" }, el("input", { type: "number", min: rule.least, step: 1, id: `${id}-n`, key: `number ${rule.id}`, value: numberOf(c, rule), on: { input: take } }), ` ${rule.counts}`);
}

function weightRow(panel, c, criterion) {
  const id = `${panel.id}-weight-${criterion.id}`;
  const take = (e) => { c.weights[criterion.id] = e.target.validity.badInput ? "?" : e.target.value; c.tell(); };
  return el("div", { class: "rm-rule" },
    el("div", {}, el("label", { for: id }, criterion.title),
      !criterion.asked && [" ", el("span", { class: "rm-tag" }, "nobody was asked, so it counts nothing")],
      el("p", { class: "rm-help", id: `${id}-help` }, criterion.why)),
    el("input", { id, type: "number", min: 0, max: Math.max(10, criterion.weight), step: 1, key: `weight ${criterion.id}`,
      "aria-describedby": `${id}-help`, value: c.weights[criterion.id] ?? criterion.weight, on: { input: take } }));
}

function floorRow(panel, c) {
  const id = `${panel.id}-floor`;
  const take = (e) => { c.floor = e.target.validity.badInput ? "?" : e.target.value; rulesChanged(panel, c); };
  return el("div", { class: "rm-rule" },
    el("div", {}, el("label", { for: id }, "The score under which no pair is made"), el("p", { class: "rm-help", id: `${id}-help` }, "0 makes no such line. A score orders pairs; it is no measure of people.")),
    el("input", { id, type: "number", min: 0, max: 100, step: 1, key: "floor", "aria-describedby": `${id}-help`, value: c.floor, on: { input: take } }));
}

// ---- a rule of one's own

function ownRuleForm(panel, c) {
  const { view } = panel;
  const own = c.own ??= { kind: "codes", column: "", want: "", n: 1, pairs: [] };
  const redraw = () => panel.redraw();
  const kind = KINDS[own.kind];
  const fits = view.columns.filter(([, , kinds]) => kinds.includes(own.kind));
  const field = (name, label, input) => labelled(panel, `own-${name}`, label, input);
  const select = (name, options, then) => {
    const made = el("select", { key: `own-${name}`, on: { change: (e) => { own[name] = e.target.value; then?.(); } } }, options.map(([value, words]) => el("option", { value }, words)));
    made.value = options.some(([value]) => value === own[name]) ? own[name] : options[0]?.[0] ?? "";
    own[name] = made.value;
    return made;
  };
  return el("details", { key: "own-rule", class: "rm-own" },
    el("summary", { key: "own-summary" }, "Add a rule of your own"),
    el("div", { class: "rm-two" },
      field("kind", "What kind of rule", select("kind", Object.entries(KINDS).map(([id, { title }]) => [id, title]), redraw)),
      own.kind !== "listed" && field("column", "What it looks at", select("column", fits.map(([name, words]) => [name, words]))),
      kind.wants && field("want", "What it wants", select("want", Object.entries(kind.wants))),
      ["difference", "sets"].includes(own.kind) && field("n", own.kind === "sets" ? "How many in common at least" : "How much at least",
        el("input", { type: "number", min: own.kind === "sets" ? 1 : 0, step: "any", value: own.n, on: { input: (e) => { own.n = e.target.value; } } }))),
    own.kind === "listed" && listedPairs(panel, own),
    own.kind !== "listed" && !fits.length ? el("p", { class: "rm-help" }, "The answers and the staff list have no column of that kind.")
      : el("div", { class: "rm-row" }, button("Add this rule", () => addRule(panel, c), { key: "own-add" })),
    el("p", { class: "rm-help" }, "It must hold once the pairs are found again; then you can make it a warning. Sex, age, origin and the like are never a rule."));
}

async function addRule(panel, c) {
  const { own } = c;
  const taken = [...panel.view.rules, ...c.added].map((rule) => rule.id);
  const given = { kind: own.kind, column: own.column, want: own.want, n: own.n, taken, pairs: own.pairs.map((p) => [p.mentor_id, p.mentee_id]) };
  const { notice, data } = await panel.run("own_rule", given);
  if (notice) return;
  c.added.push({ id: data.id, sentence: data.sentence, strength: "hard", can: ["hard", "warning"], n: 0, counts: "", data: data.data });
  c.own = { ...own, pairs: [] };
  panel.redraw();
  rulesChanged(panel, c);
  panel.say({ kind: "note", text: `Added: ${data.sentence} It holds once the pairs are found again.` });
}

function listedPairs(panel, own) {
  const pick = peoplePick(panel, "listed");
  const add = () => pick.two((p) => { own.pairs.push(p); panel.redraw(); focusOn(panel, "listed-mentor"); });
  return el("div", {},
    own.pairs.length > 0 && el("ul", { class: "rm-decided-list" }, own.pairs.map((p, i) => el("li", {}, withNames(p), " ",
      button("Take off", () => { own.pairs.splice(i, 1); panel.redraw(); focusOn(panel, "listed-mentor"); }, { class: "rm-button rm-small", key: `listed-off ${i}`, "aria-label": `Take off the list: ${withNames(p)}` })))),
    pick.list, el("div", { class: "rm-two" }, labelled(panel, "listed-mentor", "One of the two", pick.fields[0]), labelled(panel, "listed-mentee", "The other", pick.fields[1])),
    el("div", { class: "rm-row" }, button("Put them on the list", add, { key: "listed-add" })));
}
