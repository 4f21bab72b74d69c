// A form as a file of its own: opened by a double click, filled in without any network, and saved as a
// file again. It stands after the script of forms, which gives `el`, `button`, `shown`, `memory`,
// `recall` and `drawForm`.
//
// The element `rm-data` holds
//   forms    what is asked, by who writes; without voices there is one, under ""
//   voice    who writes now; null where it is still to be said
//   answers  what stands on the sheet already, by key
//   sent     the keys that go back to whoever sent the form; all others stay in the sheet
// Python checks answers again when they come back; here only what would be missed at once is told.

const data = JSON.parse(document.getElementById("rm-data").textContent);
const names = Object.keys(data.forms);
const voiced = names.length > 1;
const wordsFor = Object.values(data.forms)[0].voices ?? {};
const sent = new Set(data.sent);

const head = el("div");
const body = el("div", { class: "rm-body" });
const said = el("div", { class: "rm-said", role: "status", "aria-live": "polite" });
const foot = el("div", { class: "rm-file" });
const root = el("section", { class: "rm" }, head, body, said, foot);
const panel = {
  id: "rm1", root, body, local: {}, top: 2,
  get view() {
    const primary = keepsSheet() ? (voiced ? "Save the sheet to pass on" : "Save the sheet") : "Save my answers";
    return { form: data.forms[data.voice ?? ""], answers: data.answers, others: {}, draft: null, save: primary, again: null, edits: true };
  },
  ask: async (act, { answers }) => ({ notice: finish(answers) }),
  say(notice) { said.replaceChildren(...(notice ? [shown(notice)] : [])); },
  redraw() {
    const kept = memory(root);
    body.replaceChildren(drawForm(panel));
    recall(root, kept);
  },
};
document.getElementById("rm-place").replaceWith(root);
addEventListener("beforeunload", (event) => { if (body.querySelector("[data-unsaved]")) event.preventDefault(); });
begin();

// Whether what is saved is the sheet with its answers, rather than the answers alone.
function keepsSheet() { return voiced || sent.size === 0; }

function begin() {
  if (voiced && !data.voice) askWho(); else write();
}

function askWho() {
  head.replaceChildren(el("h2", {}, data.title), el("p", {}, "Two people write on this sheet. Who are you?"),
    el("div", { class: "rm-row" }, names.map((name) =>
      button(`I am the ${wordsFor[name].toLowerCase()}`, () => { data.voice = name; write(); body.querySelector("input, textarea, select")?.focus(); }))));
  body.replaceChildren();
  foot.replaceChildren();
}

function write() {
  head.replaceChildren();
  panel.local = {};
  panel.redraw();
  const other = names.find((name) => name !== data.voice);
  foot.replaceChildren(...[
    el("h3", {}, "More"),
    el("div", { class: "rm-row" },
      button("Save an unfinished copy", () => keepCopy(), { key: "copy" }),
      keepsSheet() && sent.size > 0 && button("Save the answers that go to the programme", () => sendAlone(), { key: "alone" }),
      voiced && button(`Write as the ${wordsFor[other].toLowerCase()} instead`, () => { take(); data.voice = other; write(); }, { key: "other" })),
    el("p", { class: "rm-soft" }, explained()),
  ].filter(Boolean));
}

function explained() {
  if (sent.size === 0) return "Nothing is sent anywhere: what you write stays in the file that you save.";
  if (keepsSheet()) return "Nothing is sent anywhere by itself. The sheet that you pass on holds everything; the answers for the programme are those few that its coordinator may read.";
  return "Nothing is sent anywhere by itself: you save a file and send it back. An unfinished copy opens with your answers in it.";
}

// What is typed now, with what stood there before and is not for this person to change.
function take(given = panel.local.typed ?? {}) {
  const own = new Set(fields().map(({ key }) => key));
  const rest = Object.entries(data.answers).filter(([key]) => !own.has(key));
  data.answers = { ...Object.fromEntries(rest), ...given };
}

// Everything that this person answers, flat.
function fields() {
  return data.forms[data.voice ?? ""].sections.flatMap(({ items }) => items.flatMap((item) => {
    if (item.mine === false && !item.voices) return [];
    if (item.rows) return item.rows.map((row) => ({ ...item, ...row, options: item.options, label: `${item.label}: ${row.label}` }));
    if (!item.voices) return [item];
    return item.voices.filter((voice) => voice.mine).map((voice) => ({ ...item, ...voice, label: item.label }));
  }));
}

