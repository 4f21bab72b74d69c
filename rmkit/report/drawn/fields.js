// What is asked, flat: one field is one answer, as Python sees it. And what an answer says in words.

function fieldsOf(asked) {
  return asked.sections.flatMap(({ items }) => items.flatMap((item) => {
    if (item.rows) return item.rows.map((row) => ({ ...item, kind: "choice", key: row.key, label: `${item.label} – ${row.label}` }));
    if (!item.voices) return [item];
    return item.voices.map((voice) => ({ ...item, ...voice, label: `${item.label} – ${voice.label}` }));
  }));
}

// An answer as a person reads it.
function inWords(field, value) {
  const named = (one) => field.options.find((option) => String(option.value) === String(one))?.label ?? String(one);
  if (field.kind === "multiple_choice") return [value].flat().map(named).join("; ");
  if (field.kind === "choice") return named(value);
  if (field.kind === "date") return new Date(`${value}T12:00`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  return String(value);
}

// What of an answer still fits its question, and what is left over; null where nothing is.
function parted(field, value) {
  const offered = (one) => field.options.some((option) => String(option.value) === String(one));
  if (field.kind === "multiple_choice") {
    const all = [value].flat();
    const [kept, left] = [all.filter(offered), all.filter((one) => !offered(one))];
    return [kept.length ? kept.map(String) : null, left.length ? left.join("; ") : null];
  }
  const plain = typeof value === "string" || typeof value === "number";
  const fits = field.kind === "choice" ? offered(value)
    : field.kind === "date" ? /^\d{4}-\d\d-\d\d$/.test(value) && !isNaN(new Date(value)) : plain;
  return plain && fits ? [value, null] : [null, value];
}

// Part what was answered into what fits this form and what does not: an answer that is off the scale
// now, or whose question is gone. `words` says what was asked then, by key.
function fitting(asked, given, words = {}) {
  const fields = new Map(fieldsOf(asked).map((field) => [field.key, field]));
  const answers = {};
  const lost = [];
  for (const [key, value] of Object.entries(given ?? {})) {
    const field = fields.get(key);
    const [kept, left] = field ? parted(field, value) : [null, value];
    if (kept !== null) answers[key] = kept;
    if (left !== null) lost.push({ label: field?.label ?? words[key] ?? key, said: typeof left === "string" ? left : JSON.stringify(left) });
  }
  return { answers, lost };
}
