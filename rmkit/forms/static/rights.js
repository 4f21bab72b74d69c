// People's rights. `panel.view` holds everybody (`people`: id, name, department), the `person` that
// was picked or null, confirmed `pairs` to look at, what is kept until when (`retention`), and the
// last `accesses` out of `looks`. Answers never stand there: they come with a reply, when asked for.

const MOST_FOUND = 8;

function draw(panel) {
  panel.follows = true;
  const { problem, person, pairs } = panel.view;
  if (problem) return el("div", { class: "rm-notice rm-wrong", role: "alert" }, el("p", {}, problem));
  return el("div", { class: "rm-office" },
    nameField(panel),
    pairs.length > 0 && el("div", { class: "rm-notice rm-warned" },
      el("p", {}, el("strong", {}, "Confirmed pairs to look at: "), "one of the two asked not to be matched. No letter is written to them; talk with both."),
      el("ul", {}, pairs.map((words) => el("li", {}, words)))),
    panel.local.erased && erasedPart(panel),
    person ? personPart(panel, person) : pickPart(panel),
    duePart(panel),
    looksPart(panel),
    papersPart(panel));
}

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// Who does all this

function nameField(panel) {
  const by = el("input", { type: "text", autocomplete: "name", maxlength: 200, value: panel.local.by ?? "", on: { input: () => { panel.local.by = by.value; } } });
  return labelled(panel, "by", "Your name", by, "Everything here is done in somebody's name; the file keeps it.");
}

// Do an act in the name that stands above; without one, go there first.
async function act(panel, name, given) {
  const by = (panel.local.by ?? "").trim();
  const reply = await panel.run(name, { ...given, by });
  if (!by && reply.notice?.kind === "wrong") focusOn(panel, "by");
  return reply;
}

// One person

function pickPart(panel) {
  const { people } = panel.view;
  const list = el("ul", { class: "rm-list" });
  const told = el("p", { class: "rm-soft", role: "status" });
  const find = el("input", { type: "search", autocomplete: "off", value: panel.local.find ?? "", on: {
    input: () => { panel.local.find = find.value; fill(); },
    keydown: (event) => { if (event.key === "Enter" && found().length && wanted()) pick(panel, found()[0][0]); },
  } });
  const wanted = () => fold(find.value).trim();
  const found = () => people.filter((row) => row.slice(0, 2).some((text) => fold(text).includes(wanted())));
  function fill() {
    const fits = wanted() ? found() : [];
    list.replaceChildren(...fits.slice(0, MOST_FOUND).map(([id, name, department]) => el("li", {}, el("div", { class: "rm-entry" },
      el("div", {}, el("b", {}, name), el("span", { class: "rm-soft" }, ` ${[id, department].filter(Boolean).join(", ")}`)),
      button("Choose", () => pick(panel, id), { class: "rm-button rm-small", key: `pick ${id}`, "aria-label": `Choose ${name}, ${id}` })))));
    told.textContent = !wanted() ? "" : !fits.length ? "Nobody of this name or id is in the file."
      : fits.length > MOST_FOUND ? `${fits.length} people fit; the first ${MOST_FOUND} are shown. Type more of the name.` : `${count(fits.length, "person fits", "people fit")}. Enter chooses the first.`;
  }
  fill();
  return el("section", { "aria-labelledby": `${panel.id}-one` },
    el("h3", { id: `${panel.id}-one` }, "Somebody asks you something"),
    people.length === 0
      ? el("p", {}, "Nobody is in this programme yet. Bring in the staff list or answers in ", notebook("02_candidates.ipynb", "02 Collect the candidates"), ".")
      : [el("p", {}, "They want to read what is kept about them, have it corrected, say no to something, or be erased. Find them first."),
        labelled(panel, "find", "Name or id", find), told, list]);
}

async function pick(panel, person) {
  panel.local.asking = panel.local.written = panel.local.field = panel.local.looked = panel.local.erased = null;
  const { notice } = await panel.run("pick", { person });
  if (!notice) focusOn(panel, person ? "person" : "find");
}

function personPart(panel, person) {
  return el("section", { class: "rm-card", "aria-labelledby": `${panel.id}-person` },
    el("div", { class: "rm-entry" },
      el("div", {}, el("h3", { id: `${panel.id}-person`, tabindex: "-1", key: "person" }, person.name), el("p", { class: "rm-soft" }, `${person.id}. ${person.about}`)),
      button("Somebody else", () => pick(panel, ""), { class: "rm-button rm-small", key: "else" })),
    filePart(panel, person),
    purposePart(panel, person),
    correctPart(panel, person),
    erasePart(panel, person));
}

// Everything about them

