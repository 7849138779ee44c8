// What becomes smoother with a script? Every page works without this file.
"use strict";

(() => {
  // A page that came back with faults starts at the summary, also where the browser ignores autofocus.
  const summary = document.querySelector("[data-error-summary]");
  window.addEventListener("load", () => {
    if (summary && document.activeElement === document.body) summary.focus();
  });

  // One press sends once. The button is disabled after the form's values are taken, and released when the
  // browser brings the page back from its cache.
  const sent = new Set();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get" || form.matches("[hx-post]")) return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    setTimeout(() => setBusy(form, true), 0);
  });
  window.addEventListener("pageshow", () => {
    for (const form of sent) setBusy(form, false);
    sent.clear();
  });
  function setBusy(form, busy) {
    for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = busy;
  }

  // How many characters are left; spoken only after a pause in typing.
  for (const count of document.querySelectorAll("[data-count-for]")) {
    const input = document.getElementById(count.dataset.countFor);
    const limit = Number(count.dataset.limit);
    const spoken = document.createElement("span");
    spoken.className = "ds-sr-only";
    spoken.setAttribute("aria-live", "polite");
    count.after(spoken);
    let pause;
    const show = () => {
      const left = limit - input.value.length;
      const words = left < 0 ? count.dataset.over : count.dataset.under;
      count.textContent = words.replace("%d", Math.abs(left).toLocaleString(document.documentElement.lang));
      count.classList.toggle("over", left < 0);
      clearTimeout(pause);
      pause = setTimeout(() => { spoken.textContent = count.textContent; }, 1500);
    };
    input.addEventListener("input", show);
    if (input.value) show();
  }

  // A note that is ready to be copied: one press puts it on the clipboard. Without a script it is selected by hand.
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    const said = document.createElement("span");
    said.className = "hint";
    said.setAttribute("role", "status");
    button.after(said);
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      said.textContent = button.dataset.copied;
    });
  }

  // After an assessment or an encounter one lands on its note with the button in focus: one key (Enter) copies it.
  const notes = location.hash && document.getElementById(location.hash.slice(1));
  const copy = notes && notes.querySelector("[data-copy]:not([hidden])");
  if (copy) copy.focus();

  // Five minutes before a sign-in ends the page says so and one press goes on; nothing is reloaded, so what is being
  // written stays. Without a script the end is told in the footer, and what is sent too late is shown back.
  const session = document.querySelector("[data-session-ends]");
  if (session) {
    const warning = session.querySelector(".session-end__warning");
    const words = warning.querySelector("p");
    const soon = words.textContent;
    let ends = Date.parse(session.dataset.sessionEnds);
    warning.querySelector("button").addEventListener("click", async () => {
      const answer = await fetch(session.dataset.continue, { redirect: "manual" });
      if (answer.ok) ends = Date.parse(await answer.text());
      words.textContent = answer.ok ? session.dataset.kept : session.dataset.over;
      setTimeout(() => { warning.hidden = true; }, 4000);
    });
    setInterval(() => {
      const left = ends - Date.now();
      if (left > 300000 || (left <= 0 && words.textContent === session.dataset.over)) return;
      words.textContent = left > 0 ? soon : session.dataset.over;
      warning.hidden = false;
    }, 15000);
  }
})();