function finish(answers) {
  const faults = fields().map((field) => amiss(field, answers)).filter(Boolean);
  if (faults.length) {
    const many = faults.length === 1 ? "One answer is" : `${faults.length} answers are`;
    return { kind: "wrong", text: `${many} to mend. Nothing was saved.`, faults };
  }
  if (!Object.keys(answers).length) return { kind: "wrong", text: "Nothing is answered yet, so nothing was saved.", faults: [] };
  take(answers);
  return { kind: "done", text: keepsSheet() ? keepSheet() : keepAnswers() };
}

function amiss(field, answers) {
  const value = answers[field.key];
  const short = value === undefined || (typeof value === "string" && !value.trim()) ? lacking(field, answers) : misread(field, value);
  return short && { key: field.key, text: `${field.label}: ${short}`, short };
}

function lacking({ required, roles }, { role }) {
  const concerned = !roles?.length || !["mentor", "mentee"].includes(role) || roles.includes(role);
  return required && concerned ? "This needs an answer." : "";
}

function misread({ kind, minimum, maximum, whole, longest }, value) {
  if (kind === "number") return misnumbered(Number(String(value).trim().replace(",", ".")), { minimum, maximum, whole });
  if (kind === "email" && !/^\S+@\S+\.\S+$/.test(value.trim())) return "Is this an e-mail address?";
  if (kind === "date" && !/^\d{4}-\d\d-\d\d$/.test(value)) return "Choose a day.";
  if (longest && String(value).length > longest) return `Write at most ${longest.toLocaleString("en-GB")} characters.`;
  return "";
}

function misnumbered(number, { minimum, maximum, whole }) {
  if (Number.isNaN(number)) return "Write a number.";
  const low = minimum ?? -Infinity, high = maximum ?? Infinity;
  if (number < low || number > high) {
    return high === Infinity ? `Write a number of at least ${low}.` : low === -Infinity ? `Write a number of at most ${high}.` : `Write a number from ${low} to ${high}.`;
  }
  return whole && !Number.isInteger(number) ? "Write a whole number." : "";
}

// ---- files

function keepAnswers() {
  const file = `${data.instrument}-answers.json`;
  download(file, "application/json", JSON.stringify(forProgramme(), null, 1));
  return `Your answers were saved as ${file}, where your browser keeps downloads. Send that file back to whoever sent you this form.`;
}

function keepSheet() {
  if (!voiced) return `The sheet was saved as ${keepHtml(data.voice, "")}, where your browser keeps downloads. It opens with your answers in it.`;
  const next = names.find((name) => name !== data.voice);
  const file = keepHtml(next, `-from-${data.voice}`);
  return `The sheet was saved as ${file}, where your browser keeps downloads. Pass it on to the ${wordsFor[next].toLowerCase()}: it opens with what you wrote, to be read, and room to add to it.`;
}

function keepCopy() {
  take();
  const file = keepHtml(data.voice, "-unfinished");
  delete body.querySelector("form")?.dataset.unsaved;
  panel.say({ kind: "done", text: `An unfinished copy was saved as ${file}, where your browser keeps downloads. Open it to go on.` });
}

function sendAlone() {
  take();
  if (!Object.keys(forProgramme().answers).length) { panel.say({ kind: "note", text: "None of those answers is given yet." }); return; }
  panel.say({ kind: "done", text: keepAnswers() });
}

function forProgramme() {
  const answers = Object.fromEntries(Object.entries(data.answers).filter(([key]) => sent.has(key)));
  return { format: "rmkit answers", instrument: data.instrument, version: data.version, answers };
}

function keepHtml(voice, ending) {
  const file = `${data.instrument}${ending}.html`;
  download(file, "text/html", whole({ ...data, voice }));
  return file;
}

function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

// This file again, with other answers in it. It is put together from its own parts, so that nothing
// that a browser or an extension added comes along.
function whole(given) {
  const text = (id) => document.getElementById(id).textContent;
  const within = (tag, about, inside) => `<${tag}${about}>${inside}</${tag}>`;
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]').content;
  const escaped = (words) => words.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const json = JSON.stringify(given).replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `<!doctype html>\n<html lang="${document.documentElement.lang}">\n<head>\n<meta charset="utf-8">\n`
    + `<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">\n`
    + '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
    + `${within("title", "", escaped(data.title))}\n${within("style", ' id="rm-style"', text("rm-style"))}\n</head>\n<body class="rm-page">\n`
    + `<header>${within("p", "", escaped(data.organisation))}</header>\n<main>\n<div id="rm-place"></div>\n<noscript>${within("p", "", escaped(data.noscript))}</noscript>\n</main>\n`
    + `${within("script", ' type="application/json" id="rm-data"', json)}\n${within("script", ' id="rm-script"', text("rm-script"))}\n</body>\n</html>\n`;
}