function filePart(panel, person) {
  const { written } = panel.local;
  return [
    el("h4", {}, "They want to read it, or take it along"),
    el("p", {}, "A folder beside your programme's file, with a page to read and print and the same for machines (JSON): all that is kept about them, who looked, and until when it stays."),
    el("div", { class: "rm-row" }, button("Write everything about them", () => write(panel, person), { class: "rm-button", key: "write" })),
    written?.person === person.id && el("div", { class: "rm-notice" },
      written.link && el("p", {}, "Open it: ", notebook(written.link, written.files[0]), "."),
      el("p", {}, "It lies in this folder. Once they have it, delete the folder."),
      copyable(panel, written.folder, "Copy this path", "copy")),
  ];
}

async function write(panel, person) {
  const { notice, data } = await act(panel, "write_file", { person: person.id });
  if (notice?.kind !== "done") return;
  panel.local.written = { ...data, person: person.id };
  panel.redraw();
}

// What they say about each purpose

function purposePart(panel, person) {
  return [
    el("h4", {}, "They say no to something, or yes again"),
    el("p", { class: "rm-soft" }, "No reason is asked, and nobody is worse off for it. What follows stands under each, as they read it; it happens at once."),
    el("ul", { class: "rm-list" }, person.purposes.map((one) => el("li", {}, el("div", { class: "rm-entry" },
      el("div", {}, el("b", {}, one.title), one.state && [" ", el("span", { class: "rm-tag rm-warn" }, one.state)],
        el("span", { class: "rm-soft rm-follows" }, one.state ? `${one.noted[0].toUpperCase()}${one.noted.slice(1)}.` : `“${one.way_out}”`)),
      one.state
        ? button("They take it back", () => say(panel, person, one, "lifted"), { class: "rm-button rm-small", key: `say ${one.id}`, "aria-label": `${one.title}: they take it back` })
        : button(one.act === "withdrawn" ? "They withdraw" : "They object", () => say(panel, person, one, one.act), { class: "rm-button rm-small", key: `say ${one.id}`, "aria-label": `${one.title}: ${one.act === "withdrawn" ? "they withdraw" : "they object"}` }))))),
  ];
}

const say = (panel, person, one, state) => act(panel, "say", { person: person.id, purpose: one.id, state });

// Correcting

function correctPart(panel, person) {
  const { local } = panel;
  const told = local.field?.person === person.id ? local.field : null;
  const choose = el("select", { on: { change: () => field(panel, person, choose.value) } },
    el("option", { value: "" }, "Choose"),
    person.fields.map(({ title, fields }) => el("optgroup", { label: title }, fields.map(([name, words]) => el("option", { value: name }, words)))));
  choose.value = told?.field ?? "";
  return el("details", { key: "correct" },
    el("summary", { key: "correct-summary" }, "Something about them is wrong"),
    labelled(panel, "field", "What is wrong?", choose),
    told && correction(panel, person, told));
}

async function field(panel, person, name) {
  panel.local.field = panel.local.looked = null;
  panel.local.ticked = new Set();
  if (name) {
    const { notice, data } = await panel.run("field", { person: person.id, field: name });
    if (!notice) panel.local.field = { ...data, person: person.id };
  }
  panel.redraw();
}

function correction(panel, person, told) {
  const { local } = panel;
  const looked = local.looked?.field === told.field ? local.looked : null;
  const { node, value } = answerInput(panel, told);
  const why = el("input", { type: "text", maxlength: 500, autocomplete: "off", "data-keep": true });
  async function correct() {
    const { notice } = await act(panel, "correct", { person: person.id, field: told.field, value: value(), why: why.value });
    if (notice?.kind !== "done") return;
    local.field = local.looked = null;
    panel.redraw();
    focusOn(panel, "field");
  }
  return [
    el("div", { class: "rm-row" },
      button("Look up what stands there", () => lookUp(panel, person, told), { class: "rm-button rm-small", key: "look-up" }),
      looked && el("span", { role: "status" }, looked.value ? ["It says: ", el("b", {}, looked.value)] : "Nothing stands there."),
      !looked && told.is_answer && el("span", { class: "rm-soft" }, "That you looked goes to the list below.")),
    node,
    labelled(panel, "why", "Why it is corrected", why, "The person reads it too, in the file about them."),
    el("div", { class: "rm-row" }, button("Correct it", correct, { class: "rm-button rm-main", key: "correct-it" })),
  ];
}

async function lookUp(panel, person, told) {
  const { notice, data } = await act(panel, "look_up", { person: person.id, field: told.field });
  if (notice) return;
  panel.local.looked = data;
  panel.redraw();
  const input = panel.root.querySelector(":is(input[type=text], textarea)[data-key^='value ']");
  if (input && !input.value) input.value = data.value; // to be mended rather than typed anew
}

