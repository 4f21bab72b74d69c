// Cards to look at and to print: `panel.view` holds `decks` (each with its cards), nothing else.

function draw(panel) {
  const { local, view } = panel;
  const taken = local.taken ??= new Set(view.decks.map(({ id }) => id));
  return el("div", { class: "rm-office" },
    el("fieldset", { class: "rm-decks" }, el("legend", {}, "Which cards"),
      view.decks.map((deck) => el("div", {}, tick(panel, taken, deck),
        el("details", { key: `see ${deck.id}` }, el("summary", { "aria-label": `Look at: ${deck.title}` }, "Look at them"),
          el("p", { class: "rm-soft" }, deck.use), el("ul", { class: "rm-faces" }, deck.cards.map(shownCard)))))),
    el("div", { class: "rm-row" },
      button("Write a PDF to print", () => write(panel, "pdf"), { class: "rm-button rm-main", key: "pdf" }),
      button("Write a page for the browser", () => write(panel, "html"), { key: "html" }),
      button("Write all handouts", () => write(panel, "all"), { key: "all" })),
    el("p", { class: "rm-soft" }, "Print on one side of strong paper, at 100 %, and cut along the lines. All handouts are the guides of all modules, the cards, the sheets and the principles, in one file to unpack."),
    local.file && el("div", { class: "rm-row" }, el("a", { href: local.file.url, download: local.file.name, key: "file" }, `Download ${local.file.name}`)));
}

function tick(panel, taken, { id, title, cards, per_sheet: many }) {
  const box = el("input", { type: "checkbox", key: `deck ${id}`, checked: taken.has(id), on: { change: () => { if (box.checked) taken.add(id); else taken.delete(id); } } });
  return el("label", { class: "rm-flash-box" }, box, el("span", {}, `${title} `, el("span", { class: "rm-soft" }, `${count(cards.length, "card")}, ${many} to a sheet`)));
}

const shownCard = ({ head, lines, foot }) => el("li", { class: "rm-face" }, el("b", {}, head),
  lines.map(([lead, text]) => el("p", {}, lead && el("b", {}, `${lead} `), text)), foot && el("span", { class: "rm-soft" }, foot));

async function write(panel, format) {
  const { notice, data } = await panel.run("write", { format, decks: Object.fromEntries([...panel.local.taken].map((id) => [id, "yes"])) });
  if (!data?.file) return;
  if (panel.local.file) URL.revokeObjectURL(panel.local.file.url);
  const raw = Uint8Array.from(atob(data.file.bytes), (letter) => letter.charCodeAt(0));
  panel.local.file = { name: data.file.name, url: URL.createObjectURL(new Blob([raw], { type: "application/octet-stream" })) };
  panel.redraw();
  panel.say(notice);
  focusOn(panel, "file");
}
