// How the questions of a section stand: one under the other, or as a sheet that is drawn.

const LAYOUTS = { list, parts, phases, quadrants };

function part(form, section) {
  const heading = el(`h${form.top + 1}`, {}, section.title);
  if (!section.items.some(form.mine)) return theirs(form, section, heading);
  const draw = LAYOUTS[section.layout] ?? list;
  return el("section", { class: `rm-part rm-${section.layout ?? "list"}` }, draw(form, section, heading));
}

// A section that the other filled in: to be read, and said once whose it is.
function theirs(form, section, heading) {
  const [first] = Object.values(form.asked.voices ?? {});
  const fields = fieldsOf({ sections: [section] });
  const given = fields.filter(({ key }) => key in form.others);
  return el("section", { class: "rm-part" }, heading,
    el("p", { class: "rm-speaker" }, given.length ? `${first} wrote this part` : `This part is for the ${first.toLowerCase()}, who has written nothing there yet.`),
    given.length > 0 && el("dl", { class: "rm-told" }, given.map((field) => el("div", {}, el("dt", {}, field.label), el("dd", {}, worded(form, field))))));
}

const told = (section) => section.text && el("p", { class: "rm-soft" }, section.text);

// Numbers and dates that follow each other stand in one line, if little is said about them.
function list(form, section, heading) {
  const small = (item) => !item.voices && !item.mark && ["number", "date"].includes(item.kind)
    && item.label.length <= 30 && item.help.length <= 50;
  const together = [];
  for (const item of section.items) {
    const last = together.at(-1);
    const joins = last && ((small(item) && small(last[0])) || continues(item, last.at(-1)));
    if (joins) last.push(item); else together.push([item]);
  }
  return [heading, told(section), together.map((items) => (items[0].rows ? matrix(form, items) : items.length === 1 ? question(form, items[0])
    : el("div", { class: "rm-beside" }, items.map((item) => question(form, item)))))];
}

// Short rows with their letters: SMART, REAL.
function parts(form, section, heading) {
  return [heading, told(section), el("div", { class: "rm-sheet rm-rows" }, section.items.map((item) => question(form, item, true)))];
}

// A card: what it is about over the whole width, then its phases side by side.
function phases(form, section, heading) {
  const [goal, ...rest] = section.items;
  const steps = rest.map((item, place) => el("li", { class: "rm-phase" },
    el("span", { class: "rm-step", "aria-hidden": "true" }, item.mark || place + 1), question(form, { ...item, mark: "" }, true)));
  return [heading, told(section), el("div", { class: "rm-sheet rm-plan" },
    el("div", { class: "rm-goal" }, question(form, goal, true)), el("ol", { class: "rm-steps" }, steps))];
}

// Four fields around the heading; what comes after them stands two by two below.
function quadrants(form, section, heading) {
  const drawn = section.items.map((item) => question(form, item, true));
  heading.className = "rm-hidden"; // it is seen in the middle, and heard in its place
  return [heading, told(section), el("div", { class: "rm-sheet rm-map" },
    el("div", { class: "rm-four" }, el("div", { class: "rm-centre", "aria-hidden": "true" }, section.title), drawn.slice(0, 4)),
    drawn.length > 4 && el("div", { class: "rm-below" }, drawn.slice(4)))];
}
