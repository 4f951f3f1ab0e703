// Folds and filters the tree. Without it everything is there to be read.
(() => {
  "use strict";
  const tree = document.getElementById("tree");
  const form = document.getElementById("filter");
  if (!tree || !form) return;
  const [query, team, owner, health] = ["q", "f-team", "f-owner", "f-health"].map((id) => document.getElementById(id));
  const found = document.getElementById("found");
  const STEP = 150;
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
      health: standing?.className.slice(2),
    };
  });
  let marked = [];
  let unfolded = [];
  let most = STEP;
  const clear = () => {
    for (const li of marked) li.classList.remove("hit", "path");
    for (const details of unfolded) details.open = false;
    marked = [];
    unfolded = [];
  };
  const show = (li) => {
    li.classList.add("hit");
    marked.push(li);
    for (let up = li.parentElement.closest("li"); up && !up.classList.contains("path"); up = up.parentElement.closest("li")) {
      up.classList.add("path");
      marked.push(up);
      const details = up.querySelector("details");
      if (details && !details.open) {
        details.open = true;
        unfolded.push(details);
      }
    }
  };
  const filter = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const active = words.length > 0 || team.value || owner.value || health.value;
    clear();
    tree.classList.toggle("filtering", Boolean(active));
    if (!active) {
      found.textContent = "";
      return;
    }
    const hits = items.filter((it) =>
      (!team.value || it.team === team.value) && (!owner.value || it.owner === owner.value) &&
      (!health.value || it.health === health.value) && words.every((word) => it.text.includes(word)));
    for (const it of hits.slice(0, most)) show(it.li);
    found.textContent = `${hits.length} of ${items.length} goals`;
    if (hits.length > most) {
      found.append(`, the first ${most} of them shown `);
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
  const branches = () => tree.querySelectorAll("details.branch");
  document.getElementById("unfold").addEventListener("click", () => { for (const it of branches()) it.open = true; });
  document.getElementById("fold").addEventListener("click", () => { for (const it of tree.querySelectorAll("details")) it.open = false; });
  // The arrows go through the rows as in any tree.
  tree.addEventListener("keydown", (event) => {
    const row = event.target.closest("summary.r");
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    const details = row.parentElement;
    const step = (by) => {
      const rows = [...tree.querySelectorAll("summary.r")].filter((it) => it.checkVisibility());
      rows[rows.indexOf(row) + by]?.focus();
    };
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "ArrowRight" && !details.open) details.open = true;
    else if (event.key === "ArrowLeft" && details.open) details.open = false;
    else if (event.key === "ArrowLeft") details.parentElement.parentElement.closest("details")?.querySelector("summary").focus();
    else return;
    event.preventDefault();
  });
  // A link to a goal shows it.
  const arrive = () => {
    const goal = location.hash.length > 3 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!goal || !tree.contains(goal)) return;
    if (!goal.checkVisibility()) form.reset();
    for (let up = goal.querySelector("details") ?? goal; up; up = up.parentElement.closest("details")) up.open = true;
    goal.scrollIntoView({block: "center"});
    goal.querySelector("summary")?.focus({preventScroll: true});
  };
  window.addEventListener("hashchange", arrive);
  form.hidden = false;
  anew();
  arrive();
})();
