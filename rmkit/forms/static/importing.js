// A file that is dropped in. `panel.view` holds `title`, `help`, `beside` (files in the notebook's
// folder), `limit` (bytes, megabytes), `part` (bytes a message), `drop` (a number for each file),
// `file`, `asked` (lists for the whole table), `seen` (the preview, or null) and `kept`.

const PAUSE = 400; // milliseconds after the last choice, before the file is read again

function draw(panel) {
  const { title, help, seen, kept, asked, file } = panel.view;
  arm(panel);
  return [
    el("h2", { key: "title" }, title),
    el("p", { class: "rm-soft" }, help),
    zone(panel),
    fromHere(panel),
    kept && after(kept),
    seen ? preview(panel, seen) : asked.length > 0 && el("div", {}, el("h3", {}, file), settings(panel)),
  ];
}

// Dropping and sending

// A file that is dropped beside the zone would replace the whole page: the panel takes it too.
function arm(panel) {
  if (panel.local.armed) return;
  panel.local.armed = true;
  const over = (on) => (event) => {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    panel.root.classList.toggle("rm-over", on);
  };
  panel.root.addEventListener("dragenter", over(true));
  panel.root.addEventListener("dragover", over(true));
  panel.root.addEventListener("dragleave", (event) => {
    if (!panel.root.contains(event.relatedTarget)) panel.root.classList.remove("rm-over");
  });
  panel.root.addEventListener("drop", async (event) => {
    over(false)(event);
    if (event.defaultPrevented) send(panel, await dropped(event.dataTransfer));
  });
}

// The files that were dropped; of a folder, the Excel forms in it.
async function dropped(transfer) {
  const plain = [...transfer.files];
  const entries = [...(transfer.items ?? [])].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return plain;
  const found = await Promise.all(entries.map((entry) => (entry.isDirectory ? inside(entry) : fileOf(entry))));
  return found.flat();
}

async function inside(folder) {
  const reader = folder.createReader();
  const entries = [];
  for (;;) {
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!some.length) break;
    entries.push(...some);
  }
  const forms = entries.filter((entry) => entry.isFile && /\.xlsx$/i.test(entry.name) && !/^(~\$|\.)/.test(entry.name));
  return (await Promise.all(forms.map(fileOf))).flat();
}

const fileOf = (entry) => new Promise((resolve) => entry.file((file) => resolve([file]), () => resolve([])));

async function send(panel, files) {
  const { limit: [most, megabytes], part } = panel.view;
  const total = files.reduce((sum, file) => sum + file.size, 0);
  if (!files.length) return panel.say({ kind: "wrong", text: "There is no file in it. Drop a CSV or Excel file." });
  if (total > most) {
    const what = files.length === 1 ? files[0].name : "All of it together";
    return panel.say({ kind: "wrong", text: `${what} has ${Math.round(total / 1e6)} MB; the limit is ${megabytes} MB. Nothing was read.` });
  }
  const turn = panel.local.turn = {};
  const reply = await panel.run("begin", { files: files.map((file) => [file.name, String(file.size)]) });
  if (reply.notice || panel.local.turn !== turn) return;
  let sent = 0;
  for (const [number, file] of files.entries()) {
    for (let at = 0; at < file.size; at += part) {
      const bytes = await file.slice(at, at + part).arrayBuffer().catch(() => null);
      if (panel.local.turn !== turn) return;
      if (!bytes) return panel.say({ kind: "wrong", text: `${file.name} could not be read. Save it, close it in the other program and drop it in again.` });
      told(panel, sent / total, `sending ${file.name}`);
      const answer = await panel.ask("part", { file: number }, [bytes]);
      if (panel.local.turn !== turn) return;
      if (answer.notice) { told(panel); return panel.say(answer.notice); }
      sent += bytes.byteLength;
    }
  }
  told(panel);
  await look(panel, "arrived", {});
}

function told(panel, share, words = "") {
  const line = panel.body.querySelector(".rm-sending");
  line.hidden = share === undefined;
  line.querySelector("progress").value = share ?? 0;
  line.querySelector("span").textContent = words;
}

async function look(panel, act, given) {
  panel.local.pending = {};
  await panel.run(act, given);
  panel.body.querySelector("[data-result]")?.focus();
}

