// The shelf of forms. `panel.view` holds `steps` (each with its `forms`) or, once one was picked,
// `picked`: the `form` as people see it, the part that can be entered in a `talk` or null, who fills it
// in, `people` (id, name, department), `formats`; and what is `waiting` in the inbox, never an answer.

const PARTS = { see: "See it", enter: "Enter an answer", files: "Hand it out as a file", links: "Ask through links", back: "Read back what came" };

function draw(panel) {
  panel.follows = true;
  const { problem, picked } = panel.view;
  if (problem) return el("div", { class: "rm-notice rm-wrong", role: "alert" }, el("p", {}, problem));
  return el("div", { class: "rm-office" },
    nameField(panel),
    picked ? pickedPart(panel, picked) : shelfPart(panel),
    inboxPart(panel));
}

function nameField(panel) {
  const by = el("input", { type: "text", autocomplete: "name", maxlength: 200, value: panel.local.by ?? "", on: { input: () => { panel.local.by = by.value; } } });
  return labelled(panel, "by", "Your name", by, "Needed where you enter, ask or take in something; the file keeps it.");
}

const named = (panel) => (panel.local.by ?? "").trim();

// Do an act in the name that stands above; without one, go there.
async function act(panel, name, given) {
  const by = named(panel);
  const reply = await panel.run(name, { ...given, by });
  if (!by && reply.notice?.kind === "wrong") focusOn(panel, "by");
  return reply;
}

// All forms

function shelfPart(panel) {
  return panel.view.steps.map(({ title, forms }, i) => el("section", { "aria-labelledby": `${panel.id}-step${i}` },
    el("h3", { id: `${panel.id}-step${i}` }, title),
    el("ul", { class: "rm-list" }, forms.map((form) => el("li", {}, el("div", { class: "rm-entry" },
      el("div", {}, el("b", {}, form.title),
        form.answers > 0 && [" ", el("span", { class: "rm-tag rm-good" }, count(form.answers, "answer"))],
        !form.seen && [" ", el("span", { class: "rm-tag" }, "stays with them")],
        el("span", { class: "rm-soft rm-follows" }, told(form))),
      button("Choose", () => pick(panel, form.id), { class: "rm-button rm-small", key: `pick ${form.id}`, "aria-label": `Choose: ${form.title}` })))))));
}

const told = ({ who, when }) => [who && `Filled in by ${who}`, when && `${when[0].toLowerCase()}${when.slice(1)}`].filter(Boolean).join(", ");

async function pick(panel, form) {
  const before = panel.view.picked?.id;
  Object.assign(panel.local, { part: null, talk: null, typed: {}, files: null, links: null, back: null });
  const { notice } = await panel.run("pick", { form });
  if (!notice) focusOn(panel, form ? "picked" : `pick ${before}`);
}

// One form

function pickedPart(panel, picked) {
  const { local } = panel;
  const turn = (part) => { local.part = local.part === part ? null : part; panel.say(null); panel.redraw(); };
  const parts = { see: seePart, enter: enterPart, files: filesPart, links: linksPart, back: backPart };
  return el("section", { class: "rm-card", "aria-labelledby": `${panel.id}-picked` },
    el("div", { class: "rm-entry" },
      el("div", {}, el("h3", { id: `${panel.id}-picked`, tabindex: "-1", key: "picked" }, picked.title),
        el("p", { class: "rm-soft" }, `${told(picked)}.`)),
      button("Another form", () => pick(panel, ""), { class: "rm-button rm-small", key: "another" })),
    picked.came.length > 0
      ? el("ul", {}, picked.came.map((words) => el("li", {}, words)))
      : el("p", { class: "rm-soft" }, "Nobody's answers are here so far."),
    el("div", { class: "rm-row" }, Object.entries(PARTS).map(([part, words]) =>
      button(words, () => turn(part), { key: part, "aria-pressed": String(local.part === part) }))),
    local.part && parts[local.part](panel, picked));
}

