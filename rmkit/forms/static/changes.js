// What changes while the pairs run. `panel.view` is what rmkit.forms.changes_view gives. Each step is
// asked for once more with what it does, in somebody's name and without a reason.

const MOST_FOUND = 8;
const MOST_WAITING = 100;
const BOARD = "the board above";

function draw(panel) {
  panel.follows = true;
  const { view, local } = panel;
  if (view.state === "fault") return shown(view.told);
  if (view.state === "nobody") return el("p", {}, "Nobody has answered yet, so there is nothing to change.");
  local.reopen ??= new Set();
  local.again ??= new Set();
  return el("div", { class: "rm-board rm-changes" },
    view.state === "before" ? el("p", {}, "No pair is confirmed yet. What can be done before: draw who gets a place, where there are more candidates than places.") : running(panel),
    drawsPart(panel));
}

function running(panel) {
  const { view } = panel;
  return [
    el("p", { class: "rm-line-up" }, el("strong", {}, `${count(view.pairs.length, "pair runs", "pairs run")}; ${view.waiting.length ? `${count(view.waiting.length, "person waits", "people wait")} for a partner` : "nobody waits for a partner"}.`)),
    view.waits && el("div", { class: "rm-notice rm-note" }, el("p", {}, `A proposal waits to be looked at and confirmed on ${BOARD}.`)),
    wishesPart(panel), waitingPart(panel), pairsPart(panel), peoplePart(panel), searchPart(panel),
  ];
}

const part = (key, words, ...inside) => el("details", { key }, el("summary", { key: `${key}-summary` }, words), ...inside);
const table = (heads, rows) => el("table", { class: "rm-people" },
  el("thead", {}, el("tr", {}, heads.map((h) => el("th", { scope: "col" }, h)))), el("tbody", {}, rows));
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const small = (words, go, key, told) => button(words, go, { class: "rm-button rm-small", key, "aria-label": told });

// The question before a step, where it was asked for.
function askedHere(panel, from) {
  const { asking } = panel.local;
  if (!asking || asking.from !== from) return null;
  return asked(panel, { ...asking, told: [asking.told].flat().map((words) => (typeof words === "string" ? el("p", {}, words) : words)), then: () => focusOn(panel, asking.after ?? from) || focusOn(panel, "search") });
}

function askFor(panel, from, asking) {
  panel.local.asking = { from, ...asking };
  panel.redraw();
  focusOn(panel, "asked");
  panel.body.querySelector(".rm-asked")?.scrollIntoView({ block: "nearest" });
}

// ---- who asked, who waits

function wishesPart(panel) {
  const { wishes } = panel.view;
  if (!wishes.length) return null;
  return el("section", {}, el("h3", {}, `${count(wishes.length, "person asks", "people ask")} for a change`),
    el("p", { class: "rm-help" }, "For you alone. Nobody was asked why, and the partner hears only that the pair ends."),
    el("ul", { class: "rm-others" }, wishes.map((row) => wish(panel, row))));
}

function wish(panel, row) {
  const key = `wish ${row.person_id}`;
  const ids = row.pair_id ? row.pair_id.split(", ") : [];
  return el("li", {}, el("div", {}, el("span", {}, el("b", {}, row.name || row.person_id), ` ${row.wish}, since ${dayOf(row.since)}.`),
    el("div", { class: "rm-acts" },
      ids.map((id) => { const pair = panel.view.pairs.find(([other]) => other === id); return pair && small("Part the pair", () => askPart(panel, pair, key), key, `Part the pair ${pair[1]}`); }),
      small("See free partners", () => look(panel, row.person_id), `free ${row.person_id}`, `See free partners for ${row.name}`)),
    askedHere(panel, key), candidatesOf(panel, row.person_id)));
}

async function look(panel, person) {
  const { notice, data } = await panel.run("candidates", { person });
  if (notice) return;
  panel.local.free = data.candidates;
  panel.redraw();
}

function candidatesOf(panel, person) {
  const { free } = panel.local;
  if (free?.person !== person) return null;
  if (!free.found.length) return el("p", {}, `Nobody is free whom the rules allow for ${free.name}.`);
  return el("ul", { class: "rm-flags" }, free.found.map((row) => el("li", {}, el("b", {}, `${row.name} (${row.role}), ${Math.round(row.score)} of 100`), `: ${row.reason} ${row.warnings}`)));
}

