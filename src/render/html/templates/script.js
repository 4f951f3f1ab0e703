// Folds and filters the tree. Without it everything is there to be read.
(() => {
  "use strict";
  const tree = document.getElementById("tree");
  const form = document.getElementById("filter");
  if (!tree || !form) return;
  const [query, team, owner, health] = ["q", "f-team", "f-owner", "f-health"].map((id) => document.getElementById(id));
  const [found, unfold, fold] = ["found", "unfold", "fold"].map((id) => document.getElementById(id));
  const STEP = 50;
  const items = [...tree.querySelectorAll("li[id]")].map((li) => {
    const row = li.querySelector(".r");
    const [who, unit] = [row.querySelector(".w > span:not(.m)"), row.querySelector(".w > .m")];
    const standing = row.querySelector(".h");
    return {
      li,
      row,
      text: (row.querySelector(".t").textContent + " " + li.id.slice(2) + " " + (who?.textContent ?? "") + " " + (unit?.textContent ?? "")).toLowerCase(),
      owner: who?.textContent,
      team: unit?.textContent,
      health: standing?.classList[1],
    };
  });
  const results = document.createElement("ul");
  results.className = "tree";
  results.hidden = true;
  tree.after(results);
  let most = STEP;
  // A goal as it stands in the tree, without what is below it, and with what it is below.
  const copy = (it) => {
    const whole = it.li.firstElementChild;
    const own = whole.cloneNode(whole.matches("p"));
    own.className = whole.className.replace("branch", "");
    own.open = false;
    if (!whole.matches("p")) {
      own.append(whole.firstElementChild.cloneNode(true));
      // Its chart comes when it is asked for.
      own.addEventListener("toggle", () => {
        for (const part of whole.children) if (part.matches(".card, .more")) own.append(part.cloneNode(true));
        const more = own.querySelector(".more");
        if (more) more.open = true;
      }, {once: true});
    }
    const above = [];
    for (let up = it.li.parentElement.closest("li"); up; up = up.parentElement.closest("li")) {
      if (!up.querySelector(".r").matches(".mission")) above.unshift(up.querySelector(".t").textContent);
    }
    if (above.length > 0) {
      const path = document.createElement("span");
      path.className = "above";
      path.textContent = above.join(" › ");
      own.querySelector(".t").append(path);
    }
    const li = document.createElement("li");
    li.className = "g";
    li.append(own);
    return li;
  };
  const filter = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const active = Boolean(words.length > 0 || team.value || owner.value || health.value);
    results.replaceChildren();
    results.hidden = !active;
    tree.hidden = active;
    unfold.disabled = fold.disabled = active;
    if (!active) {
      found.textContent = "";
      return;
    }
    const hits = items.filter((it) =>
      (!team.value || it.team === team.value) && (!owner.value || it.owner === owner.value) &&
      (!health.value || it.health === health.value) && words.every((word) => it.text.includes(word)));
    results.append(...hits.slice(0, most).map(copy));
    found.textContent = `${hits.length} of ${items.length} goals`;
    if (hits.length > most) {
      found.append(`, the first ${most} shown `);
      const more = document.createElement("button");
      more.type = "button";
      more.textContent = "Show more";
      more.addEventListener("click", () => { most += 4 * STEP; filter(); });
      found.append(more);
    }
  };
  const anew = () => { most = STEP; filter(); };
  query.addEventListener("input", anew);
  for (const select of [team, owner, health]) select.addEventListener("change", anew);
  form.addEventListener("reset", () => setTimeout(anew));
  form.addEventListener("submit", (event) => event.preventDefault());
  unfold.addEventListener("click", () => { for (const it of tree.querySelectorAll("details.branch")) it.open = true; });
  fold.addEventListener("click", () => { for (const it of tree.querySelectorAll("details[open]")) it.open = false; });
  // The arrows go through the rows as in any tree.
  tree.parentElement.addEventListener("keydown", (event) => {
    const row = event.target.closest("summary.r");
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    const details = row.parentElement;
    const step = (by) => {
      const rows = [...(tree.hidden ? results : tree).querySelectorAll("summary.r")].filter((it) => it.checkVisibility());
      rows[rows.indexOf(row) + by]?.focus();
    };
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "ArrowRight" && !details.open) details.open = true;
    else if (event.key === "ArrowLeft" && details.open) details.open = false;
    else if (event.key === "ArrowLeft") details.parentElement.closest("details.branch")?.querySelector("summary").focus();
    else return;
    event.preventDefault();
  });
  // A link to a goal shows it.
  const arrive = () => {
    const goal = location.hash.length > 3 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!goal || !tree.contains(goal)) return;
    if (tree.hidden) {
      for (const field of [query, team, owner, health]) field.value = "";
      anew();
    }
    for (let up = goal.querySelector("details") ?? goal; up; up = up.parentElement.closest("details")) up.open = true;
    goal.scrollIntoView({block: "center"});
    goal.querySelector("summary")?.focus({preventScroll: true});
  };
  window.addEventListener("hashchange", arrive);
  form.hidden = false;
  anew();
  arrive();
})();
