// Drag a card to another stage, or press [ and ] on it. The server decides; the page shows what it says.
(() => {
  "use strict";
  const boardElement = document.getElementById("board");
  const form = document.getElementById("move");
  if (!boardElement || !form) return;
  const columns = [...boardElement.querySelectorAll(".column:not([data-ended])")];
  let held = null;

  const move = (card, column) => {
    if (!column || column === card.closest(".column")) return;
    form.action = form.action.replace(/\/deals\/\d+\//, `/deals/${card.dataset.deal}/`);
    form.elements.stage.value = column.dataset.stage;
    form.requestSubmit();
  };
  boardElement.addEventListener("dragstart", (event) => {
    held = event.target.closest(".deal");
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.deal);
    held.classList.add("held");
  });
  boardElement.addEventListener("dragend", () => {
    held?.classList.remove("held");
    held = null;
    columns.forEach((column) => column.classList.remove("over"));
  });
  for (const column of columns) {
    column.addEventListener("dragover", (event) => {
      if (!held) return;
      event.preventDefault();
      columns.forEach((other) => other.classList.toggle("over", other === column));
    });
    column.addEventListener("drop", (event) => {
      event.preventDefault();
      if (held) move(held, column);
    });
  }
  boardElement.addEventListener("keydown", (event) => {
    const card = event.target.closest(".deal[draggable]");
    if (!card || (event.key !== "[" && event.key !== "]")) return;
    const at = columns.indexOf(card.closest(".column"));
    move(card, columns[at + (event.key === "]" ? 1 : -1)]);
  });
})();