function waitingPart(panel) {
  const { waiting } = panel.view;
  if (!waiting.length) return null;
  return part("waiting", `Waiting for a partner: ${waiting.length}`,
    table(["Name", "Would be", "Since", "Why", "Next time"], waiting.slice(0, MOST_WAITING).map((row) => el("tr", {},
      el("th", { scope: "row" }, row.name || row.person_id), el("td", { "data-label": "Would be" }, row.role),
      el("td", { "data-label": "Since" }, dayOf(row.since)), el("td", { "data-label": "Why" }, row.because),
      el("td", { "data-label": "Next time" }, row.comes_first ? "comes first" : "like all others")))),
    waiting.length > MOST_WAITING && el("p", { class: "rm-soft" }, `The ${MOST_WAITING} who wait longest are shown.`));
}

// ---- pairs and people

function finder(panel, name, label, all, textOf, rowOf) {
  const { local } = panel;
  const list = el("ul", { class: "rm-others" });
  const told = el("p", { class: "rm-soft", role: "status" });
  const input = el("input", { type: "search", autocomplete: "off", value: local[name] ?? "", on: { input: () => { local[name] = input.value; fill(); } } });
  function fill() {
    const wanted = fold(input.value.trim());
    const fits = wanted || all.length <= MOST_FOUND ? all.filter((row) => fold(textOf(row)).includes(wanted)) : [];
    list.replaceChildren(...fits.slice(0, MOST_FOUND).map(rowOf));
    told.textContent = fits.length > MOST_FOUND ? `${fits.length} fit; the first ${MOST_FOUND} are shown. Type more of the name.` : wanted && !fits.length ? "Nobody of this name." : "";
  }
  fill();
  return [labelled(panel, name, label, input), told, list];
}

function pairsPart(panel) {
  const { view } = panel;
  if (!view.pairs.length) return null;
  return part("pairs", "A pair parts, or may change",
    el("p", { class: "rm-help" }, "No reason is asked, kept or told. Both are free again and come first in the next search."),
    finder(panel, "find-pair", "Find a pair by a name", view.pairs, (row) => row[1], (row) => pairRow(panel, row)));
}

function pairRow(panel, pair) {
  const [id, words, since] = pair;
  const { reopen } = panel.local;
  const box = el("input", { type: "checkbox", key: `reopen ${id}`, on: { change: () => { if (box.checked) reopen.add(id); else reopen.delete(id); panel.redraw(); } } });
  box.checked = reopen.has(id);
  const key = `part ${id}`;
  return el("li", {}, el("div", {}, el("span", {}, el("b", {}, words), `, since ${dayOf(since)}`),
    el("div", { class: "rm-acts" }, small("Part them", () => askPart(panel, pair, key), key, `Part ${words}`),
      el("label", { class: "rm-choice" }, box, "may change in the next search", el("span", { class: "rm-hidden" }, `: ${words}`))),
    askedHere(panel, key)));
}

function askPart(panel, [id, words], from) {
  askFor(panel, from, { title: `Do ${words} part?`, told: "The pair ends today. What it answered stays on record; no reason is asked. They are not paired with each other again unless you say so.",
    yes: "Part them", go: (by) => panel.run("part", { pair: id, by }) });
}

function peoplePart(panel) {
  const { view } = panel;
  return part("people", "Somebody leaves, or takes fewer mentees",
    finder(panel, "find-person", "Find somebody by name", view.people, (row) => row[1], (row) => personRow(panel, row)));
}

function personRow(panel, [id, name, places, pairs]) {
  const keys = { leave: `leave ${id}`, places: `places ${id}` };
  const leave = () => askFor(panel, keys.leave, { title: `Does ${name} leave the programme?`, after: "find-person",
    told: `${pairs ? `${count(pairs, "pair ends", "pairs end")} and the partners are free again. ` : ""}What they answered stays, and they can come back.`,
    yes: "They leave", go: (by) => panel.run("leave", { person: id, by }) });
  return el("li", {}, el("div", {}, el("span", {}, el("b", {}, name), places === null ? "" : `, ${count(places, "place")} as a mentor`, `, ${pairs ? count(pairs, "pair runs", "pairs run") : "in no pair"}`),
    el("div", { class: "rm-acts" },
      small("Leaves", leave, keys.leave, `${name} leaves`),
      places !== null && small("Other number of places", () => askPlaces(panel, id, name, places, keys.places), keys.places, `Other number of places for ${name}`),
      small("See free partners", () => look(panel, id), `free-person ${id}`, `See free partners for ${name}`)),
    askedHere(panel, keys.leave), askedHere(panel, keys.places), candidatesOf(panel, id)));
}

