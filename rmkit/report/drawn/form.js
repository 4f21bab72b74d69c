// A questionnaire or a worksheet as a form, for whatever hosts it: a notebook, a web page, a file.
//
// The host gives `panel`: `id` (a name for ids in the page), `root` and `body` (elements, the root with
// the class `rm`), `local` (an empty object of its own), `view`, `ask(act, given)` (a promise of
// `{notice}`), `say(notice)`, `redraw()`; if it likes, `top` (the level of the title's heading, 2 where
// it is not said) and `drafts` (see draft.js). `panel.view` holds
//   form     what is asked, see rmkit.report.form
//   answers  to begin with, by key
//   others   what the other of the two answered, by key: it can be read and not changed
//   draft    the name under which this browser keeps a draft, or null
//   save, again  the words on the buttons; without `again` there is no second one
//   edits    whether one record is edited, rather than one response after the other
// A notice is `{kind: done | wrong | note, text, faults: [{key, text, short}], more}`. Whether an answer
// is good is not decided here: `ask("save", {answers})` says so. Answers stay on the page until it
// says "done". While something is not saved, the form has the attribute `data-unsaved`.

function drawForm(panel) {
  const { form: asked, draft: name, save, edits } = panel.view;
  const again = () => panel.view.again; // a save may change what it is called
  const given = panel.local.kept ?? panel.view.answers ?? {};
  const drafts = panel.drafts ?? (name ? draftStore(name) : null);
  const start = beginning(asked, panel.local.typed ?? given, panel.local.typed ? null : drafts?.read());
  let { lost } = start;
  const mine = (item) => (item.voices ? item.voices.some((voice) => voice.mine !== false) : item.mine !== false);
  const own = new Set(fieldsOf(asked).filter((field) => field.mine !== false).map(({ key }) => key));
  const answers = Object.fromEntries(Object.entries(start.answers).filter(([key]) => own.has(key)));
  panel.local.typed = answers;
  const fields = new Map(); // key -> { box, spot, problem, label, roles, extra }
  const form = {
    id: panel.id, top: panel.top ?? 2, asked, answers, others: { ...given, ...panel.view.others }, mine, put,
    places: new Map(), marks: new Map(), sharing: [],
    add(key, field) { fields.set(key, field); },
  };
  let timer = null;

  const summary = el("div", { class: "rm-notice rm-wrong rm-summary", tabindex: "-1", role: "group",
    "aria-labelledby": `${panel.id}-wrong`, hidden: true });
  const state = el("span", { class: "rm-state", role: "status", "aria-live": "polite" });
  const bar = el("progress", { class: "rm-progress", value: 0, max: 1, "aria-hidden": "true" });
  const number = el("span", { class: "rm-count" });
  const submit = el("button", { class: "rm-button rm-main", type: "submit" }, save);
  const emptier = again() && button(again(), empty, { class: "rm-button rm-small" });
  const sections = asked.sections.map((section) => part(form, section));
  form.sharing.forEach((each) => shareBoxes(form, each));

  const node = el("form", { class: "rm-form", novalidate: true, autocomplete: "off", "aria-labelledby": `${panel.id}-title`,
    lang: asked.language === "en" ? "en-GB" : asked.language, // or dates stand as month/day
    on: { submit: send, change: taken, input: typed, keydown: pressed } },
    el(`h${form.top}`, { id: `${panel.id}-title`, class: "rm-title" }, asked.title),
    asked.purpose && el("p", { class: "rm-soft" }, asked.purpose),
    whose(),
    toldOfBeginning(start, () => { lost = []; keep(); }),
    summary, sections,
    el("div", { class: "rm-foot" }, submit, el("span", { class: "rm-far" }, number, bar), state),
    emptier && el("div", { class: "rm-row rm-begin" }, emptier));

  // Whose sheet it is, where two write on it.
  function whose() {
    const voice = asked.voices?.[asked.voice];
    if (!voice) return null;
    const other = Object.entries(asked.voices).find(([key]) => key !== asked.voice)?.[1];
    const first = Object.keys(asked.voices)[0] === asked.voice;
    return el("p", { class: "rm-whose" }, el("span", { class: "rm-tag" }, `You write as ${voice.toLowerCase()}`), " ",
      other && (first ? `Pass it on when you are done: the ${other.toLowerCase()} adds to it and changes nothing of yours.`
        : `What the ${other.toLowerCase()} wrote stands beside it, to be read and not changed.`));
  }

  // What the person does

  function read(input) {
    if (input.type === "checkbox") {
      const all = node.querySelectorAll(`input[name="${CSS.escape(input.name)}"]:checked`);
      return all.length ? [...all].map((i) => i.value) : null;
    }
    // What is no date yet is passed on as it is, so that Python can say so.
    return input.validity.badInput ? "?" : input.value;
  }

  function put(key, value) {
    if (value === "" || value === null) delete answers[key]; else answers[key] = value;
    form.marks.get(key)?.();
    tell(key, "");
    if (key === "role") concern();
    progress();
    unsaved(true);
    state.textContent = drafts ? "Not saved yet." : "";
    clearTimeout(timer);
    timer = setTimeout(keep, 400);
  }

  function unsaved(is) {
    panel.local.unsaved = is;
    if (is) node.dataset.unsaved = "true"; else delete node.dataset.unsaved;
  }

  async function keep() {
    clearTimeout(timer);
    timer = null;
    if (!drafts) return;
    const kept = await drafts.write(draftOf(asked, answers, lost));
    if (!node.dataset.unsaved || submit.disabled) return;
    const over = node.querySelector(".rm-over") ? " A text is too long." : "";
    state.textContent = (kept ? drafts.kept : "Not saved yet.") + over;
  }

  function taken(event) { const key = event.target.dataset.name; if (key) put(key, read(event.target)); }
  function typed(event) {
    const { target } = event;
    if (!/^(text|email|url|textarea)$/.test(target.type)) return;
    taken(event);
    const length = target.parentElement.querySelector(".rm-length");
    if (!length) return;
    const before = length.classList.contains("rm-over");
    const over = measured(length, target.value);
    if (over) target.setAttribute("aria-invalid", "true");
    if (over && !before) state.textContent = over;
  }
  // Delete takes a choice back. Enter in a line of text saves nothing by mistake: that is the button's.
  function pressed(event) {
    if (event.key === "Enter" && event.target.matches("input:not([type=radio], [type=checkbox])")) event.preventDefault();
    const row = event.target.type === "radio" && event.target.closest("[data-row]");
    if (!row || (event.key !== "Delete" && event.key !== "Backspace")) return;
    event.preventDefault();
    put(row.dataset.row, null);
  }

  async function send(event) {
    event.preventDefault();
    if (submit.disabled) return;
    if (timer) keep();
    submit.disabled = true;
    state.textContent = "Saving …";
    const sent = Object.fromEntries(Object.entries(answers).filter(([key]) => fields.get(key)?.box.hidden === false));
    for (const date of node.querySelectorAll("input[type=date]")) if (date.validity.badInput) sent[date.dataset.name] = "?";
    const before = JSON.stringify(answers);
    const late = setTimeout(() => { submit.disabled = false; state.textContent = "Not saved."; }, PATIENCE);
    const reply = await panel.ask("save", { answers: sent }).catch(() => ({}));
    clearTimeout(late);
    submit.disabled = false;
    heard(reply.notice ?? { kind: "wrong", text: "Nobody answered, so nothing was saved. What you typed is still here: try again." }, JSON.stringify(answers) === before);
  }

  function heard(notice, unchanged) {
    for (const key of fields.keys()) tell(key, "");
    const wrong = notice.kind !== "done";
    panel.say(wrong ? null : notice);
    if (!wrong && edits) panel.root.querySelector(".rm-said")?.scrollIntoView({ block: "nearest" });
    state.textContent = wrong ? "Not saved." : unchanged ? `Saved ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}.` : "Saved; changed since.";
    summary.hidden = !wrong;
    if (!wrong) {
      if (unchanged) { drafts?.drop(); unsaved(false); }
      if (edits) panel.local.kept = { ...answers };
      if (emptier) emptier.textContent = again();
      return;
    }
    const { faults = [], more = 0 } = notice;
    summary.replaceChildren(el(`h${form.top + 1}`, { id: `${panel.id}-wrong` }, notice.text),
      el("ul", {}, faults.map(fault), more > 0 && el("li", {}, `… and ${more} more.`)));
    summary.focus();
  }

  // A fault in the summary: a link to its question, where the same words stand.
  function fault({ key, text, short }) {
    const found = fields.get(key);
    if (!found) return el("li", {}, text);
    tell(key, short);
    const target = `${panel.id}-${key}`;
    return el("li", {}, el("a", { href: `#${target}`, on: { click: (e) => { e.preventDefault(); go(target); } } }, found.label), `: ${short}`);
  }

  function go(id) {
    const target = node.querySelector(`#${CSS.escape(id)}`);
    const input = target.matches("input, select, textarea") ? target : target.querySelector("input") ?? target;
    input.focus();
    input.scrollIntoView({ block: "center" });
  }

  function tell(key, words) {
    const { spot, problem } = fields.get(key);
    problem.textContent = words;
    problem.hidden = !words;
    spot.classList.toggle("rm-amiss", Boolean(words));
    spot.querySelector("[aria-invalid]")?.setAttribute("aria-invalid", String(Boolean(words)));
  }

  // Some questions are put to mentors only, some to mentees only.
  function concern() {
    const { role } = answers;
    for (const { box, roles } of fields.values()) {
      box.hidden = Boolean(roles.length && ["mentor", "mentee"].includes(role) && !roles.includes(role));
    }
    for (const share of node.querySelectorAll(".rm-share")) share.hidden = fields.get(share.dataset.of).box.hidden;
    for (const table of node.querySelectorAll(".rm-matrix")) {
      const rows = [...table.querySelectorAll(".rm-rating")];
      table.hidden = rows.length > 0 && rows.every((row) => row.hidden);
    }
    for (const each of sections) {
      const boxes = [...each.querySelectorAll(".rm-field")];
      each.hidden = boxes.length > 0 && boxes.every((box) => box.hidden);
    }
  }

  function progress() {
    const put = [...fields].filter(([, field]) => !field.box.hidden && !field.extra).map(([key]) => key);
    const done = put.filter((key) => key in answers).length;
    number.textContent = `${done} of ${put.length} answered`;
    bar.value = put.length ? done / put.length : 0;
  }

  // Whether an answer that is seen now would be seen no more.
  function vanishes() {
    const next = fitting(asked, panel.local.kept ?? panel.view.answers ?? {}).answers;
    return Object.entries(answers).some(([key, value]) => String(value) !== String(next[key]));
  }

  // What is in sight is taken away at the second press only.
  function empty() {
    const sure = node.dataset.unsaved ? "Throw away what is not saved?" : "It is saved. Take it off the screen?";
    if ((node.dataset.unsaved || vanishes()) && emptier.textContent !== sure) {
      emptier.textContent = sure;
      setTimeout(() => { emptier.textContent = again(); }, 6000);
      return;
    }
    clearTimeout(timer);
    drafts?.drop();
    Object.assign(panel.local, { typed: null, unsaved: false });
    panel.say(null);
    panel.redraw();
    panel.body.querySelector("input, textarea, select")?.focus();
  }

  concern();
  progress();
  for (const mark of form.marks.values()) mark();
  if (start.drafted) { state.textContent = "Your draft is back; it is not saved yet."; unsaved(true); }
  if (panel.local.unsaved) unsaved(true);
  node.dataset.ready = "true";
  return node;
}
