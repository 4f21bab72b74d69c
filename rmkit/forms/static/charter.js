// The charter: `panel.view` holds the objective's `sentence` and what is `missing`.
function draw(panel) {
  panel.follows = true;
  const { sentence, missing } = panel.view;
  return el("div", { class: "rm-card" },
    el("h3", {}, "The charter"),
    sentence ? el("blockquote", {}, sentence) : el("p", {}, "There is no objective yet. Fill in the form above and keep it."),
    missing.length > 0 && [el("p", {}, "Worth a second look before you print it:"), el("ul", {}, missing.map((line) => el("li", {}, line)))],
    el("div", { class: "rm-row" },
      button("Write the charter", () => panel.run("write"), { class: "rm-button rm-main", key: "write" }),
      button("Write the sponsor's brief", () => panel.run("brief"), { key: "brief" }),
      button("Write the evaluation plan", () => panel.run("evaluation"), { key: "evaluation" }),
      button("Look again", () => panel.run("look"), { key: "look" })));
}
