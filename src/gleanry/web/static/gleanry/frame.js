// Clocks, toasts, menus, keyboard. Everything works without it, only less quickly.
(() => {
  "use strict";
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = document.body.dataset;

  const span = (seconds) => {
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return words.minutes.replace("{count}", minutes);
    if (minutes < 2880) return words.hours.replace("{count}", Math.floor(minutes / 60));
    return words.days.replace("{count}", Math.floor(minutes / 1440));
  };
  const tick = () => {
    const now = Date.now() / 1000;
    for (const clock of $$(".countdown[data-due]")) {
      const left = Number(clock.dataset.due) - now;
      clock.dataset.state = left < 0 ? "late" : left < 3600 ? "soon" : "calm";
      const text = (left < 0 ? words.late : words.left).replace("{time}", span(Math.abs(left)));
      if (clock.textContent !== text) clock.textContent = text;
    }
  };
  tick();
  setInterval(tick, 10000);

  const toast = (text, level) => {
    const line = document.createElement("div");
    line.className = "toast-line";
    line.dataset.level = level;
    const say = document.createElement("span");
    say.textContent = text;
    line.append(say);
    $("#toasts").append(line);
    fade(line);
  };
  const fade = (line) => {
    if (line.dataset.fading) return;
    line.dataset.fading = "1";
    const leave = () => (line.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : line.remove());
    setTimeout(leave, line.dataset.level === "error" ? 12000 : 5000);
  };

  // What is typed into a form outlives a session that ended on the way: kept in this tab until the form is back.
  const KEPT = "gleanry.draft";
  const kept = () => JSON.parse(sessionStorage.getItem(KEPT) || "null");
  const interrupted = () => {
    const draft = kept();
    if (draft) sessionStorage.setItem(KEPT, JSON.stringify({ ...draft, interrupted: true }));
  };
  const keep = (form) => {
    const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    sessionStorage.setItem(KEPT, JSON.stringify({ action: form.getAttribute("action"), viewer: words.viewer, fields }));
  };
  // An answer that came through ends the keeping; one that was interrupted waits for the next page.
  const arrived = () => {
    const draft = kept();
    if (draft && !draft.interrupted) sessionStorage.removeItem(KEPT);
  };
  const restore = () => {
    arrived();
    const draft = kept();
    if (!draft || "interrupted" in words) return;
    const form = $$("form[data-draft]").find((one) => one.getAttribute("action") === draft.action);
    if (!form || draft.viewer !== words.viewer) return;
    sessionStorage.removeItem(KEPT);
    for (const [name, value] of draft.fields) {
      const field = form.elements[name];
      if (field && !["from", "then"].includes(name)) field.value = value;
    }
    toast(words.again, "warning");
  };
  if ("interrupted" in words) interrupted();
  document.addEventListener("interrupted", interrupted);

  const settle = () => { once(); $$(".toast-line").forEach(fade); tick(); };
  // Two requests under way at once may be answered with the same sentence.
  const once = () => $$(".toast-line").filter((line, at, all) =>
    all.slice(0, at).some((other) => other.textContent.trim() === line.textContent.trim())).forEach((line) => line.remove());
  settle();
  restore();

  document.addEventListener("click", (event) => {
    event.target.closest(".toast-close")?.closest(".toast-line").remove();
    const opens = event.target.closest("[data-opens]");
    if (opens) document.getElementById(opens.dataset.opens).showModal();
    const fill = event.target.closest("[data-fill]");
    if (fill) document.getElementById(fill.dataset.fill).value = fill.dataset.value;
    if (event.target.closest("[data-closes]")) event.target.closest("dialog").close();
    if (event.target instanceof HTMLDialogElement) event.target.close();
    for (const menu of $$("details.menu[open], .decide details[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // A form is sent once: a second press while the first is under way does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-draft")) keep(form);
    if (form.method === "get" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 20000);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  });

  // What asks the server while somebody types may be the first to find the session gone.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (form) keep(form);
  });
  document.addEventListener("htmx:afterSettle", (event) => { settle(); if (event.target.id !== "weigh") arrived(); });
  document.addEventListener("htmx:sendError", () => toast(words.offline, "error"));
  document.addEventListener("htmx:responseError", () => toast(words.broken, "error"));

  // Bulk selection.
  const count = (root) => {
    const picked = $$(".pick input[name]:checked", root);
    const bar = $(".bulk", root);
    if (!bar) return;
    bar.hidden = picked.length === 0;
    const text = $("[data-count]", bar);
    text.textContent = text.dataset.count.replace("{count}", picked.length);
  };
  document.addEventListener("change", (event) => {
    const root = event.target.closest("[data-bulk]");
    if (!root) return;
    if (event.target.matches("[data-all]")) {
      for (const box of $$(".pick input[name]", root)) box.checked = event.target.checked;
    }
    count(root);
  });
  window.addEventListener("pageshow", () => $$("[data-bulk]").forEach(count));

  // On a phone the filters are folded away unless they are in use.
  if (matchMedia("(max-width: 767px)").matches) {
    for (const fold of $$("details.fold:not([data-kept])")) fold.open = false;
  }

  // The rate is asked for only where the currency is not the workspace's own.
  const rate = (input) => {
    const field = $("[data-rate]", input.form);
    field.hidden = input.value.trim().toUpperCase() === input.dataset.currency;
    $("input", field).disabled = field.hidden;
  };
  for (const input of $$("[data-currency]")) {
    rate(input);
    input.addEventListener("input", () => rate(input));
  }

  // Files: name the chosen one, take a dropped one.
  for (const zone of $$(".dropzone")) {
    const input = $("input[type=file]", zone);
    const show = () => { if (input.files[0]) $("[data-name]", zone).textContent = input.files[0].name; };
    input.addEventListener("change", show);
    for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, () => zone.classList.add("over"));
    for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
  }

  // Keyboard.
  let waiting = 0;
  const typing = (target) => target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
  const rows = () => $$("[data-rows] [data-row]").filter((row) => row.offsetParent);
  const step = (by) => {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.classList.contains("at") || row.querySelector("[aria-current]"));
    const next = all[Math.min(all.length - 1, Math.max(0, at + by))] || all[0];
    all.forEach((row) => row.classList.toggle("at", row === next));
    const link = $("a[href]", next);
    link.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      for (const menu of $$("details.menu[open], .decide details[open]")) { menu.open = false; $("summary", menu).focus(); }
      if (event.target.id === "seek") event.target.blur();
      return;
    }
    if (typing(event.target) || $("dialog[open]")) return;
    if (Date.now() - waiting < 1200) {
      waiting = 0;
      const place = $(`.places a[data-key="${CSS.escape(event.key)}"]`);
      if (place) { event.preventDefault(); place.click(); return; }
    }
    if (event.key === "/" && $("#seek")) { event.preventDefault(); $("#seek").focus(); $("#seek").select(); }
    else if (event.key === "?") $("#help")?.showModal();
    else if (event.key === "g") waiting = Date.now();
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "x") $("[data-rows] .at input[name=lead]")?.click();
  });
})();
