// What the desk does without this script, it does with one press more. Nothing is stored, and nothing is loaded from elsewhere.
"use strict";

(() => {
  const focused = document.querySelector("[data-focus]");
  if (focused) focused.focus();

  const form = document.querySelector("form[data-live]");
  if (!form) return;
  const preview = document.getElementById("preview");
  for (const button of document.querySelectorAll("[data-plain]")) button.parentElement.hidden = true;

  const patient = form.querySelectorAll("[data-patient]");
  addEventListener("pageshow", (event) => {
    if (event.persisted) for (const field of patient) field.value = "";  // Back shows no patient of before
  });

  let waiting = 0, asked = 0, making = null, page = 1;
  const status = () => document.getElementById("freshness");

  // Language, size and paper change the whole page (its fields, its state): it is asked for as without this script.
  form.addEventListener("change", (event) => {
    if (event.target.type === "radio") form.requestSubmit();
  });
  form.addEventListener("input", (event) => {
    if (event.target.type === "radio") return;
    preview.classList.add("stale");
    clearTimeout(waiting);
    waiting = setTimeout(show, 300);
  });
  preview.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=page]");
    if (!button) return;
    event.preventDefault();
    page = Number(button.value);
    show(true);
  });

  async function show(turned) {
    const number = ++asked;
    if (making) making.abort();
    making = new AbortController();
    const late = setTimeout(() => { if (number === asked) status().textContent = status().dataset.making; }, 1000);
    const body = new URLSearchParams(new FormData(form));
    body.set("part", "preview");
    body.set("page", page);
    try {
      const answer = await fetch(form.action, { method: "POST", body, signal: making.signal, redirect: "error" });
      const html = await answer.text();
      if (number !== asked) return;
      if (!answer.ok) throw new Error("not made");
      preview.innerHTML = html;
      preview.classList.remove("stale");
      if (turned === true) preview.querySelector("button[aria-current]")?.focus();
    } catch (error) {
      if (number === asked && error.name !== "AbortError") {
        status().textContent = status().dataset.stale;
        for (const button of document.querySelectorAll("[data-plain]")) button.parentElement.hidden = false;
      }
    } finally {
      clearTimeout(late);
    }
  }

  // Print: the PDF comes into a frame of this page, whose print window is opened at once.
  const print = document.getElementById("print");
  print?.addEventListener("click", () => {
    document.querySelector(".frame")?.remove();
    const frame = document.createElement("iframe");
    frame.className = "frame";
    frame.name = "printing";
    frame.title = print.textContent;
    frame.tabIndex = -1;
    document.body.append(frame);
    frame.addEventListener("load", () => {
      if (frame.contentWindow.location.href === "about:blank") return;
      frame.contentWindow.print();
      const printed = document.getElementById("printed");
      printed.hidden = false;
      printed.querySelector("h2").focus();
    });
    print.formTarget = "printing";
  });
})();
