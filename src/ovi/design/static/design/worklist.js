// What makes the worklist quicker with a script? Keys, selecting, and word of what has changed. It works without.
"use strict";

(() => {
  const list = document.querySelector("[data-worklist]");
  const region = list?.closest("[data-keys]");
  const links = () => [...list.querySelectorAll("tbody th[scope=row] a")];

  // Single letters act only while the focus is in the list: they must not act elsewhere (WCAG 2.1.4, people who
  // speak to their computer). Enter follows the row's link as always.
  region?.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("select, textarea, input:not([type=checkbox])")) return;
    if (event.key === "?") return help(event);
    const all = links();
    const now = all.findIndex((link) => link.closest("tr").contains(event.target));
    if (event.key === "j" || event.key === "k") {
      const next = event.key === "j" ? Math.min(now + 1, all.length - 1) : Math.max(now - 1, 0);
      all[next]?.focus();
      event.preventDefault();
    } else if (now >= 0 && event.key.length === 1) {
      // A row names its own keys: data-key="t" takes, "a" assesses, "x" selects.
      all[now].closest("tr").querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
    }
  });

  const dialog = document.getElementById("keys");
  const opener = document.querySelector("[data-keys-help]");
  function help(event) {
    event.preventDefault();
    dialog?.showModal();  // the browser gives the focus back where it was when it closes
  }
  if (dialog && opener) {
    opener.hidden = false;
    opener.addEventListener("click", help);
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  }

  // Selecting: all of the page, and how many are selected, spoken.
  const boxes = [...(list?.querySelectorAll("tbody input[type=checkbox]") ?? [])];
  const every = list?.querySelector("[data-all]");
  const said = region?.querySelector("[data-selected]");
  function count() {
    const chosen = boxes.filter((box) => box.checked).length;
    if (every) {
      every.checked = chosen > 0 && chosen === boxes.length;
      every.indeterminate = chosen > 0 && chosen < boxes.length;
    }
    if (said) said.textContent = !chosen ? "" : chosen === 1 ? said.dataset.one : said.dataset.many.replace("%d", chosen);
  }
  if (every) {
    every.hidden = false;
    every.addEventListener("change", () => {
      for (const box of boxes) box.checked = every.checked;
      count();
    });
  }
  list?.addEventListener("change", (event) => { if (boxes.includes(event.target)) count(); });
  window.addEventListener("pageshow", count);

  // What has come or changed is told, never put under the reader's hand: rows and focus stay until asked.
  const fresh = document.querySelector("[data-changes]");
  const EVERY = 30_000;
  async function look() {
    if (document.hidden) return;
    try {
      const answer = await fetch(fresh.dataset.changes, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      const { text } = await answer.json();
      if (!text || fresh.dataset.said === text) return;
      fresh.dataset.said = text;
      const link = document.createElement("a");
      link.href = location.href;
      link.textContent = fresh.dataset.show;
      fresh.replaceChildren(`${text}: `, link);
    } catch { /* the net is away: the next look tells */ }
  }
  if (fresh) {
    setInterval(look, EVERY);
    document.addEventListener("visibilitychange", look);
  }
})();
