"use strict";
// Says so when the page can no longer be kept up to date: an old page must not look like a live one.
const offline = document.getElementById("offline");
const answered = (yes) => { offline.hidden = yes; };
document.addEventListener("htmx:sendError", () => answered(false));
document.addEventListener("htmx:timeout", () => answered(false));
document.addEventListener("htmx:responseError", () => answered(false));
document.addEventListener("htmx:beforeSwap", (event) => answered(event.detail.xhr.status < 400));
// Copies the text behind a link; where the browser has no clipboard for the page, the link leads to the text.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-copy]");
  if (!link || !navigator.clipboard) return;
  event.preventDefault();
  fetch(link.href)
    .then((answer) => answer.text())
    .then((text) => navigator.clipboard.writeText(text))
    .then(() => { link.textContent = "Copied"; })
    .catch(() => { location.href = link.href; });
});
