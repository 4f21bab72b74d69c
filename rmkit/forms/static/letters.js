// The letters of an occasion. `panel.view` holds `letters` (each with its words, what can be filled
// in and what is asked of who writes it), `people` by side or letter as [id, name], `missing` (what
// is needed before drafts can be written), `held` (who gets none, or on paper) and `shown`, one letter filled in. Each further one
// comes as a reply, so that one person's letter travels at a time. What is typed stays in `panel.local` until it is kept.

const MANY = 25; // names; with more than that they can be searched
const FEW = 5; // of what is missing; the rest is folded away
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function draw(panel) {
  const { view, local } = panel;
  local.words ??= new Map(); // letter -> { subject, body }, typed and not kept
  local.given ??= new Map(); // letter -> { name: words }, what the letter asks for
  if (local.view !== view) {
    Object.assign(local, { view, letter: view.shown.letter, person: view.shown.person, filled: view.shown });
  }
  const letter = view.letters.find((it) => it.id === local.letter);
  const people = view.people[letter.side];

  const paper = el("div", { class: "rm-letter", tabindex: "-1", role: "region", "aria-label": "The letter" });
  const place = el("span", { class: "rm-soft", role: "status", "aria-live": "polite" });
  const picked = el("select", { on: { change: () => go(picked.value) } });
  const counted = el("p", { class: "rm-help", role: "status", hidden: true });

  // Which letter, and for whom

  function occasion() {
    const turned = el("select", { key: "occasion", on: { change: () => panel.run("turn", { occasion: turned.value }) } },
      view.occasions.map(([id, title]) => el("option", { value: id }, title)));
    turned.value = view.occasion;
    return labelled(panel, "occasion", "Occasion", turned);
  }

  function chooser() {
    return el("fieldset", { class: "rm-which" }, el("legend", {}, "Letter"),
      view.letters.map((it) => {
        const input = el("input", { type: "radio", name: `${panel.id}-letter`, value: it.id, key: `letter-${it.id}`,
          on: { change: () => choose(it) } });
        input.checked = it.id === letter.id;
        const whom = it.people ? `goes to ${count(it.people, it.noun, PLURAL[it.noun])}` : view.occasion === "kick_off" ? `for every ${it.noun}` : "due for nobody now";
        return el("label", { class: "rm-pick" }, input, el("span", {}, it.title,
          el("span", { class: "rm-help" }, whom, it.edited && "; in your own words",
            local.words.has(it.id) && "; changed, not kept")));
      }));
  }

  function choose(it) {
    if (it.side !== letter.side) Object.assign(local, { person: view.people[it.side][0]?.[0] ?? "", search: "" });
    local.letter = it.id;
    panel.redraw(); // its words are there to correct at once; the letter follows
    return local.go(local.person);
  }

  function reader() {
    if (!people.length) {
      return el("p", { class: "rm-soft" }, "Shown with an example. As soon as letters can be written, you see here what each person gets.");
    }
    const many = people.length > MANY;
    const search = el("input", { type: "search", value: local.search ?? "", autocomplete: "off", on: {
      input: () => { local.search = search.value; fillNames(); },
      keydown: (event) => { if (event.key === "Enter" && found().length) go(found()[0][0]); },
    } });
    return [
      many && labelled(panel, "search", "Find a name", search), many && counted,
      labelled(panel, "person", "Shown for", picked),
      el("div", { class: "rm-row" },
        button("Previous", () => leaf(-1), { class: "rm-button rm-small", key: "previous" }),
        button("Next", () => leaf(1), { class: "rm-button rm-small", key: "next" }), place),
    ];
  }

  function found() {
    const wanted = fold(local.search ?? "").trim();
    return people.filter(([, name]) => fold(name).includes(wanted));
  }

  function fillNames() {
    const names = found();
    const at = people.findIndex(([id]) => id === local.person);
    const away = at >= 0 && !names.includes(people[at]); // what is shown must stay what is chosen
    picked.replaceChildren(...[...(away ? [people[at]] : []), ...names, ["", "An example, nobody real"]]
      .map(([id, name]) => el("option", { value: id }, name)));
    picked.value = local.person;
    counted.hidden = !local.search;
    counted.textContent = names.length ? `${count(names.length, "name")} found. Enter shows ${names.length === 1 ? "it" : "the first"}.` : "Nobody of this name gets this letter.";
    place.textContent = at < 0 ? "" : `${at + 1} of ${people.length}`;
  }

  function leaf(step) {
    const at = people.findIndex(([id]) => id === local.person);
    const next = at < 0 && step < 0 ? people.length - 1 : (at + step + people.length) % people.length;
    return go(people[next][0]);
  }

  // Leafing draws nothing but the letter anew.
  async function go(person) {
    const asked = {};
    Object.assign(local, { person, asked, told: null });
    late();
    const reply = await panel.ask("show", { letter: local.letter, person, more: local.given.get(local.letter) ?? {} });
    if (local.asked !== asked) return;
    panel.say(reply.notice);
    if (!reply.notice) local.filled = reply.data;
    local.lay();
  }

  // The letter

  // What is shown may still be another letter than what was asked for.
  function late() {
    const { filled } = local;
    if (people.length) fillNames();
    return paper.classList.toggle("rm-late", filled.letter !== local.letter || filled.person !== local.person);
  }

  function lay() {
    const { filled } = local;
    const old = late();
    const kept = memory(paper);
    paper.replaceChildren(...[
      local.told && shown(local.told),
      filled.tried && !old && trial(),
      filled.refused ? shown(filled.refused) : [
        el("dl", {}, line("To", filled.to), line("Subject", filled.subject),
          letter.attached.length > 0 && line("Attached", letter.attached.join(", "))),
        sheet(filled, local),
        el("details", { class: "rm-plain", key: "plain" },
          el("summary", { key: "plain-summary" }, "The same as plain text"), el("pre", {}, filled.plain),
          copier("Copy this text", "copy-text", `${filled.subject}\n\n${filled.plain}`, "Mark the text and copy it.")),
      ],
    ].flat().filter(Boolean));
    recall(paper, kept);
  }

  function trial() {
    return el("div", { class: "rm-notice rm-warned" },
      el("p", {}, "In the words that you typed. They are not kept yet."),
      el("div", { class: "rm-row" },
        button("Keep these words", () => words.keep(), { class: "rm-button rm-small", key: "keep-tried" }),
        button("Go on correcting", () => words.goOn(), { class: "rm-button rm-small", key: "go-on" })));
  }

  // Something was done to the words: the letter is where one looks next.
  function look(told = null) {
    local.told = told;
    panel.redraw();
    const now = panel.body.querySelector(".rm-letter");
    now.focus({ preventScroll: true });
    now.scrollIntoView({ block: "start" });
  }

  const words = editor(panel, letter, look);
  Object.assign(local, { go, lay });
  lay();
  return [
    needs(panel),
    held(panel),
    el("div", { class: "rm-read" }, el("div", {}, occasion(), chooser(), reader(), toFill(panel, letter)), paper),
    words.node,
    writer(panel, letter),
  ];
}

