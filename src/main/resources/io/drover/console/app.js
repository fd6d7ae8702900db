"use strict";
// Says so when the page can no longer be kept up to date: an old page must not look like a live one.
const offline = document.getElementById("offline");
const answered = (yes) => { offline.hidden = yes; };
document.addEventListener("htmx:sendError", () => answered(false));
document.addEventListener("htmx:timeout", () => answered(false));
document.addEventListener("htmx:responseError", () => answered(false));
document.addEventListener("htmx:beforeSwap", (event) => answered(event.detail.xhr.status < 400));
