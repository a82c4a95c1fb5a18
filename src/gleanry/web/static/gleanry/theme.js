// Runs before the first paint, so that a dark page is never white for a moment.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const wanted = root.dataset.theme;
    root.dataset.bsTheme = wanted === "auto" ? (dark.matches ? "dark" : "light") : wanted;
  };
  apply();
  dark.addEventListener("change", apply);
})();
