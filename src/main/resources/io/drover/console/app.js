"use strict";
// Says so when the page can no longer be kept up to date: an old page must not look like a live one.
const offline = document.getElementById("offline");
const answered = (yes) => { offline.hidden = yes; };
document.addEventListener("htmx:sendError", () => answered(false));
document.addEventListener("htmx:timeout", () => answered(false));
document.addEventListener("htmx:responseError", () => answered(false));
document.addEventListener("htmx:beforeSwap", (event) => answered(event.detail.xhr.status < 400));
// What keeps the page up to date comes by itself. Where nothing has come for a while, the page asks. A page that nobody
// sees gives its connection back, because a browser has few of them for one server, and asks now and then for its title.
const live = document.getElementById("live");
let heard = Date.now();
let asked = 0;
let over = !live;
let stream = null;
const hear = () => {
  stream?.close();
  stream = null;
  if (over || document.hidden) return;
  stream = new EventSource(live.dataset.stream);
  stream.addEventListener("message", (event) => {
    heard = Date.now();
    answered(true);
    htmx.swap(live, event.data, { swapStyle: "none" });
  });
  stream.addEventListener("end", () => { over = true; stream.close(); });
};
document.addEventListener("visibilitychange", hear);
document.addEventListener("htmx:beforeSwap", (event) => { over = over || event.detail.xhr.status === 286; });
hear();
setInterval(() => {
  const now = Date.now();
  if (over) return;
  if (document.hidden ? now - Math.max(heard, asked) > 30000 : now - heard > 7000) {
    asked = now;
    htmx.trigger(live, "ask");
  }
  if (!document.hidden && stream.readyState === EventSource.CLOSED) hear();
}, 2000);
// A part that is already as it comes is left alone: nothing is replaced under a finger or a focus without need.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const version = (part) => part.querySelector("[name=seen]")?.value;
  const { target, fragment } = event.detail;
  event.detail.shouldSwap = version(fragment) === undefined || version(target) !== version(fragment);
});
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
