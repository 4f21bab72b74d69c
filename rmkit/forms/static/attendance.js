// Who has been prepared. `panel.view` holds `people` (id, name, role, a day a module, prepared), `modules`
// to note, the days of the `circles`, `today`, and a `problem` where the file cannot be read.

function draw(panel) {
  panel.follows = true;
  const { view } = panel;
  if (view.problem) return el("div", { class: "rm-notice rm-wrong", role: "alert" }, el("p", {}, view.problem));
  return el("div", { class: "rm-office" }, people(panel, view), circles(view),
    el("h3", {}, "Handouts"),
    el("p", { class: "rm-soft" }, "Guides, cards, sheets and principles as PDFs, into ", el("code", { class: "rm-code" }, view.folder), "."),
    el("div", { class: "rm-row" }, button("Write the handouts", () => panel.run("handouts"), { key: "handouts" })));
}

function people(panel, { people: all, modules, today }) {
  if (!all.length) return el("p", {}, "There is nobody to prepare yet: collect candidates first.");
  const { local } = panel;
  const ticked = local.ticked ??= new Set();
  const which = el("select", { "data-keep": true }, modules.map(([id, title]) => el("option", { value: id }, title)));
  const day = el("input", { type: "date", max: today, value: today, "data-keep": true });
  const by = el("input", { type: "text", autocomplete: "name", maxlength: 200, "data-keep": true });
  const all_ = el("input", { type: "checkbox", key: "all", "aria-label": "Everybody", checked: ticked.size === all.length, on: { change: () => { for (const { id } of all) { if (all_.checked) ticked.add(id); else ticked.delete(id); } panel.redraw(); } } });
  const note = async () => {
    const given = { module: which.value, day: day.value, by: by.value, people: Object.fromEntries([...ticked].map((id) => [id, "yes"])) };
    const { notice } = await panel.run("note", given);
    if (notice?.kind === "done") { ticked.clear(); panel.redraw(); panel.say(notice); focusOn(panel, "note"); }
    else if (!by.value.trim()) focusOn(panel, "by");
  };
  const open = all.filter(({ prepared }) => !prepared).length;
  return [
    el("p", {}, open ? `${count(open, "person", "people")} of ${all.length} ${open === 1 ? "has" : "have"} not been prepared. ` : "Everybody has been prepared. ",
      el("span", { class: "rm-soft" }, "Mentors need introduction, trust and practice; for mentees the introduction or the 45 minutes are enough.")),
    el("div", { class: "rm-scroll", tabindex: "0", role: "region", "aria-label": "Who was there" }, el("table", {},
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, all_), ["Name", "Role", ...modules.map(([, , short]) => short), "Prepared"].map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, all.map((one) => el("tr", {},
        el("td", {}, box(ticked, one, all_, all.length)), el("th", { scope: "row" }, one.name), el("td", {}, one.role),
        modules.map(([id]) => el("td", {}, one.days[id] || "–")), el("td", {}, one.prepared ? "yes" : "not yet")))))),
    labelled(panel, "which", "Which part?", which), labelled(panel, "day", "On which day?", day),
    labelled(panel, "by", "Your name", by, "The file keeps who notes it."),
    el("div", { class: "rm-row" }, button("Note that those ticked were there", note, { class: "rm-button rm-main", key: "note" }))];
}

function box(ticked, { id, name }, all, n) {
  const input = el("input", { type: "checkbox", key: `was ${id}`, "aria-label": name, checked: ticked.has(id), on: { change: () => { if (input.checked) ticked.add(id); else ticked.delete(id); all.checked = ticked.size === n; } } });
  return input;
}

function circles({ circles: days }) {
  return [el("h3", {}, "The mentor circle"),
    days.length ? [el("p", {}, "Once a month, an hour, by the dates of your objective. Move a day that is a holiday."), el("ul", {}, days.map((day) => el("li", {}, day)))]
      : el("p", {}, "Its days follow from the objective: give it a day of start and a number of months in ", notebook("01_objective.ipynb", "01 State the objective"), ".")];
}
