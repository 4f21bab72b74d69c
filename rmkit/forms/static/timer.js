// A clock for an exercise: `panel.view` holds its `title` and `minutes`.

function draw(panel) {
  const { local, view } = panel;
  local.clock ??= newClock(view.title, view.minutes);
  const stage = el("div", { class: "rm-stage rm-alone", tabindex: "-1", role: "group", "aria-label": view.title, key: "stage" });
  const clock = drawClock(local.clock, flashing(local, stage));
  const screen = button("Fill the screen", () => fill(stage, (on) => { screen.textContent = on ? "Leave the screen" : "Fill the screen"; }), { key: "screen" });
  stage.append(clock.node, el("div", { class: "rm-row" }, screen, flashBox(local)));
  keysOf(stage, { " ": clock.toggle, "+": clock.more, f: () => screen.click() });
  return stage;
}