const PLURAL = { person: "people" };

// What a letter asks of whoever writes it; it is shown in the letter at once.
function toFill(panel, letter) {
  const { local } = panel;
  if (!letter.asked.length) return null;
  const given = local.given.get(letter.id) ?? {};
  return el("fieldset", { class: "rm-which" }, el("legend", {}, "To fill in for this letter"),
    letter.asked.map((it) => {
      const input = el("input", { type: "text", maxlength: 500, autocomplete: "off", value: given[it.name] ?? "", placeholder: it.example, key: `asked-${letter.id}-${it.name}`,
        on: { input: () => local.given.set(letter.id, { ...local.given.get(letter.id), [it.name]: input.value }),
          change: () => local.go(local.person) } });
      return labelled(panel, `asked-${letter.id}-${it.name}`, `${it.text.replace(/\.$/, "")}${it.optional ? " (if you like)" : ""}`, input);
    }));
}

// A button that copies a text, and says so.
function copier(name, key, text, otherwise) {
  const state = el("span", { class: "rm-soft", role: "status" });
  const copy = async () => {
    try { await navigator.clipboard.writeText(text); state.textContent = "Copied."; } catch { state.textContent = otherwise; }
  };
  return el("div", { class: "rm-row" }, button(name, copy, { class: "rm-button rm-small", key }), state);
}

