// How do the waiting room's numbers stay fresh without loading the page anew? Without a script the page reloads itself.
"use strict";

(() => {
  const live = document.querySelector("[data-live]");
  const EVERY = 4_000;
  async function look() {
    if (document.hidden) return;
    try {
      const answer = await fetch(live.dataset.live, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) return;
      const text = await answer.text();
      if (text === live.dataset.said) return;
      live.dataset.said = text;
      const made = new DOMParser().parseFromString(text, "text/html");
      live.replaceChildren(...made.body.childNodes);
    } catch { /* the net is away: the next look tells */ }
  }
  if (live) setInterval(look, EVERY);

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
