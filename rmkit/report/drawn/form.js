// A questionnaire as a form. `panel.view` holds `form` (what is asked, see rmkit.report.form),
// `answers` to begin with, `draft` (the name under which this browser keeps a draft, or null), `save`
// and `again` (the words on the buttons), and `edits` (whether one record is edited, rather than one
// response after the other). Whether an answer is good is decided in Python alone.

const DRAFT_DAYS = 14;
const INPUT_TYPE = { text: "text", email: "email", url: "url", number: "number", date: "date" };

const draftStore = (name) => ({
  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(name));
      return kept && Date.now() - kept.at < DRAFT_DAYS * 864e5 ? kept.answers : null;
    } catch { return null; }
  },
  write(answers) {
    try { localStorage.setItem(name, JSON.stringify({ at: Date.now(), answers })); return true; } catch { return false; }
  },
  drop() { try { localStorage.removeItem(name); } catch { /* nothing was kept */ } },
});

function drawForm(panel) {
  const { form: asked, draft: name, save, again, edits } = panel.view;
  const given = panel.local.kept ?? panel.view.answers;
  const drafts = name ? draftStore(name) : null;
  const drafted = drafts?.read();
  const answers = { ...given, ...drafted };
  const questions = new Map(); // key -> { box, problem, label, roles }
  const items = asked.sections.flatMap((s) => s.items);
  let timer = null;

  const summary = el("div", { class: "rm-notice rm-wrong rm-summary", tabindex: "-1", role: "group",
    "aria-labelledby": `${panel.id}-wrong`, hidden: true });
  const state = el("span", { class: "rm-state", role: "status", "aria-live": "polite" });
  const bar = el("progress", { class: "rm-progress", value: 0, max: 1, "aria-hidden": "true" });
  const number = el("span", { class: "rm-count" });
  const submit = el("button", { class: "rm-button rm-main", type: "submit" }, save);
  const emptier = button(again, empty);

  const node = el("form", { class: "rm-form", novalidate: true, autocomplete: "off", "aria-labelledby": `${panel.id}-title`,
    lang: asked.language === "en" ? "en-GB" : asked.language, // or dates stand as month/day
    on: { submit: send, change: taken, input: typed, keydown: cleared } },
    el("h2", { id: `${panel.id}-title` }, asked.title),
    asked.purpose && el("p", { class: "rm-soft" }, asked.purpose),
    summary,
    asked.sections.map((section) => el("section", { class: "rm-part" },
      el("h3", {}, section.title),
      section.text && el("p", { class: "rm-soft" }, section.text),
      section.items.map(question))),
    el("div", { class: "rm-foot" }, submit, emptier, el("span", { class: "rm-far" }, number, bar), state));

  // One question

  function question(item) {
    const id = `${panel.id}-${item.key}`;
    if (item.kind === "matrix") return matrix(item, id);
    const box = el("div", { class: "rm-field" });
    const problem = problemLine(id);
    const about = [item.help && `${id}-help`, problem.id].filter(Boolean).join(" ");
    const label = [item.label, item.required && el("span", { class: "rm-needed" }, " (required)")];
    const help = item.help && el("p", { class: "rm-help", id: `${id}-help` }, item.help);
    const many = item.kind === "multiple_choice";
    if (many || (item.kind === "choice" && item.options.length <= 7)) {
      const wide = item.options.some((o) => o.help);
      box.append(el("div", { role: many ? "group" : "radiogroup", "aria-labelledby": `${id}-label`, "aria-describedby": about,
          "aria-required": !many && item.required ? "true" : null, id, tabindex: "-1", class: "rm-group" },
        el("p", { class: "rm-label", id: `${id}-label` }, label), help,
        el("div", { class: `rm-options${wide && item.options.length <= 4 ? " rm-tall" : item.options.length > 4 ? ` rm-many${wide ? " rm-wide" : ""}` : ""}` }, options(item, many)), problem));
    } else {
      const common = { id, "data-name": item.key, "aria-describedby": about, required: item.required, "aria-invalid": "false" };
      const value = answers[item.key] ?? "";
      const input = item.kind === "choice"
        ? el("select", { ...common, value }, el("option", { value: "" }, "Choose …"), item.options.map((o) => el("option", { value: o.value }, o.label)))
        : item.kind === "long_text"
          ? el("textarea", { ...common, rows: 3, maxlength: item.longest, value })
          : el("input", { ...common, type: INPUT_TYPE[item.kind], maxlength: item.longest, min: item.minimum, max: item.maximum,
              step: item.kind === "number" ? (item.whole ? 1 : "any") : null, value });
      if (item.kind === "choice") input.value = value;
      box.append(el("label", { for: id }, label), ...(help ? [help] : []), input, problem);
    }
    questions.set(item.key, { box, problem, label: item.label, roles: item.roles });
    return box;
  }

  function options(item, many) {
    let group = "";
    return item.options.flatMap((option) => {
      const heading = option.group && option.group !== group ? [el("p", { class: "rm-area" }, option.group)] : [];
      group = option.group;
      const chosen = many ? (answers[item.key] ?? []).map(String).includes(String(option.value)) : String(answers[item.key]) === String(option.value);
      const input = el("input", { type: many ? "checkbox" : "radio", name: `${panel.id}|${item.key}`, value: option.value, "data-name": item.key });
      input.checked = chosen;
      return [...heading, el("label", { class: "rm-option" }, input,
        el("span", {}, option.label, option.help && el("span", { class: "rm-help" }, option.help)))];
    });
  }

  function matrix(item, id) {
    const marks = item.options.some((o) => o.help) && el("details", {},
      el("summary", {}, "What the levels mean"),
      el("ul", { class: "rm-levels" }, item.options.map((o) => el("li", {}, `${o.value} ${o.label}: ${o.help}`))));
    let group = "";
    let place = 0;
    const rows = item.rows.flatMap((row) => {
      const heading = row.group && row.group !== group ? [el("p", { class: "rm-area" }, row.group)] : [];
      group = row.group;
      return [...heading, line(item, row, ++place)];
    });
    return el("div", { class: "rm-field rm-matrix", style: `--n: ${item.options.length}` },
      el("p", { class: "rm-label", id: `${id}-label` }, item.label, item.required && el("span", { class: "rm-needed" }, " (required)")),
      item.help && el("p", { class: "rm-help" }, item.help), marks,
      el("div", { class: "rm-line rm-head", "aria-hidden": "true" }, el("span"),
        item.options.map((o) => el("span", {}, el("b", {}, o.value), el("br"), o.label)), el("span")),
      rows);
  }

  function line(item, row, place) {
    const id = `${panel.id}-${row.key}`;
    const problem = problemLine(id);
    const wipe = item.required ? el("span") : el("button", { class: "rm-wipe", tabindex: "-1", title: "Take the answer back (Delete)",
      "aria-label": `Take back: ${row.label}`, on: { click: () => { put(row.key, null); mark(); } } }, "×");
    const box = el("div", { class: "rm-line", role: "radiogroup", id, "aria-labelledby": `${id}-label`,
      "aria-describedby": problem.id, "data-row": row.key },
      el("span", { class: "rm-statement", id: `${id}-label` }, row.label, row.help && el("span", { class: "rm-help" }, row.help)),
      item.options.map((o) => {
        const input = el("input", { type: "radio", name: `${panel.id}|${row.key}`, value: o.value, "data-name": row.key });
        input.checked = String(answers[row.key]) === String(o.value);
        return el("label", { class: "rm-level" }, input, el("span", { class: "rm-word" }, el("b", {}, o.value), " ", o.label));
      }), wipe, problem);
    const mark = () => {
      box.classList.toggle("rm-answered", row.key in answers);
      if (!(row.key in answers)) for (const input of box.querySelectorAll("input")) input.checked = false;
    };
    mark();
    questions.set(row.key, { box, problem, label: row.label, roles: item.roles, mark, odd: place % 2 });
    return box;
  }

  function problemLine(id) {
    return el("p", { class: "rm-problem", id: `${id}-problem`, hidden: true });
  }

  // What the person does

  function read(input) {
    if (input.type === "checkbox") {
      const all = node.querySelectorAll(`input[name="${CSS.escape(input.name)}"]:checked`);
      return all.length ? [...all].map((i) => i.value) : null;
    }
    // What is no number is passed on as it is, so that Python can say so.
    if (input.type === "number") return input.validity.badInput ? "?" : input.value;
    return input.value;
  }

  function put(key, value) {
    if (value === "" || value === null) delete answers[key]; else answers[key] = value;
    const found = questions.get(key);
    found.mark?.();
    tell(key, "");
    if (key === "role") concern();
    progress();
    state.textContent = drafts ? "Not saved yet." : "";
    clearTimeout(timer);
    timer = setTimeout(keep, 400);
  }

  function keep() {
    clearTimeout(timer);
    timer = null;
    if (drafts) state.textContent = drafts.write(answers) ? "Draft kept in this browser, not saved yet." : "Not saved yet.";
  }

  function taken(event) { const key = event.target.dataset.name; if (key) put(key, read(event.target)); }
  function typed(event) { if (/^(text|email|url|number|textarea)$/.test(event.target.type)) taken(event); }
  function cleared(event) {
    const row = event.target.closest?.("[data-row]");
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
    const sent = Object.fromEntries(Object.entries(answers).filter(([key]) => questions.get(key)?.box.hidden === false));
    const before = JSON.stringify(answers);
    const late = setTimeout(() => { submit.disabled = false; state.textContent = "Not saved."; }, PATIENCE);
    const reply = await panel.ask("save", { answers: sent });
    clearTimeout(late);
    submit.disabled = false;
    told(reply.notice, JSON.stringify(answers) === before);
  }

  function told(notice, unchanged) {
    for (const key of questions.keys()) tell(key, "");
    const wrong = notice.kind !== "done";
    panel.say(wrong ? null : notice);
    if (!wrong && edits) panel.root.querySelector(".rm-said").scrollIntoView({ block: "nearest" });
    state.textContent = wrong ? "Not saved." : unchanged ? `Saved ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}.` : "Saved; changed since.";
    summary.hidden = !wrong;
    if (!wrong) {
      if (unchanged) drafts?.drop();
      if (edits) panel.local.kept = { ...answers };
      return;
    }
    summary.replaceChildren(el("h3", { id: `${panel.id}-wrong` }, notice.text),
      el("ul", {}, notice.faults.map((fault) => {
        const found = questions.get(fault.key);
        if (!found) return el("li", {}, fault.text);
        tell(fault.key, fault.short);
        const target = `${panel.id}-${fault.key}`;
        return el("li", {}, el("a", { href: `#${target}`, on: { click: (e) => { e.preventDefault(); go(target); } } }, found.label), `: ${fault.short}`);
      })));
    summary.focus();
  }

  function go(id) {
    const target = node.querySelector(`#${CSS.escape(id)}`);
    const input = target.matches("input, select, textarea") ? target : target.querySelector("input");
    input.focus();
    input.scrollIntoView({ block: "center" });
  }

  function tell(key, words) {
    const { box, problem } = questions.get(key);
    problem.textContent = words;
    problem.hidden = !words;
    box.classList.toggle("rm-amiss", Boolean(words));
    box.querySelector("[aria-invalid]")?.setAttribute("aria-invalid", String(Boolean(words)));
  }

  // Some questions are put to mentors only, some to mentees only.
  function concern() {
    const role = answers.role;
    for (const { box, roles } of questions.values()) {
      const other = roles.length && ["mentor", "mentee"].includes(role) && !roles.includes(role);
      box.hidden = Boolean(other);
    }
    for (const item of items.filter((i) => i.kind === "matrix")) {
      const rows = item.rows.map((row) => questions.get(row.key).box);
      rows[0].closest(".rm-matrix").hidden = rows.every((row) => row.hidden);
    }
  }

  function progress() {
    const put = [...questions].filter(([, q]) => !q.box.hidden).map(([key]) => key);
    const done = put.filter((key) => key in answers).length;
    number.textContent = `${done} of ${put.length} answered`;
    bar.value = put.length ? done / put.length : 0;
  }

  // What is not saved is thrown away at the second press only.
  function empty() {
    const unsaved = JSON.stringify(answers) !== JSON.stringify(given) && !state.textContent.startsWith("Saved ");
    if (unsaved && emptier.textContent === again) {
      emptier.textContent = "Throw away what is not saved?";
      setTimeout(() => { emptier.textContent = again; }, 6000);
      return;
    }
    clearTimeout(timer);
    drafts?.drop();
    panel.say(null);
    panel.redraw();
    panel.body.querySelector("input, textarea, select")?.focus();
  }

  concern();
  progress();
  if (drafted) state.textContent = "Your draft is back; it is not saved yet.";
  node.dataset.ready = "true";
  return node;
}