const line = (name, words) => [el("dt", {}, name), el("dd", {}, words)];

// A letter is a whole document of its own, in a frame without scripts, as high as its words. There
// is nothing to do in it, so the Tab key passes it by.
function sheet(filled, local) {
  const frame = el("iframe", { class: "rm-paper", tabindex: "-1", sandbox: "allow-same-origin", title: `Letter to ${filled.to}`, srcdoc: filled.html });
  frame.style.height = `${local.height ?? 700}px`;
  const fit = () => {
    const page = frame.contentDocument?.body;
    if (!page?.childElementCount) return;
    local.height = Math.ceil(page.getBoundingClientRect().height) + 2;
    frame.style.height = `${local.height}px`;
  };
  frame.addEventListener("load", () => {
    frame.contentDocument.body.style.overflowWrap = "anywhere";
    // A link would load a page of somebody else's into the frame.
    frame.contentDocument.addEventListener("click", (event) => { if (event.target.closest("a")) event.preventDefault(); });
    fit();
  });
  new ResizeObserver(() => requestAnimationFrame(fit)).observe(frame);
  return frame;
}

// What is missing before letters can be written

function needs(panel) {
  const { missing, more } = panel.view;
  if (!missing.length) return null;
  const item = ({ text, file, link }) => el("li", {}, text, file && [": ", notebook(file, link), "."]);
  return el("section", { class: "rm-notice rm-warned", "aria-labelledby": `${panel.id}-needs` },
    el("h3", { id: `${panel.id}-needs` }, "Before letters can be written"),
    el("ul", {}, missing.slice(0, FEW).map(item)),
    missing.length > FEW && el("details", { key: "needs" }, el("summary", { key: "needs-more" }, `And ${missing.length + more - FEW} more`),
      el("ul", {}, missing.slice(FEW).map(item), more > 0 && el("li", {}, `… and ${more} more.`))),
    button("Look again", () => panel.run("look_again", { letter: panel.local.letter }), { class: "rm-button rm-small", key: "look-again" }));
}

// Pairs that are not written to, because somebody asked not to be matched

function held(panel) {
  if (!panel.view.held.length) return null;
  return el("section", { class: "rm-notice rm-warned", "aria-labelledby": `${panel.id}-held` },
    el("h3", { id: `${panel.id}-held` }, panel.view.occasion === "kick_off" ? "Pairs that get no letters, and letters on paper" : "Letters on paper, and people who get none"),
    el("ul", {}, panel.view.held.map((sentence) => el("li", {}, sentence))));
}

