// The search box: what was found drops down, arrows choose, Enter opens, Esc closes. Without it the box is a form.
(() => {
  "use strict";
  const box = document.querySelector("[data-seek]");
  if (!box) return;
  const input = box.querySelector("#seek");
  const drop = box.querySelector("#seek-drop");
  const options = () => [...drop.querySelectorAll("[role=option]")];
  const chosen = () => drop.querySelector("[aria-selected=true]");

  const choose = (option) => {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) { input.setAttribute("aria-activedescendant", option.id); option.scrollIntoView({ block: "nearest" }); }
    else input.removeAttribute("aria-activedescendant");
  };
  const show = (open) => {
    drop.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(null);
  };
  const step = (by) => {
    const all = options();
    if (!all.length) return;
    const at = all.indexOf(chosen());
    choose(at + by < 0 ? null : all[Math.min(all.length - 1, at + by)]);
  };

  drop.addEventListener("htmx:afterSwap", () => show(document.activeElement === input && drop.textContent.trim() !== ""));
  input.addEventListener("input", () => { if (!input.value.trim()) { drop.replaceChildren(); show(false); } });
  input.addEventListener("focus", () => { if (drop.childElementCount) show(true); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (drop.hidden && drop.childElementCount) show(true);
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !drop.hidden && chosen()) {
      event.preventDefault();
      chosen().click();
    } else if (event.key === "Escape" && !drop.hidden) {
      event.preventDefault();
      event.stopPropagation();
      show(false);
    }
  });
  drop.addEventListener("mousemove", (event) => choose(event.target.closest("[role=option]")));
  document.addEventListener("click", (event) => { if (!box.contains(event.target)) show(false); });
  box.addEventListener("focusout", (event) => { if (event.relatedTarget && !box.contains(event.relatedTarget)) show(false); });
})();
