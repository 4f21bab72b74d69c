// Starters, one after the other. Those that were drawn without a programme are remembered here, in this
// browser; `panel.view` holds themes, topics, formats and the pairs that one can draw for.

const MEMORY = "rmkit-starters";
const read = () => { try { return JSON.parse(localStorage.getItem(MEMORY)) ?? []; } catch { return []; } };
const keep = (ids) => { try { localStorage.setItem(MEMORY, JSON.stringify([...new Set([...read(), ...ids])])); } catch { /* only this draw is known then */ } };

function draw(panel) {
  const { problem } = panel.view;
  if (problem) return el("div", { class: "rm-notice rm-wrong", role: "alert" }, el("p", {}, problem));
  panel.follows = true;
  panel.local.topics ??= new Set();
  return el("div", { class: "rm-library" }, choosePart(panel), drawnPart(panel));
}

function choosePart(panel) {
  const { view, local } = panel;
  const options = (list) => list.map(([value, words]) => el("option", { value }, words));
  const pair = el("select", { "data-keep": true }, options([["", "For us, here"], ...view.pairs.map(({ id, title }) => [id, title])]));
  const theme = el("select", { "data-keep": true }, options([["", "Whatever fits"], ...view.themes.map(({ id, title }) => [id, title])]));
  const go = async (many) => {
    const { data } = await panel.run("draw", { many, theme: theme.value, pair: pair.value, topics: [...local.topics], used: read() });
    if (!data?.drawn) return;
    if (!pair.value) keep(data.drawn.map(({ id }) => id));
    Object.assign(local, { drawn: data.drawn, again: data.again });
    stop(panel);
    panel.redraw();
    focusOn(panel, "drawn");
  };
  const forget = () => { try { localStorage.removeItem(MEMORY); } catch { /* nothing was kept */ } panel.redraw(); focusOn(panel, "draw"); };
  return el("section", { "aria-labelledby": `${panel.id}-choose` },
    el("h3", { id: `${panel.id}-choose` }, "Something to talk about"),
    view.pairs.length > 0 && labelled(panel, "pair", "For whom?", pair, "For a pair, by what they work on; the file remembers which they had, by number and nothing else."),
    labelled(panel, "theme", "Theme", theme),
    el("details", { key: "topics" }, el("summary", {}, "By your topics"), el("div", { class: "rm-topics" }, view.topics.map(({ id, title }) => {
      const box = el("input", { type: "checkbox", key: `topic ${id}`, on: { change: () => local.topics[box.checked ? "add" : "delete"](id) } });
      box.checked = local.topics.has(id);
      return el("label", { class: "rm-option" }, box, el("span", {}, title));
    }))),
    el("div", { class: "rm-row" },
      button("Draw one", () => go(1), { class: "rm-button rm-main", key: "draw" }),
      button("Draw three", () => go(3), { key: "three" }),
      read().length > 0 && button("Begin anew", forget, { class: "rm-button rm-small", key: "forget" })),
    el("p", { class: "rm-soft" }, read().length > 0
      ? `This browser remembers ${count(read().length, "question")} of ${view.all} that you have drawn, and nothing that you said.`
      : `${view.all} questions. This browser will remember which you have drawn, and nothing that you said.`));
}

function drawnPart(panel) {
  const { drawn, again } = panel.local;
  if (!drawn) return null;
  return el("section", { "aria-label": "Drawn" },
    again > 0 && el("p", { class: "rm-soft" }, "You have had all of this kind; it begins again."),
    drawn.map(({ theme, ask, then }, i) => el("div", { class: "rm-card rm-starter", tabindex: i ? null : "-1", key: i ? null : "drawn" },
      el("p", { class: "rm-soft" }, theme), el("p", { class: "rm-ask" }, ask), el("p", {}, then))),
    silentPart(panel), panel.view.formats.map(({ id, title, minutes, steps }) => el("details", { key: `format ${id}` },
      el("summary", {}, `${title} (${minutes} minutes)`), el("ol", {}, steps.map((step) => el("li", {}, step))))));
}

// A minute that is counted down in words for everybody, and told when it is over.
function silentPart(panel) {
  const clock = el("span", { class: "rm-clock", role: "timer", "aria-live": "off" });
  const said = el("span", { role: "status" });
  const begin = () => {
    stop(panel);
    const ends = Date.now() + 60000;
    said.textContent = "The silent minute has begun.";
    const tick = () => {
      const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
      clock.textContent = left ? `${left} s` : "";
      if (!left) { stop(panel); said.textContent = "The minute is over. The mentor begins."; }
    };
    panel.local.ticking = setInterval(tick, 250);
    tick();
  };
  return el("div", { class: "rm-row" }, button("Begin a silent minute", begin, { key: "silent" }), clock, said);
}

function stop(panel) {
  clearInterval(panel.local.ticking);
  panel.local.ticking = null;
}
