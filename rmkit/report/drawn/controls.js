// What one answer is typed or chosen in. `form` is the form that is being drawn (see form.js), `field`
// what is asked, `named` the ids of what names it where that is no label of its own, `about` the ids
// of what says more.

const INPUT_TYPE = { text: "text", email: "email", url: "url", date: "date", signature: "text", number: "text" };
const LINE = 200; // characters that a single line is comfortable for

const needed = (is) => is && el("span", { class: "rm-needed" }, " (required)");

function control(form, field, { id, named, about, sheet }) {
  const names = { "aria-labelledby": named?.join(" "), "aria-describedby": about.join(" ") };
  const many = field.kind === "multiple_choice";
  if (many || (field.kind === "choice" && field.options.length <= 7)) return choices(form, field, { id, many, names });
  const common = { id, ...names, "data-name": field.key, required: field.required, "aria-invalid": "false" };
  const value = form.answers[field.key] ?? "";
  if (field.kind === "choice") return chooser(field, common, value);
  const tall = field.kind === "long_text";
  if (tall || (field.kind === "text" && (sheet || field.longest > LINE))) {
    const area = el("textarea", { ...common, rows: tall ? 3 : 1, class: tall ? null : "rm-grow", value,
      on: tall ? { input: grow } : { input: (event) => { oneLine(event); grow(event); }, keydown: noBreak } });
    return [area, measure(field, value)];
  }
  const short = field.kind === "number";
  return [el("input", { ...common, type: INPUT_TYPE[field.kind], value, class: short ? "rm-short" : field.kind === "signature" ? "rm-signature" : null,
    max: field.kind === "date" ? "9999-12-31" : null, // or a year takes six digits
    inputmode: short ? (field.whole ? "numeric" : "decimal") : null, on: { paste: inOneLine } }),
  field.longest && measure(field, value)];
}

function chooser(field, common, value) {
  const list = el("select", common, el("option", { value: "" }, "Choose …"),
    field.options.map((option) => el("option", { value: option.value }, option.label)));
  list.value = value;
  return [list];
}

// Boxes to tick, or one of several to choose. What was chosen can be taken back where nothing is required.
function choices(form, field, { id, many, names }) {
  const look = arranged(field.options);
  const back = !many && !field.required;
  const group = el("div", { role: many ? "group" : "radiogroup", ...names, "aria-required": !many && field.required ? "true" : null,
    id, tabindex: "-1", class: "rm-group", "data-row": back ? field.key : null },
  el("div", { class: `rm-options ${look}` }, options(form, field, many), back && wiper(form, field, "Take it back")));
  if (back) form.marks.set(field.key, () => answered(form, field.key, group));
  return [group];
}

// Short options stand in a line or in columns, long ones one under the other.
function arranged(options) {
  const long = options.some((option) => option.help || option.label.length > 28);
  if (long) return options.length <= 7 ? "rm-tall" : "rm-many rm-wide";
  return options.length > 5 ? "rm-many" : "";
}

function options(form, field, many) {
  const given = [form.answers[field.key] ?? []].flat().map(String);
  let group = "";
  return field.options.flatMap((option) => {
    const heading = option.group && option.group !== group ? [el("p", { class: "rm-area" }, option.group)] : [];
    group = option.group;
    const input = el("input", { type: many ? "checkbox" : "radio", name: `${form.id}|${field.key}`, value: option.value, "data-name": field.key });
    input.checked = given.includes(String(option.value));
    return [...heading, el("label", { class: "rm-option" }, input,
      el("span", {}, option.label, option.help && el("span", { class: "rm-help" }, option.help)))];
  });
}

function wiper(form, field, words) {
  return el("button", { class: "rm-wipe", tabindex: "-1", title: "Take the answer back (Delete)",
    "aria-label": `Take back: ${field.label}`, on: { click: () => form.put(field.key, null) } }, words);
}

// Show on an element whether its question is answered; empty the controls where it is not.
function answered(form, key, node) {
  const there = key in form.answers;
  node.classList.toggle("rm-answered", there);
  if (!there) for (const input of node.querySelectorAll("input")) input.checked = false;
}

// How long a text is, once that matters. Nothing is cut: who pastes too much sees how much it is.
function measure(field, value) {
  const line = el("p", { class: "rm-help rm-length", "data-longest": field.longest });
  measured(line, value);
  return line;
}

function measured(line, text) {
  const longest = Number(line.dataset.longest);
  const near = text.length > longest * 0.8;
  const n = near ? [...text.trim()].length : 0;
  line.hidden = !near;
  line.classList.toggle("rm-over", n > longest);
  const over = n > longest ? `Too long by ${count(n - longest, "character")}: shorten it before you save.` : "";
  line.textContent = `${n.toLocaleString("en-GB")} of ${count(longest, "character")}. ${over}`;
  return over;
}

// Where the browser cannot let a text area grow with its text, this does.
function grow({ target }) {
  if (CSS.supports("field-sizing", "content")) return;
  target.style.height = "auto";
  target.style.height = `${target.scrollHeight + 2}px`;
}

// An answer of one line may be drawn over several; a line break becomes a blank, never nothing.
function oneLine({ target }) {
  if (!/[\r\n]/.test(target.value)) return;
  const at = target.selectionStart;
  target.value = target.value.replace(/\r\n|[\r\n]/g, " ");
  target.setSelectionRange(at, at);
}

function noBreak(event) {
  if (event.key === "Enter") event.preventDefault();
}

function inOneLine(event) {
  const text = event.clipboardData?.getData("text") ?? "";
  if (!/[\r\n]/.test(text.trim())) return;
  event.preventDefault();
  event.target.setRangeText(text.trim().replace(/\s*[\r\n]+\s*/g, " "), event.target.selectionStart, event.target.selectionEnd, "end");
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
}
