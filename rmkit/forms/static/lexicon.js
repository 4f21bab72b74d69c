// The lexicon: all terms in `panel.view.terms`, and what is looked for in the page alone.

function draw(panel) {
  const search = el("input", { type: "search", autocomplete: "off", "data-keep": true, on: { input: () => list() } });
  const found = el("p", { class: "rm-soft", role: "status" });
  const place = el("dl", { class: "rm-terms" });
  const go = (term) => { search.value = term; list(); focusOn(panel, `term ${term}`); };
  function list() {
    const wanted = search.value.trim().toLowerCase();
    const named = panel.view.terms.filter(({ term }) => term.toLowerCase().includes(wanted));
    const told = panel.view.terms.filter(({ term, text }) => !term.toLowerCase().includes(wanted) && text.toLowerCase().includes(wanted));
    const terms = wanted ? [...named, ...told] : panel.view.terms;
    found.textContent = terms.length ? count(terms.length, "term") : "No such word here. Try a part of it.";
    place.replaceChildren(...terms.map(({ term, text, source, see }) => el("div", {},
      el("dt", { tabindex: "-1", key: `term ${term}` }, term),
      el("dd", {}, el("p", {}, text),
        el("p", { class: "rm-soft" }, source),
        see.length > 0 && el("p", { class: "rm-soft" }, "See also ", see.map((to) => [button(to, () => go(to), { class: "rm-button rm-small" }), " "]))))));
  }
  list();
  return el("div", { class: "rm-library" },
    labelled(panel, "search", "Which word?", search, "A part of it does; what the words say is looked through, too."),
    found, place);
}
