// The first panel. `panel.view` holds `standing` (where the chosen programme stands, or null),
// `problem` (why the chosen one cannot be opened, or ""), `named` (whether the environment decides),
// `choosing`, and what the cards offer: `samples`, `places`, `files` (with how many `more`), `folder`.

function draw(panel) {
  const { standing, problem, named, choosing } = panel.view;
  panel.follows = !choosing; // or a half-typed name would be lost
  return [
    problem && el("div", { class: "rm-notice rm-wrong", key: "problem", tabindex: "-1" }, 
      el("p", {}, el("strong", {}, "The chosen programme cannot be opened. "), problem),
      el("p", {}, named
        ? "Whoever set RMKIT_PROGRAMME decides which programme is open: put the file right, or start JupyterLab without it."
        : "Choose another one below. Or put the file right, and look again."),
      el("p", {}, "What is wrong with it, and its backups: ", notebook("rights_and_file.ipynb", "People's rights, and your file"), "."),
      button("Look again", () => panel.run("look"), { key: "look" })),
    choosing ? !named && cards(panel) : status(panel, standing),
  ];
}

// Do an act. Afterwards the focus goes to what has come in the place of its button, or to the field
// that is to mend.
async function go(panel, act, given) {
  const { notice } = await panel.run(act, given);
  const faults = new Map((notice?.faults ?? []).map((fault) => [fault.key, fault.text]));
  const fields = [...panel.body.querySelectorAll(".rm-field > input")];
  for (const input of fields) tell(input, faults.get(input.dataset.key));
  const amiss = fields.find((input) => faults.has(input.dataset.key));
  if (amiss) amiss.focus();
  else if (notice && notice.kind !== "done") panel.root.querySelector(".rm-said").scrollIntoView({ block: "nearest" });
  else panel.body.querySelector("[data-key=head]")?.focus();
}

// Say at a field what is wrong with it, or that nothing is.
function tell(input, words) {
  const id = `${input.id}-problem`;
  const help = input.parentNode.querySelector(".rm-help")?.id;
  input.parentNode.querySelector(".rm-problem")?.remove();
  input.setAttribute("aria-invalid", String(Boolean(words)));
  const about = [words && id, help].filter(Boolean).join(" ");
  if (about) input.setAttribute("aria-describedby", about); else input.removeAttribute("aria-describedby");
  if (words) input.after(el("p", { class: "rm-problem", id }, words));
}

// JupyterLab keeps the browser from sending a form by Enter.
function entered(event) {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}

// Where the chosen programme stands

function status(panel, { line, path, steps, todo }) {
  const heading = ["Nothing to do today", "One thing to do today", "Two things to do today", "Three things to do today"][todo.length];
  return el("div", {},
    el("h2", { tabindex: "-1", key: "head" }, line),
    el("ol", { class: "rm-steps", "aria-label": "The five steps" }, steps.map(step)),
    el("h3", {}, heading),
    todo.length > 0 && el("ul", { class: "rm-todo" }, todo.map(({ what, file }) =>
      el("li", {}, file ? notebook(file, what) : what))),
    el("div", { class: "rm-row" },
      button("Look again", () => panel.run("look"), { key: "look" }),
      !panel.view.named && button("Another programme", () => go(panel, "another"), { key: "another" })),
    el("p", { class: "rm-soft rm-path" }, "All of it is in one file, ", el("b", {}, path),
      ". It holds personal data: keep it where only you can read it.",
      panel.view.named && " RMKIT_PROGRAMME decides that this programme is open; to choose here, start JupyterLab without it."));
}

function step({ step: name, mark, at, parts }, i) {
  const is = mark === true ? "done" : mark ? "counted" : "open";
  const several = parts.length > 1;
  return el("li", { class: `rm-step rm-is-${is}` },
    el("span", { class: "rm-nr" }, `${i + 1}`, el("span", { class: "rm-hidden" }, ". ")),
    el("span", { class: "rm-mark" },
      is === "done" ? [el("span", { "aria-hidden": "true" }, "✓"), el("span", { class: "rm-hidden" }, "Done. ")]
        : el("span", { "aria-hidden": "true" }, is === "counted" ? mark.toLocaleString("en-GB") : "–")),
    el("div", { class: "rm-what" }, el("b", {}, name),
      !several && el("span", { class: "rm-at" }, sentence(at)),
      parts.length > 0 && el("ul", { class: "rm-parts" }, parts.map((part) => {
        const link = notebook(part.file, part.title);
        link.dataset.key = part.file;
        return el("li", {}, link, several && el("span", { class: "rm-at" }, sentence(part.at)));
      }))));
}

const sentence = (text) => text[0].toUpperCase() + text.slice(1);

// Which programme it shall be

