// The training as a deck. `panel.view` holds `modules` (each with its parts: what the room sees, what is
// said and done, clocks), `sheets` (what is shown large, by its id) and `half_day` with its hours.
// Nothing that is typed or timed here leaves the page.

const WHO = { both: "Mentors and mentees", mentors: "Mentors", mentees: "Mentees" };
const KEYS = "Keys: arrows for back and next, space for the clock, + for a minute more, N for notes, S for the sheet, F for the screen.";

function draw(panel) {
  const { local, view } = panel;
  const chosen = view.modules.find(({ id }) => id === local.module);
  return chosen ? deck(panel, chosen) : choice(panel, view);
}

// Which module

function choice(panel, { modules, half_day: day }) {
  const begin = ({ id }) => { Object.assign(panel.local, { module: id, at: 0, clocks: {}, sheet: false }); panel.redraw(); focusOn(panel, "slide"); };
  return el("div", { class: "rm-office" },
    el("ul", { class: "rm-list" }, modules.map((one) => el("li", {},
      el("div", { class: "rm-entry" },
        el("div", {}, el("h3", {}, one.title),
          el("span", { class: "rm-soft" }, `${WHO[one.audience]}, ${one.minutes} minutes. `), one.purpose),
        button("Begin", () => begin(one), { class: "rm-button rm-main", key: `begin ${one.id}`, "aria-label": `Begin: ${one.title}` })),
      el("details", { key: `more ${one.id}` }, el("summary", {}, "What to prepare, and how it runs"),
        listed("At the end they", one.outcomes), listed("To prepare", one.prepare),
        el("h4", {}, "The run"),
        el("ol", {}, one.parts.map((part) => el("li", {}, `${part.title}, ${count(part.minutes, "minute")}`))),
        one.rules.length > 0 && listed(one.rules_title, one.rules.map(([lead, text]) => `${lead} ${text}`)),
        listed("What this does not do", one.limits))))),
    el("h3", {}, "The half-day"),
    el("ul", {}, day.map(([hours, words]) => el("li", {}, el("b", {}, hours), ` ${words}`))));
}

const listed = (title, texts, tag = "ul") => texts.length > 0 && [el("h4", {}, title), el(tag, {}, texts.map((text) => el("li", {}, text)))];

// One part at a time

function deck(panel, module) {
  const { local } = panel;
  const { parts } = module;
  const stage = el("div", { class: "rm-stage", role: "group", "aria-label": module.title, key: "stage" });
  const go = (to) => {
    if (to < 0 || to >= parts.length) return;
    Object.assign(local, { at: to, sheet: false });
    show(true);
  };
  const leave = async () => {
    if (isFilled(stage)) await fill(stage, () => {});
    const { module: id } = local;
    Object.assign(local, { module: null, filled: false, notes: true });
    panel.redraw();
    focusOn(panel, `begin ${id}`);
  };
  const notes = () => { local.notes = !(local.notes ?? true); show(false, "notes"); };
  const sheet = () => { if (!parts[local.at].shows) return; local.sheet = !local.sheet; show(true); };
  const screen = () => fill(stage, (on) => { if (local.filled !== on) local.notes = !on; local.filled = on; show(false, "screen"); });
  let clock = null;

  function show(turned, key) {
    const now = parts[local.at], kept = local.clocks[now.id] ??= clocksOf(now);
    clock = drawClock(kept.all[kept.on], flashing(local, stage));
    stage.replaceChildren(
      el("p", { class: "rm-soft rm-where" }, `${module.title} · part ${local.at + 1} of ${parts.length} · minute ${minutesBefore(parts, local.at)} to ${minutesBefore(parts, local.at + 1)} of ${module.minutes}`),
      local.sheet ? sheetPart(panel, panel.view.sheets[now.shows]) : slide(now),
      el("div", { class: "rm-below-slide" },
        el("div", { class: "rm-clocks" },
          kept.all.length > 1 && el("div", { class: "rm-row", role: "group", "aria-label": "Which clock" }, kept.all.map((one, n) =>
            button(`${one.title}, ${one.minutes} min`, () => { kept.on = n; show(false, `which ${n}`); }, { class: "rm-button rm-small", key: `which ${n}`, "aria-pressed": String(kept.on === n) }))),
          clock.node),
        el("div", { class: "rm-row rm-steer" },
          button("Back", () => go(local.at - 1), { key: "back", disabled: local.at === 0 }),
          button("Next", () => go(local.at + 1), { class: "rm-button rm-main", key: "next", disabled: local.at === parts.length - 1 }),
          button(local.notes ?? true ? "Hide notes" : "Show notes", notes, { key: "notes", "aria-expanded": String(local.notes ?? true) }),
          now.shows && button(local.sheet ? "Back to the slide" : `Show: ${panel.view.sheets[now.shows].title}`, sheet, { key: "sheet" }),
          button(local.filled ? "Leave the screen" : "Fill the screen", screen, { key: "screen" }),
          button("Another module", leave, { key: "leave" }), flashBox(local))),
      ...[(local.notes ?? true) && notesPart(now)].filter(Boolean),
      el("p", { class: "rm-soft rm-keys" }, KEYS));
    fit(stage);
    if (turned) focusOn(panel, "slide");
    else if (key) focusOn(panel, key);
  }
  keysOf(stage, {
    ArrowRight: () => go(local.at + 1), PageDown: () => go(local.at + 1), ArrowLeft: () => go(local.at - 1), PageUp: () => go(local.at - 1),
    Home: () => go(0), End: () => go(parts.length - 1), " ": () => clock.toggle(), "+": () => clock.more(), n: notes, s: sheet, f: screen,
  });
  show(false);
  new ResizeObserver(() => fit(stage)).observe(stage);
  return stage;
}

