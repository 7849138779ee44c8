// What becomes smoother in writing a message with a script? The draft saves itself. The page works without this file.
"use strict";

(() => {
  const form = document.querySelector("form[data-draft]");
  const text = form?.querySelector("textarea");
  if (!text) return;
  const said = form.querySelector("[data-draft-said]");
  const PAUSE = 2500;
  let timer, kept = text.value, sending = false;

  async function keep() {
    if (sending || text.value === kept) return;
    const now = text.value;
    const data = new FormData(form);
    data.delete("files");
    data.set("do", form.dataset.draft || "draft");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-Requested-With": "fetch" } });
      if (answer.status !== 204) return;
      kept = now;
      if (said) said.textContent = said.dataset.saved;
    } catch { /* the net is away: the text stays in the field, and the next pause tries again */ }
  }
  text.addEventListener("input", () => {
    if (said) said.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  // The page goes out of sight, perhaps for good: what is not kept yet goes along.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || sending || text.value === kept) return;
    const data = new FormData(form);
    data.set("do", form.dataset.draft || "draft");
    if (navigator.sendBeacon(form.action, data)) kept = text.value;
  });
  form.addEventListener("submit", () => { sending = true; clearTimeout(timer); });
  window.addEventListener("pageshow", () => { sending = false; });
})();