// The field for a value: a list where one can be chosen, ticks where several can, else a line.
function answerInput(panel, { field, kind, options, required }) {
  const key = `value ${field}`;
  const help = required ? "" : "Leave it empty where there is to be nothing.";
  if (kind === "multiple_choice") {
    const ticked = panel.local.ticked;
    const boxes = options.map(([value, words], i) => el("label", { class: "rm-tick" }, el("input", { type: "checkbox", value, key: `tick ${i}`, checked: ticked.has(value),
      on: { change: ({ target }) => (target.checked ? ticked.add(value) : ticked.delete(value)) } }), el("span", {}, words)));
    return { node: el("fieldset", { class: "rm-ticks" }, el("legend", {}, "What is right?"), boxes),
      value: () => boxes.map((box) => box.firstChild).filter((box) => box.checked).map((box) => box.value) };
  }
  const input = kind === "choice"
    ? el("select", { key, "data-keep": true }, el("option", { value: "" }, required ? "Choose" : "Nothing"), options.map(([value, words]) => el("option", { value }, words)))
    : kind === "long_text" ? el("textarea", { key, "data-keep": true, rows: 3 }) : el("input", { key, type: kind === "date" ? "date" : "text", autocomplete: "off", "data-keep": true });
  return { node: labelled(panel, "value", "What is right?", input, help), value: () => input.value };
}

// Erasing

function erasePart(panel, person) {
  const asking = panel.local.asking?.erase === person.id ? panel.local.asking : null;
  return [
    el("h4", {}, "They want to be erased"),
    el("p", {}, "For good, in the file, its history and rmkit's own backups. No undo and no backup brings them back. First you read what it reaches."),
    !asking && el("div", { class: "rm-row" }, button("Erase them …", () => ask(panel, "about_erasing", { person: person.id }, { erase: person.id }), { key: "erase" })),
    asking && asked(panel, {
      title: `Erase ${person.name} for good?`,
      told: [
        el("p", {}, el("strong", {}, "Gone afterwards:")), el("ul", {}, asking.gone.map((words) => el("li", {}, words))),
        el("p", {}, el("strong", {}, "Left to you, because nothing here reaches it:")), el("ul", {}, asking.hand.map((words) => el("li", {}, words))),
      ],
      yes: "Erase them for good",
      go: (by) => panel.run("erase", { person: person.id, by }),
      from: "erase",
      then: ({ data }) => { panel.local.erased = data.sentences; panel.redraw(); focusOn(panel, "erased"); },
    }),
  ];
}

function erasedPart(panel) {
  const away = () => { panel.say(null); panel.local.erased = null; panel.redraw(); focusOn(panel, "find"); };
  return el("section", { class: "rm-notice rm-done" },
    el("h3", { tabindex: "-1", key: "erased" }, "The person is erased"),
    el("ul", {}, panel.local.erased.map((words) => el("li", {}, words))),
    el("div", { class: "rm-row" }, button("I have read it", away, { class: "rm-button rm-small", key: "read" })));
}

// What is kept until when

function duePart(panel) {
  const { retention } = panel.view;
  const due = retention.filter((row) => row.due);
  return el("section", { "aria-labelledby": `${panel.id}-due` },
    el("h3", { id: `${panel.id}-due` }, "Until when data are kept"),
    due.length === 0 ? el("p", {}, "Nothing is due: no end date has passed.")
      : el("ul", { class: "rm-list" }, due.map((row) => dueRow(panel, row))),
    el("details", { key: "kept" },
      el("summary", { key: "kept-summary" }, `All ${retention.length} classes of data, with their end dates`),
      el("table", { class: "rm-kept" },
        el("thead", {}, el("tr", {}, ["What", "What for, and on which basis", "How many", "Kept until"].map((words) => el("th", { scope: "col" }, words)))),
        el("tbody", {}, retention.map((row) => el("tr", {},
          el("th", { scope: "row" }, el("b", {}, row.id[0].toUpperCase() + row.id.slice(1)), el("span", { class: "rm-soft" }, row.holds)),
          el("td", {}, el("span", {}, row.purpose), el("span", { class: "rm-soft" }, row.basis)),
          el("td", { class: "rm-number" }, el("span", { class: "rm-only-narrow" }, "There are now "), row.items.toLocaleString("en-GB")),
          el("td", {}, el("span", {}, el("span", { class: "rm-only-narrow" }, "Until "), row.until, row.due && [" ", el("span", { class: "rm-tag rm-warn" }, "due")]),
            row.why && el("span", { class: "rm-soft" }, `Changed: ${row.why}`))))))),
    el("details", { key: "dates" }, el("summary", { key: "dates-summary" }, "Change an end date"), dates(panel, retention)));
}