// On a filled screen, the largest letters in which the whole slide is seen; never too small for the back.
const LARGEST = 64, SMALLEST = 28; // pixels
function fit(stage) {
  if (!isFilled(stage)) return;
  for (let size = LARGEST; size >= SMALLEST; size -= 2) {
    stage.style.setProperty("--slide", `${size}px`);
    if (stage.scrollHeight <= stage.clientHeight) return;
  }
}

const minutesBefore = (parts, at) => parts.slice(0, at).reduce((sum, { minutes }) => sum + minutes, 0);
const clocksOf = (part) => ({ on: 0, all: [...part.timers.map(([title, minutes]) => newClock(title, minutes)), newClock("The whole part", part.minutes)] });

function slide({ title, slide: lines }) {
  return el("div", { class: "rm-slide" },
    el("h3", { tabindex: "-1", key: "slide" }, title),
    el("ul", {}, lines.map((line) => el("li", {}, line))));
}

function notesPart(part) {
  return el("section", { class: "rm-notes", "aria-label": "Speaker's notes" },
    el("p", {}, el("b", {}, "What it is for: "), part.purpose),
    el("h4", {}, "To say"), part.say.map((text) => el("p", {}, text)),
    listed("To do", part.do, "ol"), listed("At hand", part.material), listed("Watch for", part.watch),
    part.cards.length > 0 && el("p", {}, el("b", {}, "Cards: "), part.cards.join(", ")));
}

// A sheet shown large, to be filled in together; it is kept nowhere.
function sheetPart(panel, { id, title, fields }) {
  const { local } = panel;
  const typed = (local.typed ??= {})[id] ??= {};
  return el("div", { class: "rm-slide rm-large" },
    el("h3", { tabindex: "-1", key: "slide" }, title),
    el("p", { class: "rm-soft" }, "For the room, with an invented person. What is written here is kept nowhere."),
    el("div", { class: "rm-large-map" }, fields.map(({ key, label, help, rows }) => el("div", { class: "rm-large-field" },
      el("label", { for: `${panel.id}-${id}-${key}` }, label), help && el("p", { class: "rm-soft" }, help),
      rows.length > 0 ? el("ul", {}, rows.map((row) => el("li", {}, row)))
        : field(panel, id, key, typed)))));
}

function field(panel, id, key, typed) {
  const area = el("textarea", { id: `${panel.id}-${id}-${key}`, value: typed[key] ?? "", rows: 2, on: { input: () => { typed[key] = area.value; } } });
  return area;
}