// The form itself, drawn as everywhere; `ask` is what happens when it is sent.
function formOf(panel, name, { form, save, ask }) {
  const place = el("div", { class: "rm-sheet" });
  panel.local.typed ??= {};
  const own = panel.local.typed[name] ??= {};
  place.append(drawForm({
    id: `${panel.id}-${name}`, root: panel.root, local: own, top: 4,
    get body() { return panel.body.querySelector(".rm-sheet") ?? place; },
    view: { form, answers: {}, others: {}, draft: null, save, again: "Empty the form", edits: false },
    ask: (_, given) => ask(given), say: panel.say, redraw: panel.redraw,
  }));
  return place;
}

function seePart(panel, picked) {
  return [el("p", { class: "rm-soft" }, "This is how it looks to those who fill it in. Try it: what you write is checked and kept nowhere."),
    formOf(panel, "see", { form: picked.form, save: "Check", ask: (given) => panel.ask("save", { ...given, form: picked.id }) })];
}

// Somebody out of all, found by typing: the browser's own list.
function personField(panel, picked, name, label, help) {
  const list = `${panel.id}-${name}-list`;
  const words = new Map(picked.people.map(([id, who, where]) => [[who, id, where].filter(Boolean).join(", "), id]));
  const input = el("input", { type: "text", autocomplete: "off", list, "data-keep": true });
  return { node: [labelled(panel, name, label, input, help), el("datalist", { id: list }, [...words.keys()].map((value) => el("option", { value })))],
    // An id alone does too; undefined is somebody who is not there.
    value() {
      const typed = input.value.trim();
      return typed ? words.get(typed) ?? [...words.values()].find((id) => id === typed) : "";
    } };
}

function waveField(panel, picked, name) {
  if (picked.waves.length < 2) return { node: null, value: () => "" };
  const input = el("select", { "data-keep": true }, el("option", { value: "" }, "Choose"), picked.waves.map((wave) => el("option", { value: wave }, wave.replace("_", "-"))));
  return { node: labelled(panel, name, "Which time of asking?", input), value: () => input.value };
}

const UNKNOWN = { kind: "wrong", text: "Nobody of this name is in the file. Choose somebody from the list, or type the id." };

// An answer that somebody gives in a talk

function enterPart(panel, picked) {
  const { local } = panel;
  if (!picked.talk) {
    return el("p", {}, picked.id === "objective"
      ? ["The objective is kept in ", notebook("01_objective.ipynb", "01 State the objective"), "."]
      : "What is written on it stays with those who fill it in: none of it is for you to enter.");
  }
  if (local.talk) return talkPart(panel, picked, local.talk);
  const own = picked.by_coordinator;
  const who = personField(panel, picked, "person", own ? "About whom?" : "With whom do you talk?", own ? "Leave it empty where it is about nobody." : "Type a part of the name.");
  const wave = waveField(panel, picked, "wave");
  const start = () => {
    const person = who.value();
    if (person === undefined || (!person && !own)) { panel.say(UNKNOWN); focusOn(panel, "person"); return; }
    if (picked.waves.length > 1 && !wave.value()) { panel.say({ kind: "wrong", text: "Choose which time of asking it is." }); focusOn(panel, "wave"); return; }
    local.talk = { person, wave: wave.value(), name: picked.people.find(([id]) => id === person)?.[1] ?? "" };
    local.typed = {};
    panel.say(null);
    panel.redraw();
    focusOn(panel, "talk");
  };
  return [el("p", { class: "rm-soft" }, own ? "Your own record; it is kept with your name."
      : "For an answer that somebody gives you in a talk. It is kept as such, with your name, and never instead of what they answer themselves."),
    who.node, wave.node, el("div", { class: "rm-row" }, button("Begin", start, { class: "rm-button rm-main", key: "begin" }))];
}