function dueRow(panel, row) {
  const asking = panel.local.asking?.end === row.id;
  return el("li", {},
    el("div", { class: "rm-entry" },
      el("div", {}, el("b", {}, row.id[0].toUpperCase() + row.id.slice(1)), " ", el("span", { class: "rm-tag rm-warn" }, "due"),
        el("span", { class: "rm-soft rm-follows" }, `${row.holds} ${row.todo}`)),
      button("Delete for good …", () => { panel.say(null); panel.local.asking = { end: row.id }; panel.redraw(); focusOn(panel, "asked"); },
        { class: "rm-button rm-small", key: `end ${row.id}`, "aria-label": `Delete for good: ${row.id}`, "aria-expanded": String(asking) })),
    asking && asked(panel, {
      title: `Delete the ${row.id} for good?`,
      told: [el("p", {}, row.holds), el("p", {}, "They go from the file, its history and rmkit's own backups. No undo and no backup brings them back. Copies that somebody else made stay.")],
      yes: "Delete for good",
      go: (by) => panel.run("end", { class: row.id, by }),
      from: `end ${row.id}`,
      then: () => focusOn(panel, "kept-summary"),
    }));
}

function dates(panel, retention) {
  const which = el("select", { "data-keep": true, on: { change: () => { day.value = retention.find(({ id }) => id === which.value).iso; } } },
    retention.map(({ id }) => el("option", { value: id }, id)));
  const day = el("input", { type: "date", value: retention[0]?.iso, "data-keep": true });
  const why = el("input", { type: "text", maxlength: 500, autocomplete: "off", "data-keep": true });
  async function change() {
    const { notice } = await act(panel, "keep_until", { class: which.value, until: day.value, why: why.value });
    if (notice?.kind === "done") { panel.body.querySelector("[data-key=date-why]").value = ""; }
  }
  return [labelled(panel, "date-class", "Class of data", which), labelled(panel, "date-day", "Last day on which it is kept", day, "An earlier day ends it sooner."),
    labelled(panel, "date-why", "Why it changes", why, "It stands in the papers for the data-protection officer."),
    el("div", { class: "rm-row" }, button("Change the date", change, { key: "change-date" }))];
}

// Who looked

function looksPart(panel) {
  const { accesses, looks, person } = panel.view;
  const more = looks - accesses.length;
  return el("section", { "aria-labelledby": `${panel.id}-looks` },
    el("h3", { id: `${panel.id}-looks` }, person ? `Who looked at what about ${person.name}` : "Who looked at what"),
    el("p", { class: "rm-soft" }, "Files about a person, answers that were looked up, and exports. Lists, boards and letters are a coordinator's daily work and are not noted."),
    accesses.length === 0 ? el("p", {}, "Nobody has, so far.")
      : el("table", { class: "rm-looks" },
        el("thead", {}, el("tr", {}, ["When", "Who", "About", "What"].map((words) => el("th", { scope: "col" }, words)))),
        el("tbody", {}, accesses.map((row) => el("tr", {}, el("td", {}, row.when), el("td", {}, row.who), el("td", {}, row.whom), el("th", { scope: "row" }, row.what))))),
    el("div", { class: "rm-row" },
      more > 0 && button(`Show ${Math.min(more, 20)} more of ${looks.toLocaleString("en-GB")}`, () => panel.run("more"), { class: "rm-button rm-small", key: "more" }),
      button("Look again", () => panel.run("look"), { class: "rm-button rm-small", key: "look" })));
}

// The papers

function papersPart(panel) {
  const { papers } = panel.local;
  const write = async () => {
    const { notice, data } = await panel.run("write_papers");
    if (notice?.kind === "done") { panel.local.papers = data; panel.redraw(); }
  };
  return el("section", { "aria-labelledby": `${panel.id}-papers` },
    el("h3", { id: `${panel.id}-papers` }, "Papers for the data-protection officer and the works council"),
    el("p", {}, "An information notice, a record of processing, an impact assessment, a works agreement, and a page on what HR never sees: drafts to edit, with what your programme knows filled in."),
    el("div", { class: "rm-row" }, button("Write the papers", write, { key: "papers" })),
    papers && el("div", { class: "rm-notice" },
      el("p", {}, "They lie in this folder, each to edit (.docx) and to read (.html):"),
      copyable(panel, papers.folder, "Copy this path", "copy-papers"),
      el("p", {}, "What only your organisation can fill in:"),
      el("ul", {}, papers.papers.map(({ file, gaps }) => el("li", {}, el("b", {}, file), `: ${gaps.length ? gaps.join("; ") : "nothing"}.`)))));
}
