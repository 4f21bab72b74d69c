// Buttons that write the questionnaire to files. `panel.view` holds `kinds` and `folder`.

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

function draw(panel) {
  const { kinds, folder } = panel.view;
  const got = el("div", { class: "rm-row", hidden: true });
  return [
    el("h2", {}, "Send out the questionnaire"),
    el("p", { class: "rm-soft" }, "Files are written to ", el("code", {}, folder), "; a file that is there is never replaced."),
    el("div", { class: "rm-cards" }, kinds.map(({ kind, words, help }) => el("div", { class: "rm-card" },
      el("p", {}, help),
      button(words, () => write(panel, kind, got), { class: "rm-button rm-main", key: kind })))),
    got,
  ];
}

async function write(panel, kind, got) {
  const { data } = await panel.run("write", { kind });
  if (!data.bytes) return;
  const bytes = Uint8Array.from(atob(data.bytes), (letter) => letter.charCodeAt(0));
  if (panel.local.link) URL.revokeObjectURL(panel.local.link);
  panel.local.link = URL.createObjectURL(new Blob([bytes], { type: XLSX }));
  got.hidden = false;
  got.replaceChildren(el("a", { href: panel.local.link, download: data.name, key: "download" }, `Download ${data.name}`));
}
