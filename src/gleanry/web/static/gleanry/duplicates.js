// m, d and l answer the question that j and k have come to.
(() => {
  "use strict";
  const typing = (target) => target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]") || !["m", "d", "l"].includes(event.key)) return;
    const row = document.querySelector(".pair.at") || document.querySelector(".pair[data-row]");
    const control = row && row.querySelector(`[data-press="${event.key}"]`);
    if (!control) return;
    event.preventDefault();
    const next = row.nextElementSibling;
    control.click();
    if (event.key !== "m" && next && next.matches("[data-row]")) {
      row.classList.remove("at");
      next.classList.add("at");
      next.querySelector("a[href]").focus();
    }
  });
})();