// The words of a letter, corrected once for everybody. `look` shows the letter anew.
function editor(panel, letter, look) {
  const { local } = panel;
  const typed = local.words.get(letter.id) ?? letter;
  const subject = el("input", { type: "text", maxlength: 300, value: typed.subject, autocomplete: "off", key: `subject-${letter.id}` });
  const body = el("textarea", { rows: 16, spellcheck: "true", lang: "en", value: typed.body, key: `body-${letter.id}` });
  const state = el("span", { class: "rm-soft", role: "status", "aria-live": "polite" });
  const amiss = el("div", { role: "status", "aria-live": "polite" });
  const undo = button("Undo what I typed", () => { local.words.delete(letter.id); panel.redraw(); body.focus(); }, { key: "undo" });
  const sure = el("div", { class: "rm-row", hidden: true },
    el("span", {}, "Your own words of this letter are taken out."),
    button("Yes, our words again", () => done("restore"), { key: "restore-yes" }),
    button("No, leave mine", () => { sure.hidden = true; restore.focus(); }));
  const restore = button("Our words again", () => { sure.hidden = false; sure.querySelector("button").focus(); }, { key: "restore" });
  let field = body;

  for (const input of [subject, body]) {
    input.addEventListener("focus", () => { field = input; });
    input.addEventListener("input", note);
  }

  function note() {
    const changed = subject.value !== letter.subject || body.value !== letter.body;
    if (changed) local.words.set(letter.id, { subject: subject.value, body: body.value });
    else local.words.delete(letter.id);
    state.textContent = changed ? "Changed, not kept yet." : "";
    undo.hidden = !changed;
  }

  async function ask(act) {
    const given = { letter: letter.id, person: local.person, subject: subject.value, body: body.value, more: local.given.get(letter.id) ?? {} };
    local.asked = null; // what comes of this is shown, and no letter that was asked for before
    const { notice, data } = await panel.ask(act, given);
    panel.say(null);
    amiss.replaceChildren(...(notice && notice.kind !== "done" ? [told(notice, data.faults)] : []));
    if (amiss.firstChild) { amiss.scrollIntoView({ block: "nearest" }); return null; }
    return { notice, data };
  }

  async function show() {
    const reply = await ask("try_out");
    if (reply) { local.filled = reply.data; look(); }
  }

  async function done(act) {
    const reply = await ask(act);
    if (reply) { local.words.delete(letter.id); look(reply.notice); }
  }

  // Faults, each with a button that leads to its line.
  function told(notice, faults) {
    if (!faults) return shown(notice);
    const skipped = body.value.match(/^\s*/)[0].split("\n").length - 1; // Python counts from the first word
    return el("div", { class: "rm-notice rm-wrong" }, el("p", {}, notice.text), el("ul", {}, faults.map((fault) => {
      const at = fault.line && fault.line + skipped;
      const where = fault.in === "subject" ? "Subject" : at ? `Line ${at}` : null;
      return el("li", {}, where && button(where, () => lead(fault.in, at), { class: "rm-button rm-small rm-where" }), where && " ", fault.text);
    })));
  }

  function lead(part, at) {
    const input = part === "subject" ? subject : body;
    const before = body.value.split("\n").slice(0, (at ?? 1) - 1).join("\n").length + (at > 1 ? 1 : 0);
    const end = body.value.indexOf("\n", before);
    if (input === body) body.setSelectionRange(before, end < 0 ? body.value.length : end);
    input.focus();
  }

  // Typing the words as a person would keeps the browser's own undo.
  function insert(text) {
    field.focus();
    if (!document.execCommand("insertText", false, text)) field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    note();
  }

  const node = el("details", { key: "edit", class: "rm-edit" },
    el("summary", { key: "edit-summary" }, "Correct it once, for everybody"),
    el("p", { class: "rm-soft" }, `${letter.title}: what you change here changes for everybody who gets it. `, "What stands in double braces is filled in for each person. Leave lines with {% and %} as they are: they fit the letter to one partner or several. A blank line begins a paragraph; **two stars** make words bold; a line that begins with - is an entry of a list."),
    el("div", { class: "rm-words" },
      el("div", {}, labelled(panel, `subject-${letter.id}`, "Subject", subject), labelled(panel, `body-${letter.id}`, "Text of the letter", body),
        amiss,
        el("div", { class: "rm-row" },
          button("Show it so", show, { key: "show" }),
          button("Keep these words", () => done("keep"), { class: "rm-button rm-main", key: "keep" }),
          undo, letter.edited && restore),
        state, sure),
      slots(panel, letter, insert)));
  note();
  return { node, keep: () => done("keep"), goOn() { node.open = true; body.focus(); } };
}