function talkPart(panel, picked, talk) {
  const leave = () => { panel.local.talk = null; panel.local.typed = {}; panel.redraw(); focusOn(panel, "person"); };
  const ask = async (given) => {
    const reply = await panel.ask("enter", { ...given, by: named(panel), form: picked.id, person: talk.person, wave: talk.wave });
    if (reply.notice?.kind === "done") setTimeout(() => { leave(); panel.say(reply.notice); });
    return reply;
  };
  const with_ = talk.name ? `${picked.by_coordinator ? "About" : "In a talk with"} ${talk.name}` : "Your own record";
  return [el("div", { class: "rm-entry" },
      el("h4", { tabindex: "-1", key: "talk" }, talk.wave ? `${with_}, ${talk.wave}` : with_),
      button("Somebody else", leave, { class: "rm-button rm-small", key: "else" })),
    formOf(panel, "talk", { form: picked.talk, save: "Keep this answer", ask })];
}

// Files

function filesPart(panel, picked) {
  const { files } = panel.local;
  return [el("p", { class: "rm-soft" }, "Files are written to ", el("code", { class: "rm-code" }, panel.view.folder), "; one that is there is never replaced."),
    el("ul", { class: "rm-list" }, picked.formats.map(({ name, words, back }) => el("li", {}, el("div", { class: "rm-entry" },
      el("div", {}, el("b", {}, `${words[0].toUpperCase()}${words.slice(1)}`), el("span", { class: "rm-soft rm-follows" }, back ? "What comes back can be read in." : "What comes back is entered by hand.")),
      button("Write it", () => write(panel, picked, name), { class: "rm-button rm-small", key: `write ${name}`, "aria-label": `Write ${words}` }))))),
    files && el("div", { class: "rm-row" }, files.map(({ name, url }) => el("a", { href: url, download: name }, `Download ${name}`)))];
}

async function write(panel, picked, format) {
  const { data } = await panel.run("write", { form: picked.id, format });
  if (!data?.files) return;
  for (const { url } of panel.local.files ?? []) URL.revokeObjectURL(url);
  panel.local.files = data.files.map(({ name, bytes }) => {
    const raw = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    return { name, url: URL.createObjectURL(new Blob([raw], { type: "application/octet-stream" })) };
  });
  panel.redraw();
}

// Links

function linksPart(panel, picked) {
  const { links } = panel.local;
  if (picked.id === "objective" || !picked.people.length) return el("p", {}, "There is nobody to ask for it yet.");
  const who = personField(panel, picked, "asked", "Only for one person", picked.asked ? `Leave it empty to ask all ${picked.asked.toLocaleString("en-GB")} who fill it in.` : "Nobody is known to fill it in yet, so name somebody.");
  const wave = waveField(panel, picked, "asked-wave");
  const days = el("input", { type: "number", min: 1, max: 366, value: 30, "data-keep": true });
  const make = async () => {
    const person = who.value();
    if (person === undefined) { panel.say(UNKNOWN); focusOn(panel, "asked"); return; }
    const { notice, data } = await act(panel, "ask", { form: picked.id, person, wave: wave.value(), days: days.value });
    if (notice?.kind !== "done") return;
    panel.local.links = data;
    panel.redraw();
    focusOn(panel, "copy-links");
    panel.say(notice);
  };
  return [el("p", { class: "rm-soft" }, "Each person gets a link of their own to a page in the browser. A link that somebody has for the same stops working."),
    who.node, wave.node, labelled(panel, "days", "For how many days?", days),
    el("div", { class: "rm-row" }, button("Make the links", make, { class: "rm-button rm-main", key: "make" })),
    links && el("div", { class: "rm-notice" },
      el("p", {}, "The links are in this file. Mail each to the person beside it, then delete the file: whoever has a link can answer with it."),
      copyable(panel, links.path, "Copy this path", "copy-links"),
      el("p", {}, "The page is shown as long as this runs in a terminal; the README says how people elsewhere reach it:"),
      copyable(panel, links.command, "Copy this command", "copy-serve"))];
}

