// A clock that counts down for a room: start, pause, a minute more. It says its minutes politely, once
// each, and its end in words; who wants it sees the end as a flash of the frame, never as a sound.

const seconds = (clock) => clock.minutes * 60 + clock.added - spent(clock);
const spent = (clock) => clock.spent + (clock.since === null ? 0 : (performance.now() - clock.since) / 1000);
const newClock = (title, minutes) => ({ title, minutes, added: 0, spent: 0, since: null, told: null, over: false });

// Minutes and seconds, after the end counted upwards.
function face(left) {
  const whole = left > 0 ? Math.ceil(left) : Math.floor(-left);
  return `${left <= -1 ? "+" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

// Draw a clock; `clock` is kept by the caller, so that it runs on when the panel is drawn again.
// `flash(on)` is told at the end. What comes back has `node`, `toggle()` and `more()`.
function drawClock(clock, flash, key = "clock") {
  const digits = el("span", { class: "rm-digits", "aria-hidden": "true" });
  const state = el("span", { class: "rm-clock-state" });
  const said = el("span", { class: "rm-hidden", role: "timer", "aria-live": "polite" });
  const start = button("", toggle, { class: "rm-button rm-main", key: `${key}-start` });
  const node = el("div", { class: "rm-clock", role: "group", "aria-label": `Clock: ${clock.title}` },
    el("span", { class: "rm-clock-title" }, clock.title), digits, state, said,
    el("div", { class: "rm-row" }, start,
      button("+1 minute", more, { class: "rm-button", key: `${key}-more` }),
      button("From the beginning", reset, { class: "rm-button", key: `${key}-reset` })));

  function show() {
    const left = seconds(clock), runs = clock.since !== null;
    digits.textContent = face(left);
    const over = left <= 0;
    node.classList.toggle("rm-over", over);
    start.textContent = runs ? "Pause" : spent(clock) > 0 ? "Go on" : "Start";
    state.textContent = over ? "Time is up" : runs ? "" : spent(clock) > 0 ? "Paused" : "";
    if (!runs) return;
    if (over && !clock.over) { clock.over = true; said.textContent = `Time is up: ${clock.title}.`; flash(true); }
    const minute = Math.ceil(left / 60);
    if (!over && minute !== clock.told && clock.told !== null) said.textContent = `${count(minute, "minute")} left.`;
    clock.told = minute;
  }
  function tick() {
    if (!node.isConnected || clock.since === null) return;
    show();
    setTimeout(tick, 200);
  }
  function toggle() {
    if (clock.since === null) { clock.since = performance.now(); setTimeout(tick); }
    else { clock.spent = spent(clock); clock.since = null; said.textContent = "Paused."; }
    show();
  }
  function more() {
    clock.added += 60;
    if (seconds(clock) > 0) { clock.over = false; flash(false); }
    clock.told = Math.ceil(seconds(clock) / 60);
    said.textContent = `One minute more: ${count(Math.max(clock.told, 0), "minute")} left.`;
    show();
  }
  function reset() {
    Object.assign(clock, newClock(clock.title, clock.minutes));
    said.textContent = "";
    flash(false);
    show();
  }
  show();
  setTimeout(tick); // a clock that was running runs on
  return { node, toggle, more };
}

// The box to tick for whoever wants to see the end from afar.
function flashBox(local) {
  const box = el("input", { type: "checkbox", key: "flash", checked: local.flash, on: { change: () => { local.flash = box.checked; } } });
  return el("label", { class: "rm-flash-box" }, box, "Flash at the end");
}
const flashing = (local, node) => (on) => node.classList.toggle("rm-flash", on && Boolean(local.flash));

// Fill the screen with an element: the browser's own way, or the whole window where that is refused.
const isFilled = (node) => document.fullscreenElement === node || node.classList.contains("rm-window");
async function fill(node, change) {
  const done = () => { node.classList.toggle("rm-projected", isFilled(node)); change(isFilled(node)); };
  if (isFilled(node)) {
    node.classList.remove("rm-window");
    if (document.fullscreenElement) await document.exitFullscreen();
    done();
    return;
  }
  try { await node.requestFullscreen(); } catch { node.classList.add("rm-window"); }
  const left = () => { if (document.fullscreenElement === node) return; document.removeEventListener("fullscreenchange", left); done(); };
  document.addEventListener("fullscreenchange", left);
  done();
}

// Keys of a stage; not while somebody writes, and a button keeps its own.
function keysOf(node, acts) {
  node.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches("textarea, select, input:not([type=checkbox])")) return;
    if ([" ", "Enter"].includes(key) && target.matches("button, summary, a, input")) return;
    const act = acts[key] ?? acts[key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
}
