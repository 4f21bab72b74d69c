// Answers that are not saved yet, kept where the person types them. A draft remembers which version of
// the form it was for and what its questions were, so that nothing is lost when the form has changed.

const DRAFT_DAYS = 14;

// Drafts in this browser under a name. A host may keep them elsewhere: `panel.drafts` has the same
// three functions, and `kept`, the words that say so. `write` may give a promise.
const draftStore = (name) => ({
  kept: "Draft kept in this browser, not saved yet.",
  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(name));
      return kept && Date.now() - kept.at < DRAFT_DAYS * 864e5 ? kept : null;
    } catch { return null; }
  },
  write(draft) {
    try { localStorage.setItem(name, JSON.stringify(draft)); return true; } catch { return false; }
  },
  drop() { try { localStorage.removeItem(name); } catch { /* nothing was kept */ } },
});

function draftOf(asked, answers, lost) {
  const words = Object.fromEntries(fieldsOf(asked).filter(({ key }) => key in answers).map(({ key, label }) => [key, label]));
  return { at: Date.now(), version: asked.version, answers, words, lost };
}

// What a form begins with: a draft where there is one, what the host gives where there is none.
function beginning(asked, given, draft) {
  const { answers, lost } = fitting(asked, draft?.answers ?? given, draft?.words);
  const changed = draft?.version !== undefined && draft.version !== asked.version;
  return { answers, lost: [...(draft?.lost ?? []), ...lost], changed, drafted: Boolean(draft) };
}

// The sentence about it, with what no longer fits in full: nobody's words vanish without a word.
function toldOfBeginning({ lost, changed, drafted }, away) {
  const found = drafted ? "your draft" : "what was answered before";
  const head = changed && "This form has changed since you began. Your answers are back wherever their question still stands: please look through them.";
  const rest = lost.length > 0 && `${lost.length === 1 ? "One answer" : `${lost.length} answers`} in ${found} no longer ${lost.length === 1 ? "fits a question or its scale" : "fit a question or its scale"} and will not be saved. So that nothing is lost, here it is:`;
  if (!head && !rest) return null;
  const note = el("div", { class: "rm-notice rm-warned rm-changed", role: "note" },
    head && el("p", {}, head), rest && el("p", {}, rest),
    rest && el("ul", {}, lost.map(({ label, said }) => el("li", {}, `${label}: `, el("q", {}, said)))),
    button("Put this note away", () => { note.remove(); away(); }, { class: "rm-button rm-small" }));
  return note;
}
