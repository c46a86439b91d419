// Comfort only: every page works without it. Suggestions while typing, keys, copying, dragging over years.
(() => {
  "use strict";
  const box = document.querySelector("input#q[type=search]");

  // Suggestions come as a list of the browser's own, so that keys and screen readers know it.
  if (box) {
    const list = document.createElement("datalist");
    list.id = "suggestions";
    box.after(list);
    box.setAttribute("list", list.id);
    let waiting = 0;
    let asked = "";
    const suggest = async () => {
      const typed = box.value.trim();
      if (typed === asked || typed.length < 1 || typed.length > 60) return;
      asked = typed;
      try {
        const answer = await fetch("/api/v1/suggest?q=" + encodeURIComponent(typed));
        if (!answer.ok) return;
        const { suggestions } = await answer.json();
        if (box.value.trim() !== typed) return;
        list.replaceChildren(
          ...suggestions.slice(0, 8).map((suggestion) => {
            const option = document.createElement("option");
            option.value = suggestion.query ?? suggestion.text;
            option.label = suggestion.text + " · " + suggestion.documents;
            return option;
          }),
        );
      } catch {
        // Without suggestions the box is still a box.
      }
    };
    box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(suggest, 150);
    });
  }

  // "/" goes to the box, j and k to the next and the previous result.
  const results = [...document.querySelectorAll(".hits h3 a, .lines .from a, .news li > a")];
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || at.closest("input, textarea, select")) return;
    if (event.key === "/" && box) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if ((event.key === "j" || event.key === "k") && results.length) {
      const here = results.indexOf(document.activeElement);
      const next = event.key === "j" ? here + 1 : here < 0 ? 0 : here - 1;
      results[Math.min(Math.max(next, 0), results.length - 1)].focus();
    }
  });

  // What can be copied gets a button.
  for (const text of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) break;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = text.dataset.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent.trim());
      button.textContent = text.dataset.copied;
      setTimeout(() => (button.textContent = text.dataset.copy), 2000);
    });
    text.after(" ", button);
  }

  // Dragging from one year to another asks for all of them.
  for (const years of document.querySelectorAll(".years")) {
    let from = null;
    const year = (event) => event.target.closest("a[data-year]");
    years.addEventListener("pointerdown", (event) => {
      from = year(event);
    });
    years.addEventListener("dragstart", (event) => event.preventDefault());
    years.addEventListener("pointerup", (event) => {
      const to = year(event);
      if (from && to && from !== to) {
        const [first, last] = [from.dataset.year, to.dataset.year].map(Number).sort((a, b) => a - b);
        const address = new URL(location.href);
        address.searchParams.set("year", first + ".." + last);
        address.searchParams.delete("offset");
        location.assign(address);
      }
      from = null;
    });
  }
})();