function zone(panel) {
  const id = `${panel.id}-file`;
  const input = el("input", { type: "file", id, key: "file", multiple: true, accept: ".csv,.tsv,.xlsx,.xlsm,.yaml,.yml",
    on: { change: () => send(panel, [...input.files]) } });
  const { seen } = panel.view;
  const again = !seen ? "Drop a file here, or choose it:" : seen.ok ? "Another file? Drop it here, or choose it:"
    : "Mend it in your spreadsheet and drop it in again, or choose it:";
  return el("div", { class: "rm-drop" },
    el("label", { for: id }, again), input,
    el("div", { class: "rm-sending", hidden: true },
      el("progress", { class: "rm-progress", max: 1, value: 0, "aria-label": "Sent" }), el("span", { class: "rm-doing" })));
}

function fromHere(panel) {
  const { beside } = panel.view;
  const path = el("input", { type: "text", "data-keep": true, autocomplete: "off", spellcheck: "false", on: { keydown: (event) => {
    if (event.key === "Enter") { event.preventDefault(); take(path.value); }
  } } });
  const take = (name) => (name.trim() ? look(panel, "find", { path: name }) : path.focus());
  return el("details", { key: "here" },
    el("summary", { key: "here-summary" }, "Take a file that lies on this computer"),
    beside.length > 0 && el("div", { class: "rm-field" },
      el("h4", {}, "Beside this notebook"),
      el("ul", { class: "rm-beside" }, beside.map((name) => el("li", {},
        button(name, () => look(panel, "find", { path: name }), { class: "rm-button rm-small", key: `beside-${name}` }))))),
    el("div", { class: "rm-row rm-typed" },
      labelled(panel, "path", "Its name with its folder", path, "Also a folder of Excel forms that came back."),
      button("Look at it", () => take(path.value), { key: "take" })));
}

function after(kept) {
  return el("div", { class: "rm-notice rm-done", tabindex: "-1", "data-result": true },
    el("h3", {}, kept.sentence),
    kept.lines.map((line) => el("p", {}, line)),
    kept.profiles && el("p", {}, "Next: ", notebook("03_profiles.ipynb", "03 Read the profiles")));
}

// The preview

function preview(panel, seen) {
  return el("div", { class: "rm-preview" },
    el("div", { class: `rm-notice ${seen.ok ? "rm-done" : "rm-wrong"}`, tabindex: "-1", "data-result": true, key: "result" },
      el("h3", {}, seen.sentence),
      el("p", {}, seen.file, seen.tool && `. ${seen.tool}`)),
    seen.about.map((line) => el("p", {}, line)),
    seen.faults.count > 0 && [el("h3", {}, "To mend"), faults(panel, seen.faults)],
    settings(panel),
    seen.warnings.count > 0 && folded(panel, "warnings", seen.warnings.count <= 5,
      `To look at (${seen.warnings.count.toLocaleString("en-GB")})`, faults(panel, seen.warnings)),
    seen.columns && columns(panel, seen.columns),
    seen.first && folded(panel, "first", seen.ok, "The first rows, as they were read", first(seen.first)),
    seen.notes.length > 0 && folded(panel, "notes", false, `How the file was read (${count(seen.notes.length, "note")})`,
      el("ul", {}, seen.notes.map((note) => el("li", {}, note)))),
    el("div", { class: `rm-keep${seen.ok ? " rm-ready" : ""}` },
      button(panel.view.save, () => keep(panel), { class: "rm-button rm-main", key: "keep", disabled: !seen.ok }),
      el("span", { class: "rm-state" }, seen.ok ? "Nothing is kept before you say so." : seen.sentence)));
}

async function keep(panel) {
  const { notice } = await panel.run("keep");
  if (notice?.kind === "done") panel.say(null); // it stands above what to do next
  panel.body.querySelector("[data-result]")?.focus();
}

const folded = (panel, name, opened, words, ...inner) =>
  el("details", { key: `${name}-${panel.view.drop}`, open: opened }, el("summary", { key: `${name}-summary` }, words), inner);

// A table that stays one for a screen reader when it is drawn as cards.
function table(name, head, rows) {
  const row = (cells) => el("tr", { role: "row" }, cells.map((cell, i) => el(i ? "td" : "th",
    { role: i ? "cell" : "rowheader", scope: i ? null : "row", "data-head": head[i] }, cell)));
  return el("div", { class: "rm-scroll" }, el("table", { class: "rm-found", role: "table", "aria-label": name },
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, head.map((words) => el("th", { role: "columnheader", scope: "col" }, words)))),
    el("tbody", { role: "rowgroup" }, rows.map(row))));
}

