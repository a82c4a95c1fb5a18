// The clock of a call: dialling starts it, saying what came of it stops it, and what it shows can be typed over.
(() => {
  "use strict";
  let ticking = 0;
  const stop = () => { clearInterval(ticking); ticking = 0; };
  const start = (field) => {
    stop();
    const began = Date.now();
    ticking = setInterval(() => {
      if (!field.isConnected) { stop(); return; }
      const seconds = Math.floor((Date.now() - began) / 1000);
      field.value = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }, 1000);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-timer]");
    const field = document.getElementById(button ? button.dataset.timer : "talked");
    if (!field) return;
    if (button) { if (ticking) stop(); else start(field); }
    if (event.target.closest('a[href^="tel:"]')) start(field);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches('input[name="result"]')) stop();
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "talked") stop();
  });

  // The checklist is weighed while somebody goes on answering it: what was said since then outlives the answer.
  let since = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, requestConfig } = event.detail;
    since = [];
    if (target.id !== "weigh" || !target.closest("form")) return;
    const sent = requestConfig.formData;
    since = [...new FormData(target.closest("form"))].filter(([name, value]) =>
      target.querySelector(`[name="${CSS.escape(name)}"]:not([type="hidden"])`) && sent.get(name) !== value);
  });
  document.addEventListener("htmx:afterSwap", () => {
    const panel = document.getElementById("weigh");
    for (const [name, value] of panel ? since : []) {
      for (const field of panel.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "radio") field.checked = field.value === value;
        else if (field.type !== "hidden") field.value = value;
      }
    }
    since = [];
  });
})();
