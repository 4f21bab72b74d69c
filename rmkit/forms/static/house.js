// A panel in a notebook: what it hears from Python and shows. The elements come before this.
// A panel's own script defines `draw(panel)`, which builds its body from `panel.view`.

let panels = 0;

const SILENT = "No answer from the notebook yet: it is busy, or its kernel was restarted. What you " +
  "typed is still here. If this stays, run the cell again.";

// A day as a person writes it; what is no day stays as it is.
function dayOf(at) {
  const day = new Date(at);
  return !at || Number.isNaN(day.getTime()) ? at : day.toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
}

// The common style stands before that of any panel, so that a panel's own goes over it, and after
// JupyterLab's. A panel's own style bears the name of its class.
function dress() {
  const kept = document.getElementById("rm-house");
  if (kept?.textContent === HOUSE) return;
  kept?.remove();
  const first = document.head.querySelector('style[id^="rmkit.forms."]');
  document.head.insertBefore(el("style", { id: "rm-house" }, HOUSE), first);
}

// Set up a panel in an output of the notebook, and draw it again whenever Python changes the view.
function open({ model, el: place }, draw) {
  dress();
  const body = el("div", { class: "rm-body" });
  const said = el("div", { class: "rm-said", role: "status", "aria-live": "polite" });
  const bar = el("progress", { class: "rm-progress", max: 1, "aria-label": "Progress" });
  const doing = el("span", { class: "rm-doing" });
  const working = el("div", { class: "rm-working", hidden: true }, bar, doing,
    button("Stop", () => model.send({ act: "stop" }), { class: "rm-button rm-small" }));
  const root = el("section", { class: "rm", lang: document.documentElement.lang || "en" }, body, working, said);
  const waiting = new Map();
  let asked = 0;

  const panel = {
    id: `rm${++panels}`, root, body, local: {},
    get view() { return model.get("view"); },
    // Ask Python to do something; the promise holds its reply.
    ask(act, given = {}, buffers = []) {
      const id = `${panel.id}.${++asked}`;
      return new Promise((resolve) => {
        const late = setTimeout(() => panel.say({ kind: "wrong", text: SILENT }), PATIENCE);
        waiting.set(id, { resolve, late });
        try { model.send({ act, id, given }, undefined, buffers); } catch { panel.say({ kind: "wrong", text: SILENT }); }
      });
    },
    // Do an act, with its button out of use meanwhile, and show what became of it.
    async run(act, given = {}, buffers = []) {
      panel.say(null);
      root.setAttribute("aria-busy", "true");
      const reply = await panel.ask(act, given, buffers);
      root.removeAttribute("aria-busy");
      if (reply.notice) panel.say(reply.notice);
      return reply;
    },
    say(notice) {
      said.replaceChildren(...(notice ? [shown(notice)] : []));
    },
    redraw() { redraw(); },
  };

  function redraw() {
    const kept = memory(root);
    body.replaceChildren(...[draw(panel)].flat().filter(Boolean));
    recall(root, kept);
  }

  const hear = (message) => {
    const wait = waiting.get(message?.re);
    if (!wait) return;
    clearTimeout(wait.late);
    if (message.progress) {
      working.hidden = false;
      bar.value = message.progress.done;
      doing.textContent = message.progress.what;
      return;
    }
    working.hidden = true;
    waiting.delete(message.re);
    wait.resolve(message);
    if (message.notice?.kind === "done") document.dispatchEvent(new CustomEvent("rm-kept", { detail: panel }));
  };
  // What one panel has kept, others in this window show: those that follow look again, in silence.
  const follow = ({ detail }) => {
    if (detail === panel || !panel.follows) return;
    try { model.send({ act: "look", id: `${panel.id}.again`, given: {} }); } catch { /* it says so when it is used */ }
  };
  document.addEventListener("rm-kept", follow);
  model.on("msg:custom", hear);
  model.on("change:view", redraw);
  place.append(root);
  redraw();
  return () => { document.removeEventListener("rm-kept", follow); model.off("msg:custom", hear); model.off("change:view", redraw); };
}

// A step that waits for a yes, and for the name of who takes it, in `panel.local.asking`. `title` asks,
// `told` says what it does, `yes` are the words of the button, `go(by)` does it, `from` is the key of
// the button that led here, `then` does what follows once it is done.
function asked(panel, { title, told, yes, go, from, then }) {
  const { local } = panel;
  const by = el("input", { type: "text", autocomplete: "name", maxlength: 200, value: local.by ?? "", on: { input: () => { local.by = by.value; ready(); } } });
  const press = button(yes, take, { class: "rm-button rm-main", key: "yes" });
  const ready = () => { press.disabled = !by.value.trim(); };
  async function take() {
    const reply = await go(by.value);
    if (reply.notice?.kind !== "done") { focusOn(panel, "asked-by"); return; }
    local.asking = null;
    panel.redraw();
    then(reply);
  }
  const leave = () => { local.asking = null; panel.redraw(); focusOn(panel, from); };
  ready();
  return el("div", { class: "rm-card rm-asked", role: "group", "aria-label": title },
    el("h4", { tabindex: "-1", key: "asked" }, title), told,
    labelled(panel, "asked-by", "Your name", by, "The file keeps who did it."),
    el("div", { class: "rm-row" }, press, button("No, leave it", leave, { key: "no" })));
}

// Ask Python what a step would do, and show that with the question.
async function ask(panel, act, given, key = {}) {
  const { notice, data } = await panel.run(act, given);
  if (notice) return;
  panel.local.asking = { ...data, ...key };
  panel.redraw();
  focusOn(panel, "asked");
  panel.body.querySelector(".rm-asked")?.scrollIntoView({ block: "nearest" });
}

// A link to another notebook beside this one: JupyterLab opens it in a tab of its own.
function notebook(file, words) {
  const tree = decodeURIComponent(location.pathname).match(/\/(?:lab\/)?(?:tree|doc\/tree|notebooks)\/(.*)$/);
  const folder = tree && tree[1].includes("/") ? tree[1].slice(0, tree[1].lastIndexOf("/") + 1) : "";
  return el("a", {
    href: file, class: "rm-link",
    "data-commandlinker-command": "docmanager:open",
    "data-commandlinker-args": JSON.stringify({ path: folder + file }),
  }, words);
}