function faults(panel, { groups, more }) {
  const rows = groups.map(({ where, column, problem, fix, each, left }) => [where || (column ? "all rows" : "the file"), column, problem,
    [fix, each.length > 0 && el("details", {}, el("summary", {}, "Each of them"),
      el("ul", {}, each.map(([place, value, words]) => el("li", {}, [place, [value, words].filter(Boolean).join(" ")].filter(Boolean).join(": "))),
        left > 0 && el("li", {}, `… and ${left} more`)))]]);
  return [table("Faults", ["Row", "Column", "What was seen", "How to mend it"], rows),
    more > 0 && el("p", { class: "rm-soft" }, `… and ${more.toLocaleString("en-GB")} more.`)];
}

function settings(panel) {
  const { asked } = panel.view;
  return asked.length > 0 && el("div", { class: "rm-row rm-lists" }, asked.map(({ name, label, value, options }) => {
    const list = el("select", { on: { change: () => decide(panel, "settings", name, list.value) } },
      el("option", { value: "" }, "Choose …"), options.map(([v, words]) => el("option", { value: v }, words)));
    list.value = panel.local.pending?.settings?.[name] ?? value;
    return labelled(panel, `set-${name}`, label, list);
  }));
}

function columns(panel, { rows, undecided, foreign, choices }) {
  const words = new Map(choices.flatMap(([, group]) => group));
  const open = undecided ? `, ${undecided} of them not decided` : "";
  const all = undecided > 1 && el("div", { class: "rm-row" }, button(`Leave out all ${undecided} that are not decided`, () => {
    for (const row of rows) if (row.undecided) choose(panel, "columns", row.position, "ignore");
    go(panel);
  }, { class: "rm-button rm-small", key: "leave-out" }));
  return folded(panel, "columns", undecided > 0 && !foreign, `Which column answers which question (${rows.length} columns${open})`, all,
    table("Columns", ["Column", "Heading", "Answers", "How it was recognised"], rows.map((row) => [
      row.letter, row.heading, answers(panel, row, choices, words),
      [row.undecided && el("span", { class: "rm-tag rm-warn" }, "not decided"), row.undecided && row.how ? [" ", row.how] : row.how]])));
}

// The list of one column. With many columns and questions, all lists filled would be slow: each is
// filled when somebody turns to it.
function answers(panel, row, choices, words) {
  const value = panel.local.pending?.columns?.[row.position] ?? row.value;
  const option = (v, text = words.get(v) ?? v) => el("option", { value: v }, text);
  const now = option(value, value === "" ? "As its heading says" : undefined);
  const list = el("select", { key: `column-${panel.view.drop}-${row.position}`, "aria-label": `What column ${row.letter}, ${row.heading}, answers`,
    on: { focus: fill, pointerdown: fill, change: () => decide(panel, "columns", row.position, list.value) } }, now);
  function fill() {
    if (list.options.length > 1) return;
    const likely = row.likely.filter((v) => words.has(v));
    list.replaceChildren(...[
      row.said && option("", "As its heading says"),
      likely.length > 0 && el("optgroup", { label: "Perhaps" }, likely.map((v) => option(v))),
      ...choices.map(([label, group]) => (label ? el("optgroup", { label }, group.map(([v, text]) => option(v, text))) : group.map(([v, text]) => option(v, text)))),
      !words.has(value) && value !== "" && option(value),
    ].flat().filter(Boolean));
    list.value = value;
  }
  return list;
}

function choose(panel, part, name, value) {
  const pending = panel.local.pending ??= {};
  (pending[part] ??= {})[name] = value;
}

function decide(panel, part, name, value) {
  choose(panel, part, name, value);
  clearTimeout(panel.local.timer);
  panel.local.timer = setTimeout(() => go(panel), PAUSE);
}

// Read the file again with what was chosen; what is chosen meanwhile goes with the next reading.
async function go(panel) {
  if (panel.local.going) return;
  panel.local.going = true;
  while (Object.keys(panel.local.pending ?? {}).length) {
    const { columns: said = {}, settings: whole = {} } = panel.local.pending;
    panel.local.pending = {};
    const { notice } = await panel.run("decide", { columns: said, settings: whole });
    if (notice?.kind !== "note" || notice.text !== panel.view.seen?.sentence) panel.redraw();
  }
  panel.local.going = false;
}

function first({ people, rows }) {
  return table("First rows", ["Question", ...people], rows.map(([question, given]) => [question, ...given]));
}
