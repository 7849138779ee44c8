// What makes a chat flow with a script? It sends without leaving the page and fetches what is new. It works without.
//
// What one sends lies in an outbox until the server has said that it has it: in order, each with the key it was given
// at the first press, so that sending again after a lost answer is no second line. Lines are put in by their number:
// one that is there already is not put in twice, and each poll asks for all that came after the last one seen.
// This is why polling is ours and not htmx's, which keeps neither an outbox nor numbers.
"use strict";

(() => {
  const chat = document.querySelector("[data-chat]");
  const board = document.querySelector("[data-board]");
  const FETCH = { "X-Requested-With": "fetch" };
  const QUICK = 2_000, SLOW = 5_000, LONGEST = 15_000;

  if (chat) follow();
  if (board) watchBoard();

  function follow() {
    const lines = chat.querySelector("[data-lines]");
    const status = chat.querySelector("[data-status]");
    const outbox = chat.querySelector("[data-outbox]");
    const form = chat.querySelector("[data-chat-form]");
    const text = form?.elements.text;
    const said = form?.querySelector("[data-chat-said]");
    const waiting = [];  // what the server has not yet said that it has
    let since = Number(chat.dataset.since), mark = chat.dataset.mark ?? "", pause = QUICK, sending = false, ended = "ended" in chat.dataset;

    function show(answer) {
      for (const line of answer.lines) {
        document.getElementById(`sending-${line.key}`)?.remove();
        if (lines.querySelector(`[data-seq="${line.seq}"]`)) continue;
        const near = atEnd();
        lines.insertAdjacentHTML("beforeend", line.html);
        if (near) lines.lastElementChild.scrollIntoView({ block: "nearest" });
      }
      if (answer.since !== null) since = Math.max(since, answer.since);
      if (answer.status !== status.innerHTML) status.innerHTML = answer.status;
      mark = answer.mark;
      if (answer.ended && !ended) {
        ended = true;
        if (!text?.value && !waiting.length) location.reload();  // the page of an ended chat; what is typed is not lost
      }
    }

    const atEnd = () => lines.getBoundingClientRect().bottom < innerHeight + 200;
    const tell = (word) => { if (said) said.textContent = word ? said.dataset[word] : ""; };

    async function ask(address, options) {
      const answer = await fetch(address, { ...options, headers: FETCH, signal: AbortSignal.timeout(15_000) });
      if (answer.status === 204) return [answer, null];  // nothing is new
      const json = (answer.headers.get("Content-Type") ?? "").includes("json");
      if (answer.redirected || !json) throw Object.assign(new Error("away"), { gone: answer.redirected || answer.status === 403 });
      return [answer, await answer.json()];
    }

    async function poll() {
      try {
        const [, found] = await ask(`${chat.dataset.chat}?since=${since}&mark=${mark}`);
        if (found) show(found);
        if (!waiting.length) tell("");
        pause = document.hidden ? SLOW : QUICK;
      } catch (fault) {
        tell(fault.gone ? "gone" : "again");
        pause = Math.min(pause * 2, LONGEST);
      }
      if (!ended) setTimeout(poll, pause);
    }

    async function send() {
      if (sending || !waiting.length) return;
      sending = true;
      const { key, words } = waiting[0];
      const data = new FormData(form);
      data.set("key", key);
      data.set("text", words);
      data.set("do", "say");
      let next = 0;
      try {
        const [answer, found] = await ask(`?since=${since}`, { method: "POST", body: data });
        waiting.shift();
        if (answer.ok) {
          if (found) show(found);
          document.getElementById(`sending-${key}`)?.remove();
        } else {  // refused for what it is: it comes back to the field, where it can be mended
          document.getElementById(`sending-${key}`)?.remove();
          text.value = words + (text.value ? `\n${text.value}` : "");
          if (said) said.textContent = found.faults.join(" ");
        }
        if (answer.ok) tell("");
      } catch (fault) {
        tell(fault.gone ? "gone" : "again");
        next = fault.gone ? LONGEST : 1_500;
      }
      sending = false;
      if (waiting.length) setTimeout(send, next);
    }

    form?.addEventListener("submit", (event) => {
      if (event.submitter?.dataset.refresh !== undefined) return;
      event.preventDefault();
      event.stopPropagation();
      const words = text.value;
      if (!words.trim()) return text.focus();
      const key = form.dataset.used ? crypto.randomUUID() : form.elements.key.value;
      form.dataset.used = "yes";
      const line = document.createElement("li");
      line.id = `sending-${key}`;
      line.className = "said said--own said--sending";
      line.textContent = words;
      outbox.append(line);
      waiting.push({ key, words });
      text.value = "";
      text.focus();
      tell("sending");
      send();
    });
    // Enter sends where there is a keyboard; Shift and Enter begin a new line. On a phone Enter is a new line.
    text?.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || !matchMedia("(pointer: fine)").matches) return;
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[value=say]"));
    });
    window.addEventListener("beforeunload", (event) => { if (waiting.length) event.preventDefault(); });
    if (!ended) setTimeout(poll, pause);
  }

  // The board is fetched anew; the focus stays on the same chat, and nothing moves while a field in it is used.
  function watchBoard() {
    async function look() {
      try {
        const answer = await fetch(board.dataset.board, { headers: FETCH });
        if (answer.ok && !answer.redirected) {
          const { html } = await answer.json();
          const here = board.contains(document.activeElement) ? document.activeElement.id : "";
          const current = chat ? location.pathname : "";
          board.innerHTML = html;
          if (current) mark(current);
          if (here) document.getElementById(here)?.focus({ preventScroll: true });
        }
      } catch { /* the net is away: the next look tells */ }
      setTimeout(look, document.hidden ? LONGEST : SLOW);
    }
    function mark(path) {
      const link = [...board.querySelectorAll("a")].find((one) => one.pathname === path);
      link?.setAttribute("aria-current", "page");
      link?.closest("li")?.setAttribute("data-current", "");
    }
    setTimeout(look, SLOW);

    // Single letters act only while the focus is on the board or nowhere (WCAG 2.1.4: they can be avoided).
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.target.closest("input, textarea, select, button, summary, [contenteditable]")) return;
      const links = [...board.querySelectorAll("a[data-key]")];
      const now = links.indexOf(document.activeElement);
      if (event.key === "j" || event.key === "k") {
        links[event.key === "j" ? Math.min(now + 1, links.length - 1) : Math.max(now - 1, 0)]?.focus();
      } else if (event.key === "n") {
        document.querySelector("form[data-next]")?.requestSubmit();
      } else if (event.key === "e") {
        document.getElementById("say")?.focus();
      } else return;
      event.preventDefault();
    });
  }
})();
