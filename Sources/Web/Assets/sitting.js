// Saves an answer as soon as it is chosen, and counts the minutes down. Everything works without it.
(() => {
  "use strict";
  const form = document.querySelector("form[data-sitting]");
  if (!form) return;
  const told = document.querySelector("#saved");
  let turn = Promise.resolve();
  form.addEventListener("change", () => {
    turn = turn.then(async () => {
      const body = new URLSearchParams(new FormData(form));
      body.set("go", "stay");
      try {
        const answer = await fetch(form.getAttribute("action"), { method: "POST", body });
        const text = await answer.text();
        if (answer.ok && /^[0-9]+$/.test(text)) {
          form.elements.seen.value = text;
          told.textContent = "Saved.";
        } else if (answer.ok) {
          location.replace(`${location.pathname}?news=${text}`);
        } else {
          told.textContent = "Not saved yet. Press one of the buttons below.";
        }
      } catch {
        told.textContent = "Not saved yet: the connection is gone. Press one of the buttons below once it is back.";
      }
    });
  });
  const left = document.querySelector("[data-left]");
  const end = performance.now() + Number(left.dataset.left) * 1000;
  setInterval(() => {
    const minutes = Math.max(0, Math.floor((end - performance.now()) / 60000));
    left.textContent = minutes === 0 ? "less than a minute left" : minutes === 1 ? "1 minute left" : `${minutes} minutes left`;
  }, 15000);
})();