// Files that came back

function backPart(panel, picked) {
  const { back } = panel.local;
  const files = el("input", { type: "file", multiple: true, accept: ".xlsx,.docx,.pdf,.html,.htm,.json,.csv,.zip,.yaml,.yml" });
  const who = personField(panel, picked, "whose", "Whose answers are they?", "For one form that does not ask; leave it empty where the file tells.");
  const wave = waveField(panel, picked, "back-wave");
  const read = async () => {
    const person = who.value();
    if (person === undefined) { panel.say(UNKNOWN); focusOn(panel, "whose"); return; }
    if (!files.files.length) { panel.say({ kind: "wrong", text: "Choose the files that came back first." }); focusOn(panel, "came"); return; }
    if (!await sendAll(panel, [...files.files])) return;
    const { notice, data } = await panel.run("read_back", { form: picked.id, person, wave: wave.value() });
    panel.local.back = data;
    panel.redraw();
    if (notice) panel.say(notice);
    focusOn(panel, data?.ready ? "keep-back" : "read-back");
  };
  const keep = async () => {
    const { notice } = await panel.run("keep_back");
    if (notice?.kind !== "done") return;
    panel.local.back = null;
    panel.redraw();
    panel.say(notice);
    focusOn(panel, "back");
  };
  return [el("p", { class: "rm-soft" }, "Filled forms (Excel, Word, PDF, HTML), several at once, or the export of your survey tool. First it is only looked at."),
    labelled(panel, "came", "The files", files), who.node, wave.node,
    el("div", { class: "rm-row" }, button("Read them", read, { class: "rm-button rm-main", key: "read-back" })),
    back?.told?.length > 0 && el("ul", {}, back.told.map((words) => el("li", {}, words))),
    back?.ready && el("div", { class: "rm-row" }, button("Keep these answers", keep, { class: "rm-button rm-main", key: "keep-back" }))];
}

// Send files in parts, as messages of a notebook are bounded; say whether all went well.
async function sendAll(panel, files) {
  const { notice } = await panel.run("begin", { files: files.map((file) => [file.name, String(file.size)]) });
  if (notice) return false;
  for (const [number, file] of files.entries()) {
    for (let at = 0; at < file.size; at += panel.view.part) {
      const answer = await panel.ask("part", { file: number }, [await file.slice(at, at + panel.view.part).arrayBuffer()]);
      if (answer.notice) { panel.say(answer.notice); return false; }
    }
  }
  return true;
}

// What came

function inboxPart(panel) {
  const { waiting, inbox } = panel.view;
  const { taken } = panel.local;
  const take = async () => {
    const { notice, data } = await act(panel, "take_in", {});
    if (!data?.told) return;
    panel.local.taken = data.told;
    panel.redraw();
    panel.say(notice);
  };
  return el("section", { "aria-labelledby": `${panel.id}-inbox` },
    el("h3", { id: `${panel.id}-inbox` }, "What came through links"),
    inbox ? el("div", { class: "rm-notice rm-wrong", role: "alert" }, el("p", {}, inbox))
      : waiting.length === 0 ? el("p", {}, "Nothing waits in the inbox.")
        : el("ul", { class: "rm-list" }, waiting.map(({ who, title, wave, at }) => el("li", {}, el("b", {}, who), `, ${[title, wave].filter(Boolean).join(", ")} `, el("span", { class: "rm-soft" }, at)))),
    el("div", { class: "rm-row" },
      waiting.length > 0 && button(`Take in ${waiting.length === 1 ? "it" : `all ${waiting.length}`}`, take, { class: "rm-button rm-main", key: "take" }),
      button("Look again", () => panel.run("look"), { class: "rm-button rm-small", key: "look" })),
    taken?.length > 0 && el("div", { class: "rm-notice" }, el("ul", {}, taken.map((words) => el("li", {}, words)))));
}
