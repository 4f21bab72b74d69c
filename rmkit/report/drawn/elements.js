// What forms and panels are made of, in a notebook, on a web page or in a file alike: plain DOM, no
// library, no network.

const FOCUSABLE = new Set(["input", "select", "textarea", "button", "a", "summary"]);

// Make an element. `on` holds listeners, `key` names it across redraws; null, false and undefined
// attributes and children are left out. Text is always text, never markup.
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  // JupyterLab's own switch for its one-letter shortcuts; elsewhere it means nothing. It must sit on
  // the element that has the focus: without it, arrows move the notebook's cursor and `d d` deletes
  // the cell.
  if (FOCUSABLE.has(tag) || attributes.tabindex !== undefined) {
    node.setAttribute("data-lm-suppress-shortcuts", "true");
  }
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [kind, listener] of Object.entries(value)) node.addEventListener(kind, listener);
    else if (name === "key") node.dataset.key = value;
    else if (name === "value") node.value = value;
    else if (name === "style") node.style.cssText = value; // a page may forbid the attribute itself
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(9).filter((c) => c !== null && c !== undefined && c !== false));
  if (tag === "button" && !attributes.type) node.type = "button";
  return node;
}

const button = (words, go, more = {}) =>
  el("button", { class: "rm-button", ...more, on: { click: go } }, words);

// A field with its label, help and place for what is wrong.
function labelled(panel, name, label, input, help = "") {
  const id = `${panel.id}-${name}`;
  input.id = id;
  input.dataset.key ??= name;
  if (help) input.setAttribute("aria-describedby", `${id}-help`);
  return el("div", { class: "rm-field" },
    el("label", { for: id }, label),
    help && el("p", { class: "rm-help", id: `${id}-help` }, help),
    input);
}

// How long a form waits before it says that nobody answers.
const PATIENCE = 5000; // milliseconds

// A notice with its faults, each a link to its question where there is one.
function shown({ kind, text, faults = [], more = 0 }) {
  const title = { done: "Done. ", wrong: "", note: "" }[kind];
  return el("div", { class: `rm-notice rm-${kind}` },
    el("p", {}, el("strong", {}, title), text),
    faults.length > 0 && el("ul", {}, faults.map((fault) => el("li", {}, fault.text))),
    more > 0 && el("p", {}, `… and ${more} more.`));
}

// What a redraw must not lose: the focus, what is open, and what was typed.
function memory(root) {
  const focus = root.contains(document.activeElement) ? document.activeElement : null;
  return {
    key: focus?.dataset.key, at: focus?.selectionStart,
    open: new Map([...root.querySelectorAll("details[data-key]")].map((d) => [d.dataset.key, d.open])),
    typed: new Map([...root.querySelectorAll("[data-keep]")].map((i) => [i.dataset.key, i.value])),
  };
}

function recall(root, { key, at, open: opened, typed }) {
  for (const details of root.querySelectorAll("details[data-key]")) {
    if (opened.has(details.dataset.key)) details.open = opened.get(details.dataset.key);
  }
  for (const input of root.querySelectorAll("[data-keep]")) {
    if (typed.has(input.dataset.key)) input.value = typed.get(input.dataset.key);
  }
  const again = key && [...root.querySelectorAll("[data-key]")].find((n) => n.dataset.key === key);
  if (!again) return;
  again.focus({ preventScroll: true });
  if (at !== null && at !== undefined) try { again.setSelectionRange(at, at); } catch { /* not a text field */ }
}

function focusOn(panel, key) {
  const found = [...panel.body.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key);
  found?.focus({ preventScroll: key === "asked" });
  return Boolean(found);
}

// A text that is to be copied: a path, a mark.
function copyable(panel, text, words, key) {
  const said = el("span", { class: "rm-soft", role: "status" });
  const copy = async () => {
    try { await navigator.clipboard.writeText(text); said.textContent = "Copied."; } catch { said.textContent = "Select it and copy it."; }
  };
  return [el("p", {}, el("code", { class: "rm-code" }, text)),
    el("div", { class: "rm-row" }, button(words, copy, { class: "rm-button rm-small", key }), said)];
}

const count = (n, one, many = `${one}s`) => `${n.toLocaleString("en-GB")} ${n === 1 ? one : many}`;