// What can be filled in, each with a button that puts it where the cursor is.
function slots(panel, letter, insert) {
  return el("div", { class: "rm-slots" },
    el("h4", {}, "What can be filled in"),
    el("p", { class: "rm-help" }, "A button puts it where the cursor is."),
    el("ul", {}, letter.slots.map((slot, place) => el("li", { class: slot.inside ? "rm-inside" : null },
      button(slot.words, () => insert(slot.insert), { class: "rm-button rm-small", key: `slot-${letter.id}-${place}`,
        "aria-label": `Insert ${slot.words}` }),
      el("span", { class: "rm-help" }, slot.description, slot.example && ` For example: ${slot.example}`)))));
}

// The drafts

function writer(panel, letter) {
  const { view, local } = panel;
  const all = view.occasion === "kick_off";
  const n = all ? view.letters.reduce((sum, it) => sum + it.people, 0) : letter.people;
  const ready = n > 0 && !view.missing.length;
  const one = !all && local.person && n > 1;
  return el("section", { "aria-labelledby": `${panel.id}-write` },
    el("h3", { id: `${panel.id}-write` }, "Write the drafts"),
    ready
      ? [el("p", {}, `A folder beside your programme's file, with ${count(n, "draft")} and the files that go with them. Nothing is sent.`),
        el("div", { class: "rm-row" },
          button(`Write ${count(n, "draft")}`, () => write(panel, letter), { class: "rm-button rm-main", key: "write" }),
          one && button("Write only the one that is shown", () => write(panel, letter, local.person), { key: "write-one" }))]
      : el("p", { class: "rm-soft" }, view.missing.length ? "Not yet: what is still missing stands at the top." : "It is due for nobody now. To people whom you name yourself it is written by programme.letters.write."),
    local.outbox && folder(panel, local.outbox));
}

async function write(panel, letter, person = "") {
  const { view, local } = panel;
  const typed = view.letters.filter((it) => local.words.has(it.id)).map((it) => it.title);
  if (typed.length) {
    panel.say({ kind: "wrong", text: `You changed words that are not kept yet: ${typed.join(", ")}. Keep them or undo them first, so that the drafts say what you mean.` });
    return;
  }
  const { notice, data } = await panel.run("write", { letter: letter.id, person, more: local.given.get(letter.id) ?? {} });
  if (notice?.kind !== "done") return;
  local.outbox = { ...data, view };
  panel.redraw();
}

function folder(panel, box) {
  return el("div", { class: "rm-card" },
    el("h4", {}, "In the folder"),
    el("p", {}, el("code", { class: "rm-outbox" }, box.folder)),
    copier("Copy this path", "copy", box.folder, "Mark the path and copy it."),
    el("ul", {},
      box.drafts > 0 && el("li", {}, `${count(box.drafts, "draft")} (.eml), each a letter with its attachments: open it with a double click`),
      box.drafts > 0 && el("li", {}, "letters.txt: the same letters as text, to copy where a draft does not open"),
      box.paper && el("li", {}, `${box.paper}: letters to people without an address, with what is enclosed`),
      box.tables.length > 0 && el("li", {}, `${box.tables.join(", ")}: one row a letter, for a mail merge`),
      box.attached.length > 0 && el("li", {}, `attachments: ${box.attached.join(", ")}`),
      el("li", {}, "README.txt: how to send them with Outlook, Thunderbird or Apple Mail")),
    el("p", {}, "Nothing was sent. Open each, read it, and send it from your mail program. The folder holds names and addresses: delete it when the letters are sent."),
    box.view !== panel.view && el("p", { class: "rm-notice rm-warned" }, "Something was changed since. Write the drafts again."));
}
