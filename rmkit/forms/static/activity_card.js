// One activity, folded: its title and what it takes; opened, all of it. `more` comes at its end.

function activityCard({ id, title, minutes, level, topics, bring, steps, challenge, beyond, why, own }, more = null) {
  return el("details", { class: "rm-activity", key: `activity ${id}` },
    el("summary", {}, el("b", {}, title), " ",
      el("span", { class: "rm-soft" }, `${minutes} minutes, level ${level}`),
      own && [" ", el("span", { class: "rm-tag rm-good" }, "your own")]),
    why.length > 0 && el("p", { class: "rm-why" }, el("b", {}, "Why this one: "), why.join("; ")),
    el("p", {}, el("b", {}, "You need: "), bring),
    el("ol", {}, steps.map(([who, words]) => el("li", {}, el("b", {}, `${who}: `), words))),
    el("p", {}, el("b", {}, "Until next time: "), challenge),
    el("p", {}, el("b", {}, "Beyond the tool: "), beyond),
    el("p", { class: "rm-soft" }, `Topics: ${topics.join(", ")}`),
    more);
}
