// Statements that are rated on one scale: a row each. Where two things are asked of the same rows (where
// you are, where you want to be), both stand in the row, so that nobody reads the rows twice.

// Whether a matrix asks something else of the rows of the one before it.
function continues(item, before) {
  const rows = (matrix) => JSON.stringify([matrix.rows.map((row) => row.label), matrix.options, matrix.roles, matrix.mine]);
  return Boolean(item.rows && before?.rows) && asking(item).of !== "" && asking(item).of === asking(before).of && rows(item) === rows(before);
}

// A question of two parts, "Digital tools – your level now": of what, and what is asked.
function asking({ label }) {
  const at = label.lastIndexOf(" – ");
  return at < 0 ? { of: "", what: label } : { of: label.slice(0, at), what: label.slice(at + 3) };
}

function matrix(form, items) {
  const [first] = items;
  const id = `${form.id}-${first.key}`;
  const twice = items.length > 1;
  const levels = first.options.some((o) => o.help) && el("details", {},
    el("summary", {}, "What the levels mean"),
    el("ul", { class: "rm-levels" }, first.options.map((o) => el("li", {}, `${o.value} ${o.label}: ${o.help}`))));
  let group = "";
  const rows = first.rows.flatMap((row, place) => {
    const heading = row.group && row.group !== group ? [el("p", { class: "rm-area" }, row.group)] : [];
    group = row.group;
    const cells = items.map((item) => ({ item, row: item.rows[place], head: twice ? `${form.id}-${item.key}-ask` : null }));
    return [...heading, first.mine === false ? cells.map((cell) => rated(form, cell)) : line(form, cells)];
  });
  const box = el("div", { class: `rm-field rm-matrix${twice ? " rm-twice" : ""}`, style: `--n: ${first.options.length}; --asks: ${items.length}` },
    el("p", { class: "rm-label", id: `${id}-label` }, twice ? asking(first).of : first.label, needed(items.every((item) => item.required))),
    first.help && el("p", { class: "rm-help" }, first.help), levels,
    first.mine !== false && scale(form, items), rows);
  for (const item of items) for (const row of item.rows) form.places.set(row.key, box);
  return box;
}

// The heads of the columns. What is asked is also read out with each row.
function scale(form, items) {
  const twice = items.length > 1;
  return el("div", { class: "rm-line rm-head" }, el("span"), items.map((item) => el("div", { class: "rm-asked-of" },
    twice && el("p", { class: "rm-what", id: `${form.id}-${item.key}-ask` }, asking(item).what, needed(item.required && !items.every((one) => one.required))),
    el("div", { class: "rm-points", "aria-hidden": "true" }, item.options.map((o) => el("span", {}, el("b", {}, o.value), el("br"), o.label)), el("span")))));
}

// One statement with what is asked of it.
function line(form, cells) {
  const [{ row }] = cells;
  const statement = `${form.id}-${row.key}-label`;
  return el("div", { class: "rm-line" },
    el("span", { class: "rm-statement", id: statement }, row.label, row.help && el("span", { class: "rm-help" }, row.help)),
    cells.map((cell) => rating(form, cell, statement)));
}

function rating(form, { item, row, head }, statement) {
  const id = `${form.id}-${row.key}`;
  const problem = problemLine(id);
  const box = el("div", { class: "rm-rating", role: "radiogroup", id, "aria-labelledby": [statement, head].filter(Boolean).join(" "),
    "aria-required": item.required ? "true" : null, "aria-describedby": problem.id, "data-row": item.required ? null : row.key },
  head && el("span", { class: "rm-what", "aria-hidden": "true" }, asking(item).what),
  el("div", { class: "rm-points" }, item.options.map((o) => {
    const input = el("input", { type: "radio", name: `${form.id}|${row.key}`, value: o.value, "data-name": row.key });
    input.checked = String(form.answers[row.key]) === String(o.value);
    return el("label", { class: "rm-level" }, input, el("span", { class: "rm-word" }, el("b", {}, o.value), " ", o.label));
  }), item.required ? el("span") : wiper(form, row, "×")), problem);
  form.marks.set(row.key, () => answered(form, row.key, box));
  form.add(row.key, { box, spot: box, problem, label: head ? `${row.label} – ${asking(item).what}` : row.label, roles: item.roles });
  return box;
}

function rated(form, { item, row, head }) {
  const value = form.others[row.key];
  return el("p", { class: "rm-rated" }, `${row.label}${head ? ` – ${asking(item).what}` : ""}: `, el("b", {}, value === undefined ? "nothing yet" : inWords(item, value)));
}
