// One question of a form: its words, its answer, and what is wrong with it.

// `sheet` is set where it stands on a sheet that is drawn, not in a list.
function question(form, item, sheet = false) {
  if (item.rows) return matrix(form, [item]);
  const id = `${form.id}-${item.key ?? item.voices[0].key}`;
  const box = el("div", { class: "rm-field", "data-kind": item.kind });
  const help = item.mine !== false && (item.help || bounds(item)) && el("p", { class: "rm-help", id: `${id}-help` }, item.help, bounds(item));
  const badge = item.mark && el("span", { class: "rm-mark", "aria-hidden": "true" }, item.mark);
  const parts = item.voices ? together(form, item, box, id) : item.mine === false ? others(form, item, id)
    : item.shares ? sharing(form, item, box, id) : alone(form, item, box, id, sheet);
  box.append(...[badge, el("div", { class: "rm-ask" }, parts.label, help), el("div", { class: "rm-answer" }, parts.answer)].filter(Boolean));
  for (const key of item.voices ? item.voices.map((voice) => voice.key) : [item.key]) form.places.set(key, box);
  return box;
}

// Between which numbers an answer lies, where that helps: nobody needs to hear "up to a million".
const bounds = ({ kind, minimum, maximum }) => (kind === "number" && minimum !== null && maximum !== null && maximum <= 1000
  && el("span", { class: "rm-bounds" }, ` From ${minimum} to ${maximum}.`));

const problemLine = (id) => el("p", { class: "rm-problem", id: `${id}-problem`, hidden: true });

// A question that one person answers.
function alone(form, item, box, id, sheet) {
  const grouped = item.kind === "multiple_choice" || (item.kind === "choice" && item.options.length <= 7);
  const problem = problemLine(id);
  const sign = item.kind === "signature" && signing(id);
  const about = [(item.help || bounds(item)) && `${id}-help`, sign && sign.id, problem.id].filter(Boolean);
  const words = [item.label, needed(item.required)];
  const label = grouped ? el("p", { class: "rm-label", id: `${id}-label` }, words) : el("label", { for: id, class: "rm-label" }, words);
  form.add(item.key, { box, spot: box, problem, label: item.label, roles: item.roles });
  return { label, answer: [control(form, item, { id, named: grouped ? [`${id}-label`] : null, about, sheet }), sign, problem] };
}

const signing = (id) => el("p", { class: "rm-help", id: `${id}-sign` }, "Your name, typed here, counts as your signature.");

// A question that both answer, side by side. Who fills it in writes in their own place; what the other
// said stands beside it, to be read. Where nobody is named, both places can be filled.
function together(form, item, box, id) {
  const cells = item.voices.map((voice) => {
    const own = `${form.id}-${voice.key}`;
    const field = { ...item, ...voice, label: `${item.label} – ${voice.label}` };
    if (!voice.mine) return said(form, field, voice.label);
    const problem = problemLine(own);
    const sign = item.kind === "signature" && signing(own);
    const spot = el("div", { class: "rm-voice rm-own" });
    const words = [form.asked.voice ? `You, the ${voice.label.toLowerCase()}` : voice.label, needed(voice.required)];
    const about = [item.help && `${id}-help`, sign && sign.id, problem.id].filter(Boolean);
    spot.append(el("p", { class: "rm-speaker", id: `${own}-voice` }, words),
      ...control(form, field, { id: own, named: [`${id}-label`, `${own}-voice`], about, sheet: true }).filter(Boolean),
      ...[sign, problem].filter(Boolean));
    form.add(voice.key, { box, spot, problem, label: field.label, roles: item.roles });
    return spot;
  });
  return { label: el("p", { class: "rm-label", id: `${id}-label` }, item.label), answer: el("div", { class: "rm-voices" }, cells) };
}

// A question that the other of the two answers.
function others(form, item) {
  const [first] = Object.keys(form.asked.voices ?? {});
  return { label: el("p", { class: "rm-label" }, item.label), answer: said(form, item, form.asked.voices?.[first] ?? "") };
}

// What the other said, as words and nothing to type in; with the name of who said it.
function said(form, field, who) {
  const value = form.others[field.key];
  const verb = { signature: "signed", long_text: "wrote", text: "wrote" }[field.kind] ?? "answered";
  return el("div", { class: "rm-voice rm-theirs" },
    el("p", { class: "rm-speaker" }, value === undefined ? who : `${who} ${verb}`),
    value === undefined ? el("p", { class: "rm-soft" }, "Nothing yet.")
      : worded(form, field));
}

const worded = (form, field) => el("div", { class: `rm-words${field.kind === "signature" ? " rm-signature" : ""}` }, inWords(field, form.others[field.key]));

// Which answers somebody else may read: a box to tick at each of them. Here stands how many there are.
function sharing(form, item, box, id) {
  const problem = problemLine(id);
  const told = el("p", { class: "rm-shared", id: `${id}-count`, role: "status" });
  form.add(item.key, { box, spot: box, problem, label: item.label, roles: item.roles, extra: true });
  form.sharing.push({ item, told });
  return { label: el("p", { class: "rm-label", id, tabindex: "-1" }, item.label, needed(item.required)), answer: [told, problem] };
}

// Put the boxes where the answers are, once all of them are drawn.
function shareBoxes(form, { item, told }) {
  const boxes = item.options.flatMap((option) => {
    const place = item.shares[option.value]?.map((key) => form.places.get(key)).find(Boolean);
    if (!place) return [];
    const id = `${form.id}-${item.key}-${option.value}`;
    const input = el("input", { type: "checkbox", name: `${form.id}|${item.key}`, value: option.value, "data-name": item.key, "aria-labelledby": `${id} ${id}-of` });
    input.checked = (form.answers[item.key] ?? []).includes(option.value);
    place.append(el("label", { class: "rm-option rm-share", "data-of": item.key }, input, el("span", { id }, "My mentor may read this"),
      el("span", { id: `${id}-of`, hidden: true }, option.label)));
    return [input];
  });
  const tell = () => {
    const n = boxes.filter((input) => input.checked).length;
    told.textContent = `Tick the box under an answer to share it. Shared now: ${n} of ${boxes.length}.`;
  };
  form.marks.set(item.key, tell);
  tell();
}
