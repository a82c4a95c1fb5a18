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
})();
