// What becomes smoother on the tray's pages with a script? Every page works without this file.
"use strict";

(() => {
  // The address keeps only what was chosen, so that it can be read, kept and shared.
  document.addEventListener("htmx:configRequest", (event) => {
    const given = event.detail.parameters;
    for (const name of Object.keys(given)) if (given[name] === "") delete given[name];
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "tray" || event.defaultPrevented) return;
    const empty = [...event.target.elements].filter((one) => one.name && one.value === "");
    for (const one of empty) one.disabled = true;
    setTimeout(() => { for (const one of empty) one.disabled = false; }, 0);
  });

  // The reader's position is asked only when the button is pressed, and leaves the browser to a kilometre.
  const ask = document.querySelector("[data-position]");
  const hint = document.querySelector("[data-position-hint]");
  if (ask && navigator.geolocation) {
    ask.hidden = hint.hidden = false;
    ask.addEventListener("click", () => {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          const form = document.getElementById("tray");
          const at = form.elements.at || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "at" }));
          at.value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
          form.elements.near.value = "";
          form.elements.sort.value = "near";
          form.requestSubmit();
        },
        () => { hint.textContent = hint.dataset.refused; },
        { maximumAge: 600000, timeout: 10000 },
      );
    });
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
