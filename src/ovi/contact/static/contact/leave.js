// How does one leave at once? With a script the page that one leaves is replaced, so that Back does not return to it.
"use strict";

for (const form of document.querySelectorAll("form[data-quick-exit]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const field of document.querySelectorAll("textarea, input")) field.value = field.type === "hidden" ? field.value : "";
    document.title = "";
    fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true }).finally(() => {});
    location.replace(form.dataset.quickExit);
  });
}