function askPlaces(panel, id, name, places, from) {
  const theirs = panel.view.pairs.filter(([, , , mentor]) => mentor === id);
  const input = el("input", { type: "number", min: 0, max: 100, step: 1, value: places, id: `${panel.id}-places` });
  const boxes = theirs.map(([pair, words]) => { const box = el("input", { type: "checkbox", value: pair }); return [box, el("label", { class: "rm-choice" }, box, words)]; });
  askFor(panel, from, { title: `How many mentees does ${name} take from now on?`,
    told: [el("div", { class: "rm-field" }, el("label", { for: input.id }, "Places"), input),
      theirs.length > 0 && el("fieldset", {}, el("legend", {}, "Which pairs end, where there are more than places"), boxes.map(([, label]) => label))].filter(Boolean),
    yes: "Keep this", go: (by) => panel.run("places", { person: id, by, places: Number.isInteger(input.valueAsNumber) ? input.valueAsNumber : -1, ending: boxes.filter(([box]) => box.checked).map(([box]) => box.value) }) });
}

// ---- partners for those who are free

function searchPart(panel) {
  const { view, local } = panel;
  local.reopen = new Set([...local.reopen].filter((id) => view.pairs.some(([other]) => other === id)));
  const formers = view.former.filter(([one, other]) => local.again.has(`${one} ${other}`));
  const go = () => panel.run("search", { reopen: [...local.reopen], again: formers.map(([one, other]) => [one, other]) });
  return el("section", { class: "rm-card" }, el("h3", {}, "Find partners for those who are free"),
    el("p", {}, `Pairs that run stay as they are${local.reopen.size ? `, but for ${count(local.reopen.size, "pair that may change", "pairs that may change")}, as few of them as possible` : ""}. Who waited comes first. Rules and weights are those used last.`),
    view.former.length > 0 && part("former", `Former pairs that may meet again: ${formers.length} of ${view.former.length}`,
      view.former.map(([one, other, words]) => {
        const id = `${one} ${other}`;
        const box = el("input", { type: "checkbox", key: `again ${id}`, on: { change: () => { if (box.checked) local.again.add(id); else local.again.delete(id); panel.redraw(); } } });
        box.checked = local.again.has(id);
        return el("label", { class: "rm-choice" }, box, words);
      })),
    el("div", { class: "rm-row" }, button("Find partners for them", go, { class: "rm-button rm-main", key: "search" })),
    el("p", { class: "rm-help" }, `It is a proposal. You look at it and confirm it on ${BOARD}, as the first time.`));
}

// ---- the lottery

function drawsPart(panel) {
  const { view } = panel;
  return part("draws", view.draws.some((one) => one.sentence) ? "The lottery for places" : "More candidates than places: draw who gets one",
    el("p", { class: "rm-help" }, "Everybody has the same chance. The list, what it was drawn with, and the time stay on record, so that anybody can repeat it. Those who wait are a fair comparison group."),
    view.draws.map((one) => (one.sentence ? heldDraw(panel, one) : drawForm(panel, one))));
}

function heldDraw(panel, one) {
  const key = `end ${one.role}`;
  const before = panel.view.state === "before";
  const words = before ? "Put this lottery away" : "End the comparison";
  const go = () => askFor(panel, key, { title: `${words}?`, yes: words, after: "draws-summary",
    told: before ? "All are matched again. That the lottery was held stays on record." : "Those who were not drawn come first in the next search for pairs.",
    go: (by) => panel.run("end_draw", { role: one.role, by }) });
  return el("section", {}, el("h4", {}, `Places of ${one.role}s`), el("p", {}, one.sentence),
    el("p", {}, el("b", {}, "Drawn: "), one.drawn.join(", ")),
    one.comparison.length > 0 && el("p", {}, el("b", {}, "Waiting, and the comparison group: "), one.comparison.join(", ")),
    !one.ended && el("div", { class: "rm-row" }, button(words, go, { key })), askedHere(panel, key));
}

function drawForm(panel, one) {
  const key = `draw ${one.role}`;
  if (one.n < 2) return null;
  const places = el("input", { type: "number", min: 1, max: one.n - 1, step: 1, "data-keep": true });
  const seed = el("input", { type: "text", maxlength: 200, autocomplete: "off", "data-keep": true });
  const go = () => {
    const given = { role: one.role, places: Number.isInteger(places.valueAsNumber) ? places.valueAsNumber : -1, seed: seed.value };
    askFor(panel, key, { title: `Draw the places of ${one.role}s?`, yes: "Draw", after: "draws-summary",
      told: `${given.places > 0 ? given.places : "?"} of ${one.n} are drawn; the others wait.`, go: (by) => panel.run("draw", { ...given, by }) });
  };
  return el("section", {}, el("h4", {}, `Places of ${one.role}s`),
    el("div", { class: "rm-two" }, labelled(panel, `places-${one.role}`, `Places for ${one.n} ${one.role}s`, places),
      labelled(panel, `seed-${one.role}`, "Drawn with", seed, "Best something that others know and nobody chose. Empty: rmkit makes one.")),
    el("div", { class: "rm-row" }, button(`Draw places of ${one.role}s`, go, { key })), askedHere(panel, key));
}