function cards(panel) {
  const { standing, files } = panel.view;
  return el("div", {},
    el("h2", { tabindex: "-1", key: "head" }, standing ? "Another programme" : "Which programme?"),
    el("p", { class: "rm-soft" }, "You choose once. All notebooks open the same programme, and what you do is kept in its file."),
    standing && el("div", { class: "rm-row" },
      button(`Back to ${standing.name}`, () => go(panel, "look"), { key: "back" })),
    el("div", { class: "rm-cards" }, sample(panel), own(panel)),
    present(panel, files));
}

function sample(panel) {
  const { samples, places, folder } = panel.view;
  const place = el("select", { "data-keep": true }, places.map(({ id, words }) => el("option", { value: id }, words)));
  const select = el("select", { "data-keep": true, on: { change: told } },
    samples.map(({ id, name, candidates }) => el("option", { value: id }, `${name} (${count(candidates, "candidate")})`)));
  const go_ = button("", () => go(panel, "try_sample", { sample: select.value, place: place.value }), { class: "rm-button rm-main", key: "try" });
  const about = el("p");
  const title = el("h3");
  function told() {
    const { name, what, candidates } = samples.find(({ id }) => id === select.value) ?? samples[0];
    title.textContent = `Try it with ${name}`;
    about.textContent = `${name} is ${what} where ${candidates.toLocaleString("en-GB")} people came forward. ` +
      "Nobody in it is real: look around, and change what you like.";
    go_.textContent = `Try it with ${name}`;
  }
  const field = labelled(panel, "sample", "Sample organisation", select);
  queueMicrotask(told); // after what was chosen is put back
  told();
  const where = labelled(panel, "place", "Where in the programme do you want to look?", place,
    "Later on it is played by the dates of a made-up half-year; that takes half a minute, a large sample some minutes.");
  return el("section", { class: "rm-card" }, title, about, field, where, go_,
    el("p", { class: "rm-soft rm-path" }, `It makes a file of its own in ${folder}, which you may throw away.`));
}

function own(panel) {
  const { folder, separator, files } = panel.view;
  const text = (more) => el("input", { type: "text", autocomplete: "off", "data-keep": true, maxlength: 120, ...more });
  const name = text({ on: { input: named } });
  const organisation = text();
  const file = text({ maxlength: 1000, spellcheck: "false", on: { input: () => { panel.local.typed = file.value !== ""; where(); } } });
  const place = el("output", { class: "rm-soft rm-path" });
  function named() {
    if (panel.local.typed) return;
    file.value = name.value.trim() ? free(slug(name.value), files) : "";
    where();
  }
  function where() {
    const typed = file.value.trim();
    const whole = /^([~/\\]|[A-Za-z]:)/.test(typed) ? typed : folder.replace(/[\\/]$/, "") + separator + typed;
    place.textContent = typed ? `In full: ${whole.endsWith(".rmkit") ? whole : `${whole}.rmkit`}` : `It will be in ${folder}.`;
  }
  const form = el("form", { class: "rm-card", novalidate: true, autocomplete: "off", on: { keydown: entered, submit: (event) => {
      event.preventDefault();
      go(panel, "start_own", { name: name.value, organisation: organisation.value, file: file.value });
    } } },
    el("h3", {}, "Start your own"),
    labelled(panel, "name", "Name of the programme", name, "As participants read it, for example Digital pairs 2027."),
    labelled(panel, "organisation", "Organisation", organisation),
    labelled(panel, "file", "File", file, "Where everything is kept. Give a folder as well if it shall lie elsewhere."),
    place,
    el("button", { class: "rm-button rm-main", type: "submit", key: "own" }, "Start this programme"));
  queueMicrotask(where); // after what was typed is put back
  return form;
}

const slug = (name) => name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "programme";

function free(stem, files) {
  const there = new Set(files.map(({ file }) => file.toLowerCase()));
  let name = `${stem}.rmkit`;
  for (let n = 2; there.has(name); n++) name = `${stem}-${n}.rmkit`;
  return name;
}

function present(panel, files) {
  const { more } = panel.view;
  const path = el("input", { type: "text", spellcheck: "false", autocomplete: "off", "data-keep": true, maxlength: 1000 });
  return el("section", { class: "rm-card" },
    el("h3", {}, "Open one that you have"),
    files.length > 0 && el("ul", { class: "rm-files" }, files.map(({ file, when }) => el("li", {},
      button(`Open ${file}`, () => go(panel, "open_one", { file }), { key: `file ${file}` }),
      el("span", { class: "rm-soft" }, `changed ${when}`)))),
    more > 0 && el("p", { class: "rm-soft" }, `… and ${more} more in the same folder; type the name of one.`),
    el("form", { class: "rm-row rm-end", novalidate: true, on: { keydown: entered, submit: (event) => {
        event.preventDefault();
        go(panel, "open_one", { file: path.value });
      } } },
      labelled(panel, "path", files.length ? "Or a file elsewhere" : "Its file", path, "A name ending in .rmkit, with its folder if it is elsewhere."),
      el("button", { class: "rm-button", type: "submit", key: "open" }, "Open this file")));
}
