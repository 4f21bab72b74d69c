// The announcement: `panel.view` holds its `parts` (id, title, text) and what is `missing`.
function draw(panel) {
  panel.follows = true;
  const { local, view } = panel;
  const typed = (name, type, more = {}) => el("input", {
    type, value: local[name] ?? "", maxlength: 300, ...more,
    on: { input: (event) => { local[name] = event.target.value; } },
  });
  const given = (more = {}) => ({ by: local.by ?? "", answer_by: local.until ?? "", where: local.where ?? "", ...more });

  const change = async (id) => {
    const { data, notice } = await panel.run("words", given({ part: id }));
    if (notice) return;
    local.changing = { id, words: data.words };
    panel.redraw();
    focusOn(panel, `words-${id}`);
  };
  const done = async (act, id, more = {}) => {
    const { notice } = await panel.run(act, given({ part: id, ...more }));
    if (notice?.kind !== "done") return;
    local.changing = null;
    panel.redraw();
    focusOn(panel, `change-${id}`);
  };
  const changing = (id) => {
    const words = el("textarea", {
      class: "rm-announced-words", rows: 10, spellcheck: "true", value: local.changing.words,
      on: { input: (event) => { local.changing.words = event.target.value; } },
    });
    return [
      labelled(panel, `words-${id}`, id === "poster" ? "The headline" : "The words", words,
        "What stands in braces is filled in: leave it as it is, or take it out."),
      el("div", { class: "rm-row" },
        button("Keep these words", () => done("keep", id, { words: local.changing.words }), { class: "rm-button rm-main", key: `keep-${id}` }),
        button("Our words again", () => done("restore", id), { key: `restore-${id}` }),
        button("Leave it", () => { local.changing = null; panel.redraw(); focusOn(panel, `change-${id}`); }, { key: `leave-${id}` })),
    ];
  };
  const copier = (id, text) => {
    const said = el("span", { class: "rm-soft", role: "status" });
    const copy = async () => {
      try { await navigator.clipboard.writeText(text); said.textContent = "Copied."; } catch { said.textContent = "Select it and copy it."; }
    };
    return [button("Copy this", copy, { key: `copy-${id}` }), said];
  };
  const part = ({ id, title, text }) => el("details", { key: `part-${id}` },
    el("summary", { key: `open-${id}` }, title),
    el("div", { class: "rm-announced" }, text),
    local.changing?.id === id ? changing(id) : el("div", { class: "rm-row" }, copier(id, text),
      button("Change the words", () => change(id), { key: `change-${id}` })));

  return el("div", { class: "rm-card" },
    labelled(panel, "announce-by", "Your name", typed("by", "text", { autocomplete: "name" }), "Needed to change words; the file keeps it."),
    el("div", { class: "rm-row" },
      labelled(panel, "announce-until", "Answer by", typed("until", "date"), "Two weeks from today, where it is blank."),
      labelled(panel, "announce-where", "Where to answer", typed("where", "text"), "A link, or a place.")),
    button("Show it so", () => panel.run("look", given()), { key: "show" }),
    view.missing.length > 0 && [el("p", {}, "Still missing; it stands in brackets:"), el("ul", {}, view.missing.map((line) => el("li", {}, line)))],
    view.parts.map(part),
    el("h4", {}, "To print"),
    el("div", { class: "rm-row" },
      button("Write the call and the poster", () => panel.run("write", given()), { class: "rm-button rm-main", key: "write" }),
      button("Write the guides of the talks", () => panel.run("guides", given()), { key: "guides" }),
      button("Write the kit for a whole organisation", () => panel.run("kit", given()), { key: "kit" })),
    el("p", { class: "rm-soft" }, "The kit holds the poster, a form for appointments, a sheet to look back, and a checklist of what shapes a relationship. All lies in folders beside your programme's file; nothing is sent."));
}
